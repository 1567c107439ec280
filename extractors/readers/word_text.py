"""The visible text of one Word paragraph: runs, fields, tracked changes, symbols, notes, boxes."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from extractors.clean import clean
from extractors.legacy_fonts import decode_legacy, legacy_of
from extractors.readers.markup import is_unit
from extractors.readers.word_styles import Look, Style, Styles, W, apply_look, value

if TYPE_CHECKING:
    from lxml.etree import _Element

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_SYMBOL = {"f02d": "-", "f0be": "-", "f02b": "+", "f0b7": "•", "f0a7": "▪", "f0d8": "➢", "f0fc": "✓", "f0b3": "≥",
           "f0a3": "≤", "f0b0": "°", "f0b1": "±", "f0b4": "×", "f0a8": "□", "f06f": "□", "f0fe": "☒", "f02f": "/"}


@dataclass(slots=True)
class Read:
    """What the paragraphs of one document share while they are read: fields may run over several paragraphs."""

    styles: Styles
    note: Callable[[str, str], str]                  # (kind, id) -> printed mark
    fields: list[bool] = field(default_factory=list)  # open fields, True while in the code
    flags: set[str] = field(default_factory=set)      # hidden, tracked, struck, tcvn3, vni
    struck: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Chunk:
    """A stretch of text set alike; `mark` is a footnote mark that stands after no text."""

    text: str
    look: Look
    mark: str = ""


@dataclass(frozen=True, slots=True)
class WordText:
    """A paragraph's text with its soft breaks as line breaks, footnote marks, and the boxes anchored in it."""

    text: str
    anchors: tuple[tuple[int, str], ...]
    bold: bool
    italic: bool
    boxes: tuple[_Element, ...] = ()


def read_paragraph(paragraph: _Element, style: Style, read: Read) -> WordText:
    """Reads one w:p; `style` is the resolved paragraph style."""
    walker = _Walker(style.look, read)
    walker.children(paragraph)
    return walker.result()


class _Walker:
    def __init__(self, look: Look, read: Read) -> None:
        self.look, self.read = look, read
        self.chunks: list[Chunk] = []
        self.boxes: list[_Element] = []

    def children(self, element: _Element) -> None:
        for child in element:
            tag = child.tag
            if not isinstance(tag, str):
                continue
            if tag == W + "r":
                self.run(child)
            elif tag == _MC + "AlternateContent":
                self.alternate(child, self.children)
            elif tag in (W + "del", W + "moveFrom"):
                self.read.flags.add("tracked")
            elif tag in _CONTAINERS:
                if tag in (W + "ins", W + "moveTo"):
                    self.read.flags.add("tracked")
                self.children(child)
            elif tag.endswith(("}oMath", "}oMathPara")):
                self.add("".join(t.text or "" for t in child.iter(_MATH_TEXT)), self.look)

    def alternate(self, element: _Element, use: Callable[[_Element], None]) -> None:
        """One of the variants, never both."""
        chosen = element.find(_MC + "Choice")
        if chosen is None:
            chosen = element.find(_MC + "Fallback")
        if chosen is not None:
            use(chosen)

    def run(self, run: _Element) -> None:
        props = run.find(W + "rPr")
        look = self.read.styles.run_look(self.look, value(props, "rStyle")) if props is not None else self.look
        look = apply_look(look, props)
        self.content(run, look)

    def content(self, run: _Element, look: Look) -> None:
        in_code = any(self.read.fields)
        for child in run:
            tag = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
            if tag == "fldChar":
                self.field(child.get(W + "fldCharType") or "")
                in_code = any(self.read.fields)
            elif in_code:
                continue
            elif tag == "t":
                self.add(child.text or "", look)
            elif tag in _MARKS:
                self.add(_MARKS[tag], look)
            elif tag in ("br", "cr"):
                self.add("\n" if child.get(W + "type") in (None, "textWrapping") else " ", look)
            elif tag == "sym":
                self.add(_symbol(child), look)
            elif tag in ("footnoteReference", "endnoteReference"):
                mark = self.read.note(tag[:-9], child.get(W + "id") or "")
                self.chunks.append(Chunk("", look, mark))
            elif tag == "AlternateContent":
                self.alternate(child, self.drawing)
            elif tag in ("drawing", "pict", "object"):
                self.drawing(child)

    def field(self, kind: str) -> None:
        fields = self.read.fields
        if kind == "begin":
            fields.append(True)
        elif kind == "separate" and fields:
            fields[-1] = False
        elif kind == "end" and fields:
            fields.pop()

    def drawing(self, element: _Element) -> None:
        """Text boxes of a drawing; nested variants are not read twice."""
        for child in element:
            if child.tag == W + "txbxContent":
                self.boxes.append(child)
            elif child.tag == _MC + "AlternateContent":
                self.alternate(child, self.drawing)
            elif isinstance(child.tag, str):
                self.drawing(child)

    def add(self, text: str, look: Look) -> None:
        if not text:
            return
        if look.hidden or (0 < look.size <= 2):
            self.read.flags.update({"hidden"} if text.strip() else ())
            return
        if look.struck and text.strip():
            self.read.flags.add("struck")
            self.read.struck.append(text.strip())
            return
        self.chunks.append(Chunk(text, look))

    def result(self) -> WordText:
        out: list[str] = []
        anchors: list[tuple[int, str]] = []
        length = letters = thin = upright = 0
        for chunk in _merged(self.chunks):
            mark = chunk.mark or _typed_mark(chunk, out)
            if mark:
                anchors.append((length, mark))
                continue
            text = self.decoded(chunk)
            count = sum(map(str.isalnum, text))
            letters += count
            thin += 0 if chunk.look.bold else count
            upright += 0 if chunk.look.italic else count
            out.append(text)
            length += len(text)
        return WordText("".join(out), tuple(anchors), letters > 0 and not thin, letters > 0 and not upright,
                        tuple(self.boxes))

    def decoded(self, chunk: Chunk) -> str:
        text, legacy = chunk.text, legacy_of(chunk.look.font)
        if legacy and not text.isascii():
            plain = decode_legacy(text, legacy)
            if plain != text:
                self.read.flags.add(legacy)
            text = plain.upper() if chunk.look.font.upper().endswith("H") and legacy == "tcvn3" else plain
        text = clean(text)
        return text.upper() if chunk.look.caps else text


_CONTAINERS = {W + t for t in ("hyperlink", "ins", "moveTo", "smartTag", "sdt", "sdtContent", "fldSimple", "customXml",
                               "dir", "bdo", "ruby", "rubyBase")}
_MARKS = {"tab": "\t", "ptab": "\t", "noBreakHyphen": "-"}


def _symbol(element: _Element) -> str:
    code = (element.get(W + "char") or "").lower()
    if code in _SYMBOL:
        return _SYMBOL[code]
    try:
        point = int(code, 16)
    except ValueError:
        return ""
    if 0xF020 <= point <= 0xF07E and (element.get(W + "font") or "").lower() == "symbol":
        return chr(point - 0xF000)
    return "" if 0xE000 <= point <= 0xF8FF or not 0x20 <= point < 0x110000 else chr(point)


def _merged(chunks: list[Chunk]) -> list[Chunk]:
    """Neighbours set alike become one: old encodings write one letter with characters of two runs."""
    out: list[list[Chunk]] = []
    for chunk in chunks:
        if out and not chunk.mark and not out[-1][0].mark and out[-1][0].look == chunk.look:
            out[-1].append(chunk)
        else:
            out.append([chunk])
    return [replace(x[0], text="".join(c.text for c in x)) if len(x) > 1 else x[0] for x in out]


def _typed_mark(chunk: Chunk, before: list[str]) -> str:
    """A raised figure typed by hand is a footnote mark, unless it is the power of a unit ("km2")."""
    text = chunk.text.strip()
    if not chunk.look.raised or not text.strip("()[]").isdigit() or len(text) > 5 or not before:
        return ""
    return "" if is_unit(before[-1]) else text.strip("()[]")
