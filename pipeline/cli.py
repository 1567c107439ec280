"""The command `giaoviec`: its sub-commands, each in a module of its own that is loaded only when it is used."""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
from collections.abc import Sequence

import typer

from pipeline.console import INTERRUPTED, force_utf8

HELP = "Reads Vietnamese directives and writes down who must do what by when."
EPILOG = (
    "Exit codes: [bold]0[/] all well · [bold]1[/] some documents read in part or not at all · "
    "[bold]2[/] wrong usage · [bold]3[/] something is missing or broken in the environment · "
    "[bold]4[/] another run is writing to the output · [bold]130[/] stopped by the user."
)

# name -> module, the Typer app or the function in it, one line of help; a module that is not there is left out
COMMANDS = {
    "run": ("pipeline.cli_run", "run", "Read files and folders; publish the tables."),
    "extract": ("pipeline.cli_extract", "extract", "Print what files say, at once, without tables."),
    "explain": ("pipeline.cli_explain", "explain", "Show where each field of each task comes from."),
    "units": ("pipeline.cli_units", "app", "Look up and check the units of the gazetteer."),
    "deadline": ("pipeline.cli_deadline", "deadline", "Explain how a deadline phrase is read."),
    "review": ("review.cli", "review", "Open the review page."),
}


def _exists(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def _listed() -> None:
    """Stands for a command that is listed, not called."""


def build(arguments: Sequence[str]) -> typer.Typer:
    """The command line for these arguments: the sub-command they name is loaded, the others are only listed."""
    app = typer.Typer(
        add_completion=False,
        no_args_is_help=True,
        rich_markup_mode="rich",
        help=HELP,
        epilog=EPILOG,
        pretty_exceptions_enable=False,
    )
    app.callback()(lambda: None)
    called = next((a for a in arguments if not a.startswith("-")), None)
    for name, (module, attribute, summary) in COMMANDS.items():
        if not _exists(module):
            continue
        found = getattr(importlib.import_module(module), attribute) if name == called else _listed
        if isinstance(found, typer.Typer):
            app.add_typer(found, name=name)
        else:
            app.command(name, help=summary if name != called else None, epilog=EPILOG)(found)
    return app


def main() -> None:
    """The console script."""
    force_utf8()
    try:
        build(sys.argv[1:])()
    except BrokenPipeError:
        # whoever read our output has gone (`| head`): nothing more to say, and nothing for Python to flush
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0) from None
    except KeyboardInterrupt:
        raise SystemExit(INTERRUPTED) from None
