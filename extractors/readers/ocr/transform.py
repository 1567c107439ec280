"""The way from a prepared picture back to the page as it was scanned: one affine map, composed step by step."""
from __future__ import annotations

from dataclasses import dataclass
from math import hypot


@dataclass(frozen=True, slots=True)
class Affine:
    """x' = a x + b y + c, y' = d x + e y + f."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 0.0
    e: float = 1.0
    f: float = 0.0

    def then(self, o: Affine) -> Affine:
        """This map, followed by `o`."""
        return Affine(o.a * self.a + o.b * self.d, o.a * self.b + o.b * self.e, o.a * self.c + o.b * self.f + o.c,
                      o.d * self.a + o.e * self.d, o.d * self.b + o.e * self.e, o.d * self.c + o.e * self.f + o.f)

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Where a point goes."""
        return self.a * x + self.b * y + self.c, self.d * x + self.e * y + self.f

    def box(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """The upright box around where a box goes."""
        points = [self.at(x, y) for x in (x0, x1) for y in (y0, y1)]
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        return min(xs), min(ys), max(xs), max(ys)

    @property
    def scale(self) -> float:
        """How much a length grows."""
        return hypot(self.a, self.d)


def turned(quarters: int, width: float, height: float) -> Affine:
    """From a picture turned counter-clockwise by quarters back to the picture before (`width`, `height` of that)."""
    return (Affine(),
            Affine(0, -1, width, 1, 0, 0),
            Affine(-1, 0, width, 0, -1, height),
            Affine(0, 1, 0, -1, 0, height))[quarters % 4]


def scaled(x: float, y: float) -> Affine:
    """Lengths times x and y."""
    return Affine(a=x, e=y)
