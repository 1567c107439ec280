"""Whether a page's own text is believed: by the letters it is made of, not by its length."""
from __future__ import annotations

import pytest

from extractors.readers.page_facts import PageFacts, is_syllable, shares, usable_text

PROSE = ("Ủy ban nhân dân tỉnh yêu cầu Thủ trưởng các sở, ban, ngành, Chủ tịch Ủy ban nhân dân các xã, phường tổ chức "
         "triển khai thực hiện nghiêm túc Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị; định kỳ báo cáo "
         "kết quả về Sở Khoa học và Công nghệ trước ngày 20 hằng tháng để tổng hợp. ") * 4
BY_ENGLISH_OCR = ("Uy ban nhan dan tinh yeu cau Thu trucmg cac sa, ban, nganh, Chu tich Uy ban nhan dan cac xa, phuang "
                  "to chuc trien khai thuc hien nghiem tuc Nghi quyet s6 57-NQ/TW ngay 22/12/2024 cua BQ Chinh "
                  "tri; ") * 6
GARBLED = "Xkwq zzrf ptlb hjkl wrtp vbnm qxzj kkrr ffgt ddsw plmk njhb vgfc xdrz wsqa " * 6
NO_MARKS = "Uy ban nhan dan tinh yeu cau cac so, ban, nganh trien khai thuc hien nghiem tuc nghi quyet nay " * 6


@pytest.mark.parametrize(("facts", "usable"), [
    (PageFacts(0, PROSE), True),
    (PageFacts(0, "Nơi nhận: Như trên; Lưu: VT."), True),
    (PageFacts(0, ""), True),                                  # a blank page
    (PageFacts(0, "", image_share=0.9), False),                # a scan
    (PageFacts(0, "", image_share=0.3), False),                # a table put in as a picture
    (PageFacts(0, "", drawn=5000), False),                     # letters drawn as curves
    (PageFacts(0, PROSE, image_share=0.98), True),             # a scan with a good layer, or a background picture
    (PageFacts(0, BY_ENGLISH_OCR, image_share=0.98), False),
    (PageFacts(0, GARBLED, image_share=0.98), False),
    (PageFacts(0, "Người ký: Nguyễn Văn An, ngày 12/5/2025", image_share=0.9), False),
    (PageFacts(0, PROSE, unmapped=len(PROSE) // 3), False),    # (cid:12)
    (PageFacts(0, PROSE, unmapped=3), True),                   # bullets of a symbol font
    (PageFacts(0, GARBLED), False),
    (PageFacts(0, NO_MARKS), True),                            # typed without marks: read, for others to flag
    (PageFacts(0, "1 2 3 4,5 6.7 100% 12/5/2025"), True),
])
def test_usable(facts: PageFacts, usable: bool) -> None:
    decided, reason = usable_text(facts)
    assert decided is usable
    assert reason


@pytest.mark.parametrize("word", [
    "nghiêng", "khuya", "Quyết", "ỦY", "đường", "giữa", "gì", "uống", "yêu", "oanh", "khoắng", "thuở", "quốc", "ngoằn",
    "hoặc", "tuyết", "xoong", "rượu", "người", "khuỷu", "ý", "hoài", "mươi", "cuối", "Đắk", "chuyển", "giám"])
def test_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["trucmg", "wrtp", "string", "nganhh", "cla", "fpt", "zalo", "kkrr", "bqn"])
def test_no_syllables(word: str) -> None:
    assert not is_syllable(word)


def test_shares_of_real_text() -> None:
    words, marked, formed = shares(PROSE)
    assert words > 200 and marked > 0.6 and formed > 0.97
    assert shares("") == (0, 0.0, 0.0)
