"""Layout of pages: reading order of heads and closings, paragraphs, furniture, footnotes. PDFs of several habits."""
from __future__ import annotations

from typing import Any

import pytest

from extractors.models import Document, Grid, Paragraph
from extractors.readers.pdf import read_pdf
from tests.make_pdf import Look, draw, make

pytest.importorskip("reportlab")
pytest.importorskip("matplotlib")

LONG = ("tiếp tục quán triệt, triển khai nghiêm túc, hiệu quả Nghị quyết số 18-NQ/TW ngày 25/10/2017 của Ban Chấp hành "
        "Trung ương Đảng khóa XII; khẩn trương rà soát, sắp xếp tổ chức bộ máy bảo đảm tinh gọn, hoạt động hiệu lực, "
        "hiệu quả; báo cáo kết quả thực hiện về Ủy ban nhân dân tỉnh trước ngày 30/6/2024")
LOOKS = {
    "indented, justified": Look(),
    "indented, ragged": Look(align=0, font="DejaVuSans", size=10, leading=13),
    "flush with space between": Look(indent=0, space=8, align=0, margins=(60, 60, 60, 40)),
    "wide leading, narrow text": Look(size=12, leading=22, margins=(70, 120, 70, 100), indent=36, space=0),
    "small, no space between": Look(size=8.5, leading=10.5, space=0, indent=20),
}


def texts(document: Document, aside: bool | None = None) -> list[str]:
    return [document.text[b.start:b.end] for b in document.blocks
            if isinstance(b, Paragraph) and aside in (None, b.aside)]


def state_head(look: Look) -> Any:
    return look.beside(look.lines("ỦY BAN NHÂN DÂN", "<b>TỈNH QUẢNG TRỊ</b>", "Số: 123/KH-UBND"),
                       look.lines("<b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</b>", "<b>Độc lập - Tự do - Hạnh phúc</b>", "",
                                  "<i>Quảng Trị, ngày 12 tháng 3 năm 2024</i>", fontSize=look.size * 0.9))


def closing(look: Look) -> Any:
    small = {"fontSize": look.size * 0.8, "leading": look.size, "firstLineIndent": 0, "spaceAfter": 0, "alignment": 0}
    left = [look.text(t, **small) for t in ("<b><i>Nơi nhận:</i></b>", "- Như Điều 3;", "- Lưu: VT, TH.")]
    return look.beside(left,
                       look.lines("<b>TM. ỦY BAN NHÂN DÂN</b>", "<b>KT. CHỦ TỊCH</b>", "<b>PHÓ CHỦ TỊCH</b>", "", "",
                                  "", "<b>Hoàng Văn Nam</b>"))


ITEMS = ("Thực hiện Chương trình hành động số 15-CTrHĐ/TU, Ủy ban nhân dân tỉnh " + LONG + " như sau:",
         "I. MỤC ĐÍCH, YÊU CẦU", "1. Sở Nội vụ chủ trì, phối hợp với các sở, ban, ngành " + LONG + ".",
         "2. Giao Sở Tài chính:", "a) Tham mưu bố trí kinh phí " + LONG + ";", "b) Báo cáo định kỳ.",
         "- Sở Y tế " + LONG + ".", "- Công an tỉnh phối hợp.", "+ Các đơn vị liên quan " + LONG + "./.")


@pytest.mark.parametrize("name", LOOKS)
def test_a_directive_in_another_look(name: str) -> None:
    look = LOOKS[name]
    body = [look.text(t) for t in ITEMS]
    title = [look.lines("<b>KẾ HOẠCH</b>"), look.lines("<b>Sắp xếp tổ chức bộ máy</b>", "<b>năm 2024</b>")]
    document = read_pdf(make(look, [state_head(look), *title, *body, closing(look)]))
    assert texts(document, aside=False) == ["KẾ HOẠCH", "Sắp xếp tổ chức bộ máy năm 2024", *ITEMS]
    aside = texts(document, aside=True)
    head = aside[:aside.index("Nơi nhận:")]
    assert " ".join(head[:3]).replace(" TỈNH", " TỈNH").startswith("ỦY BAN NHÂN DÂN TỈNH QUẢNG TRỊ")
    assert head.index("Số: 123/KH-UBND") < head.index("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    assert head[-1] == "Quảng Trị, ngày 12 tháng 3 năm 2024"
    assert aside[aside.index("Nơi nhận:"):] == [
        "Nơi nhận:", "- Như Điều 3;", "- Lưu: VT, TH.", "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH",
        "Hoàng Văn Nam"]


@pytest.mark.parametrize("name", LOOKS)
def test_text_over_many_pages_keeps_its_paragraphs(name: str) -> None:
    look = LOOKS[name]
    items = [f"{i}. Sở số {i} {LONG}; {LONG}." for i in range(1, 25)]
    document = read_pdf(make(look, [look.text(t) for t in items]))
    assert len(document.pages) > 1
    assert texts(document) == items


def test_hanging_items() -> None:
    look = Look(indent=0, align=0, space=5)
    items = ["a) Sở Công Thương " + LONG + ";", "b) Báo cáo quý;", "- Cục Thuế " + LONG + "."]
    body = [look.text(t, leftIndent=18, firstLineIndent=-18) for t in items]
    first = "Các đơn vị " + LONG + ":"
    assert texts(read_pdf(make(look, [look.text(first), *body]))) == [first, *items]


def test_party_head_with_a_star() -> None:
    look = Look(margins=(60, 90, 60, 50))
    head = look.beside(look.lines("HUYỆN ỦY CƯ M'GAR", "*", "Số 45-CV/HU"),
                       look.lines("<b><u>ĐẢNG CỘNG SẢN VIỆT NAM</u></b>", "<i>Cư M'gar, ngày 02 tháng 02 năm 2021</i>"))
    document = read_pdf(make(look, [head, look.lines("<b>THÔNG BÁO</b>"), look.text("Ban Thường vụ " + LONG + ".")]))
    assert texts(document, aside=True) == ["HUYỆN ỦY CƯ M'GAR", "*", "Số 45-CV/HU", "ĐẢNG CỘNG SẢN VIỆT NAM",
                                           "Cư M'gar, ngày 02 tháng 02 năm 2021"]
    assert texts(document, aside=False)[0] == "THÔNG BÁO"


def _say(canvas: Any, x: float, y: float, text: str, font: str = "DejaVuSerif", size: float = 10,
         mid: bool = False) -> None:
    canvas.setFont(font, size)
    (canvas.drawCentredString if mid else canvas.drawString)(x, y, text)


def test_columns_of_different_pitch_and_a_narrow_gutter() -> None:
    def paint(canvas: Any) -> None:
        left = ("ỦY BAN NHÂN DÂN TỈNH BÀ RỊA - VŨNG TÀU", "BAN CHỈ ĐẠO", "Số: 7/BCĐ-VP", "V/v tăng cường")
        right = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Bà Rịa, ngày 1 tháng 2 năm 2020")
        for i, t in enumerate(left):
            _say(canvas, 165, 780 - 12.7 * i, t, "DejaVuSerif-Bold" if i < 2 else "DejaVuSerif", 8.5, True)
        for i, t in enumerate(right):
            _say(canvas, 412, 780 - 15.1 * i, t, "DejaVuSerif-Bold" if i < 2 else "DejaVuSerif-Italic", 10, True)
        _say(canvas, 297, 700, "Kính gửi: Ủy ban nhân dân các huyện", mid=True)
    document = read_pdf(draw(paint))
    assert texts(document) == [
        "ỦY BAN NHÂN DÂN TỈNH BÀ RỊA - VŨNG TÀU", "BAN CHỈ ĐẠO", "Số: 7/BCĐ-VP", "V/v tăng cường",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Bà Rịa, ngày 1 tháng 2 năm 2020",
        "Kính gửi: Ủy ban nhân dân các huyện"]


@pytest.mark.parametrize(("lines", "expected"), [
    (["- Đẩy mạnh cơ cấu lại ngành Nông", "- Lâm nghiệp và Thủy sản theo hướng", "bền vững."],
     ["- Đẩy mạnh cơ cấu lại ngành Nông - Lâm nghiệp và Thủy sản theo hướng bền vững."]),
    (["1. Thực hiện Nghị quyết số 57-", "NQ/TW của Bộ Chính trị."],
     ["1. Thực hiện Nghị quyết số 57-NQ/TW của Bộ Chính trị."]),
    (["1. Kế hoạch thực hiện theo Điều", "5. Khoản 2 của Quy chế làm việc."],
     ["1. Kế hoạch thực hiện theo Điều 5. Khoản 2 của Quy chế làm việc."]),
])
def test_wrapped_lines_that_look_like_items(lines: list[str], expected: list[str]) -> None:
    def paint(canvas: Any) -> None:
        canvas.setFont("DejaVuSerif", 10)
        full = max(canvas.stringWidth(t, "DejaVuSerif", 10) + 28 * (i == 0) for i, t in enumerate(lines[:-1])) + 5
        for k in range(4):
            base = 780 - 100 * k
            for i, text in enumerate(lines):
                x = 100 if i == 0 else 72
                words = text.split(" ")
                wide = canvas.stringWidth(text, "DejaVuSerif", 10)
                last = i == len(lines) - 1
                extra = 0 if last else (72 + full - x - wide) / (len(words) - 1)
                for word in words:
                    canvas.drawString(x, base - 15 * i, word)
                    x += canvas.stringWidth(word + " ", "DejaVuSerif", 10) + extra
    assert texts(read_pdf(draw(paint))) == expected * 4


@pytest.mark.parametrize("offset", [0, 3, 6, 8, 10, 13])
@pytest.mark.parametrize("pitches", [(15, 15), (12.5, 15.5), (13, 18)])
def test_columns_whose_lines_are_not_level(offset: float, pitches: tuple[float, float]) -> None:
    left = ("Nơi nhận:", "- Như trên;", "- Các sở, ban, ngành;", "- Lưu: VT, KT.")
    right = ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")

    def paint(canvas: Any) -> None:
        for i in range(12):
            _say(canvas, 85, 780 - 15 * i, f"{i + 1}. Các đơn vị thực hiện nghiêm túc các nhiệm vụ được giao.")
        for i, t in enumerate(left):
            _say(canvas, 85, 560 - pitches[0] * i, t)
        for i, t in enumerate(right):
            _say(canvas, 420, 560 - offset - pitches[1] * i, t, "DejaVuSerif-Bold", 10, True)
        _say(canvas, 420, 430, "Trần Văn Bình", "DejaVuSerif-Bold", 10, True)
    document = read_pdf(draw(paint))
    assert texts(document)[12:] == [*left, *right, "Trần Văn Bình"]
    assert texts(document, aside=True) == [*left, *right, "Trần Văn Bình"]


def test_stretched_lines_are_no_columns() -> None:
    """Justified lines before words that cannot be broken have white as wide as a gutter."""
    link = "https://dichvucong.quangtri.gov.vn/tra-cuu/ho-so/thu-tuc-hanh-chinh/tiep-nhan"
    items = [f"{i}. Công khai thủ tục số {i} tại {link}/{i}; {LONG}." for i in range(1, 6)]
    look = Look(margins=(60, 120, 60, 120))
    assert texts(read_pdf(make(look, [look.text(t) for t in items]))) == items


@pytest.mark.parametrize("rows", [
    [("Thời gian:", "08 giờ 00, ngày 12/5/2025"), ("Địa điểm:", "Phòng họp số 2, Trụ sở UBND tỉnh"),
     ("Chủ trì:", "Đồng chí Phó Chủ tịch UBND tỉnh")],
    [(f"{i}.", LONG) for i in range(1, 4)],
    [("a)", "Sở Tài chính " + LONG + ";"), ("b)", "Sở Nội vụ " + LONG + ";"), ("-", "Sở Y tế " + LONG + ".")],
])
def test_labels_and_marks_stay_with_their_text(rows: list[tuple[str, str]]) -> None:
    from reportlab.platypus import Table

    look = Look()
    wide = 100 if len(rows[0][0]) > 2 else 30
    cells = [[look.text(t, firstLineIndent=0, spaceAfter=0) for t in row] for row in rows]
    table = Table(cells, [wide, look.width - wide], style=[("VALIGN", (0, 0), (-1, -1), "TOP")])
    assert texts(read_pdf(make(look, [table]))) == [" ".join(row) for row in rows]


def test_two_signers_side_by_side() -> None:
    look = Look()
    signers = look.beside(look.lines("<b>BỘ TRƯỞNG BỘ TÀI CHÍNH</b>", "", "", "<b>Nguyễn Văn A</b>"),
                          look.lines("<b>BỘ TRƯỞNG BỘ NỘI VỤ</b>", "", "", "<b>Phạm Thị B</b>"), 0.5)
    document = read_pdf(make(look, [look.text("Điều 2. Thông tư này " + LONG + "./."), signers]))
    names = ["BỘ TRƯỞNG BỘ TÀI CHÍNH", "Nguyễn Văn A", "BỘ TRƯỞNG BỘ NỘI VỤ", "Phạm Thị B"]
    assert texts(document, aside=True) == names


def test_page_numbers_heads_and_feet_are_furniture() -> None:
    def around(canvas: Any, page: int) -> None:
        _say(canvas, 85, 815, f"Hệ thống văn bản điều hành - trang {page}", "DejaVuSans", 7)
        _say(canvas, 297, 30, f"- {page} -", mid=True)
    look = Look(on_page=around)
    items = [f"{i}. Đơn vị {LONG}; {LONG}." for i in range(1, 20)]
    document = read_pdf(make(look, [look.text(t) for t in items]))
    assert texts(document) == items
    kinds = [f.kind for f in document.furniture]
    assert kinds.count("page_number") == kinds.count("header") == len(document.pages) > 2


@pytest.mark.parametrize("mark", ["2", "- 2 -", "Trang 2/5", "2/5", "ii", "Page 2 of 5"])
@pytest.mark.parametrize("y", [812.0, 28.0])
def test_page_number_forms(mark: str, y: float) -> None:
    def paint(canvas: Any) -> None:
        _say(canvas, 297, y, mark, mid=True)
        _say(canvas, 85, 600, "Ủy ban nhân dân tỉnh yêu cầu các sở, ban, ngành thực hiện.")
    document = read_pdf(draw(paint))
    assert texts(document) == ["Ủy ban nhân dân tỉnh yêu cầu các sở, ban, ngành thực hiện."]
    assert [f.kind for f in document.furniture] == ["page_number"]


def test_a_number_in_the_text_is_no_page_number() -> None:
    def paint(canvas: Any) -> None:
        _say(canvas, 85, 600, "Tổng số nhiệm vụ được giao:")
        _say(canvas, 85, 560, "25")
        _say(canvas, 85, 500, "Đề nghị các đơn vị thực hiện.")
    assert "25" in texts(read_pdf(draw(paint)))


SIGNED = [["Người ký: VĂN PHÒNG UBND TỈNH", "Email: vp@abc.gov.vn", "Cơ quan: TỈNH ABC",
           "Thời gian ký: 16.10.2025 15:22:33 +07:00"],
          ["Ký bởi: Ủy ban nhân dân tỉnh", "Ngày ký: 21-10-2025 14:25:37"],
          ["CÔNG VĂN ĐẾN", "Số: 1234", "Ngày: 17/10/2025", "Chuyển: ............"]]


@pytest.mark.parametrize("stamp", SIGNED)
def test_stamps_are_furniture_and_the_head_stays(stamp: list[str]) -> None:
    def on_page(canvas: Any, page: int) -> None:
        for i, line in enumerate(stamp):
            _say(canvas, 20, 832 - 8 * i, line, "DejaVuSans", 6.5)
    look = Look(on_page=on_page, margins=(75, 85, 60, 50))
    text = "Cơ quan chủ trì: Sở Y tế. Ngày ký ban hành là ngày có hiệu lực."
    document = read_pdf(make(look, [state_head(look), look.text(text)]))
    assert texts(document, aside=False) == [text]
    assert "Số: 123/KH-UBND" in texts(document)
    assert [f.kind for f in document.furniture] == ["other"]
    assert stamp[-1].split(":")[0] in document.furniture[0].text


def test_footnotes_with_their_marks() -> None:
    def paint(canvas: Any) -> None:
        first = "Các sở, ban, ngành triển khai Kế hoạch số 12/KH-UBND ngày 25/6/2025"
        _say(canvas, 113, 760, first)
        x = 113 + canvas.stringWidth(first, "DejaVuSerif", 10)
        _say(canvas, x, 764, "5", size=6)
        _say(canvas, x + 4, 760, ", hoàn")
        _say(canvas, 85, 745, "thành toàn bộ các nhiệm vụ được giao")
        x = 85 + canvas.stringWidth("thành toàn bộ các nhiệm vụ được giao", "DejaVuSerif", 10)
        _say(canvas, x, 749, "6", size=6)
        _say(canvas, x + 4, 745, "; diện tích 15 km")
        x += 4 + canvas.stringWidth("; diện tích 15 km", "DejaVuSerif", 10)
        _say(canvas, x, 749, "2", size=6)
        _say(canvas, x + 4, 745, ".")
        canvas.line(85, 120, 220, 120)
        _say(canvas, 85, 108, "5", size=5)
        _say(canvas, 89, 105, "Về chuyển đổi số năm 2025, được sửa đổi tại", size=8)
        _say(canvas, 85, 95, "Kế hoạch số 20/KH-UBND.", size=8)
        _say(canvas, 85, 88, "6", size=5)
        _say(canvas, 89, 85, "Trừ nhiệm vụ đã bãi bỏ.", size=8)
    document = read_pdf(draw(paint))
    assert document.text == ("Các sở, ban, ngành triển khai Kế hoạch số 12/KH-UBND ngày 25/6/2025, hoàn thành toàn "
                             "bộ các nhiệm vụ được giao; diện tích 15 km2.")
    assert [(f.mark, f.text) for f in document.footnotes] == [
        ("5", "Về chuyển đổi số năm 2025, được sửa đổi tại Kế hoạch số 20/KH-UBND."), ("6", "Trừ nhiệm vụ đã bãi bỏ.")]
    assert [document.text[:f.anchor][-9:] for f in document.footnotes] == ["25/6/2025", "được giao"]


def test_a_footnote_that_runs_on_over_the_page() -> None:
    def page(canvas: Any, above: list[str], below: list[str], mark: bool) -> None:
        for i, t in enumerate(above):
            _say(canvas, 113 if mark and i == 0 else 85, 760 - 15 * i, t)
        canvas.line(85, 120, 220, 120)
        if mark:
            _say(canvas, 85, 108, "1", size=5)
        for i, t in enumerate(below):
            _say(canvas, 89 if mark and i == 0 else 85, 105 - 10 * i, t, size=8)
        canvas.showPage()

    def paint(canvas: Any) -> None:
        page(canvas, ["Ủy ban nhân dân tỉnh giao các sở, ban, ngành, địa phương rà soát toàn bộ các nhiệm vụ"],
             ["Theo Nghị quyết của Hội đồng nhân dân tỉnh về"], True)
        page(canvas, ["đã được giao và báo cáo kết quả."], ["dự toán ngân sách."], False)
    document = read_pdf(draw(paint))
    assert [f.text for f in document.footnotes] == ["Theo Nghị quyết của Hội đồng nhân dân tỉnh về dự toán ngân sách."]
    assert texts(document) == ["Ủy ban nhân dân tỉnh giao các sở, ban, ngành, địa phương rà soát toàn bộ các nhiệm vụ "
                               "đã được giao và báo cáo kết quả."]


def test_a_rule_under_the_title_opens_no_footnotes() -> None:
    def paint(canvas: Any) -> None:
        _say(canvas, 297, 780, "QUYẾT ĐỊNH", "DejaVuSerif-Bold", 14, True)
        _say(canvas, 297, 760, "Về việc ban hành Quy chế", "DejaVuSerif-Bold", 12, True)
        canvas.line(240, 752, 354, 752)
        for i in range(4):
            _say(canvas, 85, 720 - 15 * i, f"Điều {i + 1}. Giao Sở số {i + 1} thực hiện.")
    document = read_pdf(draw(paint))
    assert not document.footnotes
    assert texts(document)[:2] == ["QUYẾT ĐỊNH", "Về việc ban hành Quy chế"]


def test_text_above_between_and_below_tables_keeps_its_place() -> None:
    look = Look()
    table = look.table([["STT", "Nhiệm vụ"], ["1", "Báo cáo"]], (.1, .5))
    again = look.table([["STT", "Nhiệm vụ"], ["2", "Kế hoạch"]], (.1, .5))
    document = read_pdf(make(look, [look.text("Trước bảng " + LONG + "."), table, look.text("Giữa hai bảng."), again,
                                    look.text("Sau bảng.")]))
    kinds = ["grid" if isinstance(b, Grid) else document.text[b.start:b.end][:9] for b in document.blocks]
    assert kinds == ["Trước bản", "grid", "Giữa hai ", "grid", "Sau bảng."]
    assert document.text.split("\n")[1:3] == ["STT\tNhiệm vụ", "1\tBáo cáo"]


def test_offsets_of_blocks_and_cells_cover_the_text() -> None:
    look = Look()
    table = look.table([["STT", "Việc"], ["1", LONG]], (.1, .5))
    document = read_pdf(make(look, [state_head(look), look.text(LONG), table]))
    joined = "\n".join(document.text[b.start:b.end] for b in document.blocks)
    assert joined == document.text
    starts = list(document.source.starts)
    assert starts == sorted(starts) and len(starts) == len(document.source.ends) == len(document.source.boxes) // 4
    for start, end in zip(document.source.starts, document.source.ends, strict=True):
        assert document.text[start:end].strip() == document.text[start:end] != ""
