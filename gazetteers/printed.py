"""Names as they are printed, in full: abbreviations written out, a group's words under the one name they have."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path

from gazetteers.lexicon import load_lexicon
from gazetteers.places import UNITS
from gazetteers.tokens import Tokens, key_of, tokenize

_EACH = re.compile(r"^(?:(?:tất cả|toàn bộ|những|mỗi|từng|các)\s+)+|^\d+\s+", re.IGNORECASE)
_REACH = 10  # most words that say which places of a group are meant
_SMALL = {"các", "cac", "và", "va", "cùng"}


@cache
def _short(folder: Path = UNITS) -> tuple[re.Pattern[str], dict[str, str]]:
    rows = [(r["short"], r["full"]) for r in load_lexicon("shortenings", ("full", "short"), folder)]
    rows += [(r["short"], r["full"]) for r in load_lexicon("abbreviations", ("short", "full"), folder)]
    forms = {short: full for short, full in reversed(rows) if short.upper() == short or " " in short}
    either = "|".join(re.escape(s) for s in sorted(forms, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)"), forms


@cache
def _folds(folder: Path = UNITS) -> dict[str, str]:
    return {_bare_key(r["form"]): r["name"] for r in load_lexicon("folds", ("name", "form"), folder)}


@cache
def _dropped(how: str, folder: Path = UNITS) -> frozenset[str]:
    rows = load_lexicon("tails", ("tail",), folder)
    return frozenset(key_of(r["tail"]) for r in rows if r["dropped"] in ("yes", how))


@cache
def _reach(folder: Path = UNITS) -> dict[str, str]:
    rows = load_lexicon("words", ("class", "words"), folder)
    return {key_of(r["words"]): r["class"] for r in rows if r["class"] in ("reach", "clause")}


def expand(text: str) -> str:
    """The text with its abbreviations written out ("UBND các xã" -> "Ủy ban nhân dân các xã"), blanks single."""
    pattern, forms = _short()
    return pattern.sub(lambda m: forms[m.group()], " ".join(text.replace("–", "-").split()))


def capitalised(text: str) -> str:
    """The text with its first letter in upper case."""
    return text[:1].upper() + text[1:]


@cache
def _titles(folder: Path = UNITS) -> frozenset[str]:
    return frozenset(key_of(r["title"]) for r in load_lexicon("titles", ("title",), folder) if r["class"] == "head") - {
        "bộ trưởng"
    }


@lru_cache(maxsize=4096)
def group_name(text: str) -> str:
    """The name of a printed group: the common one where its words are one of that name's forms, else the words.

    Titles before it and tails behind it ("Thủ trưởng các …", "… liên quan", "… trên địa bàn tỉnh") are no part of it.
    """
    t = tokenize(expand(text))
    start = max((end for end in range(1, min(6, len(t))) if t.key(0, end) in _titles()), default=0)
    least = _without(_EACH.sub("", t.slice(start, _without_tails(t, start, "folded"))), "clause")
    folded = _folds().get(_bare_key(least)) or _folds().get(_bare_key(_without(least, "reach")))
    if folded:
        return folded
    written = t.slice(start, _without_tails(t, start, "yes"))
    core = _without(_EACH.sub("", written), "clause")
    committee = core.lower().startswith(("ủy ban", "hội đồng", "cấp ", "mặt trận", "đại biểu"))
    return capitalised(core) if committee and not _EACH.match(written) else f"Các {core}"


def is_folded(name: str) -> bool:
    """Whether it is a name that several forms share."""
    return name in _folds().values()


def placed_name(name: str, written: str) -> str:
    """The name of all units of one template: "Ủy ban nhân dân {P}" with the printed "các xã, thị trấn"."""
    core = _EACH.sub("", expand(written))
    some = written[:1].isdigit() and not re.search(r"[,;/]|\bvà\b", core)  # "12 xã" are not all of them
    group = written if some else core if core.lower().startswith("cấp") else f"các {core}"
    folded = _folds().get(_bare_key(core), "")
    if name.startswith("Ủy ban nhân dân {") and folded.startswith("Ủy ban nhân dân"):
        return folded
    return name.replace("{P}", group).replace("{N}", group) if "{" in name else f"{name} {group}"


def _without_tails(t: Tokens, start: int, how: str) -> int:
    """Where the words end that are no tail."""
    end, dropped = len(t), _dropped(how)
    while True:
        ends = range(max(start + 1, end - 8), end)  # the "xã" of "các xã", "phường" of "xã, phường" are no tails
        cut = next((k for k in ends if t.key(k, end) in dropped and _is_word(t.words[k - 1])), end)
        if cut == end:
            return end
        end = cut
        while end > start + 1 and not t.word(end - 1).isalnum():
            end -= 1


def _is_word(word: str) -> bool:
    return word.isalnum() and word not in _SMALL and word != "cấp"


def _without(core: str, *classes: str) -> str:
    """The group without the words that say which of its places are meant: "địa phương | ven biển"."""
    t, words = tokenize(core), _reach()
    end = next((k for k in range(max(1, len(t) - _REACH), len(t)) if words.get(t.key(k, len(t))) in classes), len(t))
    return t.slice(0, end)


def _bare_key(text: str) -> str:
    """The words alone: commas, "các" and "bộ trưởng" for "bộ" make no other group."""
    key = key_of(text).replace("bộ trưởng", "bộ").replace("ủy ban nhân dân", "")
    words = [w for w in key.split() if w.isalnum() and w not in _SMALL]
    joined = " ".join(words)
    for title in ("thủ trưởng ", "giám đốc ", "người đứng đầu ", "chủ tịch "):
        joined = joined.replace(title, "")
    return joined
