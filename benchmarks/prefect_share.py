"""Prefect's share of a run's wall time: the same 100 documents with and without the flow, each in a process of its own.

    python -m benchmarks.prefect_share [--documents 100] [--runs 3]

The documents are made out of the samples: plans of about 25 typed pages with an appendix table, and prose of as many
characters, a third each as ruled PDF, typed PDF and text. Every run starts cold, with an empty output; Prefect starts a
server of its own within the measured time (its database was made before, as `make setup` does). Reads nothing but the
samples; writes benchmarks/results/prefect_share.json.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

from benchmarks import machine, make_big


def make_documents(folder: Path, count: int, pages: int) -> None:
    """Writes `count` documents, each with bytes of its own."""
    ruled, prose = make_big.pdf(make_big.ruled(pages)), make_big.pdf(make_big.prose(pages))
    text = make_big.text(pages * 1500)
    for n in range(count):
        if n % 3 < 2:
            # what stands after the end of a PDF changes its bytes and nothing else
            (folder / f"{n}.pdf").write_bytes((ruled, prose)[n % 3] + f"\n% {n}\n".encode())
        else:
            (folder / f"{n}.txt").write_text(text.replace("Số: 57/", f"Số: {n + 1}/", 1), encoding="utf-8")


def cost(inbox: Path, prefect: bool) -> tuple[float, float]:
    """Seconds on the clock and of processor time that one cold run over the inbox into an empty output takes."""
    with tempfile.TemporaryDirectory() as out:
        switch = "--prefect" if prefect else "--no-prefect"
        command = [machine.command_line(), "run", str(inbox), "--out", out, switch]
        env = {k: v for k, v in os.environ.items() if k != "PREFECT_API_URL"}
        start, before = time.perf_counter(), _processor_time()
        done = subprocess.run(command, capture_output=True, text=True, env=env)
        taken, busy = time.perf_counter() - start, _processor_time() - before
    if done.returncode or "Prefect" in done.stderr:
        raise SystemExit(f"the run did not go as measured: {done.returncode}\n{done.stderr}\n{done.stdout}")
    return taken, busy


def _processor_time() -> float:
    """Processor seconds of all processes this one started and that have ended, with theirs."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=100)
    parser.add_argument("--pages", type=int, default=25)
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        make_documents(Path(folder), given.documents, given.pages)
        without = [cost(Path(folder), False) for _ in range(given.runs)]
        with_flow = [cost(Path(folder), True) for _ in range(given.runs)]
    wall = _compared([w for w, _ in without], [w for w, _ in with_flow])
    busy = _compared([b for _, b in without], [b for _, b in with_flow])
    command = f"python -m benchmarks.prefect_share --documents {given.documents} --runs {given.runs}"
    facts = {"documents": given.documents, "pages_each": given.pages, "runs": given.runs}
    result = {"share": wall["share"], "wall_seconds": wall, "processor_seconds": busy}
    machine.write("prefect_share", {**machine.facts(command), **facts, **result})
    for name, figures in (("on the clock", wall), ("processor time", busy)):
        print(f"{name}: {figures['without']:.1f} s without, {figures['with']:.1f} s with: {figures['share']:.1%}")


def _compared(without: list[float], with_flow: list[float]) -> dict[str, float]:
    """Medians and the share of the second that is not in the first."""
    a, b = statistics.median(without), statistics.median(with_flow)
    return {"without": round(a, 2), "with": round(b, 2), "share": round((b - a) / b, 4)}


if __name__ == "__main__":
    main()
