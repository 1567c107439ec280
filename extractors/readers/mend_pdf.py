"""Mend a PDF that was cut short: the pages that are still whole get a new root."""
from __future__ import annotations

import re

_OBJECT = re.compile(rb"(?:^|[\r\n])(\d{1,7})\s+(\d{1,5})\s+obj\b")
_PAGE = re.compile(rb"/Type\s*/Page(?![a-zA-Z])")
_COUNT_ZERO = re.compile(rb"/Type\s*/Pages\b[^>]*/Count\s+0\b|/Count\s+0\b[^>]*/Type\s*/Pages\b")
_RESOURCES = re.compile(rb"/Resources\s*(\d+\s+\d+\s+R)")
_BOX = re.compile(rb"/MediaBox\s*\[[^\]]{3,80}\]")
_MOST = 20_000


def has_no_pages(data: bytes) -> bool:
    """Whether the file says itself that it holds no page."""
    return bool(_COUNT_ZERO.search(data)) and not _PAGE.search(data)


def mend(data: bytes) -> bytes | None:
    """The file with a new page list and root behind what is left of it; None when no whole page is left."""
    data = _without_tail(data)
    objects = list(_OBJECT.finditer(data))
    pages: list[bytes] = []
    highest = 0
    inherited = b""
    ends = [*[o.start() for o in objects[1:]], len(data)]
    for found, end in zip(objects, ends, strict=bool(objects)):
        body = data[found.end():end]
        highest = max(highest, int(found[1]))
        head = body[:4000].split(b"stream", 1)[0]
        if b"/Pages" in head and (shared := _RESOURCES.search(head)):
            inherited = b"/Resources " + shared[1]
        if _PAGE.search(head) and b"endobj" in body:
            pages.append(b"%s %s R" % (found[1], found[2]))
    if not pages or len(pages) > _MOST:
        return None
    box = _BOX.search(data)
    root, tree = highest + 1, highest + 2
    return b"".join((
        data, b"\nendstream\nendobj\n" if _ends_in_stream(data) else b"\n",
        b"%d 0 obj\n<</Type/Catalog/Pages %d 0 R>>\nendobj\n" % (root, tree),
        b"%d 0 obj\n<</Type/Pages/Count %d/Kids[%s]%s%s>>\nendobj\n" % (
            tree, len(pages), b" ".join(pages), inherited, box[0] if box else b"/MediaBox[0 0 595 842]"),
        b"trailer\n<</Root %d 0 R/Size %d>>\n%%%%EOF\n" % (root, tree + 1)))


def _without_tail(data: bytes) -> bytes:
    """The file up to its last object; a half cross-reference table or trailer behind it would be believed."""
    last = data.rfind(b"endobj")
    return data if last < 0 or _OBJECT.search(data, last) else data[:last + len(b"endobj")]


def _ends_in_stream(data: bytes) -> bool:
    """Whether the file ends within a stream."""
    return data.rfind(b"endstream") + len("end") < max(data.rfind(b"stream\r\n"), data.rfind(b"stream\n"))
