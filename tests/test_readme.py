"""README.md says what the results say, and names only commands and files that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from benchmarks.readme_tables import EXAMPLES, PARTS, README, fill

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("name", sorted(PARTS))
def test_the_tables_agree_with_the_results(name: str) -> None:
    text = README.read_text(encoding="utf8")
    wanted = f"<!-- {name}:start -->\n{PARTS[name]()}\n<!-- {name}:end -->"
    assert wanted in text, "run `python -m benchmarks.readme_tables`"


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_the_examples_have_their_place(name: str) -> None:
    assert f"<!-- example-{name}:start -->" in README.read_text(encoding="utf8")


def test_links_lead_somewhere() -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", README.read_text(encoding="utf8"))
    assert links and [link for link in links if not (ROOT / link).exists()] == []


def test_fill_touches_only_its_part() -> None:
    text = "a\n<!-- x:start -->\nold\n<!-- x:end -->\nb\n<!-- y:start -->\nkept\n<!-- y:end -->\n"
    assert fill(text, "x", r"new \1") == text.replace("old", r"new \1")
