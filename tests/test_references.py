"""Citations as clerks write, break and misread them, and what looks like one."""

from __future__ import annotations

import time
from datetime import date

import pytest

from extractors.references import find_references

CITED = [
    (
        "theo Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị về đột phá",
        "57-NQ/TW",
        "NQ",
        "Bộ Chính trị",
        date(2024, 12, 22),
    ),
    ("Nghị quyết 71/NQ-CP của Chính phủ", "71/NQ-CP", "NQ", "Chính phủ", None),
    (
        "tại Quyết định số 2439/QĐ-TTg ngày 04 tháng 11 năm 2025",
        "2439/QĐ-TTg",
        "QĐ",
        "Thủ tướng Chính phủ",
        date(2025, 11, 4),
    ),
    (
        "Nghị định số 179/2025/NĐ-CP ngày 01/7/2025 của Chính phủ...",
        "179/2025/NĐ-CP",
        "NĐ",
        "Chính phủ",
        date(2025, 7, 1),
    ),
    ("Kế hoạch số 01- KH/BCĐTW của Ban Chỉ đạo Trung ương;", "01-KH/BCĐTW", "KH", "Ban Chỉ đạo Trung ương", None),
    ("Kế hoạch số 01-\nKH/BCĐTW", "01-KH/BCĐTW", "KH", "Ban Chỉ đạo Trung ương", None),
    ("Kế hoạch 02–KH/BCDTW", "02-KH/BCĐTW", "KH", "Ban Chỉ đạo Trung ương", None),
    ("Kế hoạch số 48/KH-BCD", "48/KH-BCĐ", "KH", "Ban Chỉ đạo", None),
    (
        "Kế hoạch số 0156/KH-UBND ngày 26/12/2025 của UBND tỉnh và Kế hoạch có liên quan",
        "0156/KH-UBND",
        "KH",
        "Ủy ban nhân dân tỉnh",
        date(2025, 12, 26),
    ),
    (
        "Thông báo số 56/TB-VPUBND ngày 06/4/2026 của Văn phòng UBND tỉnh về",
        "56/TB-VPUBND",
        "TB",
        "Văn phòng Ủy ban nhân dân tỉnh",
        date(2026, 4, 6),
    ),
    (
        "Công văn số 1408/UBND-KGVX ngày 22/6/2026 của UBND tỉnh",
        "1408/UBND-KGVX",
        "CV",
        "Ủy ban nhân dân tỉnh",
        date(2026, 6, 22),
    ),
    ("Công văn số 123-CV/TU ngày 5.3.2020", "123-CV/TU", "CV", "Tỉnh ủy", date(2020, 3, 5)),
    ("văn bản số 77/PGDĐT-CM của Phòng Giáo dục và Đào tạo", "77/PGDĐT-CM", "CV", "Phòng Giáo dục và Đào tạo", None),
    ("Luật số 31/2024/QH15 được Quốc hội thông qua", "31/2024/QH15", "L", "Quốc hội", None),
    ("Luật Đất đai năm 2024 có hiệu lực", "Luật Đất đai năm 2024", "L", "Quốc hội", None),
    (
        "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;",
        "Luật Tổ chức chính quyền địa phương năm 2025",
        "L",
        "Quốc hội",
        date(2025, 6, 16),
    ),
    ("Bộ luật Lao động năm 2019", "Bộ luật Lao động năm 2019", "L", "Quốc hội", None),
    ("Hướng dẫn số 36-HD/VPTW ngày 03/4/2018", "36-HD/VPTW", "HD", "Văn phòng Trung ương Đảng", date(2018, 4, 3)),
    ("Thông tư số 12/2025/TT-BTC", "12/2025/TT-BTC", "TT", "Bộ Tài chính", None),
    ("(GM số 226/GM-UBND)", "226/GM-UBND", "GM", "Ủy ban nhân dân tỉnh", None),
    ("Nghị quyết số 98/2023/NQ-HĐND của HĐND tỉnh", "98/2023/NQ-HĐND", "NQ", "Hội đồng nhân dân tỉnh", None),
    ("NGHỊ QUYẾT SỐ 57-NQ/TW CỦA BỘ CHÍNH TRỊ", "57-NQ/TW", "NQ", "Ban Chấp hành Trung ương", None),
    ("Chương trình hành động số 25-CTr/TU", "25-CTr/TU", "CTr", "Tỉnh ủy", None),
    ("Nghị quyết số 1211/2016/UBTVQH13", "1211/2016/UBTVQH13", "NQ", None, None),
]


@pytest.mark.parametrize(("text", "cited", "code", "issuer", "day"), CITED, ids=[c[1] + "|" + c[0][:12] for c in CITED])
def test_citation_is_normalised(text: str, cited: str, code: str, issuer: str | None, day: date | None) -> None:
    found = find_references(text)
    assert [(r.cited, r.type_code, r.issuer, r.date) for r in found] == [(cited, code, issuer, day)]
    assert text[found[0].start : found[0].end] == found[0].text


def test_lists_give_each_document() -> None:
    text = "các Quyết định số 12/QĐ-UBND, 13/QĐ-UBND ngày 5/3/2025 và Kế hoạch số 7/KH-UBND, 8/KH-UBND"
    assert [(r.cited, r.type_code) for r in find_references(text)] == [
        ("12/QĐ-UBND", "QĐ"),
        ("13/QĐ-UBND", "QĐ"),
        ("7/KH-UBND", "KH"),
        ("8/KH-UBND", "KH"),
    ]
    assert find_references(text)[1].date == date(2025, 3, 5)


def test_mention_covers_kind_number_and_date() -> None:
    (found,) = find_references("thực hiện Kế hoạch số 01-KH/BCĐ ngày 11/7/2025 của Ban Chỉ đạo tỉnh.")
    assert found.text == "Kế hoạch số 01-KH/BCĐ ngày 11/7/2025"


@pytest.mark.parametrize(
    "text",
    [
        "mô hình 24/7, tỷ lệ 3/4, ngày 15/5/2026, quý I/2026",
        "dịch vụ 5G/LTE và 4-G",
        "Đề án 06 của Chính phủ",
        "QCVN 01-1:2018/BYT",
        "đường số 12/A-B",
        "điện thoại 0262-3852/VP",
        "Luật Đất đai và các văn bản hướng dẫn",
        "Nghị quyết 57 của Bộ Chính trị",
        "phường 5, quận 3/Thành phố",
        "nhóm 15 tỉnh",
        "AI/ML-based 3/D",
        "",
    ],
)
def test_what_only_looks_like_a_citation(text: str) -> None:
    assert find_references(text) == []


def test_own_number_is_no_reference() -> None:
    text = (
        "ỦY BAN NHÂN DÂN\nSố: 15/KH-BCĐ\nĐắk Lắk, ngày 30 tháng 01 năm 2026\nThực hiện Kế hoạch số 04-KH/BCĐ ngày "
        "10/01/2026\nPhụ lục I\n(Ban hành kèm theo Kế hoạch số 15/KH-BCD ngày 30 tháng 01 năm 2026)"
    )
    assert [r.cited for r in find_references(text)] == ["04-KH/BCĐ"]


def test_blank_own_number_is_known_by_its_symbol_in_the_appendix_line() -> None:
    text = "Số:      /KH-UBND\nTheo Kế hoạch số 3/KH-UBND\n(Kèm theo Kế hoạch số 15/KH-UBND ngày 30/01/2026)"
    assert [r.cited for r in find_references(text)] == ["3/KH-UBND"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece",
    [
        "1/",
        "1 ",
        "số ",
        "12/QĐ-",
        "Luật A ",
        "Luật Đất a",
        "9",
        "1/A-A-A-",
        "Kế hoạch số 01-KH/BCĐ ngày 11/7/2025, ",
        "của Bộ ",
        "ngày 1 tháng ",
        "12/2025/",
    ],
)
def test_time_grows_with_length_only(piece: str) -> None:
    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        start = time.process_time()
        find_references(text)
        return time.process_time() - start

    seconds(20_000)
    small, large = min(seconds(100_000) for _ in range(3)), min(seconds(400_000) for _ in range(3))
    assert large < 12 * small + 0.05
