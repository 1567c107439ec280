"""Tables without rules: read as tables where the columns are clear, else as text."""
from __future__ import annotations

import pytest

from extractors.models import Document, Grid
from extractors.readers.pdf import read_pdf
from tests.make_pdf import Look, make

pytest.importorskip("reportlab")
pytest.importorskip("matplotlib")

TASK = "Rà soát, sửa đổi, bổ sung quy chế quản lý, vận hành hệ thống thông tin dùng chung của tỉnh"
LOOK = Look(size_page=(841.9, 595.3), margins=(50, 60, 50, 60))
TITLES = ["<b>STT</b>", "<b>Nhiệm vụ</b>", "<b>Cơ quan chủ trì</b>", "<b>Thời gian hoàn thành</b>"]
BODY = [["1", TASK, "Sở Tư pháp", "Quý II/2024"], ["2", "Xây dựng kế hoạch", "Sở Tài chính", "Trước ngày 15/6/2024"],
        ["3", TASK + "; " + TASK, "Công an tỉnh", "Thường xuyên"]]


def tables(document: Document) -> list[list[list[str]]]:
    return [[[document.text[c.start:c.end] for c in row.cells] for row in b.rows]
            for b in document.blocks if isinstance(b, Grid)]


@pytest.mark.parametrize("valign", ["TOP", "MIDDLE"])
@pytest.mark.parametrize("padding", [3, 9])
def test_columns_under_known_titles_are_a_table(valign: str, padding: int) -> None:
    style = ["bare", ("VALIGN", (0, 0), (-1, -1), valign), ("BOTTOMPADDING", (0, 0), (-1, -1), padding)]
    table = LOOK.table([TITLES, *BODY], (.07, .48, .2, .25), style)
    story = [LOOK.text("Danh mục nhiệm vụ như sau:"), table, LOOK.text("Trên đây là danh mục.")]
    document = read_pdf(make(LOOK, story))
    assert tables(document) == [[["STT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời gian hoàn thành"], *BODY]]
    assert document.text.endswith("Trên đây là danh mục.")


def test_headings_within_the_table() -> None:
    title = "HOÀN THIỆN THỂ CHẾ, CHÍNH SÁCH VỀ CHUYỂN ĐỔI SỐ TRÊN ĐỊA BÀN TỈNH NĂM 2024"
    rows = [TITLES, ["<b>I</b>", f"<b>{title}</b>", "", ""], *BODY]
    style = ["bare", ("SPAN", (1, 1), (-1, 1)), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    document = read_pdf(make(LOOK, [LOOK.table(rows, (.07, .48, .2, .25), style)]))
    (table,) = tables(document)
    assert table[1] == ["I", title]
    assert table[2:] == BODY


def test_a_list_of_names_without_known_titles_stays_text() -> None:
    rows = [["Nguyễn Văn An", "Trưởng phòng", "0912 345 678"], ["Trần Thị Bình", "Phó phòng", "0987 654 321"]]
    document = read_pdf(make(LOOK, [LOOK.table(rows, (.3, .3, .3), ["bare"], repeat=0)]))
    assert not tables(document)
    assert "Nguyễn Văn An" in document.text
