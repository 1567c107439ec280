"""Where a document's body ends: at its "Nơi nhận" or its signature, whichever stands first."""

from __future__ import annotations

import re

from extractors.models import Document, Grid, Paragraph
from extractors.signature import RECIPIENTS, is_signature, read_name
from gazetteers.fold import fold

_BACK = 15  # blocks before "Nơi nhận" in which the signature may stand
_LONG = 160  # characters that a recipient's line has at most
_AS_ABOVE = re.compile(r"\W*như (?:trên|kính gửi|điều \d+)\W*")
_FILED = re.compile(r"\W*lưu\s*(?::|[;,]?\s*(?:vt|vp|văn thư|văn phòng|hồ sơ|hc|th)).{0,60}")
_FOR = re.compile(r".*\((?:để\s+)?(?:b/?c|báo cáo|p/h|phối hợp|t/h|thực hiện|chỉ đạo|đăng.*)\)\W*")


def find_closing(document: Document, first: int, limit: int) -> int:
    """The block at which the closing begins, between blocks `first` and `limit`; `limit` where there is none."""
    at = next((i for i in range(first, limit) if RECIPIENTS.match(fold(_words(document, i)[:60]))), None)
    at = _untitled(document, first, limit) if at is None else at
    if at is None:
        signs = [i for i in range(first, limit) if is_signature(_words(document, i))]
        return _cluster(signs) if signs else limit
    start = at
    for i in range(at - 1, max(first, at - _BACK) - 1, -1):
        words = _words(document, i)
        if is_signature(words):
            start = i
        elif not (read_name(words) or len(words) < 4):
            break
    return start


def _untitled(document: Document, first: int, limit: int) -> int | None:
    """The first recipient of a list that has lost its "Nơi nhận:", known by "Như trên" and "Lưu: VT"; None for none."""
    filed = [i for i in range(first, limit) if _FILED.fullmatch(fold(_words(document, i)))]
    if not filed:
        return None
    start = i = filed[-1]
    while i > first and 0 < len(_words(document, i - 1)) < _LONG:
        i -= 1
        words = fold(_words(document, i))
        if _AS_ABOVE.fullmatch(words):
            return i
        if _FOR.fullmatch(words):
            start = i
        elif not words.endswith((";", ",", ".")):
            break
    return start


def _cluster(signs: list[int]) -> int:
    """The first of the last run of signature lines."""
    start = signs[-1]
    for i in reversed(signs[:-1]):
        if start - i > 3:
            break
        start = i
    return start


def _words(document: Document, i: int) -> str:
    """A block's words; of a table only those of a two-column closing, "" for any other table."""
    block = document.blocks[i]
    if isinstance(block, Paragraph):
        return document.text[block.start : block.end].strip()
    return document.text[block.start : block.end].strip() if _is_layout(block) else ""


def _is_layout(grid: Grid) -> bool:
    return len(grid.rows) <= 4 and grid.columns <= 3
