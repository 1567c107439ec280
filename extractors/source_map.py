"""The way back: from characters of a document's text to pages, lines, boxes and OCR confidence."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, points from its top left corner."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class SourceMap:
    """From characters back to the page: parallel columns, one entry a piece (a word or a line), in text order.

    `pages` -1: unknown (a Word file has no pages); `lines` 1-based line (text) or paragraph (Word) number, 0: none;
    `boxes` four numbers a piece, or empty when nothing was laid out; `confidences` nan where not measured.
    """

    starts: array[int]
    ends: array[int]
    pages: array[int]
    lines: array[int]
    boxes: array[float]
    confidences: array[float]

    def _pieces(self, start: int, end: int) -> Iterator[int]:
        i = max(0, bisect_right(self.starts, start) - 1)
        while i < len(self.starts) and self.starts[i] < end:
            if self.ends[i] > start:
                yield i
            i += 1

    def page(self, offset: int) -> int | None:
        """The 0-based page of a character, None where pages are unknown."""
        if not self.starts:
            return None
        page = self.pages[max(0, bisect_right(self.starts, offset) - 1)]
        return None if page < 0 else page

    def line(self, offset: int) -> int | None:
        """The 1-based line or paragraph number of a character, None where there is none."""
        if not self.starts:
            return None
        return self.lines[max(0, bisect_right(self.starts, offset) - 1)] or None

    def boxes_of(self, start: int, end: int) -> tuple[Box, ...]:
        """One box a printed line that the range touches, in reading order."""
        out: list[Box] = []
        for i in self._pieces(start, end) if self.boxes else ():
            x0, y0, x1, y1 = self.boxes[4 * i : 4 * i + 4]
            last = out[-1] if out else None
            if (
                last
                and last.page == self.pages[i]
                and min(y1, last.y1) - max(y0, last.y0) > 0.5 * min(y1 - y0, last.y1 - last.y0)
                and x0 >= last.x0
            ):
                out[-1] = Box(last.page, last.x0, min(y0, last.y0), max(x1, last.x1), max(y1, last.y1))
            else:
                out.append(Box(self.pages[i], x0, y0, x1, y1))
        return tuple(out)

    def confidence(self, start: int, end: int) -> float | None:
        """The mean word confidence over a range, weighted by length; None where nothing was measured."""
        total = weight = 0.0
        for i in self._pieces(start, end):
            c = self.confidences[i] if self.confidences else float("nan")
            if c == c:
                n = self.ends[i] - self.starts[i]
                total, weight = total + c * n, weight + n
        return total / weight if weight else None

    def lowest(self, start: int, end: int) -> float | None:
        """The confidence of the least sure word of a range; None where nothing was measured."""
        found = [c for i in self._pieces(start, end) if self.confidences and (c := self.confidences[i]) == c]
        return min(found) if found else None
