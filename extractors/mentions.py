"""The mentions of a text as a spaCy document: units, deadlines and references as span groups, for notebooks.

Reads a text, or an `Extraction`; writes a spaCy `Doc` whose `doc.spans` hold "units", "deadlines" and "references"
(and "tasks", where it came from an extraction). `doc.text` is the text itself, so offsets agree with every other type.

    doc = pipeline(Place("Lam Khê", None), issued="2026-02")("Giao Sở Y tế báo cáo trước ngày 15/3.")
    displacy.render(doc, style="span", options={"spans_key": "units"})
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Protocol

from extractors.models import Span

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

    from extractors.models import Extraction
    from extractors.units import Place

COMPONENT = "giaoviec_mentions"
KEYS = ("units", "deadlines", "references")

_TOKEN = re.compile(r"\w+|[^\w\s]|\s")


class _Found(Protocol):
    """What every finder yields: a half-open range of the text."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


class Tokenizer:
    """Words, marks and odd white space, one pass, letter for letter: `doc.text` equals the text given."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        from spacy.tokens import Doc

        words: list[str] = []
        spaces: list[bool] = []
        for token in _TOKEN.findall(text):
            if token == " " and words and not spaces[-1]:
                spaces[-1] = True
            else:
                words.append(token)
                spaces.append(False)
        return Doc(self.vocab, words=words, spaces=spaces)


class Mentions:
    """The pipeline's component: runs this project's finders and lays what they find over the tokens."""

    def __init__(self, province: str | None, on: str | None, issued: str | None) -> None:
        from extractors.units import Place
        from gazetteers.units import load

        self.place = Place(province, date.fromisoformat(on) if on else None)
        self.issued, self.gazetteer = issued, load()

    def __call__(self, doc: Doc) -> Doc:
        from extractors.deadlines import find_deadlines
        from extractors.references import find_references
        from extractors.units import find_units

        text = doc.text
        lay(doc, "units", [(m, m.name, m.unit_id) for m in find_units(text, self.gazetteer, self.place)])
        lay(doc, "deadlines", [(m, m.kind.value, m.value) for m in find_deadlines(text, self.issued)])
        lay(doc, "references", [(m, m.type_code or "?", m.cited) for m in find_references(text)])
        return doc


def lay(doc: Doc, key: str, found: Iterable[tuple[_Found, str, str | None]]) -> None:
    """Lays (mention, label, id) over a document's tokens; a mention that ends inside a token covers all of it."""
    spans = (
        doc.char_span(m.start, m.end, label=label, kb_id=kb_id or "", alignment_mode="expand")
        for m, label, kb_id in found
        if 0 <= m.start < m.end
    )
    doc.spans[key] = [span for span in spans if span is not None]


@cache
def _register() -> None:
    """Makes the component known to spaCy, once: spaCy is loaded only where it is used."""
    from spacy.language import Language

    def make(nlp: Language, name: str, province: str | None, on: str | None, issued: str | None) -> Mentions:
        return Mentions(province, on, issued)

    defaults = {"province": None, "on": None, "issued": None}
    Language.factory(COMPONENT, default_config=defaults, func=make)


def pipeline(place: Place | None = None, issued: str | None = None) -> Language:
    """A spaCy pipeline without a model; `place` resolves unit names, `issued` ("2026-02-05", "2026-02") deadlines."""
    import spacy

    _register()
    nlp = spacy.blank("xx")
    nlp.max_length = 50_000_000  # characters; nothing here grows faster than the text
    nlp.tokenizer = Tokenizer(nlp.vocab)
    on = place.on.isoformat() if place and place.on else None
    nlp.add_pipe(COMPONENT, config={"province": place.province if place else None, "on": on, "issued": issued})
    return nlp


def to_doc(extraction: Extraction) -> Doc:
    """An extraction's document with its mentions, resolved at its own place and date, and its tasks."""
    from extractors.units import Place

    head = extraction.head
    doc = pipeline(Place(head.province, head.issued_date), head.issued)(extraction.document.text)
    lay(doc, "tasks", [(s, "/".join(t.path), None) for t in extraction.tasks for s in t.spans])
    return doc


def excerpt(doc: Doc, start: int, end: int, keys: Sequence[str] = KEYS) -> Doc:
    """The tokens from one character to another as a document of its own, with the spans that lie inside."""
    part = doc.char_span(start, end, alignment_mode="expand")
    if part is None:
        raise ValueError(f"no tokens from {start} to {end}")
    out, shift = part.as_doc(), part.start_char
    for key in keys:
        inside = [s for s in doc.spans.get(key, []) if part.start <= s.start and s.end <= part.end]
        lay(out, key, [(Span(s.start_char - shift, s.end_char - shift), s.label_, s.kb_id_) for s in inside])
    return out
