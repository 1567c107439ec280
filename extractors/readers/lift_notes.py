"""Lift out of the flow what is printed around it: footnotes and their marks, page numbers, running heads, stamps."""
from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from extractors.models import Footnote, Furniture
from extractors.readers.line_kinds import ends_clause, ends_sentence, marker, start_kind, starts_low
from extractors.readers.markup import strip_marks
from extractors.readers.text_tables import RawLine
from extractors.readers.write import Writer, glue

_BARE = re.compile(r"\s*(\d{1,3})\s*\Z")
_PAGE = re.compile(r"\s*(?:[-–—]\s{0,3}\d{1,4}\s{0,3}[-–—]"
                   r"|[-=*#_\[{<(\s]{0,12}(?i:trang|page)\s{0,3}(?:số\s)?:?\s{0,3}\d{1,4}"
                   r"(?:\s*(?:/|of|trên)\s*\d{1,4})?[-=*_\]}>)\s]{0,12}"
                   r"|\d{1,3}\s?/\s?\d{1,3})\s*\Z")
_NOTE = re.compile(r"\s*(?:<sup>\s*[\[(]?(?P<a>\d{1,3}|[*a-z])[\])]?\s*</sup>|\[\^(?P<b>[^\]\s]{1,12})\]:"
                   r"|(?P<c>[¹²³⁴-⁹⁰]{1,3})(?=[^\s¹²³⁰-⁹]|\s))\s*(?=\S)")
_PLAIN_NOTE = re.compile(r"\s*\[?(?P<a>\d{1,2})\]?\s+(?=[^\W\d_a-z]|[“\"(])")
_NOTE_OVER = re.compile(rf"\s*(?:<!--|-{{3}}|\||#{{1,6}}\s|!\[|<table)|{_PAGE.pattern}|{_NOTE.pattern}")
_RULE = re.compile(r"(?:[ \u00a0]{20,}|\s*[_─—-]{5,}\s*)\Z")
_NOTE_FIRST = frozenset("<[¹²³⁰⁴⁵⁶⁷⁸⁹")
_PLAIN_FIRST = frozenset("[0123456789")
_SUPER = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_MASK = re.compile(r"\d+")
_PAGE_LINES = 12   # printed lines of a page at least; numbers closer together count rows
_LONGEST = 60  # lines of one footnote; what runs on longer is the text itself


@dataclass(slots=True)
class _State:
    anchors: set[int] = field(default_factory=set)
    defined: set[int] = field(default_factory=set)
    page: int = 0


def lift_notes(lines: Sequence[RawLine], writer: Writer) -> list[RawLine]:
    """The lines of the flow; writes footnotes and furniture to the writer. A lifted line leaves a blank one only
    where it stood between blank lines, and the line after it is marked `brk`; a footnote mark on a line of its own
    becomes `[^n]` on the line before."""
    return _Lifter(lines, writer).run()


class _Lifter:
    def __init__(self, lines: Sequence[RawLine], writer: Writer) -> None:
        self.lines, self.writer = lines, writer
        self.state = _State()
        self.lifted = False
        self.out: list[RawLine] = []
        self.full = [i for i, x in enumerate(lines) if x.text.strip()]
        self.rank = {i: k for k, i in enumerate(self.full)}
        self.bare = {i: int(m[1]) for i in self.full if (m := _BARE.match(lines[i].text))}
        self.last_of = {n: i for i, n in self.bare.items()}
        self.gap = self._usual_gap()
        self.edges = self._edges()
        self.running = self._running_heads()

    def run(self) -> list[RawLine]:
        at = 0
        while at < len(self.lines):
            at = self._step(at)
        return self.out

    def _step(self, at: int) -> int:
        line = self.lines[at]
        if at not in self.rank:
            self.out.append(line)
            return at + 1
        text = line.text
        first = text.lstrip()[0]
        note = _NOTE.match(text) if first in _NOTE_FIRST else None
        if note and self._is_definition(note, at):
            return self._lift_marked(at, note)
        if at in self.bare:
            return self._number(at, self.bare[at])
        plain = _PLAIN_NOTE.match(text) if first in _PLAIN_FIRST else None
        if plain and not marker(text.strip()) and (self._after_rule(at) or self._is_next_note(int(plain["a"]))):
            return self._lift_block(at, int(plain["a"]), plain.end())
        kind = self._furniture_kind(at, text)
        if kind:
            self._furnish(kind, line)
            return at + 1
        self._keep(line)
        return at + 1

    def _keep(self, line: RawLine) -> None:
        """Leaves a printed line in the flow, marked when the page's edge was lifted before it."""
        self.out.append(line._replace(brk=True) if self.lifted else line)
        self.lifted = False

    # --- what surrounds a line

    def _usual_gap(self) -> int:
        """Blank lines between two lines of one sentence."""
        gaps = Counter(b - a - 1 for a, b in zip(self.full, self.full[1:], strict=False)
                       if len(self.lines[a].text) > 25 and starts_low(self.lines[b].text.lstrip())
                       and not ends_clause(self.lines[a].text.rstrip()))
        return gaps.most_common(1)[0][0] if gaps else 0

    def _edges(self) -> set[int]:
        """The first and last printed line of every page, where pages are known."""
        out: set[int] = set()
        if not self.lines or self.lines[0].page < 0:
            return out
        for k, i in enumerate(self.full):
            page = self.lines[i].page
            if k == 0 or self.lines[self.full[k - 1]].page != page:
                out.add(i)
            if k + 1 == len(self.full) or self.lines[self.full[k + 1]].page != page:
                out.add(i)
        return out

    def _running_heads(self) -> set[str]:
        """Texts that stand at the edge of three pages or more, figures apart."""
        counts = Counter(_MASK.sub("#", self.lines[i].text.strip()) for i in self.edges)
        return {text for text, n in counts.items() if n >= 3}

    def _near(self, at: int, step: int) -> int | None:
        k = self.rank[at] + step
        return self.full[k] if 0 <= k < len(self.full) else None

    def _after_rule(self, at: int) -> bool:
        """Whether a footnote rule (a drawn line, or a line of blanks) stands right above."""
        k = at - 1
        while k >= 0 and k > at - 4:
            if _RULE.match(self.lines[k].text):
                return True
            if self.lines[k].text.strip():
                return False
            k -= 1
        return False

    def _furniture_kind(self, at: int, text: str) -> str | None:
        if len(text) < 60 and _PAGE.match(text):
            return "page_number"
        if at in self.edges and _MASK.sub("#", text.strip()) in self.running:
            return "header"
        return "other" if ":" in text and start_kind(text.strip()) == "stamp" else None

    def _furnish(self, kind: str, line: RawLine) -> None:
        self.lifted = self.lifted or kind != "other"
        self.writer.furniture.append(Furniture(kind, line.text.strip(), line.page if line.page >= 0 else None))

    # --- a number alone on its line

    def _number(self, at: int, n: int) -> int:
        line, state = self.lines[at], self.state
        below = self._near(at, 1)
        if at in self.edges and not self._after_rule(at):
            state.page = n
            self._furnish("page_number", line)
        elif below is not None and self._opens_note(at, n, below):
            return self._lift_block(below, n, 0)
        elif below is not None and self._is_anchor(at, n, below):
            state.anchors.add(n)
            self._tie(n)
        elif (n == state.page + 1 or (state.page == 0 and n <= 3)) and not self._counts_rows(at, n):
            state.page = n
            self._furnish("page_number", line)
        else:
            self._keep(line)
        return at + 1

    def _counts_rows(self, at: int, n: int) -> bool:
        """Whether the number before or after this one stands so near that they count rows, not pages and notes."""
        k = self.rank[at]
        near = self.full[max(0, k - _PAGE_LINES):k + _PAGE_LINES + 1]
        return any(self.bare.get(i) in (n - 1, n + 1) and not self._after_rule(i) for i in near)

    def _opens_note(self, at: int, n: int, below: int) -> bool:
        text = self.lines[below].text.strip()
        if below - at > 2 or len(text) < 8:
            return False
        if self._after_rule(at):
            return True
        if below != at + 1 or starts_low(text):
            return False
        return (n in self.state.anchors and n not in self.state.defined) or self._is_next_note(n)

    def _is_next_note(self, n: int) -> bool:
        """Whether note `n` is the next to come and its mark is printed against a word above."""
        return n == max(self.state.defined, default=0) + 1 and self._find_glued(n) is not None

    def _is_anchor(self, at: int, n: int, below: int) -> bool:
        above = self._near(at, -1)
        if above is None or n != max(self.state.anchors, default=0) + 1:
            return False
        before, after = self.lines[above].text.rstrip(), self.lines[below].text.strip()
        if after[:1] in ("),.;:" if after else ""):
            return True
        if at - above == 1 and self.gap > 0:
            return True
        tight = at - above == 1 and below - at == 1
        return tight and not ends_sentence(before) and starts_low(after) and self.last_of[n] > at

    def _tie(self, n: int) -> None:
        """Leaves the mark on the printed line before it, for the stripper of marks to find."""
        for k in range(len(self.out) - 1, -1, -1):
            if self.out[k].text.strip():
                self.out[k] = self.out[k]._replace(text=f"{self.out[k].text.rstrip()}[^{n}]")
                del self.out[k + 1:]
                return

    # --- footnotes

    def _is_definition(self, note: re.Match[str], at: int) -> bool:
        """A mark opens a footnote unless the line before is a sentence that goes on in this line."""
        above = self._near(at, -1)
        if note["b"] or above is None or above < at - 1:
            return True
        return ends_clause(self.lines[above].text.rstrip()) or self._after_rule(at)

    def _lift_marked(self, at: int, note: re.Match[str]) -> int:
        """A footnote with a marked-up number: it ends with its paragraph."""
        mark = (note["a"] or note["b"] or note["c"]).translate(_SUPER)
        end = at + 1
        while end < len(self.lines) and self.lines[end].text.strip() and not _NOTE_OVER.match(self.lines[end].text):
            end += 1
        self._write_note(mark, self.lines[at:end], note.end())
        return end

    def _lift_block(self, at: int, n: int, skip: int) -> int:
        """A footnote of a dump: it ends where the interrupted text goes on."""
        end = self._block_end(at)
        self._write_note(str(n), [x for x in self.lines[at:end] if x.text.strip()], skip)
        self.state.defined.add(n)
        if n not in self.state.anchors:
            self._anchor_glued(n)
        return end

    def _block_end(self, at: int) -> int:
        """The index after the footnote that starts at `at`: reads widths, sentence ends and the interrupted line."""
        above = next((x.text.strip() for x in reversed(self.out[-8:]) if x.text.strip()), "")
        broken = bool(above) and not ends_clause(above)
        widest, last = 0, at
        for k in range(self.rank[at], min(self.rank[at] + _LONGEST, len(self.full))):
            i = self.full[k]
            if k > self.rank[at] and self._note_over(last, i, broken, widest):
                return i
            widest, last = max(widest, len(self.lines[i].text.strip())), i
        return last + 1

    def _note_over(self, last: int, i: int, broken: bool, widest: int) -> bool:
        before, line = self.lines[last].text.strip(), self.lines[i]
        text = line.text.strip()
        if line.page != self.lines[last].page or i in self.bare or _PAGE.match(text) or _NOTE.match(text):
            return True
        if i - last == 1 and self.gap > 0 and line.text[:1] in " \u00a0":
            return True
        if not ends_clause(before):
            return False
        if broken:
            return starts_low(text) or (i - last - 1 > self.gap and len(before) < 0.8 * widest)
        return bool(marker(text) in ("strong", "dash") or start_kind(text) or len(before) < 0.8 * widest)

    def _write_note(self, mark: str, lines: Sequence[RawLine], skip: int) -> None:
        self.lifted = True
        text = ""
        for n, line in enumerate(lines):
            words = " ".join(strip_marks(line.text[skip if n == 0 else 0:]).text.split())
            text += glue(text, words) + words
        page = lines[0].page if lines and lines[0].page >= 0 else None
        self.writer.footnotes.append(Footnote(mark, text, page))

    def _find_glued(self, n: int) -> tuple[int, re.Match[str]] | None:
        """Where a mark was printed against its word ("quá hạn1;") on the page above."""
        glued = re.compile(rf"(?<=[a-zà-öø-ýăđĩũơưạ-ỹ”)]){n}(?=[\s,;.:)”\"]|$)")
        for k in range(len(self.out) - 1, max(-1, len(self.out) - 80), -1):
            found = glued.search(self.out[k].text)
            if found:
                return k, found
        return None

    def _anchor_glued(self, n: int) -> None:
        where = self._find_glued(n)
        if where is not None:
            k, found = where
            text = self.out[k].text
            self.out[k] = self.out[k]._replace(text=f"{text[:found.start()]}[^{n}]{text[found.end():]}")
