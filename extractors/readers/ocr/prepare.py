"""A page picture made ready for reading: grey, ink off, upright, level, even light, sharp; and the way back."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.readers.ocr.contract import PageImage
from extractors.readers.ocr.deskew import lean, print_mask, sideways, upside_down
from extractors.readers.ocr.ink import grey_without_ink
from extractors.readers.ocr.light import even_light, sharpen
from extractors.readers.ocr.photo import find_page, rectify
from extractors.readers.ocr.transform import Affine, scaled, turned

if TYPE_CHECKING:
    from numpy import uint8
    from numpy.typing import NDArray

FINEST = 310.0       # dpi; finer pages are made coarser, letters gain nothing by it
COARSEST = 140.0     # dpi; coarser pages are drawn larger, at 200
SHORT = 595.3        # points: the short side of the A4 page that a photo is taken to be
LEVEL = 0.03         # degrees: less lean than this is left alone
HEAD_DOWN = 0.3      # from this score on the page is turned at once
SURE = 0.3           # scores nearer to zero are doubtful: a few words read show whether the page is upright


@dataclass(frozen=True, slots=True)
class Prepared:
    """A page ready for reading. `back` takes pixels of `grey` to points of the page as it was scanned; `even` is the
    picture before sharpening, for finding rules and ink."""

    grey: NDArray[uint8]
    even: NDArray[uint8]
    dpi: float
    back: Affine
    quarters: int = 0
    degrees: float = 0.0
    flat: tuple[float, ...] | None = None  # a photo: from points of the page drawn flat to points of the picture
    doubtful: bool = False  # the profile does not say whether the page stands on its head


def prepare(page: PageImage, flip: bool = False) -> Prepared:
    """Prepares a page; `flip` turns it by half from what the print's profile says (a first reading was bad)."""
    import numpy as np
    page, flat = flattened(page)
    grey, back, dpi = _sized(page)
    even = even_light(grey, dpi)
    mask = print_mask(even)
    quarters = 1 if sideways(mask) else 0
    mask = np.ascontiguousarray(np.rot90(mask, quarters))
    degrees = lean(mask)
    score = upside_down(mask, degrees)
    if (score > HEAD_DOWN) is not flip:
        quarters += 2
    back = turned(quarters, even.shape[1], even.shape[0]).then(back)
    even = np.ascontiguousarray(np.rot90(even, quarters))
    even, levelled = level(even, degrees)
    return Prepared(sharpen(even, dpi), even, dpi, levelled.then(back), quarters, degrees, flat,
                    score > -SURE)


def flattened(page: PageImage) -> tuple[PageImage, tuple[float, ...] | None]:
    """A photographed page drawn flat, as an A4 page, and the way back in points (eight numbers); others as they are."""
    import numpy as np
    corners = find_page(page.pixels)
    if corners is None:
        return page, None
    pixels, there = rectify(page.pixels, corners)
    high, wide = pixels.shape[:2]
    width, height = (SHORT, SHORT * high / wide) if high >= wide else (SHORT * wide / high, SHORT)
    to_pixels = np.diag([wide / width, high / height, 1.0])
    to_points = np.diag([page.width / page.pixels.shape[1], page.height / page.pixels.shape[0], 1.0])
    back = (to_points @ there @ to_pixels).reshape(-1)
    flat = tuple(float(v) for v in (back / back[8])[:8])
    return PageImage(page.number, width, height, pixels, page.reason, True), flat


def _sized(page: PageImage) -> tuple[NDArray[uint8], Affine, float]:
    """The page in grey at a resolution fit for reading, the way back to points, and its resolution."""
    import cv2
    import numpy as np
    pixels = page.pixels
    dpi = pixels.shape[1] / page.width * 72
    if dpi > FINEST:
        pixels = np.asarray(cv2.resize(pixels, None, fx=300 / dpi, fy=300 / dpi, interpolation=cv2.INTER_AREA))
    elif dpi < COARSEST:
        pixels = np.asarray(cv2.resize(pixels, None, fx=200 / dpi, fy=200 / dpi, interpolation=cv2.INTER_CUBIC))
    dpi = pixels.shape[1] / page.width * 72
    back = scaled(page.width / pixels.shape[1], page.height / pixels.shape[0])
    return grey_without_ink(pixels), back, dpi


def level(grey: NDArray[uint8], degrees: float) -> tuple[NDArray[uint8], Affine]:
    """The picture turned so that its lines are level (white comes in at the corners), and the way back."""
    import cv2
    import numpy as np
    if abs(degrees) < LEVEL:
        return grey, Affine()
    height, width = grey.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    out = cv2.warpAffine(grey, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=255)
    inverse = cv2.invertAffineTransform(turn)
    return np.asarray(out, np.uint8), Affine(*(float(v) for v in inverse.reshape(-1)))
