"""Reads the samples' markup: one source file holds a directive's words, its layout and the marks of its gold.

Reads `sources/*.txt` (the markup is described in README.md). Writes nothing.
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass, field
from pathlib import Path

SOURCES = Path(__file__).parent / "sources"
VARIANTS = Path(__file__).parent / "variants"  # more directives, for the quality measure; their files are not kept
EVALUATIONS = [Path(__file__).parent / f"evaluation-{n}" for n in range(1, 6)]  # by others than the rules' authors
MARKER = re.compile(r"(Điều \d+\.|[IVX]+[.-]|\d+(?:\.\d+)*[.-]?|[a-zđ]\)|\(\d+\)|[-+•])\s+")
INLINE = re.compile(r"(\*\*\*.+?\*\*\*|\*\*.+?\*\*|\*[^*]+\*|__.+?__|\[\^\d+\])")
PREFIX = {"=": "title", "~": "subtitle", "~~": "caption", "^": "address"}


@dataclass(frozen=True)
class Run:
    """Words of one look; `note` is the footnote's mark where the run is one."""

    text: str
    bold: bool = False
    italic: bool = False
    underline: bool = False
    note: bool = False


@dataclass(frozen=True)
class Para:
    """One paragraph; `look` is body, title, subtitle, caption or address."""

    source: str
    look: str = "body"

    @property
    def runs(self) -> list[Run]:
        return runs(self.source)

    @property
    def marker(self) -> str:
        found = MARKER.match(plain(self.source))
        return found[1] if found and self.look == "body" else ""

    @property
    def words(self) -> str:
        return plain(self.source)[len(self.marker) :].strip()


@dataclass(frozen=True)
class Columns:
    """Two columns side by side: the head, or Nơi nhận and the signature."""

    left: list[str]
    right: list[str]


@dataclass(frozen=True)
class Row:
    """One table row; a group row has a label and one title over the other columns."""

    cells: list[str]
    group: bool = False


@dataclass(frozen=True)
class Table:
    """A ruled table, its first rows the header; `widths` are percent of the page's text width."""

    widths: list[int]
    rows: list[Row]
    task: int | None
    product: int | None
    path: str
    alt: str = ""  # another name of the appendix that counts as right
    header: int = 1  # header rows


@dataclass(frozen=True)
class Break:
    """A new page; what follows stands on landscape pages where asked."""

    landscape: bool


@dataclass(frozen=True)
class Mark:
    """A task as judged by hand: where it stands, its words, and the fields of the `@task` line."""

    path: list[str]
    text: str
    fields: dict[str, str]
    origin: str
    product: str | None = None
    group: str | None = None


@dataclass
class Sample:
    """One source file, read."""

    name: str
    format: str = "txt"
    style: str = ""
    head: dict[str, str | bool | None] = field(default_factory=dict)
    blocks: list[Para | Columns | Table | Break] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)
    marks: list[Mark] = field(default_factory=list)


def runs(source: str) -> list[Run]:
    """The runs of a line of markup, in order."""
    return [_run(piece) for piece in INLINE.split(source) if piece] if source != "*" else [Run("*")]


def _run(piece: str) -> Run:
    if piece.startswith("[^"):
        return Run(piece[2:-1], note=True)
    if piece.startswith("__"):
        return Run(piece[2:-2], underline=True)
    stars = len(piece) - len(piece.lstrip("*"))
    return Run(piece[stars : -stars or None], bold=stars >= 2, italic=stars in (1, 3))


def plain(source: str) -> str:
    """A line of markup without its marks and footnote numbers."""
    return "".join(r.text for r in runs(source) if not r.note).strip()


def read_all(folder: Path = SOURCES) -> list[Sample]:
    """Every sample of a folder, by name."""
    return [read(path) for path in sorted(folder.glob("*.txt"))]


def read(path: Path) -> Sample:
    """Reads one source file."""
    sample = Sample(path.stem)
    for line in path.read_text(encoding="utf8").splitlines():
        if line.startswith("@"):
            _directive(sample, *line[1:].partition(" ")[::2])
        elif line.startswith("[^"):
            mark, _, text = line[2:].partition("]: ")
            sample.notes[mark] = text
        elif line.strip():
            _content(sample, line)
    return sample


def _directive(sample: Sample, word: str, rest: str) -> None:
    if word == "format":
        sample.format, _, sample.style = rest.partition(" ")
    elif word == "document":
        sample.head = _head(rest)
    elif word == "newpage":
        sample.blocks.append(Break(rest == "landscape"))
    elif word == "table":
        sample.blocks.append(_table(rest))
    elif word == "task":
        sample.marks.append(_mark(sample, rest))
    elif word != "end":
        raise ValueError(f"{sample.name}: unknown directive @{word}")


def _head(rest: str) -> dict[str, str | bool | None]:
    pairs = (part.split(": ", 1) for part in rest.split(" | "))
    named: dict[str, str | bool | None] = {k.strip(): None if v.strip() == "-" else v.strip() for k, v in pairs}
    return {**named, "party": named["party"] == "true"}


def _table(rest: str) -> Table:
    given = dict(part.split("=", 1) for part in re.split(r" (?=\w+=)", rest))
    column = {k: None if given[k] == "-" else int(given[k]) - 1 for k in ("task", "product")}
    return Table(
        [int(w) for w in given["widths"].split(",")],
        [],
        column["task"],
        column["product"],
        given["path"],
        given.get("alt", ""),
        int(given.get("header", 1)),
    )


def _content(sample: Sample, line: str) -> None:
    word, _, rest = line.partition(" ")
    last = sample.blocks[-1] if sample.blocks else None
    if word in ("<<", ">>"):
        if not isinstance(last, Columns):
            sample.blocks.append(last := Columns([], []))
        (last.left if word == "<<" else last.right).append(rest)
    elif line.startswith("|") and isinstance(last, Table):
        group = line.startswith("|=")
        cells = [c.strip() for c in line.lstrip("|=").rstrip("| " if group else "").removesuffix("|").split("|")]
        last.rows.append(Row(cells, group))
    else:
        look = PREFIX.get(word, "body")
        sample.blocks.append(Para(line if look == "body" else rest, look))


def _mark(sample: Sample, rest: str) -> Mark:
    head, *parts = rest.split(" | ")
    place, *first = head.split(" lead", 1)
    fields = dict(_field(part) for part in ([f"lead{first[0]}"] if first else []) + parts)
    path = place.strip().split("/")
    block = sample.blocks[-1]
    if isinstance(block, Table):
        return _row_mark(block, path, fields)
    texts = [b for b in sample.blocks if isinstance(b, Para) and b.look == "body"]
    start = fields.pop("textof", "")
    words = next(b.words for b in reversed(texts) if plain(b.source).startswith(start))
    last = fields.pop("textto", "")
    return Mark(path, words[: words.index(last) + len(last)] if last else words, fields, "body")


def _field(part: str) -> tuple[str, str]:
    name, _, value = part.strip().partition(":")
    return name.strip(), value.strip()


def _row_mark(table: Table, path: list[str], fields: dict[str, str]) -> Mark:
    row = table.rows[-1]
    assert table.task is not None and path[-1] in (row.cells[0], "?")
    product = row.cells[table.product] if table.product is not None else None
    group = next((r.cells[-1] for r in reversed(table.rows) if r.group), None)
    fields |= {"alt": "/".join([table.alt, *path])} if table.alt else {}
    return Mark([*filter(None, [table.path]), *path], row.cells[table.task], fields, "appendix", product, group)


def names(fields: dict[str, str], key: str) -> list[str]:
    """The names a mark lists under a key."""
    return [n.strip() for n in fields.get(key, "").split(";") if n.strip()]


def due(fields: dict[str, str]) -> tuple[str, list[str], dict[str, str], str | None]:
    """A mark's deadline: kind, the words after it (a bound), its named values, and the phrase."""
    kind, *rest = shlex.split(fields.get("due", "none"))
    phrase = fields["due"].rsplit('"', 2)[1] if "due" in fields else None
    named = dict(part.split("=", 1) for part in rest if re.match(r"[a-z]+=", part))
    return kind, [w for w in rest if w in ("before", "by", "within", "from")], named, phrase
