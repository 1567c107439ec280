"""The outline: marks, nesting, repair. The cases are texts with their expected paths (outline_cases.txt)."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.markers import letter_follows, markers, roman
from extractors.models import Span
from extractors.outline import Node, build, sections
from tests.texts import document

CASES = Path(__file__).with_name("outline_cases.txt").read_text(encoding="utf-8")


def _cases() -> list[tuple[str, list[tuple[str, str]]]]:
    out = []
    for part in CASES.split("\n== ")[1:]:
        name, *lines = part.strip().splitlines()
        rows = [tuple(x.split(" | ", 1)) for x in lines if " | " in x]
        out.append((name, [(p.strip(), t) for p, t in rows]))
    return out


def _paths(root: Node, text: str) -> list[str]:
    return ["/".join(n.path) for n in root.walk() if n.marker]


@pytest.mark.parametrize(("name", "rows"), _cases(), ids=[n for n, _ in _cases()])
def test_paths(name: str, rows: list[tuple[str, str]]) -> None:
    doc = document(*(t for _, t in rows))
    root, _ = build(doc, Span(0, len(doc.text)))
    assert _paths(root, doc.text) == [p for p, _ in rows if p not in ("~", ".")]


@pytest.mark.parametrize(("name", "rows"), _cases(), ids=[n for n, _ in _cases()])
def test_no_text_is_lost(name: str, rows: list[tuple[str, str]]) -> None:
    doc = document(*(t for _, t in rows))
    root, _ = build(doc, Span(0, len(doc.text)))
    kept = " ".join(n.words(doc.text) for n in root.walk())
    for _, line in rows:
        found = markers(line)
        words = line[found[0].end if found else 0 :].split()
        assert all(w in kept for w in words)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("1. Giao Sở", "1"),
        ("1) Xây dựng", "1"),
        ("2.2.1 Xây", "2.2.1"),
        ("10.2. Rà soát", "10.2"),
        ("I- TÌNH HÌNH", "I"),
        ("II.1. Nhiệm vụ", "II.1"),
        ("a) Một", "a"),
        ("đ. Hai", "đ"),
        ("- Rà soát", "-"),
        ("– Rà soát", "-"),
        ("+ Thêm", "+"),
        ("Điều 5. Giao", "Điều 5"),
        ("Phần thứ nhất", "Phần thứ nhất"),
        ("(1) Việc", "1"),
        ("1.Giao", "1"),
        ("ii) Việc", "ii"),
    ],
)
def test_mark(text: str, label: str) -> None:
    assert markers(text)[0].label == label


@pytest.mark.parametrize(
    "text",
    [
        "15/5/2026 là hạn",
        "Điều 5 Luật Đất đai",
        "Phần mềm dùng chung",
        "V/v triển khai",
        "3.5 tỷ đồng",
        "1-2 lần/năm",
        "1.000 người",
        "2026. Năm",
        "--- ",
        "Phụ lục I",
        "Mục tiêu",
        "05/5/2026, tại trụ sở",
        "I và II",
        "Chương trình",
    ],
)
def test_no_mark(text: str) -> None:
    assert markers(text) == ()


def test_roman_numbers_are_well_formed_or_none() -> None:
    assert [roman(x) for x in ("I", "IV", "IX", "XIV", "XL", "LXX")] == [1, 4, 9, 14, 40, 70]
    assert [roman(x) for x in ("IIII", "VX", "", "IC")] == [None] * 4


def test_both_alphabets_of_lists() -> None:
    assert (
        letter_follows("d", "đ") and letter_follows("d", "e") and letter_follows("e", "g") and letter_follows("e", "f")
    )
    assert not letter_follows("a", "c")


def test_a_gap_in_numbering_is_said() -> None:
    doc = document("1. Một việc phải làm.", "2. Hai việc phải làm.", "9. Việc không theo số nào.")
    _, warnings = build(doc, Span(0, len(doc.text)))
    assert [w.code for w in warnings] == ["numbering"]


def test_contents_lines_are_no_items() -> None:
    doc = document("I. MỤC ĐÍCH ........ 2", "II. NHIỆM VỤ ........ 5", "I. MỤC ĐÍCH", "II. NHIỆM VỤ")
    root, _ = build(doc, Span(0, len(doc.text)))
    assert [n.kind for n in root.children] == ["toc", "toc", "item", "item"]


def test_sections_have_parents_and_ranges() -> None:
    doc = document("1. Giao Sở Y tế:", "- Rà soát.", "- Báo cáo.")
    root, _ = build(doc, Span(0, len(doc.text)))
    found = sections(root, doc.text)
    assert [s.kind for s in found] == ["heading", "item", "item"]
    assert [s.parent_id for s in found] == [None, found[0].section_id, found[0].section_id]
    assert doc.text[found[1].text.start : found[1].text.end] == "Rà soát."


def test_chaotic_numbering_neither_nests_without_end_nor_loses_text() -> None:
    marks = ["1.", "a)", "-", "2.1.", "I.", "+", "3)", "b1)", "A.", "(4)", "*", "5.1.2."]
    lines = [f"{marks[(i * i + i // 7) % len(marks)]} Việc thứ {i} phải làm." for i in range(600)]
    doc = document(*lines)
    root, _ = build(doc, Span(0, len(doc.text)))
    nodes = [n for n in root.walk() if n.marker]
    assert len(nodes) == 600
    assert max(len(n.path) for n in nodes) <= 12
