"""Read Word files (.docx, .docm): the text as printed, with automatic numbers, without what was deleted or hidden."""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from extractors.models import Document, Footnote, Furniture, Warn
from extractors.readers.join_lines import joins
from extractors.readers.layout_tables import LAYOUT_KINDS, is_layout
from extractors.readers.line_kinds import is_capital, marker, start_kind
from extractors.readers.mark_aside import mark_aside
from extractors.readers.measure_lines import Line, Setting
from extractors.readers.numbering import Numbering, print_number
from extractors.readers.open_package import Package, damaged
from extractors.readers.word_styles import Style, Styles, W, first_of, left_of, value
from extractors.readers.word_tables import (
    WordCell,
    WordTable,
    aside,
    cell_place,
    columns_before,
    count_merged,
    draft_rows,
    has_borders,
    is_header,
    is_joined_left,
    table_rows,
)
from extractors.readers.word_text import Read, WordText, read_paragraph
from extractors.readers.write import Piece, Writer

if TYPE_CHECKING:
    from lxml.etree import _Element

    from extractors.read import ReadOptions

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_WARNINGS = {
    "tracked": ("tracked_changes", "Văn bản còn thay đổi chưa duyệt: phần xóa không đọc, phần thêm được đọc."),
    "hidden": ("hidden_text", "Văn bản có chữ ẩn; chữ ẩn không được đọc."),
    "struck": ("struck_out", "Văn bản có chữ bị gạch bỏ; phần này để riêng, không đưa vào nội dung."),
    "tcvn3": ("legacy_font", "Văn bản dùng phông chữ cũ TCVN3 (.VnTime); đã chuyển sang Unicode."),
    "vni": ("legacy_font", "Văn bản dùng phông chữ cũ VNI; đã chuyển sang Unicode."),
    "nested": ("nested_table", "Có bảng lồng trong bảng; nội dung bảng con được đọc nối tiếp trong ô."),
    "chunk": ("outside_part", "Văn bản chèn một tệp khác vào trong; phần chèn không được đọc."),
}


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


def read_word(data: bytes, options: ReadOptions) -> Document:
    """The Document of a .docx file's bytes; DocumentError `damaged`, `encrypted`, `too_large`, `wrong_type`."""
    package = Package(data, options.max_bytes)
    root = package.xml(package.main)
    body = root.find(W + "body") if root is not None else None
    if body is None:
        raise damaged(" (không có nội dung)")
    reader = _WordReader(package)
    items = reader.blocks(body)
    writer = Writer()
    _write(items, writer)
    reader.finish(writer)
    return writer.document(_DOCX)


class _WordReader:
    """Walks the body once, in document order, so that counters and fields run as they are printed."""

    def __init__(self, package: Package) -> None:
        self.package = package
        relations = list(package.relations(package.main).values())
        parts = {kind: target for kind, target in relations}
        self.outside = [(kind, target) for kind, target in relations if kind in ("header", "footer")]
        self.styles = Styles(package.xml(parts.get("styles", "word/styles.xml")))
        self.numbering = Numbering(package.xml(parts.get("numbering", "word/numbering.xml")))
        self.notes = {"footnote": parts.get("footnotes", ""), "endnote": parts.get("endnotes", "")}
        self.marks: dict[tuple[str, str], str] = {}
        self.read = Read(self.styles, self._note)
        self.count = 0
        self.carried: list[WordText] = []   # text of paragraphs whose end was deleted

    def _note(self, kind: str, key: str) -> str:
        n = sum(k == kind for k, _ in self.marks) + 1
        return self.marks.setdefault((kind, key), print_number(n, "decimal" if kind == "footnote" else "lowerRoman"))

    # --- blocks

    def blocks(self, parent: _Element) -> list[Block | WordTable]:
        """The paragraphs and tables of a body, cell or box, in order."""
        out: list[Block | WordTable] = []
        for child in parent:
            tag = child.tag
            if tag == W + "p":
                out.extend(self.paragraph(child))
            elif tag == W + "tbl":
                out.append(self.table(child))
            elif tag == W + "sdt" and _is_contents(child):
                continue
            elif tag in _OPENED:
                out.extend(self.blocks(child))
            elif tag == W + "altChunk":
                self.read.flags.add("chunk")
            elif isinstance(tag, str) and tag.endswith("}AlternateContent") and len(child):
                out.extend(self.blocks(child[0]))
        return out

    def paragraph(self, element: _Element) -> list[Block | WordTable]:
        """One w:p as blocks: more than one where a soft break stands before a marker, or a box is anchored."""
        self.count += 1
        props = element.find(W + "pPr")
        style_id = value(props, "pStyle")
        style = self.styles.get(style_id)
        got = read_paragraph(element, style, self.read)
        if props is not None and props.find(f"{W}rPr/{W}del") is not None:
            self.read.flags.add("tracked")
            if got.text:
                self.carried.append(got)
            return []
        if self.carried:
            got = _concat([*self.carried, got])
            self.carried = []
        label, list_left = self.label(props, style, style_id)
        indent = props.find(W + "ind") if props is not None else None
        align = value(props, "jc") or style.align
        outline = value(props, "outlineLvl")
        block = Block((), got.bold, got.italic, align == "center", _rank(outline, style.heading),
                      left_of(indent, list_left or style.left), first_of(indent, style.first), False, bool(label))
        out: list[Block | WordTable] = list(self.cut(got, label, block))
        for box in got.boxes:
            out.extend(self.blocks(box))
        return out

    def label(self, props: _Element | None, style: Style, style_id: str | None) -> tuple[str, float]:
        """The printed number of a paragraph and the indent its list gives."""
        own = props.find(W + "numPr") if props is not None else None
        num_id = value(own, "numId") or style.num_id
        if not num_id or num_id == "0":
            return "", 0.0
        level_text = value(own, "ilvl")
        if level_text and level_text.isdigit():
            level = int(level_text)
        elif style.level is not None:
            level = style.level
        else:
            level = self.numbering.level_of_style(num_id, style_id)
        return self.numbering.label(num_id, level), self.numbering.left(num_id, level)

    def cut(self, got: WordText, label: str, block: Block) -> list[Block]:
        """Cuts a paragraph at its soft breaks and groups the lines that belong together."""
        if "\t" in got.text and not label and (sides := _sides(got.text)):
            return [replace(block, pieces=(Piece(text, self.count),), aside=True, side=n)
                    for n, text in enumerate(sides, 1) if text]
        pieces = _pieces(got, label, self.count)
        groups: list[list[Piece]] = []
        for piece in pieces:
            if not piece.text:
                continue
            if groups and not _starts_block(piece.text, groups[-1][-1].text):
                groups[-1].append(piece)
            else:
                groups.append([piece])
        return [replace(block, pieces=tuple(g), numbered=block.numbered and n == 0) for n, g in enumerate(groups)]

    def table(self, element: _Element) -> WordTable:
        """One w:tbl with its cells' blocks; nested tables are read in place."""
        rows: list[list[WordCell]] = []
        headers: list[bool] = []
        out = WordTable(rows, headers, has_borders(element), 0)
        for row, cells in table_rows(element):
            headers.append(is_header(row))
            rows.append(self.row(columns_before(row), cells, out))
        count_merged(rows)
        out.columns = max((c.col + c.span for r in rows for c in r), default=0)
        return out

    def row(self, col: int, cells: Sequence[_Element], table: WordTable) -> list[WordCell]:
        out: list[WordCell] = []
        for cell in cells:
            span, merge = cell_place(cell)
            blocks = self.cell_blocks(self.blocks(cell), table)
            if is_joined_left(cell) and out:
                out[-1].span += span
                out[-1].blocks.extend(blocks)
            else:
                out.append(WordCell(blocks, col, span, merge))
            col += span
        return out

    def cell_blocks(self, items: Iterable[Block | WordTable], table: WordTable) -> list[Block]:
        out: list[Block] = []
        for item in items:
            if isinstance(item, Block):
                out.append(item)
            else:
                table.nested = True
                out.extend(b for row in item.rows for cell in row for b in cell.blocks)
        return out

    # --- what stands around the text

    def finish(self, writer: Writer) -> None:
        """Writes footnotes, headers and footers, and the warnings."""
        for (kind, key), mark in list(self.marks.items()):
            text = self._note_text(kind, key)
            if text:
                writer.footnotes.append(Footnote(mark, text))
        seen: set[str] = set()
        for kind, target in self.outside:
            text = self._part_text(target)
            if text and text not in seen:
                seen.add(text)
                writer.furniture.append(Furniture("page_number" if text.strip("-– ").isdigit() else kind, text))
        writer.furniture.extend(Furniture("other", text) for text in self.read.struck)
        writer.warnings.extend(Warn(*_WARNINGS[flag]) for flag in sorted(self.read.flags) if flag in _WARNINGS)

    def _note_text(self, kind: str, key: str) -> str:
        root = self.package.xml(self.notes[kind]) if self.notes[kind] else None
        for note in root.iterchildren(W + kind) if root is not None else ():
            if note.get(W + "id") == key:
                return self._plain(note)
        return ""

    def _part_text(self, part: str) -> str:
        root = self.package.xml(part)
        return self._plain(root) if root is not None else ""

    def _plain(self, element: _Element) -> str:
        reader = Read(self.styles, lambda kind, key: "")
        texts = (read_paragraph(p, self.styles.get(None), reader).text for p in element.iter(W + "p"))
        return " ".join(" ".join(texts).split())


_OPENED = {W + t for t in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag")}


def _is_contents(sdt: _Element) -> bool:
    """Whether a content control holds the table of contents."""
    gallery = sdt.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return gallery is not None and (gallery.get(W + "val") or "") == "Table of Contents"


def _rank(outline: str | None, inherited: int) -> int:
    if outline and outline.isdigit():
        return min(int(outline) + 1, 6) if int(outline) < 9 else 0
    return inherited


def _concat(parts: Sequence[WordText]) -> WordText:
    """Paragraphs whose ends were deleted, read as one."""
    text, anchors, boxes = "", [], []
    for part in parts:
        anchors.extend((len(text) + o, m) for o, m in part.anchors)
        boxes.extend(part.boxes)
        text += part.text
    return WordText(text, tuple(anchors), all(p.bold for p in parts if p.text), all(p.italic for p in parts if p.text),
                    tuple(boxes))


def _pieces(got: WordText, label: str, line: int) -> list[Piece]:
    """The printed lines of a paragraph, label first, spaces single, footnote marks at their new offsets."""
    out: list[Piece] = []
    at = 0
    for n, part in enumerate(got.text.split("\n")):
        words = " ".join(part.split())
        head = label if n == 0 else ""
        text = (head + words).strip()
        mine = tuple((min(len(text), len(head) + len(" ".join(part[:o - at].split()))), m)
                     for o, m in got.anchors if at <= o <= at + len(part))
        out.append(Piece(text, line, -1, mine))
        at += len(part) + 1
    return out


def _sides(text: str) -> tuple[str, str] | None:
    """The two columns of one paragraph that a tab parts, where it is of the head or of the foot."""
    left, _, right = text.strip(" ").partition("\t")
    left, right = " ".join(left.split()), " ".join(right.split())
    return (left, right) if right and {start_kind(left), start_kind(right)} & LAYOUT_KINDS else None


def _starts_block(text: str, before: str) -> bool:
    """Whether a line after a soft break is a paragraph of its own."""
    if marker(text) == "paren":
        return before.endswith((";", ":", "."))
    return marker(text) is not None or start_kind(text) is not None or is_capital(text) != is_capital(before)


# --- writing -----------------------------------------------------------------------------------------------------


def _write(items: Sequence[Block | WordTable], writer: Writer) -> None:
    """Writes paragraphs and grids; joins paragraphs that a hard return broke within a sentence."""
    groups = _grouped(items)
    texts = ["" if isinstance(g, WordTable) else " ".join(p.text for b in g for p in b.pieces) for g in groups]
    for group, beside in zip(groups, mark_aside(texts), strict=True):
        if isinstance(group, list):
            _write_paragraph(group, beside, writer)
            continue
        if group.nested:
            writer.warnings.append(Warn(*_WARNINGS["nested"]))
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
        if isinstance(item, WordTable) and is_layout(
                [[[p.text for b in cell.blocks for p in b.pieces] for cell in row] for row in item.rows], item.bordered):
            yield from _laid_out(item)
        else:
            yield item
    yield from sorted(columns, key=lambda b: b.side)


def _laid_out(table: WordTable) -> list[Block]:
    """The paragraphs of a layout table: row by row, or column by column where a row holds one printed line."""
    cells = [cell for row in table.rows for cell in row if cell.merge != "continue"]
    if len(table.rows) > 2:
        cells.sort(key=lambda c: c.col)
    beside = table.columns > 1
    return [aside(b) if beside else b for cell in cells for b in cell.blocks if b.pieces]


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
