"""How the command line talks: results on stdout, everything else on stderr, UTF-8 whatever the locale."""

from __future__ import annotations

import io
import os
import sys
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from rich.console import Console

OK, SOME_FAILED, USAGE, ENVIRONMENT, BUSY, INTERRUPTED = 0, 1, 2, 3, 4, 130


def force_utf8() -> None:
    """Makes stdout and stderr write UTF-8 whatever the locale says; what cannot be shown is replaced, never fatal."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def console(to_stderr: bool = False) -> Console:
    """A Rich console; 100 columns wide where the width is not a terminal's."""
    from rich.console import Console

    stream = sys.stderr if to_stderr else sys.stdout
    width = None if stream.isatty() else int(os.environ.get("COLUMNS") or 100)
    return Console(file=stream, width=width, highlight=False, soft_wrap=False, legacy_windows=False)


def complain(message: str) -> None:
    """One plain message on stderr."""
    print(message, file=sys.stderr, flush=True)


def give_up(message: str, code: int) -> NoReturn:
    """Says why and what to do, and ends with an exit code."""
    complain(message)
    raise SystemExit(code)
