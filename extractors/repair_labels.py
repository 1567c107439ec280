"""Row numbers misread by OCR, put right by their neighbours: 65, 6G, 67 and VI between V and VII."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.repair_numbers import roman

_NUMBER = re.compile(r"^(\d{1,3})(\.?)$")
_ROMAN = re.compile(r"^([IVX]{1,7})(\.?)$")
_ALMOST = re.compile(r"^\W?[0-9IlZSGOTBqg|\]]{1,3}\W?$")
_VALUES = {"I": 1, "V": 5, "X": 10}


@dataclass
class Counters:
    """The last row number, group numeral, section numeral and appendix met, over pages; 0 before the first."""

    number: int = 0
    group: int = 0
    heading: int = 0
    appendix: int = 0


def value_of(numeral: str) -> int:
    """What a Roman numeral counts."""
    total = 0
    for a, b in zip(numeral, numeral[1:] + " ", strict=True):
        total += -_VALUES[a] if _VALUES.get(b, 0) > _VALUES[a] else _VALUES[a]
    return total


def written(number: int) -> str:
    """A number up to 39 in Roman numerals."""
    ones = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"]
    return "X" * (number // 10) + ones[number % 10]


def repair_labels(labels: Sequence[str], state: Counters) -> dict[int, str]:
    """Of a table's row labels in order ("" where none) those to be replaced: index -> the label put right."""
    out: dict[int, str] = {}
    for i, label in enumerate(labels):
        following = next((x for x in labels[i + 1:] if x), "")
        if match := _NUMBER.match(label):
            right = _expected(int(match.group(1)), state.number, following)
            if right is not None:
                out[i] = f"{right}{match.group(2)}"
            state.number = right if right is not None else int(match.group(1))
        elif match := _ROMAN.match(label):
            _group(i, match.group(1), match.group(2), following, state, out)
        elif label and _ALMOST.match(label) and state.number:
            if (after := _number(following)) is not None and after == state.number + 2:
                out[i] = str(state.number + 1)
                state.number += 1
            elif (numeral := roman(label.strip(".,"), 39)) and value_of(numeral) == state.group + 1:
                out[i] = numeral
                state.group += 1
    return out


def _number(label: str) -> int | None:
    match = _NUMBER.match(label)
    return int(match.group(1)) if match else None


def _expected(number: int, last: int, following: str) -> int | None:
    """What a number must have been: it breaks the sequence, and the one that follows goes on with it."""
    if number == last + 1 or not last:
        return None
    after = _number(following)
    return last + 1 if after == last + 2 and number != after - 1 else None


def _group(i: int, numeral: str, dot: str, following: str, state: Counters, out: dict[int, str]) -> None:
    """A Roman label: one stroke too few or many against the group before it is a misreading."""
    read, due = value_of(numeral), state.group + 1
    similar = due < 40 and abs(len(numeral) - len(written(due))) <= 2 and numeral[0] == written(due)[0]
    again = read == 1 and not (due in (2, 3) and state.number and _number(following) == state.number + 1)
    if state.group and read != due and not again and similar and read < due + 2:
        out[i] = written(due) + dot
        read = due
    state.group = read
