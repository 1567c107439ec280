"""Text that belongs to no part that is read: it is kept in the document, and a warning says so.

Reads a document and the spans that were read for tasks; writes a `Warn`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from extractors.models import Document, Paragraph, Span, Warn

_WORDS = 15  # from which a paragraph is a sentence, not a line of the closing
_LISTED = re.compile(r"\s*(?:[-–+•*]|[|\s]*nơi nhận)", re.I)  # a recipient, or all of them on one line
_SHOWN = 60  # characters of it that the warning repeats


def unread_text(document: Document, body: Span, read: Iterable[Span]) -> Warn | None:
    """The warning for sentences behind the closing that no appendix holds; None where there are none."""
    spans = list(read)
    found = [
        words
        for block in document.blocks
        if isinstance(block, Paragraph) and block.start >= body.end
        if not any(s.start <= block.start < s.end for s in spans)
        if len((words := document.text[block.start : block.end]).split()) >= _WORDS and not _LISTED.match(words)
    ]
    if not found:
        return None
    start = " ".join(found[0].split())[:_SHOWN]
    return Warn("unread_text", f"Phần sau chữ ký không thuộc phụ lục nào nên không tìm nhiệm vụ: “{start}…”")
