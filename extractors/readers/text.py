"""Read text files: hard-wrapped dumps, markdown-like text, one line a paragraph, and any mixture of them."""
from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from extractors.clean import clean
from extractors.models import Document, Furniture, PageFact, Warn
from extractors.readers.decode import decode
from extractors.readers.html_tables import html_rows, html_run, last_close
from extractors.readers.join_lines import joins
from extractors.readers.layout_tables import is_layout
from extractors.readers.lift_notes import lift_notes
from extractors.readers.line_kinds import marker, start_kind
from extractors.readers.mark_aside import mark_aside
from extractors.readers.markup import Marks, is_plain, strip_marks
from extractors.readers.measure_lines import Line, Setting, measure
from extractors.readers.split_columns import split_columns
from extractors.readers.text_tables import RawLine, pipe_rows, pipe_run, tab_rows, tab_run
from extractors.readers.write import Piece, RowDraft, Writer

if TYPE_CHECKING:
    from extractors.read import ReadOptions

_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*\Z")
_QUOTE = re.compile(r"(?:>\s?)+")
_DRAWN = re.compile(r"(?:[-–—_=*·.~#\s]{3,}|```\w*|<!--.*-->|</?(?:div|center|p|br)\s?/?>)\Z")
_MAY_BE_TABLE = re.compile(r"[\t|│]|<[tT]|^\s*[+┌╔]")
_INNER_SPACE = re.compile(r"\s{2,}|\t")

Part = Line | tuple[list[RowDraft], int]


def read_text(data: bytes, options: ReadOptions) -> Document:
    """The Document of a text file's bytes; DocumentError `not_text` when they are none. Linear in length."""
    text, warnings = decode(data)
    writer = Writer()
    writer.warnings.extend(warnings)
    lines = split_lines(clean(text.replace("\r\n", "\n").replace("\r", "\n")))
    lines = lift_notes(split_columns(lines), writer)
    parts = _parts(lines, writer)
    _write(parts, measure([p for p in parts if isinstance(p, Line)]), writer)
    last = lines[-1].page if lines else -1
    pages = tuple(PageFact(n, "text", "form feeds in the file") for n in range(last + 1))
    return writer.document("text/plain", pages)


def split_lines(text: str) -> list[RawLine]:
    """Physical lines with numbers; a form feed opens a page (no form feed: page -1)."""
    if "\f" not in text:
        return [RawLine(line, n) for n, line in enumerate(text.split("\n"), 1)]
    out: list[RawLine] = []
    page = 0
    for n, line in enumerate(text.split("\n"), 1):
        for k, part in enumerate(line.split("\f")):
            page += k > 0
            if part or k == 0:
                out.append(RawLine(part, n, page))
    return out


def _parts(lines: Sequence[RawLine], writer: Writer) -> list[Part]:
    """Reads the lines once: tables are cut out, marks stripped, drawn rules and blank lines counted as gaps."""
    parts: list[Part] = []
    marks = Marks()
    at = gap = 0
    page = lines[0].page if lines else -1
    closed = last_close(lines)
    while at < len(lines):
        raw = lines[at]
        table = _table(lines, at, closed) if _MAY_BE_TABLE.search(raw.text) else None
        if table is not None:
            parts.extend(_unlaid(table[0], table[1]))
            marks, at, gap = Marks(), at + table[2], 0
            continue
        at += 1
        words = raw.text.strip()
        if not words or _DRAWN.match(words):
            gap += 1
            marks = Marks()
            continue
        parts.extend(_flow_lines(raw, gap, raw.brk or raw.page != page, marks, writer))
        page, gap = raw.page, 0
    return parts


def _table(lines: Sequence[RawLine], at: int, closed: int) -> tuple[list[RowDraft], int, int] | None:
    """The table that begins at a line: its rows, its columns, how many lines it takes; None where none begins."""
    for run, read in ((tab_run, tab_rows), (pipe_run, pipe_rows), (html_run, html_rows)):
        taken = run(lines, at) if run is not html_run or at <= closed else 0
        if taken:
            return (*read(lines[at:at + taken]), taken)
    return None


def _unlaid(rows: list[RowDraft], columns: int) -> list[Part]:
    """The table itself, or the lines of its columns one after the other where it only lays out head or foot."""
    texts = [[[p.text for p in cell.pieces] for cell in row.cells] for row in rows]
    if not rows or not is_layout(texts, None):
        return [(rows, columns)] if rows else []
    cells = sorted((cell for row in rows for cell in row.cells), key=lambda c: c.col)
    return [Line(p.text, p.line, p.page, bold=cell.bold, anchors=p.anchors) for cell in cells for p in cell.pieces
            if p.text]


def _flow_lines(raw: RawLine, gap: int, brk: bool, marks: Marks, writer: Writer) -> list[Line]:
    """One physical line as lines of the flow: more than one where it holds <br> or <p>."""
    body = raw.text.strip()
    if is_plain(body, marks) and body[0] not in "#>":
        text = " ".join(body.split()) if "  " in body or "\t" in body else body
        return [Line(text, raw.no, raw.page, gap, len(raw.text) - len(raw.text.lstrip()), brk)]
    quote = _QUOTE.match(body)
    body = body[quote.end():] if quote else body
    heading = _HEADING.match(body)
    tied = marks.bold or marks.italic
    got = strip_marks(heading[2] if heading else body, marks)
    for gone in got.deleted:
        writer.furniture.append(Furniture("other", gone, raw.page if raw.page >= 0 else None))
        writer.warnings.append(Warn("struck_out", f"Dòng {raw.no}: chữ bị gạch bỏ không đưa vào văn bản: “{gone}”."))
    out: list[Line] = []
    start = 0
    for part in got.text.split("\n"):
        anchors = tuple((o - start, m) for o, m in got.anchors if start <= o <= start + len(part))
        start += len(part) + 1
        text, anchors = _squeeze(part, anchors)
        if text:
            out.append(Line(text, raw.no, raw.page, 0 if out else gap, len(raw.text) - len(raw.text.lstrip()),
                            brk and not out, got.bold, got.italic, len(heading[1]) if heading else 0,
                            tied=tied and not out, anchors=anchors))
    return out


def _squeeze(part: str, anchors: tuple[tuple[int, str], ...]) -> tuple[str, tuple[tuple[int, str], ...]]:
    """Single spaces, none at the ends; the anchors move along."""
    text = _INNER_SPACE.sub(" ", part).strip()
    if not anchors:
        return text, ()
    moved = tuple((len(_INNER_SPACE.sub(" ", part[:o]).strip()), m) for o, m in anchors)
    return text, moved


def _write(parts: Sequence[Part], setting: Setting, writer: Writer) -> None:
    """Joins the lines to paragraphs and writes all blocks in order."""
    blocks = _joined(parts, setting)
    texts = [" ".join(x.text for x in b) if isinstance(b, list) else "" for b in blocks]
    for block, aside in zip(blocks, mark_aside(texts), strict=True):
        if isinstance(block, list):
            writer.paragraph([Piece(x.text, x.no, x.page, x.anchors) for x in block], bold=all(x.bold for x in block),
                             italic=all(x.italic for x in block), heading=block[0].heading, aside=aside)
        else:
            writer.grid(block[0], block[1])


def _joined(parts: Sequence[Part], setting: Setting) -> list[list[Line] | tuple[list[RowDraft], int]]:
    """The lines of each paragraph, and the tables between them."""
    out: list[list[Line] | tuple[list[RowDraft], int]] = []
    lines: list[Line] = []
    after = ""
    for part in parts:
        if not isinstance(part, Line):
            out.append(part)
            lines, after = [], ""
        elif lines and joins(lines, part, setting, after):
            lines.append(part)
        else:
            after = _place(lines[0].text, after) if lines else after
            lines = [part]
            out.append(lines)
    return out


def _place(text: str, after: str) -> str:
    """What follows a paragraph: the lines after a title, the lists of Kính gửi and Nơi nhận."""
    kind = start_kind(text)
    if kind in ("recipients", "addressee"):
        return kind
    if after in ("recipients", "addressee") and marker(text) == "dash":
        return after
    return "title" if kind in ("title", "subject") else ""
