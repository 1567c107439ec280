"""`giaoviec deadline`: one text explained, many as JSON lines, wrong input told plainly."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pipeline.cli import build

KEYS = ["kind", "bound", "value", "due_from", "due_date", "due_time", "rrule", "event"]


def _run(*arguments: str, stdin: str = "") -> Result:
    return CliRunner().invoke(build(["deadline"]), ["deadline", *arguments], input=stdin)


def test_one_text_is_explained_in_vietnamese() -> None:
    done = _run("chậm nhất 10 ngày làm việc kể từ ngày ký", "--issued", "2026-02-10")
    assert done.exit_code == 0
    assert "Ngày cuối còn đúng hạn" in done.stdout
    assert "2026-03-03" in done.stdout


def test_and_in_english() -> None:
    done = _run("trước ngày 15/5", "--issued", "2026-02-10", "--lang", "en")
    assert "Last day that complies" in done.stdout
    assert "2026-05-14" in done.stdout


def test_no_deadline_is_said() -> None:
    assert "Không có thời hạn" in _run("kịp thời báo cáo").stdout


@pytest.mark.parametrize(
    "arguments", [[], ["  "], ["trước ngày 15/5", "--issued", "15/5/2026"], ["--jsonl", "missing.jsonl"]]
)
def test_wrong_use_ends_with_2_and_a_plain_word(arguments: list[str]) -> None:
    done = _run(*arguments)
    assert done.exit_code == 2
    assert "Traceback" not in done.output


def test_many_lines(tmp_path: Path) -> None:
    asked = [
        {"text": "Trước ngày 15/6; trước ngày 15/12", "issued": "2026-01-05"},
        {"text": "Quyết định số 749/QĐ-TTg ngày 03/6/2020", "issued": "2026-01-05"},
        {"text": "Hằng tháng hoặc theo yêu cầu"},
    ]
    file = tmp_path / "asked.jsonl"
    file.write_text("\n".join(json.dumps(a, ensure_ascii=False) for a in asked), encoding="utf-8")
    done = _run("--jsonl", str(file))
    first, trap, monthly = (json.loads(line) for line in done.stdout.splitlines())
    assert done.exit_code == 0
    assert (first["due_date"], [o["due_date"] for o in first["others"]]) == ("2026-06-14", ["2026-12-14"])
    assert [trap[key] for key in KEYS] == ["none", *[None] * 7]
    assert (monthly["rrule"], monthly["event"]) == ("FREQ=MONTHLY", "theo yêu cầu")


def test_a_bad_line_is_told_and_the_rest_goes_on() -> None:
    done = _run("--jsonl", "-", stdin='not json\n[1]\n{"text": 5}\n\n{"text": "Quý II/2026", "issued": "2026-01"}\n')
    answers = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    assert done.exit_code == 1
    assert [a["kind"] for a in answers] == ["none", "none", "none", "quarter"]


@pytest.mark.parametrize(("kind", "expected"), [("field", "year"), ("task", "none")])
def test_the_same_words_as_field_and_as_task(kind: str, expected: str) -> None:
    line = json.dumps({"text": "Năm 2026", "issued": "2026-01-05"})
    assert json.loads(_run("--jsonl", "-", "--as", kind, stdin=line).stdout)["kind"] == expected
