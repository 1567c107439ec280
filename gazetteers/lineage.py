"""What became of each commune between three registers: the rows of communes_former.csv; used by `gazetteers.build`.

A commune keeps its code when it changes its name, kind or district; a code that is gone went into another commune.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from gazetteers.fold import fold
from gazetteers.places import REFORM
from gazetteers.records import Area
from gazetteers.registers import Register, Seat, name_key

PERIODS = ("2019-2021", "2022-2025")
MERGED = ("2019-2021", "2024-2025")  # when communes were merged, where the province's own day is not known
_DAY = timedelta(days=1)
# between which days a district changed that two registers have differently; the second has some districts of 2023
_WITHIN = ((date(2019, 10, 6), date(2023, 4, 10)), (date(2021, 12, 31), date(2025, 6, 30)))


@dataclass(frozen=True, slots=True)
class Change:
    """When communes of a province or a district changed: the first day of the new ones lies between two days."""

    first: date
    last: date
    resolution: str


@dataclass(slots=True)
class Stage:
    """One commune under one name, kind and district. `into`: stages or ids (of today's communes) it went into."""

    seat: Seat
    code: str
    register: int  # the last one it stands in
    valid_from: date | None = None
    valid_to: date | None = None
    aliases: list[str] = field(default_factory=list)
    into: list[Stage | str] = field(default_factory=list)
    ended_by: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the history is made of. `merged`: by code of 2025 the keys of names that went into it."""

    registers: tuple[Register, Register, Register]
    merged: Mapping[str, set[str]]
    reform: Mapping[str, tuple[str, ...]]  # code -> ids of today's communes
    districts: Mapping[str, Area]
    changes: Mapping[tuple[str, str, str], Change]  # (period, province, district) -> when; "" for all

    def change(self, period: int, old: Seat, new: Seat | None, merged: bool) -> Change:
        """When a commune of that seat changed or ended in a period; `merged`: together with others."""
        own = self._of_district(period, old, new) if new else None
        if own:
            return own
        name = PERIODS[period]
        places = [(old.province, s.district) for s in (new, old) if s]
        moved = new is None or new.district != old.district
        places += [(old.province, "")] if merged or moved or period == 0 else []  # a new kind alone came at any time
        found = next((self.changes[name, *place] for place in places if (name, *place) in self.changes), None)
        return found or self.changes[MERGED[period] if merged or moved else name, "", ""]

    def _of_district(self, period: int, old: Seat, new: Seat) -> Change | None:
        """The change of the district itself, where it was made or ended in that period."""
        now, then = (self.districts[f"{s.province}/{s.district}"] for s in (new, old))
        days = [now.valid_from, then.valid_to + _DAY if then is not now and then.valid_to else None]
        after, until = _WITHIN[period]
        day = next((d for d in days if d and after < d <= until), None)
        return Change(day, day, "the change of its district") if day else None


def history(facts: Facts) -> list[Stage]:
    """All stages of all communes between the first register and the reform; same names of one district are one."""
    codes = sorted(set().union(*facts.registers))
    gone = {code: _target(facts, code) for code in codes if code not in facts.registers[2]}
    chains = {code: _chain(facts, code, code in gone.values()) for code in codes}
    for code, chain in chains.items():
        last = chain[-1]
        if code in gone:
            change = facts.change(last.register, last.seat, None, True)
            target = gone[code]
            last.into = [_on(chains[target], change.last)] if target else []
            _end(facts, last, change)
        else:
            last.into, last.valid_to = list(facts.reform[code]), REFORM - _DAY
    return _joined([stage for chain in chains.values() for stage in chain])


def _chain(facts: Facts, code: str, joined: bool) -> list[Stage]:
    """The stages of one code; a new name alone is a new spelling, unless others joined."""
    chain: list[Stage] = []
    for number, register in enumerate(facts.registers):
        seat = register.get(code)
        if seat is None:
            continue
        here = Stage(seat, code, number)
        before = chain[-1] if chain else None
        if before is None:
            here.valid_from = facts.change(number - 1, seat, seat, joined).first if number else None
        elif _same(before.seat, seat, joined):
            aliases = [*before.aliases, *([before.seat.name] if before.seat.own != seat.own else [])]
            chain[-1] = replace(here, valid_from=before.valid_from, aliases=aliases)
            if len(chain) > 1:
                chain[-2].into = [chain[-1]]
            continue
        else:
            change = facts.change(before.register, before.seat, seat, joined)
            if before.valid_from and len(chain) > 1 and change.last <= before.valid_from:
                before = chain[-2]  # the register in between had the new district, but not the new kind
                chain.pop()
            here.valid_from, before.into = change.first, [here]
            _end(facts, before, change)
        chain.append(here)
    return chain


def _same(before: Seat, after: Seat, joined: bool) -> bool:
    named = before.own == after.own or (before.kind == after.kind and not joined)
    return named and (before.province, before.district) == (after.province, after.district)


def _end(facts: Facts, stage: Stage, change: Change) -> None:
    """Closes a stage on the eve of a change, at the latest with its district."""
    days = [change.last - _DAY, facts.districts[f"{stage.seat.province}/{stage.seat.district}"].valid_to]
    stage.valid_to = min(d for d in days if d)
    unsure = "" if change.first == change.last else f" between {change.first} and {change.last}"
    stage.ended_by = f"{change.resolution or 'a resolution'}{unsure}"


def _on(chain: list[Stage], day: date) -> Stage:
    return next((s for s in chain if s.valid_to is None or s.valid_to >= day), chain[-1])


def _target(facts: Facts, code: str) -> str | None:
    """The code into which a gone one went: by its name among the merged, else by the name in its old district."""
    number = max(n for n, register in enumerate(facts.registers) if code in register)
    old = facts.registers[number][code]
    key = name_key(old.kind, old.name)
    last = facts.registers[2]
    merged = [c for c, keys in facts.merged.items() if key in keys and _one_province(last[c], old)]
    here = [c for c in merged if _near(facts, c, old)]
    if len(here) == 1:
        return here[0]
    after = facts.registers[number + 1]
    near = [c for c in after if c in last and _near(facts, c, old)]
    for alike in (_same_key, _same_name, _same_sound):
        found = [c for c in near if alike(after[c], old)]
        if len(found) == 1:
            return found[0]
    return here[0] if here else merged[0] if len(merged) == 1 else None


def _one_province(one: Seat, other: Seat) -> bool:
    return {one.province, other.province} <= {one.province, "hue", "thua-thien-hue"} or one.province == other.province


def _near(facts: Facts, code: str, old: Seat) -> bool:
    """Whether the commune of a code lay in the same district in one of the registers."""
    return any(r[code].district == old.district and _one_province(r[code], old) for r in facts.registers if code in r)


def _same_key(one: Seat, other: Seat) -> bool:
    return name_key(one.kind, one.name) == name_key(other.kind, other.name)


def _same_sound(one: Seat, other: Seat) -> bool:
    """'Hồng Sĩ' and 'Hồng Sỹ'."""
    return name_key(one.kind, one.name).replace("y", "i") == name_key(other.kind, other.name).replace("y", "i")


def _same_name(one: Seat, other: Seat) -> bool:
    return fold(one.name) == fold(other.name)


def _joined(stages: list[Stage]) -> list[Stage]:
    """One stage for all of one name in one district: what was merged under an old name goes on under it."""
    groups: dict[tuple[str, str, str], list[Stage]] = {}
    for stage in stages:
        groups.setdefault((stage.seat.province, stage.seat.district, stage.seat.own), []).append(stage)
    kept = {id(s): _one(run) for group in groups.values() for run in _runs(group) for s in run}
    joined = list({id(s): s for s in kept.values()}.values())
    for stage in joined:
        into = [kept[id(s)] if isinstance(s, Stage) else s for s in stage.into]
        stage.into = [s for n, s in enumerate(into) if s is not stage and s not in into[:n]]
    return joined


def _runs(group: list[Stage]) -> list[list[Stage]]:
    """The stages of one name in runs without a gap: a name may come back years later for another commune."""
    runs: list[list[Stage]] = []
    for stage in sorted(group, key=lambda s: s.valid_from or date.min):
        last = max((s.valid_to or date.max for s in runs[-1]), default=date.min) if runs else date.min
        if runs and (stage.valid_from or date.min) <= min(last, REFORM) + _DAY:
            runs[-1].append(stage)
        else:
            runs.append([stage])
    return runs


def _one(group: list[Stage]) -> Stage:
    last = max(group, key=lambda s: (s.valid_to or date.max, s.register))
    starts = [s.valid_from for s in group]
    last.valid_from = None if None in starts else min(d for d in starts if d)
    last.aliases = list(dict.fromkeys(a for s in group for a in s.aliases if a != last.seat.name))
    return last
