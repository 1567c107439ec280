"""Hand-made extractions and a worker that makes them, so that the pipeline is tested without the extractors.

A file's first line says what its reading does: `tasks N`, `hang`, `die`, `die once`,
`raise`, `refuse`, `eat`, `slow`, `partial`, `nothing`.
"""

from __future__ import annotations

import os
import time
from array import array
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path

from extractors.errors import DocumentError
from extractors.models import (
    Bound,
    Deadline,
    DeadlineKind,
    Document,
    Extraction,
    Fact,
    Head,
    Match,
    Origin,
    PageFact,
    Paragraph,
    Reference,
    Role,
    Section,
    SourceMap,
    Span,
    Status,
    TableRow,
    Task,
    TaskKind,
    TaskTable,
    TaskUnit,
    UnitMention,
    Warn,
)
from pipeline.serve import log_to
from pipeline.work import work

TEXT = "Sở Y tế chủ trì, phối hợp với Sở Tài chính lập báo cáo theo Quyết định số 12/QĐ-UBND trước ngày 15/5/2026"


def _at(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return start, start + len(words)


def mention(words: str, unit_id: str | None, match: Match = Match.EXACT) -> UnitMention:
    """A unit named in TEXT, or inherited when it is not there."""
    start, end = _at(words) if words in TEXT else (-1, -1)
    return UnitMention(start, end, words, unit_id, words, match, 1.0)


def source(text: str, pages: int = 1) -> SourceMap:
    """Each word of the text at a made-up place on page 0, or no pages."""
    words = [(m, m + len(w)) for m, w in _words(text)]
    n = len(words)
    return SourceMap(
        array("l", [s for s, _ in words]),
        array("l", [e for _, e in words]),
        array("l", [0 if pages else -1] * n),
        array("l", [1] * n),
        array("d", [v for s, e in words for v in (50.0 + s, 70.0, 50.0 + e, 82.0)] if pages else []),
        array("d", []),
    )


def _words(text: str) -> list[tuple[int, str]]:
    out, at = [], 0
    for word in text.split(" "):
        out.append((at, word))
        at += len(word) + 1
    return out


def deadline(start: int = -1, **fields: object) -> Deadline:
    """ "trước ngày 15/5/2026"."""
    s, e = _at("trước ngày 15/5/2026") if start < 0 else (start, start + 10)
    values: dict[str, object] = {
        "text": "trước ngày 15/5/2026",
        "kind": DeadlineKind.DATE,
        "bound": Bound.BEFORE,
        "value": "2026-05-15",
        "due_date": date(2026, 5, 14),
        "rule": "before_date",
        "confidence": 0.9,
    }
    return Deadline(s, e, **{**values, **fields})  # type: ignore[arg-type]


def task(seq: int, path: tuple[str, ...], **fields: object) -> Task:
    """A task that says everything."""
    s, e = _at("12/QĐ-UBND")
    values: dict[str, object] = {
        "origin": Origin.BODY,
        "group": None,
        "heading": "Nhiệm vụ",
        "kind": TaskKind.ASSIGNMENT,
        "text": Fact(TEXT, Span(0, len(TEXT)), "item"),
        "spans": (Span(0, len(TEXT)),),
        "units": (
            TaskUnit(Role.LEAD, mention("Sở Y tế", "u1")),
            TaskUnit(Role.COORDINATOR, mention("Sở Tài chính", None)),
            TaskUnit(Role.LEAD, mention("Sở Y tế", "u1")),
        ),
        "deadlines": (deadline(),),
        "product": Fact("lập báo cáo", Span(*_at("lập báo cáo")), "verb"),
        "responsible": None,
        "references": (Reference(s, e, "số 12/QĐ-UBND", "12/QĐ-UBND", "QĐ"),),
        "clear": dict.fromkeys(("person", "work", "time"), True),
        "rules": {"lead": "named"},
        "confidence": 0.87654321,
        "confidences": {"lead": 0.9, "text": None},
        "needs_review": seq % 2 == 0,
        "review_reasons": ("Ngày chưa rõ",) * (seq % 2 == 0),
    }
    return Task(seq, path=path, **{**values, **fields})  # type: ignore[arg-type]


def extraction(tasks: int = 2, pages: int = 1, status: Status = Status.OK, **fields: object) -> Extraction:
    """A whole document of `tasks` tasks; the last two have the same path."""
    paths = [("II", str(n)) for n in range(1, tasks)] + [("II", str(max(1, tasks - 1)))]
    document = Document(
        TEXT,
        (Paragraph(0, len(TEXT)),),
        source(TEXT, pages),
        "text/plain",
        tuple(PageFact(n, "text", "") for n in range(pages)),
    )
    row = TableRow(1, "1", (("I", "Nhóm"),), {"task": (Span(0, 7),), "lead": (Span(0, 7),)}, (0,))
    values: dict[str, object] = {
        "document": document,
        "head": Head(
            doc_type="Công văn",
            type_code="CV",
            number_symbol="5/UBND-VX",
            symbol="UBND-VX",
            issued_date=date(2026, 3, 2),
            issued="2026-03-02",
            addressed_to=("Sở Y tế",),
        ),
        "sections": (Section("0.1", None, 1, 1, "II", ("II",), "heading", "Nhiệm vụ", Span(0, 7)),),
        "tables": (TaskTable(1, "Phụ lục I", "Danh mục", ("task", "lead"), {}, (row,), True),),
        "tasks": tuple(task(n, p) for n, p in enumerate(paths[:tasks])),
        "warnings": (Warn("w", "Chữ mờ", 0),),
        "references": (Reference(*_at("12/QĐ-UBND"), "số 12/QĐ-UBND", "12/QĐ-UBND", "QĐ"),),
        "status": status,
        "reason": "Cần OCR" if status is Status.PARTIAL else None,
    }
    return Extraction(**{**values, **fields})  # type: ignore[arg-type]


def made_extract(data: bytes, name: str) -> Extraction:
    """Does what the file's first line says."""
    order, _, rest = data.decode().partition("\n")
    if order == "hang":
        time.sleep(600)
    if order == "die" or (order == "die once" and not Path(rest.strip()).exists()):
        if order == "die once":
            Path(rest.strip()).touch()
        os.abort()
    if order == "raise":
        raise ZeroDivisionError("made to fail")
    if order == "refuse":
        raise DocumentError("encrypted", "Tệp có mật khẩu.", "Hãy bỏ mật khẩu.")
    if order == "eat":
        held = bytearray(900_000_000)
        held[::4096] = b"x" * len(held[::4096])
        time.sleep(60)
    if order == "slow":
        time.sleep(float(rest.split()[0]))
    if order == "partial":
        return extraction(status=Status.PARTIAL)
    if order == "nothing":
        return extraction(0, head=Head())
    return extraction(int(order.split()[1]) if order.startswith("tasks") else 2)


def serve(connection: Connection) -> None:
    """A worker process over made_extract."""
    connection.send(("ready", None))
    while True:
        job = connection.recv()
        log_to(job.logs)
        connection.send(("done", work(job, made_extract)))


def serve_broken(connection: Connection) -> None:
    """A worker process that cannot start."""
    connection.send(("broken", "units.csv, dòng 3: thiếu cột"))
