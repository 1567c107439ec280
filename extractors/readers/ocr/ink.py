"""Grey from colour, with the red of stamps and the blue of pens taken out around coloured pixels only.

The plain red channel would wipe out print on a faded page; so paper and black print are left as they are, and only
where there is colour the brightest channel decides whether something black stands under it.
"""
from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numpy import uint8
    from numpy.typing import NDArray

COLOURFUL = 42      # difference of channels, after the paper's own tint, from which a pixel counts as coloured
BLACK_UNDER = 105   # a coloured pixel whose brightest channel is darker than this has print under it
ENOUGH = 2e-4       # share of coloured pixels below which the page is taken for grey


def grey_without_ink(pixels: NDArray[uint8]) -> NDArray[uint8]:
    """The page in grey (uint8, height x width); `pixels` grey or RGB."""
    import cv2
    import numpy as np
    if pixels.ndim == 2:
        return pixels
    grey = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8)
    coloured = coloured_pixels(pixels)
    if coloured.mean() < ENOUGH:
        return grey
    around = cv2.dilate(coloured.astype(np.uint8), np.ones((5, 5), np.uint8)).astype(bool)
    brightest = pixels.max(axis=2)
    paper = _paper(grey)
    keep = brightest < BLACK_UNDER
    out = grey.copy()
    out[around] = np.where(keep, grey, np.maximum(brightest, paper))[around]
    return out


def coloured_pixels(pixels: NDArray[uint8]) -> NDArray[uint8]:
    """True where a pixel is red or blue against the page's own tint (yellowed paper is no ink)."""
    import cv2
    import numpy as np
    small = pixels[::8, ::8].reshape(-1, 3)
    tint = np.median(small[small.min(axis=1) > 60] if (small.min(axis=1) > 60).any() else small, axis=0)
    gain = (float(tint.max()) / np.maximum(tint, 1)).astype(np.float32)
    levels = [np.clip(np.arange(256) * g, 0, 255).astype(np.uint8) for g in gain]
    red, green, blue = (cv2.LUT(pixels[..., i], levels[i]) for i in range(3))
    over_green = cv2.max(cv2.subtract(red, green), cv2.subtract(blue, cv2.max(green, red)))
    return np.asarray(cv2.medianBlur(over_green, 3) > COLOURFUL)


def _paper(grey: NDArray[uint8]) -> NDArray[uint8]:
    """How bright the paper is around each pixel."""
    import cv2
    import numpy as np
    small = cv2.resize(grey, None, fx=0.125, fy=0.125, interpolation=cv2.INTER_AREA)
    light = cv2.medianBlur(cv2.dilate(small, np.ones((5, 5), np.uint8)), 11)
    return np.asarray(cv2.resize(light, grey.shape[::-1], interpolation=cv2.INTER_LINEAR), np.uint8)
