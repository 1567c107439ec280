"""Folded text to typed nodes: one compiled scanner finds lexicon words, numbers, dates, clocks, symbols, marks."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from gazetteers.deadline_lexicon import trie_pattern, words
from gazetteers.fold import bare

_ONES = ("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_OTHER_ONES = {"tư": 4, "bẩy": 7}
_AFTER_TEN = {**{word: i for i, word in enumerate(_ONES, 1) if i != 5}, "bẩy": 7, "lăm": 5}
_AFTER_TENS = {**_AFTER_TEN, "mốt": 1, "tư": 4, "nhăm": 5}
_LETTERS = (
    (
        "MONTHMARK",
        r"t(?<!\dt)h?\.? ?(?=\d{1,2} ?[/.-] ?\d{4}(?!\d)|\d{1,2}(?! ?[/.-]? ?[\da-zà-ỹ])"
        r"|\d{1,2}(?: +năm +\d{4}| ?(?:,|và|-) ?t\.?\d))",
    ),
    ("QUARTERMARK", r"q(?<!\dq)\.? ?(?=(?:\d|iv|i{1,3})(?: ?[/.-] ?| +năm +)\d{4}(?!\d)|(?:[1-4]|iv|i{1,3})\s*$)"),
    ("WORD", r"(?:%s)(?![a-zà-ỹ])"),
    (
        "OCRROMAN",
        r"(?=[iïíìịỉĩîl|1!])(?<=quý )(?:[iïíìịỉĩîl|1!]{2,3}|[ïíìịỉĩîl|!]|[ïíìịỉĩîl|1!][vy]|i[yỳ])(?![a-zà-ỹ\d])",
    ),
)
_DIGITS = (
    (
        "REF",
        r"(?<![\d/.-])\d{1,5}[a-zđ]?(?:[/-](?:19|20)\d{2})?[/-][a-zđ][a-zđ0-9]{0,15}(?![a-zà-ỹ])"
        r"(?: ?[-/&.][a-zđ][a-zđ0-9]{0,15}(?![a-zà-ỹ])){0,6}",
    ),
    (
        "CLOCKTEXT",
        r"(?<![\d/.,-])\d{1,2}(?:"
        r" ?(?:(?:h|g(?=\d)|giờ)(?: ?:? ?[0-5]\d(?:'| ?p(?:hút)?)?| ?rưỡi)?|:[0-5]\d(?::[0-5]\d)?)|\.[0-5]\d(?= +ngày))"
        r"(?![\wà-ỹ])",
    ),
    ("ISO", r"(?<![\d/.-])(?:19|20)\d{2}-[01]\d-[0-3]\d(?![\d/-])"),
    (
        "DMY",
        r"(?<![\d/])(?<!\d[.,])\d{1,2}(?: ?[/.\\] ?\d{1,2} ?[/.\\-] ?| ?- ?\d{1,2} ?- ?|,\d{1,2},)\d{4}(?![\d/])"
        r"|(?<![\d/.-])\d{1,2}(?:/\d{1,2}/|-\d{1,2}-)\d{2}(?![\d/-])",
    ),
    ("YY", r"(?<![\d/.-])(?:19|20)\d{2} ?- ?(?:19|20)\d{2}(?![\d/-])"),
    ("MY", r"(?<![\d/])(?<!\d[.,-])\d{1,2} ?[/.-] ?(?:19|20)\d{2}(?![\d/]|-\d)"),
    ("ALLDAY", r"(?<![\d/])(?<!ngày )(?<!trước )(?<!đến )(?<!nhất )(?<!hết )24 ?/ ?(?:24(?: ?giờ| ?h)?|7)(?![\d/])"),
    ("DM", r"(?<![\d/])\d{1,2} ?/ ?\d{1,2}(?![\d/])"),
    ("SHARE", r"(?<![\d.,])\d+(?:[.,]\d+)* ?%"),
    ("JUNK", r"\d{1,3}(?:[.,]\d{3})+(?!\d)|\d{5,}"),
    ("DEC", r"(?<![\d.,])\d{1,2}[.,]\d{1,2}(?![\d.,/])"),
    ("YEARNUM", r"(?<!\d)(?:19|20)\d{2}(?!\d)"),
    ("NUM", r"(?<!\d)\d{1,3}(?!\d)"),
)
_PARTS = (*_LETTERS, *_DIGITS, ("MARK", r"[,;.:()/+\-\[\]|&]"))
_MARKS = {
    ",": "COMMA",
    ";": "SEMI",
    ".": "STOP",
    ":": "COLON",
    "(": "OPEN",
    ")": "CLOSE",
    "[": "OPEN",
    "]": "CLOSE",
    "&": "AND",
    "|": "SEMI",  # between the cells of a table
    "/": "SLASH",
    "+": "PLUS",
    "-": "DASH",
}
_NO_GAP = frozenset({"", " ", '"', "'"})  # what may stand between two nodes and says nothing


class Node:
    """A piece of the text: its class letter, its range in the folded text, and what it means."""

    __slots__ = ("code", "end", "problem", "rule", "start", "value")

    def __init__(self, code: str, start: int, end: int, value: Any = None, rule: str = "") -> None:
        self.code = code
        self.start = start
        self.end = end
        self.value = value
        self.rule = rule


_SETS: dict[str, frozenset[str]] = {}  # letter -> its classes, filled once when first asked


class Alphabet:
    """One letter for each set of classes a word may have, so that a pattern is a plain regular expression.

    The letters are the first there are: for those under 256 the engine tests a class by one bit.
    """

    def __init__(self) -> None:
        self.letters: dict[frozenset[str], str] = {}
        self._matching: dict[str, str] = {}  # class -> its letters, made anew when there are more letters
        self._known = 0

    def letter(self, *classes: str) -> str:
        """The letter of a set of classes."""
        return self.letters.setdefault(frozenset(classes), chr(1 + len(self.letters)))

    def matching(self, name: str) -> str:
        """All letters whose set holds the class; the class gets a letter of its own if it has none."""
        self.letter(name)
        if len(self.letters) != self._known:
            self._known, self._matching = len(self.letters), {}
            for classes, letter in self.letters.items():
                for each in classes:
                    self._matching[each] = self._matching.get(each, "") + letter
        return self._matching[name]

    def classes(self, letter: str) -> frozenset[str]:
        """The set of classes of a letter."""
        if letter not in _SETS:
            _SETS.update({letter: classes for classes, letter in self.letters.items()})
        return _SETS[letter]


@cache
def alphabet() -> Alphabet:
    """The letters of all word classes."""
    made = Alphabet()
    for classes in (*words().values(), *_plain_words().values()):
        made.letter(*classes)
    for name, _ in _PARTS:
        made.letter(name)
    for name in (*_MARKS.values(), "GAP", "NUM", "MONTH", "QUARTER", "ROMAN"):
        made.letter(name)
    return made


def _either(parts: tuple[tuple[str, str], ...]) -> str:
    return "|".join(f"(?P<{name}>{pattern})" for name, pattern in parts)


def kinds_of(node: Node) -> frozenset[str]:
    """The classes of a node."""
    return _SETS.get(node.code) or alphabet().classes(node.code)


@cache
def _scanner(plain: bool) -> tuple[re.Pattern[str], dict[str, str], dict[str, tuple[str, Any]]]:
    """The scanner, the letter of each of its parts or marks, and letter and values of each word."""
    names = alphabet()
    vocabulary = _vocabulary(plain)
    letters = _either(_LETTERS) % trie_pattern(vocabulary)
    pattern = rf"(?<![a-zà-ỹ])(?:{letters})|(?=\d)(?:{_either(_DIGITS)})|{_either(_PARTS[-1:])}"
    single = {name: names.letter(name) for name, _ in _PARTS}
    single |= {mark: names.letter(name) for mark, name in _MARKS.items()}
    single |= {
        "MONTHMARK": names.letter("MONTH"),
        "OCRROMAN": names.letter("ROMAN"),
        "QUARTERMARK": names.letter("QUARTER"),
        "GAP": names.letter("GAP"),
    }
    return re.compile(pattern), single, vocabulary


def _vocabulary(plain: bool) -> dict[str, tuple[str, Any]]:
    """Form -> its letter and its value: a number, or the values of its classes.

    `plain`: without diacritics, for text typed so; forms that fall together share their classes ("ngay" is ngày and
    ngay), and are no numbers ("sau" is sáu and sau).
    """
    names = alphabet()
    numbers: dict[str, tuple[str, Any]] = {form: (names.letter("NUM"), n) for form, n in number_words().items()}
    if not plain:
        return numbers | {form: (names.letter(*classes), classes) for form, classes in words().items()}
    return {bare(form): value for form, value in numbers.items()} | {
        form: (names.letter(*classes), classes) for form, classes in _plain_words().items()
    }


@cache
def _plain_words() -> dict[str, dict[str, str]]:
    """The words without their diacritics; of two values of a class the first."""
    plain: dict[str, dict[str, str]] = {}
    for form, classes in words().items():
        if classes.keys() != {"GAP"} or form == bare(form):
            plain[bare(form)] = classes | plain.get(bare(form), {})
    return plain


@cache
def number_words() -> dict[str, int]:
    """The numbers from one to ninety-nine in words ('mười lăm' -> 15), but "năm", which is first of all a year."""
    numbers = {word: i for i, word in enumerate(_ONES, 1)} | _OTHER_ONES | {"mười": 10}
    numbers |= {f"mười {word}": 10 + one for word, one in _AFTER_TEN.items()}
    for word, ten in [*((word, i) for i, word in enumerate(_ONES, 1) if i > 1), ("bẩy", 7)]:
        numbers[f"{word} mươi"] = 10 * ten
        numbers |= {f"{word} mươi {after}": 10 * ten + one for after, one in _AFTER_TENS.items()}
    del numbers["năm"]
    return numbers


def _roman(word: str) -> int:
    """A misread roman numeral's value: 'ï' -> 1, 'lV' -> 4."""
    return 4 if word[-1] in "vyỳ" else len(word)


def scan(text: str) -> list[Node]:
    """The nodes of a folded text, in order; words the lexicon does not know are one GAP between their neighbours.

    A text without a single diacritic is read as one typed without them.
    """
    pattern, single, vocabulary = _scanner(text.isascii())
    gap = single["GAP"]
    nodes: list[Node] = []
    add, known = nodes.append, vocabulary.get
    last = 0
    for match in pattern.finditer(text):
        start, end = match.span()
        between = text[last:start]
        if between not in _NO_GAP and not between.isspace():
            add(Node(gap, last, start))
        kind = match.lastgroup
        if kind == "WORD":
            code, value = known(match[0]) or vocabulary[" ".join(match[0].split())]
            add(Node(code, start, end, value))
        elif kind == "MARK":
            add(Node(single[match[0]], start, end))
        elif kind == "NUM":
            add(Node(single[kind], start, end, int(match[0])))
        else:
            add(_number_node(kind or "", match[0], start, end, single))
        last = end
    if last < len(text) and not text[last:].isspace():
        nodes.append(Node(gap, last, len(text)))
    return nodes


def _number_node(kind: str, piece: str, start: int, end: int, single: dict[str, str]) -> Node:
    """A node of digits or a misread numeral, with its value."""
    if kind == "OCRROMAN":
        return Node(single[kind], start, end, {"ROMAN": str(_roman(piece))}, "ocr")
    return Node(single[kind], start, end, int(piece) if kind == "YEARNUM" else piece)
