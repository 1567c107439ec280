"""The page reader that files are given: cached pages at once, the others by an engine in so many processes."""
from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any

from extractors.models import PageRead
from extractors.readers.ocr.cache import PageCache, from_bytes, page_key, to_bytes
from extractors.readers.ocr.contract import PageImage
from extractors.readers.ocr.engine import Engine, check_engine, load_engine
from extractors.readers.ocr.pool import read_in_processes, unread
from extractors.repair import repair_pages


@dataclass(frozen=True)
class Reader:
    """Reads page pictures (a `PageReader`). `workers` processes with one thread each, 0: in this process, where a
    hanging engine cannot be stopped; `seconds` a page may take. The result does not depend on `workers`."""

    engine: str | Engine = "auto"
    model: str = ""
    workers: int = 1
    seconds: float = 120.0
    cache: PageCache | None = None

    @cached_property
    def _loaded(self) -> Engine:
        return load_engine(self.engine, self.model) if isinstance(self.engine, str) else self.engine

    def read_pages(self, pages: Iterable[PageImage]) -> Iterator[PageRead]:
        """See PageReader; DocumentError "no_ocr" before the first page where no engine is installed.

        What is known to be misread is put right, after the cache: its word lists change more often than pages do.
        """
        if isinstance(self.engine, str):
            check_engine(self.engine, self.model)
        return repair_pages(self._read_pages(pages))

    def _read_pages(self, pages: Iterable[PageImage]) -> Iterator[PageRead]:
        known: deque[tuple[str, PageRead | None]] = deque()

        def unknown() -> Iterator[PageImage]:
            for page in pages:
                key = page_key(page, self._loaded.name) if self.cache else ""
                found = self._cached(key, page)
                known.append((key, found))
                if found is None:
                    yield page

        for read in chain(self._read(unknown()), [None]):
            while known and known[0][1] is not None:
                yield _whole(known.popleft()[1])
            if read is not None:
                key, _ = known.popleft()
                self._keep(key, read)
                yield read

    def _read(self, pages: Iterator[PageImage]) -> Iterator[PageRead]:
        if self.workers > 0 and isinstance(self.engine, str):
            return read_in_processes(pages, self.workers, self.engine, self.model, self.seconds)
        return (self._read_here(page) for page in pages)

    def _read_here(self, page: PageImage) -> PageRead:
        import cv2

        from extractors.readers.ocr.recognise import read_picture
        try:
            return read_picture(page, self._loaded)
        except (ValueError, RuntimeError, ArithmeticError, LookupError, OSError, cv2.error) as problem:
            return unread(page, f"{type(problem).__name__}: {problem}")

    def _cached(self, key: str, page: PageImage) -> PageRead | None:
        data = self.cache.get(key) if self.cache else None
        return from_bytes(data, page) if data is not None else None

    def _keep(self, key: str, page: PageRead) -> None:
        if self.cache and page.source == "ocr":
            self.cache.put(key, to_bytes(page))


def _whole(page: PageRead | None) -> PageRead:
    assert page is not None
    return page


def page_reader(options: Any) -> Reader | None:
    """The reader that `ReadOptions` ask for; None when they want none. DocumentError "no_ocr" when it is missing."""
    if not options.ocr:
        return None
    reader = Reader(options.ocr_engine or "auto", options.ocr_model, options.ocr_workers, options.ocr_seconds,
                    options.page_cache)
    if isinstance(reader.engine, str):
        check_engine(reader.engine, reader.model)
    return reader
