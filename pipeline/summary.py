"""What a run shows at its end: counts, tasks by lead unit, next deadlines, what needs a person, what failed and why.

Reads the run's report and the published tasks of its documents. Writes to a Rich console.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.catalogue import OUTCOMES
from pipeline.ingest import Report
from pipeline.messages import say

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

SHOWN = 10
_COLUMNS = ["doc_id", "text", "lead_names", "due_date", "needs_review", "review_reasons"]


@dataclass(frozen=True, slots=True)
class Digest:
    """What the summary says of the tasks: totals, and the most of each kind."""

    tasks: int
    review: int
    leads: Counter[str]
    reasons: Counter[str]
    due: list[tuple[date, str, str]]


def tasks_of(out: Path, doc_ids: Iterable[str]) -> list[dict[str, Any]]:
    """The published tasks of some documents, the columns that the summary needs."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.dataset as ds

    data = ds.dataset(out / "tasks", format="parquet")
    wanted = pc.field("doc_id").isin(pa.array(sorted(set(doc_ids)), pa.string()))
    return list(data.to_table(columns=_COLUMNS, filter=wanted).to_pylist())


def digest(tasks: Iterable[dict[str, Any]]) -> Digest:
    """Counts over task rows."""
    found = Digest(0, 0, Counter(), Counter(), [])
    total = review = 0
    for task in tasks:
        total += 1
        review += task["needs_review"]
        found.leads.update(task["lead_names"] or [say("none")])
        found.reasons.update(task["review_reasons"] if task["needs_review"] else [])
        if task["due_date"]:
            found.due.append((task["due_date"], ", ".join(task["lead_names"]), task["text"]))
    return Digest(total, review, found.leads, found.reasons, sorted(found.due))


def show(report: Report, settings_state: Path, console: Console, today: date) -> None:
    """Prints the whole summary."""
    # a duplicate's tasks are those of the document it repeats, which is counted already
    doc_ids = {e.doc_id for e in report.entries if e.doc_id and e.status in {"ok", "partial"}}
    found = digest(tasks_of(report.out, doc_ids))
    console.print(_counts(report, found))
    if found.leads:
        console.print(_ranking(say("leads"), say("unit"), found.leads))
    if found.due:
        console.print(_deadlines(found.due, today))
    if found.reasons:
        console.print(_ranking(say("why_review"), say("reason"), found.reasons))
    problems = [e for e in report.entries if e.status in {"failed", "partial"}]
    if problems:
        console.print(_problems(problems))
    console.print(say("tables_in", out=report.out), style="green", soft_wrap=True)
    if any(e.status == "failed" for e in problems):
        console.print(say("quarantine_in", folder=settings_state / "quarantine"), soft_wrap=True)


def _table(title: str, *columns: str) -> Table:
    from rich import box
    from rich.table import Table

    table = Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, show_header=bool(columns))
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _plain(value: str) -> Any:
    from rich.text import Text

    return Text(value)


def _counts(report: Report, found: Digest) -> Table:
    table = _table(say("summary"))
    table.add_column(min_width=24)
    table.add_column(justify="right")
    table.add_row(say("inputs"), str(report.counts["inputs"]))
    for name in OUTCOMES:
        if report.counts[name]:
            table.add_row("  " + say(name), str(report.counts[name]))
    table.add_row(say("tasks"), str(found.tasks), style="bold")
    if found.tasks:
        table.add_row(say("needs_review"), f"{found.review} ({found.review / found.tasks:.0%})")
    return table


def _ranking(title: str, what: str, counts: Counter[str]) -> Table:
    table = _table(title, what, say("count"))
    for name, count in sorted(counts.items(), key=lambda kv: (-kv[1], kv[0]))[:SHOWN]:
        table.add_row(_plain(name), str(count))
    _more(table, len(counts))
    return table


def _more(table: Table, total: int) -> None:
    if total > SHOWN:
        table.add_row(_plain(say("others", count=total - SHOWN)), *[""] * (len(table.columns) - 1), style="dim")


def _short(text: str, width: int = 70) -> str:
    line = " ".join(text.split())
    return line if len(line) <= width else line[: width - 1].rstrip() + "…"


def _deadlines(due: list[tuple[date, str, str]], today: date) -> Table:
    """The next deadlines from today on; where all are past, the latest."""
    coming = [d for d in due if d[0] >= today]
    table = _table(say("deadlines") if coming else say("past"), say("due"), say("lead"), say("task"))
    for day, lead, text in coming[:SHOWN] or due[-SHOWN:]:
        table.add_row(day.strftime("%d/%m/%Y"), _plain(_short(lead, 34)), _plain(_short(text)))
    _more(table, len(coming or due))
    return table


def _problems(entries: list[Any]) -> Table:
    table = _table(say("problems"), say("file"), say("reason"))
    for entry in entries[: 3 * SHOWN]:
        table.add_row(_plain(entry.name), _plain(entry.reason or say(entry.status)))
    if len(entries) > 3 * SHOWN:
        table.add_row(say("others", count=len(entries) - 3 * SHOWN), "", style="dim")
    return table
