"""Tables from their rules: thin lines become a lattice, cells without a rule between them one merged cell.

Reads thin boxes (born-digital or found on a picture) and words; writes `PageGrid`s, the words outside them and the
rules that belong to none.
"""
from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractors.models import Box, PageCell, PageGrid, Word

_SNAP = 2.6      # points: parallel rules this near are one
_GAP = 4.5       # points: a rule broken by less goes on (dashes, dots, the ends at a corner)
_TOUCH = 3.5     # points: a rule that ends this near another one meets it
_COVER = 0.55    # share of a cell's side that a rule must cover to part two cells
_NARROW = 5.0    # points: edges nearer than this are one edge (double rules); no column or row is so thin
_MOST = (40, 300)  # columns and rows of a table at most; more is a drawing
_DRAWING = 400_000  # pairs of rules, from which they are a drawing
_SHORTEST = 6.0  # points: anything shorter, once joined, is a letter's stroke or an ornament


@dataclass(frozen=True, slots=True)
class _Rule:
    """A straight rule: its place across (x of an upright, y of a flat one) and its extent along."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class _Lattice:
    """One table's rules: the places of its columns' and rows' edges, and the rules themselves."""

    xs: list[float]
    ys: list[float]
    flat: list[_Rule]
    upright: list[_Rule]


def find_grids(flat: Iterable[Box], upright: Iterable[Box], words: Sequence[Word],
               page: int) -> tuple[tuple[PageGrid, ...], list[Word], tuple[Box, ...]]:
    """The tables of a page top down, the words outside them, and the flat rules outside them."""
    rows = _joined(_Rule((b.y0 + b.y1) / 2, b.x0, b.x1) for b in flat)
    columns = _joined(_Rule((b.x0 + b.x1) / 2, b.y0, b.y1) for b in upright)
    lattices = [lattice for group in _touching(rows, columns) if (lattice := _lattice(*group))]
    grids: list[PageGrid] = []
    outside = list(words)
    for lattice in sorted(lattices, key=lambda t: t.ys[0]):
        grid, rest = _grid(lattice, outside, page)
        if grid is not None:
            grids.append(grid)
            outside = rest
    free = tuple(Box(page, r.start, r.at - 0.5, r.end, r.at + 0.5) for r in rows
                 if not any(_within(r, g.box) for g in grids))
    return tuple(grids), outside, free


def _within(rule: _Rule, box: Box) -> bool:
    return box.y0 - _TOUCH <= rule.at <= box.y1 + _TOUCH and rule.start < box.x1 and rule.end > box.x0


def _joined(rules: Iterable[_Rule]) -> list[_Rule]:
    """Rules on one line become one where they meet or nearly meet (double printing, dashes, one rule a cell)."""
    out: list[_Rule] = []
    for band in _bands(sorted(rules, key=lambda r: r.at)):
        run: _Rule | None = None
        for rule in sorted(band, key=lambda r: r.start):
            if run is not None and rule.start <= run.end + _GAP:
                run = _Rule(run.at, run.start, max(run.end, rule.end))
                continue
            if run is not None:
                out.append(run)
            run = rule
        if run is not None:
            out.append(run)
    return [r for r in out if r.end - r.start >= _SHORTEST]


def _bands(rules: list[_Rule], near: float = _SNAP) -> Iterable[list[_Rule]]:
    """Sorted rules in groups of nearly one place."""
    band: list[_Rule] = []
    for rule in rules:
        if band and rule.at - band[0].at > near:
            yield band
            band = []
        band.append(rule)
    if band:
        yield band


class _Sets:
    """Numbers in disjoint sets that are joined one by one."""

    def __init__(self, count: int) -> None:
        self.parent = list(range(count))

    def root(self, i: int) -> int:
        while self.parent[i] != i:
            self.parent[i] = self.parent[self.parent[i]]
            i = self.parent[i]
        return i

    def join(self, i: int, j: int) -> None:
        self.parent[self.root(i)] = self.root(j)


def _touching(rows: list[_Rule], columns: list[_Rule]) -> list[tuple[list[_Rule], list[_Rule]]]:
    """Rules in groups that hang together; each group is a table at most. Of a drawing's worth of rules: none."""
    if len(rows) * len(columns) > _DRAWING:
        return []
    sets = _Sets(len(rows) + len(columns))
    for i, row in enumerate(rows):
        for j, column in enumerate(columns, len(rows)):
            if (row.start - _TOUCH <= column.at <= row.end + _TOUCH
                    and column.start - _TOUCH <= row.at <= column.end + _TOUCH):
                sets.join(i, j)
    groups: dict[int, tuple[list[_Rule], list[_Rule]]] = defaultdict(lambda: ([], []))
    for i, row in enumerate(rows):
        groups[sets.root(i)][0].append(row)
    for j, column in enumerate(columns, len(rows)):
        groups[sets.root(j)][1].append(column)
    return list(groups.values())


def _lattice(rows: list[_Rule], columns: list[_Rule]) -> _Lattice | None:
    """The lattice of one group, closed where the page cut it open; None when it is no table."""
    if not rows or not columns:
        return None
    x0 = min(min(r.start for r in rows), min(c.at for c in columns))
    x1 = max(max(r.end for r in rows), max(c.at for c in columns))
    y0 = min(min(c.start for c in columns), min(r.at for r in rows))
    y1 = max(max(c.end for c in columns), max(r.at for r in rows))
    rows = [*rows, _Rule(y0, x0, x1), _Rule(y1, x0, x1)]
    columns = [*columns, _Rule(x0, y0, y1), _Rule(x1, y0, y1)]
    ys, xs = _places(rows), _places(columns)
    if not (3 <= len(xs) <= _MOST[0] and 2 <= len(ys) <= _MOST[1]):
        return None
    return _Lattice(xs, ys, rows, columns)


def _places(rules: list[_Rule]) -> list[float]:
    """The distinct places of parallel rules."""
    return [sum(r.at for r in band) / len(band) for band in _bands(sorted(rules, key=lambda r: r.at), _NARROW)]


def _parted(rules: list[_Rule], at: float, start: float, end: float) -> bool:
    """Whether rules at a place cover enough of the side from start to end."""
    covered = sum(max(0.0, min(r.end, end) - max(r.start, start)) for r in rules if abs(r.at - at) <= _NARROW)
    return covered >= _COVER * (end - start)


def _merged(t: _Lattice) -> list[tuple[int, int, int, int]]:
    """The table's cells as (first row, first column, rows, columns) of the lattice, in reading order."""
    across, down = len(t.xs) - 1, len(t.ys) - 1
    sets = _Sets(across * down)
    for i in range(down):
        for j in range(across):
            if j and not _parted(t.upright, t.xs[j], t.ys[i], t.ys[i + 1]):
                sets.join(i * across + j, i * across + j - 1)
            if i and not _parted(t.flat, t.ys[i], t.xs[j], t.xs[j + 1]):
                sets.join(i * across + j, (i - 1) * across + j)
    members: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for n in range(across * down):
        members[sets.root(n)].append(divmod(n, across))
    cells = []
    for squares in members.values():
        top, left = min(i for i, _ in squares), min(j for _, j in squares)
        cells.append((top, left, max(i for i, _ in squares) - top + 1, max(j for _, j in squares) - left + 1))
    return sorted(cells)


def _grid(t: _Lattice, words: list[Word], page: int) -> tuple[PageGrid | None, list[Word]]:
    """One table with its words, and the words that are not in it."""
    cells = _merged(t)
    if len(cells) < 2:
        return None, words
    where = {(i, j): n for n, (top, left, high, wide) in enumerate(cells)
             for i in range(top, top + high) for j in range(left, left + wide)}
    inside: list[list[Word]] = [[] for _ in cells]
    outside: list[Word] = []
    for word in words:
        i = bisect_right(t.ys, (word.y0 + word.y1) / 2) - 1
        j = bisect_right(t.xs, (word.x0 + word.x1) / 2) - 1
        n = where.get((i, j)) if i >= 0 and j >= 0 else None
        (outside if n is None else inside[n]).append(word)
    filled = {cell[1] for cell, own in zip(cells, inside, strict=True) if own}
    if not filled or (len(filled) < 2 and len(t.xs) == 3):  # a frame around text
        return None, words
    rows: dict[int, list[PageCell]] = defaultdict(list)
    for n, (top, left, high, wide) in enumerate(cells):
        box = Box(page, t.xs[left], t.ys[top], t.xs[left + wide], t.ys[top + high])
        rows[top].append(PageCell(box, left, wide, tuple(inside[n]), high))
    box = Box(page, t.xs[0], t.ys[0], t.xs[-1], t.ys[-1])
    return PageGrid(box, len(t.xs) - 1, tuple(tuple(rows[i]) for i in sorted(rows))), outside
