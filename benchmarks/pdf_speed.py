"""Pages a second from a PDF's bytes to its Document: pages of text, pages of ruled tables, and pdfplumber beside it.

    python -m benchmarks.pdf_speed [FILE...]

Without files: the samples in data/raw and, where present, ../shared/corpus/pdf. Writes results/pdf_speed.json.
CPU seconds of one process count, the median of several runs; the wall clock depends on who else uses the machine.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from benchmarks.machine import facts, seconds, write
from extractors.models import Grid
from extractors.readers.pdf import read_pdf

ROOT = Path(__file__).parent.parent
RUNS = 5


def default_files() -> list[Path]:
    """The PDFs that the project has at hand."""
    folders = (ROOT / "data" / "raw", ROOT.parent / "shared" / "corpus" / "pdf")
    return [path for folder in folders for path in sorted(folder.glob("*.pdf"))]


def split(data: bytes) -> dict[str, bytes]:
    """One file as two: its pages with ruled tables and those without; a kind it does not have is left out."""
    import io

    import pypdfium2 as pdfium

    document = read_pdf(data)
    ruled = {b.page for b in document.blocks if isinstance(b, Grid)}
    parts: dict[str, bytes] = {}
    for name, numbers in (
        ("text", [p.number for p in document.pages if p.number not in ruled]),
        ("tables", sorted(n for n in ruled if n is not None)),
    ):
        if numbers:
            source, part, out = pdfium.PdfDocument(data), pdfium.PdfDocument.new(), io.BytesIO()
            part.import_pages(source, numbers)
            part.save(out)
            parts[name] = out.getvalue()
    return parts


def with_pdfplumber(data: bytes) -> int:
    """The same pages by pdfplumber: words, and tables where it finds rules."""
    import io

    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            page.extract_words(extra_attrs=["size", "fontname"])
            page.extract_tables()
        return len(pdf.pages)


def measure(files: Iterable[Path]) -> dict[str, dict[str, float]]:
    """Pages and pages a second by kind of page, of this project and of pdfplumber."""
    parts: dict[str, list[bytes]] = {"text": [], "tables": []}
    for path in files:
        for kind, data in split(path.read_bytes()).items():
            parts[kind].append(data)
    out = {}
    for kind, documents in parts.items():
        pages = sum(len(read_pdf(data).pages) for data in documents)
        own = seconds(lambda d=documents: [read_pdf(x) for x in d], RUNS)  # type: ignore[misc]
        rival = seconds(lambda d=documents: [with_pdfplumber(x) for x in d], 1)  # type: ignore[misc]
        if pages:
            out[kind] = {
                "pages": pages,
                "pages_per_second": round(pages / own, 1),
                "pdfplumber_pages_per_second": round(pages / rival, 1),
            }
    return out


def main() -> None:
    """Measures, prints and writes."""
    files = [Path(x) for x in sys.argv[1:]] or default_files()
    result = measure(files)
    for kind, figures in result.items():
        print(
            f"{kind:7} {figures['pages']:4} pages  {figures['pages_per_second']:7} pages/s"
            f"  pdfplumber {figures['pdfplumber_pages_per_second']} pages/s"
        )
    write("pdf_speed", facts("python -m benchmarks.pdf_speed") | {"runs": RUNS, "kinds": result})


if __name__ == "__main__":
    main()
