"""Scores published tables against gold annotations, by the rules the gold is written by.

Reads tasks as dictionaries (rows of `tasks`) and gold records; judges each pair field by field, then counts.
A figure for which nothing was there to be judged is None.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from rapidfuzz.distance import Levenshtein
from rapidfuzz.fuzz import ratio
from rapidfuzz.process import cdist

Record = dict[str, Any]

SAME_TASK = 70.0  # percent of likeness from which two texts are the same task
PATH_BONUS = 5.0  # the likelier partner of two alike texts is the one in the same place
SAME_PRODUCT = 90.0
FIELDS = ("lead", "coordinators", "deadline", "product", "path", "kind")

SAID_FOR = re.compile(
    r"^(?:(?:đồng chí|lãnh đạo|thủ trưởng|giám đốc|chủ tịch|trưởng|bí thư) )+"
    r"(?=sở |các sở|ủy ban|công an|ban |văn phòng)"
)
CONCERNED = r"(?: khác)?(?: có)?(?: liên quan)?"
# Each of the gold's collective names, and the ways of writing it that count as the same.
COLLECTIVES = {
    "các bộ, ngành": [
        rf"(?:các )?bộ,? (?:ban, )?ngành(?: trung ương)?{CONCERNED}",
        rf"các bộ, cơ quan(?: ngang bộ(?:, cơ quan thuộc chính phủ)?| trung ương)?{CONCERNED}",
    ],
    "các sở, ban, ngành": [
        rf"(?:các )?sở(?:,? ban)?,? ngành(?: có csdl| của tỉnh| cấp tỉnh| tỉnh)?{CONCERNED}",
        rf"(?:các )?sở, ban, ngành, đoàn thể{CONCERNED}",
    ],
    "các cơ quan, đơn vị": [
        rf"(?:các )?(?:cơ quan|đơn vị|cơ quan,(?: tổ chức,)? đơn vị|cơ quan, (?:đơn vị, )?tổ chức){CONCERNED}",
        r"thủ trưởng (?:các )?(?:cơ quan,? )?đơn vị",
    ],
    "ủy ban nhân dân các xã, phường": [
        r"(?:ủy ban nhân dân )?(?:các xã, phường(?:, đặc khu|, thị trấn)?|cấp xã)",
    ],
    "ủy ban nhân dân các huyện, thị xã, thành phố": [
        r"(?:ủy ban nhân dân )?(?:các huyện(?:, thị xã)?, thành phố(?: thuộc tỉnh)?|cấp huyện)",
    ],
    "ủy ban nhân dân các tỉnh, thành phố": [
        r"(?:ủy ban nhân dân )?các tỉnh, thành phố(?: trực thuộc trung ương)?|ủy ban nhân dân cấp tỉnh",
    ],
    "các địa phương": [rf"(?:(?:các )?địa phương|ủy ban nhân dân các địa phương){CONCERNED}"],
}
PATTERNS = {name: re.compile("|".join(ways)) for name, ways in COLLECTIVES.items()}


def unit(name: str, place: str) -> str:
    """One spelling per unit: case, spaces, uỷ/ủy, UBND, its head, the document's own province, collectives."""
    s = " ".join(unicodedata.normalize("NFC", name).casefold().replace("uỷ", "ủy").split()).strip(" .;:,")
    s = re.sub(r"\bubnd\b", "ủy ban nhân dân", s)
    s = re.sub(r"\bhđnd\b", "hội đồng nhân dân", s)
    s = SAID_FOR.sub("", s)
    own = rf"(?: tỉnh)? {re.escape(place.casefold())}$|" if place else ""
    s = re.sub(rf"{own} tỉnh$", "", re.sub(rf"{own} tỉnh$", "", s))
    return next((collective for collective, pattern in PATTERNS.items() if pattern.fullmatch(s)), s)


def words(text: str | None) -> str:
    """A text as its words only, in one case."""
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFC", text or "").casefold()))


def allowed(name: str, patterns: Iterable[str], place: str) -> bool:
    """Whether an extra name may be given: "?any" allows all, "?*x" every name that holds x."""
    for pattern in patterns:
        bare = pattern.removeprefix("?")
        if pattern == "?any" or (bare.startswith("*") and bare[1:] in name):
            return True
        if name == unit(bare.lstrip("*"), place):
            return True
    return False


def units_right(want: Sequence[Sequence[str]], got: Sequence[str], optional: Sequence[str], place: str) -> bool:
    """Whether the names given are one of the answers wanted, and no others but those allowed."""
    have = {unit(x, place) for x in got}
    answers = [{unit(x, place) for x in answer} for answer in want]
    nearest = min(answers, key=lambda answer: len(answer ^ have))
    return nearest <= have and all(allowed(x, optional, place) for x in have - nearest)


def deadline_right(gold: Record, got: Record) -> bool:
    """Kind, last day and clock must agree; the recurrence too where the gold has one."""
    return (
        (got.get("deadline_kind") or "none") in gold["kind_any"]
        and _day(got.get("due_date")) == gold["due_date"]
        and (str(got["due_time"])[:5] if got.get("due_time") else None) == gold["due_time"]
        and (gold["rrule"] is None or _rule(got.get("deadline_rrule")) == _rule(gold["rrule"]))
    )


def _day(value: Any) -> str | None:
    return None if value is None or value != value else str(value)[:10]


def _rule(value: str | None) -> frozenset[str]:
    parts = (value or "").removeprefix("RRULE:").upper().split(";")
    return frozenset(part for part in parts if part and part != "INTERVAL=1")


def product_right(gold: str | None, got: str | None) -> bool:
    """Likeness of the words; a gold product that ends in dots is the beginning only."""
    if not gold or not got:
        return not gold and not got
    want, have = words(gold), words(got)
    return ratio(want, have[: len(want)] if gold.endswith(("...", "…")) else have) >= SAME_PRODUCT


def path_right(gold: Record, got: Record) -> bool:
    """Whether the path is the gold's, or the other one that counts as right."""
    path = [str(x) for x in got.get("path") or []]
    return path == [str(x) for x in gold["path"]] or path == gold.get("path_alt")


def pair(gold: Sequence[Record], got: Sequence[Record]) -> list[tuple[int, int]]:
    """One-to-one pairs (gold index, task index): the most alike first, the reading order breaking ties."""
    if not gold or not got:
        return []
    likeness = cdist([words(g["text"]) for g in gold], [words(t["text"]) for t in got], scorer=ratio, dtype="float64")
    ranked = sorted(
        (-likeness[i, j] - PATH_BONUS * path_right(g, t), abs(i / len(gold) - j / len(got)), i, j)
        for i, g in enumerate(gold)
        for j, t in enumerate(got)
        if likeness[i, j] >= SAME_TASK
    )
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, i, j in ranked:
        if i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return list(pairs.items())


@dataclass(frozen=True)
class Verdict:
    """One required task that was found: its likeness and which fields are right (None: not judged)."""

    likeness: float
    right: dict[str, bool | None]
    dated: bool
    in_review: bool
    complaints: tuple[str, ...]


@dataclass
class Score:
    """The verdicts over some documents."""

    needed: int = 0
    spurious: int = 0
    verdicts: list[Verdict] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    heads: list[bool] = field(default_factory=list)

    def figures(self) -> dict[str, float | int | None]:
        """Every measure by name."""
        v, found = self.verdicts, len(self.verdicts)
        precision, recall = _share(found, found + self.spurious), _share(found, self.needed)
        wrong = [x for x in v if False in x.right.values()]
        return {
            "tasks": self.needed,
            "found": found,
            "spurious": self.spurious,
            "task_precision": precision,
            "task_recall": recall,
            "task_f1": _share(2 * found, 2 * found + self.spurious + self.needed - found),
            "text_similarity": _mean([x.likeness for x in v]),
            **{f"{name}_exact": _mean([x.right[name] for x in v]) for name in FIELDS},
            "deadline_given_exact": _mean([x.right["deadline"] for x in v if x.dated]),
            "all_fields_right": _share(found - len(wrong), found),
            "review_share": _mean([x.in_review for x in v]),
            "errors_in_review": _mean([x.in_review for x in wrong]),
            "head_exact": _mean(self.heads),
        }


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _mean(values: Iterable[float | bool | None]) -> float | None:
    judged = [value for value in values if value is not None]
    return sum(judged) / len(judged) if judged else None


def judge(gold: Record, got: Record, place: str) -> Verdict:
    """Judges one task against its gold."""
    due = gold["deadline"]
    leads = [gold["lead"], *gold.get("lead_alt", [])]
    named = {"lead": got.get("lead_names") or [], "coordinators": got.get("coordinator_names") or []}
    right: dict[str, bool | None] = {
        "lead": units_right(leads, named["lead"], gold["lead_optional"], place),
        "coordinators": units_right(
            [gold["coordinators"]], named["coordinators"], gold["coordinators_optional"], place
        ),
        "deadline": None if gold.get("deadline_lenient") else deadline_right(due, got),
        "product": product_right(gold["product"], got.get("product")) if gold["origin"] == "appendix" else None,
        "path": None if "?" in gold["path"] else path_right(gold, got),
        "kind": gold["kind"] == "plan" or got.get("kind") in gold.get("task_kind_any", [gold["kind"]]),
    }
    want = words(gold["text"])
    likeness = 1 - Levenshtein.distance(want, words(got["text"])) / max(1, len(want))
    complaints = tuple(_complaint(name, gold, got) for name, ok in right.items() if ok is False)
    complaints += (f"text {got['text']!r} want {gold['text']!r}",) if likeness < 0.98 else ()
    return Verdict(likeness, right, due["kind"] != "none", bool(got.get("needs_review")), complaints)


def _complaint(name: str, gold: Record, got: Record) -> str:
    given = {"lead": "lead_names", "coordinators": "coordinator_names"}.get(name, name)
    if name == "deadline":
        shown = [got.get(key) for key in ("deadline_kind", "due_date", "due_time", "deadline_rrule", "deadline_text")]
        return f"deadline {shown} want {gold[name]}"
    return f"{name} {got.get(given)!r} want {gold[name]!r}"


def add(score: Score, stem: str, place: str, gold: Sequence[Record], got: Sequence[Record]) -> None:
    """Adds one document's tasks to a score."""
    pairs = pair(gold, got)
    found, used = {i for i, _ in pairs}, {j for _, j in pairs}
    score.needed += sum(g["required"] for g in gold)
    score.spurious += len(got) - len(used)
    missed = [g for i, g in enumerate(gold) if g["required"] and i not in found]
    extra = [t for j, t in enumerate(got) if j not in used]
    score.errors += [f"{stem} {_place(g)}: MISSED {g['text'][:100]}" for g in missed]
    score.errors += [f"{stem} {_place(t)}: SPURIOUS {t['text'][:100]}" for t in extra]
    for i, j in sorted(pairs):
        if gold[i]["required"]:
            verdict = judge(gold[i], got[j], place)
            score.verdicts.append(verdict)
            score.errors += [f"{stem} {_place(gold[i])}: {complaint}" for complaint in verdict.complaints]


def _place(record: Record) -> str:
    return "/".join(map(str, record.get("path") or []))


HEAD = ["doc_type", "type_code", "number", "symbol", "issuer", "issued_date", "issued", "place", "subject"]
HEAD += ["signer", "signer_title", "party"]


def add_head(score: Score, stem: str, gold: Record, got: Record) -> None:
    """Adds one document's head, field by field; a subject may go on after the gold's words."""
    place = gold.get("place") or ""
    for name in HEAD:
        want, have = gold.get(name), got.get("issuer_name" if name == "issuer" else name)
        if name == "issuer":
            ok = unit(want or "", place) == unit(have or "", place)
        elif name == "subject":
            ok = words(have).startswith(words(want)) or ratio(words(have), words(want)) >= 95
        else:
            ok = (_day(have) if name == "issued_date" else have) == want
        score.heads.append(ok)
        if not ok:
            score.errors.append(f"{stem} head: {name} {have!r} want {want!r}")
