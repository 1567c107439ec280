"""Deadline phrases: what they mean, which are none, and that writing them otherwise changes nothing."""

from __future__ import annotations

import json
import re
import time
import unicodedata
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.deadlines import find_deadlines, main_first, read_deadline, read_issued, task_deadlines
from extractors.deadlines.workdays import solar
from extractors.models import Deadline
from gazetteers.fold import bare

ROOT = Path(__file__).parents[1]
PUBLIC = ROOT / "benchmarks" / "data" / "deadline_phrases.jsonl"
GOLD = ROOT.parent / "shared" / "gold"
NOW = "2026-03-10"
DAYS = st.dates(date(2015, 1, 1), date(2035, 12, 31))


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _main(text: str, issued: str | date | None = NOW) -> Deadline | None:
    found = main_first(find_deadlines(text, issued))
    return found[0] if found else None


def _answer(found: Deadline | None) -> tuple[str, str | None, str | None, str | None]:
    if found is None:
        return ("none", None, None, None)
    return (str(found.kind), found.due_date.isoformat() if found.due_date else None, found.due_time, found.rrule)


@pytest.mark.parametrize("row", _rows(PUBLIC), ids=lambda r: r["text"][:40])
def test_public_phrase(row: dict[str, Any]) -> None:
    found = _main(row["text"], row["issued"])
    assert _answer(found) == (row["kind"], row["due_date"], row["due_time"], row["rrule"])
    if found is not None:
        assert found.bound == row["bound"] or (found.bound == "within" and row["bound"] is None)


def test_public_list_is_large_and_mixed() -> None:
    rows = _rows(PUBLIC)
    assert len(rows) >= 300
    assert sum(r["kind"] == "none" for r in rows) >= 60
    assert {r["kind"] for r in rows} == {
        "date",
        "month",
        "quarter",
        "half_year",
        "year",
        "period",
        "duration",
        "recurring",
        "ongoing",
        "event",
        "none",
    }


@pytest.mark.skipif(not GOLD.exists(), reason="the reference documents are not here")
def test_phrases_of_the_reference_documents() -> None:
    rows = _rows(GOLD / "phrases" / "deadlines.jsonl")
    wrong = [
        r["text"]
        for r in rows
        if _answer(_main(r["text"], r["issued"])) != (r["kind"], r["due_date"], r["due_time"], r["rrule"])
    ]
    invented = [r["text"] for r in rows if r["kind"] == "none" and find_deadlines(r["text"], r["issued"])]
    assert len(wrong) <= 0.02 * len(rows), wrong
    assert not invented


@pytest.mark.parametrize(
    ("text", "value", "first", "bound"),
    [
        ("trước ngày 15/5/2026", "2026-05-15", None, "before"),
        ("trước 17h00 ngày 28/10/2026", "2026-10-28", None, "before"),
        ("trong tháng 05/2026", "2026-05", "2026-05-01", "within"),
        ("trước quý III/2026", "2026-Q3", None, "before"),
        ("Quý II năm 2026", "2026-Q2", "2026-04-01", "within"),
        ("6 tháng đầu năm 2026", "2026-H1", "2026-01-01", "within"),
        ("Năm 2026", "2026", "2026-01-01", "within"),
        ("từ đầu năm 2027", "2027", "2027-01-01", "from"),
        ("sau ngày 30/6/2026", "2026-06-30", "2026-07-01", "from"),
        ("từ ngày 15 đến 20/4/2026", "2026-04-15/2026-04-20", "2026-04-15", "within"),
        ("giai đoạn 2026-2030", "2026/2030", "2026-01-01", "within"),
        ("15 ngày làm việc kể từ ngày nhận được văn bản", "P15D", None, "within"),
        ("tuần 23 năm 2026", "2026-W23", "2026-06-01", "within"),
    ],
)
def test_value_window_and_bound(text: str, value: str, first: str | None, bound: str) -> None:
    found = _main(text)
    assert found is not None
    assert (found.value, found.due_from and found.due_from.isoformat(), found.bound) == (value, first, bound)


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Sau khi có hướng dẫn của Bộ Công an", "có hướng dẫn của Bộ Công an"),
        ("trước kỳ họp thường lệ cuối năm 2026 của HĐND tỉnh", "kỳ họp thường lệ cuối năm 2026 của HĐND tỉnh"),
        ("Theo tiến độ dự án", "tiến độ dự án"),
        ("Hằng tháng hoặc theo yêu cầu", "theo yêu cầu"),
        ("định kỳ hằng quý và đột xuất", "đột xuất"),
        ("trong thời hạn 15 ngày kể từ ngày nhận được văn bản", "kể từ ngày nhận được văn bản"),
    ],
)
def test_event(text: str, event: str) -> None:
    found = _main(text)
    assert found is not None
    assert found.event == event


@pytest.mark.parametrize(
    ("text", "issued", "flags"),
    [
        ("trước ngày 25/4", NOW, (True, False, None)),
        ("trước ngày 25/4/2026", NOW, (False, False, None)),
        ("cuối tháng 4/2026", NOW, (False, True, None)),
        ("trước ngày 31/6/2026", NOW, (False, False, "impossible")),
        ("tháng 13/2026", NOW, (False, False, "impossible")),
        ("trước ngày 20/02/2026", NOW, (False, False, "past")),
        ("thứ Hai, ngày 20/3/2026", NOW, (False, False, "weekday")),
        ("trước ngày 25/4", None, (True, False, "no_year")),
        ("trong ngày", "2026-03", (True, False, "no_day")),
    ],
)
def test_flags(text: str, issued: str | None, flags: tuple[bool, bool, str | None]) -> None:
    found = _main(text, issued)
    assert found is not None
    assert (found.inferred, found.fuzzy, found.problem) == flags


@pytest.mark.parametrize("text", ["Quý Ï/2026", "Quý l năm 2026", "tháng O5/2026", "trước ngày l5/6/2026"])
def test_misread_digits_are_read_flagged_and_less_sure(text: str) -> None:
    found = _main(text)
    assert found is not None
    assert found.rule.endswith(":ocr")
    assert found.confidence is not None and found.confidence < 0.75


# one task's own words: its own deadline, or none
TASKS = [
    ("Tham mưu phương án bố trí kinh phí; hoàn thành trước ngày 25/4/2026.", "2026-04-24"),
    (
        "Xây dựng Đề án du lịch giai đoạn 2026-2030, tầm nhìn đến năm 2045, trình UBND tỉnh trong Quý II/2026.",
        "2026-06-30",
    ),
    (
        "Trên cơ sở Nghị quyết số 202/2025/QH15 ngày 12/6/2025, báo cáo UBND tỉnh trước ngày 15 tháng 4 năm 2026.",
        "2026-04-14",
    ),
    ("Hoàn thành chỉ tiêu trồng rừng năm 2026 được giao.", None),
    ("Phấn đấu đến hết năm 2030 tỷ lệ hộ nghèo giảm còn dưới 1%.", None),
    ("Tập trung hoàn thành các nhiệm vụ có thời hạn trong quý II/2026 theo Chương trình công tác.", None),
    ("Tính đến ngày 28/02/2026, còn 12 dự án chưa giải ngân; yêu cầu chủ đầu tư khẩn trương triển khai.", None),
    ("Chịu trách nhiệm trước Chủ tịch UBND tỉnh về kết quả thực hiện.", None),
    ("Thường xuyên theo dõi, kiểm tra, đôn đốc các đơn vị thực hiện.", None),
    ("Nâng cao chất lượng công tác tiếp công dân định kỳ và đột xuất.", None),
    ("Xây dựng lộ trình chuyển đổi phương tiện xanh đến năm 2030, hoàn thành trong năm 2026.", "2026-12-31"),
    ("Phối hợp tổ chức Hội nghị sơ kết 6 tháng đầu năm 2026.", None),
    ("Khởi công dự án trước ngày 19/8/2026 để chào mừng Quốc khánh 2/9.", "2026-08-18"),
    ("Tham mưu tổng kết 05 năm thực hiện Nghị quyết số 10-NQ/TU giai đoạn 2021 - 2025.", None),
    ("Đến năm 2030, hoàn thành mục tiêu phổ cập.", None),
    ("Khắc phục ngay các tồn tại, hạn chế sau kiểm tra.", None),
    ("Rà soát, báo cáo UBND tỉnh trong tháng 6.", "2026-06-30"),
    ("Gửi Sở Nội vụ (trước 20/4/2026) để tổng hợp.", "2026-04-19"),
]


@pytest.mark.parametrize(("text", "due"), TASKS)
def test_task_deadline(text: str, due: str | None) -> None:
    found = task_deadlines(text, NOW)
    assert (found[0].due_date.isoformat() if found and found[0].due_date else None) == due
    assert bool(found) == (due is not None)


def _task_cases() -> list[tuple[str, str, str]]:
    issued, cases = "", []
    for line in (Path(__file__).parent / "deadline_tasks.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("@"):
            issued = line[1:]
        elif line and not line.startswith("#"):
            text, _, expected = line.rpartition(" => ")
            cases.append((issued, text, expected))
    return cases


@pytest.mark.parametrize(("issued", "text", "expected"), _task_cases())
def test_task_as_written_elsewhere(issued: str, text: str, expected: str) -> None:
    found = task_deadlines(text, issued)
    day = str(found[0].rrule or found[0].due_date or "-") if found else ""
    assert (f"{found[0].kind} {day}" if found else "none") == expected


@pytest.mark.parametrize(
    ("text", "rrule"),
    [
        ("Định kỳ trước ngày 20 hằng tháng báo cáo kết quả về Sở Nội vụ.", "FREQ=MONTHLY;BYMONTHDAY=19"),
        ("Hằng tháng, báo cáo kết quả về Sở Nội vụ trước ngày 20 để tổng hợp.", "FREQ=MONTHLY;BYMONTHDAY=19"),
        ("Hằng quý tổ chức kiểm tra công tác cải cách hành chính.", "FREQ=MONTHLY;INTERVAL=3"),
        ("Gửi báo cáo trước 16 giờ 00 phút thứ Sáu hằng tuần.", "FREQ=WEEKLY;BYDAY=FR"),
    ],
)
def test_task_recurrence(text: str, rrule: str) -> None:
    assert task_deadlines(text, NOW)[0].rrule == rrule


@pytest.mark.skipif(not GOLD.exists(), reason="the reference documents are not here")
def test_tasks_of_the_reference_documents() -> None:
    for name in ("congvan-2025", "kehoach-2026", "thongbao-ket-luan-2026"):
        head = json.loads((GOLD / f"{name}.document.json").read_text(encoding="utf-8"))
        issued = head.get("issued_date") or head.get("issued")
        for row in _rows(GOLD / f"{name}.jsonl"):
            gold = row["deadline"]
            if row["deadline_lenient"] or row["origin"] != "body" or (gold["text"] or "") not in row["text"]:
                continue
            kind, due, clock, rrule = _answer(next(iter(task_deadlines(row["text"], issued)), None))
            assert kind in gold["kind_any"], row["text"]
            assert (due, clock, rrule) == (gold["due_date"], gold["due_time"], gold["rrule"]), row["text"]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Trước 15/6; trước 15/12", ["date", "date"]),
        ("Trước ngày 15/6 và 15/12/2026", ["date", "date"]),
        ("Hằng tháng, quý, năm", ["recurring"] * 3),
        ("Hoàn thành trong Quý I/2026; duy trì thường xuyên", ["quarter", "ongoing"]),
        ("Thường xuyên, hoàn thành trước 31/12/2026", ["date", "ongoing"]),
        ("Tháng 4, 7, 10/2026", ["month"] * 3),
        ("Theo Kế hoạch số 48/KH-BCĐ", ["event"]),
        ("15 ngày", ["duration"]),
        ("15 June 2026", ["date"]),
        ("nt", []),
        ("Như trên", []),
        ("", []),
        ("-", []),
        ("Đã hoàn thành", []),
        ("Thực hiện ngay", []),
    ],
)
def test_field(text: str, kinds: list[str]) -> None:
    assert [str(d.kind) for d in read_deadline(text, NOW)] == kinds


# --- written otherwise -------------------------------------------------------------------------------------------

WRITTEN = [
    "trước ngày 20/5/2026",
    "trong quý II/2026",
    "chậm nhất 17 giờ 30 phút ngày 20/5/2026",
    "trước ngày 25 hằng tháng",
    "6 tháng đầu năm 2026",
    "từ ngày 15/3/2026 đến ngày 30/4/2026",
    "sau khi có hướng dẫn của Bộ Công an",
    "trong thời hạn mười ngày làm việc kể từ ngày ký",
    "Thường xuyên, liên tục",
    "Quý I, II năm 2026",
]
CHANGES = {
    "nfd": lambda t: unicodedata.normalize("NFD", t),
    "capitals": str.upper,
    "lines": lambda t: t.replace(" ", "\n", 2),
    "blanks": lambda t: t.replace(" ", "  \u00a0"),
    "bold": lambda t: f"**{t}**",
    "inner bold": lambda t: t.replace(" ", "** ", 1).replace(" ", " **", 1),
    "html": lambda t: f"<p><i>{t}</i></p>",
    "note": lambda t: f"{t}<sup>1</sup>",
    "zero width": lambda t: t.replace(" ", "\u200b ", 1),
    "stop": lambda t: t + ".",
    "no diacritics": bare,
    "glued": lambda t: re.sub(r" (?=(?:ngày|tháng|quý|năm)\b)", "", t),
    "one horn of two": lambda t: t.replace("ướ", "uớ").replace("ườ", "uờ"),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("text", WRITTEN)
def test_writing_changes_nothing(text: str, change: str) -> None:
    written = CHANGES[change](text)
    plain, found = find_deadlines(text, NOW), find_deadlines(written, NOW)
    assert [_answer(d) for d in found] == [_answer(d) for d in plain]
    for d in found:
        assert 0 <= d.start < d.end <= len(written)


def test_offsets_are_those_of_the_given_text() -> None:
    text = unicodedata.normalize("NFD", "Báo cáo UBND tỉnh **trước ngày 20/5/2026** theo quy định.")
    found = find_deadlines(text, NOW)[0]
    assert unicodedata.normalize("NFC", text[found.start : found.end]) == "trước ngày 20/5/2026"


def test_offsets_of_words_that_stood_together() -> None:
    text = "Báo cáo UBND tỉnh **trướcngày** 20/5/2026, trong quýII/2026."
    assert [text[d.start : d.end] for d in find_deadlines(text, NOW)] == ["trướcngày** 20/5/2026", "trong quýII/2026"]


def test_blank_day_is_no_deadline() -> None:
    assert not find_deadlines("Hà Nội, ngày     tháng 5 năm 2026", "2026-05")
    assert not find_deadlines("trước ngày    /5/2026, báo cáo kết quả", "2026-05")


# --- property tests: from a date to a phrase and back -------------------------------------------------------------

FORMS = [
    lambda d: f"ngày {d.day}/{d.month}/{d.year}",
    lambda d: f"ngày {d.day:02d}/{d.month:02d}/{d.year}",
    lambda d: f"ngày {d.day}-{d.month}-{d.year}",
    lambda d: f"ngày {d.day:02d}.{d.month:02d}.{d.year}",
    lambda d: f"ngày {d.day} tháng {d.month} năm {d.year}",
    lambda d: f"ngày {d.day:02d} tháng {d.month:02d} năm {d.year}",
    lambda d: f"ngày {d.day} tháng {d.month}/{d.year}",
    lambda d: f"{d.day}/{d.month}/{d.year}",
    lambda d: d.isoformat(),
]
LEADS = {
    "trước": -1,
    "chậm nhất": 0,
    "chậm nhất là": 0,
    "không muộn hơn": 0,
    "đến hết": 0,
    "hoàn thành trước": -1,
    "xong trước": -1,
    "trong": 0,
}


@given(day=DAYS, form=st.sampled_from(FORMS), lead=st.sampled_from(sorted(LEADS)))
def test_round_trip_of_a_day(day: date, form: Any, lead: str) -> None:
    found = find_deadlines(f"{lead} {form(day)}", day - timedelta(days=20))
    assert [d.due_date for d in found] == [day + timedelta(days=LEADS[lead])]


@given(
    day=DAYS,
    hour=st.integers(0, 23),
    minute=st.integers(0, 59),
    form=st.sampled_from(
        ["{h}h{m:02d}", "{h} giờ {m:02d} phút", "{h}:{m:02d}", "{h:02d}h{m:02d}", "{h}g{m:02d}", "{h}h{m:02d}'"]
    ),
)
def test_round_trip_of_a_clock(day: date, hour: int, minute: int, form: str) -> None:
    text = f"trước {form.format(h=hour, m=minute)} ngày {day.day}/{day.month}/{day.year}"
    found = find_deadlines(text, day - timedelta(days=20))
    assert [(d.due_date, d.due_time) for d in found] == [(day, f"{hour:02d}:{minute:02d}")]


@given(
    year=st.integers(2015, 2035),
    quarter=st.integers(1, 4),
    form=st.sampled_from(
        ["trong quý {r}/{y}", "Quý {r} năm {y}", "quý {q}/{y}", "trong quý {w} năm {y}", "Q{q}/{y}", "quý {r} - {y}"]
    ),
)
def test_round_trip_of_a_quarter(year: int, quarter: int, form: str) -> None:
    roman, word = ("I", "II", "III", "IV")[quarter - 1], ("một", "hai", "ba", "tư")[quarter - 1]
    found = find_deadlines(form.format(r=roman, q=quarter, w=word, y=year), date(year, 1, 1))
    assert [(str(d.kind), d.value) for d in found] == [("quarter", f"{year}-Q{quarter}")]
    assert found[0].due_date is not None and found[0].due_date + timedelta(1) == (
        date(year + quarter // 4, quarter * 3 % 12 + 1, 1)
    )


@given(day=st.integers(2, 28), every=st.sampled_from(["hằng tháng", "hàng tháng", "mỗi tháng"]))
def test_round_trip_of_a_monthly_day(day: int, every: str) -> None:
    assert [d.rrule for d in find_deadlines(f"trước ngày {day:02d} {every}", NOW)] == [
        f"FREQ=MONTHLY;BYMONTHDAY={day - 1}"
    ]


@given(issued=DAYS, ahead=st.integers(0, 300))
def test_a_year_left_out_is_never_long_past(issued: date, ahead: int) -> None:
    day = issued + timedelta(days=ahead)
    found = find_deadlines(f"chậm nhất ngày {day.day}/{day.month}", issued)
    assert [d.due_date for d in found] == [day]
    assert found[0].inferred


@settings(max_examples=300)
@given(st.text(alphabet="trướcngàytháng quýnămhằng0123456789/-.,;()<>*IVhH:\n%", max_size=60))
def test_any_text_is_read_without_an_error(text: str) -> None:
    for read in (find_deadlines, read_deadline, task_deadlines):
        for found in read(text, NOW):
            assert 0 <= found.start < found.end <= len(text)


@pytest.mark.parametrize("issued", [None, "", "abc", "2026", "2026-13", "2026-02-30", "20/5/2026"])
def test_any_issue_date_is_taken(issued: str | None) -> None:
    assert find_deadlines("trước ngày 20/5/2026", issued)[0].due_date == date(2026, 5, 19)
    assert read_issued(issued).first in (None, date(2026, 1, 1))


HOSTILE = [
    "1/",
    "1",
    "trước ",
    "ngày 1 ",
    "tháng 5, ",
    "2026-2030 ",
    "hằng tháng, ",
    " ",
    "sau khi ",
    "<",
    "<p ",
    "1.",
    "quý I, ",
    "trước 17h00 ",
    "trong thời hạn 5 ngày kể từ ",
    "\u0301",
    "a\u0301",
    "**",
    "l1",
    "định kỳ ",
]


@pytest.mark.slow
@pytest.mark.parametrize("piece", HOSTILE)
def test_time_is_linear_on_hostile_text(piece: str) -> None:
    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        start = time.process_time()
        find_deadlines(text, NOW)
        return time.process_time() - start

    seconds(2000)
    assert seconds(40000) < 8 * seconds(10000) + 0.2


@pytest.mark.parametrize(
    ("lunar", "day"),
    [
        ((2026, 3, 10), date(2026, 4, 26)),
        ((2030, 1, 1), date(2030, 2, 2)),  # a day before the Chinese one: the sun is read at Hà Nội
        ((2007, 1, 1), date(2007, 2, 17)),
        ((2025, 12, 30), None),  # a month of 29 days
        ((2026, 13, 1), None),
    ],
)
def test_lunar_days_are_those_of_viet_nam(lunar: tuple[int, int, int], day: date | None) -> None:
    assert solar(*lunar) == day
