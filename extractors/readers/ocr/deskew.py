"""Which way is up, and how many degrees the lines lean: from the profile of the print, without reading any of it."""
from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numpy import float32, uint8
    from numpy.typing import NDArray

PREVIEW = 1000       # pixels of the longer side of the copy that is measured
WIDEST = 12.0        # degrees of lean that are looked for


def print_mask(grey: NDArray[uint8]) -> NDArray[float32]:
    """A small copy with 1.0 where there is print, margins cut off."""
    import cv2
    import numpy as np
    factor = min(1.0, PREVIEW / max(grey.shape))
    small = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    mask = cv2.adaptiveThreshold(small, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 15)
    edge = max(4, max(small.shape) // 40)
    mask[:edge], mask[-edge:], mask[:, :edge], mask[:, -edge:] = 0, 0, 0, 0
    return np.asarray(mask, np.float32)


def _sheared_profile(mask: NDArray[float32], degrees: float) -> NDArray[float32]:
    """Print per row after turning by a small angle (columns shifted, which is all a profile needs)."""
    import cv2
    import numpy as np
    height, width = mask.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    turned = cv2.warpAffine(mask, turn, (width, height), flags=cv2.INTER_LINEAR)
    return np.asarray(turned.sum(axis=1), np.float32)


def _sharpness(mask: NDArray[float32], degrees: float) -> float:
    import numpy as np
    return float(np.square(np.diff(_sheared_profile(mask, degrees))).sum())


def lean(mask: NDArray[float32]) -> float:
    """Degrees (counter-clockwise positive) by which to turn the page so that its lines are level; 0.0 if unclear."""
    import numpy as np
    if mask.sum() < 200:
        return 0.0
    half = _half(mask)
    coarse = np.arange(-WIDEST, WIDEST + 0.1, 1.0)
    scores = [_sharpness(half, a) for a in coarse]
    best = float(coarse[int(np.argmax(scores))])
    if max(scores) < 1.15 * float(np.median(scores)):
        return 0.0
    for copy, width, step in ((half, 0.75, 0.25), (mask, 0.15, 0.05), (mask, 0.03, 0.015)):
        near = np.arange(best - width, best + width + step / 2, step)
        best = float(near[int(np.argmax([_sharpness(copy, a) for a in near]))])
    return round(best, 3)


def _half(mask: NDArray[float32]) -> NDArray[float32]:
    import cv2
    import numpy as np
    return np.asarray(cv2.resize(mask, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), np.float32)


def sideways(mask: NDArray[float32]) -> bool:
    """True when the lines of print run up and down the page (it lies on its side)."""
    import numpy as np
    level = _half(mask)
    upright = np.ascontiguousarray(np.rot90(level))
    angles = np.arange(-4, 4.1, 1.0)
    return max(_sharpness(upright, a) for a in angles) > 1.3 * max(_sharpness(level, a) for a in angles)


def upside_down(mask: NDArray[float32], degrees: float) -> float:
    """How sure it is that the page stands on its head, about -1 (upright) to 1: Latin letters, and Vietnamese ones
    more than any, have more ink above the body of the line than below it. `mask` lies level or sideways-corrected."""
    import numpy as np
    profile = _sheared_profile(mask, degrees)
    above = below = 0.0
    for top, bottom in _lines(profile):
        rows = profile[top:bottom]
        body = np.flatnonzero(rows > 0.5 * rows.max())
        above += float(rows[:body[0]].sum())
        below += float(rows[body[-1] + 1:].sum())
    return (below - above) / (above + below) if above + below else 0.0


def _lines(profile: NDArray[float32]) -> list[tuple[int, int]]:
    """Ranges of rows that hold one line of print each."""
    import numpy as np
    inked = np.flatnonzero(np.diff(np.concatenate(([0], profile > 0.06 * profile.max(), [0])).astype(int)))
    pairs = list(zip(inked[::2], inked[1::2], strict=True))
    return [(int(a), int(b)) for a, b in pairs if 6 <= b - a <= 40]
