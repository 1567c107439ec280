"""The cascade: rules over node classes, applied level by level; at each place the longest match wins."""

from __future__ import annotations

import re
import re._compiler as _compiler  # type: ignore[import-not-found]  # a parsed pattern is asked for its first letters
import re._parser as _parser  # type: ignore[import-not-found]  # and compiled later: both from one parse
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any

from extractors.deadlines.meaning import Issued
from extractors.deadlines.scan import Alphabet, Node, alphabet
from gazetteers.deadline_lexicon import Rule, grammar


class Found:
    """A rule's match: `one("x")` is the node named x, `all("l")` the nodes of the named part."""

    __slots__ = ("_spans", "issued", "nodes", "rule")

    def __init__(self, spans: Spans, nodes: list[Node], rule: str, issued: Issued) -> None:
        self._spans, self.nodes, self.rule, self.issued = spans, nodes, rule, issued

    def one(self, name: str) -> Node | None:
        """The first node of the named part, None where the part is absent."""
        span = self._spans.get(name)
        return self.nodes[span[0]] if span is not None else None

    def all(self, name: str = "") -> list[Node]:
        """The nodes of the named part, or of the whole match."""
        span = self._spans.get(name)
        return self.nodes[span[0] : span[1]] if span is not None else []


Spans = dict[str, tuple[int, int]]
Match = Callable[[str, int], re.Match[str] | None]
_SHORT = 40  # nodes; texts up to this length have their matches remembered by their classes
Builder = Callable[[Found], object]


class Compiled:
    """A rule ready to run; its pattern is compiled when the rule is first tried, as most texts need few of them."""

    __slots__ = ("_match", "_parsed", "letter", "rule")

    def __init__(self, rule: Rule, parsed: Any, letter: str) -> None:
        self.rule, self.letter = rule, letter
        self._parsed = parsed
        self._match: Match | None = None

    def match(self, codes: str, at: int) -> re.Match[str] | None:
        """The rule's match at a place."""
        if self._match is None:
            self._match = _compiler.compile(self._parsed).match
        return self._match(codes, at)


_PIECE = re.compile(
    r"(?P<name>[a-z]\w*)=|(?P<negated>\^)?(?P<cls>[A-Z]+)|(?P<neg>\^\()|(?P<other>\(\?[!=]|[()|?*+]|\{[\d,|]+\})|\s+"
)


def _translate(pattern: str, macros: dict[str, str], names: Alphabet) -> str:
    """A pattern over class names as a regular expression over letters."""
    out: list[str] = []
    label = ""
    position = 0
    while position < len(pattern):
        piece = _PIECE.match(pattern, position)
        if piece is None:
            raise ValueError(f"deadline grammar: {pattern!r} at {position}")
        position = piece.end()
        if piece["name"]:
            label = piece["name"]
        elif piece["neg"]:
            close = pattern.index(")", position)
            letters = "".join(names.matching(c) for c in re.findall("[A-Z]+", pattern[position:close]))
            out.append(f"[^{letters}]")
            position = close + 1
        elif piece["cls"]:
            name = piece["cls"]
            body = _translate(macros[name], macros, names) if name in macros else f"[{names.matching(name)}]"
            out.append(f"(?P<{label}>{body})" if label else body if name not in macros else f"(?:{body})")
            label = ""
        elif piece["other"]:
            text = piece["other"].replace("|", ",") if piece["other"][0] == "{" else piece["other"]
            out.append(f"(?P<{label}>" if text == "(" and label else "(?:" if text == "(" else text)
            label = "" if text == "(" else label
    return "".join(out)


@cache
def levels() -> tuple[dict[str, list[Compiled]], ...]:
    """For each level, the rules that may begin with a letter. Reads the grammar; raises ValueError on a bad pattern."""
    rules, macros = grammar()
    names = alphabet()
    for rule in rules:  # every class has its letter before the first pattern is made
        names.letter(rule.makes)
    tables: list[dict[str, list[Compiled]]] = [{}, {}, {}]
    for rule in rules:
        parsed = _parser.parse(_translate(rule.pattern, macros, names))
        compiled = Compiled(rule, parsed, names.letter(rule.makes))
        for letter in sorted(_first_of(parsed)[0]):
            tables[rule.level - 1].setdefault(letter, []).append(compiled)
    return tuple(tables)


def _first_of(items: Any) -> tuple[set[str], bool]:
    """First letters of a parsed sequence, and whether the whole of it may be empty."""
    letters: set[str] = set()
    for op, av in items:
        found, empty = _first_of_item(str(op), av)
        letters |= found
        if not empty:
            return letters, False
    return letters, True


def _first_of_item(op: str, av: Any) -> tuple[set[str], bool]:
    if op == "LITERAL":
        return {chr(av)}, False
    if op == "IN":
        if str(av[0][0]) == "NEGATE":
            return set(), False
        return {chr(v) for _, v in av}, False
    if op == "MAX_REPEAT":
        low, _, body = av
        found, empty = _first_of(body)
        return found, empty or low == 0
    if op == "SUBPATTERN":
        return _first_of(av[-1])
    if op == "BRANCH":
        results = [_first_of(branch) for branch in av[1]]
        return set().union(*(r[0] for r in results)), any(r[1] for r in results)
    return set(), True


Candidates = tuple[tuple[int, Spans, Compiled], ...]  # where it ends, its named parts ("" the whole), the rule


def reduce(nodes: list[Node], level: int, builders: dict[str, Builder], issued: Issued) -> list[Node]:
    """One level over the nodes: each longest match whose builder accepts becomes one node, the rest stays."""
    codes = "".join([node.code for node in nodes])
    found = _known(level, codes) if len(codes) <= _SHORT else _candidates(level, codes)
    if not found:
        return nodes
    out: list[Node] = []
    at = 0
    for start, candidates in found:
        if start < at:
            continue
        made = _best(candidates, nodes, builders, issued)
        if made is not None:
            out += nodes[at:start]
            out.append(made[0])
            at = made[1]
    out += nodes[at:]
    return out


def _candidates(level: int, codes: str) -> list[tuple[int, Candidates]]:
    """For each place where rules match, their matches: longest first, of equals in the grammar's order."""
    table = levels()[level]
    out: list[tuple[int, Candidates]] = []
    for at, code in enumerate(codes):
        rules = table.get(code)
        if rules is None:
            continue
        matches = [(m.end(), _spans(m), c) for c in rules if (m := c.match(codes, at)) and m.end() > at]
        if matches:
            out.append((at, tuple(sorted(matches, key=_length, reverse=True))))
    return out


_known = lru_cache(maxsize=4096)(_candidates)  # phrases differ in words and numbers, seldom in their classes


def _spans(match: re.Match[str]) -> Spans:
    """The ranges of the named parts that are there, and of the whole under ""."""
    spans = {"": match.span()}
    for name in match.re.groupindex:
        span = match.span(name)
        if span[0] < span[1]:
            spans[name] = span
    return spans


def _length(match: tuple[int, Spans, Compiled]) -> int:
    return match[0]


def _best(
    candidates: Candidates, nodes: list[Node], builders: dict[str, Builder], issued: Issued
) -> tuple[Node, int] | None:
    """The longest match that its builder accepts, as a node and the place after it."""
    for end, spans, compiled in candidates:
        rule = compiled.rule
        value = builders[rule.builder](Found(spans, nodes, rule.name, issued))
        if value is not None:
            return Node(compiled.letter, nodes[spans[""][0]].start, nodes[end - 1].end, value, rule.name), end
    return None
