"""Links citations to the cited documents, where these are published too.

Reads `documents` and `references`. Writes `target_doc_id` in `references`: the one published document that bears the
cited number and symbol and, where the citation says its date, was issued on that day; null where none or several fit.
The links depend on the set of documents only, not on the order in which they came.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from pipeline.publish import Store, read_part

if TYPE_CHECKING:
    import pyarrow as pa

Bearers = Mapping[str, list[tuple[str, date | None]]]  # number and symbol -> (doc_id, day of issue)


def bearers(store: Store) -> Bearers:
    """The published documents by number and symbol; blank numbers and duplicates are left out."""
    import pyarrow.dataset as ds

    rows = (
        ds.dataset(store.out / "documents", format="parquet")
        .to_table(columns=["doc_id", "number_symbol", "issued_date", "status"])
        .to_pylist()
    )
    found: dict[str, list[tuple[str, date | None]]] = defaultdict(list)
    for row in rows:
        name = row["number_symbol"] or ""
        if name[:1].isdigit() and row["status"] in {"ok", "partial"}:
            found[name.casefold()].append((row["doc_id"], row["issued_date"]))
    return found


def target(doc_id: str, cited: str, day: date | None, known: Bearers) -> str | None:
    """The one document that a citation can mean."""
    fits = [
        other
        for other, issued in known.get(cited.casefold(), ())
        if other != doc_id and (day is None or issued is None or day == issued)
    ]
    return fits[0] if len(fits) == 1 else None


def link(store: Store) -> int:
    """Brings all links up to date and returns how many there are; parts without a change are not written."""
    known, total = bearers(store), 0
    for path in sorted((store.out / "references").glob("part-*.parquet")):
        table = read_part(path, "references")
        citations = table.select(["doc_id", "cited", "date"]).to_pylist()
        links = [target(c["doc_id"], c["cited"], c["date"], known) for c in citations]
        total += sum(x is not None for x in links)
        if links != table["target_doc_id"].to_pylist():
            store.rewrite("references", path, _with_links(table, links))
    return total


def _with_links(table: pa.Table, links: list[str | None]) -> pa.Table:
    import pyarrow as pa

    at = table.schema.get_field_index("target_doc_id")
    return table.set_column(at, table.schema.field(at), pa.array(links, pa.string()))
