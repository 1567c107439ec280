"""Pages already read: what the key of a page is made of, and a page as bytes. Where the bytes lie is the caller's."""
from __future__ import annotations

import json
from dataclasses import asdict
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol

from extractors.models import Box, PageCell, PageGrid, PageRead, Word
from extractors.readers.ocr.contract import PageImage

# modules that carry pages about, but decide nothing of what is read
_AROUND = frozenset({"cache", "contract", "pool", "reader", "worker", "__init__"})


class PageCache(Protocol):
    """Keeps bytes under a key. A damaged entry is a missing one; `put` is atomic."""

    def get(self, key: str) -> bytes | None: ...

    def put(self, key: str, value: bytes) -> None: ...


def page_key(page: PageImage, engine: str) -> str:
    """Of the pixels, the page's size, the engine with its models, and the code that reads: any change is a new key."""
    facts = (engine, code_version(), page.pixels.shape, round(page.width, 3), round(page.height, 3), page.photo)
    digest = sha256(repr(facts).encode())
    digest.update(page.pixels.tobytes())
    return digest.hexdigest()


@lru_cache(maxsize=1)
def code_version() -> str:
    """A hash of the code that decides what is read."""
    here = Path(__file__).parent
    files = [f for f in sorted(here.glob("*.py")) if f.stem not in _AROUND] + [here.parent / "ruled_grids.py"]
    return sha256(b"".join(f.read_bytes() for f in files)).hexdigest()[:16]


def to_bytes(page: PageRead) -> bytes:
    """A page as JSON."""
    return json.dumps(asdict(page), ensure_ascii=False, separators=(",", ":")).encode()


def from_bytes(data: bytes, page: PageImage) -> PageRead | None:
    """The page again, under the number and reason of `page`; None when the bytes are not one."""
    try:
        found: dict[str, Any] = json.loads(data)
        words, grids = _words(found["words"]), tuple(_grid(g, page.number) for g in found["grids"])
        rules = tuple(_box(b, page.number) for b in found["rules"])
        back = found["to_scan"] and tuple(found["to_scan"])
        return PageRead(page.number, found["width"], found["height"], words, grids, found["source"], page.reason,
                        rules, back)
    except (ValueError, KeyError, TypeError):
        return None


def _words(found: list[dict[str, Any]]) -> tuple[Word, ...]:
    return tuple(Word(**w) for w in found)


def _box(found: dict[str, Any], page: int) -> Box:
    return Box(**{**found, "page": page})


def _grid(found: dict[str, Any], page: int) -> PageGrid:
    rows = tuple(tuple(PageCell(_box(c["box"], page), c["col"], c["span"], _words(c["words"]), c["rows"]) for c in row)
                 for row in found["rows"])
    return PageGrid(_box(found["box"], page), found["columns"], rows)
