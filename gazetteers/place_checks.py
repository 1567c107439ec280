"""Checks of the places: what their files promise. Every problem names its file and, where it has one, its line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from gazetteers.areas import Areas
from gazetteers.fold import fold
from gazetteers.lexicon import load_lexicon
from gazetteers.places import UNITS
from gazetteers.records import Area, Level

FILES = ("provinces", "districts", "communes", "communes_former")
_SORTED_BY = {"provinces": ("id",), "districts": ("province", "kind", "name")}
_BY_DISTRICT = ("province", "district", "kind", "name")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a data file; `line` counts from 1, 0 where the whole file is meant."""

    file: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}, dòng {self.line}: {self.text}"


def check_places(areas: Areas, folder: Path = UNITS) -> list[Problem]:
    """All problems of the places, in the order of their files."""
    lines = _lines(folder)
    found = [(a, text) for a in areas for text in (*_ids(areas, a), *_days(areas, a), *_became(areas, a))]
    found += _twins(areas)
    problems = [Problem(*_where(lines, area), f"{area.id}: {text}") for area, text in found]
    return problems + [p for name in FILES for p in _form(folder / f"{name}.csv")]


def _ids(areas: Areas, area: Area) -> Iterator[str]:
    if areas.get(area.id) is not area:
        yield "mã lặp"
    if area.province and areas.get(area.province) is None:
        yield "tỉnh không có"
    if area.district and areas.get(area.district) is None:
        yield "huyện không có"


def _days(areas: Areas, area: Area) -> Iterator[str]:
    if area.valid_from and area.valid_to and area.valid_from > area.valid_to:
        yield "ngày bắt đầu sau ngày kết thúc"
    above = areas.get(area.district) if area.district else areas.get(area.province)
    if above and above.valid_to and (area.valid_to is None or area.valid_to > above.valid_to):
        yield f"kết thúc sau {above.id}"


def _became(areas: Areas, area: Area) -> Iterator[str]:
    """Whether what a place became exists, and from the day after."""
    if area.valid_to and not area.successors and "not known" not in area.source:
        yield "đã kết thúc mà không có nơi kế thừa"
    for own in area.successors:
        after = areas.get(own)
        if after is None:
            yield f"nơi kế thừa không có: {own}"
        elif area.valid_to is None or not after.valid(area.valid_to + timedelta(days=1)):
            yield f"nơi kế thừa không có vào ngày hôm sau: {own}"


def _twins(areas: Areas) -> Iterator[tuple[Area, str]]:
    """Communes of one district, or of one province, that bear one name at one time."""
    seen: dict[tuple[str, str, str], list[Area]] = {}
    for area in areas:
        if area.level != Level.PROVINCE:
            seen.setdefault((area.district or area.province, area.kind, fold(area.name)), []).append(area)
    for several in seen.values():
        for n, area in enumerate(several):
            if any(_together(area, other) for other in several[:n]):
                yield area, "trùng tên trong cùng huyện hoặc tỉnh"


def _together(one: Area, other: Area) -> bool:
    days = [d for d in (one.valid_from, other.valid_from) if d]
    return one.valid(max(days, default=None)) and other.valid(max(days, default=None))


def _lines(folder: Path) -> dict[tuple[str, ...], tuple[str, int]]:
    """File and line of each row by province (and district), kind and name."""
    found: dict[tuple[str, ...], tuple[str, int]] = {}
    for name in FILES:
        path = folder / f"{name}.csv"
        text = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        numbers = [n for n, line in enumerate(text, 1) if line.strip() and not line.startswith("#")][1:]
        rows = load_lexicon(name, (), folder) if text else ()
        for number, row in zip(numbers, rows, strict=True):
            key = (row.get("province", row.get("id", "")), row.get("district", ""), row["kind"], row["name"])
            found[key] = (path.name, number)
    return found


def _where(lines: dict[tuple[str, ...], tuple[str, int]], area: Area) -> tuple[str, int]:
    district = area.district.partition("/")[2]
    return lines.get((area.province or area.id, district, area.kind, area.name), ("", 0))


def _form(path: Path) -> Iterator[Problem]:
    """The canonical form: rows in their order, quotes only where needed, one line feed a row."""
    text = path.read_text(encoding="utf-8")
    notes = "".join(line for line in text.splitlines(keepends=True) if line.startswith("#"))
    rows = load_lexicon(path.stem, (), path.parent)
    columns = _SORTED_BY.get(path.stem, tuple(c for c in _BY_DISTRICT if c in rows[0]))
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(sorted(rows, key=lambda r: [r[c] for c in columns]))
    if notes + out.getvalue() != text:
        yield Problem(path.name, 0, f"không ở dạng chuẩn (sắp theo {', '.join(columns)}, ngoặc kép chỉ khi cần)")
