"""One folded text to match on, and the way back to the offsets of the text as given.

Marks that are not words (markdown, HTML tags, footnote marks, zero-width characters) are left out, letters typed as
base and tone are joined, and digits that OCR read as letters are mended; what was mended is remembered.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from gazetteers.fold import fold

_MARK = re.compile(
    r"<sup>\s*\(?[\d*]{1,3}\)?\s*</sup>"  # a footnote mark: its digits are not a number
    r"|(?P<space><br\s*/?>|</(?:p|li|td|th|tr|div|h\d)>|&nbsp;)"
    r"|</?[a-z][^<>\n]{0,80}>|\*{1,3}|_{2,3}|~~|`+|\\(?=[*_.\-])|[\u00ad\u200b-\u200f\u2060\ufeff]",
    re.IGNORECASE,
)
_MAY_MARK = re.compile(r"[<*~`\\&_\u00ad\u200b-\u200f\u2060\ufeff]")
_CLUSTER = re.compile(r".[\u0300-\u036f]*", re.DOTALL)
_MIXED = re.compile(r"\d(?:[oil|](?![a-zà-ỹ])|(?<=(?<![a-zà-ỹ])[oil|]\d))")
_MISREAD = re.compile(r"(?<![\wà-ỹ/-])[\doil|]{1,4}(?: ?[/.-] ?[\doil|]{1,4}){0,2}(?![\wà-ỹ])")
_DIGITS = str.maketrans({"o": "0", "l": "1", "i": "1", "|": "1"})


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
    if _MAY_MARK.search(text) or not unicodedata.is_normalized("NFC", text):
        return _mend(*_strip(text))
    return _mend(text, None, None)


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


def _mend(plain: str, starts: list[int] | None, ends: list[int] | None) -> Prepared:
    """Digits read as letters inside a number ('O5/2026', 'l5/6/2026') become digits; the length stays."""
    folded = fold(plain)
    if not _MIXED.search(folded):
        return Prepared(folded, plain, starts, ends)
    mended: set[int] = set()

    def digits(match: re.Match[str]) -> str:
        word = match.group()
        if not _MIXED.search(word) or not any(c.isdigit() for c in word):
            return word
        mended.update(match.start() + i for i, c in enumerate(word) if c in "oil|")
        return word.translate(_DIGITS)

    return Prepared(_MISREAD.sub(digits, folded), plain, starts, ends, frozenset(mended))
