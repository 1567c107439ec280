"""Whole directives of other provinces, ministries, years and typists, as lines and as hard-wrapped dumps.

Each text in `directives/` has its tasks beside it in a `.gold` file, one a line; its first line says the columns.
"""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from pathlib import Path

import pytest

from extractors.extract import extract
from extractors.models import Extraction, Role, Task

FOLDER = Path(__file__).with_name("directives")
NAMES = sorted(p.stem for p in FOLDER.glob("*.txt"))


@dataclass(frozen=True)
class Wanted:
    """One line of a gold file."""

    path: tuple[str, ...]
    lead: str
    coordinators: str
    deadline: str
    kind: str
    start: str
    product: str


def wanted(name: str) -> list[Wanted]:
    out = []
    for line in (FOLDER / f"{name}.gold").read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            path, lead, with_, deadline, kind, words = (x.strip() for x in line.split("|"))
            start, _, product = words.partition("~")
            out.append(Wanted(tuple(x for x in path.split("/") if x), lead, with_, deadline, kind, start, product))
    return out


def wrapped(text: str, width: int) -> str:
    """The text as a text-layer dump: lines of one width, a blank line after each."""
    lines = []
    for line in text.splitlines():
        lines += [line] if "\t" in line else textwrap.wrap(line, width, break_on_hyphens=False) or [""]
    return "".join(x + ("\n" if "\t" in x else " \n\n") for x in lines if x)


def names(task: Task, role: Role) -> str:
    return "; ".join(dict.fromkeys(u.mention.name for u in task.units if u.role is role))


def deadline(task: Task) -> str:
    if not task.deadlines:
        return "none"
    d = task.deadlines[0]
    parts = [d.kind, d.due_date or ("-" if d.rrule else None), d.due_time, d.rrule]
    return " ".join(str(p) for p in parts if p)


def check(found: Extraction, gold: list[Wanted]) -> None:
    assert ["/".join(t.path) for t in found.tasks] == ["/".join(w.path) for w in gold]
    for task, want in zip(found.tasks, gold, strict=True):
        assert task.text.value.startswith(want.start)
        if want.lead != "?any":
            assert sorted(names(task, Role.LEAD).split("; ")) == sorted(want.lead.split("; ")), want
        assert sorted(names(task, Role.COORDINATOR).split("; ")) == sorted(want.coordinators.split("; ")), want
        if not want.deadline.startswith("any"):
            assert deadline(task) == want.deadline, want
        assert task.kind == want.kind
        assert (task.product.value if task.product else "") == want.product


@pytest.mark.parametrize("name", NAMES)
def test_lines(name: str) -> None:
    check(extract((FOLDER / f"{name}.txt").read_bytes(), f"{name}.txt"), wanted(name))


@pytest.mark.parametrize("width", [78, 96])
@pytest.mark.parametrize("name", NAMES)
def test_dumps(name: str, width: int) -> None:
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    check(extract(wrapped(text, width).encode(), f"{name}.txt"), wanted(name))


@pytest.mark.parametrize("name", NAMES)
def test_every_field_points_into_the_text(name: str) -> None:
    found = extract((FOLDER / f"{name}.txt").read_bytes(), f"{name}.txt")
    text = found.document.text
    squeezed = re.sub(r"\s+", " ", text)
    for task in found.tasks:
        assert re.sub(r"\s+", " ", task.text.value) in squeezed
        for unit in task.units:
            m = unit.mention
            assert m.start < 0 or text[m.start : m.end] == m.text
        for d in task.deadlines:
            assert text[d.start : d.end].strip()
