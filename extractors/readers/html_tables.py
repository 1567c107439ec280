"""HTML tables inside a text: rows of cells with their spans, marks left for the stripper."""
from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.readers.markup import Marks, strip_marks
from extractors.readers.text_tables import RawLine, cell_pieces
from extractors.readers.write import CellDraft, Piece, RowDraft

_OPEN = re.compile(r"(?i)<table\b[^<>]{0,300}>")
_CLOSE = re.compile(r"(?i)</table\s*>")
_TAG = re.compile(r"(?i)<(/?)(tr|td|th|thead|tbody|tfoot|table|caption|colgroup|col)\b([^<>]{0,300})>")
_SPAN = re.compile(r"(?i)(colspan|rowspan)\s*=\s*[\"']?(\d{1,3})")


def last_close(lines: Sequence[RawLine]) -> int:
    """The last line that closes an HTML table, -1 where none does: no table begins after it."""
    closing = (i for i in range(len(lines) - 1, -1, -1) if "</" in lines[i].text and _CLOSE.search(lines[i].text))
    return next(closing, -1)


def html_run(lines: Sequence[RawLine], at: int) -> int:
    """How many lines from `at` hold one HTML table; 0 when the line opens none."""
    if "<" not in lines[at].text or not _OPEN.match(lines[at].text.strip()):
        return 0
    for end in range(at, len(lines)):
        if "</" in lines[end].text and _CLOSE.search(lines[end].text):
            return end - at + 1
    return 0


def html_rows(lines: Sequence[RawLine]) -> tuple[list[RowDraft], int]:
    """The rows of one HTML table with the number of its columns."""
    reader = _Reader()
    for line in lines:
        reader.line(line)
    reader.close_row()
    columns = max((c.col + c.span for r in reader.rows for c in r.cells), default=0)
    return reader.rows, columns


class _Reader:
    def __init__(self) -> None:
        self.rows: list[RowDraft] = []
        self.cells: list[CellDraft] = []
        self.pieces: list[Piece] | None = None
        self.bold = True
        self.span = self.deep = 1
        self.head = False
        self.taken: dict[int, int] = {}   # column -> rows still covered from above
        self.col = 0
        self.marks = Marks()

    def line(self, line: RawLine) -> None:
        at = 0
        for tag in _TAG.finditer(line.text):
            self.text(line.text[at:tag.start()], line)
            self.tag(bool(tag[1]), tag[2].lower(), tag[3])
            at = tag.end()
        self.text(line.text[at:], line)

    def text(self, text: str, line: RawLine) -> None:
        if self.pieces is None or not text.strip():
            return
        got = strip_marks(text, self.marks)
        self.bold = self.bold and got.bold
        self.pieces.extend(cell_pieces(got.text, got.anchors, line))

    def tag(self, closing: bool, name: str, attributes: str) -> None:
        if name in ("td", "th"):
            self.close_cell()
            if not closing:
                self.open_cell(name, attributes)
        elif name == "tr":
            self.close_row()

    def open_cell(self, name: str, attributes: str) -> None:
        spans = {kind.lower(): max(1, int(n)) for kind, n in _SPAN.findall(attributes)}
        self.span, self.deep = spans.get("colspan", 1), spans.get("rowspan", 1)
        self.head = self.head or name == "th"
        while self.taken.get(self.col, 0) > 0:
            self.col += 1
        self.pieces, self.bold, self.marks = [], True, Marks()

    def close_cell(self) -> None:
        if self.pieces is None:
            return
        pieces = tuple(self.pieces) or (Piece(""),)
        self.cells.append(CellDraft(pieces, self.col, self.span, self.deep, self.bold and bool(self.pieces)))
        for col in range(self.col, self.col + self.span):
            if self.deep > 1:
                self.taken[col] = self.deep
        self.col += self.span
        self.pieces = None

    def close_row(self) -> None:
        self.close_cell()
        if self.cells:
            page = self.cells[0].pieces[0].page
            self.rows.append(RowDraft(tuple(self.cells), page if page >= 0 else None, self.head))
            self.taken = {c: n - 1 for c, n in self.taken.items() if n > 1}
        self.cells, self.col, self.head = [], 0, False
