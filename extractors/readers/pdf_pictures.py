"""Turn a PDF page into a picture for OCR, its size computed before any memory is taken."""
from __future__ import annotations

from typing import Any

from extractors.models import Box
from extractors.readers.ocr.contract import PageImage
from extractors.readers.pdf_scans import scan_dpi, scan_of

_MOST_PIXELS = 40_000_000
_MOST_SIDE = 20_000


def scale_for(width: float, height: float, dpi: float) -> float:
    """Pixels a point for a page of so many points: `dpi`, less for pages of poster size."""
    scale = dpi / 72
    side = max(width, height, 1.0)
    area = max(width * height, 1.0)
    return float(min(scale, _MOST_SIDE / side, (_MOST_PIXELS / area) ** 0.5))


def render(pdf: Any, number: int, reason: str, dpi: float) -> PageImage:
    """The page as pixels (grey or RGB), upright by its own /Rotate; `dpi` at most, a scan at its own."""
    import numpy as np

    page = pdf[number]
    try:
        width, height = page.get_size()
        if (scan := scan_of(page)) is not None:
            return PageImage(number, width, height, scan, reason)
        bitmap = page.render(scale=scale_for(width, height, scan_dpi(page, dpi)), rev_byteorder=True)
        pixels = np.array(bitmap.to_numpy()[:, :, :3] if bitmap.n_channels > 2 else bitmap.to_numpy()).squeeze()
        bitmap.close()
    finally:
        page.close()
    return PageImage(number, width, height, pixels, reason)


def scanned_rules(page: Any, number: int, dpi: float = 150.0) -> tuple[tuple[Box, ...], tuple[Box, ...]]:
    """The level and upright rules on the picture of a page whose text comes from an earlier OCR, points from its top
    left corner; none of a page that has no table."""
    import numpy as np

    from extractors.readers.ocr.rules import find_rules

    width, height = page.get_size()
    scale = scale_for(width, height, dpi)
    bitmap = page.render(scale=scale, grayscale=True)
    grey = np.array(bitmap.to_numpy(), np.uint8).squeeze()
    bitmap.close()
    rules = find_rules(grey, scale * 72, number)
    return rules.flat, rules.upright
