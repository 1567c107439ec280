"""Groups addressed as one: "các sở, ban, ngành, địa phương", "UBND các xã, phường", "các đơn vị liên quan"."""

from __future__ import annotations

from dataclasses import dataclass

from gazetteers.index import Collective, Index
from gazetteers.match import hits_at
from gazetteers.records import Level
from gazetteers.tokens import Tokens
from gazetteers.where import lengths, longest, place_at

_SEPARATORS = {",", ";", "/", "-", "và", "va", "cùng", "cung", "hoặc"}
_TOLD = {"với", "voi", "giao", "nghị", "cầu", "cho", "cùng"}  # "phối hợp với các xã": there a lone kind is a group
_EACH = {"mỗi", "từng"}
_OPENS = {".", ":", "giao", "cầu", "nghị"}
_NEAR = 7  # tokens
_BELONGS = {"thuộc", "thuoc", "của", "cua"}
_PLACES = {
    Level.PROVINCE: "ubnd-cac-tinh-thanh-pho",
    Level.DISTRICT: "ubnd-cac-huyen-thi-xa-thanh-pho",
    Level.COMMUNE: "ubnd-cac-xa-phuong",
}
_REACHING = {"cac-dia-phuong", *_PLACES.values()}
_LEVELS = (Level.PROVINCE, Level.DISTRICT, Level.COMMUNE)


@dataclass(frozen=True, slots=True)
class Group:
    """One group with its tokens; several may stand in one phrase."""

    start: int
    end: int
    id: str


def may_open(index: Index, t: Tokens, i: int, loose: bool) -> bool:
    """Whether a group may begin at token i: spares the full look at most names."""
    tables, word = index.tables, t.words[i]
    if word in tables["words:plural"][0] or word in tables["kinds"][0] or word in ("cấp", "cap"):
        return True
    if loose:
        return word in tables["atoms"][0]
    seconds = tables["alone"][0].get(word)
    return seconds is not None and (t.words[i + 1] in seconds or "" in seconds)


def groups_at(index: Index, t: Tokens, i: int, loose: bool = False) -> list[Group]:
    """The groups that the phrase at token i names, [] where none. `loose`: "các" may be left out anywhere."""
    plural = _plural(index, t, i)
    if t.words[i] in _EACH and i and t.words[i - 1] not in _OPENS:
        return []  # "…; mỗi thôn thành lập 01 tổ" addresses nobody
    j = plural or i
    found: list[Group] = []
    family: Collective | None = None
    while True:
        k = _plural(index, t, j) or j
        step: tuple[int, Collective | None, str] | None = _atom(
            index, t, k, family, bool(plural) or loose or bool(found) or k > j
        )
        free = bool(plural or found or k > j) or (step is not None and t.key(k, step[0]) in _alone(step[1]))
        if step and not free and not _ends(index, t, step[0]):
            step = None  # "sở" alone is a group in a list only: "Sở Khoa hoc …" is misspelt
        if step is None:
            step = _places(index, t, k if k > j else j, bool(plural) or loose or bool(found), loose)
        if step is None:
            break
        end, family, own = step
        places = own in _REACHING
        end = tails_end(index, t, _qualified(index, t, end), places)
        if found and t.word(j - 1) == ";":
            found.append(Group(j, end, own))
        elif found and found[-1].id == own:
            found[-1] = Group(found[-1].start, end, own)
        elif all(g.id != own for g in found):
            found.append(Group(i if not found else j, end, own))
        else:
            found[-1] = Group(found[-1].start, end, found[-1].id)
        j = _next(t, end)
        if j == end and not (loose and t.breaks(j)):
            break
    return [*found[:-1], _belonging(index, t, found[-1])] if found else []


def _alone(family: Collective | None) -> frozenset[str]:
    return family.alone if family else frozenset()


def _ends(index: Index, t: Tokens, end: int) -> bool:
    """Whether an item of a list may end here."""
    j = tails_end(index, t, end)
    return j >= len(t) or not t.word(j).isalnum() or t.word(j) in _SEPARATORS or t.breaks(j)


def _plural(index: Index, t: Tokens, i: int) -> int:
    """Past "các" and its like, 0 where there is none."""
    return longest(index, "words:plural", t, i)


def _next(t: Tokens, end: int) -> int:
    """Past the mark and the "và" between two members of a phrase."""
    j = end
    while t.word(j) in _SEPARATORS and j - end < 2:
        j += 1
    return j


def _atom(index: Index, t: Tokens, i: int, family: Collective | None, free: bool) -> tuple[int, Collective, str] | None:
    """The longest word of a group at i: one that goes on in the family, or opens another."""
    for end, key in lengths(index, "atoms", t, i):
        if family and key in family.joins and not (t.capital(i) and _is_name(index, t, i, end, True)):
            return end, family, family.id
        for c in index.collectives:
            if key in c.doubtful and not _near_council(t, i, end):
                continue
            if key in c.alone or (free and key in c.opens):
                if end - i > 1 and t.capital(end) and hits_at(index, t, end - 1, True):
                    continue  # "giám đốc Sở Xây dựng" is one
                if _is_place(index, t, i, end) or _is_name(index, t, i, end, bool(family) or key in c.alone):
                    continue
                return end, c, c.id
    return None


def _near_council(t: Tokens, i: int, end: int) -> bool:
    """Whether the people's council stands right before or behind: "Thường trực HĐND, | các Ban, | các Tổ đại biểu"."""
    around = f" {t.key(max(0, i - _NEAR), i)} {t.key(end, end + _NEAR)} "
    return any(f" {words} " in around for words in ("hđnd", "hội đồng nhân dân", "tổ đại biểu", "hoi dong nhan dan"))


def _is_place(index: Index, t: Tokens, i: int, end: int) -> bool:
    """ "huyện" of "huyện Ea Kar" opens no group."""
    return t.key(i, end) in index.kinds and t.capital(end)


def _is_name(index: Index, t: Tokens, i: int, end: int, group: bool) -> bool:
    """A unit's own name goes on past the word ("các Sở Xây dựng"), or is the word ("Bí thư Tỉnh ủy")."""
    hits = hits_at(index, t, i)
    plural = group or t.word(i - 1) in ("các", "cac")
    return bool(hits) and (hits[0].end > end or (hits[0].end == end and not plural))


def _places(index: Index, t: Tokens, i: int, free: bool, loose: bool) -> tuple[int, None, str] | None:
    """ "các xã, phường", "cấp xã"; one kind alone only after "các"."""
    where = place_at(index, t, i, _LEVELS)
    if (where is None or not (where.plural or where.given)) and free and t.word(i - 1) in ("các", "cac"):
        where = place_at(index, t, i - 1, _LEVELS) if where is None or loose or t.word(i - 2) in _TOLD else where
    if where is None or not where.plural or _names_follow(index, t, where.end):
        return None
    return where.end, None, _PLACES[Level(where.level)]


def _names_follow(index: Index, t: Tokens, end: int) -> bool:
    j = end + (t.word(end) == ":")
    return t.capital(j) and longest(index, "places", t, j) > 0


def _qualified(index: Index, t: Tokens, end: int) -> int:
    """Past the words that say what kind of group it is: "các đơn vị | cấp nước", "các trường | trung học phổ thông"."""
    return longest(index, "words:qualifier", t, end) or end


def tails_end(index: Index, t: Tokens, end: int, places: bool = False) -> int:
    """Past "liên quan", "của tỉnh", "trên địa bàn" and their like; of `places` past "ven biển", "Tây Nguyên" too."""
    tables = ("tails", "words:reach", "words:clause") if places else ("tails",)
    for _ in range(3):
        step = max([longest(index, table, t, end) for table in tables])
        if not step or _starts_unit(index, t, end):
            break
        end = step
    return end


def _starts_unit(index: Index, t: Tokens, i: int) -> bool:
    """ "Tỉnh ủy" begins with "tỉnh" but is a unit of its own."""
    return bool(hits_at(index, t, i)) and t.capital(i)


def _belonging(index: Index, t: Tokens, group: Group) -> Group:
    """ "các đơn vị thuộc Sở Y tế": the unit it belongs to is part of the group's words."""
    j = group.end + (t.word(group.end) in ("trực", "truc"))
    j = group.end - 1 if t.word(group.end - 1) in _BELONGS else j
    if t.word(j) not in _BELONGS:
        return group
    hits = hits_at(index, t, j + 1)
    return Group(group.start, hits[0].end, group.id) if hits else group
