"""All places, kept as lines of text and made into Areas when asked for: loading seventeen thousand costs nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property, lru_cache
from typing import Any, overload

from gazetteers.records import LEVELS, Area
from gazetteers.tokens import key_of


class Areas(Sequence[Area]):
    """The places by number and by id. Read-only; picklable as one text."""

    def __init__(self, areas: Iterable[Area] = (), text: str = "") -> None:
        text = text or "\n".join(map(_line, areas))
        self._text = text
        self._lines = text.split("\n") if text else []
        self._made: list[Area | None] = [None] * len(self._lines)
        self._named: dict[tuple[tuple[int, ...], str, tuple[str, ...]], tuple[Area, ...]] = {}

    def __reduce__(self) -> tuple[type[Areas], tuple[tuple[()], str]]:
        return Areas, ((), self._text)

    def __eq__(self, other: Any) -> bool:
        return isinstance(other, Areas) and self._text == other._text

    def __hash__(self) -> int:
        return hash(self._text)

    def __len__(self) -> int:
        return len(self._lines)

    @overload
    def __getitem__(self, number: int) -> Area: ...
    @overload
    def __getitem__(self, number: slice) -> list[Area]: ...
    def __getitem__(self, number: int | slice) -> Area | list[Area]:
        if isinstance(number, slice):
            return [self[n] for n in range(*number.indices(len(self)))]
        made = self._made[number]
        if made is None:
            made = self._made[number] = _area(self._lines[number])
        return made

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each id."""
        return {line[: line.index("\t")]: n for n, line in enumerate(self._lines)}

    @cached_property
    def _under(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for own, n in self.numbers.items():
            province, slash, _ = own.partition("/")
            found.setdefault(province if slash else "", []).append(n)
        return found

    def get(self, area_id: str) -> Area | None:
        """The place of that id."""
        number = self.numbers.get(area_id)
        return None if number is None else self[number]

    def named(self, numbers: tuple[int, ...], kind: str, levels: tuple[str, ...]) -> tuple[Area, ...]:
        """Of the places of one name those of a kind ("": any) and of the levels; the same tuple for the same question.

        Ninety communes were called Tân Lập: what was once made of them is kept.
        """
        asked = (numbers, kind, levels)
        found = self._named.get(asked)
        if found is None:
            areas = (self[n] for n in numbers)
            found = tuple(a for a in areas if a.level in levels and (not kind or a.kind == kind))
            self._named[asked] = found
        return found

    def under(self, province: str = "") -> Iterator[Area]:
        """The districts and communes of a province, of all times; without one all provinces."""
        return (self[n] for n in self._under.get(province, ()))


def place_keys(areas: Iterable[Area]) -> dict[str, tuple[int, ...]]:
    """The numbers of the places by the keys of their names."""
    found: dict[str, dict[int, None]] = {}
    for number, area in enumerate(areas):
        for name in (area.name, *area.aliases):
            for key in _spelt(name):
                found.setdefault(key, {})[number] = None
    return {k: tuple(v) for k, v in found.items()}


# "Mỹ" and "Mĩ", "Quý" and "Quí": where both are written, names come in both
_SHORT_I = re.compile(r"\b([mslkhvt]|qu)([yỳýỷỹỵ])\b")
_LONG_I = re.compile(r"\b([mslkv]|qu)([ìíỉĩị])\b")
_DAK = re.compile(r"\bđ[ăắa]k\b")
_TO_I, _TO_Y = str.maketrans("yỳýỷỹỵ", "iìíỉĩị"), str.maketrans("ìíỉĩị", "ỳýỷỹỵ")


@lru_cache(None)
def _spelt(name: str) -> tuple[str, ...]:
    """The keys of a name: with and without its hyphens, "phường 1" also as "phường 01", Mỹ as Mĩ, Đắk as Đăk."""
    key = key_of(name)
    keys = {key, key.replace(" - ", " "), key.replace("nông trường ", "nt "), f"0{key}" if key.isdigit() else key}
    keys |= {_DAK.sub(dak, key) for dak in ("đắk", "đăk", "đak")} if _DAK.search(key) else set()
    keys |= {_SHORT_I.sub(lambda m: m[1] + m[2].translate(_TO_I), key) for key in keys}
    keys |= {_LONG_I.sub(lambda m: m[1] + m[2].translate(_TO_Y), key) for key in keys}
    return tuple(sorted(keys))  # in one order, whatever the hashes


def _line(area: Area) -> str:
    """A place as one line; what lists several things divides them by bars."""
    days = (d.isoformat() if d else "" for d in (area.valid_from, area.valid_to))
    fields = (area.id, area.name, area.kind, str(area.level), area.province, *days)
    return "\t".join((*fields, "|".join(area.successors), "|".join(area.aliases), area.source))


def _area(line: str) -> Area:
    own, name, kind, level, province, first, last, successors, aliases, source = line.split("\t")
    return Area(
        own,
        name,
        kind,
        LEVELS[level],
        province,
        date.fromisoformat(first) if first else None,
        date.fromisoformat(last) if last else None,
        tuple(successors.split("|")) if successors else (),
        tuple(aliases.split("|")) if aliases else (),
        source,
    )
