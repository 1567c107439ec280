"""The appendix tables of a document: which columns they have, their logical rows, and whether they assign work."""

from __future__ import annotations

from extractors.appendices import find_appendices
from extractors.models import Document, Span, TableRow, TaskTable
from extractors.table_contents import looks_like
from extractors.table_join import Joined, join_grids
from extractors.table_rows import build_rows


def read_tables(document: Document) -> tuple[TaskTable, ...]:
    """The document's logical tables in reading order, also those that hold no tasks (`is_tasks` False).

    Reads the blocks of the document; writes ranges of its text. Raises nothing on odd tables: a table whose columns
    cannot be told has roles "other:N" and rows as printed.
    """
    appendices = find_appendices(document)
    return tuple(_table(n, joined, document) for n, joined in enumerate(join_grids(document, appendices), 1))


def _table(number: int, joined: Joined, document: Document) -> TaskTable:
    rows = build_rows(joined, document)
    appendix = joined.appendix
    title = " ".join([*([appendix.title] if appendix and appendix.title else []), *joined.above])
    span = Span(joined.grids[0].start, joined.grids[-1].end)
    return TaskTable(
        number,
        appendix.name if appendix else "",
        title,
        joined.columns.roles,
        joined.columns.titles,
        rows,
        assigns_work(joined, rows, document.text),
        span,
    )


def assigns_work(joined: Joined, rows: tuple[TableRow, ...], text: str) -> bool:
    """Whether a table assigns work: it has a column for the task, and one for who leads or by when (or for the
    product, where no column says otherwise). Tables of figures (units of measure, quantities) and of persons are not;
    nor are schedules (place, attendance) without a lead, nor tables whose "Đơn vị" holds no units."""
    columns = joined.columns
    roles = set(columns.roles)
    filled = {role for row in rows for role in row.cells}
    if not rows or "task" not in roles or "task" not in filled or columns.kinds & {"figure", "name"}:
        return False
    if columns.guessed and not ("lead" in roles and roles & {"label", "deadline"} and len(rows) > 1):
        return False
    if "weak_lead" in columns.kinds and _units(rows, text) < 0.3:
        return False
    if "lead" in roles:
        return bool(roles - {"label", "task", "lead"}) or _units(rows, text) >= 0.3
    if {"place", "attendance"} & columns.kinds:
        return False
    return (
        "deadline" in roles
        or "coordinator" in roles
        or ("product" in roles and "sản phẩm" in (columns.titles.get("product", "").lower()))
    )


def _units(rows: tuple[TableRow, ...], text: str) -> float:
    """The share of lead cells that begin like a unit's name."""
    cells = [text[r.cells["lead"][0].start : r.cells["lead"][0].end] for r in rows if r.cells.get("lead")]
    return sum(looks_like(c) == "unit" for c in cells) / len(cells) if cells else 0.0
