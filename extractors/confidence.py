"""How sure each field is, from what is known about it, and which tasks a person should look at.

Reads a `Task` and its `Document`; writes the task with confidences, `needs_review` and `review_reasons` (Vietnamese).
The numbers are first estimates by kind of evidence; `make quality` shows how many wrong fields they send to review.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from extractors.doubts import named_instead, unread_names
from extractors.models import Deadline, DeadlineKind, Document, Match, Role, Span, Task, TaskUnit
from gazetteers.fold import fold

REVIEW_BELOW = 0.7
_WITH = re.compile(r"phối hợp (?:chặt chẽ )?(?:với|cùng)\b")
_DOUBTED = 0.7
PARTLY = ", partly"  # end of a deadline's rule: the field says more of time than was read
_MATCH = {Match.EXACT: 0.99, Match.ALIAS: 0.98, Match.ELIDED: 0.95, Match.INHERITED: 0.95, Match.FUZZY: 0.75}
_RULE = {
    "chairs": 0.85,
    "trailing": 0.8,
    "after_prefix": 0.85,
    "assigned_later": 0.75,
    "doer": 0.6,
    "joins": 0.85,
    "report_far": 0.8,
    "issuer": 0.5,
    "addressee": 0.7,
    "group": 0.85,
}
_REASONS = {
    "no_lead": "Chưa rõ cơ quan chủ trì",
    "unknown_unit": "Tên cơ quan chưa có trong danh mục: {}",
    "ambiguous_unit": "Tên cơ quan ứng với nhiều đơn vị: {}",
    "unread_names": "Danh sách cơ quan có thể chưa đọc hết: {}",
    "named_instead": "Lấy cơ quan của đề mục, nhưng nội dung mở đầu bằng tên khác: {}",
    "lead": "Chưa chắc cơ quan chủ trì",
    "coordinators": "Chưa chắc cơ quan phối hợp",
    "deadline": "Chưa chắc thời hạn",
    "product": "Chưa chắc sản phẩm",
    "text": "Chưa chắc nội dung nhiệm vụ",
    "inferred": "Thời hạn suy ra năm hoặc tháng từ ngày văn bản",
    "impossible": "Thời hạn ghi ngày không có thật",
    "past": "Thời hạn trước ngày ban hành",
    "with_unread": "Có chữ “phối hợp với” nhưng chưa đọc được cơ quan phối hợp",
    "deadline_unread": "Có ô thời hạn nhưng chưa đọc được",
    "ocr": "Chữ quét khó đọc",
    "repaired_table": "Dòng của bảng đã được ghép hoặc chỉnh lại",
}


def _ocr(document: Document, spans: Sequence[Span], least: bool = False) -> float | None:
    """How surely OCR read some ranges, on average or at their `least` sure word; None for typed pages."""
    if not any(p.source == "ocr" for p in document.pages):
        return None
    look = document.source.lowest if least else document.source.confidence
    found = [c for s in spans if (c := look(s.start, s.end)) is not None]
    return min(found) if found else None


def _unit(u: TaskUnit, document: Document) -> float:
    m = u.mention
    base = _MATCH[m.match] * (m.score if m.match is Match.FUZZY else 1.0)
    if m.unit_id is None:
        base = min(base, 0.5)
    base *= _RULE.get(m.rule, 1.0)
    ocr = _ocr(document, [Span(m.start, m.end)], least=True) if m.start >= 0 else None
    return base if ocr is None else base * (0.5 + 0.5 * ocr)


def _units(task: Task, role: Role, document: Document) -> float | None:
    found = [_unit(u, document) for u in task.units if u.role is role]
    return min(found) if found else None


def _deadline(deadlines: Sequence[Deadline], rule: str, document: Document) -> float | None:
    if not deadlines:
        return None
    d = deadlines[0]
    base = d.confidence if d.confidence is not None else 0.97
    base *= 0.85 if d.inferred else 1.0
    base *= 0.6 if d.problem == "impossible" else 1.0
    base *= 0.9 if rule == "heading" else 1.0
    base *= 0.85 if d.kind is DeadlineKind.EVENT and rule == "own_words" else 1.0
    base *= 0.65 if rule.endswith(PARTLY) else 1.0
    ocr = _ocr(document, [Span(d.start, d.end)], least=True) if d.start >= 0 else None
    return base if ocr is None else base * (0.4 + 0.6 * ocr)


def _text(task: Task, document: Document) -> float:
    base = {"verb": 0.85, "doer": 0.9, "sibling": 0.6, "closing_report": 0.75}.get(task.rules.get("task", ""), 0.97)
    base *= 0.8 if any(k.startswith("repaired:") and not k.startswith("repaired:ditto") for k in task.rules) else 1.0
    ocr = _ocr(document, task.spans)
    return base if ocr is None else base * (0.5 + 0.5 * ocr)


def _doubts(task: Task, document: Document) -> list[str]:
    """What the words around the units say against the reading."""
    found = {"unread_names": unread_names(task, document), "named_instead": named_instead(task)}
    return [_REASONS[key].format(words) for key, words in found.items() if words]


def _far_inferred(d: Deadline, issued: date | None) -> bool:
    """Whether a year or month left out may be another: not the document's own year, or no full date to go by."""
    if not d.inferred:
        return False
    return issued is None or d.due_date is None or d.due_date.year != issued.year or d.due_date < issued


def _reasons(
    task: Task, values: dict[str, float | None], has_deadline_cell: bool, issued: date | None, doubts: list[str]
) -> list[str]:
    out = list(doubts)
    leads = [u.mention for u in task.units if u.role is Role.LEAD]
    if not leads:
        out.append(_REASONS["no_lead"])
    for u in task.units:
        if u.role in (Role.LEAD, Role.COORDINATOR) and u.mention.unit_id is None:
            key = "ambiguous_unit" if len(u.mention.candidates) > 1 else "unknown_unit"
            out.append(_REASONS[key].format(u.mention.name))
    out += [_REASONS[f] for f, v in values.items() if v is not None and v < REVIEW_BELOW and not (f == "lead" and out)]
    if task.deadlines:
        d = task.deadlines[0]
        found = ["inferred"] if _far_inferred(d, issued) else []
        out += [_REASONS[k] for k in [*found, *([d.problem] if d.problem in _REASONS else [])]]
    elif has_deadline_cell:
        out.append(_REASONS["deadline_unread"])
    if not any(u.role is Role.COORDINATOR for u in task.units) and _WITH.search(fold(task.text.value)):
        out.append(_REASONS["with_unread"])
    return list(dict.fromkeys(out))


def score(task: Task, document: Document, has_deadline_cell: bool = False, issued: date | None = None) -> Task:
    """The task with its confidences (None for a field that it does not state) and what a reviewer should look at.

    `issued`: the document's day; a year left out that is its own year is no matter for a reviewer.
    """
    values: dict[str, float | None] = {
        "text": _text(task, document),
        "lead": _units(task, Role.LEAD, document),
        "coordinators": _units(task, Role.COORDINATOR, document),
        "deadline": _deadline(task.deadlines, task.rules.get("deadline", ""), document),
        "product": None,
    }
    if task.product and task.product.span:
        ocr = _ocr(document, [task.product.span])
        values["product"] = 0.97 if ocr is None else 0.97 * (0.5 + 0.5 * ocr)
    values = {k: None if v is None else round(v, 3) for k, v in values.items()}
    doubts = _doubts(task, document)
    for field in ("lead", "coordinators") if doubts else ():
        values[field] = None if (v := values[field]) is None else round(v * _DOUBTED, 3)
    reasons = _reasons(task, values, has_deadline_cell, issued, doubts)
    known = [v for v in values.values() if v is not None]
    overall = min(known) * (0.6 if values["lead"] is None else 1.0) if known else None
    return replace(
        task,
        confidences=values,
        confidence=None if overall is None else round(overall, 3),
        needs_review=bool(reasons),
        review_reasons=tuple(reasons),
    )
