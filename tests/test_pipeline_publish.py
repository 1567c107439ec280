"""The published tables: whole at any moment, each document once, the same bytes for the same documents."""

from __future__ import annotations

import threading
from itertools import permutations
from pathlib import Path

import pandas as pd
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

from extractors.models import Status
from pipeline import publish
from pipeline.publish import Store
from pipeline.rows import FileFacts, extraction_rows
from pipeline.schemas import SCHEMA_VERSION, TABLES
from tests.made_documents import extraction


def facts(n: int, bucket: str = "ab") -> FileFacts:
    return FileFacts(f"{bucket}{n:014x}", f"{n}.txt", f"file:///{n}.txt", f"{bucket}{n:062x}", n)


def put(store: Store, n: int, tasks: int = 2, version: str = "v1", bucket: str = "ab") -> str:
    f = facts(n, bucket)
    store.stage(f.doc_id, extraction_rows(f, extraction(tasks), version))
    return f.doc_id


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(tmp_path / "out")
    made.prepare()
    return made


def read(store: Store, table: str) -> pd.DataFrame:
    return pd.read_parquet(store.out / table)


def test_tables_can_be_read_before_anything_is_in_them(store: Store) -> None:
    for table in TABLES:
        assert list(read(store, table).columns) == list(TABLES[table].names)
        assert len(read(store, table)) == 0


def test_documents_go_in_and_are_replaced_whole(store: Store) -> None:
    store.publish([put(store, 1), put(store, 2), put(store, 3, bucket="cd")])
    assert len(read(store, "tasks")) == 6
    store.publish([put(store, 1, tasks=5, version="v2")])
    tasks = read(store, "tasks")
    assert tasks.groupby("doc_id").size().to_dict() == {
        facts(1).doc_id: 5,
        facts(2).doc_id: 2,
        facts(3, "cd").doc_id: 2,
    }
    assert tasks.task_id.is_unique
    assert store.staged() == []


def test_fewer_tasks_leave_no_old_rows(store: Store) -> None:
    store.publish([put(store, 1, tasks=5)])
    store.publish([put(store, 1, tasks=1)])
    for table in ("tasks", "task_deadlines"):
        assert len(read(store, table)) == 1


def test_values_come_back_as_they_were(store: Store) -> None:
    store.publish([put(store, 1)])
    row = ds.dataset(store.out / "tasks", format="parquet", partitioning="hive").to_table().to_pylist()[0]
    assert row["path"] == ["II", "1"]
    assert row["coordinator_ids"] == [None]
    assert row["deadline_bound"] == "before"
    [cells] = read(store, "table_rows")["cells"]
    assert dict(cells) == {"task": "Sở Y tế", "lead": "Sở Y tế"}


def test_metadata_travels_with_every_part(store: Store) -> None:
    store.publish([put(store, 1)])
    for table in TABLES:
        schema = pq.read_schema(store.part(table, "ab"))
        assert schema.metadata[b"giaoviec.schema_version"].decode() == SCHEMA_VERSION
        assert schema.field(0).metadata[b"description"]


def test_same_documents_same_bytes_whatever_the_order(tmp_path: Path) -> None:
    seen: dict[str, set[bytes]] = {table: set() for table in TABLES if table != "documents"}
    for k, order in enumerate(permutations([1, 2, 3])):
        store = Store(tmp_path / str(k))
        store.prepare()
        for n in order:
            store.publish([put(store, n)])
        for table, found in seen.items():
            found.add(store.part(table, "ab").read_bytes())
    assert {table: len(found) for table, found in seen.items()} == dict.fromkeys(seen, 1)


def test_a_failed_write_leaves_the_old_part_and_the_staged_file(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.publish([put(store, 1)])
    doc = put(store, 2)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as m:
        m.setattr(pq, "write_table", full)
        with pytest.raises(OSError, match="No space left"):
            store.publish([doc])
    assert len(read(store, "tasks")) == 2
    assert store.staged() == [doc]
    assert list(store.scratch.iterdir()) == []
    store.publish([doc])
    assert len(read(store, "tasks")) == 4


@pytest.mark.parametrize("stop", range(1, 9))
def test_a_kill_between_any_two_tables_repeats_and_loses_nothing(
    store: Store, monkeypatch: pytest.MonkeyPatch, stop: int
) -> None:
    """Stops after `stop` tables have been moved into place; the next run publishes what was staged."""
    store.publish([put(store, 1)])
    doc, moved, real = put(store, 2), [0], publish.replace_with

    def counted(*args: object) -> None:
        if moved[0] == stop:
            raise KeyboardInterrupt
        moved[0] += 1
        real(*args)  # type: ignore[arg-type]

    with monkeypatch.context() as m:
        m.setattr(publish, "replace_with", counted)
        if stop < 8:
            with pytest.raises(KeyboardInterrupt):
                store.publish([doc])
    assert set(store.known()) == {facts(1).doc_id}  # documents come last: a row there means that all is there
    assert Store(store.out).adopt("v1") == [doc]
    assert set(store.known()) == {facts(1).doc_id, doc}
    for table, n in (("tasks", 4), ("task_deadlines", 4), ("documents", 2), ("table_rows", 2)):
        assert len(read(store, table)) == n


def test_staged_leftovers_of_another_version_or_half_written_are_forgotten(store: Store) -> None:
    put(store, 1, version="old")
    (store.staging / "ab00000000000009.arrows").write_bytes(b"half")
    assert store.adopt("v1") == []
    assert store.staged() == []
    assert len(read(store, "documents")) == 0


@pytest.mark.parametrize("damage", ["cut", "gone"])
def test_a_damaged_part_makes_its_documents_unknown(store: Store, damage: str) -> None:
    store.publish([put(store, 1), put(store, 2, bucket="cd")])
    part = store.part("tasks", "ab")
    if damage == "cut":
        part.write_bytes(part.read_bytes()[:200])
    else:
        part.unlink()
    assert set(store.known()) == {facts(2, "cd").doc_id}
    assert len(read(store, "tasks")) == 2  # readable again, without the damaged part
    store.publish([put(store, 1)])
    assert len(read(store, "tasks")) == 4
    assert len(read(store, "documents")) == 2


def test_a_part_of_an_older_schema_is_taken_over(store: Store) -> None:
    store.publish([put(store, 1)])
    part = store.part("tasks", "ab")
    pq.write_table(pq.read_table(part, partitioning=None).drop_columns(["reviewed_by"]), part)
    store.publish([put(store, 2)])
    assert len(read(store, "tasks")) == 4
    assert list(read(store, "tasks").columns) == list(TABLES["tasks"].names)


def test_readers_never_see_half_or_double_while_a_run_writes(store: Store) -> None:
    """One thread publishes one document again and again with 1 or 3 tasks; every reading finds 1 or 3."""
    store.publish([put(store, 1, tasks=3)])
    done = threading.Event()

    def write() -> None:
        for k in range(40):
            store.publish([put(store, 1, tasks=1 + 2 * (k % 2))])
        done.set()

    writer = threading.Thread(target=write)
    writer.start()
    seen = set()
    while not done.is_set():
        seen.add(len(read(store, "tasks")))
    writer.join()
    assert seen <= {1, 3}
    assert seen


def test_unread_document_has_empty_rows_elsewhere(store: Store) -> None:
    from pipeline.rows import unread_rows

    f = facts(7)
    store.stage(f.doc_id, unread_rows(f, Status.FAILED, "Tệp rỗng.", "empty", "v1"))
    store.publish([f.doc_id])
    assert store.known()[f.doc_id]["reason"] == "Tệp rỗng."
