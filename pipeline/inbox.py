"""What came in: finds the files of a run, leaves out junk, reads each once for its hash, tells duplicates apart.

Reads folders and files. Writes `Incoming` values; decides nothing about what is already published (see pipeline.plan).
"""

from __future__ import annotations

import fnmatch
import hashlib
import os
import stat
import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

JUNK_FILES = (
    "~$*",
    "._*",
    ".DS_Store",
    "Thumbs.db",
    "desktop.ini",
    "*.part",
    "*.crdownload",
    "*.download",
    "*.tmp",
    ".~lock.*",
    "*.swp",
    ".nfs*",
    ".gitkeep",
    ".gitignore",
    ".gitattributes",
)
JUNK_FOLDERS = (".git", "__MACOSX", ".venv", "__pycache__", ".ipynb_checkpoints", "_state", "@eaDir")
CHUNK = 1 << 20
SETTLE = 0.5  # seconds given to a file that is being written

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Incoming:
    """One file that came in; where it could not be read, `code` and `reason` (Vietnamese) say why."""

    path: Path
    name: str
    uri: str
    size: int | None = None
    sha256: str | None = None
    code: str | None = None
    reason: str | None = None
    junk: bool = False


class FileProblem(Exception):
    """A file cannot be opened or read: a code and a plain Vietnamese reason."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(code, reason)
        self.code, self.reason = code, reason


PROBLEMS = {
    "symlink": "Đây là liên kết (symlink), không phải tệp; hãy chép chính tệp vào thư mục.",
    "special": "Đây không phải tệp thông thường (FIFO, thiết bị hoặc socket).",
    "permission": "Không có quyền đọc tệp; hãy cấp quyền đọc rồi chạy lại.",
    "vanished": "Tệp không còn ở đó khi đọc đến.",
    "changing": "Tệp đang được ghi dở; hãy chạy lại khi việc chép tệp đã xong.",
    "too_big": "Tệp lớn hơn giới hạn {limit} MB; hãy tách tệp hoặc nâng GIAOVIEC_MAX_SIZE.",
    "io": "Không đọc được tệp từ ổ đĩa ({detail}); hãy thử lại.",
}


def _problem(code: str, **details: object) -> FileProblem:
    return FileProblem(code, PROBLEMS[code].format(**details))


def printable_name(path: Path) -> str:
    """The file's name, NFC, with bytes that are no text replaced."""
    return unicodedata.normalize("NFC", os.fsencode(path.name).decode("utf-8", "replace"))


def file_uri(path: Path) -> str:
    """The file's address; absolute, without following a link in its last part."""
    return (path.parent.resolve() / path.name).as_uri()


def is_junk(name: str) -> bool:
    """Whether a file is a leftover of an office program, a browser or an operating system."""
    return any(fnmatch.fnmatchcase(name.lower(), pattern.lower()) for pattern in JUNK_FILES)


def find_files(paths: Iterable[Path], leave_out: Path | None = None) -> Iterator[Path]:
    """The files under the paths, each once, in a fixed order; not under `leave_out` (the output folder)."""
    seen: set[Path] = set()
    barred = leave_out.resolve() if leave_out else None
    for top in paths:
        for path in _files_under(top, barred):
            key = path.parent.resolve() / path.name
            if key not in seen:
                seen.add(key)
                yield path


def _files_under(top: Path, barred: Path | None) -> Iterator[Path]:
    if not top.is_dir():
        yield top.resolve() if top.is_symlink() else top
        return
    for folder, names, files in os.walk(top):
        links = [n for n in names if (Path(folder) / n).is_symlink()]
        names[:] = sorted(
            n for n in names if n not in JUNK_FOLDERS and n not in links and (Path(folder) / n).resolve() != barred
        )
        yield from (Path(folder) / n for n in sorted(files + links))


def look_at(path: Path, max_size: int) -> Incoming:
    """One file's name, size and hash, or why it cannot be read. `max_size` in megabytes."""
    name, uri = printable_name(path), file_uri(path)
    if is_junk(name):
        return Incoming(path, name, uri, junk=True)
    try:
        size, digest = settled(_hash, path, max_size)
    except FileProblem as problem:
        return Incoming(path, name, uri, code=problem.code, reason=problem.reason)
    return Incoming(path, name, uri, size, digest)


def settled(read: Callable[[Path, int], T], path: Path, max_size: int) -> T:
    """What `read` gives of a file that did not change meanwhile; a changing or busy one is given a second chance."""
    try:
        return read(path, max_size)
    except FileProblem as problem:
        if problem.code not in {"changing", "io"}:
            raise
    time.sleep(SETTLE)
    return read(path, max_size)


def _hash(path: Path, max_size: int) -> tuple[int, str]:
    digest = hashlib.sha256()
    size = 0
    for chunk in _chunks(path, max_size):
        digest.update(chunk)
        size += len(chunk)
    return size, digest.hexdigest()


def read_bytes(path: Path, max_size: int) -> bytes:
    """The whole file; raises FileProblem where it cannot be read, is too big, or changes while being read."""
    return b"".join(_chunks(path, max_size))


def _chunks(path: Path, max_size: int) -> Iterator[bytes]:
    try:
        before = path.lstat()
        _check_kind(before, max_size)
        with path.open("rb") as f:
            while chunk := f.read(CHUNK):
                yield chunk
            after = os.fstat(f.fileno())
    except FileNotFoundError:
        raise _problem("vanished") from None
    except PermissionError:
        raise _problem("permission") from None
    except OSError as e:
        raise _problem("io", detail=e.strerror or type(e).__name__) from e
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise _problem("changing")


def _check_kind(facts: os.stat_result, max_size: int) -> None:
    if stat.S_ISLNK(facts.st_mode):
        raise _problem("symlink")
    if not stat.S_ISREG(facts.st_mode):
        raise _problem("special")
    if facts.st_size > max_size * 1_000_000:
        raise _problem("too_big", limit=max_size)
