"""What sends a task to review: lists of units not read to their end, headings that name others, years left out."""

from __future__ import annotations

import pytest

from extractors.extract import extract

HEAD = (
    "ỦY BAN NHÂN DÂN\nTỈNH LẠNG SƠN\nSố: 15/CT-UBND\nLạng Sơn, ngày 12 tháng 5 năm 2026\nCHỈ THỊ\nVề việc thử nghiệm\n"
)
CASES = [
    ("1. Giao Sở Y tế, Sở Nội vụ rà soát nhân lực.", ""),
    ("1. Sở Y tế chủ trì, phối hợp với các địa phương ven biển, Công an tỉnh rà soát nhân lực.", ""),
    ("1. Sở Y tế rà soát, báo cáo UBND tỉnh; các cơ quan liên quan phối hợp.", ""),
    ("1. Giao Sở Y tế, Thanh tra các cấp rà soát nhân lực.", "chưa đọc hết"),
    ("1. Sở Y tế phối hợp với các đơn vị: Hoa Sen, Sao Mai rà soát nhân lực.", "chưa đọc hết"),
    ("1. Giao Sở Y tế rà soát nhân lực trước ngày 30/6.", ""),
    ("1. Giao Sở Y tế rà soát nhân lực trước ngày 15/02.", "suy ra năm"),
    ("1. Giao Công ty Cổ phần Sao Mai rà soát nhân lực.", "chưa có trong danh mục"),
]


@pytest.mark.parametrize(("body", "reason"), CASES, ids=[c[0][:60] for c in CASES])
def test_why_a_task_is_reviewed(body: str, reason: str) -> None:
    task = extract((HEAD + body).encode(), "a.txt").tasks[0]
    shown = "; ".join(task.review_reasons)
    assert task.needs_review == bool(reason)
    assert reason in shown
    assert not reason or (task.confidence is not None and task.confidence < 0.9)
