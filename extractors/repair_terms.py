"""Marks misread by OCR put right where a term of administrative writing shows what was meant.

Tesseract takes the hook for an acute, drops a small mark or adds one ("chuyến đối số", "chi tiêu" for "chỉ tiêu").
The letters must be those of the term; only marks that are known to be confused may differ; a syllable that makes a
known term as it was read is left alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from gazetteers.fold import bare, fold
from gazetteers.lexicon import load_lexicon

_CORE = re.compile(r"^(\W*)(\w+)(\W*)$")
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_LONGEST = 4
# tones that are taken for each other: hook, acute and tilde; on a bare i or u the mark is lost or invented as well
_MIXED = frozenset("\u0309\u0301\u0303")
_LOST = frozenset({"", "\u0309", "\u0303", "\u0300", "\u0301"})


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms as read aright, by their letters without marks; and readings that are never meant."""

    known: frozenset[tuple[str, ...]]
    by_letters: dict[tuple[str, ...], tuple[tuple[str, ...], ...]]
    never: dict[tuple[str, ...], tuple[tuple[str, ...], frozenset[str]]]


@lru_cache(maxsize=1)
def load_terms() -> Terms:
    """The word lists `ocr_terms` and `ocr_words`."""
    terms = {tuple(fold(row["term"]).split()) for row in load_lexicon("ocr_terms", ("term",))}
    by_letters: dict[tuple[str, ...], list[tuple[str, ...]]] = defaultdict(list)
    for term in sorted(terms):
        by_letters[tuple(bare(s) for s in term)].append(term)
    never = {}
    for row in load_lexicon("ocr_words", ("misread", "right", "example")):
        right = tuple(fold(row["right"]).split())
        never[tuple(fold(row["misread"]).split())] = right, frozenset(row["unless_next"].split("|"))
    return Terms(frozenset(terms), {k: tuple(v) for k, v in by_letters.items()}, never)


def repair_terms(words: Sequence[str]) -> dict[int, str]:
    """Of words in reading order those to be replaced: index -> the word put right, its case and marks around kept."""
    terms = load_terms()
    low = [core(w) for w in words]
    taken: set[int] = set()
    found: dict[int, str] = {}
    _take(low, taken, found, lambda at, size: _never(low, at, size, terms))
    _take(low, taken, None, lambda at, size: _known(low, at, size, terms))
    _take(low, taken, found, lambda at, size: None if _name(words, at, size) else _right(low, at, size, terms))
    for i in range(len(low)):
        if i not in taken and (right := _never(low, i, 1, terms)):
            found[i] = right[0]
    return {i: recased(words[i], s) for i, s in found.items()}


def _take(low: Sequence[str], taken: set[int], found: dict[int, str] | None,
          read: Callable[[int, int], tuple[str, ...] | None]) -> None:
    """Settles the runs of syllables, longest first, that `read` knows; what it changes is noted in `found`."""
    for at, size in _spans(low):
        if (taken.isdisjoint(range(at, at + size)) or found is None) and (right := read(at, size)):
            taken.update(range(at, at + size))
            if found is not None:
                found |= {at + i: s for i, s in enumerate(right) if s != low[at + i]}


def _spans(low: Sequence[str]) -> list[tuple[int, int]]:
    """Places and lengths of runs of syllables, the longest first."""
    return [(at, size) for size in range(_LONGEST, 1, -1) for at in range(len(low) - size + 1)
            if all(low[at:at + size])]


def _known(low: Sequence[str], at: int, size: int, terms: Terms) -> tuple[str, ...] | None:
    """A run of syllables that is a term as it was read."""
    run = tuple(low[at:at + size])
    return run if run in terms.known else None


def _name(words: Sequence[str], at: int, size: int) -> bool:
    """Whether a name begins within the run ("tỉnh Hoa..."): no term has a capital after small letters."""
    return words[at][:1].islower() and any(w[:1].isupper() for w in words[at + 1:at + size])


def _never(low: Sequence[str], at: int, size: int, terms: Terms) -> tuple[str, ...] | None:
    """What a run of syllables that is never meant stands for."""
    right, unless = terms.never.get(tuple(low[at:at + size]), ((), frozenset()))
    return None if not right or (at + size < len(low) and low[at + size] in unless) else right


def _right(low: Sequence[str], at: int, size: int, terms: Terms) -> tuple[str, ...] | None:
    """The one term that a run of syllables was misread from."""
    run = tuple(low[at:at + size])
    fits = [t for t in terms.by_letters.get(tuple(bare(s) for s in run), ())
            if all(confusable(a, b) for a, b in zip(run, t, strict=True))]
    return fits[0] if len(fits) == 1 else None


@lru_cache(maxsize=20_000)
def confusable(read: str, meant: str) -> bool:
    """Whether a syllable may have been misread from another: the same letters, a tone that is taken for the other."""
    if read == meant:
        return True
    (plain, tone), (letters, wanted) = _parted(read), _parted(meant)
    if plain != letters:
        return False
    if tone in _MIXED and wanted in _MIXED:
        return True
    small = any(c in "iuy" for c in plain) and not any(c in "âêôơưă" for c in plain)
    return small and tone in _LOST and wanted in _LOST


def _parted(syllable: str) -> tuple[str, str]:
    """A syllable without its tone, and the tone."""
    marks = unicodedata.normalize("NFD", syllable)
    tone = "".join(c for c in marks if c in _TONES)
    return unicodedata.normalize("NFC", "".join(c for c in marks if c not in _TONES)), tone


def core(word: str) -> str:
    """A word's letters in lower case, "" when it is no plain word (a number, an abbreviation)."""
    match = _CORE.match(word)
    if match is None or not match.group(2).isalpha():
        return ""
    return fold(match.group(2))


def recased(word: str, syllable: str) -> str:
    """A syllable in the case of the word it replaces, with that word's marks around it."""
    match = _CORE.match(word)
    before, middle, after = match.groups() if match else ("", word, "")
    if middle.isupper() and len(middle) > 1:
        syllable = syllable.upper()
    elif middle[:1].isupper():
        syllable = syllable[:1].upper() + syllable[1:]
    return before + syllable + after
