"""Builders of terms ("15 ngày làm việc kể từ …") and events ("sau khi …")."""

from __future__ import annotations

from datetime import date, timedelta

from extractors.deadlines.build_calendar import word_value
from extractors.deadlines.build_phrases import direction
from extractors.deadlines.grammar import Builder, Found
from extractors.deadlines.meaning import BEFORE, BY, DURATION, EVENT, FROM, WITHIN, Calendar, Issued, Meaning
from extractors.deadlines.scan import Node
from extractors.deadlines.windows import add_months, checked, window
from extractors.deadlines.workdays import add_working_days, subtract_working_days
from extractors.models import Bound

_CODES = {
    "DAY": "P{}D",
    "WORKDAY": "P{}D",
    "WEEK": "P{}W",
    "MONTH": "P{}M",
    "QUARTER": "P{}Q",
    "YEAR": "P{}Y",
    "HOUR": "PT{}H",
    "MINUTE": "PT{}M",
}


def _amount(node: Node | None) -> tuple[int, str] | None:
    """A count and its unit; a clock node is so many hours ('24 giờ')."""
    if node is None or isinstance(node.value, tuple):
        return node.value if node is not None else None
    hours, minutes = node.value.split(":")
    return (int(hours), "HOUR") if minutes == "00" else None


def _after(start: date, count: int, unit: str) -> date:
    """The day that lies the amount after a day, which is not counted itself."""
    if unit == "WORKDAY":
        return add_working_days(start, count)
    if unit in ("MONTH", "QUARTER", "YEAR"):
        return add_months(start, count * {"MONTH": 1, "QUARTER": 3, "YEAR": 12}[unit])
    days = {"DAY": count, "WEEK": 7 * count, "HOUR": -(-count // 24), "MINUTE": 0}[unit]
    return start + timedelta(days)


def _before(end: date, count: int, unit: str) -> date:
    """The day that lies the amount before a day, which is not counted itself."""
    if unit == "WORKDAY":
        return subtract_working_days(end, count)
    if unit == "MONTH":
        return add_months(end, -count)
    return end - timedelta({"DAY": count, "WEEK": 7 * count}.get(unit, -(-count // 24)))


def _term(found: Found) -> tuple[Meaning, tuple[int, str]] | None:
    amount = _amount(found.one("a"))
    if amount is None or amount[0] > 999:
        return None
    bound = direction([n for n in found.all("t") if word_value(n, "TERM") is None]).bound
    way = bound if bound is not None else WITHIN
    return Meaning(DURATION, way, _CODES[amount[1]].format(amount[0])), amount


def _resolve(meaning: Meaning, amount: tuple[int, str], anchor: date, issued: Issued) -> Meaning:
    meaning.due_date = _after(anchor, *amount)
    meaning.due_from = meaning.due_date if meaning.bound is FROM else anchor
    return checked(meaning, issued)


def term_anchored(found: Found) -> list[Meaning] | None:
    """'15 ngày kể từ ngày ký', '10 ngày làm việc kể từ ngày 01/6/2026'."""
    made, anchor = _term(found), found.all("k")[0]
    if made is None:
        return None
    meaning, amount = made
    if isinstance(anchor.value, Calendar):
        start = window(anchor.value, found.issued).first
    else:
        start = found.issued.day
        meaning.event = (anchor.start, anchor.end)
        meaning.inferred = start is not None
    return [_resolve(meaning, amount, start, found.issued) if start else meaning]


def term_before(found: Found) -> list[Meaning] | None:
    """'trước kỳ họp ít nhất 10 ngày', 'chậm nhất 03 ngày trước ngày 20/5/2026': so long before a day or an event."""
    made, tail = _term(found), found.all("k")
    short = made is not None and made[1][1] in ("DAY", "WORKDAY", "WEEK", "HOUR")
    if made is None or not (short or word_value(tail[0], "EVENTBEFORE") is not None):  # '6 tháng trước ngày 10/6'
        return None
    meaning, amount = made
    meaning.bound, meaning.event = BEFORE, (tail[0].start, tail[-1].end)
    start = _named_day(tail, found.issued)
    if start is not None:
        meaning.due_date = _before(start, *amount)
    return [checked(meaning, found.issued)]


def _named_day(tail: list[Node], issued: Issued) -> date | None:
    """The day that is named last among nodes."""
    days = [node.value for node in tail if isinstance(node.value, Calendar) and node.value.unit in ("date", "lunar")]
    return window(days[-1], issued).first if days else None


def term_after(found: Found) -> list[Meaning] | None:
    """'sau khi kết thúc hội nghị 3 ngày': so long after an event."""
    made, tail = _term(found), found.all("k")
    if made is None or made[1][1] not in ("DAY", "WORKDAY", "WEEK", "HOUR"):
        return None
    made[0].event = (tail[0].start, tail[-1].end)
    return [made[0]]


def term_next(found: Found) -> list[Meaning] | None:
    """'trong 5 ngày tới', 'trong vòng 48 giờ tới': from the document's day on."""
    made = _term(found)
    if made is None or made[1][1] in ("YEAR", "QUARTER"):
        return None
    meaning, amount = made
    meaning.inferred = True
    return [_resolve(meaning, amount, found.issued.day, found.issued) if found.issued.day else meaning]


def term_dated(found: Found) -> list[Meaning] | None:
    """'03 ngày kể từ ngày kết thúc hội thi (ngày 14/10/2026)': the event's own day stands beside it."""
    made, tail = _term(found), found.all("k")
    start = _named_day(found.all("x"), found.issued)
    if made is None or start is None:
        return None
    meaning, amount = made
    meaning.event = (tail[0].start, tail[-1].end)
    return [_resolve(meaning, amount, start, found.issued)]


def term_event(found: Found) -> list[Meaning] | None:
    """'15 ngày làm việc kể từ ngày nhận được văn bản', '20 ngày trước kỳ họp'."""
    made, tail = _term(found), found.all("k")
    if made is None:
        return None
    meaning, _ = made
    if word_value(tail[0], "EVENTBEFORE") is not None:
        meaning.bound = BEFORE
    meaning.event = (tail[0].start, tail[-1].end)
    return [meaning]


def term_open(found: Found) -> list[Meaning] | None:
    """'trong vòng 10 ngày', 'không quá 05 ngày làm việc': from when is not said."""
    made = _term(found)
    if made is None:
        return None
    meaning, amount = made
    firm = any(word_value(n, "TERM") is not None or word_value(n, "BY") == "strict" for n in found.all("t"))
    clocklike = amount[1] in ("HOUR", "MINUTE") and not firm
    long = amount[1] in ("YEAR", "MONTH", "QUARTER")
    meaning.strong = firm and not long
    return None if clocklike or (long and meaning.bound is FROM) else [meaning]


def term_bare(found: Found) -> list[Meaning] | None:
    """'15 ngày' as a whole field."""
    made = _term(found)
    if made is None or made[1][1] not in ("DAY", "WORKDAY", "WEEK", "MONTH"):
        return None
    made[0].strong = False
    return [made[0]]


def event(found: Found) -> list[Meaning]:
    """'sau khi có hướng dẫn của Bộ Công an', 'trước kỳ họp …', 'theo tiến độ …', 'đột xuất'."""
    nodes = found.all()
    if any(word_value(nodes[0], name) is not None for name in ("EVENTBEFORE", "BEFORE")):
        bound: Bound | None = BEFORE
    else:
        starts = any(word_value(nodes[0], name) is not None for name in ("EVENTFROM", "RECEIVED", "WHEN", "AFTER"))
        until = word_value(nodes[0], "UNTIL") is not None
        bound = FROM if starts else BY if until else None
    return [Meaning(EVENT, bound, event=(nodes[0].start, nodes[-1].end), strong=False)]


BUILDERS: dict[str, Builder] = {
    "term_anchored": term_anchored,
    "term_event": term_event,
    "term_before": term_before,
    "term_after": term_after,
    "term_next": term_next,
    "term_dated": term_dated,
    "term_open": term_open,
    "term_bare": term_bare,
    "event": event,
}
