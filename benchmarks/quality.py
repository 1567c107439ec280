"""Measures what the program finds against gold: `python -m benchmarks.quality [--scans] [--show-errors] …`.

Reads the samples and, where `../shared` is present, its corpus; runs `giaoviec run` on each set of files; writes
`benchmarks/results/quality.json`. Ends with 1 when a figure lies below `quality_ratchet.json`.
"""

from __future__ import annotations

import argparse
import atexit
import json
import math
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks import machine, readme_tables
from benchmarks.score import Record, Score, add, add_head
from samples.markup import EVALUATIONS, VARIANTS

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
RATCHET = Path(__file__).with_name("quality_ratchet.json")
Tables = tuple[list[Record], list[Record]]  # documents, tasks
Figures = dict[str, float | int | None]

# Shares that must not fall; counts (tasks, spurious) follow from them, review_share is better low.
HELD = ["task_f1", "text_similarity", "lead_exact", "coordinators_exact", "deadline_exact", "deadline_given_exact"]
HELD += ["product_exact", "path_exact", "kind_exact", "all_fields_right", "head_exact"]


@dataclass(frozen=True)
class Set:
    """Files that are scored together."""

    name: str
    files: Path
    gold: Path
    scan: bool = False


@cache
def made(name: str, sources: Path) -> Set:
    """Directives that are kept as sources only; their files are made in a temporary folder, once a process."""
    from samples.generate import make_all

    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    list(make_all(sources, folder / "files", folder / "gold"))
    return Set(name, folder / "files", folder / "gold")


def first_sight(sources: Path) -> Score:
    """Scores new directives that no rule was tried on, and keeps the figures: the honest estimate."""
    result = score(direct(made("first sight", sources).files), made("first sight", sources).gold)
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True).stdout
    command = "python -m benchmarks.quality --first-sight FOLDER"
    record = {"commit": commit.strip(), "documents": sorted(p.stem for p in sources.glob("*.txt"))}
    machine.write("first_sight", machine.facts(command) | record | {"figures": result.figures()})
    readme_tables.update()
    return result


def sets(scans: bool) -> list[Set]:
    """The sets that are present: the samples and their variants always, the corpus where it is."""
    found = [Set("samples", ROOT / "data" / "raw", ROOT / "samples" / "gold"), made("variants", VARIANTS)]
    found += [made(folder.name, folder) for folder in EVALUATIONS]
    kinds = [("text", False), ("docx", False), ("pdf", False), ("scan-clean", True), ("scan-hard", True)]
    found += [Set(f"corpus/{k}", SHARED / "corpus" / k, SHARED / "gold", scan) for k, scan in kinds]
    return [s for s in found if s.files.is_dir() and (scans or not s.scan)]


def extract(files: Path, out: Path) -> None:
    """Runs the program on a folder. Raises CalledProcessError where it ends with a code that means failure."""
    environment = os.environ | {"GIAOVIEC_PREFECT": "false"}  # no server: the same work, started sooner
    command = [machine.command_line(), "run", str(files), "--out", str(out / "tables")]
    done = subprocess.run(command, env=environment, cwd=out, capture_output=True, text=True)
    if not (out / "tables" / "tasks").exists():
        sys.exit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")


def table(folder: Path, name: str) -> list[dict[str, Any]]:
    """A published table as dictionaries."""
    import pyarrow.dataset as ds

    rows: list[dict[str, Any]] = ds.dataset(folder / name, format="parquet").to_table().to_pylist()
    return rows


def published(files: Path) -> Tables:
    """The tables `documents` and `tasks` of a folder, through the whole pipeline."""
    with tempfile.TemporaryDirectory() as out:
        extract(files, Path(out))
        return read(Path(out) / "tables")


def read(tables: Path) -> Tables:
    """The two tables that are scored, from a folder of published ones."""
    return table(tables, "documents"), table(tables, "tasks")


def direct(files: Path) -> Tables:
    """The same rows without the pipeline around them: in this process, one file after the other."""
    from extractors.extract import extract as one
    from pipeline.rows import FileFacts, extraction_rows

    documents: list[Record] = []
    tasks: list[Record] = []
    for path in sorted(files.iterdir()):
        rows = extraction_rows(FileFacts(path.name, path.name, "", None, None), one(path.read_bytes(), path.name), "")
        documents += rows["documents"]
        tasks += rows["tasks"]
    return documents, tasks


def score(tables: Tables, gold: Path) -> Score:
    """Scores rows against a folder of gold."""
    documents, tasks = tables
    result = Score()
    for path in sorted(gold.glob("*.jsonl")):
        lines = [json.loads(line) for line in path.read_text(encoding="utf8").splitlines()]
        head = json.loads(path.with_name(f"{path.stem}.document.json").read_text(encoding="utf8"))
        mine = [d for d in documents if Path(d["source_name"]).name.split(".")[0] == path.stem]
        ids = {d["doc_id"] for d in mine}
        add(result, path.stem, head.get("place") or "", lines, [t for t in tasks if t["doc_id"] in ids])
        for document in mine[:1]:
            add_head(result, path.stem, head, document)
        if not mine:
            result.errors.append(f"{path.stem}: not in the tables")
    return result


def measure(scans: bool, only: str, rows_of: Callable[[Path], Tables]) -> Iterator[tuple[str, Score]]:
    """Extracts and scores each set in turn whose name holds `only`."""
    for one in sets(scans):
        if only in one.name:
            yield one.name, score(rows_of(one.files), one.gold)


def baseline(one: Set) -> Score:
    """What the script of an afternoon finds in a set."""
    from benchmarks.baseline import tasks

    result = Score()
    for path in sorted(one.gold.glob("*.jsonl")):
        lines = [json.loads(line) for line in path.read_text(encoding="utf8").splitlines()]
        head = json.loads(path.with_name(f"{path.stem}.document.json").read_text(encoding="utf8"))
        for file in sorted(one.files.glob(f"{path.stem}.*")):
            add(result, path.stem, head.get("place") or "", lines, tasks(file))
    return result


def fallen(figures: dict[str, Figures], ratchet: dict[str, dict[str, float]]) -> list[str]:
    """What lies below the ratchet. A set that was not measured here is not held against it."""
    return [
        f"{name}: {key} {figures[name].get(key)} < {floor}"
        for name, floors in ratchet.items()
        if name in figures
        for key, floor in floors.items()
        if (value := figures[name].get(key)) is None or value < floor - 1e-9
    ]


def raised(figures: dict[str, Figures], ratchet: dict[str, dict[str, float]]) -> dict[str, dict[str, float]]:
    """The ratchet moved up to the figures, never down."""
    new = {name: dict(floors) for name, floors in ratchet.items()}
    for name, measured in figures.items():
        floors = new.setdefault(name, {})
        for key in HELD:
            value = measured.get(key)
            if value is not None:
                floors[key] = max(floors.get(key, 0.0), math.floor(value * 1000) / 1000)
    return new


def show(figures: dict[str, Figures]) -> str:
    """The figures as a table for the terminal."""
    names = list(figures)
    rows = [" " * 22 + "".join(f"{name:>18}" for name in names)]
    for key in next(iter(figures.values())):
        cells = (figures[name][key] for name in names)
        shown = ("-" if c is None else str(c) if isinstance(c, int) else f"{c:.4f}" for c in cells)
        rows.append(f"{key:22}" + "".join(f"{cell:>18}" for cell in shown))
    return "\n".join(rows)


def main() -> int:
    """The command; its exit code is 1 when a figure fell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scans", action="store_true", help="score the scanned corpus too (minutes)")
    parser.add_argument("--show-errors", action="store_true", help="print every field that is wrong")
    parser.add_argument("--update-ratchet", action="store_true", help="raise the floors to these figures")
    parser.add_argument("--direct", action="store_true", help="extract in this process, without tables; write nothing")
    parser.add_argument("--only", default="", metavar="NAME", help="only the sets whose name holds NAME; write nothing")
    parser.add_argument("--first-sight", type=Path, metavar="FOLDER", help="score new sources, keep the figures")
    parser.add_argument("--no-write", action="store_true", help="leave results/quality.json as it is")
    parser.add_argument("--baseline", action="store_true", help="measure the script of an afternoon again too")
    given = parser.parse_args()
    if given.first_sight:
        result = first_sight(given.first_sight)
        print("\n".join(result.errors), show({"first sight": result.figures()}), sep="\n")
        return 0
    scores = dict(measure(given.scans, given.only, direct if given.direct else published))
    figures = {name: result.figures() for name, result in scores.items()}
    if given.show_errors:
        print("\n".join(f"{name}: {error}" for name, result in scores.items() for error in result.errors))
    print(show(figures))
    if not (given.no_write or given.direct or given.only):
        command = "python -m benchmarks.quality" + (" --scans" if given.scans else "")
        kept = machine.read("quality")
        simple = {one.name: baseline(one).figures() for one in sets(False)} if given.baseline else {}
        record = {"sets": kept.get("sets", {}) | figures, "baseline": kept.get("baseline", {}) | simple}
        machine.write("quality", machine.facts(command) | record)
        readme_tables.update()
    ratchet = json.loads(RATCHET.read_text(encoding="utf8")) if RATCHET.exists() else {}
    if given.update_ratchet:
        RATCHET.write_text(json.dumps(raised(figures, ratchet), indent=1) + "\n", encoding="utf8")
    problems = fallen(figures, ratchet)
    print("\n".join(f"FALLEN {problem}" for problem in problems) or "no figure below the ratchet")
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main())
