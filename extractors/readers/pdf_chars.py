"""The characters of a PDF page as arrays, turned upright: code, extent along the line, baseline, size, style.

Reads a pdfium page; writes `PageChars`. Only pdfium's plain C functions are called, in bulk: two calls a character,
the rest once a text object.
"""
from __future__ import annotations

import ctypes
import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import repeat
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_BOLD = ("bold", "black", "heavy", "demi")
_SLANTED = ("italic", "oblique")
_INVISIBLE = 3
_UNREADABLE = 1.6  # points
_STROKED = 2


@dataclass(frozen=True, slots=True)
class Frame:
    """How a page is turned so that most of its text runs from left to right: `turn` is the direction of that text in
    quarter turns against the clock; the four bounds are the visible page in its own coordinates."""

    turn: int
    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """Of the page once turned, points."""
        return self.right - self.left if self.turn % 2 == 0 else self.top - self.bottom

    @property
    def height(self) -> float:
        """Of the page once turned, points."""
        return self.top - self.bottom if self.turn % 2 == 0 else self.right - self.left

    def place(self, x: Any, y: Any) -> tuple[Any, Any]:
        """Points (numbers or arrays) of the PDF's space -> points from the turned page's top left corner."""
        if self.turn == 0:
            return x - self.left, self.top - y
        if self.turn == 1:
            return y - self.bottom, x - self.left
        if self.turn == 2:
            return self.right - x, y - self.bottom
        return self.top - y, self.right - x


@dataclass(frozen=True, slots=True)
class Style:
    """What all characters of one text object share. `hidden`: drawn invisibly or too small to be seen; `white`: drawn
    in white; `turn`: quarter turns against the page's own x axis, None for a slanting line; `y`, `x`: where its first
    character stands, in the PDF's space."""

    font: str
    size: float
    bold: bool
    italic: bool
    hidden: bool
    turn: int | None
    x: float
    y: float
    white: bool = False


@dataclass(frozen=True, slots=True)
class PageChars:
    """Parallel arrays, one entry a character that the page really draws, in content order; `styles[owner[i]]`."""

    code: NDArray[np.uint32]
    box: NDArray[np.float32]     # n x 4: left, bottom, right, top in the PDF's space, advance width
    owner: NDArray[np.int32]
    styles: tuple[Style, ...]
    unmapped: int


@cache
def native(name: str, *signature: Any) -> Callable[..., Any]:
    """One of pdfium's C functions with a bare prototype (result type first): a third of the price of the binding's
    own conversions, which matters at two calls a character."""
    import pypdfium2.raw as raw

    address = ctypes.cast(getattr(raw, name), ctypes.c_void_p).value
    assert address is not None
    function: Callable[..., Any] = ctypes.CFUNCTYPE(*signature)(address)
    return function


def address(handle: Any) -> int:
    """The address behind one of the binding's handles."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


def read_chars(textpage: Any) -> PageChars:
    """Every character of a page that stands in a text object (pdfium's own guesses at spaces are left out)."""
    import numpy as np

    handle, count = address(textpage.raw), textpage.count_chars()
    box = np.zeros((count, 4), np.float32)
    start = box.ctypes.data
    loose = native("FPDFText_GetLooseCharBox", ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
    for _ in map(loose, repeat(handle, count), range(count), range(start, start + 16 * count, 16)):
        pass
    owner_of = native("FPDFText_GetTextObject", ctypes.c_size_t, ctypes.c_void_p, ctypes.c_int)
    owners = np.fromiter(map(owner_of, repeat(handle, count), range(count)), np.uint64, count)
    code = _codes(handle, count)
    kept = owners > 0
    distinct, first, owner = np.unique(owners, return_index=True, return_inverse=True)
    fonts: dict[int, tuple[str, bool, bool]] = {}
    styles = tuple(_style(handle, int(i), int(o), fonts) for o, i in zip(distinct, first, strict=True))
    # FS_RECTF is left, top, right, bottom
    return PageChars(code[kept], box[kept][:, [0, 3, 2, 1]], owner.astype(np.int32)[kept], styles,
                     _unmapped(handle, count, code))


def _codes(handle: int, count: int) -> NDArray[np.uint32]:
    """The characters' code points; one call where text and characters correspond one to one."""
    import numpy as np

    buffer = np.zeros(count + 1, np.uint16)
    get_text = native("FPDFText_GetText", ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_int, ctypes.c_void_p)
    written = get_text(handle, 0, count, buffer.ctypes.data)
    surrogates = (buffer >= 0xD800) & (buffer < 0xE000)
    if written == count + 1 and not surrogates.any():
        return buffer[:count].astype(np.uint32)
    unicode = native("FPDFText_GetUnicode", ctypes.c_uint32, ctypes.c_void_p, ctypes.c_int)
    return np.fromiter(map(unicode, repeat(handle, count), range(count)), np.uint32, count)


def _unmapped(handle: int, count: int, code: NDArray[np.uint32]) -> int:
    """How many characters have no certain letter; the font's own map is asked for every eighth character."""
    odd = int(((code == 0) | (code == 0xFFFD) | ((code >= 0xE000) & (code < 0xF900)) | (code > 0x10FFFF)).sum())
    failed = native("FPDFText_HasUnicodeMapError", ctypes.c_int, ctypes.c_void_p, ctypes.c_int)
    sample = range(0, count, 8)
    wrong = sum(1 for e in map(failed, repeat(handle), sample) if e == 1)
    return max(odd, 8 * wrong if wrong > 1 else 0)


def _style(handle: int, index: int, owner: int, fonts: dict[int, tuple[str, bool, bool]]) -> Style:
    """The style of the text object whose first character is `index`."""
    if not owner:
        return Style("", 0.0, False, False, False, 0, 0.0, 0.0)
    pointer, number = ctypes.c_void_p, ctypes.c_int
    matrix, at = (ctypes.c_float * 6)(), (ctypes.c_double * 2)()
    native("FPDFText_GetMatrix", number, pointer, number, pointer)(handle, index, ctypes.addressof(matrix))
    native("FPDFText_GetCharOrigin", number, pointer, number, pointer, pointer)(
        handle, index, ctypes.addressof(at), ctypes.addressof(at) + 8)
    size = native("FPDFText_GetFontSize", ctypes.c_double, pointer, number)(handle, index)
    mode = native("FPDFTextObj_GetTextRenderMode", number, pointer)(owner)
    font = native("FPDFTextObj_GetFont", pointer, pointer)(owner) or 0
    if font not in fonts:
        fonts[font] = _font(font)
    name, bold, italic = fonts[font]
    a, b, c, d = matrix[0], matrix[1], matrix[2], matrix[3]
    skewed = abs(a) > 0 and abs(b) < 1e-3 * abs(a) and c > 0.1 * abs(d)
    size = abs(size) * (math.hypot(c, d) or 1.0)
    return Style(name, size, bold or mode == _STROKED, italic or skewed, mode == _INVISIBLE or size < _UNREADABLE,
                 _turn(a, b), at[0], at[1], _is_white(owner))


def _is_white(owner: int) -> bool:
    """Whether a text object is filled with white or with nothing."""
    colour, pointer = (ctypes.c_uint * 4)(), ctypes.c_void_p
    start = ctypes.addressof(colour)
    known = native("FPDFPageObj_GetFillColor", ctypes.c_int, pointer, pointer, pointer, pointer, pointer)(
        owner, start, start + 4, start + 8, start + 12)
    return bool(known) and (colour[3] == 0 or min(colour[0], colour[1], colour[2]) >= 250)


def _turn(a: float, b: float) -> int | None:
    """The writing direction in quarter turns, None when it is more than about 8 degrees from each of them."""
    quarters = math.atan2(b, a) / (math.pi / 2)
    nearest = round(quarters)
    return nearest % 4 if abs(quarters - nearest) < 0.09 else None


def _font(font: int) -> tuple[str, bool, bool]:
    """A font's name without its subset tag, and whether it is bold, italic."""
    buffer = ctypes.create_string_buffer(200)
    get = native("FPDFFont_GetBaseFontName", ctypes.c_size_t, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t)
    get(font, ctypes.addressof(buffer), len(buffer))
    name = buffer.value.decode("utf-8", "replace").split("+", 1)[-1]
    weight = native("FPDFFont_GetWeight", ctypes.c_int, ctypes.c_void_p)(font)
    flags = native("FPDFFont_GetFlags", ctypes.c_int, ctypes.c_void_p)(font)
    low = name.lower()
    bold = any(w in low for w in _BOLD) or weight >= 650 or (flags > 0 and bool(flags & 1 << 18))
    italic = any(w in low for w in _SLANTED) or (flags > 0 and bool(flags & 1 << 6))
    return name, bold, italic


def frame_of(chars: PageChars, bounds: tuple[float, float, float, float], rotate: int) -> Frame:
    """The frame in which most characters run left to right; a page without text is turned as its own /Rotate says
    (`rotate`: quarter turns with the clock)."""
    import numpy as np

    counts = np.bincount(chars.owner, minlength=len(chars.styles)) if len(chars.owner) else np.zeros(0, int)
    weight = [0.0, 0.0, 0.0, 0.0]
    for style, n in zip(chars.styles, counts, strict=False):
        if style.turn is not None:
            weight[style.turn] += float(n)
    turn = rotate % 4
    if sum(weight) and weight[turn] < 0.5 * max(weight):
        turn = weight.index(max(weight))
    return Frame(turn, *bounds)
