"""Pages already read by OCR, kept as files: one a page, atomic to write, a damaged one is found out and read anew."""
from __future__ import annotations

import zlib
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

_MARK = b"giaoviec-page-1\n"


class PageFiles:
    """A `PageCache` in a folder. Several processes may share it."""

    def __init__(self, folder: Path | str) -> None:
        self._folder = Path(folder)

    def __reduce__(self) -> tuple[type[PageFiles], tuple[Path]]:
        return PageFiles, (self._folder,)

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / f"{key[2:]}.page"

    def get(self, key: str) -> bytes | None:
        """The bytes put under a key; None where there are none, or where they are damaged."""
        try:
            stored = self._path(key).read_bytes()
        except OSError:
            return None
        mark, digest, packed = stored[:len(_MARK)], stored[len(_MARK):len(_MARK) + 32], stored[len(_MARK) + 32:]
        if mark != _MARK or sha256(packed).digest() != digest:
            return None
        return zlib.decompress(packed)

    def put(self, key: str, value: bytes) -> None:
        """Keeps bytes under a key. A cache that cannot be written costs time, not the run."""
        packed = zlib.compress(value, 6)
        path = self._path(key)
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            with NamedTemporaryFile(dir=path.parent, prefix=".new-", delete=False) as file:
                try:
                    file.write(_MARK + sha256(packed).digest() + packed)
                    file.close()
                    Path(file.name).replace(path)
                except OSError:
                    Path(file.name).unlink(missing_ok=True)
                    raise
