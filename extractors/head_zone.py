"""The lines of a document's head, and where number, date, kind and addressees stand in them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from extractors.head_lines import Line
from extractors.head_number import Issued, Number, read_issued, read_number
from extractors.normal_case import is_capitals
from gazetteers.fold import fold
from gazetteers.lexicon import load_lexicon

_LONG = 220  # a longer line that is not bold is no line of the head
ABOUT = re.compile(r"\s*(?:v\s?/\s?v|về việc|v[ề/]?\s*v)\s*[:.]?\s*(?=\S)")
TO = re.compile(r"\W*k[íi]nh\s+g[ửưu]i\s*[:.]?\s*(?P<rest>.*)", re.S)
MARKER = re.compile(r"(?:[IVX]{1,5}|\d{1,2}|[a-zđ])\s*[.)\-/]\s|(?:Điều|Phần|Chương|Mục)\s+(?:[\dIVX]+|[A-H]\b)")

_OPEN_DATE = re.compile(r"ngày(?: \d{1,2}(?: tháng(?: \d{1,2}(?: năm)?)?)?)?\W*$")  # a date that the next line ends


@dataclass(slots=True)
class Zone:
    """The lines of the head and where its parts were found (line numbers, None where missing)."""

    lines: list[Line]
    number: Number | None = None
    number_at: int | None = None
    issued: Issued | None = None
    issued_at: int | None = None
    kind: str | None = None
    kind_at: int | None = None
    kind_rest: str = ""
    to_at: int | None = None


@cache
def _types() -> tuple[tuple[tuple[str, str, str], ...], dict[str, tuple[str, str]]]:
    """(folded words, type, code), longest first; code -> (type, code)."""
    words: list[tuple[str, str, str]] = []
    by_code: dict[str, tuple[str, str]] = {}
    for row in load_lexicon("document_types", ("type", "code")):
        codes = row["code"].split("|")
        by_code.update({c: (row["type"], codes[0]) for c in codes if c not in by_code})
        words += [(fold(w), row["type"], codes[0]) for w in (row["type"], *filter(None, row["written"].split("|")))]
    return tuple(sorted(words, key=lambda w: -len(w[0]))), by_code


def type_of_code(code: str) -> tuple[str, str] | None:
    """The kind of document that a code in a symbol stands for: 'KH' -> ('Kế hoạch', 'KH')."""
    return _types()[1].get(code)


def find_zone(lines: list[Line]) -> Zone:
    """Finds the parts of the head among the first lines."""
    zone = Zone(lines)
    for i, line in enumerate(lines):
        if len(line.text) > _LONG and not line.bold:
            break
        _find_number(zone, i, line.text)
        _find_date(zone, i, line.text, lines[i + 1].text if i + 1 < len(lines) else "")
        if zone.to_at is None and TO.match(fold(line.text)):
            zone.to_at = i
        if zone.kind is None and zone.to_at is None:
            _find_kind(zone, i, line.text)
        if MARKER.match(line.text) and (zone.number or zone.kind) and zone.issued:
            break
    return zone


def _find_number(zone: Zone, i: int, text: str) -> None:
    found = read_number(text) if len(text) < 200 and zone.kind is None else None
    if found and zone.number is None and found.start < 25 and not _inside_words(text[: found.start]):
        zone.number, zone.number_at = found, i


def _find_date(zone: Zone, i: int, text: str, below: str) -> None:
    """The line of place and date, also on the line of the number, also broken within the date ("…, ngày | 26 tháng").

    A date within a sentence is another one.
    """
    if zone.issued is not None or len(text) > 160:
        return
    own = text[zone.number.end :] if zone.number and zone.number_at == i else text
    found = read_issued(own)
    if found and found.alone:
        zone.issued, zone.issued_at = found, i
    elif found is None and _OPEN_DATE.search(fold(own)) and (found := read_issued(f"{own} {below}")) and found.alone:
        zone.issued, zone.issued_at = found, i + 1


def _inside_words(before: str) -> bool:
    """Whether words before "số" show that it cites another document: "Kế hoạch số 12/KH-UBND"."""
    low = fold(before).rstrip()
    return low.endswith((*(w for w, _, _ in _types()[0]), "đến", "theo"))


def _find_kind(zone: Zone, i: int, text: str) -> None:
    """A line that begins with the kind of document in capitals ("KẾ HOẠCH", "C H Ỉ T H Ị", "KẾ HOẠCH Triển khai …")."""
    words = text.strip(" *:").split()
    if len(words) > 3 and all(len(w) == 1 for w in words):
        joined = "".join(words)
        zone_text, low = joined, fold(joined)
        known = {w.replace(" ", ""): (w, t) for w, t, _ in _types()[0]}
        if low in known:
            zone.kind, zone.kind_at = known[low][1], i
        return
    zone_text = text.strip(" *")
    low = fold(zone_text)
    for phrase, kind, _ in _types()[0]:
        if low.startswith(phrase) and not low[len(phrase) : len(phrase) + 1].isalnum():
            if is_capitals(zone_text[: len(phrase)]) and zone.number_at != i:
                zone.kind, zone.kind_at, zone.kind_rest = kind, i, _rest_of_kind(zone_text, phrase, kind)
            return


def _rest_of_kind(text: str, phrase: str, kind: str) -> str:
    """What stands after the kind on its line: the beginning of the subject ("KẾT LUẬN của …" after THÔNG BÁO)."""
    rest = text[len(fold(kind)) :] if phrase.startswith(fold(kind)) else text[len(phrase) :]
    return rest.strip(" :.-–*")


def read_kind(zone: Zone, number: Number | None) -> tuple[str | None, str | None]:
    """The kind as printed, else by the symbol's code; a letter (Công văn) has no code and an addressee or a "V/v"."""
    first = re.split(r"[-/]", re.sub(r"^20\d\d/", "", number.symbol))[0] if number else ""
    by_symbol = type_of_code(first)
    if zone.kind:
        code = next(c for _, t, c in _types()[0] if t == zone.kind)
        return zone.kind, code
    if by_symbol:
        return by_symbol
    if number and (zone.to_at is not None or about_line(zone) is not None):
        return "Công văn", "CV"
    return (None, None)


def about_line(zone: Zone) -> int | None:
    """The "V/v …" line of a letter."""
    last = zone.to_at if zone.to_at is not None else 12
    return next((i for i, line in enumerate(zone.lines[:last]) if ABOUT.match(fold(line.text))), None)
