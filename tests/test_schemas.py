"""The published tables against the contract, and the data dictionary against the schemas."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from pipeline.schemas import SCHEMA_VERSION, TABLES, arrow_schema, markdown

DEADLINE = """deadline_text deadline_kind deadline_bound deadline_value due_from due_date due_time deadline_rrule
deadline_event"""

# the contract with notebooks and dashboards: columns may be added, not renamed or dropped
CONTRACT = {
    "documents": """doc_id source_name source_uri sha256 media_type bytes pages ocr_pages ocr_confidence doc_type
        type_code number symbol number_symbol issuer_id issuer_name issued_date issued place subject
        signer signer_title party addressed_to recipients province status duplicate_of warnings
        task_count pipeline_version processed_at seconds""",
    "tasks": f"""task_id doc_id seq origin path group heading kind text lead_ids lead_names coordinator_ids
        coordinator_names report_to_ids report_to_names responsible product {DEADLINE} references
        clear_person clear_work clear_time clear_responsibility clear_product clear_authority
        page_first page_last confidence confidence_text confidence_lead confidence_coordinators
        confidence_deadline confidence_product needs_review review_reasons review_status reviewed_by
        reviewed_at pipeline_version""",
    "sections": "doc_id section_id parent_id seq level marker path kind heading text page_first page_last",
    "table_rows": "doc_id table_no row_no appendix appendix_title group label cells pages",
    "task_units": "task_id role unit_id name mention start end page score match",
    "task_deadlines": f"task_id seq main {DEADLINE}",
    "references": "doc_id task_id cited type_code issuer date text target_doc_id",
    "evidence": "task_id field page x0 y0 x1 y1",
}


def test_tables_are_those_of_the_contract() -> None:
    assert set(TABLES) == set(CONTRACT)


@pytest.mark.parametrize("table", sorted(CONTRACT))
def test_columns_of_the_contract_are_there(table: str) -> None:
    names = arrow_schema(table).names
    assert set(CONTRACT[table].split()) <= set(names)
    assert len(names) == len(set(names))
    assert "doc_id" in names  # parts are merged by document


@pytest.mark.parametrize("table", sorted(CONTRACT))
def test_schema_says_its_version_and_what_columns_mean(table: str) -> None:
    schema = arrow_schema(table)
    assert schema.metadata[b"giaoviec.schema_version"].decode() == SCHEMA_VERSION
    assert all(len(f.metadata[b"description"]) > 8 for f in schema)
    assert set(TABLES[table].key) <= set(schema.names)


def test_types_are_those_promised() -> None:
    tasks, documents = arrow_schema("tasks"), arrow_schema("documents")
    assert tasks.field("path").type == pa.list_(pa.string())
    assert tasks.field("due_date").type == pa.date32()
    assert tasks.field("deadline_kind").type == pa.dictionary(pa.int32(), pa.string())
    assert documents.field("processed_at").type == pa.timestamp("us", tz="UTC")
    assert arrow_schema("table_rows").field("cells").type == pa.map_(pa.string(), pa.string())


def test_data_dictionary_is_up_to_date() -> None:
    page = Path(__file__).parents[1] / "docs" / "tables.md"
    assert page.read_text(encoding="utf-8") == markdown(), "run `make docs`"
