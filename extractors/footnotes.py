"""Footnotes: small print under a short rule at the foot of a page, taken out of the text.

Reads a page's rows and rules; writes notes, and the rows without them.
"""
from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from extractors.lines import Line, make_line
from extractors.models import Box, Footnote, Word
from extractors.readers.write import glue

_NEXT = "?"          # a mark that OCR did not read: notes are numbered in sequence
_SMALL = 0.93        # of the text's size: footnotes are no larger
_PRINTED_MARK = re.compile(r"[\[(]?(\d{1,3}|[*†‡]{1,3})[\])]?[.:]?\s+(?=\S)")


@dataclass(slots=True)
class NotePart:
    """Lines of one note on one page; `mark` "" goes on with a note from the page before."""

    mark: str
    text: str
    page: int


def take_footnotes(rows: list[list[Word]], rules: Sequence[Box], page: int,
                   width: float) -> tuple[list[list[Word]], list[NotePart]]:
    """The rows above the footnotes, and the notes; `width` is the page's."""
    if not rows:
        return rows, []
    body = median(w.size for row in rows for w in row)
    body = max(body, median(w.size for w in rows[0]))
    cut = _below_rule(rows, rules, body, width)
    if cut is None:
        cut = _by_marks(rows, body)
    if cut is None:
        return rows, []
    lines = [line for row in rows[cut:] if (line := make_line(row, page))]
    return rows[:cut], _parts(lines, page)


def _row_size(row: Sequence[Word]) -> float:
    return max(w.size for w in row)


def _below_rule(rows: list[list[Word]], rules: Sequence[Box], body: float, width: float) -> int | None:
    """The first row under a short rule that only small print follows."""
    x0 = min(row[0].x0 for row in rows)
    x1 = max(*(w.x1 for row in rows for w in row), x0 + 0.6 * width)
    for rule in sorted(rules, key=lambda r: -r.y0):
        wide = rule.x1 - rule.x0
        if not 0.1 * (x1 - x0) < wide < 0.6 * (x1 - x0) or rule.x0 > x0 + 3 * body:
            continue
        cut = next((i for i, row in enumerate(rows)
                    if row[0].y1 > rule.y1 + 0.3 * body and row[0].y0 > rule.y0 - 0.5 * body), None)
        if cut and all(_row_size(row) <= _SMALL * _largest(rows[:cut], body) for row in rows[cut:]):
            return cut
    return None


def _largest(rows: Sequence[Sequence[Word]], body: float) -> float:
    """The usual size above the rule."""
    return median(w.size for row in rows for w in row) if rows else body


def _by_marks(rows: list[list[Word]], body: float) -> int | None:
    """Without a rule: small rows at the page's foot whose raised marks stand in the text above as well."""
    cut = len(rows)
    while cut > 0 and _row_size(rows[cut - 1]) <= 0.9 * body:
        cut -= 1
    if cut == 0 or cut == len(rows):
        return None
    lines = [make_line(row, 0) for row in rows]
    above = {mark for line in lines[:cut] if line for _, mark in line.marks}
    for i in range(cut, len(rows)):
        line = lines[i]
        if line and any(at == -1 and mark in above for at, mark in line.marks):
            return i
    return None


def _parts(lines: Sequence[Line], page: int) -> list[NotePart]:
    out: list[NotePart] = []
    for line in lines:
        bare = _without_sign(line)
        raised = next((mark for at, mark in line.marks if at == -1), None) or (_NEXT if bare is not line else None)
        line = bare
        printed = None if raised else _PRINTED_MARK.match(line.text)
        if raised or printed or not out:
            text = line.text[printed.end():] if printed else line.text
            out.append(NotePart(raised or (printed[1] if printed else ""), text, page))
        else:
            out[-1].text += glue(out[-1].text, line.text) + line.text
    return out


def _without_sign(line: Line) -> Line:
    """A line read by OCR without the single sign that is left of a raised number."""
    first = line.words[0]
    if first.confidence is None or len(line.words) == 1 or len(first.text) > 1 or first.text.isalnum():
        return line
    return replace(line, words=line.words[1:], text=line.text[len(first.text):].lstrip(), joined=frozenset())


def _following(notes: Sequence[Footnote]) -> str:
    """The number after that of the last note; a first note is 1."""
    if not notes:
        return "1"
    return str(int(notes[-1].mark) + 1) if notes[-1].mark.isdigit() else ""


def join_notes(parts: Sequence[NotePart]) -> list[Footnote]:
    """Notes with the parts that run on over a page joined."""
    out: list[Footnote] = []
    for part in parts:
        if part.mark or not out:
            out.append(Footnote(_following(out) if part.mark == _NEXT else part.mark, part.text, part.page))
        else:
            last = out[-1]
            out[-1] = Footnote(last.mark, last.text + glue(last.text, part.text) + part.text, last.page, last.anchor)
    return out
