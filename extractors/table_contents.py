"""What the columns of a table hold, by what stands in them: where a title is missing or says nothing known."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

from extractors.models import Grid, Row
from extractors.table_columns import LABEL, Columns, cell_text, title_role
from gazetteers.fold import fold
from gazetteers.lexicon import load_lexicon

_DATE = re.compile(r"(?<!\d)\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?(?![\d%])|(?<!\d)\d{1,2}/20\d\d")
_PART = re.compile(r"[;,\n•+]|\s[-–]\s|^\s*[-–]| và ")
_MOST = 0.6  # the share of a column's cells that decides what the column holds
_LIST_LENGTH = 400  # characters of a list of units
_PART_WORDS = 12  # words of one unit's name


@cache
def _contents() -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """How units begin, what only looks so, how deadlines begin, what stands in them."""
    rows = load_lexicon("column_contents", ("kind", "words", "at"))
    kinds = (("unit", "start"), ("not_unit", "start"), ("deadline", "start"), ("deadline", "inside"))
    units, others, starts, inside = (tuple(fold(r["words"]) for r in rows if (r["kind"], r["at"]) == k) for k in kinds)
    return units, others, starts, inside


def looks_like(value: str) -> str:
    """What a cell's words look like: label, unit, deadline, text, or "" for an empty cell."""
    low = fold(value).strip(" -+*;.,:")
    if not value.strip():
        return ""
    if LABEL.fullmatch(value.strip()):
        return "label"
    units, others, starts, inside = _contents()
    if len(low) < 90 and (low.startswith(starts) or _DATE.search(low[:40]) or any(w in low for w in inside)):
        return "deadline"
    first = re.match(r"[^\W\d_]+(?: [^\W\d_]+){0,2}", low)
    words = first.group().split() if first else []
    heads = {" ".join(words[:n]) for n in (1, 2, 3)}
    return "unit" if heads & set(units) and not heads & set(others) else "text"


def is_unit_list(value: str) -> bool:
    """Whether a cell's words are names of units and nothing else, as far as their first words tell."""
    parts = [p.strip(" .:()") for p in _PART.split(value)]
    parts = [p for p in parts if p]
    if not parts or len(value) > _LIST_LENGTH or any(len(p.split()) > _PART_WORDS for p in parts):
        return False
    named = sum(looks_like(p) == "unit" for p in parts)
    return looks_like(parts[0]) == "unit" and 2 * named >= len(parts)


# --- titles that say nothing known --------------------------------------------------------------------------------


def settle_columns(columns: Columns, rows: Sequence[Row], text: str) -> Columns:
    """Gives the columns with unknown titles the roles that no other column has, by what stands in them: lists of
    units are the lead or, to the right of one, the coordinators; deadlines the deadline; prose the task."""
    roles = list(columns.roles)
    unknown = [i for i, r in enumerate(roles) if _is_open(r, columns)]
    if columns.guessed or not unknown:
        return columns
    cells = _cells_by_column(rows, len(roles), text)
    units = [i for i in unknown if _share(cells[i], is_unit_list) >= _MOST]
    dates = [i for i in unknown if i not in units and _share(cells[i], _is_deadline) >= _MOST]
    if "lead" not in roles and units:
        _give(roles, units.pop(0), "lead")
    lead = roles.index("lead") if "lead" in roles else len(roles)
    if "coordinator" not in roles:
        _give(roles, next((i for i in units if i > lead), None), "coordinator")
    if "deadline" not in roles:
        _give(roles, dates[-1] if dates else None, "deadline")
    prose = [i for i in unknown if roles[i].startswith("other") and _length(cells[i]) >= 12]
    if "task" not in roles and "lead" in roles and {"deadline", "coordinator"} & set(roles):
        _give(roles, max(prose, key=lambda i: _length(cells[i]), default=None), "task")
    titles = {roles[columns.roles.index(r)] if r in columns.roles else r: t for r, t in columns.titles.items()}
    return replace(columns, roles=tuple(roles), titles=titles)


def _is_open(role: str, columns: Columns) -> bool:
    """Whether a column's title leaves open what stands below it: an unknown one, who attends, who is responsible
    (a person or, where no column says who leads, a unit)."""
    if role == "responsible":
        return "lead" not in columns.roles
    known = title_role(columns.titles.get(role, "")) if role.startswith("other") else ("", 0)
    return known is None or known[0] == "attendance"


def _cells_by_column(rows: Sequence[Row], width: int, text: str) -> list[list[str]]:
    """The words of the filled cells of each column; rows with one cell only are headings."""
    cells: list[list[str]] = [[] for _ in range(width)]
    for row in rows:
        filled = [(c.col, t) for c in row.cells if c.col < width and (t := cell_text(text, c))]
        for col, words in filled if len(filled) > 2 or len(filled) == width else ():
            cells[col].append(words)
    return cells


def _share(column: list[str], holds: Callable[[str], bool]) -> float:
    return sum(map(holds, column)) / len(column) if column else 0.0


def _is_deadline(value: str) -> bool:
    return looks_like(value) == "deadline"


def _length(column: list[str]) -> float:
    return sum(map(len, column)) / max(1, len(column))


def _give(roles: list[str], column: int | None, role: str) -> None:
    if column is not None:
        roles[column] = role


# --- no header ----------------------------------------------------------------------------------------------------


def guess_columns(grids: Sequence[Grid], text: str) -> Columns:
    """The columns of grids without a header, by what stands in them."""
    width = max(g.columns for g in grids)
    cells: list[list[str]] = [[] for _ in range(width)]
    for row in (r for g in grids for r in g.rows if len(r.cells) > 1):
        for c in row.cells:
            if c.col < width and (t := cell_text(text, c)):
                cells[c.col].append(t)
    roles = [f"other:{i}" for i in range(width)]
    shares = [_shares(column) for column in cells]
    lengths = [sum(map(len, column)) / max(1, len(column)) for column in cells]
    _claim(roles, [i for i in (0, 1) if i < width and shares[i].get("label", 0) >= 0.6][:1], ("label",))
    _claim(roles, [i for i in range(width) if shares[i].get("deadline", 0) >= 0.5][-1:], ("deadline",))
    _claim(roles, [i for i in range(width) if shares[i].get("unit", 0) >= 0.5], ("lead", "coordinator"))
    left = [i for i in range(width) if roles[i].startswith("other") and lengths[i] >= 12]
    task = max(left, key=lambda i: (lengths[i], -i), default=None)
    _claim(roles, [task] if task is not None else [], ("task",))
    _claim(roles, [i for i in left if i != task and i > (task or 0)], ("product",))
    return Columns(tuple(roles), {}, frozenset(), guessed=True)


def _shares(column: list[str]) -> dict[str, float]:
    kinds = [looks_like(t) for t in column]
    return {k: kinds.count(k) / len(kinds) for k in set(kinds)} if len(kinds) > 0 else {}


def _claim(roles: list[str], columns: list[int], names: tuple[str, ...]) -> None:
    for i, name in zip([i for i in columns if roles[i].startswith("other")], names, strict=False):
        roles[i] = name
