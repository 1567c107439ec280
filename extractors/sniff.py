"""Tell a file's kind from its bytes."""
from __future__ import annotations

from extractors.errors import DocumentError

_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"II+\0", b"MM\0+", b"GIF8", b"BM")
_WRONG = "Hãy gửi lại văn bản dưới dạng PDF, DOCX, ảnh hoặc văn bản thuần."


def sniff(data: bytes) -> str:
    """"text", "docx", "pdf" or "image"; DocumentError (empty, wrong_type, …) for anything else."""
    if not data.strip(b"\0 \t\r\n\x0b\x0c"):
        raise DocumentError("empty", "Tệp rỗng, không có nội dung.", "Hãy kiểm tra và gửi lại tệp gốc.")
    if data.startswith(b"PK\x03\x04"):
        return "docx"
    if b"%PDF-" in data[:4096]:
        return "pdf"
    if data.startswith(_IMAGES) or (data.startswith(b"RIFF") and data[8:12] == b"WEBP"):
        return "image"
    return "text"
