"""An item's text with every unit as one sign, so that the rules of who does what speak of "U" and not of names.

Reads a text and its mentions; writes the skeleton and the way back to both.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from extractors.models import UnitMention
from gazetteers.fold import fold
from gazetteers.lexicon import load_lexicon

U = "\ue000"
LEADS = "lãnh đạo "


@cache
def words_of(*classes: str) -> str:
    """An alternation of the words of these classes, longest first."""
    rows = [r["words"] for r in load_lexicon("assigning_words") if r["class"] in classes]
    return "|".join(re.escape(w) for w in sorted(set(rows), key=len, reverse=True))


def untitled(m: UnitMention) -> UnitMention:
    """The mention without the "lãnh đạo" before the unit's name."""
    return replace(m, start=m.start + len(LEADS), text=m.text[len(LEADS) :])


# "Sở A trước đây, nay là Sở B": only the new name counts
_RENAMED = re.compile(r"\s*(?:trước đây|trước kia|cũ)?\s*,?\s*nay (?:là|sáp nhập vào|hợp nhất thành|thuộc)\s+")


@cache
def _clause() -> re.Pattern[str]:
    own = r"(?:(?!chủ trì|phối hợp|trách nhiệm)[^,.;:()]){1,70}?"
    return re.compile(rf"(?P<c>\s+(?:{words_of('reach')})\s{own})\s*(?:,|;|,?\s?và)\s*(?:các\s+)?")


def _reach(low: str, m: UnitMention, after: UnitMention | None) -> int:
    """Where a group ends with the clause that says which of it is meant, if a further unit of the list follows."""
    group = m.collective or "các" in fold(m.text).split()
    found = _clause().fullmatch(low, m.end, after.start) if group and after else None
    return found.end("c") if found else m.end


class Skeleton:
    """An item's folded text with every mention as one sign, and the way back to the mentions."""

    def __init__(self, text: str, mentions: Sequence[UnitMention]) -> None:
        low = fold(text)
        old = {id(b): a for a, b in pairwise(mentions) if _RENAMED.fullmatch(low, a.end, b.start)}
        mentions = [m for m in mentions if all(m is not a for a in old.values())]
        self.mentions = [self._freed(low, m, mentions[i - 1] if i else None) for i, m in enumerate(mentions)]
        parts, at, self.starts = [], 0, []
        length = 0
        self.ends = [_reach(low, a, b) for a, b in zip(self.mentions, [*self.mentions[1:], None], strict=True)]
        for given, m, end in zip(mentions, self.mentions, self.ends, strict=True):
            stop = old[id(given)].start if id(given) in old else m.start
            parts.append(low[at:stop])
            length += stop - at
            self.starts.append(length)
            parts.append(U)
            length += 1
            at = end
        parts.append(low[at:])
        self.text = "".join(parts)

    @staticmethod
    def _freed(low: str, m: UnitMention, before: UnitMention | None) -> UnitMention:
        """ "Đảng ủy … lãnh đạo UBND tỉnh …": right after another unit "lãnh đạo" is what that one does, not a title."""
        if before and before.end == m.start - 1 and low.startswith(LEADS, m.start):
            return untitled(m)
        return m

    def inside(self, start: int, end: int) -> list[UnitMention]:
        """The mentions whose sign stands in this range of the skeleton."""
        return [m for s, m in zip(self.starts, self.mentions, strict=True) if start <= s < end]

    def listed(self, start: int, end: int) -> list[UnitMention]:
        """Those of a list, without what its brackets explain: "U (Trưởng Ban …), U"."""
        pairs = zip(self.starts, self.mentions, strict=True)
        return [m for s, m in pairs if start <= s < end and not in_brackets(self.text[start:end], s - start)]

    def offset(self, position: int) -> int:
        """The offset in the item's text of a position of the skeleton."""
        i = bisect_right(self.starts, position) - 1
        if i < 0:
            return position
        return self.ends[i] + position - self.starts[i] - 1 if position > self.starts[i] else self.mentions[i].start


def in_brackets(text: str, position: int) -> bool:
    """True where a position stands inside round brackets."""
    return text.count("(", 0, position) > text.count(")", 0, position)
