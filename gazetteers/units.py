"""The gazetteer: every unit at its place and date, found by name, followed to what it became."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from gazetteers.fold import MARKED, fold
from gazetteers.index import Index, load_index, plain
from gazetteers.narrow import kin_of, narrow
from gazetteers.places import REFORM
from gazetteers.records import Area, Level, Row, Unit, within
from gazetteers.tokens import key_of

GENERIC = {"tinh": Level.PROVINCE, "huyen": Level.DISTRICT, "xa": Level.COMMUNE}
_OF_LEVEL = {level: name for name, level in GENERIC.items()}
_KEPT = 10_000  # answers kept
_KEPT_DAYS = 500  # tables of places kept, one a province, kind and day
_KIND_OF = {"tinh": "tỉnh", "huyen": "huyện", "xa": "xã"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where and when a text was written: the document's province (its id), its date, its own district or commune."""

    province: str | None = None
    on: date | None = None
    area: str | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """One answer to a name: which unit, how it is called there, how sure (0..1), by which rule."""

    unit_id: str
    name: str
    score: float
    rule: str


@dataclass(slots=True)
class Gazetteer:
    """All units. Read-only after loading; safe to share between threads."""

    index: Index
    _rows: dict[str, Row] = field(default_factory=dict)
    _kin: dict[tuple[str, date | None], frozenset[str]] = field(default_factory=dict)
    _places: dict[tuple[str, str, date | None], dict[str, Area]] = field(default_factory=dict)
    _narrowed: dict[tuple[tuple[Area, ...], Place], tuple[Area, ...]] = field(default_factory=dict)
    _plain: Index | None = None
    links: dict[Any, Any] = field(default_factory=dict)  # what gazetteers.match keeps

    def __post_init__(self) -> None:
        self._rows.update((r.id, r) for r in self.index.rows)

    @property
    def version(self) -> str:
        """The hash of the data."""
        return self.index.version

    @property
    def plain(self) -> Index:
        """The index for texts without diacritics, made when first asked for."""
        if self._plain is None:
            self._plain = plain(self.index)
        return self._plain

    def area(self, area_id: str) -> Area | None:
        """A province, district or commune by its id."""
        return self.index.areas.get(area_id)

    def row(self, row_id: str) -> Row | None:
        """The row (a unit or a template) of that id."""
        return self._rows.get(row_id)

    def province(self, name: str, on: date | None = None) -> str | None:
        """The id of the province called so ("Đắk Lắk", "TP. Hồ Chí Minh", "tinh Phu Yen"), None where unknown.

        A province that did not exist yet on that day stands for the one it was made of ("Huế" in 2020).
        """
        found = self.areas_named(name, (Level.PROVINCE,), on)
        if len(found) != 1:
            return None
        before = [a.id for a in self.index.areas.under() if found[0].id in a.successors and a.valid(on)]
        return before[0] if not found[0].valid(on) and len(before) == 1 else found[0].id

    def areas_named(
        self, name: str, levels: tuple[str, ...], on: date | None = None, province: str | None = None
    ) -> tuple[Area, ...]:
        """The places of that name, with or without their kind, narrowed by date and province where that leaves any."""
        from gazetteers.tokens import tokenize
        from gazetteers.where import place_at

        unmarked = not MARKED.search(name)
        t = tokenize(name.strip(" .,;:"), unmarked)
        where = place_at(self.plain if unmarked else self.index, t, 0, levels, bare_names=True)
        areas = where.areas if where and where.end == len(t) else ()
        return self.narrow(areas, Place(province, on))

    def areas_alike(self, name: str, level: str, place: Place) -> tuple[Area, ...]:
        """The places of a level that bear a name (of two words and more) under any kind, narrowed."""
        numbers = self.index.places.get(key_of(name), ()) if " " in name else ()
        return self.narrow(self.index.areas.named(numbers, "", (level,)), place)

    def kin(self, province: str, on: date | None = None) -> frozenset[str]:
        """The provinces whose places a text of a province and a day may name: see `gazetteers.narrow.kin_of`."""
        if (province, on) not in self._kin:
            if len(self._kin) > _KEPT:
                self._kin.clear()
            self._kin[province, on] = kin_of(self.index.areas, province, on)
        return self._kin[province, on]

    def places_of(self, province: str, kind: str, on: date | None = None) -> dict[str, Area]:
        """The districts and communes of one kind in a province (or in what it went into) at a day, by folded name.

        Where none are left then ("huyện" today), those of all times, the last of each name.
        """
        key = (province, kind, on)
        if key not in self._places:
            near = [a for p in sorted(self.kin(province, on)) for a in self.index.areas.under(p) if a.kind == kind]
            then = [a for a in near if (a.valid(on) if on else a.valid_to is None)]
            if len(self._places) > _KEPT_DAYS:
                self._places.clear()
            known = sorted(then or near, key=lambda a: (a.province == province, a.valid_to or date.max))
            self._places[key] = {fold(a.name): a for a in known}
        return self._places[key]

    def narrow(self, areas: tuple[Area, ...], place: Place) -> tuple[Area, ...]:
        """The places that a text written there and then can mean; all of them where that leaves none."""
        if len(areas) < 2:
            return areas
        found = self._narrowed.get((areas, place))
        if found is None:
            province = self.area(place.province) if place.province else None
            kin = self.kin(province.id, place.on) if province else frozenset()
            found = narrow(areas, kin, province, place.area, place.on)
            if len(self._narrowed) > _KEPT:
                self._narrowed.clear()
            self._narrowed[areas, place] = found
        return found

    def own(self, level: str, kind: str, place: Place) -> str | None:
        """The id of the document's own place at a level; the nameless one ("tinh", "huyen", "xa") where unknown."""
        here = self.area(place.area) if place.area else None
        if here and here.level == level:
            return here.id
        if level == Level.PROVINCE and place.province and self.area(place.province):
            return place.province
        return _OF_LEVEL.get(Level(level))

    def get(self, unit_id: str) -> Unit | None:
        """The unit of that id ("bo-tai-chinh", "dak-lak/so-tai-chinh", "collective:cac-dia-phuong", a place's id)."""
        if unit_id.startswith("collective:"):
            return self._collective(unit_id)
        if unit_id in self._rows and self._rows[unit_id].central:
            return self._unit(self._rows[unit_id], None, unit_id)
        area_id, _, row_id = unit_id.rpartition("/")
        row = self._rows.get(row_id)
        area = self.area(area_id)
        if row is None or not (area or area_id in GENERIC):
            return None
        level = area.level if area else GENERIC[area_id]
        return self._unit(row, area, unit_id) if level in row.levels else None

    def _collective(self, unit_id: str) -> Unit | None:
        own = unit_id.removeprefix("collective:")
        for c in self.index.collectives:
            if c.id == own:
                return Unit(
                    unit_id,
                    c.name,
                    (),
                    "",
                    "",
                    "",
                    None,
                    None,
                    None,
                    None,
                    (),
                    "collectives.csv",
                    (),
                    (),
                    collective=True,
                )
        row_id, _, level = own.rpartition("/")
        row = self._rows.get(row_id)
        if row is None or level not in GENERIC:
            return None
        return Unit(
            unit_id,
            self.group_name(row, GENERIC[level]),
            (),
            "",
            row.code,
            GENERIC[level],
            None,
            None,
            row.valid_from,
            row.valid_to,
            (),
            row.source,
            (),
            (),
            True,
        )

    def group_name(self, row: Row, level: str) -> str:
        """The name of all units of one template at one level: "Công an các xã, phường"."""
        kinds = {
            Level.PROVINCE: "các tỉnh, thành phố",
            Level.DISTRICT: "các huyện, thị xã, thành phố",
            Level.COMMUNE: "các xã, phường",
        }[Level(level)]
        committees = {
            Level.PROVINCE: "các tỉnh ủy, thành ủy",
            Level.DISTRICT: "các huyện ủy, thị ủy, thành ủy",
            Level.COMMUNE: "Đảng ủy các xã, phường",
        }[Level(level)]
        name = row.name.replace("{P}", kinds).replace("{N}", kinds).replace("{C}", committees)
        name = name if row.slot else f"{name} {kinds}"
        return name[0].upper() + name[1:]

    def _unit(self, row: Row, area: Area | None, unit_id: str) -> Unit:
        level = area.level if area else (Level.CENTRAL if row.central else GENERIC[unit_id.rpartition("/")[0]])
        first = max((d for d in (row.valid_from, area and area.valid_from) if d), default=None)
        last = min((d for d in (row.valid_to, area and area.valid_to) if d), default=None)
        province = (area.province or area.id) if area else None
        parent = row.parent or (f"{province}/ubnd" if province and row.group == "department" else None)
        return Unit(
            unit_id,
            self.name_of(row, area),
            tuple(a.removeprefix("=") for a in row.aliases),
            row.abbreviation,
            row.code,
            level,
            parent,
            province,
            first,
            last,
            self._successors(row, area),
            row.source,
            row.examples,
            row.counter_examples,
        )

    def _successors(self, row: Row, area: Area | None) -> tuple[str, ...]:
        """What the unit went into: the row's own successors at the place, else the same row at the place's.

        A row that the place has not is looked for in what the place went into, then in its province.
        """
        heirs = [self._rows[s] for s in row.successors if s in self._rows]
        return tuple(dict.fromkeys(s for heir in heirs or [row] for s in self._heirs(heir, row, area)))

    def _heirs(self, heir: Row, row: Row, area: Area | None) -> list[str]:
        if heir.central or area is None:
            return [heir.id] if heir is not row else []
        if heir is not row and area.level in heir.levels:
            return [f"{area.id}/{heir.id}"]
        later = [a for s in area.successors if (a := self.area(s)) and a.level in heir.levels]
        if later or heir is row or Level.PROVINCE not in heir.levels:
            return [f"{a.id}/{heir.id}" for a in later]
        return [f"{area.province}/{heir.id}"]

    def current(self, unit_id: str, on: date | None = None) -> tuple[str, ...]:
        """The ids of what a unit has become by a day (today's where none is given); itself while it is valid."""
        seen: list[str] = []
        queue = [unit_id]
        out: list[str] = []
        while queue:
            here = queue.pop(0)
            unit = self.get(here)
            if unit is None or here in seen:
                continue
            seen.append(here)
            gone = unit.valid_to is not None and (on is None or unit.valid_to < on)
            if gone and unit.successors:
                queue.extend(unit.successors)
            elif here not in out:
                out.append(here)
        return tuple(out)

    def name_of(self, row: Row, area: Area | None, own: bool = False) -> str:
        """The official name at a place, in full; without the place's own name where `own`."""
        if area is None:
            kind = _KIND_OF[_OF_LEVEL[Level(row.levels[0])]] if not row.central else ""
            return self._fill(row, kind, "", row.levels[0])
        kind = area.kind
        named = "" if own and area.level == Level.PROVINCE else area.name
        return self._fill(row, kind, named, area.level)

    def _fill(self, row: Row, kind: str, name: str, level: str) -> str:
        phrase = f"{kind} {name}".strip()
        committee = next((k for k, v in self.index.committees.items() if v == kind), "đảng ủy")
        committee = committee[0].upper() + committee[1:]
        committee = f"Đảng ủy {phrase}" if level == Level.COMMUNE else f"{committee} {name}".strip()
        filled = row.name.replace("{P}", phrase).replace("{N}", name or phrase).replace("{C}", committee)
        if not row.slot and name and not row.central:
            filled = f"{filled} {phrase}"
        return filled

    def members(self, collective_id: str, place: Place) -> tuple[str, ...]:
        """The units a group counts at a place and date, () where they cannot be counted."""
        own = collective_id.removeprefix("collective:")
        found = next((c.members for c in self.index.collectives if c.id == own), "")
        row_id = "ubnd"
        if not found and "/" in own and own.rpartition("/")[2] in GENERIC:
            row_id, _, level = own.rpartition("/")
            found = f"area:{GENERIC[level]}"
        what, _, which = found.partition(":")
        if what == "group":
            return self._group_members(which, place)
        if what != "area":
            return ()
        which, _, of = which.partition("/")
        return tuple(f"{a.id}/{of or row_id}" for a in self._places_at(which, place))

    def _places_at(self, level: str, place: Place) -> Iterator[Area]:
        """The places of a level at a day: of the document's own district, else of its province; all provinces."""
        areas, on = self.index.areas, place.on or REFORM
        own = place.area if level == Level.COMMUNE and place.area and on < REFORM else None
        district = own if own and own.count("/") == 1 else None
        for a in areas.under("" if level == Level.PROVINCE else place.province or " "):
            if a.level == level and a.valid(on) and (district is None or a.district == district):
                later = (areas.get(s) for s in a.successors)
                if not any(s.valid_from and s.valid(on) for s in later if s):  # both stand where no day is known
                    yield a

    def _group_members(self, group: str, place: Place) -> tuple[str, ...]:
        rows = [r for r in self.index.rows if r.group == group and within(place.on, r.valid_from, r.valid_to)]
        if group == "ministry":
            return tuple(r.id for r in rows)
        return tuple(f"{place.province}/{r.id}" for r in rows if Level.PROVINCE in r.levels) if place.province else ()

    def find(self, name: str, on: date | None = None, province: str | None = None) -> list[Candidate]:
        """What a name may mean at a date and in a province, best first: exact, alias, undiacritised, misread."""
        from gazetteers.search import search

        if province and self.area(province) is None:
            province = self.province(province, on)
        return search(self, name, Place(province, on))


def overlay_path(must_exist: bool = True) -> Path | None:
    """The clerk's own rows: $GIAOVIEC_UNITS, else units.csv in the data folder ($GIAOVIEC_DATA, else ./data)."""
    named = os.environ.get("GIAOVIEC_UNITS")
    path = Path(named) if named else Path(os.environ.get("GIAOVIEC_DATA") or "data") / "units.csv"
    return path if path.exists() or not must_exist else None


def load(overlay: Path | None = None) -> Gazetteer:
    """The gazetteer, with a clerk's own rows (`overlay`, else `overlay_path()`) laid over the shipped ones.

    Cached in the process. Raises LexiconError with file and line where the data is malformed.
    """
    return _load(overlay or overlay_path())


@cache
def _load(overlay: Path | None) -> Gazetteer:
    gazetteer = Gazetteer(load_index(overlay=overlay))
    gc.freeze()  # the index lives as long as the process: no need to walk it again
    return gazetteer


def canonical(name: str) -> str:
    """The key of a name, for comparing two spellings of it."""
    return key_of(name)
