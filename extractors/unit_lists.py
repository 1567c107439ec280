"""A text that is nothing but a list of units: a table's cell, the rest of a label line, a heading.

Reads the text; writes one mention an item, unknown ones included.
"""

from __future__ import annotations

import re

from extractors.models import Match, UnitMention
from extractors.units import Place, Scan, read, scan
from gazetteers.printed import capitalised, expand
from gazetteers.tokens import Tokens, key_of
from gazetteers.units import Gazetteer
from gazetteers.where import lengths, longest

__all__ = ["is_unit_list", "misspelt", "read_unit_list"]

_STRONG = {";", "•", "+", "|"}
_SURE_LENGTH = 9  # characters a misread name must have to be taken for a known one
_PLACE = 3  # words by which two forms of a name may differ at the end
_LIKE = 50  # rapidfuzz ratio (0..100) of a misread word and the right one
_TAIL = 8  # words that a small phrase at an item's end has at most
_BELONGS = {"thuộc", "thuoc", "của", "cua"}
_SHORT = {"code", "initials", "respaced"}  # rules of names that are right but for how they are written
_LABELS = {f"collective:cac-{g}" for g in ("co-quan-don-vi", "so-ban-nganh", "bo-nganh")}
_OPEN, _CLOSE = {"(", "["}, {")", "]"}
_MARK = re.compile(r"^\s*(?:[-+*•]|\d{1,2}[.)]|[a-zđ]\))\s+", re.MULTILINE)
_NUMBER = re.compile(r"\d+|[ivx]+")  # "Ban QLDA 97" is not a misread "Ban QLDA 7"
Spans = list[tuple[tuple[int, int], UnitMention]]


def read_unit_list(text: str, gazetteer: Gazetteer, place: Place) -> list[UnitMention]:
    """Every item of the list, in reading order; offsets in the given (NFC) text.

    An unknown name is a mention without id, its name as written, score below 0.5, candidates where any are near.
    Remarks in parentheses are no part of a name: units in them have the rule "aside", as have units of which the
    item only says something ("Sở A - Cơ quan thường trực Ban Chỉ đạo").
    """
    s = scan(_unmarked(text), gazetteer, place, loose=True)
    known = _named_instead(s, read(s))
    asides = _asides(s, [span for span, _ in known])
    out: list[UnitMention] = []
    for span, mention in _with_unknown(s, known, asides):
        out.append(_aside(mention) if _inside(span, asides) else mention)
    return out


def _named_instead(s: Scan, known: Spans) -> Spans:
    """ "Các cơ quan: Công an tỉnh, …": the names after the colon stand for the group before it."""
    starts = {start for (start, _), _ in known}
    labels = [x for x in known if x[1].unit_id in _LABELS and s.tokens.word(x[0][1]) == ":" and x[0][1] + 1 in starts]
    return [(span, _aside(m)) if (span, m) in labels else (span, m) for span, m in known]


def is_unit_list(text: str, gazetteer: Gazetteer, place: Place) -> bool:
    """Whether the text is nothing but names of known units, with what may stand between and behind them."""
    s = scan(_unmarked(text).strip(" .:;"), gazetteer, place, loose=True)
    known = read(s)
    spans = [span for span, _ in known]
    asides = _asides(s, spans)
    if not any(not _inside(span, asides) for span in spans):
        return False
    return all(not _items(s, a, b) for a, b in _gaps(len(s.tokens), spans, asides))


def _unmarked(text: str) -> str:
    """The text with list marks blanked, same length."""
    return _MARK.sub(lambda m: re.sub(r"[^\n]", " ", m.group()), text)


def _aside(m: UnitMention) -> UnitMention:
    from dataclasses import replace

    return replace(m, rule="aside")


def _inside(span: tuple[int, int], asides: list[tuple[int, int]]) -> bool:
    return any(a <= span[0] < b for a, b in asides)


def _asides(s: Scan, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Token ranges that only say something of an item: parentheses, and what follows "- Cơ quan thường trực"."""
    t, out = s.tokens, []
    i = 0
    while i < len(t):
        if t.word(i) in _OPEN:
            j = next((k for k in range(i, len(t)) if t.word(k) in _CLOSE), len(t) - 1)
            out.append((i, j + 1))
            i = j
        elif t.word(i) in ("-", ",") and _apposition(s, i + 1):
            j = _item_end(t, i + 1)
            out.append((i, j))
            i = j - 1
        i += 1
    return out


def _apposition(s: Scan, i: int) -> bool:
    return longest(s.index, "words:apposition", s.tokens, i) > 0


def _item_end(t: Tokens, i: int) -> int:
    """Where an item that began before i ends: a strong mark, a line break, a comma before a capital."""
    for k in range(i, len(t)):
        if t.word(k) in _STRONG or t.breaks(k) or (t.word(k) == "," and t.capital(k + 1)):
            return k
    return len(t)


def _gaps(size: int, spans: list[tuple[int, int]], asides: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The token ranges that no mention and no aside covers."""
    out, at = [], 0
    for a, b in sorted([*spans, *asides]):
        if a > at:
            out.append((at, a))
        at = max(at, b)
    return [*out, (at, size)] if at < size else out


def _with_unknown(s: Scan, known: Spans, asides: list[tuple[int, int]]) -> Spans:
    """The known mentions and, from what lies between them, the unknown ones, in reading order."""
    known = [(span, _unknown(s, *span, name=m.name) if m.rule == "unknown" else m) for span, m in known]
    out = list(known)
    for a, b in _gaps(len(s.tokens), [span for span, _ in known], asides):
        before = next((x for x in known if x[0][1] == a and s.tokens.word(a).isalnum()), None)
        if before and _open_ended(s, before[0]):
            out.remove(before)  # "Ban Chỉ đạo 35 tỉnh" is one name
            end = next((k for k in range(a, b) if _divides(s.tokens, k)), b)
            out.append(((before[0][0], end), _unknown(s, before[0][0], end)))
            a, before = end, None
        _add_items(s, known, out, a, b, before is not None)
    return sorted(out, key=lambda x: x[0])


def _add_items(s: Scan, known: Spans, out: Spans, a: int, b: int, behind: bool) -> None:
    """Adds the unknown names of one gap; `behind`: it begins right behind a known name, so with a remark on it."""
    head = ""
    for i, j in _items(s, a, b):
        if behind and (i == a or _verbal(s, a, i)) and _remark(s, i, j):
            continue
        if s.tokens.word(j) == ":" and s.tokens.key(i, j) in s.index.words["open"]:
            head = s.tokens.slice(i, j)  # "Các Vụ: Pháp chế, Tổ chức cán bộ"
            continue
        follows = next((x for x in known if x[0][0] == b and not s.tokens.breaks(b)), None)
        owner = follows if follows and (_part_of(s, i, j, b) or (j == b and _misread(s, i, follows))) else None
        if owner in out:
            out.remove(owner)
        end = owner[0][1] if owner else j
        out.append(((i, end), _unknown(s, i, end, head)))


def _misread(s: Scan, i: int, follows: tuple[tuple[int, int], UnitMention]) -> bool:
    """Whether unknown words and the known name behind them are one misread name: "Văn phỏng UBND tỉnh"."""
    return _unknown(s, i, follows[0][1]).unit_id is not None


def _open_ended(s: Scan, span: tuple[int, int]) -> bool:
    """Whether a name is only the beginning of one: "Ban Chỉ đạo" of "Ban Chỉ đạo 35 tỉnh"."""
    return s.tokens.key(*span) in s.index.words["open"]


def _remark(s: Scan, i: int, j: int) -> bool:
    """Words right behind a known name that say something of it: "UBND các xã | có công trình", "Sở Y tế | Lam Khê"."""
    t = s.tokens
    capitals = [t.capital(k) for k in range(i, j)]
    return not t.breaks(i) and (not capitals[0] or (all(capitals) and j - i <= 4))


def _verbal(s: Scan, a: int, i: int) -> bool:
    """Whether only small words stand between a known name and token i: "Sở Xây dựng | trực tiếp | chỉ đạo"."""
    return not any(_divides(s.tokens, k) for k in range(a, i))


def _part_of(s: Scan, i: int, j: int, b: int) -> bool:
    """Whether the unknown words i..j run on into the known name at b: "Chi cục Thủy sản thuộc Sở …"."""
    t = s.tokens
    if j == b - 1 and t.word(j) in _BELONGS:
        return True
    opens = longest(s.index, "words:open", t, i) > 0
    return j == b and not t.breaks(b) and (t.word(j - 1) in _BELONGS or opens)


def _items(s: Scan, a: int, b: int) -> list[tuple[int, int]]:
    """The unknown names in tokens a..b: pieces between marks, without small words at their ends."""
    pieces: list[tuple[int, int]] = []
    start = a
    for k in range(a, b + 1):
        if k == b or _divides(s.tokens, k):
            pieces.append((start, k))
            start = k if k < b and s.tokens.word(k).isalnum() else k + 1
    return [p for p in (_trimmed(s, i, j) for i, j in pieces) if p[0] < p[1]]


def _divides(t: Tokens, k: int) -> bool:
    """Whether an item ends before token k."""
    word = t.word(k)
    if word in _STRONG or word == ":" or (t.breaks(k) and (t.capital(k) or not word.isalnum())):
        return True
    return word in (",", "và", "va") and (t.capital(k + 1) or k + 1 >= len(t))


def _trimmed(s: Scan, i: int, j: int) -> tuple[int, int]:
    """A piece without the marks and small words at both ends; empty where nothing is left that could be a name."""
    small = ("words:filler", "words:join", "words:plural", "tails")
    opens = longest(s.index, "words:open", s.tokens, i) > 0
    changed = True
    while changed and i < j:
        changed = False
        while i < j and not s.tokens.word(i).isalnum():
            i, changed = i + 1, True
        while i < j and not s.tokens.word(j - 1).isalnum():
            j, changed = j - 1, True
        for table in small:
            end = next((e for e, _ in lengths(s.index, table, s.tokens, i) if e <= j), i)
            if end > i:
                i, changed = end, True
            ends = (
                range(max(i, j - _TAIL), j) if not opens or table == "words:join" else ()
            )  # "Tổ công tác Đề án 06 tỉnh" is whole
            cut = next((k for k in ends if s.tokens.key(k, j) in s.index.tables[table][1]), j)
            if cut < j:
                j, changed = cut, True
    return (i, j) if any(s.tokens.word(k).isalpha() and len(s.tokens.word(k)) > 1 for k in range(i, j)) else (i, i)


def _unknown(s: Scan, i: int, j: int, head: str = "", name: str = "") -> UnitMention:
    """An item that no name covers: the nearest known unit where it is near enough, else the words as written.

    `head`: the word that stands once for several ("Vụ"); `name`: its whole name where that is known already."""
    t = s.tokens
    a, b = t.starts[i], t.ends[j - 1]
    written = t.text[a:b]
    name = name or expand(f"{head} {written}")
    found = s.gazetteer.find(name, s.place.on, s.place.province)
    ids = tuple(c.unit_id for c in found[:5])
    if (
        found
        and found[0].score >= 0.88
        and (found[0].rule in _SHORT or misspelt(name, found[0].name, "/" in found[0].unit_id))
        and (len(found) == 1 or found[0].score - found[1].score >= 0.03)
    ):
        best = found[0]
        return UnitMention(a, b, written, best.unit_id, best.name, Match.FUZZY, best.score, ids, rule="misread")
    return UnitMention(
        a, b, written, None, capitalised(name) if s.tokens.capital(i) else name, Match.FUZZY, 0.3, ids, rule="unknown"
    )


def misspelt(one: str, other: str, placed: bool) -> bool:
    """A misread name keeps its words, each nearly: other words make another name. A `placed` one's place may lack."""
    from rapidfuzz import fuzz

    mine, theirs = key_of(one).split(), key_of(other).split()
    if abs(len(mine) - len(theirs)) > (_PLACE if placed else 0):
        return False
    return all(fuzz.ratio(a, b) >= (100 if _NUMBER.fullmatch(a) else _LIKE) for a, b in zip(mine, theirs, strict=False))
