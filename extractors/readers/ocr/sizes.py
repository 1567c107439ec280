"""How large the print is, from the boxes of words: letters say how much of the type's height a box shows."""
from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from statistics import median

# parts of the type size (em) in the serif types of directives
X_HEIGHT, ASCENDER, CAPITAL, MARKED, DESCENDER, DOT_BELOW = 0.46, 0.68, 0.66, 0.70, 0.21, 0.15
ABOVE_BASE, BELOW_BASE = 0.89, 0.22  # of the type's own box, as typed pages give it
_TALL = set("bdđfhklijt0123456789()[]/\\\"'“”?!%&§")
_DEEP = set("gpqyjQ,;()[]")
_ABOVE = {"\u0300", "\u0301", "\u0302", "\u0303", "\u0306", "\u0309"}


@lru_cache(maxsize=20_000)
def extent(word: str) -> tuple[float, float]:
    """How far a word reaches above and below its base line, in parts of the type size."""
    return max((_above(c) for c in word), default=0.0), max((_below(c) for c in word), default=0.0)


def _above(char: str) -> float:
    parts = unicodedata.normalize("NFD", char)
    marks = sum(1 for m in parts[1:] if m in _ABOVE)
    if parts[0].isupper():
        return CAPITAL + 0.2 * min(marks, 1) + 0.08 * max(0, marks - 1)
    if marks:
        return MARKED + 0.1 * (marks - 1)
    if parts[0] in _TALL:
        return ASCENDER
    return 0.3 if parts[0] in "-–—.,;" else X_HEIGHT


def _below(char: str) -> float:
    parts = unicodedata.normalize("NFD", char)
    if "\u0323" in parts[1:]:
        return DOT_BELOW + (0.1 if parts[0] in "y" else 0.0)
    return DESCENDER if parts[0] in _DEEP else 0.0


def measure_line(words: Sequence[tuple[str, float, float]]) -> tuple[float, float] | None:
    """The type size and the base line's y of one line, from its words (text, top, bottom); None when too little."""
    bases: list[float] = []
    sizes: list[float] = []
    for text, top, bottom in words:
        above, below = extent(text)
        if above + below < 0.4 or bottom <= top or len(text) < 2:
            continue
        size = (bottom - top) / (above + below)
        sizes.append(size)
        bases.append(bottom - below * size)
    if not sizes:
        return None
    return median(sizes), median(bases)
