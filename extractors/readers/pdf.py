"""Read a born-digital PDF: its own text where it can be believed, by position; other pages through the OCR seam."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from extractors.errors import DocumentError
from extractors.layout import DAMAGED, lay_out
from extractors.legacy_fonts import legacy_of
from extractors.models import Document, PageRead, Warn, Word
from extractors.readers.open_pdf import Opened, open_pdf, page_bounds
from extractors.readers.page_facts import PageFacts, usable_text
from extractors.readers.pdf_chars import PageChars, frame_of, read_chars
from extractors.readers.pdf_pictures import render
from extractors.readers.pdf_shapes import Shapes, read_shapes
from extractors.readers.pdf_words import read_words
from extractors.readers.ruled_grids import find_grids

if TYPE_CHECKING:
    from extractors.readers.ocr.contract import PageImage, PageReader

MEDIA_TYPE = "application/pdf"
_DPI = 300
_BROKEN = 200  # pages that cannot be opened, from the first on: a made-up page list


def read_pdf(data: bytes, options: Any = None) -> Document:
    """The Document of a PDF's bytes. DocumentError when nothing of it can be opened.

    `options` (all optional): `max_pages`; `ocr`, a PageReader; `ocr_dpi`. Without a PageReader a page that only OCR
    could read has source "none" and a warning "needs_ocr".
    """
    opened = open_pdf(data)
    try:
        count, limit = opened.count, getattr(options, "max_pages", 2000)
        warnings = list(opened.warnings)
        if count > limit:
            warnings.append(Warn("too_many_pages", f"Tệp có {count} trang, chỉ đọc {limit} trang đầu."))
        document = lay_out(_read_pages(opened, min(count, limit), options, warnings), MEDIA_TYPE, warnings)
    finally:
        opened.close()
    if all(page.reason == DAMAGED for page in document.pages):
        raise DocumentError("damaged", "Tệp PDF bị hỏng: không mở được trang nào.", "Hãy lấy lại tệp từ nguồn.")
    return document


def _reader(options: Any, warnings: list[Warn]) -> PageReader | None:
    """Who reads pages without usable text, if anyone does; asked for only when the first such page is met."""
    wanted: Any = getattr(options, "ocr", None)
    if not wanted or hasattr(wanted, "read_pages"):
        reader: PageReader | None = wanted or None
        return reader
    from extractors.readers.ocr.reader import page_reader
    try:
        return page_reader(options)
    except DocumentError as missing:
        warnings.append(Warn(missing.code, str(missing)))
        return None


def _read_pages(opened: Opened, count: int, options: Any, warnings: list[Warn]) -> Iterator[PageRead]:
    """The pages in order; runs of pages without usable text go to the OCR reader together."""
    reader: PageReader | None = None
    asked = False
    dpi = getattr(options, "ocr_dpi", _DPI)
    waiting: list[PageRead] = []
    for page in _own_text(opened, count, warnings):
        scanned = page.source == "none" and page.width > 0
        if scanned and not asked:
            reader, asked = _reader(options, warnings), True
        if scanned and reader is not None:
            waiting.append(page)
            continue
        yield from _scanned(opened, waiting, reader, dpi)
        waiting = []
        yield page
    yield from _scanned(opened, waiting, reader, dpi)


def _own_text(opened: Opened, count: int, warnings: list[Warn]) -> Iterator[PageRead]:
    """The pages by their own text; a made-up list of pages that do not exist is not followed to its end."""
    old_fonts: set[str] = set()
    readable = 0
    for number in range(count):
        page = _page(opened, number, old_fonts)
        readable += page.reason != DAMAGED
        yield page
        if not readable and number >= _BROKEN:
            return
    if old_fonts:
        names = ", ".join(sorted(old_fonts)[:4])
        warnings.append(Warn("legacy_font", f"Văn bản dùng phông chữ cũ trước Unicode ({names}), đã đổi sang Unicode."))


def _scanned(opened: Opened, pages: list[PageRead], reader: PageReader | None, dpi: int) -> Iterator[PageRead]:
    if not pages or reader is None:
        return

    def pictures() -> Iterator[PageImage]:
        for page in pages:
            yield render(opened.pdf, page.number, page.reason, dpi)

    yield from reader.read_pages(pictures())


def _page(opened: Opened, number: int, old_fonts: set[str]) -> PageRead:
    """One page, or source "none" where the file is broken at it."""
    page = opened.page(number)
    if page is None:
        return PageRead(number, 0.0, 0.0, (), source="none", reason=DAMAGED)
    try:
        return read_page(page, number, old_fonts)
    finally:
        page.close()


def read_page(page: Any, number: int, old_fonts: set[str] | None = None) -> PageRead:
    """One page's words, tables and rules, or source "none" with the reason where its text cannot be used. Names of
    fonts of before Unicode are added to `old_fonts`."""
    textpage = page.get_textpage()
    try:
        chars = read_chars(textpage)
    finally:
        textpage.close()
    frame = frame_of(chars, page_bounds(page), page.get_rotation() // 90)
    shapes = read_shapes(page, number, frame)
    words, turned = read_words(chars, frame)
    if old_fonts is not None:
        old_fonts.update(s.font for s in chars.styles if legacy_of(s.font))
    usable, reason = usable_text(_facts(number, words + turned, chars, shapes, frame.width * frame.height))
    empty = PageRead(number, frame.width, frame.height, (), source="text", reason=reason)
    if not usable:
        return replace(empty, source="none")
    grids, outside, rules = find_grids(shapes.flat, shapes.upright, words + turned, number)
    if turned:  # what is written up the page belongs to a table's cell or is a mark on the margin
        aside = set(map(id, turned))
        outside = [w for w in outside if id(w) not in aside]
    return replace(empty, words=tuple(outside), grids=grids, rules=rules)


def _facts(number: int, words: list[Word], chars: PageChars, shapes: Shapes, area: float) -> PageFacts:
    """What decides whether the page's text is believed."""
    hidden = sum(chars.styles[o].hidden for o in chars.owner.tolist()) if any(s.hidden for s in chars.styles) else 0
    largest = max(((b.x1 - b.x0) * (b.y1 - b.y0) for b in shapes.pictures), default=0.0)
    return PageFacts(number, " ".join(w.text for w in words), chars.unmapped, hidden, largest / area if area else 0.0,
                     shapes.count)
