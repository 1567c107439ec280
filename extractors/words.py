"""A section's words as one string, and the way from its characters back to the document's text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from extractors.models import Deadline, Reference, Span, UnitMention

_Found = TypeVar("_Found", UnitMention, Deadline, Reference)


@dataclass(frozen=True, slots=True)
class Words:
    """Ranges of the document's text joined by spaces. `starts`: where each range begins in `text`."""

    text: str
    starts: tuple[int, ...]
    spans: tuple[Span, ...]

    @classmethod
    def of(cls, document_text: str, spans: Sequence[Span]) -> Words:
        """The words of these ranges, in order; empty ranges are left out."""
        kept = [s for s in (trimmed(document_text, s) for s in spans) if s.end > s.start]
        starts, at = [], 0
        for s in kept:
            starts.append(at)
            at += s.end - s.start + 1
        return cls(" ".join(document_text[s.start : s.end] for s in kept), tuple(starts), tuple(kept))

    def at(self, offset: int) -> int:
        """The offset in the document of an offset in `text`."""
        if not self.starts:
            return -1
        i = max(0, bisect_right(self.starts, offset) - 1)
        return min(self.spans[i].start + offset - self.starts[i], self.spans[i].end)

    def span(self, start: int, end: int) -> Span:
        """The range of the document from one offset of `text` to another."""
        return Span(self.at(start), self.at(max(start, end - 1)) + (end > start))

    def part(self, start: int, end: int) -> tuple[Span, ...]:
        """The ranges of the document that a range of `text` covers, one for each joined piece."""
        out = []
        for at, s in zip(self.starts, self.spans, strict=True):
            a, b = max(start, at), min(end, at + s.end - s.start)
            if a < b:
                out.append(Span(s.start + a - at, s.start + b - at))
        return tuple(out)

    def placed(self, found: _Found, shift: int = 0) -> _Found:
        """A mention with its offsets moved from `text` (from `shift` on) into the document."""
        s = self.span(found.start + shift, found.end + shift)
        return replace(found, start=s.start, end=s.end)

    def unit(self, mention: UnitMention, rule: str, shift: int = 0) -> UnitMention:
        """A unit's mention placed in the document, with the rule that gave it its role."""
        s = self.span(mention.start + shift, mention.end + shift)
        return replace(mention, start=s.start, end=s.end, rule=rule)


def trimmed(text: str, span: Span) -> Span:
    """The range without the white space at its ends."""
    start, end = span.start, span.end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
