"""Bytes of a text file to characters: byte order marks, UTF-16 without one, and the code pages of old files."""
from __future__ import annotations

import re

from extractors.errors import DocumentError
from extractors.models import Warn

_WORDS = re.compile(r"(?i)\b(?:của|và|các|cho|được|trong|theo|ngày|tháng|năm|nhiệm|thực|hiện|quyết|định|phối|hợp|tỉnh"
                    r"|đơn|vị|sở|ban|về|với|trước|không|công|việc)\b")
_LETTER = re.compile(r"[^\W\d_]")
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe\x00\x00", "utf-32-le"), (b"\x00\x00\xfe\xff", "utf-32-be"),
          (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_SAMPLE = 200_000


def decode(data: bytes) -> tuple[str, list[Warn]]:
    """The text and what had to be guessed; DocumentError `not_text` when nothing makes words of the bytes."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark):].decode(encoding, "replace"), []
    wide = _wide(data)
    if wide:
        return data.decode(wide, "replace"), [_guessed(wide.upper())]
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError as error:
        return _legacy(data, error.start)


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of Latin letters, spaces and breaks is zero."""
    head = data[:4000]
    if len(head) < 8 or b"\0" not in head:
        return None
    even, odd = head[::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if odd > 0.3 * half and even < 0.05 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.3 * half and odd < 0.05 * half else None


def _legacy(data: bytes, first_bad: int) -> tuple[str, list[Warn]]:
    """The reading with most Vietnamese words among UTF-8 with damage, Windows-1258, TCVN3 and VNI."""
    from extractors.legacy_fonts import decode_legacy

    sample = data[max(0, first_bad - 1000):first_bad + _SAMPLE]
    latin = data.decode("cp1252", "replace")
    readings = {
        "UTF-8": lambda: data.decode("utf-8", "replace"),
        "Windows-1258": lambda: data.decode("cp1258", "replace"),
        "TCVN3": lambda: decode_legacy(latin, "tcvn3"),
        "VNI": lambda: decode_legacy(latin, "vni"),
    }
    trial = sample.decode("cp1252", "replace")
    samples = {"UTF-8": sample.decode("utf-8", "replace"), "Windows-1258": sample.decode("cp1258", "replace"),
               "TCVN3": decode_legacy(trial, "tcvn3"), "VNI": decode_legacy(trial, "vni")}
    best = max(samples, key=lambda k: _likeness(samples[k]))
    if _likeness(samples[best]) < 0.01:
        raise DocumentError("not_text", "Tệp không phải là văn bản đọc được (không nhận ra bảng mã chữ).",
                            "Hãy mở tệp gốc, lưu lại dưới dạng UTF-8, .docx hoặc PDF rồi gửi lại.")
    return readings[best](), [_guessed(best)]


def _likeness(text: str) -> float:
    """Common Vietnamese words per letter, less the characters that could not be read."""
    import unicodedata

    text = unicodedata.normalize("NFC", text)
    letters = len(_LETTER.findall(text)) or 1
    return len(_WORDS.findall(text)) / letters - text.count("\ufffd") / max(1, len(text))


def _guessed(name: str) -> Warn:
    return Warn("encoding", f"Tệp không ghi rõ bảng mã; đã đọc theo {name}.")
