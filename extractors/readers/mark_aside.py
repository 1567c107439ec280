"""Mark what stands beside the body: the two-column head, Nơi nhận and the signature."""
from __future__ import annotations

from collections.abc import Sequence

from extractors.readers.join_lines import is_name
from extractors.readers.line_kinds import is_capital, marker, start_kind

_HEAD = {"motto", "number", "place_date"}
_HEAD_LINES = 16     # paragraphs at the top among which the head stands
_FOOT_LINES = 60     # paragraphs of Nơi nhận and signature at most
_SHORT = 70


def mark_aside(texts: Sequence[str]) -> list[bool]:
    """One flag a paragraph; an empty text stands for a table, which ends every such block."""
    out = [False] * len(texts)
    _mark_head(texts, out)
    _mark_foot(texts, out)
    return out


def _mark_head(texts: Sequence[str], out: list[bool]) -> None:
    top = list(texts[:_HEAD_LINES])
    kinds = [start_kind(t) if t else None for t in top]
    last = max((i for i, k in enumerate(kinds) if k in _HEAD), default=-1)
    for i in range(last + 1):
        text, kind = top[i], kinds[i]
        short = 0 < len(text) <= _SHORT and marker(text) is None
        plain = is_capital(text) or not text.strip("*- ")  # the star of Party documents
        out[i] = kind in _HEAD or kind == "subject" or (short and kind is None and plain)
    if last >= 0 and last + 1 < len(top) and kinds[last + 1] == "subject" and "subject" not in kinds[:last + 1]:
        out[last + 1] = top[last + 1].startswith(("V/v", "v/v", "V/V"))


def _mark_foot(texts: Sequence[str], out: list[bool]) -> None:
    """From Nơi nhận, or from a signature, to the first paragraph that cannot belong there."""
    left = 0
    named = False
    for i, text in enumerate(texts):
        kind = start_kind(text) if text else None
        if i >= 3 and (kind == "recipients" or (kind == "signature" and is_capital(text))):
            left = max(left, _FOOT_LINES if kind == "recipients" else 12)
            named = named or kind == "recipients"
        elif left and not _in_foot(text, kind, named):
            left, named = 0, False
        if left:
            out[i] = True
            left -= 1


def _in_foot(text: str, kind: str | None, named: bool) -> bool:
    if not text or kind in ("appendix", "part", "article", "title", "motto", "opener", "closer"):
        return False
    mark = marker(text)
    if mark == "dash":
        return named and len(text) < 250
    return mark is None and (is_name(text) or is_capital(text) or len(text) <= _SHORT)
