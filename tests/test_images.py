"""Pictures as documents: many pages, turned by the camera, see-through, damaged, too large, photographed at a slant."""
from __future__ import annotations

import io
import struct
import zlib

import cv2
import numpy as np
import pytest
from PIL import Image

from extractors.errors import DocumentError
from extractors.models import Document
from extractors.read import ReadOptions, read_document
from extractors.readers.image import page_size, to_pixels
from extractors.readers.ocr.photo import find_page, rectify
from extractors.readers.ocr.prepare import flattened
from extractors.scan_boxes import at
from tests.ocr_engines import Fixed
from tests.test_ocr import image, printed, sheet


def stored(*frames: np.ndarray, form: str = "PNG", **how: object) -> bytes:
    """Pictures as one file."""
    out = io.BytesIO()
    first, *rest = [Image.fromarray(f) for f in frames]
    extra = {"save_all": True, "append_images": rest} if rest else {}
    first.save(out, form, **extra, **how)
    return out.getvalue()


def read(data: bytes, **options: object) -> Document:
    return read_document(data, "x", ReadOptions(ocr_engine=Fixed(), **options))


@pytest.mark.parametrize(("form", "frames"), [("PNG", 1), ("JPEG", 1), ("TIFF", 3)])
def test_pictures_are_pages(form: str, frames: int) -> None:
    document = read(stored(*[printed()] * frames, form=form, dpi=(150, 150)))
    assert document.media_type == f"image/{form.lower()}"
    assert [p.source for p in document.pages] == ["ocr"] * frames
    assert document.pages[0].width == pytest.approx(595, abs=2)
    assert "chữ" in document.text


def test_more_pages_than_wanted() -> None:
    document = read(stored(*[printed()] * 3, form="TIFF"), max_pages=2)
    assert len(document.pages) == 2 and [w.code for w in document.warnings] == ["too_many_pages"]


def test_without_ocr_pages_say_so() -> None:
    document = read_document(stored(printed()), "x", ReadOptions(ocr=False))
    assert [p.source for p in document.pages] == ["none"] and [w.code for w in document.warnings] == ["needs_ocr"]


@pytest.mark.parametrize("mode", ["1", "P", "LA", "RGBA", "CMYK", "I;16", "L"])
def test_any_kind_of_pixels(mode: str) -> None:
    page = sheet(60)
    page[100:120, 100:200] = 0
    wide = mode == "I;16"
    picture = Image.fromarray(page.astype(np.uint16) * 257) if wide else Image.fromarray(page).convert(mode)
    pixels = to_pixels(picture)
    grey = pixels if pixels.ndim == 2 else pixels.mean(axis=2)
    assert grey[110, 150] < 60 and grey[10, 10] > 230 and pixels.dtype == np.uint8


def test_see_through_is_white() -> None:
    picture = Image.new("RGBA", (300, 300), (0, 0, 0, 0))
    assert to_pixels(picture).min() == 255


def test_the_camera_mark_turns_the_page() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = Image.open(io.BytesIO(stored(printed(), form="JPEG", exif=exif)))
    assert to_pixels(picture).shape == printed().shape[::-1]


@pytest.mark.parametrize(("size", "dpi", "points"), [
    ((1240, 1754), (150, 150), (595.2, 841.9)), ((1240, 1754), None, (595.3, 842.1)),
    ((1754, 1240), None, (841.9, 595.2)), ((2480, 3508), (72, 72), (595.3, 842.1)),
    ((2480, 3508), (1, 1), (595.3, 842.1)), ((1920, 2560), None, (595.3, 793.7)),
])
def test_size_of_a_page(size: tuple[int, int], dpi: tuple[int, int] | None, points: tuple[float, float]) -> None:
    picture = Image.new("L", size)
    if dpi:
        picture.info["dpi"] = dpi
    assert page_size(picture) == pytest.approx(points, abs=0.5)


def _bomb() -> bytes:
    """A PNG header that promises 35,000 x 35,000 pixels."""
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", 35_000, 35_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 64)) + chunk(b"IEND", b"")


@pytest.mark.parametrize(("data", "code"), [
    (_bomb(), "too_large"), (stored(sheet(60)[:50, :50]), "too_small"), (b"\x89PNG\r\n\x1a\n" + b"x" * 40, "damaged"),
    (b"\xff\xd8\xff\xe0 no picture", "damaged"), (b"II*\0" + b"\0" * 30, "damaged"),
])
def test_pictures_that_cannot_be_read(data: bytes, code: str) -> None:
    with pytest.raises(DocumentError) as problem:
        read(data)
    assert problem.value.code == code


def test_a_picture_cut_short_is_a_page_unread() -> None:
    whole = stored(printed(), form="PNG")
    document = read(whole[:len(whole) // 2])
    assert [w.code for w in document.warnings] == ["page_unread"]


CORNERS = np.array([[180, 130], [1150, 190], [1260, 1580], [90, 1500]], np.float32)


def photographed() -> np.ndarray:
    """A page on a dark table, at a slant, half in shadow."""
    page = printed()
    flat = np.array([[0, 0], [page.shape[1], 0], [page.shape[1], page.shape[0]], [0, page.shape[0]]], np.float32)
    there = cv2.getPerspectiveTransform(flat, CORNERS)
    shot = cv2.warpPerspective(page, there, (1360, 1700), borderValue=60).astype(np.float32)
    return (shot * np.linspace(1.0, 0.62, shot.shape[1])[None]).astype(np.uint8)


def test_a_photographed_page_is_found_and_drawn_flat() -> None:
    shot = photographed()
    corners = find_page(shot)
    assert corners is not None and np.abs(corners - CORNERS).max() < 12
    drawn, back = rectify(shot, corners)
    assert drawn.shape[0] / drawn.shape[1] == pytest.approx(2 ** 0.5, abs=0.01)
    end = back @ np.array([drawn.shape[1], drawn.shape[0], 1.0])
    assert end[:2] / end[2] == pytest.approx(CORNERS[2], abs=12)


def test_points_of_a_photo_go_back_to_the_photo() -> None:
    page, flat = flattened(image(photographed()))
    assert flat is not None and page.photo
    x, y = at(flat, page.width, page.height)
    assert (x, y) == pytest.approx((CORNERS[2][0] * 595.3 / 1360, CORNERS[2][1] * 841.9 / 1700), abs=8)


@pytest.mark.parametrize("page", [printed(), sheet()])
def test_a_scan_is_no_photo(page: np.ndarray) -> None:
    assert find_page(page) is None
