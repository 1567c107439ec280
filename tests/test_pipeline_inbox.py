"""What came in, and what is to be done with it."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest

from extractors.models import Status
from pipeline import inbox
from pipeline.inbox import FileProblem, Incoming, find_files, is_junk, look_at, printable_name, read_bytes
from pipeline.plan import Action, Decision, decide


def names(paths: list[Path], out: Path | None = None) -> list[str]:
    return [p.name for p in find_files(paths, leave_out=out)]


@pytest.mark.parametrize(
    ("name", "junk"),
    [
        ("~$cong-van.docx", True),
        (".DS_Store", True),
        ("Thumbs.db", True),
        ("thumbs.DB", True),
        ("a.pdf.part", True),
        ("a.pdf.crdownload", True),
        ("._a.pdf", True),
        (".gitkeep", True),
        ("desktop.ini", True),
        ("cong-van.docx", False),
        (".ke-hoach.txt", False),
        ("-x.txt", False),
        ("part.pdf", False),
        ("a b\nc.txt", False),
    ],
)
def test_junk_is_told_from_documents(name: str, junk: bool) -> None:
    assert is_junk(name) is junk


def test_files_are_found_once_in_a_fixed_order_and_not_under_the_output(tmp_path: Path) -> None:
    for name in ("b/2.txt", "a/1.txt", "out/tasks/x.parquet", ".git/config"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    found = names([tmp_path, tmp_path / "a" / "1.txt", tmp_path / "b"], tmp_path / "out")
    assert found == ["1.txt", "2.txt"]


def test_names_are_nfc_and_always_text(tmp_path: Path) -> None:
    decomposed = unicodedata.normalize("NFD", "Kế hoạch.txt")
    assert printable_name(tmp_path / decomposed) == "Kế hoạch.txt"
    assert "\ufffd" in printable_name(Path(os.fsdecode(b"k\xe1.txt")))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_unreadable_file_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("x")
    path.chmod(0)
    assert look_at(path, 1).code == "permission"


def test_odd_files_say_what_they_are(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "link.txt").symlink_to(tmp_path / "a.txt")
    (tmp_path / "loop").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "big.txt").write_bytes(b"x" * 1_000_001)
    seen = {i.name: i.code for i in (look_at(p, 1) for p in find_files([tmp_path]))}
    assert seen == {"a.txt": None, "link.txt": "symlink", "loop": "symlink", "pipe": "special", "big.txt": "too_big"}
    assert look_at(tmp_path / "gone.txt", 1).code == "vanished"


def test_a_file_that_grows_while_read_is_given_a_second_chance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text("x")
    monkeypatch.setattr(inbox, "SETTLE", 0.01)
    real, left = os.fstat, [1]

    def fstat(fd: int) -> os.stat_result:
        if left[0]:
            left[0] -= 1
            os.utime(path, (1, 1))
        return real(fd)

    monkeypatch.setattr(os, "fstat", fstat)
    assert look_at(path, 1).sha256
    left[0] = 9
    with pytest.raises(FileProblem, match="changing"):
        os.utime(path, (2, 2))
        read_bytes(path, 1)


# --- decisions --------------------------------------------------------------------------------------------------

SHA = "ab" * 32


def came(name: str, sha: str | None = SHA, code: str | None = None) -> Incoming:
    return Incoming(Path("/in") / name, name, f"file:///in/{name}", 1, sha, code, code and "vì sao")


def row(uri: str, version: str = "v1", status: str = "ok", code: str | None = None) -> dict[str, object]:
    return {"source_uri": uri, "pipeline_version": version, "status": status, "reason_code": code, "reason": None}


def one(files: list[Incoming], known: dict[str, dict[str, object]], **kw: bool) -> list[Decision]:
    return decide(files, known, "v1", **kw)


@pytest.mark.parametrize(
    ("known", "force", "action"),
    [
        ({}, False, Action.READ),
        ({SHA[:16]: row("file:///in/a")}, False, Action.KNOWN),
        ({SHA[:16]: row("file:///in/a")}, True, Action.READ),
        ({SHA[:16]: row("file:///in/a", "v0")}, False, Action.READ),
        ({SHA[:16]: row("file:///moved/away")}, False, Action.KNOWN),
        ({SHA[:16]: row("file:///in/a", status="failed", code="encrypted")}, False, Action.KNOWN),
        ({SHA[:16]: row("file:///in/a", status="failed", code="timeout")}, False, Action.READ),
    ],
)
def test_a_file_is_known_by_its_bytes_and_the_version(
    known: dict[str, dict[str, object]], force: bool, action: Action
) -> None:
    [decision] = one([came("a")], known, force=force)
    assert decision.action is action
    assert decision.facts.doc_id == SHA[:16]


def test_same_bytes_twice_is_one_document_and_one_duplicate() -> None:
    first, second = one([came("a"), came("b")], {})
    assert (first.action, second.action) == (Action.READ, Action.RECORD)
    assert (second.status, second.duplicate_of) == (Status.DUPLICATE, first.facts.doc_id)
    assert second.facts.doc_id != first.facts.doc_id
    again = one(
        [came("a"), came("b")],
        {first.facts.doc_id: row("file:///in/a"), second.facts.doc_id: row("file:///in/b", status="duplicate")},
    )
    assert [d.action for d in again] == [Action.KNOWN, Action.KNOWN]


def test_the_published_file_stays_the_original_while_it_is_there() -> None:
    first, second = one([came("a"), came("b")], {SHA[:16]: row("file:///in/b")})
    assert (first.status, second.action) == (Status.DUPLICATE, Action.KNOWN)


def test_unreadable_and_vanished_files() -> None:
    unreadable, vanished = one([came("a", None, "permission"), came("b", None, "vanished")], {})
    assert (unreadable.action, unreadable.status) == (Action.RECORD, Status.FAILED)
    assert vanished.action is Action.JUNK
