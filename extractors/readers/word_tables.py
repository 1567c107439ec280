"""Tables of a Word file: rows and merged cells as printed, or paragraphs where the table only lays out the page."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extractors.readers.word_styles import W, value
from extractors.readers.write import CellDraft, Piece, RowDraft

if TYPE_CHECKING:
    from lxml.etree import _Element

    from extractors.readers.word_blocks import Block

_NO_LINE = {None, "nil", "none"}
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV", "start", "end")


@dataclass(slots=True)
class WordCell:
    """One cell as read: its blocks (paragraphs, and those of nested tables), where it stands, how it is merged."""

    blocks: list[Block]
    col: int
    span: int
    merge: str            # "", "restart", "continue"
    rows: int = 1


@dataclass(slots=True)
class WordTable:
    """One table as read; `bordered` None where only a table style could say."""

    rows: list[list[WordCell]]
    headers: list[bool]
    bordered: bool | None
    columns: int
    nested: bool = field(default=False)


def table_rows(table: _Element) -> Iterator[tuple[_Element, list[_Element]]]:
    """The rows of a w:tbl with their cells, also those within content controls; deleted rows left out."""
    for row in _within(table, W + "tr"):
        props = row.find(W + "trPr")
        if props is None or props.find(W + "del") is None:
            yield row, list(_within(row, W + "tc"))


def _within(element: _Element, tag: str) -> Iterator[_Element]:
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in (W + "sdt", W + "sdtContent", W + "customXml", W + "ins"):
            yield from _within(child, tag)


def cell_place(cell: _Element) -> tuple[int, str]:
    """How many grid columns a cell covers, and its vertical merge: "", "restart" or "continue"."""
    props = cell.find(W + "tcPr")
    if props is None:
        return 1, ""
    span = value(props, "gridSpan") or "1"
    merge = props.find(W + "vMerge")
    kind = "" if merge is None else merge.get(W + "val") or "continue"
    return max(1, min(int(span) if span.isdigit() else 1, 200)), kind


def is_joined_left(cell: _Element) -> bool:
    """Whether a cell only continues the one left of it (the old way to merge across)."""
    merge = cell.find(f"{W}tcPr/{W}hMerge")
    return merge is not None and merge.get(W + "val") != "restart"


def columns_before(row: _Element) -> int:
    """Grid columns that a row leaves out at its left."""
    before = value(row.find(W + "trPr"), "gridBefore") or "0"
    return min(int(before), 200) if before.isdigit() else 0


def is_header(row: _Element) -> bool:
    """Whether Word repeats this row on every page."""
    found = row.find(f"{W}trPr/{W}tblHeader")
    return found is not None and found.get(W + "val") not in ("0", "false")


def has_borders(table: _Element) -> bool | None:
    """Whether a table is drawn with lines: its own or its cells' borders; None where a style may give them."""
    borders = table.find(f"{W}tblPr/{W}tblBorders")
    if borders is not None and any(value(borders, side) not in _NO_LINE for side in _SIDES):
        return True
    for cell in table.iter(W + "tcBorders"):
        if any(value(cell, side) not in _NO_LINE for side in ("left", "right", "start", "end", "insideV")):
            return True
    style = value(table.find(W + "tblPr"), "tblStyle")
    return None if style and borders is None else False


def count_merged(rows: Sequence[Sequence[WordCell]]) -> None:
    """Writes to every cell how many rows it covers; one pass down each column."""
    above: dict[int, WordCell] = {}
    for row in rows:
        here: dict[int, WordCell] = {}
        for cell in row:
            top = above.get(cell.col) if cell.merge == "continue" else None
            if top is not None:
                top.rows += 1
                here[cell.col] = top
            elif cell.merge:
                cell.merge = "restart"
                here[cell.col] = cell
        above = here


def draft_rows(table: WordTable) -> list[RowDraft]:
    """The rows for the writer: only the cells that start in a row."""
    out = []
    for cells, header in zip(table.rows, table.headers, strict=True):
        drafts = tuple(_draft(cell) for cell in cells if cell.merge != "continue")
        out.append(RowDraft(drafts, None, header))
    return out


def _draft(cell: WordCell) -> CellDraft:
    pieces: list[Piece] = []
    for block in cell.blocks:
        pieces.extend(piece for piece in block.pieces if piece.text.strip())
    full = [b for b in cell.blocks if any(p.text.strip() for p in b.pieces)]
    return CellDraft(tuple(pieces) or (Piece(""),), cell.col, cell.span, cell.rows,
                     bool(full) and all(b.bold for b in full))
