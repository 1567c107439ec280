"""Appendix tables: the layouts, headers and breaks that clerks, Word and page breaks make of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extractors.models import Document, TableRow, TaskTable
from extractors.read import read_document
from extractors.tables import read_tables
from tests.build_document import WORD, Block, build

HEADER = ["STT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Sản phẩm", "Thời gian hoàn thành"]
SHARED = Path(__file__).parent.parent.parent / "shared"


def words(document: Document, row: TableRow, role: str) -> str:
    return " ".join(" ".join(document.text[s.start : s.end].split()) for s in row.cells.get(role, ()))


def read(*blocks: Block, media: str = "text/plain") -> tuple[Document, tuple[TaskTable, ...]]:
    document = build(blocks, media)
    return document, read_tables(document)


def paths(table: TaskTable) -> list[list[str]]:
    return [
        [*filter(None, [table.appendix]), *(g for g, _ in r.group if g), *([r.label] if r.label else [])]
        for r in table.rows
    ]


def column(document: Document, table: TaskTable, role: str) -> list[str]:
    return [words(document, r, role) for r in table.rows]


# --- rows and groups ----------------------------------------------------------------------------------------------


def test_groups_nest_and_rows_end_in_their_path() -> None:
    _, (table,) = read(
        "PHỤ LỤC I",
        "DANH MỤC NHIỆM VỤ NĂM 2025",
        [
            HEADER,
            ["A", "NHIỆM VỤ CHUNG", "", "", "", ""],
            ["I", "Về thể chế", "", "", "", ""],
            ["1", "Rà soát quy định", "Sở Tư pháp", "Các sở", "Báo cáo", "Quý I"],
            ["2", "Ban hành quy chế", "Sở Nội vụ", "Các sở", "Quy chế", "Quý II"],
            ["II", "Về hạ tầng", "", "", "", ""],
            ["3", "Nâng cấp mạng", "Sở Khoa học và Công nghệ", "", "", "Quý III"],
            ["B", "NHIỆM VỤ CỤ THỂ", "", "", "", ""],
            ["I", "Về đào tạo", "", "", "", ""],
            ["4", "Mở lớp tập huấn", "Sở Nội vụ", "", "", "Tháng 9"],
        ],
    )
    assert paths(table) == [
        ["Phụ lục I", "A", "I", "1"],
        ["Phụ lục I", "A", "I", "2"],
        ["Phụ lục I", "A", "II", "3"],
        ["Phụ lục I", "B", "I", "4"],
    ]
    assert table.rows[3].group == (("B", "NHIỆM VỤ CỤ THỂ"), ("I", "Về đào tạo"))
    assert table.title == "DANH MỤC NHIỆM VỤ NĂM 2025"
    assert table.is_tasks


@pytest.mark.parametrize(
    "group",
    [
        [("I. VỀ THỂ CHẾ", 6)],
        ["I", ("VỀ THỂ CHẾ", 5)],
        ["I.", "VỀ THỂ CHẾ", "", "", "", ""],
        ["", "I. VỀ THỂ CHẾ", "", "", "", ""],
        ["I. VỀ THỂ CHẾ", "", "", "", "", ""],
        ["I)", "**Về thể chế", "", "", "", ""],
    ],
)
def test_group_row_is_known_however_it_is_set(group: list[object]) -> None:
    _, (table,) = read("Phụ lục", [HEADER, group, ["1", "Rà soát", "Sở Tư pháp", "", "", "Quý I"]])  # type: ignore[list-item]
    assert paths(table) == [["Phụ lục", "I", "1"]]
    assert table.rows[0].group[0][1].casefold() == "về thể chế"


def test_numbers_under_numbers_make_a_group_of_the_bare_row() -> None:
    _, (table,) = read(
        "Phụ lục 1",
        [
            HEADER,
            ["1", "Chuyển đổi số", "", "", "", ""],
            ["1.1", "Xây dựng kho dữ liệu", "Sở Y tế", "", "", "Quý I"],
            ["1.2", "Kết nối kho dữ liệu", "Sở Y tế", "", "", "Quý II"],
            ["2", "Cải cách hành chính", "", "", "", ""],
            ["2.1", "Rà soát thủ tục", "Sở Nội vụ", "", "", "Quý I"],
        ],
    )
    assert paths(table) == [["Phụ lục 1", "1", "1.1"], ["Phụ lục 1", "1", "1.2"], ["Phụ lục 1", "2", "2.1"]]


def test_group_numeral_read_as_a_digit_is_mended_from_the_next_one() -> None:
    _, (table,) = read(
        "Phụ lục",
        [
            HEADER,
            ["1", "Hoàn thiện chính sách", "", "", "", ""],
            ["1", "Góp ý nghị định", "Công an tỉnh", "", "", "31/3/2026"],
            ["2", "Góp ý từ điển", "Công an tỉnh", "", "", "31/3/2026"],
            ["II", "Phục vụ người dân", "", "", "", ""],
            ["1", "Tích hợp dịch vụ", "Công an tỉnh", "", "", "31/12/2026"],
        ],
    )
    assert paths(table) == [["Phụ lục", "I", "1"], ["Phụ lục", "I", "2"], ["Phụ lục", "II", "1"]]


def test_group_title_fused_into_its_first_row_is_cut_off() -> None:
    document, (table,) = read(
        "Phụ lục",
        [
            HEADER,
            ["1", "CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH Quán triệt phương châm làm việc", "Các sở", "", "", "Thường xuyên"],
            ["2", "UBND tỉnh giao kế hoạch", "Các sở", "", "", "Thường xuyên"],
            ["II", "TUYÊN TRUYỀN", "", "", "", ""],
            ["3", "Mở chuyên mục", "Báo tỉnh", "", "", "Thường xuyên"],
        ],
    )
    assert paths(table) == [["Phụ lục", "I", "1"], ["Phụ lục", "I", "2"], ["Phụ lục", "II", "3"]]
    assert words(document, table.rows[0], "task") == "Quán triệt phương châm làm việc"
    assert table.rows[0].group == (("I", "CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH"),)
    assert "fused_group" in table.rows[0].repaired


@pytest.mark.parametrize(
    "task",
    [
        "UBND, HĐND, MTTQ, LĐLĐ Tỉnh phối hợp tuyên truyền",
        "Xây dựng HỆ THỐNG DỮ LIỆU DÙNG CHUNG của tỉnh",
        "TỔ CHỨC HỘI NGHỊ TỔNG KẾT CÔNG TÁC NĂM 2025",
        "BÁO CÁO năm 2025 về công tác dân tộc",
    ],
)
def test_capitals_that_are_no_fused_title_stay(task: str) -> None:
    document, (table,) = read("Phụ lục", [HEADER, ["1", task, "Sở Nội vụ", "", "", "Quý I"]])
    assert column(document, table, "task") == [task]


def test_row_without_number_after_a_group_is_a_task_of_its_own() -> None:
    document, (table,) = read(
        "Phụ lục III",
        [
            HEADER,
            ["VI", "Chỉ đạo, điều hành", "", "", "", ""],
            ["2", "Hoàn thiện trung tâm", "Sở Nội vụ", "", "", "31/12/2026"],
            ["VII", "An sinh xã hội", "", "", "", ""],
        ],
        "+",
        [HEADER, ["", "Tổ chức cuộc thi", "Công an tỉnh", "", "", "30/9/2026"]],
    )
    assert paths(table) == [["Phụ lục III", "VI", "2"], ["Phụ lục III", "VII"]]
    assert column(document, table, "deadline") == ["31/12/2026", "30/9/2026"]


def test_total_rows_are_left_out_and_the_last_note_is_kept() -> None:
    document, (table,) = read(
        "Phụ lục",
        [
            HEADER,
            ["1", "Tổng số hóa tài liệu lưu trữ", "Sở Nội vụ", "", "", "Quý I"],
            ["", "Tổng cộng: 01 nhiệm vụ", "", "", "", ""],
            [("Ghi chú: nhiệm vụ thường xuyên không đặt thời hạn.", 6)],
        ],
    )
    assert column(document, table, "task") == ["Tổng số hóa tài liệu lưu trữ"]
    assert "trailing" in table.rows[0].repaired
    assert words(document, table.rows[0], "other:6").startswith("Ghi chú")


def test_dashes_under_a_row_are_counted() -> None:
    _, (table,) = read(
        "Phụ lục",
        [
            HEADER,
            ["1", "Về tuyên truyền", "", "", "", ""],
            ["-", "Mở chuyên mục", "Báo tỉnh", "", "", "Quý I"],
            ["-", "Treo áp phích", "Sở Văn hóa", "", "", "Quý II"],
            ["2", "Về đào tạo", "Sở Nội vụ", "", "", "Quý II"],
        ],
    )
    assert paths(table) == [["Phụ lục", "1", "-1"], ["Phụ lục", "1", "-2"], ["Phụ lục", "2"]]


# --- pages --------------------------------------------------------------------------------------------------------


def test_pages_are_joined_with_repeated_missing_and_blank_headers() -> None:
    blank = [""] * 6
    document, (table,) = read(
        "Phụ lục I",
        [HEADER, ["1", "Một", "Sở A", "", "", "Quý I"]],
        "+",
        [HEADER, ["2", "Hai", "Sở B", "", "", "Quý II"]],
        "+",
        [["3", "Ba", "Sở C", "", "", "Quý III"]],
        "+",
        "12",
        [blank, ["4", "Bốn", "Sở D", "", "", "Quý IV"]],
    )
    assert column(document, table, "task") == ["Một", "Hai", "Ba", "Bốn"]
    assert [r.label for r in table.rows] == ["1", "2", "3", "4"]
    assert table.rows[2].pages == (2,)


def test_row_cut_by_the_page_is_joined_cell_by_cell() -> None:
    document, (table,) = read(
        "Phụ lục",
        [
            HEADER,
            [
                "1",
                "Bố trí nguồn vốn; huy động xã hội",
                "Sở Tài chính",
                "Các sở, ban,",
                "Danh mục được ban",
                "Trong năm 2026",
            ],
        ],
        "+",
        [
            HEADER,
            ["", "hóa, tài trợ doanh nghiệp", "", "ngành", "hành, tích hợp", ""],
            ["2", "Phân bổ ngân sách", "Sở Tài chính", "", "", "Quý I"],
        ],
    )
    assert column(document, table, "task") == [
        "Bố trí nguồn vốn; huy động xã hội hóa, tài trợ doanh nghiệp",
        "Phân bổ ngân sách",
    ]
    assert words(document, table.rows[0], "coordinator") == "Các sở, ban, ngành"
    assert words(document, table.rows[0], "product") == "Danh mục được ban hành, tích hợp"
    assert table.rows[0].repaired == ("continued",)


def test_only_the_product_runs_on_over_the_page() -> None:
    document, (table,) = read(
        "Phụ lục",
        [HEADER, ["1", "Ban hành danh mục.", "Sở Y tế", "", "Danh mục được ban", "31/12/2026"]],
        "+",
        [["", "", "", "", "hành, bảo đảm tích hợp", ""], ["2", "Báo cáo.", "Sở Y tế", "", "", "Quý I"]],
    )
    assert column(document, table, "product") == ["Danh mục được ban hành, bảo đảm tích hợp", ""]


def test_end_of_a_cell_printed_in_the_next_row_goes_back() -> None:
    rows = [[str(i), f"Nhiệm vụ {i}", "Sở Nội vụ", "", f"Báo cáo {i}", "Quý I"] for i in range(1, 13)]
    rows[-1][4] = "Tối thiểu 25% cán bộ trong đội"
    document, (table,) = read(
        "Phụ lục",
        [HEADER, *rows],
        "+",
        [HEADER, ["13", "Bố trí kinh phí", "Sở Tài chính", "", "ngũ lãnh đạo đơn vị.", "Quý I"]],
    )
    assert column(document, table, "product")[-2:] == ["Tối thiểu 25% cán bộ trong đội ngũ lãnh đạo đơn vị.", ""]
    assert "moved_up:product" in table.rows[-2].repaired


def test_a_row_of_its_own_at_the_top_of_a_page_is_not_swallowed() -> None:
    document, (table,) = read(
        "Phụ lục",
        [HEADER, ["1", "Xây dựng kế hoạch.", "Sở A", "", "Kế hoạch", "30/6/2026"]],
        "+",
        [HEADER, ["", "Tổ chức hội nghị", "Sở B", "", "Hội nghị", "30/9/2026"]],
    )
    assert column(document, table, "task") == ["Xây dựng kế hoạch.", "Tổ chức hội nghị"]


# --- merged cells, sub-rows, ditto --------------------------------------------------------------------------------


def test_vertically_merged_cells_hold_for_the_rows_they_cover() -> None:
    document, (table,) = read(
        "Phụ lục",
        [
            HEADER,
            ["1", "Xây dựng đề án", "Sở Y tế", "Các sở", "Đề án", "Quý I"],
            ["2", "Trình đề án", None, "", "Tờ trình", None],
            ["3", "Triển khai đề án", "Sở Nội vụ", "", "", ""],
        ],
        media=WORD,
    )
    assert column(document, table, "lead") == ["Sở Y tế", "Sở Y tế", "Sở Nội vụ"]
    assert column(document, table, "deadline") == ["Quý I", "Quý I", ""]
    assert column(document, table, "coordinator") == ["Các sở", "", ""]
    assert "merged:lead" in table.rows[1].repaired


def test_one_number_with_several_products_is_a_task_a_sub_row() -> None:
    document, (table,) = read(
        "Phụ lục",
        [
            HEADER,
            ["1", "Chuẩn bị hội nghị", "Văn phòng", "", "Kế hoạch", "10/3/2026"],
            [None, None, None, None, "Giấy mời", "15/3/2026"],
            ["2", "Tổng hợp kết quả", "Sở Nội vụ", "", "Báo cáo", "20/3/2026"],
        ],
        media=WORD,
    )
    assert column(document, table, "task") == ["Chuẩn bị hội nghị", "Chuẩn bị hội nghị", "Tổng hợp kết quả"]
    assert column(document, table, "product") == ["Kế hoạch", "Giấy mời", "Báo cáo"]
    assert column(document, table, "lead") == ["Văn phòng", "Văn phòng", "Sở Nội vụ"]
    assert [r.label for r in table.rows] == ["1", "1", "2"]


def test_sub_rows_of_a_text_dump_inherit_what_they_leave_empty() -> None:
    document, (table,) = read(
        "Phụ lục",
        [
            HEADER,
            ["1", "Chuẩn bị hội nghị", "Văn phòng", "", "Kế hoạch", "10/3/2026"],
            ["", "", "", "", "Giấy mời", "15/3/2026"],
            ["2", "Tổng hợp", "Sở Nội vụ", "", "Báo cáo", "20/3/2026"],
        ],
    )
    assert column(document, table, "deadline") == ["10/3/2026", "15/3/2026", "20/3/2026"]
    assert column(document, table, "lead") == ["Văn phòng", "Văn phòng", "Sở Nội vụ"]


@pytest.mark.parametrize(
    "ditto", ["nt", "-nt-", "Nt", "Như trên", "như trên.", '"', "//", '""', "- nt -", "(như trên)"]
)
def test_as_above_is_resolved_to_the_cell_above(ditto: str) -> None:
    document, (table,) = read(
        "Phụ lục",
        [
            HEADER,
            ["1", "Một việc", "Sở Công Thương", "Các sở", "", "Quý I"],
            ["2", "Hai việc", ditto, "", "", ditto],
            ["3", "Ba việc", ditto, "", "", "Quý II"],
        ],
    )
    assert column(document, table, "lead") == ["Sở Công Thương"] * 3
    assert column(document, table, "deadline") == ["Quý I", "Quý I", "Quý II"]
    assert table.rows[1].cells["lead"] == table.rows[0].cells["lead"]
    assert "ditto:lead" in table.rows[2].repaired


@pytest.mark.parametrize("word", ["-", "Không", "Sở Nội vụ", "Ninh Thuận"])
def test_what_is_no_ditto_stays(word: str) -> None:
    document, (table,) = read(
        "Phụ lục", [HEADER, ["1", "Một", "Sở A", "", "", "Quý I"], ["2", "Hai", word, "", "", ""]]
    )
    assert column(document, table, "lead")[1] == word


def test_cells_one_column_off_are_put_right() -> None:
    document, (table,) = read(
        "Phụ lục",
        [
            HEADER,
            ["1", "Xây dựng kế hoạch chi tiết", "Sở Y tế", "Các sở", "Kế hoạch", "Quý I"],
            ["Tổ chức tập huấn cho cán bộ cấp xã", "Sở Nội vụ", "Các sở", "Lớp học", "Quý II", ""],
        ],
    )
    assert column(document, table, "lead") == ["Sở Y tế", "Sở Nội vụ"]
    assert column(document, table, "deadline") == ["Quý I", "Quý II"]
    assert "shifted" in table.rows[1].repaired


def test_number_and_task_in_one_cell_are_parted() -> None:
    document, (table,) = read(
        "Phụ lục",
        [
            HEADER,
            ["1", "Xây dựng kế hoạch", "Sở Y tế", "", "Kế hoạch", "Quý I"],
            ["2. Tổ chức tập huấn", "", "Sở Nội vụ", "", "Lớp học", "Quý II"],
        ],
    )
    assert [r.label for r in table.rows] == ["1", "2"]
    assert column(document, table, "task") == ["Xây dựng kế hoạch", "Tổ chức tập huấn"]


def test_number_in_front_of_the_task_where_there_is_no_number_column() -> None:
    document, (table,) = read(
        "Phụ lục",
        [
            ["Nội dung công việc", "Đơn vị chủ trì", "Thời gian"],
            ["1. Lập danh sách", "Phòng Nội vụ", "Tháng 3"],
            ["2. Gửi giấy mời", "Văn phòng", "Tháng 4"],
        ],
    )
    assert [r.label for r in table.rows] == ["1", "2"]
    assert column(document, table, "task") == ["Lập danh sách", "Gửi giấy mời"]


@pytest.mark.parametrize(("label", "mended"), [("29.", "29"), ("(7)", "7"), ("3)", "3"), ("1O", "10"), ("2.1.", "2.1")])
def test_numbers_are_cleaned(label: str, mended: str) -> None:
    _, (table,) = read("Phụ lục", [HEADER, [label, "Một việc", "Sở A", "", "", "Quý I"]])
    assert table.rows[0].label == mended


def test_number_that_ocr_broke_is_mended_from_its_neighbours() -> None:
    rows = [[n, f"Việc số {i}", "Sở A", "", "", "Quý I"] for i, n in enumerate(["11", "l2", "13", "i4", "15"])]
    _, (table,) = read("Phụ lục", [HEADER, *rows])
    assert [r.label for r in table.rows] == ["11", "12", "13", "14", "15"]


# --- which tables assign work -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "row", "tasks"),
    [
        (["TT", "Nội dung", "Đơn vị thực hiện", "Thời gian"], ["1", "Khảo sát", "Phòng Kinh tế", "Tháng 3"], True),
        (
            ["TT", "Tên văn bản", "Cơ quan soạn thảo", "Thời gian trình"],
            ["1", "Nghị quyết về học phí", "Sở Tài chính", "Tháng 6"],
            True,
        ),
        (["TT", "Nhiệm vụ", "Thời hạn"], ["1", "Báo cáo tiến độ", "15/5/2026"], True),
        (["TT", "Công việc", "Sản phẩm"], ["1", "Báo cáo tiến độ", "Báo cáo"], True),
        (["TT", "Chỉ tiêu", "Đơn vị tính", "Năm 2025", "Năm 2026"], ["1", "GRDP", "%", "7,5", "8"], False),
        (["TT", "Họ và tên", "Chức vụ", "Số điện thoại"], ["1", "Lê Văn A", "Giám đốc", "0912"], False),
        (["TT", "Nội dung", "Số lượng", "Đơn giá", "Thành tiền"], ["1", "Máy tính", "5", "10", "50"], False),
        (["TT", "Tên đơn vị", "Địa chỉ", "Điện thoại"], ["1", "Sở Y tế", "Số 1", "0262"], False),
        (["TT", "Nội dung", "Kết quả"], ["1", "Số lượt khám", "1.200"], False),
        (["Thời gian", "Nội dung", "Địa điểm", "Thành phần"], ["8h00", "Khai mạc", "Hội trường", "Đại biểu"], False),
        (["TT", "Nội dung", "Đơn vị", "Thời gian"], ["1", "Gạo tẻ", "kg", "Năm 2025"], False),
        (
            ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Kinh phí", "Thời gian"],
            ["1", "Tập huấn", "Sở Y tế", "50", "Quý I"],
            True,
        ),
    ],
)
def test_tables_of_figures_names_and_schedules_are_not_task_tables(
    header: list[str], row: list[str], tasks: bool
) -> None:
    _, (table,) = read("Phụ lục", [header, row])
    assert table.is_tasks is tasks


# --- appendices ---------------------------------------------------------------------------------------------------

SMALL = [HEADER, ["1", "Một việc", "Sở Nội vụ", "", "", "Quý I"]]
CLOSING = ["Nơi nhận:", "- Như trên;", "- Lưu: VT.", "CHỦ TỊCH", "Nguyễn Văn A"]


@pytest.mark.parametrize(
    ("lines", "name", "title"),
    [
        (["Phụ lục I", "DANH MỤC NHIỆM VỤ", "(Kèm theo Kế hoạch số 1/KH-UBND)"], "Phụ lục I", "DANH MỤC NHIỆM VỤ"),
        (["PHỤ LỤC 02", "BẢNG PHÂN CÔNG NHIỆM VỤ"], "Phụ lục 02", "BẢNG PHÂN CÔNG NHIỆM VỤ"),
        (
            ["DANH MỤC NHIỆM VỤ", "NĂM 2026", "Phụ lục II", "(Ban hành kèm theo Kế hoạch)"],
            "Phụ lục II",
            "DANH MỤC NHIỆM VỤ NĂM 2026",
        ),
        (["PHỤ LỤC", "(Kèm theo Công văn số 12/UBND-TH)"], "Phụ lục", ""),
        (["PHỤ LỤC: DANH MỤC NHIỆM VỤ"], "Phụ lục", "DANH MỤC NHIỆM VỤ"),
        (["Phụ lục 1: Danh mục các nhiệm vụ trọng tâm"], "Phụ lục 1", "Danh mục các nhiệm vụ trọng tâm"),
        (["PHỤ LỤC III DANH MỤC NHIỆM VỤ"], "Phụ lục III", "DANH MỤC NHIỆM VỤ"),
        (["BIỂU SỐ 1", "TỔNG HỢP NHIỆM VỤ"], "Biểu số 1", "TỔNG HỢP NHIỆM VỤ"),
        (
            ["DANH MỤC NHIỆM VỤ GIAO CÁC ĐƠN VỊ", "(Kèm theo Thông báo số 3/TB-UBND)"],
            "Phụ lục",
            "DANH MỤC NHIỆM VỤ GIAO CÁC ĐƠN VỊ",
        ),
        (["BẢNG TỔNG HỢP NHIỆM VỤ"], "Phụ lục", "BẢNG TỔNG HỢP NHIỆM VỤ"),
    ],
)
def test_name_and_title_of_an_appendix(lines: list[str], name: str, title: str) -> None:
    _, (table,) = read("KẾ HOẠCH", "Thực hiện nhiệm vụ được giao, UBND tỉnh yêu cầu:", *CLOSING, *lines, SMALL)
    assert (table.appendix, table.title) == (name, title)


def test_table_in_the_body_belongs_to_no_appendix() -> None:
    _, (table,) = read("KẾ HOẠCH", "Phân công như sau (chi tiết tại Phụ lục I kèm theo):", SMALL, *CLOSING)
    assert table.appendix == ""
    assert table.is_tasks


@pytest.mark.parametrize(
    "sentence",
    [
        "Phụ lục I, II, III kèm theo); trong đó, tập trung vào các nhóm nhiệm vụ trọng tâm.",
        "Phụ lục I của Nghị quyết nêu rõ các chỉ tiêu phải hoàn thành trong năm;",
        "Danh mục nhiệm vụ được giao tại Phụ lục I.",
    ],
)
def test_sentence_about_an_appendix_opens_none(sentence: str) -> None:
    _, (table,) = read("KẾ HOẠCH", sentence, SMALL, *CLOSING)
    assert table.appendix == ""


def test_each_appendix_has_its_table_though_the_columns_are_the_same() -> None:
    _, tables = read("Phụ lục I", SMALL, "Phụ lục II", SMALL, "Phụ lục III", SMALL)
    assert [t.appendix for t in tables] == ["Phụ lục I", "Phụ lục II", "Phụ lục III"]


def test_digit_among_roman_numerals_is_mended() -> None:
    _, tables = read("Phụ lục 1", SMALL, "Phụ lục II", SMALL)
    assert [t.appendix for t in tables] == ["Phụ lục I", "Phụ lục II"]


def test_headings_between_two_tables_of_an_appendix_are_their_groups() -> None:
    _, tables = read("PHỤ LỤC", "I. NHIỆM VỤ CHUNG", SMALL, "II. NHIỆM VỤ RIÊNG", SMALL)
    assert [paths(t) for t in tables] == [[["Phụ lục", "I", "1"]], [["Phụ lục", "II", "1"]]]


def test_nothing_odd_breaks_the_reading() -> None:
    _, tables = read([["", ""], ["", ""]], "Chữ", [["x"]], [], [[("một ô", 3)], [None, None, None]])
    assert all(not t.is_tasks for t in tables)


# --- the corpus ---------------------------------------------------------------------------------------------------

FORMS = [p for kind in ("text", "docx", "pdf") for p in sorted((SHARED / "corpus" / kind).glob("kehoach*"))]


@pytest.mark.slow
@pytest.mark.parametrize("path", FORMS, ids=lambda p: p.suffix)
def test_rows_of_the_corpus_match_their_gold(path: Path) -> None:
    from extractors.read import read_document

    document = read_document(path.read_bytes(), path.name)
    gold = [
        g
        for line in (SHARED / "gold" / f"{path.stem}.jsonl").read_text("utf-8").splitlines()
        if (g := json.loads(line))["origin"] == "appendix"
    ]
    got = [(t, r) for t in read_tables(document) if t.is_tasks for r in t.rows]
    assert len(got) == len(gold)
    plain = lambda s: "".join(c for c in (s or "").casefold() if c.isalnum())  # noqa: E731
    wrong = [
        (g["gold_id"], field)
        for (t, r), g in zip(got, gold, strict=True)
        for field, mine, its in [
            ("text", plain(words(document, r, "task")), plain(g["text"])),
            ("deadline", plain(words(document, r, "deadline")), plain(g["deadline"]["text"])),
            ("group", plain(r.group[-1][1]), plain(g["group"])),
            ("lead", bool(r.cells.get("lead")), bool(g["lead"])),
            ("path", [t.appendix, *(x for x, _ in r.group if x), *filter(None, [r.label])], g["path"]),
        ]
        if mine != its
    ]
    assert wrong == []


# --- groups whose title stands elsewhere, tables dumped as text ---------------------------------------------------


def test_group_title_written_again_in_every_column() -> None:
    title = "Nâng cao chất lượng mạng lưới"
    _, (table,) = read(
        "Phụ lục 1",
        [
            ["TT", "Nhiệm vụ", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời gian"],
            ["I", title, title, title, title],
            ["1", "Mở rộng vùng phủ sóng", "Sở Nội vụ", "Sở Tài chính", "Quý II"],
            ["II", title, title],
            ["2", "Đo kiểm chất lượng", "Sở Nội vụ", "", "Quý III"],
        ],
    )
    assert paths(table) == [["Phụ lục 1", "I", "1"], ["Phụ lục 1", "II", "2"]]


def test_group_title_in_a_column_that_holds_other_things() -> None:
    _, (table,) = read(
        "Phụ lục 1",
        [
            ["Stt", "Thời hạn", "Nhiệm vụ", "Cơ quan thực hiện", "Cơ quan phối hợp"],
            ["A", "CHỈ SỐ PCI", "", "", ""],
            ["I", "Chi phí không chính thức", "", "", ""],
            ["1", "Quý II", "Thiết lập đường dây nóng", "Thanh tra tỉnh", "VP UBND tỉnh"],
            ["B", "CHỈ SỐ PAR INDEX", "", "", ""],
            ["2", "Hàng tháng", "Kiểm tra đột xuất", "Sở Nội vụ", ""],
        ],
    )
    assert paths(table) == [["Phụ lục 1", "A", "I", "1"], ["Phụ lục 1", "B", "2"]]


def test_numbered_group_in_a_table_without_numbers() -> None:
    document, (table,) = read(
        "Phụ lục 2",
        [
            ["Nội dung", "Phân công", "Hoàn thành"],
            ["1", "Tham gia của người dân ở cấp cơ sở", ""],
            ["Sơ kết 01 năm thực hiện Luật", "Sở Nội vụ", "31/7/2024"],
            ["2", "Cung ứng dịch vụ công", ""],
            ["Khảo sát mức độ hài lòng", "Sở Y tế", "Định kỳ 06 tháng"],
        ],
    )
    assert [r.group for r in table.rows] == [
        (("1", "Tham gia của người dân ở cấp cơ sở"),),
        (("2", "Cung ứng dịch vụ công"),),
    ]
    assert column(document, table, "lead") == ["Sở Nội vụ", "Sở Y tế"]


def test_a_row_with_only_a_number_and_a_unit_is_no_group() -> None:
    _, (table,) = read(
        "Phụ lục",
        [
            ["TT", "Nhiệm vụ", "Chủ trì", "Thời hạn"],
            ["1", "Rà soát quy định", "Sở A", "Quý I"],
            ["2", "", "Sở Y tế", ""],
        ],
    )
    assert [(r.label, r.group) for r in table.rows] == [("1", ()), ("2", ())]


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize("place", ["Phụ lục\n\nDANH MỤC NHIỆM VỤ\n\n", "C. PHÂN CÔNG THỰC HIỆN\n\n"])
def test_tab_table_with_a_two_line_header_and_groups(gap: str, place: str) -> None:
    lines = [
        "STT\tNội dung công việc\tĐơn vị thực hiện\t\tThời gian\t ",
        "\t\tChủ trì\tPhối hợp\tBắt đầu\tHoàn thành ",
        "I\tCông tác chỉ đạo ",
        "1\tKiện toàn Ban Chỉ đạo\tPhòng Nội vụ\tUBND các xã\t01/3/2017\t15/3/2017 ",
        "2\tGiao ban hàng tháng\tVăn phòng\tPhòng Y tế\tTháng 3\tTháng 12 ",
        "II\tHạ tầng ",
        "3\tLàm 42 km đường\tUBND các xã\tPhòng KT-HT\tQuý I\tQuý III/2017 ",
    ]
    document = read_document((place + gap.join(lines) + "\n\nTrên đây là Kế hoạch./.\n").encode(), "a.txt")
    (table,) = read_tables(document)
    assert table.roles == ("label", "task", "lead", "coordinator", "other:4", "deadline")
    assert [[*(g for g, _ in r.group), r.label] for r in table.rows] == [["I", "1"], ["I", "2"], ["II", "3"]]
    assert column(document, table, "deadline") == ["15/3/2017", "Tháng 12", "Quý III/2017"]
