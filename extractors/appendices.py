"""Where the appendices begin, and what they are called."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from extractors import normal_case
from extractors.models import Document, Grid, Paragraph
from extractors.signature import is_signature, titles_in
from gazetteers.fold import fold
from gazetteers.lexicon import load_lexicon

_LABEL = r"(?:[ivxl|]{1,7}|\d{1,3}[a-z]?|[a-h])(?:[.-]\d{1,2}[a-z]?)?(?![\w])"
_WITH = re.compile(r"\W*\(?(?:ban hành |đính |gửi |phát hành )?k[èe]m theo\b")
_ACT = re.compile(r"k[èe]m theo (?:quyết định|nghị quyết|nghị định|thông tư|chỉ thị|quy định)\b")
_CLOSING = re.compile(r"\W*nơi nh[ậâa]n\b")
_NUMBERED = re.compile(r"\W*(?:\d{1,2}|[IVX]{1,4})[.)]\s*(?=PHỤ LỤC)")  # "5. PHỤ LỤC", the last section of a plan
_LINES = 10  # a heading has no more lines
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")


@dataclass(frozen=True, slots=True)
class Appendix:
    """One appendix. `name` as in a task's path ("Phụ lục I"; "Phụ lục" where unnumbered); "" for an attached document
    (the plan that a decision promulgates). Blocks `block` to `first` (exclusive) are its heading, `last` ends it."""

    name: str
    title: str
    block: int
    first: int
    last: int
    attached: bool = False


@cache
def _words() -> tuple[re.Pattern[str], dict[str, tuple[str, str]], re.Pattern[str], re.Pattern[str]]:
    rows = load_lexicon("appendix_words", ("words", "kind"))
    marks = _alternatives(rows, "mark", "numbered")
    mark = re.compile(rf"\W*(?P<word>{marks})(?!\w)[\s:.]*(?P<label>{_LABEL})?(?P<rest>.*)", re.S)
    names = {fold(r["words"]): (r["name"], r["kind"]) for r in rows if r["name"]}
    return (
        mark,
        names,
        re.compile(rf"\W*(?:{_alternatives(rows, 'title')})(?!\w)"),
        re.compile(rf"\W*(?:{_alternatives(rows, 'attached')})(?!\w)"),
    )


def _alternatives(rows: Sequence[dict[str, str]], *kinds: str) -> str:
    return "|".join(sorted((re.escape(fold(r["words"])) for r in rows if r["kind"] in kinds), key=len, reverse=True))


def is_capitals(value: str) -> bool:
    """Whether a title's line is set in capitals, small letters of a symbol among them allowed."""
    return normal_case.is_capitals(value, share=0.75, least=3)


def _opens(rest: str) -> bool:
    """Whether what follows "Phụ lục I" may follow it in a heading."""
    rest = rest.strip()
    if not rest.strip(" .:-–—)*\"'") or rest[0] == "(" or is_capitals(rest):
        return True
    if _WITH.match(fold(rest)):
        return not rest.endswith((";", ","))
    return rest[0] in ":.-–—" and len(rest) < 300 and not rest.endswith((";", ","))


def read_mark(value: str) -> tuple[str, str] | None:
    """The name of the appendix that a line opens, and what else stands in the line; None where it opens none."""
    pattern, names, _, _ = _words()
    value = _NUMBERED.sub("", value)
    found = pattern.match(fold(value))
    if not found or len(value) > 500:
        return None
    name, kind = names[found["word"]]
    label = value[found.start("label") : found.end("label")] if found["label"] else ""
    rest = value[found.start("rest") :].strip()
    if (kind == "numbered" and not label) or not _opens(value[found.start("rest") :]):
        return None
    name = name.removesuffix(" số") if kind == "mark" else name
    return f"{name} {_clean(label)}".strip(), rest.strip(" .:-–—*")


def _clean(label: str) -> str:
    """A label as meant: 'Il' and 'II' are II, 'iv' is IV."""
    if re.fullmatch(r"[IVXLlivx|]{1,7}", label) and (not label.islower() or len(label) > 1 or label in "iv"):
        return label.replace("l", "I").replace("|", "I").upper()
    return label


def _line(document: Document, i: int) -> str:
    """The words of block i, "" where it is a table."""
    block = document.blocks[i]
    return document.text[block.start : block.end].strip() if isinstance(block, Paragraph) else ""


def _heading_end(document: Document, i: int) -> int:
    """The first block after the title lines that follow a heading's line."""
    j = i
    while j < min(len(document.blocks), i + _LINES) and isinstance(document.blocks[j], Paragraph):
        line = _line(document, j)
        block = document.blocks[j]
        bold = isinstance(block, Paragraph) and (block.bold or block.centered) and len(line) < 300
        if read_mark(line) or re.match(r"(?:[IVX]+|[A-H]|\d+)[.\-)/]", line) or is_signature(line):
            break
        if line and not (is_capitals(line) or _WITH.match(fold(line)) or (bold and j - i < 4)):
            break
        j += 1
    return j


def _title_above(document: Document, i: int, floor: int) -> int:
    """The first of the title lines in capitals that stand above an appendix's line."""
    pattern = _words()[2]
    first, top = i, i
    while (
        first > max(floor, i - _LINES)
        and is_capitals(_line(document, first - 1))
        and not is_signature(_line(document, first - 1))
    ):
        first -= 1
        if pattern.match(fold(_line(document, first))):
            top = first
    return top


def _tail(document: Document) -> int:
    """The first block after the body's closing: after its "Nơi nhận", else after who signs it; 0 where it has neither.

    Titles in capitals below a number stand in the head as well, so that only those in the closing's form count.
    """
    signed = 0
    for i, block in enumerate(document.blocks):
        if not isinstance(block, Paragraph):
            continue
        if _CLOSING.match(fold(document.text[block.start : block.start + 40])):
            return i + 1
        if not signed and _only_signs(_line(document, i)):
            signed = i + 1
    return signed


def _only_signs(line: str) -> bool:
    """Whether a line signs for another or in place of one ("KT. CHỦ TỊCH", "Q. GIÁM ĐỐC"): no head has such a line."""
    if not is_signature(line):
        return False
    on_behalf, title = titles_in(line)[0]
    return on_behalf or title.startswith("Q.")


def find_appendices(document: Document) -> tuple[Appendix, ...]:
    """The appendices in reading order. Reads the paragraphs; a table in the body belongs to none of them."""
    tail = _tail(document)
    found: list[tuple[str, str, int, int, bool]] = []
    i = 0
    while i < len(document.blocks):
        start = _start(document, i, tail, found[-1][3] if found else 0)
        if start:
            found.append(start)
            i = max(start[3], i + 1)
        else:
            i += 1
    ends = [*(f[2] for f in found[1:]), len(document.blocks)][: len(found)]
    made = [Appendix(n, t, b, f, e, a) for (n, t, b, f, a), e in zip(found, ends, strict=True)]
    return tuple(_mend_labels(made))


def _attached_end(document: Document, i: int) -> int:
    """The first block after the heading of an attached document whose first line is its kind alone ("KẾ HOẠCH").

    Its subject may be in small letters, which in a text file nothing tells from a sentence: the "(Kèm theo …)" line
    below it does.
    """
    near = range(i + 1, min(i + 5, len(document.blocks)))
    return next((k + 1 for k in near if _WITH.match(fold(_line(document, k)))), max(_heading_end(document, i), i + 1))


def _start(document: Document, i: int, tail: int, floor: int) -> tuple[str, str, int, int, bool] | None:
    """The appendix whose heading holds block i: its name, title, first block, first block after the heading."""
    if not isinstance(document.blocks[i], Paragraph):
        return None
    line = _line(document, i)
    mark = read_mark(line)
    if mark:
        top, end = _title_above(document, i, floor), _heading_end(document, i + 1)
        if end > i + 1 and is_capitals(_line(document, i + 1)):
            top = i
        lines = [_line(document, k) if k != i else mark[1] for k in range(top, end)]
        return mark[0], _title(lines), top, end, False
    if not tail or i < tail or not is_capitals(line) or is_signature(line):
        return None
    _, _, titles, attached = _words()
    if attached.fullmatch(fold(line).strip(" .:")):
        end = _attached_end(document, i)
        return "", _title([_line(document, k) for k in range(i, end)]), i, end, True
    end = _heading_end(document, i)
    below = [fold(_line(document, k)) for k in range(i, end)]
    promulgated = any(_WITH.match(x) for x in below)
    before_mark = end < len(document.blocks) and read_mark(_line(document, end)) is not None
    before_grid = end < len(document.blocks) and isinstance(document.blocks[end], Grid)
    if before_mark or not (promulgated or before_grid):
        return None
    title = _title([_line(document, k) for k in range(i, end)])
    if attached.match(fold(line)) and not titles.match(fold(line)) and any(_ACT.search(x) for x in below):
        return "", title, i, end, True
    known = titles.match(fold(line)) is not None or (promulgated and len(line) > 12)
    return ("Phụ lục", title, i, end, False) if known else None


def _title(lines: Sequence[str]) -> str:
    """The title's words, without the "(Kèm theo …)" line."""
    words = " ".join(x for x in lines if x and not _WITH.match(fold(x)))
    return " ".join(re.sub(r"\(\s*(?:ban hành )?k[èe]m theo.*$", "", words, flags=re.I | re.S).split()).strip(" *")


def _mend_labels(found: list[Appendix]) -> list[Appendix]:
    """A digit misread among Roman numerals is the Roman numeral of its place: Phụ lục 1, II, III."""
    labels = [a.name.rpartition(" ")[2] for a in found]
    if not any(x in _ROMAN[1:] for x in labels):
        return found
    mended = {"1": "I", "11": "II", "111": "III", "l": "I"}
    return [
        Appendix(f"{a.name.rpartition(' ')[0]} {mended[x]}", a.title, a.block, a.first, a.last, a.attached)
        if x in mended and not a.attached
        else a
        for a, x in zip(found, labels, strict=True)
    ]
