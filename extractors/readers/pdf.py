"""Read a born-digital PDF: its own text where it can be believed, by position; other pages through the OCR seam."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from extractors.errors import DocumentError
from extractors.layout import DAMAGED, lay_out
from extractors.legacy_fonts import legacy_of
from extractors.models import Document, PageRead, Warn
from extractors.readers.open_pdf import Opened, open_pdf, page_bounds
from extractors.readers.page_facts import COVERED, PageFacts, usable_text
from extractors.readers.pdf_chars import Frame, PageChars, frame_of, read_chars
from extractors.readers.pdf_pictures import render, scanned_rules
from extractors.readers.pdf_shapes import Shapes, read_shapes
from extractors.readers.pdf_words import read_words
from extractors.readers.ruled_grids import find_grids

if TYPE_CHECKING:
    from extractors.readers.ocr.contract import PageImage, PageReader

MEDIA_TYPE = "application/pdf"
_DPI = 300
_PICTURE = 0.15  # share of the page: so large a picture may be a table or a page put in as one
_SCAN = 0.3    # share of the page under a picture: invisible text may be what OCR read there
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


@dataclass(slots=True)
class Oddities:
    """What is noted while pages are read, to be told once: fonts of before Unicode, pages with text nobody sees, typed
    pages with a large picture."""

    old_fonts: set[str] = field(default_factory=set)
    hidden: list[int] = field(default_factory=list)
    pictures: list[int] = field(default_factory=list)

    def warnings(self) -> Iterator[Warn]:
        """The same in plain words."""
        if self.old_fonts:
            names = ", ".join(sorted(self.old_fonts)[:4])
            yield Warn("legacy_font", f"Văn bản dùng phông chữ cũ trước Unicode ({names}), đã đổi sang Unicode.")
        if self.hidden:
            pages = ", ".join(str(n + 1) for n in self.hidden[:10])
            yield Warn("hidden_text", f"Có chữ ẩn (không nhìn thấy) ở trang {pages}; đã bỏ qua.", self.hidden[0])
        if self.pictures:
            pages = ", ".join(str(n + 1) for n in self.pictures[:10])
            yield Warn("picture", f"Có hình lớn ở trang {pages}; chữ trong hình (nếu có) chưa được đọc.",
                       self.pictures[0])


def _own_text(opened: Opened, count: int, warnings: list[Warn]) -> Iterator[PageRead]:
    """The pages by their own text; a made-up list of pages that do not exist is not followed to its end."""
    odd = Oddities()
    readable = 0
    for number in range(count):
        page = _page(opened, number, odd)
        readable += page.reason != DAMAGED
        yield page
        if not readable and number >= _BROKEN:
            return
    warnings += odd.warnings()


def _scanned(opened: Opened, pages: list[PageRead], reader: PageReader | None, dpi: int) -> Iterator[PageRead]:
    if not pages or reader is None:
        return

    def pictures() -> Iterator[PageImage]:
        for page in pages:
            yield render(opened.pdf, page.number, page.reason, dpi)

    yield from reader.read_pages(pictures())


def _page(opened: Opened, number: int, odd: Oddities) -> PageRead:
    """One page, or source "none" where the file is broken at it."""
    page = opened.page(number)
    if page is None:
        return PageRead(number, 0.0, 0.0, (), source="none", reason=DAMAGED)
    try:
        return read_page(page, number, odd)
    finally:
        page.close()


def read_page(page: Any, number: int, odd: Oddities | None = None) -> PageRead:
    """One page's words, tables and rules, or source "none" with the reason where its text cannot be used."""
    textpage = page.get_textpage()
    try:
        chars = read_chars(textpage)
    finally:
        textpage.close()
    frame = frame_of(chars, page_bounds(page), page.get_rotation() // 90)
    shapes = read_shapes(page, number, frame)
    covered = _covered(shapes, frame.width * frame.height)
    concealed = _concealed(chars, shapes, frame, covered)
    words, turned = read_words(chars, frame, concealed)
    if odd is not None:
        odd.old_fonts.update(s.font for s in chars.styles if legacy_of(s.font))
        odd.hidden += [number] if concealed else []
        odd.pictures += [number] if words and _PICTURE < covered < COVERED else []
    text = " ".join(w.text for w in words + turned)
    usable, reason = usable_text(PageFacts(number, text, chars.unmapped, covered, shapes.count))
    empty = PageRead(number, frame.width, frame.height, (), source="text", reason=reason)
    if not usable:
        return replace(empty, source="none")
    flat, upright = shapes.flat, shapes.upright
    if covered >= COVERED and frame.turn == page.get_rotation() // 90:
        drawn = scanned_rules(page, number)
        flat, upright = [*flat, *drawn[0]], [*upright, *drawn[1]]
    grids, outside, rules = find_grids(flat, upright, words + turned, number)
    if turned:  # what is written up the page belongs to a table's cell or is a mark on the margin
        aside = set(map(id, turned))
        outside = [w for w in outside if id(w) not in aside]
    return replace(empty, words=tuple(outside), grids=grids, rules=rules)


def _covered(shapes: Shapes, area: float) -> float:
    """The share of the page under its largest picture."""
    return max(((b.x1 - b.x0) * (b.y1 - b.y0) for b in shapes.pictures), default=0.0) / area if area else 0.0


def _concealed(chars: PageChars, shapes: Shapes, frame: Frame, covered: float) -> frozenset[int]:
    """The text objects that nobody sees: drawn invisibly (but that is how a scan carries its text), or white on
    white."""
    out: set[int] = set()
    behind = shapes.fills + shapes.pictures
    for i, style in enumerate(chars.styles):
        if style.hidden and covered < _SCAN:
            out.add(i)
        elif style.white:
            x, y = frame.place(style.x, style.y)
            if not any(b.x0 <= x + 1 <= b.x1 and b.y0 <= y - 1 <= b.y1 for b in behind):
                out.add(i)
    return frozenset(out)
