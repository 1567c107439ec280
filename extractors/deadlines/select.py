"""From a text to its deadlines: scan, reduce level by level, admit, join neighbours, choose the main one."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from extractors.deadlines.admit import Mode, admits, admits_field, is_field, kinds, place
from extractors.deadlines.build_parts import BUILDERS as PARTS
from extractors.deadlines.build_phrases import BUILDERS as PHRASES
from extractors.deadlines.build_recurrences import BUILDERS as RECURRENCES
from extractors.deadlines.build_recurrences import placed_later
from extractors.deadlines.build_terms import BUILDERS as TERMS
from extractors.deadlines.grammar import reduce
from extractors.deadlines.meaning import (
    DATE,
    DURATION,
    EVENT,
    FROM,
    HALF_YEAR,
    MONTH,
    ONGOING,
    PERIOD,
    QUARTER,
    RECURRING,
    WITHIN,
    YEAR,
    Every,
    Issued,
    Meaning,
    read_issued,
)
from extractors.deadlines.prepare import Prepared, prepare
from extractors.deadlines.scan import Node, scan
from extractors.deadlines.windows import bounded
from extractors.models import Deadline

BUILDERS = PARTS | PHRASES | RECURRENCES | TERMS
_TRIGGER = re.compile(
    r"\d[/.-]\d|ngày|tháng|qu[ýíyi]|qú[yi]|năm|tuần|giờ|\dh|\bt\d|\bq\d|hôm +nay|thường +xuyên|liên +tục|gián +đoạn"
    r"|định +k[ỳì]|sau |trước |theo |khi |nhận +được|đột +xuất|(?<!\d)20\d\d(?!\d)|thứ |chủ +nhật|thường +niên|lâu +dài"
    r"|xuyên +suốt|thời +hạn|lần"
)
_RANK = {
    DATE: 0,
    MONTH: 0,
    QUARTER: 0,
    HALF_YEAR: 0,
    DURATION: 1,
    YEAR: 1,
    PERIOD: 1,
    RECURRING: 2,
    ONGOING: 2,
    EVENT: 3,
}
_SHORT = 120  # characters; a shorter text is scanned as soon as it is searched for what may be a deadline
_BESIDE = 16  # characters between a window and the day that says more: "(hoàn thành "
_JOINTS = frozenset({"AND", "COMMA", "OPEN", "SEMI"})
_EVENT_HEAD = re.compile(r"^(?:ngay )?(?:sau khi|sau|trước|kể từ khi|từ khi|kể từ)\s+", re.IGNORECASE)
_THEO = re.compile(r"^theo\s+", re.IGNORECASE)


class Reading:
    """An admitted phrase: its node and its meaning."""

    __slots__ = ("at", "meaning", "node")

    def __init__(self, at: int, node: Node, meaning: Meaning) -> None:
        self.at, self.node, self.meaning = at, node, meaning


def parse(text: str, issued: Issued) -> list[Node]:
    """The nodes of a folded text after all levels; PHRASE nodes hold their meanings."""
    nodes = scan(text)
    for level in range(3):
        nodes = reduce(nodes, level, BUILDERS, issued)
    return nodes


def readings(text: str, issued: date | str | None, mode: Mode) -> list[Deadline]:
    """The deadlines of a text in the given mode, in reading order. Reads any text; linear in its length."""
    ready = prepare(text)
    if len(ready.text) > _SHORT and not _TRIGGER.search(ready.text):
        return []
    when = read_issued(issued)
    nodes = parse(ready.text, when)
    if mode is Mode.ALONE and is_field(nodes) and not _heading_date(nodes, when):
        mode = Mode.FIELD
    found = _admit(nodes, mode, when)
    if len(found) > 1:
        if mode is not Mode.FIELD and any("SUBORD" in kinds(node) for node in nodes):
            found = [r for r in found if not _of_others(nodes, r, when)] or found
        found = _join([r for r in found if r.node.rule != "term_bare"], nodes, when)
    return [_deadline(r, ready, m) for r in found for m in (r.meaning, *r.meaning.more)]


def _admit(nodes: list[Node], mode: Mode, issued: Issued) -> list[Reading]:
    """The phrases that are deadlines here; an event that is none by itself may belong to the recurrence before it."""
    found: list[Reading] = []
    for at, node in enumerate(nodes):
        if "PHRASE" not in kinds(node):
            continue
        for meaning in node.value:
            reading = Reading(at, node, meaning)
            if _admitted(meaning, nodes, at, mode, issued):
                found.append(reading)
            elif found and meaning.kind is EVENT:
                gap = nodes[found[-1].at + 1 : at]
                if len(gap) <= 2 and all(kinds(n) & _JOINTS for n in gap):
                    _absorbed(found[-1], reading, gap)
    return found


def _admitted(meaning: Meaning, nodes: list[Node], at: int, mode: Mode, issued: Issued) -> bool:
    if mode is Mode.FIELD:
        return admits_field(nodes, at)
    return admits(meaning, place(nodes, at, mode, issued))


def _of_others(nodes: list[Node], reading: Reading, issued: Issued) -> bool:
    """'Trên cơ sở báo cáo của các địa phương gửi trước ngày 10/10, …': what the work starts from, of several days."""
    return "SUBORD" in place(nodes, reading.at, Mode.ALONE, issued).clause


def _heading_date(nodes: list[Node], issued: Issued) -> bool:
    """A date alone that is the document's own day, or in words and before it: its head, not a deadline."""
    phrases = [n for n in nodes if "PHRASE" in kinds(n)]
    meaning = phrases[0].value[0] if len(phrases) == 1 and phrases[0].value else None
    if meaning is None or meaning.kind is not DATE or meaning.strong or not issued.last:
        return False
    if any(kinds(n) & {"LEAD", "DOING"} for n in nodes):
        return False
    if "COLON" in kinds(nodes[-1]):  # 'Thứ Hai, ngày 27/5:' opens the day of a calendar
        return True
    if meaning.due_date is None or meaning.unit is None or meaning.unit.unit != "date":
        return False
    if meaning.unit.rule == "date_words":
        return bool(meaning.due_date <= issued.last)
    return bool(meaning.due_date == issued.day)


def _join(found: list[Reading], nodes: list[Node], issued: Issued) -> list[Reading]:
    """Neighbours that share: a direction or year said once, an event named beside a recurrence."""
    out: list[Reading] = []
    for reading in found:
        previous = out[-1] if out else None
        gap = nodes[previous.at + 1 : reading.at] if previous else []
        near = previous is not None and len(gap) <= 2 and all(kinds(n) & _JOINTS for n in gap)
        if previous is not None and near and _absorbed(previous, reading, gap):
            continue
        if previous is not None and previous.node.rule == "periodic" and reading.meaning.rrule and _one_clause(gap):
            out[-1] = reading
            continue
        if previous is not None and _placed(previous, reading, nodes):
            continue
        if previous is not None and near:
            _share(previous.meaning, reading.meaning, issued)
        out.append(reading)
    return out


def _one_clause(gap: list[Node]) -> bool:
    return not any(kinds(node) & {"SEMI", "STOP"} for node in gap)


def _absorbed(previous: Reading, reading: Reading, gap: list[Node]) -> bool:
    """An event beside a recurrence or what is ongoing becomes its event."""
    hosts = (RECURRING, ONGOING)
    if reading.meaning.kind is not EVENT or previous.meaning.kind not in hosts or previous.meaning.event:
        return False
    if any("SEMI" in kinds(n) for n in gap):
        return False
    previous.meaning.event = reading.meaning.event
    previous.node = Node(
        previous.node.code, previous.node.start, reading.node.end, previous.node.value, previous.node.rule
    )
    previous.at = reading.at
    return True


def _placed(previous: Reading, reading: Reading, nodes: list[Node]) -> bool:
    """'Hằng tháng, báo cáo … trước ngày 20 …': the day named later in the sentence is the recurrence's."""
    every, unit = previous.meaning.every, reading.meaning.unit
    if _half_yearly(every) and unit is not None and unit.year is None and unit.unit == "date":
        return _one_clause(nodes[previous.at + 1 : reading.at])
    if every is None or every.by or unit is None or unit.year is not None or unit.unit not in ("day", "date"):
        return False
    if not _one_clause(nodes[previous.at + 1 : reading.at]):
        return False
    previous.meaning.bound, previous.meaning.due_time = reading.meaning.bound, reading.meaning.due_time
    return placed_later(previous.meaning, every, unit)


def _half_yearly(every: Every | None) -> bool:
    """'định kỳ 6 tháng báo cáo … trước ngày 15/6 và trước ngày 01/12': its days recur with it."""
    return every is not None and not every.by and (every.freq, every.interval) == ("MONTHLY", 6)


def _share(first: Meaning, second: Meaning, issued: Issued) -> None:
    """'trước ngày 15/6 và 15/12/2026': the direction of the first, the year of the second."""
    if first.unit is None or second.unit is None or first.unit.unit != second.unit.unit:
        return
    if first.unit.year is None and second.unit.year is not None:
        first.unit.year = second.unit.year
        _update(first, bounded(first.unit, first.bound, issued, first.due_time))
    if not second.strong and first.strong and first.bound is not WITHIN:
        _update(second, bounded(second.unit, first.bound, issued, second.due_time))


def _update(meaning: Meaning, new: Meaning) -> None:
    for name in (
        "kind",
        "bound",
        "value",
        "due_from",
        "due_date",
        "due_time",
        "inferred",
        "fuzzy",
        "problem",
        "strong",
    ):
        setattr(meaning, name, getattr(new, name))


def _deadline(reading: Reading, ready: Prepared, meaning: Meaning) -> Deadline:
    start, end = ready.span(reading.node.start, reading.node.end)
    rule = reading.node.rule
    if (ready.mended and any(reading.node.start <= i < reading.node.end for i in ready.mended)) or (
        meaning.unit is not None and meaning.unit.rule.endswith(":ocr")
    ):
        rule += ":ocr"
    return Deadline(
        start,
        end,
        ready.plain[reading.node.start : reading.node.end],
        meaning.kind,
        meaning.bound,
        meaning.value,
        meaning.due_from,
        meaning.due_date,
        meaning.due_time,
        meaning.rrule,
        _event_text(meaning, ready),
        meaning.inferred,
        meaning.fuzzy,
        meaning.problem,
        rule,
        _confidence(
            meaning.inferred, meaning.fuzzy, meaning.problem is not None, rule.endswith(":ocr"), meaning.strong
        ),
    )


def _event_text(meaning: Meaning, ready: Prepared) -> str | None:
    if meaning.event is None:
        return None
    text = " ".join(ready.plain[slice(*meaning.event)].split()).strip(" -")
    if meaning.kind is EVENT:
        return (_EVENT_HEAD if meaning.bound else _THEO).sub("", text) or text
    return text


@cache
def _confidence(inferred: bool, fuzzy: bool, problem: bool, misread: bool, strong: bool) -> float:
    """How sure a reading is: each doubt takes its part."""
    sure = 0.99
    if inferred or fuzzy:
        sure *= 0.81 if inferred and fuzzy else 0.9
    if problem:
        sure *= 0.6
    if misread:
        sure *= 0.7
    return round(sure if strong else sure * 0.95, 3)


def main_first(found: list[Deadline]) -> list[Deadline]:
    """The main reading first, the others in reading order: what is dated before what recurs, spans years or waits."""
    if len(found) < 2:
        return found
    recurs = any(d.kind is RECURRING for d in found)
    best = min(range(len(found)), key=lambda i: (_rank(found[i], recurs), _widest(found[i]), i))
    best = next((i for i in range(best + 1, len(found)) if _narrows(found[best], found[i])), best)
    return [found[best], *found[:best], *found[best + 1 :]]


def _rank(deadline: Deadline, recurs: bool) -> int:
    """What only begins ("từ năm 2026") comes last; the years in which something recurs come after that."""
    if recurs and deadline.rule == "years":
        return 3
    return 4 if deadline.bound is FROM and deadline.due_date is None else _RANK[deadline.kind]


def _widest(deadline: Deadline) -> int:
    """Of years and phases named together, the one that ends last."""
    if deadline.kind not in (YEAR, PERIOD) or deadline.due_date is None:
        return 0
    return -deadline.due_date.toordinal()


def _narrows(window: Deadline, day: Deadline) -> bool:
    """'Quý II/2026 (trước ngày 15/6/2026)': a day inside the window just before it says more."""
    if day.kind is not DATE or not (window.due_from and window.due_date and day.due_date):
        return False
    return day.start - window.end <= _BESIDE and window.due_from <= day.due_date <= window.due_date
