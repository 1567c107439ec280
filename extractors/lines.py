"""Printed lines: words that stand side by side, with their raised marks taken out and their text joined.

Reads `Word`s of one column; writes `Line`s from the top down. Every threshold is relative to the size of the words,
so that pages measured by OCR work alike.
"""
from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median

from extractors.models import Word

_RAISED = re.compile(r"[\[(]?(?:\d{1,3}|[*†‡]{1,3}|[a-z])[\])]?(?:[,;]\d{1,3})*")
_RULER = re.compile(r"[_=]{3,}|[-–—]{4,}|_{2}")  # a rule typed as letters
_TIGHT = re.compile(r"[,.;:!?)\]”’»…]")
_UNITS = re.compile(r"[\d.,(/]*(?:[kcdm]?m|CO)")  # "m²", "125km²", "CO₂" raised


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line of one column. `pieces`: its words' texts as joined, each with the word's box; `joined`: the
    indexes of pieces that follow the one before without a space; `marks`: raised footnote marks with the index of
    the piece they follow (-1: they open the line)."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    words: tuple[Word, ...]
    joined: frozenset[int] = frozenset()
    marks: tuple[tuple[int, str], ...] = ()
    bold: bool = False
    italic: bool = False
    text: str = field(default="", compare=False)

    @property
    def middle(self) -> float:
        """Of its height, points from the page's top."""
        return (self.y0 + self.y1) / 2


def rows_of(words: Iterable[Word]) -> list[list[Word]]:
    """Words side by side, in rows from the top down, each row from the left: one whose middle lies within the height
    of a row so far belongs to it. Rules typed as letters ("_____") are left out."""
    rows: list[list[Word]] = []
    row: list[Word] = []
    top = bottom = last = 0.0
    for word in sorted((w for w in words if not _RULER.fullmatch(w.text)), key=lambda w: w.y0 + w.y1):
        middle = (word.y0 + word.y1) / 2
        if top < middle < bottom:
            row.append(word)
            if middle != last:
                top, bottom = _band(row, (top, bottom), word)
        else:
            row = [word]
            rows.append(row)
            top, bottom = _core(word)
        last = middle
    merged = _raised_back(rows)
    if row and row[0].confidence is not None:
        merged = _level(merged)
    for row in merged:
        row.sort(key=lambda w: w.x0)
    return merged


def _core(word: Word) -> tuple[float, float]:
    """The middle part of a word's height, where the words of its line have their middles."""
    high = word.y1 - word.y0
    return word.y0 + 0.18 * high, word.y1 - 0.18 * high


def _band(row: list[Word], band: tuple[float, float], word: Word) -> tuple[float, float]:
    """The row's band with one more word: the widest word says most about where the line stands."""
    core = _core(word)
    if len(row) == 2 and row[0].size < 0.8 * word.size:  # a raised mark came first
        return core
    n = min(len(row), 8)
    return band[0] + (core[0] - band[0]) / n, band[1] + (core[1] - band[1]) / n


def _level(rows: list[list[Word]]) -> list[list[Word]]:
    """Rows of words read by OCR, whose boxes of ink stand higher or lower with their letters: a row that lies on the
    height of the one before and beside its words belongs to it."""
    out: list[list[Word]] = []
    for row in rows:
        if out and _on_one_height(out[-1], row) and not any(
                min(a.x1, b.x1) - max(a.x0, b.x0) > 0.2 * (b.x1 - b.x0) for a in out[-1] for b in row):
            out[-1] += row
        else:
            out.append(row)
    return out


def _on_one_height(above: list[Word], below: list[Word]) -> bool:
    top, bottom = median(w.y0 for w in above), median(w.y1 for w in above)
    y0, y1 = median(w.y0 for w in below), median(w.y1 for w in below)
    return min(bottom, y1) - max(top, y0) > 0.45 * min(bottom - top, y1 - y0)


def _raised_back(rows: list[list[Word]]) -> list[list[Word]]:
    """Puts rows that hold raised marks only into the line that they stand on."""
    out: list[list[Word]] = []
    for row in rows:
        if out and _is_raised_over(out[-1], row):
            row = out.pop() + row
        out.append(row)
    return out


def _is_raised_over(marks: list[Word], row: list[Word]) -> bool:
    size = max(w.size for w in row)
    if not all(w.size < 0.8 * size and _RAISED.fullmatch(w.text) for w in marks):
        return False
    top = median(w.y0 for w in row)
    return all(w.y1 > top + 0.15 * size and w.y0 < top + 0.45 * size for w in marks)


def make_line(row: Sequence[Word], page: int) -> Line | None:
    """One line of a row's words, None when nothing but raised marks stands in it."""
    plain, marks = _without_marks(row)
    if not plain:
        return None
    joined = frozenset(i for i in range(1, len(plain)) if len(plain) < len(row) and _meets(plain[i - 1], plain[i], row))
    text = " ".join([w.text for w in plain]) if not joined else plain[0].text + "".join(
        ("" if i in joined else " ") + w.text for i, w in enumerate(plain) if i)
    size, bold, italic = _look(plain)
    return Line(page, plain[0].x0, min([w.y0 for w in plain]), max([w.x1 for w in plain]), max([w.y1 for w in plain]),
                size, tuple(plain), joined, marks, bold, italic, text)


def _look(words: Sequence[Word]) -> tuple[float, bool, bool]:
    """The size of most letters, and whether (nearly) all of them are bold, italic; signs alone do not count."""
    looks = {(w.size, w.bold, w.italic) for w in words}
    if len(looks) == 1:
        return looks.pop()
    letters = [(w, len(w.text)) for w in words if any(c.isalpha() for c in w.text)] or [(w, 1) for w in words]
    total = sum(n for _, n in letters)
    return (median(w.size for w, n in letters for _ in range(n)), sum(n for w, n in letters if w.bold) >= 0.9 * total,
            sum(n for w, n in letters if w.italic) >= 0.9 * total)


def _without_marks(row: Sequence[Word]) -> tuple[list[Word], tuple[tuple[int, str], ...]]:
    """The row's words on the line, and its raised marks with the index of the word they follow."""
    size = max((w.size for w in row), default=0.0)
    if all(w.size > 0.85 * size for w in row):
        return list(row), ()
    base = median(w.y1 for w in row if w.size > 0.85 * size)
    plain: list[Word] = []
    marks: list[tuple[int, str]] = []
    for word in row:
        raised = word.size <= 0.8 * size and word.y1 < base - 0.12 * size and _RAISED.fullmatch(word.text)
        if raised and plain and _UNITS.fullmatch(plain[-1].text) and word.text in ("2", "3") and (
                word.x0 - plain[-1].x1 < 0.1 * size):
            plain[-1] = replace(plain[-1], text=plain[-1].text + word.text, x1=word.x1)
        elif raised:
            marks.append((len(plain) - 1, word.text.strip("[]()")))
        else:
            plain.append(word)
    return plain, tuple(marks)


def _meets(a: Word, b: Word, row: Sequence[Word]) -> bool:
    """Whether nothing but a raised mark stands between two neighbours, so that they are one word: "hạn¹);"."""
    gap = b.x0 - a.x1
    if gap > 1.6 * b.size or not _TIGHT.match(b.text):
        return False
    if gap < 0.1 * b.size:
        return True
    between = [w for w in row if w is not a and w is not b
               and a.x1 - 0.1 * a.size <= w.x0 and w.x1 <= b.x0 + 0.1 * b.size]
    return bool(between) and gap - sum(w.x1 - w.x0 for w in between) < 0.15 * b.size


def lines_of(rows: Iterable[Sequence[Word]], page: int) -> list[Line]:
    """The lines of one column's rows."""
    made = (make_line(unspaced(row), page) for row in rows)
    return [line for line in made if line is not None]


def unspaced(row: Sequence[Word]) -> Sequence[Word]:
    """Words of a row, where letters set apart ("T H Ô N G  B Á O") are put together again."""
    if sum(len(w.text) == 1 for w in row) < 4:
        return row
    out: list[Word] = []
    run: list[Word] = []
    for word in [*row, None]:
        if word is not None and len(word.text) == 1 and word.text.isalpha():
            run.append(word)
            continue
        out += _together(run)
        run = []
        if word is not None:
            out.append(word)
    return out


def _together(run: list[Word]) -> list[Word]:
    """A run of single letters as words: the larger gaps part them. Fewer than four letters stay as they are."""
    if len(run) < 4:
        return run
    gaps = [b.x0 - a.x1 for a, b in pairwise(run)]
    usual = median(gaps)
    limit = max(1.5 * usual, usual + 0.15 * run[0].size)
    groups = [[run[0]]]
    for gap, word in zip(gaps, run[1:], strict=True):
        if gap > limit:
            groups.append([])
        groups[-1].append(word)
    return [Word("".join(w.text for w in g), g[0].x0, min(w.y0 for w in g), g[-1].x1, max(w.y1 for w in g), g[0].size,
                 g[0].bold, g[0].italic, g[0].confidence) for g in groups]
