"""Tell a file's kind from its bytes, never from its name; say plainly what cannot be read, and why."""
from __future__ import annotations

import io
import json
import re
import zipfile

from extractors.errors import DocumentError

KINDS = ("text", "docx", "pdf", "image", "legacy")
_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"II+\0", b"MM\0+", b"GIF87a", b"GIF89a",
           b"\0\0\0\x0cjP  ", b"\xff\x4f\xff\x51")
_ARCHIVES = ((b"Rar!\x1a", "RAR"), (b"7z\xbc\xaf\x27\x1c", "7z"), (b"\x1f\x8b", "gzip"), (b"BZh", "bzip2"),
             (b"\xfd7zXZ", "xz"))
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PDF = re.compile(rb"%PDF-\d\.\d")
_HTML = re.compile(rb"(?i)\s*(?:<!--.{0,500}?-->\s*)?<(?:!doctype\s+html|html\b|head\b|body\b)", re.DOTALL)
_XML = re.compile(rb"\s*<\?xml\b")
_MAIL = re.compile(rb"(?i)(?:MIME-Version|Return-Path|Received|Content-Type):\s")
_CURE = "Hãy gửi lại văn bản dưới dạng PDF, DOCX, ảnh chụp (JPG, PNG, TIFF) hoặc văn bản thuần."
_BLANK = b"\0 \t\r\n\x0b\x0c\xef\xbb\xbf\xfe\xff\x1a"


def sniff(data: bytes) -> str:
    """One of KINDS ("legacy": Word before 2007, RTF); DocumentError `empty`, `encrypted`, `wrong_type`, `damaged`
    for all else. Reads the start of the file and, for containers, its directory."""
    if not data or not data.strip(_BLANK):
        raise DocumentError("empty", "Tệp rỗng, không có nội dung.", "Hãy kiểm tra và gửi lại tệp gốc.")
    if data.startswith(_IMAGES) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP") or _is_bmp(data):
        return "image"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip(data)
    if data.startswith(_OLE):
        return _compound(data)
    if data.startswith(b"{\\rtf"):
        return "legacy"
    if _PDF.search(data, 0, 16384) and not _is_prose(data):
        return "pdf"
    _refuse_archives(data)
    _refuse_markup(data)
    return "text"


def _wrong(what: str, cure: str = _CURE) -> DocumentError:
    return DocumentError("wrong_type", f"Tệp là {what}, không phải văn bản đọc được.", cure)


def _is_bmp(data: bytes) -> bool:
    return data[:2] == b"BM" and len(data) > 26 and data[6:10] == b"\0\0\0\0" and data[14] in (12, 40, 108, 124)


def _is_prose(data: bytes) -> bool:
    """A text that only mentions the mark of PDF files: readable before it, and no object after it."""
    return not data.startswith(b"%PDF") and b" obj" not in data and b"startxref" not in data


def _zip(data: bytes) -> str:
    """A container by its directory; one without a readable directory is damaged."""
    try:
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError) as error:
        raise DocumentError("damaged", "Tệp bị hỏng hoặc tải về chưa đủ (không mở được gói dữ liệu).",
                            "Hãy tải lại hoặc xin lại tệp gốc.") from error
    if not names:
        raise DocumentError("empty", "Tệp nén rỗng.", "Hãy kiểm tra và gửi lại tệp gốc.")
    tops = {n.lstrip("/").replace("\\", "/").split("/")[0] for n in names}
    if "word" in tops or ("[Content_Types].xml" in tops and not tops & {"xl", "ppt", "visio"}):
        return "docx"
    if "xl" in tops:
        raise _wrong("bảng tính Excel", "Hãy xuất bảng tính ra PDF hoặc chép sang văn bản Word rồi gửi lại.")
    if "ppt" in tops:
        raise _wrong("bài trình chiếu PowerPoint")
    if "content.xml" in tops and "mimetype" in tops:
        raise _wrong("văn bản OpenDocument", "Hãy mở tệp và lưu lại dưới dạng .docx hoặc PDF.")
    raise _wrong(f"tệp nén ZIP chứa {len(names)} mục", "Hãy giải nén rồi gửi từng văn bản.")


def _compound(data: bytes) -> str:
    """Old Office containers: stream names are UTF-16 in the directory."""
    def holds(name: str) -> bool:
        return name.encode("utf-16-le") in data

    if holds("EncryptedPackage") or holds("EncryptionInfo"):
        raise DocumentError("encrypted", "Tệp được đặt mật khẩu.", "Hãy bỏ mật khẩu rồi gửi lại.")
    if holds("WordDocument"):
        return "legacy"
    if holds("Workbook") or holds("Book"):
        raise _wrong("bảng tính Excel đời cũ", "Hãy xuất bảng tính ra PDF rồi gửi lại.")
    if holds("PowerPoint Document"):
        raise _wrong("bài trình chiếu PowerPoint đời cũ")
    raise _wrong("tệp Office đời cũ không rõ loại")


def _refuse_archives(data: bytes) -> None:
    for mark, name in _ARCHIVES:
        if data.startswith(mark):
            raise _wrong(f"tệp nén {name}", "Hãy giải nén rồi gửi từng văn bản.")
    if data[4:8] == b"ftyp":
        photo = data[8:12] in (b"heic", b"heix", b"mif1", b"avif")
        raise _wrong("ảnh HEIC/AVIF", "Hãy đổi ảnh sang JPG hoặc PNG.") if photo else _wrong("tệp phim hoặc âm thanh")
    if data.startswith((b"\x7fELF", b"MZ\x90", b"\xca\xfe\xba\xbe", b"SQLite format 3")):
        raise _wrong("chương trình hoặc cơ sở dữ liệu")


def _refuse_markup(data: bytes) -> None:
    start = data[:4096].lstrip(b"\xef\xbb\xbf")
    if _HTML.match(start):
        raise _wrong("trang web (HTML)", "Có thể tệp tải về là trang đăng nhập hoặc báo lỗi; hãy tải lại tệp gốc.")
    if _XML.match(start):
        if b"schemas.microsoft.com/office/word" in data[:8192] or b'progid="Word.Document"' in data[:8192]:
            raise DocumentError("legacy_doc", "Tệp là văn bản Word dạng XML đời cũ.",
                                "Hãy mở bằng Word và lưu lại thành .docx.")
        if _HTML.search(start):
            raise _wrong("trang web (HTML)")
        raise _wrong("dữ liệu XML")
    if start[:1] in (b"{", b"[") and _is_json(data):
        raise _wrong("dữ liệu JSON", "Có thể tệp tải về là một thông báo lỗi; hãy tải lại tệp gốc.")
    if _MAIL.match(start) and b"\n\n" in data.replace(b"\r\n", b"\n")[:20000] and b"MIME-Version" in data[:20000]:
        raise _wrong("thư điện tử", "Hãy lưu tệp đính kèm của thư rồi gửi tệp đó.")


def _is_json(data: bytes) -> bool:
    if len(data) > 20_000_000:
        return False
    try:
        json.loads(data)
    except (ValueError, RecursionError):
        return False
    return True
