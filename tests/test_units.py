"""Units named in running text: which, where, with what id; and what looks like a unit but is none."""
from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.models import Match
from extractors.units import find_units
from gazetteers.units import Place, load

NOW, OLD, Y24 = date(2026, 3, 1), date(2019, 5, 10), date(2024, 4, 2)
DL = "dak-lak"

# text | province | date | ids in order ("?" = no id)
PROSE: list[tuple[str, str | None, date | None, list[str]]] = [
    ("Giao Sở Tài chính chủ trì, phối hợp với Sở Nội vụ tham mưu UBND tỉnh.", DL, NOW,
     ["dak-lak/so-tai-chinh", "dak-lak/so-noi-vu", "dak-lak/ubnd"]),
    ("Sở Tài chính - Kế hoạch", DL, NOW, ["dak-lak/so-tai-chinh"]),
    ("Bộ Khoa học và Công nghệ hướng dẫn, Sở Khoa học và Công nghệ thực hiện", DL, NOW,
     ["bo-khoa-hoc-va-cong-nghe", "dak-lak/so-khoa-hoc-va-cong-nghe"]),
    ("gửi Bộ Tài chính, Bộ Khoa học và công nghệ để phối hợp", DL, NOW, ["bo-tai-chinh", "bo-khoa-hoc-va-cong-nghe"]),
    ("nhất là các Sở: Xây dựng, Công Thương và các đơn vị còn chậm thực hiện", DL, NOW,
     ["dak-lak/so-xay-dung", "dak-lak/so-cong-thuong", "collective:cac-co-quan-don-vi"]),
    ("báo cáo Đảng ủy UBND tỉnh để tham mưu Tỉnh ủy ban hành các văn bản", DL, NOW,
     ["dak-lak/dang-uy-ubnd", "dak-lak/cap-uy"]),
    ("UBND tỉnh báo cáo Thường trực Tỉnh ủy, Đảng ủy UBND tỉnh", DL, NOW,
     ["dak-lak/ubnd", "dak-lak/thuong-truc-cap-uy", "dak-lak/dang-uy-ubnd"]),
    ("Nghị quyết số 57-NQ/TW của Bộ Chính trị, Nghị quyết số 71/NQ-CP của Chính phủ", DL, NOW,
     ["bo-chinh-tri", "chinh-phu"]),
    ("theo Quyết định số 2439/QĐ-TTg ngày 04/11/2025 của Thủ tướng Chính phủ", DL, NOW, ["thu-tuong-chinh-phu"]),
    ("tổ chức bộ máy, ban hành quy chế, sở hữu trí tuệ, công tác xã hội, phòng, chống tham nhũng", DL, NOW, []),
    ("Bộ tiêu chí, Bộ chỉ số cải cách hành chính, Bộ thủ tục hành chính", DL, NOW, []),
    ("đồng chí Nguyễn Văn Hội, bà Trần Thị Sở, ông Lê Công An", DL, NOW, []),
    ("huyện Ea Kar có nhiều tiềm năng; tỉnh Đắk Lắk và thành phố Đà Nẵng ký kết", DL, Y24, []),
    ("nâng cao chất lượng cung cấp dịch vụ công; văn phòng phẩm; thanh tra, kiểm tra", DL, NOW, []),
    ("đồng chí Phạm Văn A - Giám đốc Sở Y tế báo cáo", DL, NOW, ["dak-lak/so-y-te"]),
    ("Chủ tịch UBND các xã, phường chịu trách nhiệm trước Chủ tịch UBND tỉnh", DL, NOW,
     ["collective:ubnd-cac-xa-phuong", "dak-lak/ubnd"]),
    ("Thủ trưởng các sở, ban, ngành, Chủ tịch UBND các huyện, thị xã, thành phố", DL, Y24,
     ["collective:cac-so-ban-nganh", "collective:ubnd-cac-huyen-thi-xa-thanh-pho"]),
    ("Yêu cầu các bộ, cơ quan ngang bộ, cơ quan thuộc Chính phủ, UBND các tỉnh, thành phố trực thuộc Trung ương",
     None, NOW, ["collective:cac-bo-nganh", "collective:ubnd-cac-tinh-thanh-pho"]),
    ("Công an tỉnh phối hợp Công an các xã, phường", DL, NOW, ["dak-lak/cong-an", "collective:cong-an/xa"]),
    ("Công an thành phố Hà Nội chủ trì", "ha-noi", NOW, ["ha-noi/cong-an"]),
    ("Thành ủy Hà Nội, Tỉnh ủy Bắc Ninh và Huyện ủy Củ Chi", None, Y24,
     ["ha-noi/cap-uy", "bac-ninh/cap-uy", "ho-chi-minh/huyen-cu-chi/cap-uy"]),
    ("Sở Thông tin và Truyền thông chủ trì", "phu-yen", OLD, ["phu-yen/so-thong-tin-va-truyen-thong"]),
    ("Sở Thông tin và Truyền thông chủ trì", DL, NOW, ["dak-lak/so-thong-tin-va-truyen-thong"]),
    ("Sở Tài chính tỉnh Phú Yên trước đây", DL, NOW, ["phu-yen/so-tai-chinh"]),
    ("UBND huyện Sông Hinh (tỉnh Phú Yên)", DL, NOW, ["phu-yen/huyen-song-hinh/ubnd"]),
    ("UBND huyện Châu Thành, tỉnh Kiên Giang", None, Y24, ["kien-giang/huyen-chau-thanh/ubnd"]),
    ("UBND huyện Châu Thành báo cáo", None, Y24, ["?"]),
    ("UBND huyện Châu Thành báo cáo", "tra-vinh", Y24, ["tra-vinh/huyen-chau-thanh/ubnd"]),
    ("UBND xã Tân Thành khẩn trương", "lam-dong", NOW, ["lam-dong/xa-tan-thanh/ubnd"]),
    ("UBND xã Tân Thành khẩn trương", None, NOW, ["?"]),
    ("UBND tỉnh giao Sở Y tế", None, NOW, ["tinh/ubnd", "tinh/so-y-te"]),
    ("SỞ KHOA HỌC VÀ CÔNG NGHỆ CHỦ TRÌ", DL, NOW, ["dak-lak/so-khoa-hoc-va-cong-nghe"]),
    ("giao Sở Khoa học\nvà Công nghệ; Ủy ban  nhân dân\ntỉnh", DL, NOW,
     ["dak-lak/so-khoa-hoc-va-cong-nghe", "dak-lak/ubnd"]),
    ("giao **Sở Khoa học và Công nghệ**, _Công an tỉnh_", DL, NOW, ["dak-lak/so-khoa-hoc-va-cong-nghe", "dak-lak/cong-an"]),
    ("Uỷ ban nhân dân tỉnh; Sở Văn hoá, Thể thao và Du lịch", DL, NOW, ["dak-lak/ubnd", "dak-lak/so-van-hoa-the-thao-va-du-lich"]),
    ("Sở Tài nguyên và Môi trường, Sở Nông nghiệp và PTNT", "thua-thien-hue", OLD,
     ["thua-thien-hue/so-tai-nguyen-va-moi-truong", "thua-thien-hue/so-nong-nghiep-va-phat-trien-nong-thon"]),
    ("Bộ Nông nghiệp và Phát triển nông thôn", None, OLD, ["bo-nong-nghiep-va-phat-trien-nong-thon"]),
    ("Đảng ủy, UBND xã Ea Kar", DL, NOW, ["dak-lak/xa-ea-kar/ubnd"]),
    ("Văn phòng UBND tỉnh thông báo để các sở, ban ngành, địa phương biết", DL, NOW,
     ["dak-lak/van-phong-ubnd", "collective:cac-so-ban-nganh", "collective:cac-dia-phuong"]),
    ("phối hợp với sở, ban, ngành và các đơn vị liên quan đề xuất", DL, NOW,
     ["collective:cac-so-ban-nganh", "collective:cac-co-quan-don-vi"]),
    ("đề nghị Ban Tổ chức Tỉnh ủy, các ban xây dựng Đảng", DL, NOW,
     ["dak-lak/ban-to-chuc-cap-uy", "collective:cac-ban-dang"]),
    ("Thuế thu nhập cá nhân, thống kê số liệu, báo cáo kết quả, công an nhân dân", DL, NOW, []),
    ("làm việc với Thống kê tỉnh, Thuế tỉnh", DL, NOW, ["dak-lak/thong-ke-tinh", "dak-lak/thue-tinh"]),
    ("Ngân hàng Nhà nước Khu vực 11 và các tổ chức tín dụng", DL, NOW,
     ["dak-lak/ngan-hang-nha-nuoc-khu-vuc", "collective:cac-ngan-hang"]),
    ("Bí thư Tỉnh ủy, Chủ tịch HĐND tỉnh", DL, NOW, ["dak-lak/cap-uy", "dak-lak/hdnd"]),
    ("Phó Chủ tịch Thường trực UBND tỉnh kết luận", DL, NOW, ["dak-lak/ubnd"]),
    ("Bộ trưởng, Chủ nhiệm Văn phòng Chính phủ", None, NOW, ["van-phong-chinh-phu"]),
    ("Tổng cục Thuế chỉ đạo Cục Thuế các tỉnh, thành phố", None, Y24, ["tong-cuc-thue", "collective:cuc-thue-tinh/tinh"]),
    ("Giao Tổng Thanh tra Chính phủ, Thống đốc Ngân hàng Nhà nước Việt Nam", None, NOW,
     ["thanh-tra-chinh-phu", "ngan-hang-nha-nuoc"]),
    ("Trung tâm Phục vụ hành chính công tỉnh, UBND các xã, phường: Hỗ trợ người dân", DL, NOW,
     ["dak-lak/trung-tam-phuc-vu-hanh-chinh-cong", "collective:ubnd-cac-xa-phuong"]),
    ("giao cho UBND các xã Ea Kar, Ea Ô rà soát", DL, NOW, ["dak-lak/xa-ea-kar/ubnd", "dak-lak/xa-ea-o/ubnd"]),
    ("Cục Thuế", None, NOW, ["cuc-thue"]),
    ("Mặt trận Tổ quốc Việt Nam các cấp", DL, NOW, ["collective:mttq-cac-cap"]),
    ("BCĐ tỉnh, VPUBND tỉnh, SNV", DL, NOW, ["dak-lak/ban-chi-dao", "dak-lak/van-phong-ubnd", "dak-lak/so-noi-vu"]),
    ("UBND Thành phố giao Sở Du lịch", "ho-chi-minh", NOW, ["ho-chi-minh/ubnd", "ho-chi-minh/so-du-lich"]),
    ("UBND thành phố giao Phòng Nội vụ", "quang-ninh", Y24, ["huyen/ubnd", "huyen/phong-noi-vu"]),
    ("Sở Giáo dục và Đào tạo các tỉnh: Gia Lai, Lâm Đồng", None, NOW,
     ["gia-lai/so-giao-duc-va-dao-tao", "lam-dong/so-giao-duc-va-dao-tao"]),
]


@pytest.mark.parametrize(("text", "province", "on", "ids"), PROSE, ids=[c[0][:60] for c in PROSE])
def test_units_in_running_text(text: str, province: str | None, on: date | None, ids: list[str]) -> None:
    found = find_units(text, load(), Place(province, on))
    assert [m.unit_id or "?" for m in found] == ids
    assert all(text[m.start:m.end] == m.text for m in found)


def one(text: str, place: Place) -> object:
    return find_units(text, load(), place)[0]


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
    assert [m.unit_id for m in found] == ["dak-lak/xa-ea-kar/ubnd", "dak-lak/xa-ea-kar/phong-kinh-te",
                                          "dak-lak/xa-ea-kar/cong-an", "dak-lak/ubnd"]


@given(st.text(alphabet="Sở UBND tỉnh xã, các;:()và-Y tếCông an\n12", max_size=80))
def test_any_text_is_read_without_error(text: str) -> None:
    found = find_units(text, load(), Place(DL, NOW))
    assert all(0 <= m.start < m.end <= len(text) for m in found)
    assert all(a.end <= b.start for a, b in zip(found, found[1:], strict=False))
