"""The types that pass between the stages: frozen values, every later one a range in the document's one text.

Units: offsets count characters of `Document.text`; pages are 0-based; boxes are in points (1/72 inch) from the
page's top left corner; confidences run 0..1 and are None where nothing was measured.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from extractors.kinds import Bound as Bound
from extractors.kinds import DeadlineKind as DeadlineKind
from extractors.kinds import Match as Match
from extractors.kinds import Origin as Origin
from extractors.kinds import Role as Role
from extractors.kinds import Status as Status
from extractors.kinds import TaskKind as TaskKind
from extractors.source_map import Box as Box
from extractors.source_map import SourceMap as SourceMap


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of characters in `Document.text`."""

    start: int
    end: int


# --- what a reader finds on a page, before there is a text ------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Word:
    """One word as it stands on a page (PDF text layer or OCR). `size` is the font size in points."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    bold: bool = False
    italic: bool = False
    confidence: float | None = None  # OCR only
    mended: tuple[str, str] | None = None  # what OCR read before a repair, and the repair's rule


@dataclass(frozen=True, slots=True)
class PageCell:
    """One cell of a ruled table on one page; `col`, `span` count grid columns, `rows` grid rows covered."""

    box: Box
    col: int
    span: int
    words: tuple[Word, ...]
    rows: int = 1


@dataclass(frozen=True, slots=True)
class PageGrid:
    """A ruled table on one page: its rows of cells, top down. An absent (merged-away) cell is simply not listed."""

    box: Box
    columns: int
    rows: tuple[tuple[PageCell, ...], ...]


@dataclass(frozen=True, slots=True)
class PageRead:
    """What was read of one page, whatever read it. `words` are those outside all grids.

    `source` is "text", "ocr" or "none"; `reason` says why (kept for the log and `explain`).
    """

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    grids: tuple[PageGrid, ...] = ()
    source: str = "text"
    reason: str = ""
    rules: tuple[Box, ...] = ()  # thin lines outside grids (footnote rule, line under the motto)
    # a scan is laid out upright: (a, b, c, d, e, f) take a point of this page read to the page as it was scanned,
    # x' = a x + b y + c, y' = d x + e y + f; a photo has g, h too, both divided by g x + h y + 1; None: the same place.
    to_scan: tuple[float, ...] | None = None


# --- the document -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of running text, wraps joined; its text is `document.text[start:end]`, without line breaks."""

    start: int
    end: int
    bold: bool = False  # all of it
    italic: bool = False
    centered: bool = False
    heading: int = 0  # 1..6 where the format marks a heading (markdown #, Word heading style), else 0
    indent: float = 0.0  # points from the left edge of the text, 0 where unknown
    aside: bool = False  # stands in the two-column head or in the Nơi nhận / signature block
    page: int | None = None  # where it starts


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text is `document.text[start:end]`; a line break in it is a paragraph's end within the cell."""

    start: int
    end: int
    col: int  # first grid column, 0-based
    span: int = 1  # grid columns covered
    rows: int = 1  # rows covered (vertical merge)
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One printed row: the cells that start in it, left to right."""

    cells: tuple[Cell, ...]
    page: int | None = None
    header: bool = False  # the format itself says so (Word's repeated header row)


@dataclass(frozen=True, slots=True)
class Grid:
    """One table as printed: a table that runs over three pages of a PDF is three grids, of a Word file one."""

    start: int
    end: int
    columns: int
    rows: tuple[Row, ...]
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote, kept out of the text. `anchor`: the offset in the text where its mark stood, None if unknown."""

    mark: str
    text: str
    page: int | None = None
    anchor: int | None = None


@dataclass(frozen=True, slots=True)
class Furniture:
    """What is printed around the text and kept out of it: kind is page_number, header, footer, link, other."""

    kind: str
    text: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Warn:
    """Something the reader of the result should know: a code, and a plain Vietnamese sentence."""

    code: str
    message: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Repair:
    """A misreading put right: `text[start:end]` was read as `before`; `rule` says why it was changed."""

    start: int
    end: int
    before: str
    after: str
    rule: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class PageFact:
    """How one page was read: `source` text, ocr or none, why, and the mean OCR confidence."""

    number: int
    source: str
    reason: str
    width: float = 0.0
    height: float = 0.0
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """What every reader yields: one NFC text, its blocks in reading order, and the way back to the pages.

    Blocks are separated by one line break in `text`; a grid's rows by a line break, its cells by a tab.
    """

    text: str
    blocks: tuple[Paragraph | Grid, ...]
    source: SourceMap
    media_type: str
    pages: tuple[PageFact, ...] = ()  # empty where the format has no pages
    footnotes: tuple[Footnote, ...] = ()
    furniture: tuple[Furniture, ...] = ()
    warnings: tuple[Warn, ...] = ()
    repairs: tuple[Repair, ...] = ()  # of what OCR misread, in text order


# --- what is found in the text ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class UnitMention:
    """A unit named in a text. `unit_id` is None when it is unknown or more than one candidate is left."""

    start: int
    end: int
    text: str
    unit_id: str | None
    name: str  # official and in full; the text as written when unknown
    match: Match
    score: float  # 0..1
    candidates: tuple[str, ...] = ()
    collective: bool = False  # "các sở, ban, ngành"
    head: bool = False  # named through its head: "Giám đốc Sở Y tế"
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Deadline:
    """One deadline phrase and what it means. Offsets are in the text it was read from."""

    start: int
    end: int
    text: str
    kind: DeadlineKind
    bound: Bound | None = None
    value: str | None = None  # plain TIMEX3 value of the calendar phrase
    due_from: date | None = None
    due_date: date | None = None  # the last day that still complies
    due_time: str | None = None  # "17:00"
    rrule: str | None = None  # RFC 5545, without "RRULE:"
    event: str | None = None
    inferred: bool = False  # a year or month left out was taken from the document's date
    fuzzy: bool = False  # bounds by convention (đầu, giữa, cuối)
    problem: str | None = None  # "impossible", "past": kept as written and flagged
    rule: str = ""  # the grammar rule that read it
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """Another document named in the text: `cited` is normalised ("57-NQ/TW", "2439/QĐ-TTg")."""

    start: int
    end: int
    text: str
    cited: str
    type_code: str | None = None
    issuer: str | None = None
    date: date | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """What stands in the head and at the foot of the document; None where blank or not found."""

    doc_type: str | None = None
    type_code: str | None = None
    number: str | None = None
    symbol: str | None = None
    issuer_id: str | None = None
    issuer: str | None = None
    issued_date: date | None = None
    issued: str | None = None  # as far as printed: "2025-10", "2026-01-30"
    place: str | None = None  # as printed before the date
    province: str | None = None  # the document's own province, resolved
    subject: str | None = None
    signer: str | None = None
    signer_title: str | None = None
    party: bool = False
    addressed_to: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    body: Span | None = None  # from the first paragraph after the head to the closing formula
    number_symbol: str | None = None  # as one normalised string: "48/KH-BCĐ"; "/UBND-KGVX" where the number is blank


@dataclass(frozen=True, slots=True)
class Section:
    """A node of the numbered outline. `path`: the markers from the top down, as in the gold ("II", "2", "-1")."""

    section_id: str
    parent_id: str | None
    seq: int
    level: int
    marker: str  # as printed, "" where unmarked
    path: tuple[str, ...]
    kind: str  # heading, item, text, title
    heading: str  # the heading's words, "" where the section is one paragraph of its own
    text: Span  # all its own words, without the marker, without its children
    spans: tuple[Span, ...] = ()  # the paragraphs those words stand in


@dataclass(frozen=True, slots=True)
class TableRow:
    """One logical row: joined over pages, merged cells filled. `cells`: role -> ranges of the text."""

    row_no: int
    label: str  # the STT as printed, "" where there is none
    group: tuple[tuple[str, str], ...]  # (label, title) of the group rows above it, outermost first
    cells: dict[str, tuple[Span, ...]]
    pages: tuple[int, ...] = ()
    repaired: tuple[str, ...] = ()  # what was mended here: "continued", "shifted", "fused_group", "ditto:lead"


@dataclass(frozen=True, slots=True)
class TaskTable:
    """One logical appendix table. Roles: label, task, lead, coordinator, product, deadline, responsible, monitor,
    note, document, other:N; `titles` the columns' printed titles by role."""

    table_no: int
    appendix: str  # "Phụ lục I", "Phụ lục" where unnumbered, "" for a table in the body
    title: str
    roles: tuple[str, ...]
    titles: dict[str, str]
    rows: tuple[TableRow, ...]
    is_tasks: bool  # False for a table of figures or names
    span: Span = field(default=Span(0, 0))


@dataclass(frozen=True, slots=True)
class TaskUnit:
    """A unit with its role in a task; the mention's offsets are in `Document.text`, or -1 where inherited."""

    role: Role
    mention: UnitMention


@dataclass(frozen=True, slots=True)
class Fact:
    """One field's value with where it stands, the rule that made it, and how sure it is."""

    value: str
    span: Span | None
    rule: str
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """One task, as the tables publish it."""

    seq: int
    origin: Origin
    path: tuple[str, ...]
    group: str | None
    heading: str | None
    kind: TaskKind
    text: Fact
    spans: tuple[Span, ...]
    units: tuple[TaskUnit, ...]
    deadlines: tuple[Deadline, ...]  # the main one first
    product: Fact | None
    responsible: Fact | None
    references: tuple[Reference, ...]
    clear: dict[str, bool]  # person, work, time, responsibility, product, authority
    rules: dict[str, str]  # field -> the rule that gave it
    confidence: float | None = None
    confidences: dict[str, float | None] = field(default_factory=dict)  # text, lead, coordinators, deadline, product
    needs_review: bool = False
    review_reasons: tuple[str, ...] = ()
    pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Extraction:
    """One document's result. `status` is never ok when a page could not be read or an error was recorded."""

    document: Document
    head: Head
    sections: tuple[Section, ...]
    tables: tuple[TaskTable, ...]
    tasks: tuple[Task, ...]
    references: tuple[Reference, ...]
    warnings: tuple[Warn, ...]
    status: Status = Status.OK
    reason: str | None = None  # plain Vietnamese, where status is not ok
