"""Tables in text: rows of tab-separated or piped cells, as printed."""
from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from extractors.readers.layout_tables import LAYOUT_KINDS
from extractors.readers.line_kinds import marker, start_kind
from extractors.readers.markup import Marks, strip_marks
from extractors.readers.write import CellDraft, Piece, RowDraft

_RULE = re.compile(r"[\s:|+=\-─━═┼┬┴├┤┌┐└┘│╪╬]*\Z")
_HIDDEN = "\x1f"  # stands for an escaped pipe while a row is cut


class RawLine(NamedTuple):
    """One physical line: its text with marks, its 1-based number, its 0-based page or -1; `brk`: what stands between
    two pages was lifted out before it."""

    text: str
    no: int
    page: int = -1
    brk: bool = False


def is_rule(text: str) -> bool:
    """Whether a line only draws: |---|:--:|, +---+, box characters."""
    return bool(text.strip()) and len(text) < 5000 and any(
        c in text for c in "-=─━═") and any(c in text for c in "|+│┼┬┴├┌└╪╬") and bool(_RULE.match(text))


def looks_piped(text: str) -> bool:
    """Whether a line is cut by pipes at least twice."""
    return text.count("|") + text.count("│") >= 2


def tab_run(lines: Sequence[RawLine], at: int) -> int:
    """How many lines from `at` form one table of tab-separated rows; 0 when they do not."""
    if "\t" not in lines[at].text.strip(" \n"):
        return 0
    spaced = _is_spaced(lines, at)
    end = at
    widest = doubled = 0
    while end < len(lines) and lines[end].text.strip():
        text = lines[end].text
        tabs = text.count("\t") if widest or "\t" in text.strip() else 0
        if not tabs and not (widest >= 2 and end + 1 < len(lines) and "\t" in lines[end + 1].text):
            break
        widest = max(widest, tabs)
        doubled += tabs >= 2
        end += 2 if spaced and _goes_on(lines, end) else 1
    if doubled >= 2 or (doubled and end - at <= 2) or (widest == 1 and _is_two_column(lines[at:end])):
        return end - at
    return 0


def _is_spaced(lines: Sequence[RawLine], at: int) -> bool:
    """Whether an empty line parts each row of at least three cells from the next, as some programs write tables."""
    return lines[at].text.count("\t") >= 2 and _goes_on(lines, at)


def _goes_on(lines: Sequence[RawLine], at: int) -> bool:
    """Whether one empty line and another row of tab-separated cells follow a line."""
    return at + 2 < len(lines) and not lines[at + 1].text.strip() and "\t" in lines[at + 2].text.strip(" ")


def _is_two_column(lines: Sequence[RawLine]) -> bool:
    """Two columns of a table, not items whose marker is followed by a tab."""
    if any(start_kind(part.strip()) in LAYOUT_KINDS for x in lines for part in x.text.split("\t")):
        return True
    lefts = [x.text.strip(" ").partition("\t")[0].strip() for x in lines if "\t" in x.text.strip()]
    return len(lefts) >= 3 and sum(1 for x in lefts if x and marker(x + " a") is None) > 0.6 * len(lefts)


def pipe_run(lines: Sequence[RawLine], at: int) -> int:
    """How many lines from `at` form one table of piped rows; 0 when they do not."""
    end, ruled = at, False
    while end < len(lines) and (looks_piped(lines[end].text) or is_rule(lines[end].text)):
        ruled = ruled or is_rule(lines[end].text)
        end += 1
    return end - at if end - at >= 2 and (ruled or end - at >= 3) else 0


def tab_rows(lines: Sequence[RawLine]) -> tuple[list[RowDraft], int]:
    """The rows of a tab table with their column count; a row broken within a cell is joined again."""
    split = [[(part, line) for part in line.text.split("\t")] for line in lines if line.text.strip()]
    columns = max(len(row) for row in split)
    rows: list[list[list[tuple[str, RawLine]]]] = []
    for cells in split:
        last = rows[-1] if rows else None
        if last is not None and len(last) < columns and len(last) + len(cells) - 1 == columns:
            last[-1].append(cells[0])
            last.extend([c] for c in cells[1:])
        else:
            rows.append([[c] for c in cells])
    return [_row(row) for row in rows], columns


def pipe_rows(lines: Sequence[RawLine]) -> tuple[list[RowDraft], int]:
    """The rows of a pipe table with their column count."""
    rows: list[list[list[tuple[str, RawLine]]]] = []
    boxed = _is_boxed(lines)
    fresh = True
    for line in lines:
        if is_rule(line.text):
            fresh = True
            continue
        text = line.text.replace("\\|", _HIDDEN).replace("│", "|").strip()
        text = text[1:] if text.startswith("|") else text
        text = text[:-1] if text.endswith("|") else text
        cells = [[(part.replace(_HIDDEN, "|"), line)] for part in text.split("|")]
        if boxed and not fresh and len(cells) == len(rows[-1]):
            for cell, more in zip(rows[-1], cells, strict=True):
                cell.extend(more)
        else:
            rows.append(cells)
        fresh = False
    return [_row(row) for row in rows], max((len(r) for r in rows), default=0)


def _is_boxed(lines: Sequence[RawLine]) -> bool:
    """Whether drawn rules part the rows, so that lines between two rules are one row."""
    rules = [is_rule(x.text) for x in lines]
    drawn = sum(r and ("+" in x.text or "─" in x.text or "═" in x.text) for r, x in zip(rules, lines, strict=True))
    return drawn >= 3 and drawn * 6 >= len(lines) - drawn


def _row(cells: Sequence[Sequence[tuple[str, RawLine]]]) -> RowDraft:
    page = cells[0][0][1].page
    return RowDraft(tuple(_cell(parts, col) for col, parts in enumerate(cells)), page if page >= 0 else None)


def _cell(parts: Sequence[tuple[str, RawLine]], col: int) -> CellDraft:
    pieces: list[Piece] = []
    bold = True
    marks = Marks()
    for text, line in parts:
        got = strip_marks(text, marks)
        bold = bold and (got.bold or not got.text.strip())
        pieces.extend(cell_pieces(got.text, got.anchors, line))
    bold = bold and bool(pieces)
    return CellDraft(tuple(pieces) or (Piece("", parts[0][1].no, parts[0][1].page),), col, bold=bold)


def cell_pieces(text: str, anchors: Sequence[tuple[int, str]], line: RawLine) -> list[Piece]:
    """The paragraphs of one cell: a line break in its text ends one; spaces are single."""
    out: list[Piece] = []
    at = 0
    for part in text.split("\n"):
        words = " ".join(part.split())
        mine = tuple((min(o - at, len(words)), m) for o, m in anchors if at <= o <= at + len(part))
        if words:
            out.append(Piece(words, line.no, line.page, mine))
        at += len(part) + 1
    return out
