"""Bytes of a text file to characters: byte order marks, UTF-16 without one, and the code pages of old files."""
from __future__ import annotations

import re
import unicodedata

from extractors.errors import DocumentError
from extractors.legacy_fonts import decode_legacy
from extractors.models import Warn

_WORDS = re.compile(r"(?i)(?<!\w)(?:của|và|các|cho|được|trong|theo|ngày|tháng|năm|nhiệm|thực|hiện|quyết|định|phối|hợp"
                    r"|tỉnh|đơn|vị|sở|về|với|trước|không|công|việc|hội|ủy|số)(?!\w)")
_LETTER = re.compile(r"[^\W\d_]")
_TWICE = re.compile("(?:á[º»]|Ä[\u2018\u0090-\u0092‘’]|Æ[°¡]|Ã[\u00a0-\u00bf¢ªº´©¨¬­]|á»)")
_TODAY = re.compile("[\u1ea0-\u1ef9\u01a0\u01a1\u01af\u01b0\u0110\u0111\u0102\u0103]")
_OLD = re.compile("[\u00a1-\u00ff]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe\x00\x00", "utf-32-le"), (b"\x00\x00\xfe\xff", "utf-32-be"),
          (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_SAMPLE = 100_000      # bytes or characters that a guess is made on
_LIKELY = 0.012        # common words per letter; a directive has 0.05 and more
_LONGEST = 45          # mean characters between spaces above which there are no words


def decode(data: bytes) -> tuple[str, list[Warn]]:
    """The text and what had to be guessed; DocumentError `not_text` when nothing makes words of the bytes."""
    text, warnings = _decoded(data)
    text, mended = _mended(text)
    if "\0" in text:
        warnings.append(Warn("odd_bytes", "Tệp có ký tự rỗng (NUL); các ký tự này đã được bỏ."))
    _require_words(text)
    return text, warnings + mended


def _decoded(data: bytes) -> tuple[str, list[Warn]]:
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
    sample = data[max(0, first_bad - 1000):first_bad + _SAMPLE]
    best = max(_ENCODINGS, key=lambda name: likeness(_as(sample, name)))
    if best != "UTF-8" and likeness(_as(sample, best)) < _LIKELY:
        best = "UTF-8" if likeness(_as(sample, "UTF-8")) > 0 else best
    return _as(data, best), [_guessed(best)]


_ENCODINGS = ("UTF-8", "Windows-1258", "TCVN3", "VNI")


def _as(data: bytes, name: str) -> str:
    if name == "UTF-8":
        return data.decode("utf-8", "replace")
    if name == "Windows-1258":
        return unicodedata.normalize("NFC", data.decode("cp1258", "replace"))
    return decode_legacy(data.decode("latin-1"), name.lower())


def _mended(text: str) -> tuple[str, list[Warn]]:
    """Text that was decoded wrongly before it was saved as UTF-8: twice encoded, or typed in an old font."""
    sample = text[:_SAMPLE]
    odd = len(_OLD.findall(sample))
    if odd < 4 or odd < 0.02 * len(sample) or len(_TODAY.findall(sample)) > 0.1 * odd:
        return text, []
    known = likeness(sample)
    if len(_TWICE.findall(sample)) > 0.01 * len(sample):
        try:
            return _once(text), [_guessed("UTF-8 (đã mã hóa hai lần)")]
        except UnicodeError:
            pass
    best = max(("TCVN3", "VNI"), key=lambda name: likeness(decode_legacy(sample, name.lower())))
    if likeness(decode_legacy(sample, best.lower())) < max(_LIKELY, 1.5 * known):
        return text, []
    return decode_legacy(text, best.lower()), [Warn("legacy_font", f"Chữ gõ bằng phông cũ {best}; đã đổi ra Unicode.")]


def _once(text: str) -> str:
    """Undoes one wrong reading of UTF-8 as Latin-1 or Windows-1252."""
    return b"".join(bytes([ord(c)]) if c < "\u0100" else c.encode("cp1252") for c in text).decode("utf-8")


def likeness(text: str) -> float:
    """Common Vietnamese words per letter, less the characters that could not be read."""
    text = unicodedata.normalize("NFC", text)
    letters = len(_LETTER.findall(text)) or 1
    return len(_WORDS.findall(text)) / letters - 3 * text.count("\ufffd") / max(1, len(text))


def _require_words(text: str) -> None:
    """DocumentError `not_text` for binary data, base64, endless tokens and text that was destroyed in decoding."""
    sample = text[:_SAMPLE].replace("\0", "")
    words = sample.split()
    length = sum(map(len, words))
    lost = sample.count("\ufffd") + len(_CONTROL.findall(sample))
    if not words or lost > 0.03 * length or length > _LONGEST * len(words) or not _LETTER.search(sample):
        raise DocumentError("not_text", "Nội dung tệp không phải là chữ đọc được.",
                            "Hãy mở tệp gốc, lưu lại dưới dạng UTF-8, .docx hoặc PDF rồi gửi lại.")


def _guessed(name: str) -> Warn:
    return Warn("encoding", f"Tệp không ghi rõ bảng mã; đã đọc theo {name}.")
