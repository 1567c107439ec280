"""Open a Word package safely: sizes checked while unpacking, no entities, no network, no path outside the package."""
from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from functools import cached_property
from typing import TYPE_CHECKING

from extractors.errors import DocumentError

if TYPE_CHECKING:
    from lxml.etree import _Element

_RELS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
# the strict variant of the format names the same elements by other addresses
_STRICT = ((b"http://purl.oclc.org/ooxml/wordprocessingml/main",
            b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
           (b"http://purl.oclc.org/ooxml/officeDocument/relationships",
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"))
_MAIN_TYPES = ("wordprocessingml.document.main+xml", "wordprocessingml.template.main+xml",
               "ms-word.document.macroEnabled.main+xml", "ms-word.template.macroEnabledTemplate.main+xml")
_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)
_RATIO = 400  # XML packs a hundred times at most; a bomb a thousand times


def damaged(detail: str = "") -> DocumentError:
    """The error for a package that cannot be read."""
    return DocumentError("damaged", f"Tệp Word bị hỏng hoặc thiếu dữ liệu{detail}.",
                         "Hãy mở tệp bằng Word, lưu lại thành .docx mới rồi gửi lại.")


class Package:
    """The parts of one .docx or .docm file; DocumentError `damaged`, `too_large`, `wrong_type`."""

    def __init__(self, data: bytes, max_bytes: int = 200_000_000) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _UNREADABLE as error:
            raise damaged() from error
        self._left = max_bytes
        self._names = {n.lstrip("/").replace("\\", "/"): n for n in self._zip.namelist()}
        if any(i.flag_bits & 1 for i in self._zip.infolist()):
            raise DocumentError("encrypted", "Tệp được đặt mật khẩu.", "Hãy bỏ mật khẩu rồi gửi lại.")

    @cached_property
    def main(self) -> str:
        """The name of the document part, as the package's own relations give it."""
        for kind, target in self.relations("").values():
            if kind == "officeDocument" and target in self._names:
                return target
        if "word/document.xml" in self._names:
            return "word/document.xml"
        if "[Content_Types].xml" in self._names or any(n.startswith("word/") for n in self._names):
            raise damaged(" (không có phần nội dung chính)")
        raise DocumentError("wrong_type", "Tệp là một tệp nén ZIP, không phải văn bản Word.",
                            "Hãy giải nén rồi gửi từng văn bản.")

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """The relations of a part: id -> (kind, target part); outside targets are left out."""
        folder, name = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        out: dict[str, tuple[str, str]] = {}
        for rel in root.iter(_RELS) if root is not None else ():
            if rel.get("TargetMode") == "External":
                continue
            target = rel.get("Target") or ""
            path = posixpath.normpath(target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target))
            out[rel.get("Id") or ""] = ((rel.get("Type") or "").rpartition("/")[2], path)
        return out

    def xml(self, name: str) -> _Element | None:
        """A part's root element, None where the package has no such part."""
        from lxml import etree

        if name not in self._names:
            return None
        data = self._read(self._names[name])
        if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data:
            raise DocumentError("damaged", "Tệp Word chứa khai báo XML không được phép.",
                                "Hãy mở tệp bằng Word và lưu lại thành .docx mới.")
        if b"purl.oclc.org" in data[:20000]:
            for old, new in _STRICT:
                data = data.replace(old, new)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True,
                                 remove_comments=True, remove_pis=True)
        try:
            return etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            raise damaged() from error

    def _read(self, member: str) -> bytes:
        info = self._zip.getinfo(member)
        too_large = DocumentError("too_large", "Tệp Word giải nén ra quá lớn.",
                                  "Hãy kiểm tra lại tệp gốc; nếu đúng, hãy tách văn bản hoặc tăng giới hạn.")
        if info.file_size > self._left or (
                info.file_size > 20_000_000 and info.file_size > _RATIO * max(1, info.compress_size)):
            raise too_large
        try:
            with self._zip.open(info) as stream:
                data = stream.read(self._left + 1)
        except _UNREADABLE as error:
            raise damaged() from error
        self._left -= len(data)
        if self._left < 0:
            raise too_large
        return data
