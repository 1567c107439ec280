"""`giaoviec explain`: for each task of a file, where each field comes from: text, page, rule, confidence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractors.models import Deadline, Document, Extraction, Fact, Repair, Role, Span, Task, TaskUnit
from pipeline.cli_extract import read_files, show_head
from pipeline.console import OK, SOME_FAILED, console
from pipeline.messages import say, use

if TYPE_CHECKING:
    from rich.console import Console

    from pipeline.work import Reading

Line = tuple[str, str, str, str, str]  # field, value, where, rule, confidence
_ROLES = {Role.LEAD: "lead", Role.COORDINATOR: "coordinators", Role.REPORT_TO: "report_to"}


def explain(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Files to read.", show_default=False)],
    path: Annotated[str, typer.Option(help="Only tasks whose path begins so, as in II/2.", show_default=False)] = "",
    lang: Annotated[str, typer.Option(envvar="GIAOVIEC_LANG", help="Language of messages: vi or en.")] = "vi",
) -> None:
    """Show where each field of each task comes from: its text, page, rule and confidence.

    [bold]Examples[/]

      giaoviec explain cong-van.pdf

      giaoviec explain ke-hoach.docx --path "Phụ lục I"
    """
    use(lang)
    screen, worst = console(), OK
    for reading in read_files(files):
        worst = max(worst, OK if reading.outcome.status == "ok" else SOME_FAILED)
        _show(screen, reading, path)
    raise SystemExit(worst)


def _show(screen: Console, reading: Reading, path: str) -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    show_head(screen, reading.rows["documents"][0])
    if reading.extraction is None:
        return
    for task in reading.extraction.tasks:
        name = "/".join(task.path)
        if not name.startswith(path):
            continue
        screen.print(Text(f"\n{name or '·'}", style="bold"))
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
        for key, ratio in (("field", 3), ("value", 9), ("where", 3), ("rule", 4), ("confidence", 2)):
            table.add_column(say(key), ratio=ratio, overflow="fold")
        for line in explained(reading.extraction, task):
            table.add_row(*(Text(c) for c in line))
        screen.print(table)
        if task.needs_review:
            screen.print(Text(say("review", reasons="; ".join(task.review_reasons)), style="yellow"))


def explained(extraction: Extraction, task: Task) -> Iterator[Line]:
    """The lines of one task, a field each (units: one each)."""
    document = extraction.document
    yield _fact(document, task, "text", task.text)
    for unit in task.units:
        if unit.role in _ROLES:
            yield _unit(document, task, unit)
    for d in task.deadlines:
        yield _deadline(document, task, d)
    for key, fact in (("product", task.product), ("responsible", task.responsible)):
        if fact:
            yield _fact(document, task, key, fact)
    for r in task.references:
        yield say("references"), r.cited, where(document, Span(r.start, r.end)), task.rules.get("references", ""), ""
    for mended in repairs(document, task):
        place = where(document, Span(mended.start, mended.end))
        yield say("repair"), f"{mended.before} → {mended.after}", place, mended.rule, ""
    yield say("kind"), task.kind.value, "", task.rules.get("kind", ""), _percent(task.confidence)


def repairs(document: Document, task: Task) -> list[Repair]:
    """The misreadings of a scan that were put right in the words a task was made of: its text, units, days, product."""
    spans = [*task.spans, *(f.span for f in (task.product, task.responsible) if f and f.span)]
    spans += [Span(u.mention.start, u.mention.end) for u in task.units if u.mention.start >= 0]
    spans += [Span(d.start, d.end) for d in task.deadlines]
    return [r for r in document.repairs if any(s.start < r.end and r.start < s.end for s in spans)]


def where(document: Document, span: Span | None) -> str:
    """The page, or the line where there are no pages, of a range of the text."""
    if span is None or span.start < 0:
        return say("inherited")
    page, line = document.source.page(span.start), document.source.line(span.start)
    parts = [say("page", page=page + 1)] if page is not None else []
    return ", ".join(parts + ([say("line", line=line)] if line else []))


def _percent(value: float | None) -> str:
    return "" if value is None else f"{value:.0%}"


def _fact(document: Document, task: Task, key: str, fact: Fact) -> Line:
    confidence = fact.confidence if fact.confidence is not None else task.confidences.get(key)
    return say(key), fact.value, where(document, fact.span), fact.rule or task.rules.get(key, ""), _percent(confidence)


def _unit(document: Document, task: Task, unit: TaskUnit) -> Line:
    m, key = unit.mention, _ROLES[unit.role]
    value = m.name if m.name == m.text else f"{m.name} ← “{m.text}”"
    rule = ", ".join(filter(None, (m.match.value, m.rule, task.rules.get(key, ""))))
    return (
        say(key),
        f"{value} [{m.unit_id or '?'}]",
        where(document, Span(m.start, m.end)),
        rule,
        _percent(task.confidences.get(key)),
    )


def _deadline(document: Document, task: Task, d: Deadline) -> Line:
    parts = [
        d.kind.value,
        d.bound.value if d.bound else "",
        str(d.due_date or ""),
        d.due_time or "",
        d.rrule or "",
        d.event or "",
        d.problem or "",
    ]
    value = f"“{d.text}” → {' '.join(filter(None, parts))}"
    confidence = d.confidence if d.confidence is not None else task.confidences.get("deadline")
    rule = d.rule or task.rules.get("deadline", "")
    return say("deadline"), value, where(document, Span(d.start, d.end)), rule, _percent(confidence)
