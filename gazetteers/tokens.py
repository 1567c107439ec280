"""A text as words and marks with their offsets: the form in which names are compared."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

from gazetteers.fold import bare, fold

# apostrophes (Ea H'leo) and markup (**Sở**) are left out: a name is the same with and without them
_TOKEN = re.compile(r"([^\W_]+|[^\w\s*~`'_\"])")
_PAST = [""] * 64


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of `text`: folded words and single marks, with half-open offsets in the text.

    `words` runs on with empty strings past the last token, so that a look ahead needs no check.
    """

    text: str
    words: list[str]
    starts: list[int]
    ends: list[int]
    hits: dict[tuple[int, bool, str], Any] = field(default_factory=dict)  # the names found at a token, once looked for

    def __len__(self) -> int:
        return len(self.starts)

    def word(self, i: int) -> str:
        """The i-th token, "" past the end."""
        return self.words[i] if i < len(self.starts) else ""

    def capital(self, i: int) -> bool:
        """Whether the i-th token begins with a capital or a digit."""
        starts = self.starts
        if i >= len(starts):
            return False
        c = self.text[starts[i]]
        return c.isupper() or c.isdigit()

    def breaks(self, i: int) -> bool:
        """Whether a line break stands before the i-th token."""
        return 0 < i < len(self.starts) and "\n" in self.text[self.ends[i - 1] : self.starts[i]]

    def key(self, i: int, j: int) -> str:
        """Tokens i..j joined by single spaces: what the index is asked for."""
        return " ".join(self.words[i:j])

    def slice(self, i: int, j: int) -> str:
        """The text of tokens i..j as written."""
        return self.text[self.starts[i] : self.ends[j - 1]] if i < j else ""


def tokenize(text: str, plain: bool = False) -> Tokens:
    """The tokens of an NFC text; `plain` drops diacritics ('So Tai chinh' and 'Sở Tài chính' become one)."""
    folded = fold(text)
    if plain:
        folded = bare(folded)
    pieces = _TOKEN.split(folded)  # what lies between, a token, what lies between, …
    words = pieces[1::2]
    at = list(accumulate(map(len, pieces)))  # the whole of a long text in a few calls
    starts, ends = at[0:-1:2], at[1::2]
    and_word = "va" if plain else "và"
    if "&" in folded:
        words = [and_word if w == "&" else w for w in words]
    words += _PAST
    return Tokens(text, words, starts, ends)


def key_of(name: str, plain: bool = False) -> str:
    """The key under which a name is indexed: its tokens joined by single spaces."""
    return " ".join(tokenize(name, plain).words).rstrip()
