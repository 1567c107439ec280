"""Explicit dates that the grammar does not know ("15 June 2026", "15-Jun-2026"), by dateparser, as a last resort."""

from __future__ import annotations

import re
from datetime import date

from extractors.models import Deadline, DeadlineKind

_LONGEST = 40
_DAY_AND_YEAR = re.compile(
    r"(?=.*\b(?:19|20)\d\d\b)(?=.*\b\d{1,2}\b)(?=.*\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))",
    re.IGNORECASE,
)


def read_foreign(text: str, issued_first: date | None) -> list[Deadline]:
    """One date where a short field holds a day, a month's name and a year; else nothing. Loads dateparser when used."""
    if len(text) > _LONGEST or not text.isascii() or not _DAY_AND_YEAR.search(text):
        return []
    import dateparser

    parsed = dateparser.parse(text.strip(), languages=["en"], settings={"DATE_ORDER": "DMY", "STRICT_PARSING": True})
    if parsed is None:
        return []
    day = parsed.date()
    past = issued_first is not None and day < issued_first
    return [
        Deadline(
            0,
            len(text),
            text,
            DeadlineKind.DATE,
            value=day.isoformat(),
            due_date=day,
            problem="past" if past else None,
            rule="dateparser",
            confidence=0.8,
        )
    ]
