"""What a name means, as an answer that can be printed: one unit, or the candidates that are left."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from extractors.models import UnitMention
from extractors.unit_lists import read_unit_list
from gazetteers.fold import nfc
from gazetteers.units import Gazetteer, Place


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
    mentions = [m for m in read_unit_list(nfc(text), gazetteer, place) if m.rule != "aside"]
    answers = [_one(gazetteer, m, place) for m in mentions]
    if not answers:
        return {"id": None, "name": text, "score": 0.0, "candidates": [], "rule": "none", "current": []}
    return {**answers[0], **({"others": answers[1:]} if answers[1:] else {})}


def _one(gazetteer: Gazetteer, m: UnitMention, place: Place) -> dict[str, Any]:
    found = [] if m.unit_id else gazetteer.find(m.name, place.on, place.province)
    candidates = list(m.candidates) or [c.unit_id for c in found]
    out: dict[str, Any] = {
        "id": m.unit_id,
        "name": m.name,
        "score": m.score,
        "candidates": candidates,
        "rule": m.rule or str(m.match),
        "head": m.head,
    }
    if m.collective and m.unit_id:
        return {**out, "current": [m.unit_id], "members": len(gazetteer.members(m.unit_id, place))}
    return {**out, "current": list(gazetteer.current(m.unit_id)) if m.unit_id else []}


def unknown_names(tables: Path) -> Counter[str]:
    """Names met in the published tables that link to no unit, with how often. Reads task_units under `tables`."""
    import pyarrow.dataset as ds

    folder = tables / "task_units"
    table = ds.dataset(folder, format="parquet", partitioning="hive").to_table(columns=["name", "unit_id"])
    return Counter(r["name"] for r in table.to_pylist() if r["unit_id"] is None and r["name"])
