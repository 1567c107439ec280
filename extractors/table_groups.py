"""The group rows of a table: which rows are headings of the rows below, how they nest, titles fused into a row."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from extractors.appendices import is_capitals
from extractors.models import Span
from extractors.normal_case import is_syllable
from extractors.table_columns import LABEL
from extractors.table_contents import looks_like
from extractors.table_join import Printed
from gazetteers.fold import bare

_ROMAN = re.compile(r"(?=[ivx])x{0,3}(?:ix|iv|v?i{0,3})", re.I)
_LEADING = re.compile(
    r"[(\[]?(?P<label>[IVXl]{1,6}|[A-ZĐ]|\d{1,3}(?:\.\d{1,3}){0,4}|[a-zđ])[.)\]/:-]{1,2}\s*(?P<rest>\S.*)", re.S
)
_LEADING_BARE = re.compile(r"(?P<label>[IVX]{1,6})\s+(?P<rest>\S.*)", re.S)
_RANKS = {"letter": 0, "roman": 1, "n1": 2, "n2": 3, "n3": 4, "small": 5, "dash": 6, "": 7}
_TITLE_WORDS = 3  # that a heading written into every column has at least
_LOOKS = {"deadline": "deadline", "lead": "unit", "coordinator": "unit"}


def clean_label(label: str) -> str:
    """An STT as the path has it: '29.' -> '29', 'I.' -> 'I', '(3)' -> '3', '1 . 2' -> '1.2'."""
    label = re.sub(r"\s+", "", label)
    return label if label in ("-", "+", "*", "•") else label.strip(".,;:()[]/-–_*'\"")


def label_kind(label: str) -> str:
    """The numbering format of a label: letter (A), roman (I), n1 (1), n2 (1.1), n3 (1.1.1), small (a), dash, ""."""
    if not label:
        return ""
    if _ROMAN.fullmatch(label) and (label.isupper() or len(label) > 1):
        return "roman"
    if re.fullmatch(r"\d+(?:\.\d+)*[a-zđ]?", label):
        return f"n{min(3, label.count('.') + 1)}"
    if len(label) == 1 and label.isalpha():
        return "letter" if label.isupper() else "small"
    return "dash" if not label[0].isalnum() else ""


def split_label(value: str) -> tuple[str, int]:
    """The marker at the start of a cell and where the words after it begin: 'II. VỀ …' -> ('II', 4); ('', 0)."""
    found = _LEADING.match(value) or _LEADING_BARE.match(value)
    return (clean_label(found["label"]), found.start("rest")) if found else ("", 0)


def first_number(label: str) -> int | None:
    """The last number of a label: '12' -> 12, '2.3' -> 3."""
    found = re.fullmatch(r"(?:\d+\.)*(\d+)", label)
    return int(found.group(1)) if found else None


def roman_number(label: str) -> int | None:
    """'IV' -> 4, None where it is no Roman numeral."""
    if not label or not _ROMAN.fullmatch(label):
        return None
    values = {"i": 1, "v": 5, "x": 10}
    digits = [values[c] for c in label.lower()]
    return sum(-d if d < max(digits[i:]) else d for i, d in enumerate(digits))


def to_roman(number: int) -> str:
    """4 -> 'IV', up to 39."""
    out = ""
    for value, sign in ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        while number >= value:
            out, number = out + sign, number - value
    return out


@dataclass(slots=True)
class Group:
    """A group row above the rows being read."""

    label: str
    title: str
    kind: str


def push_group(stack: list[Group], label: str, title: str, adjacent: bool) -> None:
    """Puts a group in its place: over those of its own format, under those above it.

    `adjacent`: the row before it is a group row too, so a format not seen before nests, whatever its rank.
    """
    kind = label_kind(label) or ("capitals" if is_capitals(title) else "")
    kinds = [g.kind for g in stack]
    if kind in kinds:
        del stack[kinds.index(kind) :]
    elif not adjacent:
        rank = _RANKS.get(kind, 1 if not stack else 7)
        while stack and _RANKS.get(stack[-1].kind, 1) > rank:
            stack.pop()
    stack.append(Group(label, title, kind))


def lift_heading(row: Printed) -> Printed:
    """A row with only a number and a title, in columns that hold other things, as a heading: "A | CHỈ SỐ PCI" where
    the second column is that of deadlines, "1 | Tham gia của người dân" in a table without numbers."""
    if row.heading or (repeated := _repeated(row)):
        return row if row.heading else replace(row, heading=repeated)
    if len(row.texts) != 2:
        return row
    (first, _), (role, cells) = sorted(row.cells.items(), key=lambda e: e[1][0].start)
    label, title = clean_label(row.texts[first]), row.texts[role]
    kind = label_kind(label) if LABEL.fullmatch(row.texts[first]) else ""
    if kind in ("", "dash", "small") or (first, role) == ("label", "task") or looks_like(title) == "label":
        return row
    if looks_like(title) == _LOOKS.get(role) or (kind not in ("roman", "letter") and role not in _LOOKS):
        return row
    where = Span(cells[0].start, cells[-1].end)
    return replace(row, heading=(label, title, where))


def _repeated(row: Printed) -> tuple[str, str, Span] | None:
    """The title of a heading that was merged over its columns and written again into each of them."""
    titles = {words for role, words in row.texts.items() if role != "label"}
    roles = [role for role in row.texts if role != "label"]
    if len(roles) < 2 or len(titles) != 1 or len(next(iter(titles)).split()) < _TITLE_WORDS:
        return None
    cells = row.cells[min(roles, key=lambda r: row.cells[r][0].start)]
    label = clean_label(row.texts.get("label", ""))
    return label, row.texts[roles[0]], Span(cells[0].start, cells[-1].end)


def is_group(row: Printed, following: Printed | None, columns: int, inherited: bool) -> bool:
    """Whether a row is the heading of the rows below it.

    `inherited`: other cells of this row are merged with those of the row above, so that it is not bare.
    """
    if row.heading:
        return True
    others = [r for r in row.texts if r not in ("label", "task")]
    if row.wide and len(row.texts) <= 2:
        return True
    if inherited or columns < 3 or len(row.texts) > 2 or not row.texts:
        return False
    if others and not (set(row.texts) == set(others) and _marked(row.texts[others[0]])):
        return False
    words = row.texts.get("task") or row.texts.get("label") or next(iter(row.texts.values()))
    label = clean_label(row.texts.get("label", "")) if "task" in row.texts else split_label(words)[0]
    if label_kind(label) in ("roman", "letter"):
        return True
    if "task" not in row.texts and len(words) < 4:
        return False
    return is_capitals(words) or (row.bold and len(words) < 250) or _opens_numbers(label, row, following)


def _marked(words: str) -> bool:
    return label_kind(split_label(words)[0]) in ("roman", "letter")


def _opens_numbers(label: str, row: Printed, following: Printed | None) -> bool:
    """Whether the next row's number shows that this bare row is its heading: 1.1 or a) or - under 1, 1 under 1."""
    if not label or following is None or len(following.texts) < 3:
        return False
    below = clean_label(following.texts.get("label", ""))
    if below.startswith(f"{label}.") or (label_kind(below) in ("small", "dash") and label_kind(label).startswith("n")):
        return True
    mine, its = first_number(label), first_number(below)
    return mine is not None and its is not None and its <= mine and label_kind(label) == label_kind(below)


def fused_title(value: str) -> int:
    """Where the row's own words begin after a group title in capitals fused into its cell; 0 where there is none.

    'CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH Quán triệt …' -> the offset of 'Quán'.
    """
    if any(c.islower() for c in value[:12]):
        return 0
    tokens = list(re.finditer(r"\S+", value))
    run = 0
    while run < len(tokens) and not any(c.islower() for c in tokens[run].group()):
        run += 1
    words = [t.group() for t in tokens[:run] if any(c.isalpha() for c in t.group())]
    spelt = [w for w in words if bare(w) != w and is_syllable(w)]  # written out, no abbreviation
    if len(words) < 4 or len(spelt) * 2 < len(words) or run == len(tokens):
        return 0
    return tokens[run].start() if tokens[run].group().lstrip("“\"'(-+ ")[:1].isupper() else 0
