"""Names printed in capitals, as they are written in a sentence."""

from __future__ import annotations

import re
from functools import cache

from gazetteers.fold import bare, fold
from gazetteers.lexicon import load_lexicon

_SYLLABLE = re.compile(r"(?:ngh?|nh|gh|gi|kh|ch|th|tr|ph|qu|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ng|nh|ch|[cmnpt])?")
# the capitals, for a character class
UPPER = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
LOWER = "a-zàáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ"  # and the small letters
_LINKS = frozenset({"và", "của", "về", "các", "cho", "tại", "trên", "trong", "từ", "theo", "với", "để"})


@cache
def _phrases() -> dict[tuple[str, ...], str]:
    """Known names of several words by their folded words."""
    rows = load_lexicon("issuer_words", ("words", "kind"))
    names = [r["words"] for r in rows if r["kind"] in ("phrase", "inner", "committee", "body", "type", "city")]
    names += [r["words"] for r in load_lexicon("signer_titles", ("words", "form")) if r["form"] in ("title", "part")]
    return {tuple(fold(n).split()): n for n in names if " " in n}


@cache
def words_of(kind: str) -> frozenset[str]:
    """The folded words of one kind in the issuer lexicon."""
    return frozenset(fold(r["words"]) for r in load_lexicon("issuer_words", ("words", "kind")) if r["kind"] == kind)


@cache
def _abbreviations() -> dict[str, str]:
    rows = load_lexicon("issuer_words", ("words", "kind"))
    return {fold(r["words"]): r["full"] for r in rows if r["kind"] == "abbreviation"}


def is_capitals(value: str, share: float = 0.8, least: int = 2) -> bool:
    """Whether a line of `least` letters or more is in capitals: this share of them (digits, marks do not count)."""
    letters = sum(map(str.isalpha, value))
    return letters >= least and sum(map(str.isupper, value)) >= share * letters


def expand(value: str) -> str:
    """Abbreviations of bodies written out: 'UBND tỉnh' -> 'Ủy ban nhân dân tỉnh'."""
    words = value.split()
    out = [_abbreviations().get(fold(w), w) for w in words]
    joined = " ".join(out)
    return joined[:1].upper() + joined[1:]


def normal_case(value: str) -> str:
    """'ỦY BAN NHÂN DÂN TỈNH ĐẮK LẮK' -> 'Ủy ban nhân dân tỉnh Đắk Lắk'; a name not in capitals stays as it is."""
    if not is_capitals(value):
        return value
    words = value.split()
    out: list[str] = []
    i, capital, place, plain = 0, True, False, False
    while i < len(words):
        key = fold(words[i]).strip(",;")
        known = _known(words, i)
        if known and not (place and key not in ("văn", "sở", "ban")):
            n, name = known
            tail = words[i + n - 1][len(words[i + n - 1].rstrip(",;")) :]
            out.append(name + tail)
            committee = fold(name) in words_of("committee")
            i, capital = i + n, not committee
            place, plain = fold(name) in words_of("place"), committee
            continue
        two = f"{key} {fold(words[i + 1])}" if i + 1 < len(words) else ""
        if key in words_of("place") or two in words_of("place"):
            n = 2 if two in words_of("place") else 1
            out += [_first_up(fold(w)) if not out and not k else fold(w) for k, w in enumerate(words[i : i + n])]
            i, place, capital = i + n, True, True
            continue
        out.append(_word(words[i], capital, place))
        plain = plain or key == "về"
        opens = key == "và" or words[i].endswith((",", "-", "–")) or words[i] in "-–"
        capital = (i == 0 and key in words_of("type")) or (opens and not plain)
        place = place and key not in _LINKS and not words[i].endswith((",", ";"))
        i += 1
    return " ".join(out)


def _known(words: list[str], i: int) -> tuple[int, str] | None:
    """The longest known name that starts at word i: how many words, and its normal form."""
    for n in range(min(8, len(words) - i), 0, -1):
        key = tuple(fold(w).strip(",;") if k == n - 1 else fold(w) for k, w in enumerate(words[i : i + n]))
        if key in _phrases():
            return n, _phrases()[key]
    return None


def is_syllable(word: str) -> bool:
    """Whether a word can be read as a Vietnamese syllable, and is no abbreviation ("HĐND")."""
    core = bare(fold(word)).strip(".,;:()\"'-–")
    return bool(_SYLLABLE.fullmatch(core))


def _word(word: str, capital: bool, place: bool) -> str:
    low = fold(word)
    if low in _LINKS:
        return low
    if place:
        return "-".join(_first_up(p) for p in low.split("-"))
    if any(c.isalpha() for c in word) and not is_syllable(word):
        return word  # an abbreviation stays in capitals
    return _first_up(low) if capital else low


def _first_up(word: str) -> str:
    head = len(word) - len(word.lstrip("(\"'“"))
    return word[:head] + word[head : head + 1].upper() + word[head + 1 :]
