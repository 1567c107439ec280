"""Read text files: hard-wrapped dumps, markdown-like text, one line a paragraph, and any mixture of them."""
from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.clean import clean
from extractors.models import Document, Furniture, PageFact, Warn
from extractors.readers.decode import decode
from extractors.readers.join_lines import Line, Setting, joins, measure
from extractors.readers.lift_notes import lift_notes
from extractors.readers.line_kinds import start_kind
from extractors.readers.markup import Marks, strip_marks
from extractors.readers.text_tables import RawLine, is_rule, pipe_rows, pipe_run, tab_rows, tab_run
from extractors.readers.write import Piece, RowDraft, Writer

if TYPE_CHECKING:
    from extractors.read import ReadOptions

_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*\Z")
_QUOTE = re.compile(r"(?:>\s?)+")
_DRAWN = re.compile(r"[-–—_=*·.\s]{3,}\Z")
_INNER_SPACE = re.compile(r"\s{2,}")

Part = Line | tuple[list[RowDraft], int]


def read_text(data: bytes, options: ReadOptions) -> Document:
    """The Document of a text file's bytes; DocumentError `not_text` when they are none. Linear in length."""
    text, warnings = decode(data)
    writer = Writer()
    writer.warnings.extend(warnings)
    lines = split_lines(clean(text.replace("\r\n", "\n").replace("\r", "\n")))
    lines = lift_notes(lines, writer)
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
    while at < len(lines):
        raw = lines[at]
        tabs = tab_run(lines, at)
        pipes = 0 if tabs else pipe_run(lines, at)
        if tabs or pipes:
            rows, columns = tab_rows(lines[at:at + tabs]) if tabs else pipe_rows(lines[at:at + pipes])
            parts.append((rows, columns))
            marks, at, gap = Marks(), at + tabs + pipes, 0
            continue
        at += 1
        if not raw.text.strip() or _DRAWN.match(raw.text):
            gap += 1
            marks = Marks()
            continue
        for line in _flow_lines(raw, gap, raw.page != page, marks, writer):
            parts.append(line)
        page, gap = raw.page, 0
    return parts


def _flow_lines(raw: RawLine, gap: int, brk: bool, marks: Marks, writer: Writer) -> list[Line]:
    """One physical line as lines of the flow: more than one where it holds <br> or <p>."""
    body = raw.text.strip()
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
    open_lines: list[Line] = []
    titled = False
    for part in parts:
        if isinstance(part, Line):
            if open_lines and joins(open_lines, part, setting, titled):
                open_lines.append(part)
                continue
            _flush(open_lines, writer)
            titled = bool(open_lines) and start_kind(open_lines[0].text) in ("title", "subject")
            open_lines = [part]
        else:
            _flush(open_lines, writer)
            open_lines = []
            writer.grid(part[0], part[1])
    _flush(open_lines, writer)


def _flush(lines: Sequence[Line], writer: Writer) -> None:
    if lines:
        writer.paragraph([Piece(x.text, x.no, x.page, x.anchors) for x in lines], bold=all(x.bold for x in lines),
                         italic=all(x.italic for x in lines), heading=lines[0].heading)
