"""One unit's name at one point of a text: the longest known name with its place, and which unit that is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

from gazetteers.fold import bare, fold
from gazetteers.index import Index, Name
from gazetteers.places import LAST_DAY, REFORM
from gazetteers.printed import capitalised, placed_name
from gazetteers.records import Area, Level, Row, within
from gazetteers.tokens import Tokens
from gazetteers.units import Gazetteer, Place
from gazetteers.vocabulary import another_word
from gazetteers.where import Where, committee_at, lengths, place_at, unknown_place

_REGION_ENDS = ("khu vực", "cơ sở", "khu vuc", "co so", "liên huyện", "thị trường")
_REGION_LAST = {words.rpartition(" ")[2] for words in _REGION_ENDS}
_NEAR_LENGTH = 12  # characters: in shorter names ("Sở NN-MT") a letter is too much of the name
_WORD_LIKE = 50  # rapidfuzz ratio (0..100) of a misread word and the right one
_KEPT = 10_000  # links kept
_ROMAN = set("ivx")
_USUAL = {"district": "huyện", "commune": "xã"}  # kinds of places


class Hit(NamedTuple):  # made by the thousand: a dataclass costs three times as much
    """A known name from token `start` to `end`, with the row it names and the place phrase after it."""

    start: int
    stem: int  # where the name ends and the place begins
    end: int
    entry: Name
    where: Where | None
    suffix: str = ""  # "XIV" of "khu vực XIV", as written
    near: float = 1.0  # likeness of a misread name, 1.0 where it is known as written


@dataclass(frozen=True, slots=True)
class Linked:
    """Which unit a hit is: None with candidates where it is unknown or more than one is left."""

    unit_id: str | None
    name: str
    score: float
    candidates: tuple[str, ...] = ()
    rule: str = ""


def hits_at(index: Index, t: Tokens, i: int, loose: bool = False, prefix: str = "") -> list[Hit]:
    """The longest names at token i, several where rows share it. `prefix`: words left out before it ("sở")."""
    asked = (i, loose, prefix)  # the end of one run is the start of the next: both ask
    found: list[Hit] | None = t.hits.get(asked)
    if found is None:
        found = t.hits[asked] = _hits_at(index, t, i, loose, prefix)
    return found


def _hits_at(index: Index, t: Tokens, i: int, loose: bool, prefix: str) -> list[Hit]:
    best: list[Hit] = []
    spans = lengths(index, "names", t, i) if not prefix else _after(index, t, i, prefix)
    party = committee_at(index, t, i) if not prefix and _may_be_party(index, t, i) else None
    if party:
        best = [Hit(i, i, party.end, entry, party) for entry in index.names.get("", ())]
    for end, key in spans:
        entries = index.names.get(key, ())
        if not entries or not _written(t, i, end, loose):
            continue
        for entry in entries:
            hit = _hit(index, t, i, end, entry)
            if hit is None:
                continue
            if not best or hit.end > best[0].end:
                best = [hit]
            elif hit.end == best[0].end:
                best.append(hit)
    return best


def _may_be_party(index: Index, t: Tokens, i: int) -> bool:
    """Whether a committee may begin at token i: "Huyện ủy …", "các huyện ủy …"."""
    opens = index.tables["party"][0]
    return t.words[i] in opens or (t.words[i] in ("các", "cac") and t.words[i + 1] in opens)


def near_at(index: Index, t: Tokens, i: int, least: int = 3) -> list[Hit]:
    """A misspelt or misread name at token i, whose first word is right: the nearest known one, [] where none is near.

    The hit's `near` is the likeness (0..1); `least`: fewest words it may have.
    """
    from rapidfuzz import fuzz, process

    head = t.words[i]
    if head not in index.words["head"] or not (t.capital(i) and t.capital(i + 1)):
        return []
    rivals = _rivals(index, head)  # by number of words: a misread name keeps its own
    best: tuple[float, int, str] = (0.0, i, "")
    for n in {n for ns in index.tables["names"][0].get(head, {}).values() for n in ns}:
        if n >= least and i + n <= len(t) and t.ends[i + n - 1] - t.starts[i] >= _NEAR_LENGTH:
            found = process.extractOne(t.key(i, i + n), rivals.get(n, []), scorer=fuzz.ratio, score_cutoff=88)
            if found and found[1] > best[0] and _alike(t.words[i : i + n], found[0].split(" ")):
                best = (found[1], i + n, found[0])
    score, end, key = best
    if another_word(index, t.words[i:end], key.split()):
        return []
    hits = [_hit(index, t, i, end, entry) for entry in index.names.get(key, ()) if key]
    return [h._replace(near=score / 100) for h in hits if h is not None]


def _alike(mine: list[str], theirs: list[str]) -> bool:
    """Whether each word is nearly the other name's: "tài nguyên số" is not a misread "tài nguyên nước"."""
    from rapidfuzz import fuzz

    return all(fuzz.ratio(a, b) >= _WORD_LIKE for a, b in zip(mine, theirs, strict=True))


_RIVALS: dict[tuple[int, str], dict[int, list[str]]] = {}


def _rivals(index: Index, head: str) -> dict[int, list[str]]:
    """The names that begin with a head, by number of words; kept per index."""
    key = (id(index), head)
    if key not in _RIVALS:
        found: dict[int, list[str]] = {}
        for name in index.names:
            if name.startswith(head + " "):
                found.setdefault(name.count(" ") + 1, []).append(name)
        _RIVALS[key] = found
    return _RIVALS[key]


def _after(index: Index, t: Tokens, i: int, prefix: str) -> list[tuple[int, str]]:
    """The spans at i that make a name together with words left out before them, longest first."""
    words = prefix.count(" ") + 1
    ns = lengths_after(index, t, i, prefix)
    spans = [(i + n - words, f"{prefix} {t.key(i, i + n - words)}") for n in ns if words < n <= len(t) - i + words]
    return [*spans, (i, prefix)]


def lengths_after(index: Index, t: Tokens, i: int, prefix: str) -> tuple[int, ...]:
    """The lengths of names that begin with the words of `prefix` and go on at token i (all words counted)."""
    words = [*prefix.split(" "), *t.words[i : i + 2]] if prefix else t.words[i : i + 2]
    seconds = index.tables["names"][0].get(words[0], {})
    return seconds.get(words[1]) or seconds.get("") or ()


def _written(t: Tokens, i: int, end: int, loose: bool) -> bool:
    """Whether the span is written like a name: a capital somewhere, or long enough to be nothing else."""
    return loose or end - i >= 3 or t.capital(i) or t.capital(end - 1)


def _hit(index: Index, t: Tokens, i: int, end: int, entry: Name) -> Hit | None:
    row = index.rows[entry.row]
    if entry.letters and not _stands_alone(t, i, end):
        return None
    if entry.slot == "{C}":
        where = committee_at(index, t, end)
        return Hit(i, end, where.end, entry, where) if where and where.level in row.levels else None
    if row.central:
        return Hit(i, end, end, entry, None)
    suffix_end = _numbered(t, i, end)
    at = suffix_end + (suffix_end > end and t.word(suffix_end) == "-")
    where = place_at(index, t, at, row.levels, bare_names=True)
    if where is None and entry.slot == "{N}":
        where = unknown_place(index, t, suffix_end)
    if where is None and entry.slot:
        return None
    stop = where.end if where else suffix_end
    return Hit(i, end, stop, entry, where, t.slice(end, suffix_end))


def _stands_alone(t: Tokens, i: int, end: int) -> bool:
    """Whether letters are in capitals and no part of a document's symbol ("71/NQ-CP")."""
    around = t.text[max(0, t.starts[i] - 1) : t.starts[i]] + t.text[t.ends[end - 1] : t.ends[end - 1] + 1]
    return t.slice(i, end).isupper() and not set(around) & set("-/–")


def _numbered(t: Tokens, i: int, end: int) -> int:
    """Past the number of a regional branch: "khu vực XIV", "cơ sở 3", "số 1"."""
    if t.words[end - 1] not in _REGION_LAST or not t.key(i, end).endswith(_REGION_ENDS):
        return end
    j = end + (t.word(end) in ("số", "so"))
    word = t.word(j)
    return j + 1 if word and (word.isdigit() or set(word) <= _ROMAN) else end


def choose(gazetteer: Gazetteer, hits: list[Hit], place: Place) -> list[Hit]:
    """Of rows that share a name those that can be meant there and then, the best first."""
    return sorted(hits, key=lambda hit: _rank(gazetteer, hit, place)) if len(hits) > 1 else hits


def _rank(gazetteer: Gazetteer, hit: Hit, place: Place) -> tuple[bool, bool, bool, bool]:
    """Not valid then, not of the level that "thành phố" is of, not its official name, not of the document's level."""
    row = gazetteer.index.rows[hit.entry.row]
    valid = within(place.on, row.valid_from, row.valid_to) if place.on else row.valid_to is None
    city = hit.where is not None and hit.where.kind == "thành phố" and not hit.where.given
    province = gazetteer.area(place.province) if place.province and city else None
    lower = province is not None and (province.kind == "thành phố") != (Level.PROVINCE in row.levels)
    return not valid, lower, not hit.entry.official, bool(place.province) == row.central


def link(gazetteer: Gazetteer, hits: tuple[Hit, ...], place: Place) -> Linked:
    """Which unit the hits of one span name, in the document's province and at its date; kept for names seen again."""
    parts = [(h.entry, h.suffix, _kind_of(h.where)) for h in hits if h.where is None or not h.where.given]
    if len(parts) < len(hits):  # a place by its own name: the text decides
        return _link(gazetteer, hits, place)
    key = (*parts, place)
    found = gazetteer.links.get(key)
    if found is None:
        found = gazetteer.links[key] = _link(gazetteer, hits, place)
        if len(gazetteer.links) > _KEPT:
            gazetteer.links.clear()
    return found


def _kind_of(where: Where | None) -> tuple[str, str, str, bool] | None:
    return (where.kind, where.level, where.written, bool(where.plural)) if where else None


def _link(gazetteer: Gazetteer, hits: tuple[Hit, ...], place: Place) -> Linked:
    ranked = choose(gazetteer, list(hits), place)
    hit = ranked[0]
    row = gazetteer.index.rows[hit.entry.row]
    if hit.entry.form:
        row = replace(row, name=hit.entry.form)
    rivals = [
        gazetteer.index.rows[h.entry.row]
        for h in ranked[1:]
        if _rank(gazetteer, h, place) == _rank(gazetteer, hit, place)
    ]
    if row.central and any(r.id != row.id and r.central for r in rivals):
        return Linked(None, row.name, 0.5, tuple(dict.fromkeys(r.id for r in (row, *rivals))), "ambiguous")
    if row.central:
        return _dated(Linked(row.id, row.name, 1.0), row, None, place)
    where = hit.where
    if where and where.plural:
        level = _generic(where.level)
        return Linked(_group_id(row, level), _group_name(gazetteer, row, where), 1.0, (), "group")
    if where is None or not where.given:
        return _own(gazetteer, row, where, place, hit)
    bygone = where.bygone and (place.on is None or place.on >= REFORM)
    ended = tuple(a for a in where.areas if a.valid_to) if bygone else ()
    areas = gazetteer.narrow(ended or where.areas, place)
    if areas and _elsewhere(gazetteer, where, areas, place):
        areas = _of_other_kind(gazetteer, where, place) or areas
    if areas and _elsewhere(gazetteer, where, areas, place):
        ids = tuple(f"{a.id}/{row.id}" for a in areas[:8])
        written = replace(where, given=where.longer or where.given)
        return Linked(None, _as_given(gazetteer, row, written), 0.5, ids, "unknown_place")
    if areas and areas[0].kind != where.kind and where.kind and len(areas) == 1:
        return _other_kind(gazetteer, row, where, areas[0], place)
    if len(areas) == 1:
        area = areas[0]
        own = area.id == place.province and "{N}" not in row.name
        name = _numbered_name(gazetteer.name_of(row, area, own), hit.suffix, area, "{N}" in row.name)
        return _dated(
            Linked(f"{area.id}/{row.id}", name, 1.0), row, area, replace(place, on=LAST_DAY) if bygone else place
        )
    near = _misread_place(gazetteer, where, place) if not areas else None
    if near:
        name = gazetteer.name_of(row, near)
        return _dated(Linked(f"{near.id}/{row.id}", name, 0.85, (), "misread_place"), row, near, place)
    name = _as_given(gazetteer, row, where)
    ids = tuple(f"{a.id}/{row.id}" for a in areas)
    return Linked(None, name, 0.6 if areas else 0.5, ids[:8], "ambiguous" if areas else "unknown_place")


def _numbered_name(name: str, number: str, area: Area, named: bool) -> str:
    """The name with its number, which stands before the place's: "… khu vực 4 - Vĩnh Yên"."""
    if not number:
        return name
    return f"{name.removesuffix(area.name)}{number} - {area.name}" if named else f"{name} {number}"


def _elsewhere(gazetteer: Gazetteer, where: Where, areas: tuple[Area, ...], place: Place) -> bool:
    """Whether known places of the name are too far from the document to be meant (an older commune, an unknown one)."""
    if where.pinned or areas[0].level == Level.PROVINCE:
        return False
    if not place.province:
        return bool(where.longer)
    return all(a.province not in gazetteer.kin(place.province, place.on) for a in areas)


def _misread_place(gazetteer: Gazetteer, where: Where, place: Place) -> Area | None:
    """The one place of the document's province whose name is a letter or two away, None where none or several are."""
    if not place.province or not where.kind or len(where.given) < 6:
        return None
    from rapidfuzz import fuzz, process

    areas = gazetteer.places_of(place.province, where.kind, place.on)
    found = process.extract(fold(where.given), list(areas), scorer=fuzz.ratio, score_cutoff=86, limit=2)
    clear = len(found) == 1 or (len(found) == 2 and found[0][1] - found[1][1] >= 5)
    return areas[found[0][0]] if clear else None


def _of_other_kind(gazetteer: Gazetteer, where: Where, place: Place) -> tuple[Area, ...]:
    """The places near the document that bear the name under another kind: "phường" typed for "xã"."""
    if not where.given or where.longer:
        return ()
    named = gazetteer.areas_alike(where.given, where.level, place)
    return () if named and _elsewhere(gazetteer, where, named, place) else named


def _other_kind(gazetteer: Gazetteer, row: Row, where: Where, area: Area, place: Place) -> Linked:
    """A place under a kind it had before or never: "huyện Sa Pa", a thị xã since 2020. Only near the document."""
    name = _as_given(gazetteer, row, where)
    if place.province and area.province in gazetteer.kin(place.province, place.on):
        return _dated(Linked(f"{area.id}/{row.id}", name, 0.85, (), "other_kind"), row, area, place)
    return Linked(None, name, 0.5, (f"{area.id}/{row.id}",), "unknown_place")


def _group_name(gazetteer: Gazetteer, row: Row, where: Where) -> str:
    """The printed name of a template's units ("Công an các xã, thị trấn"), the usual one of the level where none is."""
    if not where.written or bare(where.written) == where.written:
        return gazetteer.group_name(row, where.level)
    if (row.slot == "{C}" and fold(where.written).split(" ")[-1] == "ủy") or "đảng ủy" in fold(where.written):
        return capitalised(placed_name(row.name.replace("{C}", "{P}"), where.written))
    return placed_name(row.name.replace("{C}", "Đảng ủy {P}"), where.written)


def _generic(level: str) -> str:
    return {Level.PROVINCE: "tinh", Level.DISTRICT: "huyen", Level.COMMUNE: "xa"}[Level(level)]


def _group_id(row: Row, level: str) -> str:
    known = {
        "ubnd/xa": "ubnd-cac-xa-phuong",
        "ubnd/huyen": "ubnd-cac-huyen-thi-xa-thanh-pho",
        "ubnd/tinh": "ubnd-cac-tinh-thanh-pho",
        "cap-uy/huyen": "cac-huyen-uy",
        "cap-uy/tinh": "cac-tinh-uy",
    }
    own = f"{row.id}/{level}"
    return f"collective:{known.get(own, own)}"


def _own(gazetteer: Gazetteer, row: Row, where: Where | None, place: Place, hit: Hit) -> Linked:
    """A unit named without its place ("UBND tỉnh", "Sở Tài chính"): the document's own."""
    level = where.level if where else _level_for(gazetteer, row, place)
    kind = where.kind if where else ""
    if where and kind == "thành phố" and level == Level.PROVINCE and Level.DISTRICT in row.levels:
        province = gazetteer.area(place.province) if place.province else None
        if province and province.kind != "thành phố":
            level = Level.DISTRICT
    area_id = gazetteer.own(level, kind, place) or "tinh"
    area = gazetteer.area(area_id)
    if where is None and ((hit.entry.letters and row.slot == "{C}") or row.name.endswith(" Công an {P}")):  # "VPTU"
        name = _as_given(gazetteer, row, None, level, area)
    else:
        name = _name_here(gazetteer, row, area, where, level) if where else _name_alone(row)
    name = f"{name} {hit.suffix}" if hit.suffix else name
    score = 1.0 if area else 0.85
    return _dated(Linked(f"{area_id}/{row.id}", name, score, (), "" if area else "generic"), row, area, place)


def _name_alone(row: Row) -> str:
    """A template's name printed without a place: nothing is added."""
    return " ".join(row.name.replace(row.slot or " ", " ").split())


def _level_for(gazetteer: Gazetteer, row: Row, place: Place) -> str:
    area = gazetteer.area(place.area) if place.area else None
    if area and area.level in row.levels:
        return area.level
    if row.name.endswith("Đảng ủy") and Level.COMMUNE in row.levels:
        return Level.COMMUNE
    ended = row.levels[0] == Level.DISTRICT and (place.on is None or place.on >= REFORM)
    return Level.COMMUNE if ended and Level.COMMUNE in row.levels else row.levels[0]


def _name_here(gazetteer: Gazetteer, row: Row, area: Area | None, where: Where | None, level: str) -> str:
    """The name of the document's own unit: the kind of place as written, the place's name only where it must be."""
    if "{N}" in row.name:
        if area and level == Level.PROVINCE:
            return gazetteer.name_of(row, area)
        return row.name.replace("{N}", where.kind if where else "").strip()
    return _as_given(gazetteer, row, where, level, area)


def _as_given(gazetteer: Gazetteer, row: Row, where: Where | None, level: str = "", area: Area | None = None) -> str:
    kind = (where and where.kind) or (area.kind if area else _USUAL.get(level, "tỉnh"))
    given = where.given if where else ""
    if row.slot != "{C}":
        phrase = f"{kind} {given}".strip()
        name = row.name.replace("{P}", phrase).replace("{N}", given or phrase)
        return f"{name} {phrase}" if given and not row.slot else name
    level = where.level if where else level
    committee = next((k for k, v in gazetteer.index.committees.items() if v == kind), "đảng ủy")
    committee = f"{committee[0].upper()}{committee[1:]} {given}".strip()
    committee = f"Đảng ủy {kind} {given}".strip() if level == Level.COMMUNE else committee
    return row.name.replace("{C}", committee)


def _dated(linked: Linked, row: Row, area: Area | None, place: Place) -> Linked:
    """The link, with less trust where the unit did not exist at the document's date."""
    if within(place.on, row.valid_from, row.valid_to) and (area is None or area.valid(place.on)):
        return linked
    return Linked(linked.unit_id, linked.name, min(linked.score, 0.8), linked.candidates, "out_of_date")
