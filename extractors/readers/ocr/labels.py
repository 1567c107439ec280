"""The narrow number column of a table: read once as text and once as a number, the better of the two kept."""
from __future__ import annotations

import re

from extractors.models import PageCell, Word

WIDEST = 54.0    # points of a column that can be one of numbers
INK = (40.0, 20.0)  # points of ink, across and down: one short line

_LETTER = re.compile(r"[a-zđA-HĐ][.)]|[-+*•]|\([a-z0-9]{1,3}\)|\d{1,3}\)")
_NUMBER = re.compile(r"(?:\d{1,3}(?:\.\d{1,2}){0,3}|[IVX]{1,7})\.?")


def holds_label(cell: PageCell, width: float, height: float) -> bool:
    """Whether a cell may hold nothing but a row's number: in the first column, narrow, one short line of ink."""
    return cell.col == 0 and cell.span == 1 and cell.box.x1 - cell.box.x0 <= WIDEST and width <= INK[0] and height <= INK[1]


def better_label(text: tuple[Word, ...], number: tuple[Word, ...]) -> tuple[Word, ...]:
    """The reading that makes a label; a title such as "STT" or a letter "a)" stays as text."""
    as_text, as_number = "".join(w.text for w in text), "".join(w.text for w in number)
    if as_text.upper() in {"STT", "TT", "SỐTT", "SỐ"} or (_LETTER.fullmatch(as_text) and _belief(text) > 0.6):
        return text
    if not _NUMBER.fullmatch(as_number):
        return text
    if _NUMBER.fullmatch(as_text) and _belief(text) > _belief(number) + 0.1:
        return text
    return number if not text or sum(c.isalpha() for c in as_text) < 4 else text


def _belief(words: tuple[Word, ...]) -> float:
    return min((w.confidence or 0.0 for w in words), default=0.0)
