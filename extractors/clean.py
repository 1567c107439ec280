"""One spelling of characters for every reader: NFC, no invisible characters, no look-alikes, no odd spaces."""
from __future__ import annotations

import re
import unicodedata

# soft hyphen, zero-width characters, direction marks, byte order mark, and the controls that no text needs
_INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff" + (
    "\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f")
_ODD = re.compile(f"[{_INVISIBLE}]|[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]|[\uff01-\uff5e]|[ÐðƉ]")
_CYRILLIC = re.compile(r"[А-Яа-яЅІЈѕіј]")
_CYRILLIC_WORD = re.compile(r"\w*[А-Яа-яЅІЈѕіј]\w*")
_LATIN = re.compile(r"[A-Za-zÀ-ỹ]")
_TWINS = str.maketrans("АВЕКМНОРСТУХЅІЈаеорсухѕіј", "ABEKMHOPCTYXSIJaeopcyxsij")


def _plain(m: re.Match[str]) -> str:
    c = m.group()
    if c in "ÐƉ":
        return "Đ"
    if c == "ð":
        return "đ"
    if "\uff01" <= c <= "\uff5e":
        return chr(ord(c) - 0xFEE0)
    return " " if c.isspace() and c not in "\x1c\x1d\x1e\x1f" else ""


def _latin(m: re.Match[str]) -> str:
    word = m.group()
    return word.translate(_TWINS) if _LATIN.search(word) else word


def clean(text: str) -> str:
    """The text in NFC without invisible or look-alike characters; line breaks, tabs and form feeds stay.

    Not length-preserving: a reader calls it before it takes any offset.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
        if _CYRILLIC.search(text):
            text = _CYRILLIC_WORD.sub(_latin, text)
    return _ODD.sub(_plain, text)
