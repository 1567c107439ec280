"""Words of a PDF page by position, never by content order: a fallback font breaks the order letter by letter.

Reads `PageChars`; writes `Word`s in lines from the top, each line from the left.
"""
from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.clean import clean
from extractors.legacy_fonts import decode_legacy, legacy_of
from extractors.models import Word
from extractors.readers.pdf_chars import Frame, PageChars, Style

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ASCENT, DESCENT = 0.73, 0.23   # of the size: a word's box runs from above its capitals to below its line
_GAP = 0.16                    # of the size: white that parts words where a page has no space characters
_GAP_SPACED = 0.3              # the same where it has them
_SAME_LINE = 0.08              # of the size: baselines this near are one line
_LINE_END_HYPHENS = (2, 0xAD, 0xFFFE)  # what pdfium and typists put for one
_UNICODE_ONLY = frozenset("ăắằẳẵặđơớờởỡợưứừửữựạảấầẩẫậẹẻẽếềểễệỉịọỏốồổỗộụủỳỵỷỹĂĐƠƯ")
_OVERPRINT = 0.14              # of the size: the same letter this near is printed twice for bold


def read_words(chars: PageChars, frame: Frame,
               concealed: frozenset[int] = frozenset()) -> tuple[list[Word], list[Word]]:
    """All words of the page that lie on it, top down and left to right: those that run along the page, and those
    that are written up or down it (turned column titles). `concealed`: text objects that nobody sees."""
    import numpy as np

    if not len(chars.code):
        return [], []
    turn_of = [-1 if s.turn is None or i in concealed else s.turn for i, s in enumerate(chars.styles)]
    turns = np.array(turn_of)[chars.owner]
    along = _words(chars, turns == frame.turn, frame, frame)
    turned: list[Word] = []
    for turn in {int(t) for t in np.unique(turns)} - {frame.turn, -1}:
        own = Frame(turn, frame.left, frame.bottom, frame.right, frame.top)
        turned += _words(chars, turns == turn, own, frame)
    return along, turned


def _words(chars: PageChars, mask: NDArray[np.bool_], own: Frame, frame: Frame) -> list[Word]:
    """The words of one writing direction, found in its `own` frame and given in the page's."""
    import numpy as np

    mask = mask & (chars.code > 0)
    code, owner = chars.code[mask], chars.owner[mask]
    if not len(code):
        return []
    corners = chars.box[mask]
    xa, _ = own.place(corners[:, 0], corners[:, 1])
    xb, _ = own.place(corners[:, 2], corners[:, 3])
    left, right = np.minimum(xa, xb), np.maximum(xa, xb)
    baseline, size = _baselines(chars.styles, own)
    line = _lines(baseline, size)[owner]
    code = np.where(np.isin(code, _LINE_END_HYPHENS), ord("-"), code)
    code = np.where(code > 0x10FFFF, 0xFFFD, code).astype("<u4")
    at = _with_base(code, left)
    order = np.lexsort((at, line))
    inside = (left[order] < own.width) & (right[order] > 0) & (baseline[owner[order]] > 0)
    inside &= baseline[owner[order]] - 0.5 * size[owner[order]] < own.height
    order = order[inside]
    if not len(order):
        return []
    return _cut(_Sorted(code[order], left[order], right[order], line[order], owner[order]), chars.styles,
                baseline, size, own, frame)


class _Sorted:
    """Parallel arrays of one direction's characters in reading order."""

    def __init__(self, code: NDArray[np.uint32], left: NDArray[np.float32], right: NDArray[np.float32],
                 line: NDArray[np.int64], owner: NDArray[np.int32]) -> None:
        self.code, self.left, self.right, self.line, self.owner = code, left, right, line, owner

    def take(self, keep: NDArray[np.bool_]) -> _Sorted:
        return _Sorted(self.code[keep], self.left[keep], self.right[keep], self.line[keep], self.owner[keep])


def _baselines(styles: tuple[Style, ...], own: Frame) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """For every text object its baseline (points from the top of its own frame) and its size."""
    import numpy as np

    _, y = own.place(np.array([s.x for s in styles]), np.array([s.y for s in styles]))
    return y, np.maximum([s.size for s in styles], 0.5)


def _lines(baseline: NDArray[np.float64], size: NDArray[np.float64]) -> NDArray[np.int64]:
    """For every text object the number of its line; objects whose baselines nearly agree share one."""
    import numpy as np

    order = np.argsort(baseline, kind="stable")
    near = np.minimum(size[order][1:], size[order][:-1]) * _SAME_LINE
    steps = np.diff(baseline[order]) > np.maximum(near, 0.3)
    line = np.zeros(len(order), np.int64)
    line[order[1:]] = np.cumsum(steps)
    return line


def _with_base(code: NDArray[np.uint32], left: NDArray[np.float32]) -> NDArray[np.float64]:
    """Where each character sorts: a combining mark right behind the letter that it was written after."""
    import numpy as np

    at = left.astype(np.float64)
    for i in np.flatnonzero((code >= 0x300) & (code < 0x370)):
        if i:
            at[i] = at[i - 1] + 1e-4
    return at


def _cut(s: _Sorted, styles: tuple[Style, ...], baseline: NDArray[np.float64], size: NDArray[np.float64], own: Frame,
         frame: Frame) -> list[Word]:
    """Cuts the sorted characters where a line ends, at spaces and at white gaps, and makes the words."""
    import numpy as np

    doubled = _doubled(s, size[s.owner])
    bold = np.array([x.bold for x in styles])[s.owner]
    if doubled.any():
        bold[np.flatnonzero(doubled) - 1] = True
        bold = bold[~doubled]
        s = s.take(~doubled)
    italic = np.array([x.italic for x in styles])[s.owner]
    height = size[s.owner]
    space = (s.code == 32) | (s.code == 160) | (s.code == 9) | (s.code == 10) | (s.code == 13) | (
        (s.code >= 0x2000) & (s.code <= 0x200A))
    wide = _GAP_SPACED if space.mean() > 0.05 else _GAP
    cut = np.ones(len(s.code), bool)
    reach = np.where(space[:-1], -np.inf, s.right[:-1])
    gap = s.left[1:] - reach > wide * np.minimum(height[1:], height[:-1])
    cut[1:] = (s.line[1:] != s.line[:-1]) | gap | space[1:]
    starts = np.flatnonzero(cut & ~space)
    if not len(starts):
        return []
    ends = np.append(np.flatnonzero(cut), len(s.code))
    ends = ends[np.searchsorted(ends, starts, side="right")]
    return _make(s, starts, ends, bold, italic, styles, baseline, size, own, frame)


def _doubled(s: _Sorted, height: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which characters are a second print of the one before them."""
    import numpy as np

    out = np.zeros(len(s.code), bool)
    out[1:] = (s.code[1:] == s.code[:-1]) & (s.line[1:] == s.line[:-1]) & (s.code[1:] != 32) & (
        np.abs(s.left[1:] - s.left[:-1]) < _OVERPRINT * height[1:]) & (s.right[1:] - s.left[1:] > 0.2 * height[1:])
    return out


def _make(s: _Sorted, starts: NDArray[np.int64], ends: NDArray[np.int64], bold: NDArray[np.bool_],
          italic: NDArray[np.bool_], styles: tuple[Style, ...], baseline: NDArray[np.float64],
          size: NDArray[np.float64], own: Frame, frame: Frame) -> list[Word]:
    """One Word for every stretch of characters."""
    import numpy as np

    text = s.code.tobytes().decode("utf-32-le", "replace")
    height = size[s.owner]
    x0, base, high = s.left[starts].astype(np.float64), baseline[s.owner[starts]], height[starts]
    x1 = np.maximum(s.right[ends - 1], s.left[ends - 1]).astype(np.float64)
    y0, y1 = base - ASCENT * high, base + DESCENT * high
    if own.turn != frame.turn:
        x0, y0, x1, y1 = _moved(x0, y0, x1, y1, own, frame)
    middle = (starts + ends) // 2
    rows = zip(starts.tolist(), ends.tolist(), x0.tolist(), y0.tolist(), x1.tolist(), y1.tolist(), high.tolist(),
               bold[middle].tolist(), italic[middle].tolist(), strict=True)
    old = _old_fonts(s, styles, text)
    if not old and clean(text) == text:
        return [Word(text[a:b], *rest) for a, b, *rest in rows]
    owners = s.owner.tolist()
    words = (Word(clean(_decoded(text[a:b], old.get(owners[a]))), *rest) for a, b, *rest in rows)
    return [w for w in words if w.text.strip()]


def _old_fonts(s: _Sorted, styles: tuple[Style, ...], text: str) -> dict[int, tuple[str, bool]]:
    """For text objects in a font of before Unicode: the encoding, and whether the font shows capitals only. A font of
    that name whose letters are known all the same is left alone."""
    named = {i: legacy for i, x in enumerate(styles) if (legacy := legacy_of(x.font))}
    if not named:
        return {}
    known = {styles[o].font for o, c in zip(s.owner.tolist(), text, strict=True) if o in named and c in _UNICODE_ONLY}
    return {i: (kind, styles[i].font.split(",")[0].split("-")[0].endswith("H") and kind == "tcvn3")
            for i, kind in named.items() if styles[i].font not in known}


def _decoded(text: str, old: tuple[str, bool] | None) -> str:
    if old is None:
        return text
    plain = decode_legacy(text, old[0])
    return plain.upper() if old[1] else plain


def _moved(x0: NDArray[np.float64], y0: NDArray[np.float64], x1: NDArray[np.float64], y1: NDArray[np.float64],
           own: Frame, frame: Frame) -> tuple[NDArray[np.float64], ...]:
    """Boxes of one frame as boxes of another."""
    import numpy as np

    def back(x: NDArray[np.float64], y: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        if own.turn == 0:
            return x + own.left, own.top - y
        if own.turn == 1:
            return y + own.left, x + own.bottom
        if own.turn == 2:
            return own.right - x, y + own.bottom
        return own.right - y, own.top - x

    ax, ay = frame.place(*back(x0, y0))
    bx, by = frame.place(*back(x1, y1))
    return np.minimum(ax, bx), np.minimum(ay, by), np.maximum(ax, bx), np.maximum(ay, by)
