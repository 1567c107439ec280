"""Small documents for the tests: paragraphs are strings, tables lists of rows."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from extractors.models import Cell, Document, Grid, Paragraph, Row, SourceMap

CellSpec = str | tuple[str, int] | None  # None: merged with the cell above or beside; (words, columns covered)
RowSpec = Sequence[CellSpec]
Block = str | Sequence[RowSpec]
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def build(blocks: Sequence[Block], media_type: str = "text/plain") -> Document:
    """A document of the blocks. "**words**" is a bold paragraph, ">words<" a centered one, "+" a page break before
    the next table."""
    text, made, page = "", [], 0
    for block in blocks:
        if block == "+":
            page += 1
            continue
        if isinstance(block, str):
            bold, centered = block.startswith("**"), block.startswith(">")
            words = block.strip("*><")
            made.append(Paragraph(len(text), len(text) + len(words), bold=bold, centered=centered, page=page))
            text += words + "\n"
            continue
        grid, text = _grid(block, text, page)
        made.append(grid)
    none: array[int] = array("l")
    source = SourceMap(none, none, none, none, array("d"), array("d"))
    return Document(text, tuple(made), source, media_type)


def _grid(rows: Sequence[RowSpec], text: str, page: int) -> tuple[Grid, str]:
    start, made, columns = len(text), [], 0
    for row in rows:
        cells, col = [], 0
        for spec in row:
            words, span = spec if isinstance(spec, tuple) else (spec, 1)
            if words is not None:
                bold = words.startswith("**")
                words = words.strip("*") if bold else words
                cells.append(Cell(len(text), len(text) + len(words), col, span, bold=bold))
                text += words + "\t"
            col += span
        columns = max(columns, col)
        text = text.rstrip("\t") + "\n" if cells and text.endswith("\t") else text + "\n"
        made.append(Row(tuple(cells), page))
    return Grid(start, len(text) - 1, columns, tuple(made), page), text
