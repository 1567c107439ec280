"""Several names after one head, unknown ones among them: "các Vụ: A, B", "các Ban QLDA 2, 6 và C", "khu vực 1, 2".

Reads tokens; writes where each name begins and ends, and what it is called.
"""

from __future__ import annotations

from dataclasses import dataclass

from extractors.unit_unknown import begins_another, is_number, opens_unknown, pairs, stops, verbs
from gazetteers.index import Index
from gazetteers.match import Hit, hits_at
from gazetteers.tokens import Tokens
from gazetteers.where import lengths, longest

_LONGEST = 12  # tokens of one name behind the head
_HEAD = 10  # tokens of a head behind its first word
_AND = {"và", "va", "cùng", "cung"}
_DIVIDES = {",", "/"}


@dataclass(frozen=True, slots=True)
class Headed:
    """One name: its tokens (with the head where it stands), its words, and the known names of them, best first."""

    start: int
    end: int
    name: str
    hits: tuple[Hit, ...]


def headed_at(index: Index, t: Tokens, i: int) -> list[Headed]:
    """The names after the head at token i, [] where only one follows or the words are a group's own."""
    j = longest(index, "words:plural", t, i) or i
    head = _colon(t, max(longest(index, "words:open", t, j), longest(index, "words:head", t, j)))
    k = head + (t.words[head] == ":")
    if not head or (j == i and k == head) or not t.capital(k) or t.breaks(head):
        return []
    grouped = k == head and any(end > head for end, _ in lengths(index, "atoms", t, j))  # "các trường đại học …"
    if grouped or begins_another(index, t, k):
        return []
    if any(not t.capital(end) for end, _ in lengths(index, "words:qualifier", t, k)):
        return []  # "các trường THCS, Tiểu học": kinds, no names
    if k > head and (t.key(k, k + 2) in verbs() or _tailed(index, t, j, head)):
        return []  # "các trường học trên địa bàn: Tự kiểm tra …"
    out = _row(index, t, k, j, head, k > head)
    if len(out) > 1 or (out and k > head):
        return [Headed(i, out[0].end, out[0].name, out[0].hits), *out[1:]]
    whole = j > i and k == head and out and not out[0].hits
    return [Headed(i, out[0].end, f"Các {t.slice(j, out[0].end)}", ())] if whole else []


def _colon(t: Tokens, head: int) -> int:
    """Where the head's words end: at the colon, if one follows soon ("các Công ty TNHH MTV Lâm nghiệp:")."""
    k = head
    while head and k - head < _HEAD and t.words[k].isalnum() and not t.breaks(k):
        k += 1
    return k if t.words[k] == ":" else head


def _tailed(index: Index, t: Tokens, j: int, head: int) -> bool:
    """Whether a group's words with a tail stand there ("các trường trên địa bàn"), no head of names."""
    return any(end == head for n in range(j + 1, head) for end, _ in lengths(index, "tails", t, n))


def _row(index: Index, t: Tokens, k: int, j: int, head: int, colon: bool) -> list[Headed]:
    """The names from token k on that share the head j..head."""
    out: list[Headed] = []
    while True:
        hits = [h for h in hits_at(index, t, k, True, t.key(j, head)) if h.end > k]
        end = _name_end(index, t, k)
        if hits and hits[0].end >= end:
            out.append(Headed(k, hits[0].end, "", tuple(hits)))
        elif end > k:
            out.append(Headed(k, end, f"{t.slice(j, head)} {t.slice(k, end)}", ()))
        else:
            return out
        k = _next(index, t, out[-1].end, colon)
        if not k:
            return out


def _next(index: Index, t: Tokens, end: int, colon: bool) -> int:
    """Where the next name of the row begins, 0 where the row ends."""
    k = end
    while k - end < 2 and (t.words[k] in _DIVIDES or t.words[k] in _AND or (colon and t.words[k] == ";")):
        k += 1
    if k == end or not t.capital(k) or opens_unknown(index, t, k) or begins_another(index, t, k):
        return 0
    return k


def _name_end(index: Index, t: Tokens, k: int) -> int:
    """Where the name at k ends: at a mark, a verb, or an "và" that no known name has between these words."""
    end = k
    while end < len(t) and end - k < _LONGEST and not (end > k and t.breaks(end) and t.capital(end)):
        word = t.words[end]
        if word in _AND and end > k:
            if (t.words[end - 1], t.words[end + 1]) not in pairs(index):
                break
        elif word == "-" and t.words[end + 1].isalnum():
            pass
        elif not word.isalnum() or (not t.capital(end) and stops(t, end)):
            break
        end += 1
    return end


def numbers_after(t: Tokens, end: int) -> list[tuple[int, int]]:
    """The numbers that repeat a name but for its own: the "2" and "3" of "khu vực 1, 2 và 3"."""
    out: list[tuple[int, int]] = []
    if not is_number(t, end - 1, closed=False):
        return out
    k = end
    while True:
        j = k
        while j - k < 2 and (t.words[j] in _AND or t.words[j] == ","):
            j += 1
        if j == k or not is_number(t, j) or t.words[end - 1].isdigit() != t.words[j].isdigit():
            return out
        out.append((j, j + 1))
        k = j + 1
