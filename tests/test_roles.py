"""Who leads, who coordinates, who receives: marked texts (role_cases.txt), the marks being what is expected."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from extractors.models import Match, Role, UnitMention
from extractors.roles import find_doer, find_roles, is_role_line, starts_with_verb

LINES = [
    x
    for x in Path(__file__).with_name("role_cases.txt").read_text(encoding="utf-8").splitlines()
    if x and not x.startswith("#")
]
SIGNS = {"L": Role.LEAD, "C": Role.COORDINATOR, "R": Role.REPORT_TO, "M": Role.MENTIONED}


def unmark(marked: str) -> tuple[str, list[UnitMention], list[tuple[str, Role]]]:
    """The text without marks, its mentions, and the roles that the marks ask for."""
    text, mentions, wanted = "", [], []
    for part in re.split(r"(«[LCRM] [^»]+»)", marked):
        if part.startswith("«"):
            name = part[3:-1]
            mentions.append(UnitMention(len(text), len(text) + len(name), name, "x", name, Match.EXACT, 1.0))
            wanted.append((name, SIGNS[part[1]]))
            part = name
        text += part
    return text, mentions, wanted


@pytest.mark.parametrize("line", LINES)
def test_roles(line: str) -> None:
    inherited = line.startswith("under: ")
    text, mentions, wanted = unmark(line.removeprefix("under: "))
    found = find_roles(text, mentions, inherited)
    assert [(f.mention.name, f.role) for f in found] == wanted


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("«L Sở Y tế» chủ trì, phối hợp với «C Sở Tài chính».", True),
        ("Giao «L Sở Y tế» chủ trì", True),
        ("(«L Sở Y tế» chủ trì, «C Sở Tài chính» phối hợp)", True),
        ("«L Sở Y tế» chủ trì tổ chức hội nghị.", False),
        ("Chủ trì, phối hợp với «C Sở Tài chính».", False),
    ],
)
def test_role_lines(marked: str, expected: bool) -> None:
    text, mentions, _ = unmark(marked)
    assert is_role_line(text, mentions) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rà soát, cập nhật", True),
        ("Tiếp tục đẩy mạnh", True),
        ("khẩn trương hoàn thiện", True),
        ("Mục đích", False),
        ("Công tác tuyên truyền", False),
        ("Các nhiệm vụ", False),
    ],
)
def test_verbs(text: str, expected: bool) -> None:
    assert starts_with_verb(text) is expected


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Tổ trưởng các tổ công tác theo lĩnh vực có trách nhiệm chỉ đạo", "Tổ trưởng các tổ công tác theo lĩnh vực"),
        ("Các xã ủy, đảng ủy phường tiếp tục quán triệt chủ trương", "Các xã ủy, đảng ủy phường"),
        ("Thống nhất chủ trương. Ban Quản lý Khu du lịch hồ Sen rà soát diện tích", "Ban Quản lý Khu du lịch hồ Sen"),
        ("Giao Phòng Lao động - Việc làm làm đầu mối tổng hợp", "Phòng Lao động - Việc làm"),
        ("Rà soát, cập nhật số liệu", ""),
        ("Kết quả thực hiện còn hạn chế", ""),
    ],
)
def test_who_of_unknown_name(text: str, who: str) -> None:
    found = find_doer(text)
    assert (text[found[0] : found[1]] if found else "") == who
