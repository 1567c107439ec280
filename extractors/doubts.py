"""Signs that a list of units was not read to its end, or that a heading's unit was taken where others are named.

Reads a task and its document; writes the words that cast the doubt, for a reviewer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.models import Document, Match, Role, Task, TaskUnit
from extractors.roles import begins_body

_ROLES = (Role.LEAD, Role.COORDINATOR)
_FAR = 80  # characters behind a name that are looked at
_SHOWN = 6  # words shown to the reviewer
_JOIN = re.compile(r"\s*(?:\([^()]*\)\s*)?(?:,|/|,?\s?và|,?\s?cùng)\s+(?:(?:các|đồng chí|cùng)\s+)?")
_NAMES_FOLLOW = re.compile(r"\s*:\s+(?=[A-ZÀ-ỸĐ])")


def unread_names(task: Task, document: Document) -> str:
    """The words right behind a list of leads or coordinators that look like one more of them, "" where none do."""
    known = sorted(task.units, key=lambda u: u.mention.start)
    starts = [u.mention.start for u in known]
    for u in known:
        if u.role in _ROLES and u.mention.start >= 0:
            rest = document.text[u.mention.end : u.mention.end + _FAR].partition("\n")[0]
            found = _goes_on(rest, u, starts) or _named_apart(rest, u, known)
            if found:
                return found
    return ""


def _goes_on(rest: str, u: TaskUnit, starts: Sequence[int]) -> str:
    """Words behind a name that begin another one which no mention covers."""
    if u.role is Role.COORDINATOR and u.mention.collective and (m := _NAMES_FOLLOW.match(rest)):
        return _shown(rest[m.end() :])
    m = _JOIN.match(rest)
    if m is None or any(u.mention.end <= s <= u.mention.end + m.end() for s in starts):
        return ""
    words = rest[m.end() :]
    return _shown(words) if words[:1].isupper() and begins_body(words) else ""


def _named_apart(rest: str, u: TaskUnit, known: Sequence[TaskUnit]) -> str:
    """A unit of the same list that was given no part in the task: "Sở A, Sở B: …" with Sở B alone as lead."""
    m = _JOIN.match(rest)
    behind = (v for v in known if m and u.mention.end < v.mention.start <= u.mention.end + m.end())
    return next((v.mention.name for v in behind if v.role is Role.MENTIONED), "")


def named_instead(task: Task) -> str:
    """The unit with which an item begins whose lead was taken from the heading, "" where there is none."""
    leads = [u.mention for u in task.units if u.role is Role.LEAD]
    start = task.spans[0].start if task.spans else -1
    first = next((u for u in task.units if u.mention.start == start >= 0), None)
    if first is None or first.role is not Role.MENTIONED or any(m.match is not Match.INHERITED for m in leads):
        return ""
    behind = task.text.value[first.mention.end - start :]
    return first.mention.name if re.match(r"\s*[:;,]", behind) else ""


def _shown(words: str) -> str:
    return " ".join(words.split()[:_SHOWN])
