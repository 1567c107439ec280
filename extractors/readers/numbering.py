"""Word's automatic numbering, evaluated as it is printed: one counter a list, labels from the level's pattern."""
from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extractors.readers.word_styles import W, value

if TYPE_CHECKING:
    from lxml.etree import _Element

_PLACE = re.compile(r"%([1-9])")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
# what the symbol fonts print for the characters that files hold
_SYMBOLS = {"-": "-", "–": "-", "—": "-", "−": "-", "\uf02d": "-", "\uf0be": "-", "+": "+", "\uf02b": "+",
            "*": "*", "\uf02a": "*", "\uf0b7": "•", "·": "•", "•": "•", "o": "◦", "\uf0a7": "▪", "§": "▪",
            "\uf0d8": "➢", "\uf0fc": "✓", "\uf076": "❖", "v": "❖", "ü": "✓", "Ø": "➢", "q": "□", "\uf071": "□"}


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: how it counts and what it prints."""

    start: int = 1
    form: str = "decimal"
    pattern: str = ""
    space: bool = True
    restart: int | None = None
    legal: bool = False
    style: str | None = None
    left: float = 0.0


@dataclass(slots=True)
class _List:
    abstract: str
    starts: dict[int, int] = field(default_factory=dict)      # startOverride by level
    levels: dict[int, Level] = field(default_factory=dict)    # whole levels replaced
    begun: bool = False


class Numbering:
    """The counters of one document. `label` must be called for every numbered paragraph, in document order."""

    def __init__(self, root: _Element | None) -> None:
        self._abstract: dict[str, dict[int, Level]] = {}
        self._lists: dict[str, _List] = {}
        self._counts: dict[str, dict[int, int]] = {}
        if root is not None:
            self._read(root)

    def _read(self, root: _Element) -> None:
        by_style: dict[str, str] = {}
        links: dict[str, str] = {}
        for element in root.iterchildren(W + "abstractNum"):
            key = element.get(W + "abstractNumId") or ""
            self._abstract[key] = {int(x.get(W + "ilvl") or 0): _level(x) for x in element.iterchildren(W + "lvl")}
            if (name := value(element, "styleLink")) is not None:
                by_style[name] = key
            if (name := value(element, "numStyleLink")) is not None:
                links[key] = name
        for key, name in links.items():
            if name in by_style:
                self._abstract[key] = self._abstract[by_style[name]]
        for element in root.iterchildren(W + "num"):
            self._lists[element.get(W + "numId") or ""] = _list(element)

    def level_of_style(self, num_id: str, style_id: str | None) -> int:
        """The level that a list ties to a paragraph style, 0 where it ties none."""
        found = self._lists.get(num_id)
        for number, level in self._abstract.get(found.abstract, {}).items() if found else ():
            if level.style and level.style == style_id:
                return number
        return 0

    def left(self, num_id: str, level: int) -> float:
        """The indent in points that the list itself gives a level."""
        found = self._lists.get(num_id)
        return self._level(found, level).left if found else 0.0

    def label(self, num_id: str | None, level: int) -> str:
        """Counts one paragraph and returns its printed label with the space after it; "" where it has none."""
        found = self._lists.get(num_id or "")
        if found is None:
            return ""
        counts = self._counts.setdefault(found.abstract, {})
        if not found.begun:
            found.begun = True
            for n, start in found.starts.items():
                counts[n] = start - 1 if n >= level else start
        counts[level] = counts.get(level, self._start(found, level) - 1) + 1
        for deeper in [n for n in counts if n > level]:
            after = self._level(found, deeper).restart
            if after is None or (after and level < after):
                del counts[deeper]
        return self._print(found, level, counts)

    def _level(self, found: _List, level: int) -> Level:
        return found.levels.get(level) or self._abstract.get(found.abstract, {}).get(level) or Level()

    def _start(self, found: _List, level: int) -> int:
        return found.starts.get(level, self._level(found, level).start)

    def _print(self, found: _List, level: int, counts: dict[int, int]) -> str:
        own = self._level(found, level)
        if own.form == "bullet":
            glyph = _SYMBOLS.get(own.pattern.strip(), "•" if own.pattern.strip() else "")
        else:
            glyph = _PLACE.sub(lambda m: self._figure(found, int(m[1]) - 1, counts, own.legal), own.pattern).strip()
        return glyph + (" " if own.space and glyph else "")

    def _figure(self, found: _List, level: int, counts: dict[int, int], legal: bool) -> str:
        form = self._level(found, level).form
        count = counts.setdefault(level, self._start(found, level))
        return print_number(count, "decimal" if legal and form != "none" else form)


def _level(element: _Element) -> Level:
    start = value(element, "start") or "1"
    restart = value(element, "lvlRestart")
    props = element.find(W + "pPr")
    indent = props.find(W + "ind") if props is not None else None
    left = (indent.get(W + "left") or "0") if indent is not None else "0"
    return Level(
        int(start) if start.isdigit() else 1, value(element, "numFmt") or "decimal", value(element, "lvlText") or "",
        value(element, "suff") != "nothing", int(restart) if restart and restart.isdigit() else None,
        element.find(W + "isLgl") is not None, value(element, "pStyle"),
        int(left) / 20 if left.lstrip("-").isdigit() else 0.0)


def _list(element: _Element) -> _List:
    out = _List(value(element, "abstractNumId") or "")
    for override in element.iterchildren(W + "lvlOverride"):
        level = int(override.get(W + "ilvl") or 0)
        start = value(override, "startOverride")
        whole = override.find(W + "lvl")
        if whole is not None:
            out.levels[level] = _level(whole)
        if start is not None and start.isdigit():
            out.starts[level] = int(start)
    return out


def print_number(n: int, form: str) -> str:
    """A count as Word prints it: 3 -> "3", "c", "III", "03" …; letters go a, b … z, aa, bb."""
    if form == "none":
        return ""
    if form in ("lowerLetter", "upperLetter") and n > 0:
        text = chr(ord("a") + (n - 1) % 26) * ((n - 1) // 26 + 1)
        return text.upper() if form == "upperLetter" else text
    if form in ("lowerRoman", "upperRoman") and 0 < n < 4000:
        text = "".join(letters for letters in _roman(n))
        return text.upper() if form == "upperRoman" else text
    return f"{n:02d}" if form == "decimalZero" else str(n)


def _roman(n: int) -> list[str]:
    out: list[str] = []
    for number, letters in _ROMAN:
        out.extend([letters] * (n // number))
        n %= number
    return out
