"""Which printed lines continue a paragraph: by the width of a full line, by how one ends and the next begins."""
from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from extractors.readers.line_kinds import (
    dangles,
    ends_clause,
    ends_document,
    ends_sentence,
    is_capital,
    marker,
    start_kind,
    starts_low,
)

_ALONE = {"motto", "number", "place_date", "recipients", "signature", "title", "addressee"}
_WIDEST = 220       # characters; a longer line is a paragraph, not a printed line
_ROOM = 0.9         # a proportional font moves the end of a full line by about a tenth
_CAPITALS = 0.72    # capitals are wider
_COUNT = re.compile(r"\(\d{1,2}\)\s")


@dataclass(frozen=True, slots=True)
class Line:
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
    centered: bool = False
    tied: bool = False        # an emphasis opened on the line before goes on in this one
    anchors: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Setting:
    """How a text was set: characters on a full line (0: one line a paragraph), blank lines between wrapped lines,
    the least indent of a paragraph's first line (0: not set in), whether "(1)" counts within sentences."""

    width: float = 0.0
    gap: int = 0
    indent: int = 0
    inline: bool = False


def measure(lines: list[Line]) -> Setting:
    """Reads all flow lines, writes how they were wrapped; few wrapped lines (page breaks only) give width 0."""
    inline = _counts_inline(lines)
    pairs = [(a, b) for a, b in zip(lines, lines[1:], strict=False) if _surely_wrapped(a.text, b.text)]
    lengths = sorted(len(a.text) for a, _ in pairs)
    if len(pairs) < 3 or len(pairs) < 0.08 * len(lines):
        return Setting(inline=inline)
    width = float(lengths[int(0.6 * len(lengths))])
    longer = sum(len(x.text) > 1.4 * width for x in lines)
    if width > _WIDEST or longer > 0.1 * len(lines):
        return Setting(inline=inline)
    return Setting(width, int(median(b.gap for _, b in pairs)), _first_indent(lines, pairs), inline)


def _counts_inline(lines: list[Line]) -> bool:
    """Whether "(1) … (2) …" stands within lines more often than it opens them."""
    opening = sum(_COUNT.match(x.text) is not None for x in lines)
    return sum(len(_COUNT.findall(x.text)) for x in lines if "(" in x.text) > 2 * opening


def _first_indent(lines: list[Line], pairs: list[tuple[Line, Line]]) -> int:
    """How far first lines are set in, when items are and wrapped lines are not; else 0."""
    items = [x.indent for x in lines if marker(x.text) in ("strong", "dash")]
    rest = median(b.indent for _, b in pairs)
    if len(items) < 3 or median(items) < rest + 2:
        return 0
    return int(rest) + 2


def _surely_wrapped(a: str, b: str) -> bool:
    return len(a) >= 25 and not ends_clause(a) and starts_low(b) and marker(b) is None and not is_capital(a)


def is_full(a: Line, b: Line, setting: Setting) -> bool:
    """Whether the first word of `b` had no room any more on the line `a`."""
    word = b.text.find(" ")
    need = len(a.text) + 1 + (word if word > 0 else len(b.text))
    return need >= setting.width * (_CAPITALS if is_capital(a.text) else _ROOM)


def joins(lines: Sequence[Line], b: Line, setting: Setting, titled: bool = False) -> bool:
    """Whether `b` continues the paragraph that `lines` are the first lines of; `titled`: it follows a title line."""
    a, first = lines[-1], lines[0]
    if a.heading or b.heading or ends_document(a.text):
        return False
    if b.text[0] in "),.;:!?”…":
        return True
    kind = start_kind(b.text)
    if kind in _ALONE or start_kind(a.text) in ("motto", "title", "recipients"):
        return False
    if b.tied and not is_capital(b.text):
        return True
    if titled and kind == "opener":
        return False
    if 0 < setting.indent <= b.indent < setting.width / 4 and a.indent < setting.indent and not b.brk:
        return False
    if _opens(lines, b, kind, setting):
        return False
    return _continues(a, b, first, setting)


def _opens(lines: Sequence[Line], b: Line, kind: str | None, setting: Setting) -> bool:
    """Whether `b` begins with what only a new paragraph begins with."""
    a = lines[-1]
    mark = marker(b.text)
    wrapped = setting.width > 0 and is_full(a, b, setting) and not ends_clause(a.text) and not is_capital(a.text)
    if mark == "strong":
        return not (dangles(a.text) and not a.text.endswith(",") and wrapped)
    if mark == "dash":
        return not (wrapped and _dash_within(lines, b, setting))
    if mark == "paren":
        full = setting.width > 0 and is_full(a, b, setting)
        return not full and not setting.inline
    if kind in ("appendix", "part", "article", "subject"):
        return not (dangles(a.text) or _open_bracket(a.text) or (wrapped and kind != "appendix"))
    return kind in ("label", "opener") and (ends_clause(a.text) or not wrapped)


def _dash_within(lines: Sequence[Line], b: Line, setting: Setting) -> bool:
    """Whether a dash at a line's start belongs to the sentence ("Nông" / "- Lâm nghiệp"), on a full line before it.

    After a numbered heading without a stop it opens an item; within prose or an item it goes on.
    """
    word = b.text.lstrip("-–—+*• ")[:1]
    if not word.isupper() or _open_bracket(lines[-1].text):
        return True
    heading = marker(lines[0].text) == "strong" and len(lines) <= 2
    return not (heading and not any(c in x.text[4:] for x in lines for c in ".;:"))


def _continues(a: Line, b: Line, first: Line, setting: Setting) -> bool:
    low = starts_low(b.text) and not (b.text.startswith("(") and is_capital(a.text))
    if is_capital(a.text) and not is_capital(b.text):
        return False
    if not setting.width:
        return _continues_page(a, b, low)
    full = is_full(a, b, setting)
    if b.gap > setting.gap and not b.brk:
        return low and not ends_clause(a.text)
    if low:
        return full or not ends_clause(a.text)
    if is_capital(a.text):
        return full and marker(first.text) == "strong"
    if ends_sentence(a.text):
        return full and not b.brk
    return full or dangles(a.text)


def _continues_page(a: Line, b: Line, low: bool) -> bool:
    """For text with one line a paragraph: only a page broke the sentence."""
    if low:
        return not ends_clause(a.text) or a.text.endswith(";")
    if b.text[:1].isdigit():
        return not ends_clause(a.text) and len(a.text) > 60
    return (dangles(a.text) or _open_bracket(a.text)) and not is_capital(a.text)


def _open_bracket(text: str) -> bool:
    """Whether a bracket or quote is still open at the end of a line."""
    tail = text[-300:]
    return tail.rfind("(") > tail.rfind(")") or tail.rfind("“") > tail.rfind("”")
