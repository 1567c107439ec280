"""Provinces, districts and communes, read from the data files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from gazetteers.lexicon import DATA, LexiconError, load_lexicon
from gazetteers.records import Area, Level, slug

UNITS = DATA / "units"
REFORM = date(2025, 7, 1)  # the district level ended, provinces and communes were merged
LAST_DAY = date(2025, 6, 30)
FORMER_COLUMNS = (
    "province",
    "district",
    "kind",
    "name",
    "aliases",
    "valid_from",
    "valid_to",
    "successors",
    "code",
    "source",
)


def read_day(value: str, path: Path, line: int) -> date | None:
    """An ISO day or "" as None; LexiconError with file and line for anything else."""
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise LexiconError(path, line, f"ngày không hợp lệ: {value}") from None


def parts(value: str) -> tuple[str, ...]:
    """The parts of a cell that lists several things, divided by bars."""
    return tuple(p.strip() for p in value.split("|") if p.strip()) if value else ()


def number_ids(ids: Iterable[str]) -> Iterator[str]:
    """The ids in their order, a later one that equals an earlier with a number: "xa-van-lang", "xa-van-lang-2"."""
    seen: dict[str, int] = {}
    for own in ids:
        seen[own] = seen.get(own, 0) + 1
        yield own if seen[own] == 1 else f"{own}-{seen[own]}"


def read_areas(folder: Path = UNITS) -> list[Area]:
    """All places: provinces of both eras, the former districts, the communes since 1 July 2025, the former ones."""
    provinces = [_province(r, folder) for r in load_lexicon("provinces", ("id", "name", "kind"), folder)]
    communes = [_commune(r) for r in load_lexicon("communes", ("province", "kind", "name"), folder)]
    roots = {p.id: (p.successors or (p.id,))[0] for p in provinces}
    former = [_former(r, roots, folder) for r in _rows("communes_former", FORMER_COLUMNS[:4], folder)]
    districts = [_district(r, folder) for r in load_lexicon("districts", ("province", "kind", "name"), folder)]
    former = _numbered(former)
    return [*provinces, *_followed(districts, former), *_numbered(communes), *former]


def _rows(name: str, columns: tuple[str, ...], folder: Path) -> tuple[dict[str, str], ...]:
    """The rows of a file that is built: none while it is being built for the first time."""
    return load_lexicon(name, columns, folder) if (folder / f"{name}.csv").exists() else ()


def _numbered(areas: list[Area]) -> list[Area]:
    ids = number_ids(a.id for a in areas)
    return [a if a.id == own else replace(a, id=own) for a, own in zip(areas, ids, strict=True)]


def _followed(districts: list[Area], former: list[Area]) -> list[Area]:
    """The districts of the last day with what their communes went into."""
    into: dict[str, dict[str, None]] = {}
    for commune in former:
        if commune.valid_to == LAST_DAY:
            into.setdefault(commune.district, {}).update(dict.fromkeys(commune.successors))
    return [d if d.successors or d.id not in into else replace(d, successors=tuple(into[d.id])) for d in districts]


def _province(row: dict[str, str], folder: Path) -> Area:
    path = folder / "provinces.csv"
    return Area(
        row["id"],
        row["name"],
        row["kind"],
        Level.PROVINCE,
        "",
        read_day(row["valid_from"], path, 0),
        read_day(row["valid_to"], path, 0),
        parts(row["successors"]),
        parts(row["aliases"]),
        row["source"],
    )


def _district(row: dict[str, str], folder: Path) -> Area:
    province, path = row["province"], folder / "districts.csv"
    return Area(
        f"{province}/{slug(row['kind'] + ' ' + row['name'])}",
        row["name"],
        row["kind"],
        Level.DISTRICT,
        province,
        read_day(row["valid_from"], path, 0),
        read_day(row["valid_to"], path, 0) or LAST_DAY,
        tuple(s if "/" in s else f"{province}/{s}" for s in parts(row["successors"])),
        parts(row["aliases"]),
        row["source"],
    )


def _commune(row: dict[str, str]) -> Area:
    own = f"{row['province']}/{slug(row['kind'] + ' ' + row['name'])}"
    return Area(
        own, row["name"], row["kind"], Level.COMMUNE, row["province"], REFORM, None, (), (), "vietnam-provinces"
    )


def _former(row: dict[str, str], roots: dict[str, str], folder: Path) -> Area:
    province, path = row["province"], folder / "communes_former.csv"
    return Area(
        f"{province}/{row['district']}/{_slug(row['kind'] + ' ' + row['name'])}",
        row["name"],
        row["kind"],
        Level.COMMUNE,
        province,
        read_day(row["valid_from"], path, 0),
        read_day(row["valid_to"], path, 0),
        tuple(_successor(s, province, roots) for s in parts(row["successors"])),
        parts(row["aliases"]),
        row["source"],
    )


_slug = lru_cache(None)(slug)  # names of communes repeat


def _successor(short: str, province: str, roots: dict[str, str]) -> str:
    """A successor in full: alone a commune of today, with its district a former one of the province."""
    slashes = short.count("/")
    return short if slashes > 1 else f"{province}/{short}" if slashes else f"{roots.get(province, province)}/{short}"
