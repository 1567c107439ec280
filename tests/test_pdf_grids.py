"""Ruled tables of PDF pages: how programs draw rules, merged cells, rows cut by the page, what is no table."""
from __future__ import annotations

from typing import Any

import pytest

from extractors.models import Document, Grid
from extractors.readers.pdf import read_pdf
from tests.make_pdf import Look, draw, make

pytest.importorskip("reportlab")
pytest.importorskip("matplotlib")

LONG = ("Rà soát, sửa đổi, bổ sung Quyết định số 15/2020/QĐ-UBND ngày 20/5/2020 của UBND tỉnh; xây dựng cơ chế phối "
        "hợp giữa các cơ quan trong quản lý, vận hành hệ thống thông tin dùng chung")
WIDE = Look(size_page=(841.9, 595.3), margins=(50, 50, 50, 50))


def grids(document: Document) -> list[Grid]:
    return [b for b in document.blocks if isinstance(b, Grid)]


def rows(document: Document, grid: Grid) -> list[list[str]]:
    return [[document.text[c.start:c.end] for c in row.cells] for row in grid.rows]


def shape(grid: Grid) -> list[list[tuple[int, int, int]]]:
    return [[(c.col, c.span, c.rows) for c in row.cells] for row in grid.rows]


X, Y = (60.0, 100.0, 300.0, 420.0), (700.0, 670.0, 640.0, 610.0)
TEXTS = [["STT", "Nhiệm vụ", "Chủ trì"], ["1", "Xây dựng kế hoạch", "Sở Y tế"], ["2", "Báo cáo kết quả", "Sở Nội vụ"]]


def _fill(canvas: Any) -> None:
    canvas.setFont("DejaVuSerif", 9)
    for i, line in enumerate(TEXTS):
        for j, text in enumerate(line):
            canvas.drawString(X[j] + 4, Y[i] - 18, text)


def _lines(canvas: Any) -> None:
    for y in Y:
        canvas.line(X[0], y, X[-1], y)
    for x in X:
        canvas.line(x, Y[0], x, Y[-1])


def _boxes(canvas: Any) -> None:
    """A word processor's way: every side of every cell a thin filled box."""
    for i in range(3):
        for j in range(3):
            x0, x1, y0, y1 = X[j], X[j + 1], Y[i], Y[i + 1]
            sides = ((x0, y0, x1 - x0, 0.48), (x0, y1, x1 - x0, 0.48), (x0, y1, 0.48, y0 - y1), (x1, y1, 0.48, y0 - y1))
            for box in sides:
                canvas.rect(*box, stroke=0, fill=1)


def _cells(canvas: Any) -> None:
    """Every cell a stroked box."""
    for i in range(3):
        for j in range(3):
            canvas.rect(X[j], Y[i + 1], X[j + 1] - X[j], Y[i] - Y[i + 1])


def _dashes(canvas: Any) -> None:
    """Inner row lines as single short strokes."""
    for y in Y[1:-1]:
        x = X[0]
        while x < X[-1]:
            canvas.line(x, y, min(x + 2, X[-1]), y)
            x += 4
    canvas.rect(X[0], Y[-1], X[-1] - X[0], Y[0] - Y[-1])
    for x in X[1:-1]:
        canvas.line(x, Y[0], x, Y[-1])


def _dotted(canvas: Any) -> None:
    canvas.setDash(0.5, 1.5)
    for y in Y[1:-1]:
        canvas.line(X[0], y, X[-1], y)
    canvas.setDash()
    for x in X:
        canvas.line(x, Y[0], x, Y[-1])
    for y in (Y[0], Y[-1]):
        canvas.line(X[0], y, X[-1], y)


def _double(canvas: Any) -> None:
    _lines(canvas)
    canvas.rect(X[0] - 2, Y[-1] - 2, X[-1] - X[0] + 4, Y[0] - Y[-1] + 4)


def _open(canvas: Any) -> None:
    """No rule at the bottom: the page cut the table."""
    for y in Y[:-1]:
        canvas.line(X[0], y, X[-1], y)
    for x in X:
        canvas.line(x, Y[0], x, Y[-1])


def _sideless(canvas: Any) -> None:
    """No rules at the left and right edge."""
    for y in Y:
        canvas.line(X[0], y, X[-1], y)
    for x in X[1:-1]:
        canvas.line(x, Y[0], x, Y[-1])


@pytest.mark.parametrize("rules", [_lines, _boxes, _cells, _dashes, _dotted, _double, _open, _sideless])
def test_rules_however_they_are_drawn(rules: Any) -> None:
    def paint(canvas: Any) -> None:
        rules(canvas)
        _fill(canvas)
    document = read_pdf(draw(paint))
    grid, = grids(document)
    assert rows(document, grid) == TEXTS
    assert grid.columns == 3


def test_rules_drawn_through_a_matrix() -> None:
    def paint(canvas: Any) -> None:
        _fill(canvas)
        canvas.scale(0.5, 0.5)
        for y in Y:
            canvas.line(2 * X[0], 2 * y, 2 * X[-1], 2 * y)
        for x in X:
            canvas.line(2 * x, 2 * Y[0], 2 * x, 2 * Y[-1])
    document = read_pdf(draw(paint))
    assert [rows(document, g) for g in grids(document)] == [TEXTS]


def test_rules_within_a_form() -> None:
    def paint(canvas: Any) -> None:
        canvas.beginForm("rules")
        _lines(canvas)
        canvas.endForm()
        _fill(canvas)
        canvas.doForm("rules")
    document = read_pdf(draw(paint))
    assert [rows(document, g) for g in grids(document)] == [TEXTS]


def test_white_rules_and_shading_part_nothing() -> None:
    def paint(canvas: Any) -> None:
        canvas.setFillGray(0.85)
        canvas.rect(X[0], Y[1], X[-1] - X[0], Y[0] - Y[1], stroke=0, fill=1)
        canvas.setFillGray(0)
        _lines(canvas)
        canvas.setStrokeGray(1)
        canvas.line(200, Y[0], 200, Y[-1])
        _fill(canvas)
    document = read_pdf(draw(paint))
    grid, = grids(document)
    assert rows(document, grid) == TEXTS


def test_underlined_words_in_a_cell_part_nothing() -> None:
    def paint(canvas: Any) -> None:
        _lines(canvas)
        _fill(canvas)
        canvas.line(X[1] + 4, Y[1] - 20, X[1] + 60, Y[1] - 20)
    document = read_pdf(draw(paint))
    assert [rows(document, g) for g in grids(document)] == [TEXTS]


def test_merged_cells_and_two_line_titles() -> None:
    head = [["TT", "Nhiệm vụ", "Phân công", "", "Thời hạn"], ["", "", "Chủ trì", "Phối hợp", ""]]
    body = [["I", "HOÀN THIỆN THỂ CHẾ", "", "", ""], ["1", "Xây dựng quy chế", "Sở Y tế", "Các sở", "Quý I"],
            ["2", "Báo cáo", "Sở Nội vụ", "Các sở", ""]]
    spans = [("SPAN", (0, 0), (0, 1)), ("SPAN", (1, 0), (1, 1)), ("SPAN", (2, 0), (3, 0)), ("SPAN", (4, 0), (4, 1)),
             ("SPAN", (1, 2), (4, 2)), ("SPAN", (4, 3), (4, 4))]
    document = read_pdf(make(WIDE, [WIDE.table([*head, *body], (.06, .4, .2, .2, .14), spans)]))
    grid, = grids(document)
    assert shape(grid)[:2] == [[(0, 1, 2), (1, 1, 2), (2, 2, 1), (4, 1, 2)], [(2, 1, 1), (3, 1, 1)]]
    assert shape(grid)[2] == [(0, 1, 1), (1, 4, 1)]
    assert shape(grid)[3][-1] == (4, 1, 2)
    assert rows(document, grid)[2] == ["I", "HOÀN THIỆN THỂ CHẾ"]


def _long_table() -> Document:
    body = [[str(i), LONG, "Sở Tư pháp<br/>Sở Nội vụ", "Quý II/2024"] for i in range(1, 23)]
    titles = ["STT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn"]
    return read_pdf(make(WIDE, [WIDE.table([titles, *body], (.06, .5, .24, .2))]))


def test_a_table_over_pages_is_one_grid_a_page() -> None:
    document = _long_table()
    assert [g.page for g in grids(document)] == [0, 1]
    assert all(rows(document, g)[0] == ["STT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn"] for g in grids(document))
    assert [r[0] for g in grids(document) for r in rows(document, g)[1:]] == [str(i) for i in range(1, 23)]


def test_a_row_cut_by_the_page_goes_on_with_an_empty_number() -> None:
    """As browsers print: the sides run to the page's edge, no rule closes the row above or opens it below."""
    def part(canvas: Any, top: float, bottom: float, ruled: list[float], texts: list[tuple[float, list[str]]]) -> None:
        for y in ruled:
            canvas.line(X[0], y, X[-1], y)
        for x in X:
            canvas.line(x, top, x, bottom)
        canvas.setFont("DejaVuSerif", 9)
        for y, line in texts:
            for x, text in zip(X, line, strict=False):
                canvas.drawString(x + 4, y, text)
        canvas.showPage()

    def paint(canvas: Any) -> None:
        part(canvas, 100, 40, [100, 70],
             [(80, ["STT", "Nhiệm vụ", "Chủ trì"]), (50, ["1", "Xây dựng kế hoạch kiểm", "Sở"])])
        part(canvas, 800, 700, [760, 700], [(780, ["", "tra liên ngành", "Y tế"]), (740, ["2", "Báo cáo", "Sở Y tế"])])
    document = read_pdf(draw(paint))
    assert [rows(document, g) for g in grids(document)] == [
        [["STT", "Nhiệm vụ", "Chủ trì"], ["1", "Xây dựng kế hoạch kiểm", "Sở"]],
        [["", "tra liên ngành", "Y tế"], ["2", "Báo cáo", "Sở Y tế"]]]


@pytest.mark.parametrize(("lines", "text"), [
    ("Sở Khoa học và Công nghệ<br/>Văn phòng UBND tỉnh", "Sở Khoa học và Công nghệ\nVăn phòng UBND tỉnh"),
    ("Kế hoạch số 01-KH/BCĐTW ngày 11/7/2025 và Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị", None),
    ("- Quyết định;<br/>- Kế hoạch", "- Quyết định;\n- Kế hoạch"),
    ("Kế hoạch số 0156/KH-<br/>UBND", "Kế hoạch số 0156/KH-UBND"),
])
@pytest.mark.parametrize("align", [0, 1, 4])
def test_breaks_within_a_cell(lines: str, text: str | None, align: int) -> None:
    table = WIDE.table([["STT", "Nội dung", "Sản phẩm"], ["1", lines, "Văn bản"]], (.06, .25, .2), align=align)
    document = read_pdf(make(WIDE, [table]))
    grid, = grids(document)
    assert rows(document, grid)[1] == ["1", text or lines, "Văn bản"]


def test_upright_column_titles_are_read_in_their_cells() -> None:
    def paint(canvas: Any) -> None:
        _lines(canvas)
        canvas.setFont("DejaVuSerif", 9)
        canvas.drawString(X[1] + 4, Y[1] - 18, "Xây dựng kế hoạch")
        canvas.saveState()
        canvas.translate(X[0] + 20, Y[1] + 2)
        canvas.rotate(90)
        canvas.drawString(0, 0, "Số TT")
        canvas.restoreState()
        for i in range(30):
            canvas.drawString(X[0], 580 - 14 * i, "Dòng chữ của trang này chạy ngang")
    document = read_pdf(draw(paint))
    assert rows(document, grids(document)[0])[0][0] == "Số TT"


def test_frames_and_ornaments_are_no_tables() -> None:
    def paint(canvas: Any) -> None:
        canvas.rect(40, 40, 515, 760)                    # the page's frame
        canvas.rect(60, 700, 200, 40)                    # a box around one line
        canvas.line(80, 600, 200, 600)
        canvas.setFont("DejaVuSerif", 10)
        canvas.drawString(70, 715, "CÔNG VĂN KHẨN")
        canvas.drawString(80, 605, "Dòng có gạch chân")
    document = read_pdf(draw(paint))
    assert not grids(document)
    assert "CÔNG VĂN KHẨN" in document.text and "Dòng có gạch chân" in document.text


def test_a_drawing_of_very_many_strokes_does_not_stop_the_page() -> None:
    def paint(canvas: Any) -> None:
        canvas.setFont("DejaVuSerif", 10)
        canvas.drawString(80, 800, "Sơ đồ quy hoạch kèm theo Quyết định")
        for i in range(3000):
            canvas.line(50 + i % 500, 100 + i % 350, 50 + (i * 7) % 500, 100 + (i * 3) % 350)
            canvas.line(50 + i % 490, 100, 50 + i % 490, 400)
            canvas.line(50, 100 + i % 300, 540, 100 + i % 300)
    document = read_pdf(draw(paint))
    assert "Sơ đồ quy hoạch kèm theo Quyết định" in document.text
