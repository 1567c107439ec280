"""Whole runs over hand-made documents: every file once in the manifest, whatever it does to its reader."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from pipeline.ingest import Report, Serve, opened
from pipeline.lock import OutputBusy, locked
from pipeline.pool import BrokenStart
from pipeline.schemas import TABLES
from pipeline.settings import Settings
from tests import made_documents as made

ROOT = Path(__file__).parents[1]


def settings(**fields: object) -> Settings:
    return Settings(**{"workers": 2, "timeout": 30.0, "lock_wait": 0.0, "prefect": False, **fields})  # type: ignore[arg-type]


def run(inbox: Path, out: Path, serve: Serve = made.serve, force: bool = False, **fields: object) -> Report:
    with opened([inbox], out, settings(**fields), force=force, serve=serve) as ingest:
        ingest.start()
        for number in range(len(ingest.batches)):
            ingest.batch(number)
        return ingest.finish()


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    return folder


Writer = Callable[..., None]


@pytest.fixture
def write(inbox: Path) -> Writer:
    def files(**contents: str) -> None:
        for name, text in contents.items():
            (inbox / f"{name}.txt").write_text(text)

    return files


def outcomes(report: Report) -> dict[str, str]:
    return {e.name.removesuffix(".txt"): e.outcome for e in report.entries}


def test_every_file_ends_once_and_counts_add_up(inbox: Path, write: Writer, tmp_path: Path) -> None:
    write(
        good="tasks 3\n1",
        copy="tasks 3\n1",
        part="partial",
        locked="refuse",
        broken="raise",
        empty="nothing",
        dead="die",
        once=f"die once\n{tmp_path}/flag",
    )
    (inbox / "~$x.docx").touch()
    (inbox / "link.txt").symlink_to(inbox / "good.txt")
    report = run(inbox, tmp_path / "out")
    assert outcomes(report) == {
        "good": "duplicate",
        "copy": "done",
        "part": "partial",
        "locked": "failed",
        "broken": "failed",
        "empty": "failed",
        "dead": "failed",
        "once": "done",
        "~$x.docx": "skipped",
        "link": "failed",
    }
    assert report.counts["inputs"] == 10 == sum(n for k, n in report.counts.items() if k != "inputs")
    assert report.worst == 1
    documents = pd.read_parquet(tmp_path / "out" / "documents").set_index("source_name")
    assert documents.loc["locked.txt", "reason"] == "Tệp có mật khẩu. Hãy bỏ mật khẩu."
    assert documents.loc["good.txt", "duplicate_of"] == documents.loc["copy.txt", "doc_id"]
    assert documents.doc_id.is_unique
    tasks = pd.read_parquet(tmp_path / "out" / "tasks")
    assert len(tasks) == 3 + 2 + 2
    assert tasks.task_id.is_unique
    assert sorted(documents.task_count) == sorted([0] * 6 + [2, 2, 3])


def test_no_traceback_in_the_tables_but_in_the_log(inbox: Path, write: Writer, tmp_path: Path) -> None:
    write(broken="raise")
    report = run(inbox, tmp_path / "out")
    assert "Traceback" not in (report.entries[0].reason or "")
    log = (tmp_path / "out" / "_state" / "logs" / "giaoviec.log").read_text()
    assert "ZeroDivisionError: made to fail" in log


def test_failed_files_are_kept_with_their_reason_and_let_go_when_well(
    inbox: Path, write: Writer, tmp_path: Path
) -> None:
    flag = tmp_path / "flag"
    write(sick="refuse", odd=f"die once\n{flag}")
    run(inbox, tmp_path / "out")
    kept = sorted(p.name.split("-", 1)[1] for p in (tmp_path / "out" / "_state" / "quarantine").iterdir())
    assert kept == ["sick.txt", "sick.txt.reason.json"]


def test_nothing_to_do_the_second_time_and_the_same_exit_code(inbox: Path, write: Writer, tmp_path: Path) -> None:
    write(a="tasks 2\na", b="tasks 1\nb", c="refuse")
    out = tmp_path / "out"
    first = run(inbox, out)
    stamps = {p: p.stat().st_mtime_ns for p in out.rglob("*.parquet")}
    second = run(inbox, out)
    assert set(outcomes(second).values()) == {"skipped"}
    assert (first.worst, second.worst) == (1, 1)
    assert stamps == {p: p.stat().st_mtime_ns for p in out.rglob("*.parquet")}
    assert set(outcomes(run(inbox, out, force=True)).values()) == {"done", "failed"}


def test_another_version_extracts_anew(
    inbox: Path, write: Writer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(a="tasks 2\na")
    run(inbox, tmp_path / "out")
    monkeypatch.setattr("pipeline.ingest.pipeline_version", lambda: "next")
    assert outcomes(run(inbox, tmp_path / "out")) == {"a": "done"}
    tasks = pd.read_parquet(tmp_path / "out" / "tasks")
    assert set(tasks.pipeline_version) == {"next"}
    assert len(tasks) == 2


def test_same_bytes_out_whatever_the_workers(inbox: Path, write: Writer, tmp_path: Path) -> None:
    write(**{f"d{n}": f"tasks {n % 4}\n{n}" for n in range(12)})
    for workers, batch in ((1, 32), (2, 5)):
        run(inbox, tmp_path / str(workers), workers=workers, batch=batch)
    compared = 0
    for table in set(TABLES) - {"documents"}:
        for part in (tmp_path / "1" / table).iterdir():
            compared += 1
            assert part.read_bytes() == (tmp_path / "2" / table / part.name).read_bytes()
    assert compared > 7


def test_a_hanging_reader_costs_one_document(inbox: Path, write: Writer, tmp_path: Path) -> None:
    write(stuck="hang", **{f"d{n}": f"tasks 1\n{n}" for n in range(6)})
    report = run(inbox, tmp_path / "out", timeout=12.0)
    assert outcomes(report).pop("stuck") == "failed"
    assert report.counts["done"] == 6
    [entry] = [e for e in report.entries if e.outcome == "failed"]
    assert entry.code == "timeout"
    assert "12 giây" in (entry.reason or "")


def test_a_greedy_reader_costs_one_document(inbox: Path, write: Writer, tmp_path: Path) -> None:
    write(greedy="eat", good="tasks 1")
    report = run(inbox, tmp_path / "out", memory=400)
    assert outcomes(report) == {"greedy": "failed", "good": "done"}
    assert [e.code for e in report.entries if e.outcome == "failed"] == ["memory"]


def test_readers_that_cannot_start_end_the_run_plainly(inbox: Path, write: Writer, tmp_path: Path) -> None:
    write(a="tasks 1")
    with pytest.raises(BrokenStart, match="dòng 3"):
        run(inbox, tmp_path / "out", serve=made.serve_broken)


def test_two_runs_on_one_output_do_not_mix(inbox: Path, tmp_path: Path) -> None:
    with locked(tmp_path / "out", 0.0), pytest.raises(OutputBusy, match=str(os.getpid())):
        run(inbox, tmp_path / "out")


def test_a_file_changed_between_plan_and_reading_is_looked_at_again(inbox: Path, write: Writer, tmp_path: Path) -> None:
    write(a="tasks 1\nold")
    with opened([inbox], tmp_path / "out", settings(), serve=made.serve) as ingest:
        write(a="tasks 3\nnew")
        ingest.start()
        ingest.batch(0)
        report = ingest.finish()
    assert [(e.outcome, e.tasks) for e in report.entries] == [("done", 3)]
    assert len(pd.read_parquet(tmp_path / "out" / "documents")) == 1


def test_catalogue_knows_files_and_runs(inbox: Path, write: Writer, tmp_path: Path) -> None:
    from pipeline.catalogue import Catalogue

    write(a="tasks 1", b="refuse")
    report = run(inbox, tmp_path / "out")
    run(inbox, tmp_path / "out")
    catalogue = Catalogue(settings().catalogue_url(tmp_path / "out"))
    runs = catalogue.runs()
    assert [(r["state"], r["inputs"], r["done"], r["skipped"]) for r in runs] == [
        ("finished", 2, 0, 2),
        ("finished", 2, 1, 0),
    ]
    assert {r["name"]: r["outcome"] for r in catalogue.manifest(report.run_id)} == {"a.txt": "done", "b.txt": "failed"}
    catalogue.close()


KILLED = """
import sys
from pathlib import Path
from tests.test_pipeline_ingest import run
if __name__ == "__main__":
    run(Path(sys.argv[1]), Path(sys.argv[2]), batch=2)
"""


@pytest.mark.slow
@pytest.mark.parametrize("after", [0.8, 1.6, 2.4, 3.2])
def test_killed_at_any_moment_a_second_run_completes(inbox: Path, write: Writer, tmp_path: Path, after: float) -> None:
    write(**{f"d{n}": f"slow\n0.2 {n}" for n in range(10)})
    script, out = tmp_path / "killed.py", tmp_path / "out"
    script.write_text(KILLED)
    process = subprocess.Popen(
        [sys.executable, str(script), str(inbox), str(out)], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    time.sleep(after)
    process.send_signal(signal.SIGKILL)
    process.wait()
    if (out / "documents" / "0-schema.parquet").exists():
        seen = pd.read_parquet(out / "documents")
        tasks = pd.read_parquet(out / "tasks")
        assert set(seen.doc_id) <= set(tasks.doc_id)  # a document that is listed is there in whole
        assert tasks.task_id.is_unique
    report = run(inbox, out)
    assert report.counts["inputs"] == 10
    assert report.counts["failed"] == 0
    documents, tasks = pd.read_parquet(out / "documents"), pd.read_parquet(out / "tasks")
    assert (len(documents), len(tasks)) == (10, 20)
    assert tasks.task_id.is_unique
    assert not [p for p in out.rglob("*") if p.suffix in {".tmp", ".arrows"}]
