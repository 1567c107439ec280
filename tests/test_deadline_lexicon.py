"""The words and the grammar of deadlines as data: each rule reads its examples and leaves its counter-examples."""

from __future__ import annotations

import unicodedata

import pytest

from extractors.deadlines import find_deadlines
from extractors.deadlines.grammar import reduce
from extractors.deadlines.meaning import read_issued
from extractors.deadlines.prepare import prepare
from extractors.deadlines.scan import scan
from extractors.deadlines.select import BUILDERS
from extractors.deadlines.workdays import add_working_days, is_working_day
from gazetteers.deadline_lexicon import grammar, moved_days, trie_pattern, words
from gazetteers.lexicon import load_lexicon

ISSUED = "2026-03-10"
ROWS = load_lexicon("deadline_grammar", ("level", "rule", "pattern"))


def _cases(column: str) -> list[tuple[int, str, str]]:
    return [
        (int(row["level"]), row["rule"], text.strip())
        for row in ROWS
        if row["level"] != "macro"
        for text in row[column].split(" | ")
        if text.strip()
    ]


def _rules_in(level: int, text: str) -> set[str]:
    """The rules of the nodes that stand after a level, with those under the level's own."""
    seen: set[str] = set()
    nodes = scan(prepare(text).text)
    for step in range(level):
        nodes = reduce(nodes, step, BUILDERS, read_issued(ISSUED))
        seen |= {node.rule for node in nodes}
    return seen


@pytest.mark.parametrize(("level", "rule", "text"), _cases("examples"))
def test_rule_reads_its_examples(level: int, rule: str, text: str) -> None:
    assert rule in _rules_in(level, text)


@pytest.mark.parametrize(("level", "rule", "text"), _cases("counter_examples"))
def test_rule_leaves_its_counter_examples(level: int, rule: str, text: str) -> None:
    if level == 3:
        assert rule not in {d.rule for d in find_deadlines(text, ISSUED)}
    else:
        assert rule not in _rules_in(level, text)


def test_every_rule_has_an_example_or_a_counter_example() -> None:
    named = {row["rule"] for row in ROWS if row["examples"] or row["counter_examples"]}
    assert {row["rule"] for row in ROWS if row["level"] != "macro"} <= named


def test_every_rule_has_its_builder() -> None:
    rules, _ = grammar()
    assert {rule.builder for rule in rules} <= BUILDERS.keys()


def test_words_are_lower_case_nfc_and_unique_in_their_class() -> None:
    rows = load_lexicon("deadline_words", ("class", "form"))
    pairs = [(row["class"], row["form"]) for row in rows]
    assert len(set(pairs)) == len(pairs)
    assert all(form == unicodedata.normalize("NFC", form.lower()) for _, form in pairs)


def test_no_class_is_unused() -> None:
    used = " ".join(row["pattern"] for row in ROWS)
    by_admission = {
        "LEAD",
        "DOING",
        "NAME",
        "CITE",
        "REPORT",
        "OTHERS",
        "DONE",
        "TARGET",
        "VISION",
        "STATE",
        "FORCE",
        "FIELDNOUN",
        "HOLDS",
        "GOAL",
        "AIM",
        "TILL",
        "VALID",
        "VENUE",
        "MEET",
        "THING",
        "SEVERAL",
        "SUBORD",
        "SUBMIT",
        "GOALNOUN",
    }
    classes = {name for found in words().values() for name in found}
    assert {c for c in classes if c not in used} <= by_admission


def test_trie_matches_the_longest_form() -> None:
    import re

    pattern = re.compile(trie_pattern(["đến", "đến hết", "đến hết ngày"]))
    found = pattern.match("đến  hết ngày 5")
    assert found is not None
    assert found.group() == "đến  hết ngày"


def test_moved_days_are_real_exceptions() -> None:
    assert all(day.weekday() < 5 or works for day, works in moved_days().items())
    assert not any(is_working_day(day) for day, works in moved_days().items() if not works)


@pytest.mark.parametrize(
    ("start", "count", "last"),
    [
        ("2026-02-10", 5, "2026-02-24"),  # Tết Bính Ngọ: 16 to 20 February
        ("2025-04-28", 3, "2025-05-06"),  # 2 May off, made up for on Saturday 26 April
        ("2025-04-24", 2, "2025-04-26"),  # that Saturday is worked
        ("2025-12-31", 1, "2026-01-05"),  # 2 January 2026 moved to Saturday 10 January
        ("2026-01-09", 1, "2026-01-10"),
        ("2023-01-19", 1, "2023-01-27"),  # Tết Quý Mão: 20 to 26 January
        ("2026-04-24", 1, "2026-04-28"),  # Hùng Kings' day on a Sunday, made up for on Monday
        ("2026-03-10", 0, "2026-03-10"),
    ],
)
def test_working_days(start: str, count: int, last: str) -> None:
    from datetime import date

    assert add_working_days(date.fromisoformat(start), count) == date.fromisoformat(last)
