"""Word's styles: what a paragraph or a run inherits, resolved once per style."""
from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OFF = {"0", "false", "off", "none"}
_HEADING = re.compile(r"(?i)(?:heading|tiêu đề|đề mục)\s*([1-9])")


@dataclass(frozen=True, slots=True)
class Look:
    """How a run is set; `size` in half points, 0 unknown."""

    bold: bool = False
    italic: bool = False
    hidden: bool = False
    struck: bool = False
    caps: bool = False
    raised: bool = False
    font: str = ""
    size: int = 0
    color: str = ""


@dataclass(frozen=True, slots=True)
class Style:
    """What a style gives: the look of runs, numbering, alignment, indent in points, heading level (0: none)."""

    name: str = ""
    look: Look = Look()
    num_id: str | None = None
    level: int | None = None
    align: str = ""
    left: float = 0.0
    first: float = 0.0
    heading: int = 0


def value(element: _Element | None, tag: str, attribute: str = "val") -> str | None:
    """The attribute of the direct child `tag`, None where there is none."""
    child = element.find(W + tag) if element is not None else None
    return None if child is None else child.get(W + attribute)


def number(text: str | None) -> float:
    """A measure of the file (twips) as points; 0 where it is missing or no number."""
    try:
        return float(text or 0) / 20
    except ValueError:
        return 0.0


def apply_look(look: Look, props: _Element | None) -> Look:
    """`look` changed by an rPr element."""
    if props is None or len(props) == 0:
        return look
    changes: dict[str, object] = {}
    for child in props:
        tag = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
        val = child.get(W + "val")
        if tag in _SWITCHES:
            changes[_SWITCHES[tag]] = val not in _OFF
        elif tag == "rFonts":
            font = child.get(W + "ascii") or child.get(W + "hAnsi")
            changes.update({"font": font} if font else {})
        elif tag == "vertAlign":
            changes["raised"] = val == "superscript"
        elif tag == "sz" and val and val.isdigit():
            changes["size"] = int(val)
        elif tag == "color":
            changes["color"] = (val or "").upper()
    return replace(look, **changes) if changes else look  # type: ignore[arg-type]


_SWITCHES = {"b": "bold", "i": "italic", "vanish": "hidden", "webHidden": "hidden", "strike": "struck",
             "dstrike": "struck", "caps": "caps"}


class Styles:
    """The styles of one document, inheritance resolved on first use."""

    def __init__(self, root: _Element | None) -> None:
        self._elements: dict[str, _Element] = {}
        self._known: dict[str, Style] = {}
        self.default = ""
        base = Look()
        if root is not None:
            base = apply_look(base, root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
            for style in root.iterchildren(W + "style"):
                self._elements[style.get(W + "styleId") or ""] = style
                if style.get(W + "type") == "paragraph" and style.get(W + "default") in ("1", "true"):
                    self.default = style.get(W + "styleId") or ""
        self._base = Style(look=base)

    def get(self, style_id: str | None, seen: frozenset[str] = frozenset()) -> Style:
        """The style with all it inherits; the default paragraph style where the id is None or unknown."""
        key = style_id if style_id in self._elements else self.default
        assert key is not None
        if key in self._known:
            return self._known[key]
        element = self._elements.get(key)
        if element is None or key in seen:
            return self._base
        parent_id = value(element, "basedOn")
        parent = self.get(parent_id, seen | {key}) if parent_id in self._elements else self._base
        self._known[key] = _derived(parent, element)
        return self._known[key]

    def run_look(self, look: Look, style_id: str | None) -> Look:
        """`look` changed by a character style."""
        element = self._elements.get(style_id or "")
        if element is None:
            return look
        chain = [element]
        while len(chain) < 12 and (parent := self._elements.get(value(chain[-1], "basedOn") or "")) is not None:
            chain.append(parent)
        for part in reversed(chain):
            look = apply_look(look, part.find(W + "rPr"))
        return look


def _derived(parent: Style, element: _Element) -> Style:
    name = value(element, "name") or ""
    props = element.find(W + "pPr")
    numbering = props.find(W + "numPr") if props is not None else None
    level = value(numbering, "ilvl")
    heading = _HEADING.match(name)
    outline = value(props, "outlineLvl")
    rank = int(heading[1]) if heading else int(outline) + 1 if outline and outline.isdigit() else parent.heading
    indent = props.find(W + "ind") if props is not None else None
    return Style(
        name, apply_look(parent.look, element.find(W + "rPr")),
        value(numbering, "numId") or parent.num_id,
        int(level) if level and level.isdigit() else parent.level,
        value(props, "jc") or parent.align,
        left_of(indent, parent.left), first_of(indent, parent.first), min(rank, 6) if rank < 10 else 0)


def left_of(indent: _Element | None, inherited: float) -> float:
    """The left indent in points."""
    if indent is None:
        return inherited
    text = indent.get(W + "left") or indent.get(W + "start")
    return number(text) if text else inherited


def first_of(indent: _Element | None, inherited: float) -> float:
    """The first line's extra indent in points, negative where it hangs."""
    if indent is None:
        return inherited
    if indent.get(W + "hanging"):
        return -number(indent.get(W + "hanging"))
    text = indent.get(W + "firstLine")
    return number(text) if text else inherited
