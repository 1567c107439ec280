"""Layout of pages read by OCR: noisy boxes, no bold, lost signs. Words are made here, no engine is run."""
from __future__ import annotations

import random

import pytest

from extractors.layout import lay_out
from extractors.models import Box, PageRead, Paragraph, Word

WIDE, HIGH = 595.0, 842.0


def line(text: str, x: float, y: float, size: float = 13.0, noise: float = 0.0, end: float | None = None,
         seed: int = 0) -> list[Word]:
    """Words of one line as OCR gives them: boxes of ink, a little off; `end`: stretched to that right edge."""
    shake = random.Random(f"{text}{seed}")
    words = text.split()
    natural = [0.47 * size * len(w) for w in words]
    gap = 0.28 * size if end is None else (end - x - sum(natural)) / max(1, len(words) - 1)
    out = []
    for word, width in zip(words, natural, strict=True):
        up = 0.75 if any(c.isupper() or c in "bdhkltđ" for c in word) else 0.5
        down = 0.2 if any(c in "gpqyạọụậộợự,;" for c in word) else 0.0
        dx, dy = (shake.uniform(-noise, noise) for _ in range(2))
        out.append(Word(word, x + dx, y - up * size + dy, x + width + dx, y + down * size + dy,
                        size * shake.uniform(1 - 0.02 * noise, 1 + 0.02 * noise), confidence=0.9))
        x += width + gap
    return out


def page(words: list[Word], number: int = 0, rules: tuple[Box, ...] = ()) -> PageRead:
    return PageRead(number, WIDE, HIGH, tuple(words), source="ocr", rules=rules)


def texts(pages: list[PageRead]) -> list[str]:
    document = lay_out(pages, "application/pdf")
    return [document.text[b.start:b.end] for b in document.blocks if isinstance(b, Paragraph)]


ITEMS = [["- Phối hợp với các đơn vị liên quan để khẩn trương hoàn thành các dự án",
          "trọng điểm của tỉnh đã và đang triển khai thực hiện trong giai đoạn này;",
          "báo cáo kết quả trước ngày 15/6/2026."],
         ["2. Sở Tài chính tham mưu bố trí kinh phí thực hiện các nhiệm vụ được giao,",
          "trình Ủy ban nhân dân tỉnh xem xét, quyết định theo thẩm quyền của mình."],
         ["- Sở Nội vụ báo cáo."]]


@pytest.mark.parametrize("noise", [0.0, 0.6, 1.2])
@pytest.mark.parametrize("seed", range(4))
def test_paragraphs_of_a_noisy_page(noise: float, seed: int) -> None:
    words: list[Word] = []
    y = 120.0
    for _ in range(4):
        for item in ITEMS:
            for i, text in enumerate(item):
                last = i == len(item) - 1
                words += line(text, 113 if i == 0 else 85, y, 13, noise, None if last and len(item) != 2 else 540, seed)
                y += 19
            y += 5
    assert texts([page(words)]) == [" ".join(item) for item in ITEMS] * 4


def test_a_misread_page_number_is_no_paragraph() -> None:
    text = line("Đề nghị các đơn vị triển khai thực hiện nghiêm túc.", 113, 90)
    pages = [page(line("ẵ", 295, 50) + text, n) for n in range(2)]
    document = lay_out(pages, "application/pdf")
    assert [f.kind for f in document.furniture] == ["page_number", "page_number"]
    assert len(document.blocks) == 2


def test_a_footnote_whose_number_was_lost_is_numbered() -> None:
    rule = (Box(0, 85, 700, 220, 701),)
    words = line("Các sở, ban, ngành triển khai thực hiện nghiêm túc nhiệm vụ được giao.", 113, 120)
    words += line("' Theo Nghị quyết của Hội đồng nhân dân tỉnh.", 85, 715, 9.5)
    words += line("! Trừ nhiệm vụ đã bãi bỏ.", 85, 727, 9.5)
    document = lay_out([page(words, rules=rule)], "application/pdf")
    assert [(f.mark, f.text) for f in document.footnotes] == [
        ("1", "Theo Nghị quyết của Hội đồng nhân dân tỉnh."), ("2", "Trừ nhiệm vụ đã bãi bỏ.")]


def test_confidence_of_words_and_pages_is_kept() -> None:
    document = lay_out([page(line("Đề nghị các đơn vị thực hiện.", 113, 90))], "application/pdf")
    assert document.pages[0].confidence == pytest.approx(0.9)
    assert document.source.confidence(0, 7) == pytest.approx(0.9)


def test_a_page_that_nobody_read_is_named() -> None:
    pages = [page(line("Đề nghị các đơn vị thực hiện.", 113, 90)),
             PageRead(1, WIDE, HIGH, (), source="none", reason="x")]
    document = lay_out(pages, "application/pdf")
    assert [(w.code, w.page) for w in document.warnings] == [("needs_ocr", 1)]
    assert [p.source for p in document.pages] == ["ocr", "none"]
