"""Gets Prefect ready for a run on one machine: its API, quiet, without telemetry, without the work waiting for it.

Where PREFECT_API_URL names a server, that one is used. Otherwise a small server of the run's own is started in the
background, with its database in the user's cache folder; documents are already being read while it comes up. Nothing
here imports Prefect: pipeline.flows does.
"""

from __future__ import annotations

import atexit
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.ingest import Ingest, Report

START_LIMIT = 90.0  # seconds for the server to come up; the very first start makes its database

# no telemetry, no log lines in the user's terminal, none of the services that only a lasting server needs
QUIET = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_SERVER_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
    "PREFECT_CLI_PROMPT": "false",
    "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "false",
}
SMALL = {
    "PREFECT_UI_ENABLED": "0",
    "PREFECT__SERVER_EPHEMERAL": "1",
    "PREFECT__SERVER_FINAL": "1",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "PREFECT_API_BLOCKS_REGISTER_ON_START": "false",
    **{
        f"PREFECT_SERVER_SERVICES_{name}_ENABLED": "false"
        for name in (
            "SCHEDULER",
            "LATE_RUNS",
            "PAUSE_EXPIRATIONS",
            "CANCELLATION_CLEANUP",
            "FOREMAN",
            "TRIGGERS",
            "EVENT_PERSISTER",
            "EVENT_LOGGER",
            "REPOSSESSOR",
        )
    },
}


class PrefectUnusable(Exception):
    """Prefect cannot be used here and now; the run can go on without it. The message says why."""


def prefect_home() -> Path:
    """Where Prefect keeps its own things: GIAOVIEC_PREFECT_HOME, else the user's cache folder, else a temporary one."""
    if given := os.environ.get("GIAOVIEC_PREFECT_HOME"):
        return Path(given)
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "giaoviec" / "prefect"
    try:
        cache.mkdir(parents=True, exist_ok=True)
    except OSError:
        return Path(gettempdir()) / f"giaoviec-prefect-{os.getuid()}"
    return cache if os.access(cache, os.W_OK) else Path(gettempdir()) / f"giaoviec-prefect-{os.getuid()}"


def _free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


class LocalServer:
    """A Prefect API on this machine only, for as long as one run lasts."""

    def __init__(self, home: Path) -> None:
        port = _free_port()
        self.url = f"http://127.0.0.1:{port}/api"
        home.mkdir(parents=True, exist_ok=True)
        self.log = home / "server.log"
        command = [
            sys.executable,
            "-m",
            "uvicorn",
            "--factory",
            "prefect.server.api.server:create_app",
            "--host",
            "127.0.0.1",
            "--port",
            str(port),
            "--log-level",
            "error",
            "--lifespan",
            "on",
        ]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                command,
                env={**os.environ, **QUIET, **SMALL, "PREFECT_HOME": str(home)},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def wait(self) -> None:
        """Until it answers; PrefectUnusable when it ends or takes too long."""
        deadline = time.monotonic() + START_LIMIT
        while not _healthy(self.url, 1.0):
            if self.process.poll() is not None:
                raise PrefectUnusable(f"server ended with code {self.process.returncode}, see {self.log}")
            if time.monotonic() > deadline:
                raise PrefectUnusable(f"server did not come up, see {self.log}")
            time.sleep(0.05)

    def stop(self) -> None:
        """Ends it."""
        self.process.terminate()
        try:
            self.process.wait(timeout=3)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def _healthy(url: str, timeout: float) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/health", timeout=timeout) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


_own: list[LocalServer] = []  # the server of this process, kept to its end: Prefect remembers the address


def _api() -> LocalServer | None:
    """Points Prefect to an API: the one that is set (None), or one of our own, which may still be coming up."""
    os.environ.update({k: v for k, v in QUIET.items() if k not in os.environ})
    if _own:
        return _own[0]
    if url := os.environ.get("PREFECT_API_URL"):
        if not _healthy(url.rstrip("/"), 5.0):
            raise PrefectUnusable(f"PREFECT_API_URL {url} does not answer")
        return None
    home = prefect_home()
    _own.append(LocalServer(home))
    atexit.register(_own[0].stop)
    os.environ.update(PREFECT_API_URL=_own[0].url, PREFECT_HOME=str(home))
    return _own[0]


def recorded(ingest: Ingest) -> Report:
    """Watches a started run as a Prefect flow, one task a batch. Raises what the run raises, or PrefectUnusable."""
    server = _api()
    try:
        from pipeline.flows import watch
    except ImportError as e:
        raise PrefectUnusable(f"{type(e).__name__}: {e}") from e
    if server:
        server.wait()
    return watch(ingest)


def prepare() -> None:
    """Starts the server once and ends it, so that its database is there before the first run."""
    if server := _api():
        server.wait()


if __name__ == "__main__":
    prepare()
