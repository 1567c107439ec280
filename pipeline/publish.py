"""Writes the published tables: every reader sees, at any moment, each document once, whole, or not at all.

Layout under the output folder: `<table>/part-3f.parquet`, one file for all documents whose doc_id begins with "3f"
(at most 256 files a table, whatever the number of documents), and `<table>/0-schema.parquet` without rows, so that a
table can be read before anything is in it. A worker stages a document's rows as one file in `_state/staging`; a publish
merges staged documents into the parts they belong to, each new part written aside and moved into place with os.replace,
`documents` last. A killed run leaves whole old or whole new parts, and staged files that the next run publishes.
Files hold the same bytes for the same documents and version, whatever the order or the number of workers (`documents`
apart, which says when and how long).
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from pipeline.rows import Rows
from pipeline.schemas import TABLES, arrow_schema

if TYPE_CHECKING:
    import pyarrow as pa

BUCKET_DIGITS = 2


def bucket_of(doc_id: str) -> str:
    """The part a document belongs to."""
    return doc_id[:BUCKET_DIGITS]


def replace_with(target: Path, scratch: Path, write: Callable[[Path], object]) -> None:
    """Writes a file aside with `write(path)`, flushes it to the disk and moves it into place: whole or not at all."""
    scratch.mkdir(parents=True, exist_ok=True)
    temporary = scratch / f"{uuid4().hex}.tmp"
    try:
        write(temporary)
        with temporary.open("rb+") as f:
            os.fsync(f.fileno())
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)


class Store:
    """The published tables in one output folder. One writer at a time (see pipeline.lock), any number of readers."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self.staging = out / "_state" / "staging"
        self.scratch = out / "_state" / "scratch"
        self.damaged = out / "_state" / "damaged"

    def part(self, table: str, bucket: str) -> Path:
        """The file that holds one bucket of a table."""
        return self.out / table / f"part-{bucket}.parquet"

    def prepare(self) -> None:
        """Makes the folders, an empty readable file in each table, and sweeps what a killed run left half-written."""
        for folder in (self.staging, self.scratch, *(self.out / name for name in TABLES)):
            folder.mkdir(parents=True, exist_ok=True)
        for left in self.scratch.glob("*.tmp"):
            left.unlink(missing_ok=True)
        for name in TABLES:
            target = self.out / name / "0-schema.parquet"
            if not target.exists():
                self._write(target, arrow_schema(name).empty_table())

    # --- staging: one file a document, written by the workers ---------------------------------------------------

    def stage(self, doc_id: str, rows: Rows) -> Path:
        """Writes one document's rows of all tables as one file of Arrow streams, in the order of TABLES."""
        import pyarrow as pa

        target = self.staging / f"{doc_id}.arrows"

        def write(path: Path) -> None:
            with pa.OSFile(str(path), "wb") as sink:
                for name in TABLES:
                    table = pa.Table.from_pylist(rows[name], schema=_plain(arrow_schema(name)))
                    with pa.ipc.new_stream(sink, table.schema) as stream:
                        stream.write_table(table)

        replace_with(target, self.scratch, write)
        return target

    def staged(self) -> list[str]:
        """The documents that wait to be published, among them those a killed run left."""
        return sorted(p.stem for p in self.staging.glob("*.arrows"))

    def adopt(self, version: str) -> list[str]:
        """Publishes what a killed run of this version staged and could not publish; forgets the rest."""
        whole = [doc_id for doc_id in self.staged() if self._staged_version(doc_id) == version]
        self.discard(set(self.staged()) - set(whole))
        self.publish(whole)
        return whole

    def _staged_version(self, doc_id: str) -> str | None:
        import pyarrow as pa

        try:
            documents = _read_staged(self.staging / f"{doc_id}.arrows")["documents"]
        except (pa.ArrowException, OSError):
            return None
        return str(documents["pipeline_version"][0].as_py()) if len(documents) == 1 else None

    def discard(self, doc_ids: Iterable[str]) -> None:
        """Forgets staged documents."""
        for doc_id in doc_ids:
            (self.staging / f"{doc_id}.arrows").unlink(missing_ok=True)

    # --- publishing ---------------------------------------------------------------------------------------------

    def publish(self, doc_ids: Sequence[str]) -> None:
        """Merges staged documents into the parts, table by table, `documents` last; then drops the staged files."""
        buckets: dict[str, list[str]] = defaultdict(list)
        for doc_id in sorted(set(doc_ids)):
            buckets[bucket_of(doc_id)].append(doc_id)
        for bucket, members in sorted(buckets.items()):
            staged = [_read_staged(self.staging / f"{m}.arrows") for m in members]
            for name in TABLES:
                self._merge(name, bucket, members, [tables[name] for tables in staged])
            self.discard(members)

    def _merge(self, name: str, bucket: str, members: list[str], new: list[pa.Table]) -> None:
        import pyarrow as pa
        import pyarrow.compute as pc

        target = self.part(name, bucket)
        tables = list(new)
        if target.exists():
            old = read_part(target, name)
            kept = old.filter(pc.invert(pc.is_in(old["doc_id"], pa.array(members))))
            if len(kept) == len(old) and not any(map(len, new)):
                return  # nothing to add and nothing to take away
            tables.append(kept)
        self._write(target, _ordered(name, pa.concat_tables(tables)))

    def rewrite(self, name: str, path: Path, table: pa.Table) -> None:
        """Puts new rows of the same documents in place of a part."""
        self._write(path, _ordered(name, table))

    def _write(self, target: Path, table: pa.Table) -> None:
        import pyarrow.parquet as pq

        replace_with(
            target,
            self.scratch,
            lambda path: pq.write_table(
                table, path, compression="zstd", row_group_size=65_536, write_page_checksum=True
            ),
        )

    # --- reading back -------------------------------------------------------------------------------------------

    def known(self) -> dict[str, dict[str, object]]:
        """doc_id to what is published of it (status, version, source …), for whole parts only.

        Parts that cannot be read are set aside in `_state/damaged` first, so that their documents are made anew.
        """
        import pyarrow.parquet as pq

        columns = [
            "doc_id",
            "sha256",
            "status",
            "pipeline_version",
            "source_name",
            "source_uri",
            "duplicate_of",
            "reason",
            "reason_code",
            "task_count",
            "pages",
        ]
        bad = self._set_damaged_aside()
        out: dict[str, dict[str, object]] = {}
        for path in sorted((self.out / "documents").glob("part-*.parquet")):
            if path.stem.removeprefix("part-") not in bad:
                table = pq.read_table(path, columns=columns, partitioning=None)
                out |= {str(row["doc_id"]): row for row in table.to_pylist()}
        return out

    def _set_damaged_aside(self) -> set[str]:
        buckets = {p.stem.removeprefix("part-") for name in TABLES for p in (self.out / name).glob("part-*.parquet")}
        bad: set[str] = set()
        for bucket in buckets:
            for name in TABLES:
                part = self.part(name, bucket)
                if not part.exists():
                    bad.add(bucket)
                elif not _readable(part, name):
                    bad.add(bucket)
                    self.damaged.mkdir(parents=True, exist_ok=True)
                    part.replace(self.damaged / f"{name}-{part.name}")
        return bad


def _readable(part: Path, name: str) -> bool:
    """Whether a part's footer can be read and holds the columns of its table."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return "doc_id" in pq.read_schema(part).names and name in TABLES
    except (pa.ArrowException, OSError):
        return False


def read_part(path: Path, name: str) -> pa.Table:
    """One part with the columns of today's schema (an older part's missing columns are null), enums as plain text."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = _plain(arrow_schema(name))
    table = pq.read_table(path, partitioning=None, page_checksum_verification=True, use_threads=False)
    columns = [
        table[f.name].cast(f.type) if f.name in table.column_names else pa.nulls(len(table), f.type) for f in schema
    ]
    return pa.table(columns, schema=schema)


def _plain(schema: pa.Schema) -> pa.Schema:
    """The same schema with dictionary columns as plain text: what rows are merged in."""
    import pyarrow as pa

    return pa.schema(
        [f.with_type(f.type.value_type) if pa.types.is_dictionary(f.type) else f for f in schema],
        metadata=schema.metadata,
    )


def _ordered(name: str, table: pa.Table) -> pa.Table:
    """Rows by the table's key, one chunk, dictionaries in order of appearance: the same bytes for the same rows."""
    schema = arrow_schema(name)
    table = table.sort_by([(key, "ascending") for key in TABLES[name].key]).combine_chunks()
    return table.cast(schema)


def _read_staged(path: Path) -> dict[str, pa.Table]:
    import pyarrow as pa

    with pa.OSFile(str(path), "rb") as source:
        return {name: pa.ipc.open_stream(source).read_all() for name in TABLES}
