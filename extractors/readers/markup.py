"""Inline marks of markdown and HTML: taken out of the text, with what they said kept beside it."""
from __future__ import annotations

import html
import re
from dataclasses import dataclass

_MARK = re.compile(
    r"<(?P<close>/?)(?P<tag>b|strong|i|em|u|ins|s|del|strike|sup|sub|span|font|p|div|center|br|small|mark|code|a)\b"
    r"[^<>]{0,300}>"
    r"|<(?P<auto>(?:https?://|mailto:)[^<>\s]{1,2000})>"
    r"|\[\^(?P<note>[^\]\s]{1,12})\]"
    r"|(?P<strike>~~)"
    r"|\\(?P<escaped>[\\`*_{}\[\]()#+\-.!|~<>])"
    r"|(?P<image>!\[[^\[\]\n]{0,300}\]\([^()\s]{0,2000}\))"
    r"|\[(?P<label>[^\[\]\n]{1,300})\]\((?P<url>[^()\s]{0,1000})\)"
    r"|(?P<stars>\*{1,3})"
    r"|(?<!\w)(?P<open_under>_{1,2})(?=[^\s_])|(?<=[^\s_])(?P<close_under>_{1,2})(?!\w)"
    r"|(?P<super>(?<![\s\dkmcd])[¹²³⁴-⁹⁰]{1,3})"
)
_SUSPECT = re.compile(r"[*_<~\\\[&¹²³⁰-⁹]")
_UNIT = re.compile(r"(?:\b(?:k|c|d|m|h)?m|\bda?m|\bha)\Z")
_SUPER = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_BREAK = "\n"


@dataclass(slots=True)
class Marks:
    """What is open when a line ends: a bold title may run over two lines. A blank line closes everything."""

    bold: bool = False
    italic: bool = False
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class Stripped:
    """A line without its marks: `anchors` are footnote marks with offsets in `text`; a `<br>` or `<p>` is a line
    break in it; `bold` and `italic` say that every letter was so marked."""

    text: str
    anchors: tuple[tuple[int, str], ...] = ()
    deleted: tuple[str, ...] = ()
    bold: bool = False
    italic: bool = False


def is_unit(text: str) -> bool:
    """Whether a text ends in a unit of length, so that a raised figure after it is its power."""
    return bool(_UNIT.search(text[-4:]))


def is_plain(line: str, marks: Marks) -> bool:
    """Whether a line holds nothing that may be a mark, and none is open."""
    return not (marks.bold or marks.italic or marks.deleted) and not _SUSPECT.search(line)


def strip_marks(line: str, marks: Marks | None = None) -> Stripped:
    """Reads one line of text with inline marks; reads and updates `marks`. Linear in the line's length."""
    marks = marks if marks is not None else Marks()
    if is_plain(line, marks):
        return Stripped(line)
    return _Stripper(line, marks).run()


class _Stripper:
    def __init__(self, line: str, marks: Marks) -> None:
        self.line, self.marks = line, marks
        self.out: list[str] = []
        self.length = 0
        self.anchors: list[tuple[int, str]] = []
        self.deleted: list[str] = []
        self.plain_letters = self.thin_letters = self.upright_letters = 0
        self.sup: list[str] | None = None
        self.in_url = 0
        self.lone_star = not self._pairs()

    def _pairs(self) -> bool:
        """Whether single stars come in pairs: an odd one is a mark of the text itself ("(*)", "* Ghi chú")."""
        return len(re.findall(r"(?<!\*)\*(?!\*)", self.line)) % 2 == 0 and not self.line.lstrip().startswith("* ")

    def run(self) -> Stripped:
        at = 0
        for m in _MARK.finditer(self.line):
            self._text(self.line[at:m.start()])
            self._mark(m)
            at = m.end()
        self._text(self.line[at:])
        if self.sup:
            self._emit("".join(self.sup))
        text = "".join(self.out)
        some = self.plain_letters > 0
        return Stripped(text, tuple(self.anchors), tuple(self.deleted), some and not self.thin_letters,
                        some and not self.upright_letters)

    def _text(self, text: str) -> None:
        if not text:
            return
        if "&" in text:
            text = html.unescape(text).replace("\u00a0", " ")
        if self.marks.deleted:
            self.deleted.append(text)
        elif self.sup is not None:
            self.sup.append(text)
        else:
            self._emit(text)

    def _emit(self, text: str) -> None:
        letters = sum(map(str.isalnum, text))
        self.plain_letters += letters
        self.thin_letters += 0 if self.marks.bold else letters
        self.upright_letters += 0 if self.marks.italic else letters
        self.out.append(text)
        self.length += len(text)

    def _mark(self, m: re.Match[str]) -> None:
        kind = m.lastgroup
        if m["tag"]:
            self._tag(m["tag"].lower(), bool(m["close"]))
        elif kind == "strike":
            self.marks.deleted = not self.marks.deleted
        elif kind == "note":
            self._note(m["note"])
        elif kind == "super":
            self._superscript(m["super"].translate(_SUPER))
        elif kind == "stars":
            self._stars(m["stars"])
        elif kind == "open_under" or kind == "close_under":
            self._underscore(m, kind == "open_under")
        elif kind != "image":
            self._text(m["auto"] or m["escaped"] or m["label"] or "")

    def _tag(self, tag: str, close: bool) -> None:
        if tag in ("b", "strong"):
            self.marks.bold = not close
        elif tag in ("i", "em"):
            self.marks.italic = not close
        elif tag in ("s", "del", "strike"):
            self.marks.deleted = not close
        elif tag == "sup" and not close:
            self.sup = []
        elif tag == "sup" and self.sup is not None:
            found, self.sup = "".join(self.sup).strip(), None
            self._superscript(found)
        elif tag in ("p", "br", "div", "center"):
            self._emit(_BREAK)

    def _superscript(self, text: str) -> None:
        if self.out and is_unit(self.out[-1]):
            self._emit(text)
        elif text:
            self._note(text.strip("()[]"))

    def _note(self, mark: str) -> None:
        self.anchors.append((self.length, mark))

    def _stars(self, stars: str) -> None:
        if len(stars) == 1 and self.lone_star:
            self._emit(stars)
            return
        if len(stars) != 1:
            self.marks.bold = not self.marks.bold
        if len(stars) != 2:
            self.marks.italic = not self.marks.italic

    def _underscore(self, m: re.Match[str], opens: bool) -> None:
        mark = m.group()
        now = self.marks.bold if len(mark) == 2 else self.marks.italic
        if opens == now or (opens and not self._closes(m)):
            self._emit(mark)
        elif len(mark) == 2:
            self.marks.bold = opens
        else:
            self.marks.italic = opens

    def _closes(self, m: re.Match[str]) -> bool:
        return self.line.find(m.group(), m.end(), m.end() + 400) > 0
