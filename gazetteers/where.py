"""Places behind a unit's name: "tỉnh", "tỉnh Đắk Lắk", "Đắk Lắk", "các xã, phường", "cấp huyện", "Huyện ủy Ea Kar"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from gazetteers.index import Index
from gazetteers.records import Area, Level
from gazetteers.tokens import Tokens

_SEPARATORS = {",", ";", "/", "-", "và", "va", "hoặc", "hoac"}
_PLURALS = {"các", "cac", "những", "nhung"}
_JOINS = _SEPARATORS | _PLURALS  # what may follow the first kind of several
# committees by their letters ("Ban Tổ chức TU"): the kind of place, "" for the document's own, and its level
_LETTERS = {"tu": ("", Level.PROVINCE), "hu": ("huyện", Level.DISTRICT), "qu": ("quận", Level.DISTRICT)}
_SHORT = {"xã", "xa", "tp", "tx"}  # kinds of two letters that may stand in a list of kinds
_STEP = {"cấp", "cap"}
_LEADS = _PLURALS | _STEP
_LEVEL_WORDS: dict[str, Level] = (
    dict.fromkeys(("tỉnh", "tinh"), Level.PROVINCE)
    | dict.fromkeys(("huyện", "huyen"), Level.DISTRICT)
    | dict.fromkeys(("xã", "xa", "cơ", "co"), Level.COMMUNE)
)
_PARTY = ("đảng ủy", "dang uy")
_HOLDERS = ("thư", "thu", "viên", "vien")  # "Bí thư Huyện ủy Lê An": a person's name follows
_OF = {",", "-", "thuộc", "thuoc", "của", "cua"}
_RUN = 4  # most words of an unknown place's name


@dataclass(frozen=True, slots=True)
class Where:
    """A place phrase: tokens up to `end`. `areas` are the known places of that name, empty where it names none.

    `plural`: the kinds of a group ("các xã, phường"); `given`: the name as written, "" where only the kind stands.
    """

    end: int
    kind: str
    level: str
    areas: tuple[Area, ...] = ()
    given: str = ""
    plural: tuple[str, ...] = ()
    pinned: bool = False  # the text names the province or district it lies in
    written: str = ""  # a group as printed: "các xã, thị trấn"
    longer: str = ""  # the name with the capitals behind it, where there are any: "Lam Sơn Thượng"
    over: tuple[Area, ...] = ()  # the district or province that the text says it lies in
    bygone: bool = False  # "xã Tân Lập cũ": the one before today's


def lengths(index: Index, table: str, tokens: Tokens, i: int) -> Sequence[tuple[int, str]]:
    """(end, key) of the spans at i that the table knows, longest first."""
    first, keys = index.tables[table]
    words = tokens.words
    seconds = first.get(words[i])
    if seconds is None:
        return ()
    ns = seconds.get(words[i + 1]) or seconds.get("")
    if ns is None:
        return ()
    found = []
    for n in ns:
        key = " ".join(words[i : i + n])
        if key in keys:
            found.append((i + n, key))
    return found


def longest(index: Index, table: str, tokens: Tokens, i: int) -> int:
    """Where the longest span at i ends that the table knows, 0 where it knows none."""
    first, keys = index.tables[table]
    words = tokens.words
    seconds = first.get(words[i])
    if seconds is None:
        return 0
    for n in seconds.get(words[i + 1]) or seconds.get("") or ():
        if " ".join(words[i : i + n]) in keys:
            return i + n
    return 0


def place_at(index: Index, t: Tokens, i: int, levels: tuple[str, ...], bare_names: bool = False) -> Where | None:
    """The place phrase at token i that may name one of the levels, None where there is none."""
    word = t.words[i]
    kind_here = word in index.tables["kinds"][0]
    group = _group(index, t, i, levels) if kind_here or word in _LEADS or word.isdigit() else None
    if group:
        return group
    for end, key in lengths(index, "kinds", t, i) if kind_here else ():
        kind = index.kinds[key]
        found = tuple(level for level in kind.levels if level in levels)
        if found and (
            len(key.split()[0]) > 2 or end - i > 1 or t.capital(end) or key in ("xã", "xa") or t.slice(i, end) == "TP"
        ):
            return _named(index, t, i, end, kind.kind, found)
    return _bare(index, t, i, levels) if bare_names else None


def _group(index: Index, t: Tokens, i: int, levels: tuple[str, ...]) -> Where | None:
    """ "các huyện, thị xã", "xã, phường", "cấp xã"."""
    if t.word(i) in _STEP:
        word = t.word(i + 1)
        level: str | None = _LEVEL_WORDS.get(word)
        ends = i + 2 + (level == Level.COMMUNE and word.startswith("c"))
        return Where(ends, word, level, plural=(word,)) if level and level in levels else None
    counted = t.word(i).isdigit()  # "34 tỉnh, thành phố"
    plural = t.word(i) in _PLURALS or counted
    if not plural and not (t.words[i + 1] in _JOINS or t.words[i + 2] in _JOINS):
        return None  # one kind alone, as nearly always
    kinds, end = _kinds(index, t, i + plural)
    if not kinds or not (plural or len(kinds) > 1):
        return None
    if not plural and t.capital(end) and any(_known(index, t, end)):
        return None  # "xã Ea Kar, phường Tân Lợi" names each
    level = group_level(kinds, t.key(end, end + 4))
    if level not in levels:
        return None
    return Where(end, kinds[0], level, plural=tuple(kinds), written=t.slice(i, end))


def group_level(kinds: list[str], following: str = "") -> str:
    """The level that a list of kinds speaks of; a lone "thành phố" is of the province unless Trung ương follows."""
    if {"xã", "phường", "thị trấn", "đặc khu"} & set(kinds):
        return Level.COMMUNE
    if {"huyện", "quận", "thị xã"} & set(kinds):
        return Level.DISTRICT
    if "tỉnh" in kinds or following.startswith(("trực thuộc trung ương", "trực thuộc tw", "truc thuoc trung uong")):
        return Level.PROVINCE
    return Level.DISTRICT


def _kinds(index: Index, t: Tokens, i: int) -> tuple[list[str], int]:
    """The kinds of one level that follow one another at i, and where they end."""
    kinds: list[str] = []
    end = j = i
    while True:
        if kinds and t.word(j) in _PLURALS:
            j += 1
        step = next(
            ((e, index.kinds[k]) for e, k in lengths(index, "kinds", t, j) if len(k) > 2 or k in _SHORT),
            None,
        )
        if step is None or (kinds and group_level([*kinds, step[1].kind]) != group_level(kinds)):
            return kinds, end
        if kinds and t.capital(j) and _begins_name(index, t, j, step[0]):
            return kinds, end
        if kinds and t.capital(step[0]) and any(_known(index, t, step[0])):
            return kinds, end
        kinds.append(step[1].kind)
        end = j = step[0]
        if t.word(j) in _SEPARATORS:
            j += 1
            if t.word(j) in ("và", "va"):
                j += 1


def _begins_name(index: Index, t: Tokens, j: int, end: int) -> bool:
    """ "Tỉnh" of "Tỉnh Đoàn", "Tỉnh ủy" is no kind of place."""
    return any(e > end for table in ("names", "committees") for e, _ in lengths(index, table, t, j))


def _known(index: Index, t: Tokens, i: int) -> Iterator[tuple[int, tuple[int, ...]]]:
    for end, key in lengths(index, "places", t, i):
        yield end, index.places[key]


def _named(index: Index, t: Tokens, i: int, j: int, kind: str, levels: tuple[str, ...]) -> Where:
    """The place of a kind with the name after it, if a name stands there."""
    for end, numbers in _known(index, t, j):
        areas = index.areas.named(numbers, kind, levels)
        if not areas and end - j > 1:  # a place of two words and more under another kind is still that place
            areas = index.areas.named(numbers, "", tuple(level for level in levels if level != Level.PROVINCE))
        if areas and t.capital(j):
            longer = end
            while longer < len(t) and longer - j < _RUN and t.word(longer).isalpha() and _goes_on(index, t, j, longer):
                longer += 1
            further = t.slice(j, longer) if longer > end else ""
            where = Where(end, kind, areas[0].level, areas, t.slice(j, end), longer=further)
            return within(index, t, where, index.areas.named(numbers, "", (areas[0].level,)))
    end = j
    if Level.PROVINCE not in levels or kind == "thành phố":
        while end < len(t) and end - j < _RUN and _goes_on(index, t, j, end):
            end += 1
    level = Level.DISTRICT if end > j and Level.DISTRICT in levels else levels[0]
    where = Where(end, kind, level, (), t.slice(j, end))
    return within(index, t, where) if end > j else where


def _goes_on(index: Index, t: Tokens, j: int, k: int) -> bool:
    """Whether token k still belongs to an unknown place's name that began at j."""
    if not t.capital(k) or (k > j and (t.breaks(k) or t.word(k).isdigit())):
        return False
    if not t.word(k).isalnum() or (t.word(k).isdigit() and len(t.word(k)) > 2):
        return False
    return not any(key in index.names for _, key in lengths(index, "names", t, k))


def unknown_place(index: Index, t: Tokens, i: int) -> Where | None:
    """A place that no file knows, by its capitals ("VNPT Lam Khê"); the province is what such names carry."""
    end = i
    while end < len(t) and end - i < _RUN and t.word(end).isalpha() and _goes_on(index, t, i, end):
        end += 1
    known = any(t.text[t.starts[k] : t.ends[k]].isupper() for k in range(i, end))
    return Where(end, "", Level.PROVINCE, (), t.slice(i, end)) if end - i > 1 and not known else None


def within(index: Index, t: Tokens, where: Where, alike: tuple[Area, ...] = (), sure: bool = False) -> Where:
    """A lower place with those it lies in: "xã Ea Kar, huyện Ea Kar", "phường Tân Lợi (tỉnh Đắk Lắk)", "xã Lộc (cũ)".

    `alike`: the places of that name under any kind. `sure`: only where a place of the name is known to lie there.
    """
    where = _bygone(t, where)
    districts = tuple(a for a in where.areas if a.level == Level.DISTRICT) if where.level == Level.PROVINCE else ()
    if districts:  # "thành phố Huế, tỉnh Thừa Thiên Huế"
        lower = within(index, t, replace(where, level=Level.DISTRICT, areas=districts), sure=True)
        return lower if lower.pinned else where
    above: tuple[str, ...] = (Level.DISTRICT, Level.PROVINCE)
    while above and where.level != Level.PROVINCE:
        above = above if where.level == Level.COMMUNE else (Level.PROVINCE,)
        over, end = _over(index, t, where.end, above)
        areas = (inside(where.areas, over) or inside(alike, over)) if over else ()
        if not over or (sure and not areas):
            break
        into = replace(where, end=end, areas=areas or where.areas, longer="", pinned=True, over=where.over or over)
        where = _bygone(t, into)
        above = (Level.PROVINCE,) if any(o.level == Level.DISTRICT for o in over) else ()  # "thành phố Huế" is both
    return where


def _over(index: Index, t: Tokens, i: int, levels: tuple[str, ...]) -> tuple[tuple[Area, ...], int]:
    """The places of a higher level named at token i, "(huyện Ea Kar)" or ", huyện Ea Kar", and where they end."""
    opened = t.word(i) == "("
    j = i + (opened or t.word(i) in _OF)
    for kind_end, key in lengths(index, "kinds", t, j):
        for end, numbers in _known(index, t, kind_end) if t.capital(kind_end) else ():
            over = index.areas.named(numbers, index.kinds[key].kind, levels)
            if over and (not opened or t.word(end) == ")"):
                return over, end + opened
    return (), i


def inside(areas: tuple[Area, ...], over: tuple[Area, ...]) -> tuple[Area, ...]:
    """Of the places those that lie in one of the higher ones, or in what these went into; by province at the least."""
    into = {i for o in over for i in (o.id, *o.successors)}
    tops = {o.id for o in over if o.level == Level.PROVINCE}
    found = tuple(a for a in areas if a.district in into or a.id in into or a.province in tops)
    near = {o.province for o in over} | {i.partition("/")[0] for i in into}
    return found or tuple(a for a in areas if a.province in near and not a.district)


def _bygone(t: Tokens, where: Where) -> Where:
    """Past "cũ", "(cũ)": the place that had the name before."""
    opened = t.word(where.end) == "("
    end = where.end + opened + 1
    old = t.word(end - 1) in ("cũ", "cu") and where.end > 0 and (not opened or t.word(end) == ")")
    return replace(where, end=end + opened, bygone=True) if old and t.words[end - 1] else where


def _bare(index: Index, t: Tokens, i: int, levels: tuple[str, ...]) -> Where | None:
    """A place named without its kind: "Sở Y tế Hà Nội", "Huyện ủy Ea Kar"; a number is none ("UBND 12 …")."""
    if not t.capital(i) or t.words[i].isdigit():
        return None
    for end, numbers in _known(index, t, i):
        areas = index.areas.named(numbers, "", levels)
        areas = tuple(a for a in areas if not a.district)  # a former commune is not named without its kind
        if areas:
            top = min(areas, key=lambda a: list(Level).index(Level(a.level)))
            if top.level == Level.PROVINCE:
                areas = tuple(a for a in areas if a.level == top.level)
            one = all(a.kind == top.kind for a in areas)  # else the day decides: "VNPT Phú Quốc" of the city, now xã
            return Where(end, top.kind if one else "", top.level, areas, t.slice(i, end))
    return None


def committee_at(index: Index, t: Tokens, i: int) -> Where | None:
    """A Party committee by its own word, with its place: "Tỉnh ủy", "Thành ủy Hà Nội", "các huyện ủy, thị ủy"."""
    if t.words[i] in _PLURALS or t.words[i].isdigit():
        return _committees(index, t, i)
    if t.words[i] in _LETTERS and t.slice(i, i + 1).isupper():
        return Where(i + 1, *_LETTERS[t.words[i]])
    for end, key in lengths(index, "committees", t, i):
        return _committee(index, t, i, end, index.committees[key])
    if t.key(i, i + 2) in _PARTY:
        if t.word(i + 2) in _STEP and t.word(i + 3) in ("xã", "xa"):
            return Where(i + 4, "xã", Level.COMMUNE, plural=("xã",), written=t.slice(i + 2, i + 4))
        found = place_at(index, t, i + 2, (Level.COMMUNE,))
        return found if found and (found.given or found.plural or found.end > i + 2) else None
    return None


def _committee(index: Index, t: Tokens, i: int, end: int, kind: str) -> Where:
    levels = {"tỉnh": (Level.PROVINCE,), "thành phố": (Level.PROVINCE, Level.DISTRICT)}.get(kind, (Level.DISTRICT,))
    if not t.capital(end):
        return Where(end, kind, levels[0])
    for stop, numbers in _known(index, t, end):
        areas = index.areas.named(numbers, kind, levels)
        if areas:
            return Where(stop, kind, areas[0].level, areas, t.slice(end, stop))
    stop = end
    while stop < len(t) and _goes_on(index, t, end, stop) and t.word(stop).isalpha():
        stop += 1
    if kind == "tỉnh" or not 0 < stop - end <= 2 or t.word(i - 1) in _HOLDERS:
        return Where(end, kind, levels[0])
    return Where(stop, kind, Level.DISTRICT, (), t.slice(end, stop))


def _committees(index: Index, t: Tokens, i: int) -> Where | None:
    """Several committees named by their kinds: "các huyện ủy, thị ủy", "các huyện, thị, thành ủy", "các đảng ủy xã"."""
    if t.key(i + 1, i + 3) in _PARTY:
        found = place_at(index, t, i + 3, (Level.COMMUNE,))
        return replace(found, written=t.slice(i, found.end)) if found and found.plural else None
    kinds: list[str] = []
    end, j = 0, i + 1
    while step := _committee_word(index, t, j):
        after, kind, whole = step
        kinds.append(kind)
        end = after if whole else end
        j = after
        while t.words[j] in _SEPARATORS or t.words[j] in _PLURALS:
            j += 1
        if j == after:
            break
    if not end:
        return None
    level = Level.PROVINCE if "tỉnh" in kinds else Level.DISTRICT
    return Where(end, kinds[0], level, plural=tuple(kinds), written=t.slice(i, end))


def _committee_word(index: Index, t: Tokens, j: int) -> tuple[int, str, bool] | None:
    """A committee of a list with its kind and whether it is whole: "thị ủy", the "huyện" of "huyện, thị, thành ủy"."""
    for end, key in lengths(index, "committees", t, j):
        return end, index.committees[key], True
    short = next(((e, index.kinds[key].kind) for e, key in lengths(index, "kinds", t, j)), None)
    end, kind = short or (j + 1, "thành phố" if t.words[j] in ("thành", "thanh") else "")
    return (end, kind, False) if kind and t.words[end] in _SEPARATORS else None
