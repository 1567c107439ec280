"""What a worker process does: loads the gazetteers once, then reads one file after another."""

from __future__ import annotations

import logging
import os
from multiprocessing.connection import Connection
from pathlib import Path

from pipeline.work import Job, work


def log_to(folder: Path) -> None:
    """Sends the program's log, with its tracebacks, to `giaoviec.log` in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    handler = logging.FileHandler(folder / "giaoviec.log", encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(process)d %(levelname)s %(message)s"))
    logger = logging.getLogger("giaoviec")
    for old in list(logger.handlers):
        logger.removeHandler(old)
    logger.addHandler(handler)
    logger.propagate = False


def limit_memory(megabytes: int) -> None:
    """Makes an allocation far beyond the limit fail at once, as a MemoryError, before the memory is taken."""
    try:
        import resource

        now = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        wanted = now + 2 * megabytes * 1_000_000
        resource.setrlimit(resource.RLIMIT_AS, (wanted if hard < 0 else min(wanted, hard), hard))
    except (ImportError, OSError, ValueError):
        return


def redirect_to(folder: Path) -> None:
    """Sends what libraries print to the log too, so that the terminal stays the command line's own."""
    log = os.open(folder / "giaoviec.log", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    for stream in (1, 2):
        os.dup2(log, stream)
    os.close(log)


def serve(connection: Connection) -> None:
    """Says "ready" once the gazetteers are loaded ("broken" and why where they cannot be), then answers jobs."""
    from gazetteers.lexicon import LexiconError

    try:
        from gazetteers.units import load

        load()
    except (ImportError, LexiconError, OSError) as e:
        connection.send(("broken", f"{type(e).__name__}: {e}"))
        return
    connection.send(("ready", None))
    logged: Path | None = None
    while True:
        job: Job = connection.recv()
        if logged != job.logs:
            logged = job.logs
            log_to(logged)
            redirect_to(logged)
            limit_memory(job.memory)
        connection.send(("done", work(job)))
