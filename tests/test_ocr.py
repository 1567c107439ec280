"""Scanned pages: geometry, tables and columns on drawn pages, failing engines, the cache, order and workers."""
from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest

from extractors.errors import DocumentError
from extractors.models import PageRead, Word
from extractors.readers.ocr import engine as engines
from extractors.readers.ocr.blobs import find_blobs
from extractors.readers.ocr.cache import from_bytes, page_key, to_bytes
from extractors.readers.ocr.contract import PageImage
from extractors.readers.ocr.deskew import lean, print_mask, sideways
from extractors.readers.ocr.engine import Token
from extractors.readers.ocr.ink import grey_without_ink
from extractors.readers.ocr.labels import Label, weigh
from extractors.readers.ocr.light import even_light, is_bilevel
from extractors.readers.ocr.prepare import level, prepare
from extractors.readers.ocr.reader import Reader
from extractors.readers.ocr.recognise import look
from extractors.readers.ocr.sizes import measure_line
from extractors.readers.ocr.transform import Affine, scaled, turned
from extractors.readers.ocr.words import make_words, tidy
from extractors.readers.ocr.zones import find_zones
from extractors.scan_boxes import at
from pipeline.page_cache import PageFiles
from tests.ocr_engines import Fixed

A4 = (595.3, 841.9)


def sheet(dpi: int = 150) -> np.ndarray:
    """A white A4 page."""
    return np.full((round(A4[1] / 72 * dpi), round(A4[0] / 72 * dpi)), 255, np.uint8)


def lines_of_print(picture: np.ndarray, left: int, right: int, top: int, count: int, pitch: int = 38) -> None:
    """Draws lines of words that look like print."""
    random = np.random.default_rng(7)
    for i in range(count):
        x = left
        while x < right - 120:
            word = "".join(random.choice(list("abdeghiklmnoprtuy"), size=int(random.integers(2, 7))))
            cv2.putText(picture, word, (x, top + i * pitch), cv2.FONT_HERSHEY_COMPLEX, 0.7, 0, 2)
            x += cv2.getTextSize(word, cv2.FONT_HERSHEY_COMPLEX, 0.7, 2)[0][0] + 14


def printed(dpi: int = 150) -> np.ndarray:
    page = sheet(dpi)
    lines_of_print(page, 140, 1150, 150, 30)
    return page


def image(pixels: np.ndarray, number: int = 0) -> PageImage:
    width, height = (A4 if pixels.shape[0] > pixels.shape[1] else A4[::-1])
    return PageImage(number, width, height, np.ascontiguousarray(pixels), "a test")


# --- geometry ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("degrees", [-7.5, -1.9, -0.4, 0.0, 0.7, 3.3])
def test_lean_is_measured_and_levelled(degrees: float) -> None:
    page, _ = level(printed(), -degrees)
    assert lean(print_mask(page)) == pytest.approx(degrees, abs=0.12)


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_a_page_on_its_side_is_seen(quarters: int) -> None:
    assert sideways(print_mask(np.ascontiguousarray(np.rot90(printed(), quarters)))) is (quarters % 2 == 1)


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_turned_points_go_back(quarters: int) -> None:
    page = np.zeros((40, 60), np.uint8)
    page[10, 25] = 1
    y, x = (int(v[0]) for v in np.rot90(page, quarters).nonzero())
    back = turned(quarters, 60, 40).at(x + 0.5, y + 0.5)
    assert back == pytest.approx((25.5, 10.5))


@pytest.mark.parametrize(("quarters", "degrees"), [(0, 0.0), (0, 2.5), (1, -1.2), (2, 1.8), (3, 0.0)])
def test_words_of_a_turned_and_leaning_page_go_back_to_where_they_stand(quarters: int, degrees: float) -> None:
    upright = printed()
    cv2.rectangle(upright, (600, 1500), (900, 1530), 0, -1)  # one bar, whose place is known
    page, _ = level(upright, -degrees)
    scanned = np.ascontiguousarray(np.rot90(page, -quarters))
    seen = prepare(image(scanned))
    bar = _bar(255 - seen.even)
    assert _bar(255 - scanned) == pytest.approx(_points_to_pixels(seen.back.box(*bar)), abs=9)


def _bar(ink: np.ndarray) -> tuple[float, float, float, float]:
    solid = cv2.erode((ink > 128).astype(np.uint8), np.ones((17, 17), np.uint8))
    y, x = solid.nonzero()
    return float(x.min() - 8), float(y.min() - 8), float(x.max() + 9), float(y.max() + 9)


def _points_to_pixels(box: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(v / 72 * 150 for v in box)


def test_maps_compose_in_order() -> None:
    assert scaled(2, 3).then(Affine(c=5, f=7)).at(1, 1) == (7, 10)
    assert at((1, 0, 5, 0, 1, 7), 1, 1) == (6, 8)
    assert at((1, 0, 0, 0, 1, 0, 0.5, 0), 2, 2) == (1, 1)


# --- light and ink ----------------------------------------------------------------------------------------------


def test_a_shadow_becomes_white_and_faded_print_black() -> None:
    page = printed().astype(np.float32)
    shade = np.linspace(90, 250, page.shape[1], dtype=np.float32)[None]
    faded = (shade * (0.55 + 0.45 * page / 255)).astype(np.uint8)
    even = even_light(faded, 150)
    assert np.percentile(even[:100], 5) > 225
    assert np.percentile(even[printed() < 50], 50) < 90


def test_two_levels_stay_as_they_are() -> None:
    page = printed()
    page = np.where(page > 127, 255, 0).astype(np.uint8)
    assert is_bilevel(page) and even_light(page, 200) is page


def test_red_and_blue_ink_go_and_black_print_under_them_stays() -> None:
    page = cv2.cvtColor(printed(), cv2.COLOR_GRAY2RGB)
    clean = page.copy()
    cv2.circle(page, (600, 600), 150, (205, 40, 50), 12)
    cv2.line(page, (300, 900), (800, 1000), (40, 50, 190), 6)
    page[clean[..., 0] < 100] = 20
    grey = grey_without_ink(page)
    assert (grey[clean[..., 0] < 100] < 120).mean() > 0.95
    rim = (page[..., 0] > 150) & (page[..., 1] < 80)
    assert (grey[rim] > 180).mean() > 0.9


# --- tables and columns -----------------------------------------------------------------------------------------


def table(dotted: bool = False, open_end: bool = False) -> np.ndarray:
    page = sheet()
    xs, ys = [120, 200, 600, 850, 1120], [300, 380, 470, 560, 650]
    for y in ys[:-1] if open_end else ys:
        if dotted and y not in (ys[0], ys[-1]):
            for x in range(xs[0], xs[-1], 6):
                page[y:y + 2, x:x + 2] = 0
        else:
            cv2.line(page, (xs[0], y), (xs[-1], y), 0, 2)
    for x in xs:
        for top, bottom in pairwise(ys):
            if not (top == 470 and x in xs[2:-1]):  # the third row is one title over three columns
                cv2.line(page, (x, top), (x, bottom), 0, 2)
    for top in ys[:-1]:
        for x in xs[:-1]:
            if top != 470 or x < 600:
                cv2.putText(page, "noi" if x > 120 else "1", (x + 12, top + 55), cv2.FONT_HERSHEY_COMPLEX, 0.7, 0, 2)
    return page


@pytest.mark.parametrize(("dotted", "open_end"), [(False, False), (True, False), (False, True)])
def test_a_ruled_table_is_found(dotted: bool, open_end: bool) -> None:
    grid, = look(prepare(image(table(dotted, open_end))), 0).grids
    assert grid.columns == 4
    assert [[c.span for c in row] for row in grid.rows] == [[1] * 4, [1] * 4, [1, 3], [1] * 4]
    assert all(cell.words for row in grid.rows for cell in row)


def test_print_is_no_table() -> None:
    assert look(prepare(image(printed())), 0).grids == ()


def test_columns_are_read_apart() -> None:
    page = sheet()
    lines_of_print(page, 140, 560, 150, 4, 44)
    lines_of_print(page, 700, 1150, 165, 3, 47)
    lines_of_print(page, 140, 1150, 480, 10)
    zones = find_zones(find_blobs(page, 150)[0])
    assert [(round(z.x0 / 100), round(z.x1 / 300)) for z in zones][:2] == [(1, 1), (3, 2)]
    assert len(zones) == 3


def test_a_wide_gap_in_one_line_is_no_gutter() -> None:
    page = sheet()
    lines_of_print(page, 140, 500, 150, 1)
    lines_of_print(page, 700, 1150, 150, 1)
    assert len(find_zones(find_blobs(page, 150)[0])) == 1


def test_specks_go_and_dots_of_letters_stay() -> None:
    page = sheet()
    cv2.putText(page, "i", (300, 300), cv2.FONT_HERSHEY_COMPLEX, 1.0, 0, 2)
    page[800:803, 800:803] = 0
    blobs, dirt = find_blobs(page, 150)
    assert [round(d.x0 / 72 * 150 / 10) for d in dirt] == [80]
    assert len(blobs) >= 1


# --- words ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "number", "label"), [
    ("H", "I", "II"), ("VIH", "VI1", "VIII"), ("VHI", "VI", "VIII"), ("STT", "I", "STT"), ("TT", "", "TT"),
    ("Z", "7", "7"), ("17", "17", "17"), ("T1", "17", "17"), ("a)", "2", "a)"), ("1.1", "1.1", "1.1"),
    ("H.", "I.", "II."), ("xX", "X", "X"), ("12", "", "12"), ("", "", ""),
])
def test_the_better_reading_of_a_label(text: str, number: str, label: str) -> None:
    assert weigh(Label(text, 0.8 if text else 0.0), Label(number, 0.85 if number else 0.0)).text == label


@pytest.mark.parametrize(("words", "size"), [
    ([("Căn", 0.0, 14 * 0.80), ("cứ", 14 * 0.0, 14 * 0.70)], None),
    ([("bảng", 100 - 0.70 * 14, 100 + 0.21 * 14), ("nhân", 100 - 0.68 * 14, 100.0)], 14.0),
    ([("UBND", 100 - 0.66 * 13, 100.0)], 13.0),
])
def test_size_of_print_from_its_boxes(words: list[tuple[str, float, float]], size: float | None) -> None:
    measured = measure_line(words)
    if size is not None:
        assert measured is not None and measured[0] == pytest.approx(size, rel=0.03)


def test_words_of_a_line_share_their_height() -> None:
    tokens = [Token("số", 10, 12, 40, 40, 0.9, 0), Token("g", 50, 22, 60, 47, 0.9, 0),
              Token("Ban", 70, 12, 110, 40, 0.95, 0)]
    words = make_words(tokens, 0, 0, 2.0)
    assert len({(w.y0, w.y1) for w in words}) == 1 and words[0].x0 == 5.0


def test_odd_letters() -> None:
    assert tidy("Ðắk Lắk") == "Đắk Lắk" and tidy("57⁄NQ") == "57/NQ" and tidy("e\u0302\u0301") == "ế"


# --- engines ----------------------------------------------------------------------------------------------------


def test_answers_of_the_program_are_parted_by_picture() -> None:
    table = {"page_num": [1, 1, 3], "block_num": [1, 1, 1], "par_num": [1, 1, 1], "line_num": [1, 2, 1],
             "text": ["Sở", " ", "Y"], "left": [1, 2, 3], "top": [4, 5, 6], "width": [7, 8, 9], "height": [1, 1, 1],
             "conf": [91.0, -1, 55]}
    read = engines.CommandLine._split(table, 3)
    assert [[t.text for t in tokens] for tokens in read] == [["Sở"], [], ["Y"]]
    assert read[0][0].confidence == pytest.approx(0.91)


def test_a_missing_model_is_said_before_any_work(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(engines, "_PLACES", (str(tmp_path),))
    monkeypatch.delenv("TESSDATA_PREFIX", raising=False)

    def never() -> Iterator[PageImage]:
        raise AssertionError("a page was asked for")
        yield

    with pytest.raises(DocumentError) as problem:
        list(Reader().read_pages(never()))
    assert problem.value.code == "no_ocr" and "tesseract-ocr-vie" in problem.value.cure


def bars(*heavy: int, count: int = 4) -> list[PageImage]:
    """Pages with one bar each; the `heavy` ones are what the faulty engines fail on."""
    out = []
    for i in range(count):
        page = sheet(100)
        lines_of_print(page, 100, 700, 120, 3)
        if i in heavy:
            cv2.rectangle(page, (200, 400), (600, 800), 0, -1)
        else:
            cv2.putText(page, f"{i} trang", (100, 500), cv2.FONT_HERSHEY_COMPLEX, 1, 0, 2)
        out.append(image(page, i))
    return out


@pytest.mark.slow
@pytest.mark.parametrize(("fault", "why"), [("hanging", "no answer within"), ("dying", "died"),
                                            ("stammering", "UnicodeDecodeError"), ("failing", "out of order")])
def test_a_failing_engine_costs_one_page(fault: str, why: str) -> None:
    read = list(Reader(f"tests.ocr_engines:{fault}", workers=2, seconds=8.0).read_pages(bars(1)))
    assert [p.number for p in read] == [0, 1, 2, 3]
    assert [p.source for p in read] == ["ocr", "none", "ocr", "ocr"]
    assert why in read[1].reason


@pytest.mark.slow
def test_workers_make_no_difference() -> None:
    pages = bars(count=5)
    one, two, here = (list(Reader("tests.ocr_engines:fixed", workers=n).read_pages(pages)) for n in (1, 2, 0))
    assert one == two == here and all(p.source == "ocr" for p in one)


def test_a_failing_page_in_this_process() -> None:
    from tests.ocr_engines import Faulty
    read = list(Reader(Faulty("raise")).read_pages(bars(0, count=2)))
    assert [p.source for p in read] == ["none", "ocr"]


# --- the cache --------------------------------------------------------------------------------------------------


def test_a_second_run_reads_nothing(tmp_path: Path) -> None:
    first, second = Fixed(), Fixed()
    pages = [*bars(), image(table(), 4)]
    read = list(Reader(first, cache=PageFiles(tmp_path)).read_pages(pages))
    again = list(Reader(second, cache=PageFiles(tmp_path)).read_pages(pages))
    assert read == again and first.calls > 0 and second.calls == 0


def test_damaged_entries_are_read_anew(tmp_path: Path) -> None:
    pages = bars(count=3)
    read = list(Reader(Fixed(), cache=PageFiles(tmp_path)).read_pages(pages))
    files = sorted(tmp_path.rglob("*.page"))
    assert len(files) == 3
    files[0].write_bytes(files[0].read_bytes()[:-3])
    files[1].write_bytes(b"")
    engine = Fixed()
    assert list(Reader(engine, cache=PageFiles(tmp_path)).read_pages(pages)) == read
    assert engine.calls >= 2
    assert not [f for f in tmp_path.rglob("*") if f.name.startswith(".new-")]


def test_what_makes_a_page_another_page() -> None:
    page = bars(count=1)[0]
    other = PageImage(3, page.width, page.height, page.pixels, "another reason")
    changed = PageImage(0, page.width, page.height, 255 - page.pixels)
    assert page_key(page, "a") == page_key(other, "a")
    assert len({page_key(page, "a"), page_key(page, "b"), page_key(changed, "a")}) == 3


def test_pages_survive_as_bytes() -> None:
    engine = Fixed()
    read, = Reader(engine).read_pages([image(table(), 2)])
    plain = PageRead(2, 10, 10, (Word("ế", 1, 2, 3, 4, 5, confidence=0.5),), source="ocr", reason="a test")
    for page in (read, plain):
        assert from_bytes(to_bytes(page), image(table(), 2)) == page
    assert from_bytes(b"{}", image(table())) is None and from_bytes(b"\xff", image(table())) is None


def test_a_cache_that_cannot_be_written_costs_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "a file"
    folder.write_text("x")
    assert [p.source for p in Reader(Fixed(), cache=PageFiles(folder)).read_pages(bars(count=1))] == ["ocr"]
