"""Makes the sample directives and their gold: `python -m samples.generate [--from FOLDER] [--files …] [--gold …]`.

Reads `samples/sources/*.txt`. Writes `data/raw/NAME.{txt,docx,pdf}` and `samples/gold/NAME.{jsonl,document.json}`;
the same sources always give the same bytes.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from samples import write_gold, write_pdf, write_text, write_word
from samples.markup import SOURCES, Sample, read_all

ROOT = Path(__file__).parent.parent
WRITERS = {"txt": write_text.write, "docx": write_word.write, "pdf": write_pdf.write}


def make(sample: Sample, files: Path, gold: Path) -> Path:
    """Writes one sample and its gold; returns the sample's path."""
    path = files / f"{sample.name}.{sample.format}"
    path.write_bytes(WRITERS[sample.format](sample))
    write_gold.write(sample, gold)
    return path


def make_all(sources: Path, files: Path, gold: Path) -> Iterator[tuple[Sample, Path]]:
    """Writes the samples of a folder and their gold, one after the other."""
    for folder in (files, gold):
        folder.mkdir(parents=True, exist_ok=True)
    for sample in read_all(sources):
        yield sample, make(sample, files, gold)


def main() -> None:
    """Makes every sample."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--from", type=Path, default=SOURCES, dest="sources")
    parser.add_argument("--files", type=Path, default=ROOT / "data" / "raw")
    parser.add_argument("--gold", type=Path, default=ROOT / "samples" / "gold")
    given = parser.parse_args()
    for sample, path in make_all(given.sources, given.files, given.gold):
        print(f"{path}: {path.stat().st_size} bytes, {len(sample.marks)} tasks in the gold")


if __name__ == "__main__":
    main()
