"""What is drawn on a PDF page besides text: straight rules, and how much of the page pictures cover.

Reads pdfium's page objects; writes `Shapes` in points from the top left corner of the page once turned upright.
"""
from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from extractors.models import Box
from extractors.readers.pdf_chars import Frame, address, native

THIN = 3.2           # points: a filled shape or a stroke no thicker than this is a rule
_MANY = 30_000       # objects: more is a drawing, not a table
_MANY_POINTS = 5_000  # points of one path
_TEXT, _PATH, _IMAGE, _FORM = 1, 2, 3, 5
_WHITE = 248

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]


@dataclass(slots=True)
class Shapes:
    """Collected from one page. `flat` and `upright` rules are thin boxes; `pictures` the boxes of images; `fills` of
    painted areas; `count` how many objects are no text."""

    page: int
    flat: list[Box] = field(default_factory=list)
    upright: list[Box] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    fills: list[Box] = field(default_factory=list)
    count: int = 0


def read_shapes(page: Any, number: int, frame: Frame) -> Shapes:
    """All rules, pictures and fills of a page; of a page with a drawing's worth of objects only the first ones."""
    shapes = Shapes(number)
    get = native("FPDFPage_GetObject", ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)
    count = native("FPDFPage_CountObjects", ctypes.c_int, ctypes.c_void_p)
    handle = address(page.raw)
    objects = (get(handle, i) for i in range(min(count(handle), _MANY)))
    _collect(objects, (1.0, 0.0, 0.0, 1.0, 0.0, 0.0), frame, shapes, 0)
    return shapes


def _collect(objects: Iterator[int], outer: Matrix, frame: Frame, shapes: Shapes, depth: int) -> None:
    kind_of = native("FPDFPageObj_GetType", ctypes.c_int, ctypes.c_void_p)
    for handle in objects:
        kind = kind_of(handle)
        if kind == _TEXT or not handle:
            continue
        shapes.count += 1
        if kind == _PATH and shapes.count < _MANY:
            _path(handle, outer, frame, shapes)
        elif kind == _IMAGE:
            shapes.pictures.append(_placed(_bounds(handle, outer), frame, shapes.page))
        elif kind == _FORM and depth < 4:
            count = native("FPDFFormObj_CountObjects", ctypes.c_int, ctypes.c_void_p)(handle)
            get = native("FPDFFormObj_GetObject", ctypes.c_void_p, ctypes.c_void_p, ctypes.c_ulong)
            inner = (get(handle, i) for i in range(min(max(count, 0), _MANY)))
            _collect(inner, _times(_matrix(handle), outer), frame, shapes, depth + 1)


def _path(handle: int, outer: Matrix, frame: Frame, shapes: Shapes) -> None:
    """Sorts one path into rules and fills; every closed part of it is looked at by itself."""
    points = native("FPDFPath_CountSegments", ctypes.c_int, ctypes.c_void_p)(handle)
    if not 1 < points <= _MANY_POINTS:
        return
    filled, stroked = _draw_mode(handle)
    if not (filled or stroked) or _invisible(handle, stroked):
        return
    matrix = _times(_matrix(handle), outer)
    for part in _parts(handle, points, matrix, frame):
        xs, ys = [p[0] for p in part], [p[1] for p in part]
        box = Box(shapes.page, min(xs), min(ys), max(xs), max(ys))
        if box.x1 - box.x0 <= THIN or box.y1 - box.y0 <= THIN:
            _rule(box, shapes)
        elif stroked:
            for (ax, ay), (bx, by) in pairwise(part):
                if abs(ax - bx) < 0.7 or abs(ay - by) < 0.7:
                    _rule(Box(shapes.page, min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)), shapes)
        elif filled:
            shapes.fills.append(box)


def _rule(box: Box, shapes: Shapes) -> None:
    wide, high = box.x1 - box.x0, box.y1 - box.y0
    if wide >= high and wide > 0:
        shapes.flat.append(box)
    elif high > 0:
        shapes.upright.append(box)


def _draw_mode(handle: int) -> tuple[bool, bool]:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    native("FPDFPath_GetDrawMode", ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)(
        handle, ctypes.addressof(fill), ctypes.addressof(stroke))
    return fill.value != 0, stroke.value != 0


def _invisible(handle: int, stroked: bool) -> bool:
    """White on white, or fully transparent."""
    name = "FPDFPageObj_GetStrokeColor" if stroked else "FPDFPageObj_GetFillColor"
    colour = (ctypes.c_uint * 4)()
    start = ctypes.addressof(colour)
    pointer = ctypes.c_void_p
    known = native(name, ctypes.c_int, pointer, pointer, pointer, pointer, pointer)(
        handle, start, start + 4, start + 8, start + 12)
    return bool(known) and (colour[3] == 0 or min(colour[0], colour[1], colour[2]) >= _WHITE)


def _parts(handle: int, count: int, matrix: Matrix, frame: Frame) -> Iterator[list[Point]]:
    """The closed or open strokes of a path as points on the page; one with a curve in it is left out."""
    segment_at = native("FPDFPath_GetPathSegment", ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)
    point_of = native("FPDFPathSegment_GetPoint", ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)
    type_of = native("FPDFPathSegment_GetType", ctypes.c_int, ctypes.c_void_p)
    closes = native("FPDFPathSegment_GetClose", ctypes.c_int, ctypes.c_void_p)
    at = (ctypes.c_float * 2)()
    start = ctypes.addressof(at)
    part: list[Point] = []
    curved = False
    for i in range(count):
        segment = segment_at(handle, i)
        kind = type_of(segment)
        point_of(segment, start, start + 4)
        point = frame.place(*_apply(matrix, at[0], at[1]))
        if kind == 2:
            if len(part) > 1 and not curved:
                yield part
            part, curved = [], False
        curved = curved or kind == 1
        part.append(point)
        if closes(segment) and part[0] != point:
            part.append(part[0])
    if len(part) > 1 and not curved:
        yield part


def _matrix(handle: int) -> Matrix:
    m = (ctypes.c_float * 6)()
    native("FPDFPageObj_GetMatrix", ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)(handle, ctypes.addressof(m))
    return m[0], m[1], m[2], m[3], m[4], m[5]


def _times(m: Matrix, n: Matrix) -> Matrix:
    """First m, then n."""
    return (m[0] * n[0] + m[1] * n[2], m[0] * n[1] + m[1] * n[3], m[2] * n[0] + m[3] * n[2], m[2] * n[1] + m[3] * n[3],
            m[4] * n[0] + m[5] * n[2] + n[4], m[4] * n[1] + m[5] * n[3] + n[5])


def _apply(m: Matrix, x: float, y: float) -> Point:
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]


def _bounds(handle: int, outer: Matrix) -> tuple[Point, Point]:
    b = (ctypes.c_float * 4)()
    start = ctypes.addressof(b)
    pointer = ctypes.c_void_p
    native("FPDFPageObj_GetBounds", ctypes.c_int, pointer, pointer, pointer, pointer, pointer)(
        handle, start, start + 4, start + 8, start + 12)
    return _apply(outer, b[0], b[1]), _apply(outer, b[2], b[3])


def _placed(corners: tuple[Point, Point], frame: Frame, page: int) -> Box:
    (ax, ay), (bx, by) = (frame.place(*p) for p in corners)
    return Box(page, min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))
