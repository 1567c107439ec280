"""The narrow number column of a table, read as one line of labels set side by side.

A digit alone in a picture is often misread; in a line of others it hardly ever is. The line is read twice, as text
and as numbers, and the two readings of each label are weighed by what labels look like.
"""
from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.models import PageCell
from extractors.readers.ocr.engine import Engine, Mode, Token

if TYPE_CHECKING:
    from numpy import uint8
    from numpy.typing import NDArray

WIDEST = 54.0        # points of a column that can be one of numbers
INK = (40.0, 20.0)   # points of ink, across and down: one short line
LOWEST = 5.0         # points: a dash is lower
GAP = 26.0           # points between two labels in the line; nearer ones run together
MARGIN = 12          # pixels around the line

_TITLE = re.compile(r"Số|Số ?TT|No\.?", re.I)
_STT = re.compile(r"([Ss5]?)(?=.*T)[TIl1Ị]{1,3}")  # the title of the column, strokes taken for each other
_LETTER = re.compile(r"[a-zđA-GĐ][.)]|\([a-z0-9]{1,3}\)|\d{1,3}\)|[IVX]{1,5}\.\d{1,2}\.?")
_NUMBER = re.compile(r"(?:\d{1,3}(?:\.\d{1,2}){0,3}|[IVX]{1,7})\.?")
_ROMAN = re.compile(r"(?:X{0,3})(?:IX|IV|V?I{0,3})\.?")
_TWICE = re.compile("xX|vV|iI|lI")  # one capital seen as two letters
# how Roman numerals are misread as text
_AS_ROMAN = str.maketrans({"H": "II", "v": "V", "x": "X", **dict.fromkeys("l1|LÏi]!", "I")})


@dataclass(frozen=True, slots=True)
class Label:
    """What was read of one label; `text` empty where nothing was."""

    text: str
    confidence: float


def holds_label(cell: PageCell, width: float, height: float) -> bool:
    """Whether a cell may hold nothing but a row's number: in the first column, narrow, one short line of ink."""
    narrow = cell.col == 0 and cell.span == 1 and cell.box.x1 - cell.box.x0 <= WIDEST
    return narrow and width <= INK[0] and LOWEST <= height <= INK[1]


def read_labels(pictures: Sequence[NDArray[uint8]], engine: Engine, dpi: float) -> list[Label]:
    """The labels in the pictures, one each."""
    if not pictures:
        return []
    line, places = side_by_side(pictures, round(GAP * dpi / 72))
    texts, numbers = (_assigned(engine.read([line], round(dpi), mode)[0], places) for mode in (Mode.TEXT, Mode.NUMBER))
    return [weigh(text, number) for text, number in zip(texts, numbers, strict=True)]


def side_by_side(pictures: Sequence[NDArray[uint8]], gap: int) -> tuple[NDArray[uint8], list[tuple[int, int]]]:
    """One picture of all labels on one base line, and where each stands in it (left, right)."""
    import numpy as np
    inks = [_trimmed(p) for p in pictures]
    height, x = max(p.shape[0] for p in inks), MARGIN
    line = np.full((height + 2 * MARGIN, sum(p.shape[1] + gap for p in inks) + 2 * MARGIN), 255, np.uint8)
    places = []
    for ink in inks:
        high, wide = ink.shape
        line[MARGIN + height - high:MARGIN + height, x:x + wide] = ink
        places.append((x - gap // 3, x + wide + gap // 3))
        x += wide + gap
    return line, places


def _trimmed(picture: NDArray[uint8]) -> NDArray[uint8]:
    import numpy as np
    dark = picture < 150
    rows, columns = np.flatnonzero(dark.any(axis=1)), np.flatnonzero(dark.any(axis=0))
    return picture[rows[0]:rows[-1] + 1, columns[0]:columns[-1] + 1] if rows.size else picture


def _assigned(tokens: Sequence[Token], places: Sequence[tuple[int, int]]) -> list[Label]:
    out = []
    for left, right in places:
        here = [t for t in tokens if left < (t.x0 + t.x1) / 2 < right]
        out.append(Label("".join(t.text for t in here), min((t.confidence for t in here), default=0.0)))
    return out


def weigh(text: Label, number: Label) -> Label:
    """The better of a label's two readings."""
    plain = _TWICE.sub(lambda m: m.group().upper()[0], text.text.strip("'`,;:_ "))
    if (title := _STT.fullmatch(plain)) and not number.text.strip(".").isdigit():
        return Label("STT" if title.group(1) else "TT", text.confidence)
    if _TITLE.fullmatch(plain) or _LETTER.fullmatch(plain) or not (plain or number.text):
        return Label(plain, text.confidence)
    roman = plain.translate(_AS_ROMAN)
    is_roman = bool(_ROMAN.fullmatch(roman)) and any(c in "IVXHLl" for c in plain)
    number_fits = bool(_NUMBER.fullmatch(number.text))
    if is_roman and not number.text.strip(".").isdigit():
        best = max(roman, number.text if number_fits else "", key=lambda t: len(t.strip(".")))
        return Label(best, max(text.confidence, number.confidence) if best == number.text else text.confidence * 0.9)
    if _NUMBER.fullmatch(plain) and (not number_fits or text.confidence > number.confidence):
        return Label(plain, text.confidence)
    return number if number_fits else text
