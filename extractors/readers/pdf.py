"""Read a born-digital PDF: its own text where it can be believed, by position; other pages through the OCR seam."""
from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from extractors.layout import lay_out
from extractors.models import Document, PageRead, Warn, Word
from extractors.readers.open_pdf import open_pdf, page_bounds
from extractors.readers.page_facts import PageFacts, usable_text
from extractors.readers.pdf_chars import PageChars, frame_of, read_chars
from extractors.readers.pdf_shapes import Shapes, read_shapes
from extractors.readers.pdf_words import read_words
from extractors.readers.ruled_grids import find_grids

MEDIA_TYPE = "application/pdf"


def read_pdf(data: bytes, options: Any = None) -> Document:
    """The Document of a PDF's bytes. DocumentError when nothing of it can be opened.

    `options`: `max_pages`; `ocr`, a PageReader or False. A page that only OCR could read has source "none" without it.
    """
    pdf = open_pdf(data)
    try:
        count = len(pdf)
        limit = getattr(options, "max_pages", 2000)
        warnings = []
        if count > limit:
            warnings.append(Warn("too_many_pages", f"Tệp có {count} trang, chỉ đọc {limit} trang đầu."))
        return lay_out(_pages(pdf, min(count, limit)), MEDIA_TYPE, warnings)
    finally:
        pdf.close()


def _pages(pdf: Any, count: int) -> Iterator[PageRead]:
    for number in range(count):
        page = pdf[number]
        try:
            yield read_page(page, number)
        finally:
            page.close()


def read_page(page: Any, number: int) -> PageRead:
    """One page's words, tables and rules, or source "none" with the reason where its text cannot be used."""
    textpage = page.get_textpage()
    try:
        chars = read_chars(textpage)
    finally:
        textpage.close()
    frame = frame_of(chars, page_bounds(page), page.get_rotation() // 90)
    shapes = read_shapes(page, number, frame)
    words, turned = read_words(chars, frame)
    usable, reason = usable_text(_facts(number, words + turned, chars, shapes, frame.width * frame.height))
    if not usable:
        return PageRead(number, frame.width, frame.height, (), source="none", reason=reason)
    grids, outside, rules = find_grids(shapes.flat, shapes.upright, words + turned, number)
    return PageRead(number, frame.width, frame.height, tuple(outside), grids, "text", reason, rules)


def _facts(number: int, words: list[Word], chars: PageChars, shapes: Shapes, area: float) -> PageFacts:
    """What decides whether the page's text is believed."""
    hidden = sum(1 for o in chars.owner.tolist() if chars.styles[o].hidden) if any(s.hidden for s in chars.styles) else 0
    largest = max(((b.x1 - b.x0) * (b.y1 - b.y0) for b in shapes.pictures), default=0.0)
    return PageFacts(number, " ".join(w.text for w in words), chars.unmapped, hidden, largest / area if area else 0.0,
                     shapes.count)
