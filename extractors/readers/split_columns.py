"""Text that keeps the page's layout by spaces: the two columns of the head and of the foot, one after the other."""
from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.readers.line_kinds import marker, start_kind
from extractors.readers.text_tables import RawLine

_BLANKS = re.compile(r"(?i)(số\s*:|ngày|tháng|năm)(\s{2,})(?=\S)")  # left open for the hand: no gap between columns
_GAP = re.compile(r"\S( {3,})(?=\S)")
_FOOT = re.compile(r"\s*((?i:nơi nhận)\s*:|-\s.{2,80}?[;.,]) {1,2}(?=\S)(.{3,60})\Z")
_TWO = {"motto", "place_date", "recipients", "signature", "number"}
_WIDEST = 400  # characters; a longer line is no line of a page
_REACH = 30   # lines of one block of columns


def split_columns(lines: Sequence[RawLine]) -> list[RawLine]:
    """The lines with every two-column head or foot unfolded: its left column, then its right one."""
    lines = [part for line in lines for part in _parted(line)]
    out: list[RawLine] = []
    at = 0
    while at < len(lines):
        edge = _edge(lines[at].text) if "   " in lines[at].text.strip() else None
        if edge is None:
            out.append(lines[at])
            at += 1
            continue
        end, cut = _block(lines, at, edge)
        start = _reach_up(out, cut)
        block = [*out[start:], *lines[at:end]]
        del out[start:]
        out.extend(_unfolded(block, cut))
        at = end
    return out


def _parted(line: RawLine) -> Sequence[RawLine]:
    """A line of the foot in which a dump left one space between the columns ("Nơi nhận: TM. ỦY BAN NHÂN DÂN")."""
    text = line.text.rstrip()
    found = _FOOT.match(text) if text[-2:].isupper() else None
    if found is None or start_kind(found[2]) != "signature":
        return (line,)
    return line._replace(text=found[1]), line._replace(text=found[2])


def _masked(text: str) -> str:
    return _BLANKS.sub(lambda m: m[1] + "\x1f" * len(m[2]), text)


def _edge(text: str) -> int | None:
    """Where the right column begins, when a line holds two columns and one of them is of the head or the foot."""
    if len(text) > _WIDEST:
        return None
    masked = _masked(text)
    for gap in _GAP.finditer(masked):
        left, right = text[:gap.start(1)].strip(), text[gap.end(1):].strip()
        kinds = {start_kind(left), start_kind(right)}
        if kinds & _TWO and not _GAP.search(masked, gap.end(1)):
            return gap.end(1)
    return None


def _block(lines: Sequence[RawLine], at: int, edge: int) -> tuple[int, int]:
    """The line after the block that begins at `at`, and the column at which to cut it."""
    cut = edge
    end = last = at + 1
    blank = False
    while end < min(len(lines), at + _REACH) and lines[end].page == lines[at].page:
        text = lines[end].text
        if text.strip():
            side = _side(text, cut)
            if side is None or (blank and _is_left(text, cut) and marker(text.strip()) != "dash"):
                break
            cut = min(cut, side)
            last = end + 1
        blank = not text.strip()
        end += 1
    return last, cut


def _is_left(text: str, cut: int) -> bool:
    """Whether a line stands in the left column alone."""
    return len(text) - len(text.lstrip()) < cut * 0.7 and not _GAP.search(_masked(text.rstrip()))


def _side(text: str, cut: int) -> int | None:
    """The cut that keeps a line within the columns, None where the line runs across them."""
    masked = _masked(text.rstrip())
    begin = len(masked) - len(masked.lstrip())
    if len(masked) <= cut + 1 and begin < cut * 0.7:
        return cut
    if begin >= cut * 0.7 and begin >= 20:
        return min(cut, begin)
    for gap in _GAP.finditer(masked):
        if gap.start(1) <= cut + 2 and gap.end(1) >= cut * 0.7:
            return min(cut, gap.end(1))
    return None


def _reach_up(out: Sequence[RawLine], cut: int) -> int:
    """The first of the lines above that belong to a column too (a short line of the left one)."""
    start = len(out)
    while start > 0 and len(out) - start < 3:
        text = out[start - 1].text
        if not text.strip() or len(text.rstrip()) > cut or start_kind(text.strip()) is not None:
            break
        if len(text.strip()) > 0.8 * cut:
            break
        start -= 1
    return start


def _unfolded(block: Sequence[RawLine], cut: int) -> list[RawLine]:
    left: list[RawLine] = []
    right: list[RawLine] = []
    for line in block:
        a, b = _halves(line.text, cut)
        if a.strip() or not b.strip():
            left.append(RawLine(a.strip(), line.no, line.page))
        if b.strip():
            right.append(RawLine(b.strip(), line.no, line.page))
    while left and not left[-1].text.strip():
        left.pop()
    blank = RawLine("", block[-1].no, block[-1].page)
    return [*left, blank, *right, blank]


def _halves(text: str, cut: int) -> tuple[str, str]:
    """A line cut at the gap nearest to the column's edge."""
    masked = _masked(text)
    begin = len(masked) - len(masked.lstrip())
    if begin >= cut * 0.7 and begin >= 20:
        return "", text
    best = None
    for gap in _GAP.finditer(masked):
        if gap.start(1) <= cut + 2 and gap.end(1) >= cut * 0.7:
            best = gap
    return (text[:best.start(1)], text[best.end(1):]) if best else (text, "")
