"""From items of prose and rows of appendix tables to tasks: units, deadlines, product, references, the six clears.

Reads `Item`s and `TaskTable`s; writes `Task`s in reading order, not yet scored.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from extractors.confidence import PARTLY
from extractors.deadlines import read_deadline
from extractors.items import Item, Labelled, Reading, inherited
from extractors.models import (
    Deadline,
    DeadlineKind,
    Fact,
    Match,
    Origin,
    Role,
    Span,
    TableRow,
    Task,
    TaskKind,
    TaskTable,
    TaskUnit,
    UnitMention,
)
from extractors.references import find_references
from extractors.roles import Found, asks_upward, find_doer, find_roles
from extractors.words import Words
from gazetteers.fold import fold

_APPROVES = re.compile(r"\b(?:trình|phê duyệt|ban hành|quyết định|cho ý kiến|xem xét|chỉ đạo|thông qua)\b")
_MIXED = re.compile(r"\b(?:chủ trì|phối hợp|đầu mối)\b")
_ROLE_WORDS = re.compile(r"\(?\b(?:chủ trì|phối hợp(?: thực hiện| với)?|đầu mối|là cơ quan)\b\s*[:)]?")

_IN_DISTRICT = 3  # slashes in the id of a unit of a former commune: "bac-kan/huyen-cho-don/xa-tan-lap/ubnd"


def distinct(units: Iterable[TaskUnit]) -> tuple[TaskUnit, ...]:
    """Each unit once: a lead is not its own coordinator, and a role beats a mere mention."""
    rank = {Role.LEAD: 0, Role.COORDINATOR: 1, Role.REPORT_TO: 2, Role.MENTIONED: 3}
    best: dict[str, TaskUnit] = {}
    units = list(units)
    for u in units:
        own = u.mention.unit_id or ""
        key = own if own.count("/") == _IN_DISTRICT else fold(u.mention.name)  # several communes bear one name
        if key not in best or rank[u.role] < rank[best[key].role]:
            best[key] = u
    kept = {id(u) for u in best.values()}
    return tuple(u for u in units if id(u) in kept)


def _list(labels: Sequence[Labelled], roles: tuple[str, ...], reading: Reading) -> list[UnitMention]:
    out = []
    for label in labels:
        if label.role in roles:
            out += [label.words.placed(m) for m in reading.unit_list(label.words.text) if m.rule != "aside"]
    return out


def _labelled_units(labels: Sequence[Labelled], reading: Reading) -> list[TaskUnit]:
    """The units that the lines under an item name."""
    plain = [x for x in labels if x.role not in ("lead", "executor") or not _MIXED.search(fold(x.words.text))]
    lead = _list(plain, ("lead",), reading)
    executor = _list(plain, ("executor",), reading)
    with_ = _list(plain, ("coordinator",), reading)
    units = [TaskUnit(Role.LEAD, replace(m, rule="label")) for m in lead or executor]
    units += [TaskUnit(Role.COORDINATOR, replace(m, rule="label")) for m in (executor if lead else []) + with_]
    for label in labels:
        if label.role == "roles" or label not in plain:  # "Phân công: Sở A chủ trì, phối hợp với Sở B"
            units += _mixed_units(label.words, reading)
    return units


def _mixed_units(words: Words, reading: Reading) -> list[TaskUnit]:
    """The units of a line that says itself who leads: "Sở A chủ trì, phối hợp với Sở B", "Sở A (chủ trì), Sở B"."""
    out = []
    for start, end in _parts(words):
        for role, m in _part_units(words.text[start:end], Role.LEAD, reading):
            out.append(TaskUnit(role, words.unit(m, "label", start)))
    return out


def _prose_units(
    words: Words, reading: Reading, has_lead: bool, roles: tuple[Role, ...] = tuple(Role)
) -> list[TaskUnit]:
    found: list[Found] = find_roles(words.text, reading.units(words.text), has_lead)
    return [TaskUnit(f.role, words.unit(f.mention, f.rule)) for f in found if f.role in roles]


def _unknown_doer(words: Words, reading: Reading, duty_only: bool) -> list[TaskUnit]:
    """The words before "có trách nhiệm", as written, when no rule found a lead in them."""
    found = find_doer(words.text, duty_only)
    if found is None:
        return []
    named = reading.unit_list(words.text[found[0] : found[1]])
    return [TaskUnit(Role.LEAD, words.unit(m, "doer", found[0])) for m in named]


def _without_issuer(units: list[TaskUnit], reading: Reading) -> list[TaskUnit]:
    """ "Chính phủ thống nhất …. Giao Bộ A …": the issuer that speaks first does not do what it hands out."""
    if not any(u.mention.rule == "assigned_later" for u in units):
        return units
    spoke = [u for u in units if u.mention.rule == "subject" and fold(u.mention.name) in reading.issuer]
    return [replace(u, role=Role.MENTIONED) if u in spoke else u for u in units]


def _item_units(item: Item, reading: Reading) -> tuple[TaskUnit, ...]:
    context = item.context
    units = _labelled_units(item.labels, reading)
    labelled_lead = any(u.role is Role.LEAD for u in units)
    own = _prose_units(item.words, reading, labelled_lead or context.binding)
    if labelled_lead:
        own = [u if u.role is not Role.LEAD else replace(u, role=Role.MENTIONED) for u in own]
    if any(u.role is Role.COORDINATOR for u in units):
        own = [u if u.role is not Role.COORDINATOR else replace(u, role=Role.MENTIONED) for u in own]
    units += _without_issuer(own, reading)
    if not any(u.role is Role.LEAD for u in units):
        units += _unknown_doer(item.words, reading, context.binding) or [
            TaskUnit(Role.LEAD, inherited(m, "heading")) for m in context.leads
        ]
        units += [TaskUnit(Role.COORDINATOR, inherited(m, "heading")) for m in context.coordinators]
    if not any(u.role is Role.LEAD for u in units) and context.section not in ("plan", "request"):
        units += [TaskUnit(Role.LEAD, m) for m in reading.fallback]
    return distinct(units)


_TIME = re.compile(r"\d|\b(?:quý|tháng|ngày|tuần|năm|giờ|hạn)\b")
_BRACKETS = re.compile(r"\([^()]*\)")


def unread_time(text: str, found: Sequence[Deadline]) -> str:
    """`PARTLY` where a deadline field names more of time than was read in it ("Quý năm 2026"), "" where it does not."""
    rest = list(text)
    for d in found:
        rest[d.start : d.end] = " " * (d.end - d.start)
    return PARTLY if _TIME.search(fold(_BRACKETS.sub(" ", "".join(rest)))) else ""


def _item_deadlines(item: Item, reading: Reading) -> tuple[tuple[Deadline, ...], str]:
    for label in item.labels:
        if label.role == "deadline" and (found := read_deadline(label.words.text, reading.issued)):
            return tuple(label.words.placed(d) for d in found), "label" + unread_time(label.words.text, found)
    if found := reading.deadlines(item.words.text):
        return tuple(item.words.placed(d) for d in found), "own_words"
    return item.context.deadlines, "heading"


def _fact(labels: Sequence[Labelled], role: str) -> Fact | None:
    for label in labels:
        if label.role == role and label.words.text.strip():
            words = label.words
            return Fact(words.text.strip(" .;"), words.span(0, len(words.text)), "label")
    return None


def _kind(item: Item, reading: Reading) -> TaskKind:
    if (
        item.context.section == "request"
        or item.context.upward
        or asks_upward(item.words.text, reading.units(item.words.text))
    ):
        return TaskKind.RECOMMENDATION
    return TaskKind.PLAN if item.context.section == "plan" else TaskKind.ASSIGNMENT


def clears(
    text: str, units: Sequence[TaskUnit], deadlines: Sequence[Deadline], product: Fact | None
) -> dict[str, bool]:
    """Which of the six things a task states: person, work, time, responsibility, product, authority."""
    leads = [u for u in units if u.role is Role.LEAD]
    others = [u for u in units if u.role is Role.COORDINATOR]
    stated = bool(re.search(r"\b(?:chủ trì|đầu mối|chịu trách nhiệm)\b", fold(text)))
    asked = any(u.role is Role.REPORT_TO for u in units)
    return {
        "person": bool(leads),
        "work": len(text.split()) >= 4,
        "time": any(d.kind is not DeadlineKind.NONE for d in deadlines),
        "responsibility": len(leads) == 1 or (bool(leads) and (stated or bool(others))),
        "product": product is not None,
        "authority": asked
        or (bool(_APPROVES.search(fold((product.value if product else "") + " " + text))) and bool(units)),
    }


def item_task(item: Item, seq: int, reading: Reading) -> Task:
    """The task that an item of prose is."""
    units = _item_units(item, reading)
    deadlines, when = _item_deadlines(item, reading)
    product = _fact(item.labels, "product")
    text = item.words.text.strip()
    return Task(
        seq=seq,
        origin=item.origin,
        path=item.node.path,
        group=None,
        heading=item.context.heading,
        kind=_kind(item, reading),
        text=Fact(text, item.words.span(0, len(item.words.text)), item.rule),
        spans=item.words.spans,
        units=units,
        deadlines=deadlines,
        product=product,
        responsible=_fact(item.labels, "responsible"),
        references=tuple(item.words.placed(r) for r in find_references(item.words.text)),
        clear=clears(text, units, deadlines, product),
        rules={"task": item.rule, "deadline": when if deadlines else "none"},
    )


def _cell(row: TableRow, role: str, document_text: str) -> Words:
    return Words.of(document_text, row.cells.get(role, ()))


def _parts(words: Words) -> Iterator[tuple[int, int]]:
    """The ranges of a cell between semicolons and line breaks."""
    start = 0
    for m in re.finditer(r"[;\n]|$", words.text):
        if m.start() > start:
            yield start, m.start()
        start = m.end()


def _part_units(text: str, default: Role, reading: Reading) -> list[tuple[Role, UnitMention]]:
    """The units of one part of a cell that says itself who leads: "Sở A (chủ trì)", "Sở B phối hợp"."""
    low = fold(text)
    found = [f for f in find_roles(text, reading.units(text), False) if f.role in (Role.LEAD, Role.COORDINATOR)]
    if found and "chủ trì" in low and "phối hợp" in low:
        return [(f.role, f.mention) for f in found]
    plain = _ROLE_WORDS.sub(lambda m: " " * len(m.group()), low)
    shown = "".join(c if p != " " else " " for c, p in zip(text, plain, strict=True))
    named = [m for m in reading.unit_list(shown) if m.rule != "aside"]
    leads_to = low.rfind("chủ trì")
    if leads_to < 0:
        return [(Role.COORDINATOR if "phối hợp" in low else default, m) for m in named]
    # "Sở A (chủ trì), Sở B": who stands after the word helps; "Chủ trì: Sở A" has nobody before it
    before = any(m.start < leads_to for m in named)
    return [(Role.COORDINATOR if before and m.start > leads_to else Role.LEAD, m) for m in named]


def _cell_units(row: TableRow, reading: Reading) -> list[TaskUnit]:
    """The units that a row's own columns name."""
    units: list[TaskUnit] = []
    for role, column in ((Role.LEAD, "lead"), (Role.COORDINATOR, "coordinator")):
        words = _cell(row, column, reading.text)
        if not words.text:
            continue
        if not _MIXED.search(fold(words.text)):
            units += _listed(words, 0, len(words.text), role, column, reading)
            continue
        for start, end in _parts(words):
            for part_role, m in _part_units(words.text[start:end], role, reading):
                units.append(TaskUnit(part_role, words.unit(m, f"column:{column}", start)))
    return units


def _listed(words: Words, start: int, end: int, role: Role, column: str, reading: Reading) -> list[TaskUnit]:
    mentions = reading.unit_list(words.text[start:end])
    return [TaskUnit(role, words.unit(m, f"column:{column}", start)) for m in mentions if m.rule != "aside"]


def _row_units(row: TableRow, task: Words, reading: Reading) -> tuple[TaskUnit, ...]:
    units = _cell_units(row, reading)
    named = {u.role for u in units}
    own = _prose_units(task, reading, Role.LEAD in named)
    for u in own:
        keep = u.role in (Role.REPORT_TO, Role.MENTIONED) or u.role not in named
        units.append(u if keep else replace(u, role=Role.MENTIONED))
    if not any(u.role is Role.LEAD for u in units):
        for _, title in reversed(row.group):
            if title and reading.only_units(title):
                units += [
                    TaskUnit(Role.LEAD, replace(m, start=-1, end=-1, match=Match.INHERITED, rule="group"))
                    for m in reading.unit_list(title)
                ]
                break
    return distinct(units)


def _row_deadlines(row: TableRow, task: Words, reading: Reading) -> tuple[tuple[Deadline, ...], str]:
    words = _cell(row, "deadline", reading.text)
    if words.text and (found := read_deadline(words.text, reading.issued)):
        return tuple(words.placed(d) for d in found), "column:deadline" + unread_time(words.text, found)
    found = reading.deadlines(task.text)
    return tuple(task.placed(d) for d in found), "own_words" if found else "none"


def _cell_fact(row: TableRow, role: str, reading: Reading) -> Fact | None:
    words = _cell(row, role, reading.text)
    return Fact(words.text, words.span(0, len(words.text)), f"column:{role}") if words.text else None


def row_path(table: TaskTable, row: TableRow) -> tuple[str, ...]:
    """The markers from the appendix down to the row; a row without a number ends at its group."""
    labels = [label for label, _ in row.group if label]
    return tuple(x for x in ([table.appendix] if table.appendix else []) + labels + ([row.label] if row.label else []))


def row_task(table: TaskTable, row: TableRow, seq: int, reading: Reading) -> Task:
    """The task that a row of an appendix table is."""
    words = _cell(row, "task", reading.text)
    units = _row_units(row, words, reading)
    deadlines, when = _row_deadlines(row, words, reading)
    product = _cell_fact(row, "product", reading)
    group = row.group[-1][1] if row.group else None
    spans: tuple[Span, ...] = words.spans
    return Task(
        seq=seq,
        origin=Origin.APPENDIX if table.appendix else Origin.BODY,
        path=row_path(table, row),
        group=group,
        heading=group or table.title or None,
        kind=TaskKind.ASSIGNMENT,
        text=Fact(words.text, words.span(0, len(words.text)), "table_row"),
        spans=spans,
        units=units,
        deadlines=deadlines,
        product=product,
        responsible=_cell_fact(row, "responsible", reading),
        references=tuple(words.placed(r) for r in find_references(words.text)),
        clear=clears(words.text, units, deadlines, product),
        rules={"task": "table_row", "deadline": when, **{f"repaired:{r}": r for r in row.repaired}},
        pages=row.pages,
    )
