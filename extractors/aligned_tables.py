"""Tables without rules: words in columns under a header with known titles (STT, Nhiệm vụ, Chủ trì, Thời hạn).

Reads rows of words; writes the `PageGrid`s they make up, with the range of rows of each. Anything less than clear is
left to be read as text.
"""
from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from extractors.models import Box, PageCell, PageGrid, Word
from extractors.table_columns import LABEL, title_role

Row = Sequence[Word]
Gap = tuple[float, float]

_WHITE = 0.9       # of the size: white that parts two titles
_LEFT = 0.35       # of the size: what must be left of a gutter over all rows
_HEADER_ROWS = 3
_APART = 3.5       # line heights: more white ends the table


def find_aligned(rows: Sequence[Row], page: int) -> list[tuple[int, int, PageGrid]]:
    """Tables as (first row, row behind the last, table), top down."""
    found: list[tuple[int, int, PageGrid]] = []
    i = 0
    while i < len(rows):
        table = _table_at(rows, i, page)
        if table is None:
            i += 1
            continue
        found.append((i, *table))
        i = table[0]
    return found


def _table_at(rows: Sequence[Row], i: int, page: int) -> tuple[int, PageGrid] | None:
    """The table whose header begins with row i: the row behind its last, and the table."""
    pieces = _pieces(rows[i])
    if len(pieces) < 3 or not any(_is_label_title(p) for p in pieces[:1]):
        return None
    gutters = [(a[-1].x1, b[0].x0) for a, b in pairwise(pieces)]
    end, gutters, groups = _reach(rows, i, gutters)
    header = _header_end(rows, i, end, gutters)
    edges = [(a + b) / 2 for a, b in gutters]
    if not _titled(rows[i:header], edges) or _labels(rows[header:end], edges) < 2:
        return None
    return end, _grid(rows, i, header, end, edges, groups, page)


def _pieces(row: Row) -> list[list[Word]]:
    out = [[row[0]]]
    for word in row[1:]:
        if word.x0 - out[-1][-1].x1 > _WHITE * word.size:
            out.append([])
        out[-1].append(word)
    return out


def _is_label_title(piece: Row) -> bool:
    role = title_role(" ".join(w.text for w in piece))
    return role is not None and role[0] == "label"


def _reach(rows: Sequence[Row], i: int, gutters: list[Gap]) -> tuple[int, list[Gap], set[int]]:
    """How far down the gutters stay white: the row behind the last, what is left of them, the rows across them."""
    groups: set[int] = set()
    waiting: set[int] = set()
    end = i + 1
    for k in range(i + 1, len(rows)):
        size = rows[k][0].size
        if min(w.y0 for w in rows[k]) - max(w.y1 for w in rows[k - 1]) > _APART * size:
            break
        narrowed = [_narrowed(g, rows[k]) for g in gutters]
        if all(b - a >= _LEFT * size for a, b in narrowed):
            gutters, end = narrowed, k + 1
            groups |= waiting
            waiting = set()
        elif _is_group(rows[k], gutters) and not waiting:
            waiting.add(k)
        else:
            break
    return end, gutters, groups


def _narrowed(gutter: Gap, row: Row) -> Gap:
    """The widest white that a row leaves of a gutter."""
    best, at = (gutter[0], gutter[0]), gutter[0]
    for word in row:
        if word.x1 <= gutter[0] or word.x0 >= gutter[1]:
            continue
        if word.x0 - at > best[1] - best[0]:
            best = (at, word.x0)
        at = max(at, word.x1)
    return (at, gutter[1]) if gutter[1] - at > best[1] - best[0] else best


def _is_group(row: Row, gutters: Sequence[Gap]) -> bool:
    """Whether a row across the gutters is a heading within the table: a number and a title, or bold."""
    words = [w for w in row if w.x0 >= (gutters[0][0] + gutters[0][1]) / 2]
    numbered = bool(LABEL.fullmatch(row[0].text)) and row[0].x1 <= gutters[0][1]
    return bool(words) and (numbered or all(w.bold for w in row))


def _header_end(rows: Sequence[Row], i: int, end: int, gutters: Sequence[Gap]) -> int:
    """The first row below the titles, which may be set in several lines: where the first number stands."""
    edge = (gutters[0][0] + gutters[0][1]) / 2
    for k in range(i + 1, min(end, i + 1 + _HEADER_ROWS)):
        first = [w.text for w in rows[k] if w.x1 <= edge]
        if first and LABEL.fullmatch(" ".join(first)):
            return k
    return i + 1


def _titled(header: Sequence[Row], edges: Sequence[float]) -> bool:
    """Whether at least two further columns have known titles."""
    titles = [" ".join(w.text for row in header for w in row if _column(w, edges) == j)
              for j in range(1, len(edges) + 1)]
    return sum(title_role(t) is not None for t in titles if t) >= 2


def _labels(rows: Sequence[Row], edges: Sequence[float]) -> int:
    """How many rows begin with a number in the first column."""
    return sum(bool(LABEL.fullmatch(row[0].text)) and _column(row[0], edges) == 0 for row in rows)


def _column(word: Word, edges: Sequence[float]) -> int:
    return bisect_right(edges, (word.x0 + word.x1) / 2)


def _starts(rows: Sequence[Row], i: int, header: int, end: int, edges: Sequence[float], groups: set[int]) -> list[int]:
    """The rows that open a row of the table, its header first: by the white between rows where some width of it
    leaves one number to each, else by the numbers."""
    gaps = {k: min(w.y0 for w in rows[k]) - max(w.y1 for w in rows[k - 1]) for k in range(i + 1, end)}
    numbered = {k for k in range(i, end) if _column(rows[k][0], edges) == 0}
    for width in sorted(set(gaps.values())):
        loose = [i, *(k for k, gap in gaps.items() if gap > width), end]
        if len(loose) > 3 and all(sum(k in numbered for k in range(a, b)) == 1 for a, b in pairwise(loose)):
            return loose[:-1]
    return sorted({k for k in numbered if k >= header} | groups | {i, header})


def _grid(rows: Sequence[Row], i: int, header: int, end: int, edges: Sequence[float], groups: set[int],
          page: int) -> PageGrid:
    """The table; a heading across the columns is one cell behind its number."""
    words = [w for row in rows[i:end] for w in row]
    left, right = min(w.x0 for w in words), max(w.x1 for w in words)
    sides = [left, *edges, right]
    starts = [*_starts(rows, i, header, end, edges, groups), end]
    out: list[tuple[PageCell, ...]] = []
    for a, b in pairwise(starts):
        inside = [w for row in rows[a:b] for w in row]
        if not inside:
            continue
        top, bottom = min(w.y0 for w in inside), max(w.y1 for w in inside)
        spans = [(0, 1), (1, len(edges))] if groups & set(range(a, b)) else [(j, 1) for j in range(len(edges) + 1)]
        out.append(tuple(PageCell(
            Box(page, sides[j], top, sides[j + n], bottom), j, n,
            tuple(w for w in inside if j <= _column(w, edges) < j + n)) for j, n in spans))
    box = Box(page, left, min(w.y0 for w in words), right, max(w.y1 for w in words))
    return PageGrid(box, len(edges) + 1, tuple(out))
