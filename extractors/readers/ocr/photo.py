"""A page photographed: the paper's four corners found before its background, and the page drawn flat."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy import float32, uint8
    from numpy.typing import NDArray

PREVIEW = 600          # pixels of the longer side of the copy in which the page is sought
SHARE = (0.2, 0.94)    # of the picture that a page before a background covers
CONTRAST = 28          # grey levels between paper and background at least
PAPER = 2 ** 0.5       # height of an A4 page by its width
NEAR_PAPER = (1.05, 1.9)  # sides of a slanted page that is taken for A4


def find_page(pixels: NDArray[uint8]) -> NDArray[float32] | None:
    """The corners of the page (4 x 2, from the top left clockwise); None where the picture is all page."""
    import cv2
    import numpy as np
    factor = min(1.0, PREVIEW / max(pixels.shape[:2]))
    small = cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    grey = np.asarray(small if small.ndim == 2 else cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), np.uint8)
    if not _has_background(grey):
        return None
    for mask in _paper_masks(grey):
        corners = _corners(mask)
        if corners is not None and _stands_out(grey, corners):
            return np.asarray(corners / factor, np.float32)
    return None


def _has_background(grey: NDArray[uint8]) -> bool:
    """Whether the picture's rim is darker than its middle: a scan's rim is paper."""
    import numpy as np
    edge = max(2, min(grey.shape) // 60)
    rim = np.concatenate([grey[:edge].ravel(), grey[-edge:].ravel(), grey[:, :edge].ravel(), grey[:, -edge:].ravel()])
    high, wide = grey.shape
    middle = grey[high // 5:-high // 5, wide // 5:-wide // 5]
    return float(np.percentile(middle, 75)) - float(np.median(rim)) > CONTRAST


def _paper_masks(grey: NDArray[uint8]) -> list[NDArray[uint8]]:
    """Guesses of what is paper: brighter than the threshold that parts the picture, print closed over."""
    import cv2
    import numpy as np
    closed = cv2.morphologyEx(grey, cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8))
    soft = cv2.GaussianBlur(closed, (5, 5), 0)
    out = []
    level, mask = cv2.threshold(soft, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    for share in (1.0, 0.8, 0.65):  # lower for pages half in shadow
        mask = cv2.threshold(soft, level * share, 255, cv2.THRESH_BINARY)[1]
        out.append(np.asarray(cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((9, 9), np.uint8)), np.uint8))
    return out


def _corners(mask: NDArray[uint8]) -> NDArray[float32] | None:
    import cv2
    import numpy as np
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not contours:
        return None
    hull = cv2.convexHull(max(contours, key=cv2.contourArea))
    if not SHARE[0] < cv2.contourArea(hull) / mask.size < SHARE[1]:
        return None
    for part in (0.02, 0.03, 0.05):
        shape = cv2.approxPolyDP(hull, part * cv2.arcLength(hull, True), True)
        if len(shape) == 4 and cv2.contourArea(shape) > 0.9 * cv2.contourArea(hull):
            return _clockwise(np.asarray(shape.reshape(4, 2), np.float32))
    return None


def _clockwise(points: NDArray[float32]) -> NDArray[float32]:
    """Corners from the top left clockwise."""
    import numpy as np
    middle = points.mean(axis=0)
    order = np.argsort(np.arctan2(points[:, 1] - middle[1], points[:, 0] - middle[0]))
    points = points[order]
    return np.asarray(np.roll(points, -int(np.argmin(points.sum(axis=1))), axis=0), np.float32)


def _stands_out(grey: NDArray[uint8], corners: NDArray[float32]) -> bool:
    """Whether the picture is darker just outside the four sides than just inside them."""
    import cv2
    import numpy as np
    inside = np.zeros_like(grey)
    cv2.fillConvexPoly(inside, np.round(corners).astype(np.int32), 1)
    kernel = np.ones((9, 9), np.uint8)
    ring_in, ring_out = inside - cv2.erode(inside, kernel), cv2.dilate(inside, kernel) - inside
    if not ring_out.any():
        return False
    return float(np.median(grey[ring_in > 0])) - float(np.median(grey[ring_out > 0])) > CONTRAST


def rectify(pixels: NDArray[uint8], corners: NDArray[float32]) -> tuple[NDArray[uint8], Any]:
    """The page drawn flat, and the 3 x 3 map from its pixels back to those of the picture."""
    import cv2
    import numpy as np
    sides = np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1)
    width, height = float(max(sides[0], sides[2])), float(max(sides[1], sides[3]))
    if NEAR_PAPER[0] < height / width < NEAR_PAPER[1]:
        height = width * PAPER
    elif NEAR_PAPER[0] < width / height < NEAR_PAPER[1]:
        width = height * PAPER
    size = round(width), round(height)
    flat = np.array([[0, 0], [size[0], 0], [size[0], size[1]], [0, size[1]]], np.float32)
    there = cv2.getPerspectiveTransform(corners, flat)
    drawn = cv2.warpPerspective(pixels, there, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(drawn, np.uint8), np.linalg.inv(there)
