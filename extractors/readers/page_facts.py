"""Whether a PDF page's own text can be believed: facts read once, then one pure decision."""
from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_WORD = re.compile(r"[^\W\d_]+")
_MARKED = re.compile(r"[àáãạảăắằẳẵặâấầẩẫậèéẹẻẽêềếểễệđìíĩỉịòóõọỏôốồổỗộơớờởỡợùúũụủưứừửữựỳýỵỷỹ]")
_ONSET = "(?:ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdđghklmnprstvx])?"
_RIME = (
    "(?:oai|oay|oeo|uây|uôi|uya|uyê|uyu|iêu|yêu|ươi|ươu|uao|uêu|"
    "ai|ao|au|ay|âu|ây|eo|êu|ia|iu|oa|oă|oe|oi|oo|ôi|ơi|ua|uâ|uê|ui|uô|uơ|uy|ưa|ưi|ươ|ưu|iê|yê|"
    "[aăâeêioôơuưy])(?:ch|ng|nh|[ckmnpt])?")
_SYLLABLE = re.compile(_ONSET + _RIME)
_TONES = str.maketrans(
    "àáãạảắằẳẵặấầẩẫậèéẹẻẽềếểễệìíĩỉịòóõọỏốồổỗộớờởỡợùúũụủứừửữựỳýỵỷỹ",
    "aaaaaăăăăăâââââeeeeeêêêêêiiiiioooooôôôôôơơơơơuuuuuưưưưưyyyyy")

_FEW = 40            # words; a stamp or a signature block over a picture has fewer
COVERED = 0.55      # share of the page under one picture: a scan
_MARKS_NEEDED = 0.45  # share of words with a Vietnamese letter; real text has 0.7 to 0.85
_SYLLABLES_NEEDED = 0.75
_UNMAPPED_ALLOWED = 0.05


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What is known of a page before its text is believed. `text`: its characters in any order of lines;
    `unmapped`: how many of them have no certain letter; `image_share`: the part of the page (0..1) under its largest
    picture; `drawn`: how many shapes are painted on it."""

    number: int
    text: str
    unmapped: int = 0
    image_share: float = 0.0
    drawn: int = 0


@lru_cache(maxsize=20_000)
def is_syllable(word: str) -> bool:
    """Whether a word (NFC) has the form of one Vietnamese syllable, with or without marks."""
    return bool(_SYLLABLE.fullmatch(word.lower().translate(_TONES)))


def shares(text: str) -> tuple[int, float, float]:
    """Of a text: its number of words, the share with a Vietnamese letter, the share formed as a syllable.

    Abbreviations in capitals without a vowel ("UBND", "KHCN") count in neither share.
    """
    words = [w for w in _WORD.findall(text) if not (w.isupper() and len(w) < 7 and w.isascii() and not is_syllable(w))]
    if not words:
        return 0, 0.0, 0.0
    low = [w.lower() for w in words]
    marked = sum(1 for w in low if _MARKED.search(w))
    return len(words), marked / len(words), sum(map(is_syllable, low)) / len(words)


def usable_text(facts: PageFacts) -> tuple[bool, str]:
    """Whether the page's own text is to be used, and why. Long text is no proof: an OCR layer made with the wrong
    language has thousands of letters, but hardly a Vietnamese one."""
    scanned = facts.image_share >= COVERED
    words, marked, formed = shares(facts.text)
    length = len(facts.text)
    if not words and not any(c.isalnum() for c in facts.text):
        if scanned or facts.image_share > 0.08 or facts.drawn > 400:
            return False, "no text, only a picture"
        return True, "blank page"
    if facts.unmapped > _UNMAPPED_ALLOWED * length and facts.unmapped > 5:
        return False, f"{facts.unmapped} of {length} characters have no known letter"
    if not scanned:
        return _usable_print(words, marked, formed)
    if words < _FEW:
        return False, "a picture with little text over it"
    if marked < _MARKS_NEEDED or formed < _SYLLABLES_NEEDED:
        return False, f"text under a picture is not Vietnamese ({marked:.0%} words with marks, {formed:.0%} syllables)"
    return True, f"text under a picture, Vietnamese ({formed:.0%} syllables)"


def _usable_print(words: int, marked: float, formed: float) -> tuple[bool, str]:
    """A page without a covering picture: only text that is plainly no language is refused."""
    if words >= _FEW and formed < 0.35 and marked < 0.1:
        return False, f"the letters make no words ({formed:.0%} syllables)"
    return True, "text layer"
