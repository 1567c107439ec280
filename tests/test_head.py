"""Heads of many bodies and years, as they are printed, dumped, blank or stamped."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from extractors.head import read_head
from extractors.issuer import read_issuer
from extractors.models import Head
from tests.build_document import build

STATE = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
BODY = [
    "Thời gian qua, công tác quản lý đã đạt nhiều kết quả, tuy nhiên vẫn còn một số hạn chế cần khắc phục ngay.",
    "1. Giao Sở Tài chính chủ trì tham mưu bố trí kinh phí thực hiện, báo cáo trước ngày 15/5/2025.",
    "2. Các đơn vị khẩn trương thực hiện./.",
]
TO = ["Nơi nhận:", "- Như trên;", "- Lưu: VT, TH."]


@dataclass(frozen=True)
class Case:
    """One head: lines above the body, lines below it, what must be read."""

    name: str
    head: list[str]
    foot: list[str]
    want: dict[str, Any]
    body: list[str] = field(default_factory=lambda: BODY)


CASES = [
    Case(
        "ministry letter",
        [
            "BỘ TÀI CHÍNH",
            "Số: 4321/BTC-QLNS",
            "V/v hướng dẫn quyết toán ngân sách năm 2023",
            *STATE,
            "Hà Nội, ngày 05 tháng 3 năm 2024",
            "Kính gửi: Ủy ban nhân dân các tỉnh, thành phố trực thuộc Trung ương.",
        ],
        [*TO, "TL. BỘ TRƯỞNG", "CHÁNH VĂN PHÒNG", "Nguyễn Văn An"],
        {
            "doc_type": "Công văn",
            "type_code": "CV",
            "number": "4321",
            "symbol": "BTC-QLNS",
            "issuer": "Bộ Tài chính",
            "issued_date": date(2024, 3, 5),
            "place": "Hà Nội",
            "subject": "hướng dẫn quyết toán ngân sách năm 2023",
            "signer": "Nguyễn Văn An",
            "signer_title": "Chánh Văn phòng",
            "province": None,
            "addressed_to": ("Ủy ban nhân dân các tỉnh, thành phố trực thuộc Trung ương",),
        },
    ),
    Case(
        "ministry, deputy minister",
        [
            "BỘ GIÁO DỤC VÀ ĐÀO TẠO",
            "Số: 12/CT-BGDĐT",
            *STATE,
            "Hà Nội, ngày 20 tháng 8 năm 2019",
            "CHỈ THỊ",
            "**Về nhiệm vụ và giải pháp năm học 2019 - 2020 của ngành Giáo dục",
        ],
        [*TO, "KT. BỘ TRƯỞNG", "THỨ TRƯỞNG", "PGS.TS. Trần Thị Bích"],
        {
            "doc_type": "Chỉ thị",
            "type_code": "CT",
            "issuer": "Bộ Giáo dục và Đào tạo",
            "signer": "Trần Thị Bích",
            "signer_title": "Thứ trưởng",
            "subject": "Về nhiệm vụ và giải pháp năm học 2019 - 2020 của ngành Giáo dục",
        },
    ),
    Case(
        "Government Office notice",
        [
            "VĂN PHÒNG CHÍNH PHỦ",
            "Số: 123/TB-VPCP",
            *STATE,
            "Hà Nội, ngày 14 tháng 4 năm 2022",
            "THÔNG BÁO",
            "**Kết luận của Phó Thủ tướng Lê Văn B tại cuộc họp về giải ngân vốn đầu tư công",
        ],
        [*TO, "KT. BỘ TRƯỞNG, CHỦ NHIỆM", "PHÓ CHỦ NHIỆM", "Phạm Văn Cường"],
        {
            "doc_type": "Thông báo",
            "issuer": "Văn phòng Chính phủ",
            "signer_title": "Phó Chủ nhiệm",
            "signer": "Phạm Văn Cường",
            "number_symbol": "123/TB-VPCP",
        },
    ),
    Case(
        "Prime Minister's wire",
        [
            "THỦ TƯỚNG CHÍNH PHỦ",
            *STATE,
            "Số: 65/CĐ-TTg",
            "Hà Nội, ngày 02 tháng 7 năm 2023",
            "CÔNG ĐIỆN",
            "Về việc chủ động ứng phó mưa lũ",
            "THỦ TƯỚNG CHÍNH PHỦ điện:",
            "- Chủ tịch Ủy ban nhân dân các tỉnh, thành phố;",
            "- Bộ trưởng các Bộ: Quốc phòng, Công an.",
        ],
        [*TO, "THỦ TƯỚNG", "Phạm Minh Đức"],
        {
            "doc_type": "Công điện",
            "type_code": "CĐ",
            "issuer": "Thủ tướng Chính phủ",
            "signer_title": "Thủ tướng",
            "subject": "chủ động ứng phó mưa lũ",
            "addressed_to": ("Chủ tịch Ủy ban nhân dân các tỉnh, thành phố", "Bộ trưởng các Bộ: Quốc phòng, Công an"),
        },
    ),
    Case(
        "Government resolution",
        [
            "CHÍNH PHỦ",
            "Số: 71/NQ-CP",
            *STATE,
            "Hà Nội, ngày 01 tháng 4 năm 2025",
            "NGHỊ QUYẾT",
            "**Về sửa đổi, bổ sung Chương trình hành động",
            "CHÍNH PHỦ",
        ],
        [*TO, "TM. CHÍNH PHỦ", "THỦ TƯỚNG", "Phạm Minh Đức"],
        {
            "doc_type": "Nghị quyết",
            "type_code": "NQ",
            "issuer": "Chính phủ",
            "signer_title": "Thủ tướng",
            "subject": "Về sửa đổi, bổ sung Chương trình hành động",
        },
    ),
    Case(
        "province plan",
        [
            "ỦY BAN NHÂN DÂN",
            "TỈNH LÂM ĐỒNG",
            "Số: 0156/KH-UBND",
            *STATE,
            "Lâm Đồng, ngày 26 tháng 12 năm 2025",
            "KẾ HOẠCH",
            "**Cải cách hành chính nhà nước năm 2026 trên địa bàn tỉnh",
        ],
        [*TO, "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Y Giang Gry Niê Knơng"],
        {
            "doc_type": "Kế hoạch",
            "number": "0156",
            "issuer": "Ủy ban nhân dân tỉnh Lâm Đồng",
            "province": "Lâm Đồng",
            "signer": "Y Giang Gry Niê Knơng",
            "signer_title": "Phó Chủ tịch",
        },
    ),
    Case(
        "central city",
        [
            "ỦY BAN NHÂN DÂN",
            "THÀNH PHỐ HỒ CHÍ MINH",
            "Số: 2100/UBND-VX",
            "V/v tổ chức Tết Nguyên đán",
            *STATE,
            "Thành phố Hồ Chí Minh, ngày 7 tháng 1 năm 2018",
            "Kính gửi:",
            "- Thủ trưởng các sở, ban, ngành thành phố;",
            "- Chủ tịch Ủy ban nhân dân các quận, huyện.",
        ],
        [*TO, "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH THƯỜNG TRỰC", "Lê Thanh Liêm"],
        {
            "issuer": "Ủy ban nhân dân thành phố Hồ Chí Minh",
            "province": "Hồ Chí Minh",
            "place": "Thành phố Hồ Chí Minh",
            "issued": "2018-01-07",
            "signer_title": "Phó Chủ tịch Thường trực",
            "addressed_to": ("Thủ trưởng các sở, ban, ngành thành phố", "Chủ tịch Ủy ban nhân dân các quận, huyện"),
        },
    ),
    Case(
        "left column read to its end before the right one",
        [
            "BỘ Y TẾ",
            "Số: 18/BYT-DP",
            "V/v tăng cường xét nghiệm",
            "Kính gửi:",
            *STATE,
            "Hà Nội, ngày 17 tháng 8 năm 2020",
            "- Ủy ban nhân dân các tỉnh, thành phố;",
            "- Các bệnh viện trực thuộc Bộ.",
        ],
        [*TO, "KT. BỘ TRƯỞNG", "THỨ TRƯỞNG", "Lê Thị An"],
        {
            "issuer": "Bộ Y tế",
            "issued": "2020-08-17",
            "addressed_to": ("Ủy ban nhân dân các tỉnh, thành phố", "Các bệnh viện trực thuộc Bộ"),
        },
    ),
    Case(
        "office of a province",
        [
            "UBND TỈNH GIA LAI",
            "VĂN PHÒNG",
            "Số: 86/TB-VP",
            *STATE,
            "Gia Lai, ngày 12 tháng 3 năm 2021",
            "THÔNG BÁO",
            "**Kết luận của Chủ tịch UBND tỉnh tại cuộc họp giao ban",
        ],
        [*TO, "KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG", "Nguyễn Hữu Quế"],
        {
            "issuer": "Văn phòng Ủy ban nhân dân tỉnh Gia Lai",
            "province": "Gia Lai",
            "signer_title": "Phó Chánh Văn phòng",
        },
    ),
    Case(
        "text dump without issuer lines",
        [
            "Số: /TB-VPUBND",
            "Cà Mau, ngày tháng 5 năm 2026",
            "## THÔNG BÁO".replace("## ", ""),
            "**Kết luận của đồng chí Nguyễn Minh L tại cuộc họp về nuôi tôm",
        ],
        [*TO, "**KT. CHÁNH VĂN PHÒNG", "**PHÓ CHÁNH VĂN PHÒNG", "**Lê Minh Khởi"],
        {
            "number": None,
            "symbol": "TB-VPUBND",
            "number_symbol": "/TB-VPUBND",
            "issued": "2026-05",
            "issued_date": None,
            "issuer": "Văn phòng Ủy ban nhân dân tỉnh Cà Mau",
            "province": "Cà Mau",
        },
        [
            "UBND tỉnh yêu cầu Thủ trưởng các sở tập trung triển khai các nhiệm vụ sau đây trong thời gian tới:",
            *BODY[1:],
        ],
    ),
    Case(
        "department",
        [
            "UBND TỈNH ĐỒNG THÁP",
            "SỞ NÔNG NGHIỆP",
            "VÀ MÔI TRƯỜNG",
            "Số: 412/SNNMT-CNTY",
            "V/v phòng chống dịch bệnh",
            *STATE,
            "Đồng Tháp, ngày 9 tháng 10 năm 2025",
            "Kính gửi: Ủy ban nhân dân các xã, phường;",
        ],
        [*TO, "Q. GIÁM ĐỐC", "ThS. Lê Quốc Điền"],
        {
            "issuer": "Sở Nông nghiệp và Môi trường tỉnh Đồng Tháp",
            "signer": "Lê Quốc Điền",
            "signer_title": "Quyền Giám đốc",
            "doc_type": "Công văn",
        },
    ),
    Case(
        "police, rank before the name",
        [
            "BỘ CÔNG AN",
            "CÔNG AN TỈNH NGHỆ AN",
            "Số: 55/KH-CAT-PC06",
            *STATE,
            "Nghệ An, ngày 3 tháng 2 năm 2026",
            "KẾ HOẠCH",
            "**Triển khai cao điểm cấp căn cước",
        ],
        [*TO, "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Đại tá Trần Ngọc Tuấn"],
        {"issuer": "Công an tỉnh Nghệ An", "province": "Nghệ An", "signer": "Trần Ngọc Tuấn", "symbol": "KH-CAT-PC06"},
    ),
    Case(
        "commune",
        [
            "ỦY BAN NHÂN DÂN",
            "XÃ EA KAR",
            "Số: 35/KH-UBND",
            *STATE,
            "Ea Kar, ngày 10 tháng 9 năm 2025",
            "KẾ HOẠCH",
            "**Chuyển đổi số xã Ea Kar giai đoạn 2025 - 2030",
        ],
        [*TO, "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Nguyễn Thị Hồng"],
        {"issuer": "Ủy ban nhân dân xã Ea Kar", "place": "Ea Kar", "signer_title": "Chủ tịch", "province": None},
    ),
    Case(
        "district before 2025",
        [
            "UBND HUYỆN KRÔNG NĂNG",
            "PHÒNG GIÁO DỤC VÀ ĐÀO TẠO",
            "Số: 77/PGDĐT-CM",
            "V/v ôn tập học kỳ",
            *STATE,
            "Krông Năng, ngày 4 tháng 12 năm 2017",
            "Kính gửi: Hiệu trưởng các trường.",
        ],
        [*TO, "TRƯỞNG PHÒNG", "Hồ Văn Hòa"],
        {"issuer": "Phòng Giáo dục và Đào tạo huyện Krông Năng", "signer_title": "Trưởng phòng", "province": None},
    ),
    Case(
        "people's council",
        [
            "HỘI ĐỒNG NHÂN DÂN",
            "TỈNH BẮC NINH",
            "Số: 15/NQ-HĐND",
            *STATE,
            "Bắc Ninh, ngày 11 tháng 12 năm 2020",
            "NGHỊ QUYẾT",
            "**Về kế hoạch đầu tư công năm 2021",
            "HỘI ĐỒNG NHÂN DÂN TỈNH BẮC NINH",
            "KHÓA XVIII, KỲ HỌP THỨ 21",
        ],
        [*TO, "CHỦ TỊCH", "Nguyễn Hương Giang"],
        {
            "issuer": "Hội đồng nhân dân tỉnh Bắc Ninh",
            "signer_title": "Chủ tịch",
            "subject": "Về kế hoạch đầu tư công năm 2021",
        },
    ),
    Case(
        "Party committee",
        [
            "TỈNH ỦY QUẢNG NGÃI",
            "*",
            "Số 123-TB/TU",
            "ĐẢNG CỘNG SẢN VIỆT NAM",
            "Quảng Ngãi, ngày 8 tháng 4 năm 2026",
            "THÔNG BÁO",
            "**KẾT LUẬN CỦA BAN THƯỜNG VỤ TỈNH ỦY",
            "**về công tác cán bộ",
        ],
        ["Nơi nhận:", "- Các đảng ủy;", "- Lưu VPTU.", "T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ", "Hồ Văn Niên"],
        {
            "party": True,
            "issuer": "Tỉnh ủy Quảng Ngãi",
            "number": "123",
            "symbol": "TB/TU",
            "number_symbol": "123-TB/TU",
            "signer_title": "Phó Bí thư",
            "signer": "Hồ Văn Niên",
            "province": "Quảng Ngãi",
            "recipients": ("Các đảng ủy", "Lưu VPTU"),
        },
    ),
    Case(
        "Party office, standing deputy",
        [
            "THÀNH ỦY HẢI PHÒNG",
            "VĂN PHÒNG",
            "*",
            "Số 45-CV/VPTU",
            "ĐẢNG CỘNG SẢN VIỆT NAM",
            "Hải Phòng, ngày 2 tháng 6 năm 2023",
            "Kính gửi: Các ban xây dựng Đảng",
        ],
        [*TO, "K/T CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG", "Bùi Đức Quang"],
        {
            "party": True,
            "issuer": "Văn phòng Thành ủy Hải Phòng",
            "doc_type": "Công văn",
            "province": "Hải Phòng",
            "signer_title": "Phó Chánh Văn phòng",
        },
    ),
    Case(
        "Politburo",
        [
            "BAN CHẤP HÀNH TRUNG ƯƠNG",
            "*",
            "Số 57-NQ/TW",
            "ĐẢNG CỘNG SẢN VIỆT NAM",
            "Hà Nội, ngày 22 tháng 12 năm 2024",
            "NGHỊ QUYẾT",
            "**CỦA BỘ CHÍNH TRỊ",
            "**về đột phá phát triển khoa học, công nghệ",
        ],
        [*TO, "T/M BỘ CHÍNH TRỊ", "TỔNG BÍ THƯ", "Tô Lam"],
        {"party": True, "issuer": "Ban Chấp hành Trung ương", "signer_title": "Tổng Bí thư", "province": None},
    ),
    Case(
        "Party committee of a commune",
        [
            "ĐẢNG BỘ TỈNH ĐẮK LẮK",
            "ĐẢNG ỦY XÃ KRÔNG PẮC",
            "*",
            "Số 09-CTr/ĐU",
            "ĐẢNG CỘNG SẢN VIỆT NAM",
            "Krông Pắc, ngày 20 tháng 8 năm 2025",
            "CHƯƠNG TRÌNH HÀNH ĐỘNG",
            "**thực hiện Nghị quyết Đại hội",
        ],
        [*TO, "T/M BAN CHẤP HÀNH", "BÍ THƯ", "Trần Hồng Tiến"],
        {
            "doc_type": "Chương trình hành động",
            "party": True,
            "issuer": "Đảng ủy xã Krông Pắc",
            "province": "Đắk Lắk",
            "subject": "thực hiện Nghị quyết Đại hội",
            "signer_title": "Bí thư",
        },
    ),
    Case(
        "Party committee of the people's committee",
        [
            "ĐẢNG BỘ TỈNH ĐẮK LẮK",
            "ĐẢNG ỦY UBND TỈNH",
            "*",
            "Số -KH/ĐU",
            "ĐẢNG CỘNG SẢN VIỆT NAM",
            "Đắk Lắk, ngày     tháng 11 năm 2025",
            "KẾ HOẠCH",
            "**kiểm tra việc thực hiện nghị quyết",
        ],
        [*TO, "T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ", "THƯỜNG TRỰC", "Nguyễn Thiên Văn"],
        {
            "issuer": "Đảng ủy Ủy ban nhân dân tỉnh Đắk Lắk",
            "number": None,
            "number_symbol": "-KH/ĐU",
            "issued": "2025-11",
            "signer_title": "Phó Bí thư Thường trực",
        },
    ),
    Case(
        "steering committee, name in short",
        [
            "ỦY BAN NHÂN DÂN",
            "TỈNH LẠNG SƠN",
            "BAN CHỈ ĐẠO VỀ KHCN, ĐMST",
            "VÀ CĐS",
            "Số: 48/KH-BCD",
            *STATE,
            "Lạng Sơn, ngày 30 tháng 01 năm 2026",
            "KẾ HOẠCH",
            "**Hoạt động năm 2026",
        ],
        [*TO, "TRƯỞNG BAN", "CHỦ TỊCH UBND TỈNH", "Đoàn Thanh Sơn"],
        {
            "symbol": "KH-BCĐ",
            "issuer": "Ban Chỉ đạo của Ủy ban nhân dân tỉnh",
            "signer_title": "Trưởng Ban",
            "signer": "Đoàn Thanh Sơn",
            "province": "Lạng Sơn",
        },
        [
            "Thực hiện chỉ đạo của cấp trên, Ban Chỉ đạo của UBND tỉnh ban hành Kế hoạch hoạt động năm 2026 như sau:",
            *BODY[1:],
        ],
    ),
    Case(
        "steering committee, name in full",
        [
            "ỦY BAN NHÂN DÂN",
            "TỈNH TÂY NINH",
            "BAN CHỈ ĐẠO PHÒNG, CHỐNG THIÊN TAI",
            "Số: 7/BCĐ-VP",
            "V/v trực ban",
            *STATE,
            "Tây Ninh, ngày 3 tháng 9 năm 2022",
            "Kính gửi: Các thành viên Ban Chỉ đạo.",
        ],
        [*TO, "KT. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN", "Võ Đức Trong"],
        {"issuer": "Ban Chỉ đạo phòng, chống thiên tai tỉnh Tây Ninh", "signer_title": "Phó Trưởng Ban"},
    ),
    Case(
        "received stamp",
        [
            "ĐẾN",
            "Số: 5678",
            "Ngày: 12/5/2025",
            "UBND TỈNH SƠN LA",
            "SỞ Y TẾ",
            "Số: 901/SYT-NVY",
            "V/v tiêm chủng mở rộng",
            *STATE,
            "Sơn La, ngày 9 tháng 5 năm 2025",
            "Kính gửi: Các bệnh viện.",
        ],
        [*TO, "GIÁM ĐỐC", "BSCKII. Lường Văn Hùng"],
        {
            "number": "901",
            "symbol": "SYT-NVY",
            "issued_date": date(2025, 5, 9),
            "issuer": "Sở Y tế tỉnh Sơn La",
            "signer": "Lường Văn Hùng",
        },
    ),
    Case(
        "stamp with urgency",
        [
            "ỦY BAN NHÂN DÂN",
            "TỈNH PHÚ THỌ",
            "HỎA TỐC",
            "Số: 11/CT-UBND",
            *STATE,
            "Phú Thọ, ngày 1 tháng 6 năm 2025",
            "CHỈ THỊ",
            "**Về tăng cường phòng cháy",
        ],
        [*TO, "CHỦ TỊCH", "Bùi Văn Quang"],
        {"issuer": "Ủy ban nhân dân tỉnh Phú Thọ", "subject": "Về tăng cường phòng cháy"},
    ),
    Case(
        "two columns on one line",
        [
            "ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "TỈNH AN GIANG Độc lập - Tự do - Hạnh phúc",
            "Số: 88/KH-UBND An Giang, ngày 15 tháng 7 năm 2024",
            "KẾ HOẠCH",
            "Phát triển du lịch năm 2024",
        ],
        [*TO, "KT. CHỦ TỊCH PHÓ CHỦ TỊCH", "Lê Văn Phước"],
        {
            "issuer": "Ủy ban nhân dân tỉnh An Giang",
            "number_symbol": "88/KH-UBND",
            "place": "An Giang",
            "issued_date": date(2024, 7, 15),
            "signer_title": "Phó Chủ tịch",
            "signer": "Lê Văn Phước",
        },
    ),
    Case(
        "spaced letters",
        [
            "UBND TỈNH THÁI NGUYÊN",
            "Số: 03/CT-UBND",
            *STATE,
            "Thái Nguyên, ngày 2 tháng 3 năm 2016",
            "C H Ỉ T H Ị",
            "**Về công tác thi đua",
        ],
        [*TO, "CHỦ TỊCH", "Vũ Hồng Bắc"],
        {"doc_type": "Chỉ thị", "issuer": "Ủy ban nhân dân tỉnh Thái Nguyên", "issued": "2016-03-02"},
    ),
    Case(
        "decision",
        [
            "ỦY BAN NHÂN DÂN",
            "TỈNH HƯNG YÊN",
            "Số: 1836/QĐ-UBND",
            *STATE,
            "Hưng Yên, ngày 29 tháng 8 năm 2025",
            "QUYẾT ĐỊNH",
            "**Ban hành Kế hoạch phát triển chợ",
            "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH HƯNG YÊN",
            "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;",
            "QUYẾT ĐỊNH:",
        ],
        [*TO, "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Nguyễn Lê Huy"],
        {
            "doc_type": "Quyết định",
            "type_code": "QĐ",
            "subject": "Ban hành Kế hoạch phát triển chợ",
            "signer": "Nguyễn Lê Huy",
        },
    ),
    Case(
        "legal act with its year",
        [
            "BỘ NỘI VỤ",
            "Số: 03/2025/TT-BNV",
            *STATE,
            "Hà Nội, ngày 10 tháng 5 năm 2025",
            "THÔNG TƯ",
            "**Hướng dẫn chế độ tiền lương",
        ],
        [*TO, "BỘ TRƯỞNG", "Phạm Thị Thanh Trà"],
        {"number": "03", "symbol": "2025/TT-BNV", "doc_type": "Thông tư", "number_symbol": "03/2025/TT-BNV"},
    ),
    Case(
        "report with an addressee",
        [
            "UBND TỈNH HÀ TĨNH",
            "SỞ CÔNG THƯƠNG",
            "Số: 302/BC-SCT",
            *STATE,
            "Hà Tĩnh, ngày 06 tháng 7 năm 2023",
            "BÁO CÁO",
            "**Kết quả 6 tháng đầu năm 2023",
            "Kính gửi: Ủy ban nhân dân tỉnh Hà Tĩnh",
        ],
        [*TO, "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC PHỤ TRÁCH", "Hoàng Văn Quảng"],
        {
            "doc_type": "Báo cáo",
            "type_code": "BC",
            "issuer": "Sở Công Thương tỉnh Hà Tĩnh",
            "addressed_to": ("Ủy ban nhân dân tỉnh Hà Tĩnh",),
            "signer_title": "Phó Giám đốc phụ trách",
        },
    ),
    Case(
        "signature before the recipients",
        [
            "ỦY BAN NHÂN DÂN",
            "TỈNH KON TUM",
            "Số: 5/HD-UBND",
            *STATE,
            "Kon Tum, ngày 5 tháng 5 năm 2020",
            "HƯỚNG DẪN",
            "**Thực hiện chính sách dân tộc",
        ],
        ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Lê Ngọc Tuấn", *TO],
        {
            "doc_type": "Hướng dẫn",
            "signer": "Lê Ngọc Tuấn",
            "signer_title": "Chủ tịch",
            "recipients": ("Như trên", "Lưu: VT, TH"),
        },
    ),
    Case(
        "no recipients",
        [
            "UBND TỈNH HÀ GIANG",
            "BAN DÂN TỘC",
            "Số: 20/TTr-BDT",
            *STATE,
            "Hà Giang, ngày 9 tháng 9 năm 2021",
            "TỜ TRÌNH",
            "**Về việc phê duyệt dự án",
        ],
        ["TRƯỞNG BAN", "Chúng Thị Chiên"],
        {
            "doc_type": "Tờ trình",
            "type_code": "TTr",
            "issuer": "Ban Dân tộc tỉnh Hà Giang",
            "signer": "Chúng Thị Chiên",
        },
    ),
    Case(
        "name in capitals",
        [
            "TỔNG CỤC THỐNG KÊ",
            "CỤC THỐNG KÊ TỈNH LONG AN",
            "Số: 9/CTK-TH",
            "V/v điều tra dân số",
            *STATE,
            "Long An, ngày 1 tháng 4 năm 2019",
            "Kính gửi: Chi cục Thống kê các huyện",
        ],
        [*TO, "CỤC TRƯỞNG", "NGUYỄN VĂN TÂM"],
        {"issuer": "Cục Thống kê tỉnh Long An", "signer": "Nguyễn Văn Tâm", "signer_title": "Cục trưởng"},
    ),
    Case(
        "handwritten number and date left blank",
        [
            "ỦY BAN NHÂN DÂN",
            "TỈNH YÊN BÁI",
            "Số: ……/UBND-TNMT",
            "V/v xử lý đất đai",
            *STATE,
            "Yên Bái, ngày …… tháng …… năm 2023",
            "Kính gửi: Sở Tài nguyên và Môi trường.",
        ],
        [*TO, "TL. CHỦ TỊCH", "KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG", "Nông Thị Tuyết"],
        {"number": None, "issued": "2023", "issued_date": None, "signer_title": "Phó Chánh Văn phòng"},
    ),
    Case(
        "symbol with spaces, short date",
        [
            "UBND TP. ĐÀ NẴNG",
            "SỞ XÂY DỰNG",
            "Số: 15 / KH - SXD",
            *STATE,
            "Đà Nẵng, ngày 30/01/2026",
            "KẾ HOẠCH",
            "**Chỉnh trang đô thị",
        ],
        [*TO, "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Lê Thành Hưng"],
        {
            "number_symbol": "15/KH-SXD",
            "issuer": "Sở Xây dựng thành phố Đà Nẵng",
            "issued_date": date(2026, 1, 30),
            "province": "Đà Nẵng",
        },
    ),
    Case(
        "front of the fatherland",
        [
            "ỦY BAN MẶT TRẬN TỔ QUỐC VIỆT NAM",
            "TỈNH CAO BẰNG",
            "BAN THƯỜNG TRỰC",
            "Số: 40/KH-MTTQ-BTT",
            *STATE,
            "Cao Bằng, ngày 17 tháng 2 năm 2024",
            "KẾ HOẠCH",
            "**Giám sát năm 2024",
        ],
        [*TO, "TM. BAN THƯỜNG TRỰC", "CHỦ TỊCH", "Lục Văn Đạo"],
        {
            "issuer": "Ban Thường trực Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Cao Bằng",
            "province": "Cao Bằng",
            "signer_title": "Chủ tịch",
        },
    ),
    Case(
        "subject that cites a number, and an invitation's sentence",
        [
            "TỈNH ỦY TRÀ VINH",
            "*",
            "Số 27-KH/TU",
            "ĐẢNG CỘNG SẢN VIỆT NAM",
            "Trà Vinh, ngày 19 tháng 11 năm 2021",
            "KẾ HOẠCH",
            "**thực hiện Kết luận số 21-KL/TW về xây dựng, chỉnh đốn Đảng",
            "**Ban Thường vụ Tỉnh ủy yêu cầu các cấp ủy:",
        ],
        [*TO, "T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ", "Dương Minh Triết"],
        {"subject": "thực hiện Kết luận số 21-KL/TW về xây dựng, chỉnh đốn Đảng"},
    ),
    Case(
        "impossible date",
        [
            "UBND TỈNH HẬU GIANG",
            "Số: 1/KH-UBND",
            *STATE,
            "Hậu Giang, ngày 31 tháng 02 năm 2024",
            "KẾ HOẠCH",
            "**Trồng cây",
        ],
        [*TO, "CHỦ TỊCH", "Đồng Văn Thanh"],
        {"issued": "2024-02", "issued_date": None, "issuer": "Ủy ban nhân dân tỉnh Hậu Giang"},
    ),
]


def head_of(case: Case) -> tuple[Head, str]:
    document = build([*case.head, *case.body, *case.foot])
    head = read_head(document)
    assert head.body is not None
    return head, document.text[head.body.start : head.body.end].strip()


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.name)
def test_head_is_read(case: Case) -> None:
    head, body = head_of(case)
    assert {k: getattr(head, k) for k in case.want} == case.want
    assert body.endswith(case.body[-1])
    assert case.body[0] in body
    assert len(body) < sum(map(len, case.body)) + 160  # a decision's legal basis belongs to its body


def test_blank_number_is_taken_from_the_appendix_line_of_the_same_symbol() -> None:
    head = read_head(
        build(
            [
                "ỦY BAN NHÂN DÂN",
                "TỈNH BẾN TRE",
                "Số: /KH-UBND",
                *STATE,
                "Bến Tre, ngày tháng 01 năm 2026",
                "KẾ HOẠCH",
                "Phát triển kinh tế số",
                *BODY,
                *TO,
                "CHỦ TỊCH",
                "Trần Ngọc Tam",
                "Phụ lục I",
                "DANH MỤC NHIỆM VỤ",
                "(Ban hành kèm theo Kế hoạch số 15 /KH-UBND ngày 30 tháng 01 năm 2026 của UBND tỉnh)",
                [["STT", "Nhiệm vụ", "Cơ quan chủ trì"], ["1", "Một việc", "Sở Nội vụ"]],
            ]
        )
    )
    assert (head.number, head.number_symbol, head.issued_date) == ("15", "15/KH-UBND", date(2026, 1, 30))


def test_another_documents_number_in_the_appendix_is_not_taken() -> None:
    head = read_head(
        build(
            [
                "ỦY BAN NHÂN DÂN",
                "TỈNH BẾN TRE",
                "Số: /KH-UBND",
                *STATE,
                "Bến Tre, ngày tháng 01 năm 2026",
                "KẾ HOẠCH",
                "Phát triển kinh tế số",
                *BODY,
                *TO,
                "CHỦ TỊCH",
                "Trần Ngọc Tam",
                "Phụ lục I",
                "(Kèm theo Quyết định số 15/QĐ-TTg ngày 30 tháng 01 năm 2025)",
            ]
        )
    )
    assert (head.number, head.issued_date, head.issued) == (None, None, "2026-01")


@pytest.mark.parametrize("lines", [[], ["Một đoạn văn."], ["Số: 12"], ["KẾ HOẠCH"], ["Nơi nhận:"], [""]])
def test_a_text_without_a_head_gives_nothing_and_does_not_fail(lines: list[str]) -> None:
    head = read_head(build(lines))
    assert (head.number, head.issuer, head.issued_date, head.signer) == (None, None, None, None)


def test_cited_number_in_the_first_paragraph_is_not_the_documents_own() -> None:
    head = read_head(build(["KẾ HOẠCH", "Chuyển đổi số", "Thực hiện Kế hoạch số 04-KH/BCĐ ngày 10/01/2026, yêu cầu:"]))
    assert head.number is None
    assert head.issued_date is None


@pytest.mark.parametrize(
    ("lines", "name", "province"),
    [
        (
            ["UBND TỈNH AN GIANG", "LIÊN NGÀNH: SỞ Y TẾ - SỞ GIÁO DỤC", "VÀ ĐÀO TẠO - BẢO HIỂM XÃ HỘI TỈNH"],
            "Sở Y tế tỉnh An Giang; Sở Giáo dục và Đào tạo tỉnh An Giang; Bảo hiểm xã hội tỉnh An Giang",
            "An Giang",
        ),
        (
            ["UBND TỈNH NGHỆ AN", "LIÊN SỞ: TÀI CHÍNH - NỘI VỤ"],
            "Sở Tài chính tỉnh Nghệ An; Sở Nội vụ tỉnh Nghệ An",
            "Nghệ An",
        ),
        (["LIÊN BỘ", "TÀI CHÍNH - TƯ PHÁP"], "Bộ Tài chính; Bộ Tư pháp", None),
        (["LIÊN ĐOÀN LAO ĐỘNG TỈNH NGHỆ AN"], "Liên đoàn Lao động tỉnh Nghệ An", "Nghệ An"),
    ],
)
def test_bodies_that_issue_together(lines: list[str], name: str, province: str | None) -> None:
    issuer = read_issuer(lines)
    assert issuer is not None
    assert (issuer.name, issuer.province) == (name, province)


@pytest.mark.parametrize(
    "authority",
    [
        "ỦY BAN NHÂN DÂN TỈNH BẮC NINH",
        "HỘI ĐỒNG NHÂN DÂN TỈNH BẮC NINH",
        "BỘ TRƯỞNG BỘ Y TẾ",
        "GIÁM ĐỐC SỞ Y TẾ",
        "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH BẮC NINH",
        "BAN THƯỜNG VỤ TỈNH ỦY",
        "CỤC TRƯỞNG CỤC THUẾ",
        "THỐNG ĐỐC NGÂN HÀNG NHÀ NƯỚC",
        "CHÍNH PHỦ",
    ],
)
def test_who_decides_is_not_part_of_the_subject(authority: str) -> None:
    head = ["UBND TỈNH BẮC NINH", *STATE, "Số: 12/QĐ-UBND", "Bắc Ninh, ngày 02 tháng 3 năm 2024", "QUYẾT ĐỊNH"]
    lines = [*head, "**Về việc phê duyệt Đề án phát triển nhân lực**", f"**{authority}**"]
    document = build([*lines, "Căn cứ Luật Tổ chức chính quyền địa phương;", "Điều 1. Giao Sở Y tế báo cáo."])
    assert read_head(document).subject == "phê duyệt Đề án phát triển nhân lực"


def test_a_subject_in_capitals_goes_on_with_a_body_after_of() -> None:
    head = ["UBND TỈNH BẮC NINH", *STATE, "Số: 12/KH-UBND", "Bắc Ninh, ngày 02 tháng 3 năm 2024", "KẾ HOẠCH"]
    lines = [*head, "**TRIỂN KHAI CHƯƠNG TRÌNH CÔNG TÁC CỦA**", "**ỦY BAN NHÂN DÂN TỈNH NĂM 2024**"]
    subject = read_head(build([*lines, *BODY])).subject
    assert subject is not None and subject.endswith("ỦY BAN NHÂN DÂN TỈNH NĂM 2024")


def test_province_of_a_body_not_known_from_the_place() -> None:
    from gazetteers.units import load

    head = ["BAN LIÊN LẠC CHĂM SÓC CÂY XANH", *STATE, "Số: 12/KH-BLL", "An Giang, ngày 02 tháng 3 năm 2024", "KẾ HOẠCH"]
    province = load().province("An Giang", date(2024, 3, 2))
    assert province is not None
    assert read_head(build([*head, "Trồng cây năm 2024", *BODY]), load()).province == province
    assert read_head(build(["BỘ Y TẾ", *head[1:], "Trồng cây", *BODY]), load()).province is None


@pytest.mark.parametrize(
    "lines",
    [
        ["MỤC TIÊU", "TỔ CHỨC THỰC HIỆN", *BODY],
        ["THÔNG TIN Ý KIẾN", *BODY],
        ["Mục D. TỔ CHỨC THỰC HIỆN", *BODY],
    ],
)
def test_a_part_of_a_document_has_no_issuer(lines: list[str]) -> None:
    assert read_head(build(lines)).issuer is None


def test_a_date_broken_over_two_lines_is_read() -> None:
    lines = ["BAN CHỈ HUY PHÒNG, CHỐNG THIÊN TAI", "TỈNH QUẢNG NGÃI", "Số: 14/CĐ-PCTT", *STATE]
    dated = ["Quảng Ngãi, hồi 10 giờ 30 phút, ngày", "26 tháng 10 năm 2020"]
    head = read_head(build([*lines, *dated, "CÔNG ĐIỆN", *BODY]))
    assert head.issued_date == date(2020, 10, 26) and head.place == "Quảng Ngãi"
