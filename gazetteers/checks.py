"""Checks of the unit data itself: what a schema cannot say. Every problem names its file and line."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from gazetteers.index import ROW_FILES, compile_index
from gazetteers.lexicon import load_lexicon
from gazetteers.place_checks import Problem, check_places
from gazetteers.places import UNITS
from gazetteers.records import Row, within
from gazetteers.tokens import key_of
from gazetteers.units import Gazetteer

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_SURE = 0.95


def check(folder: Path = UNITS, overlay: Path | None = None) -> list[Problem]:
    """All problems of the data, in file order. Raises LexiconError where a file cannot be read as a table."""
    gazetteer = Gazetteer(compile_index(folder, overlay))
    ids = {r.id for r in gazetteer.index.rows}
    found: list[Problem] = []
    for row in gazetteer.index.rows:
        found += [Problem(row.file, row.line, text) for text in (*_row(row, ids), *_examples(gazetteer, row))]
    found += _clashes(gazetteer.index.rows, _declared(folder))
    found += check_places(gazetteer.index.areas, folder)
    found += [p for name in ROW_FILES for p in _format(folder / f"{name}.csv")]
    return sorted(found, key=lambda p: (p.file, p.line))


def _row(row: Row, ids: set[str]) -> Iterator[str]:
    if not _ID.fullmatch(row.id):
        yield f"mã không hợp lệ: {row.id}"
    if row.valid_from and row.valid_to and row.valid_from > row.valid_to:
        yield f"ngày bắt đầu {row.valid_from} sau ngày kết thúc {row.valid_to}"
    yield from (f"đơn vị kế thừa không có: {s}" for s in row.successors if s not in ids)
    if row.parent and row.parent not in ids:
        yield f"đơn vị cấp trên không có: {row.parent}"
    written = [key_of(n.removeprefix("=")) for n in (row.name, *row.aliases)]
    yield from (f"tên lặp: {n}" for n in {w for w in written if written.count(w) > 1})
    if not row.counter_examples:
        yield "thiếu ví dụ phản chứng"


def _examples(gazetteer: Gazetteer, row: Row) -> Iterator[str]:
    on = row.valid_to or row.valid_from
    for example in row.examples:
        if not any(_names(c.unit_id, row) and c.score >= 0.5 for c in gazetteer.find(example, on)[:4]):
            yield f"ví dụ không khớp: {example}"
    for example in row.counter_examples:
        found = gazetteer.find(example, on)
        if found and _names(found[0].unit_id, row) and found[0].score >= _SURE:
            yield f"ví dụ phản chứng lại khớp: {example}"


def _names(unit_id: str, row: Row) -> bool:
    return row.id in (unit_id, unit_id.rpartition("/")[2]) or unit_id.startswith(f"collective:{row.id}/")


def _declared(folder: Path) -> set[str]:
    return {key_of(r["name"]) for r in load_lexicon("ambiguous", ("name", "why"), folder)}


def _clashes(rows: list[Row], declared: set[str]) -> Iterator[Problem]:
    """Names that two units of one level have at the same time, unless declared."""
    owners: dict[str, list[Row]] = {}
    for row in rows:
        for name in {key_of(n.removeprefix("=")) for n in (row.name, *row.aliases)}:
            owners.setdefault(name, []).append(row)
    for name, several in owners.items():
        for n, row in enumerate(several):
            for other in several[:n]:
                if name not in declared and set(row.levels) & set(other.levels) and _together(row, other):
                    yield Problem(row.file, row.line, f"tên trùng với {other.id}: {name}")


def _together(one: Row, other: Row) -> bool:
    starts = [d for d in (one.valid_from, other.valid_from) if d]
    latest = max(starts, default=None)
    if latest is None:
        return True
    return within(latest, one.valid_from, one.valid_to) and within(latest, other.valid_from, other.valid_to)


def _format(path: Path) -> Iterator[Problem]:
    """The canonical form: rows by id, quotes only where needed, one line feed a row."""
    text = path.read_text(encoding="utf-8")
    notes = "".join(line for line in text.splitlines(keepends=True) if line.startswith("#"))
    rows = load_lexicon(path.stem, (), path.parent)
    if notes + canonical(list(rows)) != text:
        yield Problem(path.name, 0, "không ở dạng chuẩn (sắp theo mã, ngoặc kép chỉ khi cần)")


def canonical(rows: list[dict[str, str]]) -> str:
    """Rows as they are to stand in a file."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(sorted(rows, key=lambda r: r["id"]))
    return out.getvalue()
