"""Measures speed and memory: `python -m benchmarks.speed [--runs N] [--quick]`.

Reads the samples and, where `../shared` is present, its PDFs; makes larger files of the samples' words in memory.
Writes `benchmarks/results/speed.json`: every figure a median, beside its target. Throughput is per second of processor
time of one process; the cold start is by the clock on the wall.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks import machine, make_big, readme_tables
from benchmarks.machine import seconds

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared" / "corpus" / "pdf"
WORKER = """
import re, sys
from pathlib import Path
from extractors.extract import extract
path = Path(sys.argv[1])
extract(path.read_bytes(), path.name)
print(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
"""


@dataclass(frozen=True)
class Figure:
    """One measured value; `target` is the least wanted, or the most where `most` is set; None: no target."""

    name: str
    value: float
    unit: str
    target: float | None = None
    most: bool = False
    runs: int = 1
    note: str = ""

    @property
    def met(self) -> bool | None:
        """Whether the target is met, None where there is none."""
        if self.target is None:
            return None
        return self.value <= self.target if self.most else self.value >= self.target


def pdf_pages(runs: int, pages: int) -> Iterator[Figure]:
    """Born-digital PDF to tasks, pages a second: prose, ruled tables, and the corpus where present."""
    from extractors.extract import extract

    files = [("prose, generated", make_big.pdf(make_big.prose(pages)), 60.0)]
    files += [("ruled table, generated", make_big.pdf(make_big.ruled(pages)), 15.0)]
    for path in sorted(SHARED.glob("*.pdf")):
        files.append((f"corpus {path.stem}", path.read_bytes(), 15.0 if _ruled(path) else 60.0))
    for name, data, target in files:
        count, tasks = _pages(data), len(extract(data, "x.pdf").tasks)
        taken = seconds(lambda data=data: extract(data, "x.pdf"), runs)  # type: ignore[misc]
        yield Figure(f"PDF, {name}", count / taken, "pages/s", target, runs=runs, note=f"{count} pages, {tasks} tasks")


def _pages(data: bytes) -> int:
    import pypdfium2

    return len(pypdfium2.PdfDocument(data))


def _ruled(path: Path) -> bool:
    """Whether more than half of a PDF's pages carry a ruled table."""
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        return sum(bool(page.find_tables()) for page in pdf.pages) * 2 > len(pdf.pages)


def text_speed(runs: int, characters: int) -> Iterator[Figure]:
    """Document to tasks, characters a second, and how the time grows when the text doubles."""
    from extractors.extract import extract_document
    from extractors.read import read_document

    times = {}
    for size in (characters // 2, characters):
        document = read_document(make_big.text(size).encode(), "x.txt")
        times[len(document.text)] = seconds(lambda document=document: extract_document(document), runs)  # type: ignore[misc]
    (small, fast), (large, slow) = times.items()
    yield Figure("text, Document to tasks", large / slow / 1e6, "million characters/s", 0.5, runs=runs)
    growth = (slow / fast) / (large / small)
    yield Figure("text, time per character when doubled", growth, "times", 1.25, most=True, runs=runs, note="1: linear")


def finders(runs: int) -> Iterator[Figure]:
    """The unit, deadline and reference finders alone, and the spaCy pipeline around them."""
    from extractors.deadlines import find_deadlines
    from extractors.mentions import pipeline
    from extractors.references import find_references
    from extractors.units import Place, find_units
    from gazetteers.units import load

    text, gazetteer, place = make_big.text(100_000), load(), Place("Lam Khê", None)
    nlp = pipeline(place, "2026-02-05")
    works: list[tuple[str, Callable[[], object]]] = [
        ("units", lambda: find_units(text, gazetteer, place)),
        ("deadlines", lambda: find_deadlines(text, "2026-02-05")),
        ("references", lambda: find_references(text)),
        ("spaCy pipeline of all mentions", lambda: nlp(text)),
    ]
    for name, work in works:
        yield Figure(f"find {name}", len(text) / seconds(work, runs) / 1e6, "million characters/s", runs=runs)


def cold_start(runs: int) -> Iterator[Figure]:
    """`giaoviec extract` on a text file from a cold process, by the clock and in processor time."""
    command = [machine.command_line(), "extract", str(ROOT / "data" / "raw" / "cong-van.txt"), "--format", "json"]
    env = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}

    def start() -> None:
        subprocess.run(command, check=True, capture_output=True, env=env)

    name = "giaoviec extract, text file, cold"
    yield Figure(name, seconds(start, runs, time.perf_counter), "s", 1.5, most=True, runs=runs)
    yield Figure(f"{name}, processor time", seconds(start, runs, machine.children_time), "s", runs=runs)


def memory(pages: int) -> Iterator[Figure]:
    """Peak resident memory of a process that extracts one large PDF."""
    with tempfile.TemporaryDirectory() as folder:
        for name, sample in (("prose", make_big.prose(pages)), ("ruled table", make_big.ruled(pages))):
            path = Path(folder) / f"{sample.name}.pdf"
            path.write_bytes(make_big.pdf(sample))
            done = subprocess.run([sys.executable, "-c", WORKER, str(path)], check=True, capture_output=True, text=True)
            note = f"{_pages(path.read_bytes())} pages"
            yield Figure(f"peak memory, {name}", int(done.stdout) / 1024, "MB", 400, most=True, note=note)


def prefect_share() -> Iterator[Figure]:
    """What the orchestrator adds to a run of 100 documents, as `benchmarks.prefect_share` measured it last."""
    result = machine.read("prefect_share")
    if "share" in result:
        name = f"Prefect's share of the wall time, {result['documents']} documents"
        yield Figure(name, 100 * result["share"], "%", 15, most=True, runs=result["runs"])


def shown(figure: Figure) -> str:
    """One line for the terminal."""
    sign = "≤" if figure.most else "≥"
    target = "" if figure.target is None else f"  target {sign} {figure.target:g}  {'ok' if figure.met else 'MISSED'}"
    return f"{figure.name:48}{figure.value:10.2f} {figure.unit:22}{target}  {figure.note}"


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--quick", action="store_true", help="small files, one run, nothing written")
    given = parser.parse_args()
    runs, pages, characters = (1, 6, 50_000) if given.quick else (given.runs, 60, 1_000_000)
    figures: list[Figure] = []
    parts = [pdf_pages(runs, pages), text_speed(runs, characters), finders(runs), cold_start(runs), memory(pages)]
    for part in [*parts, *([] if given.quick else [prefect_share()])]:
        for figure in part:
            print(shown(figure), flush=True)
            figures.append(figure)
    if not given.quick:
        record = machine.facts(f"python -m benchmarks.speed --runs {given.runs}")
        record["figures"] = [asdict(f) | {"value": round(f.value, 4), "met": f.met} for f in figures]
        print(f"written: {machine.write('speed', json.loads(json.dumps(record)))}")
        readme_tables.update()


if __name__ == "__main__":
    main()
