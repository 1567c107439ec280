"""Where ink stands on a prepared page: boxes about the size of words, before any letter is known."""
from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.models import Word

if TYPE_CHECKING:
    from numpy import uint8
    from numpy.typing import NDArray

DARK = 170
JOIN = (2.6, 1.2)    # points: ink this near across and down belongs together
SPECK = 2.3          # points: anything smaller both ways that stands alone is dirt
MARK = 3.5           # points between a letter and its dot or mark at most
EDGE = 14.0          # points from the page edge where only dirt, folds and the shadow of the paper are expected


def find_blobs(grey: NDArray[uint8], dpi: float) -> tuple[list[Word], list[Word]]:
    """Boxes of ink in points, as words without text (`size` is the height), and apart those that are dirt: specks
    with nothing near them, shadows at the page's edge."""
    import cv2
    import numpy as np
    factor = min(1.0, 150 / dpi)
    copy = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    point = dpi * factor / 72
    mask = np.asarray(255 * (copy < DARK), np.uint8)
    kernel = np.ones((round(JOIN[1] * point) | 1, round(JOIN[0] * point) | 1), np.uint8)
    count, _, stats, _ = cv2.connectedComponentsWithStats(cv2.dilate(mask, kernel), connectivity=8)
    grow_y, grow_x = (n // 2 / point for n in kernel.shape)
    height, width = (n / point for n in copy.shape)
    boxes = [(x / point + grow_x, y / point + grow_y, (x + w) / point - grow_x, (y + h) / point - grow_y)
             for x, y, w, h, _ in stats[1:count].tolist()]
    inside = [b for b in boxes if not _at_edge(*b, width, height)]
    small = [b for b in inside if max(b[2] - b[0], b[3] - b[1]) < SPECK]
    large = [b for b in inside if max(b[2] - b[0], b[3] - b[1]) >= SPECK]
    beside = _near(small, large)
    dirt = [b for b in boxes if _at_edge(*b, width, height)]
    dirt += [b for b, near in zip(small, beside, strict=True) if not near]
    print_ = large + [b for b, near in zip(small, beside, strict=True) if near]
    return [_blob(b) for b in print_], [_blob(b) for b in dirt]


_Rect = tuple[float, float, float, float]


def _blob(box: _Rect) -> Word:
    return Word("", *box, box[3] - box[1])


def _near(small: list[_Rect], large: list[_Rect]) -> list[bool]:
    """Of each small box, whether a large one is near enough for it to be its dot or mark."""
    import numpy as np
    if not small or not large:
        return [False] * len(small)
    s, g = np.array(small)[:, None], np.array(large)[None]
    across = np.maximum(g[..., 0] - s[..., 2], s[..., 0] - g[..., 2])
    down = np.maximum(g[..., 1] - s[..., 3], s[..., 1] - g[..., 3])
    return list(map(bool, ((across < MARK) & (down < MARK)).any(axis=1)))


def without(grey: NDArray[uint8], specks: list[Word], dpi: float) -> NDArray[uint8]:
    """The picture (changed in place) with its dirt painted white."""
    point = dpi / 72
    for s in specks:
        grey[max(0, int((s.y0 - 1) * point)):int((s.y1 + 1) * point) + 1,
             max(0, int((s.x0 - 1) * point)):int((s.x1 + 1) * point) + 1] = 255
    return grey


def _at_edge(x0: float, y0: float, x1: float, y1: float, width: float, height: float) -> bool:
    return x1 < EDGE or y1 < EDGE or x0 > width - EDGE or y0 > height - EDGE
