"""One folded text to match on, and the way back to the offsets of the text as given.

Marks that are not words (markdown, HTML tags, footnote marks, zero-width characters) are left out, letters typed as
base and tone are joined, and digits that OCR read as letters are mended; what was mended is remembered.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

from gazetteers.fold import fold

_MARK = re.compile(
    r"<sup>\s*\(?[\d*]{1,3}\)?\s*</sup>"  # a footnote mark: its digits are not a number
    r"|(?P<space><br\s*/?>|</(?:p|li|td|th|tr|div|h\d)>|&nbsp;)"
    r"|</?[a-z][^<>\n]{0,80}>|\*{1,3}|_{2,3}|~~|`+|\\(?=[*_.\-])|[\u00ad\u200b-\u200f\u2060\ufeff]",
    re.IGNORECASE,
)
_MAY_MARK = re.compile(r"[<*~`\\&_\u00ad\u200b-\u200f\u2060\ufeff]")
_CLUSTER = re.compile(r".[\u0300-\u036f]*", re.DOTALL)
_MIXED = re.compile(r"\d(?:[oôilszb|](?![a-zà-ỹ])|(?<=(?<![a-zà-ỹ])[oôilszb|]\d))|/ ?[oôilszb|]")
_MISREAD = re.compile(
    r"(?<![\wà-ỹ/-])(?:[\doil|]{1,4}(?: ?[/.-] ?[\doil|]{1,4}){0,2}"
    r"|(?:[\doôilszb|]{1,2} ?[/.-] ?){1,2}[\doôilszb|]{4})(?![\wà-ỹ/])"  # of a date more letters are believed
)
_DIGITS = str.maketrans({"o": "0", "ô": "0", "l": "1", "i": "1", "|": "1", "s": "5", "z": "2", "b": "8"})
_HORN = re.compile("u(?=[ơờớởỡợ][a-zđ])")  # 'truớc', 'thuờng': typed with one horn of two
_LETTER = "[a-zà-ỹ]"
_GLUED = re.compile(  # each branch begins with a letter of its own, which the engine looks for first
    "|".join(f"{unit}(?<={_LETTER}{unit})(?!{_LETTER})" for unit in ("ngày", "tháng", "quý", "năm"))
    + rf"|(?P<before>quý(?=[ivx]{{1,3}}(?!{_LETTER}))|q(?<!\wq)(?=i[iv]{{1,2}}(?: ?[/.-]|$))"
    + r"|(?:trước|đến|hết|trong)(?=\d))"
)

_NONE: frozenset[int] = frozenset()


@dataclass(slots=True)
class Prepared:
    """A folded text; `starts`, `ends` give each character's place in the text as given (None: the same place)."""

    text: str
    plain: str  # letter for letter, before folding
    starts: list[int] | None = None
    ends: list[int] | None = None
    mended: frozenset[int] = _NONE  # where a digit was misread

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the text as given."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]


def prepare(text: str) -> Prepared:
    """Reads any text; never fails. Linear in its length."""
    starts: list[int] | None = None
    ends: list[int] | None = None
    if _MAY_MARK.search(text) or not unicodedata.is_normalized("NFC", text):
        text, starts, ends = _strip(text)
    folded = _HORN.sub("ư", fold(text))
    if _GLUED.search(folded):
        folded, text, starts, ends = _apart(folded, text, starts, ends)
    return _mend(folded, text, starts, ends)


def _apart(
    folded: str, plain: str, starts: list[int] | None, ends: list[int] | None
) -> tuple[str, str, list[int], list[int]]:
    """Words that stand together ('trướcngày', 'quýII') with a blank between them, which has no place of its own."""
    cuts = [0, *(m.end() if m["before"] else m.start() for m in _GLUED.finditer(folded)), len(folded)]
    pieces = list(pairwise(cuts))
    starts = list(range(len(folded))) if starts is None else starts
    ends = [i + 1 for i in range(len(folded))] if ends is None else ends
    new_starts, new_ends = starts[: cuts[1]], ends[: cuts[1]]
    for first, last in pieces[1:]:
        new_starts += [ends[first - 1], *starts[first:last]]
        new_ends += [ends[first - 1], *ends[first:last]]
    parted = [" ".join(text[first:last] for first, last in pieces) for text in (folded, plain)]
    return parted[0], parted[1], new_starts, new_ends


def _strip(text: str) -> tuple[str, list[int], list[int]]:
    """The text without marks, with the place of each of its characters."""
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    position = 0
    for mark in [*_MARK.finditer(text), None]:
        stop = mark.start() if mark else len(text)
        for cluster in _CLUSTER.finditer(text, position, stop):
            for letter in unicodedata.normalize("NFC", cluster.group()):
                out.append(letter)
                starts.append(cluster.start())
                ends.append(cluster.end())
        if mark:
            position = mark.end()
            if mark["space"]:
                out.append(" ")
                starts.append(mark.start())
                ends.append(position)
    return "".join(out), starts, ends


def _mend(folded: str, plain: str, starts: list[int] | None, ends: list[int] | None) -> Prepared:
    """Digits read as letters inside a number ('O5/2026', 'l5/6/2026') become digits; the length stays."""
    if not _MIXED.search(folded):
        return Prepared(folded, plain, starts, ends)
    mended: set[int] = set()

    def digits(match: re.Match[str]) -> str:
        word = match.group()
        if not _MIXED.search(word) or not any(c.isdigit() for c in word):
            return word
        mended.update(match.start() + i for i, c in enumerate(word) if ord(c) in _DIGITS)
        return word.translate(_DIGITS)

    return Prepared(_MISREAD.sub(digits, folded), plain, starts, ends, frozenset(mended))
