"""Calendar units to days: the window of a unit, the year left out, and which day is the last under a bound."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Callable
from datetime import date, timedelta

from extractors.deadlines.meaning import (
    BEFORE,
    DATE,
    FROM,
    HALF_YEAR,
    MONTH,
    PERIOD,
    QUARTER,
    WITHIN,
    YEAR,
    Calendar,
    Issued,
    Meaning,
    Window,
    month_end,
)
from extractors.deadlines.workdays import add_working_days, is_working_day, solar, subtract_working_days
from extractors.models import Bound, DeadlineKind

_DAY = timedelta(days=1)
_STALE = timedelta(days=31)  # a day further back than this, its year left out, is meant for the next year
_THIRD = {"start": 0, "middle": 1, "end": 2}


def window(unit: Calendar, issued: Issued) -> Window:
    """The days of a unit. What is impossible keeps its value, without days; `inferred` where the year was left out."""
    return _WINDOWS[unit.unit](unit, issued)


def year_of(unit: Calendar, issued: Issued, last_day: Callable[[int], date]) -> tuple[int | None, bool]:
    """The unit's year, and whether it was inferred: the document's, or the next when that is long past."""
    if unit.year is not None:
        return unit.year, False
    if issued.first is None:
        return None, True
    year = issued.first.year
    if unit.shift:
        return year + unit.shift, True
    try:
        return (year + 1 if last_day(year) < issued.first - _STALE else year), True
    except ValueError:  # 29 February: the next year, where that has one
        return (year + 1 if isleap(year + 1) else year), True


def _date(unit: Calendar, issued: Issued) -> Window:
    year, inferred = unit.year, False
    if year is None:
        year, inferred = year_of(unit, issued, lambda y: date(y, unit.num, unit.day))
    try:
        day = date(year, unit.num, unit.day) if year else None
    except ValueError:
        return Window(DATE, None, None, f"{year}-{unit.num:02d}-{unit.day:02d}", inferred, problem="impossible")
    if day is None:
        return Window(DATE, None, None, f"XXXX-{unit.num:02d}-{unit.day:02d}", inferred, problem="no_year")
    return Window(DATE, day, day, day.isoformat(), inferred)


def _day(unit: Calendar, issued: Issued) -> Window:
    """A day whose month is left out: in the document's month, or the next when it is past."""
    if issued.first is None or issued.last is None:
        return Window(DATE, None, None, f"XXXX-XX-{unit.day:02d}", True, problem="no_year")
    later = unit.day < issued.first.day and issued.day is not None
    return _date_this(Calendar("date_this", None, 0, unit.day, shift=int(later)), issued)


def _date_this(unit: Calendar, issued: Issued) -> Window:
    """A day of this month or the next."""
    whole = _months_from(issued, 1, unit.shift or 0, DATE)
    if whole.first is None:
        return whole
    found = _date(Calendar("date", whole.first.year, whole.first.month, unit.day), issued)
    found.inferred = True
    return found


def _month(unit: Calendar, issued: Issued) -> Window:
    if unit.shift is not None and unit.num == 0:
        return _months_from(issued, 1, unit.shift, MONTH)
    if not 1 <= unit.num <= 12:
        return Window(MONTH, None, None, None, problem="impossible")
    year, inferred = year_of(unit, issued, lambda y: month_end(y, unit.num))
    if year is None:
        return Window(MONTH, None, None, f"XXXX-{unit.num:02d}", True, problem="no_year")
    return Window(MONTH, date(year, unit.num, 1), month_end(year, unit.num), f"{year}-{unit.num:02d}", inferred)


def _quarter(unit: Calendar, issued: Issued) -> Window:
    if unit.shift is not None and unit.num == 0:
        return _months_from(issued, 3, unit.shift, QUARTER)
    if not 1 <= unit.num <= 4:
        return Window(QUARTER, None, None, None, problem="impossible")
    year, inferred = year_of(unit, issued, lambda y: month_end(y, 3 * unit.num))
    if year is None:
        return Window(QUARTER, None, None, f"XXXX-Q{unit.num}", True, problem="no_year")
    first, last = date(year, 3 * unit.num - 2, 1), month_end(year, 3 * unit.num)
    return Window(QUARTER, first, last, f"{year}-Q{unit.num}", inferred)


def _months_from(issued: Issued, length: int, shift: int, kind: DeadlineKind) -> Window:
    """This month or quarter, or the one `shift` later."""
    if issued.first is None:
        return Window(kind, None, None, None, True, problem="no_year")
    index = issued.first.year * 12 + issued.first.month - 1
    index = index - index % length + shift * length
    year, month = divmod(index, 12)
    last_year, last_month = divmod(index + length - 1, 12)
    value = f"{year}-{month + 1:02d}" if length == 1 else f"{year}-Q{month // 3 + 1}"
    return Window(kind, date(year, month + 1, 1), month_end(last_year, last_month + 1), value, True)


def _year(unit: Calendar, issued: Issued) -> Window:
    year, inferred = year_of(unit, issued, lambda y: date(y, 12, 31))
    if year is None:
        return Window(YEAR, None, None, None, True, problem="no_year")
    return Window(YEAR, date(year, 1, 1), date(year, 12, 31), str(year), inferred)


def _months(unit: Calendar, issued: Issued) -> Window:
    """Months `num` to `last` of a year: a list, a half-year, the first nine months."""
    kind = HALF_YEAR if unit.part == "half" else PERIOD
    year, inferred = year_of(unit, issued, lambda y: month_end(y, unit.last))
    if year is None:
        return Window(kind, None, None, None, True, problem="no_year")
    value = (
        f"{year}-H{1 if unit.num == 1 else 2}"
        if unit.part == "half"
        else f"{year}-{unit.num:02d}/{year}-{unit.last:02d}"
    )
    return Window(kind, date(year, unit.num, 1), month_end(year, unit.last), value, inferred)


def _years(unit: Calendar, issued: Issued) -> Window:
    """Years `year` to `last`, as listed."""
    assert unit.year is not None
    first, last = date(unit.year, 1, 1), date(unit.last, 12, 31)
    return Window(PERIOD, first, last, f"{unit.year}/{unit.last}")


def _week(unit: Calendar, issued: Issued) -> Window:
    if unit.of is not None:
        return _week_of_month(unit, window(unit.of, issued))
    if unit.num:
        year, inferred = year_of(unit, issued, lambda y: date.fromisocalendar(y, unit.num, 7))
        try:
            first = date.fromisocalendar(year, unit.num, 1) if year else None
        except ValueError:
            return Window(PERIOD, None, None, None, problem="impossible")
    else:
        inferred, monday = True, issued.day - timedelta(days=issued.day.weekday()) if issued.day else None
        first = monday + timedelta(weeks=unit.shift or 0) if monday else None
    if first is None:
        return Window(PERIOD, None, None, None, True, problem="no_day")
    iso = first.isocalendar()
    return Window(PERIOD, first, first + 6 * _DAY, f"{iso.year}-W{iso.week:02d}", inferred)


def _week_of_month(unit: Calendar, month: Window) -> Window:
    """Weeks of a month by convention: days 1-7, 8-14, 15-21, 22 to the end; the last week: the last seven days."""
    if month.first is None or month.last is None or unit.num > 5:
        return Window(PERIOD, None, None, None, problem=month.problem or "impossible")
    if unit.part == "end":
        first, last = month.last - 6 * _DAY, month.last
    else:
        first = month.first + 7 * (unit.num - 1) * _DAY
        last = month.last if unit.num >= 4 else first + 6 * _DAY
    return Window(PERIOD, first, last, f"{first}/{last}", month.inferred, True)


def _part(unit: Calendar, issued: Issued) -> Window:
    """The beginning, middle or end of a unit: ten days of a month, thirds of the rest; halves where so written."""
    assert unit.of is not None
    whole = window(unit.of, issued)
    if whole.first is None or whole.last is None:
        return Window(PERIOD, None, None, whole.value, whole.inferred, True, whole.problem)
    half = unit.part in ("1", "2")
    if half and whole.kind is YEAR:
        return _months(
            Calendar(
                "months", whole.first.year, 1 if unit.part == "1" else 7, 0, 6 if unit.part == "1" else 12, part="half"
            ),
            issued,
        )
    first, last = _cut(whole, int(unit.part) - 1, 2) if half else _cut(whole, _THIRD[unit.part], 3)
    return Window(PERIOD, first, last, whole.value, whole.inferred, True)


def _cut(whole: Window, index: int, parts: int) -> tuple[date, date]:
    assert whole.first is not None and whole.last is not None
    days = (whole.last - whole.first).days + 1
    if days > 45:
        size = round(days / 30.4) // parts
        first = _add_months(whole.first, index * size)
        return first, (whole.last if index == parts - 1 else _add_months(first, size) - _DAY)
    size = (10 if parts == 3 else 15) if days > 20 else max(1, days // parts)
    first = whole.first + index * size * _DAY
    return first, (whole.last if index == parts - 1 else first + (size - 1) * _DAY)


def _add_months(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, month_end(year, month + 1).day))


add_months = _add_months


def _edge(unit: Calendar, issued: Issued) -> Window:
    """The first or last so many days of a unit."""
    assert unit.of is not None
    whole = window(unit.of, issued)
    if whole.first is None or whole.last is None or unit.num > 366:
        return Window(PERIOD, None, None, None, whole.inferred, problem=whole.problem or "impossible")
    first = whole.first if unit.part == "start" else whole.last - (unit.num - 1) * _DAY
    if unit.num == 1:
        return Window(DATE, first, first, first.isoformat(), whole.inferred)
    last = first + (unit.num - 1) * _DAY
    return Window(PERIOD, first, last, f"{first}/{last}", whole.inferred)


def _edge_workday(unit: Calendar, issued: Issued) -> Window:
    """The first or last so many working days of a unit."""
    if unit.num > 1:
        return _edge_workdays(unit, issued)
    edge = _edge(unit, issued)
    step = _DAY if unit.part == "start" else -_DAY
    while edge.first is not None and not is_working_day(edge.first):
        edge = Window(DATE, edge.first + step, edge.first + step, None, edge.inferred)
    edge.last, edge.value = edge.first, edge.first.isoformat() if edge.first else None
    return edge


def _edge_workdays(unit: Calendar, issued: Issued) -> Window:
    edge = _edge(unit, issued)
    if edge.first is None or edge.last is None:
        return edge
    if unit.part == "start":
        edge.last = add_working_days(edge.first - _DAY, unit.num)
    else:
        edge.first = subtract_working_days(edge.last + _DAY, unit.num)
    edge.value = f"{edge.first}/{edge.last}"
    return edge


def _rest(unit: Calendar, issued: Issued) -> Window:
    """What is left of a unit on the document's day."""
    assert unit.of is not None
    whole = window(unit.of, issued)
    if whole.first is None or whole.last is None:
        return Window(PERIOD, None, None, None, whole.inferred, problem=whole.problem)
    first = max(whole.first, issued.first) if issued.first else whole.first
    return Window(PERIOD, first, whole.last, f"{first}/{whole.last}", whole.inferred)


def _lunar(unit: Calendar, issued: Issued) -> Window:
    """A day of the lunar calendar; its year left out, the next such day."""
    around = [issued.first.year + n for n in (-1, 0, 1)] if issued.first else []
    years = around if unit.year is None else [unit.year]
    days = [day for year in years if (day := solar(year, unit.num, unit.day))]
    if unit.year is None:
        days = [day for day in days if issued.first and day >= issued.first - _STALE]
    if not days:
        return Window(DATE, None, None, None, unit.year is None, problem="no_year" if not years else "impossible")
    return Window(DATE, days[0], days[0], days[0].isoformat(), unit.year is None)


def _today(unit: Calendar, issued: Issued) -> Window:
    if issued.day is None:
        return Window(DATE, None, None, None, True, problem="no_day")
    day = issued.day + (unit.shift or 0) * _DAY
    return Window(DATE, day, day, day.isoformat(), True)


_WINDOWS: dict[str, Callable[[Calendar, Issued], Window]] = {
    "date": _date,
    "day": _day,
    "date_this": _date_this,
    "month": _month,
    "quarter": _quarter,
    "year": _year,
    "months": _months,
    "years": _years,
    "week": _week,
    "part": _part,
    "edge": _edge,
    "edge_workday": _edge_workday,
    "rest": _rest,
    "lunar": _lunar,
    "today": _today,
}


def bounded(
    unit: Calendar, bound: Bound | None, issued: Issued, clock: str | None = None, after: bool = False
) -> Meaning:
    """The meaning of a unit under a bound: which day is the last that complies, from which day on.

    `after`: from the day after the unit, before the end of the unit.
    """
    found = window(unit, issued)
    meaning = Meaning(
        found.kind,
        bound,
        found.value,
        None,
        None,
        clock,
        inferred=found.inferred,
        fuzzy=found.fuzzy,
        problem=found.problem,
        strong=bound is not None or clock is not None or unit.unit == "today",
        unit=unit,
    )
    first, last = found.first, found.last
    if bound is None and found.kind is not DATE:
        meaning.bound = bound = WITHIN
    if first is None or last is None:
        return meaning
    if bound is FROM:
        meaning.kind = PERIOD
        meaning.due_from = last + _DAY if after else first
    elif bound is BEFORE:
        whole = clock or after or (unit.part == "end" and first != last)
        meaning.due_date = last if whole else first - _DAY
    else:
        meaning.due_date = last
        if bound is WITHIN and found.kind is not DATE:
            meaning.due_from = first
    return _checked(meaning, issued)


def _checked(meaning: Meaning, issued: Issued) -> Meaning:
    """Flags a last day before the document's own date."""
    if meaning.due_date and issued.first and meaning.due_date < issued.first:
        meaning.problem = meaning.problem or "past"
    return meaning


checked = _checked
