"""From an extraction to rows: ids, roles, pages, evidence, references."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from extractors.models import Head, Role, Status, TaskUnit
from pipeline.rows import FileFacts, Rows, extraction_rows, task_ids, unread_rows
from pipeline.schemas import TABLES
from pipeline.work import judged
from tests.made_documents import extraction, mention, task

FACTS = FileFacts("0123456789abcdef", "a.pdf", "file:///in/a.pdf", "0123456789abcdef" + "0" * 48, 10)


def rows_of(**fields: object) -> Rows:
    return extraction_rows(FACTS, extraction(**fields), "v1", 0.5)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("paths", "ids"),
    [
        ([("II", "2", "-1")], ["d:II/2/-1"]),
        ([("1",), ("2",), ("1",), ("1",)], ["d:1", "d:2", "d:1#2", "d:1#3"]),
        ([()], ["d:"]),
        ([("Phụ lục I", "VI", "42")], ["d:Phụ lục I/VI/42"]),
    ],
)
def test_task_ids_are_document_and_path_each_once(paths: list[tuple[str, ...]], ids: list[str]) -> None:
    assert task_ids("d", [task(n, p) for n, p in enumerate(paths)]) == ids


def test_every_row_has_the_schemas_columns_and_no_other() -> None:
    for table, rows in rows_of().items():
        assert rows, table
        for row in rows:
            assert set(row) <= set(TABLES[table].names), table
            missing = {c.name for c in TABLES[table].columns if c.required and row.get(c.name) is None}
            assert not missing, (table, missing)


def test_units_by_role_aligned_each_once() -> None:
    row = rows_of()["tasks"][0]
    assert (row["lead_ids"], row["lead_names"]) == (["u1"], ["Sở Y tế"])
    assert (row["coordinator_ids"], row["coordinator_names"]) == ([None], ["Sở Tài chính"])
    assert row["report_to_names"] == []


def test_main_deadline_and_all_deadlines() -> None:
    rows = rows_of()
    assert rows["tasks"][0]["due_date"] == date(2026, 5, 14)
    assert [r["main"] for r in rows["task_deadlines"]] == [True, True]
    none = extraction_rows(FACTS, replace(extraction(1), tasks=()), "v")
    assert none["tasks"] == []
    bare = extraction_rows(FACTS, replace(extraction(1), tasks=(task(0, ("1",), deadlines=()),)), "v")
    assert bare["tasks"][0]["deadline_kind"] == "none"
    assert bare["task_deadlines"] == []


def test_pages_are_counted_from_one_and_null_without_pages() -> None:
    row = rows_of()["tasks"][0]
    assert (row["page_first"], row["page_last"]) == (1, 1)
    assert rows_of()["table_rows"][0]["pages"] == [1]
    row = rows_of(pages=0)["tasks"][0]
    assert (row["page_first"], row["page_last"]) == (None, None)


def test_evidence_says_where_each_field_stands() -> None:
    rows = rows_of()
    assert {r["field"] for r in rows["evidence"]} == {"text", "lead", "coordinator", "deadline", "product", "reference"}
    assert all(r["page"] == 1 and r["x0"] < r["x1"] for r in rows["evidence"])
    assert rows_of(pages=0)["evidence"] == []


def test_inherited_unit_has_no_place() -> None:
    inherited = TaskUnit(Role.LEAD, mention("Sở Nội vụ", "u9"))
    rows = extraction_rows(FACTS, replace(extraction(1), tasks=(task(0, ("1",), units=(inherited,)),)), "v")
    [unit] = rows["task_units"]
    assert (unit["start"], unit["end"], unit["page"]) == (None, None, None)
    assert not [r for r in rows["evidence"] if r["field"] == "lead"]


def test_reference_names_the_task_that_cites_it() -> None:
    [reference] = rows_of(tasks=1)["references"]
    assert (reference["cited"], reference["task_id"]) == ("12/QĐ-UBND", "0123456789abcdef:II/1")


def test_confidence_that_was_not_measured_is_null() -> None:
    row = rows_of()["tasks"][0]
    assert row["confidence"] == 0.8765
    assert row["confidence_text"] is None


def test_unread_file_is_one_row_with_its_reason() -> None:
    rows = unread_rows(FACTS, Status.FAILED, "Tệp rỗng.", "empty", "v1")
    assert [t for t, r in rows.items() if r] == ["documents"]
    row = rows["documents"][0]
    assert (row["status"], row["reason"], row["reason_code"], row["task_count"]) == ("failed", "Tệp rỗng.", "empty", 0)


def test_nothing_found_is_never_an_empty_success() -> None:
    nothing = extraction(0)
    assert judged(nothing)[0].warnings[-1].code == "no_tasks"
    stranger, code = judged(replace(nothing, head=Head()))
    assert (stranger.status, code) == (Status.FAILED, "not_directive")
    blank, code = judged(replace(nothing, document=replace(nothing.document, text=" ")))
    assert (blank.status, code) == (Status.FAILED, "no_text")
    assert judged(extraction(2)) == (extraction(2), None)
