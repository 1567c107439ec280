"""Read Word files (.docx, .docm): the text as printed, with automatic numbers, without what was deleted or hidden."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.models import Document, Footnote, Furniture, Warn
from extractors.readers.layout_tables import LAYOUT_KINDS
from extractors.readers.line_kinds import is_capital, marker, start_kind
from extractors.readers.numbering import Numbering, print_number
from extractors.readers.open_package import Package, damaged
from extractors.readers.word_blocks import Block, write_blocks
from extractors.readers.word_styles import Style, Styles, W, first_of, left_of, value
from extractors.readers.word_tables import (
    WordCell,
    WordTable,
    cell_place,
    columns_before,
    count_merged,
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
    "chunk": ("outside_part", "Văn bản chèn một tệp khác vào trong; phần chèn không được đọc."),
}


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
    write_blocks(items, writer)
    reader.finish(writer)
    return writer.document(_DOCX)


class _WordReader:
    """Walks the body once, in document order, so that counters and fields run as they are printed."""

    def __init__(self, package: Package) -> None:
        self.package = package
        relations = list(package.relations(package.main).values())
        parts = dict(relations)
        self.outside = [(kind, target) for kind, target in relations if kind in ("header", "footer")]
        self.styles = Styles(package.xml(parts.get("styles", "word/styles.xml")))
        self.numbering = Numbering(package.xml(parts.get("numbering", "word/numbering.xml")))
        self.notes = {"footnote": parts.get("footnotes", ""), "endnote": parts.get("endnotes", "")}
        self.marks: dict[tuple[str, str], str] = {}
        self.noted: dict[str, int] = {}
        self.read = Read(self.styles, self._note)
        self.count = 0
        self.carried: list[WordText] = []   # text of paragraphs whose end was deleted

    def _note(self, kind: str, key: str) -> str:
        if (kind, key) not in self.marks:
            n = self.noted[kind] = self.noted.get(kind, 0) + 1
            self.marks[kind, key] = print_number(n, "decimal" if kind == "footnote" else "lowerRoman")
        return self.marks[kind, key]

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
        notes = {kind: self._note_texts(kind) for kind in self.noted}
        for (kind, key), mark in self.marks.items():
            if text := notes[kind].get(key):
                writer.footnotes.append(Footnote(mark, text))
        seen: set[str] = set()
        for kind, target in self.outside:
            text = self._part_text(target)
            if text and text not in seen:
                seen.add(text)
                writer.furniture.append(Furniture("page_number" if text.strip("-– ").isdigit() else kind, text))
        writer.furniture.extend(Furniture("other", text) for text in self.read.struck)
        writer.warnings.extend(Warn(*_WARNINGS[flag]) for flag in sorted(self.read.flags) if flag in _WARNINGS)

    def _note_texts(self, kind: str) -> dict[str, str]:
        root = self.package.xml(self.notes[kind]) if self.notes[kind] else None
        notes = root.iterchildren(W + kind) if root is not None else ()
        return {note.get(W + "id") or "": self._plain(note) for note in notes}

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
    text = ""
    anchors: list[tuple[int, str]] = []
    boxes: list[_Element] = []
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
