"""The bodies that every ministry has ("Thanh tra Bộ Y tế", "Vụ Pháp chế Bộ Tài chính"): templates over them all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from gazetteers.records import Row

_SLOT = "{B}"
_OFFICE = "van-phong-chinh-phu"  # of the group, but its bodies are rows of their own


def bodies(templates: Sequence[Row], rows: Iterable[Row]) -> list[Row]:
    """A row for each template and ministry, valid while both are; its id is the template's and the ministry's."""
    ministries = [r for r in rows if r.group == "ministry" and r.id != _OFFICE]
    made = [_body(template, ministry) for template in templates for ministry in ministries]
    made = [r for r in made if not (r.valid_from and r.valid_to and r.valid_from > r.valid_to)]
    known = {r.id for r in made} | {t for template in templates for t in template.successors}
    return [replace(r, successors=tuple(s for s in r.successors if s in known)) for r in made]


def _body(template: Row, ministry: Row) -> Row:
    short = next((a for a in ministry.aliases if _shortened(a)), ministry.abbreviation)
    names = [
        form.replace(_SLOT, owner) for owner in (ministry.name, short) for form in (template.name, *template.aliases)
    ]
    name, *aliases = dict.fromkeys(names)
    return replace(
        template,
        id=f"{template.id}-{ministry.id}",
        name=name,
        aliases=tuple(aliases),
        parent=ministry.id,
        valid_from=max(_days(template.valid_from, ministry.valid_from), default=None),
        valid_to=min(_days(template.valid_to, ministry.valid_to), default=None),
        successors=_successors(template, ministry),
        examples=(name,),
    )


def _days(*days: date | None) -> Iterator[date]:
    return (day for day in days if day)


def _shortened(name: str) -> bool:
    """Whether a ministry's name is one by letters ("Bộ TT&TT"), not by some of its words ("Bộ Nông nghiệp")."""
    return any(len(w) > 1 and w.isupper() for w in name.split())


def _successors(template: Row, ministry: Row) -> tuple[str, ...]:
    """What the template says of all of them, else the same body of what the ministry went into."""
    return template.successors or tuple(f"{template.id}-{s}" for s in ministry.successors)
