"""Builders of recurrences with their day, month or clock, as RFC 5545 rules."""

from __future__ import annotations

from calendar import monthrange

from extractors.deadlines.build_calendar import every_of, unit_name, word_value
from extractors.deadlines.build_phrases import direction
from extractors.deadlines.grammar import Builder, Found
from extractors.deadlines.meaning import BEFORE, ONGOING, RECURRING, WITHIN, Calendar, Every, Meaning
from extractors.deadlines.scan import Node
from extractors.models import Bound

_DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


def _meaning(every: Every, bound: Bound | None = None, clock: str | None = None) -> Meaning:
    return Meaning(
        RECURRING,
        bound,
        None,
        rrule=every.rrule(),
        due_time=clock,
        fuzzy=every.fuzzy,
        strong=bool(every.by) or clock is not None,
        every=every,
    )


def _repeat(node: Node) -> Every:
    """The recurrence of a node; a unit alone ('của tháng') repeats with itself."""
    every: Every = node.value[0] if isinstance(node.value, list) else every_of(unit_name(node))
    return every


def edge_of_recurrence(found: Found) -> list[Every] | None:
    """'ngày cuối cùng hằng tháng', 'ngày làm việc đầu tiên của tháng'."""
    node, side = found.one("e"), found.one("p")
    assert node is not None and side is not None
    every, last = _repeat(node), "LAST" in side.value
    if every.freq not in ("MONTHLY", "YEARLY"):
        return None
    by = {"BYMONTH": "12" if last else "1"} if every.freq == "YEARLY" else {}
    if found.one("w") is not None:
        by |= {"BYDAY": ",".join(_DAYS[:5]), "BYSETPOS": "-1" if last else "1"}
    else:
        by |= {"BYMONTHDAY": "-1" if last else "1"}
    return [Every(every.freq, every.interval, by, every.fuzzy)]


def nth_weekday(found: Found) -> list[Every] | None:
    """'thứ Hai tuần đầu của tháng', 'thứ Sáu cuối cùng hằng tháng': the first or the last of the month."""
    node, number = found.one("e"), found.one("n")
    day = word_value(found.one("w"), "WEEKDAY")
    assert node is not None and day is not None
    every = _repeat(node)
    nth = number.value if number is not None else -1 if word_value(found.one("p"), "LAST") is not None else 1
    if every.freq != "MONTHLY" or not -1 <= nth <= 5:
        return None
    return [Every("MONTHLY", every.interval, {"BYDAY": f"{nth}{day}"}, every.fuzzy)]


def week_of_recurrence(found: Found) -> list[Every] | None:
    """'tuần đầu hằng tháng': by convention up to day 7, 14, 21; the last week to the end."""
    node, number = found.one("e"), found.one("n")
    assert node is not None
    every, week = node.value[0], number.value if number is not None else 1
    if every.freq != "MONTHLY" or every.by or week > 4:
        return None
    last = word_value(found.one("p"), "LAST") is not None or week == 4
    return [Every("MONTHLY", every.interval, {"BYMONTHDAY": "-1" if last else str(7 * week)}, True)]


def recurring(found: Found) -> list[Meaning] | None:
    """'hằng tháng', 'định kỳ hằng quý, 6 tháng, năm'."""
    node = found.one("e")
    if node is None or node.rule == "report":
        return None
    meanings = [_meaning(every) for every in node.value]
    meanings[0].definite = node.rule in ("every_times", "every_periodic")
    first = node.value[0]
    meanings[0].said_theo = first.theo
    meanings[0].more = meanings[1:]
    return meanings[:1]


def _month_day(day: int, month: int | None, before: bool) -> dict[str, str]:
    """The day of a rule; before the first of a month: the last of the month before it."""
    by: dict[str, str] = {}
    if before:
        day -= 1
        if day == 0:
            month = (month - 2) % 12 + 1 if month else None
            day = monthrange(2025, month)[1] if month and month != 2 else -1
    if month:
        by["BYMONTH"] = str(month)
    by["BYMONTHDAY"] = str(day)
    return by


def _placed(every: Every, node: Node, before: bool) -> Every | None:
    """The recurrence on the day that a node names; None where the two do not fit."""
    weekday = word_value(node, "WEEKDAY")
    if weekday:
        name = _DAYS[_DAYS.index(weekday) - 1] if before else weekday
        return Every("WEEKLY" if every.freq == "DAILY" else every.freq, every.interval, {"BYDAY": name}, every.fuzzy)
    unit: Calendar = Calendar("day", day=node.value) if isinstance(node.value, int) else node.value
    if unit.unit == "day" and not 1 <= unit.day <= 31:
        return None
    if every.fuzzy and every.freq == "WEEKLY" and unit.unit == "day":  # '02 lần/tháng (ngày 14 và 28)'
        every = Every("MONTHLY")
    if every.freq == "YEARLY" and unit.unit == "date" and unit.year is None:
        return Every(every.freq, every.interval, _month_day(unit.day, unit.num, before), every.fuzzy)
    if every.freq == "MONTHLY" and unit.unit in ("day", "date_this"):
        return Every(every.freq, every.interval, _month_day(unit.day, None, before), every.fuzzy)
    return None


def placed_later(meaning: Meaning, every: Every, unit: Calendar) -> bool:
    """'Hằng tháng, báo cáo … trước ngày 20': the recurrence takes the day named later; False where it does not fit."""
    node = Node("", 0, 0, unit)
    placed = _placed(every, node, meaning.bound is BEFORE and meaning.due_time is None)
    if placed is None or not placed.by:
        return False
    meaning.rrule = placed.rrule()
    return True


def _joined(first: Every, second: Every) -> Every | None:
    """Two days of one recurrence as one rule, where one rule can say it."""
    same = [k for k in first.by if first.by[k] == second.by.get(k)]
    if first.by.keys() != second.by.keys() or len(same) < len(first.by) - 1:
        return None
    merged = {k: v if k in same else f"{v},{second.by[k]}" for k, v in first.by.items()}
    return Every(first.freq, first.interval, merged, first.fuzzy)


def _is_day(node: Node) -> bool:
    return isinstance(node.value, (int, Calendar)) or word_value(node, "WEEKDAY") is not None


def recurring_day(found: Found) -> list[Meaning] | None:
    """'trước ngày 25 hằng tháng', 'thứ Sáu hằng tuần trước 16h00', 'ngày 15/6 và 15/12 hằng năm'."""
    node, x, time = found.one("e"), found.one("x"), found.one("c")
    assert node is not None
    dated = x is not None and isinstance(x.value, Calendar) and x.value.unit == "date"
    if node.rule == "report" and dated and node.value[0].freq != "YEARLY":
        return None
    bound = direction(found.all("b")).bound
    clock = time.value if time is not None else None
    before = bound is BEFORE and clock is None
    repeats = node.value if isinstance(node.value, list) else [Every("MONTHLY")]  # 'ngày 20 các tháng'
    base: Every = repeats[0]
    days = ([x] if x is not None else []) + [n for n in found.all("z") if _is_day(n)]
    placed = [_placed(base, n, before) for n in days]
    if None in placed:
        return None
    rules: list[Every] = []
    for rule in placed or [base]:
        one = _joined(rules[-1], rule) if rules and rule is not None else None
        if one is not None:
            rules[-1] = one
        elif rule is not None:
            rules.append(rule)
    meanings = [_meaning(rule, bound, clock) for rule in rules] + [_meaning(rule) for rule in repeats[1:]]
    meanings[0].more = meanings[1:]
    return meanings[:1]


def recurring_clocks(found: Found) -> list[Meaning] | None:
    """'trước 06 giờ và 16 giờ hằng ngày': one rule where the minutes are the same, else one for each clock."""
    node = found.one("e")
    assert node is not None
    bound = direction(found.all("b")).bound
    base: Every = node.value[0]
    clocks = [n.value for n in found.all("k") if isinstance(n.value, str)]
    hours, minutes = zip(*(map(int, clock.split(":")) for clock in clocks), strict=True)
    if base.freq != "DAILY" or node.rule == "report":
        return None
    if len(set(minutes)) > 1:
        meanings = [_meaning(base, bound, clock) for clock in clocks]
        meanings[0].more = meanings[1:]
        return meanings[:1]
    by = {"BYHOUR": ",".join(map(str, hours))} | ({"BYMINUTE": str(minutes[0])} if minutes[0] else {})
    return [_meaning(Every("DAILY", base.interval, by, base.fuzzy), bound, clocks[0])]


def recurring_range(found: Found) -> list[Meaning] | None:
    """'từ 15/10 đến 15/11 hằng năm', 'từ ngày 20 đến ngày 25 hằng tháng': the last day complies."""
    node, first, last = found.one("e"), found.one("a"), found.one("z")
    assert node is not None and first is not None and last is not None
    base, a, z = node.value[0], first.value, last.value
    if isinstance(a, dict) or isinstance(z, dict):
        return _weekdays(base, word_value(first, "WEEKDAY"), word_value(last, "WEEKDAY"))
    if a.unit != z.unit or z.year is not None or len(node.value) > 1:
        return None
    if z.unit == "month" and base.freq == "YEARLY" and 1 <= a.num < z.num:
        months = ",".join(map(str, range(a.num, z.num + 1)))
        return [_meaning(Every("YEARLY", base.interval, {"BYMONTH": months}), WITHIN)]
    placed = _placed(base, last, False)
    return [_meaning(placed, WITHIN)] if placed is not None else None


def _weekdays(base: Every, first: str | None, last: str | None) -> list[Meaning] | None:
    """'từ thứ Hai đến thứ Sáu hằng tuần'."""
    if first is None or last is None or base.freq != "WEEKLY" or _DAYS.index(first) > _DAYS.index(last):
        return None
    days = _DAYS[_DAYS.index(first) : _DAYS.index(last) + 1]
    return [_meaning(Every("WEEKLY", base.interval, {"BYDAY": ",".join(days)}), WITHIN)]


def _half_or_nine(node: Node) -> bool:
    """Six or nine months, as an amount or as a recurrence."""
    if isinstance(node.value, list):
        return (node.value[0].freq, node.value[0].interval) in (("MONTHLY", 6), ("MONTHLY", 9))
    return node.value in ((6, "MONTH"), (9, "MONTH"))


def half_report(found: Found) -> list[Meaning] | None:
    """'6 tháng trước ngày 15/6': the report of six or nine months, every year."""
    amount, day = found.one("a"), found.one("x")
    assert amount is not None and day is not None
    unit: Calendar = day.value
    if not _half_or_nine(amount) or unit.year is not None or unit.unit != "date":
        return None
    bound = direction(found.all("b")).bound
    every = Every("YEARLY", 1, _month_day(unit.day, unit.num, bound is BEFORE))
    second = found.one("y")
    if second is None:
        return [_meaning(every, bound)]
    if second.value.year is not None or second.value.unit != "date":
        return None
    yearly = Every("YEARLY", 1, _month_day(second.value.day, second.value.num, bound is BEFORE))
    both = _joined(every, yearly)
    meaning = _meaning(both or every, bound)
    meaning.more = () if both else (_meaning(yearly, bound),)
    return [meaning]


def recurring_month(found: Found) -> list[Meaning] | None:
    """'tháng 12 hằng năm', 'quý I hằng năm', 'cuối năm hằng năm'."""
    node, month = found.one("e"), found.one("m")
    assert node is not None and month is not None
    unit: Calendar = month.value
    if unit.unit == "part":
        unit = unit.of or unit
    months = {
        "month": [unit.num],
        "quarter": list(range(3 * unit.num - 2, 3 * unit.num + 1)),
        "months": _listed(unit),
    }.get(unit.unit)
    base: Every = node.value[0]
    if base.freq != "YEARLY" or unit.year is not None or not months or not months[0]:
        return None
    bound = direction(found.all("b")).bound
    if bound is BEFORE:
        return [_meaning(Every("YEARLY", base.interval, _month_day(1, months[0], True)), bound)]
    return [_meaning(Every("YEARLY", base.interval, {"BYMONTH": ",".join(map(str, months))}), bound or WITHIN)]


def _listed(unit: Calendar) -> list[int]:
    """The months of a list of months or quarters."""
    if unit.part == "quarter" and unit.each:
        return [m for q in unit.each for m in range(3 * q - 2, 3 * q + 1)]
    return list(unit.each) or list(range(unit.num, unit.last + 1))


def recurring_next_month(found: Found) -> list[Meaning] | None:
    """'trước ngày 05 của tháng liền kề', 'ngày 10 tháng sau liền kề': every month, on that day of the next."""
    day, time, month = found.one("x"), found.one("c"), found.one("t")
    if day is None or month is None or not _any_month(month):
        return None
    bound = direction(found.all("b")).bound
    clock = time.value if time is not None else None
    by = _month_day(day.value.day, None, bound is BEFORE and clock is None)
    return [_meaning(Every("MONTHLY", 1, by), bound, clock)]


def _any_month(node: Node) -> bool:
    """'tháng liền kề', 'tháng sau', 'tháng' itself: no month in particular."""
    if isinstance(node.value, Calendar):
        return node.value.num == 0 and bool(node.value.shift)
    return True


def recurring_quarter_month(found: Found) -> list[Meaning] | None:
    """'ngày 15 tháng cuối quý': the months 3, 6, 9, 12; 'tháng đầu quý sau': 1, 4, 7, 10."""
    node, time = found.one("x"), found.one("c")
    assert node is not None
    bound = direction(found.all("b")).bound
    clock = time.value if time is not None else None
    unit: Calendar = node.value
    months = unit.each or ((1, 4, 7, 10) if unit.num == 1 else (3, 6, 9, 12))
    by: dict[str, str] = {}
    if unit.day:
        by = _month_day(unit.day, None, bound is BEFORE and clock is None)
        if by["BYMONTHDAY"] == "-1":  # before the first: the last day of the month before
            months = tuple(sorted((month - 2) % 12 + 1 for month in months))
    by = {"BYMONTH": ",".join(map(str, months))} | by
    return [_meaning(Every("YEARLY", 1, by), bound, clock)]


def periodic(found: Found) -> list[Meaning]:
    """'định kỳ', with nothing said of how often."""
    return [Meaning(RECURRING, strong=False)]


def ongoing(found: Found) -> list[Meaning]:
    """'thường xuyên', 'liên tục, không gián đoạn', 'thường xuyên trong năm'."""
    return [Meaning(ONGOING, strong=False)]


BUILDERS: dict[str, Builder] = {
    "edge_of_recurrence": edge_of_recurrence,
    "nth_weekday": nth_weekday,
    "week_of_recurrence": week_of_recurrence,
    "recurring": recurring,
    "recurring_day": recurring_day,
    "recurring_clocks": recurring_clocks,
    "recurring_range": recurring_range,
    "half_report": half_report,
    "recurring_month": recurring_month,
    "recurring_next_month": recurring_next_month,
    "recurring_quarter_month": recurring_quarter_month,
    "periodic": periodic,
    "ongoing": ongoing,
}
