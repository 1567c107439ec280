"""The printed grids of a document as logical tables: pages joined, headers dropped, each row read by its columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from extractors.appendices import Appendix
from extractors.models import Cell, Document, Grid, Paragraph, Row, Span
from extractors.table_columns import (
    Columns,
    cell_text,
    header_like,
    is_numbering,
    read_header,
    title_role,
)
from extractors.table_contents import guess_columns, settle_columns

_HEADING = re.compile(r"(?P<label>[IVX]{1,5}|[A-H]|\d{1,2}(?:\.\d{1,2}){0,3})\s*[.)\-/:]\s*(?P<title>\S.*)", re.S)
_FURNITURE = re.compile(r"[-–—\s]*(?:trang\s*)?\d{0,4}(?:\s*/\s*\d{1,4})?[-–—\s]*|\(?tiếp theo\)?\.*|_+|\.+", re.I)


@dataclass(frozen=True, slots=True)
class Printed:
    """One printed row: role -> its filled cells. `present` also counts empty cells (a column merged with the row
    above has none); `tall` are the roles whose cell is empty and goes on below; `top`: first row of a later page."""

    cells: dict[str, tuple[Cell, ...]]
    texts: dict[str, str]
    present: frozenset[str]
    tall: frozenset[str] = frozenset()
    wide: bool = False
    bold: bool = False
    page: int | None = None
    top: bool = False
    heading: tuple[str, str, Span] | None = None  # a heading between two grids: label, title, where


@dataclass(slots=True)
class Joined:
    """One logical table while it is being put together."""

    columns: Columns
    grids: list[Grid]
    appendix: Appendix | None
    opened: bool = True  # False: its columns were guessed, so a header on a later page opens another one
    above: list[str] = field(default_factory=list)
    parts: list[tuple[Columns | None, list[Paragraph]]] = field(default_factory=list)  # header, headings above it
    rows: list[Printed] = field(default_factory=list)


def join_grids(document: Document, appendices: Sequence[Appendix]) -> list[Joined]:
    """Reads the document's grids. Grids that follow each other with the same columns are one table, unless a heading
    of an appendix or a paragraph of text with a new header stands between them."""
    tables: list[Joined] = []
    between: list[Paragraph] = []
    for i, block in enumerate(document.blocks):
        if isinstance(block, Paragraph):
            between.append(block)
            continue
        appendix = next((a for a in reversed(appendices) if a.block <= i < a.last), None)
        header = read_header(block, document.text)
        solid = [p for p in between if not _FURNITURE.fullmatch(document.text[p.start : p.end].strip())]
        if tables and _continues(tables[-1], block, header, appendix, solid):
            tables[-1].grids.append(block)
            tables[-1].parts.append((header, solid))
        else:
            inside = [p for p in solid if appendix and p.start >= document.blocks[min(appendix.first, i)].start]
            tables.append(_open(block, header, appendix, inside, document.text))
        between = []
    for table in tables:
        _print(table, document.text)
    return tables


def _continues(
    table: Joined, grid: Grid, header: Columns | None, appendix: Appendix | None, solid: list[Paragraph]
) -> bool:
    """Whether a grid goes on with the table before it."""
    if appendix is not table.appendix:
        return False
    if header is not None:
        same = set(header.roles) == set(table.columns.roles) or header.titles == table.columns.titles
        return (same or header.top == table.columns.top) and not solid and table.opened
    if solid and not all(p.end - p.start < 200 for p in solid):
        return False
    return grid.columns == len(table.columns.roles) or (not solid and abs(grid.columns - len(table.columns.roles)) <= 2)


def _open(grid: Grid, header: Columns | None, appendix: Appendix | None, solid: list[Paragraph], text: str) -> Joined:
    columns = header or guess_columns([grid], text)
    return Joined(columns, [grid], appendix, header is not None, list(columns.above), [(columns, solid)])


def _print(table: Joined, text: str) -> None:
    """Writes the printed rows of a table whose grids are all known, and the columns that all of them tell."""
    width = len(table.columns.roles)
    pairs = list(zip(table.grids, table.parts, strict=True))
    same = [r for g, (header, _) in pairs if g.columns == width for r in g.rows[header.first if header else 0 :]]
    table.columns = settle_columns(table.columns, same, text)
    for n, (grid, (header, solid)) in enumerate(pairs):
        columns = _columns_of(table, grid, header, text)
        table.rows += [*_headings(solid, text), *_printed(grid, columns, text, later=n > 0)]


def _columns_of(table: Joined, grid: Grid, header: Columns | None, text: str) -> Columns:
    """The columns of one grid of a table: the table's, from the grid's own first row on; its own where they differ."""
    if grid.columns != len(table.columns.roles):
        return header or guess_columns([grid], text)
    opening = table.parts[0][0]
    if header is None or header.top == table.columns.top or (opening and header.roles == opening.roles):
        return replace(table.columns, first=header.first if header else 0, above=())
    return header


def _headings(solid: list[Paragraph], text: str) -> list[Printed]:
    """The numbered headings above a grid as group rows: the last run of them."""
    out: list[Printed] = []
    for p in solid:
        found = _HEADING.match(text, p.start, p.end)
        if found and p.end - p.start < 300:
            where = Span(found.start("title"), p.end)
            out.append(Printed({}, {}, frozenset(), heading=(found["label"], " ".join(found["title"].split()), where)))
        elif p.end - p.start > 120:
            out.clear()
    return out


def _printed(grid: Grid, columns: Columns, text: str, later: bool) -> list[Printed]:
    """The rows below the header, without empty ones, repeated headers and column numbers."""
    out: list[Printed] = []
    rows = grid.rows[columns.first :]
    for i, row in enumerate(rows):
        texts = [cell_text(text, c) for c in row.cells]
        if not any(texts) or _repeats_header(texts, columns) or (len(out) < 2 and is_numbering(texts)):
            continue
        following = rows[i + 1] if i + 1 < len(rows) else None
        out.append(_read_row(row, texts, following, columns, grid.columns, later and not out))
    return out


def _repeats_header(texts: list[str], columns: Columns) -> bool:
    if not columns.titles or not header_like(texts):
        return False
    roles = [r[0] for t in texts if t and (r := title_role(t))]
    return sum(r in columns.roles or r not in columns.titles for r in roles) >= 0.6 * len([t for t in texts if t])


def _read_row(row: Row, words: list[str], following: Row | None, columns: Columns, width: int, top: bool) -> Printed:
    """One row by its columns' roles; `words` are its cells' words, `following` the row below it on the page."""
    cells: dict[str, tuple[Cell, ...]] = {}
    texts: dict[str, str] = {}
    tall: set[str] = set()
    below = {i for c in following.cells for i in range(c.col, c.col + c.span)} if following else set()
    for c, value in zip(row.cells, words, strict=True):
        role = columns.role(c)
        if value:
            texts[role] = f"{texts[role]} {value}" if role in texts else value
            cells[role] = (*cells.get(role, ()), c)
        elif c.rows > 1 or (below and c.col not in below):
            tall.add(role)
    filled = [c for group in cells.values() for c in group]
    wide = len(filled) <= 2 and any(c.span >= max(2, (width + 1) // 2) for c in filled)
    bold = all(c.bold for c in filled)
    return Printed(cells, texts, _present(row, columns), frozenset(tall), wide, bold, row.page, top)


def _present(row: Row, columns: Columns) -> frozenset[str]:
    """The roles whose columns the row's cells stand in, also empty ones."""
    spanned = (columns.roles[c.col : c.col + c.span] or (columns.role(c),) for c in row.cells)
    return frozenset(role for roles in spanned for role in roles)
