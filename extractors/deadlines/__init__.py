"""Deadlines in Vietnamese directives: which day is the last that complies, what recurs, what waits for what.

A cascade over a lexicon: `prepare` folds the text, `scan` makes typed nodes, `grammar` reduces them by the rules of
`gazetteers/data/deadline_grammar.csv`, the builders give them days, `admit` refuses the traps, `select` puts in order.
"""

from __future__ import annotations

from datetime import date

from extractors.deadlines.admit import Mode
from extractors.deadlines.export import due_timex, iso_interval, rfc5545
from extractors.deadlines.foreign import read_foreign
from extractors.deadlines.meaning import read_issued
from extractors.deadlines.select import main_first, readings
from extractors.models import Deadline

__all__ = [
    "due_timex",
    "find_deadlines",
    "iso_interval",
    "main_first",
    "read_deadline",
    "read_issued",
    "rfc5545",
    "task_deadlines",
]


def find_deadlines(text: str, issued: date | str | None) -> list[Deadline]:
    """Every deadline phrase of a text judged alone, in reading order, offsets in the given text; traps give nothing.

    `issued` is the document's date, or as much of it as is printed ("2025-10").
    """
    return readings(text, issued, Mode.ALONE)


def read_deadline(text: str, issued: date | str | None) -> list[Deadline]:
    """The deadlines of a text that is a deadline field (a cell, the words after a label), main one first."""
    foreign = read_foreign(text, read_issued(issued).first)
    return foreign or main_first(readings(text, issued, Mode.FIELD))


def task_deadlines(text: str, issued: date | str | None) -> list[Deadline]:
    """The deadlines in one task's own words that are the task's own, main one first."""
    return main_first(readings(text, issued, Mode.TASK))
