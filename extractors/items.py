"""Which sections of the outline are tasks: the lowest items that assign work, with what their headings say of them.

Reads the outline of one range of the document; writes `Item`s in reading order. An item's labelled lines ("Cơ quan
chủ trì: …") are taken as its fields; headings and opening sentences hand down their units and deadlines.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from extractors.context import NO_TASKS, Context, not_task_class, section_class
from extractors.deadlines import task_deadlines
from extractors.labels import find_labels, is_label_line, without_labels
from extractors.models import Bound, Deadline, Head, Match, Origin, Role, UnitMention
from extractors.outline import Node, is_title
from extractors.roles import (
    after_subject,
    asks_upward,
    assigns,
    basis_of_work,
    find_doer,
    find_roles,
    is_role_line,
    names_body,
    speaks,
    starts_with_verb,
    tells_work,
)
from extractors.unit_lists import is_unit_list, read_unit_list
from extractors.units import Place, find_units
from extractors.words import Words
from gazetteers.fold import fold
from gazetteers.units import Gazetteer

MIN_SENTENCE = 6  # words that an item of unknown kind must have to be taken for work
LONG_NAMES = 200  # characters that a line of nothing but units has at most
LONG_HEADING = 25  # words from which a full sentence above other items is work of its own
_INTRO_END = re.compile(r"(?::|như sau|sau đây|sau)\s*[:.]?\s*$")
_THIS = r"(?:chỉ thị|công điện|công văn|kế hoạch|thông báo|quyết định|kết luận|nghị quyết|hướng dẫn|văn bản)\s+này"
# "… nghiêm túc triển khai thực hiện Chỉ thị này", "… chịu trách nhiệm thi hành Quyết định này": no work is given
_ONLY_OBEY = re.compile(
    r"^(?![^.]*\b(?:theo dõi|đôn đốc|kiểm tra|giám sát|tổng hợp)\b)[^.;]{0,250}(?:"
    r"\b(?:nghiêm túc|khẩn trương|nghiêm|chủ động|phối hợp|quan tâm|biết|lưu ý),?\s+"
    r"(?:(?:quán triệt|triển khai|tổ chức|chấp hành|chỉ đạo|và),?\s+)*"
    rf"thực hiện(?:\s+(?:các\s+)?(?:nội dung|nhiệm vụ|yêu cầu)[^.;]{{0,30}})?(?:\s+{_THIS})?"
    rf"|\bthực hiện(?:\s+(?:nghiêm|nghiêm túc|tốt|có hiệu quả|đầy đủ|kịp thời))*\s+(?:các nội dung\s+)?{_THIS}"
    rf"|(?:chịu trách nhiệm|có trách nhiệm)\s+(?:tổ chức\s+)?(?:thi hành|thực hiện)(?:\s+{_THIS})?"
    r"|\bthông báo\s+(?:để|đến|tới|cho)\b[^.;]{0,250}\b(?:biết|thực hiện|triển khai))\W*$"
)
# "Nhiệm vụ cụ thể tại Phụ lục I": the work stands there
_POINTER = re.compile(r"^[^.]{0,80}\b(?:tại|theo|trong|ở)\s+(?:các\s+)?(?:phụ lục|biểu|danh mục)\b")
_DONE = re.compile(r"\b(?:hoàn thành|xong|kết thúc|thực hiện ngay)\b")
_ASKS = re.compile(r"\W*(?:đề nghị|yêu cầu|kính)\b", re.I)
_BRACKETED = re.compile(r"^\s*\([^()]*\)\W*$")
_SAYS_HOW = re.compile(r"\b(?:chủ trì|phối hợp|có trách nhiệm|chịu trách nhiệm)\b")
_HEADING_OF = re.compile(
    r"^\W*(?:đối với|trách nhiệm của|nhiệm vụ của|về phía|phần|đề nghị|yêu cầu|giao)\s+(?=\S)", re.I
)


_TO_KNOW = re.compile(r"\((?:để )?(?:biết|báo cáo|b/c|theo dõi|phối hợp)\W*\)")
_MEMBERS = re.compile(r"(?i)\b(?:các\s+)?(?:(?:đồng chí|ông|bà)[\s,]+)*(?:thành viên|ủy viên)\s[^,;]*")


@dataclass(frozen=True, slots=True)
class Labelled:
    """One labelled field of an item: its role, its words, and where they stand."""

    role: str
    words: Words


@dataclass(slots=True)
class Item:
    """One task of the body before its fields are read."""

    node: Node
    words: Words
    context: Context
    origin: Origin
    labels: list[Labelled] = field(default_factory=list)
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the walk needs besides the outline: the text, how to find units in it, the date, and the document's kind."""

    text: str
    units: Callable[[str], list[UnitMention]]
    unit_list: Callable[[str], list[UnitMention]]
    only_units: Callable[[str], bool]
    deadlines: Callable[[str], list[Deadline]]
    issued: str | None
    report: bool = False
    issuer: str = ""  # its name, folded
    fallback: tuple[UnitMention, ...] = ()  # who does what nobody is named for: the addressees of a letter


def reading(text: str, gazetteer: Gazetteer, place: Place, head: Head) -> Reading:
    """Binds the unit finders to a gazetteer and to the document's province and date."""
    addressees = [
        replace(m, start=-1, end=-1, match=Match.INHERITED, rule="addressee")
        for line in (head.addressed_to if head.type_code in ("CV", "CĐ") else ())
        if not _TO_KNOW.search(fold(line))
        for m in read_unit_list(_MEMBERS.sub("", line), gazetteer, place)
        if m.rule != "aside"
    ]
    return Reading(
        text,
        cache(lambda t: find_units(t, gazetteer, place)),  # each item's text is looked at by several rules
        cache(lambda t: read_unit_list(t, gazetteer, place)),
        cache(lambda t: is_unit_list(t, gazetteer, place)),
        cache(lambda t: task_deadlines(t, head.issued)),
        head.issued,
        head.type_code == "BC",
        fold(head.issuer or ""),
        tuple(addressees),
    )


def find_items(root: Node, reading: Reading, origin: Origin, context: Context | None = None) -> list[Item]:
    """The items under a root that are tasks, in reading order."""
    start = context or Context(section="evaluation" if reading.report else "", heading=None)
    return _Walk(reading, origin).children(root, start)


class _Walk:
    """One walk down an outline."""

    def __init__(self, reading: Reading, origin: Origin) -> None:
        self.reading, self.origin = reading, origin
        self.giving: dict[int, tuple[int, int]] = {}  # node -> how many of its items name who does them, of how many

    def children(self, node: Node, context: Context) -> list[Item]:
        out: list[Item] = []
        unlabelled: list[Item] = []  # items since the last labelled one: a label line after them holds for all
        closed = False  # a labelled line has been read: the next item begins a new run of them
        last = max((i for i, c in enumerate(node.children) if c.marker), default=-1)
        for number, child in enumerate(node.children):
            if child.kind == "toc":
                continue
            words = Words.of(self.reading.text, child.spans)
            if not child.children and self._is_field(words.text, unlabelled):
                self._attach(words, unlabelled)
                closed = True
                continue
            unlabelled = [] if closed else unlabelled
            found, context = self._child(child, words, context, number < last)
            out += found
            own = [i for i in found if i.node is child]
            unlabelled += own
            closed = any(i.labels for i in own)
        return out

    def _is_field(self, text: str, items: Sequence[Item]) -> bool:
        if not items:
            return False
        return self._labels_only(text) or (len(text) < 200 and is_role_line(text, self.reading.units(text)))

    def _labels_only(self, text: str) -> bool:
        """A line of labelled fields; "Trách nhiệm: Sở Y tế xây dựng phương án …" gives work of its own."""
        if not is_label_line(text):
            return False
        first = find_labels(text)[0]
        value = text[first.value_start : first.value_end]
        return first.role not in ("lead", "executor") or not tells_work(value, self.reading.units(value))

    def _attach(self, words: Words, items: Sequence[Item]) -> None:
        for item in items:
            item.labels += labelled(words)

    def _child(self, child: Node, words: Words, context: Context, before_list: bool) -> tuple[list[Item], Context]:
        """The items of one child, and the context for those after it."""
        fields = [
            k
            for k in child.children
            if (not k.children and self._labels_only(k.words(self.reading.text))) or self._role_line(k, child)
        ]
        real = [k for k in child.children if k not in fields]
        if real:
            return self._heading(child, words, context, fields), context
        if child.kind == "text" and ((before_list and opens_list(words.text)) or self._names_only(words.text)):
            return [], self._derive(context, words, child)
        item = self._leaf(child, words, context, bool(fields))
        if item is None:
            return [], context
        for k in fields:
            item.labels += labelled(Words.of(self.reading.text, k.spans))
        return [item], context

    def _names_only(self, text: str) -> bool:
        """A heading without a number: a line that is nothing but units ("Đề nghị Ủy ban nhân dân các huyện")."""
        bare, _ = _named_in(text)
        return bool(bare) and len(text) < LONG_NAMES and not speaks(text) and self.reading.only_units(bare)

    def _role_line(self, k: Node, parent: Node) -> bool:
        """A short line under an item that says only who does it: "Sở A chủ trì, phối hợp với Sở B"."""
        words = k.words(self.reading.text)
        return (
            not k.children
            and len(words) < 200
            and not parent.words(self.reading.text).rstrip().endswith(":")
            and (not is_title(parent.words(self.reading.text), parent) or len(parent.children) <= 3)
            and is_role_line(words, self.reading.units(words))
        )

    def _heading(self, child: Node, words: Words, context: Context, fields: Sequence[Node]) -> list[Item]:
        below = self._derive(context, words, child)
        out = []
        full = words.text.rstrip().endswith((".", ";")) and len(words.text.split()) >= LONG_HEADING
        if full and (item := self._leaf(child, words, context, False)):
            out.append(item)
        return out + self.children(child, below)

    def _derive(self, context: Context, words: Words, node: Node) -> Context:
        """The context of the items under a heading or after an opening sentence."""
        text = words.text
        cls = section_class(text) if (node.marker and is_title(text, node)) or node.kind == "root" else None
        heading = text.rstrip(" :.;")
        leads, named, upward = self._heading_units(words, context.binding)
        if cls == "plan" and not self.reading.report:
            cls = "work"  # "phương hướng, nhiệm vụ" are the issuer's own plans in its reports only
        section = cls or ("work" if leads and context.section not in ("purpose", "objective") else context.section)
        return Context(
            section=section,
            leads=leads or (() if cls in ("work", "plan", "request") and not context.leads else context.leads),
            coordinators=named if leads else context.coordinators,
            heading=heading if node.marker or not context.heading else context.heading,
            assigned=context.assigned or bool(leads) or section in ("work", "plan", "request"),
            upward=upward or (context.upward and not leads),
            deadlines=self._dated(words, node) or context.deadlines,
            weak=node.marker is None and not self._names_only(words.text) if leads else context.weak,
        )

    def _dated(self, words: Words, node: Node) -> tuple[Deadline, ...]:
        """The days that a heading sets for all its items; what it waits for is its own affair.

        Of an opening paragraph only the last sentence counts, and there only a day with its "trước", or one behind
        those that are addressed: "bảo đảm nguồn cung trong quý IV, … yêu cầu các sở" sets none. A title that only says
        which weeks or months its work is of ("Nhiệm vụ tháng 3 và thời gian tới") sets none either.
        """
        start = 0 if node.marker else words.text.rstrip(" :.").rfind(". ") + 1
        last = words.text[start:]
        addressed = max((m.end for m in self.reading.units(last)), default=0) if not node.marker else 0
        found = self.reading.deadlines(last)
        titled = section_class(last) == "work" and not _DONE.search(fold(last))
        binds = node.marker is not None and not titled
        kept = [d for d in found if (d.due_date or d.rrule) and (binds or _sets(d, addressed or titled * len(last)))]
        return tuple(words.placed(d, start) for d in kept)

    def _heading_units(
        self, words: Words, inherited: bool
    ) -> tuple[tuple[UnitMention, ...], tuple[UnitMention, ...], bool]:
        bare, shift = _named_in(words.text)
        if bare and not (_SAYS_HOW.search(fold(bare)) or speaks(words.text)) and self.reading.only_units(bare):
            return self._listed(words, bare, shift), (), False
        mentions = self.reading.units(words.text)
        found = find_roles(words.text, mentions, inherited)
        leads = tuple(words.placed(f.mention) for f in found if f.role is Role.LEAD)
        named = tuple(words.placed(f.mention) for f in found if f.role is Role.COORDINATOR and not f.mention.collective)
        if fold(bare).endswith("chỉ đạo") and self._issuer_only(words.text, mentions):
            leads = ()  # "Chủ tịch UBND tỉnh chỉ đạo:", in the words of another: what that one has its own do
        elif words.text.rstrip().endswith(":") and names_body(bare) and (not leads or _all_names(bare)):
            leads = self._listed(words, bare, shift)
        return leads, named, asks_upward(words.text, mentions)

    def _listed(self, words: Words, bare: str, shift: int) -> tuple[UnitMention, ...]:
        """The units of a heading that is a list of them, without what its brackets explain."""
        return tuple(words.placed(m, shift) for m in self.reading.unit_list(bare) if m.rule != "aside")

    def _leaf(self, child: Node, words: Words, context: Context, has_fields: bool) -> Item | None:
        """The item that a section without sub-items is, None when it assigns nothing."""
        rule = self._assigning_rule(child, words.text, context, has_fields)
        if rule is None:
            return None
        glued = find_labels(words.text)
        item = Item(child, words, context, self.origin, rule=rule)
        if glued and glued[0].start > 0:
            item.labels = labelled(words)
            item.words = Words.of(self.reading.text, words.part(0, len(without_labels(words.text))))
        return item

    def _assigning_rule(self, child: Node, text: str, context: Context, has_fields: bool) -> str | None:
        mentions = self.reading.units(text)
        explicit = assigns(text, mentions, child.marker is not None)
        why_not = self._why_not(text, mentions, explicit)
        if why_not == "closing" or (_ONLY_OBEY.search(fold(text)) and not find_labels(text)):
            dated = self.reading.deadlines(text) if mentions else []
            return "closing_report" if dated and explicit else None
        if why_not == "basis" and explicit and not self._issuer_only(text, mentions):
            why_not = None  # "Căn cứ Kế hoạch này, Sở A …" gives work, "Căn cứ Luật …;" does not
        if why_not == "basis" and context.assigned and basis_of_work(text):
            why_not = None
        if why_not or context.section in NO_TASKS:
            if context.section in ("purpose", "objective", "basis"):
                return None
            later = explicit or ("doer" if why_not == "evaluation" and child.marker and find_doer(text) else None)
            return later if later in ("assigned", "sentence", "doer") else None
        if self._labels_only(text) or (_POINTER.search(fold(text)) and not explicit and not starts_with_verb(text)):
            return None
        if has_fields:
            return "labelled"
        if context.section == "funding":  # where the money comes from: work only where somebody is told to do something
            return explicit
        if len(text.split()) < 4 or _BRACKETED.match(text) or (text.upper() == text and not explicit):
            return None
        if explicit:
            return explicit
        under_heading = child.marker is not None or (child.parent is not None and child.parent.marker is not None)
        if context.assigned and (under_heading or (context.leads and starts_with_verb(text) and not _ASKS.match(text))):
            return "under_heading"
        if child.marker is None:
            return None
        if starts_with_verb(text):
            return "verb"
        if (doer := find_doer(text)) and doer[0] < MIN_SENTENCE:
            return "doer"
        if len(text.split()) >= MIN_SENTENCE and (self._beside_tasks(child) or self._has_day(text)):
            return "sibling"
        return None

    def _has_day(self, text: str) -> bool:
        """Whether something has to be done by a day: work, whoever it is that the words name."""
        return any(d.due_date and d.bound in (Bound.BEFORE, Bound.BY) for d in self.reading.deadlines(text))

    def _issuer_only(self, text: str, mentions: Sequence[UnitMention]) -> bool:
        """True where the only unit that a text has do something is the document's own issuer."""
        leads = [f.mention.name for f in find_roles(text, mentions, False) if f.role is Role.LEAD]
        return all(fold(name) in self.reading.issuer for name in leads)

    @staticmethod
    def _why_not(text: str, mentions: Sequence[UnitMention], explicit: str | None) -> str | None:
        """Why the opening words assign nothing: those of the item, or those said of the unit it starts with."""
        topic, colon, _ = text.partition(":")
        found = not_task_class(text)
        about = section_class(topic) if found is None and colon and len(topic) < 60 else None
        if about in ("evaluation", "detail"):
            return about
        if found is None and explicit == "subject" and not_task_class(after_subject(text, mentions)) == "evaluation":
            return "evaluation"
        return found

    def _beside_tasks(self, child: Node) -> bool:
        """True where most items of the same list hand work to a unit they name: so does this one, to one unknown."""
        parent = child.parent
        if parent is None:
            return False
        if id(parent) not in self.giving:
            texts = [s.words(self.reading.text) for s in parent.children if s.marker]
            giving = sum(assigns(t, self.reading.units(t), True) is not None for t in texts)
            self.giving[id(parent)] = giving, len(texts)
        giving, among = self.giving[id(parent)]
        return giving > 0 and giving * 2 >= among - 1


def _named_in(heading: str) -> tuple[str, int]:
    """A heading's words without "Đối với" and the like and without its closing marks, and where they begin in it."""
    whole = heading.rstrip(" :.;")
    bare = _HEADING_OF.sub("", whole)
    return bare, len(whole) - len(bare)


def _sets(deadline: Deadline, addressed: int) -> bool:
    """Whether a day in an opening sentence is set for those addressed in it, who end at `addressed`."""
    return deadline.bound in (Bound.BEFORE, Bound.BY) or (deadline.bound is not None and deadline.start >= addressed)


def _all_names(bare: str) -> bool:
    """True for several names in a row, unknown ones among them: "Phòng Kinh tế, Công an Kinh tế, Đội Quản lý"."""
    parts = re.split(r"[,;]\s*", bare)
    return len(parts) > 1 and all(p[:1].isupper() for p in parts) and not _SAYS_HOW.search(fold(bare))


def opens_list(text: str) -> bool:
    """True for an opening sentence: it ends with a colon, or with "như sau"."""
    return text.rstrip().endswith(":") or (len(text) > 40 and bool(_INTRO_END.search(fold(text))))


def labelled(words: Words) -> list[Labelled]:
    """The labelled fields in some words, each with its own words; a line that only says who does it counts as one."""
    found = find_labels(words.text)
    if not found:
        return [Labelled("roles", words)]
    return [
        Labelled(
            f.role,
            Words(
                words.text[f.value_start : f.value_end].strip(" .;"), (0,), words.part(f.value_start, f.value_end)[:1]
            ),
        )
        for f in found
    ]


def inherited(mention: UnitMention, rule: str) -> UnitMention:
    """A mention as it holds for the items below its heading."""
    return replace(mention, match=Match.INHERITED, rule=rule)
