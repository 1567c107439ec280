"""PDF files that are odd as files: every one ends as a document or as a DocumentError with a code and a cure."""
from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from extractors.errors import DocumentError
from extractors.models import PageRead, Paragraph, Word
from extractors.read import ReadOptions
from extractors.readers.ocr.contract import PageImage
from extractors.readers.pdf import read_pdf
from extractors.readers.pdf_pictures import scale_for
from tests.make_pdf import Look, draw, make

pytest.importorskip("reportlab")
pytest.importorskip("matplotlib")

TEXT = "Ủy ban nhân dân tỉnh yêu cầu các sở, ban, ngành, Ủy ban nhân dân các xã, phường triển khai thực hiện. "


def digital(pages: int = 1) -> bytes:
    def paint(canvas: Any) -> None:
        for n in range(pages):
            canvas.setFont("DejaVuSerif", 10)
            for i in range(12):
                canvas.drawString(60, 780 - 15 * i, f"{i + 1}. {TEXT}")
            canvas.drawString(60, 500, f"Trang thứ {n + 1} của văn bản này.")
            canvas.showPage()
    return draw(paint)


def objects(*bodies: str) -> bytes:
    """A PDF of so many plain objects, the first one its root."""
    parts = [f"{i} 0 obj\n{body}\nendobj\n" for i, body in enumerate(bodies, 1)]
    return ("%PDF-1.4\n" + "".join(parts) + f"trailer\n<</Root 1 0 R/Size {len(parts) + 1}>>\n%%EOF\n").encode()


CATALOG = "<</Type/Catalog/Pages 2 0 R>>"


def encrypted(user: str) -> bytes:
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption(user, ownerPassword="chu", canPrint=0))
    canvas.drawString(80, 700, "Ke hoach cong tac")
    canvas.save()
    return out.getvalue()


@pytest.mark.parametrize(("data", "code"), [
    (b"", "empty"),
    (b"\0" * 500 + b"\r\n", "empty"),
    (b"%PDF-1.7\n", "damaged"),
    (b"<html><body>Dang nhap</body></html>", "wrong_type"),
    (digital()[:700], "damaged"),
    (objects(CATALOG, "<</Type/Pages/Kids[]/Count 0>>"), "no_pages"),
    (objects(CATALOG, "<</Type/Pages/Kids[2 0 R 2 0 R]/Count 100000>>"), "damaged"),
    (encrypted("mat khau"), "encrypted"),
])
def test_files_that_cannot_be_read(data: bytes, code: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read_pdf(data)
    assert caught.value.code == code
    assert caught.value.reason.endswith(".") and caught.value.cure


def test_no_reason_is_left_from_the_file_before() -> None:
    with pytest.raises(DocumentError, match="mật khẩu"):
        read_pdf(encrypted("x"))
    with pytest.raises(DocumentError) as caught:
        read_pdf(objects(CATALOG, "<</Type/Pages/Kids[]/Count 0>>"))
    assert caught.value.code == "no_pages"


def test_an_owner_password_hinders_nothing() -> None:
    assert read_pdf(encrypted("")).text == "Ke hoach cong tac"


@pytest.mark.parametrize("data", [b"HTTP/1.1 200 OK\r\n\r\n" * 100 + digital(), digital() + b"<!-- xong -->" * 200])
def test_junk_around_the_file(data: bytes) -> None:
    assert "Trang thứ 1 của văn bản này." in read_pdf(data).text


def test_a_page_without_content_is_blank_not_failed() -> None:
    data = objects(CATALOG, "<</Type/Pages/Kids[3 0 R]/Count 1>>",
                   "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200000 200000]>>")
    document = read_pdf(data)
    assert document.text == "" and not document.warnings
    assert [(p.source, p.reason) for p in document.pages] == [("text", "blank page")]


def test_a_file_cut_short_gives_what_is_left_and_says_so() -> None:
    data = digital(3)
    whole = read_pdf(data)
    cut = data[:data.rindex(b"xref") - 60]
    assert b"/Catalog" in data
    document = read_pdf(cut)
    assert "truncated" in [w.code for w in document.warnings] or document.text == whole.text
    assert "Trang thứ 1 của văn bản này." in document.text


@pytest.mark.parametrize("tenth", range(1, 10))
def test_a_file_cut_anywhere_ends_with_a_stated_outcome(tenth: int) -> None:
    data = digital(2)
    try:
        document = read_pdf(data[:len(data) * tenth // 10])
    except DocumentError as error:
        assert error.code == "damaged"
    else:
        assert document.warnings


def test_too_many_pages_are_read_in_part_with_a_warning() -> None:
    document = read_pdf(digital(4), ReadOptions(max_pages=2, ocr=False))
    assert len(document.pages) == 2
    assert [w.code for w in document.warnings] == ["too_many_pages"]


def test_a_stamp_drawn_as_an_annotation_is_read() -> None:
    """Number and day are often set on the finished file by the office's own program."""
    form = ("<</Type/XObject/Subtype/Form/BBox[0 0 120 20]/Resources<</Font<</F 6 0 R>>>>/Length 44>>\nstream\n"
            "BT /F 12 Tf 2 5 Td (1234/UBND-TH) Tj ET      \nendstream")
    data = objects(CATALOG, "<</Type/Pages/Kids[3 0 R]/Count 1>>",
                   "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 7 0 R/Resources<</Font<</F 6 0 R>>>>"
                   "/Annots[4 0 R]>>",
                   "<</Type/Annot/Subtype/Stamp/Rect[100 700 220 720]/F 4/AP<</N 5 0 R>>>>", form,
                   "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
                   "<</Length 43>>\nstream\nBT /F 12 Tf 70 705 Td (So:) Tj ET           \nendstream")
    assert read_pdf(data).text == "So: 1234/UBND-TH"


# --- pages that only OCR can read ------------------------------------------------------------------------------------


def scan(text: str = "", hidden: bool = True, lines: int = 40) -> bytes:
    """Pages with a covering picture and, over it, invisible lines of text; the first page is digital."""
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    picture = ImageReader(Image.new("L", (300, 420), 235))

    def paint(canvas: Any) -> None:
        canvas.setFont("DejaVuSerif", 10)
        for i in range(12):
            canvas.drawString(60, 780 - 15 * i, TEXT)
        canvas.showPage()
        canvas.drawImage(picture, 0, 0, 595, 842)
        for i in range(lines if text else 0):
            line = canvas.beginText(60, 780 - 15 * i)
            line.setFont("DejaVuSerif", 10)
            line.setTextRenderMode(3 if hidden else 0)
            line.textOut(text)
            canvas.drawText(line)
        canvas.showPage()
    return draw(paint)


class Recorded:
    """A page reader that notes what it is given."""

    def __init__(self) -> None:
        self.pages: list[PageImage] = []

    def read_pages(self, pages: Iterable[PageImage]) -> Iterator[PageRead]:
        for page in pages:
            self.pages.append(page)
            word = Word("Đọc-bằng-OCR", 60, 60, 150, 72, 11.0, confidence=0.9)
            yield PageRead(page.number, page.width, page.height, (word,), source="ocr", reason=page.reason)


class Options:
    """What the PDF reader looks at."""

    max_pages = 2000
    ocr_dpi = 100

    def __init__(self, ocr: Any) -> None:
        self.ocr = ocr


WRONG = "Uy ban nhan dan tinh yeu cau cac so, ban, nganh trien khai thuc hien nhiem vu"


@pytest.mark.parametrize(("text", "lines"), [("", 0), (WRONG, 40), ("Iflt|y bftn nhftn df1n tlnh y~u cftu", 40),
                                             ("Người ký: Nguyễn Văn An", 3)])
def test_scanned_pages_go_to_the_page_reader(text: str, lines: int) -> None:
    reader = Recorded()
    document = read_pdf(scan(text, lines=lines), Options(reader))
    assert [p.number for p in reader.pages] == [1]
    high, wide = reader.pages[0].pixels.shape[:2]
    assert high / wide == pytest.approx(842 / 595, rel=0.02)
    assert [p.source for p in document.pages] == ["text", "ocr"]
    assert document.pages[1].confidence == 0.9
    assert "Đọc-bằng-OCR" in document.text and WRONG not in document.text


def test_without_a_page_reader_the_page_is_named() -> None:
    document = read_pdf(scan(), Options(False))
    assert [p.source for p in document.pages] == ["text", "none"]
    assert [(w.code, w.page) for w in document.warnings] == [("needs_ocr", 1)]
    assert "OCR" in document.warnings[0].message


def test_a_good_text_layer_under_the_picture_is_used() -> None:
    reader = Recorded()
    document = read_pdf(scan(TEXT), Options(reader))
    assert not reader.pages
    assert document.text.count("Ủy ban nhân dân tỉnh yêu cầu") > 40


def test_a_digital_file_never_asks_for_ocr() -> None:
    class Forbidden:
        @property
        def read_pages(self) -> Any:
            raise AssertionError("asked")

    assert read_pdf(digital(), Options(Recorded())).text


@pytest.mark.parametrize(("width", "height"), [(595, 842), (14_400, 14_400), (200_000, 100), (1, 1)])
def test_pictures_stay_within_bounds(width: float, height: float) -> None:
    scale = scale_for(width, height, 300)
    assert scale <= 300 / 72
    assert width * scale * height * scale <= 40_000_001 and max(width, height) * scale <= 20_001


def test_the_look_of_fonts_is_noted() -> None:
    look = Look()
    story = [look.text("<b>Đậm</b>"), look.text("<i>Nghiêng</i>"), look.text("Thường")]
    document = read_pdf(make(look, story))
    looks = [(b.bold, b.italic) for b in document.blocks if isinstance(b, Paragraph)]
    assert looks == [(True, False), (False, True), (False, False)]


def test_reading_needs_no_more_than_its_bytes(tmp_path: Path) -> None:
    before = set(tmp_path.iterdir())
    assert read_pdf(digital()).text
    assert set(tmp_path.iterdir()) == before


def test_a_table_on_a_scan_with_a_good_text_layer_is_a_table() -> None:
    from PIL import Image, ImageDraw
    from reportlab.lib.utils import ImageReader

    from extractors.models import Grid

    xs, ys = (60, 110, 400, 540), (100, 140, 180, 220, 260)
    rows = [("STT", "Nhiệm vụ", "Chủ trì"), ("1", "Xây dựng kế hoạch triển khai", "Sở Tài chính"),
            ("2", "Báo cáo kết quả thực hiện", "Sở Nội vụ"), ("3", "Tổng hợp, tham mưu", "Văn phòng")]
    scale = 2.5
    picture = Image.new("L", (int(595 * scale), int(842 * scale)), 245)
    pen = ImageDraw.Draw(picture)
    for y in ys:
        pen.line([xs[0] * scale, y * scale, xs[-1] * scale, y * scale], fill=20, width=3)
    for x in xs:
        pen.line([x * scale, ys[0] * scale, x * scale, ys[-1] * scale], fill=20, width=3)

    def paint(canvas: Any) -> None:
        canvas.drawImage(ImageReader(picture), 0, 0, 595, 842)
        at = [(x + 6, 842 - y - 25, t) for y, row in zip(ys, rows, strict=False) for x, t in zip(xs, row, strict=False)]
        at += [(60, 842 - 400 - 15 * i, TEXT) for i in range(10)]
        for x, y, text in at:
            line = canvas.beginText(x, y)
            line.setFont("DejaVuSerif", 10)
            line.setTextRenderMode(3)
            line.textOut(text)
            canvas.drawText(line)
    document = read_pdf(draw(paint))
    grid = next(b for b in document.blocks if isinstance(b, Grid))
    assert [tuple(document.text[c.start:c.end] for c in row.cells) for row in grid.rows] == rows


def test_a_large_picture_in_a_typed_page_is_told() -> None:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    def paint(canvas: Any) -> None:
        canvas.setFont("DejaVuSerif", 10)
        for i in range(12):
            canvas.drawString(60, 780 - 15 * i, TEXT)
        canvas.drawImage(ImageReader(Image.new("L", (40, 40), 99)), 60, 100, 450, 300)
    document = read_pdf(draw(paint))
    assert [w.code for w in document.warnings] == ["picture"]
    assert document.pages[0].source == "text"
