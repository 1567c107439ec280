"""Lay pages out as one document: words and tables of pages, typed or read by OCR, become text in reading order.

Reads `PageRead`s in page order, lazily; writes the `Document`.
"""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from statistics import fmean

from extractors.aligned_tables import find_aligned
from extractors.cells import read_cell
from extractors.columns import split_columns
from extractors.compose import Composer
from extractors.footnotes import NotePart, join_notes, take_footnotes
from extractors.furniture import PageRows, take_furniture, take_stamps
from extractors.lines import Line, lines_of, rows_of
from extractors.models import Document, PageFact, PageGrid, PageRead, Warn, Word
from extractors.paragraphs import Area, group_lines, is_centered, measure, opens, usual_area

_TOGETHER = 60   # pages looked at together for running heads and margins; bounds the memory that long files take
DAMAGED = "damaged page"  # a PageRead's reason when the file is broken at it
_FULL_PAGE = 10  # lines that show a page's margins


def lay_out(pages: Iterable[PageRead], media_type: str, warnings: Sequence[Warn] = ()) -> Document:
    """The document that the pages make up. A page with source "none" is kept in `Document.pages` and warned of."""
    composer = Composer()
    flow = _Flow(composer)
    notes: list[NotePart] = []
    source = iter(pages)
    while batch := list(islice(source, _TOGETHER)):
        prepared = [_prepare(page, composer) for page in batch]
        take_furniture(prepared)
        for page in prepared:
            page.rows, found = take_footnotes(page.rows, page.page.rules, page.page.number, page.page.width)
            notes += found
            composer.furniture += page.furniture
        _flow_pages(prepared, flow)
    flow.close()
    composer.footnotes += join_notes(notes)
    composer.warnings[:0] = warnings  # a reader may add to them while its pages are laid out
    return composer.document(media_type)


def _prepare(page: PageRead, composer: Composer) -> PageRows:
    """Notes how the page was read, takes stamps away and forms rows."""
    measured = [w.confidence for w in page.words if w.confidence is not None]
    measured += [w.confidence for g in page.grids for row in g.rows for c in row for w in c.words
                 if w.confidence is not None]
    composer.pages.append(PageFact(page.number, page.source, page.reason, page.width, page.height,
                                   fmean(measured) if measured else None))
    if page.to_scan is not None:
        composer.scans[page.number] = page.to_scan
    if page.source == "none":
        composer.warnings.append(_unread(page))
    rows = rows_of(page.words)
    words, stamps = take_stamps(page.words, rows, page.number) if rows else ([], [])
    return PageRows(page, rows_of(words) if stamps else rows, list(stamps))


def _unread(page: PageRead) -> Warn:
    """What to say of a page that was not read."""
    if page.reason == DAMAGED:
        return Warn("page_damaged", f"Trang {page.number + 1} bị hỏng, không đọc được.", page.number)
    return Warn("needs_ocr", f"Trang {page.number + 1} là ảnh quét hoặc chữ không đọc được, cần nhận dạng chữ (OCR).",
                page.number)


@dataclass(slots=True)
class _Column:
    """Lines that follow each other in one column of one page, or a table."""

    lines: list[Line]
    aside: bool = False
    grid: PageGrid | None = None
    page: int = 0


def _columns(page: PageRows) -> Iterator[_Column]:
    """The page's columns and tables in reading order."""
    number = page.page.number
    rows = page.rows
    for grid in page.page.grids:
        above = [row for row in rows if row[0].y1 + row[0].y0 < 2 * grid.box.y0]
        rows = rows[len(above):]
        yield from _between(above, number)
        yield _Column([], grid=grid, page=number)
    yield from _between(rows, number)


def _between(rows: Sequence[Sequence[Word]], page: int) -> Iterator[_Column]:
    """What stands between ruled tables: text, and tables without rules."""
    start = 0
    for first, end, grid in find_aligned(rows, page):
        yield from _text_columns(rows[start:first], page)
        yield _Column([], grid=grid, page=page)
        start = end
    yield from _text_columns(rows[start:], page)


def _text_columns(rows: Sequence[Sequence[Word]], page: int, depth: int = 0) -> Iterator[_Column]:
    for zone in split_columns(list(rows), depth):
        if not zone.right:
            yield _Column(lines_of(zone.rows, page), depth > 0, page=page)
            continue
        for side in (zone.left, zone.right):
            for column in _text_columns(rows_of(side), page, depth + 1):
                yield _Column(column.lines, zone.aside, page=page)


def _flow_pages(pages: Sequence[PageRows], flow: _Flow) -> None:
    """Sends the columns of some pages, with what their like have in common, into the flow."""
    columns = [list(_columns(page)) for page in pages]
    wide = {page.page.number: page.page.width for page in pages}
    widths = {number: round(width / 20) for number, width in wide.items()}
    usual: dict[int, list[Area]] = {}
    for column in (c for page in columns for c in page):
        if not column.aside and len(column.lines) >= _FULL_PAGE:
            usual.setdefault(widths[column.page], []).append(measure(column.lines))
    common = {width: usual_area(areas) for width, areas in usual.items()}
    for column in (c for page in columns for c in page):
        if column.grid is not None:
            flow.grid(column.grid, column.page)
        elif column.lines:
            like = common.get(widths[column.page])
            flow.column(column.lines, measure(column.lines, column.aside, like, wide[column.page]))


@dataclass(slots=True)
class _Flow:
    """Groups the lines of successive columns into paragraphs; the last one waits for the next page."""

    composer: Composer
    waiting: list[Line] = field(default_factory=list)
    area: Area | None = None

    def column(self, lines: list[Line], area: Area) -> None:
        """Adds the lines of one column; its first paragraph may go on with the one from the page before."""
        rest = list(lines)
        if self.waiting and self.area is not None:
            last = self.waiting[-1]
            follows = lines[0].page > last.page or lines[0].middle < last.middle  # next page, or next column
            joins = follows and not (self.area.aside or area.aside)
            if joins and not opens(self._ruler(area), lines[0], area, over_page=True):
                first = group_lines(lines, area)[0]
                self.waiting += first
                rest = rest[len(first):]
                if not rest:
                    return
            self.close()
        groups = group_lines(rest, area)
        for group in groups[:-1]:
            self._write(group, area)
        self.waiting, self.area = groups[-1], area

    def _ruler(self, area: Area) -> list[Line]:
        """The waiting lines, moved so that their page's right edge is that of the next page's column."""
        assert self.area is not None
        shift, left = area.right - self.area.right, area.left - self.area.left
        return [replace(x, x0=x.x0 + left, x1=x.x1 + shift) for x in self.waiting]

    def grid(self, grid: PageGrid, page: int) -> None:
        """Adds a table."""
        self.close()
        rows = [[(c.col, c.span, c.rows, read_cell(c, page)) for c in row] for row in grid.rows]
        self.composer.grid(rows, grid.columns, page)

    def close(self) -> None:
        """Writes the paragraph that is still open."""
        if self.waiting and self.area is not None:
            self._write(self.waiting, self.area)
        self.waiting, self.area = [], None

    def _write(self, lines: list[Line], area: Area) -> None:
        centered = 2 * sum(is_centered(x, area) for x in lines) > len(lines) - (len(lines) > 1)
        self.composer.paragraph(lines, centered=centered, indent=max(0.0, round(lines[0].x0 - area.left, 1)),
                                aside=area.aside)
