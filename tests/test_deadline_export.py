"""Deadlines in other programs' forms: TIMEX3, ISO 8601 intervals, RFC 5545."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from extractors.deadlines import due_timex, iso_interval, main_first, read_deadline, rfc5545
from extractors.models import Deadline

NOW = "2026-03-10"


def _read(text: str) -> Deadline:
    return read_deadline(text, NOW)[0]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("trước ngày 15/5/2026", "DATE", "2026-05-15"),
        ("trước 17h00 ngày 15/5/2026", "TIME", "2026-05-15T17:00"),
        ("trong tháng 5/2026", "DATE", "2026-05"),
        ("Quý II/2026", "DATE", "2026-Q2"),
        ("6 tháng đầu năm 2026", "DATE", "2026-H1"),
        ("giai đoạn 2026-2030", "DURATION", "P5Y"),
        ("từ ngày 15 đến 20/4/2026", "DURATION", "P6D"),
        ("tháng 5, 6/2026", "DURATION", "P2M"),
        ("hằng tháng", "SET", "P1M"),
        ("hằng quý", "SET", "P3M"),
        ("02 lần/năm", "SET", "P6M"),
        ("trước ngày 25 hằng tháng", "SET", "XXXX-XX-24"),
        ("thứ Sáu hằng tuần", "SET", "XXXX-WXX-5"),
        ("trước ngày 15/12 hằng năm", "SET", "XXXX-12-14"),
        ("trong thời hạn 15 ngày kể từ ngày nhận được văn bản", "DURATION", "P15D"),
    ],
)
def test_timex(text: str, kind: str, value: str) -> None:
    timex = due_timex(_read(text))
    assert timex is not None
    assert (timex.type, timex.value) == (kind, value)


@pytest.mark.parametrize("text", ["Thường xuyên", "Sau khi có hướng dẫn của Bộ Công an"])
def test_what_timex_does_not_tag(text: str) -> None:
    assert due_timex(_read(text)) is None


def test_tag_is_escaped() -> None:
    timex = due_timex(_read("Quý II/2026"))
    assert timex is not None
    assert timex.tag("<Quý> & II") == '<TIMEX3 type="DATE" value="2026-Q2">&lt;Quý&gt; &amp; II</TIMEX3>'


@pytest.mark.parametrize(
    ("text", "interval"),
    [
        ("trước ngày 15/5/2026", "../2026-05-14"),
        ("trước 17h00 ngày 15/5/2026", "../2026-05-15T17:00"),
        ("Quý II/2026", "2026-04-01/2026-06-30"),
        ("từ đầu năm 2027", "2027-01-01/.."),
        ("trong vòng 10 ngày", "P10D"),
        ("Thường xuyên", None),
    ],
)
def test_interval(text: str, interval: str | None) -> None:
    assert iso_interval(_read(text)) == interval


def test_a_day_ends_with_that_day() -> None:
    todo = rfc5545(_read("trước ngày 15/5/2026"), "Báo cáo; gửi UBND", "u1", datetime(2026, 3, 10, 8))
    assert todo is not None
    assert todo.split("\r\n") == [
        "BEGIN:VTODO",
        "UID:u1",
        "DTSTAMP:20260310T080000Z",
        "DUE;VALUE=DATE:20260515",
        "SUMMARY:Báo cáo\\; gửi UBND",
        "END:VTODO",
        "",
    ]


def test_a_clock_is_local_time() -> None:
    assert "DUE;TZID=Asia/Ho_Chi_Minh:20260515T170000" in (rfc5545(_read("trước 17h00 ngày 15/5/2026")) or "")


def test_a_recurrence_needs_its_start() -> None:
    monthly = _read("trước ngày 25 hằng tháng")
    assert rfc5545(monthly) is None
    todo = rfc5545(monthly, start=date(2026, 4, 24)) or ""
    assert "RRULE:FREQ=MONTHLY;BYMONTHDAY=24\r\n" in todo
    assert "DTSTART;VALUE=DATE:20260424\r\n" in todo


def test_long_lines_are_folded_between_letters() -> None:
    todo = rfc5545(_read("trước ngày 15/5/2026"), "đề nghị " * 40) or ""
    assert all(len(line.encode()) <= 75 for line in todo.split("\r\n"))
    assert "đề nghị đề nghị" in todo.replace("\r\n ", "")


@pytest.mark.parametrize(
    "text",
    ["hằng tháng", "trước ngày 25 hằng tháng", "ngày 15 tháng cuối quý", "02 lần/năm", "thứ Sáu hằng tuần",
     "trước ngày 01 hằng tháng", "tháng 6 và tháng 12 hằng năm", "định kỳ hằng quý, 6 tháng, năm", "hằng ngày"],
)  # fmt: skip
def test_every_rule_is_one_that_others_read(text: str) -> None:
    from dateutil.rrule import rrulestr

    for found in main_first(read_deadline(text, NOW)):
        assert found.rrule is not None
        days = rrulestr(found.rrule, dtstart=datetime(2026, 1, 1))[:3]
        assert len(days) == 3
