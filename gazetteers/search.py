"""A name looked up by itself: exact, by alias, code or initials, without diacritics, misspelt or misread."""

from __future__ import annotations

from functools import cache

from gazetteers.index import Index
from gazetteers.initials import coded, written_out
from gazetteers.match import Hit, hits_at, link
from gazetteers.respace import respaced
from gazetteers.tokens import Tokens, key_of, tokenize
from gazetteers.units import Candidate, Gazetteer, Place
from gazetteers.vocabulary import another_word
from gazetteers.where import lengths, longest

_NEAR = 80.0  # rapidfuzz ratio (0..100) from which a name is worth showing
_DOUBTED = 0.9  # of the score where a word is not misread but another
_MOST = 8
_key = cache(key_of)  # of the groups' names, asked for again and again
_ROMAN = str.maketrans("1l|", "iii")
_SHORTEST = 7  # characters of a name that may be misread: in shorter ones each letter is too much of it
_LONGEST = 160  # characters; what is longer is no name


def search(gazetteer: Gazetteer, name: str, place: Place) -> list[Candidate]:
    """The units a name may mean, best first, at most eight."""
    text = " ".join(name.split()).strip(" .,;:")
    group = _group(gazetteer, key_of(text))
    if group:
        return [group]
    for form in (text, *_untitled(gazetteer.index, text)):
        found = _known(gazetteer, form, place)
        if found:
            return found
    return _near(gazetteer, form, place)


def _known(gazetteer: Gazetteer, text: str, place: Place) -> list[Candidate]:
    """The units called so: as listed, without diacritics, by code or by initials."""
    return (
        _exact(gazetteer, gazetteer.index, tokenize(text), place, 1.0, "exact")
        or _exact(gazetteer, gazetteer.plain, tokenize(text, True), place, 0.9, "undiacritised")
        or _short(gazetteer, text, place)
        or _respaced(gazetteer, text, place)
    )


def _untitled(index: Index, text: str) -> list[str]:
    """The text without the titles it begins with ("Giám đốc Sở Y tế"), the shortest left out first."""
    t = tokenize(text)
    ends = sorted(end for end, _ in lengths(index, "titles", t, 0) if end < len(t))
    return [t.slice(end, len(t)) for end in ends]


def _respaced(gazetteer: Gazetteer, text: str, place: Place) -> list[Candidate]:
    """Units whose name differs by blanks alone."""
    if len(text) > _LONGEST:
        return []
    for name in respaced(gazetteer.index, text):
        found = _exact(gazetteer, gazetteer.index, tokenize(name), place, 0.95, "respaced")
        if found:
            return found
    return []


def _short(gazetteer: Gazetteer, text: str, place: Place) -> list[Candidate]:
    """Units by their document code, else by initials that no file lists; those of the day first."""
    if len(text) > _LONGEST or not any(c.isupper() for c in text[1:]):
        return []
    index = gazetteer.index
    by_code = coded(index, text)
    area = gazetteer.area(place.province) if place.province else None
    names = by_code or written_out(index, text, area.name if area else "")
    out: dict[str, Candidate] = {}
    for name in names:
        stem = name.split("{")[0]
        for c in _exact(gazetteer, index, tokenize(stem), place, 0.92, "code" if by_code else "initials"):
            out.setdefault(c.unit_id, c)
    return sorted(out.values(), key=lambda c: -c.score)[:_MOST]


def _group(gazetteer: Gazetteer, key: str) -> Candidate | None:
    """A group by its own name or by one of the words that open it."""
    words = key.removeprefix("các ")
    for c in gazetteer.index.collectives:
        if key == _key(c.name) or words in c.alone or (words != key and words in c.opens):
            return Candidate(f"collective:{c.id}", c.name, 1.0 if key == _key(c.name) else 0.98, "group")
    return None


def _exact(gazetteer: Gazetteer, index: Index, t: Tokens, place: Place, weight: float, rule: str) -> list[Candidate]:
    hits = [h for h in hits_at(index, t, 0, loose=True) if h.end == len(t)] if len(t) else []
    return _candidates(gazetteer, hits, place, weight, rule)


def _candidates(gazetteer: Gazetteer, hits: list[Hit], place: Place, weight: float, rule: str) -> list[Candidate]:
    found: dict[str, Candidate] = {}
    for hit in hits:
        linked = link(gazetteer, (hit,), place)
        kind = linked.rule or ("alias" if rule == "exact" and not hit.entry.official else rule)
        for unit_id in [linked.unit_id] if linked.unit_id else linked.candidates:
            score = round(linked.score * weight, 3)
            found.setdefault(unit_id, Candidate(unit_id, linked.name, score, kind))
    return sorted(found.values(), key=lambda c: -c.score)[:_MOST]


def _near(gazetteer: Gazetteer, text: str, place: Place) -> list[Candidate]:
    """Names that differ by a few letters: the place is read first, the rest compared with all names."""
    from rapidfuzz import fuzz, process

    if not _SHORTEST <= len(text) <= _LONGEST:
        return []
    t = tokenize(text)
    out: dict[str, Candidate] = {}
    names = gazetteer.index.names
    close = process.extract(t.key(0, len(t)), names.keys(), scorer=fuzz.ratio, score_cutoff=_NEAR, limit=_MOST)
    for end in _place_starts(gazetteer.index, t):
        close += process.extract(t.key(0, end), names.keys(), scorer=fuzz.ratio, score_cutoff=_NEAR + 5, limit=_MOST)
    for key, score, _ in close:
        tail = _tail(t, len(key.split()))
        if _numbers(f"{key} {tail}") != _numbers(text):
            continue  # "Ban Quản lý dự án 7" is no misreading of "Ban Quản lý dự án 97"
        if another_word(gazetteer.index, t.words, key.split()):
            score *= _DOUBTED
        for entry in names[key]:
            central = gazetteer.index.rows[entry.row].central
            stem = tokenize(key if central else f"{key} {tail}")
            hits = [h for h in hits_at(gazetteer.index, stem, 0, loose=True) if h.end == len(stem)]
            for c in _candidates(gazetteer, hits, place, score / 100 * 0.98, "misread"):
                if c.unit_id not in out or out[c.unit_id].score < c.score:
                    out[c.unit_id] = c
    return sorted(out.values(), key=lambda c: -c.score)[:_MOST]


def _numbers(text: str) -> list[str]:
    """The numbers of a name, Arabic and Roman (where 1 and l are misread for I): they are no misread letters."""
    words = [w if w.isdigit() else w.translate(_ROMAN) for w in key_of(text).split()]
    return [w for w in words if w.isdigit() or set(w) <= set("ivx")]


def _place_starts(index: Index, t: Tokens) -> list[int]:
    """The tokens at which a place phrase that ends the name may begin."""
    return [
        i
        for i in range(1, len(t))
        if longest(index, "kinds", t, i) > 0 or longest(index, "committees", t, i) > 0
    ]


def _tail(t: Tokens, words: int) -> str:
    """What stands behind the first words, as written."""
    return t.slice(words, len(t)) if words < len(t) else ""
