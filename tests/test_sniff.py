"""What becomes of files that are not what they seem: the stable code, a Vietnamese reason and a cure."""

from __future__ import annotations

import io
import time
import unicodedata
import zipfile

import pytest

from extractors import read as read_module
from extractors.errors import DocumentError
from extractors.read import ReadOptions, read_document
from extractors.readers import convert
from extractors.sniff import sniff
from tests.make_docx import docx, par

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
SENTENCE = "Giao Sở Y tế chủ trì, phối hợp với các đơn vị liên quan thực hiện trước ngày 15/5/2025.\n"


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in members.items():
            package.writestr(name.replace("__", "/"), data)
    return out.getvalue()


def code_of(data: bytes, **options: int) -> str:
    with pytest.raises(DocumentError) as error:
        read_document(data, "tệp", ReadOptions(**options))
    assert error.value.reason and error.value.cure, "a clerk needs a reason and a cure"
    assert not any(word in str(error.value) for word in ("Error", "Traceback", "Exception"))
    return error.value.code


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\n1 0 obj", "pdf"),
        (b"junk\n" * 400 + b"%PDF-1.4\n1 0 obj\nstartxref", "pdf"),
        (b"\x89PNG\r\n\x1a\n123", "image"),
        (b"\xff\xd8\xff\xe0123", "image"),
        (b"II*\0\x08\0\0\0", "image"),
        (b"MM\0*\0\0\0\x08", "image"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image"),
        (b"GIF89a....", "image"),
        (b"{\\rtf1\\ansi x}", "legacy"),
        (OLE + "WordDocument".encode("utf-16-le"), "legacy"),
        (docx(par("x")), "docx"),
        (docx(par("x"), extra={"word/vbaProject.bin": b"macro"}), "docx"),
        (SENTENCE.encode(), "text"),
        (b"# K\xe1\xba\xbf ho\xe1\xba\xa1ch", "text"),
        (b"<table><tr><td>a</td></tr></table>", "text"),
        ("Tệp %PDF-1.4 là gì? Đây là văn bản thuần.".encode(), "text"),
        (b"[1] Ghi ch\xc3\xba", "text"),
        (b"{ ch\xc6\xb0a r\xc3\xb5", "text"),
    ],
)
def test_kinds_by_content(data: bytes, kind: str) -> None:
    assert sniff(data) == kind


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \r\n\t\0\0", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (zipped(), "empty"),
        (b"PK\x03\x04 cut off", "damaged"),
        (docx(par("x"))[:300], "damaged"),
        (zipped(a=b"x"), "wrong_type"),
        (zipped(xl__workbook=b"x"), "wrong_type"),
        (zipped(ppt__p=b"x"), "wrong_type"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (OLE + "Workbook".encode("utf-16-le"), "wrong_type"),
        (OLE, "wrong_type"),
        (b"<!DOCTYPE html><html><body>login</body></html>", "wrong_type"),
        (b"\xef\xbb\xbf  <HTML><head>", "wrong_type"),
        (b'{"error": "not found"}', "wrong_type"),
        (b"[]", "wrong_type"),
        (b"<?xml version='1.0'?><a/>", "wrong_type"),
        (b"Rar!\x1a\x07\x00", "wrong_type"),
        (b"7z\xbc\xaf\x27\x1c", "wrong_type"),
        (b"\x1f\x8b\x08abc", "wrong_type"),
        (b"\0\0\0\x18ftypheic", "wrong_type"),
        (b"\x7fELF\x02\x01", "wrong_type"),
        (b"MIME-Version: 1.0\nContent-Type: text/html\n\nx", "wrong_type"),
        (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>', "legacy_doc"),
        (bytes(range(256)) * 40, "not_text"),
        (b"QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVph" * 90, "not_text"),
        (b"\xff\xfe\x00\xd8\x00\xd8" * 200, "not_text"),
        (b"12345 67890 \n" * 40, "not_text"),
        (b"\x80\x81\x82\x83 " * 99, "not_text"),
    ],
)
def test_refused_with_a_stable_code(data: bytes, code: str) -> None:
    assert code_of(data) == code


def test_too_large_by_bytes() -> None:
    assert code_of(SENTENCE.encode() * 50, max_bytes=1000) == "too_large"


@pytest.mark.parametrize("data", [b"{\\rtf1 x}", OLE + "WordDocument".encode("utf-16-le")])
def test_legacy_without_a_converter(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(convert.shutil, "which", lambda name: None)
    assert code_of(data) == "legacy_doc"


def test_converter_that_succeeds_without_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(convert.shutil, "which", lambda name: "/bin/true")
    assert code_of(b"{\\rtf1 x}") == "legacy_doc"


def test_converted_file_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(convert, "convert_legacy", lambda data: docx(par("Nội dung.")))
    assert read_document(b"{\\rtf1 x}").text == "Nội dung."


# --- Word packages made to harm


def test_package_without_its_document() -> None:
    assert code_of(zipped(word__styles=b"<x/>")) == "damaged"


def test_bomb_is_refused_before_it_is_unpacked() -> None:
    start = time.process_time()
    bomb = docx(par("x"), extra={"word/document.xml": b"<a>" + b" " * 60_000_000 + b"</a>"})
    assert code_of(bomb) in ("too_large", "damaged")
    assert time.process_time() - start < 5


def test_declared_size_that_lies_is_bounded() -> None:
    data = docx(par("x" * 5000))
    assert code_of(data, max_bytes=len(data) + 10) == "too_large"


@pytest.mark.parametrize(
    "entity",
    ['<!ENTITY a "b">', '<!ENTITY a SYSTEM "file:///etc/passwd">', '<!ENTITY a SYSTEM "http://127.0.0.1:9/x">'],
)
def test_entities_are_refused(entity: str) -> None:
    body = f"<!DOCTYPE w [{entity}]><w:document xmlns:w='x'>&a;</w:document>".encode()
    assert code_of(zipped(**{"[Content_Types].xml": b"<x/>", "word__document.xml": body})) == "damaged"


def test_members_outside_the_package_are_ignored() -> None:
    data = docx(par("Nội dung."), extra={"../../evil.txt": b"x", "/etc/passwd": b"x"})
    assert read_document(data).text == "Nội dung."


@pytest.mark.parametrize("cut", [0.2, 0.5, 0.9, 0.99])
def test_cut_package_is_damaged(cut: float) -> None:
    data = docx(*(par(f"Việc {n}") for n in range(200)))
    assert code_of(data[: int(len(data) * cut)]) == "damaged"


def test_flipped_bytes_never_raise_anything_else() -> None:
    data = docx(*(par(f"Việc {n}") for n in range(50)))
    for at in range(40, len(data), max(1, len(data) // 150)):
        broken = data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]
        try:
            read_document(broken)
        except DocumentError as error:
            assert error.code in ("damaged", "wrong_type", "encrypted", "too_large", "empty")


def test_macros_are_left_alone() -> None:
    assert read_document(docx(par("Nội dung."), extra={"word/vbaProject.bin": b"\0" * 100})).text == "Nội dung."


# --- encodings of text


TEXT = "1. Giao Sở Y tế chủ trì, phối hợp với các đơn vị thực hiện nhiệm vụ trước ngày 15/5/2025.\n" * 5


def _cp1258(text: str) -> bytes:
    out = b""
    for letter in text:
        try:
            out += letter.encode("cp1258")
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", letter)
            tone = "".join(c for c in parts if c in "\u0300\u0301\u0303\u0309\u0323")
            base = unicodedata.normalize("NFC", "".join(c for c in parts if c not in tone))
            out += base.encode("cp1258") + tone.encode("cp1258")
    return out


@pytest.mark.parametrize(
    ("data", "warned"),
    [
        (TEXT.encode(), False),
        (TEXT.encode("utf-8-sig"), False),
        (TEXT.encode("utf-16"), False),
        (TEXT.encode("utf-16-le"), True),
        (TEXT.encode("utf-16-be"), True),
        (TEXT.encode("utf-32"), False),
        (unicodedata.normalize("NFD", TEXT).encode(), False),
        (_cp1258(TEXT), True),
        (TEXT.replace("\n", "\r\n").encode(), False),
        (TEXT.replace("\n", "\r").encode(), False),
        (TEXT.encode().replace(b"\n", b"\0\n"), True),
        (TEXT.encode().decode("latin-1").encode(), True),
    ],
)
def test_encodings(data: bytes, warned: bool) -> None:
    document = read_document(data)
    assert document.text == TEXT.strip()
    assert bool(document.warnings) == warned


@pytest.mark.parametrize(
    "data",
    [
        "Céng hßa x· héi chñ nghÜa ViÖt Nam. C¸c së, ngµnh thùc hiÖn nhiÖm vô ®­îc giao trong n¨m.".encode("latin-1"),
        "Céng hßa x· héi chñ nghÜa ViÖt Nam. C¸c së, ngµnh thùc hiÖn nhiÖm vô ®­îc giao trong n¨m.".encode(),
        "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam. Caùc sôû, ngaønh thöïc hieän nhieäm vuï "
        "ñöôïc giao trong naêm.".encode(),
    ],
)
def test_old_encodings_are_told_by_their_words(data: bytes) -> None:
    document = read_document(data)
    assert document.text == (
        "Cộng hòa xã hội chủ nghĩa Việt Nam. Các sở, ngành thực hiện nhiệm vụ được giao trong năm."
    )
    assert document.warnings


def test_text_without_diacritics_is_left_as_it_is() -> None:
    assert read_document(b"Giao So Y te chu tri thuc hien truoc ngay 15/5/2025.").text.startswith("Giao So Y te")


def test_file_cut_within_a_letter() -> None:
    document = read_document(TEXT.encode()[: -len("ớc ngày 15/5/2025.\n".encode()) + 1])
    assert document.text.startswith("1. Giao Sở Y tế chủ trì")


def test_dispatch_needs_no_name() -> None:
    assert read_module.read_document(docx(par("x y z"))).text == "x y z"
