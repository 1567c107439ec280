"""Builders of parts of calendar units (first, last, rest, weeks of a month), lunar days, days of several months."""

from __future__ import annotations

from extractors.deadlines.build_calendar import (
    int_of,
    numbers_of,
    shift_of,
    unit_name,
    word_value,
    year_and_shift,
)
from extractors.deadlines.grammar import Builder, Found
from extractors.deadlines.meaning import Calendar
from extractors.deadlines.scan import Node


def part(found: Found) -> Calendar | None:
    """'cuối tháng 6/2026', 'đầu quý II', 'cuối năm', 'nửa đầu năm 2026'."""
    side, unit = found.one("p"), found.one("c")
    assert side is not None and unit is not None
    name = word_value(side, "PART") or word_value(side, "HALF") or ""
    of = unit.value if isinstance(unit.value, Calendar) else Calendar(unit_name(unit).lower(), shift=0)
    return Calendar("part", part=name, of=of, rule=found.rule)


def week_of_month(found: Found) -> Calendar | None:
    """'tuần thứ hai của tháng 6/2026', 'tuần cuối tháng 6'."""
    number, unit, side = found.one("n"), found.one("c"), found.one("p")
    of = unit.value if unit is not None else Calendar("month", shift=0)
    name = "end" if word_value(side, "LAST") is not None else "start"
    return Calendar("week", num=int_of(number) or 1, part=name if number is None else "", of=of, rule=found.rule)


def week_of_named_month(found: Found) -> Calendar:
    """'tuần thứ 3 tháng 8/2026'."""
    named, this = found.one("x"), found.one("t")
    given, shift = year_and_shift(found)
    num = int_of(found.one("m"))
    if named is not None:
        num, given = numbers_of(named)
    of = Calendar("month", given, num, shift=shift_of(this) if this is not None and not num else shift)
    return Calendar("week", num=int_of(found.one("n")), of=of, rule=found.rule)


def edge(found: Found) -> Calendar | None:
    """'15 ngày đầu của quý sau', '2 tuần cuối tháng 6/2026'."""
    size, unit = found.one("n"), found.one("c")
    if size is None or unit is None or size.value[1] not in ("DAY", "WEEK", "WORKDAY"):
        return None
    of = unit.value if isinstance(unit.value, Calendar) else Calendar(unit_name(unit).lower(), shift=0)
    days = size.value[0] * (7 if size.value[1] == "WEEK" else 1)
    side = "start" if word_value(found.one("p"), "FIRST") is not None else "end"
    worked = size.value[1] == "WORKDAY"
    return Calendar("edge_workday" if worked else "edge", num=days, part=side, of=of, rule=found.rule)


def edge_day(found: Found) -> Calendar | None:
    """'ngày cuối cùng của tháng 6/2026', 'ngày làm việc cuối cùng của quý II', 'ngày cuối tháng'."""
    side, unit = found.one("p"), found.one("c")
    assert side is not None and unit is not None
    of = unit.value if isinstance(unit.value, Calendar) else Calendar(unit_name(unit).lower(), shift=0)
    worked = word_value(found.all()[0], "WORKDAY") is not None
    return Calendar("edge_workday" if worked else "edge", num=1, part=_side(side), of=of, rule=found.rule)


def _side(node: Node) -> str:
    """'start' for the first, 'end' for the last of something."""
    return "end" if "LAST" in node.value else "start"


def rest(found: Found) -> Calendar | None:
    """'các tháng còn lại của năm 2026': from the document's day to the end."""
    unit = found.one("c")
    assert unit is not None
    of = unit.value if isinstance(unit.value, Calendar) else Calendar(unit_name(unit).lower(), shift=0)
    return Calendar("rest", of=of, rule=found.rule)


def lunar_date(found: Found) -> Calendar | None:
    """'ngày 23 tháng Chạp', 'rằm tháng Bảy năm 2026'."""
    given, shift = year_and_shift(found)
    day = int_of(found.one("d")) or 15
    return _lunar(Calendar("date", given, int_of(found.one("m")), day, shift=shift, rule=found.rule))


def lunar_of(found: Found) -> Calendar | None:
    """'ngày 10 tháng 3 âm lịch'."""
    node, year = found.one("x"), found.one("y")
    assert node is not None
    unit: Calendar = node.value
    if unit.unit != "date":
        return None
    return _lunar(Calendar("date", year.value if year else unit.year, unit.num, unit.day, rule=found.rule))


def _lunar(unit: Calendar) -> Calendar | None:
    if not (1 <= unit.day <= 30 and 1 <= unit.num <= 12):
        return None
    unit.unit = "lunar"
    return unit


def quarter_day(found: Found) -> Calendar | None:
    """'ngày 15 tháng cuối quý', 'tháng đầu quý sau': `num` 1 for a quarter's first month, 3 for its last."""
    day, quarter_node = found.one("x"), found.one("q")
    if quarter_node is not None and isinstance(quarter_node.value, list) and quarter_node.value[0].interval != 3:
        return None
    if quarter_node is not None and isinstance(quarter_node.value, Calendar) and quarter_node.value.num:
        return None
    first = word_value(found.one("p"), "FIRST") is not None
    return Calendar("quarter_day", num=1 if first else 3, day=day.value.day if day is not None else 0, rule=found.rule)


def day_of_months(found: Found) -> Calendar | None:
    """'ngày 15 các tháng 3, 6, 9, 12': one day of several months, year by year; `each` the months."""
    day = int_of(found.one("d"))
    months = [node.value for node in found.all("l") if isinstance(node.value, int)]
    if not 1 <= day <= 31 or months != sorted(set(months)) or not 1 <= months[0] <= months[-1] <= 12:
        return None
    return Calendar("quarter_day", day=day, each=tuple(months), rule=found.rule)


BUILDERS: dict[str, Builder] = {
    f.__name__: f
    for f in (
        part,
        week_of_month,
        week_of_named_month,
        edge,
        edge_day,
        rest,
        lunar_date,
        lunar_of,
        quarter_day,
        day_of_months,
    )
}
