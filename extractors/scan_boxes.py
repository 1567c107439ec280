"""Boxes of a scan that was laid out upright, taken back to the page as it was scanned."""

from __future__ import annotations

from array import array
from collections.abc import Mapping

Back = tuple[float, ...]  # six numbers (affine) or eight (perspective), see `PageRead.to_scan`


def to_scan(boxes: array[float], pages: array[int], backs: Mapping[int, Back]) -> array[float]:
    """Boxes (four numbers a piece, `pages` one) in points of the pages as scanned; pages without a way back stay."""
    if not backs:
        return boxes
    out = array("d", boxes)
    for i, page in enumerate(pages):
        back = backs.get(page)
        if back is not None:
            out[4 * i : 4 * i + 4] = array("d", around(back, boxes[4 * i], boxes[4 * i + 1], boxes[4 * i + 2],
                                                      boxes[4 * i + 3]))
    return out


def around(back: Back, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
    """The upright box around where a box goes."""
    points = [at(back, x, y) for x in (x0, x1) for y in (y0, y1)]
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return min(xs), min(ys), max(xs), max(ys)


def at(back: Back, x: float, y: float) -> tuple[float, float]:
    """Where a point goes."""
    a, b, c, d, e, f, g, h = (*back, 0.0, 0.0)[:8]
    w = g * x + h * y + 1.0
    return (a * x + b * y + c) / w, (d * x + e * y + f) / w
