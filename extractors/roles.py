"""Who does it, with whom, for whom: the units of one item of prose, told apart by the words around them.

Reads an item's text and the unit mentions in it; writes them with their roles. The text is reduced to a skeleton in
which every mention is one sign, so that the rules speak of "giao U chủ trì, phối hợp với U" and not of names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from extractors.models import Role, UnitMention
from extractors.skeleton import LEADS, Skeleton, U, in_brackets, untitled, words_of
from gazetteers.fold import fold
from gazetteers.lexicon import load_lexicon

_BRIEF = 3  # words: "phối hợp thực hiện", "tổ chức thực hiện" tell no work of their own
_JOIN = r"(?:\s*(?:[,;/&-]|,?\s?và|,?\s?cùng(?: với)?|,?\s?hoặc|\skiêm)\s*(?:(?:các|đồng chí|cùng|một số|như)\s+)?)"
LIST = rf"{U}(?:\s*\([^()]*\))?(?:{_JOIN}{U}(?:\s*\([^()]*\))?)*"
_CLAUSE = r"(?:^|[.;:]\s*|,\s*(?:đồng thời,?\s*)?|\(\s*|đồng thời,?\s*|\d[.)]\s*)"
_PREFIX = (
    r"(?:căn cứ|trên cơ sở|theo|để|nhằm|sau khi|từ|đối với|về|trước mắt|riêng|ngoài ra|định kỳ|hằng|hàng|khi|"
    r"trong|trước|đến|chậm nhất|với|qua|bên cạnh)"
)
_NOT_SUBJECT = r"(?!\s*(?:đã|là\b(?! cơ quan| đơn vị| đầu mối)|được|vừa|tổ chức ngày|ngày|tại|số|năm\b|\(\s*báo cáo))"
_ADVERBS = (
    r"(?:(?:chủ động|khẩn trương|tiếp tục|kịp thời|thường xuyên|tập trung|tích cực|nghiêm túc|sớm|cần|phải|tự)\s+)"
)


@dataclass(frozen=True, slots=True)
class Found:
    """One mention with its role and the rule that gave it."""

    role: Role
    mention: UnitMention
    rule: str


@cache
def _verbs() -> str:
    rows = [r["verb"] for r in load_lexicon("action_verbs")]
    return "|".join(re.escape(w) for w in sorted(set(rows), key=len, reverse=True))


_GUARDED = rf"{LIST}(?!{_JOIN}{U})"
_TOPIC = r"(?:(?:về|đối với)\s[^:.;\ue000]{3,160}:\s*)?(?:(?:riêng|đối với|về phía)\s+)?"
_NO_VERB = (
    r"(?!(?:của|và|về|tại|trong|trên|là|đã|được|do|từ|với|cho|hoặc|năm|tháng|số|như|này|khác|nêu|mà|có liên quan)\b)"
)
_ALONE = r"(?!phối hợp(?!\s+(?:với|cùng|chặt chẽ (?:với|cùng))))"  # "Sở B phối hợp" helps, "… phối hợp với …" does


# whom one works with beside the units: "phối hợp với lực lượng Kiểm lâm và U"
_FORCES = r"(?:các\s+)?(?:lực lượng|chủ đầu tư|nhà thầu|nhân dân|người dân)[^,;.:()]{0,40}?(?:,|\svà)\s+(?:các\s+)?"


@cache
def _rules() -> dict[str, re.Pattern[str]]:
    assign, request, upward = words_of("assign"), words_of("request"), words_of("upward")
    duty, verbs, with_, report = words_of("duty"), _verbs(), words_of("with"), words_of("report")
    doing = rf"(?:{_ADVERBS})*(?:{duty}|{verbs})\b"
    patterns = {
        # what is asked of those above stands first: ", kiến nghị U" later in an item is what its own lead does
        "assigned": rf"(?:{_CLAUSE}(?:{LIST}\s+)?(?:(?:{_PREFIX})[^,;:.]*,\s*)?(?:{LIST}\s+)?(?:{assign}|{request})"
        rf"|^\W*?(?:{LIST}\s+)?(?:{upward}))\s+(?:các\s+|đồng chí\s+)?(?P<u>{LIST})",
        "subject": rf"^[^\w{U}]*{_TOPIC}(?P<u>{_GUARDED}){_NOT_SUBJECT}(?:\s*[:,]|\s+{doing})",
        "doer": rf"^[^\w{U}]*{_TOPIC}(?P<u>{_GUARDED}){_NOT_SUBJECT}(?:\s*[:,]|\s+(?:{duty}\b|{_NO_VERB}[^\W\d]))",
        "after_prefix": rf"^(?:{_PREFIX})\b[^;:.]*?,\s*(?P<u>{_GUARDED}){_NOT_SUBJECT}\s+{doing}",
        "sentence": rf"[.:]\s+(?:riêng\s+)?(?P<u>{_GUARDED}){_NOT_SUBJECT}\s+{_ALONE}{doing}",
        "clause": rf";\s+(?:riêng\s+)?(?P<u>{_GUARDED}){_NOT_SUBJECT}\s+{_ALONE}{doing}",
        "chairs": rf"(?:do\s+|giao\s+|\(\s*)?(?P<u>{LIST})\s+(?:(?:là|làm)\s+(?:cơ quan |đơn vị )?)?"
        r"(?:chủ trì|đầu mối|phụ trách)\b",
        "trailing": rf"\(\s*(?:giao\s+|do\s+)?(?P<u>{LIST})(?:\s+(?:thực hiện|chủ trì|tham mưu))?\s*"
        rf"(?:[,;]\s*[^(){U}]*)?\)\s*[.;]?\s*$",
        "done_by": rf"\b(?<!được )(?:do|giao cho)\s+(?P<u>{LIST})\s*"
        r"(?:(?:chủ trì|chịu trách nhiệm|đảm nhận|đảm nhiệm|phụ trách|thực hiện)\b|[;.]|$)",
        "later": rf"(?:[.;]\s*(?:đồng thời,?\s*)?(?:tiếp tục\s+)?(?:giao|yêu cầu|đề nghị|phân công)\s+(?P<v>{LIST})"
        rf"|[.;]\s*(?P<u>{_GUARDED}){_NOT_SUBJECT}(?:\s*:|\s+{_ALONE}{doing}))",
        "with": rf"(?<!được )(?:{with_})\s*:?\s*(?:các\s+|đồng chí\s+)?(?:{_FORCES}(?={U}))?(?P<u>{LIST})",
        "joins": rf"[,;(]\s*(?P<u>{LIST})\s+(?:cùng\s+)?phối hợp\b(?!\s+(?:với|cùng|chặt chẽ (?:với|cùng)))",
        "report": rf"(?:{report})\s+(?:cho\s+|lên\s+|về\s+)?(?P<u>{LIST})",
        "report_far": rf"(?:báo cáo|gửi)[^.;{U}]{{0,80}}?\s(?:về|cho|đến|tới|qua|gửi)\s+(?P<u>{LIST})",
    }
    return {name: re.compile(pattern) for name, pattern in patterns.items()}


def _leads(s: Skeleton, inherited: bool) -> list[Found]:
    """Who does it, by the first rule that says so; a heading's units give way only to clear words of the item."""
    if s.text.rstrip(" .").endswith((":", "như sau")) and speaks(s.text):
        return []
    m, name = _opening(s, inherited)
    if m is None and not inherited:
        for name in ("sentence", "trailing", "clause", "done_by"):
            if name == "clause" and s.text.rstrip(" .").endswith((":", "như sau")):
                break  # "…; UBND tỉnh ban hành kế hoạch như sau:" hands out nothing
            if m := _rules()[name].search(s.text):
                break
        if all_ := [x for c in _rules()["chairs"].finditer(s.text) for x in s.listed(c.start("u"), c.end("u"))]:
            return [Found(Role.LEAD, x, "chairs") for x in all_]
    if m is None:
        return []
    found = [Found(Role.LEAD, x, name) for x in s.listed(m.start("u"), m.end("u"))]
    return found + _further(s, m.end("u"), {id(f.mention) for f in found})


@cache
def _orders() -> re.Pattern[str]:
    """What an issuer does in its own name: it asks, it hands out; "chỉ đạo" is work as often."""
    return re.compile(rf"\s+(?!chỉ đạo|cho phép)(?:{words_of('assign', 'request', 'upward')})\b")


def _opening(s: Skeleton, inherited: bool) -> tuple[re.Match[str] | None, str]:
    """The opening words that name who does it, and the rule that reads them."""
    rules = _rules()
    if m := rules["doer"].match(s.text):
        n = rules["assigned"].match(s.text)
        if n is None and _orders().match(s.text, m.end("u")):
            return None, ""  # "Chính phủ yêu cầu Bộ trưởng …": who is told is not listed
        return (n, "assigned") if n and not _COMMANDS.search(n.group()) else (m, "subject")
    m = rules["assigned"].search(s.text)
    if m and not in_brackets(s.text, m.start("u")):
        commands = _BIDS.search(s.text[: m.start("u")])
        if not (inherited and commands):
            return m, "assigned"
    m = rules["after_prefix"].match(s.text)
    if m and (not inherited or re.match(rf"\s+(?:{words_of('duty')})", s.text[m.end("u") :])):
        return m, "after_prefix"
    return None, ""


def _further(s: Skeleton, after: int, seen: set[int]) -> list[Found]:
    """Leads of later clauses: "…; giao Sở B …", "…; Sở B kiểm tra …"."""
    out = []
    for m in _rules()["later"].finditer(s.text, after):
        name = "u" if m["u"] else "v"
        if not in_brackets(s.text, m.start(name)):
            named = s.listed(m.start(name), m.end(name))
            out += [Found(Role.LEAD, x, "assigned_later") for x in named if id(x) not in seen]
    for m in _rules()["done_by"].finditer(s.text, after):
        out += [Found(Role.LEAD, x, "done_by") for x in s.listed(m.start("u"), m.end("u")) if id(x) not in seen]
    return out


_COMMANDS = re.compile(r"(?:chỉ đạo|cho phép|mời|đề xuất|kiến nghị)\s+\S*$|chỉ đạo")
_BIDS = re.compile(r"(?:chỉ đạo|cho phép)\s+(?:các\s+|đồng chí\s+)?$")
_CONDITION = re.compile(r"\(\s*(?:trong trường hợp|trường hợp|nếu|đối với)[^()]*$")
_PURPOSE = re.compile(r"(?:để|đăng ký|nội dung|chương trình|buổi|kế hoạch|dự|tại)\s+(?:\w+\s+){0,4}$")


def _coordinators(s: Skeleton, leads: set[int]) -> list[Found]:
    out = []
    for name in ("with", "joins"):
        for m in _rules()[name].finditer(s.text):
            before = s.text[: m.start()]
            weak = m.group().startswith(("làm việc", "trao đổi", "cùng", "liên hệ", "tham vấn", "thống nhất"))
            if _CONDITION.search(before) or (weak and _PURPOSE.search(before)):
                continue
            out += [Found(Role.COORDINATOR, x, name) for x in s.inside(m.start("u"), m.end("u")) if id(x) not in leads]
    return out


def _reports(s: Skeleton, taken: set[int]) -> list[Found]:
    out = []
    for name in ("report", "report_far"):
        for m in _rules()[name].finditer(s.text):
            out += [Found(Role.REPORT_TO, x, name) for x in s.inside(m.start("u"), m.end("u")) if id(x) not in taken]
            taken |= {id(f.mention) for f in out}
    return out


def find_roles(text: str, mentions: Sequence[UnitMention], inherited: bool) -> list[Found]:
    """The mentions of one item with their roles, in reading order; those without a part in it are `mentioned`.

    `mentions` have offsets in `text`; `inherited` says that the heading above already names who does it.
    """
    if not mentions:
        return []
    s = Skeleton(text, mentions)
    if inherited and s.text.startswith(U) and fold(mentions[0].text).startswith(LEADS):
        s = Skeleton(text, [untitled(mentions[0]), *mentions[1:]])
    mentions = s.mentions
    out = _leads(s, inherited)
    leads = {id(f.mention) for f in out}
    out += _coordinators(s, leads)
    out += _reports(s, {id(f.mention) for f in out})
    placed = {id(f.mention) for f in out}
    out += [Found(Role.MENTIONED, m, "mentioned") for m in mentions if id(m) not in placed]
    return sorted(out, key=lambda f: f.mention.start)


def assigns(text: str, mentions: Sequence[UnitMention], item: bool = False) -> str | None:
    """The rule by which a text hands work to a unit it names, None where it does not.

    In a numbered `item` any word after the unit's name is taken for its verb; elsewhere only known verbs are.
    """
    if not mentions:
        return None
    s = Skeleton(text, mentions)
    for name in ("assigned", "doer" if item else "subject", "after_prefix", "sentence", *(("clause",) if item else ())):
        if (m := _rules()[name].search(s.text)) and not in_brackets(s.text, m.start("u")):
            orders = name in ("doer", "subject") and _orders().match(s.text, m.end("u"))
            return "assigned" if orders else "subject" if name == "doer" else name
    return None


@cache
def _asks_upward() -> re.Pattern[str]:
    return re.compile(rf"^[^\w{U}]*(?:{LIST}\s+)?(?:{words_of('upward')})\s+(?:các\s+)?{U}")


def after_subject(text: str, mentions: Sequence[UnitMention]) -> str:
    """What a text says of the units it starts with; the whole text where it starts with none."""
    s = Skeleton(text, mentions)
    m = re.match(rf"[^\w{U}]*(?:lãnh đạo\s+)?{LIST}\s*", s.text)
    return text[s.offset(m.end()) :] if m else text


def asks_upward(text: str, mentions: Sequence[UnitMention]) -> bool:
    """True where a text asks a unit in the words one uses to those above: "kính đề nghị U", "kiến nghị U"."""
    return bool(mentions) and bool(_asks_upward().search(Skeleton(text, mentions).text))


def starts_with_verb(text: str) -> bool:
    """True where a text begins as an order does, with a verb of doing."""
    return bool(re.match(rf"\W*(?:{_ADVERBS})*(?:{_verbs()})\b", fold(text)))


def basis_of_work(text: str) -> bool:
    """True where words on a basis lead to work: "Căn cứ chức năng, nhiệm vụ, tổ chức …", not "Căn cứ Luật …;"."""
    parts = re.split(r",\s+|\bnày\s+", text.rstrip(" ;."))
    return any(starts_with_verb(part) for part in parts[1:])


@cache
def _role_line() -> re.Pattern[str]:
    return re.compile(
        rf"^[^\w{U}]*(?:giao\s+|do\s+)?{LIST}\s+(?:là\s+)?(?:(?:cơ quan|đơn vị)\s+)?chủ trì"
        rf"(?:\s+(?:thực hiện|tham mưu))?(?:\s*[,;]?\s*(?:và\s+)?"
        rf"(?:(?:{words_of('with')})\s*:?\s*(?:các\s+)?{LIST}|{LIST}\s+phối hợp)(?:\s+thực hiện)?)?\)?\W*$"
    )


def is_role_line(text: str, mentions: Sequence[UnitMention]) -> bool:
    """True where a text says who does it and nothing else: "Sở A chủ trì, phối hợp với Sở B." """
    return bool(mentions) and bool(_role_line().match(Skeleton(text, mentions).text))


@cache
def _body() -> re.Pattern[str]:
    """The first words of a body's name, and those that look alike but begin a thing ("các nhiệm vụ …")."""
    rows = load_lexicon("body_words", ("class", "words"))
    heads, things = ("|".join(r["words"] for r in rows if r["class"] == c) for c in ("body", "thing"))
    return re.compile(rf"(?!(?:các\s+)?(?:{things})\b)(?:{heads})\b")


_DUTY = r"(?:có trách nhiệm|chịu trách nhiệm|có nhiệm vụ)"
_GIVEN = r"(?:(?:(?:đồng ý|thống nhất|tiếp tục)\s+)?(?:giao(?: cho)?|phân công|đề nghị|yêu cầu|riêng|đối với)\s+)"


@cache
def _who(duty_only: bool) -> re.Pattern[str]:
    verbs = _DUTY if duty_only else rf"(?:{_DUTY}|{words_of('duty')}|(?<!ban )(?:{_verbs()}))"
    return re.compile(
        rf"^\W*(?:(?:[^,.;:]{{2,60}}?\s)??{_GIVEN})?(?P<who>[^.;:]{{3,160}}?)[,:]?\s+(?:{_ADVERBS})*{verbs}(?=[\s,;.])"
    )


def begins_body(text: str) -> bool:
    """True where a text begins as names of bodies do."""
    return bool(_body().match(fold(text)))


def _is_body(who: str) -> bool:
    """True for the name of a body; "các đơn vị đã …" tells what was done, not who does it."""
    return bool(_body().match(who)) and not re.search(r"\b(?:đã|được|chưa|đang|vẫn|còn|không)\b", who)


def speaks(text: str) -> bool:
    """True for words with which an issuer begins to order and names nobody: "Chủ tịch UBND tỉnh yêu cầu:"."""
    low = fold(text).rstrip(" :.")
    said = rf"(?<!ngoại)(?<!bàn)\s(?!chỉ đạo$|cho phép$)(?:{words_of('assign', 'request', 'upward', 'says')})$"
    return bool(re.search(said, low)) and not re.search(rf"(?:^|[,;]\s*)(?:{words_of('assign', 'request')})\s", low)


@cache
def _work_of() -> re.Pattern[str]:
    with_ = rf"(?:,?\s*(?:và\s+)?(?:{words_of('with')})\s*:?\s*(?:các\s+)?{LIST}[,\s]*)?"
    rest = r"(?:để\s+)?(?P<rest>(?!(?:đồng )?chủ trì|phối hợp)\w.*)$"
    return re.compile(rf"^[^\w{U}]*{LIST}[\s,]*(?:(?:{words_of('duty')})[,\s]*)?{with_}{rest}", re.S)


def tells_work(text: str, mentions: Sequence[UnitMention]) -> bool:
    """True where a text names units and what they do, not only their parts: "Sở A chủ trì xây dựng phương án"."""
    m = _work_of().match(Skeleton(text, mentions).text) if mentions else None
    return m is not None and starts_with_verb(m["rest"]) and len(m["rest"].split()) > _BRIEF


def names_body(text: str) -> bool:
    """True for a heading that is the name of a body nobody listed: "2.2. Cục Quản lý đầu tư xây dựng:"."""
    low = fold(text)
    return (
        bool(_body().match(low))
        and len(text) <= 120
        and not (speaks(text) or starts_with_verb(text) or re.search(r"[.;!?]", low))
    )


_SENTENCE = re.compile(r"(?<=[.:])\s+(?=[A-ZÀ-ỸĐ])")


def find_doer(text: str, duty_only: bool = False) -> tuple[int, int] | None:
    """The range of the words that say who, in a sentence like "Các xã ủy, đảng ủy phường tiếp tục …".

    None where no sentence begins with the name of a body before its first verb; `duty_only`: before "có trách nhiệm".
    """
    low = fold(text)
    starts = [0, *(m.end() for m in _SENTENCE.finditer(text))]
    for start in starts[:1] if duty_only else starts:
        given = re.match(rf"\W*(?:[^,.;:]{{2,60}}?\s)??{_GIVEN}", low[start:])
        m = _who(True).match(low[start:]) or (None if duty_only and not given else _who(False).match(low[start:]))
        if m and _is_body(m["who"]) and (given or not starts_with_verb(low[start:])):
            return start + m.start("who"), start + m.end("who")
    return None
