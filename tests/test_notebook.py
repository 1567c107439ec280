"""The notebook runs from top to bottom on tables made from the samples, and is kept without outputs."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
NOTEBOOK = ROOT / "notebooks" / "01-first-steps.ipynb"


def test_kept_without_outputs() -> None:
    nbformat = pytest.importorskip("nbformat")
    book = nbformat.read(NOTEBOOK, 4)
    code = [cell for cell in book.cells if cell.cell_type == "code"]
    assert len(code) >= 8
    assert all(not cell.outputs and cell.execution_count is None for cell in code)


@pytest.mark.slow
def test_runs_on_the_samples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nbformat, nbclient = pytest.importorskip("nbformat"), pytest.importorskip("nbclient")
    pytest.importorskip("ipykernel")
    from benchmarks.quality import extract

    extract(ROOT / "data" / "raw", tmp_path)
    monkeypatch.setenv("GIAOVIEC_TABLES", str(tmp_path / "tables"))
    monkeypatch.setenv("MPLCONFIGDIR", str(tmp_path))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", str(ROOT) + os.pathsep + os.environ.get("PYTHONPATH", ""))
    book = nbformat.read(NOTEBOOK, 4)
    nbclient.NotebookClient(book, timeout=300, kernel_name="python3", resources={"metadata": {"path": ROOT}}).execute()
    outputs = [out for cell in book.cells if cell.cell_type == "code" for out in cell.outputs]
    shown = [str(out.get("data", {}).get("text/html", "")) for out in outputs]
    assert any("image/png" in out.get("data", {}) for out in outputs), "the plot"
    assert any("displacy" in html or "units" in html for html in shown), "the highlighted mentions"
    assert any("Sở Nông nghiệp và Môi trường" in html for html in shown), "tasks by lead unit"
