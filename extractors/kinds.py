"""The closed sets of values: origins, kinds, roles, matches, bounds, states."""

from __future__ import annotations

from enum import StrEnum


class Origin(StrEnum):
    """Where a task stands."""

    BODY = "body"
    APPENDIX = "appendix"


class TaskKind(StrEnum):
    """What an item is: work assigned, asked of a body above, planned by the issuer, or a general appeal."""

    ASSIGNMENT = "assignment"
    RECOMMENDATION = "recommendation"
    PLAN = "plan"
    ORIENTATION = "orientation"


class Role(StrEnum):
    """What a unit has to do with a task."""

    LEAD = "lead"
    COORDINATOR = "coordinator"
    REPORT_TO = "report_to"
    MENTIONED = "mentioned"


class Match(StrEnum):
    """How a unit's name was recognised."""

    EXACT = "exact"
    ALIAS = "alias"
    FUZZY = "fuzzy"
    ELIDED = "elided"
    INHERITED = "inherited"


class DeadlineKind(StrEnum):
    """What a deadline phrase names (see the data dictionary)."""

    DATE = "date"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"
    PERIOD = "period"
    DURATION = "duration"
    RECURRING = "recurring"
    ONGOING = "ongoing"
    EVENT = "event"
    NONE = "none"


class Bound(StrEnum):
    """The side of the named time on which the work has to be done."""

    BEFORE = "before"
    BY = "by"
    WITHIN = "within"
    FROM = "from"


class Status(StrEnum):
    """How the reading of one document ended."""

    OK = "ok"
    PARTIAL = "partial"
    FAILED = "failed"
    DUPLICATE = "duplicate"
