"""The marks that open numbered items: which ones a paragraph can start with, and what comes after which.

Reads a paragraph's first characters; writes `Marker`s. A mark may have two readings ("C." is a letter or the Roman
hundred; "i)" a letter or a Roman one): both are kept, and the nesting takes the one that continues a sequence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# rank: what stands above what where a document gives no other hint
RANKS = {
    "part": 0,
    "chapter": 1,
    "upper": 2,
    "roman": 3,
    "mục": 3,
    "article": 3,
    "decimal": 4,
    "letter": 6,
    "subletter": 7,
    "paren": 7,
    "lowroman": 7,
    "*": 8,
    "-": 9,
    "+": 10,
    "•": 11,
}
_VIETNAMESE = "abcdđeghiklmnopqrstuvxy"
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_WORDS = {
    "nhất": 1,
    "hai": 2,
    "ba": 3,
    "tư": 4,
    "bốn": 4,
    "năm": 5,
    "sáu": 6,
    "bảy": 7,
    "tám": 8,
    "chín": 9,
    "mười": 10,
}
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_BULLETS = {
    **dict.fromkeys("-–—−‐\u2011\uf02d", "-"),
    **dict.fromkeys("+＋\uf02b", "+"),
    **dict.fromkeys("*★∗\uf02a", "*"),
    **dict.fromkeys("•●·▪■○◦►➢✓→⮚\uf0b7\uf0a7\uf0d8\uf0fc\uf076\uf0e0", "•"),
}


@dataclass(frozen=True, slots=True)
class Marker:
    """One reading of an item's mark. `values`: its ordinals, most often one, ("2", "2") for "2.2."; `label` as the
    path shows it ("2.2", "a", "Điều 5", "-"); `close` the closing sign; `end` the length of the mark in the text."""

    kind: str
    values: tuple[int, ...]
    label: str
    close: str
    end: int

    @property
    def key(self) -> tuple[str, int, str]:
        """Marks of one list share this: kind, depth and, for flat ones, the closing sign."""
        depth = len(self.values)
        return self.kind, depth, self.close if self.kind in ("decimal", "letter", "roman") and depth == 1 else ""

    @property
    def bullet(self) -> bool:
        """True for marks without an ordinal of their own."""
        return self.kind in "*-+•"

    @property
    def rank(self) -> int:
        """What it usually stands above; lower is higher up."""
        return RANKS[self.kind] + (len(self.values) > 1 and self.kind == "decimal")


def roman(text: str) -> int | None:
    """The value of a Roman number in capitals, None when it is not a well-formed one up to 89."""
    if not re.fullmatch(r"(?:L?X{0,3}|XL)(?:IX|IV|V?I{0,3})", text) or not text:
        return None
    total = 0
    for a, b in zip(text, [*text[1:], ""], strict=True):
        total += -_ROMAN[a] if b and _ROMAN[b] > _ROMAN[a] else _ROMAN[a]
    return total


def letter_follows(a: str, b: str) -> bool:
    """True when letter b comes after a in the Vietnamese alphabet of lists or in the Latin one that Word counts by."""
    return any(
        x in s and y in s and s.index(y) == s.index(x) + 1
        for s in (_VIETNAMESE, _LATIN)
        for x, y in [(a.lower(), b.lower())]
    )


_TITLED = re.compile(
    r"(?P<kind>Phần|PHẦN|Chương|CHƯƠNG|Mục|MỤC|Điều|ĐIỀU)\s+(?:(?:thứ|THỨ)\s+(?P<word>\w+)|(?P<number>\d{1,3}|[IVXLC]+|[A-H]\b))"
    r"(?P<close>\s*[.:\-/)]|(?=\s|$))\s*"
)
_ROMAN_MARK = re.compile(r"(?P<v>[IVXL]{1,7})(?P<close>\s?[.)]|/(?=\s)|\s?[-–](?=\s|[^\W\d]))\s*(?!\d)")
_UPPER_MARK = re.compile(r"(?P<v>[A-ZĐ])(?P<close>[.)/]|\s?[-–](?=\s))\s+")
_DECIMAL = re.compile(
    r"(?P<v>\d{1,2}(?:\s?\.\s?\d{1,2}){0,4})(?P<close>\s?[.)/:](?!\d)|\s?[-–](?=\s)|(?<=\.\d)(?=\s)|(?<=\.\d\d)(?=\s))\s*"
)
_LETTER = re.compile(r"\(?(?P<v>[a-zđ])(?P<n>\d?)(?P<close>\s?[)/]|\.(?=\s)|\s?\.(?=[^\W\d_]))\s*")
_LOW_ROMAN = re.compile(r"(?P<v>i{1,3}|iv|v|vi{1,3}|ix|x)(?P<close>[)/]|\.(?=\s))\s*")
_ROMAN_DECIMAL = re.compile(r"(?P<r>[IVX]{1,5})\s?\.\s?(?P<v>\d{1,2}(?:\.\d{1,2})*)(?P<close>[.)/]|(?=\s))\s*")
_PAREN = re.compile(r"\((?P<v>\d{1,2}|[ivx]{1,4})\)\s*")
_BULLET = re.compile(f"(?P<v>[{re.escape(''.join(_BULLETS))}])\\s*(?![\\-–—_*.\\d]{{2}})")
_DATE_LIKE = re.compile(r"\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{1,2}\s?[-–]\s?\d{1,2}\s?[/.]|\d+[.,]\d+\s?(?:%|tỷ|triệu)")


def _titled(text: str) -> list[Marker]:
    m = _TITLED.match(text)
    if not m:
        return []
    kind = {"phần": "part", "chương": "chapter", "mục": "mục", "điều": "article"}[m["kind"].lower()]
    word, number = m["word"], m["number"]
    letter = ord(number) - ord("A") + 1 if number and number in "ABDEFGH" else None  # C is a hundred, or the third
    value = _WORDS.get(word.lower()) if word else int(number) if number.isdigit() else letter or roman(number)
    value = 3 if number == "C" else value
    if value is None or (not m["close"].strip() and kind == "article"):
        return []  # "Điều 5 Luật Đất đai" is a citation, "Điều 5." a heading
    label = text[: m.start("close")].strip()
    return [Marker(kind, (value,), label, "", m.end())]


def _capitals(text: str) -> list[Marker]:
    out = []
    if (m := _ROMAN_DECIMAL.match(text)) and (value := roman(m["r"])):
        values = (value, *map(int, m["v"].split(".")))
        return [Marker("decimal", values, f"{m['r']}.{m['v']}", m["close"], m.end())]
    if (m := _ROMAN_MARK.match(text)) and (value := roman(m["v"])):
        out.append(Marker("roman", (value,), m["v"], m["close"].strip().replace("–", "-"), m.end()))
    if m := _UPPER_MARK.match(text):
        out.append(Marker("upper", (ord(m["v"]) if m["v"] != "Đ" else ord("D"),), m["v"], "", m.end()))
    return out


def _decimal(text: str) -> list[Marker]:
    m = _DECIMAL.match(text)
    if not m or _DATE_LIKE.match(text):
        return []
    values = tuple(int(x) for x in re.findall(r"\d+", m["v"]))
    if values[0] == 0 or (m.end() < len(text) and m["close"].strip() in (".", "") and text[m.end()].isdigit()):
        return []
    return [Marker("decimal", values, ".".join(map(str, values)), m["close"].strip(), m.end())]


def _letter(text: str) -> list[Marker]:
    out = []
    if m := _LETTER.match(text):
        kind = "subletter" if m["n"] else "letter"
        values = (ord(m["v"]), int(m["n"])) if m["n"] else (ord(m["v"]),)
        out.append(Marker(kind, values, m["v"] + m["n"], m["close"].strip(), m.end()))
    if (m := _LOW_ROMAN.match(text)) and (value := roman(m["v"].upper())):
        out.append(Marker("lowroman", (value,), m["v"], m["close"].strip(), m.end()))
    if m := _PAREN.match(text):
        number = int(m["v"]) if m["v"].isdigit() else roman(m["v"].upper())
        if number:
            out.append(Marker("paren" if m["v"].isdigit() else "lowroman", (number,), m["v"], "()", m.end()))
    return out


def _bullet(text: str) -> list[Marker]:
    m = _BULLET.match(text)
    return [Marker(_BULLETS[m["v"]], (), _BULLETS[m["v"]].replace("•", "-"), "", m.end())] if m else []


def markers(text: str) -> tuple[Marker, ...]:
    """Every reading of the mark that the text starts with, the likeliest first; () where it starts with none."""
    first = text[:1]
    if not first:
        return ()
    if first.isdigit():
        return tuple(_decimal(text))
    if first in _BULLETS:
        return tuple(_bullet(text))
    if first in "PCMĐpcmđ" and (out := _titled(text)):
        return tuple(out)
    return tuple(_capitals(text) if first.isupper() else _letter(text))


def first_in_list(m: Marker) -> bool:
    """True when the mark can open a list: 1, I, a, A, 2.1 (its last number counts), any bullet."""
    if m.bullet:
        return True
    return m.values[-1] == (ord("A") if m.kind == "upper" else ord("a") if m.kind == "letter" else 1)


def follows(a: Marker, b: Marker) -> bool:
    """True when b is the next mark after a in one list."""
    if a.bullet:
        return a.kind == b.kind
    if a.kind != b.kind or len(a.values) != len(b.values) or a.values[:-1] != b.values[:-1]:
        return False
    if a.kind in ("letter", "upper"):
        return letter_follows(chr(a.values[0]), chr(b.values[0]))
    return b.values[-1] == a.values[-1] + 1
