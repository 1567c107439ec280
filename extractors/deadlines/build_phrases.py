"""Builders of deadline phrases: points and windows under a bound, ranges, phases."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple

from extractors.deadlines.build_calendar import BUILDERS as CALENDAR_BUILDERS
from extractors.deadlines.build_calendar import unit_name, word_value
from extractors.deadlines.grammar import Builder, Found
from extractors.deadlines.meaning import BEFORE, BY, FROM, PERIOD, WITHIN, Calendar, Meaning
from extractors.deadlines.scan import Node
from extractors.deadlines.windows import bounded, checked, window
from extractors.models import Bound

_BOUNDS = frozenset({"BEFORE", "BY", "WITHIN", "FROM", "EVENTBEFORE"})
_WEEKDAYS = {"MO": 0, "TU": 1, "WE": 2, "TH": 3, "FR": 4, "SA": 5, "SU": 6}


class Direction(NamedTuple):
    """The direction that bound words give: trước wins, then đến, từ, trong.

    `after`: a FROM that is "sau". `weak`: a bare "đến" or "tới", which also says how far something has come.
    `whole`: before the end of a unit ("trước khi hết tháng 6").
    """

    bound: Bound | None = None
    after: bool = False
    weak: bool = False
    whole: bool = False


_NO_DIRECTION = Direction()


def direction(nodes: list[Node]) -> Direction:
    """The direction of a phrase by the bound words among its nodes, wherever they stand."""
    said = [node.value for node in nodes if type(node.value) is dict and not _BOUNDS.isdisjoint(node.value)]
    if not said:
        return _NO_DIRECTION
    names = said[0] if len(said) == 1 else _together(said)
    if "BEFORE" in names or "EVENTBEFORE" in names:
        return Direction(BEFORE, whole=names.get("BEFORE") == "end")
    if "BY" in names:
        return Direction(BY, weak=names["BY"] != "strict")
    return Direction(FROM, names["FROM"] == "after") if "FROM" in names else Direction(WITHIN)


def _together(said: list[dict[str, str]]) -> dict[str, str]:
    """The classes of several bound words; the more definite value wins."""
    names: dict[str, str] = {}
    for each in said:
        names |= {name: value for name, value in each.items() if names.get(name) not in ("strict", "after")}
    return names


def _calendar(node: Node | None) -> Calendar:
    assert node is not None
    if isinstance(node.value, Calendar):
        return node.value
    return Calendar("today", shift=int(word_value(node, "TODAY") or 0))


def _under(way: Direction, unit: Calendar, found: Found) -> Meaning:
    """A unit under a direction, with the clock that the rule names."""
    time = found.one("c")
    meaning = bounded(unit, way.bound, found.issued, time.value if time else None, way.after or way.whole)
    meaning.weak_by = way.weak
    return meaning


def point(found: Found) -> list[Meaning]:
    """'chậm nhất ngày 15/6/2026', 'trước 17h00 thứ Sáu, ngày 15/5/2026', 'trong quý II/2026'."""
    way, unit = direction(found.all()), _calendar(found.one("x"))
    if unit.each:
        return _each(unit, way.bound, found)
    meaning = _under(way, unit, found)
    early = way.bound is BEFORE and not meaning.due_time
    if early and meaning.due_date and found.one("h"):
        meaning.due_date += timedelta(1)  # 'trước giờ hành chính ngày …' is still that day
    if meaning.due_time and meaning.due_time < "12" and word_value(found.one("x"), "DAYPART") in ("TAF", "TEV"):
        meaning.due_time = f"{int(meaning.due_time[:2]) + 12}{meaning.due_time[2:]}"  # '4h chiều nay'
    weekday = word_value(found.one("w"), "WEEKDAY")
    if weekday and meaning.due_date:
        day = meaning.due_date + timedelta(1) if early else meaning.due_date
        if day.weekday() != _WEEKDAYS[weekday]:
            meaning.problem = meaning.problem or "weekday"
    return [meaning]


def _each(unit: Calendar, bound: Bound | None, found: Found) -> list[Meaning]:
    """'tháng 4, 7, 10/2026': each month or quarter by itself."""
    units = [Calendar(unit.part, unit.year, number, shift=unit.shift, rule=unit.rule) for number in unit.each]
    return [bounded(each, bound, found.issued) for each in units]


def point_short(found: Found) -> list[Meaning] | None:
    """'trước 20-5', 'trước 20.5': a day and a month without a word that says so."""
    decimal = found.one("x")
    parts = re.split("[.,]", decimal.value) if decimal else [n.value for n in found.all() if isinstance(n.value, int)]
    day, month = map(int, parts)
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    return [_under(direction(found.all()), Calendar("date", None, month, day, rule="date_short"), found)]


def dated_event(found: Found) -> list[Meaning]:
    """'trước ngày 25 tháng Chạp (tức ngày 12/02/2026)', 'trước ngày Quốc khánh 02/9': the day that is named last."""
    return [_under(direction(found.all()), _calendar(found.one("x")), found)]


def feast(found: Found) -> list[Meaning] | None:
    """'trước Quốc khánh': a day that every reader knows."""
    way = direction(found.all())
    if way.bound not in (BEFORE, BY):
        return None
    month, day = map(int, (word_value(found.one("f"), "FEAST") or "").split("-"))
    return [_under(way, Calendar("date", None, month, day, rule=found.rule), found)]


def clock_today(found: Found) -> list[Meaning] | None:
    """'trước 17h00', 'trước 16 giờ 30 hôm nay': the document's own day."""
    way = direction(found.all())
    return None if way.weak else [_under(way, Calendar("today", shift=0), found)]


def weekday_of_week(found: Found) -> list[Meaning] | None:
    """'thứ Sáu tuần này', 'trước thứ Hai tuần tới', 'trước thứ Sáu'."""
    name, week_node = word_value(found.one("w"), "WEEKDAY"), found.one("x")
    week = window(week_node.value if week_node else Calendar("week", shift=0), found.issued)
    if week.first is None or name is None:
        return None
    day = week.first + timedelta((_WEEKDAYS[name] - week.first.weekday()) % 7)
    coming = found.one("n")
    if week_node is None and found.issued.day and (day < found.issued.day or (coming and day == found.issued.day)):
        day += timedelta(7)
    unit = Calendar("date", day.year, day.month, day.day)
    meaning = _under(direction([node for node in found.all() if node is not coming]), unit, found)
    meaning.inferred = True
    return [meaning]


def this_unit(found: Found) -> list[Meaning] | None:
    """'trong năm', 'ngay trong ngày', 'đến hết tháng': the document's own."""
    node, word = found.one("u"), found.one("b")
    assert node is not None and word is not None
    bound = BY if word_value(word, "BY") is not None else WITHIN
    if bound is BY and word_value(word, "BY") != "end":
        return None
    name = unit_name(node).lower()
    if word_value(node, name.upper()) == "many":  # 'trong các ngày'
        return None
    unit = Calendar("today" if name in ("day", "workday") else name, shift=0)
    return [bounded(unit, bound, found.issued)]


def year_bare(found: Found) -> list[Meaning]:
    """'trước 2030', 'đến 2030'."""
    node = found.one("y")
    assert node is not None
    return [_under(direction(found.all("b")), Calendar("year", node.value), found)]


def day_bare(found: Found) -> list[Meaning]:
    """'trước ngày 25': of the month that the text names elsewhere, or of the document's."""
    return [_under(direction(found.all("b")), _calendar(found.one("x")), found)]


def _span(
    first: date | None,
    last: date | None,
    inferred: bool,
    fuzzy: bool,
    problem: str | None,
    found: Found,
    value: str | None = None,
) -> list[Meaning]:
    if value is None and first and last:
        value = f"{first}/{last}"
    meaning = Meaning(PERIOD, WITHIN, value, first, last, inferred=inferred, fuzzy=fuzzy, problem=problem)
    return [checked(meaning, found.issued)]


def _year_number(node: Node) -> int:
    return int(node.value.year or 0) if isinstance(node.value, Calendar) else int(node.value)


def years(found: Found) -> list[Meaning] | None:
    """'giai đoạn 2026-2030', 'nhiệm kỳ 2025 - 2030', '2026-2030'."""
    both = found.one("y")
    ends = (
        [int(p) for p in both.value.replace(" ", "").split("-")]
        if both is not None
        else [_year_number(n) for n in (found.one("a"), found.one("b")) if n is not None]
    )
    if ends[0] > ends[1] or not ends[0]:
        return None
    spans = _span(date(ends[0], 1, 1), date(ends[1], 12, 31), False, False, None, found, f"{ends[0]}/{ends[1]}")
    spans[0].phase = True
    spans[0].strong = len(found.all()) > 1 and "YEAR" not in (found.all()[0].value or ())
    return spans


def school_year(found: Found) -> list[Meaning]:
    """'năm học 2025-2026': September to the end of May, by convention."""
    node = found.one("y")
    assert node is not None
    first, last = (int(p) for p in node.value.replace(" ", "").split("-"))
    spans = _span(date(first, 9, 1), date(last, 5, 31), False, True, None, found)
    spans[0].phase = True
    return spans


def _bounds(found: Found) -> list[Node]:
    """The bound words of a phrase, wherever they stand in it."""
    return [n for n in found.all() if isinstance(n.value, dict) and not _BOUNDS.isdisjoint(n.value)]


def range_of(found: Found) -> list[Meaning] | None:
    """'từ ngày 15 đến ngày 20/6/2026', 'từ quý II đến quý IV/2026', 'từ nay đến hết năm'."""
    if any(word_value(word, "BY") == "strict" for word in found.all()):  # 'năm 2023 chậm nhất là ngày 30/11'
        return None
    node, end = found.one("a"), _calendar(found.one("z"))
    last = window(end, found.issued)
    first = _range_start(node, end, last.last, found)
    if last.last is None or (first is None and node is None):
        return _span(None, None, last.inferred, last.fuzzy, last.problem, found)
    if first and first > last.last:
        return None
    if first and last.last.year - first.year >= 5 and first == last.last.replace(year=first.year):
        return []  # '(19/8/1945 - 19/8/2025)': an anniversary
    said = _bounds(found)
    bound = direction(said[-1:]).bound
    due = last.last - timedelta(1) if bound is BEFORE and last.first == last.last else last.last
    spans = _span(first, due, last.inferred, last.fuzzy, None, found)
    spans[0].strong = bool(said)
    if found.rule == "range_clock":
        time = found.one("c")
        spans[0].due_from, spans[0].due_time = first or last.first, time.value if time else None
    return spans


def _range_start(node: Node | None, end: Calendar, last: date | None, found: Found) -> date | None:
    """The first day of a range: what it leaves out is taken from its end."""
    if node is None or isinstance(node.value, dict):
        return found.issued.day
    if isinstance(node.value, int):
        unit = Calendar("date", end.year, end.num, node.value)
    else:
        unit = node.value
        if unit.unit == "day":
            unit = Calendar("date", end.year, end.num, unit.day)
        elif unit.year is None and unit.shift is None:
            given = end.year if end.year is not None else last.year if last else None
            unit = Calendar(unit.unit, given, unit.num, unit.day, unit.last, None, unit.part, unit.of)
    first = window(unit, found.issued).first
    if first and last and first > last and end.year is None:
        return first.replace(year=first.year - 1)
    return first


def next_years(found: Found) -> list[Meaning]:
    """'các năm tiếp theo': from the next year on."""
    year = found.issued.first.year + 1 if found.issued.first else None
    start = date(year, 1, 1) if year else None
    return [Meaning(PERIOD, FROM, str(year) if year else None, start, inferred=True, fuzzy=True)]


def year_and_next(found: Found) -> list[Meaning]:
    """'năm 2026 và các năm tiếp theo'."""
    bare = found.one("y")
    start = window(Calendar("year", bare.value) if bare else _calendar(found.one("x")), found.issued)
    return [Meaning(PERIOD, FROM, start.value, start.first, inferred=start.inferred, fuzzy=True)]


def refused(found: Found) -> list[Meaning]:
    """What looks like a date but says how far something has come, or which document is cited."""
    return []


BUILDERS: dict[str, Builder] = CALENDAR_BUILDERS | {
    "point": point,
    "point_short": point_short,
    "dated_event": dated_event,
    "feast": feast,
    "clock_today": clock_today,
    "weekday_of_week": weekday_of_week,
    "this_unit": this_unit,
    "year_bare": year_bare,
    "day_bare": day_bare,
    "years": years,
    "school_year": school_year,
    "range": range_of,
    "next_years": next_years,
    "year_and_next": year_and_next,
    "refused": refused,
}
