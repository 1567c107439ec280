"""Provinces, districts and communes, read from the data files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from gazetteers.lexicon import DATA, LexiconError, load_lexicon
from gazetteers.records import Area, Level, slug

UNITS = DATA / "units"
REFORM = date(2025, 7, 1)  # the district level ended, provinces and communes were merged
_LAST_DAY = date(2025, 6, 30)


def read_day(value: str, path: Path, line: int) -> date | None:
    """An ISO day or "" as None; LexiconError with file and line for anything else."""
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise LexiconError(path, line, f"ngày không hợp lệ: {value}") from None


def parts(value: str) -> tuple[str, ...]:
    """The parts of a cell that lists several things, divided by bars."""
    return tuple(p.strip() for p in value.split("|") if p.strip())


def read_areas(folder: Path = UNITS) -> list[Area]:
    """All places: provinces of both eras, the former districts, the communes since 1 July 2025."""
    provinces = [_province(r, folder) for r in load_lexicon("provinces", ("id", "name", "kind"), folder)]
    districts = [_district(r) for r in load_lexicon("districts", ("province", "kind", "name"), folder)]
    communes = [_commune(r) for r in load_lexicon("communes", ("province", "kind", "name"), folder)]
    return [*provinces, *districts, *communes]


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


def _district(row: dict[str, str]) -> Area:
    own = f"{row['province']}/{slug(row['kind'] + ' ' + row['name'])}"
    first = date.fromisoformat(row["valid_from"]) if row["valid_from"] else None
    last = date.fromisoformat(row["valid_to"]) if row["valid_to"] else _LAST_DAY
    into = tuple(f"{row['province']}/{s}" for s in parts(row["successors"]))
    return Area(
        own,
        row["name"],
        row["kind"],
        Level.DISTRICT,
        row["province"],
        first,
        last,
        into,
        parts(row["aliases"]),
        "general knowledge; no register at hand",
    )


def _commune(row: dict[str, str]) -> Area:
    own = f"{row['province']}/{slug(row['kind'] + ' ' + row['name'])}"
    return Area(
        own, row["name"], row["kind"], Level.COMMUNE, row["province"], REFORM, None, (), (), "vietnam-provinces"
    )
