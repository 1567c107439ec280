"""Which of the places that share a name a text can mean: those near it, of its time, of its own district first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from gazetteers.areas import Areas
from gazetteers.places import REFORM
from gazetteers.records import Area, Level


def kin_of(areas: Areas, province: str, on: date | None = None) -> frozenset[str]:
    """A province, what it went into and what went into it: an older or a newer text may name any of them.

    `on`: the day of the text; another province that stood beside it then is none of its own.
    """
    known = areas.get(province)
    if known is None:
        return frozenset({province})
    roots = {province, *known.successors}
    kin = [a for a in areas.under() if a.id in roots or roots & set(a.successors)]
    beside = on is not None and known.valid(on)
    return frozenset(a.id for a in kin if a is known or not (beside and a.valid(on)))


def narrow(
    areas: tuple[Area, ...], kin: frozenset[str], province: Area | None, own: str | None, on: date | None
) -> tuple[Area, ...]:
    """The places that a text can mean; each rule holds where it leaves any.

    `kin`: the provinces near it (empty where its province is unknown), `own`: its own district's id, `on`: its date.
    """
    for keep in _rules(kin, province, own, on):
        if len(areas) < 2:
            return areas
        areas = tuple(filter(keep, areas)) or areas
    return _last(_closest(areas, on)) if len(areas) > 1 else areas


def _rules(
    kin: frozenset[str], province: Area | None, own: str | None, on: date | None
) -> Iterator[Callable[[Area], bool]]:
    if kin:
        yield lambda a: a.level == Level.PROVINCE or a.province in kin
    if own and "/" in own:
        yield lambda a: a.id == own or a.district == own
    yield (lambda a: a.valid(on)) if on else (lambda a: a.valid_to is None)
    if province and (province.valid_to or (on and on < REFORM)):  # a merged province has the places of all its parts
        here = province.id
        yield lambda a: a.level == Level.PROVINCE or a.province == here or a.id == here


def _closest(areas: tuple[Area, ...], on: date | None) -> tuple[Area, ...]:
    """Of places that all have ended those that lasted longest."""
    ends = [a.valid_to for a in areas if a.valid_to]
    if len(ends) < len(areas) or (on and any(a.valid(on) for a in areas)):
        return areas
    return tuple(a for a in areas if a.valid_to == max(ends))


def _last(areas: tuple[Area, ...]) -> tuple[Area, ...]:
    """Without the places that went into another of them: one commune before and after its district changed."""
    ids = {a.id for a in areas}
    return tuple(a for a in areas if not ids & set(a.successors)) or areas
