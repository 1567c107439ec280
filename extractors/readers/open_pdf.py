"""Open a PDF's bytes, or say in plain words why they cannot be opened."""
from __future__ import annotations

import ctypes
import re
from dataclasses import dataclass, field
from typing import Any

from extractors.errors import DocumentError
from extractors.models import Warn
from extractors.readers.mend_pdf import has_no_pages, mend
from extractors.readers.pdf_chars import address, native

_A4 = (0.0, 0.0, 595.3, 841.9)
_LARGEST = 14_400.0        # points: what the format allows a page's side
_DRAWN_NOTES = {3, 13, 20}  # free text, stamp, form field or signature: part of what the page shows
_AGAIN = "Hãy lấy lại tệp từ nguồn."


@dataclass(slots=True)
class Opened:
    """An open PDF; `warnings` say what is odd about the file. To be closed."""

    pdf: Any
    count: int
    warnings: list[Warn] = field(default_factory=list)

    def page(self, number: int) -> Any:
        """A page with its stamps and form fields drawn in (number and day are often set that way); None when the
        file is broken there."""
        import pypdfium2 as pdfium

        try:
            page = self.pdf[number]
            if _has_notes(page):
                native("FPDFPage_Flatten", ctypes.c_int, ctypes.c_void_p, ctypes.c_int)(address(page.raw), 0)
                page.close()
                page = self.pdf[number]
        except pdfium.PdfiumError:
            return None
        return page

    def close(self) -> None:
        """Frees the file."""
        self.pdf.close()


def open_pdf(data: bytes) -> Opened:
    """The file opened, with at least one page; DocumentError otherwise."""
    import pypdfium2 as pdfium

    if not data.strip(b"\0 \r\n\t"):
        raise DocumentError("empty", "Tệp trống, không có nội dung.", _AGAIN)
    start = data.find(b"%PDF-", 0, 1 << 20)
    if start < 0:
        raise DocumentError("wrong_type", "Tệp không phải là PDF.", "Hãy kiểm tra lại tệp đã tải về.")
    try:
        pdf = pdfium.PdfDocument(data[start:] if start else data)
        opened = Opened(pdf, len(pdf))
    except pdfium.PdfiumError:
        opened = _mended(data[start:])
    if start:
        opened.warnings.append(Warn("junk_before", f"Tệp có {start} byte lạ trước phần PDF, đã bỏ qua."))
    refusal = _refusal(opened, data)
    if refusal is not None:
        opened.close()
        raise refusal
    return opened


def _mended(data: bytes) -> Opened:
    """What is left of a file that was cut short; DocumentError when that is nothing."""
    import pypdfium2 as pdfium

    mended = None if _is_encrypted(data) else mend(data)
    if mended is None:
        raise _why(data)
    try:
        pdf = pdfium.PdfDocument(mended)
        opened = Opened(pdf, len(pdf))
    except pdfium.PdfiumError:
        raise _why(data) from None
    if not opened.count or not _letters(opened):
        opened.close()
        raise _why(data)
    opened.warnings.append(Warn("truncated", f"Tệp PDF bị cắt cụt, chỉ cứu được {opened.count} trang."))
    return opened


def _is_encrypted(data: bytes) -> bool:
    return re.search(rb"/Encrypt\s*(?:\d|<<)", data) is not None


def _why(data: bytes) -> DocumentError:
    """The reason by what stands in the file; the engine's message may be left from the file before."""
    if _is_encrypted(data):
        return DocumentError("encrypted", "Tệp PDF có mật khẩu hoặc được mã hóa.", "Hãy bỏ mật khẩu rồi nộp lại tệp.")
    if has_no_pages(data):
        return DocumentError("no_pages", "Tệp PDF không có trang nào.", _AGAIN)
    return DocumentError("damaged", "Tệp PDF bị hỏng hoặc bị cắt cụt.", _AGAIN)


def _refusal(opened: Opened, data: bytes) -> DocumentError | None:
    """Why a file that opens is still no document to read."""
    if opened.count == 0:
        return DocumentError("no_pages", "Tệp PDF không có trang nào.", _AGAIN)
    if opened.count > 3:
        return None
    handle = address(opened.pdf.raw)
    attached = native("FPDFDoc_GetAttachmentCount", ctypes.c_int, ctypes.c_void_p)(handle)
    if b"/Collection" in data and attached > 0:
        names = ", ".join(_attachments(opened.pdf, attached))
        return DocumentError("attachments_only", f"Tệp PDF chỉ là bao chứa tệp đính kèm: {names}.",
                             "Hãy lấy từng tệp đính kèm ra rồi nộp.")
    if native("FPDF_GetFormType", ctypes.c_int, ctypes.c_void_p)(handle) in (2, 3) and _letters(opened) < 600:
        return DocumentError("xfa", "Tệp PDF là biểu mẫu động (XFA), không có văn bản cố định.",
                             "Hãy mở bằng Adobe Reader, in ra PDF rồi nộp lại.")
    return None


def _attachments(pdf: Any, count: int) -> list[str]:
    names = [pdf.get_attachment(i).get_name() for i in range(min(count, 10))]
    return [*names, "…"] if count > 10 else names


def _letters(opened: Opened) -> int:
    """How many characters the first pages hold."""
    total = 0
    for number in range(min(opened.count, 5)):
        page = opened.page(number)
        if page is not None:
            total += page.get_textpage().count_chars()
    return total


def _has_notes(page: Any) -> bool:
    """Whether a page has stamps, free text or form fields; links and comments do not count."""
    handle, pointer = address(page.raw), ctypes.c_void_p
    count = native("FPDFPage_GetAnnotCount", ctypes.c_int, pointer)(handle)
    for i in range(min(count, 500)):
        note = native("FPDFPage_GetAnnot", pointer, pointer, ctypes.c_int)(handle, i)
        kind = native("FPDFAnnot_GetSubtype", ctypes.c_int, pointer)(note) if note else 0
        if note:
            native("FPDFPage_CloseAnnot", None, pointer)(note)
        if kind in _DRAWN_NOTES:
            return True
    return False


def page_bounds(page: Any) -> tuple[float, float, float, float]:
    """The visible part of a page in its own coordinates: left, bottom, right, top."""
    b = (ctypes.c_float * 4)()  # FS_RECTF: left, top, right, bottom
    found = native("FPDF_GetPageBoundingBox", ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)(
        address(page.raw), ctypes.addressof(b))
    left, bottom, right, top = b[0], min(b[1], b[3]), b[2], max(b[1], b[3])
    if not found or right - left < 1 or top - bottom < 1:
        return _A4
    return left, max(bottom, top - _LARGEST), min(right, left + _LARGEST), top
