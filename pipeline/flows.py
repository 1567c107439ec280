"""The run as a Prefect flow: one task a batch, with states that say what failed. Only this module imports Prefect.

The work is done by the worker processes of pipeline.ingest; paths and counts alone pass through Prefect. A batch in
which a document failed ends COMPLETED under the name "CompletedWithFailures", with the files and reasons in its
message, and so does the flow: the batch itself went well. A batch that could not be worked at all (disk full, broken
installation) is tried once more where that may help, and then FAILED.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from prefect import flow, runtime, task
from prefect.client.schemas.objects import State
from prefect.exceptions import PrefectException
from prefect.states import Completed, Failed

from pipeline.catalogue import Entry
from pipeline.ingest import Ingest, Report, opened
from pipeline.prefect_server import PrefectUnusable
from pipeline.settings import Settings

# the part of the API that a run and its tasks call; to make the rest ready takes most of a second
ROUTES = {"/admin", "/csrf-token", "/events", "/flow_run_states", "/flow_runs", "/flows", "/logs", "/task_run_states"}
ROUTES |= {"/task_runs"}
NAMED = 10  # failed files named in a state's message


@dataclass(slots=True)
class _Watch:
    """The run that the tasks of this process watch, and what it ended with."""

    ingest: Ingest | None = None
    report: Report | None = None
    errors: list[BaseException] = field(default_factory=list)


_watch = _Watch()


def _state(entries: Iterable[Entry]) -> State[Any]:
    """A finished state that says how many documents ended how, and names those that failed."""
    entries = list(entries)
    counts = Counter(e.outcome for e in entries)
    message = ", ".join(f"{n} {outcome}" for outcome, n in sorted(counts.items())) or "nothing to do"
    bad = [e for e in entries if e.outcome in {"failed", "partial"}]
    message += "".join(f"\n{e.name}: {e.reason}" for e in bad[:NAMED])
    name = "CompletedWithFailures" if bad else "Completed"
    return Completed(name=name, message=message, data=dict(counts))


def _may_pass(_task: Any, _run: Any, state: State[Any]) -> bool:
    """Whether trying again may help: the disk or the network, not a broken installation."""
    error = state.result(raise_on_failure=False)
    return isinstance(error, OSError)


@task(
    name="read-batch",
    task_run_name="batch-{number}",
    retries=1,
    retry_delay_seconds=2,
    retry_condition_fn=_may_pass,
    persist_result=False,
)
def read_batch(number: int) -> State[Any]:
    """Waits until one batch is read and published."""
    assert _watch.ingest is not None
    try:
        return _state(_watch.ingest.batch(number, again=(runtime.task_run.run_count or 1) > 1))
    except BaseException as e:
        _watch.errors.append(e)
        raise


def _work(ingest: Ingest) -> State[Any]:
    _watch.ingest, _watch.errors = ingest, []
    states = [read_batch(number, return_state=True) for number in range(len(ingest.batches))]
    if any(s.is_failed() or s.is_crashed() for s in states):
        return Failed(message="; ".join(dict.fromkeys(f"{type(e).__name__}: {e}" for e in _watch.errors)))
    _watch.report = ingest.finish()
    return _state(_watch.report.entries)


@flow(name="giaoviec", persist_result=False, validate_parameters=True)
def ingest_files(
    paths: list[str] | None = None, out: str | None = None, workers: int | None = None, force: bool = False
) -> State[Any]:
    """Reads files and folders (the inbox where none is named) and publishes the tables."""
    if _watch.ingest is not None:
        return _work(_watch.ingest)
    settings = Settings(workers=workers) if workers else Settings()
    places = [Path(p) for p in paths or [str(settings.inbox)]]
    with opened(places, Path(out) if out else settings.processed, settings, force=force) as ingest:
        ingest.start()
        try:
            return _work(ingest)
        finally:
            _watch.ingest = None


def api_app() -> Any:
    """Prefect's own API as an ASGI app, without the services that only a lasting server needs."""
    from prefect.server.api import server

    kept = tuple(router for router in server.API_ROUTERS if router.prefix in ROUTES)
    server.API_ROUTERS = kept  # type: ignore[assignment]
    return server.create_app(ephemeral=True)


def watch(ingest: Ingest) -> Report:
    """Runs the flow over a run that has been started. Raises what the run raised, or PrefectUnusable."""
    _watch.ingest, _watch.report, _watch.errors = ingest, None, []
    try:
        state = ingest_files([], str(ingest.out), return_state=True)
    except (PrefectException, httpx.HTTPError, RuntimeError) as e:
        raise PrefectUnusable(f"{type(e).__name__}: {e}") from e
    finally:
        _watch.ingest = None
    if _watch.report is not None:
        return _watch.report
    if _watch.errors:
        raise _watch.errors[-1]
    raise PrefectUnusable(state.message or state.name or "unknown state")
