"""What a figure was measured on: machine, versions, command, day."""

from __future__ import annotations

import json
import os
import platform
import resource
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median
from typing import Any

RESULTS = Path(__file__).parent / "results"
PACKAGES = (
    "giaoviec",
    "pdfplumber",
    "pypdfium2",
    "python-docx",
    "pandas",
    "pyarrow",
    "prefect",
    "spacy",
    "underthesea",
)


def facts(command: str) -> dict[str, Any]:
    """The facts that stand beside every figure."""
    return {
        "measured": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "command": command,
        "machine": {
            "processor": _processor(),
            "cores": os.cpu_count(),
            "system": f"{platform.system()} {platform.machine()}",
            "load": [round(x, 2) for x in os.getloadavg()],
        },
        "versions": {"python": platform.python_version()} | {name: _version(name) for name in PACKAGES},
    }


def children_time() -> float:
    """Processor seconds of all processes this one started and that have ended, with theirs."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def write(name: str, record: dict[str, Any]) -> Path:
    """Writes a result file."""
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{name}.json"
    path.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf8")
    return path


def read(name: str) -> dict[str, Any]:
    """Reads a result file; empty where nothing was measured yet."""
    path = RESULTS / f"{name}.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf8")) if path.exists() else {}
    return found


def command_line() -> str:
    """The giaoviec command of this environment."""
    return str(Path(sys.executable).with_name("giaoviec"))


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor()


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def seconds(work: Callable[[], object], runs: int, clock: Callable[[], float] = time.process_time) -> float:
    """The median time of some calls, after one that is not counted; processor time: other work hardly counts."""
    work()
    taken = []
    for _ in range(runs):
        start = clock()
        work()
        taken.append(clock() - start)
    return median(taken)
