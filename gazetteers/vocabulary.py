"""The words of all names: a word of another name is no misreading of this one's."""

from __future__ import annotations

from collections.abc import Sequence

from gazetteers.fold import bare
from gazetteers.index import Index

_WORDS: dict[str, set[str]] = {}  # by the index's version


def another_word(index: Index, mine: Sequence[str], theirs: Sequence[str]) -> bool:
    """Whether a word that differs by more than its marks stands in other names: "công" of "Sở Công nghiệp"."""
    if index.version not in _WORDS:
        _WORDS[index.version] = {word for key in index.names for word in key.split()}
    known = _WORDS[index.version]
    return any(a in known and bare(a) != bare(b) for a, b in zip(mine, theirs, strict=False))
