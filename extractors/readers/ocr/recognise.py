"""Reads one page picture: prepared, its tables found, cell by cell and block by block, words with boxes in points."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from statistics import median
from typing import TYPE_CHECKING

from extractors.models import Box, PageCell, PageGrid, PageRead, Word
from extractors.readers.ocr.blobs import find_blobs, without
from extractors.readers.ocr.contract import PageImage
from extractors.readers.ocr.engine import Engine, Mode, Token
from extractors.readers.ocr.labels import Label, holds_label, read_labels
from extractors.readers.ocr.prepare import Prepared, prepare
from extractors.readers.ocr.rules import erase, find_rules
from extractors.readers.ocr.sizes import measure_line
from extractors.readers.ocr.transform import scaled
from extractors.readers.ocr.words import make_words
from extractors.readers.ocr.zones import Zone, find_zones
from extractors.readers.ruled_grids import find_grids

if TYPE_CHECKING:
    from numpy import uint8
    from numpy.typing import NDArray

BORDER = 10          # pixels of white around a block; letters at the very edge are misread
AROUND = 1.2         # points kept around the ink of a block
TASTE = 3            # lines read to see whether a page stands on its head
NUMERALS = frozenset("0123456789IVXlH")  # a numeral alone is often unsure and never dirt
STROKES = frozenset("]|[!Ï")
DOUBT = (0.35, 0.35, 0.1, 0.0)  # confidence below which a mark, one letter, two letters are taken for dirt
LEGIBLE = 0.4        # mean confidence of a line of print, if none of its words is sure
SURE = 0.8           # confidence from which a word needs no further proof
READABLE = 0.72      # mean confidence of print the right way up


@dataclass(frozen=True, slots=True)
class Seen:
    """What stands on a prepared page before a letter is read; all in points of the upright page."""

    page: Prepared
    clean: NDArray[uint8]          # without rules
    zones: tuple[Zone, ...]
    grids: tuple[PageGrid, ...]    # their words are blobs of ink
    rules: tuple[Box, ...]
    blobs: tuple[Word, ...]


def read_picture(page: PageImage, engine: Engine) -> PageRead:
    """Reads a page. Deterministic: the same picture, engine and models give the same words."""
    seen = look(prepare(page), page.number)
    if seen.page.doubtful and stands_on_head(seen, engine):
        seen = look(prepare(page, flip=True), page.number)
    blocks = read_blocks(seen, engine)
    point = seen.page.dpi / 72
    height, width = (n / point for n in seen.page.grey.shape)
    back = scaled(point, point).then(seen.page.back)
    grids = tuple(_filled(grid, blocks) for grid in seen.grids)
    words = tuple(word for zone in seen.zones for word in blocks.get(_key(zone), ()))
    return PageRead(page.number, width, height, words, grids, "ocr", page.reason, seen.rules,
                    _to_picture((back.a, back.b, back.c, back.d, back.e, back.f), seen.page.flat))


def _to_picture(back: tuple[float, ...], flat: tuple[float, ...] | None) -> tuple[float, ...]:
    """The way back from upright points; for a photo on through the page drawn flat (eight numbers)."""
    if flat is None:
        return back
    import numpy as np
    whole = np.array([*flat, 1.0]).reshape(3, 3) @ np.array([*back, 0.0, 0.0, 1.0]).reshape(3, 3)
    return tuple(float(v) for v in (whole / whole[2, 2]).reshape(-1)[:8])


def look(page: Prepared, number: int) -> Seen:
    """Finds rules, tables and blocks of print."""
    rules = find_rules(page.even, page.dpi, number)
    blobs, specks = find_blobs(erase(page.even, rules), page.dpi)
    grids, outside, free = find_grids(rules.flat, rules.upright, blobs, number)
    clean = without(erase(page.grey, rules), specks, page.dpi)
    return Seen(page, clean, tuple(find_zones(outside)), grids, free, tuple(blobs))


def stands_on_head(seen: Seen, engine: Engine) -> bool:
    """Whether a few lines read better turned by half."""
    pictures = [_cut(seen, Zone(*box)) for box in _samples(seen)]
    if not pictures:
        return False
    first = _belief(engine.read(pictures, round(seen.page.dpi), Mode.TEXT))
    if first >= READABLE:
        return False
    return _belief(engine.read([p[::-1, ::-1].copy() for p in pictures], round(seen.page.dpi), Mode.TEXT)) > first + 0.1


def _samples(seen: Seen) -> list[tuple[float, float, float, float]]:
    """Boxes of a few words' ink, the widest of ordinary height."""
    if not seen.blobs:
        return []
    usual = median(b.y1 - b.y0 for b in seen.blobs)
    likely = [b for b in seen.blobs if 0.7 * usual <= b.y1 - b.y0 <= 2 * usual]
    widest = sorted(likely, key=lambda b: (b.x0 - b.x1, b.y0, b.x0))[:TASTE]
    return [(b.x0, b.y0, b.x1, b.y1) for b in widest]


def _belief(read: Sequence[Sequence[Token]]) -> float:
    """Mean confidence, weighted by length."""
    tokens = [t for picture in read for t in picture]
    letters = sum(len(t.text) for t in tokens)
    return sum(t.confidence * len(t.text) for t in tokens) / letters if letters else 0.0


# --- reading the blocks -----------------------------------------------------------------------------------------

Key = tuple[float, float, float, float]


def _key(box: Zone | Box) -> Key:
    return box.x0, box.y0, box.x1, box.y1


def read_blocks(seen: Seen, engine: Engine) -> dict[Key, tuple[Word, ...]]:
    """The words of every zone and cell, under the key of its box."""
    targets: list[tuple[Key, Zone]] = [(_key(zone), zone) for zone in seen.zones]
    labels: list[tuple[Key, Zone]] = []
    for cell in _cells(seen.grids):
        if (ink := _ink(cell)) is not None:
            alone = holds_label(cell, ink.x1 - ink.x0, ink.y1 - ink.y0)
            (labels if alone else targets).append((_key(cell.box), ink))
    found = read_labels([_cut(seen, ink) for _, ink in labels], engine, seen.page.dpi)
    targets += [target for target, label in zip(labels, found, strict=True) if not label.text]
    read = {key: (_label_word(label, ink),) for (key, ink), label in zip(labels, found, strict=True)}
    return read | dict(zip((k for k, _ in targets), _words(seen, targets, engine), strict=True))


def _label_word(label: Label, ink: Zone) -> Word:
    size = measure_line([(label.text, ink.y0, ink.y1)])
    return Word(label.text, ink.x0, ink.y0, ink.x1, ink.y1, round(2 * size[0]) / 2 if size else ink.y1 - ink.y0,
                confidence=round(label.confidence, 3))


def _words(seen: Seen, targets: Sequence[tuple[Key, Zone]], engine: Engine) -> Iterator[tuple[Word, ...]]:
    pictures = [_cut(seen, zone) for _, zone in targets]
    point = seen.page.dpi / 72
    read = engine.read(pictures, round(seen.page.dpi), Mode.TEXT) if pictures else []
    for (_, zone), tokens in zip(targets, read, strict=True):
        left, top = (max(0, int((v - AROUND) * point)) - BORDER for v in (zone.x0, zone.y0))
        lines = legible(tokens) if zone in seen.zones else tokens
        yield make_words(list(_printed(lines, seen, left, top, point)), left, top, point)


def legible(tokens: Sequence[Token]) -> list[Token]:
    """The tokens of lines that can be print: lines without one good word are strokes of a pen, of a seal, a crease."""
    out: list[Token] = []
    for _, group in groupby(tokens, key=lambda t: t.line):
        line = list(group)
        if len(line) < 2 or _belief([line]) >= LEGIBLE or max(t.confidence for t in line) >= SURE:
            out += line
    return out


def _printed(tokens: Sequence[Token], seen: Seen, left: int, top: int, point: float) -> Iterator[Token]:
    """The tokens that stand where there is ink: in noisy white the engine invents letters."""
    previous = -1
    for token in tokens:
        opens, previous = token.line != previous, token.line
        if not opens and token.text in STROKES:  # what a lone I is read as
            yield token
            continue
        x0, y0, x1, y1 = ((v + o) / point for v, o in
                          zip((token.x0, token.y0, token.x1, token.y1), (left, top, left, top), strict=True))
        letters = "".join(c for c in token.text if c.isalnum())
        if token.confidence < DOUBT[min(len(letters), 3)] and not set(letters) & NUMERALS:
            continue
        if token.confidence > SURE or any(b.x0 < x1 and b.x1 > x0 and b.y0 < y1 and b.y1 > y0 for b in seen.blobs):
            yield token


def _cut(seen: Seen, zone: Zone) -> NDArray[uint8]:
    """The picture of a block with a white border."""
    import cv2
    import numpy as np
    point = seen.page.dpi / 72
    left, top = (max(0, int((v - AROUND) * point)) for v in (zone.x0, zone.y0))
    right, bottom = (int((v + AROUND) * point) + 1 for v in (zone.x1, zone.y1))
    piece = seen.clean[top:bottom, left:right]
    framed = cv2.copyMakeBorder(piece, BORDER, BORDER, BORDER, BORDER, cv2.BORDER_CONSTANT, value=255)
    return np.asarray(framed, np.uint8)


def _cells(grids: Sequence[PageGrid]) -> Iterator[PageCell]:
    for grid in grids:
        for row in grid.rows:
            yield from row


def _ink(cell: PageCell) -> Zone | None:
    """The block of a cell's ink, not beyond its rules; None for an empty cell."""
    blobs = [b for b in cell.words if max(b.y1 - b.y0, b.x1 - b.x0) > 1.8]
    if not blobs or max(b.y1 - b.y0 for b in blobs) < 3:
        return None
    box = cell.box
    return Zone(max(box.x0 + AROUND, min(b.x0 for b in blobs)), max(box.y0 + AROUND, min(b.y0 for b in blobs)),
                min(box.x1 - AROUND, max(b.x1 for b in blobs)), min(box.y1 - AROUND, max(b.y1 for b in blobs)))


def _filled(grid: PageGrid, blocks: dict[Key, tuple[Word, ...]]) -> PageGrid:
    """The grid with words in place of its blobs."""
    rows = tuple(tuple(replace(cell, words=blocks.get(_key(cell.box), ())) for cell in row) for row in grid.rows)
    return replace(grid, rows=rows)
