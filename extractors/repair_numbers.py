"""Numbers and capitals misread by OCR: Roman numerals after their words, letters in dates, I in abbreviations."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from extractors.repair_terms import core
from gazetteers.lexicon import load_lexicon

_ROMAN_LIKE = re.compile(r"^([IVXHTZ1lïÏ|\]\[!¡L]{1,6})((?:/\d{4})?[.,;:)]*)$")
_TO_STROKES = str.maketrans({"H": "II", **dict.fromkeys("1lïÏ|][!¡TL", "I")})
_HEADING = re.compile(r"^([IVXH1l|]{1,6})\.$")
_DATE_LIKE = re.compile(r"^(\W?)([\dOolI|]{1,2}[/.-][\dOolI|]{1,2}[/.-][\dOo]{4})(\W*)$")
_DIGITS = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1", "|": "1"})
_NUMBER_MARK = re.compile(r"^(\d{1,5})[\]\[|](-\w|/\w)")
_CAPITALS = re.compile(r"^(\W*)([A-ZĐĂÂÊÔƠƯa-z0-9|\]]{2,12})(\W*)$")
_SAME = str.maketrans({"l": "I", "1": "I", "|": "I", "]": "I", "0": "O", "Ð": "Đ"})


@lru_cache(maxsize=1)
def _romans() -> dict[str, int]:
    ones, tens = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"], ["", "X", "XX", "XXX"]
    return {tens[n // 10] + ones[n % 10]: n for n in range(1, 40)}


@lru_cache(maxsize=1)
def _before_roman() -> dict[tuple[str, ...], int]:
    rows = load_lexicon("ocr_before_roman", ("words", "highest"))
    return {tuple(r["words"].split()): int(r["highest"]) for r in rows}


@lru_cache(maxsize=1)
def _abbreviations() -> tuple[dict[str, str], frozenset[str]]:
    """Abbreviations by a form in which the confused letters are one; forms that two share are left out."""
    forms = [r["form"] for r in load_lexicon("ocr_capitals", ("form",))]
    keys = [f.translate(_SAME) for f in forms]
    return {k: f for k, f in zip(keys, forms, strict=True) if keys.count(k) == 1}, frozenset(forms)


def roman(text: str, highest: int) -> str | None:
    """The Roman numeral that a misread one was, None when there is none up to `highest`."""
    strokes = text.translate(_TO_STROKES)
    if strokes == "IIII":
        strokes = "III"  # a stroke seen twice: no numeral has four
    return strokes if _romans().get(strokes, highest + 1) <= highest else None


def repair_numbers(words: Sequence[str], line_starts: frozenset[int], last: int = 0) -> dict[int, str]:
    """Of words in reading order those to be replaced: index -> the word put right. `line_starts`: the words that open
    a line; `last`: the number of the last section heading before them."""
    out: dict[int, str] = {}
    for i, word in enumerate(words):
        heading = _heading(words, i, last) if i in line_starts else None
        last = _romans()[heading[:-1]] if heading else last
        right = _after_word(words, i) or heading or _date(word) or _number_mark(word) or _capitals(word)
        if right and right != word:
            out[i] = right
    return out


def _after_word(words: Sequence[str], i: int) -> str | None:
    """"Quý Ï/2026" -> "Quý I/2026"."""
    match = _ROMAN_LIKE.match(words[i])
    if match is None:
        return None
    for size in (3, 2, 1):
        if i >= size:
            highest = _before_roman().get(tuple(core(w) for w in words[i - size:i]))
            digits = match.group(1).isdigit()  # "Quý 1" and "Phụ lục 1" are written so as well; "Quý 11" is not
            if highest and not (digits and int(match.group(1)) <= highest):
                found = roman(match.group(1), highest)
                return found + match.group(2) if found else None
    return None


def last_heading(words: Sequence[str], line_starts: frozenset[int], last: int) -> int:
    """The number of the last section heading ("IV. ...") among words already put right."""
    for i in sorted(line_starts):
        heading = _heading(words, i, last) if i < len(words) else None
        last = _romans()[heading[:-1]] if heading else last
    return last


def repair_appendix(words: Sequence[str], last: int) -> tuple[dict[int, str], int]:
    """The title of an appendix ("Phụ lục II", then "kèm theo ...") that repeats the number of the one before lost a
    stroke. The change, and the number of the last appendix."""
    low = [core(w) for w in words]
    for i in range(min(12, len(words) - 2)):
        if low[i:i + 2] == ["phụ", "lục"] and words[i + 2] in _romans() and "kèm theo" in " ".join(low[i:i + 60]):
            number, due = _romans()[words[i + 2]], next(r for r, n in _romans().items() if n == last + 1)
            if last and number == last and abs(len(due) - len(words[i + 2])) == 1:
                return {i + 2: due}, last + 1
            return {}, number
    return {}, last


def _heading(words: Sequence[str], i: int, last: int) -> str | None:
    """"HI. MỤC TIÊU" at the start of a line -> "III. MỤC TIÊU"; a stroke too many or few goes by the one before."""
    match = _HEADING.match(words[i])
    follows = words[i + 1] if i + 1 < len(words) else ""
    if match is None or match.group(1).isdigit() or not (follows.isupper() and len(follows) > 1):
        return None
    found = roman(match.group(1), 30)
    due = next((r for r, n in _romans().items() if n == last + 1), "")
    doubtful = set(match.group(1)) & set("Hl1|") or (last > 1 and found and _romans()[found] == last)
    if doubtful and last and found and abs(len(found) - len(due)) == 1 and found[0] == due[0]:
        found = due
    return found + "." if found else None


def _date(word: str) -> str | None:
    """"3O/6/2O26" -> "30/6/2026"."""
    match = _DATE_LIKE.match(word)
    return match.group(1) + match.group(2).translate(_DIGITS) + match.group(3) if match else None


def _number_mark(word: str) -> str | None:
    """"01]-KH/BCĐ" -> "01-KH/BCĐ"."""
    return _NUMBER_MARK.sub(r"\1\2", word) if _NUMBER_MARK.match(word) else None


def _capitals(word: str) -> str | None:
    """"(DT])" -> "(DTI)", "VNelD" -> "VNeID": a known abbreviation but for I, l, 1 and ]."""
    match = _CAPITALS.match(word)
    if match is None:
        return None
    by_key, right = _abbreviations()
    before, middle, after = match.groups()
    if middle.endswith("]") and middle[:-1] in right:
        return before + middle[:-1] + after
    for body, rest in ((middle, after), (middle + after[:1], after[1:])):
        if body in right:
            return None
        found = by_key.get(body.translate(_SAME))
        if found and any(c.isupper() for c in body):
            return before + found + rest
    return None
