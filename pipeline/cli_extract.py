"""`giaoviec extract`: what files say, printed at once; no tables, no catalogue, no Prefect."""

from __future__ import annotations

import csv
import io
import json
import logging
import os
import sys
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline.console import ENVIRONMENT, OK, SOME_FAILED, USAGE, complain, console, give_up
from pipeline.messages import say, use
from pipeline.rows import Row
from pipeline.schemas import TASKS

if TYPE_CHECKING:
    from rich.console import Console

    from pipeline.work import Reading


class Format(StrEnum):
    """How `extract` prints."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


def extract(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Files to read.", show_default=False)],
    form: Annotated[Format, typer.Option("--format", "-f", help="How to print.")] = Format.TABLE,
    lang: Annotated[str, typer.Option(envvar="GIAOVIEC_LANG", help="Language of messages: vi or en.")] = "vi",
) -> None:
    """Print what files say: their head and their tasks.

    The result goes to stdout, messages go to stderr.

    [bold]Examples[/]

      giaoviec extract cong-van.pdf

      giaoviec extract *.docx --format csv > nhiem-vu.csv

      giaoviec extract ke-hoach.pdf --format json | jq '.[].tasks[].lead_names'
    """
    use(lang)
    readings = read_files(files)
    printer = {Format.TABLE: _print_tables, Format.JSON: _print_json, Format.CSV: _print_csv}[form]
    raise SystemExit(printer(readings))


def read_files(files: Iterable[Path]) -> Iterator[Reading]:
    """Reads files one by one; what is not a readable file at all is complained of here. Exit code 2 for no file."""
    from gazetteers.lexicon import LexiconError
    from gazetteers.units import load
    from pipeline.version import pipeline_version
    from pipeline.work import read_alone

    os.environ["OMP_THREAD_LIMIT"] = "1"
    files = list(files)
    for path in files:
        if not path.is_file():
            give_up(say("no_such", path=path), USAGE)
    _log_failures()
    try:
        load()
    except LexiconError as e:
        give_up(say("broken", detail=e), ENVIRONMENT)
    for path in files:
        reading = read_alone(path, pipeline_version(), _cache() / "pages", os.cpu_count() or 1)
        if reading.outcome.reason:
            complain(say("unread", name=path, reason=reading.outcome.reason))
        yield reading


def _cache() -> Path:
    """The program's folder in the user's cache: tracebacks and pages read by OCR are kept there."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "giaoviec"


def _log_failures() -> None:
    """Tracebacks go to a file in the user's cache, made when the first one comes."""
    logger = logging.getLogger("giaoviec")
    logger.propagate = False
    try:
        _cache().mkdir(parents=True, exist_ok=True)
        logger.addHandler(logging.FileHandler(_cache() / "giaoviec.log", encoding="utf-8", delay=True))
    except OSError:
        logger.addHandler(logging.NullHandler())


def _code(reading: Reading) -> int:
    return OK if reading.outcome.status == "ok" else SOME_FAILED


# --- json -------------------------------------------------------------------------------------------------------


def _as_json(value: Any) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def _print_json(readings: Iterable[Reading]) -> int:
    """An array with one object a file: its head, its tasks, and the other tables' rows under their names."""
    out, worst = [], OK
    for reading in readings:
        worst = max(worst, _code(reading))
        rows = dict(reading.rows)
        document = {k: v for k, v in rows.pop("documents")[0].items() if k not in {"processed_at", "seconds"}}
        out.append({**document, "tasks": rows.pop("tasks"), **rows})
    json.dump(out, sys.stdout, ensure_ascii=False, indent=1, default=_as_json)
    sys.stdout.write("\n")
    sys.stdout.flush()
    return worst


# --- csv --------------------------------------------------------------------------------------------------------

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def cell(value: object) -> str:
    """A value for a CSV cell; lists joined by "; ", what a spreadsheet would take for a formula escaped by '."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        text = "; ".join(str(v) for v in value if v is not None)
    else:
        text = value.isoformat() if isinstance(value, date | datetime) else str(value)
    return f"'{text}" if text.startswith(FORMULA) and not isinstance(value, int | float) else text


def _print_csv(readings: Iterable[Reading]) -> int:
    """One line a task, with the columns of the table `tasks` after the file's name."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(["source_name", *TASKS.names])
    worst = OK
    for reading in readings:
        worst = max(worst, _code(reading))
        name = reading.rows["documents"][0]["source_name"]
        writer.writerows([cell(name), *(cell(task.get(c)) for c in TASKS.names)] for task in reading.rows["tasks"])
    sys.stdout.write(buffer.getvalue())
    sys.stdout.flush()
    return worst


# --- table ------------------------------------------------------------------------------------------------------


def _print_tables(readings: Iterable[Reading]) -> int:
    screen, worst = console(), OK
    for reading in readings:
        worst = max(worst, _code(reading))
        show_head(screen, reading.rows["documents"][0])
        if reading.extraction is not None:
            _show_tasks(screen, reading.rows["tasks"])
    return worst


def show_head(screen: Console, document: Row) -> None:
    """Two or three lines on the document: what it is, whose, of when."""
    from rich.text import Text

    title = " ".join(filter(None, (document["doc_type"], document["number_symbol"])))
    day = document["issued_date"].strftime("%d/%m/%Y") if document["issued_date"] else document["issued"]
    screen.print(Text(document["source_name"], style="bold"))
    for line in (" · ".join(filter(None, (title, document["issuer_name"], day))), document["subject"]):
        if line:
            screen.print(Text(line))


def when(task: Row) -> str:
    """A task's deadline in a few words."""
    if task["due_date"]:
        day = str(task["due_date"].strftime("%d/%m/%Y"))
        return f"{day} {task['due_time']}" if task["due_time"] else day
    return str(task["deadline_text"] or "")


def _show_tasks(screen: Console, tasks: list[Row]) -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    if not tasks:
        screen.print(say("no_tasks"))
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for key, ratio in (("path", 2), ("task", 8), ("lead", 4), ("coordinators", 4), ("due", 2)):
        table.add_column(say(key), ratio=ratio, overflow="fold")
    for task in tasks:
        mark = " ⚑" if task["needs_review"] else ""
        cells = (
            "/".join(task["path"]),
            task["text"],
            "; ".join(task["lead_names"]),
            "; ".join(task["coordinator_names"]),
            when(task) + mark,
        )
        table.add_row(*(Text(c) for c in cells))
    screen.print(table)
