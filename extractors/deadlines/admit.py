"""Which phrases are deadlines: the traps are told by the words before and after, clause by clause.

A phrase that states its direction ("trước ngày …") stands by itself; one that does not ("quý II/2026", "hằng năm")
needs a word before it that makes it a deadline, or a place of its own. Of a task's own deadline more is asked than of a
phrase alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum

from extractors.deadlines.meaning import (
    BEFORE,
    BY,
    DATE,
    DURATION,
    EVENT,
    FROM,
    ONGOING,
    PERIOD,
    RECURRING,
    WITHIN,
    YEAR,
    Calendar,
    Issued,
    Meaning,
)
from extractors.deadlines.scan import Node, kinds_of
from extractors.models import DeadlineKind

_STOPS = frozenset({"SEMI", "STOP"})
_MARKS = frozenset({"COMMA", "SEMI", "STOP", "OPEN", "CLOSE", "COLON", "DASH", "AND", "PLUS"})
_FILLERS = _MARKS | {
    "LEAD",
    "DOING",
    "DAYPART",
    "NUM",
    "SLASH",
    "REFUSED",
    "STATE",
    "ATLEAST",
    "ALLDAY",
    "FIELDNOUN",
    "WITHIN",
    "AT",
}
_ONLY_FIELDS = frozenset({"event_session", "event_cited", "event_noun", "term_bare"})
_GAP = frozenset({"GAP"})
_NOTHING: frozenset[str] = frozenset()
_ADJECTIVAL = frozenset({"NAME", "CITE", "TARGET", "SHARE", "JUNK"})  # 'dự toán … hằng năm': no duty that recurs
_VERBS = frozenset({"DOING", "HOLDS", "DONE"})
_OPENERS = _MARKS | {"DOING", "AIM"}  # what follows is a verb of the task itself: 'tổ chức tuyển dụng trước ngày …'


class Mode(IntEnum):
    """What the text is: a deadline field, a phrase or text judged alone, one task's own words."""

    FIELD = 0
    ALONE = 1
    TASK = 2


kinds = kinds_of


@dataclass(slots=True)
class Place:
    """A phrase among its neighbours: the classes just before and after it, and those before it in its clause."""

    mode: Mode
    issued: Issued
    rule: str
    before: frozenset[str]
    before2: frozenset[str]
    after: frozenset[str]
    after2: frozenset[str]
    clause: set[str]
    following: list[Node]  # the dozen nodes after it
    held: bool  # the verb before says how long its object holds: 'người … tiếp tục sử dụng đến hết ngày …'

    def opens(self) -> bool:
        """Whether the phrase begins a clause or stands in brackets."""
        return not self.before or bool(self.before & _MARKS)

    def closes(self) -> bool:
        """Whether nothing but a mark follows."""
        return not self.after or bool(self.after & _MARKS)


def place(nodes: list[Node], at: int, mode: Mode, issued: Issued) -> Place:
    """The surroundings of the node at an index. Looks back over one clause, at most 24 nodes."""
    before = [kinds(node) for node in nodes[max(0, at - 24) : at]]
    after = [kinds(node) for node in nodes[at + 1 : at + 3]]
    clause: set[str] = set()
    part = False  # beyond a comma: "các nhiệm vụ quá hạn, gửi kết quả trước ngày …" is this task's own day
    for names in reversed(before):
        if not _STOPS.isdisjoint(names):
            break
        part = part or "COMMA" in names
        clause |= names - {"OTHERS", "SUBORD"} if part else names
    held = _held(before)
    before = [_NOTHING, _NOTHING, *before]
    after = [*after, _NOTHING, _NOTHING]
    return Place(
        mode, issued, nodes[at].rule, before[-1], before[-2], after[0], after[1], clause, nodes[at + 1 : at + 13], held
    )


def _held(before: list[frozenset[str]]) -> bool:
    """Whether the verb just before is of a relative clause: it does not open its own clause."""
    return len(before) > 1 and "HOLDS" in before[-1] and before[-2].isdisjoint(_OPENERS)


def is_field(nodes: list[Node]) -> bool:
    """Whether a text is nothing but deadline phrases with the words that lead them in."""
    found = False
    for i, node in enumerate(nodes):
        names = kinds(node)
        if "PHRASE" in names:
            if node.rule in _ONLY_FIELDS or _names_report(nodes, i):
                return False
            found = True
        elif _FILLERS.isdisjoint(names):
            return False
    return found


def _names_report(nodes: list[Node], at: int) -> bool:
    """'Báo cáo tháng 02/2026', 'Tổng kết năm 2026': what the report is about, not when it is due."""
    value = nodes[at].value
    bare = bool(value) and not value[0].strong and value[0].bound is not None
    return bare and at > 0 and "REPORT" in kinds(nodes[at - 1]) and value[0].unit is not None


def admits_field(nodes: list[Node], at: int) -> bool:
    """Whether a phrase of a deadline field counts: all but what says how far something has come."""
    return at == 0 or not kinds(nodes[at - 1]) & {"VISION", "ASOF"}


def admits(meaning: Meaning, where: Place) -> bool:
    """Whether the phrase is a deadline here."""
    if where.before & {"VISION", "ASOF"} or _blank_day(where) or _lasts(meaning, where) or _held_then(meaning, where):
        return False
    if _labelled(where):
        return True
    return _TESTS.get(meaning.kind, _point)(meaning, where)


def _held_then(meaning: Meaning, where: Place) -> bool:
    """'vào hồi 14 giờ 00, thứ Ba, ngày 16/9/2025 tại trụ sở …': when something takes place."""
    if meaning.kind is not DATE or meaning.bound in (BEFORE, BY) or "LEAD" in where.before:
        return False
    if any("VENUE" in kinds(node) for node in where.following):
        return True
    said = where.clause & {"LEAD", "BY", "TERM"}  # 'hạn cuối nhận bài: 17h00 ngày …'
    return where.mode is Mode.ALONE and not said and (meaning.due_time is not None or "MEET" in where.before)


def _lasts(meaning: Meaning, where: Place) -> bool:
    """'người … tiếp tục sử dụng đến hết ngày …', 'thẻ có giá trị đến ngày …': how long a task's object lasts."""
    if "VALID" in where.before and (meaning.weak_by or meaning.kind is DURATION):
        return True
    if meaning.kind is DURATION and "COLON" in where.before and "VALID" in where.before2:
        return True
    if meaning.kind is DATE and _of_things(where):
        return True
    if where.mode is not Mode.TASK:
        return meaning.weak_by and "TILL" in where.before and "DONE" not in where.before
    if where.held:
        return meaning.kind is not DURATION
    return "TILL" in where.before and (meaning.weak_by or where.rule == "range")


def _of_things(where: Place) -> bool:
    """'các hồ sơ nộp trước ngày …', 'hồ sơ nộp trước ngày … được …': a relative clause."""
    if _VERBS.isdisjoint(where.before):
        return False
    return "SEVERAL" in where.before2 or ("THING" in where.before2 and "DONE" in where.after)


def _labelled(where: Place) -> bool:
    """'Thời gian hoàn thành: …' inside a text."""
    return "COLON" in where.before and "LEAD" in where.before2


def _blank_day(where: Place) -> bool:
    """'ngày    tháng 5 năm 2026', 'trước ngày   /5/2026': the day is still to be filled in."""
    return "DAY" in where.before or ("SLASH" in where.before and "DAY" in where.before2)


def _past(day: date | None, issued: Issued) -> bool:
    return day is not None and issued.first is not None and day < issued.first


def _long_past(day: date | None, issued: Issued) -> bool:
    """'dự án khởi công trước ngày 01/01/2023': what was, not what is to be done."""
    return day is not None and issued.first is not None and day < issued.first - timedelta(days=31)


def _point(meaning: Meaning, where: Place) -> bool:
    """Dates, months, quarters, half-years, years, periods."""
    if where.mode is Mode.TASK and "OTHERS" in where.clause:
        return False
    if meaning.phase and where.mode is Mode.ALONE and _named(where):
        return False
    if "SUBORD" in where.clause and _past(meaning.due_date, where.issued):  # 'căn cứ kết quả kiểm tra từ … đến …'
        return False
    if _past(meaning.due_date, where.issued) and (where.clause & {"DONE", "REF"} or where.after & {"DONE"}):
        return False
    if _past(meaning.due_date or meaning.due_from, where.issued) and (
        meaning.bound is not BEFORE and not where.before & {"LEAD", "DOING"}
    ):
        return False
    if where.mode is Mode.TASK and _long_past(meaning.due_date, where.issued) and not _led_in(where):
        return False
    if meaning.weak_by and "VISION" in where.after | where.after2 and where.clause & {"NAME", "CITE"}:
        return False  # 'Chiến lược … đến năm 2030, tầm nhìn đến năm 2045'
    if meaning.weak_by and (_reached(meaning, where) or _aimed_at(meaning, where)):
        return False
    if where.mode is Mode.TASK and meaning.kind in (YEAR, PERIOD) and not _within_quarter(meaning.unit):
        return _task_years(meaning, where)
    if meaning.bound is FROM:
        return _from(meaning, where)
    return meaning.strong or _bare(meaning, where)


def _named(where: Place) -> bool:
    """'Chương trình … giai đoạn 2021-2025', 'khóa XII, nhiệm kỳ 2021-2026': a name, unless a verb or bound leads in."""
    if where.rule == "school_year" and not where.opens():
        return where.before.isdisjoint({"LEAD", "WITHIN"})
    return bool(where.clause & {"NAME", "CITE"} or where.before == _GAP) and where.before.isdisjoint(
        {"LEAD", "DOING", "WITHIN", "GOALNOUN"}
    )


def _led_in(where: Place) -> bool:
    """'…; hoàn thành trước ngày …', but not 'các dự án hoàn thành trước ngày …'."""
    return "LEAD" in where.before and (not where.before2 or not where.before2.isdisjoint(_OPENERS))


def _within_quarter(unit: Calendar | None) -> bool:
    """Weeks and parts of months and quarters: too short for the name of a plan."""
    if unit is None:
        return False
    return unit.unit in ("week", "edge") or (unit.unit == "part" and unit.of is not None and unit.of.unit != "year")


def _aimed_at(meaning: Meaning, where: Place) -> bool:
    """'Mục tiêu: đến năm 2030, tỷ lệ … đạt …'."""
    return meaning.kind is YEAR and "GOALNOUN" in where.clause and bool(where.after & {"COMMA", "TARGET", "SHARE"})


def _reached(meaning: Meaning, where: Place) -> bool:
    """'đến ngày 15/5/2026 đã có …': how far it has come, or what is aimed at."""
    ahead = where.mode is Mode.ALONE and meaning.due_date is not None and not _past(meaning.due_date, where.issued)
    if where.after & {"DONE"} or ("COMMA" in where.after and where.after2 & {"DONE"} and not ahead):
        return True
    aimed = where.after & {"TARGET", "SHARE"} or where.after2 & {"SHARE"}
    return (where.mode is Mode.TASK and bool(aimed)) or (
        _past(meaning.due_date, where.issued) and (not where.before & {"LEAD", "DOING"})
    )


def _task_years(meaning: Meaning, where: Place) -> bool:
    """Years and phases in a task's own words are mostly names and targets: only what is led in counts."""
    if meaning.phase or _past(meaning.due_date, where.issued):
        return False
    if meaning.bound is WITHIN and meaning.strong:
        if where.before & {"LEAD", "DOING", "WITHIN"}:
            return True
        return (where.closes() or where.opens()) and not where.clause >= {"GOAL", "SHARE"}  # 'đạt 80% vào cuối năm'

    if meaning.bound is FROM:
        return _from(meaning, where)
    if meaning.bound is BEFORE or (meaning.bound is BY and not meaning.weak_by):
        return True
    return "LEAD" in where.before and "AIM" not in where.before  # 'phấn đấu đến hết năm 2030 cả nước có …': a target


def _from(meaning: Meaning, where: Place) -> bool:
    """'từ ngày 01/7/2026': what begins later; what began long ago is no deadline."""
    if _past(meaning.due_from, where.issued) or "FORCE" in where.clause or "HOLDS" in where.before:
        return False
    return where.mode is Mode.ALONE or bool(where.before & {"LEAD", "DOING"})


def _bare(meaning: Meaning, where: Place) -> bool:
    """'quý II/2026' without a direction: led in by a word, in brackets, or opening a clause."""
    if _past(meaning.due_date, where.issued):
        return False
    if where.before & {"LEAD"}:
        return True
    if "OPEN" in where.before and "CLOSE" in where.after:
        short = meaning.unit is not None and meaning.unit.rule == "date_short"  # (10/10): often a holiday, a ratio
        if short and where.clause & {"FEAST", "DAY"}:  # 'Ngày … Việt Nam (20/11)'
            return False
        return meaning.kind is not YEAR and not (short and where.mode is Mode.TASK)
    if meaning.kind is DATE and where.mode is Mode.ALONE and "COLON" in where.before and where.closes():
        return "COLON" not in where.after  # 'Tựu trường: ngày 26/8/2026 (thứ Hai).'
    if meaning.kind is DATE or (
        where.rule == "year_bare" or (meaning.unit is not None and meaning.unit.rule in ("month_bare", "quarter_bare"))
    ):
        return False
    return (
        where.opens()
        and "CLOSE" not in where.before
        and bool(where.after & {"COMMA", "COLON", "DOING", "LEAD"})
        and ("AND" not in where.before and (where.mode is Mode.ALONE or "COMMA" not in where.before))
    )


def _recurring(meaning: Meaning, where: Place) -> bool:
    if "HOLDS" in where.before:  # 'nghỉ 02 ngày/tuần'
        return False
    if meaning.strong or (where.rule == "recurring" and meaning.definite):
        return True
    if where.rule == "periodic":
        return where.mode is Mode.ALONE and not where.before & {"NAME", "CITE"}
    if (
        where.before & {"NAME"}
        or where.after & {"DONE", "TARGET"}
        or ("CITE" in where.before and "DOING" not in where.before)
    ):
        return False
    if meaning.said_theo and not (where.closes() or where.after & {"EVENTAT"}):
        return False
    if where.opens() and not where.before & {"DASH", "CLOSE"}:
        return True
    if where.before == _GAP and "DOING" in where.after:  # 'các sở hằng tháng rà soát …'
        return where.clause.isdisjoint(_ADJECTIVAL)
    if where.mode is Mode.TASK and "GAP" in where.before and not where.after - _STOPS:
        return where.clause.isdisjoint(_ADJECTIVAL)
    return bool(where.before & {"DOING", "LEAD", "PERIODIC"}) and not where.before2 & {"WITHIN", "OF", "NAME"}


def _ongoing(meaning: Meaning, where: Place) -> bool:
    noun = bool(where.before & {"FIELDNOUN"})
    if where.mode is Mode.TASK:
        alone = where.before & {"FIELDNOUN", "DOING"} and (not where.before2 or where.before2 & (_STOPS | {"OPEN"}))
        return bool(alone) and (not where.after or bool(where.after & _STOPS))
    if where.before & {"NAME", "CITE"} and not where.before & {"DOING"} and not noun:
        return False
    return where.opens() or noun or bool(where.before & {"DOING", "LEAD"}) or bool(where.after & {"DOING"})


def _event(meaning: Meaning, where: Place) -> bool:
    if where.rule == "event_session" and where.mode is Mode.ALONE:  # 'trình … tại kỳ họp thứ 9'
        return "SUBMIT" in where.clause and where.clause.isdisjoint({"DONE", "REF"})
    if where.rule in ("event_session", "event_at", "event_cited", "event_noun"):
        return False
    if where.mode is Mode.TASK:
        done = "DONE" in where.before or ("DONE" in where.before2 and "LEAD" not in where.before)
        if where.rule == "event_before" and done:  # 'các công trình được đưa vào sử dụng trước khi …'
            return False
        return where.rule in ("event", "event_before") and where.closes()
    return where.opens() or where.closes()


def _duration(meaning: Meaning, where: Place) -> bool:
    """What says "at most", and so many days at the end of a clause."""
    if "FORCE" in where.before:  # 'có hiệu lực sau 10 ngày kể từ ngày ký'
        return False
    if where.rule == "term_bare" and "LEAD" in where.before:
        return where.closes()
    days = meaning.bound is WITHIN and (meaning.value or "").endswith("D") and where.rule != "term_bare"
    return meaning.strong or (days and where.closes())


_TESTS: dict[DeadlineKind, Callable[[Meaning, Place], bool]] = {
    RECURRING: _recurring,
    ONGOING: _ongoing,
    EVENT: _event,
    DURATION: _duration,
}
