"""Builders of the grammar's first levels: calendar nodes, clocks, amounts, recurrences, parts."""

from __future__ import annotations

import re

from extractors.deadlines.grammar import Builder, Found
from extractors.deadlines.meaning import Calendar, Every
from extractors.deadlines.scan import Node, kinds_of

_NUMBERS = re.compile(r"\d+")
_CLOCK = re.compile(r"(\d{1,2})\D*(\d{2})?")
_UNITS = {
    "DAY": ("DAILY", 1),
    "WEEK": ("WEEKLY", 1),
    "MONTH": ("MONTHLY", 1),
    "QUARTER": ("MONTHLY", 3),
    "YEAR": ("YEARLY", 1),
}


def word_value(node: Node | None, name: str) -> str | None:
    """The value of a word as a member of a class, None where it is no member."""
    return node.value.get(name) if node is not None and isinstance(node.value, dict) else None


def unit_name(node: Node) -> str:
    """DAY, WEEK, MONTH, QUARTER, YEAR, WORKDAY, HOUR or MINUTE of a unit word."""
    return next(c for c in ("WORKDAY", "DAY", "WEEK", "MONTH", "QUARTER", "YEAR", "HOUR", "MINUTE") if c in node.value)


def _int(node: Node | None) -> int:
    """A number node's value: digits, words, roman; the word "năm" is five."""
    if node is None:
        return 0
    if isinstance(node.value, dict):
        return int(node.value.get("ROMAN") or node.value.get("LUNARMONTH") or 5)
    return int(node.value)


def _numbers(node: Node | None) -> list[int]:
    return [int(n) for n in _NUMBERS.findall(node.value)] if node is not None else []


def _full_year(year: int) -> int:
    return year + 2000 if year < 100 else year


def _year_and_shift(found: Found) -> tuple[int | None, int | None]:
    """The year a pattern names: `y` a number, `t` this or next year."""
    year, this = found.one("y"), found.one("t")
    if year is not None:
        return int(year.value), None
    return None, _shift(this) if this is not None else None


def _shift(node: Node) -> int:
    return int(word_value(node, "THIS") or word_value(node, "ADJOINING") or 0)


def _dates(day: int, month: int, year: int | None, shift: int | None, found: Found) -> Calendar | None:
    if not (1 <= day <= 31 and 1 <= month <= 12) and year is None:
        return None
    return Calendar("date", year, month, day, shift=shift, rule=found.rule)


def date_numeric(found: Found) -> Calendar | None:
    """'20/5/2026', '2026-05-20', '20/5' with the year after it or left out."""
    node = found.one("x")
    numbers = _numbers(node)
    year, shift = _year_and_shift(found)
    if len(numbers) == 3:
        if numbers[0] > 1000:
            numbers.reverse()
        return _dates(numbers[0], numbers[1], _full_year(numbers[2]), None, found)
    return _dates(numbers[0], numbers[1], year, shift, found)


def date_words(found: Found) -> Calendar | None:
    """'ngày 15 tháng 6 năm 2026', 'ngày 15 tháng 6/2026', 'ngày 30-6'."""
    day = _int(found.one("d"))
    if found.one("x") is not None:
        month, year = _numbers(found.one("x"))
        return _dates(day, month, year, None, found)
    year_given, shift = _year_and_shift(found)
    return _dates(day, _int(found.one("m")), year_given, shift, found)


def date_this_month(found: Found) -> Calendar | None:
    """'ngày 15 tháng này': the month is resolved with the document's date."""
    this = found.one("t")
    assert this is not None
    return Calendar("date_this", None, 0, _int(found.one("d")), shift=_shift(this), rule=found.rule)


def day_number(found: Found) -> Calendar | None:
    """'ngày 15': a day of a month that is named elsewhere."""
    day = _int(found.one("d"))
    return Calendar("day", None, 0, day, rule=found.rule) if 1 <= day <= 31 else None


def day_range(found: Found) -> Calendar | None:
    """'ngày 20 - 25' of every month: the last day counts."""
    first, last = found.one("a"), _int(found.all()[-1])
    return Calendar("day", None, 0, last, rule=found.rule) if first and first.value.day < last <= 31 else None


def _unit_of_year(found: Found, unit: str, top: int, name: str) -> Calendar | None:
    this = found.one("t")
    if found.one("x") is not None:
        num, year = _numbers(found.one("x"))
        return Calendar(unit, _full_year(year), num, rule=found.rule) if year > 12 else None
    num = _int(found.one(name))
    if not num:
        return Calendar(unit, shift=_shift(this), rule=found.rule) if this is not None else None
    year_given, shift = _year_and_shift(found)
    ocr = ":ocr" if found.one(name) is not None and found.one(name).rule else ""  # type: ignore[union-attr]
    if num > top and year_given is None:
        return None
    return Calendar(unit, year_given, num, shift=shift, rule=found.rule + ocr)


def month(found: Found) -> Calendar | None:
    """'tháng 6/2026', 'tháng sáu năm 2026', 'tháng 6', 'tháng này', '06/2026'."""
    return _unit_of_year(found, "month", 12, "m")


def quarter(found: Found) -> Calendar | None:
    """'quý II năm 2026', 'quý 3/2026', 'quý ba', 'quý này'."""
    return _unit_of_year(found, "quarter", 4, "n")


def week(found: Found) -> Calendar | None:
    """'tuần 23 năm 2026', 'tuần 23/2026', 'tuần này'."""
    return _unit_of_year(found, "week", 53, "n")


def week_no_year(found: Found) -> Calendar | None:
    """'tuần 42' of the document's year; the numbers up to five are mostly weeks of a month."""
    unit = week(found)
    return unit if unit is not None and unit.num > 5 else None


def year(found: Found) -> Calendar | None:
    """'năm 2026', 'năm nay', 'năm sau'."""
    given, shift = _year_and_shift(found)
    return Calendar("year", given, shift=shift, rule=found.rule)


def _list(found: Found, size: int, top: int) -> Calendar | None:
    """A list or range of months or quarters as one window from the first to the last."""
    year_given, shift = _year_and_shift(found)
    numbers = [_int(n) for n in found.all("l") if isinstance(n.value, int) or word_value(n, "ROMAN")]
    if found.one("x") is not None:
        last, year_given = _numbers(found.one("x"))
        numbers.append(last)
    if not all(1 <= n <= top for n in numbers) or numbers != sorted(set(numbers)):
        return None
    if found.one("k") is not None and _int(found.one("k")) != len(numbers):  # '02 tháng 7 và 8'
        return None
    ranged = any("DASH" in kinds_of(n) for n in found.all("l"))
    holes = not ranged and numbers[-1] - numbers[0] >= len(numbers)
    return Calendar(
        "months",
        year_given,
        numbers[0] * size - size + 1,
        0,
        numbers[-1] * size,
        shift,
        each=tuple(numbers) if holes else (),
        part="month" if size == 1 else "quarter",
        rule=found.rule,
    )


def year_list(found: Found) -> Calendar:
    """'năm 2026, 2027': one window over them."""
    numbers = [n.value for n in found.all("l") if isinstance(n.value, int)]
    return Calendar("years", min(numbers), last=max(numbers), rule=found.rule)


def month_list(found: Found) -> Calendar | None:
    """'tháng 5, 6/2026', 'tháng 4 - 6 năm 2026', 'tháng 5 và tháng 6'."""
    return _list(found, 1, 12)


def quarter_list(found: Found) -> Calendar | None:
    """'quý II, III/2026', 'quý I - II năm 2026'."""
    return _list(found, 3, 4)


def months_of_year(found: Found) -> Calendar | None:
    """'6 tháng đầu năm 2026', '3 tháng cuối năm', '9 tháng đầu năm'; 'các tháng cuối năm' are three by convention."""
    count, side = _int(found.one("n")) if found.one("n") else 3, found.one("p")
    if not 1 <= count <= 11:
        return None
    given, shift = _year_and_shift(found)
    start = 1 if word_value(side, "FIRST") is not None else 13 - count
    return Calendar("months", given, start, 0, start + count - 1, shift, "half" if count == 6 else "", rule=found.rule)


def clock(found: Found) -> str | None:
    """A time of day as 'HH:MM'; '4 giờ chiều' is 16:00. None for what no clock shows (48 giờ is an amount)."""
    text = found.one("x")
    if text is not None:
        match = _CLOCK.match(text.value)
        assert match is not None
        hour, minute = int(match[1]), int(match[2] or 0)
    else:
        hour, minute = _int(found.one("h")), _int(found.one("m"))
    part = word_value(found.all()[-1], "DAYPART")
    if part in ("TAF", "TEV") and hour < 12:
        hour += 12
    return f"{hour:02d}:{minute:02d}" if minute < 60 else None


def amount(found: Found) -> tuple[int, str] | None:
    """'15 ngày làm việc', 'mười ngày', '03 tháng', 'năm ngày làm việc'."""
    unit = found.one("u")
    assert unit is not None
    count = _int(found.one("n"))
    return (count, unit_name(unit)) if count else None


def every_of(unit: str, count: int = 1, times: int = 1) -> Every:
    """So many times in so many units, as an even interval where there is one."""
    freq, interval = _UNITS[unit]
    interval *= count
    if times <= 1:
        return Every(freq, interval)
    months = {"MONTHLY": interval, "YEARLY": 12 * interval}.get(freq, 0)
    if months and months % times == 0:
        return Every("MONTHLY", months // times)
    if months == 1 and times in (2, 4):
        return Every("WEEKLY", 4 // times, fuzzy=True)
    return Every(freq, interval, fuzzy=True)


def every(found: Found) -> list[Every] | None:
    """'hằng tháng', 'mỗi 6 tháng', '02 lần/năm', '06 tháng một lần', 'định kỳ hằng quý'."""
    unit, times = found.one("u"), _int(found.one("k"))
    assert unit is not None
    count = _int(found.one("n")) or 1
    if count >= 100:
        return None
    made = every_of(unit_name(unit), count, times)
    made.theo = word_value(found.all()[0], "EVERY") == "theo"
    return [made]


def every_annual(found: Found) -> list[Every] | None:
    """'thường niên'."""
    return [Every("YEARLY")]


def every_list(found: Found) -> list[Every] | None:
    """'hằng quý, 6 tháng, năm': the first is the main one."""
    out: list[Every] = []
    for node in found.all():
        if isinstance(node.value, list):
            out += node.value
        elif isinstance(node.value, tuple) and node.value[1] in _UNITS:
            out.append(every_of(node.value[1], node.value[0]))
        elif isinstance(node.value, dict) and (names := _UNITS.keys() & node.value.keys()):
            out.append(every_of(names.pop()))
    return out


def every_list_bare(found: Found) -> list[Every] | None:
    """'tháng, quý, năm' or '6 tháng, năm' standing alone."""
    return every_list(found)


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
    return Calendar("week", num=_int(number) or 1, part=name if number is None else "", of=of, rule=found.rule)


def part_of_recurrence(found: Found) -> list[Every] | None:
    """'cuối hằng tháng': the last day of it; the beginning: its first."""
    node, side = found.one("e"), word_value(found.one("p"), "PART")
    assert node is not None
    main: Every = node.value[0]
    day = {"start": "10", "middle": "20", "end": "-1"}[side or "end"]
    by = {"BYMONTH": "12", "BYMONTHDAY": day} if main.freq == "YEARLY" else {"BYMONTHDAY": day}
    return [Every(main.freq, main.interval, by if main.freq in ("MONTHLY", "YEARLY") else {}, True)]


def weekday(found: Found) -> dict[str, str] | None:
    """'ngày thứ Sáu', 'chiều thứ Sáu'."""
    node = found.one("w")
    return node.value if node is not None else None


def week_of_named_month(found: Found) -> Calendar:
    """'tuần thứ 3 tháng 8/2026'."""
    named, this = found.one("x"), found.one("t")
    given, shift = _year_and_shift(found)
    num = _int(found.one("m"))
    if named is not None:
        num, given = _numbers(named)
    of = Calendar("month", given, num, shift=_shift(this) if this is not None and not num else shift)
    return Calendar("week", num=_int(found.one("n")), of=of, rule=found.rule)


def edge(found: Found) -> Calendar | None:
    """'15 ngày đầu của quý sau', '2 tuần cuối tháng 6/2026'."""
    size, unit = found.one("n"), found.one("c")
    if size is None or unit is None or size.value[1] not in ("DAY", "WEEK"):
        return None
    of = unit.value if isinstance(unit.value, Calendar) else Calendar(unit_name(unit).lower(), shift=0)
    days = size.value[0] * (7 if size.value[1] == "WEEK" else 1)
    side = "start" if word_value(found.one("p"), "FIRST") is not None else "end"
    return Calendar("edge", num=days, part=side, of=of, rule=found.rule)


def edge_day(found: Found) -> Calendar | None:
    """'ngày cuối cùng của tháng 6/2026', 'ngày làm việc cuối cùng của quý II', 'ngày cuối tháng'."""
    side, unit = found.one("p"), found.one("c")
    assert side is not None and unit is not None
    of = unit.value if isinstance(unit.value, Calendar) else Calendar(unit_name(unit).lower(), shift=0)
    worked = word_value(found.all()[0], "WORKDAY") is not None
    return Calendar("edge_workday" if worked else "edge", num=1, part=_side(side), of=of, rule=found.rule)


def _side(node: Node) -> str:
    """'start' for the first, 'end' for the last of something."""
    return "end" if {"LAST", "LASTDAY"} & node.value.keys() else "start"


def rest(found: Found) -> Calendar | None:
    """'các tháng còn lại của năm 2026': from the document's day to the end."""
    unit = found.one("c")
    assert unit is not None
    of = unit.value if isinstance(unit.value, Calendar) else Calendar(unit_name(unit).lower(), shift=0)
    return Calendar("rest", of=of, rule=found.rule)


def lunar_date(found: Found) -> Calendar | None:
    """'ngày 23 tháng Chạp', 'rằm tháng Bảy năm 2026'."""
    given, shift = _year_and_shift(found)
    day = _int(found.one("d")) or 15
    return _lunar(Calendar("date", given, _int(found.one("m")), day, shift=shift, rule=found.rule))


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
    day = _int(found.one("d"))
    months = [node.value for node in found.all("l") if isinstance(node.value, int)]
    if not 1 <= day <= 31 or months != sorted(set(months)) or not 1 <= months[0] <= months[-1] <= 12:
        return None
    return Calendar("quarter_day", day=day, each=tuple(months), rule=found.rule)


BUILDERS: dict[str, Builder] = {
    f.__name__: f
    for f in (
        date_numeric,
        date_words,
        date_this_month,
        day_number,
        day_range,
        month,
        quarter,
        week,
        week_no_year,
        year,
        month_list,
        quarter_list,
        year_list,
        months_of_year,
        clock,
        amount,
        every,
        every_annual,
        every_list,
        every_list_bare,
        part,
        week_of_month,
        part_of_recurrence,
        weekday,
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
