"""The catalogue: what came in, what became of it, run by run. SQLite by default, PostgreSQL by URL.

It is a record, not the truth about what is published (that is read from the tables themselves), so that losing it
loses no result.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    DateTime,
    Engine,
    Float,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.engine import make_url

META = MetaData()

FILES = Table(
    "files",
    META,
    Column("uri", Text, primary_key=True),
    Column("sha256", String(64), primary_key=True),
    Column("name", Text, nullable=False),
    Column("bytes", BigInteger),
    Column("first_seen", DateTime(timezone=True), nullable=False),
    Column("last_seen", DateTime(timezone=True), nullable=False),
)

RUNS = Table(
    "runs",
    META,
    Column("run_id", String(32), primary_key=True),
    Column("out", Text, nullable=False),
    Column("pipeline_version", Text, nullable=False),
    Column("started", DateTime(timezone=True), nullable=False),
    Column("finished", DateTime(timezone=True)),
    Column("state", String(16), nullable=False),
    *(Column(n, Integer) for n in ("inputs", "done", "partial", "failed", "duplicate", "skipped")),
)

MANIFEST = Table(
    "manifest",
    META,
    Column("run_id", String(32), primary_key=True),
    Column("uri", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("doc_id", String(16)),
    Column("outcome", String(16), nullable=False),
    Column("status", String(16)),
    Column("code", String(64)),
    Column("reason", Text),
    Column("seconds", Float),
    Column("pages", Integer),
    Column("tasks", Integer),
)

OUTCOMES = ("done", "partial", "failed", "duplicate", "skipped")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a run's manifest. `outcome` is one of OUTCOMES, `status` the document's, published now or earlier."""

    uri: str
    name: str
    outcome: str
    doc_id: str | None = None
    status: str | None = None
    code: str | None = None
    reason: str | None = None
    seconds: float | None = None
    pages: int | None = None
    tasks: int | None = None
    sha256: str | None = None
    size: int | None = None


class Catalogue:
    """The catalogue's database; makes its tables when they are missing. SQLAlchemyError when it cannot be reached."""

    def __init__(self, url: str) -> None:
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite" and parsed.database:
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        self.engine: Engine = create_engine(parsed)
        META.create_all(self.engine)

    def close(self) -> None:
        """Lets the database go."""
        self.engine.dispose()

    def begin(self, out: Path, version: str) -> str:
        """Opens a run and returns its id; runs on the same output that were killed are marked so."""
        run_id, target = uuid4().hex, str(out.resolve())
        with self.engine.begin() as db:
            db.execute(update(RUNS).where(RUNS.c.out == target, RUNS.c.state == "running").values(state="interrupted"))
            db.execute(
                insert(RUNS).values(
                    run_id=run_id, out=target, pipeline_version=version, state="running", started=datetime.now(UTC)
                )
            )
        return run_id

    def record(self, run_id: str, entries: Sequence[Entry]) -> None:
        """Writes manifest lines; a line written twice replaces the first."""
        if not entries:
            return
        names = MANIFEST.c.keys()
        with self.engine.begin() as db:
            for e in entries:
                db.execute(delete(MANIFEST).where(MANIFEST.c.run_id == run_id, MANIFEST.c.uri == e.uri))
            db.execute(
                insert(MANIFEST), [{n: run_id if n == "run_id" else getattr(e, n) for n in names} for e in entries]
            )
            self._see(db, entries)

    def _see(self, db: Connection, entries: Iterable[Entry]) -> None:
        now = datetime.now(UTC)
        for e in entries:
            if e.sha256 is None:
                continue
            same = (FILES.c.uri == e.uri) & (FILES.c.sha256 == e.sha256)
            if not db.execute(update(FILES).where(same).values(last_seen=now)).rowcount:
                db.execute(
                    insert(FILES).values(
                        uri=e.uri, sha256=e.sha256, name=e.name, bytes=e.size, first_seen=now, last_seen=now
                    )
                )

    def finish(self, run_id: str, state: str = "finished") -> dict[str, int]:
        """Closes a run and returns its counts by outcome, with their sum as "inputs"."""
        with self.engine.begin() as db:
            found = Counter(db.execute(select(MANIFEST.c.outcome).where(MANIFEST.c.run_id == run_id)).scalars())
            counts = {"inputs": sum(found.values()), **{name: found[name] for name in OUTCOMES}}
            db.execute(
                update(RUNS).where(RUNS.c.run_id == run_id).values(state=state, finished=datetime.now(UTC), **counts)
            )
        return counts

    def manifest(self, run_id: str) -> list[dict[str, object]]:
        """All lines of a run's manifest, by address."""
        with self.engine.connect() as db:
            rows = db.execute(select(MANIFEST).where(MANIFEST.c.run_id == run_id).order_by(MANIFEST.c.uri))
            return [dict(r._mapping) for r in rows]

    def runs(self) -> list[dict[str, object]]:
        """All runs, latest first."""
        with self.engine.connect() as db:
            return [dict(r._mapping) for r in db.execute(select(RUNS).order_by(RUNS.c.started.desc()))]
