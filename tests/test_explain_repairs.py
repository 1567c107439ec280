"""`giaoviec explain` shows the misreadings that were put right in a task's own words."""

from __future__ import annotations

from dataclasses import replace

from extractors.extract import extract
from extractors.models import Repair
from pipeline.cli_explain import explained, repairs

TEXT = (
    "Số: 12/CT-UBND\nChủ tịch UBND tỉnh yêu cầu:\n"
    "1. Giao Sở Y tế rà soát nhân lực.\n2. Giao Sở Tài chính bố trí kinh phí.\n"
)


def test_only_the_tasks_own_repairs_are_shown() -> None:
    found = extract(TEXT.encode(), "chi-thi.txt")
    first, second = found.tasks
    start = first.spans[0].start
    mended = Repair(start, start + 4, "Giạo", "Giao", "term", 0)
    document = replace(found.document, repairs=(mended,))
    assert repairs(document, first) == [mended]
    assert repairs(document, second) == []
    lines = list(explained(replace(found, document=document), first))
    assert any("Giạo → Giao" in line[1] for line in lines)
