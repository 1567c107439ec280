"""Citations find the documents they mean, and only those."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from extractors.models import Head
from pipeline.link import link, target
from pipeline.publish import Store
from pipeline.rows import FileFacts, extraction_rows
from tests.made_documents import extraction

KNOWN = {"12/qđ-ubnd": [("a", date(2026, 1, 5)), ("b", date(2025, 1, 5))], "57-nq/tw": [("c", None)]}


@pytest.mark.parametrize(
    ("doc", "cited", "day", "found"),
    [
        ("x", "57-NQ/TW", None, "c"),
        ("x", "57-NQ/TW", date(2024, 12, 22), "c"),
        ("c", "57-NQ/TW", None, None),
        ("x", "12/QĐ-UBND", None, None),
        ("x", "12/QĐ-UBND", date(2026, 1, 5), "a"),
        ("x", "12/QĐ-UBND", date(2020, 1, 1), None),
        ("a", "12/QĐ-UBND", None, "b"),
        ("x", "9/QĐ-UBND", None, None),
    ],
)
def test_the_one_document_that_fits(doc: str, cited: str, day: date | None, found: str | None) -> None:
    assert target(doc, cited, day, KNOWN) == found


def put(store: Store, n: int, head: Head) -> str:
    facts = FileFacts(f"{n:016x}", f"{n}.txt", f"file:///{n}.txt", f"{n:064x}", 1)
    store.stage(facts.doc_id, extraction_rows(facts, extraction(1, head=head), "v1"))
    store.publish([facts.doc_id])
    return facts.doc_id


def test_links_follow_the_published_documents(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.prepare()
    citing = put(store, 1, Head(number_symbol="1/CV"))
    assert link(store) == 0
    cited = put(store, 2, Head(number_symbol="12/QĐ-UBND"))
    assert link(store) == 1
    references = pd.read_parquet(tmp_path / "references").set_index("doc_id")["target_doc_id"]
    assert references[citing] == cited
    stamp = store.part("references", "00").stat().st_mtime_ns
    assert link(store) == 1
    assert store.part("references", "00").stat().st_mtime_ns == stamp
    put(store, 3, Head(number_symbol="12/QĐ-UBND"))
    assert link(store) == 2  # the two bearers now cite one another's number; the first citation is ambiguous
    assert pd.read_parquet(tmp_path / "references").set_index("doc_id")["target_doc_id"].isna()[citing]
