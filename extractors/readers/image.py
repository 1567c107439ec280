"""Read pictures of pages: PNG, JPEG, TIFF of many pages, photos. Measured before anything is unpacked."""
from __future__ import annotations

import io
import warnings as python_warnings
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from extractors.errors import DocumentError
from extractors.layout import lay_out
from extractors.models import Document, PageRead, Warn
from extractors.readers.ocr.contract import PageImage
from extractors.readers.ocr.reader import page_reader

if TYPE_CHECKING:
    from numpy import uint8
    from numpy.typing import NDArray

MOST_PIXELS = 120_000_000   # of one page; a 600 dpi A3 scan has 70 million
SMALLEST = 200              # pixels of the shorter side; nothing readable is smaller
PAGE_SIDE = (200.0, 3400.0)  # points of a page's longer side that a stated resolution must lead to
A4 = (595.3, 841.9)
REASON = "a picture"


def read_image(data: bytes, options: Any) -> Document:
    """The Document of a picture's bytes, a page a frame. DocumentError when it is damaged or too large."""
    image = open_image(data)
    with image:
        warnings: list[Warn] = []
        count = getattr(image, "n_frames", 1)
        if count > options.max_pages:
            warnings.append(Warn("too_many_pages", f"Tệp có {count} trang, chỉ đọc {options.max_pages} trang đầu."))
        reader = page_reader(options)
        late: list[Warn] = []
        pages = _frames(image, min(count, options.max_pages), late)
        if reader is None:
            document = lay_out((_unread(page) for page in pages), media_type(image), warnings)
        else:
            document = lay_out(reader.read_pages(pages), media_type(image), warnings)
        return replace(document, warnings=document.warnings + tuple(late))


def media_type(image: Any) -> str:
    """The picture's media type by its content."""
    return f"image/{str(image.format or 'unknown').lower()}"


def open_image(data: bytes) -> Any:
    """The picture, its size known, nothing unpacked yet."""
    from PIL import Image, UnidentifiedImageError
    try:
        with python_warnings.catch_warnings():
            python_warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(data))
    except Image.DecompressionBombError:
        raise _too_large() from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        raise DocumentError("damaged", "Tệp ảnh bị hỏng hoặc không đúng định dạng.",
                            "Hãy lấy lại tệp từ nguồn.") from None
    if image.width * image.height > MOST_PIXELS:
        raise _too_large()
    if min(image.size) < SMALLEST:
        raise DocumentError("too_small", f"Ảnh quá nhỏ ({image.width} x {image.height} điểm ảnh), không đọc được chữ.",
                            "Hãy quét lại ở độ phân giải từ 200 dpi.")
    return image


def _too_large() -> DocumentError:
    return DocumentError("too_large", f"Ảnh quá lớn (trên {MOST_PIXELS // 1_000_000} triệu điểm ảnh).",
                         "Hãy quét lại ở 300 dpi rồi nộp lại tệp.")


def _frames(image: Any, count: int, warnings: list[Warn]) -> Iterator[PageImage]:
    """The pages of the picture. One that cannot be unpacked is blank and warned of."""
    import numpy as np
    for number in range(count):
        try:
            image.seek(number)
            if image.width * image.height > MOST_PIXELS:
                raise ValueError("too large")
            pixels = to_pixels(image)
            width, height = page_size(image)
            turned = image.getexif().get(0x0112, 1) >= 5
        except (OSError, ValueError, SyntaxError, EOFError, MemoryError):
            warnings.append(Warn("page_unread", f"Trang {number + 1} bị hỏng hoặc quá lớn, không đọc được.", number))
            yield PageImage(number, *A4, np.full((842, 595), 255, np.uint8), "damaged picture")
            continue
        yield PageImage(number, *((height, width) if turned else (width, height)), pixels, REASON)


def to_pixels(image: Any) -> NDArray[uint8]:
    """Grey or RGB pixels, upright by the camera's mark, transparent parts white."""
    import numpy as np
    from PIL import ImageOps
    if image.mode.startswith("I") or image.mode == "F":  # 16 bits a pixel
        wide = np.asarray(image, np.float32)
        top = 65535 if wide.max() > 255 else 255
        return np.asarray(np.clip(wide * (255 / top), 0, 255), np.uint8)
    image = ImageOps.exif_transpose(image)
    if "A" in image.getbands() or "transparency" in image.info:
        image = _on_white(image.convert("RGBA"))
    if image.mode not in ("L", "RGB"):
        image = image.convert("L" if image.mode in ("1", "LA") else "RGB")
    return np.array(image, np.uint8, order="C")


def _on_white(image: Any) -> Any:
    from PIL import Image
    return Image.alpha_composite(Image.new("RGBA", image.size, (255, 255, 255, 255)), image).convert("RGB")


def page_size(image: Any) -> tuple[float, float]:
    """Width and height in points as stored: by the stated resolution where that is believable, else an A4 page."""
    across, down = image.size
    stated = image.info.get("dpi") or (0, 0)
    x, y = (float(v) for v in stated[:2])
    stated_well = min(x, y) >= 73 and max(x, y) <= 1300  # 72 and 96 stand for "not known", but 96 is harmless
    if stated_well and PAGE_SIDE[0] <= max(across / x, down / y) * 72 <= PAGE_SIDE[1]:
        return across / x * 72, down / y * 72
    short, long = A4
    if down >= across:
        return (short, short * down / across) if down / across > 1.2 else (long * across / down, long)
    return (long, long * down / across)


def _unread(page: PageImage) -> PageRead:
    return PageRead(page.number, page.width, page.height, (), source="none", reason="a picture, OCR not wanted")
