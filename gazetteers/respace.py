"""Names whose blanks are lost or too many: "SởXây dựng", "UBNDxã Bá Thước", "Sở Nội v ụ".

Reads a name and the index; writes the names with right blanks that it may stand for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from gazetteers.index import Index
from gazetteers.tokens import key_of

_LEAST = 4  # letters of a name without its blanks
_KNOWN: dict[str, _Joined] = {}  # by the index's version


@dataclass(frozen=True, slots=True)
class _Joined:
    """Keys by the keys without blanks."""

    names: dict[str, str]
    kinds: dict[str, str]
    places: dict[str, str]


def respaced(index: Index, text: str) -> list[str]:
    """The known names, with their places, that `text` is but for its blanks; [] where there is none."""
    known, letters = _joined(index), _without(key_of(text))
    found = []
    for end in range(len(letters), _LEAST - 1, -1):
        name = known.names.get(letters[:end])
        if name:
            found += [f"{name} {place}".strip() for place in _places(known, letters[end:])]
    return list(dict.fromkeys(found))


def _places(known: _Joined, rest: str) -> Iterator[str]:
    """The place phrases that the letters behind a name are: none, a kind, a kind with a name, a bare name."""
    if not rest:
        yield ""
    elif rest in known.places:
        yield known.places[rest].title()
    for kind, key in known.kinds.items():
        behind = rest.removeprefix(kind)
        if rest.startswith(kind) and (not behind or behind in known.places):
            yield f"{key} {known.places.get(behind, '').title()}".strip()


def _joined(index: Index) -> _Joined:
    if index.version not in _KNOWN:
        names = {_without(k): k.upper() if any(e.letters for e in es) else k for k, es in index.names.items() if k}
        _KNOWN[index.version] = _Joined(names, _table(index.kinds), _table(index.places))
    return _KNOWN[index.version]


def _table(keys: Iterable[str]) -> dict[str, str]:
    return {_without(key): key for key in keys if key}


def _without(key: str) -> str:
    return key.replace(" ", "")
