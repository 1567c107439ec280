"""The speed measures themselves, and what must hold on any machine: time grows with the text, not with its square."""

from __future__ import annotations

import re
import subprocess
import sys
import time

import pytest

from benchmarks import make_big
from benchmarks.speed import Figure, shown


@pytest.mark.parametrize(
    ("value", "target", "most", "met"),
    [
        (61, 60, False, True),
        (59, 60, False, False),
        (1.4, 1.5, True, True),
        (1.6, 1.5, True, False),
        (9, None, 0, None),
    ],
)
def test_a_figure_knows_its_target(value: float, target: float | None, most: bool, met: bool | None) -> None:
    figure = Figure("x", value, "s", target, most)
    assert figure.met is met
    assert ("MISSED" in shown(figure)) is (met is False)


def test_large_files_hold_what_they_are_made_for() -> None:
    import pdfplumber

    prose, ruled = make_big.prose(3), make_big.ruled(3)
    assert make_big.pdf(prose) == make_big.pdf(make_big.prose(3))
    from io import BytesIO

    with pdfplumber.open(BytesIO(make_big.pdf(prose))) as pdf:
        assert len(pdf.pages) >= 3 and not any(page.find_tables() for page in pdf.pages)
    with pdfplumber.open(BytesIO(make_big.pdf(ruled))) as pdf:
        rows = [row for page in pdf.pages for table in page.extract_tables() for row in table]
    numbers = [int(row[0]) for row in rows if row[0] and re.fullmatch(r"\d+", row[0])]
    assert numbers == list(range(1, len(numbers) + 1)) and len(numbers) >= 20


def test_importing_the_extractors_is_quick() -> None:
    code = "import time, extractors.extract; print(time.process_time())"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert float(done.stdout) < 1.0


@pytest.mark.slow
def test_time_grows_with_the_text_not_with_its_square() -> None:
    from extractors.extract import extract_document
    from extractors.read import read_document

    def taken(size: int) -> float:
        document = read_document(make_big.text(size).encode(), "x.txt")
        times = []
        for _ in range(3):
            start = time.process_time()
            extract_document(document)
            times.append(time.process_time() - start)
        return min(times)

    taken(20_000)
    assert taken(400_000) < 3 * taken(200_000)
