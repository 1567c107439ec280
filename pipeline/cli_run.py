"""`giaoviec run`: files and folders in, published tables out, a summary at the end."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline.console import BUSY, ENVIRONMENT, INTERRUPTED, USAGE, complain, console, give_up
from pipeline.messages import say, use

if TYPE_CHECKING:
    from pipeline.catalogue import Entry
    from pipeline.ingest import Ingest, Report
    from pipeline.settings import Settings


def run(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH…", help="Files and folders to read.", show_default=False)
    ],
    out: Annotated[Path | None, typer.Option(help="Folder of the tables.", show_default="data/processed")] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Documents read at the same time.", show_default="one per core")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Read again what is known already.")] = False,
    prefect: Annotated[
        bool | None, typer.Option("--prefect/--no-prefect", help="Record the run with Prefect.", show_default="on")
    ] = None,
    lang: Annotated[str | None, typer.Option(help="Language of messages: vi or en.", show_default="vi")] = None,
) -> None:
    """Read directives and publish who must do what by when as Parquet tables.

    Known files are not read again; a file that cannot be read becomes a row with its reason, and the rest goes on.

    [bold]Examples[/]

      giaoviec run data/raw

      giaoviec run van-ban/ cong-van.pdf --out ket-qua --workers 4
    """
    given = {"workers": workers, "lang": lang, "prefect": prefect}
    settings = load_settings({k: v for k, v in given.items() if v is not None})
    use(settings.lang)
    for path in paths:
        if not os.path.lexists(path):
            give_up(say("no_such", path=path), USAGE)
    report = _run(paths, out or settings.processed, settings, force)
    from pipeline.summary import show

    if not report.entries:
        complain(say("nothing_in", paths=", ".join(map(str, paths))))
    show(report, settings.state_of(report.out), console(), date.today())
    raise SystemExit(report.worst)


def load_settings(given: dict[str, Any]) -> Settings:
    """Settings from environment and command line; ends with exit code 2 where one is wrong."""
    from pydantic import ValidationError

    from pipeline.settings import Settings

    try:
        return Settings(**given)
    except ValidationError as e:
        detail = "; ".join(f"{'.'.join(map(str, p['loc']))}: {p['msg']}" for p in e.errors())
        give_up(say("settings", detail=detail), USAGE)


def _run(paths: list[Path], out: Path, settings: Settings, force: bool) -> Report:
    """The run itself; what stands in its way is said plainly and ends the program with its exit code."""
    from sqlalchemy.exc import SQLAlchemyError

    from pipeline.ingest import opened
    from pipeline.lock import OutputBusy
    from pipeline.pool import BrokenStart

    try:
        with _progress() as bar, opened(paths, out, settings, bar.tell, force) as ingest:
            bar.begin(ingest)
            ingest.start()
            return _watched(ingest, settings)
    except OutputBusy as e:
        give_up(say("busy", holder=e, out=out), BUSY)
    except BrokenStart as e:
        give_up(say("broken", detail=e), ENVIRONMENT)
    except SQLAlchemyError as e:
        give_up(say("database", detail=type(e).__name__), ENVIRONMENT)
    except OSError as e:
        give_up(say("disk", detail=f"{e.strerror or e} ({e.filename or out})", out=out), ENVIRONMENT)
    except KeyboardInterrupt:
        give_up(say("interrupted"), INTERRUPTED)


def _watched(ingest: Ingest, settings: Settings) -> Report:
    """Waits for all batches, as Prefect tasks where Prefect can be used."""
    if settings.prefect and ingest.batches:
        from pipeline.prefect_server import PrefectUnusable, recorded

        try:
            return recorded(ingest)
        except PrefectUnusable as e:
            complain(say("no_prefect", detail=e))
    for number in range(len(ingest.batches)):
        ingest.batch(number)
    return ingest.finish()


class Bar:
    """Progress over documents and pages, on stderr; silent where stderr is no terminal."""

    def __init__(self, progress: Any) -> None:
        self.progress, self.task, self.pages = progress, None, 0

    def begin(self, ingest: Ingest) -> None:
        """Sets the number of documents to be read."""
        total = sum(len(b) for b in ingest.batches)
        self.task = self.progress.add_task(say("reading"), total=total, pages=0)

    def tell(self, entry: Entry) -> None:
        """One more document is done."""
        if self.task is not None:
            self.pages += entry.pages or 0
            self.progress.update(self.task, advance=1, pages=self.pages)


@contextmanager
def _progress() -> Iterator[Bar]:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    screen = console(to_stderr=True)
    columns: list[Any] = [
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn(f"· {{task.fields[pages]}} {say('pages')}"),
        TimeElapsedColumn(),
    ]
    with Progress(*columns, console=screen, disable=not screen.is_terminal, transient=True) as progress:
        yield Bar(progress)
