"""Units named in running text: which, where, with what id; and what looks like a unit but is none."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.models import Match
from extractors.units import find_units
from gazetteers.units import Place, load

NOW, OLD, Y24 = date(2026, 3, 1), date(2019, 5, 10), date(2024, 4, 2)
DL = "dak-lak"

PROSE = [
    line.split("|")
    for line in (Path(__file__).parent / "unit_prose.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize(("province", "on", "text", "ids"), PROSE, ids=[c[2][:60] for c in PROSE])
def test_units_in_running_text(province: str, on: str, text: str, ids: str) -> None:
    text = text.replace("\\n", "\n")
    found = find_units(text, load(), Place(None if province == "-" else province, date.fromisoformat(on)))
    assert [m.unit_id or "?" for m in found] == ids.split()
    assert all(text[m.start : m.end] == m.text for m in found)


def test_a_name_out_of_date_links_with_less_trust() -> None:
    late = find_units("Sở Giao thông vận tải", load(), Place(DL, NOW))[0]
    then = find_units("Sở Giao thông vận tải", load(), Place(DL, OLD))[0]
    assert late.unit_id == then.unit_id == "dak-lak/so-giao-thong-van-tai"
    assert late.rule == "out_of_date" and late.score < then.score == 1.0


def test_two_candidates_left_means_no_id() -> None:
    m = find_units("UBND huyện Châu Thành", load(), Place(None, Y24))[0]
    assert m.unit_id is None and len(m.candidates) > 1 and m.name == "Ủy ban nhân dân huyện Châu Thành"


def test_heads_deputies_and_groups_are_flagged() -> None:
    head, deputy, group = find_units("Giám đốc Sở Y tế, Phó Giám đốc Sở Nội vụ; các sở, ngành", load(), Place(DL, NOW))
    assert head.head and deputy.head and deputy.rule == "deputy"
    assert group.collective and not group.head


def test_how_a_name_was_recognised() -> None:
    found = find_units("Sở Tài chính; Sở KH&CN; các Sở: Y tế, Tư pháp; Sở Giáo duc và Đào tạo", load(), Place(DL, NOW))
    assert [m.match for m in found] == [Match.EXACT, Match.ALIAS, Match.ELIDED, Match.ELIDED, Match.FUZZY]
    assert found[-1].name == "Sở Giáo dục và Đào tạo" and 0.8 < found[-1].score < 1


def test_text_without_diacritics() -> None:
    found = find_units("Giao So Tai chinh, Cong an tinh, UBND cac xa, phuong", load(), Place(DL, NOW))
    assert [m.name for m in found] == ["Sở Tài chính", "Công an tỉnh", "Ủy ban nhân dân các xã, phường"]
    assert all(m.score <= 0.9 for m in found)


def test_the_documents_own_commune() -> None:
    place = Place(DL, NOW, "dak-lak/xa-ea-kar")
    found = find_units("UBND xã giao Phòng Kinh tế, Công an xã; báo cáo UBND tỉnh", load(), place)
    assert [m.unit_id for m in found] == [
        "dak-lak/xa-ea-kar/ubnd",
        "dak-lak/xa-ea-kar/phong-kinh-te",
        "dak-lak/xa-ea-kar/cong-an",
        "dak-lak/ubnd",
    ]


@given(st.text(alphabet="Sở UBND tỉnh xã, các;:()và-Y tếCông an\n12", max_size=80))
def test_any_text_is_read_without_error(text: str) -> None:
    found = find_units(text, load(), Place(DL, NOW))
    assert all(0 <= m.start < m.end <= len(text) for m in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


def test_a_misread_place_is_that_of_the_documents_province() -> None:
    m = find_units("UBND phường Buôn Ma Thuôt báo cáo", load(), Place(DL, NOW))[0]
    assert (m.unit_id, m.rule) == ("dak-lak/phuong-buon-ma-thuot/ubnd", "misread_place") and m.score < 0.9
    assert find_units("UBND phường Không Có Thật", load(), Place(DL, NOW))[0].unit_id is None


@pytest.mark.parametrize("province", ["dak-lak", "Đắk Lắk", "tỉnh Đắk Lắk"])
def test_a_province_may_be_given_by_name(province: str) -> None:
    assert find_units("Sở Y tế", load(), Place(province, NOW))[0].unit_id == "dak-lak/so-y-te"


def test_an_unknown_province_is_no_error() -> None:
    m = find_units("Sở Y tế tỉnh Lam Khê, UBND xã Lam Sơn Thượng", load(), Place("Lam Khê", NOW))
    assert m[0].unit_id == "tinh/so-y-te" and m[-1].unit_id is None


@pytest.mark.parametrize(
    "piece", ["Giám đốc, ", "các ", "sở, ", "(", "Sở Y tế, ", "UBND xã ", "xã, phường, ", "Ban ", "- ", "Phó Trưởng "]
)
def test_time_grows_with_the_text_only(piece: str) -> None:
    from time import process_time

    from extractors.unit_lists import is_unit_list, read_unit_list

    place, gazetteer, taken = Place(DL, NOW), load(), []
    for size in (4_000, 16_000):
        text = piece * (size // len(piece))
        start = process_time()
        find_units(text, gazetteer, place)
        is_unit_list(text, gazetteer, place)
        read_unit_list(text[:2000], gazetteer, place)
        taken.append(process_time() - start)
    assert taken[1] < 10 * taken[0] + 0.5
