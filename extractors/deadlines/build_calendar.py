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


def int_of(node: Node | None) -> int:
    """A number node's value: digits, words, roman; the word "năm" is five."""
    if node is None:
        return 0
    if isinstance(node.value, dict):
        return int(node.value.get("ROMAN") or node.value.get("LUNARMONTH") or 5)
    return int(node.value)


def numbers_of(node: Node | None) -> list[int]:
    return [int(n) for n in _NUMBERS.findall(node.value)] if node is not None else []


def _full_year(year: int) -> int:
    return year + 2000 if year < 100 else year


def year_and_shift(found: Found) -> tuple[int | None, int | None]:
    """The year a pattern names: `y` a number, `t` this or next year."""
    year, this = found.one("y"), found.one("t")
    if year is not None:
        return int(year.value), None
    return None, shift_of(this) if this is not None else None


def shift_of(node: Node) -> int:
    return int(word_value(node, "THIS") or word_value(node, "ADJOINING") or 0)


def _dates(day: int, month: int, year: int | None, shift: int | None, found: Found) -> Calendar | None:
    if not (1 <= day <= 31 and 1 <= month <= 12) and year is None:
        return None
    return Calendar("date", year, month, day, shift=shift, rule=found.rule)


def date_numeric(found: Found) -> Calendar | None:
    """'20/5/2026', '2026-05-20', '20/5' with the year after it or left out."""
    node = found.one("x")
    numbers = numbers_of(node)
    year, shift = year_and_shift(found)
    if len(numbers) == 3:
        if numbers[0] > 1000:
            numbers.reverse()
        return _dates(numbers[0], numbers[1], _full_year(numbers[2]), None, found)
    return _dates(numbers[0], numbers[1], year, shift, found)


def date_words(found: Found) -> Calendar | None:
    """'ngày 15 tháng 6 năm 2026', 'ngày 15 tháng 6/2026', 'ngày 30-6'."""
    day = int_of(found.one("d"))
    if found.one("x") is not None:
        month, year = numbers_of(found.one("x"))
        return _dates(day, month, year, None, found)
    year_given, shift = year_and_shift(found)
    return _dates(day, int_of(found.one("m")), year_given, shift, found)


def date_this_month(found: Found) -> Calendar | None:
    """'ngày 15 tháng này': the month is resolved with the document's date."""
    this = found.one("t")
    assert this is not None
    return Calendar("date_this", None, 0, int_of(found.one("d")), shift=shift_of(this), rule=found.rule)


def day_number(found: Found) -> Calendar | None:
    """'ngày 15': a day of a month that is named elsewhere."""
    day = int_of(found.one("d"))
    return Calendar("day", None, 0, day, rule=found.rule) if 1 <= day <= 31 else None


def day_range(found: Found) -> Calendar | None:
    """'ngày 20 - 25' of every month: the last day counts."""
    first, last = found.one("a"), int_of(found.all()[-1])
    return Calendar("day", None, 0, last, rule=found.rule) if first and first.value.day < last <= 31 else None


def _unit_of_year(found: Found, unit: str, top: int, name: str) -> Calendar | None:
    this = found.one("t")
    if found.one("x") is not None:
        num, year = numbers_of(found.one("x"))
        return Calendar(unit, _full_year(year), num, rule=found.rule) if year > 12 else None
    num = int_of(found.one(name))
    if not num:
        return Calendar(unit, shift=shift_of(this), rule=found.rule) if this is not None else None
    year_given, shift = year_and_shift(found)
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
    given, shift = year_and_shift(found)
    return Calendar("year", given, shift=shift, rule=found.rule)


def _list(found: Found, size: int, top: int) -> Calendar | None:
    """A list or range of months or quarters as one window from the first to the last."""
    year_given, shift = year_and_shift(found)
    numbers = [int_of(n) for n in found.all("l") if isinstance(n.value, int) or word_value(n, "ROMAN")]
    if found.one("x") is not None:
        last, year_given = numbers_of(found.one("x"))
        numbers.append(last)
    if not all(1 <= n <= top for n in numbers) or numbers != sorted(set(numbers)):
        return None
    if found.one("k") is not None and int_of(found.one("k")) != len(numbers):  # '02 tháng 7 và 8'
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
    count, side = int_of(found.one("n")) if found.one("n") else 3, found.one("p")
    if not 1 <= count <= 11 or (side is None and count not in (3, 6, 9)):
        return None
    given, shift = year_and_shift(found)
    start = 13 - count if side is not None and "FIRST" not in side.value else 1
    return Calendar("months", given, start, 0, start + count - 1, shift, "half" if count == 6 else "", rule=found.rule)


def clock(found: Found) -> str | None:
    """A time of day as 'HH:MM'; '4 giờ chiều' is 16:00. None for what no clock shows (48 giờ is an amount)."""
    text = found.one("x")
    if text is not None:
        match = _CLOCK.match(text.value)
        assert match is not None
        hour, minute = int(match[1]), 30 if text.value.endswith("rưỡi") else int(match[2] or 0)
    else:
        hour, minute = int_of(found.one("h")), int_of(found.one("m"))
    part = word_value(found.all()[-1], "DAYPART")
    if part in ("TAF", "TEV") and hour < 12:
        hour += 12
    return f"{hour:02d}:{minute:02d}" if minute < 60 else None


def amount(found: Found) -> tuple[int, str] | None:
    """'15 ngày làm việc', 'mười ngày', '03 tháng', 'năm ngày làm việc'."""
    unit = found.one("u")
    assert unit is not None
    count = int_of(found.one("n"))
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
    unit, times = found.one("u"), int_of(found.one("k"))
    assert unit is not None
    count = int_of(found.one("n")) or 1
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
        part_of_recurrence,
        weekday,
    )
}
