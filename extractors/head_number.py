"""Number, symbol and date of a document, as far as they are printed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from extractors.normal_case import UPPER
from gazetteers.fold import bare, fold
from gazetteers.lexicon import load_lexicon

_NUMBER = re.compile(
    r"(?<!\w)s[o06]\s{0,3}[:.;]?\s{0,20}(?P<number>\d[\d ]{0,8}[a-z]?(?=[\s/-])|[\s._…]{0,60}(?=[/-]))\s{0,4}"
    r"(?P<sep>[/-])\s{0,3}"
    r"(?P<symbol>(?:20\d\d\s?/\s?)?[a-z][\w.&]{0,15}(?:\s?[-/]\s?(?:\d{1,3}(?![\d/])|[a-z][\w.&]{0,15})){0,4})"
)
_DATE = re.compile(
    r"(?:^|(?<=[\s,.]))ngay\s{0,3}(?P<day>\d{0,2})[\s._…]{0,40}thang\s{0,3}(?P<month>\d{0,2})[\s._…]{0,40}nam\s{0,3}"
    r"(?P<year>\d\s?\d\s?\d\s?\d)"
)
_SHORT_DATE = re.compile(
    r"(?:^|(?<=[\s,]))(?:ngay\s{0,3})?(?P<day>\d{1,2})[/.](?P<month>\d{1,2})[/.](?P<year>20\d\d)(?!\d)"
)
_CLOCK = re.compile(r",?\s*(?:hồi|lúc)\s+\d{1,2}\s*(?:h|g|:|giờ).*$", re.I | re.S)  # "hồi 10 giờ 30 phút,"
_PLACE = re.compile(rf"[{UPPER}][\w.'’\s-]{{1,45}}")


@dataclass(frozen=True, slots=True)
class Number:
    """'48', 'KH-BCĐ', '48/KH-BCĐ'; `party` for the Party's way of writing ("09-TB/VPTU")."""

    number: str | None
    symbol: str
    joined: str
    party: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Issued:
    """The date as far as it is printed ("2025-10") and in full where it is; the place before it."""

    issued: str
    date: date | None
    place: str | None
    alone: bool  # nothing but the place stands beside it on its line


@cache
def codes() -> dict[str, str]:
    """Codes as misread or mistyped, and as meant."""
    return {r["written"]: r["code"] for r in load_lexicon("reference_codes", ("written", "code"))}


def mend_symbol(symbol: str) -> str:
    """'KH - BCD' -> 'KH-BCĐ': no spaces, known codes as meant."""
    parts = re.split(r"([-/])", re.sub(r"\s+", "", symbol).strip(".-/"))
    return "".join(codes().get(p, p) for p in parts)


def read_number(line: str) -> Number | None:
    """The number and symbol of a line "Số: 48/KH-BCĐ", the number None where blank. None without a symbol: a number
    alone is a received stamp's, or another thing's."""
    found = _NUMBER.search(bare(fold(line)))
    if not found:
        return None
    raw = line[found.start("symbol") : found.end("symbol")]
    if not raw[:1].isupper() and not raw[:2].isdigit():
        return None
    symbol = mend_symbol(raw)
    number = re.sub(r"[\s._…]+", "", found["number"]) or None
    party = found["sep"] == "-" and "/" in symbol
    return Number(number, symbol, f"{number or ''}{found['sep']}{symbol}", party, found.start(), found.end())


def read_issued(line: str) -> Issued | None:
    """Place and date of a line "Đắk Lắk, ngày 30 tháng 01 năm 2026", where day and month may be blank."""
    low = bare(fold(line))
    found = _DATE.search(low) or _SHORT_DATE.search(low)
    if not found:
        return None
    year = int(re.sub(r"\s", "", found["year"]))
    month, day = int(found["month"] or 0), int(found["day"] or 0)
    if not 1945 <= year <= 2100 or month > 12:
        return None
    before = _CLOCK.sub("", line[: found.start()]).strip(" ,*_")
    place = _PLACE.fullmatch(before)
    alone = (not before or place is not None) and not line[found.end() :].strip(" .*_-)/")
    issued = f"{year}" + (f"-{month:02}" if month else "") + (f"-{day:02}" if month and day else "")
    full = _date(year, month, day)
    if month and day and full is None:
        issued = f"{year}-{month:02}"
    return Issued(issued, full, before.strip(" .-") if place else None, alone)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
