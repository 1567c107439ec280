"""Writes the gold of a sample, in the format that `gold/README.md` describes: one JSON object a task, and the head."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from samples.markup import Mark, Sample, due, names


def write(sample: Sample, folder: Path) -> list[Path]:
    """Writes NAME.jsonl and NAME.document.json; returns their paths."""
    tasks, head = folder / f"{sample.name}.jsonl", folder / f"{sample.name}.document.json"
    lines = [json.dumps(entry(sample.name, n, mark), ensure_ascii=False) for n, mark in enumerate(sample.marks, 1)]
    tasks.write_text("".join(f"{line}\n" for line in lines), encoding="utf8")
    record = {"doc": sample.name, **sample.head}
    head.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf8")
    return [tasks, head]


def entry(name: str, number: int, mark: Mark) -> dict[str, Any]:
    """One task as a gold record."""
    f = mark.fields
    return {
        "gold_id": f"{name}#{number:03}",
        "doc": name,
        "origin": mark.origin,
        "path": mark.path,
        "group": mark.group,
        "text": mark.text,
        "lead": names(f, "lead"),
        "lead_optional": names(f, "lead?"),
        "coordinators": names(f, "with"),
        "coordinators_optional": names(f, "with?"),
        "product": mark.product or None,
        "deadline": deadline(f),
        "deadline_lenient": "lenient" in f,
        "report_to": names(f, "to"),
        "kind": f.get("kind", "assignment"),
        "required": "optional" not in f,
        **({"path_alt": f["alt"].split("/")} if "alt" in f else {}),
        **({"lead_alt": [names(f, "or")]} if "or" in f else {}),
    }


def deadline(fields: dict[str, str]) -> dict[str, Any]:
    """The deadline part of a gold record."""
    kind, bound, named, phrase = due(fields)
    return {
        "text": phrase,
        "kind": kind,
        "bound": bound[0] if bound else None,
        "value": named.get("value"),
        "due_from": named.get("from"),
        "due_date": named.get("last"),
        "due_time": named.get("time"),
        "rrule": named.get("rrule"),
        "event": named.get("event"),
        "kind_any": named.get("any", kind).split(","),
    }
