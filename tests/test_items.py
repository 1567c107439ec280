"""What is a task and what is not: small texts, and the paths of the tasks found in them."""

from __future__ import annotations

import pytest

from extractors.extract import extract
from extractors.models import Role

HEAD = (
    "ỦY BAN NHÂN DÂN\nTỈNH LẠNG SƠN\nSố: 15/CT-UBND\nLạng Sơn, ngày 12 tháng 5 năm 2026\nCHỈ THỊ\nVề việc thử nghiệm\n"
)
CASES = [
    ("closing", "1. Giao Sở Y tế rà soát nhân lực.\n2. Yêu cầu các sở nghiêm túc thực hiện Chỉ thị này.", ["1"]),
    (
        "closing turned",
        "1. Giao Sở Y tế rà soát nhân lực.\n2. Các sở tổ chức thực hiện nghiêm túc Chỉ thị này./.",
        ["1"],
    ),
    (
        "watching is work",
        "1. Giao Sở Y tế rà soát nhân lực.\n2. Giao Sở Nội vụ theo dõi việc thực hiện Chỉ thị này.",
        ["1", "2"],
    ),
    (
        "told to be known",
        "1. Giao Sở Y tế rà soát nhân lực.\n2. Sở Nội vụ thông báo để các cơ quan được biết và thực hiện./.",
        ["1"],
    ),
    (
        "an act of the past",
        "1. Văn phòng UBND tỉnh ban hành Văn bản số 45/VP-KT ngày 6/10/2025 thông báo ý kiến của Chủ tịch UBND tỉnh.\n"
        "2. Giao Sở Y tế rà soát nhân lực.",
        ["2"],
    ),
    (
        "funding",
        "I. TỔ CHỨC THỰC HIỆN\n1. Sở Y tế:\na) Rà soát nhân lực.\nII. KINH PHÍ\n"
        "Kinh phí thực hiện Kế hoạch được bố trí từ ngân sách tỉnh.\nIII. KHEN THƯỞNG\n"
        "1. Giao Sở Nội vụ tham mưu khen thưởng.",
        ["I/1/a", "III/1"],
    ),
    (
        "funding under a heading",
        "I. TỔ CHỨC THỰC HIỆN\n1. Sở Y tế:\na) Rà soát nhân lực.\n2. Kinh phí\n"
        "Nguồn ngân sách tỉnh, chương trình mục tiêu y tế năm 2026 và nguồn của các đơn vị.\nII. KINH PHÍ\n"
        "1. Sở Tài chính bố trí kinh phí thực hiện Kế hoạch.",
        ["I/1/a", "II/1"],
    ),
    (
        "a day for a body that nobody knows",
        "1. Về tiến độ, Nhóm Gió Ngàn lo xong phương án trước ngày 30/6/2026.\n"
        "2. Nhóm Gió Ngàn rất vui được gặp quý vị vào buổi sáng.\n3. Nhóm Gió Ngàn đã được gặp quý vị tại hội trường.",
        ["1"],
    ),
    (
        "care",
        "1. Giao Sở Y tế rà soát nhân lực.\n2. Rất mong nhận được sự quan tâm, phối hợp của quý cơ quan./.",
        ["1"],
    ),
    ("pointer", "1. Nhiệm vụ cụ thể tại Phụ lục I, Phụ lục II kèm theo.\n2. Giao Sở Y tế rà soát nhân lực.", ["2"]),
    ("meeting", "1. Thời gian: 14 giờ 00 ngày 22/5/2026.\n2. Địa điểm: Phòng họp số 1, trụ sở UBND tỉnh.", []),
    (
        "objective",
        "I. MỤC TIÊU\n1. Phấn đấu 90% hồ sơ trực tuyến trong năm 2026.\nII. NHIỆM VỤ\n1. Rà soát thủ tục hành chính.",
        ["II/1"],
    ),
    ("praise", "1. Đánh giá cao kết quả của Sở Y tế.\n2. Giao Sở Y tế tiếp tục rà soát nhân lực.", ["2"]),
    ("praise, then work", "1. Thống nhất chủ trương. Giao Sở Y tế lập hồ sơ trình duyệt.", ["1"]),
    (
        "shortcomings",
        "1. Hạn chế: việc chi trả tại một số huyện còn chậm.\n2. Giao Sở Tài chính chi trả dứt điểm.",
        ["2"],
    ),
    (
        "basis that gives work",
        "1. Giao Sở Y tế rà soát nhân lực.\n2. Căn cứ Chỉ thị này, Giám đốc các sở lập kế hoạch trước ngày 30/6/2026.",
        ["1", "2"],
    ),
    (
        "basis of work under a heading",
        "1. Giao Sở Y tế:\na) Căn cứ chức năng, nhiệm vụ và tình hình thực tế, tham mưu kế hoạch chi tiết.\n"
        "b) Căn cứ vào nội dung, nhiệm vụ của Kế hoạch này xây dựng phương án riêng.\nc) Mua sắm vật tư y tế.",
        ["1/a", "1/b", "1/c"],
    ),
    (
        "headings without numbers",
        "TỔ CHỨC THỰC HIỆN\nSở Y tế\n- Rà soát nhân lực toàn ngành.\nĐề nghị Ủy ban nhân dân các xã, phường\n"
        "Bố trí địa điểm tiêm chủng tại từng thôn.",
        ["-1", ""],
    ),
    ("lowest items", "1. Giao Sở Y tế:\na) Rà soát nhân lực toàn ngành.\nb) Mua sắm vật tư y tế.", ["1/a", "1/b"]),
    (
        "unknown body",
        "1. Giao Sở Y tế rà soát nhân lực.\n2. Trạm Khuyến nông liên xã Ba Sơn hướng dẫn kỹ thuật cho nông dân.",
        ["1", "2"],
    ),
    (
        "one label line for two items",
        "1. Cải cách\na) Rà soát thủ tục hành chính.\nb) Niêm yết công khai thủ tục.\n"
        "Cơ quan chủ trì: Sở Nội vụ. Thời gian: Quý III/2026.",
        ["1/a", "1/b"],
    ),
]


@pytest.mark.parametrize(("name", "body", "paths"), CASES, ids=[c[0] for c in CASES])
def test_what_is_a_task(name: str, body: str, paths: list[str]) -> None:
    found = extract((HEAD + body + "\nNơi nhận:\n- Như trên;\n- Lưu: VT.\n").encode(), "chi-thi.txt")
    assert ["/".join(t.path) for t in found.tasks] == paths


@pytest.mark.parametrize(
    "closing",
    [
        "- Như trên;\n- Thường trực Tỉnh ủy;\n- Lưu: VT, KGVX.",
        "- Thường trực Tỉnh ủy (để b/c);\n- Các sở, ban, ngành;\n- Lưu VP.",
        "Như Điều 3;\nLưu VT.",
    ],
)
def test_recipients_without_their_title_are_no_tasks(closing: str) -> None:
    found = extract((HEAD + "1. Giao Sở Y tế rà soát nhân lực.\n" + closing + "\n").encode(), "chi-thi.txt")
    assert [t.path for t in found.tasks] == [("1",)]


SIGNED = "Điều 1. Ban hành kèm theo Quyết định này Kế hoạch tiêm chủng.\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\nLê Thị An\n"


def test_a_plan_behind_a_signature_is_read_though_no_recipients_are_printed() -> None:
    plan = "KẾ HOẠCH TIÊM CHỦNG\n(Kèm theo Quyết định số 15/QĐ-UBND ngày 12/5/2026)\nI. TỔ CHỨC THỰC HIỆN\n"
    found = extract((HEAD + SIGNED + plan + "1. Sở Y tế rà soát nhân lực.").encode(), "quyet-dinh.txt")
    assert [t.path for t in found.tasks] == [("I", "1")] and not found.warnings


def test_text_behind_the_closing_that_is_no_appendix_is_told() -> None:
    loose = "Các đơn vị báo cáo theo đề cương sau đây, nêu rõ kết quả, hạn chế, nguyên nhân và kiến nghị của đơn vị."
    found = extract((HEAD + SIGNED + loose).encode(), "quyet-dinh.txt")
    assert [w.code for w in found.warnings] == ["unread_text"] and "Các đơn vị báo cáo" in found.warnings[0].message


def test_one_label_line_holds_for_all_items_before_it() -> None:
    found = extract((HEAD + CASES[-1][1]).encode(), "chi-thi.txt")
    for task in found.tasks:
        assert [u.mention.name for u in task.units if u.role is Role.LEAD] == ["Sở Nội vụ"]
        assert str(task.deadlines[0].due_date) == "2026-09-30"


@pytest.mark.parametrize(
    ("heading", "day"),
    [
        ("II. NHIỆM VỤ TRỌNG TÂM THÁNG 6/2026", None),
        ("II. Nhiệm vụ trong tháng 6 và thời gian tới", None),
        ("Nhiệm vụ trong tháng 6 và thời gian tới:", None),
        ("II. Nhiệm vụ hoàn thành trong tháng 6/2026", "2026-06-30"),
        ("II. Nhiệm vụ thực hiện trước ngày 15/6/2026", "2026-06-14"),
        ("II. Các việc làm trong quý III/2026", "2026-09-30"),
    ],
)
def test_a_title_that_names_the_months_of_its_work_sets_no_day(heading: str, day: str | None) -> None:
    (task,) = extract((HEAD + heading + "\n1. Giao Sở Y tế rà soát nhân lực.\n").encode(), "chi-thi.txt").tasks
    assert (str(task.deadlines[0].due_date) if task.deadlines else None) == day


@pytest.mark.parametrize(
    ("opening", "day"),
    [
        ("Để bảo đảm nguồn cung trong quý IV năm 2026, Chủ tịch UBND tỉnh yêu cầu các sở:", None),
        ("Chủ tịch UBND tỉnh yêu cầu các sở, hoàn thành trong quý IV năm 2026, các việc sau:", "2026-12-31"),
        ("Chủ tịch UBND tỉnh yêu cầu các sở thực hiện xong trước ngày 15/6/2026:", "2026-06-14"),
    ],
)
def test_only_a_day_set_for_those_addressed_holds_for_the_items(opening: str, day: str | None) -> None:
    (task,) = extract((HEAD + opening + "\n1. Rà soát nhân lực toàn ngành.\n").encode(), "chi-thi.txt").tasks
    assert (str(task.deadlines[0].due_date) if task.deadlines else None) == day


def test_a_heading_without_a_number_binds_who_directs_others() -> None:
    body = "Đề nghị Ủy ban nhân dân các huyện, thành phố\n- Chỉ đạo UBND cấp xã báo cáo số hộ.\n"
    (task,) = extract((HEAD + body).encode(), "chi-thi.txt").tasks
    leads = [u.mention.name for u in task.units if u.role is Role.LEAD]
    assert leads == ["Ủy ban nhân dân các huyện, thị xã, thành phố"]


def test_an_unknown_lead_is_kept_as_written_and_reviewed() -> None:
    body = next(c[1] for c in CASES if c[0] == "unknown body")
    task = extract((HEAD + body).encode(), "chi-thi.txt").tasks[1]
    leads = [u.mention for u in task.units if u.role is Role.LEAD]
    assert [(m.name, m.unit_id) for m in leads] == [("Trạm Khuyến nông liên xã Ba Sơn", None)]
    assert task.needs_review and any("chưa có trong danh mục" in r for r in task.review_reasons)


@pytest.mark.parametrize(
    ("cell", "leads", "others"),
    [
        ("Sở Y tế", ["Sở Y tế"], []),
        ("Sở Y tế; Sở Nội vụ phối hợp", ["Sở Y tế"], ["Sở Nội vụ"]),
        ("Sở Y tế (chủ trì), Sở Nội vụ", ["Sở Y tế"], ["Sở Nội vụ"]),
        ("Sở Y tế (chủ trì); Sở Nội vụ, Sở Xây dựng (phối hợp)", ["Sở Y tế"], ["Sở Nội vụ", "Sở Xây dựng"]),
        ("Sở Y tế chủ trì, phối hợp với Sở Nội vụ", ["Sở Y tế"], ["Sở Nội vụ"]),
        ("Chủ trì: Sở Y tế; phối hợp: Sở Nội vụ", ["Sở Y tế"], ["Sở Nội vụ"]),
    ],
)
def test_a_cell_that_says_itself_who_leads(cell: str, leads: list[str], others: list[str]) -> None:
    table = f"STT\tNhiệm vụ\tPhân công\tThời hạn\n1\tRà soát nhân lực toàn ngành\t{cell}\tQuý II/2026\n"
    table += "2\tMua sắm vật tư y tế\tSở Tài chính\tQuý III/2026\n"
    text = (
        HEAD
        + "1. Giao Sở Y tế rà soát nhân lực.\nNơi nhận:\n- Như trên;\n- Lưu: VT.\nPHỤ LỤC\nPHÂN CÔNG NHIỆM VỤ\n\n"
        + table
    )
    task = next(t for t in extract(text.encode(), "chi-thi.txt").tasks if t.origin == "appendix")
    assert [u.mention.name for u in task.units if u.role is Role.LEAD] == leads
    assert [u.mention.name for u in task.units if u.role is Role.COORDINATOR] == others


WHO = [
    # a label's own words say who leads
    (
        "1. Rà soát quy hoạch đất.\n- Cơ quan thực hiện: Sở Xây dựng chủ trì, phối hợp với Sở Tài chính.",
        "1",
        "Sở Xây dựng",
        "Sở Tài chính",
    ),
    (
        "1. Rà soát quy hoạch đất.\nĐơn vị thực hiện: Sở Xây dựng (chủ trì); Sở Tài chính (phối hợp).",
        "1",
        "Sở Xây dựng",
        "Sở Tài chính",
    ),
    (
        "1. Lập kế hoạch thanh tra.\nTrách nhiệm: Thanh tra tỉnh chủ trì; Sở Nội vụ phối hợp.",
        "1",
        "Thanh tra tỉnh",
        "Sở Nội vụ",
    ),
    (
        "1. Lập kế hoạch năm.\nTổ chức thực hiện: Thanh tra tỉnh chủ trì, Sở Nội vụ phối hợp. Xong quý III.",
        "1",
        "Thanh tra tỉnh",
        "Sở Nội vụ",
    ),
    ("1. Xây dựng báo cáo tổng kết.\nThực hiện: Sở Nội vụ. Thời hạn: 30/11/2026.", "1", "Sở Nội vụ", ""),
    # a labelled sentence is work of its own
    (
        "1. Phòng dịch\na) Rà soát vật tư.\nb) Trách nhiệm: Sở Y tế xây dựng phương án ứng phó, trình UBND tỉnh.",
        "1/b",
        "Sở Y tế",
        "",
    ),
    (
        "1. Dịch bệnh\na) Rà soát vật tư.\nb) Trách nhiệm: Sở Y tế chủ trì, phối hợp với Công an tỉnh lập đề án mới.",
        "1/b",
        "Sở Y tế",
        "Công an tỉnh",
    ),
    # a heading of several names, unknown ones among them
    (
        "1. Sở Y tế, Đội Quản lý bến bãi Khe Lau:\n- Rà soát bến bãi ven sông.",
        "1/-1",
        "Sở Y tế; Đội Quản lý bến bãi Khe Lau",
        "",
    ),
    ("1. UBND tỉnh thống nhất chủ trương. Giao Sở Y tế lập đề án.", "1", "Sở Y tế", ""),
    (
        "1. Bộ Ngoại giao\nPhối hợp với Bộ Quốc phòng trong việc tìm kiếm mộ liệt sĩ.",
        "1",
        "Bộ Ngoại giao",
        "Bộ Quốc phòng",
    ),
    # who speaks is not who is told
    ("Chủ tịch UBND tỉnh chỉ đạo:\n1. Rà soát nhà ở xuống cấp.\n2. Sở Y tế rà soát nhân lực.", "1", "", ""),
    ("1. Giao Sở Y tế chỉ đạo:\n- Rà soát vật tư y tế.", "1/-1", "Sở Y tế", ""),
    ("UBND tỉnh yêu cầu:\n1. Rà soát nhà ở xuống cấp.\n2. Sở Y tế rà soát nhân lực.", "1", "", ""),
    (
        "Chủ tịch UBND tỉnh có ý kiến chỉ đạo như sau:\n1. Rà soát nhà ở xuống cấp.\n2. Sở Y tế rà soát nhân lực.",
        "1",
        "",
        "",
    ),
]


@pytest.mark.parametrize(("body", "path", "lead", "coordinator"), WHO, ids=[w[0][:50] for w in WHO])
def test_who_does_it(body: str, path: str, lead: str, coordinator: str) -> None:
    found = {"/".join(t.path): t for t in extract((HEAD + body).encode(), "a.txt").tasks}
    units = found[path].units
    assert "; ".join(u.mention.name for u in units if u.role is Role.LEAD) == lead
    assert "; ".join(u.mention.name for u in units if u.role is Role.COORDINATOR) == coordinator


@pytest.mark.parametrize(
    ("addressed", "leads"),
    [
        ("- Các thành viên Ban Chỉ huy Phòng thủ dân sự tỉnh;\n- Các sở, ban, ngành.", "Các sở, ban, ngành"),
        ("- Các đồng chí Ủy viên UBND tỉnh;\n- Sở Y tế;\n- Sở Nội vụ (để biết).", "Sở Y tế"),
    ],
)
def test_persons_addressed_are_no_units(addressed: str, leads: str) -> None:
    head = "UBND TỈNH LẠNG SƠN\nSố: 15/UBND-KT\nV/v thử nghiệm\nLạng Sơn, ngày 12 tháng 5 năm 2026\nKính gửi:\n"
    task = extract(f"{head}{addressed}\nUBND tỉnh yêu cầu:\n1. Rà soát nhà ở xuống cấp.\n".encode(), "a.txt").tasks[0]
    assert "; ".join(u.mention.name for u in task.units if u.role is Role.LEAD) == leads
