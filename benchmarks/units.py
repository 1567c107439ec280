"""Measures the gazetteer: `python -m benchmarks.units [--runs N]`.

Reads the unit data and a text made of the project's own phrases (and the corpus, where `../shared` is present).
Writes `benchmarks/results/units.json`: loading from the cache in a fresh process, compiling, characters per second of
`find_units`, look-ups per second, memory; each a median of the runs.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import machine

SHARED = Path(__file__).parents[2] / "shared" / "corpus" / "text"
SENTENCES = (
    "Giao Sở Khoa học và Công nghệ chủ trì, phối hợp với Công an tỉnh, Sở Tài chính và các đơn vị liên quan rà"
    " soát hiện trạng hạ tầng công nghệ thông tin, nhu cầu đầu tư, kinh phí nâng cấp phục vụ công việc thường "
    "xuyên; tổng hợp, tham mưu UBND tỉnh xem xét, quyết định trước ngày 15/6/2026.",
    "Các sở, ban, ngành, UBND các xã, phường căn cứ chức năng, nhiệm vụ được giao tập trung triển khai thực "
    "hiện, bảo đảm tiến độ, chất lượng; định kỳ hằng tháng báo cáo kết quả và những khó khăn, vướng mắc phát "
    "sinh để kịp thời tháo gỡ.",
    "Tiếp tục đẩy mạnh cung cấp và nâng cao hiệu quả sử dụng dịch vụ công trực tuyến toàn trình; tăng tỷ lệ "
    "thanh toán trực tuyến, tỷ lệ hồ sơ trực tuyến do người dân, doanh nghiệp tự thực hiện trên môi trường "
    "điện tử.",
    "các Sở: Giáo dục và Đào tạo, Y tế, Nông nghiệp và Môi trường xây dựng cơ sở dữ liệu chuyên ngành theo "
    "hướng dẫn của Bộ Khoa học và Công nghệ, hoàn thành trong quý II năm 2026; Văn phòng UBND tỉnh theo dõi, "
    "đôn đốc việc thực hiện.",
)
FRESH = """
import resource, time
start = time.perf_counter()
from gazetteers.units import load
load()
print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def measure(runs: int) -> dict[str, Any]:
    """All figures: seconds, per second, megabytes."""
    from extractors.units import find_units
    from gazetteers.index import compile_index
    from gazetteers.units import Place, load

    gazetteer, place = load(), Place("dak-lak", date(2026, 3, 1))
    text = "\n".join(SENTENCES) * 100
    names = ["Sở Khoa học và Công nghệ", "UBND xã Ea Kar", "Sở KH&CN", "Bộ Tài chính"]
    fresh = [[float(x) for x in _fresh().split()] for _ in range(runs)]
    figures = {
        "load_seconds": median(f[0] for f in fresh),
        "load_memory_mb": median(f[1] for f in fresh) / 1000,
        "compile_seconds": machine.seconds(compile_index, runs),
        "characters_per_second": len(text) / machine.seconds(lambda: find_units(text, gazetteer, place), runs),
        "lookups_per_second": len(names)
        / machine.seconds(lambda: [gazetteer.find(n, place.on, "dak-lak") for n in names], runs),
        "mentions_per_1000_characters": 1000 * len(find_units(text, gazetteer, place)) / len(text),
    }
    if SHARED.exists():
        corpus = "\n".join(p.read_text(encoding="utf-8") for p in sorted(SHARED.glob("*.txt")))
        figures["corpus_characters_per_second"] = len(corpus) / machine.seconds(
            lambda: find_units(corpus, gazetteer, place), runs
        )
    index = gazetteer.index
    return {
        "figures": {k: round(v, 3) for k, v in figures.items()},
        "size": {"rows": len(index.rows), "places": len(index.areas), "keys": len(index.names)},
    }


def _fresh() -> str:
    return subprocess.run([sys.executable, "-c", FRESH], capture_output=True, text=True, check=True).stdout


def main() -> None:
    """Measures and writes the result beside what it was measured on."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    result = machine.facts("python -m benchmarks.units") | measure(arguments.runs)
    path = machine.RESULTS / "units.json"
    path.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(result["figures"], indent=1))


if __name__ == "__main__":
    main()
