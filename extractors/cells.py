"""The text of a table's cell: its lines joined, with a break only where a paragraph within the cell ends."""
from __future__ import annotations

from collections.abc import Iterable, Sequence

from extractors.lines import Line, lines_of, make_line
from extractors.models import PageCell, Word
from extractors.paragraphs import Area, is_full
from extractors.readers.line_kinds import dangles, ends_clause, marker, starts_low


def read_cell(cell: PageCell, page: int) -> list[list[Line]]:
    """The cell's lines in paragraphs. Words that are written upright in the cell keep the order they were given in."""
    words = cell.words
    if words and sum(_is_upright(w) for w in words) > 0.5 * len(words):
        line = make_line(words, page)
        return [[line]] if line else []
    return group_cell(lines_of(words, page), cell)


def _is_upright(word: Word) -> bool:
    """A word of several letters that is higher than wide runs up or down the page."""
    return len(word.text) > 2 and (word.y1 - word.y0) > 1.6 * (word.x1 - word.x0)


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


def _inner(lines: Iterable[Line], cell: PageCell) -> Area:
    """The cell without its padding: as much on the right as there is on the left, but no less than its text needs."""
    lines = list(lines)
    x0, x1 = min(line.x0 for line in lines), max(line.x1 for line in lines)
    size = lines[0].size
    padding = min(0.45 * size, max(0.0, x0 - cell.box.x0), max(0.0, cell.box.x1 - x1))
    return Area(x0, cell.box.x1 - max(padding, 0.1 * size), 0.0, False)


def _parts(last: Line, line: Line, area: Area) -> bool:
    """Whether a line in a cell begins a new paragraph. A centred line leaves half its room on the left."""
    room = (area.right - last.x1) + max(0.0, last.x0 - area.left)
    widened = Area(area.left, last.x1 + room, 0.0, False)
    full = is_full(last, line, widened)
    mark = marker(line.text)
    if mark in ("dash", "strong"):
        return not full or ends_clause(last.text)
    if starts_low(line.text) or dangles(last.text):
        return False
    return not full
