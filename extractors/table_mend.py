"""Small repairs of table rows: cells one column off, numbers the reading broke, "as above", rows that sum up."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from extractors.models import Cell, Span
from extractors.table_columns import LABEL
from extractors.table_contents import looks_like
from extractors.table_groups import Group, first_number, label_kind
from extractors.table_join import Printed
from gazetteers.fold import fold
from gazetteers.lexicon import load_lexicon

_MISREAD = str.maketrans({"l": "1", "I": "1", "|": "1", "i": "1", "O": "0", "o": "0", "S": "5", "B": "8", "Z": "2"})


@dataclass(slots=True)
class Draft:
    """One row while it is being put together."""

    label: str
    groups: list[Group]
    cells: dict[str, list[Span]]
    pages: list[int] = field(default_factory=list)
    repaired: list[str] = field(default_factory=list)


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(fold(r["words"]) for r in load_lexicon("ditto_words", ("words", "kind")) if r["kind"] == kind)


def is_ditto(value: str) -> bool:
    """Whether a cell only says "as above"."""
    if len(value) > 30:
        return False
    low = " ".join(fold(value).split())
    return low in _words("ditto") or low.strip(" .-_()*") in _words("ditto")


def is_total(row: Printed) -> bool:
    """Whether a row sums up the others."""
    words = fold(row.texts.get("label", "") + " " + row.texts.get("task", "")).strip()
    found = re.match(r"[^\W\d_]+(?: [^\W\d_]+)?(?=\s*(?:[:(\d]|$))", words)
    return found is not None and found.group() in _words("total") and len(words) < 60


def mend_shift(row: Printed, roles: tuple[str, ...]) -> tuple[Printed, list[str]]:
    """A row whose cells stand one column off, put right; what was done."""
    label, task = row.texts.get("label", ""), row.texts.get("task", "")
    if row.heading or "label" not in roles or "task" not in roles or row.wide:
        return row, []
    if (
        label
        and not LABEL.fullmatch(label)
        and looks_like(task) == "unit"
        and len(label) > 12
        and not row.texts.get(roles[-1])
    ):
        return _moved(row, roles, 1), ["shifted"]
    following = roles[roles.index("task") + 1] if roles.index("task") + 1 < len(roles) else ""
    if (
        not label
        and looks_like(task) == "label"
        and len(row.texts.get(following, "")) > 20
        and looks_like(row.texts[following]) == "text"
    ):
        return _moved(row, roles, -1), ["shifted"]
    if label and not task and not LABEL.fullmatch(label) and len(row.texts) > 1:
        return _split_label_cell(row)
    return row, []


def _moved(row: Printed, roles: tuple[str, ...], by: int) -> Printed:
    new = {r: roles[i + by] for i, r in enumerate(roles) if 0 <= i + by < len(roles)}
    cells = {new.get(r, r): c for r, c in row.cells.items()}
    texts = {new.get(r, r): t for r, t in row.texts.items()}
    return Printed(cells, texts, row.present, row.tall, row.wide, row.bold, row.page, row.top)


def _split_label_cell(row: Printed) -> tuple[Printed, list[str]]:
    """'12 Xây dựng kế hoạch' in the number's cell, beside an empty one: number and task."""
    cell, words = row.cells["label"][0], row.texts["label"]
    found = re.match(r"\s*(\d{1,3}(?:\.\d{1,3})*)[.)]?\s+(?=\S)", words)
    cut = found.end() if found else 0
    number = Cell(cell.start, cell.start + cut, cell.col)
    task = Cell(cell.start + cut, cell.end, cell.col)
    cells = {**row.cells, "task": (task,), "label": (number,)}
    texts = {**row.texts, "task": words[cut:], "label": found.group(1) if found else ""}
    cells = cells if found else {r: c for r, c in cells.items() if r != "label"}
    return Printed(cells, texts, row.present, row.tall, row.wide, row.bold, row.page, row.top), ["fused_label"]


def mend_numbers(drafts: list[Draft]) -> None:
    """Mends an STT that the reading broke: the one number that fits between its neighbours in the same group."""
    for before, draft, after in zip(drafts, drafts[1:], drafts[2:], strict=False):
        low, high, mine = first_number(before.label), first_number(after.label), first_number(draft.label)
        if low is None or high != low + 2 or mine == low + 1 or "subrow" in draft.repaired:
            continue
        if label_kind(before.label) == label_kind(after.label) == "n1" and draft.label:
            draft.label = str(low + 1)
            draft.repaired.append("label")
    for draft in drafts:
        fixed = draft.label.translate(_MISREAD)
        if fixed != draft.label and fixed.isdigit() and any(c.isdigit() for c in draft.label):
            draft.label = fixed
            draft.repaired.append("label")
