"""The sample directives: every file says what its source says, letter for letter, and is made again byte for byte."""

from __future__ import annotations

import json
import re
import unicodedata
import zipfile
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from samples.generate import ROOT, WRITERS, make
from samples.markup import VARIANTS, Columns, Mark, Para, Sample, Table, plain, read_all
from samples.markup import read as markup_of

RAW, GOLD = ROOT / "data" / "raw", ROOT / "samples" / "gold"
SAMPLES = {sample.name: sample for sample in read_all()}
TYPES = {"TB", "CV", "KH", "CT", "CĐ", "QĐ", "BC"}
KINDS = {"date", "month", "quarter", "half_year", "year", "period", "duration", "recurring", "ongoing", "event", "none"}


@pytest.fixture(params=sorted(SAMPLES))
def sample(request: pytest.FixtureRequest) -> Sample:
    return SAMPLES[request.param]


def words(text: str) -> Counter[str]:
    """The words of a text, whatever their order (columns are read in another order than they are written in)."""
    return Counter(re.findall(r"\w+", unicodedata.normalize("NFC", text)))


def source_words(sample: Sample, markers: bool = True) -> Counter[str]:
    """Every word the file must hold; a repeated table header is not in it."""
    out: list[str] = list(map(plain, sample.notes.values()))
    for block in sample.blocks:
        if isinstance(block, Para):
            out.append(plain(block.source) if markers else block.words)
        elif isinstance(block, Columns):
            out += [plain(text) for text in block.left + block.right]
        elif isinstance(block, Table):
            out += [cell for row in block.rows for cell in row.cells]
    return words(" ".join(out))


def read_txt(path: Path) -> str:
    return re.sub(r"(?m)^\d$|<sup>.*?</sup>|\[\^\d\]|[*_#]", " ", path.read_text(encoding="utf8"))


def read_docx(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        parts = [name for name in archive.namelist() if name in ("word/document.xml", "word/footnotes.xml")]
        xml = " ".join(archive.read(name).decode() for name in parts)
    return re.sub(r"<[^>]+>", "", re.sub(r"</w:p>", " ", xml)).replace("&quot;", '"')


def read_pdf(path: Path) -> str:
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        words = [w["text"] for page in pdf.pages for w in page.extract_words(extra_attrs=["size"]) if w["size"] > 7]
    return " ".join(words)


@pytest.mark.parametrize("name", [path.stem for path in sorted(VARIANTS.glob("*.txt"))])
def test_variants_round_trip(name: str, tmp_path: Path) -> None:
    sample = markup_of(VARIANTS / f"{name}.txt")
    path = make(sample, tmp_path, tmp_path)
    assert not source_words(sample, markers=sample.style != "numbering") - words(READERS[sample.format](path))


READERS = {"txt": read_txt, "docx": read_docx, "pdf": read_pdf}


def test_eight_samples_in_all_three_formats() -> None:
    formats = Counter(sample.format for sample in SAMPLES.values())
    assert sum(formats.values()) == 8 and min(formats[f] for f in ("txt", "docx", "pdf")) >= 2
    assert {str(sample.head["type_code"]) for sample in SAMPLES.values()} == TYPES
    assert sum(bool(sample.head["party"]) for sample in SAMPLES.values()) == 1
    assert [name for name, sample in SAMPLES.items() if not sample.marks] == ["bao-cao"]


def test_text_round_trips(sample: Sample) -> None:
    path = RAW / f"{sample.name}.{sample.format}"
    read = words(READERS[sample.format](path))
    want = source_words(sample, markers=sample.style != "numbering")
    assert not want - read
    header = words(" ".join(c for b in sample.blocks if isinstance(b, Table) for c in b.rows[0].cells))
    numbers = Counter({str(n): 1 for n in range(1, 9)})  # page numbers, footnote marks
    assert not (read - want) - header - numbers


def test_made_again_byte_for_byte(sample: Sample, tmp_path: Path) -> None:
    made = make(sample, tmp_path, tmp_path)
    kept = [RAW / made.name, GOLD / f"{sample.name}.jsonl", GOLD / f"{sample.name}.document.json"]
    for path in kept:
        assert (tmp_path / path.name).read_bytes() == path.read_bytes(), f"{path}: run `make samples`"


def test_a_letter_the_typeface_lacks_is_refused() -> None:
    broken = Sample("x", "pdf", head={"doc_type": "Chỉ thị"}, blocks=[Para("chữ ꙮ")])
    with pytest.raises(ValueError, match="ꙮ"):
        WRITERS["pdf"](broken)


def test_plan_table_runs_over_two_pages_with_a_row_cut() -> None:
    import pdfplumber

    with pdfplumber.open(RAW / "ke-hoach.pdf") as pdf:
        tables = [table for page in pdf.pages for table in page.extract_tables()]
    assert len(tables) == 2
    first, second = tables
    assert first[0] == second[0] and first[0][0] == "TT"
    assert first[-1][0] == "7" and second[1][0] == "", "row 7 goes on with an empty number"


def gold_lines() -> list[dict[str, object]]:
    return [json.loads(line) for path in sorted(GOLD.glob("*.jsonl")) for line in path.read_text("utf8").splitlines()]


def test_gold_has_the_fields_and_sound_values() -> None:
    lines = gold_lines()
    assert len(lines) >= 60
    for g in lines:
        due = g["deadline"]
        assert isinstance(due, dict)
        assert due["kind"] in due["kind_any"] and set(due["kind_any"]) <= KINDS, g["gold_id"]
        for key in ("due_from", "due_date"):
            assert due[key] is None or date.fromisoformat(due[key]), g["gold_id"]
        assert (due["text"] is None) == (due["kind"] == "none"), g["gold_id"]
        assert g["lead"] or g["lead_optional"], g["gold_id"]


def marked() -> list[tuple[Sample, Mark]]:
    return [(sample, mark) for sample in SAMPLES.values() for mark in sample.marks]


def label(value: Sample | Mark) -> str:
    return "/".join(value.path) if isinstance(value, Mark) else value.name


@pytest.mark.parametrize(("sample", "mark"), marked(), ids=label)
def test_deadline_phrase_stands_in_the_source(sample: Sample, mark: Mark) -> None:
    text = (ROOT / "samples" / "sources" / f"{sample.name}.txt").read_text("utf8")
    phrase = re.search(r'"([^"]+)"\s*$', mark.fields.get("due", ""))
    assert phrase is None or len(re.findall(re.escape(phrase[1]), text)) >= 2  # in the words and in the mark
