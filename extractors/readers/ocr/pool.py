"""Processes that read pages, each of which can be killed: a page that hangs or dies costs itself and nothing else."""
from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from queue import SimpleQueue
from threading import Timer
from typing import Any

from extractors.models import PageRead
from extractors.readers.ocr.contract import PageImage
from extractors.readers.ocr.worker import receive, send

START = 120.0  # seconds a process may take to load the engine


def end(process: subprocess.Popen[bytes]) -> None:
    """Kills a worker and the program it may be waiting for (each worker leads a process group of its own)."""
    with suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()


class Worker:
    """One process. It is started at the first page, and again after it was killed."""

    def __init__(self, spec: str, model: str, seconds: float) -> None:
        self._spec, self._model, self._seconds = spec, model, seconds
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, page: PageImage) -> PageRead:
        """The page read; source "none" with the reason when it took too long, or the process died."""
        if self._process is None or self._process.poll() is not None:
            self._process = self._start()
            self._answer(START, None)
        kind, value = self._answer(self._seconds, page)
        return value if kind == "ok" else unread(page, str(value))

    def _answer(self, seconds: float, page: PageImage | None) -> tuple[str, Any]:
        """What the process says (to a page, or once it is ready), or ("error", why there is no answer)."""
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            return "error", "the engine did not start"
        late = Timer(seconds, end, [process])
        late.start()
        try:
            if page is not None:
                send(process.stdin, page)
            answer: tuple[str, Any] = receive(process.stdout)
        except (EOFError, OSError):
            too_late = not late.is_alive()
            self.close()
            return "error", f"no answer within {seconds:.0f} s" if too_late else "the engine died"
        finally:
            late.cancel()
        return answer

    def _start(self) -> subprocess.Popen[bytes]:
        path = os.pathsep.join(p for p in sys.path if p)
        return subprocess.Popen(
            [sys.executable, "-P", "-m", "extractors.readers.ocr.worker", self._spec, self._model],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True,
            env={**os.environ, "OMP_THREAD_LIMIT": "1", "PYTHONPATH": path})

    def close(self) -> None:
        """Ends the process."""
        if self._process is not None:
            end(self._process)
            for stream in (self._process.stdin, self._process.stdout):
                if stream:
                    with suppress(OSError):
                        stream.close()
            self._process.wait()
            self._process = None


def unread(page: PageImage, why: str) -> PageRead:
    """A page that could not be read."""
    reason = f"{page.reason}; OCR: {why}".strip("; ")
    return PageRead(page.number, page.width, page.height, (), source="none", reason=reason)


def read_in_processes(pages: Iterable[PageImage], workers: int, spec: str, model: str,
                      seconds: float) -> Iterator[PageRead]:
    """Reads pages in so many processes, in order; only a few pages more than processes are in memory."""
    staff: SimpleQueue[Worker] = SimpleQueue()
    hired = [Worker(spec, model, seconds) for _ in range(workers)]
    for worker in hired:
        staff.put(worker)

    def read(page: PageImage) -> PageRead:
        worker = staff.get()
        try:
            return worker.read(page)
        finally:
            staff.put(worker)

    waiting: deque[Future[PageRead]] = deque()
    with ThreadPoolExecutor(workers, thread_name_prefix="ocr") as threads:
        try:
            for page in pages:
                waiting.append(threads.submit(read, page))
                if len(waiting) > workers:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()
            for worker in hired:
                worker.close()
