"""Rules (the lines of tables, under headings, above footnotes) on a picture: found, measured, and taken out."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.models import Box

if TYPE_CHECKING:
    from numpy import uint8
    from numpy.typing import NDArray

FINEST = 200.0    # dpi at which rules are looked for
FAINT = 9         # grey levels, averaged along the rule, by which a faint rule stands out
INK = 195         # a solid rule, however thin, is darker than this
SMOOTH = 16.0     # points along which grey is averaged: noise fades, dots become a line
EDGE = 14.0       # points from the page's edge within which a line is the paper's, not a table's
FLAT_RUN = 22.0   # points: no letter has a level stroke so long
UPRIGHT_RUN = 19.0
BREAK = 1.4       # points: a break in a solid rule
THICK = 3.4       # points: anything thicker is a bar or a picture
BESIDE = 1.8      # points above and below a level rule that are looked at
CROWDED = 0.3     # share of ink beside it from which a level run is part of a line of print


@dataclass(frozen=True, slots=True)
class Rules:
    """Rules in points of the prepared page, and their pixels (255) in the prepared picture."""

    flat: tuple[Box, ...]
    upright: tuple[Box, ...]
    pixels: NDArray[uint8]


def find_rules(grey: NDArray[uint8], dpi: float, page: int = 0) -> Rules:
    """The rules of a prepared page (level, even light)."""
    import cv2
    import numpy as np
    factor = min(1.0, FINEST / dpi)
    small = grey if factor == 1 else np.asarray(
        cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), np.uint8)
    point = dpi * factor / 72
    picture = np.zeros_like(small)
    inked = np.asarray(255 * (small < INK), np.uint8)
    upright = _thin(_runs(inked, point, across=False), point, across=False)
    flat = [r for r in _thin(_runs(inked, point, across=True), point, across=True) if _alone(r, inked, point)]
    if len(upright) > 1:
        faint = _thin(_runs(_ridges(small, point), point, across=True), point, across=True)
        flat += [_clipped(r, upright) for r in faint
                 if not _known(r, flat, point) and _alone(r, inked, point) and _spans(r, upright, point)]
    for x, y, w, h in flat + upright:
        picture[y:y + h, x:x + w] = 255
    boxes = [tuple(Box(page, x / point, y / point, (x + w) / point, (y + h) / point) for x, y, w, h in rects)
             for rects in (flat, upright)]
    size = (grey.shape[1], grey.shape[0])
    return Rules(boxes[0], boxes[1], np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_NEAREST), np.uint8))


def erase(grey: NDArray[uint8], rules: Rules) -> NDArray[uint8]:
    """The picture without its rules."""
    import cv2
    import numpy as np
    out = grey.copy()
    out[cv2.dilate(rules.pixels, np.ones((3, 3), np.uint8)) > 0] = 255
    return out


def _ridges(grey: NDArray[uint8], point: float) -> NDArray[uint8]:
    """255 where the mean along the row is darker than a little above and below: dots become a line, noise fades."""
    import cv2
    import numpy as np
    mean = cv2.blur(grey, (max(3, round(SMOOTH * point)), 1))
    step = max(2, round(point))
    beside = cv2.min(np.roll(mean, step, axis=0), np.roll(mean, -step, axis=0))
    return np.asarray(255 * (cv2.subtract(beside, mean) > FAINT), np.uint8)


def _runs(mask: NDArray[uint8], point: float, across: bool) -> NDArray[uint8]:
    """255 where a long run of ink, but for small breaks, goes across or down."""
    import cv2
    import numpy as np
    length, gap = round((FLAT_RUN if across else UPRIGHT_RUN) * point), round(BREAK * point) + 1
    mask = mask.copy()
    edge = round(EDGE * point)
    mask[:edge], mask[-edge:], mask[:, :edge], mask[:, -edge:] = 0, 0, 0, 0
    for step, size in ((cv2.MORPH_CLOSE, gap), (cv2.MORPH_OPEN, length)):
        mask = np.asarray(cv2.morphologyEx(mask, step, np.ones((1, size) if across else (size, 1), np.uint8)), np.uint8)
    return mask


_Rect = tuple[int, int, int, int]


def _thin(runs: NDArray[uint8], point: float, across: bool) -> list[_Rect]:
    """Boxes (x, y, width, height) of the runs that are thin; their mean counts, for a rule may lean a little."""
    import cv2
    _, _, stats, _ = cv2.connectedComponentsWithStats(runs, connectivity=8)
    return [(x, y, w, h) for x, y, w, h, area in stats[1:].tolist()
            if area / (w if across else h) <= THICK * point and (h if across else w) <= 2.5 * THICK * point]


def _alone(rect: _Rect, inked: NDArray[uint8], point: float) -> bool:
    """Whether a level run stands between two blank strips: print lines are not level rules."""
    x, y, w, h = rect
    margin = max(2, round(BESIDE * point))
    strips = inked[max(0, y - margin):y, x:x + w], inked[y + h:y + h + margin, x:x + w]
    return all(s.size and float(s.mean()) < CROWDED * 255 for s in strips)


def _spans(rect: _Rect, upright: list[_Rect], point: float) -> bool:
    """Whether a level run goes through the whole table: from its first upright rule, past another, to its last."""
    x, y, w, h = rect
    near = (SMOOTH / 2 + 3) * point  # averaging draws the ends out
    met = [ux for ux, uy, _, uh in upright if uy - near <= y + h / 2 <= uy + uh + near]
    inner = {round(ux / near) for ux in met if x + near < ux < x + w - near}
    return bool(inner) and abs(min(met) - x) < near and abs(max(met) - x - w) < near


def _known(rect: _Rect, flat: list[_Rect], point: float) -> bool:
    """Whether a solid rule was found where a faint one is."""
    x, y, w, h = rect
    same = (f for f in flat if abs(f[1] + f[3] / 2 - y - h / 2) < 2.5 * point and f[0] < x + w and f[0] + f[2] > x)
    return sum(f[2] for f in same) > 0.8 * w


def _clipped(rect: _Rect, upright: list[_Rect]) -> _Rect:
    """A faint rule, whose ends averaging has blurred, cut where the table's outer rules stand."""
    x, y, w, h = rect
    left, right = min(u[0] for u in upright), max(u[0] + u[2] for u in upright)
    start, end = max(x, left), min(x + w, right)
    return start, y, end - start, h
