"""What the grammar's nodes mean: calendar units as written, windows of days, recurrences, and a phrase's meaning."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from extractors.models import Bound, DeadlineKind

# names of their own: looking a member up in its class costs ten times as much, and phrases are many
BEFORE, BY, WITHIN, FROM = Bound.BEFORE, Bound.BY, Bound.WITHIN, Bound.FROM
DATE, MONTH, QUARTER, HALF_YEAR = DeadlineKind.DATE, DeadlineKind.MONTH, DeadlineKind.QUARTER, DeadlineKind.HALF_YEAR
YEAR, PERIOD, DURATION = DeadlineKind.YEAR, DeadlineKind.PERIOD, DeadlineKind.DURATION
RECURRING, ONGOING, EVENT = DeadlineKind.RECURRING, DeadlineKind.ONGOING, DeadlineKind.EVENT


@dataclass(frozen=True, slots=True)
class Issued:
    """When the document was issued, as far as printed: the first and last day it may be; None where unknown."""

    first: date | None = None
    last: date | None = None

    @property
    def day(self) -> date | None:
        """The day itself, where it is printed in full."""
        return self.first if self.first == self.last else None


@lru_cache(maxsize=1024)
def read_issued(issued: date | str | None) -> Issued:
    """`date`, "2026-01-30", "2025-10" or "2025"; anything else counts as unknown."""
    if isinstance(issued, date):
        return Issued(issued, issued)
    try:
        parts = [int(p) for p in (issued or "").split("-")]
        if len(parts) == 3:
            day = date(*parts)
            return Issued(day, day)
        if len(parts) == 2:
            return Issued(date(parts[0], parts[1], 1), month_end(parts[0], parts[1]))
        return Issued(date(parts[0], 1, 1), date(parts[0], 12, 31))
    except ValueError:
        return Issued()


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])


@dataclass(slots=True)
class Calendar:
    """A calendar unit as written. `unit`: date, month, quarter, year, week, months (num..last), part, today.

    `year` None: left out; `shift`: this one (0), the next (1); `of`: the unit that a part or a week belongs to.
    """

    unit: str
    year: int | None = None
    num: int = 0
    day: int = 0
    last: int = 0
    shift: int | None = None
    part: str = ""
    of: Calendar | None = None
    each: tuple[int, ...] = ()  # the months or quarters of a list that has holes
    rule: str = ""


@dataclass(slots=True)
class Window:
    """A calendar unit on the calendar: its first and last day (None: impossible or unknown) and its TIMEX3 value."""

    kind: DeadlineKind
    first: date | None
    last: date | None
    value: str | None
    inferred: bool = False
    fuzzy: bool = False
    problem: str | None = None


@dataclass(slots=True)
class Every:
    """A recurrence: RFC 5545 frequency and interval, with its BYxxx parts in order."""

    freq: str
    interval: int = 1
    by: dict[str, str] = field(default_factory=dict)
    fuzzy: bool = False
    theo: bool = False  # said with "theo", which also means "according to"

    def rrule(self) -> str:
        """The rule as RFC 5545 writes it, without "RRULE:"."""
        parts = [f"FREQ={self.freq}", *([f"INTERVAL={self.interval}"] if self.interval > 1 else [])]
        return ";".join(parts + [f"{k}={v}" for k, v in self.by.items()])


@dataclass(slots=True)
class Meaning:
    """What one phrase says; `strong`: it states its own direction, so it needs no word before it to be a deadline."""

    kind: DeadlineKind
    bound: Bound | None = None
    value: str | None = None
    due_from: date | None = None
    due_date: date | None = None
    due_time: str | None = None
    rrule: str | None = None
    event: tuple[int, int] | None = None  # its range in the folded text
    inferred: bool = False
    fuzzy: bool = False
    problem: str | None = None
    strong: bool = True
    definite: bool = False  # says by itself that it recurs as a duty: "định kỳ", "02 lần/năm"
    unit: Calendar | None = None
    every: Every | None = None
    said_theo: bool = False  # "theo tháng": also an adjective
    weak_by: bool = False  # a bare "đến": also says how far something has come
    phase: bool = False  # a phase or term of years, as in names of plans
    more: Sequence[Meaning] = ()  # further recurrences of the same phrase
