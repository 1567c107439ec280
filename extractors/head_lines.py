"""The printed lines of a document's head and foot, with the national motto taken out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractors.models import Document, Grid, Paragraph
from gazetteers.fold import fold

_MOTTO = re.compile(
    r"c[ộôo]ng h[òoó]a x[ãa] h[ộôo]i ch[ủu] ngh[ĩi]a vi[ệêe]t nam"
    r"|[đd][ộôo]c l[ậâa]p\W{1,5}t[ựưu] do\W{1,5}h[ạa]nh ph[úu]c|(?P<party>[đd][ảa]ng c[ộôo]ng s[ảa]n vi[ệêe]t nam)"
)
_LAYOUT_ROWS = 4  # a grid of no more rows at the top or the foot is a layout of two columns


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the head: its words, where they stand, and how they are set. `block` counts blocks."""

    text: str
    start: int
    end: int
    block: int
    bold: bool = False
    centered: bool = False
    heading: int = 0
    party: bool = False  # the line of the Party's name, without further words


def read_lines(document: Document, first: int, last: int) -> list[Line]:
    """The lines of blocks first to last (exclusive): paragraphs, and small tables as lines of their cells."""
    out: list[Line] = []
    for i in range(max(0, first), min(last, len(document.blocks))):
        block = document.blocks[i]
        if isinstance(block, Paragraph):
            whole = Line("", block.start, block.end, i, block.bold, block.centered, block.heading)
            out += _cut(document.text, whole)
        else:
            out += _grid_lines(document.text, block, i)
    return out


def _grid_lines(text: str, grid: Grid, block: int) -> Iterator[Line]:
    if len(grid.rows) > _LAYOUT_ROWS or grid.columns > 4:
        return
    cells = sorted((c.col, r, c) for r, row in enumerate(grid.rows) for c in row.cells)
    for _, _, c in cells:
        start = c.start
        for part in text[c.start : c.end].split("\n"):
            yield from _cut(text, Line("", start, start + len(part), block, c.bold))
            start += len(part) + 1


def _cut(text: str, whole: Line) -> Iterator[Line]:
    """One line without mottos: what stands before, between and after them."""
    at = whole.start
    low = fold(text[whole.start : min(whole.end, whole.start + 600)])
    for found in _MOTTO.finditer(low):
        yield from _piece(text, whole, at, whole.start + found.start())
        if found["party"] and not low[found.end() :].strip(" .*-_"):
            yield Line("", whole.start + found.start(), whole.start + found.end(), whole.block, party=True)
        at = whole.start + found.end()
    yield from _piece(text, whole, at, whole.end)


def _piece(text: str, whole: Line, start: int, end: int) -> Iterator[Line]:
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    words = " ".join(words.split())
    if words.strip(" -_.–—*\\"):
        yield Line(words, start, end, whole.block, whole.bold, whole.centered, whole.heading)
    elif words.strip() == "*":
        yield Line("", start, end, whole.block, party=True)
