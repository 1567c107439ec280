"""Write a document: the one text grows block by block, with the way back to lines and pages beside it."""
from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from extractors.models import Cell, Document, Footnote, Furniture, Grid, PageFact, Paragraph, Row, SourceMap, Warn

_OPEN_END = re.compile(r"[^\W_][-/]\Z")          # "Kế hoạch số 01-" + "KH/BCĐ"
_TIGHT_START = re.compile(r"[),.;:!?”]|[-/][^\W_]")  # "); phối hợp", "-NQ/TW"


class Piece(NamedTuple):
    """One printed line (or one Word paragraph): `line` 1-based, `page` 0-based or -1; `anchors` are footnote marks
    with their offsets in `text`."""

    text: str
    line: int = 0
    page: int = -1
    anchors: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class CellDraft:
    """A cell before it has offsets: its paragraphs, one piece each."""

    pieces: tuple[Piece, ...]
    col: int
    span: int = 1
    rows: int = 1
    bold: bool = False


@dataclass(frozen=True, slots=True)
class RowDraft:
    """A printed row before it has offsets."""

    cells: tuple[CellDraft, ...]
    page: int | None = None
    header: bool = False


def glue(before: str, after: str) -> str:
    """What joins a line to the next within a paragraph: nothing after "01-" or before ")", else a space."""
    if not before or not after or _OPEN_END.search(before[-2:]) or before[-1:] in "(“":
        return ""
    return "" if _TIGHT_START.match(after) and before[-1] != ":" else " "


class Writer:
    """Collects blocks and yields the `Document`; every offset of the result is made here."""

    def __init__(self) -> None:
        self.footnotes: list[Footnote] = []
        self.furniture: list[Furniture] = []
        self.warnings: list[Warn] = []
        self._parts: list[str] = []
        self._length = 0
        self._blocks: list[Paragraph | Grid] = []
        self._anchors: dict[str, list[int]] = {}
        self._starts, self._ends = array("l"), array("l")
        self._pages, self._lines = array("l"), array("l")

    def paragraph(self, pieces: Sequence[Piece], *, bold: bool = False, italic: bool = False, centered: bool = False,
                  heading: int = 0, indent: float = 0.0, aside: bool = False) -> None:
        """Adds one paragraph of joined pieces; nothing when they are all blank."""
        if not any(p.text.strip() for p in pieces):
            return
        self._separate("\n" if self._blocks else "")
        start = self._length
        last = ""
        for piece in pieces:
            self._separate(glue(last, piece.text))
            self._add(piece)
            last = piece.text or last
        page = pieces[0].page if pieces[0].page >= 0 else None
        self._blocks.append(Paragraph(start, self._length, bold, italic, centered, heading, indent, aside, page))

    def grid(self, rows: Iterable[RowDraft], columns: int) -> None:
        """Adds one printed table: rows by line breaks, cells by tabs, paragraphs within a cell by line breaks."""
        self._separate("\n" if self._blocks else "")
        start = self._length
        out: list[Row] = []
        for n, row in enumerate(rows):
            self._separate("\n" if n else "")
            out.append(Row(tuple(self._cell(c, i > 0) for i, c in enumerate(row.cells)), row.page, row.header))
        self._blocks.append(Grid(start, self._length, columns, tuple(out), out[0].page if out else None))

    def document(self, media_type: str, pages: tuple[PageFact, ...] = ()) -> Document:
        """The finished document; footnotes get the anchors that were met under their marks, in order."""
        source = SourceMap(self._starts, self._ends, self._pages, self._lines, array("d"), array("d"))
        return Document("".join(self._parts), tuple(self._blocks), source, media_type, pages,
                        tuple(self._anchored(f) for f in self.footnotes), tuple(self.furniture), tuple(self.warnings))

    def _anchored(self, note: Footnote) -> Footnote:
        waiting = self._anchors.get(note.mark)
        return replace(note, anchor=waiting.pop(0)) if waiting and note.anchor is None else note

    def _cell(self, draft: CellDraft, later: bool) -> Cell:
        self._separate("\t" if later else "")
        start = self._length
        for n, piece in enumerate(draft.pieces):
            self._separate("\n" if n else "")
            self._add(piece)
        return Cell(start, self._length, draft.col, draft.span, draft.rows, draft.bold)

    def _separate(self, mark: str) -> None:
        if mark:
            self._parts.append(mark)
            self._length += len(mark)

    def _add(self, piece: Piece) -> None:
        for offset, mark in piece.anchors:
            self._anchors.setdefault(mark, []).append(self._length + offset)
        if not piece.text:
            return
        self._starts.append(self._length)
        self._length += len(piece.text)
        self._ends.append(self._length)
        self._pages.append(piece.page)
        self._lines.append(piece.line)
        self._parts.append(piece.text)
