"""`giaoviec deadline`: how a deadline phrase is read, explained for one text or as JSON lines for many."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Any

import typer

from extractors.models import Deadline
from pipeline.console import OK, SOME_FAILED, USAGE, complain, console, give_up
from pipeline.messages import say, use
from pipeline.messages_deadline import lay_over

if TYPE_CHECKING:
    from rich.console import Console

FIELDS = ("kind", "bound", "value", "due_from", "due_date", "due_time", "rrule", "event")
_FLAGS = ("inferred", "fuzzy", "problem", "rule", "confidence")


class As(StrEnum):
    """What the text is."""

    TEXT = "text"
    FIELD = "field"
    TASK = "task"


def deadline(
    text: Annotated[str, typer.Argument(help="The text to read.", show_default=False)] = "",
    issued: Annotated[str, typer.Option(help="The document's date: 2026-01-30, or 2026-01.", show_default=False)] = "",
    jsonl: Annotated[
        str,
        typer.Option(
            metavar="FILE", show_default=False, help="Read many: JSON lines with text and issued; - for stdin."
        ),
    ] = "",
    kind: Annotated[
        As, typer.Option("--as", help="A text judged alone, a deadline field, or a task's own words.")
    ] = As.TEXT,
    lang: Annotated[str, typer.Option(envvar="GIAOVIEC_LANG", help="Language of messages: vi or en.")] = "vi",
) -> None:
    """Explain how a deadline is read: its window, the last day that complies, what recurs, what it waits for.

    [bold]Examples[/]

      giaoviec deadline "chậm nhất 10 ngày làm việc kể từ ngày ký" --issued 2026-02-10

      giaoviec deadline --jsonl cau.jsonl > ket-qua.jsonl
    """
    use(lang)
    lay_over()
    if jsonl:
        raise SystemExit(_many(jsonl, kind))
    if not text.strip():
        give_up(say("deadline_empty"), USAGE)
    if issued and not _is_date(issued):
        give_up(say("deadline_issued", issued=issued), USAGE)
    _explain(console(), text, read(text, issued or None, kind))
    raise SystemExit(OK)


def read(text: str, issued: str | None, kind: As = As.TEXT) -> list[Deadline]:
    """The readings of a text, the main one first."""
    from extractors.deadlines import find_deadlines, main_first, read_deadline, task_deadlines

    if kind is As.FIELD:
        return read_deadline(text, issued)
    return task_deadlines(text, issued) if kind is As.TASK else main_first(find_deadlines(text, issued))


def _is_date(issued: str) -> bool:
    from extractors.deadlines import read_issued

    return read_issued(issued).first is not None


def _many(source: str, kind: As) -> int:
    """One JSON line out for each in; a line that is not understood gives an error line, and the rest goes on."""
    worst = OK
    try:
        lines = sys.stdin if source == "-" else io.StringIO(Path(source).read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError):
        give_up(say("no_such", path=source), USAGE)
    for number, result in _answers(lines, kind):
        if "error" in result:
            worst = SOME_FAILED
            complain(say("deadline_line", number=number))
        print(json.dumps(result, ensure_ascii=False))
    return worst


def _answers(lines: IO[str], kind: As) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            asked = json.loads(line)
            text, issued = asked["text"], asked.get("issued")
            found = read(text, issued, kind)
        except (ValueError, KeyError, TypeError, AttributeError):
            yield number, {**answer([]), "error": f"line {number}: not an object with text and issued"}
            continue
        yield number, answer(found)


def answer(found: list[Deadline]) -> dict[str, Any]:
    """The main reading as plain values, the others under `others`; kind "none" and nulls where nothing is read."""
    if not found:
        return {"kind": "none", **dict.fromkeys(FIELDS[1:]), "others": []}
    return {**_plain(found[0]), "others": [_plain(d) for d in found[1:]]}


def _plain(found: Deadline) -> dict[str, Any]:
    values = {name: getattr(found, name) for name in (*FIELDS, *_FLAGS)}
    return {"text": found.text, **{k: v.isoformat() if isinstance(v, date) else v for k, v in values.items()}}


def _explain(screen: Console, text: str, found: list[Deadline]) -> None:
    from rich.text import Text

    if not found:
        screen.print(Text(say("deadline_none")))
        return
    for number, reading in enumerate(found):
        if number:
            screen.print(Text(say("deadline_other"), style="bold"))
        _show(screen, reading)


def _show(screen: Console, reading: Deadline) -> None:
    """One reading, field by field, with its export forms and its doubts."""
    from rich.table import Table
    from rich.text import Text

    from extractors.deadlines.export import due_timex, iso_interval

    timex, interval = due_timex(reading), iso_interval(reading)
    rows = [
        ("deadline_phrase", reading.text),
        ("kind", say(f"kind_{reading.kind}")),
        ("bound", say(f"bound_{reading.bound}") if reading.bound else None),
        ("due_from", reading.due_from),
        ("due_last", reading.due_date),
        ("due_clock", reading.due_time),
        ("recurs", reading.rrule),
        ("waits", reading.event),
        ("TIMEX3", timex and timex.tag(reading.text)),
        ("ISO 8601", interval),
        ("inferred", say("yes_inferred") if reading.inferred else None),
        ("fuzzy", say("yes_fuzzy") if reading.fuzzy else None),
        ("problem", say(f"problem_{reading.problem}") if reading.problem else None),
        ("rule", reading.rule),
        ("confidence", f"{reading.confidence:.0%}" if reading.confidence is not None else None),
    ]
    table = Table(box=None, show_header=False, pad_edge=False)
    for name, value in rows:
        if value is not None:
            table.add_row(Text(name if name[0].isupper() else say(name), style="dim"), Text(str(value)))
    screen.print(table)
