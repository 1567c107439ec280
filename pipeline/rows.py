"""From one document's Extraction to the rows of the published tables (plain dicts, no pyarrow).

Reads an Extraction and the file's facts. Writes `{table: [row, …]}` in the order of the schemas' keys. Pages become
1-based here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from extractors.models import Deadline, DeadlineKind, Document, Extraction, Role, Section, Span, Status, Task, TaskUnit
from pipeline.schemas import TABLES

Row = dict[str, Any]
Rows = dict[str, list[Row]]


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What is known of a file before it is read. `doc_id` is its key in every table."""

    doc_id: str
    name: str
    uri: str
    sha256: str | None
    size: int | None


def task_ids(doc_id: str, tasks: Iterable[Task]) -> list[str]:
    """One id a task: document and path; a path that occurs again is told apart by "#2", "#3"."""
    seen: Counter[str] = Counter()
    out = []
    for task in tasks:
        path = "/".join(task.path)
        seen[path] += 1
        out.append(f"{doc_id}:{path}" + (f"#{seen[path]}" if seen[path] > 1 else ""))
    return out


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _page(page: int | None) -> int | None:
    return None if page is None else page + 1


def _pages(document: Document, spans: Iterable[Span]) -> list[int]:
    """The 1-based pages that ranges of the text touch."""
    found = set()
    for span in spans:
        for offset in (span.start, max(span.start, span.end - 1)):
            page = document.source.page(offset)
            if page is not None:
                found.add(page + 1)
    return sorted(found)


def _no_rows() -> Rows:
    return {name: [] for name in TABLES}


def unread_rows(
    facts: FileFacts,
    status: Status,
    reason: str,
    code: str,
    version: str,
    duplicate_of: str | None = None,
    media_type: str | None = None,
) -> Rows:
    """The one row of a file that was not read: failed, or a duplicate."""
    row: Row = dict.fromkeys(TABLES["documents"].names)
    row.update(
        _file_columns(facts),
        media_type=media_type,
        addressed_to=[],
        recipients=[],
        warnings=[],
        task_count=0,
        status=status.value,
        duplicate_of=duplicate_of,
        reason=reason,
        reason_code=code,
        pipeline_version=version,
        processed_at=datetime.now(UTC),
    )
    return {**_no_rows(), "documents": [row]}


def extraction_rows(facts: FileFacts, extraction: Extraction, version: str, seconds: float | None = None) -> Rows:
    """All rows of one document."""
    rows = _no_rows()
    ids = task_ids(facts.doc_id, extraction.tasks)
    rows["documents"] = [_document_row(facts, extraction, version, seconds)]
    rows["sections"] = [_section_row(facts.doc_id, extraction.document, s) for s in extraction.sections]
    rows["table_rows"] = list(_table_rows(facts.doc_id, extraction))
    for seq, (task_id, task) in enumerate(zip(ids, extraction.tasks, strict=True), 1):
        key = {"task_id": task_id, "doc_id": facts.doc_id}
        rows["tasks"].append(
            {**key, "seq": seq, **_task_columns(extraction.document, task), "pipeline_version": version}
        )
        rows["task_units"] += [{**key, **r} for r in _unit_rows(extraction.document, task)]
        rows["task_deadlines"] += [{**key, **r} for r in _deadline_rows(task)]
        rows["evidence"] += [{**key, **r} for r in _evidence_rows(extraction.document, task)]
    rows["references"] = list(_reference_rows(facts.doc_id, ids, extraction))
    return rows


def _file_columns(facts: FileFacts) -> Row:
    return {
        "doc_id": facts.doc_id,
        "source_name": facts.name,
        "source_uri": facts.uri,
        "sha256": facts.sha256,
        "bytes": facts.size,
    }


def _document_row(facts: FileFacts, extraction: Extraction, version: str, seconds: float | None) -> Row:
    document, head = extraction.document, extraction.head
    scores = [p.confidence for p in document.pages if p.source == "ocr" and p.confidence is not None]
    warnings = (*document.warnings, *(w for w in extraction.warnings if w not in document.warnings))
    return {
        **_file_columns(facts),
        "media_type": document.media_type,
        "pages": len(document.pages) or None,
        "ocr_pages": sum(p.source == "ocr" for p in document.pages),
        "ocr_confidence": _rounded(sum(scores) / len(scores)) if scores else None,
        "doc_type": head.doc_type,
        "type_code": head.type_code,
        "number": head.number,
        "symbol": head.symbol,
        "number_symbol": head.number_symbol,
        "issuer_id": head.issuer_id,
        "issuer_name": head.issuer,
        "issued_date": head.issued_date,
        "issued": head.issued,
        "place": head.place,
        "subject": head.subject,
        "signer": head.signer,
        "signer_title": head.signer_title,
        "party": head.party,
        "addressed_to": list(head.addressed_to),
        "recipients": list(head.recipients),
        "province": head.province,
        "status": extraction.status.value,
        "duplicate_of": None,
        "warnings": [_warning(w.message, w.page) for w in warnings],
        "task_count": len(extraction.tasks),
        "pipeline_version": version,
        "processed_at": datetime.now(UTC),
        "seconds": None if seconds is None else round(seconds, 3),
        "reason": extraction.reason,
        "reason_code": None,
    }


def _warning(message: str, page: int | None) -> str:
    return message if page is None or "trang" in message.lower() else f"Trang {page + 1}: {message}"


def _section_row(doc_id: str, document: Document, section: Section) -> Row:
    pages = _pages(document, section.spans or (section.text,))
    return {
        "doc_id": doc_id,
        "section_id": section.section_id,
        "parent_id": section.parent_id,
        "seq": section.seq,
        "level": section.level,
        "marker": section.marker,
        "path": list(section.path),
        "kind": section.kind,
        "heading": section.heading,
        "text": document.text[section.text.start : section.text.end],
        "page_first": pages[0] if pages else None,
        "page_last": pages[-1] if pages else None,
    }


def _table_rows(doc_id: str, extraction: Extraction) -> Iterator[Row]:
    text = extraction.document.text
    for table in extraction.tables:
        for row in table.rows:
            group = " > ".join(". ".join(filter(None, part)) for part in row.group)
            cells = {role: "\n".join(text[s.start : s.end] for s in spans) for role, spans in row.cells.items()}
            yield {
                "doc_id": doc_id,
                "table_no": table.table_no,
                "row_no": row.row_no,
                "appendix": table.appendix,
                "appendix_title": table.title,
                "group": group or None,
                "label": row.label,
                "cells": cells,
                "pages": [p + 1 for p in row.pages],
            }


def units_of(task: Task, role: Role) -> tuple[list[str | None], list[str]]:
    """Ids and names of a task's units in one role: aligned, in reading order, each once."""
    found: dict[tuple[str | None, str], None] = {}
    names = set()
    for unit in task.units:
        key = (unit.mention.unit_id, unit.mention.name)
        if unit.role is role and unit.mention.name not in names and key not in found:
            found[key] = None
            names.add(unit.mention.name)
    return [unit_id for unit_id, _ in found], [name for _, name in found]


def _task_columns(document: Document, task: Task) -> Row:
    pages = [p + 1 for p in task.pages] or _pages(document, task.spans)
    leads, coordinators, receivers = (units_of(task, r) for r in (Role.LEAD, Role.COORDINATOR, Role.REPORT_TO))
    return {
        "origin": task.origin.value,
        "path": list(task.path),
        "group": task.group,
        "heading": task.heading,
        "kind": task.kind.value,
        "text": task.text.value,
        "lead_ids": leads[0],
        "lead_names": leads[1],
        "coordinator_ids": coordinators[0],
        "coordinator_names": coordinators[1],
        "report_to_ids": receivers[0],
        "report_to_names": receivers[1],
        "responsible": task.responsible.value if task.responsible else None,
        "product": task.product.value if task.product else None,
        **_deadline_columns(task.deadlines[0] if task.deadlines else None),
        "references": list(dict.fromkeys(r.cited for r in task.references)),
        **{
            f"clear_{k}": bool(task.clear.get(k))
            for k in ("person", "work", "time", "responsibility", "product", "authority")
        },
        "page_first": min(pages, default=None),
        "page_last": max(pages, default=None),
        "confidence": _rounded(task.confidence),
        **{
            f"confidence_{k}": _rounded(task.confidences.get(k))
            for k in ("text", "lead", "coordinators", "deadline", "product")
        },
        "needs_review": task.needs_review,
        "review_reasons": list(task.review_reasons),
        "review_status": "unreviewed",
        "reviewed_by": None,
        "reviewed_at": None,
    }


def _deadline_columns(deadline: Deadline | None) -> dict[str, str | date | None]:
    d = deadline or Deadline(0, 0, "", DeadlineKind.NONE)
    return {
        "deadline_text": d.text or None,
        "deadline_kind": d.kind.value,
        "deadline_bound": d.bound.value if d.bound else None,
        "deadline_value": d.value,
        "due_from": d.due_from,
        "due_date": d.due_date,
        "due_time": d.due_time,
        "deadline_rrule": d.rrule,
        "deadline_event": d.event,
    }


def _unit_rows(document: Document, task: Task) -> Iterator[Row]:
    for seq, unit in enumerate(task.units, 1):
        m = unit.mention
        known = m.start >= 0
        yield {
            "role": unit.role.value,
            "unit_id": m.unit_id,
            "name": m.name,
            "mention": m.text,
            "start": m.start if known else None,
            "end": m.end if known else None,
            "page": _page(document.source.page(m.start)) if known else None,
            "score": _rounded(m.score),
            "match": m.match.value,
            "seq": seq,
            "candidates": list(m.candidates),
        }


def _deadline_rows(task: Task) -> Iterator[Row]:
    for seq, d in enumerate(task.deadlines, 1):
        yield {
            "seq": seq,
            "main": seq == 1,
            **_deadline_columns(d),
            "inferred": d.inferred,
            "fuzzy": d.fuzzy,
            "problem": d.problem,
            "rule": d.rule,
            "confidence": _rounded(d.confidence),
        }


def _unit_spans(units: Iterable[TaskUnit], role: Role) -> list[Span]:
    return [Span(u.mention.start, u.mention.end) for u in units if u.role is role and u.mention.start >= 0]


def _evidence_rows(document: Document, task: Task) -> Iterator[Row]:
    facts = {"product": task.product, "responsible": task.responsible}
    fields: dict[str, list[Span]] = {
        "text": list(task.spans),
        "lead": _unit_spans(task.units, Role.LEAD),
        "coordinator": _unit_spans(task.units, Role.COORDINATOR),
        "report_to": _unit_spans(task.units, Role.REPORT_TO),
        "deadline": [Span(d.start, d.end) for d in task.deadlines[:1] if d.start >= 0],
        **{name: [f.span] for name, f in facts.items() if f and f.span},
        "reference": [Span(r.start, r.end) for r in task.references if r.start >= 0],
    }
    seq = 0
    for name, spans in fields.items():
        for box in dict.fromkeys(b for s in spans for b in document.source.boxes_of(s.start, s.end)):
            seq += 1
            yield {
                "field": name,
                "page": box.page + 1,
                "x0": round(box.x0, 2),
                "y0": round(box.y0, 2),
                "x1": round(box.x1, 2),
                "y1": round(box.y1, 2),
                "seq": seq,
            }


def _reference_rows(doc_id: str, ids: list[str], extraction: Extraction) -> Iterator[Row]:
    """The tasks' references with their task, then those that stand elsewhere, in reading order."""
    owners = {
        (r.start, r.end, r.cited): task_id
        for task_id, task in zip(ids, extraction.tasks, strict=True)
        for r in task.references
    }
    found = {(r.start, r.end, r.cited): r for r in extraction.references}
    found |= {(r.start, r.end, r.cited): r for task in extraction.tasks for r in task.references}
    for seq, key in enumerate(sorted(found), 1):
        r = found[key]
        yield {
            "doc_id": doc_id,
            "task_id": owners.get(key),
            "cited": r.cited,
            "type_code": r.type_code,
            "issuer": r.issuer,
            "date": r.date,
            "text": r.text,
            "target_doc_id": None,
            "seq": seq,
        }
