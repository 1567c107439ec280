"""Makes large directives out of the samples, for the speed measures: the words are the samples', repeated.

Reads `samples/sources`. Writes bytes only; nothing is stored.
"""

from __future__ import annotations

from dataclasses import replace

from samples import write_pdf
from samples.markup import Break, Columns, Para, Row, Sample, Table, read_all

LINES, ITEMS = 16, 7  # items a page, items under a unit
UNITS = ("Sở Tài chính", "Sở Y tế", "Công an tỉnh", "Sở Xây dựng", "Ủy ban nhân dân các xã, phường", "Sở Nội vụ")


def prose(pages: int) -> Sample:
    """A directive of about so many pages without a table: numbered units, each with its dashes, the samples' tasks."""
    plan = _named("ke-hoach")
    texts = [mark.text for s in read_all() for mark in s.marks if mark.origin == "body"]
    blocks: list[Para | Columns | Table | Break] = []
    for n in range(pages * LINES):
        if n % ITEMS == 0:
            blocks.append(Para(f"{n // ITEMS + 1}. Giao {UNITS[n // ITEMS % len(UNITS)]}:"))
        blocks.append(Para(f"- {texts[n % len(texts)]}"))
    return replace(plan, name="prose", blocks=[*_head(plan), *blocks, _foot(plan)], notes={}, marks=[])


def ruled(pages: int) -> Sample:
    """A plan whose appendix table runs over about so many landscape pages."""
    plan = _named("ke-hoach")
    table = next(b for b in plan.blocks if isinstance(b, Table))
    rows = [r for r in table.rows[1:] if not r.group]
    per_page = 9
    numbered = [Row([str(n + 1), *rows[n % len(rows)].cells[1:]]) for n in range(pages * per_page)]
    big = replace(table, rows=[table.rows[0], *numbered])
    return replace(plan, name="ruled", blocks=[*_head(plan), _foot(plan), Break(True), *_titles(plan), big], marks=[])


def pdf(sample: Sample) -> bytes:
    """The sample as a PDF."""
    return write_pdf.write(sample)


def text(characters: int) -> str:
    """A directive of about so many characters, one paragraph a line."""
    paragraphs = [b.source for b in prose(max(1, characters // 1800)).blocks if isinstance(b, Para)]
    head = "UBND TỈNH LAM KHÊ\n\nSố: 57/KH-UBND\n\nLam Khê, ngày 05 tháng 02 năm 2026\n\nKẾ HOẠCH\n\n"
    body = "\n\n".join(paragraphs)
    while len(body) < characters:
        body += "\n\n" + "\n\n".join(paragraphs)
    return head + body[:characters]


def _named(name: str) -> Sample:
    return next(s for s in read_all() if s.name == name)


def _head(sample: Sample) -> list[Para | Columns | Table | Break]:
    first = next(n for n, b in enumerate(sample.blocks) if isinstance(b, Para) and b.look == "body")
    return sample.blocks[: first + 1]


def _foot(sample: Sample) -> Columns:
    return [b for b in sample.blocks if isinstance(b, Columns)][-1]


def _titles(sample: Sample) -> list[Para | Columns | Table | Break]:
    start = next(n for n, b in enumerate(sample.blocks) if isinstance(b, Break))
    return [b for b in sample.blocks[start:] if isinstance(b, Para)]
