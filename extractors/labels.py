"""Lines under an item that are its fields: "Cơ quan chủ trì: …", "Thời gian hoàn thành: …", also when glued on.

Reads a text; writes the fields found in it, with their ranges, and what is left of the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from gazetteers.fold import fold
from gazetteers.lexicon import load_lexicon

# short labels are ordinary words too: only at the start of a line are they labels
_ONLY_AT_START = {
    "chủ trì",
    "phối hợp",
    "kết quả",
    "thời gian",
    "nội dung",
    "kinh phí",
    "giao",
    "trách nhiệm",
    "hoàn thành",
    "tiến độ",
    "phân công",
    "chỉ đạo",
    "hình thức",
    "phạm vi",
    "số lượng",
    "quy mô",
    "đối tượng",
    "thành phần",
    "địa điểm",
    "lưu ý",
    "ghi chú",
    "tổ chức thực hiện",
    "thời hạn",
    "đầu mối",
    "sản phẩm",
    "kết quả thực hiện",
    "thực hiện",
    "chịu trách nhiệm",
    "phối hợp với",
    "giao thực hiện",
}


@dataclass(frozen=True, slots=True)
class Label:
    """One labelled field: its role and the range of its value in the text; `start` is where the label begins."""

    role: str
    words: str
    start: int
    value_start: int
    value_end: int


@cache
def _pattern() -> re.Pattern[str]:
    rows = load_lexicon("item_labels", ("role", "words"))
    names = sorted({r["words"] for r in rows}, key=len, reverse=True)
    spaced = "|".join(re.escape(n).replace(r",\ ", r",?\s+").replace(r"\ ", r",?\s+") for n in names)
    return re.compile(rf"(?P<lead>^\W*|[.;,(–-]\s*|\n\s*)(?P<label>{spaced})(?:\s*\([^()]*\))?\s*:\s*")


@cache
def _roles() -> dict[str, str]:
    return {r["words"].replace(",", ""): r["role"] for r in load_lexicon("item_labels")}


def find_labels(text: str) -> list[Label]:
    """The labelled fields of a text in order; a field runs to the next label or to the end of the text."""
    low = fold(text)
    hits: list[tuple[str, str, int, int, int]] = []
    for m in _pattern().finditer(low):
        words = re.sub(r"[,\s]+", " ", m["label"])
        starts_line = not low[: m.start("label")].strip(" -+*•.;\n") or (
            hits and not low[hits[-1][3] : m.start()].strip()
        )
        if words in _ONLY_AT_START and not starts_line and not (hits and m["lead"].strip() in (";", ".", "-", "–", "")):
            continue
        hits.append((_roles()[words], words, m.start("lead"), m.end(), m.start("label")))
    ends = [*(h[2] for h in hits[1:]), len(text)][: len(hits)]
    return [
        Label(role, words, start if start == 0 or text[start] in "\n(,–-" else start + 1, value, end)
        for (role, words, start, value, _), end in zip(hits, ends, strict=True)
    ]


def is_label_line(text: str) -> bool:
    """True when a whole line is labelled fields and nothing else."""
    labels = find_labels(text)
    return bool(labels) and not text[: labels[0].start].strip(" -+*•.")


def without_labels(text: str) -> str:
    """The text before its first labelled field."""
    labels = find_labels(text)
    return text[: labels[0].start].rstrip(" ;,(–-") if labels else text
