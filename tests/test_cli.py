"""The command as a user meets it: exit codes, clean stdout, plain errors; and that it starts fast."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.cli_extract import cell
from pipeline.version import pipeline_version

ROOT = Path(__file__).parents[1]
LETTER = """ỦY BAN NHÂN DÂN
TỈNH LÂM ĐỒNG
Số: 512/UBND-VX

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Lâm Đồng, ngày 02 tháng 3 năm 2026

V/v tăng cường phòng, chống dịch bệnh

Kính gửi: Các sở, ban, ngành.

Chủ tịch Ủy ban nhân dân tỉnh yêu cầu:

1. Sở Y tế chủ trì, phối hợp với Sở Tài chính xây dựng kế hoạch phòng, chống dịch, hoàn thành trước ngày 15/5/2026.

2. Sở Giáo dục và Đào tạo chỉ đạo các trường học vệ sinh lớp học, báo cáo kết quả trong tháng 6/2026.
"""


def giaoviec(*arguments: object, cwd: Path = ROOT, **env: str) -> subprocess.CompletedProcess[str]:
    surroundings = {k: v for k, v in os.environ.items() if not k.startswith(("GIAOVIEC_", "PREFECT_"))}
    return subprocess.run(
        [sys.executable, "-m", "pipeline", *map(str, arguments)],
        cwd=cwd,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        env={**surroundings, "PYTHONPATH": str(ROOT), **env},
    )


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "công văn.txt"
    path.write_text(LETTER, encoding="utf-8")
    return path


def test_help_lists_commands_and_exit_codes() -> None:
    shown = giaoviec("--help")
    assert shown.returncode == 0
    for word in ("run", "extract", "explain", "Exit codes"):
        assert word in shown.stdout
    assert "Examples" in giaoviec("run", "--help").stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("run", "/no/such/file"),
        ("extract", "/no/such/file"),
        ("nonsense",),
        ("run",),
        ("extract", "x", "--format", "xml"),
    ],
)
def test_wrong_usage_is_2_and_says_what_was_wrong(arguments: tuple[str, ...]) -> None:
    shown = giaoviec(*arguments)
    assert shown.returncode == 2
    assert shown.stderr.strip()
    assert "Traceback" not in shown.stderr


def test_extract_json_is_clean_and_whole(letter: Path) -> None:
    shown = giaoviec("extract", letter, "--format", "json", LC_ALL="C", PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert (shown.returncode, shown.stderr) == (0, "")
    [document] = json.loads(shown.stdout)
    assert document["source_name"] == "công văn.txt"
    assert document["number_symbol"] == "512/UBND-VX"
    assert [t["lead_names"] for t in document["tasks"]] == [["Sở Y tế"], ["Sở Giáo dục và Đào tạo"]]
    assert document["tasks"][0]["due_date"] == "2026-05-14"


def test_extract_csv_has_a_line_a_task(letter: Path) -> None:
    shown = giaoviec("extract", letter, "-f", "csv")
    rows = list(csv.DictReader(io.StringIO(shown.stdout)))
    assert [r["lead_names"] for r in rows] == ["Sở Y tế", "Sở Giáo dục và Đào tạo"]
    assert rows[0]["deadline_kind"] == "date"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+84", "'+84"),
        ("-1", "'-1"),
        ("@a", "'@a"),
        ("\t=1", "'\t=1"),
        ("1-2", "1-2"),
        (["-1", "b"], "'-1; b"),
        (["a", None, "b"], "a; b"),
        (None, ""),
        (True, "true"),
        (-3, "-3"),
        (0.5, "0.5"),
    ],
)
def test_csv_cells_are_never_formulas(value: object, text: str) -> None:
    assert cell(value) == text


def test_extract_names_file_reason_and_goes_on(letter: Path, tmp_path: Path) -> None:
    empty = tmp_path / "rỗng.pdf"
    empty.touch()
    shown = giaoviec("extract", empty, letter, "-f", "json")
    assert shown.returncode == 1
    assert "rỗng.pdf" in shown.stderr
    assert [d["status"] for d in json.loads(shown.stdout)] == ["failed", "ok"]
    assert "Traceback" not in shown.stderr


def test_extract_table_and_explain_show_the_tasks(letter: Path) -> None:
    shown = giaoviec("extract", letter)
    assert "Sở Y tế" in shown.stdout
    assert "14/05/2026" in shown.stdout
    told = giaoviec("explain", letter, "--lang", "en")
    assert "trước ngày 15/5/2026" in told.stdout
    assert "Confidence" in told.stdout


def test_a_closed_pipe_is_no_error(letter: Path) -> None:
    command = f'"{sys.executable}" -m pipeline extract "{letter}" -f json | head -c 10'
    shown = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert "Traceback" not in shown.stderr
    assert "BrokenPipe" not in shown.stderr


def test_extract_loads_no_heavy_library(letter: Path) -> None:
    code = (
        "import sys; from pipeline.cli import build; sys.argv=['giaoviec','extract',sys.argv[1]]\n"
        "try: build(sys.argv[1:])()\n"
        "except SystemExit: pass\n"
        "print(sorted({'pandas','prefect','pyarrow','sqlalchemy','spacy','cv2','underthesea'} & set(sys.modules)))"
    )
    shown = subprocess.run(
        [sys.executable, "-c", code, str(letter)], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert shown.stdout.strip().splitlines()[-1] == "[]", shown.stdout + shown.stderr


def version_now() -> str:
    pipeline_version.cache_clear()
    return pipeline_version()


def test_run_without_prefect_summary_and_exit_code(letter: Path, tmp_path: Path) -> None:
    out, version = tmp_path / "out", version_now()
    shown = giaoviec("run", letter, "--out", out, "--no-prefect", "--workers", 1, cwd=tmp_path)
    assert shown.returncode == 0, shown.stderr
    for words in ("Kết quả", "Sở Y tế", "Nhiệm vụ", str(out)):
        assert words in shown.stdout
    (tmp_path / "hỏng.docx").write_bytes(b"PK\x03\x04 not a zip")
    shown = giaoviec("run", tmp_path / "hỏng.docx", letter, "--out", out, "--no-prefect", "--lang", "en", cwd=tmp_path)
    assert shown.returncode == 1
    assert "hỏng.docx" in shown.stdout
    assert "Traceback" not in shown.stdout + shown.stderr
    if version != version_now():
        pytest.skip("the program was edited between the two runs")
    assert "Nothing to do" in shown.stdout


@pytest.mark.parametrize(
    ("env", "code"),
    [
        ({"GIAOVIEC_WORKERS": "none"}, 2),
        ({"GIAOVIEC_LANG": "fr"}, 2),
        ({"GIAOVIEC_CATALOGUE": "sqlite:////no/such/x.db"}, 3),
    ],
)
def test_wrong_settings_are_named(letter: Path, tmp_path: Path, env: dict[str, str], code: int) -> None:
    shown = giaoviec("run", letter, "--out", tmp_path / "o", "--no-prefect", cwd=tmp_path, **env)
    if code == 3 and os.geteuid() == 0:
        return  # root may make any folder
    assert shown.returncode == code
    assert "GIAOVIEC_" in shown.stderr
    assert "Traceback" not in shown.stderr


def test_an_output_in_use_is_4(letter: Path, tmp_path: Path) -> None:
    from pipeline.lock import locked

    with locked(tmp_path / "o", 0):
        shown = giaoviec("run", letter, "--out", tmp_path / "o", "--no-prefect", cwd=tmp_path, GIAOVIEC_LOCK_WAIT="0")
    assert shown.returncode == 4
    assert str(os.getpid()) in shown.stderr


@pytest.mark.slow
def test_run_as_a_prefect_flow_and_without_its_server(letter: Path, tmp_path: Path) -> None:
    shown = giaoviec("run", letter, "--out", tmp_path / "a", cwd=tmp_path)
    assert shown.returncode == 0, shown.stderr
    assert "Prefect" not in shown.stderr
    shown = giaoviec("run", letter, "--out", tmp_path / "b", cwd=tmp_path, PREFECT_API_URL="http://127.0.0.1:9/api")
    assert shown.returncode == 0
    assert "PREFECT_API_URL" in shown.stderr
    assert "Sở Y tế" in shown.stdout


@pytest.mark.parametrize("command", [("extract",), ("run", "--no-prefect", "--out", "o")])
def test_a_malformed_lexicon_is_named_with_its_line_before_any_work(
    letter: Path, tmp_path: Path, command: tuple[str, ...]
) -> None:
    own = tmp_path / "own.csv"
    own.write_text("nonsense\n", encoding="utf-8")
    shown = giaoviec(command[0], letter, *command[1:], cwd=tmp_path, GIAOVIEC_UNITS=str(own))
    assert shown.returncode == 3, shown.stderr
    assert "own.csv" in shown.stderr
    assert "Traceback" not in shown.stderr
