"""Decides what is to be done with each file of a run: read it, or not, and why.

Reads what came in and what is already published. Writes one `Decision` a file: every file exactly once.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import unquote, urlparse

from extractors.models import Status
from pipeline.inbox import Incoming
from pipeline.rows import FileFacts

Known = Mapping[str, Mapping[str, object]]

# what may pass by itself, so that the next run tries again
PASSING = frozenset({"permission", "vanished", "changing", "io", "timeout", "crashed", "memory", "internal"})


class Action(StrEnum):
    """What is to be done with a file."""

    READ = "read"  # extract it
    RECORD = "record"  # write its row: failed before reading, or a duplicate
    KNOWN = "known"  # published already by this version
    JUNK = "junk"  # left out


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to be done with one file; `status` and `reason` where they are known without reading it."""

    file: Incoming
    facts: FileFacts
    action: Action
    status: Status | None = None
    code: str | None = None
    reason: str | None = None
    duplicate_of: str | None = None


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()[:16]


def _facts(file: Incoming, doc_id: str) -> FileFacts:
    return FileFacts(doc_id, file.name, file.uri, file.sha256, file.size)


def decide(files: Iterable[Incoming], known: Known, version: str, force: bool = False) -> list[Decision]:
    """One decision a file, in the files' order."""
    files = list(files)
    same: dict[str, list[Incoming]] = defaultdict(list)
    for file in files:
        if file.sha256:
            same[file.sha256].append(file)
    first = {sha: _first_of(group, known) for sha, group in same.items()}
    return [_decide(file, first, known, version, force) for file in files]


def _first_of(group: list[Incoming], known: Known) -> str:
    """The address of the file that stands for all of the same bytes: the published one while it is there."""
    published = str(known.get((group[0].sha256 or "")[:16], {}).get("source_uri") or "")
    if published and (published in {f.uri for f in group} or _exists(published)):
        return published
    return group[0].uri


def _exists(uri: str) -> bool:
    return uri.startswith("file:") and Path(unquote(urlparse(uri).path)).exists()


def _decide(file: Incoming, first: Mapping[str, str], known: Known, version: str, force: bool) -> Decision:
    if file.junk or file.code == "vanished":
        return Decision(file, _facts(file, ""), Action.JUNK)
    if file.sha256 is None:
        facts = _facts(file, _digest("unreadable", file.uri))
        return Decision(file, facts, Action.RECORD, Status.FAILED, file.code, file.reason)
    if first[file.sha256] != file.uri:
        return _decide_duplicate(file, known, version)
    facts = _facts(file, file.sha256[:16])
    row = known.get(facts.doc_id)
    if force or row is None or row["pipeline_version"] != version or row["reason_code"] in PASSING:
        return Decision(file, facts, Action.READ)
    return Decision(
        file, facts, Action.KNOWN, Status(str(row["status"])), _text(row["reason_code"]), _text(row["reason"])
    )


def _decide_duplicate(file: Incoming, known: Known, version: str) -> Decision:
    original = str(file.sha256)[:16]
    facts = _facts(file, _digest(str(file.sha256), file.uri))
    row = known.get(facts.doc_id)
    action = Action.KNOWN if row is not None and row["pipeline_version"] == version else Action.RECORD
    reason = f"Nội dung giống hệt văn bản đã có (mã {original})."
    return Decision(file, facts, action, Status.DUPLICATE, "duplicate", reason, original)


def _text(value: object) -> str | None:
    return None if value is None else str(value)
