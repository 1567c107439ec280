"""What the columns of a table hold, by their printed titles."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from extractors.models import Cell, Grid, Row
from extractors.normal_case import is_syllable
from gazetteers.fold import bare, fold
from gazetteers.lexicon import load_lexicon

ROLES = ("label", "task", "lead", "coordinator", "product", "deadline", "responsible", "monitor", "note", "document")
LABEL = re.compile(r"[(\[]?(?:[ivxlc]{1,7}|\d{1,3}(?:\.\d{1,3}){0,4}|[a-zđ]\d{0,2}|[-+*•])[.)\]/:]{0,2}", re.I)
_NUMBERING = re.compile(r"\(?(\d{1,2}|[A-E])\)?(?:\s*=.*)?")
_HEADER_DEPTH = 6  # title rows that may stand above the header
_TITLE_LENGTH = 90  # a longer cell is no column title
_GLUED = 6  # letters from which a title is known without its blanks
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
    top: tuple[str, ...] = ()  # the upper title of each column, "" where its cell is blank

    def role(self, cell: Cell) -> str:
        """The role of a cell: that of the first column it stands in."""
        return self.roles[cell.col] if cell.col < len(self.roles) else f"other:{cell.col}"


def cell_text(text: str, cell: Cell) -> str:
    """A cell's words on one line."""
    return " ".join(text[cell.start : cell.end].split())


def _key(title: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", fold(title)))


@cache
def _titles() -> tuple[dict[str, tuple[str, int]], tuple[tuple[str, str, str, int], ...]]:
    """Whole titles by key, and phrases by rank, highest first: between spaces, the same without marks, role, rank."""
    rows = load_lexicon("column_titles", ("title", "role", "match", "rank"))
    entries = [(_key(r["title"]), r["role"], int(r["rank"]), r["match"]) for r in rows]
    words = sorted((e for e in entries if e[3] == "word"), key=lambda e: (-e[2], -len(e[0])))
    phrases = tuple((f" {k} ", f" {bare(k)} ", role, n) for k, role, n, _ in words)
    return {k: (role, n) for k, role, n, _ in entries}, phrases


@cache
def _bare_titles() -> dict[str, str]:
    """The titles long enough to be told when misread: key -> without marks."""
    return {k: bare(k) for k in _titles()[0] if len(k) >= 5}


@lru_cache(maxsize=4096)
def title_role(title: str) -> tuple[str, int] | None:
    """The role a column title names and its rank (0..100), None for no known title. Forgives misread letters."""
    key = _key(title)
    if not key or len(key) > _TITLE_LENGTH:
        return None
    exact, phrases = _titles()
    if key in exact:
        return exact[key]
    padded, plain = f" {key} ", f" {bare(key)} "
    found = next((p for p in phrases if p[0] in padded), None) or next((p for p in phrases if p[1] in plain), None)
    if found:
        return found[2], found[3]
    return _glued(key) or _near(key)


@cache
def _without_blanks() -> dict[str, tuple[str, int]]:
    """The titles and the phrases long enough to be told without their blanks, the highest ranks first."""
    exact, phrases = _titles()
    entries = [*exact.items(), *((plain.strip(), (role, rank)) for _, plain, role, rank in phrases)]
    squeezed = sorted(((bare(k).replace(" ", ""), v) for k, v in entries if " " in k), key=lambda e: -e[1][1])
    return {k: v for k, v in reversed(squeezed) if len(k) >= _GLUED}


def _glued(key: str) -> tuple[str, int] | None:
    """The title that lost blanks in a narrow column: "đơn vịchủ trì", "thờigian thựchiện"."""
    if all(map(is_syllable, key.split())):
        return None
    titles, squeezed = _without_blanks(), bare(key).replace(" ", "")
    held = (k for k in titles if k in squeezed)
    return titles.get(squeezed) or titles.get(max(held, key=lambda k: (titles[k][1], len(k)), default=""))


def _near(key: str) -> tuple[str, int] | None:
    """The title that a misread one is nearest to."""
    from rapidfuzz import fuzz, process

    exact, _ = _titles()
    if len(key) < 5:
        return None
    found = process.extractOne(bare(key), _bare_titles(), scorer=fuzz.ratio, score_cutoff=86)
    return exact[found[2]] if found else None


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


def _title_text(text: str, cell: Cell) -> str:
    """A title's words; the signs for "merged with the cell above" and "with the one to the left" are none."""
    words = cell_text(text, cell)
    return "" if words in ("^", "<") else words


def _second_line(top: Row, row: Row, text: str) -> bool:
    """Whether a row carries the lower titles of a two-line header; a title merged over both lines may be repeated."""
    above = {c.col: _title_text(text, c) for c in top.cells}
    filled = [(c, t) for c in row.cells if (t := _title_text(text, c))]
    fresh = [t for c, t in filled if t != above.get(c.col)]
    if not fresh or LABEL.fullmatch(filled[0][1]) or not any(map(title_role, fresh)):
        return False
    if len(filled) > len(fresh) or len(filled) < len(row.cells):
        lead = next((t for c, t in filled if c.col == 0), above.get(0))
        if lead == above.get(0) and len(fresh) > 1 and all(map(title_role, fresh)):
            return True
    split = any(c.span > 1 and c.span < 6 for c in top.cells) or any(c.rows > 1 for c in top.cells)
    fewer = len(filled) < sum(1 for t in above.values() if t)
    return (split or fewer) and all(title_role(t) is not None or len(t) <= 25 for t in fresh)


def _numbers_follow(grid: Grid, i: int, text: str) -> bool:
    """Whether the first row says STT above a number and short titles beside it, if unknown ones."""
    filled = [t for c in grid.rows[i].cells if (t := _title_text(text, c))]
    if i or len(filled) < 3 or len(filled) < len(grid.rows[0].cells) or max(map(len, filled)) > _TITLE_LENGTH:
        return False
    below = next((cell_text(text, r.cells[0]) for r in grid.rows[1:] if r.cells), "")
    return (title_role(filled[0]) or ("", 0))[0] == "label" and LABEL.fullmatch(below) is not None


def read_header(grid: Grid, text: str) -> Columns | None:
    """The columns of a grid by its header, None where it has none (a later page, or a table without titles)."""
    for i, row in enumerate(grid.rows[:_HEADER_DEPTH]):
        if not header_like([_title_text(text, c) for c in row.cells]) and not _numbers_follow(grid, i, text):
            continue
        lines = [row]
        while i + len(lines) < len(grid.rows) and len(lines) < 3 and _second_line(row, grid.rows[i + len(lines)], text):
            lines.append(grid.rows[i + len(lines)])
        first = i + len(lines)
        if first < len(grid.rows) and is_numbering([cell_text(text, c) for c in grid.rows[first].cells]):
            first += 1
        above = tuple(t for r in grid.rows[:i] for c in r.cells if (t := cell_text(text, c)))
        top = tuple(" ".join(_column_titles([row], col, text)) for col in range(grid.columns))
        return _columns([_column_titles(lines, col, text) for col in range(grid.columns)], first, above, top)
    return None


def _column_titles(lines: list[Row], col: int, text: str) -> tuple[str, ...]:
    """The titles above one column, top down."""
    parts: list[str] = []
    for row in lines:
        for c in row.cells:
            t = _title_text(text, c)
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


def _columns(stacks: list[tuple[str, ...]], first: int, above: tuple[str, ...], top: tuple[str, ...]) -> Columns:
    found = [_stacked_role(p) for p in stacks]
    roles = _one_each(found, stacks)
    titles: dict[str, str] = {}
    for role, parts in zip(roles, stacks, strict=True):
        titles.setdefault(role, " / ".join(parts))
    kinds = {role for role, _ in found if role not in ROLES}
    if any(role == "lead" and rank < _WEAK for role, rank in found):
        kinds.add("weak_lead")
    return Columns(tuple(roles), titles, frozenset(kinds), first, above, top=top)


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
