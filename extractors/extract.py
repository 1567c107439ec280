"""One document from bytes to tasks: read, head, outline, tables, units, deadlines, confidence.

Reads a file's bytes and the gazetteers; writes an `Extraction`. Pure and deterministic: the same bytes give the same
result, wherever and however often it runs.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from extractors.appendices import Appendix, find_appendices
from extractors.confidence import score
from extractors.head import read_head
from extractors.issuer_unit import place_of
from extractors.items import Reading, find_items, reading
from extractors.leftover import unread_text
from extractors.models import (
    Document,
    Extraction,
    Head,
    Origin,
    Section,
    Span,
    Status,
    Task,
    TaskTable,
    Warn,
)
from extractors.outline import build, sections
from extractors.read import ReadOptions, read_document
from extractors.references import find_references
from extractors.tables import read_tables
from extractors.tasks import item_task, row_task
from gazetteers.units import Gazetteer, load

_UNREAD = frozenset({"needs_ocr", "no_ocr", "page_unread", "page_damaged", "too_many_pages", "truncated"})


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the document with an outline of its own: the body, a prose appendix, an attached document."""

    title: str
    span: Span
    origin: Origin


def regions(document: Document, head: Head, appendices: Iterable[Appendix]) -> list[Region]:
    """The body, the documents attached to it, and the appendices: the blocks between their titles and their ends."""
    body = head.body or Span(0, len(document.text))
    out = [Region("", body, Origin.BODY)]
    for a in appendices:
        blocks = [b for b in document.blocks[a.first : a.last] if b.start >= body.end]
        if blocks:
            span = Span(blocks[0].start, blocks[-1].end)
            out.append(Region(a.name, span, Origin.APPENDIX if a.name else Origin.BODY))
    return out


def _left(document: Document, head: Head, appendices: Iterable[Appendix]) -> list[Warn]:
    """The warning for text that is neither body nor appendix, tables included."""
    body = head.body or Span(0, len(document.text))
    blocks = [(document.blocks[a.block], document.blocks[a.last - 1]) for a in appendices]
    warning = unread_text(document, body, [Span(first.start, last.end) for first, last in blocks])
    return [warning] if warning else []


def read_body(
    document: Document, head: Head, read: Reading, appendices: Iterable[Appendix]
) -> tuple[list[Section], list[Task], list[Warn]]:
    """Sections and tasks of the running text: the body and prose appendices."""
    out: tuple[list[Section], list[Task], list[Warn]] = ([], [], [])
    for number, region in enumerate(regions(document, head, appendices)):
        root, warnings = build(document, region.span, region.title)
        items = find_items(root, read, region.origin)
        out[0].extend(sections(root, document.text, len(out[0]), f"{number}."))
        out[1].extend(item_task(i, len(out[1]) + n, read) for n, i in enumerate(items))
        out[2].extend(warnings)
    return out


def read_rows(document: Document, head: Head, tables: Iterable[TaskTable], read: Reading, first: int) -> list[Task]:
    """The tasks of the appendix tables, a row each."""
    out: list[Task] = []
    for table in tables:
        for row in table.rows if table.is_tasks else ():
            if row.cells.get("task"):
                task = row_task(table, row, first + len(out), read)
                out.append(score(task, document, bool(row.cells.get("deadline")), head.issued_date))
    return out


def _with_pages(task: Task, document: Document) -> Task:
    found = {
        p for s in task.spans for o in (s.start, max(s.start, s.end - 1)) if (p := document.source.page(o)) is not None
    }
    return replace(task, pages=tuple(sorted(found | set(task.pages))))


def _status(document: Document) -> tuple[Status, str | None]:
    """How the reading ended: never ok when a page could not be read, failed when none could."""
    unread = [w for w in document.warnings if w.code in _UNREAD]
    if not unread:
        return Status.OK, None
    read = bool(document.text.strip()) and (not document.pages or any(p.source != "none" for p in document.pages))
    return (Status.PARTIAL if read else Status.FAILED), unread[0].message


def extract_document(document: Document, gazetteer: Gazetteer | None = None) -> Extraction:
    """What a read document says. Reads a `Document`; writes its `Extraction`."""
    gazetteer = gazetteer or load()
    head = read_head(document, gazetteer)
    tables = read_tables(document)
    appendices = find_appendices(document)
    read = reading(document.text, gazetteer, place_of(head, gazetteer), head)
    found_sections, tasks, warnings = read_body(document, head, read, appendices)
    tasks = [score(t, document, issued=head.issued_date) for t in tasks]
    tasks += read_rows(document, head, tables, read, len(tasks))
    status, reason = _status(document)
    return Extraction(
        document=document,
        head=head,
        sections=tuple(found_sections),
        tables=tables,
        tasks=tuple(_with_pages(t, document) for t in tasks),
        references=tuple(find_references(document.text)),
        warnings=(*document.warnings, *warnings, *_left(document, head, appendices)),
        status=status,
        reason=reason,
    )


def extract(
    data: bytes, name: str, options: ReadOptions | None = None, gazetteer: Gazetteer | None = None
) -> Extraction:
    """What one file says. Raises `DocumentError` when it cannot be read at all."""
    return extract_document(read_document(data, name, options or ReadOptions()), gazetteer)
