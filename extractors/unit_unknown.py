"""Names that no file knows, by how they are written: a body word in capitals ("Vụ", "Trung tâm") and what follows it.

"Ban Quản lý Khu kinh tế Đông Nam", "Vụ Khoa học công nghệ và Môi trường", "Công ty TNHH MTV Thủy lợi Yên Lập".
"""

from __future__ import annotations

import re
from functools import cache

from gazetteers.fold import bare, fold
from gazetteers.index import Index
from gazetteers.lexicon import load_lexicon
from gazetteers.tokens import Tokens
from gazetteers.where import lengths, longest

_AND = {"và", "va"}
_PLACES = {"tỉnh", "huyện", "xã", "phường", "tinh", "huyen"}  # behind them goes a place's name or nothing
_INSIDE = {",", "-", "/"}
_OTHERS = ("words:open", "words:not_name", "titles", "kinds", "words:plural", "alone", "committees")
_LONGEST = 18  # tokens of a name
_LOWER = 12  # lower-case words in a row that a name may have
_NUMBER = re.compile(r"\d{1,3}|[ivx]{1,5}")
_OTHER_SENSE = {"vụ", "vu", "bộ", "bo", "ban"}  # "Vụ khai thác cát" is a case, "Bộ thông tin" a set
_WHOLE_HEAD = 5  # words of a head that only a name can follow: "Ban Quản lý dự án | đầu tư …"
_ABBREVIATED = {"bql", "bch", "bcđ"}


def opens_unknown(index: Index, t: Tokens, i: int) -> int:
    """Where the body word at token i ends, 0 where no name of a body can begin here."""
    if not t.capital(i) or t.words[i].isdigit():
        return 0
    end = longest(index, "words:open", t, i)
    if not end or not _is_head(index, t, i, end) or longest(index, "words:not_open", t, i) > 0:
        return 0
    return end


def _is_head(index: Index, t: Tokens, i: int, end: int) -> bool:
    """Written as a name's first word, with a capital behind it; a line in capitals is a title."""
    first = t.slice(i, i + 1)
    if (len(first) > 1 and first.isupper() and t.words[i] not in _ABBREVIATED) or t.breaks(end):
        return False
    whole = end - i >= _WHOLE_HEAD and t.word(end).isalpha() and not stops(t, end)
    return t.capital(end) or whole or _opens_more(index, t, end)


def _opens_more(index: Index, t: Tokens, k: int) -> bool:
    """Whether a small word that names of bodies begin with stands at k: "Ban | quản lý", "Cảng vụ | đường thủy"."""
    small = t.key(k, k + 2) in index.words["inside"] and t.words[k - 1] not in _OTHER_SENSE
    return small or t.words[k] in index.words["small_second"]


def unknown_end(index: Index, t: Tokens, i: int, start: int, loose: bool = False) -> int:
    """Where the name at i ends whose body word ends at `start`: before a verb, a mark or another unit; 0 for none.

    A comma or "và" goes on only before a capital that begins no other unit.
    """
    k, lower, last = start, 0, 0
    while k < len(t) and k - i < _LONGEST and not _line_ends(t, k):
        word = t.words[k]
        if word in _INSIDE or word in _AND:
            step = _joined(index, t, k, loose)
            if not step:
                break
            k, lower = step, 0
            continue
        if not word.isalnum():
            break
        if t.capital(k):
            k, lower = k + 1, 0
            last = k
            continue
        belongs = loose and word in ("thuộc", "thuoc") and t.capital(k + 1)
        if not belongs and (lower >= _LOWER or stops(t, k) or (t.words[k - 1] in _PLACES and not t.capital(k - 1))):
            break
        k, lower = k + 1, lower + 1
    return _cut(t, start, k) if last or _opens_more(index, t, start) else 0


def _line_ends(t: Tokens, k: int) -> bool:
    """Whether the line before token k ends for good: a capital or a mark begins the next, or an empty line follows."""
    if not t.breaks(k):
        return False
    return t.capital(k) or not t.word(k).isalnum() or t.text.count("\n", t.ends[k - 1], t.starts[k]) > 1


def _cut(t: Tokens, start: int, k: int) -> int:
    while k > start and not t.word(k - 1).isalnum():
        k -= 1
    return k if k > start else 0


def _joined(index: Index, t: Tokens, k: int, loose: bool) -> int:
    """Past the mark at k where the name goes on behind it, 0 where it does not."""
    j = k + 1
    if t.word(j) in _AND:
        j += 1
    if longest(index, "words:apposition", t, j) > 0:
        return 0
    if not t.breaks(j) and longest(index, "words:goes_on", t, j) > 0:
        return j + 1
    if t.word(k) == "-" and t.word(j).isalpha() and not t.breaks(j) and not stops(t, j):
        return 0 if begins_another(index, t, j) else j
    paired = t.words[k] in _AND and (t.words[k - 1], t.words[j]) in pairs(index)
    if paired and not t.breaks(j) and not begins_another(index, t, j):
        return j
    plain = loose and t.word(j).isalpha() and not stops(t, j)
    if not (t.capital(j) or plain) or t.breaks(j) or is_number(t, j) or t.words[j].isdigit() or t.word(k) == "/":
        return 0
    return 0 if begins_another(index, t, j) else j


def begins_another(index: Index, t: Tokens, j: int) -> bool:
    """Whether another unit, a title or a place begins at j."""
    if any(True for table in _OTHERS for _ in lengths(index, table, t, j)):
        return t.key(j, j + 2) not in ("hội nhập",)
    first = index.tables["names"][0].get(t.words[j])
    known = first is not None and longest(index, "names", t, j) > 0
    return known or t.words[j] in index.tables["party"][0]


def stops(t: Tokens, k: int) -> bool:
    """Whether a verb or a small word that no name holds begins at token k (written small)."""
    stop, soft, inside = _stops()
    if any(t.key(k - back, k + ahead) in inside for back, ahead in ((2, 2), (2, 1), (1, 1), (1, 2), (0, 2))):
        return False
    if t.words[k] in stop or t.key(k, k + 2) in stop or t.key(k, k + 2) in soft:
        return True
    return t.words[k] in soft and not t.capital(k - 1)  # the second syllable of a word: "Việc làm"


@cache
def verbs() -> frozenset[str]:
    """The verbs of two words that a task may begin with."""
    return frozenset(v for v in (r["verb"] for r in load_lexicon("action_verbs", ("verb",))) if v.count(" ") == 1)


@cache
def _stops() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Words that end a name, words that end it but right behind a capital, words that do not where they go together."""
    from gazetteers.places import UNITS

    rows = load_lexicon("words", ("class", "words"), UNITS)
    stop = {r["words"] for r in rows if r["class"] == "stop"} - {"và"}
    soft = {r["words"] for r in rows if r["class"] in ("name_stop", "filler", "join", "apposition")}
    soft -= {"và", "các", "tỉnh"}
    soft |= verbs()
    inside = {r["words"] for r in rows if r["class"] == "inside"}
    first, second, third = (frozenset(fold(w) for w in ws) for ws in (stop, soft, inside))
    return first, second | {bare(w) for w in second if " " in w}, third | {bare(w) for w in third}


def is_number(t: Tokens, k: int, closed: bool = True) -> bool:
    """Whether a number stands at k that may tell units of one name apart ("1", "II"); `closed`: it counts nothing."""
    return t.capital(k) and bool(_NUMBER.fullmatch(t.words[k])) and (not closed or _closed(t, k + 1))


def _closed(t: Tokens, k: int) -> bool:
    """Whether a number before token k counts nothing: "1, 2 và 3", not "1, 2 tháng"."""
    return k >= len(t) or not t.words[k].isalnum() or t.words[k] in _AND or t.breaks(k) or stops(t, k) or t.capital(k)


_PAIRS: dict[int, frozenset[tuple[str, str]]] = {}


def pairs(index: Index) -> frozenset[tuple[str, str]]:
    """The words before and behind each "và" inside a known name: "Khoa học | và | Công nghệ" is one name."""
    if id(index) not in _PAIRS:
        _PAIRS[id(index)] = _pairs_of(index)
    return _PAIRS[id(index)]


def _pairs_of(index: Index) -> frozenset[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    for name in index.names:
        words = name.split(" ")
        found.update((words[i - 1], words[i + 1]) for i in range(1, len(words) - 1) if words[i] in _AND)
    return frozenset(found)
