"""Which printed lines make one paragraph: by their edges, the white between them, their marks and their style.

Reads the `Line`s of one column and the `Area` they stand in; writes groups of lines. Distances are relative to the
size of the letters.
"""
from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from statistics import median

from extractors.lines import Line
from extractors.readers.line_kinds import (
    dangles,
    ends_clause,
    ends_document,
    is_capital,
    marker,
    start_kind,
    starts_low,
)
from gazetteers.lexicon import load_lexicon

_LABEL = re.compile(r"(?i)phụ lục(?:\s+(?:số\s+)?[\w.]{1,5})?\s*[:.]?")  # the title stands on the next line
_SLACK = 0.7      # of the size: room that a full line may leave beside the next line's first word
_INDENT = 0.9     # of the size: a line set in by more is indented
_LOOSE = 1.22     # of the usual distance between lines: more is a gap between paragraphs
_APART = 1.75     # of it: more parts even a sentence
_OWN_LINE = {"motto", "number", "place_date", "recipients", "title", "subject", "addressee", "signature"}


@dataclass(frozen=True, slots=True)
class Area:
    """A column: its edges, the usual distance from line to line, whether paragraphs open with an indented line,
    whether it stands beside another one, by how much first lines are indented (0: unknown), and whether its lines
    are set on its middle."""

    left: float
    right: float
    pitch: float
    indented: bool
    aside: bool = False
    indent: float = 0.0
    all_centered: bool = False


def measure(lines: Sequence[Line], aside: bool = False, like: Area | None = None, width: float = 0.0) -> Area:
    """The column that lines stand in; `like`: the same column on a fuller page, for what few lines cannot show;
    `width`: the page's, where no lines share a right edge."""
    left, right = _left(lines), max(line.x1 for line in lines)
    if not aside and sum(right - line.x1 < 1.5 * line.size for line in lines) < 3:
        right = max(right, width - left)
    steps = [b.middle - a.middle for a, b in pairwise(lines)
             if 0 < b.middle - a.middle < 2.2 * max(a.size, b.size) and abs(a.size - b.size) < 0.12 * b.size]
    pitch = sorted(steps)[len(steps) // 4] if steps else 0.0
    indents = [a.x0 - left for a, b in pairwise(lines)
               if a.x0 > left + _INDENT * a.size and b.x0 < left + 0.5 * b.size and right - a.x1 < 2 * a.size]
    firsts, indent = len(indents), median(indents) if indents else 0.0
    if like is not None and not aside:
        left, right = min(left, like.left), max(right, like.right)
        pitch = pitch if len(steps) > 3 else like.pitch
        firsts += 2 * like.indented
        indent = indent or like.indent
    return Area(left, right, pitch, firsts >= 2, aside, indent, aside and _on_middle(lines, left, right))


def _on_middle(lines: Sequence[Line], left: float, right: float) -> bool:
    """Whether the lines of a narrow column, of different widths, all stand on its middle."""
    loose = [x for x in lines if x.x0 - left > 0.8 * x.size]
    return len(loose) > 0.3 * len(lines) and all(
        abs(x.x0 + x.x1 - left - right) < 1.6 * x.size for x in lines)


def _left(lines: Sequence[Line]) -> float:
    """The left edge that most wrapped lines share, or the leftmost one."""
    edges = sorted(line.x0 for line in lines)
    return median(edges[:max(1, len(edges) // 5)])


def group_lines(lines: Sequence[Line], area: Area) -> list[list[Line]]:
    """The lines of one column in paragraphs."""
    groups: list[list[Line]] = []
    for line in lines:
        if groups and not opens(groups[-1], line, area):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def opens(group: Sequence[Line], line: Line, area: Area, over_page: bool = False) -> bool:
    """Whether a line begins a paragraph of its own behind the lines of `group`."""
    last = group[-1]
    centered = is_centered(line, area)
    if ends_document(last.text) or line.size > 1.18 * last.size or last.size > 1.18 * line.size:
        return True
    distance = 0.0 if over_page else line.middle - last.middle
    usual = max(area.pitch or 1.2 * line.size, 1.05 * line.size)
    loose, apart = distance > _LOOSE * usual, distance > _APART * usual
    if centered and is_centered(last, area):
        return loose or not _one_title(last, line) or (area.aside and not is_full(last, line, area))
    if apart or (centered != is_centered(last, area) and not _wraps(last, line, area)):
        return True
    if line.words[0].bold != last.words[-1].bold and not _wraps(last, line, area):
        return True
    return _opens_text(group, line, area, loose)


def _opens_text(group: Sequence[Line], line: Line, area: Area, loose: bool) -> bool:
    """The decision for plain text: mark, edge, room on the line before."""
    last = group[-1]
    low = starts_low(line.text)
    full = is_full(last, line, area)
    ended = ends_clause(last.text)
    indented = line.x0 > area.left + _INDENT * line.size
    hangs = _hangs(group, line)
    mark = marker(line.text)
    if start_kind(line.text) in _OWN_LINE and not (full and low):
        return True
    if mark in ("strong", "dash"):
        set_in = indented and area.indented
        wrapped = full and not ended and not set_in
        return not (wrapped and (dangles(last.text) or mark == "dash" or (area.indented and low)))
    if loose:
        return not (low and not ended and full)
    if low and not ended:
        return False
    if not full:
        return True
    if indented and not hangs:
        if area.indented:
            return abs(line.x0 - group[0].x0) < 0.6 * line.size or len(group) > 1 or ended
        return line.x0 > last.x0 + _INDENT * line.size and len(group) > 1
    return False


def _wraps(last: Line, line: Line, area: Area) -> bool:
    """Whether a sentence plainly goes on from a full line."""
    return is_full(last, line, area) and not ends_clause(last.text) and (
        starts_low(line.text) or dangles(last.text) or line.x0 < area.left + _INDENT * line.size)


def is_full(last: Line, line: Line, area: Area) -> bool:
    """Whether the first word of `line` had no room any more on the line before."""
    first = line.words[0].x1 - line.words[0].x0
    for i, word in enumerate(line.words[1:], 1):
        if i not in line.joined:
            break
        first += word.x1 - word.x0
    return area.right - last.x1 < first + (0.25 + _SLACK) * line.size


def _hangs(group: Sequence[Line], line: Line) -> bool:
    """Whether a line stands under the text of its paragraph's first line, behind the mark."""
    first = group[0]
    if len(group) > 1 and abs(group[1].x0 - line.x0) < 0.5 * line.size and group[1].x0 > first.x0:
        return True
    return marker(first.text) is not None and any(abs(w.x0 - line.x0) < 0.5 * line.size for w in first.words[1:3])


def is_centered(line: Line, area: Area) -> bool:
    """Whether a line stands in the middle of its column, with room on both sides."""
    if area.all_centered:
        return abs(line.x0 + line.x1 - area.left - area.right) < 1.6 * line.size
    exact = line.bold and abs(line.x0 + line.x1 - area.left - area.right) < 0.6 * line.size
    first = area.indent > 0 and abs(line.x0 - area.left - area.indent) < 0.35 * line.size
    if marker(line.text) in ("strong", "dash") or (first and not exact and not is_capital(line.text)):
        return False
    return _is_centered(line, area.left, area.right)


def _is_centered(line: Line, left: float, right: float) -> bool:
    before, after = line.x0 - left, right - line.x1
    if min(before, after) < 0.35 * line.size and max(before, after) < 0.7 * line.size:
        return line.bold and is_capital(line.text)
    needed = 1.0 if line.bold or is_capital(line.text) else 3.0 if starts_low(line.text) else 2.0 - line.italic
    off = abs(before - after)
    if line.bold and off < 0.6 * line.size:
        needed = 0.5
    return off < max(1.3 * line.size, 0.04 * (right - left)) and min(before, after) > needed * line.size


def _one_title(last: Line, line: Line) -> bool:
    """Whether two centred lines are of one style, so that they are one title."""
    if start_kind(last.text) in _OWN_LINE - {"subject", "addressee"} or start_kind(line.text) in _OWN_LINE:
        return False
    if last.text[:1] in "*-(" or marker(line.text) == "strong" or _LABEL.fullmatch(last.text):
        return False
    if _starts_body(line.text) and not dangles(last.text):
        return False
    return (last.bold == line.bold and last.italic == line.italic and is_capital(last.text) == is_capital(line.text)
            and abs(last.size - line.size) < 0.08 * line.size and not ends_clause(last.text))


@cache
def _body_starts() -> re.Pattern[str]:
    words = [row["word"] for row in load_lexicon("issuer_starts", ("word",))]
    return re.compile(rf"(?:{'|'.join(sorted(words, key=len, reverse=True))})\b")


def _starts_body(text: str) -> bool:
    """Whether a line in capitals begins with a kind of body, as an issuer's own line under its superior's does."""
    return is_capital(text) and bool(_body_starts().match(text))


def usual_area(areas: Sequence[Area]) -> Area | None:
    """What the columns of like pages have in common, None of none."""
    if not areas:
        return None
    indented = Counter(a.indented for a in areas)
    pitches = [a.pitch for a in areas if a.pitch > 0]
    return Area(median(a.left for a in areas), median(a.right for a in areas), median(pitches) if pitches else 0.0,
                2 * indented[True] >= len(areas), False, median(a.indent for a in areas))
