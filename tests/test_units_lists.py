"""Lists of units as clerks of many provinces, ministries, Party committees and years write them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from extractors.unit_lists import is_unit_list, read_unit_list
from gazetteers.units import Place, load

NOW = date(2026, 3, 1)
CASES = [
    line.split("|")
    for line in (Path(__file__).parent / "unit_lists.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize(("province", "on", "text", "names"), CASES, ids=[c[2][:60] or "empty" for c in CASES])
def test_every_item_of_a_list_is_named(province: str, on: str, text: str, names: str) -> None:
    text = text.replace("\\n", "\n")
    place = Place(None if province == "-" else province, date.fromisoformat(on))
    found = read_unit_list(text, load(), place)
    assert ";;".join(m.name + ("" if m.unit_id else " [?]") for m in found if m.rule != "aside") == names
    assert all(text[m.start : m.end] == m.text for m in found)


@pytest.mark.parametrize(
    "text",
    [
        "Các sở, ban, ngành, địa phương:",
        "3. Giám đốc các sở, ban, ngành, Chủ tịch UBND các xã, phường",
        "Sở Khoa học và Công nghệ - Cơ quan thường trực Ban Chỉ đạo của UBND tỉnh",
        "Công an tỉnh",
        "UBND các xã, phường",
        "Sở Tài chính và các đơn vị liên quan",
        "Bộ Tài chính",
        "Các bộ, ngành, địa phương",
        "Sở Nội vụ chủ trì, phối hợp với Sở Tài chính",
    ],
)
def test_headings_of_units(text: str) -> None:
    assert is_unit_list(text, load(), Place("dak-lak", NOW))


@pytest.mark.parametrize(
    "text",
    [
        "Tổ chức thực hiện",
        "Công tác chỉ đạo, điều hành của UBND tỉnh",
        "Sở Tài chính tham mưu UBND tỉnh bố trí kinh phí",
        "Kế hoạch của Sở Tài chính",
        "Nhiệm vụ, giải pháp",
        "Hoàn thiện hạ tầng số",
        "",
        "2. Yêu cầu",
        "Mục tiêu đến năm 2030",
    ],
)
def test_headings_of_other_kinds(text: str) -> None:
    assert not is_unit_list(text, load(), Place("dak-lak", NOW))
