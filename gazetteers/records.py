"""What the gazetteer is made of: rows of the data files, places, and the units they make together."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from gazetteers.fold import bare, nfc


class Level(StrEnum):
    """How far a unit reaches."""

    CENTRAL = "central"
    REGION = "region"
    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"


LEVELS = {str(level): level for level in Level}


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a unit file: a unit of its own, or a template that every place of its levels has once.

    `name` may hold one placeholder: {P} a place phrase ("tỉnh Đắk Lắk"), {N} a place's bare name, {C} a Party
    committee ("Tỉnh ủy"). `line` counts from 1 in `file`; dates are the first and the last day of validity.
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    abbreviation: str
    code: str
    levels: tuple[str, ...]
    parent: str
    valid_from: date | None
    valid_to: date | None
    successors: tuple[str, ...]
    group: str
    source: str
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]
    file: str
    line: int

    def __reduce__(self) -> tuple[type[Row], tuple[object, ...]]:
        return Row, tuple(getattr(self, name) for name in self.__slots__)  # loaded ten times as fast

    @property
    def slot(self) -> str:
        """The placeholder in the name, "" where the name has none."""
        return slot_of(self.name)

    @property
    def central(self) -> bool:
        """A unit of its own, not a template."""
        return self.levels == (Level.CENTRAL,)


@dataclass(frozen=True, slots=True, eq=False)  # there is one object a place: itself is its cheapest hash
class Area:
    """A province, district or commune; `province` is the id of its province ("" for a province itself).

    Ids: "bac-kan", "bac-kan/huyen-cho-don", a former commune "bac-kan/huyen-cho-don/xa-tan-lap", one of today
    "thai-nguyen/xa-cho-don".
    """

    id: str
    name: str
    kind: str  # tỉnh, thành phố, huyện, quận, thị xã, xã, phường, thị trấn, đặc khu
    level: str
    province: str
    valid_from: date | None
    valid_to: date | None
    successors: tuple[str, ...]
    aliases: tuple[str, ...]
    source: str

    @property
    def full(self) -> str:
        """Kind and name: "tỉnh Đắk Lắk"."""
        return f"{self.kind} {self.name}"

    @property
    def district(self) -> str:
        """The id of the district a former commune lay in, "" for all others."""
        return self.id.rpartition("/")[0] if self.id.count("/") == 2 else ""

    def valid(self, on: date | None) -> bool:
        """Whether the place existed on that day; always, where no day is given."""
        return within(on, self.valid_from, self.valid_to)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit at its place. `successors` are the ids it went into; `valid_from`, `valid_to` None: no known limit."""

    id: str
    name: str
    short_names: tuple[str, ...]
    abbreviation: str
    code: str
    level: str
    parent: str | None
    province: str | None
    valid_from: date | None
    valid_to: date | None
    successors: tuple[str, ...]
    source: str
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]
    collective: bool = False

    def valid(self, on: date | None) -> bool:
        """Whether the unit existed on that day; always, where no day is given."""
        return within(on, self.valid_from, self.valid_to)


def within(on: date | None, first: date | None, last: date | None) -> bool:
    """Whether a day lies between two days, either of which may be open."""
    return on is None or ((first is None or first <= on) and (last is None or on <= last))


@cache
def slot_of(name: str) -> str:
    """The placeholder a name ends with, "" for none."""
    return next((s for s in ("{P}", "{N}", "{C}") if s in name), "")


def slug(name: str) -> str:
    """'Sở Tài chính' -> 'so-tai-chinh'."""
    return re.sub(r"[^a-z0-9]+", "-", bare(nfc(name)).lower()).strip("-")
