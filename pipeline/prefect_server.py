"""Gets Prefect ready for a run on one machine: its API, quiet, without telemetry, without the work waiting for it.

Where PREFECT_API_URL names a server, that one is used. Otherwise a small server of the run's own answers in a thread of
this process (a process of its own would load Prefect twice), with its database in the user's cache folder; documents
are already being read while it comes up. Nothing here imports Prefect: pipeline.flows does.
"""

from __future__ import annotations

import atexit
import gc
import logging
import os
import socket
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.metadata import version
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING, Any

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
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "PREFECT_API_BLOCKS_REGISTER_ON_START": "false",
    "PY_KEY_VALUE_DISABLE_BEARTYPE": "true",  # else a library of the server is rewritten with type checks at its import
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


class LocalServer:
    """A Prefect API of this process, open to this machine only, for as long as one run lasts."""

    def __init__(self, home: Path) -> None:
        home.mkdir(parents=True, exist_ok=True)
        self.home, self.log = home, home / "server.log"
        self._socket = socket.socket()
        self._socket.bind(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}/api"
        self._server: Any = None
        self._thread = threading.Thread(target=self._serve, name="prefect-server", daemon=True)

    @property
    def migrated(self) -> Path:
        """The mark that this version of Prefect has brought its database up to date."""
        return self.home / f"database-of-{version('prefect')}"

    def environment(self) -> dict[str, str]:
        """The settings Prefect has to find when it is loaded."""
        ready = self.migrated.exists() and (self.home / "prefect.db").exists()
        migrate = {"PREFECT_API_DATABASE_MIGRATE_ON_START": "false"} if ready else {}
        return {**SMALL, **migrate, "PREFECT_API_URL": self.url, "PREFECT_HOME": str(self.home)}

    def start(self, app: Any) -> None:
        """Lets the app answer; at once, `wait` says when it does."""
        if self._server is not None:
            return
        import uvicorn

        log = logging.getLogger("uvicorn.error")
        log.propagate = False
        log.addHandler(logging.FileHandler(self.log, mode="w", encoding="utf-8", delay=True))
        config = uvicorn.Config(app, lifespan="on", log_config=None, log_level="error", access_log=False)
        self._server = uvicorn.Server(config)
        self._thread.start()

    def _serve(self) -> None:
        with suppress(SystemExit):  # uvicorn's way to say that it did not start
            self._server.run(sockets=[self._socket])

    def wait(self) -> None:
        """Until it answers; PrefectUnusable when it ends or takes too long."""
        deadline = time.monotonic() + START_LIMIT
        while not self._server.started:
            if not self._thread.is_alive():
                raise PrefectUnusable(f"server did not start, see {self.log}")
            if time.monotonic() > deadline:
                raise PrefectUnusable(f"server did not come up, see {self.log}")
            time.sleep(0.02)
        self.migrated.touch()

    def stop(self) -> None:
        """Ends it, once what it was told is written down."""
        if self._server is not None:
            self._server.should_exit = True
            self._thread.join(timeout=5)
        self._socket.close()


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
    _own.append(LocalServer(prefect_home()))
    atexit.register(_own[0].stop)
    os.environ.update(_own[0].environment())
    return _own[0]


@contextmanager
def _loading() -> Iterator[None]:
    """Loads Prefect in less time: its thousands of classes are no garbage, and it need not know pandas."""
    hidden = "pandas" not in sys.modules
    if hidden:
        sys.modules["pandas"] = None  # type: ignore[assignment]
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
        if hidden:
            sys.modules.pop("pandas", None)


def recorded(ingest: Ingest) -> Report:
    """Watches a started run as a Prefect flow, one task a batch. Raises what the run raises, or PrefectUnusable."""
    server = _api()
    try:
        with _loading():
            from pipeline import flows

            app = flows.api_app() if server else None
    except ImportError as e:
        raise PrefectUnusable(f"{type(e).__name__}: {e}") from e
    if server:
        server.start(app)
        server.wait()
    try:
        return flows.watch(ingest)
    except PrefectUnusable:
        if server:
            server.migrated.unlink(missing_ok=True)  # the next run looks at the database again
        raise


def prepare() -> None:
    """Starts the server once and ends it, so that its database is there before the first run."""
    if server := _api():
        from pipeline import flows

        server.start(flows.api_app())
        server.wait()


if __name__ == "__main__":
    prepare()
