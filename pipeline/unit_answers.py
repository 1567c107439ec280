"""What a name means, as an answer that can be printed: one unit, or the candidates that are left."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from extractors.models import Match, UnitMention
from extractors.unit_lists import misspelt, read_unit_list
from gazetteers.fold import fold, nfc
from gazetteers.tokens import key_of, tokenize
from gazetteers.units import Gazetteer, Place
from gazetteers.where import lengths

_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)  # cells copied from a page
_REMARK = re.compile(r"\([^()]*\)")
_SURE = 0.88  # score from which a name found as a whole is taken
_MARGIN = 0.03  # by which it must be ahead of the next


class UnknownProvince(ValueError):
    """No province is called so."""


def place_of(gazetteer: Gazetteer, on: str | None, province: str | None) -> Place:
    """Where and when a name is asked for; the province by id or by name.

    UnknownProvince where there is none of that name, ValueError where the day is not one.
    """
    day = day_of(on) if on else None
    if not province:
        return Place(None, day)
    known = province if gazetteer.area(province) else gazetteer.province(nfc(province), day)
    if known is None:
        raise UnknownProvince(f"không có tỉnh, thành phố: {province}")
    return Place(known, day)


def day_of(written: str) -> date:
    """2026-01-30, 2026-01 or 2026 (their first day), 30/01/2026. ValueError for anything else."""
    numbers = [int(n) for n in re.findall(r"\d+", written.partition("T")[0])]
    if numbers and numbers[-1] > 31:
        numbers.reverse()
    try:
        return date(*[*numbers, 1, 1][:3])
    except (TypeError, ValueError):
        raise ValueError(f"không đọc được ngày: {written}") from None


def answer(gazetteer: Gazetteer, text: str, place: Place) -> dict[str, Any]:
    """id (null where unknown or more than one is left), name, score, candidates, rule, today's ids; more in others."""
    found = _answer(gazetteer, text, place)
    if found["id"] is None and text == text.lower():  # typed without capitals, which mark the names of places
        titled = _answer(gazetteer, text.title(), place)
        found = titled if titled["id"] else found
    return found


def _answer(gazetteer: Gazetteer, text: str, place: Place) -> dict[str, Any]:
    text = _BREAK.sub(" ", nfc(text))
    read = read_unit_list(text, gazetteer, place)
    mentions = [m for m in read if m.rule != "aside"]
    covered = bool(mentions) and _covered(gazetteer, text, read)
    if not covered or len(mentions) > 1:  # "VPĐĐBQH và HĐND tỉnh" is one name
        whole = _whole(gazetteer, text, place, misread=all(m.unit_id is None for m in mentions))
        if whole:
            return whole
        mentions = [_doubted(mentions[0])] if len(mentions) == 1 else mentions
    answers = [_one(gazetteer, m, place) for m in mentions]
    if not answers:
        return {"id": None, "name": text, "score": 0.0, "candidates": [], "rule": "none", "current": []}
    return {**answers[0], **({"others": answers[1:]} if answers[1:] else {})}


def _covered(gazetteer: Gazetteer, text: str, mentions: list[UnitMention]) -> bool:
    """Whether the mentions have ids and nothing is left of the text but small words."""
    if any(m.unit_id is None for m in mentions):
        return False
    small = gazetteer.index.words["filler"] | gazetteer.index.words["join"] | gazetteer.index.tails
    at, gaps = 0, []
    for m in sorted(mentions, key=lambda m: m.start):
        gaps.append(text[at : m.start])
        at = m.end
    gaps = [_REMARK.sub(" ", gap) for gap in (*gaps, text[at:])]
    left = [" ".join(w for w in key_of(gap).split() if w.isalnum()) for gap in gaps]
    return all(not words or words in small for words in left)


def _whole(gazetteer: Gazetteer, text: str, place: Place, misread: bool) -> dict[str, Any] | None:
    """The answer where the whole text is one known name, if shortened to initials or misread; None where it is not."""
    found = gazetteer.find(text, place.on, place.province)
    if (
        not found
        or found[0].score < _SURE
        or (found[0].rule == "misread" and not (misread and misspelt(text, found[0].name, "/" in found[0].unit_id)))
    ):
        return None
    if len(found) > 1 and found[0].score - found[1].score < _MARGIN:
        return None
    best = found[0]
    if best.unit_id.startswith("collective:"):
        return None
    ids = tuple(c.unit_id for c in found)
    return _one(
        gazetteer,
        UnitMention(0, len(text), text, best.unit_id, best.name, Match.ALIAS, best.score, ids, False, False, best.rule),
        place,
    )


def _doubted(m: UnitMention) -> UnitMention:
    """A known name of which the text says more than the name: another unit, perhaps, so no id."""
    if m.unit_id is None or m.collective:
        return m
    return replace(m, unit_id=None, score=min(m.score, 0.5), candidates=(m.unit_id, *m.candidates), rule="partial")


def _one(gazetteer: Gazetteer, m: UnitMention, place: Place) -> dict[str, Any]:
    found = [] if m.unit_id else gazetteer.find(m.name, place.on, place.province)
    candidates = list(m.candidates) or [c.unit_id for c in found]
    known = None if _nameless(gazetteer, m) else m.unit_id
    out: dict[str, Any] = {
        "id": known,
        "name": _as_asked(gazetteer, m),
        "score": m.score if known or not m.unit_id else min(m.score, 0.5),
        "candidates": candidates or ([m.unit_id] if m.unit_id and not known else []),
        "rule": m.rule or str(m.match),
        "head": m.head,
    }
    if m.collective and m.unit_id:
        return {**out, "current": [m.unit_id], "members": len(gazetteer.members(m.unit_id, place))}
    return {**out, "current": list(gazetteer.current(known)) if known else []}


def _nameless(gazetteer: Gazetteer, m: UnitMention) -> bool:
    """Whether the words name no one body: "Ban Chỉ đạo Trung ương" alone, a bare noun ("phòng chuyên môn")."""
    row = gazetteer.row(m.unit_id) if m.unit_id else None
    if row is not None and row.group == "anyones":
        return True
    group = next((c for c in gazetteer.index.collectives if m.unit_id == f"collective:{c.id}"), None)
    return group is not None and key_of(m.text) in group.opens - group.alone


def _as_asked(gazetteer: Gazetteer, m: UnitMention) -> str:
    """The official name, with the place where the text names it."""
    unit = gazetteer.get(m.unit_id) if m.unit_id and "/" in m.unit_id and not m.collective else None
    area = gazetteer.area(m.unit_id.rpartition("/")[0]) if m.unit_id and unit else None
    if unit is None or area is None or fold(area.name) in fold(m.name):
        return m.name
    t = tokenize(m.text)
    areas = gazetteer.index.areas
    spans = (key for i in range(len(t)) for _, key in lengths(gazetteer.index, "places", t, i))
    named = any(areas[n].id == area.id for key in spans for n in gazetteer.index.places[key])
    if named and fold(m.name).startswith(f"{area.kind.split(' ')[0]} "):  # "Tỉnh Đoàn": the kind is in the name
        return f"{m.name} {area.name}"
    if not named or unit.name.startswith(m.name):
        return unit.name if named else m.name
    numbered = m.name[-1:].isdigit()  # the third of a province: "Tòa án nhân dân khu vực 3 - Đắk Lắk"
    kind = f"{area.kind} " if f"{fold(area.kind)} " in fold(m.text) and not m.name.endswith(area.kind) else ""
    return f"{m.name} - {area.name}" if numbered and not kind else f"{m.name} {kind}{area.name}"


def unknown_names(tables: Path) -> Counter[str]:
    """Names met in the published tables that link to no unit, with how often. Reads task_units under `tables`."""
    import pyarrow.dataset as ds

    folder = tables / "task_units"
    table = ds.dataset(folder, format="parquet", partitioning="hive").to_table(columns=["name", "unit_id"])
    return Counter(r["name"] for r in table.to_pylist() if r["unit_id"] is None and r["name"])
