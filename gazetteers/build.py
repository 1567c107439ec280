"""Writes communes.csv from the vietnam-provinces package: `python -m gazetteers.build`.

Run when the package brings new data. The other unit files are kept by hand.
"""

from __future__ import annotations

import csv
from pathlib import Path

from gazetteers.lexicon import load_lexicon
from gazetteers.places import UNITS
from gazetteers.records import slug


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
    with (folder / "communes.csv").open("w", encoding="utf-8", newline="") as file:
        file.write(f"# Written by gazetteers.build from vietnam-provinces {__version__}; do not edit.\n")
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("province", "kind", "name"))
        writer.writerows(rows)
    return len(rows)


if __name__ == "__main__":
    print(write())
