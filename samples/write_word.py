"""Writes a sample as a Word file: borderless head table, automatic numbering, footnotes, ruled tables, merged cells.

The same source gives the same bytes: every time stamp in the file is the fixed moment below.
"""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from xml.sax.saxutils import escape

from docx import Document as new_document
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from samples.markup import Break, Columns, Para, Run, Sample, Table, plain, runs

MOMENT = datetime(2026, 1, 5, 8, 0, 0)
TYPEFACE = "Times New Roman"
LEVELS = {0: ("decimal", "%1."), 1: ("lowerLetter", "%2)")}
NOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"


def write(sample: Sample) -> bytes:
    """The file's bytes."""
    document = new_document()
    _page(document)
    _styles(document)
    numbered = sample.style == "numbering"
    if numbered:
        _numbering(document)
    for block in sample.blocks:
        _add(document, block, numbered)
    if sample.notes:
        _footnotes(document, sample.notes)
    properties = document.core_properties
    properties.created = properties.modified = MOMENT
    properties.author, properties.title, properties.revision = "giaoviec", sample.name, 1
    buffer = io.BytesIO()
    document.save(buffer)
    return _fixed(buffer.getvalue())


def _fixed(data: bytes) -> bytes:
    """The same archive with one time stamp on every member."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, MOMENT.timetuple()[:6])
            info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 3
            new.writestr(info, old.read(name))
    return out.getvalue()


def _page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(30), Mm(18)
    section.top_margin = section.bottom_margin = Mm(20)
    section.different_first_page_header_footer = True
    header = section.header.paragraphs[0]
    header.alignment = WD_ALIGN_PARAGRAPH.CENTER
    header._p.append(parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:t>2</w:t></w:r></w:fldSimple>'))


def _styles(document: Document) -> None:
    style = document.styles["Normal"]
    style.font.name, style.font.size = TYPEFACE, Pt(14)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), TYPEFACE)


def _numbering(document: Document) -> None:
    """Two lists: 91 numbers and letters, 92 dashes."""
    root = document.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for n, (kind, text) in LEVELS.items()
    )
    dash = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="-"/></w:lvl>'
    first = root.find(qn("w:num"))
    for number, body in ((91, levels), (92, dash)):
        abstract = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">{body}</w:abstractNum>'
        first.addprevious(parse_xml(abstract))
        root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'))


def _add(document: Document, block: Para | Columns | Table | Break, numbered: bool) -> None:
    if isinstance(block, Para):
        _paragraph(document.add_paragraph(), block, numbered)
    elif isinstance(block, Columns):
        _columns(document, block)
    elif isinstance(block, Table):
        _table(document, block)
    else:
        section = document.add_section()
        if block.landscape:
            section.orientation = WD_ORIENT.LANDSCAPE
            section.page_width, section.page_height = section.page_height, section.page_width


def _paragraph(to: Paragraph, block: Para, numbered: bool) -> None:
    bold, italic = block.look in ("title", "subtitle"), block.look == "caption"
    if block.look in ("title", "subtitle", "caption"):
        to.alignment = WD_ALIGN_PARAGRAPH.CENTER
    source = block.runs
    if numbered and block.marker:
        source = _without_marker(source, block.marker)
        _list_item(to, block.marker)
    elif block.look == "body":
        to.paragraph_format.first_line_indent = Mm(10)
        to.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    _runs(to, source, bold, italic)


def _without_marker(source: list[Run], marker: str) -> list[Run]:
    first = source[0]
    rest = first.text.removeprefix(marker).lstrip()
    return [Run(rest, first.bold, first.italic, first.underline), *source[1:]]


def _list_item(to: Paragraph, marker: str) -> None:
    level, number = (0, 92) if marker == "-" else (1 if marker.endswith(")") else 0, 91)
    xml = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    to._p.get_or_add_pPr().append(parse_xml(xml))


def _runs(to: Paragraph, source: list[Run], bold: bool = False, italic: bool = False) -> None:
    for run in source:
        if run.note:
            mark = f'<w:footnoteReference w:id="{int(run.text) + 1}"/>'
            look = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
            to._p.append(parse_xml(f"<w:r {nsdecls('w')}>{look}{mark}</w:r>"))
            continue
        made = to.add_run(run.text)
        made.bold, made.italic, made.underline = run.bold or bold or None, run.italic or italic or None, run.underline
    if not source:
        to.add_run("")


def _columns(document: Document, block: Columns) -> None:
    table = document.add_table(rows=1, cols=2)
    foot = any("Nơi nhận" in text for text in block.left)
    for cell, texts, left in zip(table.rows[0].cells, (block.left, block.right), (True, False), strict=True):
        for n, text in enumerate(texts):
            to = cell.paragraphs[0] if n == 0 else cell.add_paragraph()
            to.alignment = WD_ALIGN_PARAGRAPH.LEFT if foot and left else WD_ALIGN_PARAGRAPH.CENTER
            _runs(to, runs(text))


def _table(document: Document, block: Table) -> None:
    table = document.add_table(rows=0, cols=len(block.widths))
    table.style = "Table Grid"
    for n, row in enumerate(block.rows):
        cells = table.add_row().cells
        if row.group:
            cells = (*cells[: len(row.cells) - 1], cells[len(row.cells) - 1].merge(cells[-1]))
        for column, (cell, text) in enumerate(zip(cells, row.cells, strict=True)):
            if text == "<":
                cells[column - 1].merge(cell)
            elif text == "^":
                table.cell(n - 1, column).merge(cell)
            else:
                _cell(cell, text, bold=n < block.header or row.group)
        if n < block.header:
            table.rows[n]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _cell(cell: _Cell, text: str, bold: bool) -> None:
    _runs(cell.paragraphs[0], runs(text), bold)


def _footnotes(document: Document, notes: dict[str, str]) -> None:
    """python-docx writes no footnotes: the part is made here, with Word's two separators first."""
    separators = "".join(
        f'<w:footnote w:type="{kind}" w:id="{n}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
        for n, kind in enumerate(("separator", "continuationSeparator"))
    )
    bodies = "".join(
        f'<w:footnote w:id="{int(mark) + 1}"><w:p><w:r><w:footnoteRef/></w:r>'
        f'<w:r><w:t xml:space="preserve"> {escape(plain(text))}</w:t></w:r></w:p></w:footnote>'
        for mark, text in notes.items()
    )
    xml = f'<?xml version="1.0" encoding="UTF-8"?><w:footnotes {nsdecls("w")}>{separators}{bodies}</w:footnotes>'
    part = Part(PackURI("/word/footnotes.xml"), NOTES, xml.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
