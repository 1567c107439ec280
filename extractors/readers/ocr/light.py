"""Even light: the page divided by its own paper, so that shadows, folds and yellowing become white."""
from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numpy import uint8
    from numpy.typing import NDArray

BLACK = 40            # level to which faded ink is brought
SHARPEN_BELOW = 250  # dpi; sharper pages lose by it (0.24 % -> 0.30 % wrong letters)


def even_light(grey: NDArray[uint8], dpi: float) -> NDArray[uint8]:
    """The page with white paper everywhere; a page of two levels comes back as it is."""
    import cv2
    import numpy as np
    if is_bilevel(grey):
        return grey
    step = max(2, round(dpi / 36))
    small = cv2.resize(grey, None, fx=1 / step, fy=1 / step, interpolation=cv2.INTER_AREA)
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    paper = cv2.GaussianBlur(paper, (0, 0), 3)
    paper = cv2.resize(paper, grey.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return _full_black(np.asarray(cv2.divide(grey, np.maximum(paper, 40), scale=250), np.uint8))


def _full_black(grey: NDArray[uint8]) -> NDArray[uint8]:
    """Faded print made black: levels stretched so that the darker half of the ink is near black."""
    import cv2
    import numpy as np
    sample = grey[::3, ::3]
    ink = sample[sample < 170]
    black = float(np.percentile(ink, 25)) if ink.size > 500 else 0.0
    if black < BLACK:
        return grey
    levels = 250 - (250 - np.arange(256)) * (250 - BLACK) / (250 - black)
    return np.asarray(cv2.LUT(grey, np.clip(levels, 0, 255).astype(np.uint8)), np.uint8)


def sharpen(grey: NDArray[uint8], dpi: float) -> NDArray[uint8]:
    """Unsharp mask for coarse scans of many grey levels; others come back as they are."""
    import cv2
    import numpy as np
    if dpi >= SHARPEN_BELOW or is_bilevel(grey):
        return grey
    soft = cv2.GaussianBlur(grey, (0, 0), 1)
    return np.asarray(cv2.addWeighted(grey, 2, soft, -1, 0), np.uint8)


def is_bilevel(grey: NDArray[uint8]) -> bool:
    """Black and white only (a fax, a bilevel TIFF)."""
    import numpy as np
    sample = grey[::7, ::7]
    return bool(((sample < 8) | (sample > 247)).mean() > 0.999) and int(np.unique(sample).size) <= 4
