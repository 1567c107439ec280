"""The pipeline version changes with whatever may change a row."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.version import _knowledge_files, pipeline_version


@pytest.fixture(autouse=True)
def _fresh() -> None:
    pipeline_version.cache_clear()


def test_version_names_package_rules_and_schema() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+\+[0-9a-f]{8}\.s\d+", pipeline_version())


def test_rules_lexicons_and_rows_count() -> None:
    names = {name for name, _ in _knowledge_files()}
    assert {"extractors/extract.py", "pipeline/rows.py", "pipeline/schemas.py", "gazetteers/fold.py"} <= names
    assert any(n.startswith("gazetteers/data/") and n.endswith(".csv") for n in names)


def test_a_clerks_own_units_change_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "units.csv"
    monkeypatch.setenv("GIAOVIEC_UNITS", str(own))
    without = pipeline_version()
    own.write_text("id,name\n", encoding="utf-8")
    pipeline_version.cache_clear()
    first = pipeline_version()
    own.write_text("id,name\nx,y\n", encoding="utf-8")
    pipeline_version.cache_clear()
    assert len({without, first, pipeline_version()}) == 3
    pipeline_version.cache_clear()
