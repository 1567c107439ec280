"""The text of a table's cell: its lines joined, with a break only where a paragraph within the cell ends."""
from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.lines import Line, lines_of, make_line, rows_of
from extractors.models import PageCell, Word
from extractors.paragraphs import Area, is_full
from extractors.readers.line_kinds import dangles, ends_clause, marker, starts_low

_OPEN_END = re.compile(r"[^\W_][-/]\Z")  # "0156/KH-" goes on


def read_cell(cell: PageCell, page: int) -> list[list[Line]]:
    """The cell's lines in paragraphs. Words that are written upright in the cell keep the order they were given in."""
    words = cell.words
    if words and sum(_is_upright(w) for w in words) > 0.5 * len(words):
        line = make_line(words, page)
        return [[line]] if line else []
    return group_cell(lines_of(rows_of(words), page), cell)


def _is_upright(word: Word) -> bool:
    """Whether a word runs up or down the page: as wide as its letters are high, and not as high."""
    wide, high = word.x1 - word.x0, word.y1 - word.y0
    if word.confidence is None and len(word.text) > 1:
        return abs(wide - 0.96 * word.size) < 0.02 * word.size and abs(high - 0.96 * word.size) > 0.05 * word.size
    return len(word.text) > 3 and high > 1.6 * wide


def group_cell(lines: Sequence[Line], cell: PageCell) -> list[list[Line]]:
    """Lines of one cell in paragraphs."""
    if not lines:
        return []
    groups = [[lines[0]]]
    area = _inner(lines, cell)
    for line in lines[1:]:
        if _parts(groups[-1][-1], line, area):
            groups.append([line])
        else:
            groups[-1].append(line)
    return groups


def _inner(lines: Sequence[Line], cell: PageCell) -> Area:
    """The cell without its padding, which is no wider than its text shows."""
    x0, x1 = min(line.x0 for line in lines), max(line.x1 for line in lines)
    size = lines[0].size
    padding = min(0.45 * size, max(0.1 * size, x0 - cell.box.x0, 0.0), max(0.1 * size, cell.box.x1 - x1))
    return Area(min(x0, cell.box.x0 + padding), cell.box.x1 - padding, 0.0, False)


def _parts(last: Line, line: Line, area: Area) -> bool:
    """Whether a line in a cell begins a new paragraph. A centred line leaves half its room on the left."""
    if _OPEN_END.search(last.text):
        return False
    before, after = last.x0 - area.left, area.right - last.x1
    if abs(before - after) < 0.7 * last.size:
        area = Area(area.left, area.right + before, 0.0, False)
    full = is_full(last, line, area)
    if marker(line.text) in ("dash", "strong"):
        return not full or ends_clause(last.text)
    if starts_low(line.text) or dangles(last.text):
        return False
    return not full
