"""Scans made otherwise: `python -m benchmarks.make_scans FILE.pdf… [--pages 0,3]` renders pages of typed PDFs, spoils
them as scanners, faxes and phones do, reads them and says how many letters are wrong (infix alignment of each printed
line, so that reading order does not count).
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rapidfuzz.distance import Levenshtein

from extractors.models import PageRead, Word
from extractors.readers.ocr.contract import PageImage
from extractors.readers.ocr.reader import Reader

Pixels = Any  # numpy array: grey or RGB, uint8


def leaning(page: Pixels, degrees: float) -> Pixels:
    """Turned by a small angle, white coming in."""
    import cv2
    high, wide = page.shape[:2]
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), degrees, 1)
    return cv2.warpAffine(page, turn, (wide, high), borderValue=(255, 255, 255))


def noisy(page: Pixels, amount: float) -> Pixels:
    """Grain, the same at every run."""
    import numpy as np
    random = np.random.default_rng(11)
    return np.clip(page.astype(np.float32) + random.normal(0, amount, page.shape), 0, 255).astype(np.uint8)


def squeezed(page: Pixels, quality: int) -> Pixels:
    """Stored as a JPEG of low quality."""
    import cv2
    return cv2.imdecode(cv2.imencode(".jpg", page, [cv2.IMWRITE_JPEG_QUALITY, quality])[1], cv2.IMREAD_UNCHANGED)


def faded(page: Pixels, black: int) -> Pixels:
    """Print of a worn cartridge on grey paper."""
    import numpy as np
    return (black + page.astype(np.float32) * (225 - black) / 255).astype(np.uint8)


def bilevel(page: Pixels) -> Pixels:
    """Black and white only."""
    import numpy as np
    return np.where(page > 150, 255, 0).astype(np.uint8)


def blurred(page: Pixels, sigma: float) -> Pixels:
    """Out of focus."""
    import cv2
    return cv2.GaussianBlur(page, (0, 0), sigma)


WAYS: dict[str, tuple[int, Callable[[Pixels], Pixels]]] = {
    "300 dpi": (300, lambda p: p),
    "200 dpi, leaning 4 degrees, grain": (200, lambda p: noisy(leaning(p, 4.0), 12)),
    "200 dpi black and white": (200, lambda p: bilevel(leaning(p, -0.8))),
    "150 dpi, JPEG 35": (150, lambda p: squeezed(p, 35)),
    "100 dpi": (100, lambda p: p),
    "300 dpi, faded, blurred, grain": (300, lambda p: noisy(blurred(faded(leaning(p, 1.1), 120), 1.6), 8)),
    "200 dpi, on its head": (200, lambda p: p[::-1, ::-1].copy()),
    "200 dpi, on its side": (200, lambda p: p.swapaxes(0, 1)[::-1].copy()),
}


def printed_lines(page: PageRead) -> list[str]:
    """The lines of a typed page, tables cell by cell."""
    from extractors.lines import rows_of
    blocks = [page.words, *(cell.words for grid in page.grids for row in grid.rows for cell in row)]
    return [" ".join(w.text for w in piece) for words in blocks for row in rows_of(words) for piece in _pieces(row)]


def _pieces(row: Any) -> list[list[Word]]:
    """A printed line cut at wide gaps."""
    out: list[list[Word]] = []
    for word in sorted(row, key=lambda w: w.x0):
        if not out or word.x0 - out[-1][-1].x1 > 11:
            out.append([])
        out[-1].append(word)
    return out


def wrong_letters(lines: list[str], text: str) -> tuple[int, int]:
    """Wrong letters and letters of lines sought in a text."""
    from rapidfuzz import fuzz
    wrong = 0
    for line in lines:
        found = fuzz.partial_ratio_alignment(line, text)
        near = text[max(0, found.dest_start - 3):found.dest_end + 3] if found else ""
        starts = range(min(7, len(near) + 1))
        wrong += min((Levenshtein.distance(line, near[a:len(near) - b]) for a in starts for b in range(7)),
                     default=len(line))
    return wrong, sum(map(len, lines))


def measure(path: Path, numbers: list[int]) -> None:
    """Prints a line for each way of spoiling."""
    import numpy as np
    import pypdfium2

    from extractors.readers.pdf import read_page
    pdf = pypdfium2.PdfDocument(path)
    for way, (dpi, spoil) in WAYS.items():
        wrong = letters = 0
        for number in (n for n in numbers if n < len(pdf)):
            page = pdf[number]
            lines = printed_lines(read_page(page, number))
            pixels = spoil(np.array(page.render(scale=dpi / 72, grayscale=True).to_numpy()).squeeze())
            high, wide = pixels.shape[:2]
            read, = Reader(workers=0).read_pages([PageImage(number, wide / dpi * 72, high / dpi * 72, pixels)])
            words = [*read.words, *(w for g in read.grids for row in g.rows for c in row for w in c.words)]
            n, of = wrong_letters(lines, " ".join(w.text for w in words))
            wrong, letters = wrong + n, letters + of
        print(f"{path.stem:32} {way:36} {wrong / letters:.2%} of {letters} letters wrong" if letters else "no text")


def main() -> None:
    """Measures the files given."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--pages", default="0")
    given = parser.parse_args()
    for path in given.files:
        measure(path, [int(n) for n in given.pages.split(",")])


if __name__ == "__main__":
    main()
