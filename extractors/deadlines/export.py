"""Deadlines in the forms other programs read: TIMEX3 tags, ISO 8601 intervals, RFC 5545 components."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from extractors.models import Bound, Deadline, DeadlineKind

_BY = re.compile(r"(FREQ|INTERVAL|BYMONTH|BYMONTHDAY|BYDAY)=([^;]+)")
_PERIODS = {
    ("DAILY", 1): "P1D",
    ("WEEKLY", 1): "P1W",
    ("MONTHLY", 1): "P1M",
    ("MONTHLY", 3): "P3M",
    ("MONTHLY", 6): "P6M",
    ("YEARLY", 1): "P1Y",
}
_DAYS = {"MO": 1, "TU": 2, "WE": 3, "TH": 4, "FR": 5, "SA": 6, "SU": 7}


@dataclass(frozen=True, slots=True)
class Timex:
    """A TIMEX3 tag's attributes. Direction, last complying day and event have no place in it (see `Deadline`)."""

    type: str  # DATE, TIME, DURATION, SET
    value: str
    quant: str | None = None  # EVERY, for a SET
    begin: str | None = None  # TIMEX3 value of the beginPoint, for a range
    end: str | None = None

    def tag(self, text: str) -> str:
        """The tag around its text."""
        from xml.sax.saxutils import escape, quoteattr

        pairs = [
            ("type", self.type),
            ("value", self.value),
            ("quant", self.quant),
            ("beginPoint", self.begin),
            ("endPoint", self.end),
        ]
        attributes = "".join(f" {name}={quoteattr(value)}" for name, value in pairs if value is not None)
        return f"<TIMEX3{attributes}>{escape(text)}</TIMEX3>"


def due_timex(deadline: Deadline) -> Timex | None:
    """The TIMEX3 of the calendar phrase; None for what TIMEX3 does not tag (ongoing work, events)."""
    if deadline.rrule:
        return Timex("SET", _set_value(deadline.rrule), "EVERY")
    value = deadline.value
    if value is None:
        return None
    if deadline.kind is DeadlineKind.DURATION:
        return Timex("DURATION", value)
    if "/" in value:
        begin, end = value.split("/")
        return Timex("DURATION", _length(begin, end), None, begin, end)
    if deadline.due_time:
        return Timex("TIME", f"{value}T{deadline.due_time}")
    return Timex("DATE", value)


def _set_value(rrule: str) -> str:
    """'FREQ=MONTHLY;BYMONTHDAY=24' -> 'XXXX-XX-24'; without a day the period: 'P1M'."""
    parts = dict(_BY.findall(rrule))
    day = parts.get("BYDAY")
    if day:
        return f"XXXX-WXX-{_DAYS.get(day[-2:], 1)}"
    single = parts.get("BYMONTHDAY", "").isdigit()
    month = parts.get("BYMONTH", "XX")
    if single:
        return (
            f"XXXX-{int(month):02d}-{int(parts['BYMONTHDAY']):02d}"
            if month.isdigit()
            else (f"XXXX-XX-{int(parts['BYMONTHDAY']):02d}")
        )
    if month.isdigit():
        return f"XXXX-{int(month):02d}"
    interval = int(parts.get("INTERVAL", "1"))
    return _PERIODS.get((parts["FREQ"], interval), f"P{interval}{parts['FREQ'][0]}")


def _length(begin: str, end: str) -> str:
    """The length of a range in its own unit: years of years, months of months, else days, both ends counted."""
    if len(begin) == 4:
        return f"P{int(end) - int(begin) + 1}Y"
    if len(begin) == 7:
        months = (int(end[:4]) - int(begin[:4])) * 12 + int(end[5:]) - int(begin[5:]) + 1
        return f"P{months}M"
    return f"P{(date.fromisoformat(end) - date.fromisoformat(begin)).days + 1}D"


def iso_interval(deadline: Deadline) -> str | None:
    """The days in which the work complies, as ISO 8601: "2026-04-01/2026-06-30", "../2026-05-14" where only the last
    day is given, "2027-01-01/.." where only the first; a term without its start: "P15D". None where there is no day.
    """
    last = deadline.due_date.isoformat() if deadline.due_date else None
    if last and deadline.due_time:
        last += f"T{deadline.due_time}"
    first = deadline.due_from.isoformat() if deadline.due_from else None
    if deadline.bound is Bound.FROM and first:
        return f"{first}/.."
    if last is None and first is None:
        return deadline.value if deadline.kind is DeadlineKind.DURATION else None
    return f"{first or '..'}/{last or '..'}"


def rfc5545(
    deadline: Deadline, summary: str = "", uid: str = "", stamp: datetime | None = None, start: date | None = None
) -> str | None:
    """A VTODO with the last complying day as DUE, or the recurrence as RRULE from `start` on; None for neither.

    Lines end in CRLF and are folded at 75 octets. `stamp` is UTC; it defaults to the first moment of the due day.
    """
    if deadline.due_date is None and not (deadline.rrule and start):
        return None
    day = deadline.due_date or start
    assert day is not None
    stamp = stamp or datetime(day.year, day.month, day.day)
    lines = [
        "BEGIN:VTODO",
        f"UID:{uid or f'{day:%Y%m%d}-{deadline.start}@giaoviec'}",
        f"DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}",
    ]
    if deadline.rrule and start:
        lines += [_moment("DTSTART", start, deadline.due_time), f"RRULE:{deadline.rrule}"]
    if deadline.due_date:
        lines += [_moment("DTSTART", deadline.due_from, None)] if deadline.due_from and not deadline.due_time else []
        # a DUE that is a day is the first moment after the work's time, so the last complying day plus one
        due = deadline.due_date if deadline.due_time else deadline.due_date + timedelta(1)
        lines.append(_moment("DUE", due, deadline.due_time))
    lines += [f"SUMMARY:{_escaped(summary or deadline.text)}", "END:VTODO"]
    return "".join(_folded(line) for line in lines)


def _moment(name: str, day: date, clock: str | None) -> str:
    if clock is None:
        return f"{name};VALUE=DATE:{day:%Y%m%d}"
    return f"{name};TZID=Asia/Ho_Chi_Minh:{day:%Y%m%d}T{clock.replace(':', '')}00"


def _escaped(text: str) -> str:
    for mark in "\\;,":
        text = text.replace(mark, "\\" + mark)
    return " ".join(text.split())


def _folded(line: str) -> str:
    """A content line, folded so that no line is longer than 75 octets and no letter is cut."""
    out, size = [], 0
    for letter in line:
        width = len(letter.encode())
        if size + width > 75:
            out.append("\r\n ")
            size = 1
        out.append(letter)
        size += width
    return "".join(out) + "\r\n"
