"""Other documents that a text cites: '57-NQ/TW', '2439/QĐ-TTg', 'Luật Đất đai năm 2024'."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from extractors.head_number import mend_symbol, read_number
from extractors.issuer import code_name, symbol_code
from extractors.models import Reference
from extractors.normal_case import expand
from gazetteers.fold import bare, fold
from gazetteers.lexicon import load_lexicon

_DASH = r"\-–—‐‑−"  # for a character class
_SYMBOL = re.compile(
    rf"(?<![\w/.{_DASH}])(?P<number>\d{{1,5}}[a-zA-Z]?)\s{{0,2}}(?P<sep>[/{_DASH}])\s{{0,2}}"
    rf"(?P<symbol>(?:(?:19|20)\d\d\s?/\s?)?(?P<first>[A-ZĐ][A-Za-zĐđ&.]{{0,12}}\d{{0,2}})"
    rf"(?:\s{{0,2}}[{_DASH}/]\s{{0,2}}[A-ZĐ][A-Za-zĐđ&.]{{0,14}}\d{{0,2}}){{0,3}})"
)
_LAW = re.compile(
    r"(?<!\w)(?P<kind>Luật|Bộ luật|Pháp lệnh) (?P<name>[^\W\d_a-zđ][^\d.;:()\n\t\"”]{2,120}?)[ ,]{1,3}"
    r"(?:năm|ngày (?P<day>\d{1,2}) tháng (?P<month>\d{1,2}) năm|ngày (?P<d>\d{1,2})/(?P<m>\d{1,2})/)"
    r"\s?(?P<year>(?:19|20)\d\d)(?!\d)"
)
_DATED = re.compile(
    r"[\s,(]{0,3}(?:ký |đề |ban hành )?ngày\s{1,2}(?P<day>\d{1,2})(?:\s?[/.-]\s?|\s{1,2}tháng\s{1,2})(?P<month>\d{1,2})"
    r"(?:\s?[/.-]\s?|\s{1,2}năm\s{1,2})(?P<year>\d{4})(?!\d)"
)
_ACT = re.compile(r"QH\d{2}|UBTVQH\d{0,2}")
_BY = re.compile(r"\s{1,2}của\s{1,2}(?P<name>[^\W\d_a-zđ][^.;:()\n\t\"“”]{2,90})")
_BY_END = re.compile(
    r",(?! (?:Thể thao|Nông|ngành))|\s(?:về|quy|sửa|ban hành|hướng|phê|tại|đã|để|trong|gửi|yêu|giao|là|thì|được|đối|đặc"
    r"|nhất là|cho|trước)(?!\w)|\svà (?:các|theo)(?!\w)"
    r"|\svà (?=(?:Kế hoạch|Quyết định|Nghị|Chỉ thị|Thông|Công văn|Kết luận|Hướng dẫn|Chương trình|Luật))"
)
_OWN = re.compile(r"(?:^|\n)[ \t*#~]{0,10}S[ốôo][ \t]{0,3}[:.]?[ \t]{0,3}[^\n]{1,60}")
_HEAD = 3000  # characters in which the document's own number stands
_BACK = 60  # characters before a number in which its kind is printed
_NO = re.compile(r"s[ốôo]\s{0,2}:?\s{0,2}$")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class _Own:
    """The document's own number and symbol, which are no reference."""

    joined: str
    symbol: str
    blank: bool
    start: int
    end: int


@cache
def _kinds() -> tuple[dict[str, str], dict[str, str], frozenset[str]]:
    """Code by the kind's words; code by the symbol's code; the issuers' codes."""
    words: dict[str, str] = {"văn bản": "CV", "nghị quyết liên tịch": "NQ"}
    codes: dict[str, str] = {}
    for row in load_lexicon("document_types", ("type", "code")):
        own = row["code"].split("|")
        codes.update({c: own[0] for c in own if c not in codes})
        words.update({fold(w): own[0] for w in (row["type"], *filter(None, row["written"].split("|")))})
    issuers = frozenset(r["code"] for r in load_lexicon("issuer_codes", ("code", "level", "name")))
    return words, codes, issuers


def _printed_before(text: str, start: int) -> tuple[int, str | None]:
    """Where a citation begins, with the kind of document and "số" before the number; the kind's code."""
    low = fold(text[max(0, start - _BACK) : start])
    at = len(low)
    if found := _NO.search(low, max(0, at - 10)):
        at = found.start()
    words = list(_WORD.finditer(low, 0, at))[-5:]
    for i, word in enumerate(words):
        code = _kinds()[0].get(" ".join(w.group() for w in words[i:]))
        if code and not low[words[-1].end() : at].strip():
            return start - len(low) + word.start(), code
    return start - len(low) + at, None


def find_references(text: str) -> list[Reference]:
    """The documents cited in a text, in reading order; offsets count its characters. `cited` is the normalised number
    and symbol, or a law's name with its year. The document's own number, as its head prints it, is left out."""
    own = _own_number(text)
    found = [*_numbered(text, own), *(_laws(text) if "uật " in text or "háp lệnh " in text else ())]
    return sorted(found, key=lambda r: r.start)


def _own_number(text: str) -> _Own | None:
    for line in _OWN.finditer(text, 0, _HEAD):
        number = read_number(line.group())
        if number:
            return _Own(number.joined, number.symbol, number.number is None, line.start(), line.end())
    return None


def _numbered(text: str, own: _Own | None) -> Iterator[Reference]:
    last = -100
    codes = _kinds()[1]
    for found in _SYMBOL.finditer(text):
        symbol = mend_symbol(re.sub(f"[{_DASH}]", "-", found["symbol"]))
        first = mend_symbol(found["first"])
        sure = _sure(symbol, first)
        if not sure and not first.isupper():
            continue
        start, kind = _printed_before(text, found.start())
        named = kind is not None or start < found.start() or found.start() - last < 6
        if not (sure or (named and _possible(symbol, first))) or (own and _is_own(text, found, symbol, own)):
            continue
        last = found.end()
        code = codes.get(first) or kind or _law_code(symbol) or ("CV" if named or sure else None)
        yield _reference(text, found, symbol, code, start)


def _sure(symbol: str, first: str) -> bool:
    """Whether letters after a number are a symbol whatever stands before them: a known code and an issuer."""
    _, codes, issuers = _kinds()
    more = len([p for p in re.split(r"[-/]", symbol) if not p.isdigit()]) > 1
    return (more and len(first) > 1 and (first in codes or first in issuers)) or bool(_ACT.fullmatch(first))


def _possible(symbol: str, first: str) -> bool:
    """Whether letters may be a symbol where "số" or a kind of document stands before the number."""
    return first in _kinds()[1] or (first.isupper() and len(first) > 1 and len(re.split(r"[-/]", symbol)) > 1)


def _law_code(symbol: str) -> str | None:
    return "L" if re.search(r"/QH\d\d$", symbol) else "PL" if "UBTVQH" in symbol else None


def _is_own(text: str, found: re.Match[str], symbol: str, own: _Own) -> bool:
    """The number in the head, and the line "(Kèm theo Kế hoạch số …)" of an appendix."""
    if own.start <= found.start() <= own.end:
        return True
    joined = f"{found['number']}{'/' if found['sep'] == '/' else '-'}{symbol}"
    same = bare(joined) == bare(own.joined)
    enclosed = "kem theo" in bare(fold(text[max(0, found.start() - 60) : found.start()]))
    return same or (enclosed and bare(symbol) == bare(own.symbol) and own.blank)


def _reference(text: str, found: re.Match[str], symbol: str, code: str | None, start: int) -> Reference:
    end = found.end() - (len(found.group()) - len(found.group().rstrip(".&")))
    dated = _DATED.match(text, end)
    when = _date(dated["year"], dated["month"], dated["day"]) if dated else None
    after = dated.end() if dated and when else end
    sep = "/" if found["sep"] == "/" else "-"
    issuer = _issuer(text, after, symbol_code(symbol, code == "CV"))
    return Reference(start, after, text[start:after], f"{found['number']}{sep}{symbol}", code, issuer, when)


def _issuer(text: str, at: int, unit: str) -> str | None:
    """A central body by its code; who else by the words after the citation, else by the code. "TW" may be the
    Politburo, so what is said there counts first."""
    by_code = code_name(unit)
    sure = by_code and unit != "TW" and by_code == code_name(unit, "tỉnh -") and unit not in ("BCĐ", "TCT", "TGV")
    return by_code if sure else _by(text, at) or by_code


def _by(text: str, at: int) -> str | None:
    """The issuer named after a citation: "… của Ban Chỉ đạo Trung ương"."""
    found = _BY.match(text, at)
    if not found:
        return None
    name = found["name"]
    cut = _BY_END.search(name)
    name = " ".join((name[: cut.start()] if cut else name).split()).rstrip(" ,")
    return expand(name) if len(name) < 80 else None


def _laws(text: str) -> Iterator[Reference]:
    for found in _LAW.finditer(text):
        day, month = found["day"] or found["d"], found["month"] or found["m"]
        when = _date(found["year"], month, day) if day else None
        name = " ".join(found["name"].split()).rstrip(" ,")
        code = "PL" if found["kind"] == "Pháp lệnh" else "L"
        cited = f"{found['kind']} {name} năm {found['year']}"
        by = "Quốc hội" if code == "L" else None
        yield Reference(found.start(), found.end(), found.group(), cited, code, by, when)


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
