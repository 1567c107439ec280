"""Which column is which: by titles in any order and spelling, over two lines, misread, or by contents."""

from __future__ import annotations

import pytest

from extractors.table_columns import is_numbering, read_header, title_role
from extractors.table_contents import guess_columns, is_unit_list, looks_like
from extractors.tables import read_tables
from gazetteers.lexicon import load_lexicon
from tests.build_document import WORD, RowSpec, build

TITLES = [
    ("STT", "label"),
    ("TT", "label"),
    ("Số TT", "label"),
    ("Số thứ tự", "label"),
    ("Nhiệm vụ", "task"),
    ("NỘI DUNG CÔNG VIỆC", "task"),
    ("Tên nhiệm vụ", "task"),
    ("Nhiệm vụ, giải pháp", "task"),
    ("Tên đề án, chương trình", "task"),
    ("Nội dung thực hiện", "task"),
    ("Nhiệm vụ trọng tâm năm 2026", "task"),
    ("Tên văn bản", "task"),
    ("Trích yếu nội dung", "task"),
    ("Ý kiến chỉ đạo", "task"),
    ("Nội dung chỉ đạo của Chủ tịch UBND tỉnh", "task"),
    ("Cơ quan chủ trì", "lead"),
    ("Đơn vị chủ trì", "lead"),
    ("CHỦ TRÌ", "lead"),
    ("Đơn vị thực hiện", "lead"),
    ("Cơ quan, đơn vị thực hiện", "lead"),
    ("Cơ quan chủ trì thực hiện", "lead"),
    ("Phân công thực hiện", "lead"),
    ("Đơn vị chủ trì tham mưu", "lead"),
    ("Cơ quan/đơn vị đầu mối", "lead"),
    ("Cơ quan được giao nhiệm vụ", "lead"),
    ("Đơn vị được giao", "lead"),
    ("Cơ quan soạn thảo", "lead"),
    ("Cơ quan chủ trì, phối hợp", "lead"),
    ("Cơ quan phối hợp", "coordinator"),
    ("Phối hợp", "coordinator"),
    ("Cơ quan thực hiện/phối hợp", "coordinator"),
    ("Đơn vị phối hợp thực hiện", "coordinator"),
    ("Các đơn vị tham gia", "coordinator"),
    ("Sản phẩm", "product"),
    ("Kết quả", "product"),
    ("Kết quả, sản phẩm", "product"),
    ("Sản phẩm dự kiến", "product"),
    ("Mô tả kết quả, sản phẩm đầu ra", "product"),
    ("Sản phẩm hoàn thành", "product"),
    ("Hình thức văn bản", "product"),
    ("Thời gian", "deadline"),
    ("Thời hạn", "deadline"),
    ("Thời gian hoàn thành", "deadline"),
    ("Thời gian trình", "deadline"),
    ("Tiến độ", "deadline"),
    ("Hạn hoàn thành", "deadline"),
    ("Hoàn thành trước ngày", "deadline"),
    ("Thời gian\nthực hiện", "deadline"),
    ("Thời hạn báo cáo", "deadline"),
    ("Lãnh đạo phụ trách", "responsible"),
    ("Lãnh đạo UBND tỉnh chỉ đạo", "responsible"),
    ("Người chịu trách nhiệm", "responsible"),
    ("Theo dõi, đôn đốc", "monitor"),
    ("Đơn vị theo dõi", "monitor"),
    ("Ghi chú", "note"),
    ("Văn bản giao nhiệm vụ", "document"),
    ("Căn cứ", "document"),
    ("Số, ký hiệu văn bản", "document"),
    # misread or typed without marks
    ("Nhiêm vu", "task"),
    ("Cơ quan chú tri", "lead"),
    ("Co quan phoi hop", "coordinator"),
    ("Thòi gian hoàn thành", "deadline"),
    ("Sán phẩm", "product"),
    ("Cơ quan chù trì", "lead"),
    ("Ghi chủ", "note"),
    ("Thơi hạn", "deadline"),
    # blanks lost in a narrow column
    ("Đơn vịchủ trì", "lead"),
    ("Cơquan chủtrì thựchiện", "lead"),
    ("Đơn vịphốihợp", "coordinator"),
    ("Thờigian thựchiện", "deadline"),
    ("Sảnphẩm", "product"),
    ("Ghichú", "note"),
]


@pytest.mark.parametrize(("title", "role"), TITLES, ids=[t for t, _ in TITLES])
def test_title_names_its_role(title: str, role: str) -> None:
    found = title_role(title)
    assert found is not None
    assert found[0] == role


@pytest.mark.parametrize(
    "title", ["", "Xã Ea Kar", "12", "Triển khai hệ thống hội nghị truyền hình đến cấp xã", "Nguyễn Văn An"]
)
def test_other_words_are_no_title(title: str) -> None:
    assert title_role(title) is None


def test_every_example_of_the_lexicon_has_its_role() -> None:
    wrong = [
        r
        for r in load_lexicon("column_titles")
        if (f := title_role(r["example"] or r["title"])) is None or f[0] != r["role"]
    ]
    assert wrong == []


def roles(rows: list[RowSpec], media: str = "text/plain") -> tuple[str, ...]:
    return read_tables(build(["Phụ lục", rows], media))[0].roles


def test_columns_come_in_any_order() -> None:
    assert roles(
        [
            ["Thời hạn", "Cơ quan phối hợp", "Cơ quan chủ trì", "Sản phẩm", "Nội dung", "TT"],
            ["Quý I", "Sở A", "Sở B", "Báo cáo", "Một việc", "1"],
        ]
    ) == ("deadline", "coordinator", "lead", "product", "task", "label")


def test_two_line_header_in_word() -> None:
    header: list[RowSpec] = [
        ["TT", "Nhiệm vụ", ("Phân công thực hiện", 2), ("Thời gian", 2), "Ghi chú"],
        [None, None, "Chủ trì", "Phối hợp", "Bắt đầu", "Kết thúc", None],
    ]
    row: RowSpec = ["1", "Một việc", "Sở A", "Sở B", "01/3/2026", "30/6/2026", ""]
    table = read_tables(build(["Phụ lục", [*header, row]], WORD))[0]
    assert table.roles == ("label", "task", "lead", "coordinator", "other:4", "deadline", "note")
    assert table.titles["lead"] == "Phân công thực hiện / Chủ trì"
    assert [r.label for r in table.rows] == ["1"]


def test_two_line_header_in_a_text_dump() -> None:
    assert roles(
        [
            ["TT", "Nhiệm vụ", "Cơ quan thực hiện", "", "Thời hạn"],
            ["", "", "Chủ trì", "Phối hợp", ""],
            ["1", "Một việc", "Sở A", "Sở B", "Quý I"],
        ]
    ) == ("label", "task", "lead", "coordinator", "deadline")


@pytest.mark.parametrize(
    "numbering",
    [["(1)", "(2)", "(3)", "(4)"], ["1", "2", "3", "4"], ["A", "B", "1", "2"], ["(1)", "(2)", "(3)", "(4)=(2)+(3)"]],
)
def test_row_that_numbers_the_columns_is_skipped(numbering: list[str]) -> None:
    table = read_tables(
        build(["Phụ lục", [["TT", "Nhiệm vụ", "Chủ trì", "Thời hạn"], numbering, ["1", "Một việc", "Sở A", "Quý I"]]])
    )[0]
    assert [r.label for r in table.rows] == ["1"]


@pytest.mark.parametrize("row", [["1", "Một việc", "Sở A", "Quý I"], ["1", "2", "", ""], ["12", "13", "14", "15"]])
def test_row_of_data_does_not_number_the_columns(row: list[str]) -> None:
    assert not is_numbering(row)


def test_title_rows_may_stand_above_the_header() -> None:
    table = read_tables(
        build(
            [
                [
                    [("DANH MỤC NHIỆM VỤ", 4)],
                    [("(Kèm theo Kế hoạch số 1/KH-UBND)", 4)],
                    ["TT", "Nhiệm vụ", "Chủ trì", "Thời hạn"],
                    ["1", "Một việc", "Sở A", "Quý I"],
                ]
            ]
        )
    )[0]
    assert table.roles == ("label", "task", "lead", "deadline")
    assert "DANH MỤC NHIỆM VỤ" in table.title
    assert len(table.rows) == 1


def test_who_carries_out_coordinates_where_another_leads() -> None:
    assert roles(
        [
            ["TT", "Nội dung", "Cơ quan chủ trì", "Đơn vị thực hiện", "Thời hạn"],
            ["1", "Một việc", "Sở A", "UBND các xã", "Quý I"],
        ]
    )[2:4] == ("lead", "coordinator")
    assert roles([["TT", "Nội dung", "Đơn vị thực hiện", "Thời hạn"], ["1", "Một việc", "Sở A", "Quý I"]])[2] == "lead"


def test_of_two_times_the_one_of_completion_counts() -> None:
    got = roles(
        [
            ["TT", "Nội dung", "Chủ trì", "Thời gian trình", "Thời gian hoàn thành"],
            ["1", "Một việc", "Sở A", "Tháng 3", "Tháng 5"],
        ]
    )
    assert got[3:] == ("other:3", "deadline")


def test_no_header_columns_are_told_by_their_contents() -> None:
    rows: list[RowSpec] = [
        [
            "1",
            "Rà soát các quy định về đất đai trên địa bàn",
            "Sở Tư pháp",
            "Các sở, ban, ngành",
            "Báo cáo kết quả rà soát",
            "Quý I/2026",
        ],
        ["2", "Xây dựng đề án phát triển chợ", "UBND các xã", "Sở Công Thương", "Đề án được phê duyệt", "30/6/2026"],
    ]
    table = read_tables(build(["Phụ lục", rows]))[0]
    assert table.roles == ("label", "task", "lead", "coordinator", "product", "deadline")
    assert table.is_tasks
    assert all("columns_guessed" in r.repaired for r in table.rows)


def test_layout_tables_have_no_header() -> None:
    document = build([[["ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"], ["Số: 1/KH-UBND", "Hà Nội, ngày 1"]]])
    grid = document.blocks[0]
    assert read_header(grid, document.text) is None  # type: ignore[arg-type]
    assert "task" not in guess_columns([grid], document.text).roles[:1]  # type: ignore[list-item]
    assert not read_tables(document)[0].is_tasks


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("12.", "label"),
        ("IV", "label"),
        ("a)", "label"),
        ("-", "label"),
        ("Sở Y tế", "unit"),
        ("Các sở, ban, ngành", "unit"),
        ("UBND các xã, phường", "unit"),
        ("Quý I/2026", "deadline"),
        ("Thường xuyên", "deadline"),
        ("30/6/2026", "deadline"),
        ("Trước ngày 15/5", "deadline"),
        ("Xây dựng kế hoạch", "text"),
        ("", ""),
        ("Báo cáo", "text"),
    ],
)
def test_what_a_cell_looks_like(words: str, kind: str) -> None:
    assert looks_like(words) == kind


# --- two-line headers ---------------------------------------------------------------------------------------------

TWO_GROUPS = ("label", "task", "lead", "coordinator", "other:4", "deadline")
ROW: RowSpec = ["1", "Kiện toàn Ban Chỉ đạo", "Phòng Nội vụ", "UBND các xã", "01/3/2017", "15/3/2017"]


@pytest.mark.parametrize(
    ("top", "below"),
    [
        (  # the merged titles repeated, as converters print them
            ["STT", "Nội dung", "Đơn vị thực hiện", "Đơn vị thực hiện", "Thời gian", "Thời gian"],
            ["STT", "Nội dung", "Chủ trì", "Phối hợp", "Bắt đầu", "Hoàn thành"],
        ),
        (["STT", "Nội dung", "Đơn vị thực hiện", "", "Thời gian", ""], ["", "", "Chủ trì", "Phối hợp", "Từ", "Đến"]),
        (
            ["STT", "Nội dung", "Đơn vị thực hiện", "<", "Thời gian", "<"],
            ["^", "^", "Chủ trì", "Phối hợp", "Bắt đầu", "Kết thúc"],
        ),
        (
            ["STT", "Nội dung", ("Phân công", 2), ("Thời gian", 2)],
            ["", "", "Chủ trì", "Phối hợp", "Bắt đầu", "Hoàn thành"],
        ),
        (
            ["STT", "Nội dung", ("Phân công", 2), ("Thời gian", 2)],
            [None, None, "Chủ trì", "Phối hợp", "Bắt đầu", "Hoàn thành"],
        ),
    ],
)
def test_two_line_header_over_two_groups_of_columns(top: RowSpec, below: RowSpec) -> None:
    table = read_tables(build(["Phụ lục", [top, below, ROW]]))[0]
    assert table.roles == TWO_GROUPS
    assert [r.label for r in table.rows] == ["1"]


def test_a_row_of_work_is_no_second_line_of_the_header() -> None:
    rows: list[RowSpec] = [
        ["TT", "Nhiệm vụ", "Chủ trì", "Sản phẩm", "Thời hạn"],
        ["1", "Kế hoạch tuyên truyền", "Sở A", "Kế hoạch", "Quý I"],
        ["2", "Đề án", "Sở B", "Đề án", "Quý II"],
    ]
    assert [r.label for r in read_tables(build(["Phụ lục", rows]))[0].rows] == ["1", "2"]


def test_later_page_repeats_only_the_first_line_of_the_header() -> None:
    top: RowSpec = ["TT", "Nhiệm vụ", "Phân công thực hiện", "", "Thời gian"]
    first: list[RowSpec] = [
        top,
        ["", "", "Chủ trì", "Phối hợp", ""],
        ["III", ("GIÁM SÁT, ĐÁNH GIÁ", 4)],
        ["8", "Kiểm tra tại cơ sở", "Sở A", "Sở B", "Quý I"],
    ]
    tables = read_tables(build(["Phụ lục", first, "+", [top, ["9", "Sơ kết, tổng kết", "Sở A", "Sở C", "Quý II"]]]))
    (table,) = tables
    assert [(r.label, [g for g, _ in r.group]) for r in table.rows] == [("8", ["III"]), ("9", ["III"])]
    assert all("coordinator" in r.cells for r in table.rows)


# --- titles that say nothing known --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("titles", "want"),
    [
        (("Ai làm", "Ai giúp", "Khi nào xong"), ("lead", "coordinator", "deadline")),
        (("Nơi thực hiện", "Cùng làm", "Mốc"), ("lead", "coordinator", "deadline")),
        (("Chủ đầu tư", "Ghi chú", "Kỳ"), ("lead", "note", "deadline")),
        (("Người phụ trách", "Ghi chú", "Thời hạn"), ("lead", "note", "deadline")),
        (("Chủ trì", "Thành phần tham gia", "Thời hạn"), ("lead", "coordinator", "deadline")),
        (("Chủ trì", "Đơn vị theo dõi", "Thời hạn"), ("lead", "monitor", "deadline")),
        (("Chủ trì", "Nơi nhận báo cáo", "Thời hạn"), ("lead", "other:3", "deadline")),
        (("Chủ trì", "Lãnh đạo phụ trách", "Thời hạn"), ("lead", "responsible", "deadline")),
        (("Chủ trì", "Đơn vị đề nghị", "Ngày giao"), ("lead", "other:3", "other:4")),
    ],
)
def test_unknown_titles_are_told_by_what_stands_below(titles: tuple[str, ...], want: tuple[str, ...]) -> None:
    rows: list[RowSpec] = [
        ["STT", "Nội dung", *titles],
        ["1", "Xây dựng quy chế", "Sở Y tế", "Sở Tài chính; các sở, ban, ngành", "31/12/2025"],
        ["2", "Tổ chức hội nghị", "Công an tỉnh", "", "Quý I/2026"],
        ["3", "Mua sắm thiết bị", "UBND các xã", "Kho bạc Nhà nước", "Trước 30/6"],
    ]
    table = read_tables(build(["Phụ lục", rows]))[0]
    assert table.roles[2:] == want
    assert table.is_tasks


def test_a_lead_known_by_its_title_is_not_moved() -> None:
    rows: list[RowSpec] = [
        ["STT", "Nội dung", "Nguồn tin", "Chủ trì", "Thời hạn"],
        ["1", "Xây dựng quy chế", "Sở Y tế", "Sở Tài chính", "Quý I"],
    ]
    assert roles(rows)[2:4] == ("other:2", "lead")


def test_a_column_without_a_known_title_may_hold_the_work() -> None:
    rows: list[RowSpec] = [
        ["STT", "Điều cần lo", "Chủ trì", "Thời gian"],
        ["1", "Xây dựng quy chế phối hợp", "Sở Y tế", "Quý I"],
    ]
    assert roles(rows)[1] == "task"


@pytest.mark.parametrize(
    ("words", "is_list"),
    [
        ("Sở Y tế", True),
        ("Các sở: KH&ĐT, TN&MT, XD; Cục Thuế", True),
        ("- Sở Y tế\n- UBND các xã, phường", True),
        ("Sở KH&CN, VNPT Thanh Hóa", True),
        ("Xây dựng kế hoạch", False),
        ("Báo cáo, kế hoạch", False),
        ("Sở Y tế đã báo cáo kết quả thực hiện về Ủy ban nhân dân tỉnh theo đúng quy định hiện hành", False),
        ("", False),
    ],
)
def test_lists_of_units(words: str, is_list: bool) -> None:
    assert is_unit_list(words) is is_list
