"""Text files: the printed lines of many typists and programs, and the paragraphs they stand for."""

from __future__ import annotations

import random
import textwrap
import time

import pytest

from extractors.models import Document, Grid, Paragraph
from extractors.read import read_document
from extractors.readers.join_lines import is_name
from extractors.readers.line_kinds import _table, dangles, marker, start_kind, starts_low
from extractors.readers.markup import strip_marks

ISSUED = "Lâm Đồng, ngày 05 tháng 3 năm 2025"
MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
BODY = [
    "Thực hiện Chỉ thị số 12/CT-TTg ngày 03/4/2024 của Thủ tướng Chính phủ về tăng cường công tác phòng cháy, chữa "
    "cháy rừng trong mùa khô, Ủy ban nhân dân tỉnh Lâm Đồng yêu cầu Thủ trưởng các sở, ban, ngành, Chủ tịch Ủy ban "
    "nhân dân các xã, phường tập trung thực hiện các nhiệm vụ sau đây:",
    "1. Giao Sở Nông nghiệp và Môi trường chủ trì, phối hợp với Công an tỉnh, Bộ Chỉ huy Quân sự tỉnh và các đơn vị "
    "liên quan:",
    "- Rà soát, bổ sung phương án bảo vệ rừng tại các vùng trọng điểm theo Kế hoạch số 01-KH/BCĐTW của Ban Chỉ đạo "
    "Trung ương; hoàn thành trước ngày 30/4/2025.",
    "- Tổ chức trực 24/24 giờ trong thời gian cao điểm, kịp thời phát hiện điểm cháy, huy động lực lượng tại chỗ.",
    "2. Giao Sở Tài chính tham mưu Ủy ban nhân dân tỉnh bố trí kinh phí theo quy định của Luật Ngân sách nhà nước.",
    "a) Cơ quan chủ trì: Sở Tài chính.",
    "b) Thời gian hoàn thành: Quý II năm 2025.",
    "3. Chủ tịch Ủy ban nhân dân các xã, phường chịu trách nhiệm trước Chủ tịch Ủy ban nhân dân tỉnh nếu để xảy ra "
    "cháy rừng trên địa bàn quản lý mà không kịp thời xử lý.",
    "Nhận được Công văn này, các cơ quan, đơn vị khẩn trương triển khai thực hiện./.",
]


def read(text: str) -> Document:
    return read_document(text.encode())


def texts(document: Document) -> list[str]:
    return [document.text[b.start : b.end] for b in document.blocks if isinstance(b, Paragraph)]


def grids(document: Document) -> list[list[list[str]]]:
    return [
        [[document.text[c.start : c.end] for c in r.cells] for r in b.rows]
        for b in document.blocks
        if isinstance(b, Grid)
    ]


def wrap(text: str, width: int, rng: random.Random) -> list[str]:
    out, line = [], ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > width + rng.randint(-2, 2):
            out.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return [*out, line]


def lay(width: int, within: str, between: str, seed: int = 1) -> str:
    rng = random.Random(seed)
    return between.join(within.join(wrap(p, width, rng)) if width else p for p in BODY)


@pytest.mark.parametrize("width", [60, 70, 80, 95, 110])
@pytest.mark.parametrize(
    ("within", "between"),
    [("\n\n", "\n\n"), ("\n", "\n"), ("\n", "\n\n"), (" \n\n", " \n\n"), ("\r\n", "\r\n"), ("\n", "\n      ")],
)
def test_wrapped_lines_join(width: int, within: str, between: str) -> None:
    assert texts(read(lay(width, within, between))) == BODY


@pytest.mark.parametrize("between", ["\n", "\n\n", "\r\n", "\n\n\n"])
def test_one_line_a_paragraph(between: str) -> None:
    assert texts(read(lay(0, "", between))) == BODY


@pytest.mark.parametrize("number", ["{n}\n\n", "- {n} -\n", "Trang {n}\n", "{n}/9\n", "                    {n}\n"])
@pytest.mark.parametrize("feed", ["\f", "\n\n"])
def test_pages_break_sentences(number: str, feed: str) -> None:
    lines = lay(45, "\n\n", "\n\n").split("\n\n")
    pages = [lines[i : i + 14] for i in range(0, len(lines), 14)]
    text = "\n\n".join(pages[0]) + "\n"
    for n, page in enumerate(pages[1:], 2):
        text += feed + number.format(n=n) + "\n\n".join(page) + "\n"
    document = read(text)
    assert texts(document) == BODY
    assert {f.kind for f in document.furniture} == {"page_number"}
    assert len(document.furniture) == len(pages) - 1
    if feed == "\f":
        assert len(document.pages) == len(pages)
        assert document.source.page(len(document.text) - 1) == len(pages) - 1


# --- joins, case by case: the filler makes the width known

FILL = (
    "các cơ quan, đơn vị, địa phương chủ động triển khai thực hiện nghiêm túc nhiệm vụ\n"
    "được giao theo đúng tiến độ đã đề ra và kịp thời báo cáo cấp có thẩm quyền để xem\n"
    "xét, giải quyết theo quy định của pháp luật hiện hành và theo chức năng, nhiệm vụ\n"
    "của cơ quan, đơn vị mình, bảo đảm chất lượng, hiệu quả và tiết kiệm.\n"
)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            [
                "- Tăng cường kiểm tra, đôn đốc việc thực hiện các chính sách đối với ngành Nông",
                "- Lâm nghiệp trên địa bàn.",
            ],
            1,
        ),
        (["- Phát triển kinh tế", "- Bảo đảm an sinh xã hội."], 2),
        (["1. Nhiệm vụ chung", "- Rà soát văn bản."], 2),
        (
            [
                "- Nghị quyết của Bộ Chính trị về phát triển khoa học, công nghệ, Kế hoạch số 01-",
                "KH/BCĐTW của Ban Chỉ đạo.",
            ],
            1,
        ),
        (["- Báo cáo kết quả thực hiện Nghị quyết số 57-NQ/TW và các nội dung tại Phụ lục số", "1. Bảng tổng hợp."], 1),
        (
            [
                "- Hoàn thành việc xây dựng cơ sở dữ liệu của các sở, ban, ngành, địa phương trong năm",
                "2025; báo cáo kết quả.",
            ],
            1,
        ),
        (["- Rà soát văn bản.", "2. Giao Sở Nội vụ."], 2),
        (["II. NHIỆM VỤ", "1. Tuyên truyền"], 2),
        (["III. TĂNG CƯỜNG ĐẦU TƯ, HOÀN THIỆN HẠ TẦNG CHO KHOA HỌC, CÔNG", "NGHỆ VÀ ĐỔI MỚI SÁNG TẠO"], 1),
        (["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"], 3),
        (["KẾ HOẠCH", "Triển khai công tác phòng cháy"], 2),
        (["QUYẾT ĐỊNH", "về việc giao nhiệm vụ"], 2),
        (["a) Rà soát, đánh giá hiện trạng;", "b) Đề xuất giải pháp."], 2),
        (["đ) Báo cáo kết quả;", "e) Các việc khác."], 2),
        (["- Cơ quan chủ trì: Sở Y tế", "- Thời gian hoàn thành: Quý I"], 2),
        (["Điều 1. Phê duyệt kế hoạch.", "Điều 2. Tổ chức thực hiện."], 2),
        (["- Giao các đơn vị (kèm theo danh sách tại", "Phụ lục I, II kèm theo); báo cáo trước 15/5."], 1),
        (["(Ban hành kèm theo Kế hoạch số 15/KH-UBND)", "Tổng số nhiệm vụ"], 2),
        (["- Giao Sở Y tế;", "phối hợp với Sở Nội vụ thực hiện."], 1),
        (["V/v triển khai Kết luận của Thường", "trực Tỉnh ủy"], 1),
        (["Số:", "/UBND-NC"], 1),
        (["Số: 12/KH-UBND", "V/v triển khai"], 2),
    ],
)
def test_joins(lines: list[str], expected: int) -> None:
    text = FILL + "\n".join(lines) + "\n1. " + FILL[:60] + ".\n"
    got = texts(read(text))[1:-1]
    assert len(got) == expected, got


@pytest.mark.parametrize(
    ("a", "b", "joined"),
    [
        ("việc triển khai theo Kế hoạch số 02-", "KH/BCĐTW của Trung ương.", "02-KH/BCĐTW"),
        ("việc triển khai theo Nghị quyết số 57", "-NQ/TW của Bộ Chính trị.", "57-NQ/TW"),
        ("việc triển khai trong giai đoạn 2026 -", "2030 theo kế hoạch.", "2026 - 2030"),
        ("việc phát triển kinh tế", "- xã hội của tỉnh.", "kinh tế - xã hội"),
        ("các nhiệm vụ quá hạn", "); phối hợp xây dựng.", "quá hạn); phối"),
    ],
)
def test_glue(a: str, b: str, joined: str) -> None:
    text = FILL + f"- Tiếp tục rà soát, đôn đốc, theo dõi và kiểm tra {a}\n{b}\n"
    assert joined in read(text).text


# --- marks


@pytest.mark.parametrize(
    ("line", "text", "bold"),
    [
        ("**Nơi nhận:**", "Nơi nhận:", True),
        ("*M*", "M", False),
        ("hoàn thành **trước 15/5**.", "hoàn thành trước 15/5.", False),
        ("***cả hai***", "cả hai", True),
        ("<b>đậm</b>", "đậm", True),
        ("__đậm__", "đậm", True),
        ("_nghiêng_", "nghiêng", False),
        ("ten_file_a.docx", "ten_file_a.docx", False),
        ("* Ghi chú", "* Ghi chú", False),
        ("(*) Ghi chú", "(*) Ghi chú", False),
        ("1\\. Giao", "1. Giao", False),
        ("5 &lt; 6 &amp; 7", "5 < 6 & 7", False),
        ("<https://a.vn/x>", "https://a.vn/x", False),
        ("[Luật](http://x.vn)", "Luật", False),
        ("10 km<sup>2</sup>", "10 km2", False),
        ("hạn<sup>1</sup>;", "hạn;", False),
        ("tỉnh¹ và", "tỉnh và", False),
        ("100 m² đất", "100 m² đất", False),
        ("a[^3].", "a.", False),
        ("![ảnh](x.png)", "", False),
        ("<span style='x'>a</span>", "a", False),
        ("a < b > c", "a < b > c", False),
        ("*a* và *b*", "a và b", False),
    ],
)
def test_marks(line: str, text: str, bold: bool) -> None:
    got = strip_marks(line)
    assert (got.text, got.bold) == (text, bold)


def test_struck_number_is_left_out_and_kept_aside() -> None:
    document = read(f"Số: ~~45~~/KH-BCĐ\n\n{ISSUED}\n\nKẾ HOẠCH\n\nNội dung ~~cũ~~ mới.")
    assert texts(document)[0] == "Số: /KH-BCĐ" and texts(document)[-1] == "Nội dung mới."
    assert [f.text for f in document.furniture] == ["45", "cũ"]


def test_title_in_bold_over_several_lines() -> None:
    document = read(
        "## THÔNG BÁO\n\n"
        "**Kết luận của đồng chí Chủ tịch Ủy ban  \nnhân dân tỉnh tại cuộc họp  \nGiao ban tháng 5**\n\n"
        "Ngày 05/5/2026, họp."
    )
    first, second, third = (b for b in document.blocks if isinstance(b, Paragraph))
    assert (first.heading, second.bold, third.bold) == (2, True, False)
    assert texts(document)[1].endswith("tại cuộc họp Giao ban tháng 5")


# --- footnotes

DUMP = lay(80, "\n\n", "\n\n")


@pytest.mark.parametrize("rule", ["\n" + " " * 40, "\n________________", ""])
@pytest.mark.parametrize("after", ["\n\f", "\n"])
def test_footnote_between_the_halves_of_a_sentence(rule: str, after: str) -> None:
    lines = DUMP.split("\n\n")
    cut = 9
    assert lines[cut][0].islower(), "the note has to stand within a sentence"
    lines[2] += "\n1\n"
    note = f"{rule}\n1\n (1) Chú thích thứ nhất của văn bản này về phòng cháy rừng. \n\nHết chú thích.{after} "
    text = "\n\n".join(lines[:cut]) + note + "\n\n".join(lines[cut:])
    document = read(text)
    assert [f.mark for f in document.footnotes] == ["1"]
    assert document.footnotes[0].text.startswith("(1) Chú thích thứ nhất")
    assert texts(document) == BODY
    assert document.footnotes[0].anchor is not None


@pytest.mark.parametrize("note", ["<sup>1</sup> Kế hoạch số 7.", "[^1]: Kế hoạch số 7.", "¹ Kế hoạch số 7."])
@pytest.mark.parametrize("mark", ["<sup>1</sup>", "[^1]", "¹"])
def test_marked_footnotes(note: str, mark: str) -> None:
    document = read(
        f"- Thực hiện chỉ đạo của tỉnh{mark}; trong đó tập trung vào\n\n---\n\n{note}\n\nviệc còn lại.\n\n- Hết."
    )
    assert texts(document) == ["- Thực hiện chỉ đạo của tỉnh; trong đó tập trung vào việc còn lại.", "- Hết."]
    assert [(f.mark, f.text, f.anchor) for f in document.footnotes] == [("1", "Kế hoạch số 7.", 28)]


def test_rule_before_a_numbered_item_is_no_footnote() -> None:
    document = read("Mở đầu.\n\n---\n\n1. Giao Sở Y tế.\n\n________\n\n2. Giao Sở Nội vụ.")
    assert texts(document) == ["Mở đầu.", "1. Giao Sở Y tế.", "2. Giao Sở Nội vụ."] and not document.footnotes


# --- tables


def test_tab_table_in_printed_parts() -> None:
    text = (
        "Phụ lục\n\nSTT\tViệc\tChủ trì\n1\tRà soát <i>hồ sơ</i>\tSở A\nII\tNHÓM\n\nSTT\tViệc\tChủ trì\n\ttiếp theo\t\n"
        "2\t<p>Xây dựng</p><p>đề án</p>\tSở B<br>Sở C\n"
    )
    document = read(text)
    assert grids(document) == [
        [["STT", "Việc", "Chủ trì"], ["1", "Rà soát hồ sơ", "Sở A"], ["II", "NHÓM"]],
        [["STT", "Việc", "Chủ trì"], ["", "tiếp theo", ""], ["2", "Xây dựng\nđề án", "Sở B\nSở C"]],
    ]


def test_row_broken_inside_a_cell() -> None:
    document = read("STT\tViệc\tHạn\n1\tDòng một\ndòng hai\t2025\n2\tb\t2026\n")
    assert grids(document)[0] == [["STT", "Việc", "Hạn"], ["1", "Dòng một\ndòng hai", "2025"], ["2", "b", "2026"]]


@pytest.mark.parametrize(
    "text",
    [
        "| STT | Việc |\n|---|---|\n| 1 | a \\| b |\n",
        "|STT|Việc|\n|:-:|--:|\n|1|a \\| b|\n",
        "<table>\n<tr><th>STT</th><th>Việc</th></tr>\n<tr><td>1</td><td>a | b</td></tr></table>\n",
    ],
)
def test_markup_tables(text: str) -> None:
    assert grids(read("Mở đầu.\n\n" + text + "\nHết.")) == [[["STT", "Việc"], ["1", "a | b"]]]


def test_html_spans() -> None:
    document = read("<table><tr><td rowspan='2'>1</td><td colspan=2>a</td></tr><tr><td>b</td><td>c</td></tr></table>")
    grid = next(b for b in document.blocks if isinstance(b, Grid))
    assert [[(c.col, c.span, c.rows) for c in r.cells] for r in grid.rows] == [
        [(0, 1, 2), (1, 2, 1)],
        [(1, 1, 1), (2, 1, 1)],
    ]


def test_boxed_table_joins_the_lines_of_a_row() -> None:
    rule = "+----+------+\n"
    text = f"{rule}| TT | Việc |\n{rule}| 1  | một  |\n|    | hai  |\n{rule}| 2  | ba   |\n{rule}"
    assert grids(read(text)) == [[["TT", "Việc"], ["1", "một\nhai"], ["2", "ba"]]]


def test_items_with_tabs_are_no_table() -> None:
    document = read("1.\tGiao Sở Y tế:\n-\tRà soát;\n-\tBáo cáo.\n2.\tGiao Sở Nội vụ.\n")
    assert texts(document) == ["1. Giao Sở Y tế:", "- Rà soát;", "- Báo cáo.", "2. Giao Sở Nội vụ."]


# --- head and foot


@pytest.mark.parametrize(
    "head",
    [
        f"UBND TỈNH LÂM ĐỒNG              {MOTTO}\n   SỞ Y TẾ                       Độc lập - Tự do - Hạnh phúc\n"
        f" Số:       /SYT-NV               {ISSUED}\n",
        f"UBND TỈNH LÂM ĐỒNG\t{MOTTO}\nSỞ Y TẾ\tĐộc lập - Tự do - Hạnh phúc\nSố:       /SYT-NV\t{ISSUED}\n",
        "| UBND TỈNH LÂM ĐỒNG<br>SỞ Y TẾ<br>Số:   /SYT-NV "
        f"| {MOTTO}<br>Độc lập - Tự do - Hạnh phúc<br>{ISSUED} |\n|--|--|\n",
        f"UBND TỈNH LÂM ĐỒNG\n\nSỞ Y TẾ\n\nSố:    /SYT-NV\n\n{MOTTO}\n\nĐộc lập - Tự do - Hạnh phúc\n\n{ISSUED}\n",
    ],
)
def test_head_in_every_layout(head: str) -> None:
    document = read(head + "\nKính gửi: Các bệnh viện.\n\nSở Y tế yêu cầu rà soát.\n")
    assert texts(document)[:6] == [
        "UBND TỈNH LÂM ĐỒNG",
        "SỞ Y TẾ",
        "Số: /SYT-NV",
        MOTTO,
        "Độc lập - Tự do - Hạnh phúc",
        ISSUED,
    ]
    assert [b.aside for b in document.blocks if isinstance(b, Paragraph)] == [True] * 6 + [False] * 2


@pytest.mark.parametrize(
    "foot",
    [
        "Nơi nhận:                 TM. ỦY BAN NHÂN DÂN\n- Như trên;                     CHỦ TỊCH\n- Lưu: VT, NC.\n\n"
        "                               Nguyễn Văn An\n",
        "Nơi nhận:\tTM. ỦY BAN NHÂN DÂN\n- Như trên;\tCHỦ TỊCH\n- Lưu: VT, NC.\t\n\tNguyễn Văn An\n",
        "**Nơi nhận:**\n\n- Như trên;\n- Lưu: VT, NC.\n\n"
        "**TM. ỦY BAN NHÂN DÂN**\n\n**CHỦ TỊCH**\n\n**Nguyễn Văn An**\n",
    ],
)
def test_foot_in_every_layout(foot: str) -> None:
    document = read("\n\n".join(BODY) + "\n\n" + foot + "\nPhụ lục\n\nDANH MỤC NHIỆM VỤ\n")
    tail = ["Nơi nhận:", "- Như trên;", "- Lưu: VT, NC.", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Nguyễn Văn An"]
    assert texts(document)[len(BODY) :] == [*tail, "Phụ lục", "DANH MỤC NHIỆM VỤ"]
    asides = [document.text[b.start : b.end] for b in document.blocks if isinstance(b, Paragraph) and b.aside]
    assert asides == tail


@pytest.mark.parametrize("title", ["TM. ỦY BAN NHÂN DÂN", "BỘ TRƯỞNG", "KT. CHỦ TỊCH"])
def test_foot_columns_with_one_space_between(title: str) -> None:
    document = read("\n".join(BODY) + f"\nNơi nhận: {title}\n- Như trên; PHÓ CHỦ TỊCH\n- Lưu: VT.\nTrần Văn Bình\n")
    tail = ["Nơi nhận:", title, "- Như trên;", "PHÓ CHỦ TỊCH", "- Lưu: VT.", "Trần Văn Bình"]
    assert texts(document) == BODY + tail


def test_party_head_with_its_star() -> None:
    document = read(
        "TỈNH ỦY GIA LAI\n*\nSố 128-TB/TU\nĐẢNG CỘNG SẢN VIỆT NAM\nGia Lai, ngày 12 tháng 8 năm 2025\n\n"
        "THÔNG BÁO\nkết luận của đồng chí Bí thư\ntại buổi làm việc\n-----\nNgày 10/8/2025, họp.\n"
        "1- Giao Ban Tổ chức.\n"
    )
    assert texts(document)[5:] == [
        "THÔNG BÁO",
        "kết luận của đồng chí Bí thư tại buổi làm việc",
        "Ngày 10/8/2025, họp.",
        "1- Giao Ban Tổ chức.",
    ]
    assert [b.aside for b in document.blocks if isinstance(b, Paragraph)] == [True] * 5 + [False] * 4


def test_digital_signature_stamp_is_furniture() -> None:
    document = read(
        f"Người ký: Ủy ban nhân dân tỉnh\nThời gian ký: 12/05/2025 10:20:31\n\n{MOTTO}\n\nNội dung công văn."
    )
    assert [f.kind for f in document.furniture] == ["other", "other"] and "10:20" not in document.text


# --- the lexicon of line starts


@pytest.mark.parametrize("entry", _table("line_starts.csv"), ids=lambda e: e["pattern"][:20])
def test_line_starts_hold_their_examples(entry: dict[str, str]) -> None:
    for example in filter(None, entry["examples"].split("|")):
        assert start_kind(example) == entry["kind"], example
    for example in filter(None, entry["counter_examples"].split("|")):
        assert start_kind(example) != entry["kind"], example


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("1. Giao", "strong"),
        ("1.1. Giao", "strong"),
        ("2.2.1 Giao", "strong"),
        ("1) Giao", "strong"),
        ("1/ Giao", "strong"),
        ("a) Giao", "strong"),
        ("đ) Giao", "strong"),
        ("a/ Giao", "strong"),
        ("II. MỤC", "strong"),
        ("I- MỤC", "strong"),
        ("1- Giao", "strong"),
        ("57-NQ/TW", None),
        ("A. PHẦN", "strong"),
        ("1.Giao", "strong"),
        ("- Giao", "dash"),
        ("+ Giao", "dash"),
        ("– Giao", "dash"),
        ("* Giao", "dash"),
        ("• Giao", "dash"),
        ("(1) Giao", "paren"),
        ("(a) Giao", "paren"),
        ("15/5/2025 là", None),
        ("2.500 tỷ", None),
        ("2025. Đồng thời", None),
        ("-5 độ", None),
        ("Giao", None),
        ("TP. Hồ Chí Minh", None),
        ("24/24 giờ", None),
    ],
)
def test_markers(text: str, kind: str | None) -> None:
    assert marker(text) == kind


@pytest.mark.parametrize(
    ("text", "name"),
    [("Nguyễn Văn An", True), ("Cao Như Khánh", True), ("H'Yim Kđoh", False), ("Sở Y tế", False), ("An", False)],
)
def test_names(text: str, name: bool) -> None:
    assert is_name(text) == name


# --- the way back, and the cost


def test_source_map_names_lines() -> None:
    document = read("Số: 1/UBND\n\n\nGiao Sở Y tế chủ trì,\nphối hợp với Sở Nội vụ.\n")
    assert document.source.line(0) == 1
    assert document.source.line(document.text.index("Giao")) == 4
    assert document.source.line(document.text.index("phối")) == 5


def test_blocks_partition_the_text() -> None:
    document = read("\n\n".join(BODY) + "\n\nSTT\tViệc\tHạn\n1\ta\tb\n2\tc\td\n\nHết.")
    at = 0
    for block in document.blocks:
        assert block.start == at
        at = block.end + 1
    assert at == len(document.text) + 1


HOSTILE = {
    "words": "việc ",
    "tabs": "việc\t",
    "dots": "việc 1.1.1.1 ",
    "stars": "việc *",
    "pipes": "|a|việc\n",
    "tags": "<b việc ",
    "tables": "<table>\n",
    "marks": "a việc<sup>",
    "notes": "việc\n1\n",
    "columns": "việc          ",
    "feeds": "việc a\f",
    "dashes": "- việc\n",
    "quotes": "“việc \n",
    "spaces": "a" + " " * 999,
    "capitals": "ỦY BAN \n",
    "foot": "Nơi nhận:      KT. A\n",
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_cost_is_linear_on_hostile_text(name: str) -> None:
    def seconds(length: int) -> float:
        data = (HOSTILE[name] * (length // len(HOSTILE[name]) + 1) + " việc của tỉnh").encode()
        start = time.process_time()
        read_document(data)
        return time.process_time() - start

    seconds(20_000)
    small, large = min(seconds(30_000) for _ in range(3)), min(seconds(120_000) for _ in range(5))
    assert large < max(0.15, 4 * small * 2.2)


def test_rows_counted_on_lines_of_their_own_are_no_pages() -> None:
    rows = "".join(f"{n}\nXây dựng kế hoạch số {n}\nSở Y tế\nQuý I\n" for n in range(1, 9))
    document = read("Phụ lục\nSTT\nNhiệm vụ\nChủ trì\nHạn\n" + rows)
    assert [t for t in texts(document) if t.isdigit()] == [str(n) for n in range(1, 9)]


# --- joins over pages, in mid-name, and what stays apart


@pytest.mark.parametrize(
    "edge", ["2", "- 3 -", "Trang 4/7", "_______________\n1\n (1) Kế hoạch số 5/KH-UBND.\n\n2"]
)
@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("1.3. Giao Sở Tài chính tham mưu phân bổ kinh phí hỗ trợ (hoàn thành trước", "15/10)."),
        ("b) Báo cáo kết quả theo quy định (thời hạn gửi báo cáo chậm nhất vào lúc", "16 giờ ngày 05/5/2025)."),
        ("- Rà soát, đôn đốc, kiểm tra việc thực hiện và báo cáo kết quả về Sở Nội vụ, gửi", "Sở Tư pháp."),
    ],
)
def test_a_sentence_goes_on_over_a_page_edge(edge: str, a: str, b: str) -> None:
    lines = [*FILL.splitlines(), a, edge, b, "1.4. Giao Sở Y tế.", "- Rà soát."]
    assert texts(read("\n\n".join(lines)))[1:] == [f"{a} {b}", "1.4. Giao Sở Y tế.", "- Rà soát."]


@pytest.mark.parametrize("edge", ["2", "- 3 -", "Trang 4/7"])
@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("6. Văn phòng UBND tỉnh", "Tham mưu lịch tiếp dân của Chủ tịch UBND tỉnh."),
        ("II. Nhiệm vụ trọng tâm", "1. Giao Sở Y tế."),
        ("a) Rà soát văn bản.", "Nhận được Công văn này, yêu cầu các đơn vị thực hiện./."),
        ("- Như trên;", "- Lưu: VT."),
    ],
)
def test_a_page_edge_parts_paragraphs_too(edge: str, a: str, b: str) -> None:
    assert texts(read("\n\n".join([*FILL.splitlines(), a, edge, b])))[1:] == [a, b]


NAMES = (
    "1. Các phòng, đơn vị thuộc Sở căn cứ nhiệm vụ được giao xây dựng kế hoạch cụ thể, gửi Phòng Công nghệ thông tin "
    "trước ngày 25/01/2024.",
    "2. Đề nghị Công an xã xây dựng phương án bảo đảm an ninh, trật tự, phòng cháy, chữa cháy, trình Chủ tịch UBND xã "
    "phê duyệt.",
    "3. Văn phòng Sở bố trí kinh phí.",
    "6. Văn phòng UBND tỉnh",
    "Tham mưu lịch tiếp xúc với doanh nghiệp của Chủ tịch Ủy ban nhân dân tỉnh, báo cáo Thường trực Tỉnh ủy.",
)


@pytest.mark.parametrize("width", range(60, 116, 4))
@pytest.mark.parametrize("within", ["\n", "\n\n"])
def test_a_full_line_in_mid_name_goes_on_in_a_short_file(width: int, within: str) -> None:
    lines = [line for p in NAMES for line in textwrap.wrap(p, width, break_on_hyphens=False)]
    assert texts(read(within.join(lines))) == list(NAMES)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Kết luận của đồng chí Phó Chủ tịch UBND tỉnh tại cuộc họp giao ban tháng 5 năm 2025", "ỦY BAN NHÂN DÂN TỈNH"),
        ("- Chủ tịch Ủy ban nhân dân các tỉnh, thành phố trực thuộc Trung ương và các đơn vị", "THỦ TƯỚNG CHÍNH PHỦ"),
        ("2. Sở Y tế rà soát, bổ sung các điểm tiêm, bảo đảm mỗi cụm xã có ít nhất một điểm.", "Trên đây là Kế hoạch."),
        ("2. Sở Y tế rà soát, bổ sung các điểm tiêm, bảo đảm mỗi cụm xã có ít nhất một điểm.", "Trân trọng./."),
        ("2. Sở Y tế rà soát, bổ sung các điểm tiêm, bảo đảm mỗi cụm xã có ít nhất một điểm.", "(Kèm theo danh sách)"),
        ("(1) Sở Y tế rà soát, bổ sung các điểm tiêm, bảo đảm mỗi cụm có ít nhất một điểm;", "(2) Giao Sở Nội vụ."),
    ],
)
def test_full_lines_that_end_a_paragraph(a: str, b: str) -> None:
    assert texts(read(f"{FILL}{a}\n{b}\n"))[1:] == [a, b]


def test_an_item_goes_on_with_a_second_sentence() -> None:
    a = "2. Sở Y tế rà soát, bổ sung các điểm tiêm, bảo đảm mỗi cụm có ít nhất một điểm mới."
    b = "Giao Sở Tài chính bố trí kinh phí."
    assert texts(read(f"{FILL}{a}\n{b}\n"))[1:] == [f"{a} {b}"]


@pytest.mark.parametrize(
    ("text", "low"),
    [("Ủy ban", False), ("Ấp Bắc", False), ("ủy ban", True), ("(đồng thời", True), ("“ấp", True), ("15/10", False)],
)
def test_capitals_with_marks_are_no_small_letters(text: str, low: bool) -> None:
    assert starts_low(text) == low


@pytest.mark.parametrize(
    ("text", "hangs"),
    [("gửi Phòng", True), ("Sở Tài chính, Sở", True), ("cán bộ", False), ("1. Văn phòng Sở", False), ("của", True)],
)
def test_words_left_hanging(text: str, hangs: bool) -> None:
    assert dangles(text) == hangs
