"""The cascade: rules over node classes, applied level by level; at each place the longest match wins."""

from __future__ import annotations

import re
import re._compiler as _compiler  # type: ignore[import-not-found]  # a parsed pattern is asked for its first letters
import re._parser as _parser  # type: ignore[import-not-found]  # and compiled later: both from one parse
from collections.abc import Callable
from functools import cache
from typing import Any

from extractors.deadlines.meaning import Issued
from extractors.deadlines.scan import Alphabet, Node, alphabet
from gazetteers.deadline_lexicon import Rule, grammar


class Found:
    """A rule's match: `one("x")` is the node named x, `all("l")` the nodes of the named part."""

    __slots__ = ("_names", "_spans", "issued", "nodes", "rule")

    def __init__(self, match: re.Match[str], nodes: list[Node], rule: str, issued: Issued) -> None:
        self._spans, self._names = match.regs, match.re.groupindex
        self.nodes, self.rule, self.issued = nodes, rule, issued

    def one(self, name: str) -> Node | None:
        """The first node of the named part, None where the part is absent."""
        number = self._names.get(name)
        if number is None:
            return None
        start, end = self._spans[number]
        return self.nodes[start] if start < end else None

    def all(self, name: str = "") -> list[Node]:
        """The nodes of the named part, or of the whole match."""
        number = self._names.get(name) if name else 0
        return self.nodes[slice(*self._spans[number])] if number is not None else []


Matcher = Callable[[str, int], re.Match[str] | None]
_ANY = "\0"  # no class has this letter
Builder = Callable[[Found], object]


class Compiled:
    """A rule ready to run; its pattern is compiled when the rule is first tried, as most texts need few of them."""

    __slots__ = ("_parsed", "letter", "match", "openings", "rule")

    def __init__(self, rule: Rule, parsed: Any, letter: str) -> None:
        self.rule, self.letter = rule, letter
        self.openings = _openings(parsed)
        self._parsed = parsed
        self.match: Matcher = self._first_match

    def _first_match(self, codes: str, at: int) -> re.Match[str] | None:
        self.match = _compiler.compile(self._parsed).match
        return self.match(codes, at)


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
            out.append(f"[^{re.escape(letters)}]")
            position = close + 1
        elif piece["cls"]:
            name = piece["cls"]
            body = _translate(macros[name], macros, names) if name in macros else f"[{re.escape(names.matching(name))}]"
            out.append(f"(?P<{label}>{body})" if label else body if name not in macros else f"(?:{body})")
            label = ""
        elif piece["other"]:
            text = piece["other"].replace("|", ",") if piece["other"][0] == "{" else piece["other"]
            out.append(f"(?P<{label}>" if text == "(" and label else "(?:" if text == "(" else text)
            label = "" if text == "(" else label
    return "".join(out)


class Level(dict[str, tuple["Compiled", ...]]):
    """The rules of one level that may match where two letters stand (one at the end), filled as pairs are met.

    Of rules that match as much, the first wins.
    """

    def __init__(self, rules: list[Compiled]) -> None:
        super().__init__()
        self._by_first: dict[str, list[Compiled]] = {}
        for rule in rules:
            for letter in sorted({opening[0] for opening in rule.openings}):
                self._by_first.setdefault(letter, []).append(rule)

    def __missing__(self, pair: str) -> tuple[Compiled, ...]:
        openings = {pair, pair[0], pair[0] + _ANY}
        found = self[pair] = tuple(rule for rule in self._by_first.get(pair[0], ()) if rule.openings & openings)
        return found


@cache
def levels() -> tuple[Level, ...]:
    """The rules of each level. Reads the grammar; raises ValueError on a bad pattern."""
    rules, macros = grammar()
    names = alphabet()
    for rule in rules:  # every class has its letter before the first pattern is made
        names.letter(rule.makes)
    made: dict[int, list[Compiled]] = {}
    for rule in rules:
        parsed = _parser.parse(_translate(rule.pattern, macros, names))
        made.setdefault(rule.level, []).append(Compiled(rule, parsed, names.letter(rule.makes)))
    return tuple(Level(made[number]) for number in sorted(made))


def _openings(items: Any) -> frozenset[str]:
    """The first two letters of what a parsed sequence matches, less where it may be shorter; lookarounds say nothing.

    `_ANY` stands for a letter of a negated set.
    """
    heads = {""}
    for op, av in items:
        open_heads = {head for head in heads if len(head) < 2}
        if not open_heads:
            break
        tails = _openings_of(str(op), av)
        heads = (heads - open_heads) | {(head + tail)[:2] for head in open_heads for tail in tails}
    return frozenset(heads)


def _openings_of(op: str, av: Any) -> frozenset[str]:
    if op == "LITERAL":
        return frozenset({chr(av)})
    if op == "IN":
        return frozenset({_ANY} if str(av[0][0]) == "NEGATE" else {chr(v) for _, v in av})
    if op in ("MAX_REPEAT", "MIN_REPEAT"):
        low, high, body = av
        once = _openings(body)
        twice = {(a + b)[:2] for a in once for b in once} if high > 1 else set()
        return frozenset({*(once if low < 2 else ()), *twice, *([""] if low == 0 else ())})
    if op == "SUBPATTERN":
        return _openings(av[-1])
    if op == "BRANCH":
        return frozenset().union(*map(_openings, av[1]))
    return frozenset({""})


def reduce(nodes: list[Node], level: int, builders: dict[str, Builder], issued: Issued) -> list[Node]:
    """One level over the nodes: each longest match whose builder accepts becomes one node, the rest stays."""
    codes = "".join([node.code for node in nodes])
    rules = levels()[level]
    out: list[Node] = []
    done = 0
    for at in range(len(codes)):
        among = rules[codes[at : at + 2]]
        if among and at >= done and (made := _best(_matches(among, codes, at), nodes, builders, issued)):
            out += nodes[done:at]
            out.append(made[0])
            done = made[1]
    return out + nodes[done:] if out else nodes


def _matches(among: tuple[Compiled, ...], codes: str, at: int) -> list[tuple[re.Match[str], Compiled]]:
    """The matches at a place: longest first, of equals in the grammar's order."""
    found = [(match, rule) for rule in among if (match := rule.match(codes, at)) and match.end() > at]
    if len(found) > 1:
        found.sort(key=_length, reverse=True)
    return found


def _length(found: tuple[re.Match[str], Compiled]) -> int:
    return found[0].end()


def _best(
    found: list[tuple[re.Match[str], Compiled]], nodes: list[Node], builders: dict[str, Builder], issued: Issued
) -> tuple[Node, int] | None:
    """The first match that its builder accepts, as a node and the place after it."""
    for match, compiled in found:
        rule = compiled.rule
        value = builders[rule.builder](Found(match, nodes, rule.name, issued))
        if value is not None:
            start, end = match.span()
            return Node(compiled.letter, nodes[start].start, nodes[end - 1].end, value, rule.name), end
    return None
