"""The forms of a unit's name in which some of its words are shortened."""

from __future__ import annotations

from itertools import islice, product


def shortened(stem: str, shortenings: list[tuple[str, str]], limit: int = 48) -> list[str]:
    """The name and its forms with some of its words shortened, the name itself first."""
    choices: dict[str, list[str]] = {}
    low = stem.lower()
    for full, short in shortenings:
        if full.lower() in low:
            choices.setdefault(full, [full]).append(short)
    forms = []
    for picks in islice(product(*choices.values()), limit):
        form = stem
        for full, pick in zip(choices, picks, strict=True):
            if pick != full:
                at = form.lower().find(full.lower())
                form = form if at < 0 else form[:at] + pick + form[at + len(full) :]
        forms.append(form)
    return list(dict.fromkeys([stem, *forms, *_looser(stem)]))


def _looser(stem: str) -> list[str]:
    """The name as hasty typists write it: without its hyphens, with "-" for "và"."""
    out = []
    if " - " in stem:
        out += [stem.replace(" - ", " "), stem.replace(" - ", ", "), stem.replace(" - ", " và ")]
    if "&" in stem:
        out.append(stem.replace("&", "-"))
    if " và " in stem:
        out.append(stem.replace(" và ", " - "))
    return out
