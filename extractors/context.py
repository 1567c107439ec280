"""What a heading says about the items below it: whether they are tasks, who does them, until when.

Reads the nodes of the outline from the top down; writes a `Context` for each heading's children.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from extractors.models import Deadline, UnitMention
from gazetteers.fold import fold
from gazetteers.lexicon import load_lexicon

NO_TASKS = frozenset({"basis", "purpose", "objective", "evaluation", "detail", "notice"})


@dataclass(frozen=True, slots=True)
class Context:
    """What holds for the items under a heading. Mentions have offsets in the document's text."""

    section: str = ""  # class of the nearest classed heading, "" where none
    leads: tuple[UnitMention, ...] = ()
    coordinators: tuple[UnitMention, ...] = ()
    heading: str | None = None
    assigned: bool = False  # a heading or an opening sentence handed out work
    upward: bool = False  # … to a body above the issuer
    deadlines: tuple[Deadline, ...] = ()
    weak: bool = False  # the units come from an opening sentence, not from a heading

    @property
    def binding(self) -> bool:
        """True where the units above hold unless an item clearly names its own."""
        return bool(self.leads) and not self.weak


@cache
def _classes(lexicon: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    by_class: dict[str, list[str]] = {}
    for row in load_lexicon(lexicon, ("class", "words")):
        by_class.setdefault(row["class"], []).append(row["words"])
    return tuple(
        (
            name,
            re.compile(
                r"\W*(?:về\s+|công tác\s+)?(?:"
                + "|".join(re.escape(w).replace(r",\ ", r",?\s+") for w in sorted(words, key=len, reverse=True))
                + r")(?!\w)"
            ),
        )
        for name, words in by_class.items()
    )


def _longest(lexicon: str, text: str) -> str | None:
    low = fold(text)
    hits = [(m.end(), name) for name, pattern in _classes(lexicon) if (m := pattern.match(low))]
    return max(hits)[1] if hits else None


_ALSO_WORK = re.compile(r"nhiệm vụ|giải pháp|phân công|tổ chức thực hiện|trách nhiệm")


def section_class(heading: str) -> str | None:
    """What a heading announces ("purpose", "work", …), None where its words do not say."""
    found = _longest("section_titles", heading)
    if found in ("objective", "purpose") and _ALSO_WORK.search(fold(heading)):
        return "work"
    return found


def not_task_class(text: str) -> str | None:
    """Why an item's opening words assign nothing ("closing", "evaluation", "basis", "enactment"), or None."""
    return _longest("not_tasks", text)
