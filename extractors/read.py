"""Read a file's bytes into a Document: the content decides which reader, never the name's ending."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from extractors.errors import DocumentError
from extractors.models import Document
from extractors.sniff import sniff

MAX_BYTES = 200_000_000


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """Limits and seams of reading. `max_pages` pages at most, `max_bytes` of the file and of what it unpacks to;
    `ocr`: read scanned pages; `ocr_engine`: an engine or the name of one instead of the best installed, `ocr_model`
    likewise; `ocr_workers`: processes that read pages of one document (0: this one, where a hanging page cannot be
    stopped); `ocr_seconds` a page may take; `page_cache`: keeps pages read (`readers.ocr.cache.PageCache`)."""

    max_pages: int = 2000
    max_bytes: int = MAX_BYTES
    max_chars: int = 20_000_000
    ocr: bool = True
    ocr_engine: Any = None
    ocr_dpi: int = 300
    ocr_model: str = ""
    ocr_workers: int = 1
    ocr_seconds: float = 120.0
    page_cache: Any = None


def read_document(data: bytes, name: str = "", options: ReadOptions | None = None) -> Document:
    """The Document of a file's bytes; `name` serves messages only. DocumentError when it cannot be read as a whole."""
    options = options or ReadOptions()
    if len(data) > options.max_bytes:
        raise DocumentError("too_large", f"Tệp quá lớn ({len(data) / 1e6:.0f} MB).",
                            "Hãy tách tệp hoặc tăng giới hạn kích thước rồi chạy lại.")
    kind = sniff(data)
    if kind == "text":
        from extractors.readers.text import read_text
        return read_text(data, options)
    if kind == "docx":
        from extractors.readers.word import read_word
        return read_word(data, options)
    if kind == "legacy":
        from extractors.readers.convert import convert_legacy
        from extractors.readers.word import read_word
        return read_word(convert_legacy(data), options)
    if kind == "pdf":
        from extractors.readers.pdf import read_pdf
        return read_pdf(data, options)
    from extractors.readers.image import read_image
    return read_image(data, options)
