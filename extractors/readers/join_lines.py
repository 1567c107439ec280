"""Which printed lines continue a paragraph: by the width of a full line, by how one ends and the next begins."""
from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.readers.line_kinds import (
    dangles,
    ends_clause,
    ends_document,
    ends_sentence,
    is_capital,
    marker,
    start_kind,
    starts_low,
)
from extractors.readers.measure_lines import Line, Setting, is_full

_ALONE = {"motto", "number", "place_date", "recipients", "signature", "title", "addressee"}
_NUMBER_LEFT = re.compile(r"S[ốỐ]\s?:?\s?[\d.…_]{0,8}\Z")
_NUMBER_RIGHT = re.compile(r"[\d.…_]{0,8}\s?[-/][^\W\d_]")
_NAME = re.compile(r"(?:[^\W\d_][^\W\d_]*\.?\s){1,6}[^\W\d_]+\Z")
_OPEN_END = re.compile(r"[^\W_][-/]\Z")          # "Kế hoạch số 01-" before "KH/BCĐTW"
_APPENDIX = 24      # characters of "Phụ lục III" and the like, alone on a line
_DASHES = "-–—+*• "
_YEAR_LEFT = re.compile(r"\b(?:19|20)\d\d\Z")       # "giai đoạn 2021" before "- 2025"
_YEAR_RIGHT = re.compile(r"[-–]\s?(?:19|20)\d\d\b")
_TITLE_WORDS = 3    # words in capitals that open a title, not a list of short names


def joins(lines: Sequence[Line], b: Line, setting: Setting, after: str = "") -> bool:
    """Whether `b` continues the paragraph that `lines` are the first lines of. `after`: where it stands: "title" for
    the first paragraph after a title line, "addressee" within Kính gửi, "recipients" within Nơi nhận."""
    a, first = lines[-1], lines[0]
    if a.heading or b.heading or ends_document(a.text):
        return False
    if b.text[0] in "),.;:!?”…" or _OPEN_END.search(a.text) or _parts_number(a.text, b.text):
        return True
    kind = start_kind(b.text)
    opened = start_kind(a.text)
    if (kind in _ALONE and not _reads_on(a, b, kind, setting)) or opened in ("motto", "title", "recipients") or (
            opened == "appendix" and len(lines) == 1 and len(a.text) <= _APPENDIX):
        return False
    if b.tied and not is_capital(b.text):
        return True
    if kind in ("opener", "closer") and (after in ("title", "addressee") or start_kind(first.text) == "addressee"):
        return False
    if 0 < setting.indent <= b.indent < setting.chars / 4 and a.indent < setting.indent and not b.brk:
        return False
    if _opens(lines, b, kind, setting) or _is_closed(lines):
        return False
    if after == "recipients" and marker(first.text) == "dash":
        return not ends_clause(a.text) and not is_capital(b.text) and not is_name(b.text)
    return _continues(lines, b, setting)


def _reads_on(a: Line, b: Line, kind: str, setting: Setting) -> bool:
    """Whether "số:" at a line's start is the end of a sentence's word ("chuyển đổi" / "số: …"), no number line."""
    return kind == "number" and b.text[0] == "s" and setting.width > 0 and not ends_clause(a.text) and is_full(
        a, b, setting)


def _parts_number(a: str, b: str) -> bool:
    """Whether a line break parts the document's own number ("Số:" and "/UBND-NC") or a span of years."""
    return bool((_NUMBER_LEFT.match(a) and _NUMBER_RIGHT.match(b))
                or (_YEAR_RIGHT.match(b) and _YEAR_LEFT.search(a)))


def _is_closed(lines: Sequence[Line]) -> bool:
    """Whether a paragraph stands in brackets as a whole and they are closed ("(Kèm theo Kế hoạch …)")."""
    if not (lines[0].text.startswith("(") and lines[-1].text.endswith(")")) or marker(lines[0].text):
        return False
    return sum(x.text.count("(") for x in lines) == sum(x.text.count(")") for x in lines)


def is_name(text: str) -> bool:
    """Whether a line may be a person's name: two to seven capitalised words and nothing else."""
    return bool(_NAME.match(text)) and text.istitle()


def _opens(lines: Sequence[Line], b: Line, kind: str | None, setting: Setting) -> bool:
    """Whether `b` begins with what only a new paragraph begins with."""
    a = lines[-1]
    mark = marker(b.text)
    if mark is None and kind is None:
        return False
    unended = setting.width > 0 and not ends_clause(a.text) and not is_capital(a.text)
    wrapped = unended and is_full(a, b, setting, len(lines) == 1)
    if mark == "strong":
        return not (wrapped and dangles(a.text) and not a.text.endswith(","))
    if mark == "dash":
        low = not b.text.lstrip(_DASHES)[:1].isupper() and len(a.text) > 0.8 * setting.chars
        return not ((wrapped or (unended and low)) and _dash_within(lines, b))
    if mark == "paren":
        if not setting.inline and marker(lines[0].text) == "paren" and ends_clause(a.text):  # "(1) …;" before "(2)"
            return True
        return not setting.inline and not (setting.width > 0 and is_full(a, b, setting, len(lines) == 1))
    if kind in ("appendix", "part", "article", "subject"):
        return not (dangles(a.text) or open_bracket(a.text) or (wrapped and kind != "appendix"))
    if setting.width > 0 and not ends_document(b.text) and (
            (kind == "opener" and marker(lines[0].text)) or (kind == "closer" and start_kind(lines[0].text) == kind)):
        return not is_full(a, b, setting, len(lines) == 1)
    return kind in ("label", "opener", "closer") and (ends_clause(a.text) or not wrapped)


def _dash_within(lines: Sequence[Line], b: Line) -> bool:
    """Whether a dash at a line's start belongs to the sentence ("Nông" / "- Lâm nghiệp"), on a full line before it.

    After a numbered heading without a stop it opens an item; within prose or an item it goes on.
    """
    rest = b.text.lstrip(_DASHES)
    if not rest[:1].isupper() or open_bracket(lines[-1].text):
        return True
    if start_kind(rest) == "label":
        return False
    heading = marker(lines[0].text) == "strong" and len(lines) <= 2
    return not (heading and not any(c in x.text[4:] for x in lines for c in ".;:"))


def _continues(lines: Sequence[Line], b: Line, setting: Setting) -> bool:
    a = lines[-1]
    if is_capital(a.text):
        return setting.width > 0 and _capitals_go_on(lines, b, setting)
    if marker(b.text) == "dash":  # a dash that opens no item
        return True
    low = starts_low(b.text)
    if not low and _opens_title(b.text):
        return False
    if not setting.width:
        return _continues_page(a, b, low)
    ended = ends_clause(a.text)
    if b.gap > setting.gap and not b.brk:
        return low and not ended
    if low and (not ended or a.text.endswith(";")):
        return True
    if not low and not ended and (dangles(a.text) or _in_bracket(lines)):
        return True
    if ends_sentence(a.text) and b.brk and not low:
        return False
    return is_full(a, b, setting, len(lines) == 1)


def _capitals_go_on(lines: Sequence[Line], b: Line, setting: Setting) -> bool:
    """Whether a line follows up one in capitals: a heading goes on by sense or width, any other by width alone."""
    a, opening = lines[-1], len(lines) == 1
    if b.text != b.text.upper():
        return False
    if marker(lines[0].text) == "strong":
        return a.text.endswith((",", " VÀ", "-")) or is_full(a, b, setting, opening)
    return b.gap <= setting.gap and is_full(a, b, setting, opening, broad=False)


def _opens_title(text: str) -> bool:
    """Whether a line begins with words in capitals, as titles and names of issuers do."""
    words = text.split(" ", _TITLE_WORDS)[:_TITLE_WORDS]
    return len(words) == _TITLE_WORDS and all(w.isupper() and w.isalpha() for w in words)


def _in_bracket(lines: Sequence[Line]) -> bool:
    """Whether a bracket that opened on one of the last lines is not closed yet."""
    return any("(" in x.text for x in lines[-3:]) and open_bracket(" ".join(x.text for x in lines[-3:]))


def _continues_page(a: Line, b: Line, low: bool) -> bool:
    """For text with one line a paragraph: only a page broke the sentence."""
    if low:
        return not ends_clause(a.text) or a.text.endswith(";")
    if b.text.isdigit():
        return dangles(a.text)
    if b.text[:1].isdigit():
        return not ends_clause(a.text) and len(a.text) > 60
    return dangles(a.text) or open_bracket(a.text)


def open_bracket(text: str) -> bool:
    """Whether a bracket or quote is still open at the end of a line."""
    tail = text[-300:]
    return tail.rfind("(") > tail.rfind(")") or tail.rfind("“") > tail.rfind("”")
