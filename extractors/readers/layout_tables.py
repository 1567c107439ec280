"""Tell tables that only lay out the page (the two-column head, Nơi nhận | signature) from tables of content."""
from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.readers.line_kinds import start_kind

LAYOUT_KINDS = {"motto", "place_date", "recipients", "signature", "addressee"}
_STT = re.compile(r"(?i)\s*(?:stt|tt|số\s*tt|số thứ tự)\s*\Z")


def is_layout(rows: Sequence[Sequence[Sequence[str]]], bordered: bool | None) -> bool:
    """Whether a table only places text: `rows` hold cells, cells hold the text of paragraphs.

    `bordered` None: the format does not say.
    """
    widest = max((len(row) for row in rows), default=0)
    if widest <= 1:
        return len(rows) <= 2
    if widest > 4 or len(rows) > 12 or any(_STT.match(" ".join(cell)) for cell in rows[0]):
        return False
    kinds = {start_kind(text.strip()) for row in rows for cell in row for text in cell if text.strip()}
    if kinds & LAYOUT_KINDS:
        return True
    return bordered is False and widest <= 3 and len(rows) <= 3
