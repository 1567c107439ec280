"""The mentions as spaCy spans: the text is kept letter for letter, offsets agree, each finder has its group."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

spacy = pytest.importorskip("spacy")

from extractors.mentions import KEYS, Tokenizer, excerpt, lay, pipeline  # noqa: E402

tokenizer = Tokenizer(spacy.blank("xx").vocab)
TEXT = (
    "2. Giao Sở Y tế chủ trì, phối hợp với Công an tỉnh triển khai Nghị quyết số 57-NQ/TW ngày 22/12/2024 "
    "của Bộ Chính trị;\nbáo cáo UBND tỉnh trước ngày 15/3/2026."
)


@dataclass(frozen=True)
class Found:
    start: int
    end: int


def spans(doc: object, key: str) -> list[str]:
    return [span.text for span in doc.spans[key]]  # type: ignore[attr-defined]


@given(st.text(max_size=200))
def test_the_text_is_kept_letter_for_letter(text: str) -> None:
    assert tokenizer(text).text == text


def test_a_mention_inside_a_token_covers_all_of_it() -> None:
    doc = tokenizer("Sở Y tế; UBND")
    lay(doc, "units", [(Found(1, 6), "x", None), (Found(9, 13), "y", "u1"), (Found(-1, -1), "inherited", None)])
    assert spans(doc, "units") == ["Sở Y tế", "UBND"]
    assert [s.kb_id_ for s in doc.spans["units"]] == ["", "u1"]


def test_every_finder_has_its_group() -> None:
    from extractors.units import Place

    doc = pipeline(Place("Lam Khê", date(2026, 2, 5)), "2026-02-05")(TEXT)
    assert set(KEYS) <= set(doc.spans)
    assert doc.text == TEXT
    assert {"Sở Y tế", "Công an tỉnh", "UBND tỉnh"} <= set(spans(doc, "units"))
    assert any("15/3/2026" in s for s in spans(doc, "deadlines"))
    assert not any("22/12/2024" in s for s in spans(doc, "deadlines")), "a citation's date is no deadline"
    assert any("57-NQ/TW" in s for s in spans(doc, "references"))
    deadline = next(s for s in doc.spans["deadlines"] if "15/3/2026" in s.text)
    assert (deadline.label_, deadline.kb_id_) == ("date", "2026-03-15")


def test_an_excerpt_keeps_its_spans_and_can_be_drawn() -> None:
    from spacy import displacy

    doc = pipeline()(TEXT)
    start = TEXT.index("báo cáo")
    part = excerpt(doc, start, len(TEXT))
    assert part.text == TEXT[start:]
    assert spans(part, "references") == []
    assert spans(part, "units") == [s.text for s in doc.spans["units"] if s.start_char >= start] != []
    html = displacy.render(part, style="span", options={"spans_key": "units"}, jupyter=False)
    assert "UBND" in html
    with pytest.raises(ValueError, match="no tokens"):
        excerpt(doc, len(TEXT) + 5, len(TEXT) + 9)


def test_an_extraction_as_a_document() -> None:
    from extractors.extract import extract
    from extractors.mentions import to_doc
    from samples.generate import ROOT

    path = ROOT / "data" / "raw" / "cong-dien.txt"
    extraction = extract(path.read_bytes(), path.name)
    doc = to_doc(extraction)
    assert doc.text == extraction.document.text
    assert len(doc.spans["tasks"]) >= len(extraction.tasks) > 0
    first = extraction.tasks[0]
    assert doc.spans["tasks"][0].label_ == "/".join(first.path)
