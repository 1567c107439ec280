"""Measures the speed of reading scans against a bare Tesseract pass: `python -m benchmarks.scan_speed [--pages N]`.

Reads pages of the scans of `../shared/corpus`; for each page, one after the other in one process: the bare engine over
the rendered page (same engine, model, one thread, page mode 3), and the whole way from the PDF page to mended words.
Processor seconds are compared, so that other work on the machine hardly counts. Writes
`benchmarks/results/scan_speed.json`.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks import machine
from extractors.readers.ocr.contract import PageImage
from extractors.readers.ocr.engine import Engine, find_models, load_engine, no_ocr
from extractors.readers.ocr.recognise import read_picture
from extractors.readers.pdf_pictures import render
from extractors.repair import repair_page

CORPUS = Path(__file__).parent.parent.parent / "shared" / "corpus"
TARGET = 1.15  # times the bare pass, at most


def bare_engine() -> Callable[[PageImage], str]:
    """The engine as it is: a grey or colour page in, its text out."""
    import tesserocr
    found = find_models()
    if found is None:
        raise no_ocr()
    api = tesserocr.PyTessBaseAPI(path=found.folder, lang=found.text, oem=tesserocr.OEM.LSTM_ONLY,
                                  psm=tesserocr.PSM.AUTO)

    def read(page: PageImage) -> str:
        height, width = page.pixels.shape[:2]
        depth = 1 if page.pixels.ndim == 2 else 3
        api.SetImageBytes(page.pixels.tobytes(), width, height, depth, width * depth)
        api.SetSourceResolution(round(width / page.width * 72))
        return str(api.GetUTF8Text())

    return read


def spent(work: Callable[[], Any]) -> float:
    """Processor seconds of a piece of work."""
    start = time.process_time()
    work()
    return time.process_time() - start


def pages(kind: str, count: int) -> Iterator[tuple[Any, int]]:
    """Pages spread evenly over the scans of a kind: an open PDF and a page number."""
    import pypdfium2
    for path in sorted((CORPUS / kind).glob("*.pdf")):
        pdf = pypdfium2.PdfDocument(path)
        share = max(1, round(count * len(pdf) / 40))
        for i in range(share):
            yield pdf, i * len(pdf) // share
        pdf.close()


def measure(kind: str, count: int, engine: Engine, bare: Callable[[PageImage], str]) -> dict[str, float | int]:
    """Processor seconds a page, bare and whole."""
    ours = theirs = 0.0
    n = 0
    for pdf, number in pages(kind, count):
        picture = render(pdf, number, "", 300)
        theirs += spent(partial(bare, picture))
        ours += spent(partial(_whole, pdf, number, engine))
        n += 1
    return {"pages": n, "bare_cpu_seconds_a_page": round(theirs / n, 3), "whole_cpu_seconds_a_page": round(ours / n, 3),
            "times_bare": round(ours / theirs, 3), "target": TARGET,
            "pages_a_second_on_two_cores": round(2 * n / ours, 2)}


def _whole(pdf: Any, number: int, engine: Engine) -> None:
    repair_page(read_picture(render(pdf, number, "", 300), engine))


def main() -> None:
    """Runs the measurement and writes the result file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=16)
    given = parser.parse_args()
    import cv2
    cv2.setNumThreads(1)
    engine, bare = load_engine(), bare_engine()
    figures = {kind: measure(kind, given.pages, engine, bare) for kind in ("scan-clean", "scan-hard")}
    facts = machine.facts(f"python -m benchmarks.scan_speed --pages {given.pages}") | {"engine": engine.name}
    (machine.RESULTS / "scan_speed.json").write_text(json.dumps(facts | {"figures": figures}, indent=1) + "\n",
                                                     encoding="utf-8")
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
