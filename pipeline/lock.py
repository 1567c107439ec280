"""One run at a time on one output: a lock that the system lets go when its holder dies."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class OutputBusy(Exception):
    """Another run writes to this output."""


@contextmanager
def locked(out: Path, wait: float) -> Iterator[None]:
    """Holds the output's lock; waits up to `wait` seconds for it, then raises OutputBusy with the holder's number."""
    path = out / "_state" / "lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    deadline = time.monotonic() + wait
    with path.open("a+", encoding="ascii") as f:
        while True:
            try:
                fcntl.flock(f, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    f.seek(0)
                    raise OutputBusy(f.read().strip() or "?") from None
                time.sleep(0.2)
        f.truncate(0)
        f.write(str(os.getpid()))
        f.flush()
        yield
