"""The closing of a document: who signed as what, and who receives it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from extractors.head_lines import Line
from extractors.normal_case import LOWER, UPPER, is_capitals, normal_case
from gazetteers.fold import bare, fold
from gazetteers.lexicon import load_lexicon

RECIPIENTS = re.compile(r"\W*n[ơo]i\s+nh[ậâa]n\s*[:.]?\s*(?P<rest>.*)", re.S)
_NAME_WORD = re.compile(rf"[{UPPER}][{LOWER}]*(?:['’-]?[{UPPER}{LOWER}]+)*")
_BULLET = re.compile(r"\s*[-–+•*]\s*")


@cache
def _forms() -> dict[str, tuple[str, ...]]:
    rows = load_lexicon("signer_titles", ("words", "form"))
    longest = sorted(rows, key=lambda r: -len(r["words"]))
    return {f: tuple(r["words"] for r in longest if r["form"] == f) for f in ("prefix", "title", "rank", "part")}


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    either = {f: "|".join(re.escape(fold(w)).replace(r"\ ", r"[,\s]\s*") for w in ws) for f, ws in _forms().items()}
    return (
        re.compile(rf"(?:{either['prefix']})\s*(?=\w)"),
        re.compile(rf"(?<!\w)(?:{either['title']})(?!\w)"),
        re.compile(rf"(?:{either['part']})(?!\w)"),
    )


def is_signature(line: str) -> bool:
    """Whether a line belongs to the titles over a signature: 'KT. CHỦ TỊCH', 'PHÓ CHÁNH VĂN PHÒNG'."""
    if len(line) > 150 or not is_capitals(_without_name(line)[0]):
        return False
    prefix, title, _ = _patterns()
    low = fold(line).strip(" *")
    return bool((prefix.match(low) and len(low) > 4) or title.match(low))


def _without_name(line: str) -> tuple[str, str]:
    """'CHỦ TỊCH Nguyễn Văn A' -> ('CHỦ TỊCH', 'Nguyễn Văn A')."""
    words = line.split()
    cut = len(words)
    while cut and not is_capitals(words[cut - 1]) and words[cut - 1][:1].isupper():
        cut -= 1
    while cut < len(words) and len(words) - cut < 2:
        cut = len(words)
    return " ".join(words[:cut]), " ".join(words[cut:])


def titles_in(line: str) -> list[tuple[bool, str]]:
    """The titles of a line in order, each with whether it is signed on behalf of: 'KT. CHỦ TỊCH PHÓ CHỦ TỊCH' ->
    [(True, 'CHỦ TỊCH'), (False, 'PHÓ CHỦ TỊCH')]; 'TM. ỦY BAN NHÂN DÂN' -> [(True, 'ỦY BAN NHÂN DÂN')]."""
    prefix, title, _ = _patterns()
    line = line.strip(" *")
    low = fold(line)
    lead = prefix.match(low)
    body = lead.end() if lead else 0
    starts = [m.start() for m in title.finditer(low, body) if _begins_title(low, m.start(), body)]
    cuts = sorted({body, *starts})
    parts = [line[a:b].strip(" ,-–") for a, b in zip(cuts, [*cuts[1:], len(line)], strict=True)]
    return [(lead is not None and i == 0, part) for i, part in enumerate(parts) if part]


def _begins_title(low: str, at: int, body: int) -> bool:
    """Whether a title found inside a line is one of its own: not the rest of 'BỘ TRƯỞNG, CHỦ NHIỆM'."""
    return at == body or not low[:at].rstrip().endswith((",", "-", "–", "kiêm", "/"))


_TITLE_STARTS = frozenset({"chủ", "phó", "trưởng", "giám", "bí", "chánh", "kt.", "tm.", "tl.", "q."})
_OFFICES = frozenset({"ubnd", "hđnd", "ủy", "phòng", "đảng"})


def read_name(line: str) -> str | None:
    """The person's name a line holds, without rank or degree; None for any other line."""
    words = line.strip(" *./").split()
    words = [w for w in words if w]
    at = _ranks(words)
    words = words[at:]
    if not 2 <= len(words) <= 6 or len(line) > 60 or any(c.isdigit() or c in ":;,()" for c in " ".join(words)):
        return None
    if not all(_NAME_WORD.fullmatch(w) or w.isupper() for w in words):
        return None
    low = [fold(w) for w in words]
    if low[0] in _TITLE_STARTS or not _OFFICES.isdisjoint(low):
        return None  # a title that a stamp made unreadable is no person
    name = " ".join(words)
    prefix, title, _ = _patterns()
    if title.match(fold(name)) or prefix.match(fold(name)) or RECIPIENTS.match(fold(name)):
        return None
    return " ".join(w.capitalize() if w.isupper() and len(w) > 1 else w for w in words) if is_capitals(name) else name


def _ranks(words: Sequence[str]) -> int:
    """How many words before a name are ranks and degrees."""
    ranks = {tuple(bare(fold(r)).replace(".", " ").split()) for r in _forms()["rank"]}
    at = 0
    while at < len(words):
        for n in (3, 2, 1):
            key = tuple(bare(fold(" ".join(words[at : at + n]))).replace(".", " ").split())
            if key in ranks and at + n < len(words):
                at += n
                break
        else:
            return at
    return at


def read_signer(lines: Sequence[Line]) -> tuple[str | None, str | None]:
    """The signer and his last title, as 'Phó Chánh Văn phòng'; None where not printed."""
    titles: list[tuple[bool, str]] = []
    signer: str | None = None
    for line in lines:
        words, tail = _without_name(line.text)
        if is_signature(line.text):
            if signer:
                break
            titles += titles_in(words)
            signer = read_name(tail) if tail else None
        elif titles and not signer:
            if _patterns()[2].match(fold(line.text)) and is_capitals(line.text):
                titles[-1] = (titles[-1][0], f"{titles[-1][1]} {line.text}")
            elif len(titles) == 1 and titles[0][0] and is_capitals(line.text) and not _BULLET.match(line.text):
                titles[0] = (True, f"{titles[0][1]} {line.text}")
            else:
                signer = read_name(line.text)
    return signer, _last_title(titles)


def _last_title(titles: list[tuple[bool, str]]) -> str | None:
    """The signer's own title: the first one that is not on behalf of another, after the last that is."""
    behalf = [i for i, (on_behalf, _) in enumerate(titles) if on_behalf]
    own = titles[behalf[-1] + 1 :] if behalf else titles
    chosen = own[0][1] if own else ""
    chosen = re.sub(r"^Q\.\s*", "QUYỀN ", chosen)
    return normal_case(chosen.strip(" .,:*")) or None if chosen else None


def read_recipients(lines: Sequence[Line]) -> tuple[str, ...]:
    """The recipients below "Nơi nhận:", each without its dash and its closing mark."""
    out: list[str] = []
    open_ = False
    for line in lines:
        found = RECIPIENTS.match(fold(line.text))
        if found:
            open_ = True
            rest = line.text[found.start("rest") :]
            out += [p for p in re.split(r";\s*", rest) if p.strip(" -*_")]
        elif open_ and _BULLET.match(line.text):
            out += re.split(r";\s+(?=[-–+])", line.text)
        elif open_ and (is_signature(line.text) or (read_name(line.text) and not line.text.endswith((";", ".")))):
            open_ = bool(out) is False
        elif open_ and out and len(line.text) < 200 and not is_capitals(line.text):
            out[-1] = f"{out[-1]} {line.text}" if not out[-1].rstrip().endswith((";", ".")) else out[-1]
    return tuple(t for r in out if (t := _BULLET.sub("", r, count=1).strip(" ;.,*")))
