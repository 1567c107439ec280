"""Writes a sample as a born-digital PDF: two-column head, page numbers, footnotes, ruled tables cut by the page.

The typeface is the DejaVu Serif that matplotlib brings (a locked development dependency), so the same sources give the
same bytes on every machine. Sizes are in points, from the page's bottom left corner as PDF counts them.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from samples.markup import Break, Columns, Para, Run, Sample, Table, runs

SIZE, SMALL, LEAD = 11.0, 9.0, 1.42
LEFT, RIGHT, TOP, BOTTOM = 85.0, 57.0, 57.0, 57.0
NO_HEADER: list[str] = []
FACES = {(False, False): "", (True, False): "-Bold", (False, True): "-Italic", (True, True): "-BoldItalic"}


@cache
def faces() -> dict[tuple[bool, bool], str]:
    """Registers the typefaces; returns the name by (bold, italic)."""
    import matplotlib

    folder = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    for suffix in FACES.values():
        pdfmetrics.registerFont(TTFont(f"Serif{suffix}", str(folder / f"DejaVuSerif{suffix}.ttf")))
    return {look: f"Serif{suffix}" for look, suffix in FACES.items()}


def missing(text: str) -> set[str]:
    """The letters of a text that a typeface lacks."""
    letters = {c for c in unicodedata.normalize("NFC", text) if not c.isspace()}
    maps = [pdfmetrics.getFont(name).face.charToGlyph for name in faces().values()]
    return {c for c in letters if any(ord(c) not in glyphs for glyphs in maps)}


@dataclass(frozen=True)
class Word:
    """One word ready to be set."""

    text: str
    face: str
    size: float
    raised: bool = False
    glued: bool = False  # no space before it
    underline: bool = False

    @property
    def width(self) -> float:
        return float(pdfmetrics.stringWidth(self.text, self.face, self.size))


Line = list[Word]


def words(source: list[Run], size: float, bold: bool = False, italic: bool = False) -> Line:
    """The words of some runs; a footnote's mark is small, raised and glued to the word before it."""
    out: Line = []
    open_end = False
    for run in source:
        face = faces()[(run.bold or bold, run.italic or italic)]
        if run.note:
            out.append(Word(run.text, face, size * 0.6, raised=True, glued=True))
            open_end = True
            continue
        for n, text in enumerate(run.text.split()):
            glued = n == 0 and open_end and not run.text[0].isspace()
            out.append(Word(text, face, size, glued=glued, underline=run.underline))
        open_end = not run.text[-1:].isspace()
    return out


def wrap(line: Line, width: float, indent: float = 0.0) -> Iterator[Line]:
    """Breaks words into lines no wider than `width`, the first one shorter by `indent`."""
    current: Line = []
    used = indent
    for word in line:
        step = word.width + (0.0 if word.glued or not current else _space(word))
        if current and used + step > width and not word.glued:
            yield current
            current, used, step = [], 0.0, word.width
        current.append(word)
        used += step
    if current:
        yield current


def _space(word: Word) -> float:
    return float(pdfmetrics.stringWidth(" ", word.face, word.size))


@dataclass
class Sheet:
    """The canvas and where on it the next line goes."""

    canvas: Canvas
    size: tuple[float, float] = A4
    number: int = 1
    y: float = 0.0
    floor: float = BOTTOM
    notes: list[Line] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.start()

    @property
    def width(self) -> float:
        return self.size[0] - LEFT - RIGHT

    def start(self) -> None:
        """Begins a page: its number stands on top in the middle, but for the first."""
        self.canvas.setPageSize(self.size)
        self.y, self.floor, self.notes = self.size[1] - TOP, BOTTOM, []
        if self.number > 1:
            self.put([Word(str(self.number), faces()[(False, False)], SIZE)], LEFT, self.width, "center", TOP * 0.6)

    def end(self) -> None:
        """Ends a page: its footnotes stand under a short rule."""
        if self.notes:
            self.canvas.line(LEFT, self.floor + 2, LEFT + 140, self.floor + 2)
            for n, line in enumerate(self.notes):
                self.put(line, LEFT, self.width, "left", self.size[1] - self.floor + 10 + n * SMALL * LEAD)
        self.canvas.showPage()
        self.number += 1

    def turn(self, size: tuple[float, float] | None = None) -> None:
        """Goes on to the next page."""
        self.end()
        self.size = size or self.size
        self.start()

    def put(self, line: Line, x: float, width: float, align: str, top: float) -> None:
        """Draws one line of words, `top` points below the page's upper edge."""
        gaps = [0.0 if w.glued or not n else _space(w) for n, w in enumerate(line)]
        slack = width - sum(w.width for w in line) - sum(gaps)
        stretch = slack / max(1, sum(g > 0 for g in gaps)) if align == "justify" else 0.0
        x += slack / 2 if align == "center" else 0.0
        y = self.size[1] - top
        for n, (word, gap) in enumerate(zip(line, gaps, strict=True)):
            x += gap + (stretch if gap else 0.0)
            self.canvas.setFont(word.face, word.size)
            follows = n + 1 < len(line) and not line[n + 1].glued
            self.canvas.drawString(x, y + (4 if word.raised else 0), word.text + (" " if follows else ""))
            if word.underline:
                self.canvas.line(x, y - 2, x + word.width, y - 2)
            x += word.width

    def paragraph(self, block: Para, notes: dict[str, str]) -> None:
        """Sets one paragraph, over pages where it must; body text is justified with a first-line indent."""
        body = block.look == "body"
        line = words(block.runs, SIZE, block.look in ("title", "subtitle"), block.look == "caption")
        indent = 28.0 if body else 0.0
        lines = list(wrap(line, self.width, indent))
        for n, row in enumerate(lines):
            self._reserve(row, notes)
            shift = indent if n == 0 else 60.0 if block.look == "address" else 0.0
            align = "left" if body or block.look == "address" else "center"
            align = "justify" if body and n + 1 < len(lines) else align
            self.put(row, LEFT + shift, self.width - shift, align, self.size[1] - self.y + SIZE)
            self.y -= SIZE * LEAD
        self.y -= 5.0

    def _reserve(self, row: Line, notes: dict[str, str]) -> None:
        """Makes room for a line and for the footnotes whose marks it carries."""
        marks = [w.text for w in row if w.raised]
        new = [list(wrap(words([Run(m, note=True), Run(" " + notes[m])], SMALL), self.width)) for m in marks]
        need = sum(len(lines) for lines in new) * SMALL * LEAD
        if self.y - SIZE * LEAD < self.floor + need + (12 if new else 0):
            self.turn()
        self.floor += need
        self.notes += [line for lines in new for line in lines]

    def columns(self, block: Columns) -> None:
        """Sets two columns side by side: the left is narrower, lines are centred, Nơi nhận is set left and small."""
        foot = any("Nơi nhận" in text for text in block.left)
        sides = ((block.left, LEFT, self.width * 0.42), (block.right, LEFT + self.width * 0.44, self.width * 0.56))
        lines = [
            [row for text in texts for row in self._column(text, width, SMALL if foot and x == LEFT else SIZE - 1.4)]
            for texts, x, width in sides
        ]
        height = max(map(len, lines)) * SIZE * LEAD
        if self.y - height < self.floor:
            self.turn()
        for (_, x, width), rows in zip(sides, lines, strict=True):
            for n, row in enumerate(rows):
                align = "left" if foot and x == LEFT else "center"
                self.put(row, x, width, align, self.size[1] - self.y + SIZE + n * SIZE * LEAD)
        self.y -= height + 10

    @staticmethod
    def _column(text: str, width: float, size: float) -> list[Line]:
        return list(wrap(words(runs(text), size), width)) or [[]]

    def table(self, table: Table) -> None:
        """Sets a ruled table; its header stands again on each page, and a row may be cut by the page."""
        header, *rows = table.rows
        self._row(table, header.cells, bold=True)
        for row in rows:
            self._row(table, row.cells, bold=row.group, group=row.group, header=header.cells)

    def _row(self, t: Table, cells: list[str], bold: bool, group: bool = False, header: list[str] = NO_HEADER) -> None:
        edges = [LEFT + self.width * sum(t.widths[:n]) / 100 for n in range(len(t.widths) + 1)]
        edges = [edges[0], edges[1], edges[-1]] if group else edges
        rest = [
            list(wrap(words(runs(text), SMALL + 0.5, bold), b - a - 8))
            for text, a, b in zip(cells, edges, edges[1:], strict=False)
        ]
        step = (SMALL + 0.5) * LEAD
        while any(rest):
            room = int((self.y - self.floor - 6) / step)
            tallest = max(map(len, rest))
            if room < min(2, tallest):
                self.turn()
                if header:
                    self._row(t, header, bold=True)
                continue
            self._slice(edges, [lines[:room] for lines in rest], step)
            rest = [lines[room:] for lines in rest]

    def _slice(self, edges: list[float], cells: list[list[Line]], step: float) -> None:
        """Draws the part of a row that stands on this page, with its rules."""
        height = max(map(len, cells)) * step + 6
        for x, end, lines in zip(edges, edges[1:], cells, strict=False):
            self.canvas.rect(x, self.y - height, end - x, height)
            for n, line in enumerate(lines):
                self.put(line, x + 4, end - x - 8, "left", self.size[1] - self.y + step * (n + 0.8) + 2)
        self.y -= height


def write(sample: Sample) -> bytes:
    """The file's bytes; the same for the same source. Raises ValueError where the typeface lacks a letter."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    canvas.setTitle(f"{sample.head['doc_type']} {sample.name}")
    faces()
    canvas.setLineWidth(0.5)
    sheet = Sheet(canvas)
    for block in sample.blocks:
        _set(sheet, block, sample.notes)
    sheet.end()
    canvas.save()
    return buffer.getvalue()


def _set(sheet: Sheet, block: Para | Columns | Table | Break, notes: dict[str, str]) -> None:
    if isinstance(block, Para):
        if lacking := missing(block.source):
            raise ValueError(f"the typeface lacks {sorted(lacking)}")
        sheet.paragraph(block, notes)
    elif isinstance(block, Columns):
        sheet.columns(block)
    elif isinstance(block, Table):
        sheet.table(block)
    else:
        sheet.turn(landscape(A4) if block.landscape else A4)
