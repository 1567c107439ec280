"""The Vietnamese calendar: working days (weekends, holidays with Tết, days moved by the government), lunar days."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Any

from gazetteers.deadline_lexicon import moved_days

_DAY = timedelta(days=1)


@cache
def _calendar() -> Any:
    import holidays

    return holidays.country_holidays("VN")


def is_working_day(day: date) -> bool:
    """Whether offices work on the day: moved days first, then the public holidays and weekends of the library."""
    moved = moved_days().get(day)
    return bool(_calendar().is_working_day(day)) if moved is None else moved


def add_working_days(start: date, count: int) -> date:
    """The `count`-th working day after `start` (which is not counted itself). `count` is at most 9,999."""
    day = start
    for _ in range(min(count, 9999)):
        day += _DAY
        while not is_working_day(day):
            day += _DAY
    return day


def subtract_working_days(end: date, count: int) -> date:
    """The `count`-th working day before `end` (which is not counted itself). `count` is at most 9,999."""
    day = end
    for _ in range(min(count, 9999)):
        day -= _DAY
        while not is_working_day(day):
            day -= _DAY
    return day


def solar(year: int, month: int, day: int) -> date | None:
    """The day of a day of the Vietnamese lunar calendar (leap months left aside); None for what no calendar holds."""
    from lunar_vn import LunarDate, lunar_to_solar, solar_to_lunar

    try:
        found = lunar_to_solar(LunarDate(day, month, year))
        back = solar_to_lunar(found)
    except ValueError:
        return None
    return found if (back.day, back.month) == (day, month) else None  # a 30th of a month of 29 days is none
