"""What the start and the end of a printed line say: marker, label, heading, sentence end, a word left hanging."""
from __future__ import annotations

import csv
import re
from functools import cache, lru_cache
from importlib.resources import files

_LOOK = 160     # characters in which the kind of a line shows
_UPPER = "A-ZÀ-ÃÈ-ÊÌ-ÍÒ-ÕÙ-ÚÝĂĐĨŨƠƯ" + "".join(map(chr, range(0x1EA0, 0x1EFA, 2)))  # Ạ Ả … Ỹ: cases alternate
# a marker that nothing but the start of an item looks like
_STRONG = re.compile(
    rf"""(?:\d{{1,3}}(?:\.\d{{1,3}}){{0,5}}\s{{0,2}}[.)](?:\s|(?=[{_UPPER}“"(]))
    |\d{{1,3}}(?:\.\d{{1,3}}){{1,5}}\s+(?=[{_UPPER}“"])
    |\d{{1,2}}/\s|\d{{1,3}}\s?[-–]\s+(?=[{_UPPER}])
    |[IVXL]{{1,7}}\s?[.)/](?:\s|(?=[{_UPPER}]))|[IVXL]{{1,7}}\s?[-–]\s?(?=[{_UPPER}])
    |[a-zđ][.)/](?:\s|(?=[{_UPPER}]))|[A-HĐ][.)]\s)""", re.VERBOSE)
_DASH = re.compile(r"(?:[-–—+*•·▪●○◦➢►✓❖]|[\uf020-\uf0ff])\s?(?=\S)")
_PAREN = re.compile(r"\((?:\d{1,2}|[a-zđ]|[ivx]{1,4})\)")
_OPENING = "(\"“‘"
_ENDS = re.compile(r"[.;:!?…][\"”’)\]]{0,2}\Z")
_STOPS = re.compile(r"[.!?…][\"”’)\]]{0,2}\Z")
_FINAL = re.compile(r"[./]\s?/\s?\.?\Z|\./-?\Z")
_WORD_END = re.compile(r"(\S+)\s*\Z")


def _table(name: str) -> list[dict[str, str]]:
    text = (files("gazetteers") / "data" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def _starts() -> re.Pattern[str]:
    groups: dict[str, list[str]] = {}
    for row in _table("line_starts.csv"):
        groups.setdefault(row["kind"], []).append(row["pattern"].replace("{U}", _UPPER))
    return re.compile("|".join(f"(?P<{kind}>{'|'.join(patterns)})" for kind, patterns in groups.items()))


@cache
def _dangling() -> re.Pattern[str]:
    words = sorted((row["word"] for row in _table("dangling_words.csv")), key=len, reverse=True)
    small = "|".join(re.escape(w) for w in words if w.islower())
    names = "|".join(re.escape(w) for w in words if not w.islower())
    return re.compile(rf"(?:(?:^|[\s(])(?i:{small})|(?:\b|(?=[,;]))(?:{names}))\Z")


def start_kind(text: str) -> str | None:
    """The kind of a line's start after gazetteers/data/line_starts.csv ("motto", "label" …), None when plain."""
    return _start_kind(text[:_LOOK]) if text else None


@lru_cache(maxsize=4096)
def _start_kind(text: str) -> str | None:
    m = _starts().match(text)
    return m.lastgroup if m else None


def marker(text: str) -> str | None:
    """"strong" for "1.", "a)", "II-"; "dash" for "-", "+", "*"; "paren" for "(1)"; None where no marker stands."""
    if text[:2].isalpha() and text[0] not in "IVXL" and len(text) > 1:
        return None
    if _STRONG.match(text):
        return "strong"
    if _DASH.match(text) and not re.match(r"-\d", text):
        return "dash"
    return "paren" if _PAREN.match(text) else None


def starts_low(text: str) -> bool:
    """Whether a line goes on in lower case (an opening bracket or quote may stand before the letter)."""
    return text[:3].lstrip(_OPENING)[:1].islower()


def ends_clause(text: str) -> bool:
    """Whether a line ends with . ; : ! ? … (a closing quote or bracket may follow)."""
    return bool(_ENDS.search(text[-4:]))


def ends_sentence(text: str) -> bool:
    """As `ends_clause`, without ; and :."""
    return bool(_STOPS.search(text[-4:]))


def ends_document(text: str) -> bool:
    """Whether a line ends with "./.", the sign that closes the body."""
    return bool(_FINAL.search(text[-4:]))


def dangles(text: str) -> bool:
    """Whether a line ends in a word that needs a next one ("của", "và", "số"), a comma or an open hyphen."""
    return bool(text.endswith((",", "/", "(", " -", " –")) or _dangling().search(text[-16:]))


def is_capital(text: str) -> bool:
    """Whether a line is set in capitals throughout."""
    return text.isupper() and sum(map(str.isalpha, text[:40])) > 2
