"""Composes the one text: blocks are appended, offsets, boxes and anchors of footnotes noted on the way.

Writes the `Document`; every offset of a laid-out document is made here.
"""
from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from dataclasses import replace
from math import nan

from extractors.lines import Line
from extractors.models import (
    Cell,
    Document,
    Footnote,
    Furniture,
    Grid,
    PageFact,
    Paragraph,
    Repair,
    Row,
    SourceMap,
    Warn,
)
from extractors.readers.write import glue
from extractors.scan_boxes import Back, to_scan

_LINK_END = re.compile(r"(?:https?://|www\.)\S*[./\-_?=&]\Z")  # an address broken at one of its signs
_LINK_REST = re.compile(r"[\w\-]+[./\-_?=&)]")


class Composer:
    """Collects blocks in reading order and yields the `Document`."""

    def __init__(self) -> None:
        self.footnotes: list[Footnote] = []
        self.furniture: list[Furniture] = []
        self.warnings: list[Warn] = []
        self.pages: list[PageFact] = []
        self.scans: dict[int, Back] = {}  # pages laid out upright: the way back to the page as scanned
        self._parts: list[str] = []
        self._length = 0
        self._blocks: list[Paragraph | Grid] = []
        self._anchors: list[tuple[str, int, int]] = []
        self._starts, self._ends, self._lines, self._pages = array("l"), array("l"), array("l"), array("l")
        self._boxes, self._confidences = array("d"), array("d")
        self._repairs: list[Repair] = []

    def paragraph(self, lines: Sequence[Line], *, centered: bool = False, indent: float = 0.0,
                  aside: bool = False) -> None:
        """Adds one paragraph of lines, wraps joined."""
        start = self._block()
        self._joined(lines)
        self._blocks.append(Paragraph(start, self._length, all(x.bold for x in lines), all(x.italic for x in lines),
                                      centered, 0, indent, aside, lines[0].page))

    def grid(self, rows: Sequence[Sequence[tuple[int, int, int, Sequence[Sequence[Line]]]]], columns: int,
             page: int) -> None:
        """Adds one table: of each cell (column, columns covered, rows covered, its paragraphs of lines)."""
        start = self._block()
        out: list[Row] = []
        for n, row in enumerate(rows):
            self._add("\n" if n else "")
            cells: list[Cell] = []
            for m, (col, span, high, paragraphs) in enumerate(row):
                self._add("\t" if m else "")
                cells.append(self._cell(col, span, high, paragraphs))
            out.append(Row(tuple(cells), page))
        self._blocks.append(Grid(start, self._length, columns, tuple(out), page))

    def document(self, media_type: str) -> Document:
        """The finished document."""
        boxes = to_scan(self._boxes, self._pages, self.scans)
        source = SourceMap(self._starts, self._ends, self._pages, self._lines, boxes, self._confidences)
        return Document("".join(self._parts), tuple(self._blocks), source, media_type, tuple(self.pages),
                        tuple(self._anchored()), tuple(self.furniture), tuple(self.warnings),
                        tuple(self._repairs))

    def _cell(self, col: int, span: int, high: int, paragraphs: Sequence[Sequence[Line]]) -> Cell:
        start = self._length
        for n, lines in enumerate(paragraphs):
            self._add("\n" if n else "")
            self._joined(lines)
        words = [w for lines in paragraphs for line in lines for w in line.words]
        letters = sum(len(w.text) for w in words)
        bold = bool(letters) and sum(len(w.text) for w in words if w.bold) >= 0.9 * letters
        return Cell(start, self._length, col, span, high, bold)

    def _block(self) -> int:
        self._add("\n" if self._blocks else "")
        return self._length

    def _joined(self, lines: Sequence[Line]) -> None:
        last = ""
        for line in lines:
            self._add("" if _LINK_END.search(last) and _LINK_REST.match(line.text) else glue(last, line.text))
            for at, mark in line.marks:
                before = line.words[:at + 1]
                offset = sum(len(w.text) + 1 for w in before) - 1 - sum(i <= at for i in line.joined)
                self._anchors.append((mark, self._length + max(0, offset), line.page))
            self._words(line)
            last = line.text

    def _words(self, line: Line) -> None:
        """One line's text, with a piece of the source map for each of its words."""
        at, boxes, joined = self._length, self._boxes, line.joined
        starts, ends = [], []
        for i, word in enumerate(line.words):
            at += i > 0 and i not in joined
            starts.append(at)
            at += len(word.text)
            ends.append(at)
            if word.mended is not None:
                read_as, rule = word.mended
                self._repairs.append(Repair(at - len(word.text), at, read_as, word.text, rule, line.page))
            boxes.extend((word.x0, word.y0, word.x1, word.y1))
        self._starts.extend(starts)
        self._ends.extend(ends)
        self._pages.extend([line.page] * len(starts))
        self._lines.extend([0] * len(starts))
        self._confidences.extend([nan if w.confidence is None else w.confidence for w in line.words])
        self._add(line.text)

    def _add(self, text: str) -> None:
        if text:
            self._parts.append(text)
            self._length += len(text)

    def _anchored(self) -> list[Footnote]:
        """The footnotes with the place of their marks: on their page, else the nearest one before it."""
        waiting = list(self._anchors)
        out = []
        for note in self.footnotes:
            known = [a for a in waiting if a[0] == note.mark and note.page is not None and a[2] <= note.page]
            best = max(known, key=lambda a: a[2], default=None)
            if best is not None:
                first = next(a for a in known if a[2] == best[2])
                waiting.remove(first)
                note = replace(note, anchor=first[1])
            out.append(note)
        return out
