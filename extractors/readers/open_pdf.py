"""Open a PDF's bytes, or say in plain words why they cannot be opened."""
from __future__ import annotations

import ctypes
from typing import Any

from extractors.errors import DocumentError
from extractors.readers.pdf_chars import address, native

_A4 = (0.0, 0.0, 595.3, 841.9)
_LARGEST = 14_400.0  # points: what the format allows a page's side


def open_pdf(data: bytes) -> Any:
    """A pdfium document with at least one page; DocumentError otherwise. The caller closes it."""
    import pypdfium2 as pdfium

    if not data.strip(b"\0 \r\n\t"):
        raise DocumentError("empty", "Tệp trống (0 byte).", "Hãy lấy lại tệp từ nguồn.")
    start = data.find(b"%PDF-", 0, 1 << 20)
    if start < 0:
        raise DocumentError("wrong_type", "Tệp không phải là PDF.", "Hãy kiểm tra lại tệp đã tải về.")
    try:
        pdf = pdfium.PdfDocument(data[start:] if start else data)
    except pdfium.PdfiumError as error:
        raise _why(data, str(error)) from None
    if len(pdf) == 0:
        pdf.close()
        raise DocumentError("no_pages", "Tệp PDF không có trang nào.", "Hãy lấy lại tệp từ nguồn.")
    return pdf


def _why(data: bytes, message: str) -> DocumentError:
    """The reason by what stands in the file; the engine's message may be left from the file before."""
    if b"/Encrypt" in data:
        return DocumentError("encrypted", "Tệp PDF có mật khẩu.", "Hãy bỏ mật khẩu rồi nộp lại tệp.")
    return DocumentError("damaged", "Tệp PDF bị hỏng hoặc bị cắt cụt.", "Hãy lấy lại tệp từ nguồn.")


def page_bounds(page: Any) -> tuple[float, float, float, float]:
    """The visible part of a page in its own coordinates: left, bottom, right, top."""
    b = (ctypes.c_float * 4)()  # FS_RECTF: left, top, right, bottom
    found = native("FPDF_GetPageBoundingBox", ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)(
        address(page.raw), ctypes.addressof(b))
    left, bottom, right, top = b[0], min(b[1], b[3]), b[2], max(b[1], b[3])
    if not found or right - left < 1 or top - bottom < 1:
        return _A4
    return left, bottom, min(right, left + _LARGEST), max(top, top - 0) if top - bottom <= _LARGEST else bottom + _LARGEST
