"""Misreadings put right: what is mended, what is left alone, and that nothing is mended silently."""
from __future__ import annotations

from pathlib import Path

import pytest

from extractors.layout import lay_out
from extractors.models import Box, PageCell, PageGrid, PageRead, Word
from extractors.repair import LESS_SURE, repair_page, repair_pages
from extractors.repair_labels import Counters, repair_labels, value_of, written
from extractors.repair_numbers import repair_appendix, repair_numbers
from extractors.repair_terms import confusable, load_terms, repair_terms
from gazetteers.lexicon import load_lexicon


def mended(text: str) -> str:
    """A line of text after the repairs of words."""
    words = text.split()
    for i, word in repair_numbers(words, frozenset({0})).items():
        words[i] = word
    for i, word in repair_terms(words).items():
        words[i] = word
    return " ".join(words)


MISREAD = [
    ("đấy mạnh chuyến đối số và đối mới sáng tạo", "đẩy mạnh chuyển đổi số và đổi mới sáng tạo"),
    ("TỐ CHỨC THỰC HIỆN", "TỔ CHỨC THỰC HIỆN"),
    ("Sở Văn hóa, Thế thao và Du lịch", "Sở Văn hóa, Thể thao và Du lịch"),
    ("trình UBND tình xem xét", "trình UBND tỉnh xem xét"),
    ("Ban Chỉ đạo tình", "Ban Chỉ đạo tỉnh"),
    ("(chỉ tiết tại Phụ lục H)", "(chi tiết tại Phụ lục II)"),
    ("chí tiêu được giao", "chỉ tiêu được giao"),
    ("với tỉnh thần trách nhiệm", "với tinh thần trách nhiệm"),
    ("báo đảm tiến độ; thực hiện cái cách hành chính", "bảo đảm tiến độ; thực hiện cải cách hành chính"),
    ("Khấn trương rà soát", "Khẩn trương rà soát"),
    ("sản phấm, thấm quyền, thời điếm", "sản phẩm, thẩm quyền, thời điểm"),
    ("Quý Ï/2026", "Quý I/2026"),
    ("trong quý H năm 2026", "trong quý II năm 2026"),
    ("Quý I1/2026", "Quý II/2026"),
    ("Quý 11/2026", "Quý II/2026"),
    ("Quý IH/2025", "Quý III/2025"),
    ("Quý lV", "Quý IV"),
    ("Phụ lục HH", "Phụ lục III"),
    ("HI. NHIỆM VỤ, GIẢI PHÁP", "III. NHIỆM VỤ, GIẢI PHÁP"),
    ("Kế hoạch số 01]-KH/BCĐ", "Kế hoạch số 01-KH/BCĐ"),
    ("ngày 3O/6/2O26", "ngày 30/6/2026"),
    ("trước l5/10/2025.", "trước 15/10/2025."),
    ("chỉ số DT] và VNelD", "chỉ số DTI và VNeID"),
    ("(DT]); PC]", "(DTI); PCI"),
]

RIGHT = [
    "tố cáo, khiếu nại; đối với các tổ chức", "yếu tố", "tình hình, tình trạng, tính toán", "thí điểm, thời điểm",
    "đảm bảo và phát huy", "bảo đảm và báo cáo", "văn hoá, số hoá, thuỷ lợi", "Quý 1/2026", "quý III/2026",
    "Phụ lục 1", "mục 1", "chi trả, chi ngân sách, chỉ số", "cố gắng, cổ phần", "bố trí, bổ sung", "tỉnh Hòa Bình",
    "kiếm sống", "đế quốc", "hiếm gặp", "I. MỤC TIÊU", "Ông H. MINH", "31/12/2025", "57-NQ/TW", "DTI, PCI, PAPI",
    "có số hiệu", "các tỉnh, thành phố", "tinh gọn, tinh giản", "về việc", "cán bộ, công chức", "thế giới, cơ chế",
]


@pytest.mark.parametrize(("read", "right"), MISREAD)
def test_misread_words_are_put_right(read: str, right: str) -> None:
    assert mended(read) == right


@pytest.mark.parametrize("text", RIGHT)
def test_right_words_are_left_alone(text: str) -> None:
    assert mended(text) == text


def test_directives_as_written_stay_as_they_are() -> None:
    texts = sorted((Path(__file__).parent / "directives").glob("*.txt"))
    assert texts
    for path in texts:
        for line in path.read_text(encoding="utf-8").splitlines():
            for cell in line.split("|"):
                assert mended(cell) == " ".join(cell.split())


@pytest.mark.parametrize(("read", "meant", "may"), [
    ("đối", "đổi", True), ("chuyến", "chuyển", True), ("tình", "tỉnh", True), ("chi", "chỉ", True),
    ("cua", "của", True),
    ("co", "cơ", False),
    ("đôi", "đổi", False), ("tiền", "tiến", False), ("tân", "tận", False), ("số", "sở", False),
])
def test_which_syllables_are_taken_for_each_other(read: str, meant: str, may: bool) -> None:
    assert confusable(read, meant) is may


def test_word_list_examples_are_mended() -> None:
    for row in load_lexicon("ocr_words", ("misread", "right", "example")):
        assert row["right"].lower() in mended(row["example"]).lower()
    for row in load_lexicon("ocr_before_roman", ("words", "highest", "example")):
        assert mended(row["example"]) != row["example"]


def test_no_reading_that_is_never_meant_is_a_term() -> None:
    terms = load_terms()
    assert not set(terms.never) & terms.known


@pytest.mark.parametrize(("labels", "before", "right"), [
    (["STT", "", "5", "6", "II", "Z", "8"], Counters(), {5: "7"}),
    (["8", "9", "l0", "11"], Counters(7), {2: "10"}),
    (["65", "6G", "67"], Counters(64), {1: "66"}),
    (["VII", "71", "VI", "72", "IX"], Counters(70, 6), {2: "VIII"}),
    (["1", "2", "I", "1", "2"], Counters(0, 3), {}),
    (["11", "I", "12"], Counters(10, 2), {1: "III"}),
    (["II.", "1"], Counters(5, 2), {0: "III."}),
    (["1", "2", "3", "1", "2"], Counters(), {}),
    (["a)", "b)", "-"], Counters(), {}),
    (["5", "", "", "6"], Counters(4), {}),
])
def test_row_labels_by_their_sequence(labels: list[str], before: Counters, right: dict[int, str]) -> None:
    assert repair_labels(labels, before) == right


def test_headings_follow_each_other() -> None:
    words = ["II.", "MỤC", "TIÊU"]
    assert repair_numbers(["IH.", "NỘI", "DUNG"], frozenset({0}), 1) == {0: "II."}
    assert repair_numbers(["HI.", "NỘI", "DUNG"], frozenset({0}), 2) == {0: "III."}
    assert repair_numbers(words, frozenset({0}), 3) == {}


def test_a_repeated_heading_lost_a_stroke() -> None:
    assert repair_numbers(["II.", "NỘI", "DUNG"], frozenset({0}), 2) == {0: "III."}
    assert repair_numbers(["I.", "NỘI", "DUNG"], frozenset({0}), 1) == {}


def test_a_repeated_appendix_lost_a_stroke() -> None:
    title = ["Phụ", "lục", "II", "DANH", "MỤC", "(Ban", "hành", "kèm", "theo", "Kế", "hoạch", "số", "1/KH-UBND)"]
    assert repair_appendix(title, 2) == ({2: "III"}, 3)
    assert repair_appendix(title, 1) == ({}, 2)
    assert repair_appendix(["Phụ", "lục", "II", "DANH", "MỤC"], 2) == ({}, 2)


def test_roman_numerals_go_both_ways() -> None:
    assert [value_of(written(n)) for n in range(1, 40)] == list(range(1, 40))


def _words(text: str, y: float = 100.0) -> tuple[Word, ...]:
    return tuple(Word(w, 80 + 40 * i, y, 115 + 40 * i, y + 14, 14, confidence=0.9) for i, w in enumerate(text.split()))


def test_each_repair_is_recorded_with_its_place_and_lowers_confidence() -> None:
    page = PageRead(0, 595, 842, _words("thúc đấy chuyến đối số"), source="ocr")
    document = lay_out(repair_pages([page]), "image/png")
    assert "thúc đẩy chuyển đổi số" in document.text
    assert [(document.text[r.start:r.end], r.before, r.rule) for r in document.repairs] == [
        ("đẩy", "đấy", "term"), ("chuyển", "chuyến", "term"), ("đổi", "đối", "term")]
    first = document.repairs[0]
    assert document.source.confidence(first.start, first.end) == pytest.approx(0.9 * LESS_SURE, abs=0.001)


def test_pages_with_text_of_their_own_are_left_alone() -> None:
    page = PageRead(0, 595, 842, _words("thúc đấy chuyến đối số"), source="text")
    assert list(repair_pages([page])) == [page]


def test_row_numbers_are_followed_over_pages() -> None:
    def page(number: int, labels: list[str]) -> PageRead:
        rows = tuple((PageCell(Box(number, 50, 20 * i, 80, 20 * i + 20), 0, 1, _words(x, 20 * i)),)
                     for i, x in enumerate(labels))
        return PageRead(number, 595, 842, (), (PageGrid(Box(number, 50, 0, 80, 200), 2, rows),), "ocr")

    mended_pages = list(repair_pages([page(0, ["1", "2"]), page(1, ["8", "4"])]))
    assert mended_pages[1].grids[0].rows[0][0].words[0].text == "3"
    assert repair_page(page(1, ["8", "4"])).grids[0].rows[0][0].words[0].text == "8"
