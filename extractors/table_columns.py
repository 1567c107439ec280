"""What the columns of a table hold, by their printed titles, else by what stands in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from extractors.models import Cell, Grid, Row
from gazetteers.fold import bare, fold
from gazetteers.lexicon import load_lexicon

ROLES = ("label", "task", "lead", "coordinator", "product", "deadline", "responsible", "monitor", "note", "document")
LABEL = re.compile(r"[(\[]?(?:[ivxlc]{1,7}|\d{1,3}(?:\.\d{1,3}){0,4}|[a-zđ]\d{0,2}|[-+*•])[.)\]/:]{0,2}", re.I)
_NUMBERING = re.compile(r"\(?(\d{1,2}|[A-E])\)?(?:\s*=.*)?")
_DATE = re.compile(r"(?<!\d)\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?(?![\d%])|(?<!\d)\d{1,2}/20\d\d")
_HEADER_DEPTH = 6  # title rows that may stand above the header
_TITLE_LENGTH = 90  # a longer cell is no column title
_WEAK = 40  # rank below which a title says little by itself ("Đơn vị")


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one grid: a role per grid column ("other:3", where the title says nothing known)."""

    roles: tuple[str, ...]
    titles: dict[str, str]
    kinds: frozenset[str]  # other things the titles say: figure, name, place, money, weak_lead, group
    first: int = 0  # the first row below the header
    above: tuple[str, ...] = ()  # title lines printed above the header, inside the grid
    guessed: bool = False  # by contents, not by titles

    def role(self, cell: Cell) -> str:
        """The role of a cell: that of the first column it stands in."""
        return self.roles[cell.col] if cell.col < len(self.roles) else f"other:{cell.col}"


def cell_text(text: str, cell: Cell) -> str:
    """A cell's words on one line."""
    return " ".join(text[cell.start : cell.end].split())


def _key(title: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", fold(title)))


@cache
def _titles() -> tuple[dict[str, tuple[str, int]], tuple[tuple[str, str, int], ...]]:
    """Whole titles by key, and phrases by rank, highest first."""
    rows = load_lexicon("column_titles", ("title", "role", "match", "rank"))
    entries = [(_key(r["title"]), r["role"], int(r["rank"]), r["match"]) for r in rows]
    phrases = [(k, role, n) for k, role, n, match in entries if match == "word"]
    return {k: (role, n) for k, role, n, _ in entries}, tuple(sorted(phrases, key=lambda e: (-e[2], -len(e[0]))))


@lru_cache(maxsize=4096)
def title_role(title: str) -> tuple[str, int] | None:
    """The role a column title names and its rank (0..100), None for no known title. Forgives misread letters."""
    key = _key(title)
    if not key or len(key) > _TITLE_LENGTH:
        return None
    exact, phrases = _titles()
    if key in exact:
        return exact[key]
    for form in (str, bare):
        padded = f" {form(key)} "
        for phrase, role, rank in phrases:
            if f" {form(phrase)} " in padded:
                return role, rank
    return _near(key)


def _near(key: str) -> tuple[str, int] | None:
    """The title that a misread one is nearest to."""
    from rapidfuzz import fuzz, process

    exact, _ = _titles()
    if len(key) < 5:
        return None
    choices = {k: bare(k) for k in exact if len(k) >= 5}
    found = process.extractOne(bare(key), choices, scorer=fuzz.ratio, score_cutoff=86)
    return exact[found[2]] if found else None


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


# --- the header ---------------------------------------------------------------------------------------------------


def header_like(texts: Sequence[str]) -> bool:
    """Whether the filled cells of a row are column titles."""
    filled = [t for t in texts if t]
    if len(filled) < 2 or (LABEL.fullmatch(filled[0]) and title_role(filled[0]) is None):
        return False
    if any(len(t) > _TITLE_LENGTH for t in filled):
        return False
    known = {r[0] for t in filled if (r := title_role(t))}
    hits = sum(title_role(t) is not None for t in filled)
    return len(known) >= 2 and hits >= 0.6 * len(filled)


def is_numbering(texts: Sequence[str]) -> bool:
    """Whether a row only numbers the columns: (1) (2) (3), A B 1 2, 1 2 3=1+2."""
    filled = [t for t in texts if t]
    found = [_NUMBERING.fullmatch(t) for t in filled]
    if len(filled) < 3 or not all(found) or 2 * len(filled) < len(texts):
        return False
    numbers = [int(m.group(1)) for m in found if m and m.group(1).isdigit()]
    return len(numbers) >= 2 and numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] < 4


def _second_line(top: Row, row: Row, text: str) -> bool:
    """Whether a row carries the lower titles of a two-line header."""
    filled = [(c, cell_text(text, c)) for c in row.cells if cell_text(text, c)]
    if not filled or LABEL.fullmatch(filled[0][1]):
        return False
    titled = [title_role(t) is not None or len(t) <= 25 for _, t in filled]
    split = any(c.span > 1 and c.span < 6 for c in top.cells) or any(c.rows > 1 for c in top.cells)
    fewer = len(filled) < sum(1 for c in top.cells if cell_text(text, c))
    return all(titled) and any(title_role(t) for _, t in filled) and (split or fewer)


def read_header(grid: Grid, text: str) -> Columns | None:
    """The columns of a grid by its header, None where it has none (a later page, or a table without titles)."""
    for i, row in enumerate(grid.rows[:_HEADER_DEPTH]):
        if not header_like([cell_text(text, c) for c in row.cells]):
            continue
        lines = [row]
        while i + len(lines) < len(grid.rows) and len(lines) < 3 and _second_line(row, grid.rows[i + len(lines)], text):
            lines.append(grid.rows[i + len(lines)])
        first = i + len(lines)
        if first < len(grid.rows) and is_numbering([cell_text(text, c) for c in grid.rows[first].cells]):
            first += 1
        above = tuple(t for r in grid.rows[:i] for c in r.cells if (t := cell_text(text, c)))
        return _columns([_column_titles(lines, col, text) for col in range(grid.columns)], first, above)
    return None


def _column_titles(lines: list[Row], col: int, text: str) -> tuple[str, ...]:
    """The titles above one column, top down."""
    parts: list[str] = []
    for row in lines:
        for c in row.cells:
            t = cell_text(text, c)
            if c.col <= col < c.col + c.span and t and t not in parts:
                parts.append(t)
    return tuple(parts)


def _stacked_role(parts: tuple[str, ...]) -> tuple[str, int]:
    """The role under stacked titles: the lowest one that says something, else all of them together."""
    low = title_role(parts[-1]) if parts else None
    whole = title_role(" ".join(parts)) if parts else None
    if low and (low[1] >= _WEAK or not whole):
        return low
    return whole or ("other", 0)


def _columns(stacks: list[tuple[str, ...]], first: int, above: tuple[str, ...]) -> Columns:
    found = [_stacked_role(p) for p in stacks]
    roles = _one_each(found, stacks)
    titles: dict[str, str] = {}
    for role, parts in zip(roles, stacks, strict=True):
        titles.setdefault(role, " / ".join(parts))
    kinds = {role for role, _ in found if role not in ROLES}
    if any(role == "lead" and rank < _WEAK for role, rank in found):
        kinds.add("weak_lead")
    return Columns(tuple(roles), titles, frozenset(kinds), first, above)


def _one_each(found: list[tuple[str, int]], stacks: list[tuple[str, ...]]) -> list[str]:
    """Gives each role to one column (or to the columns under one title); the others become "other:N"."""
    roles = [f"other:{i}" if role not in (*ROLES, "group") else role for i, (role, _) in enumerate(found)]
    for role in (*ROLES, "group"):
        claims = [i for i, r in enumerate(roles) if r == role]
        if len(claims) < 2:
            continue
        # of two deadlines the later column is the one of completion, of everything else the first one counts
        best = max(claims, key=lambda i: (found[i][1], i if role == "deadline" else -i))
        for i in claims:
            if stacks[i] != stacks[best]:
                roles[i] = _second_choice(role, found[i][1], stacks[i], roles) or f"other:{i}"
    return roles


def _second_choice(role: str, rank: int, parts: tuple[str, ...], roles: list[str]) -> str | None:
    """What a column means whose role another column has a better claim to."""
    if role == "lead" and rank < 60 and "coordinator" not in roles:
        return "coordinator"  # "Đơn vị thực hiện" beside "Cơ quan chủ trì"
    if role == "task" and "product" not in roles and parts and _key(parts[-1]).startswith("văn bản"):
        return "product"
    return None


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
