"""The real PDFs of ../shared: every task's text and product stands whole in the document; rules that hold in them."""
from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from extractors.models import Document, Grid, Paragraph
from extractors.readers.pdf import read_pdf
from extractors.readers.write import glue

SHARED = Path(__file__).parent.parent.parent / "shared"
FILES = sorted((SHARED / "corpus" / "pdf").glob("*.pdf"))
pytestmark = [pytest.mark.slow, pytest.mark.skipif(not FILES, reason="../shared is not here")]


def _rows(document: Document) -> list[dict[int, str]]:
    """Rows of all tables by column, a row that goes on on the next page joined to its beginning."""
    out: list[dict[int, str]] = []
    for grid in (b for b in document.blocks if isinstance(b, Grid)):
        for i, row in enumerate(grid.rows):
            cells = {c.col: document.text[c.start:c.end] for c in row.cells}
            if i <= 1 and out and cells.get(0) == "" and len(cells) > 2:
                for col, text in cells.items():
                    out[-1][col] = out[-1].get(col, "") + (glue(out[-1].get(col, ""), text) if text else "") + text
            elif cells.get(0) != "STT":
                out.append(cells)
    return out


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_every_task_stands_whole_in_the_document(path: Path) -> None:
    from rapidfuzz import fuzz

    document = read_pdf(path.read_bytes())
    pieces = [document.text[b.start:b.end] for b in document.blocks if isinstance(b, Paragraph)]
    pieces += [text for row in _rows(document) for text in row.values() if text]
    pieces += [re.sub(r"^(?:[-+]|[a-zđ]\)|\d+\.)\s", "", p) for p in pieces]
    for line in (SHARED / "gold" / f"{path.stem}.jsonl").read_text(encoding="utf-8").splitlines():
        task = json.loads(line)
        for name in ("text", "product"):
            wanted = task.get(name)
            if wanted:
                best = max(fuzz.ratio(wanted, p) if len(p) < 2 * len(wanted) + 20 else fuzz.partial_ratio(wanted, p)
                           for p in pieces)
                assert best >= 99, (task["path"], name, wanted[:60])


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_no_page_furniture_in_the_text(path: Path) -> None:
    document = read_pdf(path.read_bytes())
    numbers = {f.page: f.text for f in document.furniture if f.kind == "page_number"}
    assert numbers == {n: str(n + 1) for n in range(1, len(document.pages))}
    assert not any(re.fullmatch(r"\d{1,3}", document.text[b.start:b.end]) for b in document.blocks)
    assert not document.warnings


def test_numbers_of_the_long_table_run_without_a_gap() -> None:
    path = next(p for p in FILES if p.stem.startswith("kehoach"))
    labels = [row.get(0, "") for row in _rows(read_pdf(path.read_bytes()))]
    numbers = [int(x) for x in labels if x.isdigit()]
    assert numbers[:numbers.index(max(numbers)) + 1] == list(range(1, max(numbers) + 1))
