"""Blocks of a Word file on their way to the document: layout tables unfolded, broken sentences joined."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extractors.models import Warn
from extractors.readers.join_lines import joins
from extractors.readers.layout_tables import is_layout
from extractors.readers.mark_aside import mark_aside
from extractors.readers.measure_lines import Line, Setting
from extractors.readers.word_tables import WordTable, draft_rows
from extractors.readers.write import Piece, Writer

_NESTED = Warn("nested_table", "Có bảng lồng trong bảng; nội dung bảng con được đọc nối tiếp trong ô.")


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph before it has offsets; `pieces` are its printed lines where Word was told to break them."""

    pieces: tuple[Piece, ...]
    bold: bool = False
    italic: bool = False
    centered: bool = False
    heading: int = 0
    indent: float = 0.0
    first: float = 0.0        # extra indent of the first line, points
    aside: bool = False
    numbered: bool = False
    side: int = 0             # 1 left, 2 right of a tab that parts the head or the foot in two columns


def write_blocks(items: Sequence[Block | WordTable], writer: Writer) -> None:
    """Writes paragraphs and grids; joins paragraphs that a hard return broke within a sentence."""
    groups = _grouped(items)
    texts = ["" if isinstance(g, WordTable) else " ".join(p.text for b in g for p in b.pieces) for g in groups]
    for group, beside in zip(groups, mark_aside(texts), strict=True):
        if isinstance(group, list):
            _write_paragraph(group, beside, writer)
            continue
        if group.nested:
            writer.warnings.append(_NESTED)
        if any(p.text for row in group.rows for cell in row for b in cell.blocks for p in b.pieces):
            writer.grid(draft_rows(group), group.columns)


def _grouped(items: Sequence[Block | WordTable]) -> list[list[Block] | WordTable]:
    """Tables of content, and between them the blocks of each paragraph."""
    out: list[list[Block] | WordTable] = []
    for block in _unfolded(items):
        last = out[-1] if out else None
        if isinstance(block, WordTable):
            out.append(block)
        elif isinstance(last, list) and _goes_on(last, block):
            last.append(block)
        else:
            out.append([block])
    return out


def _unfolded(items: Sequence[Block | WordTable]) -> Iterator[Block | WordTable]:
    """The items with layout tables and tabbed columns as paragraphs, one column after the other."""
    columns: list[Block] = []
    for item in items:
        if isinstance(item, Block) and item.side:
            columns.append(item)
            continue
        yield from sorted(columns, key=lambda b: b.side)
        columns = []
        if isinstance(item, WordTable) and is_layout(_texts(item), item.bordered):
            yield from _laid_out(item)
        else:
            yield item
    yield from sorted(columns, key=lambda b: b.side)


def _texts(table: WordTable) -> list[list[list[str]]]:
    return [[[p.text for b in cell.blocks for p in b.pieces] for cell in row] for row in table.rows]


def _laid_out(table: WordTable) -> list[Block]:
    """The paragraphs of a layout table: row by row, or column by column where a row holds one printed line."""
    cells = [cell for row in table.rows for cell in row if cell.merge != "continue"]
    if len(table.rows) > 2:
        cells.sort(key=lambda c: c.col)
    beside = table.columns > 1
    return [replace(b, aside=True) if beside else b for cell in cells for b in cell.blocks if b.pieces]


def _goes_on(group: Sequence[Block], block: Block) -> bool:
    """Whether a paragraph only continues the sentence of the one before (a hard return within it)."""
    last = group[-1]
    if block.numbered or block.heading != last.heading or block.centered != last.centered or (
            block.aside != last.aside or block.first > 0):
        return False
    lines = [_line(group[0].pieces[0], group[0]), _line(last.pieces[-1], last)]
    return joins(lines, _line(block.pieces[0], block), Setting())


def _line(piece: Piece, block: Block) -> Line:
    return Line(piece.text, piece.line, bold=block.bold)


def _write_paragraph(group: Sequence[Block], beside: bool, writer: Writer) -> None:
    first = group[0]
    writer.paragraph([p for b in group for p in b.pieces], bold=all(b.bold for b in group),
                     italic=all(b.italic for b in group), centered=first.centered, heading=first.heading,
                     indent=first.indent, aside=first.aside or beside)
