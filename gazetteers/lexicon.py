"""The word lists of `gazetteers/data`: plain CSV files that a data clerk edits, checked as they are loaded."""

from __future__ import annotations

import csv
import unicodedata
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"


class LexiconError(ValueError):
    """A word list is malformed. The message is for a data clerk: file, line, what is wrong (Vietnamese)."""

    def __init__(self, path: Path, line: int, problem: str) -> None:
        super().__init__(f"{path.name}, dòng {line}: {problem}")
        self.path, self.line, self.problem = path, line, problem


@cache
def load_lexicon(name: str, columns: tuple[str, ...] = (), folder: Path = DATA) -> tuple[dict[str, str], ...]:
    """The rows of `<folder>/<name>.csv`, in file order, each a dict of column -> text ("" where empty).

    Every one of `columns` must be in the header and filled in every row. The file is UTF-8 and NFC, with one header
    line; empty lines and lines that start with # are skipped. The rows are shared and cached: do not change them.
    Raises LexiconError with file and line.
    """
    path = folder / f"{name}.csv"
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise LexiconError(path, 0, "không tìm thấy tệp") from None
    except UnicodeDecodeError as error:
        raise LexiconError(path, error.object.count(b"\n", 0, error.start) + 1, "không phải UTF-8") from None
    lines = [(i, line) for i, line in enumerate(text.splitlines(), 1) if line.strip() and not line.startswith("#")]
    if not lines:
        raise LexiconError(path, 1, "tệp trống")
    header = _fields(path, *lines[0])
    missing = [c for c in columns if c not in header]
    if missing or len(set(header)) != len(header):
        raise LexiconError(path, lines[0][0], f"thiếu hoặc lặp cột: {', '.join(missing or header)}")
    return tuple(_row(path, i, header, _fields(path, i, line), columns) for i, line in lines[1:])


def _fields(path: Path, number: int, line: str) -> list[str]:
    """One line as its fields; a field may be quoted, but not run over lines."""
    try:
        return next(csv.reader([line], strict=True))
    except csv.Error:
        raise LexiconError(path, number, "dấu ngoặc kép không khớp") from None


def _row(path: Path, number: int, header: list[str], fields: list[str], required: tuple[str, ...]) -> dict[str, str]:
    if len(fields) != len(header):
        raise LexiconError(path, number, f"có {len(fields)} ô, cần {len(header)}")
    for column, value in zip(header, fields, strict=True):
        if value != " ".join(value.split()):
            raise LexiconError(path, number, f"khoảng trắng thừa ở cột {column}")
        if not unicodedata.is_normalized("NFC", value):
            raise LexiconError(path, number, f"cột {column} không ở dạng NFC")
        if column in required and not value:
            raise LexiconError(path, number, f"cột {column} trống")
    return dict(zip(header, fields, strict=True))
