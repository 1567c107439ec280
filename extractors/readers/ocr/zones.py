"""Cuts a page's print into blocks that are read one by one: two columns side by side are parted at their gutter.

Tesseract joins such columns into one line (the two halves of the head, the recipients beside the signature).
"""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractors.models import Word

GUTTER = 9.5     # points of white between two columns at least
TALL = 24.0      # points: less is one line with a wide gap in it, which needs no cutting
BAND_GAP = 0.8   # points of white between two bands of print
LOWEST = 3.0     # points: a block lower than this holds no letters

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Zone:
    """A block of print in points of the prepared page."""

    x0: float
    y0: float
    x1: float
    y1: float


def find_zones(blobs: Sequence[Word]) -> list[Zone]:
    """The blocks in reading order (left before right), every blob in one of them."""
    bands = _bands(blobs)
    out: list[Zone] = []
    plain: list[Word] = []
    i = 0
    while i < len(bands):
        end, gutter = _two_columns(bands, i)
        if gutter is None:
            plain += bands[i]
            i += 1
            continue
        out += _block(plain)
        plain = []
        both = [b for band in bands[i:end] for b in band]
        middle = sum(gutter) / 2
        out += _block([b for b in both if _centre(b) < middle]) + _block([b for b in both if _centre(b) >= middle])
        i = end
    return out + _block(plain)


def _centre(blob: Word) -> float:
    return (blob.x0 + blob.x1) / 2


def _block(blobs: Sequence[Word]) -> list[Zone]:
    """The zone around some blobs; none where there is nothing as high as a letter."""
    if not blobs or max(b.y1 - b.y0 for b in blobs) < LOWEST:
        return []
    return [Zone(min(b.x0 for b in blobs), min(b.y0 for b in blobs), max(b.x1 for b in blobs),
                 max(b.y1 for b in blobs))]


def _bands(blobs: Iterable[Word]) -> list[list[Word]]:
    """Blobs in groups with white between them all across the page, top down."""
    out: list[list[Word]] = []
    bottom = float("-inf")
    for blob in sorted(blobs, key=lambda b: b.y0):
        if blob.y0 > bottom + BAND_GAP:
            out.append([])
        out[-1].append(blob)
        bottom = max(bottom, blob.y1)
    return out


def _gaps(band: Sequence[Word]) -> list[Interval]:
    """White between the print of a band, wide enough for a gutter."""
    out: list[Interval] = []
    right = None
    for blob in sorted(band, key=lambda b: b.x0):
        if right is not None and blob.x0 - right >= GUTTER:
            out.append((right, blob.x0))
        right = blob.x1 if right is None else max(right, blob.x1)
    return out


def _two_columns(bands: list[list[Word]], start: int) -> tuple[int, Interval | None]:
    """How far two columns go from a band on, and their gutter; no gutter where there are none."""
    best: tuple[float, int, Interval] | None = None
    for gap in _gaps(bands[start]):
        end, gutter, parted = start + 1, gap, len(bands[start]) > 2
        while end < len(bands):
            narrowed = _narrowed(gutter, bands[end])
            if narrowed is None:
                break
            gutter, end = narrowed, end + 1
        both = [b for band in bands[start:end] for b in band]
        sides = [[b for b in both if b.x1 <= gutter[0] + 1], [b for b in both if b.x0 >= gutter[1] - 1]]
        shortest = min(max(b.y1 for b in s) - min(b.y0 for b in s) for s in sides)
        if parted and shortest >= TALL and (best is None or shortest > best[0]):
            best = shortest, end, gutter
    return (best[1], best[2]) if best else (start + 1, None)


def _narrowed(gutter: Interval, band: Sequence[Word]) -> Interval | None:
    """What a band leaves white of a gutter; None when it crosses it."""
    left = max([gutter[0], *(b.x1 for b in band if _centre(b) < sum(gutter) / 2)])
    right = min([gutter[1], *(b.x0 for b in band if _centre(b) >= sum(gutter) / 2)])
    return (left, right) if right - left >= GUTTER else None
