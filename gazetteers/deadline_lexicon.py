"""The words and the grammar of deadlines, from `data/deadline_words.csv` and `data/deadline_grammar.csv`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from gazetteers.fold import fold
from gazetteers.lexicon import load_lexicon


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the grammar: `pattern` over node classes, the builder's name, the class it makes."""

    level: int
    name: str
    pattern: str
    builder: str
    makes: str


@cache
def words() -> dict[str, dict[str, str]]:
    """Folded form -> {class: value}. Raises LexiconError when the file is malformed."""
    forms: dict[str, dict[str, str]] = {}
    for row in load_lexicon("deadline_words", ("class", "form")):
        forms.setdefault(fold(row["form"]), {})[row["class"]] = row["value"]
    return forms


@cache
def grammar() -> tuple[tuple[Rule, ...], dict[str, str]]:
    """The rules in file order, and the macros (name -> pattern). Raises LexiconError when the file is malformed."""
    rules: list[Rule] = []
    macros: dict[str, str] = {}
    for row in load_lexicon("deadline_grammar", ("level", "rule", "pattern")):
        if row["level"] == "macro":
            macros[row["rule"]] = row["pattern"]
        else:
            rules.append(Rule(int(row["level"]), row["rule"], row["pattern"], row["builder"], row["makes"]))
    return tuple(rules), macros


@cache
def moved_days() -> dict[date, bool]:
    """Days that the government moved, beyond the holiday library: day -> True where it is worked, False where off."""
    rows = load_lexicon("deadline_workdays", ("day", "work"))
    return {date.fromisoformat(row["day"]): row["work"] == "yes" for row in rows}


def trie_pattern(forms: Iterable[str]) -> str:
    """A regular expression for the forms, longest first, with shared beginnings; blanks match runs of blanks.

    Where a form may end, the last branch is empty: as an optional group it would cost the engine a loop.
    """
    root: dict[str, dict] = {}  # type: ignore[type-arg]
    for form in forms:
        node = root
        for letter in form:
            node = node.setdefault(letter, {})
        node[""] = {}
    return _alternatives(root)


def _alternatives(node: dict[str, dict]) -> str:  # type: ignore[type-arg]
    branches = []
    for letter, below in node.items():
        if letter:
            escaped = " +" if letter == " " else "\\" + letter if letter in "()[]{}?*+-|^$\\.&~#/" else letter
            branches.append(escaped + _alternatives(below))
    if not branches:
        return ""
    if "" in node:
        branches.append("")
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"
