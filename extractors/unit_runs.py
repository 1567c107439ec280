"""Names in a row, of which all but one may have lost their head: "các Sở: Y tế, Tư pháp", "UBND xã A, phường B"."""

from __future__ import annotations

from dataclasses import dataclass, replace

from extractors.unit_groups import groups_at, tails_end
from extractors.unit_unknown import opens_unknown, stops
from gazetteers.index import Index, Name
from gazetteers.match import Hit, hits_at, lengths_after, near_at
from gazetteers.records import Level
from gazetteers.tokens import Tokens
from gazetteers.where import Where, inside, lengths, longest, place_at, within

_MARKS = {",", ";", "/", "+"}
_INSIDE = {",", "-", "và", "va"}  # marks that stand inside names
_AND = {"và", "va", "cùng", "cung"}
_NAME = 4  # most words of a place's name
_PLURALS = {"các", "cac"}
_SHARING = {"committee", "council", "front", "mass", "police", "military"}
_LEVELS = (Level.PROVINCE, Level.DISTRICT, Level.COMMUNE)


@dataclass(frozen=True, slots=True)
class Found:
    """One name of a run. `start`: its first token; `entries`: other rows that the same words may mean."""

    start: int
    hit: Hit
    entries: tuple[Hit, ...]
    elided: bool

    @property
    def hits(self) -> tuple[Hit, ...]:
        """The hit and its rivals of the same span."""
        return self.entries if self.hit in self.entries else (self.hit,)


def run_at(index: Index, t: Tokens, i: int, loose: bool = False) -> list[Found]:
    """The names in a row that begin at token i, [] where none does."""
    first = _first(index, t, i, loose)
    if not first:
        return []
    out = _listed_places(index, t, first) or [first]
    while True:
        step = _next(index, t, out[-1], loose)
        if step is None:
            break
        out.append(step)
    out = _before_group(index, t, _shared_ends(index, t, _one_district(out)), loose)
    while out and not loose and _waiting(out[-1]):
        out.pop()  # in prose a name without its committee is no name
    return out


def run_of(index: Index, t: Tokens, i: int, start: int, head: str) -> list[Found]:
    """The names at i that lack their head: what follows "các bộ, cơ quan:"; the first begins at token `start`."""
    hits = hits_at(index, t, i, True, head)
    if not hits:
        return []
    out = [Found(start, hits[0], tuple(hits), True)]
    while (step := _next(index, t, out[-1], True)) is not None:
        out.append(step)
    return out


def _waiting(found: Found) -> bool:
    """Whether the name still lacks the committee it belongs to."""
    return found.hit.where is None and found.hit.entry.slot == "{C}"


def _first(index: Index, t: Tokens, i: int, loose: bool) -> Found | None:
    """The first name: as it stands, after "các", or after a head of its own ("Sở:")."""
    j = i + (t.words[i] in _PLURALS)
    names, party = index.tables["names"][0], index.tables["party"][0]
    several = hits_at(index, t, i, loose) if j > i and (t.words[i] in names or t.words[i] in party) else []
    if several:  # "các huyện ủy, thị ủy"
        return Found(i, several[0], tuple(several), False)
    known = t.words[j] in names or t.words[j] in party
    hits = hits_at(index, t, j, loose) if known else []
    if not hits and t.words[j] in ("đảng", "dang") and t.words[j + 1] in ("ủy", "uy"):
        return _party_of_communes(index, t, i, j + 2, loose)
    if loose and not hits and t.words[j] in index.tables["kinds"][0]:
        return _place_alone(index, t, i, j)
    if not known:
        return None
    if hits and not hits[0].entry.official and t.word(hits[0].end) in _INSIDE:
        hits = near_at(index, t, j, hits[0].end - j + 3) or hits
    if not hits and t.capital(j) and t.capital(j + 1):
        hits = [h for h in _unplaced(index, t, j, "") if t.word(h.end) in _MARKS | _AND]
    if hits:
        return Found(i, hits[0], tuple(hits), False)
    head = longest(index, "words:head", t, j)
    if not head:
        return None
    k = head + (t.word(head) == ":")
    if (k > head or j > i) and (loose or t.capital(k)):
        hits = hits_at(index, t, k, True, t.key(j, head)) or _unplaced(index, t, k, t.key(j, head))
    if hits:
        return Found(i, hits[0], tuple(hits), True)
    hits = near_at(index, t, j)
    return Found(i, hits[0], tuple(hits), False) if hits else None


def _party_of_communes(index: Index, t: Tokens, i: int, end: int, loose: bool) -> Found | None:
    """ "Đảng ủy, UBND các xã, phường": the committee of the communes that the names behind it are of."""
    k = _gap(t, end, loose)
    behind = run_at(index, t, k, loose) if k > end else []
    where = next((f.hit.where for f in behind if f.hit.where is not None), None)
    if where is None or where.level != Level.COMMUNE:
        return None
    hit = Hit(i, i, end, index.names[""][0], where)
    return Found(i, hit, (hit,), True)


def places_at(index: Index, t: Tokens, i: int) -> list[Found]:
    """The places of a row at token i, as their people's committees: "các huyện: A, B"."""
    first = _place_alone(index, t, i, i + 1)
    out = (_listed_places(index, t, first) or [first]) if first else []
    while out and (step := _next(index, t, out[-1], True)) is not None:
        out.append(step)
    return out


def _place_alone(index: Index, t: Tokens, i: int, j: int) -> Found | None:
    """A place that stands for its people's committee: "các huyện: A, B", "xã A"."""
    where = place_at(index, t, i, _LEVELS) or place_at(index, t, j, _LEVELS)
    if where is None or not (where.given or (where.plural and _listed(index, t, where))):
        return None
    entry = next(e for key in ("ủy ban nhân dân", "uy ban nhan dan") for e in index.names.get(key, ()) if e.slot)
    hit = Hit(i, i, where.end, entry, where)
    return Found(i, hit, (hit,), True)


def _unplaced(index: Index, t: Tokens, i: int, prefix: str) -> list[Hit]:
    """Names that still wait for their committee: "các Ban: Tổ chức, …"."""
    words = prefix.count(" ") + 1 if prefix else 0
    for n in lengths_after(index, t, i, prefix):
        end = i + n - words
        if words < n and end <= len(t):
            entries = [e for e in index.names.get(f"{prefix} {t.key(i, end)}".strip(), ()) if e.slot == "{C}"]
            if entries and t.capital(i):
                return [Hit(i, end, end, e, None) for e in entries]
    return []


def _gap(t: Tokens, end: int, loose: bool) -> int:
    """Where the next name of the row may begin; `end` itself where nothing divides."""
    j = end
    while j - end < 2 and (t.word(j) in _MARKS or t.word(j) in _AND):
        j += 1
    return j


def _next(index: Index, t: Tokens, last: Found, loose: bool) -> Found | None:
    """The next name that leans on the last one: another place of the same unit, or another name of the same head."""
    j = _gap(t, last.hit.end, loose)
    if j == last.hit.end and t.word(j) == "-" and _leans(index, last):
        full = hits_at(index, t, j + 1, loose)
        return _waiting_for(index, t, j + 1, last, full)
    if j == last.hit.end or j >= len(t):
        return None
    head = _head_of(index, last)
    full = hits_at(index, t, j, loose)
    waiting = _waiting_for(index, t, j, last, full)
    if waiting:
        return waiting
    if full and last.elided and head:
        longer = [h for h in hits_at(index, t, j, True, head) if h.end >= full[0].end]
        if longer:
            return Found(j, longer[0], tuple(longer), True)
    if full or _opens(index, t, j):
        return None
    place = _another_place(index, t, j, last)
    if place:
        return place
    if not head or not (t.capital(j) or loose):
        return None
    hits = hits_at(index, t, j, True, head) or _unplaced(index, t, j, head)
    return Found(j, hits[0], tuple(hits), True) if hits else None


def _waiting_for(index: Index, t: Tokens, j: int, last: Found, full: list[Hit]) -> Found | None:
    """The name at j that a name still without its place may borrow it from."""
    if _waiting(last):
        found = full or _unplaced(index, t, j, "")
        return Found(j, found[0], tuple(found), True) if found and found[0].entry.slot == "{C}" else None
    placed = bool(full) and (full[0].where is not None or t.word(full[0].end) in _MARKS | _AND | {"-"})
    if _leans(index, last) and placed and index.rows[full[0].entry.row].group in _SHARING:
        return Found(j, full[0], tuple(full), False)
    return None


def _leans(index: Index, found: Found) -> bool:
    """Whether a name written without its place may take the next one's: "HĐND, UBND các xã"."""
    row = index.rows[found.hit.entry.row]
    return found.hit.where is None and row.slot == "{P}" and row.group in _SHARING


def _opens(index: Index, t: Tokens, i: int) -> bool:
    """Whether a title, and so another expression, begins here."""
    return any(index.titles[key] != "person" for _, key in lengths(index, "titles", t, i))


def _head_of(index: Index, last: Found) -> str:
    """The head that the last name began with, "" where its kind of name has none."""
    return index.heads[last.hit.entry.row]


def _folded(name: str, index: Index) -> str:
    from gazetteers.tokens import key_of

    return key_of(name, plain="các" not in index.words["plural"])


def _another_place(index: Index, t: Tokens, j: int, last: Found) -> Found | None:
    """ "UBND phường A, phường B", "UBND các xã: A, B": the same unit at another place."""
    where = last.hit.where
    if where is None or not (where.given or where.plural):
        return None
    plural = t.word(j) in _PLURALS
    found = place_at(index, t, j, _LEVELS) or (place_at(index, t, j + 1, _LEVELS) if plural else None)
    if found and found.plural:
        listed = _listed(index, t, found)
        found = listed or found
    elif found is None and t.capital(j):
        found = _named_like(index, t, j, where) or (_unheard(index, t, j, where) if last.elided else None)
    if found is None or not (found.given or found.plural):
        return None
    hit = last.hit._replace(start=j, stem=j, end=found.end, where=found)
    return Found(j, hit, (hit,), True)


def _named_like(index: Index, t: Tokens, j: int, where: Where) -> Where | None:
    """A bare name that is a place of the kind in hand."""
    kinds = set(where.plural) or {where.kind}
    for end, key in lengths(index, "places", t, j):
        areas = alike = index.areas.named(index.places.get(key, ()), "", (where.level,))
        areas = tuple(a for a in areas if a.kind in kinds) or areas
        if areas:
            kind = areas[0].kind if len({a.kind for a in areas}) == 1 else where.kind
            return within(index, t, Where(end, kind, where.level, areas, t.slice(j, end)), alike, sure=True)
    return None


def _listed(index: Index, t: Tokens, group: Where) -> Where | None:
    """The first place named after "các xã:" or "các xã"."""
    reach = tails_end(index, t, group.end, places=True)  # "các xã biên giới: A, B"
    j = reach + 1 if t.words[reach] == ":" else group.end
    if not t.capital(j) or t.breaks(j):
        return None
    sure = group.level != Level.PROVINCE and (j > group.end or len(group.plural) == 1)
    return _named_like(index, t, j, group) or (_unheard(index, t, j, group) if sure else None)


def _unheard(index: Index, t: Tokens, j: int, where: Where) -> Where | None:
    """A place that no file knows, in a list of places: one to four capitals before a mark, a verb or the end."""
    end = j
    while (
        end < len(t)
        and end - j <= _NAME
        and t.word(end).isalnum()
        and t.capital(end)
        and not (end > j and t.breaks(end))
    ):
        end += 1
    behind = t.word(end)
    if behind.isalnum() and not t.breaks(end) and (end - j == 1 or not stops(t, end)) and behind not in _AND:
        return None
    if not 0 < end - j <= _NAME or _opens(index, t, j) or opens_unknown(index, t, j):
        return None
    if any(True for table in ("names", "kinds", "committees") for _ in lengths(index, table, t, j)):
        return None
    return Where(end, where.kind, where.level, (), t.slice(j, end))


def _listed_places(index: Index, t: Tokens, first: Found) -> list[Found]:
    """ "UBND các xã: A, B": the first of the named places instead of the group."""
    where = first.hit.where
    if where is not None and not where.given and t.words[where.end] == ":" and where.kind and not where.plural:
        where = replace(where, plural=(where.kind,))  # "UBND phường: A, B"
    if where is None or not where.plural:
        return []
    named = _listed(index, t, where)
    if named is None:
        return []
    hit = first.hit._replace(end=named.end, where=named)
    return [Found(first.start, hit, (hit,), True)]


def _one_district(run: list[Found]) -> list[Found]:
    """ "các xã A, B, C, huyện D": what the last place lies in is where those before it lie."""
    out = list(run)
    for n in range(len(run) - 2, -1, -1):
        where, after = out[n].hit.where, out[n + 1].hit.where
        if not (where and after and after.over and out[n + 1].elided) or where.pinned or where.level != after.level:
            continue
        areas = inside(where.areas, after.over)
        if areas:
            pinned = replace(where, areas=areas, pinned=True, over=after.over)
            out[n] = replace(out[n], hit=out[n].hit._replace(where=pinned))
    return out


def _shared_ends(index: Index, t: Tokens, run: list[Found]) -> list[Found]:
    """Gives names that wait for a committee the one that ends the row ("… Dân vận Tỉnh ủy", "… Trung ương")."""
    out = list(run)
    for n in range(len(run) - 2, -1, -1):
        hit, after = out[n].hit, out[n + 1].hit
        if _leans(index, out[n]) and after.where and after.where.level in index.rows[hit.entry.row].levels:
            out[n] = replace(out[n], hit=hit._replace(where=after.where), entries=())
        if hit.where is not None or not hit.entry.slot:
            continue
        if after.where is not None and after.entry.slot == hit.entry.slot:
            out[n] = replace(out[n], hit=hit._replace(where=after.where))
            continue
        central = _central(index, hit.entry, after.entry)
        if central:
            out[n] = replace(out[n], hit=hit._replace(entry=central), entries=())
    return out


def _before_group(index: Index, t: Tokens, run: list[Found], loose: bool) -> list[Found]:
    """ "UBMTTQ và các đoàn thể huyện": the place that ends the group behind a name is the name's too."""
    last = run[-1] if run else None
    if last is None or not _leans(index, last):
        return run
    j = _gap(t, last.hit.end, loose)
    groups = groups_at(index, t, j, loose) if j > last.hit.end else []
    levels = index.rows[last.hit.entry.row].levels
    for k in range(groups[-1].end - 1, max(j, groups[-1].end - _NAME), -1) if groups else ():
        where = place_at(index, t, k, levels)
        if where and not where.plural and where.end == groups[-1].end:
            return [*run[:-1], replace(last, hit=last.hit._replace(where=where), entries=())]
    return run


def _central(index: Index, entry: Name, after: Name) -> Name | None:
    """ "Ban Tổ chức" before "Ban Nội chính Trung ương" is the central one too."""
    row, last = index.rows[entry.row], index.rows[after.row]
    if not last.central or not last.name.endswith("Trung ương"):
        return None
    wanted = row.name.replace(row.slot, "Trung ương")
    return next((n for n in index.names.get(_folded(wanted, index), ()) if index.rows[n.row].central), None)
