"""What Prefect is told, and that only one module knows it. (A whole run through Prefect: tests/test_cli.py.)"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from pipeline.catalogue import Entry
from pipeline.prefect_server import LocalServer, PrefectUnusable, _api

ROOT = Path(__file__).parents[1]


def imported(path: Path) -> set[str]:
    """The top names of all modules that a file imports anywhere."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {a.name.split(".")[0] for a in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found


def test_only_the_flow_imports_prefect() -> None:
    files = [p for package in ("gazetteers", "extractors", "pipeline") for p in (ROOT / package).rglob("*.py")]
    assert [p.name for p in files if "prefect" in imported(p)] == ["flows.py"]


def test_a_server_that_does_not_answer_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.prefect_server._own", [])
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:9/api")
    with pytest.raises(PrefectUnusable, match="does not answer"):
        _api()


def test_the_database_is_brought_up_to_date_once_for_each_version_of_prefect(tmp_path: Path) -> None:
    server = LocalServer(tmp_path / "home")
    switch = "PREFECT_API_DATABASE_MIGRATE_ON_START"
    assert switch not in server.environment()
    server.migrated.touch()
    assert switch not in server.environment()  # the database was thrown away
    (tmp_path / "home" / "prefect.db").touch()
    assert server.environment()[switch] == "false"
    server.stop()  # never started: nothing happens


@pytest.mark.slow
@pytest.mark.parametrize(
    ("outcomes", "name", "words"),
    [
        (["done", "done"], "Completed", "2 done"),
        (["done", "failed"], "CompletedWithFailures", "b.txt: Tệp rỗng."),
        (["partial"], "CompletedWithFailures", "a.txt: Tệp rỗng."),
        ([], "Completed", "nothing to do"),
    ],
)
def test_states_name_what_failed(outcomes: list[str], name: str, words: str) -> None:
    from pipeline.flows import _state

    entries = [Entry(f"file:///{c}", f"{c}.txt", o, reason="Tệp rỗng.") for c, o in zip("ab", outcomes, strict=False)]
    state = _state(entries)
    assert state.is_completed()
    assert state.name == name
    assert words in (state.message or "")
