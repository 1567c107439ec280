"""Engines for tests: one that answers without reading, and ones that fail in the ways real engines do."""
from __future__ import annotations

import os
import time
from collections.abc import Sequence
from typing import Any

from extractors.readers.ocr.engine import Mode, Token


class Fixed:
    """Answers every picture with one word over its ink; counts its calls."""

    name = "fixed 1"

    def __init__(self, word: str = "chữ") -> None:
        self.word, self.calls = word, 0

    def read(self, pictures: Sequence[Any], dpi: int, mode: Mode) -> list[tuple[Token, ...]]:
        self.calls += 1
        return [self._answer(p) for p in pictures]

    def _answer(self, picture: Any) -> tuple[Token, ...]:
        rows, columns = (picture < 128).nonzero()
        if not len(rows):
            return ()
        box = int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1
        return (Token(f"{self.word}{len(rows) % 997}", *box, 0.9, 0),)


class Faulty(Fixed):
    """Fails on a page whose print is heavier than a threshold, in the given way."""

    def __init__(self, way: str) -> None:
        super().__init__()
        self.way = way

    def _answer(self, picture: Any) -> tuple[Token, ...]:
        if (picture < 128).mean() > 0.5:
            if self.way == "hang":
                time.sleep(60)
            if self.way == "die":
                os._exit(9)
            if self.way == "bad text":
                b"\xff\xfe".decode("utf-8")
            raise RuntimeError("out of order")
        return super()._answer(picture)


def fixed() -> Fixed:
    return Fixed()


def hanging() -> Faulty:
    return Faulty("hang")


def dying() -> Faulty:
    return Faulty("die")


def stammering() -> Faulty:
    return Faulty("bad text")


def failing() -> Faulty:
    return Faulty("raise")
