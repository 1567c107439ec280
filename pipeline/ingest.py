"""One run over a set of files, from what came in to the published tables; works with Prefect and without.

Reads the files and what is published. Writes tables, catalogue and quarantine. The work is cut into batches; one
thread of this process feeds the worker processes, another publishes each batch and notes it, so that whoever watches
(the command line, or one Prefect task a batch) only waits for results.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path

from extractors.models import Status
from pipeline import quarantine
from pipeline.catalogue import Catalogue, Entry
from pipeline.inbox import Incoming, find_files, look_at
from pipeline.link import link
from pipeline.lock import locked
from pipeline.plan import Action, Decision, decide
from pipeline.pool import Pool
from pipeline.publish import Store
from pipeline.rows import unread_rows
from pipeline.serve import serve
from pipeline.settings import Settings
from pipeline.version import pipeline_version
from pipeline.work import Job, Outcome, record_lost

Listener = Callable[[Entry], None]
Serve = Callable[[Connection], None]
_OUTCOME = {Status.OK: "done", Status.PARTIAL: "partial", Status.FAILED: "failed", Status.DUPLICATE: "duplicate"}


@dataclass(frozen=True, slots=True)
class Report:
    """What a run did: one entry a file, counts by outcome ("inputs" is their sum)."""

    run_id: str
    out: Path
    entries: tuple[Entry, ...]
    counts: dict[str, int]

    @property
    def worst(self) -> int:
        """0 when every file is well read (now or earlier), 1 when one is partial or failed."""
        return int(any(e.status in {"partial", "failed"} for e in self.entries))


class Ingest:
    """A run that has been planned. Made by `opened`; `start` begins the work, `batch` waits for one batch of it."""

    def __init__(
        self,
        settings: Settings,
        out: Path,
        decisions: list[Decision],
        catalogue: Catalogue,
        run_id: str,
        listener: Listener | None = None,
        serve: Serve = serve,
    ) -> None:
        self.settings, self.out, self.run_id = settings, out, run_id
        self.decisions, self.catalogue, self.listener = decisions, catalogue, listener
        self.store, self.state = Store(out), settings.state_of(out)
        self.version = pipeline_version()
        self.entries: dict[str, Entry] = {}
        work = [d for d in decisions if d.action in {Action.READ, Action.RECORD}]
        self.batches = [work[i : i + settings.batch] for i in range(0, len(work), settings.batch)]
        self.pool: Pool[Job, Outcome] = Pool(serve, self._lost, settings.workers, settings.timeout, settings.memory)
        # one thread feeds the workers, one publishes, so that no worker waits for a batch to be published
        self._reader = ThreadPoolExecutor(max_workers=1, thread_name_prefix="giaoviec-read")
        self._publisher = ThreadPoolExecutor(max_workers=1, thread_name_prefix="giaoviec-publish")
        self._futures: list[Future[Future[list[Entry]]]] = []

    def start(self) -> None:
        """Notes what needs no work and begins with the first batch."""
        self._note(_entry(d, d.status, "skipped") for d in self.decisions if d.action in {Action.KNOWN, Action.JUNK})
        self._futures = [self._reader.submit(self._run, batch) for batch in self.batches]

    def batch(self, number: int, again: bool = False) -> list[Entry]:
        """The entries of one batch, once it is published. `again` works it over, after a failure that may pass."""
        if again:
            self._futures[number] = self._reader.submit(self._run, self.batches[number])
        return self._futures[number].result().result()

    def finish(self) -> Report:
        """Ends the run; every file is in the report exactly once."""
        link(self.store)
        counts = self.catalogue.finish(self.run_id)
        return Report(self.run_id, self.out, tuple(self.entries.values()), counts)

    def stop(self) -> None:
        """Ends the workers, whatever they are at; what is being published is published to its end."""
        self.pool.close()
        self._reader.shutdown(wait=True, cancel_futures=True)
        self._publisher.shutdown(wait=True, cancel_futures=True)

    # --- in the run's own threads -------------------------------------------------------------------------------

    def _run(self, batch: list[Decision]) -> Future[list[Entry]]:
        recorded = [self._record(d) for d in batch if d.action is Action.RECORD]
        by_id = {d.facts.doc_id: d for d in batch if d.action is Action.READ}
        done = list(self._read(by_id))
        return self._publisher.submit(self._publish, recorded, done, by_id)

    def _publish(self, recorded: list[Entry], done: list[Entry], by_id: dict[str, Decision]) -> list[Entry]:
        self.store.publish([e.doc_id for e in (*recorded, *done) if e.doc_id])
        for e in done:
            self._keep(by_id, e)
        return self._note((*recorded, *done), tell=recorded)

    def _read(self, decisions: dict[str, Decision]) -> Iterator[Entry]:
        """Reads a batch, the largest files first so that no worker is left alone at the end; looks again at a file
        that changed since it was planned."""
        changed = []
        for outcome in self._outcomes(decisions.values()):
            decision = decisions[outcome.doc_id]
            if outcome.code == "changing":
                changed.append(decision)
            else:
                yield self._told(_entry_of(decision, outcome))
        for decision in changed:
            self.store.discard([decision.facts.doc_id])
            yield from self._look_again(decision, decisions)

    def _look_again(self, decision: Decision, decisions: dict[str, Decision]) -> Iterator[Entry]:
        [fresh] = decide([look_at(decision.file.path, self.settings.max_size)], {}, self.version)
        decisions[fresh.facts.doc_id] = fresh
        if fresh.action is Action.READ:
            for outcome in self._outcomes([fresh]):
                yield self._told(_entry_of(fresh, outcome))
        elif fresh.action is Action.RECORD:
            yield self._told(self._record(fresh))
        else:
            yield self._told(_entry(fresh, None, "skipped"))

    def _outcomes(self, decisions: Iterable[Decision]) -> Iterator[Outcome]:
        by_size = sorted(decisions, key=lambda d: -(d.facts.size or 0))
        spare = max(1, self.settings.workers // max(1, len(by_size)))  # a lone scan is read by all cores, page by page
        return self.pool.run([self._job(d, spare) for d in by_size])

    def _job(self, decision: Decision, ocr_workers: int) -> Job:
        s, state = self.settings, self.state
        return Job(
            decision.file.path,
            decision.facts,
            self.out,
            self.version,
            s.max_size,
            s.memory,
            state / "logs",
            state / "pages",
            ocr_workers,
        )

    def _lost(self, job: Job, code: str) -> Outcome:
        return record_lost(job, code, self.settings.timeout)

    def _record(self, d: Decision) -> Entry:
        """Stages the row of a file that is not read."""
        status = d.status or Status.FAILED
        rows = unread_rows(d.facts, status, d.reason or "", d.code or "", self.version, d.duplicate_of)
        self.store.stage(d.facts.doc_id, rows)
        if status is Status.FAILED:
            quarantine.keep(self.state / "quarantine", d.file.path, d.facts, d.code or "", d.reason or "")
        return _entry(d, status, _OUTCOME[status])

    def _keep(self, decisions: dict[str, Decision], entry: Entry) -> None:
        """Keeps a failed file in quarantine, or takes out one that is well now."""
        decision = decisions.get(entry.doc_id or "")
        folder = self.state / "quarantine"
        if decision is None or decision.action is not Action.READ:
            return
        if entry.status == Status.FAILED:
            quarantine.keep(folder, decision.file.path, decision.facts, entry.code or "", entry.reason or "")
        else:
            quarantine.release(folder, decision.facts)

    def _told(self, entry: Entry) -> Entry:
        if self.listener:
            self.listener(entry)
        return entry

    def _note(self, entries: Iterable[Entry], tell: Iterable[Entry] = ()) -> list[Entry]:
        noted = list(entries)
        self.catalogue.record(self.run_id, noted)
        self.entries |= {e.uri: e for e in noted}
        for entry in tell:
            self._told(entry)
        return noted


def _entry(d: Decision, status: Status | None, outcome: str) -> Entry:
    return Entry(
        d.facts.uri,
        d.facts.name,
        outcome,
        d.facts.doc_id or None,
        status.value if status else None,
        d.code,
        d.reason,
        sha256=d.facts.sha256,
        size=d.facts.size,
    )


def _entry_of(d: Decision, o: Outcome) -> Entry:
    return replace(
        _entry(d, o.status, _OUTCOME[o.status]),
        code=o.code,
        reason=o.reason,
        seconds=o.seconds,
        pages=o.pages,
        tasks=o.tasks,
    )


def _look_at_all(paths: Iterable[Path], out: Path, max_size: int) -> list[Incoming]:
    """Every file that came in, hashed by a few threads (it is mostly reading)."""
    files = list(find_files(paths, leave_out=out))
    with ThreadPoolExecutor(max_workers=4) as threads:
        return list(threads.map(lambda p: look_at(p, max_size), files))


@contextmanager
def opened(
    paths: Iterable[Path],
    out: Path,
    settings: Settings,
    listener: Listener | None = None,
    force: bool = False,
    serve: Serve = serve,
) -> Iterator[Ingest]:
    """A planned run that holds the output's lock. Raises OutputBusy, OSError, SQLAlchemyError; BrokenStart from
    `batch` when workers cannot start."""
    os.environ["OMP_THREAD_LIMIT"] = "1"
    with locked(out, settings.lock_wait):
        store, version = Store(out), pipeline_version()
        store.prepare()
        store.adopt(version)
        decisions = decide(_look_at_all(paths, out, settings.max_size), store.known(), version, force)
        catalogue = Catalogue(settings.catalogue_url(out))
        run = Ingest(settings, out, decisions, catalogue, catalogue.begin(out, version), listener, serve)
        try:
            yield run
        finally:
            run.stop()
            catalogue.close()
