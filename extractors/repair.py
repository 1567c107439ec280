"""What OCR misread, put right by what is known of directives: terms, numerals, numbers, row labels. Never silently.

Reads pages as OCR gave them; writes pages in which a mended word carries what it was read as and the rule, and less
confidence. Pages with a text layer of their own are left alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from extractors.models import PageCell, PageGrid, PageRead, Word
from extractors.repair_labels import Counters, repair_labels
from extractors.repair_numbers import last_heading, repair_appendix, repair_numbers
from extractors.repair_terms import repair_terms
from gazetteers.fold import fold

LESS_SURE = 0.85  # factor of the confidence of a mended word


def repair_pages(pages: Iterable[PageRead]) -> Iterator[PageRead]:
    """The pages in order, those read by OCR mended; row numbers are followed over pages."""
    counters = Counters()
    for page in pages:
        yield repair_page(page, counters) if page.source == "ocr" else page


def repair_page(page: PageRead, counters: Counters | None = None) -> PageRead:
    """One page mended."""
    counters = counters or Counters()
    if "phụ lục" in " ".join(fold(w.text) for w in page.words[:60]):
        counters.number = counters.group = 0  # another table begins
    grids = tuple(_repair_grid(grid, counters) for grid in page.grids)
    words = repair_words(page.words, counters.heading)
    titles, counters.appendix = repair_appendix([w.text for w in words], counters.appendix)
    words = _mended(words, titles, "appendix")
    counters.heading = last_heading([w.text for w in words], _line_starts(words), counters.heading)
    return replace(page, words=words, grids=grids)


def _line_starts(words: Sequence[Word]) -> frozenset[int]:
    return frozenset(i for i, w in enumerate(words) if i == 0 or w.x0 < words[i - 1].x0 or w.y0 > words[i - 1].y1)


def repair_words(words: Sequence[Word], heading: int = 0) -> tuple[Word, ...]:
    """Words in reading order, mended; `heading` is the number of the last section heading before them."""
    texts = [w.text for w in words]
    numbers = repair_numbers(texts, _line_starts(words), heading)
    for i, text in numbers.items():
        texts[i] = text
    terms = repair_terms(texts)
    return _mended(_mended(words, numbers, "number"), terms, "term")


def _mended(words: Sequence[Word], changes: Mapping[int, str], rule: str) -> tuple[Word, ...]:
    return tuple(_mend(word, changes[i], rule) if i in changes else word for i, word in enumerate(words))


def _mend(word: Word, text: str, rule: str) -> Word:
    """A word with another text, what it was read as and the rule kept."""
    sure = None if word.confidence is None else round(word.confidence * LESS_SURE, 3)
    return replace(word, text=text, confidence=sure, mended=(word.text, rule))


def _repair_grid(grid: PageGrid, counters: Counters) -> PageGrid:
    """A table: its row labels by their sequence, its cells as texts of their own."""
    first = [row[0] if row and row[0].col == 0 else None for row in grid.rows]
    labels = [_label(cell) for cell in first]
    right = repair_labels(labels, counters)
    rows = []
    for i, row in enumerate(grid.rows):
        cells = [replace(cell, words=repair_words(cell.words)) for cell in row]
        if i in right and right[i] != labels[i]:
            cells[0] = replace(cells[0], words=(_mend(row[0].words[0], right[i], "label"),))
        rows.append(tuple(cells))
    return replace(grid, rows=tuple(rows))


def _label(cell: PageCell | None) -> str:
    """A cell's text where it is one short word, else ""."""
    return cell.words[0].text if cell and len(cell.words) == 1 and len(cell.words[0].text) <= 8 else ""
