"""How a text was set: how wide a full line is, whether first lines are set in, what its blank lines mean."""
from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from extractors.readers.line_kinds import dangles, ends_clause, is_capital, marker, starts_low

_WIDEST = 220      # characters; a longer line is a paragraph, not a printed line
_COUNT = re.compile(r"\(\d{1,2}\)\s")
# what letters measure in Times, in 1/250 em: nearly every directive is set in it
_TIMES = {"A": 180, "B": 167, "C": 167, "D": 180, "E": 153, "F": 139, "G": 180, "H": 180, "I": 83, "J": 97, "K": 180,
          "L": 153, "M": 222, "N": 180, "O": 180, "P": 139, "Q": 180, "R": 167, "S": 139, "T": 153, "U": 180, "V": 180,
          "W": 236, "X": 180, "Y": 180, "Z": 153, "a": 111, "b": 125, "c": 111, "d": 125, "e": 111, "f": 83, "g": 125,
          "h": 125, "i": 70, "j": 70, "k": 125, "l": 70, "m": 194, "n": 125, "o": 125, "p": 125, "q": 125, "r": 83,
          "s": 97, "t": 70, "u": 125, "v": 125, "w": 180, "x": 125, "y": 125, "z": 111, " ": 63, ".": 63, ",": 63,
          ";": 70, ":": 70, "-": 83, "/": 70, "(": 83, ")": 83, "“": 111, "”": 111, "đ": 125, "Đ": 180, "ư": 135,
          "Ư": 190, "ơ": 135, "Ơ": 185, "–": 125, "…": 250, "'": 45, '"': 102, "!": 83, "%": 208, "?": 111}
_SET_IN = 0.085    # a first line is set in by so much of the width, which a dump does not show
_CAPITALS = 0.1    # headings in capitals are broken by sense
_UNENDED = 0.05    # more room for a line that no stop ends (it hardly closes a paragraph) where widths are inexact
_EXACT = 0.01      # the same where the width explains every break
_FEW = 0.3         # the fewer lines tell the width, the more room; so much for one of them
_SHORT_FILE = 150  # characters; a file whose longest line is no longer may be wrapped, however few lines prove it
_TELLING = 400     # lines that tell the width well enough


class Line(NamedTuple):
    """One line of flow text without its marks. `gap` blank lines stand before it; `brk`: it opens a page."""

    text: str
    no: int
    page: int = -1
    gap: int = 0
    indent: int = 0
    brk: bool = False
    bold: bool = False
    italic: bool = False
    heading: int = 0
    tied: bool = False        # an emphasis opened on the line before goes on in this one
    anchors: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Setting:
    """How a text was set. `width`: of a full line, 0 for one line a paragraph; in characters where `plain`, else in
    1/250 em of Times; `first`: the same of a paragraph's first line, `spare`: the part of it that a full line without
    a stop may leave. `gap`: blank lines between wrapped lines. `indent`: the least indent of a paragraph's first line,
    0 where it is not set in. `inline`: "(1)" counts within sentences. `chars`: characters on a full line."""

    width: float = 0.0
    gap: int = 0
    indent: int = 0
    inline: bool = False
    plain: bool = False
    chars: int = 0
    first: float = 0.0
    spare: float = _UNENDED


def _widths() -> list[int]:
    import unicodedata

    out = [125] * 0x2100
    for code in range(0x2100):
        letter = chr(code)
        base = unicodedata.normalize("NFD", letter)[0]
        out[code] = _TIMES.get(letter, _TIMES.get(base, 125))
    return out


_WIDTHS = _widths()


def print_width(text: str) -> int:
    """What a text measures in Times, in 1/250 em."""
    return sum(_WIDTHS[ord(c)] if c < "\u2100" else 125 for c in text)


def measure(lines: list[Line]) -> Setting:
    """Reads all flow lines, writes how they were wrapped; few wrapped lines (page breaks only) give width 0."""
    inline = _counts_inline(lines)
    pairs = [(a, b) for a, b in pairwise(lines) if _surely_wrapped(a.text, b.text)]
    chars = _usual_length(lines, pairs)
    if not chars:
        return Setting(inline=inline)
    full = [(a.text, b.text.partition(" ")[0]) for a, b in pairs if len(a.text) > 0.8 * chars][:_TELLING]
    long = [x.text for x in lines if 0.85 * chars < len(x.text) < 1.15 * chars][:_TELLING]
    width, first, spare, plain = _full_width(full, long)
    gap = int(median(b.gap for _, b in pairs))
    return Setting(width, gap, _first_indent(lines, pairs), inline, plain, chars, first, spare)


def _surely_wrapped(a: str, b: str) -> bool:
    if len(a) < 25 or ends_clause(a) or marker(b) is not None or is_capital(a):
        return False
    return starts_low(b) or (a[-1].isalpha() and dangles(a))


def _usual_length(lines: list[Line], pairs: list[tuple[Line, Line]]) -> int:
    """Characters on a full line; 0 where a line is a paragraph. In a short file one break proves the wrapping when
    nothing is longer than the line before it could be."""
    if not pairs:
        return 0
    lengths = sorted(len(a.text) for a, _ in pairs)
    chars = lengths[int(0.9 * len(lengths))]
    longest = max(len(x.text) for x in lines)
    if longest <= _SHORT_FILE:
        proofs = sum(len(a.text) + 1 + len(b.text.partition(" ")[0]) > 0.93 * longest for a, b in pairs)
        if 2 * proofs >= len(pairs):
            return max(chars, int(0.95 * longest))
    longer = sum(len(x.text) > 1.4 * chars for x in lines)
    few = len(pairs) < 3 or len(pairs) < 0.08 * len(lines)
    return 0 if few or chars > _WIDEST or longer > 0.1 * len(lines) else chars


def _full_width(full: list[tuple[str, str]], long: list[str]) -> tuple[float, float, float, bool]:
    """Width, first width, spare part and whether characters count, in the measure that explains the breaks better:
    letters of Times, or one for all. `full`: lines that surely go on, each with the next line's first word."""
    found = []
    for plain, of in ((False, print_width), (True, len)):
        rows = [(of(a), of(f"{a} {b}"), marker(a) is not None) for a, b in full]
        lines = [(of(x), marker(x) is not None) for x in long]
        width, broken = _limit([r[:2] for r in rows], [x[0] for x in lines])
        first = _first_limit([r[:2] for r in rows if r[2]], [x[0] for x in lines if x[1]], width)
        found.append((broken, plain, width, first))
    broken, plain, width, first = min(found)
    spare = max(_EXACT, _FEW / len(full)) if broken < _EXACT else _UNENDED
    return width, first, min(spare, _UNENDED), plain


def _limit(rows: list[tuple[int, int]], lines: list[int]) -> tuple[float, float]:
    """The longest line that leaves no room for the next word on the lines that surely go on, but for one in twenty;
    and by what part of the width the breaks contradict it. `rows`: widths without and with the next word."""
    after = sorted(x[1] for x in rows)
    least = after[int(0.05 * len(after))] if after else max(lines)
    limit = max((x for x in lines if x < least), default=least - 1)
    contrary = sum(max(0, limit + 1 - x) for x in after) + sum(max(0, x[0] - limit) for x in rows)
    return float(limit), contrary / limit / max(1, len(rows))


def _first_limit(rows: list[tuple[int, int]], lines: list[int], width: float) -> float:
    """The width of first lines, told by the lines that open an item; set in, unless some are seen to be full."""
    if len(rows) >= 3:
        return min(width, _limit(rows, lines)[0])
    return width if lines and max(lines) > (1 - _SET_IN / 2) * width else (1 - _SET_IN) * width


def is_full(a: Line, b: Line, setting: Setting, opening: bool = False, broad: bool = True) -> bool:
    """Whether the first word of `b` had no room any more on the line `a`; `opening`: `a` begins its paragraph;
    `broad`: a heading in capitals may be broken by sense, before its line is full."""
    word = b.text.partition(" ")[0]
    slack = (0.0 if ends_clause(a.text) else setting.spare) + (_CAPITALS if broad and is_capital(a.text) else 0.0)
    room = (1.0 - slack) * (setting.first if opening else setting.width)
    if setting.plain:
        return len(a.text) + 1 + len(word) > room
    return print_width(a.text) + 63 + print_width(word) > room


def _counts_inline(lines: list[Line]) -> bool:
    """Whether "(1) … (2) …" stands within lines more often than it opens them."""
    having = [x.text for x in lines if "(" in x.text]
    opening = sum(_COUNT.match(x) is not None for x in having)
    return sum(len(_COUNT.findall(x)) for x in having) > 2 * opening


def _first_indent(lines: list[Line], pairs: list[tuple[Line, Line]]) -> int:
    """How far first lines are set in, when items are and wrapped lines are not; else 0."""
    items = [x.indent for x in lines if marker(x.text) in ("strong", "dash")]
    rest = median(b.indent for _, b in pairs)
    if len(items) < 3 or median(items) < rest + 2:
        return 0
    return int(rest) + 2
