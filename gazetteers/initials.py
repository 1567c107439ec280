"""Names shortened to initials that no file lists: "TTPTQĐ huyện Cư Kuin", "Cục QLĐĐ&PCTT", "Ban KTNS HĐND tỉnh".

Reads a name and the index; writes the names in full that it may stand for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gazetteers.fold import bare, fold
from gazetteers.index import Index
from gazetteers.records import Row
from gazetteers.tokens import key_of

_WORD = re.compile(r"[^\W_]+")
_SMALL = {"và", "về", "của", "các"}  # words that initials may leave out
_LEAST = 3  # letters: "TT" alone is too little
_CITY = re.compile(r"(?<=[A-ZĐƯ]{2})(TP|TX)$")
_Known = dict[str, list[tuple[str, tuple[str, ...]]]]  # initials -> keys of names, with their words
_NAMES: dict[str, _Known] = {}  # by the index's version


def written_out(index: Index, text: str, province: str = "") -> list[str]:
    """The full names (with the place as written) of which `text` may be the initials; [] where it has none.

    `province`: the name of the document's own province, which its initials may stand for at the end.
    """
    words = [w for part in text.split() for w in _parted(part)]
    if len("".join(words)) < _LEAST or not any(_letters(w) for w in words):
        return []
    for end in range(len(words), 0, -1):
        rest = _placed(words[end:], province)
        stems = dict.fromkeys(_matches(index, words[:end]))
        if stems:
            return [f"{stem} {rest}".strip() for stem in stems]
    placed = _placed(words[-1:], province)
    return [f"{' '.join(words[:-1])} {placed}"] if placed != words[-1] else []


def _parted(part: str) -> list[str]:
    """The words of a piece without blanks: "CATP" -> CA, TP; "QLĐĐ&PCTT" -> QLĐĐ, PCTT."""
    return [w for word in _WORD.findall(part) for w in _CITY.sub(r" \1", word).split()]


def _letters(word: str) -> bool:
    """Whether a word may be initials: two capitals and more."""
    return len(word) > 1 and word.isalpha() and word.isupper()


def _placed(words: list[str], province: str) -> str:
    """The words of the place; the province's initials become its name."""
    initials = "".join(w[0] for w in _WORD.findall(province))
    if len(words) == 1 and len(initials) > 1 and words[0] == initials:
        return province
    return " ".join(words)


def _matches(index: Index, words: list[str]) -> Iterator[str]:
    """The keys of the names with these initials and full words."""
    names = _signatures(index)
    pieces = [(w.replace("TW", "TƯ"), True) if _letters(w) else (w, False) for w in words]
    if not any(letters for _, letters in pieces):
        return
    wanted = "".join(_initials(w) if letters or w.isdigit() else _initials(w[0]) for w, letters in pieces)
    for key, name in names.get(wanted, ()):
        if _agrees([fold(w) for w, letters in pieces if not letters], name):
            yield key


def _initials(letters: str) -> str:
    """The letters as initials are written: "THADS" for "thi hành án dân sự", "đ" apart from "d"."""
    return "".join(c if c == "đ" else bare(c) for c in fold(letters))


def _agrees(full: list[str], name: tuple[str, ...]) -> bool:
    """Whether the words written in full stand in the name, in their order."""
    at = 0
    for word in full:
        if word not in name[at:]:
            return False
        at = name.index(word, at) + 1
    return True


def _signatures(index: Index) -> _Known:
    """Initials -> the names in full that have them, with and without their small words; kept per index."""
    if index.version not in _NAMES:
        found: _Known = {}
        for key in dict.fromkeys(key for row in index.rows for key in _full_names(row)):
            words = tuple(w for w in key.split(" ") if w.isalnum())
            for kept in {words, tuple(w for w in words if w not in _SMALL)}:
                found.setdefault("".join(w if w.isdigit() else _initials(w[0]) for w in kept), []).append((key, kept))
        _NAMES[index.version] = found
    return _NAMES[index.version]


def _full_names(row: Row) -> Iterator[str]:
    """The keys of a row's names in which nothing is shortened."""
    for name in (row.name, *row.aliases):
        stem = name.removeprefix("=").split("{")[0].strip()
        if stem and not any(_letters(w) for w in _WORD.findall(stem)):
            yield key_of(stem)


def coded(index: Index, text: str) -> list[str]:
    """The names of the rows whose document code is `text`: "SNNMT", "TCHQ"."""
    key = key_of(text)
    return [r.name for r in index.rows if r.code and key_of(r.code) == key] if len(text) > 2 and _letters(text) else []
