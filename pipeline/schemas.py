"""The published tables, declared once: columns, types, meanings. Everything else (Parquet files, docs, checks) follows.

Days are date32, moments UTC timestamps, lists list<string>, fixed vocabularies dictionary strings; pages are 1-based
here (people read them), unlike in the extractors' types. Columns may be added freely; renaming or changing the meaning
of one needs a new SCHEMA_VERSION.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

SCHEMA_VERSION = "1"


@dataclass(frozen=True, slots=True)
class Column:
    """One published column. `type` is a name from `_arrow_types`; `required` columns are never null."""

    name: str
    type: str
    meaning: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class TableSpec:
    """One published table: its key columns (unique, and the order of its rows) and its columns."""

    name: str
    meaning: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(c.name for c in self.columns)


def _columns(text: str) -> tuple[Column, ...]:
    """One column a line: `name type[!] meaning`; `!` marks a column that is never null."""
    out = []
    for line in text.strip().splitlines():
        name, kind, meaning = line.split(None, 2)
        out.append(Column(name, kind.rstrip("!"), meaning, kind.endswith("!")))
    return tuple(out)


_DEADLINE = """
deadline_text string The deadline as written in the document.
deadline_kind enum! date, month, quarter, half_year, year, period, duration, recurring, ongoing, event or none.
deadline_bound enum before (trước), by (chậm nhất, đến hết), within (trong), from (từ, sau); null for a bare date.
deadline_value string Plain TIMEX3 value of the calendar phrase ("2026-05-15", "2026-Q2").
due_from date First day of the window, where there is one.
due_date date Last day that still complies ("trước ngày 15/5/2026" is 2026-05-14).
due_time string Clock time on that day, "17:00".
deadline_rrule string What recurs, as an RFC 5545 rule without "RRULE:".
deadline_event string The event the work waits for, where no date is given.
"""

DOCUMENTS = TableSpec(
    "documents",
    "One row a file that came in, readable or not.",
    ("doc_id",),
    _columns("""
doc_id string! First 16 hex digits of the file's SHA-256; for a duplicate or unreadable file, of SHA-256 and name.
source_name string! File name as it came in, NFC.
source_uri string! Where the file was read from (file:// URI).
sha256 string SHA-256 of the bytes, hex; null where the file could not be opened.
media_type string What the content is, by its bytes and not by its name.
bytes int64 Size of the file.
pages int32 Number of pages; null where the format has none (text, Word).
ocr_pages int32 Pages read by OCR.
ocr_confidence float Mean OCR word confidence over those pages, 0..1; null where nothing was measured.
doc_type string Kind of document in words ("Kế hoạch").
type_code string Its abbreviation ("KH").
number string Number as printed, null where blank.
symbol string Symbol after the number ("KH-UBND").
number_symbol string Number and symbol as one normalised string ("48/KH-BCĐ").
issuer_id string Gazetteer id of the issuing body; null where unknown.
issuer_name string Issuing body, official name in full.
issued_date date Day of issue; null where not printed in full.
issued string Day of issue as far as printed ("2025-10").
place string Place printed before the date.
subject string What it is about (trích yếu).
signer string Who signed.
signer_title string Title under which it was signed.
party bool Party document (true) or state document (false); null where the file was not read.
addressed_to list<string>! Bodies it is addressed to (Kính gửi).
recipients list<string>! Bodies that receive it (Nơi nhận).
province string Province in which its units are resolved.
status enum! ok, partial (something could not be read), failed (nothing could), duplicate (same bytes as another file).
duplicate_of string doc_id of the document with the same bytes.
warnings list<string>! What a reader should know about the reading, plain Vietnamese.
task_count int32! Number of its rows in `tasks`.
pipeline_version string! Program, rules and schema that made this row; another version extracts the file anew.
processed_at timestamp! When (UTC).
seconds float How long the reading took.
reason string Why status is not ok, plain Vietnamese.
reason_code string Stable code of that reason ("encrypted", "timeout").
"""),
)

TASKS = TableSpec(
    "tasks",
    "One row a task: who does what by when.",
    ("doc_id", "seq"),
    _columns(f"""
task_id string! doc_id, ":" and the path joined by "/"; a path that occurs again gets "#2", "#3" in reading order.
doc_id string! The document it stands in.
seq int32! Order in the document, from 1.
origin enum! body or appendix.
path list<string>! Markers from the top down as printed ("II", "2", "-1"; "Phụ lục I", "VI", "42").
group string Title of the group rows it stands under in an appendix table.
heading string Heading it stands under.
kind enum! assignment, recommendation (asked of a body above), plan (the issuer's own), orientation (general appeal).
text string! The item's own words, without marker.
lead_ids list<string>! Gazetteer ids of those who do it, aligned with lead_names; null inside where the unit is unknown.
lead_names list<string>! Who does it, official names in full, in reading order.
coordinator_ids list<string>! Gazetteer ids of those who help, aligned with coordinator_names.
coordinator_names list<string>! Who helps, official names in full.
report_to_ids list<string>! Gazetteer ids of those who receive the result, aligned with report_to_names.
report_to_names list<string>! Who receives the result.
responsible string The person made responsible, where named.
product string What has to come out of it.
{_DEADLINE.strip()}
references list<string>! Other documents it cites, normalised ("57-NQ/TW").
clear_person bool! Rõ người: it says who.
clear_work bool! Rõ việc: it says what.
clear_time bool! Rõ thời gian: it says when.
clear_responsibility bool! Rõ trách nhiệm: it says who answers for it.
clear_product bool! Rõ sản phẩm: it says what comes out.
clear_authority bool! Rõ thẩm quyền: it says on whose authority or to whom it is submitted.
page_first int32 First page it stands on, from 1; null where the format has no pages.
page_last int32 Last page it stands on, from 1.
confidence float Chance that the whole row is right, 0..1; null where not measured.
confidence_text float Chance that the text is right.
confidence_lead float Chance that the leads are right.
confidence_coordinators float Chance that the coordinators are right.
confidence_deadline float Chance that the deadline is right.
confidence_product float Chance that the product is right.
needs_review bool! A person should look at it.
review_reasons list<string>! Why it should be looked at, plain Vietnamese.
review_status enum! unreviewed, accepted, corrected, rejected or added.
reviewed_by string Who decided in review.
reviewed_at timestamp When that was decided (UTC).
pipeline_version string! Program, rules and schema that made this row.
"""),
)

SECTIONS = TableSpec(
    "sections",
    "The numbered outline of each document.",
    ("doc_id", "seq"),
    _columns("""
doc_id string! The document.
section_id string! Unique in the document.
parent_id string The section it stands under; null at the top.
seq int32! Reading order.
level int32! Depth, from the document's own numbering.
marker string! Marker as printed, empty where there is none.
path list<string>! Markers from the top down.
kind string! heading, item, text or title.
heading string! The heading's words, empty where the section is one paragraph.
text string! All its own words, without marker and without its sub-sections.
page_first int32 First page, from 1; null where the format has no pages.
page_last int32 Last page, from 1.
"""),
)

TABLE_ROWS = TableSpec(
    "table_rows",
    "Rows of the tables, joined over pages.",
    ("doc_id", "table_no", "row_no"),
    _columns("""
doc_id string! The document.
table_no int32! Number of the table in the document.
row_no int32! Number of the row in the table.
appendix string! "Phụ lục I"; empty for a table in the body.
appendix_title string! Title of the appendix.
group string Group rows above it, outermost first, joined by " > ".
label string! STT as printed, empty where there is none.
cells map<string,string>! Column role (task, lead, deadline, other:3 …) to the cell's text.
pages list<int32>! Pages it stands on, from 1.
"""),
)

TASK_UNITS = TableSpec(
    "task_units",
    "Every unit of a task, with its role and how it was recognised.",
    ("doc_id", "task_id", "seq"),
    _columns("""
task_id string! The task.
role enum! lead, coordinator, report_to or mentioned.
unit_id string Gazetteer id; null where unknown or more than one unit fits.
name string! Official name in full; as written where unknown.
mention string! As written in the document.
start int32 First character in the document's text; null where inherited from elsewhere.
end int32 End of the mention in the document's text (exclusive).
page int32 Page of the mention, from 1.
score float How well the name matched, 0..1.
match enum! exact, alias, fuzzy, elided or inherited.
doc_id string! The document.
seq int32! Order in the task, from 1.
candidates list<string>! Ids of the units that fit equally well.
"""),
)

TASK_DEADLINES = TableSpec(
    "task_deadlines",
    "Every deadline of a task.",
    ("doc_id", "task_id", "seq"),
    _columns(f"""
task_id string! The task.
seq int32! Order in the task, from 1; the main one is first.
main bool! The deadline published with the task.
{_DEADLINE.strip()}
doc_id string! The document.
inferred bool! A year or month left out was taken from the document's date.
fuzzy bool! Bounds by convention (đầu, giữa, cuối).
problem string impossible or past: kept as written.
rule string! The grammar rule that read it.
confidence float Chance that it is right.
"""),
)

REFERENCES = TableSpec(
    "references",
    "Other documents that are cited.",
    ("doc_id", "seq"),
    _columns("""
doc_id string! The document that cites.
task_id string The task that cites; null where it stands elsewhere in the document.
cited string! Normalised number and symbol ("57-NQ/TW").
type_code string Kind of the cited document ("NQ").
issuer string Who issued it, where said.
date date Its date, where said.
text string! As written.
target_doc_id string The cited document, where it is among the published ones and only one fits.
seq int32! Order in the document, from 1.
"""),
)

EVIDENCE = TableSpec(
    "evidence",
    "Where each field of a task stands on its page.",
    ("doc_id", "task_id", "seq"),
    _columns("""
task_id string! The task.
field enum! text, lead, coordinator, report_to, deadline, product, responsible or reference.
page int32! Page, from 1.
x0 float! Left edge, points from the page's left.
y0 float! Top edge, points from the page's top.
x1 float! Right edge.
y1 float! Bottom edge.
doc_id string! The document.
seq int32! Order in the task, from 1.
"""),
)

# the order in which they are published: `documents` last, so that a row in it means that all its other rows are there
TABLES: dict[str, TableSpec] = {
    t.name: t for t in (SECTIONS, TABLE_ROWS, TASK_UNITS, TASK_DEADLINES, REFERENCES, EVIDENCE, TASKS, DOCUMENTS)
}


def _arrow_types() -> dict[str, pa.DataType]:
    import pyarrow as pa

    text = pa.string()
    return {
        "string": text,
        "int32": pa.int32(),
        "int64": pa.int64(),
        "float": pa.float64(),
        "bool": pa.bool_(),
        "date": pa.date32(),
        "timestamp": pa.timestamp("us", tz="UTC"),
        "enum": pa.dictionary(pa.int32(), text),
        "list<string>": pa.list_(text),
        "list<int32>": pa.list_(pa.int32()),
        "map<string,string>": pa.map_(text, text),
    }


@cache
def arrow_schema(table: str) -> pa.Schema:
    """The pyarrow schema of a published table; version and meanings stand in its metadata."""
    import pyarrow as pa

    types, spec = _arrow_types(), TABLES[table]
    fields = [pa.field(c.name, types[c.type], metadata={"description": c.meaning}) for c in spec.columns]
    return pa.schema(
        fields,
        metadata={"giaoviec.table": table, "giaoviec.schema_version": SCHEMA_VERSION, "description": spec.meaning},
    )


def markdown() -> str:
    """The data dictionary, docs/tables.md."""
    out = [
        "# Published tables",
        "",
        f"Schema version {SCHEMA_VERSION}. Made from `pipeline/schemas.py` by `make docs`; do not edit by hand.",
        "",
    ]
    for name in ("documents", "tasks", *sorted(set(TABLES) - {"documents", "tasks"})):
        spec = TABLES[name]
        out += [
            f"## {name}",
            "",
            f"{spec.meaning} Unique by, and ordered by: {', '.join(spec.key)}.",
            "",
            "| column | type | null | meaning |",
            "|---|---|---|---|",
        ]
        out += [
            f"| {c.name} | {c.type} | {'never' if c.required else 'possible'} | {c.meaning} |" for c in spec.columns
        ]
        out.append("")
    return "\n".join(out)
