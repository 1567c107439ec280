"""Names looked up by themselves, however they are written: (name, province, day, unit's id or "" for none)."""

from __future__ import annotations

from datetime import date

import pytest

from gazetteers.initials import coded, written_out
from gazetteers.respace import respaced
from gazetteers.search import search
from gazetteers.units import Place, load
from pipeline.unit_answers import answer, place_of

SHORT = [
    ("TTPTQĐ huyện Cư Kuin", "dak-lak", "2022-01-01", "dak-lak/huyen-cu-kuin/trung-tam-phat-trien-quy-dat"),
    ("Cục QLĐĐ&PCTT", "", "2024-01-01", "cuc-quan-ly-de-dieu-va-phong-chong-thien-tai"),
    ("Ban KTNS HĐND tỉnh", "son-la", "2022-01-01", "son-la/ban-kinh-te-ngan-sach-hoi-dong-nhan-dan"),
    ("VPĐĐBQH và HĐND tỉnh", "son-la", "2022-01-01", "son-la/van-phong-doan-dbqh-hdnd"),
    ("Ban TCTW", "", "2022-01-01", "ban-to-chuc-trung-uong"),
    ("Tổng cục THADS", "", "2022-01-01", "tong-cuc-thi-hanh-an-dan-su"),
    ("Cục HQ tỉnh", "quang-ninh", "2020-01-01", "quang-ninh/cuc-hai-quan-tinh"),
    ("Viện KSND TP Quy Nhơn", "binh-dinh", "2020-01-01", "binh-dinh/thanh-pho-quy-nhon/vien-kiem-sat-nhan-dan"),
    ("CATP", "da-nang", "2020-01-01", "da-nang/cong-an"),
    ("Công ty Điện lực ĐL", "dak-lak", "2020-01-01", "dak-lak/cong-ty-dien-luc"),
    ("Giám đốc TTPTQĐ huyện Cư Kuin", "dak-lak", "2022-01-01", "dak-lak/huyen-cu-kuin/trung-tam-phat-trien-quy-dat"),
    ("BCH PCTT&TKCN tỉnh", "quang-tri", "2020-01-01", "quang-tri/ban-chi-huy-pctt"),
    ("Ban Dân vận TU", "son-la", "2018-01-01", "son-la/ban-dan-van-cap-uy"),
    ("STT", "dak-lak", "2020-01-01", ""),
    ("TT", "dak-lak", "2020-01-01", ""),
    ("XYZ", "dak-lak", "2020-01-01", ""),
]
CODES = [
    ("SNNPTNT", "dak-lak", "2022-01-01", "dak-lak/so-nong-nghiep-va-phat-trien-nong-thon"),
    ("SNNMT", "dak-lak", "2026-01-01", "dak-lak/so-nong-nghiep-va-moi-truong"),
    ("BKHCN", "", "2026-01-01", "bo-khoa-hoc-va-cong-nghe"),
    ("VPUBND", "dak-lak", "2026-01-01", "dak-lak/van-phong-ubnd"),
    ("CHHVN", "", "2020-01-01", "cuc-hang-hai-viet-nam"),
]
BLANKS = [
    ("SởXây dựng", "bac-giang", "2019-01-01", "bac-giang/so-xay-dung"),
    ("UBNDhuyệnĐứcTrọng", "lam-dong", "2020-01-01", "lam-dong/huyen-duc-trong/ubnd"),
    ("Sở Nội v ụ", "quang-ngai", "2024-01-01", "quang-ngai/so-noi-vu"),
    ("Ủy ban nhân dântỉnh", "hoa-binh", "2020-01-01", "hoa-binh/ubnd"),
]
MISREAD = [
    ("Sỏ Ké hoạch và Đầu tu", "son-la", "2020-01-01", "son-la/so-ke-hoach-va-dau-tu"),
    ("Tổng Thanh tra Chính phủ", "", "2026-01-01", "thanh-tra-chinh-phu"),
    ("Sở Nông nghiêp và Môi trưởng", "son-la", "2026-01-01", "son-la/so-nong-nghiep-va-moi-truong"),
    ("Kiểm toán nhà nước khu vực 1I", "", "2026-01-01", "kiem-toan-nha-nuoc-khu-vuc-ii"),
    ("Ban Quản lý dự án 97", "", "2026-01-01", ""),  # not 7
    ("Trung tâm Nghiên cứu Sao Hỏa", "son-la", "2026-01-01", ""),
]
ERAS = [
    ("Cục Thuế", "son-la", "2020-01-01", "son-la/cuc-thue-tinh"),
    ("Cục Thuế", "son-la", "2025-05-01", "cuc-thue"),
    ("Cục Hải quan", "", "2025-05-01", "cuc-hai-quan"),
    ("Bộ đội Biên phòng tỉnh", "son-la", "2024-05-01", "son-la/bo-doi-bien-phong"),
    ("Bộ đội Biên phòng tỉnh", "son-la", "2025-08-01", "son-la/ban-chi-huy-bo-doi-bien-phong"),
    ("VCCI", "", "2017-05-01", "phong-thuong-mai-va-cong-nghiep-viet-nam"),
    ("VCCI", "", "2023-05-01", "vcci"),
    ("Sở Nông nghiệp", "son-la", "2020-01-01", "son-la/so-nong-nghiep-va-phat-trien-nong-thon"),
    ("Tập đoàn Dầu khí Việt Nam", "", "2020-01-01", "tap-doan-dau-khi-viet-nam"),
]


@pytest.mark.parametrize(("name", "province", "on", "unit_id"), [*SHORT, *CODES, *BLANKS, *MISREAD, *ERAS])
def test_search(name: str, province: str, on: str, unit_id: str) -> None:
    found = search(load(), name, Place(province or None, date.fromisoformat(on)))
    sure = [c for c in found if c.score >= 0.88]
    assert (sure[0].unit_id if sure else "") == unit_id


@pytest.mark.parametrize("make", [str.upper, lambda s: s.replace("ủy", "uỷ").replace("hóa", "hoá")])
@pytest.mark.parametrize("name", ["Sở Văn hóa, Thể thao và Du lịch", "Thường trực Tỉnh ủy", "Ủy ban nhân dân tỉnh"])
def test_spellings_of_one_name_are_one_unit(name: str, make: object) -> None:
    place = Place("son-la", date(2020, 1, 1))
    assert callable(make)
    assert search(load(), make(name), place)[0].unit_id == search(load(), name, place)[0].unit_id


def test_two_that_are_equally_near_leave_no_id() -> None:
    found = answer(load(), "Quân khu 8", place_of(load(), "2020-01-01", None))
    assert found["id"] is None


def test_a_name_of_which_more_is_said_has_no_id() -> None:
    found = answer(load(), "BCĐ tỉnh về trồng cây trên sao Hỏa", place_of(load(), "2022-01-01", "son-la"))
    assert found["id"] is None and found["candidates"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("UBND tỉnh", "Ủy ban nhân dân tỉnh"),
        ("UBND tỉnh Sơn La", "Ủy ban nhân dân tỉnh Sơn La"),
        ("TAND khu vực 3 - Sơn La", "Tòa án nhân dân khu vực 3 - Sơn La"),
        (
            "Ban QLDA các công trình giao thông tỉnh Sơn La",
            "Ban Quản lý dự án đầu tư xây dựng công trình giao thông tỉnh Sơn La",
        ),
        ("Sở Thông tin và<br>Truyền thông", "Sở Thông tin và Truyền thông"),
        ("VPTU", "Văn phòng Tỉnh ủy"),
    ],
)
def test_the_place_is_named_where_the_text_names_it(text: str, name: str) -> None:
    assert answer(load(), text, place_of(load(), "2020-01-01", "son-la"))["name"] == name


@pytest.mark.parametrize("text", ["phòng chuyên môn", "Ban Quản lý dự án", "Ban Chỉ đạo Trung ương"])
def test_a_bare_noun_is_no_unit(text: str) -> None:
    assert answer(load(), text, place_of(load(), "2022-01-01", "son-la"))["id"] is None


def test_written_out_needs_three_letters() -> None:
    assert written_out(load().index, "TT") == [] and written_out(load().index, "Sở Y tế") == []


def test_coded_reads_codes_alone() -> None:
    assert coded(load().index, "SNNMT") == ["Sở Nông nghiệp và Môi trường"] and coded(load().index, "snnmt") == []


def test_respaced_keeps_the_letters() -> None:
    assert respaced(load().index, "Sở Nội v u") == [] and respaced(load().index, "Sở N ộ i vụ") == ["sở nội vụ"]
