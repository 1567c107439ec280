"""The project's own scorer: its rules one by one, its figures against the reference, the ratchet."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from benchmarks.quality import RATCHET, fallen, raised, read, score
from benchmarks.score import Score, add, deadline_right, judge, pair, path_right, product_right, unit, units_right

ROOT = Path(__file__).parent.parent
GOLD = ROOT / "samples" / "gold"
REFERENCE = ROOT.parent / "shared" / "score" / "score.py"

NAMES = [
    ("UBND tỉnh Lam Khê", "Lam Khê", "ủy ban nhân dân"),
    ("Uỷ ban nhân dân  tỉnh", "", "ủy ban nhân dân"),
    ("Giám đốc Sở Y tế tỉnh Lam Khê", "Lam Khê", "sở y tế"),
    ("các sở, ngành liên quan", "", "các sở, ban, ngành"),
    ("Sở, ngành tỉnh", "", "các sở, ban, ngành"),
    ("UBND cấp xã", "", "ủy ban nhân dân các xã, phường"),
    ("các xã, phường, đặc khu", "", "ủy ban nhân dân các xã, phường"),
    ("Các địa phương có liên quan", "", "các địa phương"),
    ("Thủ trưởng các đơn vị", "", "các cơ quan, đơn vị"),
    ("UBND các huyện, thị xã, thành phố", "", "ủy ban nhân dân các huyện, thị xã, thành phố"),
    ("Văn phòng UBND tỉnh", "", "văn phòng ủy ban nhân dân"),
    ("Bộ Y tế", "", "bộ y tế"),
]


@pytest.mark.parametrize(("written", "place", "wanted"), NAMES)
def test_one_spelling_per_unit(written: str, place: str, wanted: str) -> None:
    assert unit(written, place) == wanted


UNITS = [
    ([["Sở Y tế"]], ["Sở Y tế"], [], True),
    ([["Sở Y tế"]], ["Sở Y tế", "Công an tỉnh"], [], False),
    ([["Sở Y tế"]], ["Sở Y tế", "Công an tỉnh"], ["Công an tỉnh"], True),
    ([["Sở Y tế"]], ["Sở Y tế", "Chi cục Thú y"], ["?*chi cục"], True),
    ([["Sở Y tế"]], ["Sở Y tế", "Ai đó"], ["?any"], True),
    ([["Sở Y tế"]], [], ["?any"], False),
    ([["Sở Y tế"], ["Sở Nội vụ"]], ["Sở Nội vụ"], [], True),
    ([[]], [], [], True),
]


@pytest.mark.parametrize(("want", "got", "optional", "right"), UNITS)
def test_units(want: list[list[str]], got: list[str], optional: list[str], right: bool) -> None:
    assert units_right(want, got, optional, "") is right


DUE = {"kind": "date", "kind_any": ["date"], "due_date": "2026-05-14", "due_time": None, "rrule": None}
MONTHLY = {"kind": "recurring", "kind_any": ["recurring"], "due_date": None, "due_time": None, "rrule": "FREQ=MONTHLY"}
NONE = {"kind": "none", "kind_any": ["none"], "due_date": None, "due_time": None, "rrule": None}
DEADLINES = [
    (DUE, {"deadline_kind": "date", "due_date": date(2026, 5, 14)}, True),
    (DUE, {"deadline_kind": "date", "due_date": date(2026, 5, 15)}, False),
    (DUE, {"deadline_kind": "month", "due_date": date(2026, 5, 14)}, False),
    (DUE, {"deadline_kind": "date", "due_date": date(2026, 5, 14), "due_time": "17:00"}, False),
    (MONTHLY, {"deadline_kind": "recurring", "deadline_rrule": "INTERVAL=1;FREQ=MONTHLY"}, True),
    (MONTHLY, {"deadline_kind": "recurring", "deadline_rrule": "FREQ=WEEKLY"}, False),
    (MONTHLY, {"deadline_kind": "recurring"}, False),
    (NONE, {}, True),
    (NONE, {"deadline_kind": "ongoing"}, False),
]


@pytest.mark.parametrize(("gold", "got", "right"), DEADLINES)
def test_deadlines(gold: dict[str, Any], got: dict[str, Any], right: bool) -> None:
    assert deadline_right(gold, got) is right


def test_products_and_paths() -> None:
    assert product_right(None, "") and not product_right("Kế hoạch", None) and not product_right(None, "Kế hoạch")
    assert product_right("Báo cáo kết quả thực hiện năm...", "Báo cáo kết quả thực hiện năm 2026 của tỉnh, huyện, xã")
    assert path_right({"path": ["I", "2"]}, {"path": ["I", "2"]})
    assert path_right({"path": ["I", "2"], "path_alt": ["2"]}, {"path": ["2"]})
    assert not path_right({"path": ["I", "2"]}, {"path": None})


def test_pairs_prefer_the_same_place_and_use_each_task_once() -> None:
    gold = [{"text": "Rà soát, báo cáo", "path": [p]} for p in ("1", "2")]
    got = [{"text": "Rà soát, báo cáo", "path": [p]} for p in ("2", "1")]
    assert sorted(pair(gold, got)) == [(0, 1), (1, 0)]
    assert len(pair(gold, got[:1])) == 1 and pair(gold, []) == []


def as_task(gold: dict[str, Any], doc_id: str) -> dict[str, Any]:
    """A row of `tasks` that says just what the gold says."""
    due = gold["deadline"]
    return {
        "doc_id": doc_id,
        "text": gold["text"],
        "path": gold["path"],
        "kind": gold["kind"],
        "lead_names": gold["lead"],
        "coordinator_names": gold["coordinators"],
        "product": gold["product"],
        "deadline_kind": due["kind"],
        "deadline_text": due["text"],
        "due_date": due["due_date"] and date.fromisoformat(due["due_date"]),
        "due_time": due["due_time"],
        "deadline_rrule": due["rrule"],
        "needs_review": False,
    }


def lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (GOLD / f"{name}.jsonl").read_text("utf8").splitlines()]


def test_the_gold_itself_scores_full_marks() -> None:
    total = Score()
    for path in GOLD.glob("*.jsonl"):
        gold = lines(path.stem)
        add(total, path.stem, "", gold, [as_task(g, "x") for g in gold])
    figures = total.figures()
    assert total.errors == [] and figures["spurious"] == 0
    assert {figures[key] for key in ("task_f1", "all_fields_right", "lead_exact", "path_exact")} == {1.0}
    assert figures["errors_in_review"] is None and figures["head_exact"] is None, "nothing judged is None, never 1.0"


@pytest.mark.parametrize("key", ["lead_names", "coordinator_names", "due_date", "path", "kind", "product"])
def test_each_fault_is_seen(key: str) -> None:
    gold = next(g for g in lines("ke-hoach") if g["product"] and g["deadline"]["due_date"] and g["coordinators"])
    task = as_task(gold, "x")
    task[key] = {"due_date": date(2020, 1, 1), "path": ["9"], "kind": "plan"}.get(key) or (
        ["Bộ Ngoại giao"] if key.endswith("names") else "khác hẳn"
    )
    right = judge(gold, task, "Lam Khê").right
    assert list(right.values()).count(False) == 1


def spoil(task: dict[str, Any], rng: random.Random) -> dict[str, Any]:
    """A task with some fields wrong, as an extractor would leave it."""
    changes: list[dict[str, Any]] = [
        {},
        {"lead_names": []},
        {"lead_names": [*task["lead_names"], "Sở Nội vụ"]},
        {"coordinator_names": ["Các sở, ngành liên quan"]},
        {"due_date": None, "deadline_kind": "none"},
        {"path": task["path"][:-1]},
        {"text": task["text"][: len(task["text"]) * 2 // 3]},
        {"kind": "plan", "needs_review": True},
        {"product": None},
        {"text": "không liên quan gì"},
    ]
    return task | rng.choice(changes)


@pytest.mark.skipif(not REFERENCE.exists(), reason="the reference scorer is not here")
@pytest.mark.parametrize("seed", range(3))
def test_figures_agree_with_the_reference(seed: int, tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    rng = random.Random(seed)
    stems = [path.stem for path in sorted(GOLD.glob("*.jsonl"))]
    tasks = [spoil(as_task(deepcopy(g), stem), rng) for stem in stems for g in lines(stem) if rng.random() < 0.9]
    documents = [{"doc_id": stem, "source_name": f"{stem}.pdf"} for stem in stems]
    for name, rows in (("tasks", tasks), ("documents", documents)):
        (tmp_path / name).mkdir()
        pq.write_table(pa.Table.from_pylist(rows), tmp_path / name / "part.parquet")
    out = tmp_path / "out.json"
    command = [sys.executable, str(REFERENCE), "--data", str(tmp_path), "--gold", str(GOLD), "--json", str(out)]
    subprocess.run(command, check=True, capture_output=True)
    reference = json.loads(out.read_text())
    mine = score(read(tmp_path), GOLD).figures()
    shared = set(mine) & set(reference)
    assert len(shared) >= 14
    for key in shared:
        assert mine[key] == pytest.approx(reference[key]), key


def test_the_ratchet_only_rises() -> None:
    held = {"samples": {"task_f1": 0.9, "lead_exact": 0.8}}
    now = {"samples": {"task_f1": 0.95, "lead_exact": 0.7}, "corpus/pdf": {"task_f1": 0.5}}
    assert fallen(now, held) == ["samples: lead_exact 0.7 < 0.8"]
    new = raised(now, held)
    assert new == {"samples": {"task_f1": 0.95, "lead_exact": 0.8}, "corpus/pdf": {"task_f1": 0.5}}
    assert fallen({}, held) == [], "a set that is absent here is not held against it"
    assert fallen({"samples": {"task_f1": None}}, {"samples": {"task_f1": 0.9}}), "unmeasured is not good"


@pytest.mark.skipif(not RATCHET.exists(), reason="no ratchet yet")
def test_the_results_kept_stand_above_the_ratchet() -> None:
    from benchmarks import machine

    assert fallen(machine.read("quality")["sets"], json.loads(RATCHET.read_text())) == []


def test_the_script_of_an_afternoon_finds_some_and_misses_some() -> None:
    from benchmarks.quality import Set, baseline

    figures = baseline(Set("samples", ROOT / "data" / "raw", GOLD)).figures()
    assert figures["tasks"] == sum(g["required"] for path in GOLD.glob("*.jsonl") for g in lines(path.stem))
    f1, right = figures["task_f1"], figures["all_fields_right"]
    assert f1 is not None and right is not None and 0.3 < f1 < 0.95 and right < 0.5


def test_first_sight_was_measured_on_directives_that_are_kept() -> None:
    from benchmarks import machine

    result = machine.read("first_sight")
    assert result["documents"] and all((ROOT / "samples/variants" / f"{d}.txt").exists() for d in result["documents"])
