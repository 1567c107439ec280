"""Documents made from lines, for tests of the stages after reading."""

from __future__ import annotations

from array import array

from extractors.models import Document, Paragraph, SourceMap


def document(*lines: str) -> Document:
    """A document of one paragraph a line."""
    text, blocks = "\n".join(lines), []
    at = 0
    for line in lines:
        blocks.append(Paragraph(at, at + len(line)))
        at += len(line) + 1
    source = SourceMap(array("i"), array("i"), array("i"), array("i"), array("d"), array("d"))
    return Document(text, tuple(blocks), source, "text/plain")
