"""Units named in a text: where they stand, what they are called in full, and which unit that is.

Reads the gazetteer and a text; writes UnitMentions with offsets in that text.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from extractors.models import Match, UnitMention
from extractors.unit_groups import Group, groups_at, may_open, tails_end
from extractors.unit_heads import headed_at, numbers_after
from extractors.unit_runs import Found, places_at, run_at, run_of
from extractors.unit_unknown import is_number, opens_unknown, unknown_end
from gazetteers.fold import MARKED as _MARKED
from gazetteers.index import Index
from gazetteers.match import Linked, link
from gazetteers.printed import capitalised, expand, group_name, is_folded
from gazetteers.tokens import Tokens, tokenize
from gazetteers.units import Gazetteer, Place
from gazetteers.where import lengths, longest

__all__ = ["Place", "Scan", "find_units", "scan"]

_BEFORE = {"và", "va", "với", "voi", "cùng", "cung", "các", "cac", "giao", "hợp"}
Spans = list[tuple[tuple[int, int], UnitMention]]
_TOLD = {"giao", "nghị", "cầu", "cùng"}
_COUNTED = {"đội", "trạm", "hạt", "tổ"}
_COUNCIL = "Hội đồng nhân dân"
_HONORIFIC = "person"
_WHOLE = {
    "sở",
    "bộ",
    "ủy",
    "đảng",
    "so",
    "bo",
    "uy",
    "dang",
}  # names of these are all known: nothing behind belongs to them


@dataclass(frozen=True, slots=True)
class Scan:
    """What one reading of a text needs: its tokens, the index that fits it, where and when it was written."""

    tokens: Tokens
    index: Index
    gazetteer: Gazetteer
    place: Place
    loose: bool = False  # the text is a list of units: any case, "các" may be missing


def scan(text: str, gazetteer: Gazetteer, place: Place, loose: bool = False) -> Scan:
    """Prepares a text; one typed without diacritics is read by the index without them."""
    if place.province and gazetteer.area(place.province) is None:  # given by its name
        place = replace(place, province=gazetteer.province(place.province, place.on))
    unmarked = len(text) > 5 and not _MARKED.search(text)
    index = gazetteer.plain if unmarked else gazetteer.index
    return Scan(tokenize(text, unmarked), index, gazetteer, place, loose)


def find_units(text: str, gazetteer: Gazetteer, place: Place) -> list[UnitMention]:
    """The units named in running text, in reading order, not overlapping; offsets in the given (NFC) text.

    Known names in full, short and abbreviated, elided lists ("các Sở: Y tế, Tư pháp"), heads of units (`head`),
    groups (`collective`). A name inside a citation is a mention too; a person's name is none.
    """
    return [m for _, m in read(scan(text, gazetteer, place))]


def _joined(s: Scan, out: list[tuple[tuple[int, int], UnitMention]]) -> list[tuple[tuple[int, int], UnitMention]]:
    """ "Giám đốc các sở, Thủ trưởng các ban, ngành": two parts of one group get its one name."""
    for n in range(len(out) - 1):
        (one, a), (two, b) = out[n], out[n + 1]
        if a.collective and a.unit_id == b.unit_id and two[0] - one[1] <= 1 and a.name != b.name:
            name = group_name(f"{a.text}, {b.name}")
            if is_folded(name):
                out[n], out[n + 1] = (one, replace(a, name=name)), (two, replace(b, name=name))
    return out


def read(s: Scan) -> list[tuple[tuple[int, int], UnitMention]]:
    """All mentions with their half-open token spans."""
    out: list[tuple[tuple[int, int], UnitMention]] = []
    openings, t = s.index.openings, s.tokens
    words, atoms = t.words, s.index.tables["atoms"][0] if s.loose else {}
    heads = s.index.words["head"]
    done = 0
    for i in [n for n, w in enumerate(words) if w in openings or w in atoms]:
        if i < done:
            continue
        word = words[i]
        follow = openings.get(word)
        if not (
            follow is None
            or words[i + 1] in follow
            or word in atoms
            or (t.capital(i + 1) and (t.capital(i) or word in heads or _told(t, i)))
        ):
            continue
        if _second_half(s, i):
            continue
        found = expression_at(s, i)
        if found:
            out.extend(found)
            done = found[-1][0][1]
    return _joined(s, out)


def _second_half(s: Scan, i: int) -> bool:
    """Whether token i ends a word of two: the "bộ" of "cán bộ tài chính" begins no name, whatever the case."""
    t = s.tokens
    if i == 0 or (t.capital(i) and not t.capital(i - 1)):
        return False
    return t.key(i - 1, i + 1) in s.index.words["compound"] and t.words[i - 1].isalpha()


def expression_at(s: Scan, i: int) -> Spans:
    """The mentions of the expression at token i: titles, then a group or a run of names, with their branches."""
    found = _owned(s, i) or _expression_at(s, i)
    return _with_branch(s, found) if found else found


def _owned(s: Scan, i: int) -> Spans:
    """A body of a unit that has its name: "Đảng đoàn Ủy ban MTTQ …", "Chi bộ Sở Y tế"."""
    t = s.tokens
    if t.words[i] not in s.index.tables["words:prefix"][0]:
        return []
    end = longest(s.index, "words:prefix", t, i)
    known = run_at(s.index, t, i, False) if end else []
    if not end or (known and known[0].hit.end > end) or not (t.capital(i) or s.loose or t.word(i - 1) in (",", ";")):
        return []
    found = _unit_at(s, end)
    if not found or found[0][1].rule == "unknown":
        return []
    (span, m), *rest = found
    lower = m.name[:1].lower() + m.name[1:] if m.collective else m.name
    return [_unknown(s, i, span[1], f"{t.slice(i, end)} {lower}"), *rest]


def _with_branch(s: Scan, found: Spans) -> Spans:
    """The last name with the branch of it that is meant: "VCCI Chi nhánh Hải Phòng", "Công ty A - Chi nhánh B"."""
    (start, end), m = found[-1]
    t = s.tokens
    k = end + (t.words[end] == "-")
    if t.words[k] == "tại" and m.unit_id and "/" not in m.unit_id and not m.collective:
        stop = _place_after(s, k + 1)  # "Đài Truyền hình Việt Nam tại Đà Lạt"
        return [*found[:-1], _unknown(s, start, stop, f"{m.name} {t.slice(k, stop)}")] if stop else found
    if t.words[k] != "chi" or t.words[k + 1] != "nhánh" or not t.capital(k + 2) or m.collective:
        return found
    stop = unknown_end(s.index, t, k, k + 2, s.loose)
    return [*found[:-1], _unknown(s, start, stop, f"{m.name} {t.slice(end, stop)}")] if stop else found


def _expression_at(s: Scan, i: int) -> Spans:
    """The same without what the unit owns or where it has a branch."""
    titles = _titles(s, i) if s.tokens.words[i] in s.index.tables["titles"][0] else []
    direct = _unit_at(s, i)
    for end, kind in titles:
        found = _unit_at(s, end)
        if found and not (direct and direct[0][0][1] >= found[0][0][1]):
            (span, first), *rest = found
            start = i if kind != _HONORIFIC else end
            first = _widened(s, first, start, kind)
            others = [(sp, replace(m, head=True)) for sp, m in rest] if kind == "head" and first.collective else rest
            return [((start, span[1]), first), *others]
    return direct


def _titles(s: Scan, i: int, most: int = 4) -> list[tuple[int, str]]:
    """Where titles that begin at i end, shortest first, with their class; a few titles may follow one another.

    The shortest that leaves a unit is right: "Chánh | Văn phòng UBND tỉnh", not "Chánh Văn phòng | UBND tỉnh".
    """
    out: list[tuple[int, str]] = []
    for end, key in lengths(s.index, "titles", s.tokens, i):
        kind = s.index.titles[key]
        j = end + (s.tokens.word(end) in (",", "-"))
        further = _titles(s, j, most - 1) if most > 1 else []
        out += [*((e, kind if k == "deputy" and kind != _HONORIFIC else k) for e, k in further), (end, kind)]
    return sorted(out)


def _widened(s: Scan, m: UnitMention, i: int, kind: str) -> UnitMention:
    start = s.tokens.starts[i]
    if kind == _HONORIFIC:
        return m
    rule = "deputy" if kind in ("deputy", "staff") else m.rule
    return replace(m, start=start, text=s.tokens.text[start : m.end], head=True, rule=rule)


def _unit_at(s: Scan, i: int) -> list[tuple[tuple[int, int], UnitMention]]:
    """A group or a run of names at token i, whichever reaches further."""
    loose = s.loose and _begins_item(s.tokens, i)
    groups = groups_at(s.index, s.tokens, i, loose) if may_open(s.index, s.tokens, i, loose) else []
    run = run_at(s.index, s.tokens, i, loose or _told(s.tokens, i))
    headed = _headed(s, i, run, groups) if s.tokens.words[i] in s.index.tables["words:plural"][0] or loose else []
    if headed:
        return headed
    if len(run) == 1 and _several_alike(s, i, run[0]):
        return [_unknown(s, i, run[0].hit.end, s.tokens.slice(i, run[0].hit.end))]
    unknown = _unknown_at(s, i, run, groups)
    if unknown:
        return _at_places(s, unknown) or [unknown, *_numbered(s, unknown)]
    named = _named_after(s, groups) if groups else []
    if named:
        return named
    if groups and (not run or groups[-1].end >= run[-1].hit.end) and not (run and run[0].hit.end > groups[0].end):
        return [((g.start, g.end), _group_mention(s, g.start, g.end, g.id)) for g in groups]
    named = [_spanned(s, f) for f in run]
    return [*named, *_numbered(s, named[-1])] if named else []


def _several_alike(s: Scan, i: int, found: Found) -> bool:
    """ "các Viện Vệ sinh dịch tễ": several units, though one of them is called so for short."""
    row = s.index.rows[found.hit.entry.row]
    return s.tokens.words[i] in ("các", "cac") and row.central and not found.elided


def _headed(s: Scan, i: int, run: list[Found], groups: list[Group]) -> Spans:
    """Names of one head with unknown ones among them, where they reach further than the known ones alone."""
    found = headed_at(s.index, s.tokens, i)
    reached = max([f.hit.end for f in run[-1:]] + [g.end for g in groups[-1:]], default=0)
    if not found or found[-1].end <= reached:
        return []
    return [
        _spanned(s, Found(h.start, h.hits[0], h.hits, True)) if h.hits else _unknown(s, h.start, h.end, h.name)
        for h in found
    ]


def _unknown(s: Scan, i: int, end: int, name: str) -> tuple[tuple[int, int], UnitMention]:
    a, b = s.tokens.starts[i], s.tokens.ends[end - 1]
    text = s.tokens.text[a:b]
    return (i, end), UnitMention(a, b, text, None, capitalised(expand(name)), Match.FUZZY, 0.3, (), rule="unknown")


def _at_places(s: Scan, last: tuple[tuple[int, int], UnitMention]) -> Spans:
    """One unknown name at each of several places: "Trung tâm Dịch vụ nông nghiệp các huyện: A, B"."""
    (start, end), _ = last
    t = s.tokens
    if t.words[end] != ":" or t.words[end - 2] not in ("các", "cac"):
        return []
    out: Spans = []
    for f in places_at(s.index, t, end - 2):
        where = f.hit.where
        if where is not None and where.given:
            name = f"{t.slice(start, end - 2)} {where.kind} {where.given}"
            out.append(_unknown(s, start if not out else f.start, f.hit.end, name))
    return out


def _numbered(s: Scan, last: tuple[tuple[int, int], UnitMention]) -> Spans:
    """The further units of a row of numbers: "Tòa án nhân dân khu vực 1, 2 và 3"."""
    (_, end), m = last
    t, out = s.tokens, []
    for i, j in numbers_after(t, end) if m.name.endswith(t.slice(end - 1, end)) else ():
        named = m.name.removesuffix(t.slice(end - 1, end)) + t.slice(i, j)
        known = find_units(named, s.gazetteer, s.place)
        same = len(known) == 1 and known[0].name == named
        unit_id, score = (known[0].unit_id, known[0].score) if same else (None, 0.3)
        rule = "elided" if unit_id else "unknown"
        match = Match.ELIDED if unit_id else Match.FUZZY
        shown = (t.starts[i], t.ends[j - 1], t.slice(i, j))
        out.append(((i, j), UnitMention(*shown, unit_id, named, match, score, (), rule=rule)))
    return out


def _unknown_at(s: Scan, i: int, run: list[Found], groups: list[Group]) -> tuple[tuple[int, int], UnitMention] | None:
    """A name that no file has, or of which the known names are only the beginning."""
    t = s.tokens
    known = run[0].hit if run else None
    if groups or len(run) > 1 or not t.capital(i) or (known and (t.words[i] in _WHOLE or known.where is not None)):
        return None
    if known and not _cut_short(t, known.end, s.index.rows[known.entry.row].central):
        return None
    named = known is not None and t.capital(known.end) and not s.index.rows[known.entry.row].central
    start = opens_unknown(s.index, t, i) or (known.end if known and named else 0)
    if not start:
        return None
    end = unknown_end(s.index, t, i, max(start, known.end if known else 0), s.loose)
    if not end or (known and end <= known.end):
        return None
    return _unknown(s, i, end, t.slice(i, end))


def _cut_short(t: Tokens, end: int, central: bool) -> bool:
    """Whether a name goes on behind the known one: "… Khu kinh tế | Đông Nam", "Trung tâm Văn hóa | , Thể …"."""
    if t.breaks(end):
        return False
    return (
        t.capital(end)
        or t.word(end) == "liên"
        or (t.key(end, end + 2) == "khu vực" and t.capital(end + 2))
        or (not central and t.word(end) in (",", "-") and t.capital(end + 1) and not is_number(t, end + 1))
    )


def _told(t: Tokens, i: int) -> bool:
    """Whether what stands at i is told to do something: "giao | huyện A", "phối hợp với | các xã A, B"."""
    return t.words[i - 1] in _TOLD or (t.words[i - 1] == "với" and t.words[i - 2] == "hợp") if i else False


def _begins_item(t: Tokens, i: int) -> bool:
    """Whether an item of a list may begin here: a lone "bộ" inside "cán bộ" is no group."""
    return i == 0 or not t.word(i - 1).isalnum() or t.breaks(i) or t.word(i - 1) in _BEFORE


def _named_after(s: Scan, groups: list[Group]) -> list[tuple[tuple[int, int], UnitMention]]:
    """ "các bộ, cơ quan: Tài chính, Nội vụ": the names after the colon instead of the group."""
    end = groups[-1].end
    head = next((c.head for c in s.index.collectives if c.id == groups[0].id), "")
    if not head or s.tokens.word(end) != ":":
        return []
    run = run_of(s.index, s.tokens, end + 1, groups[0].start, head)
    return [_spanned(s, f) for f in run]


def _spanned(s: Scan, f: Found) -> tuple[tuple[int, int], UnitMention]:
    """The mention of one name of a run with its tokens; a group's with the words that say which of it is meant."""
    where, end = f.hit.where, f.hit.end
    linked = link(s.gazetteer, f.hits, s.place)
    if where is not None and where.plural:
        reach = longest(s.index, "words:reach", s.tokens, end) or end
        if reach > end and not is_folded(linked.name):
            linked = replace(linked, name=f"{linked.name} {expand(s.tokens.slice(end, reach))}")
        end = tails_end(s.index, s.tokens, end, places=True)
    elif s.tokens.words[end] == "số" and s.tokens.words[f.hit.start] in _COUNTED and is_number(s.tokens, end + 1):
        return _unknown(s, f.start, end + 2, f"{linked.name} {s.tokens.slice(end, end + 2)}")  # "Đội QLTT số 3"
    elif where is not None and where.given and s.tokens.word(end) == "-" and _place_after(s, end + 1):
        stop = _place_after(s, end + 1)  # "Chi cục Thuế khu vực Phù Ninh - Lâm Thao"
        return _unknown(s, f.start, stop, f"{linked.name} - {s.tokens.slice(end + 1, stop)}")
    elif where is not None and where.longer and linked.name.endswith(where.longer):
        end += where.longer.count(" ") - where.given.count(" ")  # "huyện Ba Tri Tôn" is not the known Ba Tri
    return (f.start, end), _mention(s, f, linked, end)


def _group_mention(s: Scan, start: int, end: int, group: str) -> UnitMention:
    a, b = s.tokens.starts[start], s.tokens.ends[end - 1]
    usual = next(c.name for c in s.index.collectives if c.id == group)
    name = group_name(s.tokens.text[a:b]) if s.index is s.gazetteer.index else usual
    if usual.endswith(_COUNCIL) and _COUNCIL not in name:
        name = f"{name} {_COUNCIL}"  # "các Tổ đại biểu"
    if group.startswith("ubnd-cac-") and name.startswith("Các "):
        kinds = name.removeprefix("Các ")
        name = f"Ủy ban nhân dân các {kinds}" if s.index is s.gazetteer.index else usual
    return UnitMention(
        a, b, s.tokens.text[a:b], f"collective:{group}", name, Match.EXACT, 1.0, (), True, False, "group"
    )


def _place_after(s: Scan, k: int) -> int:
    """Where a place's bare name at token k ends, 0 where none stands there."""
    if not s.tokens.capital(k) or s.tokens.words[k].isdigit():
        return 0
    return longest(s.index, "places", s.tokens, k)


def _mention(s: Scan, found: Found, linked: Linked, end: int) -> UnitMention:
    """The mention of one name of a run, linked in the document's province and at its date."""
    t, hit = s.tokens, found.hit
    a, b = t.starts[found.start], t.ends[end - 1]
    match = Match.ELIDED if found.elided else Match.EXACT if hit.entry.official else Match.ALIAS
    score = linked.score * (0.95 if found.elided else 1.0) * hit.near
    if hit.near < 1:
        match = Match.FUZZY
    if s.index is not s.gazetteer.index:
        score *= 0.9
    group = bool(linked.unit_id and linked.unit_id.startswith("collective:"))
    return UnitMention(
        a,
        b,
        t.text[a:b],
        linked.unit_id,
        linked.name,
        match,
        round(score, 3),
        linked.candidates,
        group,
        False,
        linked.rule or _rule(found),
    )


def _rule(found: Found) -> str:
    return "misread" if found.hit.near < 1 else "elided" if found.elided else ""
