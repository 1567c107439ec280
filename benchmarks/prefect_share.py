"""Prefect's share of a run's wall time: the same 100 documents with and without the flow, each in a process of its own.

    python -m benchmarks.prefect_share [--documents 100] [--runs 3]

The documents are made out of the samples, in the sizes of three real directives: a plan of about 30 typed pages with an
appendix table, prose of 6 typed pages, and a letter of 4 as text; a third each, 13 pages on average. Every run starts
cold, with an empty output; Prefect and its API are loaded within the measured time (the API's database was made before,
as `make setup` does). Reads nothing but the samples; writes benchmarks/results/prefect_share.json.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

from benchmarks import machine, make_big


def make_documents(folder: Path, count: int) -> None:
    """Writes `count` documents, each with bytes of its own."""
    ruled, prose, text = make_big.pdf(make_big.ruled(30)), make_big.pdf(make_big.prose(6)), make_big.text(4 * 1500)
    for n in range(count):
        if n % 3 < 2:
            # what stands after the end of a PDF changes its bytes and nothing else
            (folder / f"{n}.pdf").write_bytes((ruled, prose)[n % 3] + f"\n% {n}\n".encode())
        else:
            (folder / f"{n}.txt").write_text(text.replace("Số: 57/", f"Số: {n + 1}/", 1), encoding="utf-8")


def pages(tables: str) -> int:
    """The pages of all documents in the tables of a folder."""
    import pandas as pd

    return int(pd.read_parquet(Path(tables) / "documents", columns=["pages"])["pages"].sum())


def cost(inbox: Path, prefect: bool) -> tuple[float, float, int]:
    """Seconds on the clock and of processor time that one cold run over the inbox into an empty output takes, and the
    pages it read."""
    with tempfile.TemporaryDirectory() as out:
        switch = "--prefect" if prefect else "--no-prefect"
        command = [machine.command_line(), "run", str(inbox), "--out", out, switch]
        env = {k: v for k, v in os.environ.items() if k != "PREFECT_API_URL"}
        start, before = time.perf_counter(), machine.children_time()
        done = subprocess.run(command, capture_output=True, text=True, env=env)
        taken, busy = time.perf_counter() - start, machine.children_time() - before
        if done.returncode or "Prefect" in done.stderr:
            raise SystemExit(f"the run did not go as measured: {done.returncode}\n{done.stderr}\n{done.stdout}")
        return taken, busy, pages(out)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=100)
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        make_documents(Path(folder), given.documents)
        # by turns, so that what else the machine does falls on both
        pairs = [(cost(Path(folder), False), cost(Path(folder), True)) for _ in range(given.runs)]
    wall = _compared([a[0] for a, _ in pairs], [b[0] for _, b in pairs])
    busy = _compared([a[1] for a, _ in pairs], [b[1] for _, b in pairs])
    command = f"python -m benchmarks.prefect_share --documents {given.documents} --runs {given.runs}"
    facts = {"documents": given.documents, "pages": pairs[0][0][2], "runs": given.runs}
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
