"""Keeps a copy of each file that could not be read, with a note that says why."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from pipeline.rows import FileFacts


def _place(folder: Path, facts: FileFacts) -> Path:
    safe = "".join(c if c.isprintable() and c not in '/\\:*?"<>|' else "_" for c in facts.name)
    while len(safe.encode()) > 180:
        safe = safe[1:]
    return folder / f"{facts.doc_id}-{safe}"


def keep(folder: Path, path: Path, facts: FileFacts, code: str, reason: str) -> Path:
    """Copies a file (where it is one that can be copied) and writes `….reason.json` beside it. Returns the note."""
    folder.mkdir(parents=True, exist_ok=True)
    copy = _place(folder, facts)
    if facts.sha256 is not None and not copy.exists():
        partial = copy.with_name(f".{facts.doc_id}.copying")
        try:
            shutil.copyfile(path, partial, follow_symlinks=False)
            partial.replace(copy)
        except OSError:  # it may be gone by now; the note says what it was
            partial.unlink(missing_ok=True)
    note = copy.with_name(copy.name + ".reason.json")
    facts_of = {"doc_id": facts.doc_id, "source_uri": facts.uri, "sha256": facts.sha256, "code": code, "reason": reason}
    partial = note.with_name(f".{facts.doc_id}.note")
    partial.write_text(json.dumps(facts_of, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    partial.replace(note)
    return note


def release(folder: Path, facts: FileFacts) -> None:
    """Takes a file out of quarantine once it has been read."""
    copy = _place(folder, facts)
    for path in (copy, copy.with_name(copy.name + ".reason.json")):
        path.unlink(missing_ok=True)
