"""The seam to the recognition engine: pictures of blocks in, words with boxes out. Tesseract, in two ways to call it.

`OMP_THREAD_LIMIT` is set to 1 before anything of tesseract is loaded: with its own threads a page takes six times
as long, and the threads of several processes spin against each other.
"""
from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from importlib import import_module, util
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from extractors.errors import DocumentError

if TYPE_CHECKING:
    from numpy import uint8
    from numpy.typing import NDArray

os.environ.setdefault("OMP_THREAD_LIMIT", "1")


class Mode(Enum):
    """What a picture holds: a block of running text, or nothing but a number (table labels)."""

    TEXT = "text"
    NUMBER = "number"


NUMBER_LETTERS = "0123456789IVX."


@dataclass(frozen=True, slots=True)
class Token:
    """One word as the engine saw it: pixels of the picture given, confidence 0..1, and its line in the picture."""

    text: str
    x0: int
    y0: int
    x1: int
    y1: int
    confidence: float
    line: int


class Engine(Protocol):
    """Reads pictures. `name` goes into the cache key: it says which engine, version and models answered."""

    @property
    def name(self) -> str: ...

    def read(self, pictures: Sequence[NDArray[uint8]], dpi: int, mode: Mode) -> list[tuple[Token, ...]]:
        """The words of each picture (grey, dark on white, upright), in reading order; one entry a picture."""
        ...


# --- finding what is installed ----------------------------------------------------------------------------------

_PLACES = ("/usr/share/tesseract-ocr/5/tessdata", "/usr/share/tesseract-ocr/4.00/tessdata", "/usr/share/tessdata",
           "/usr/local/share/tessdata", "/opt/homebrew/share/tessdata")
MODELS = ("Vietnamese", "script/Vietnamese", "vie")  # best first, by measure


@dataclass(frozen=True, slots=True)
class Installed:
    """Where the language data lie and which models will read text and numbers."""

    folder: str
    text: str
    number: str


def find_models(wanted: str = "") -> Installed | None:
    """The first folder of language data with a Vietnamese model (`wanted` before others); None when there is none."""
    for folder in _folders():
        for model in (wanted, *MODELS) if wanted else MODELS:
            if (folder / f"{model}.traineddata").is_file():
                number = "eng" if (folder / "eng.traineddata").is_file() else model
                return Installed(str(folder), model, number)
    return None


def _folders() -> Iterator[Path]:
    named = os.environ.get("TESSDATA_PREFIX")
    for place in ([named, f"{named}/tessdata"] if named else []) + list(_PLACES):
        if Path(place).is_dir():
            yield Path(place)


def no_ocr() -> DocumentError:
    """What a clerk is told when pages need OCR and it is not installed."""
    return DocumentError("no_ocr", "Văn bản có trang ảnh quét nhưng máy chưa có bộ nhận dạng chữ tiếng Việt.",
                         "Cài các gói: apt install tesseract-ocr tesseract-ocr-vie tesseract-ocr-script-viet, "
                         "rồi chạy lại.")


def load_engine(spec: str = "auto", model: str = "") -> Engine:
    """The engine a specification names: "auto", "tesserocr", "pytesseract", or "module:factory" (tests).

    DocumentError "no_ocr" when tesseract or its Vietnamese model is missing.
    """
    if ":" in spec:
        module, _, factory = spec.partition(":")
        made: Engine = getattr(import_module(module), factory)()
        return made
    found = find_models(model)
    if found is None:
        raise no_ocr()
    if spec == "tesserocr" or (spec == "auto" and util.find_spec("tesserocr")):
        return InProcess(found)
    return CommandLine(found)


def check_engine(spec: str = "auto", model: str = "") -> None:
    """Raises DocumentError "no_ocr" before any work when the engine could not be loaded; loads nothing heavy."""
    from shutil import which
    if ":" in spec:
        return
    if find_models(model) is None or not (util.find_spec("tesserocr") or which("tesseract")):
        raise no_ocr()


# --- tesseract in this process ----------------------------------------------------------------------------------


class InProcess:
    """tesserocr: the library in this process, models loaded once. Not for several threads at a time."""

    def __init__(self, found: Installed) -> None:
        import tesserocr
        self._lib, self._found, self._apis = tesserocr, found, dict[Mode, Any]()
        self.name = f"tesserocr {tesserocr.tesseract_version().split()[1]} {found.text} {found.number}"

    def _api(self, mode: Mode) -> Any:
        if mode not in self._apis:
            model = self._found.text if mode is Mode.TEXT else self._found.number
            api = self._lib.PyTessBaseAPI(path=self._found.folder, lang=model, oem=self._lib.OEM.LSTM_ONLY,
                                          psm=self._lib.PSM.SINGLE_BLOCK)
            if mode is Mode.NUMBER:
                api.SetVariable("tessedit_char_whitelist", NUMBER_LETTERS)
            self._apis[mode] = api
        return self._apis[mode]

    def read(self, pictures: Sequence[NDArray[uint8]], dpi: int, mode: Mode) -> list[tuple[Token, ...]]:
        """See Engine."""
        api, out = self._api(mode), list[tuple[Token, ...]]()
        for picture in pictures:
            height, width = picture.shape
            api.SetImageBytes(picture.tobytes(), width, height, 1, width)
            api.SetSourceResolution(dpi)
            api.Recognize()
            out.append(tuple(self._tokens(api)))
        return out

    def _tokens(self, api: Any) -> Iterator[Token]:
        level, line_level, line = self._lib.RIL.WORD, self._lib.RIL.TEXTLINE, -1
        it = api.GetIterator()
        if it is None or it.Empty(level):
            return
        while True:
            line += it.IsAtBeginningOf(line_level)
            box, text = it.BoundingBox(level), (it.GetUTF8Text(level) or "").strip()
            if box and text:
                x0, y0, x1, y1 = box
                yield Token(text, x0, y0, x1, y1, it.Confidence(level) / 100, line)
            if not it.Next(level):
                return


# --- tesseract as a program -------------------------------------------------------------------------------------


class CommandLine:
    """The tesseract program through pytesseract: one call a page and mode, all pictures in one list file."""

    def __init__(self, found: Installed) -> None:
        import pytesseract
        self._lib, self._found = pytesseract, found
        self.name = f"tesseract {pytesseract.get_tesseract_version()} {found.text} {found.number}"

    def read(self, pictures: Sequence[NDArray[uint8]], dpi: int, mode: Mode) -> list[tuple[Token, ...]]:
        """See Engine."""
        if not pictures:
            return []
        from tempfile import TemporaryDirectory
        with TemporaryDirectory(prefix="giaoviec-ocr-") as folder:
            table = self._lib.image_to_data(self._write(pictures, Path(folder)), lang=self._model(mode),
                                            config=self._config(dpi, mode), output_type=self._lib.Output.DICT)
        return self._split(table, len(pictures))

    def _model(self, mode: Mode) -> str:
        return self._found.text if mode is Mode.TEXT else self._found.number

    def _config(self, dpi: int, mode: Mode) -> str:
        digits = f" -c tessedit_char_whitelist={NUMBER_LETTERS}" if mode is Mode.NUMBER else ""
        return f'--tessdata-dir "{self._found.folder}" --oem 1 --psm 6 --dpi {dpi}{digits}'

    @staticmethod
    def _write(pictures: Sequence[NDArray[uint8]], folder: Path) -> str:
        import cv2
        names = [folder / f"{i}.pgm" for i in range(len(pictures))]
        for name, picture in zip(names, pictures, strict=True):
            cv2.imwrite(str(name), picture)
        listing = folder / "pictures.txt"
        listing.write_text("\n".join(map(str, names)) + "\n", encoding="utf-8")
        return str(listing)

    @staticmethod
    def _split(table: dict[str, list[Any]], count: int) -> list[tuple[Token, ...]]:
        out: list[list[Token]] = [[] for _ in range(count)]
        keys = ("page_num", "block_num", "par_num", "line_num", "text", "left", "top", "width", "height", "conf")
        for page, block, par, line, text, x, y, w, h, conf in zip(*(table[k] for k in keys), strict=True):
            word = str(text).strip()
            if word and float(conf) >= 0:
                number = (int(block) * 1000 + int(par)) * 1000 + int(line)
                out[int(page) - 1].append(Token(word, x, y, x + w, y + h, float(conf) / 100, number))
        return [tuple(tokens) for tokens in out]
