"""Worker processes with a clock and a scale: a document that hangs, dies or swallows the memory costs itself only.

A time limit inside a process does nothing when a parser hangs in native code, so every worker is a process of its own
(in a session of its own, with whatever it starts) that can be killed and replaced. A worker lost to a crash is tried
once more; a document over its time or memory is not.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from pathlib import Path
from types import TracebackType
from typing import Generic, TypeVar

TICK = 0.25  # seconds between two looks at clock and memory


Job = TypeVar("Job")
Result = TypeVar("Result")


class BrokenStart(Exception):
    """Workers cannot start at all (a lexicon is malformed, a library is missing): the message says why."""


class Closed(Exception):
    """The pool was closed while it was at work."""


@dataclass(slots=True)
class Worker(Generic[Job]):
    """One process, the job it is at, and since when (monotonic seconds)."""

    process: SpawnProcess
    connection: Connection
    job: Job | None = None
    since: float = 0.0
    ready: bool = False


@dataclass(slots=True)
class Pool(Generic[Job, Result]):
    """Keeps `workers` processes at work. `lost(job, code)` makes the result of a job whose worker was lost, where code
    is "timeout", "memory" or "crashed". `serve` must be importable by a spawned process."""

    serve: Callable[[Connection], None]
    lost: Callable[[Job, str], Result]
    workers: int
    timeout: float = 600.0
    memory: int = 1500
    alive: list[Worker[Job]] = field(default_factory=list)
    closed: bool = False

    def __enter__(self) -> Pool[Job, Result]:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.close()

    def start(self, count: int) -> None:
        """Brings the number of processes up to `count`, at most `workers`."""
        while len(self.alive) < min(count, self.workers):
            context = multiprocessing.get_context("spawn")
            ours, theirs = context.Pipe()
            process = context.Process(target=_enter, args=(self.serve, theirs, os.getpid()), name="giaoviec-worker")
            process.start()
            theirs.close()
            self.alive.append(Worker(process, ours))

    def run(self, jobs: Sequence[Job]) -> Iterator[Result]:
        """One result a job, as they come."""
        waiting = deque((job, 0) for job in jobs)
        tries: dict[int, int] = {}
        open_jobs = len(jobs)
        while open_jobs:
            if self.closed:
                raise Closed
            self.start(open_jobs)
            for worker in self.alive:
                if worker.ready and worker.job is None and waiting:
                    job, tries_so_far = waiting.popleft()
                    tries[id(job)] = tries_so_far
                    self._give(worker, job)
            for worker, result, code in self._turn():
                job_done, worker.job = worker.job, None
                if job_done is None:
                    continue
                if code == "crashed" and tries[id(job_done)] == 0:
                    waiting.appendleft((job_done, 1))
                    continue
                open_jobs -= 1
                yield result if code is None and result is not None else self.lost(job_done, code or "crashed")

    def _give(self, worker: Worker[Job], job: Job) -> None:
        worker.job, worker.since = job, time.monotonic()
        with suppress(OSError):  # a dead worker is found by the next turn
            worker.connection.send(job)

    def _turn(self) -> Iterator[tuple[Worker[Job], Result | None, str | None]]:
        """Waits one tick at most: workers that answered, and those that were lost, with why."""
        ready = set(wait([w.connection for w in self.alive], timeout=TICK))
        for worker in list(self.alive):
            if worker.connection in ready:
                yield from self._hear(worker)
            elif worker.job is not None and (code := self._over_limit(worker)):
                self._end(worker)
                yield worker, None, code

    def _hear(self, worker: Worker[Job]) -> Iterator[tuple[Worker[Job], Result | None, str | None]]:
        try:
            kind, value = worker.connection.recv()
        except (EOFError, OSError):
            self._end(worker)
            if not worker.ready:
                raise BrokenStart("worker process died while starting") from None
            yield worker, None, "crashed"
            return
        if kind == "broken":
            raise BrokenStart(str(value))
        if kind == "ready":
            worker.ready = True
        else:
            yield worker, value, None

    def _over_limit(self, worker: Worker[Job]) -> str | None:
        if time.monotonic() - worker.since > self.timeout:
            return "timeout"
        return "memory" if resident_megabytes(worker.process.pid or 0) > self.memory else None

    def _end(self, worker: Worker[Job]) -> None:
        """Kills a worker and all that it started."""
        if worker in self.alive:
            self.alive.remove(worker)
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(worker.process.pid or 0, signal.SIGKILL)
        worker.process.kill()
        worker.process.join()
        worker.connection.close()

    def close(self) -> None:
        """Ends all workers; a `run` under way in another thread ends with Closed."""
        self.closed = True
        for worker in list(self.alive):
            self._end(worker)


def resident_megabytes(pid: int) -> float:
    """The memory a process holds, 0 where it cannot be known."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
    except (OSError, ValueError, IndexError):
        return 0.0


def _enter(serve: Callable[[Connection], None], connection: Connection, parent: int) -> None:
    """The first thing a worker does: a session of its own, and an end when the parent's end comes."""
    with suppress(OSError):
        os.setsid()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _die_with(parent)
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        serve(connection)


def _die_with(parent: int) -> None:
    """Asks Linux to kill this process when its parent dies, even by SIGKILL."""
    import ctypes

    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
