"""Tokens of the engine made words of the page: points, one height a line, odd letters put right."""
from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import groupby

from extractors.models import Word
from extractors.readers.ocr.engine import Token
from extractors.readers.ocr.sizes import ABOVE_BASE, BELOW_BASE, measure_line

# letters that no Vietnamese text holds, and what they were printed as
_ODD = str.maketrans({"Ð": "Đ", "ð": "đ", "Ñ": "Đ", "⁄": "/", "—": "-", "–": "-",
                      "Ï": "I", "ï": "i", "ﬁ": "fi", "ﬂ": "fl"})
_DASH = re.compile(r"[:;.,'`_·°~]*-[:;.,'`_·°~]*")  # a list's dash with dirt at it
_STROKES = "_ˆ^`´~¬{}\\"  # what strokes of pens and seals are read as; no word of a directive has them at its ends


def make_words(tokens: Sequence[Token], left: int, top: int, point: float) -> tuple[Word, ...]:
    """Words in points; `left`, `top` the picture's place on the page in pixels, `point` pixels a point."""
    out: list[Word] = []
    for _, group in groupby(tokens, key=lambda t: t.line):
        line = [(tidy(t.text), t) for t in group]
        measured = measure_line([(text, t.y0, t.y1) for text, t in line])
        for text, t in line:
            size, y0, y1 = float(t.y1 - t.y0), float(t.y0), float(t.y1)
            if measured is not None:
                size, base = measured
                y0, y1 = min(y0, base - ABOVE_BASE * size), max(y1, base + BELOW_BASE * size)
            out.append(Word(text, (left + t.x0) / point, (top + y0) / point, (left + t.x1) / point, (top + y1) / point,
                            round(2 * size / point) / 2, confidence=round(max(0.0, min(1.0, t.confidence)), 3)))
    return tuple(out)


def tidy(text: str) -> str:
    """A token in NFC with the letters that no Vietnamese text holds put right."""
    plain = unicodedata.normalize("NFC", text).translate(_ODD)
    if _DASH.fullmatch(plain):
        return "-"
    return plain.strip(_STROKES) or plain
