"""One spelling for matching, letter for letter: a folded text has the offsets of the text it was made from."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LOOKALIKES = str.maketrans(
    {
        "Ð": "Đ",
        "ð": "đ",  # Icelandic eth, typed or read for the Vietnamese letter
        "\u00a0": " ",
        "\u2007": " ",
        "\u202f": " ",
        "\u2009": " ",
        "\t": " ",
        "\r": " ",
        "\n": " ",
        "\f": " ",
        "–": "-",
        "—": "-",
        "−": "-",
        "‐": "-",
        "\u2011": "-",
        "\u2012": "-",
        "“": '"',
        "”": '"',
        "„": '"',
        "«": '"',
        "»": '"',
        "‘": "'",
        "’": "'",
        "⁄": "/",
        "∕": "/",
    }
)
_ODD = re.compile(f"[{re.escape(''.join(map(chr, _LOOKALIKES)))}]")
_TONES = "\u0300\u0301\u0303\u0309\u0323"
# "quý" keeps its tone: there the u belongs to the consonant
_LATE_TONE = re.compile(r"(?:o[àáãảạèéẽẻẹ]|(?<!q)u[ỳýỹỷỵ])(?![a-zà-ỹđ])")


def _plain_sign(m: re.Match[str]) -> str:
    return _LOOKALIKES[ord(m.group())]


def _moved(pair: str) -> str:
    """'oà' -> 'òa': the tone on the first letter of the pair."""
    second = unicodedata.normalize("NFD", pair[1])
    tone = next(c for c in second if c in _TONES)
    bare = unicodedata.normalize("NFC", second.replace(tone, ""))
    return unicodedata.normalize("NFC", pair[0] + tone) + bare


_PLACED = {a + b: _moved(a + b) for a, seconds in (("o", "àáãảạèéẽẻẹ"), ("u", "ỳýỹỷỵ")) for b in seconds}


def nfc(text: str) -> str:
    """The text in NFC; not length-preserving, so a reader calls it once, before any offset is taken."""
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


@lru_cache(maxsize=2048)
def fold(text: str) -> str:
    """Lower case, one kind of dash, quote and space, one placement of tones ('uỷ', 'hoà' -> 'ủy', 'hòa').

    Takes NFC text; the result has the same length, so an offset in it is an offset in the text.
    """
    text = _ODD.sub(_plain_sign, text)  # few letters are odd, and `translate` looks up each one
    low = text.lower()
    if len(low) != len(text):  # a foreign capital whose lower case is two characters
        low = "".join(c if len(c) == 1 else c[0] for c in (x.lower() for x in text))
    return _LATE_TONE.sub(lambda m: _PLACED[m.group()], low)


_BASE: dict[int, str] = {}
for _code in [*range(0xC0, 0x250), *range(0x1E00, 0x1F00)]:
    _plain = "".join(c for c in unicodedata.normalize("NFD", chr(_code)) if not unicodedata.combining(c))
    if len(_plain) == 1:
        _BASE[_code] = _plain
_BASE[ord("đ")] = "d"
_BASE[ord("Đ")] = "D"


MARKED = re.compile(f"[{re.escape(''.join(map(chr, _BASE)))}]")  # any letter with a diacritic


def bare(text: str) -> str:
    """The text without its diacritics ('Sở Tài chính' -> 'So Tai chinh'), same length."""
    return text.translate(_BASE)
