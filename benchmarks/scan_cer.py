"""Measures misread letters on scans: `python -m benchmarks.scan_cer [--kind scan-hard] [--cache FOLDER]`.

Reads the scans of `../shared/corpus` and the same documents as typed PDFs, whose text is the truth. Writes
`benchmarks/results/scan_cer.json`: wrong letters by letters (Levenshtein distance, white space folded) of running text
and of table cells, with and without what `extractors.repair` puts right.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from benchmarks import machine
from extractors.models import Document, Grid, Paragraph
from extractors.read import ReadOptions, read_document
from pipeline.page_cache import PageFiles

CORPUS = Path(__file__).parent.parent.parent / "shared" / "corpus"


@dataclass
class Count:
    """Wrong letters, letters, cells that are exactly right, cells."""

    wrong: int = 0
    letters: int = 0
    exact: int = 0
    pieces: int = 0

    def add(self, truth: str, read: str) -> None:
        """Compares one piece of text."""
        truth, read = " ".join(truth.split()), " ".join(read.split())
        self.wrong += Levenshtein.distance(truth, read)
        self.letters += len(truth)
        self.exact += truth == read
        self.pieces += 1

    @property
    def rate(self) -> float | None:
        """The share of wrong letters; None where nothing was compared."""
        return self.wrong / self.letters if self.letters else None


def running(document: Document) -> str:
    """The text outside tables, footnotes at its end."""
    texts = [document.text[b.start:b.end] for b in document.blocks if isinstance(b, Paragraph)]
    return " ".join([*texts, *(f.text for f in document.footnotes)])


def cells(document: Document) -> list[list[str]]:
    """The cells of each row of all tables."""
    grids = [b for b in document.blocks if isinstance(b, Grid)]
    return [[document.text[c.start:c.end] for c in row.cells] for grid in grids for row in grid.rows]


def compare(truth: Document, read: Document, text: Count, table: Count) -> None:
    """Counts what differs. Rows of other numbers of cells are compared as a whole."""
    text.add(running(truth), running(read))
    ours, theirs = cells(read), cells(truth)
    if [len(r) for r in ours] != [len(r) for r in theirs]:
        if theirs or ours:
            table.add(" ".join(chain.from_iterable(theirs)), " ".join(chain.from_iterable(ours)))
        return
    for right, got in zip(chain.from_iterable(theirs), chain.from_iterable(ours), strict=True):
        table.add(right, got)


def unmended(document: Document) -> Document:
    """The document as OCR read it, its repairs taken back."""
    from dataclasses import replace
    text = list(document.text)
    for repair in document.repairs:
        if len(repair.before) == repair.end - repair.start:  # others would move what follows
            text[repair.start:repair.end] = repair.before
    return replace(document, text="".join(text))


def measure(kind: str, cache: Path | None) -> dict[str, float | int | None]:
    """The figures of one kind of scan."""
    text, table, raw_text, raw_table = Count(), Count(), Count(), Count()
    options = ReadOptions(page_cache=PageFiles(cache) if cache else None)
    for scan in sorted((CORPUS / kind).glob("*.pdf")):
        truth = read_document((CORPUS / "pdf" / scan.name).read_bytes(), scan.name)
        read = read_document(scan.read_bytes(), scan.name, options)
        compare(truth, read, text, table)
        compare(truth, unmended(read), raw_text, raw_table)
    return {"text_cer": text.rate, "cell_cer": table.rate, "cells_exact": table.exact, "cells": table.pieces,
            "text_cer_unmended": raw_text.rate, "cell_cer_unmended": raw_table.rate}


def main() -> None:
    """Runs the measurement and writes the result file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kind", action="append", default=[])
    parser.add_argument("--cache", type=Path)
    given = parser.parse_args()
    kinds = given.kind or ["scan-clean", "scan-hard"]
    figures = {kind: measure(kind, given.cache) for kind in kinds}
    out = machine.RESULTS / "scan_cer.json"
    known = json.loads(out.read_text(encoding="utf-8"))["figures"] if out.exists() else {}
    facts = machine.facts("python -m benchmarks.scan_cer")
    out.write_text(json.dumps(facts | {"figures": known | figures}, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
