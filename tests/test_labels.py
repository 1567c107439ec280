"""Labelled lines and glued labels."""
from __future__ import annotations

import pytest

from extractors.labels import find_labels, is_label_line, without_labels
from gazetteers.lexicon import load_lexicon


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Cơ quan chủ trì: Sở Y tế.", [("lead", "Sở Y tế.")]),
     ("- Đơn vị chủ trì (thực hiện): Sở Y tế; đơn vị phối hợp: Công an tỉnh; thời gian: Quý II/2026.",
      [("lead", "Sở Y tế"), ("coordinator", "Công an tỉnh"), ("deadline", "Quý II/2026.")]),
     ("Xây dựng kế hoạch tổng thể. Cơ quan chủ trì: Sở Y tế. Thời gian hoàn thành: Quý II.",
      [("lead", "Sở Y tế"), ("deadline", "Quý II.")]),
     ("Cơ quan chủ trì theo dõi, đôn đốc: Sở Nội vụ", [("lead", "Sở Nội vụ")]),
     ("THỜI GIAN THỰC HIỆN: Tháng 6/2026", [("deadline", "Tháng 6/2026")]),
     ("+ Sản phẩm: Kế hoạch của UBND tỉnh.", [("product", "Kế hoạch của UBND tỉnh.")]),
     ("Nâng cao hiệu quả: tập trung", []), ("Đẩy mạnh công tác phối hợp: các bên", []),
     ("Các cơ quan chủ trì xây dựng đề án", [])])
def test_fields(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(x.role, text[x.value_start:x.value_end]) for x in find_labels(text)] == expected


def test_what_is_left() -> None:
    text = "Xây dựng kế hoạch. Cơ quan chủ trì: Sở Y tế."
    assert without_labels(text) == "Xây dựng kế hoạch."
    assert is_label_line("Cơ quan phối hợp: Sở Y tế") and not is_label_line(text)


@pytest.mark.parametrize("row", [r for r in load_lexicon("item_labels") if r["example"]], ids=lambda r: r["example"])
def test_examples_of_the_lexicon(row: dict[str, str]) -> None:
    found = find_labels(row["example"])
    assert found and found[0].role == row["role"]
    assert not (row["counter_example"] and is_label_line(row["counter_example"]))
