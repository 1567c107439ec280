"""The numbered outline: marks are detected flat, then nested by comparing formats and ordinals, then repaired.

Reads the paragraphs of a `Document` inside a range; writes a tree of `Node`s, of which `sections` makes the published
`Section`s. No text is lost: what fits nowhere hangs under the nearest heading, with a warning.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from extractors.labels import is_label_line
from extractors.markers import Marker, first_in_list, follows, markers
from extractors.models import Document, Paragraph, Section, Span, Warn

MAX_DEPTH = 12  # levels; numbering that opens more is chaos, not structure
_TOC = re.compile(r"(?:\.{4,}|…{2,}|_{4,}|\t)\s*\d{1,3}\s*$")
_OPEN_END = re.compile(r"[^.;:!?…)”\"’/\]]\s*$")


@dataclass(slots=True, eq=False)
class Node:
    """A section being built. `spans`: its own words, without the mark; `children` in reading order."""

    marker: Marker | None
    spans: list[Span]
    paragraphs: list[Paragraph]
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)
    label: str = ""  # as the path shows it; bullets are counted under their parent: "-4"
    kind: str = "item"  # root, item, text, toc
    bullets: dict[str, int] = field(default_factory=dict)  # how many of its children have each bullet

    @property
    def path(self) -> tuple[str, ...]:
        """The labels from the top down; unmarked text has the path of what it stands under."""
        above = self.parent.path if self.parent else ()
        return (*above, self.label) if self.label else above

    @property
    def start(self) -> int:
        return self.spans[0].start if self.spans else -1

    def words(self, text: str) -> str:
        """Its own words as one string."""
        return " ".join(text[s.start : s.end] for s in self.spans).strip()

    def walk(self) -> Iterator[Node]:
        """Itself and all below, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class _Line:
    paragraph: Paragraph
    markers: tuple[Marker, ...]


def _detect(document: Document, span: Span) -> Iterator[_Line]:
    """Reads the paragraphs of the range; yields each with the marks it can start with."""
    for block in document.blocks:
        if isinstance(block, Paragraph) and span.start <= block.start and block.end <= span.end:
            yield _Line(block, markers(document.text[block.start : block.end]))


def _join_lone_marks(lines: Iterable[_Line], text: str) -> Iterator[_Line]:
    """A mark alone on its line belongs to the paragraph after it."""
    held: _Line | None = None
    for line in lines:
        alone = bool(line.markers) and line.markers[0].end >= line.paragraph.end - line.paragraph.start
        if held and line.markers:
            yield held
            held = None
        if alone:
            held = line
            continue
        if held:
            line = _Line(
                Paragraph(held.paragraph.start, line.paragraph.end, line.paragraph.bold, page=held.paragraph.page),
                tuple(m for m in held.markers),
            )
            held = None
        yield line
    if held:
        yield held


class _Nesting:
    """The open levels while the lines are read, topmost first."""

    def __init__(self, root: Node) -> None:
        self.root = root
        self.stack: list[Node] = []
        self.suspended: list[Node] = []  # the levels that unmarked text seemed to close
        self.warnings: list[Warn] = []

    def _level_of(self, marker: Marker) -> tuple[float, int]:
        """How well the mark goes on one of the open lists: (score, index in the stack), (0, -1) for none."""
        best = (0.0, -1)
        for i in range(len(self.stack) - 1, -1, -1):
            last = self.stack[i].marker
            if last is None or last.kind != marker.kind or len(last.values) != len(marker.values):
                continue
            score = self._continuation(last, marker) - 0.01 * (len(self.stack) - i)
            if score > best[0]:
                best = (score, i)
        return best

    @staticmethod
    def _continuation(last: Marker, marker: Marker) -> float:
        same_close = 0.5 if last.key == marker.key else 0.0
        if marker.bullet:
            return 4.0
        if follows(last, marker):
            return 5.0 + same_close
        if last.values[:-1] != marker.values[:-1]:
            # 2.1 after 1.4: the next chapter's list when the number above it was printed or skipped
            return 2.0 if marker.values > last.values else 0.5
        step = marker.values[-1] - last.values[-1]
        if same_close and 1 < step <= 3:
            return 3.0 - 0.1 * step
        return 1.0 + same_close if step == 0 or marker.values[-1] > last.values[-1] else 0.6 * (same_close > 0)

    def _parent_of_new(self, marker: Marker) -> int:
        """How much of the stack stays open when the mark opens a list of its own."""
        keep = len(self.stack)
        while keep and self._below(self.stack[keep - 1].marker, marker):
            keep -= 1
        return keep

    @staticmethod
    def _below(open_: Marker | None, new: Marker) -> bool:
        """True when an open item with this mark cannot hold a list with the new one."""
        if open_ is None:
            return True
        if open_.kind == "decimal" and new.kind == "decimal":
            deeper = len(new.values) > len(open_.values)
            if len(open_.values) == len(new.values) == 1:
                return open_.close == new.close
            return not (deeper and new.values[: len(open_.values)] == open_.values) and len(new.values) <= len(
                open_.values
            )
        if open_.bullet and new.bullet and open_.kind != new.kind:
            return new.rank < open_.rank and new.kind == "*"
        return new.rank < open_.rank or new.kind == open_.kind

    def _resume(self, candidates: tuple[Marker, ...]) -> None:
        """A list that goes on after a paragraph in its midst (a footnote, a remark) is the same list."""
        if not self.suspended:
            return
        now, self.stack = self.stack, self.suspended
        self.suspended = []
        if max(self._level_of(m)[0] for m in candidates) < 3.9:
            self.stack = now

    def choose(self, candidates: tuple[Marker, ...]) -> tuple[Marker, int, bool]:
        """The reading of a mark that fits best: (mark, levels of the stack to keep, does it fit a sequence)."""
        options = []
        for order, m in enumerate(candidates):
            score, level = self._level_of(m)
            options.append((score - 0.001 * order, m, level, True))
            opens = 4.2 if first_in_list(m) and level < 0 else 2.2 if first_in_list(m) and not m.bullet else 0.55
            keep = self._parent_of_new(m)
            if level >= 0 and first_in_list(m) and not m.bullet:
                keep = len(self.stack) if keep <= level else keep
            options.append((opens - 0.001 * order, m, keep, first_in_list(m)))
        score, m, level, fits = max(options, key=lambda o: o[0])
        return m, level, fits and score > 2.95  # a skipped or restarted number is said

    def item(self, line: _Line, text: str) -> None:
        p = line.paragraph
        self._resume(line.markers)
        marker, level, fits = self.choose(line.markers)
        del self.stack[min(level, MAX_DEPTH - 1) :]
        parent = self.stack[-1] if self.stack else self.root
        start = p.start + min(marker.end, p.end - p.start)
        node = Node(marker, [Span(start, p.end)], [p], parent)
        node.label = marker.label
        if marker.bullet:
            parent.bullets[marker.label] = parent.bullets.get(marker.label, 0) + 1
            node.label += str(parent.bullets[marker.label])
        parent.children.append(node)
        self.stack.append(node)
        if not fits:
            self.warnings.append(
                Warn(
                    "numbering",
                    f"Đánh số không liền mạch ở mục “{marker.label}”: {text[p.start : p.start + 40].strip()}…",
                    p.page,
                )
            )

    def unmarked(self, p: Paragraph, text: str) -> None:
        """A paragraph without a mark: the rest of the item before it, or text under the same heading."""
        last = self.stack[-1] if self.stack else None
        own = text[p.start : p.end]
        if last and not last.children and last.spans and self._continues(last, own, text):
            last.spans.append(Span(p.start, p.end))
            last.paragraphs.append(p)
            return
        if last and last.parent and is_label_line(own):
            # "Cơ quan chủ trì: …" under an item, or once under several: beside them, for the stage that knows
            last.parent.children.append(Node(None, [Span(p.start, p.end)], [p], last.parent, kind="text"))
            return
        before = list(self.stack)
        while self.stack and not self._heads(self.stack[-1], text):
            self.stack.pop()
        self.suspended = before if len(before) > len(self.stack) and not own.rstrip().endswith(":") else []
        parent = self.stack[-1] if self.stack else self.root
        parent.children.append(Node(None, [Span(p.start, p.end)], [p], parent, kind="text"))

    @staticmethod
    def _continues(last: Node, own: str, text: str) -> bool:
        before = last.words(text)
        lower = own[:1].islower() or own[:1] in ",;.)”"
        return lower or not before or (bool(_OPEN_END.search(before)) and before[-1:] in ",-–")

    @staticmethod
    def _heads(node: Node, text: str) -> bool:
        """True when unmarked text can stand under the node: it is a heading, or already holds unmarked text."""
        words = node.words(text)
        if any(c.kind == "text" for c in node.children):
            return True
        return not node.children and (words.endswith(":") or is_title(words, node))


def is_title(words: str, node: Node) -> bool:
    """True for a heading's words: short, no full stop, in capitals or bold, or a mark that always heads."""
    if node.marker is None or (node.marker.bullet and not all(p.bold for p in node.paragraphs)):
        return False
    if words.endswith((".", ";", "./.", "…")):
        return words.upper() == words and len(words) < 200
    always = node.marker.kind in ("part", "chapter", "mục", "upper", "roman")
    return always or words.upper() == words or len(words) <= 160


def build(document: Document, span: Span, title: str = "") -> tuple[Node, list[Warn]]:
    """The outline of a range of the document. Reads paragraphs; writes a root node whose descendants are in order."""
    root = Node(None, [], [], label=title, kind="root")
    nesting = _Nesting(root)
    for line in _join_lone_marks(_detect(document, span), document.text):
        words = document.text[line.paragraph.start : line.paragraph.end]
        if _TOC.search(words):
            root.children.append(
                Node(None, [Span(line.paragraph.start, line.paragraph.end)], [line.paragraph], root, kind="toc")
            )
        elif line.markers:
            nesting.item(line, document.text)
        else:
            nesting.unmarked(line.paragraph, document.text)
    return root, nesting.warnings


def sections(root: Node, text: str, first: int = 0, prefix: str = "s") -> list[Section]:
    """The published sections of an outline, in reading order, numbered from `first`."""
    out: list[Section] = []
    ids: dict[int, str] = {}
    for n in root.walk():
        if n is root and not root.label:
            continue
        seq = first + len(out)
        ids[id(n)] = f"{prefix}{seq}"
        words = n.words(text)
        heading = words if n.children else ""
        span = Span(n.spans[0].start, n.spans[-1].end) if n.spans else Span(0, 0)
        out.append(
            Section(
                section_id=ids[id(n)],
                parent_id=ids.get(id(n.parent)) if n.parent else None,
                seq=seq,
                level=len(n.path),
                marker=n.marker.label if n.marker else "",
                path=n.path,
                kind="heading" if n.children else n.kind,
                heading=heading,
                text=span,
                spans=tuple(n.spans),
            )
        )
    return out
