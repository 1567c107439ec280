"""The scan inside a PDF page: taken out as it is where the page is nothing else, and its own resolution."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy import uint8
    from numpy.typing import NDArray

COARSEST = 150.0     # dpi: a page is not rendered coarser than this, even where its pictures are
MOST_PIXELS = 40_000_000
_INVISIBLE = 3       # text render mode of the layer that an earlier OCR put over the scan


def scan_of(page: Any) -> NDArray[uint8] | None:
    """The pixels (grey or RGB) of a page that is one upright picture and nothing else seen; None for other pages."""
    import numpy as np
    import pypdfium2.raw as raw
    seen = [shape for shape in page.get_objects(max_depth=1) if not _invisible(shape)]
    if len(seen) != 1 or seen[0].type != raw.FPDF_PAGEOBJ_IMAGE or page.get_rotation():
        return None
    if raw.FPDFPage_GetAnnotCount(page.raw) or not _fills(seen[0], page):
        return None
    columns, lines = seen[0].get_px_size()
    if columns * lines > MOST_PIXELS or min(columns, lines) < 100:
        return None
    bitmap = seen[0].get_bitmap(render=False)
    pixels = bitmap.to_numpy()
    if bitmap.format == raw.FPDFBitmap_Gray:
        return np.array(pixels.reshape(lines, columns), np.uint8, order="C")
    if bitmap.format in (raw.FPDFBitmap_BGR, raw.FPDFBitmap_BGRx):
        return np.array(pixels[..., 2::-1], np.uint8, order="C")
    return None


def _invisible(shape: Any) -> bool:
    import pypdfium2.raw as raw
    return bool(shape.type == raw.FPDF_PAGEOBJ_TEXT and raw.FPDFTextObj_GetTextRenderMode(shape.raw) == _INVISIBLE)


def _fills(picture: Any, page: Any) -> bool:
    """Whether a picture lies upright over the whole page, neither mirrored nor masked."""
    import pypdfium2.raw as raw
    m = picture.get_matrix()
    width, height = page.get_size()
    upright = m.a > 0 and m.d > 0 and abs(m.b) < 0.01 and abs(m.c) < 0.01
    near = 0.01 * max(width, height)
    at = (m.e, m.f, m.e + m.a, m.f + m.d)
    box = page.get_mediabox()
    return bool(upright and all(abs(p - q) < near for p, q in zip(at, box, strict=True))
                and page.get_cropbox() == box and not raw.FPDFPageObj_HasTransparency(picture.raw))


def scan_dpi(page: Any, finest: float) -> float:
    """The dpi at which to render a page: that of the picture that makes it up, `finest` where it is drawn."""
    import pypdfium2.raw as raw
    width, height = page.get_size()
    best = (0.0, finest)
    for picture in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE]):
        left, bottom, right, top = picture.get_bounds()
        area, side = (right - left) * (top - bottom), max(right - left, top - bottom, 1.0)
        if area > 0.3 * width * height:
            best = max(best, (area, max(picture.get_px_size()) / side * 72))
    return min(finest, max(COARSEST, best[1]))
