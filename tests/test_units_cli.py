"""`giaoviec units`: answers for people and for programs, one's own rows, names still unknown."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pipeline.cli_units import app


def units(*arguments: str, text: str = "", **env: str) -> Result:
    return CliRunner().invoke(app, list(arguments), input=text, env={"GIAOVIEC_UNITS": "", **env})


def test_find_says_what_an_old_name_is_today() -> None:
    done = units("find", "Sở TT&TT", "--date", "2019-05-01", "--province", "Đắk Lắk")
    assert done.exit_code == 0 and "dak-lak/so-thong-tin-va-truyen-thong" in done.stdout
    assert "nay là: Sở Khoa học và Công nghệ tỉnh Đắk Lắk" in done.stdout


def test_find_shows_the_candidates_that_are_left() -> None:
    done = units("find", "UBND huyện Châu Thành", "--date", "2019-05-01")
    assert done.exit_code == 1 and "chưa xác định" in done.stdout and "tỉnh Kiên Giang" in " ".join(done.stdout.split())


def test_find_many() -> None:
    lines = [
        {"text": "Giám đốc Sở Y tế", "date": "2026-01-01", "province": "dak-lak"},
        {"text": "UBND các xã, phường", "date": "2026-01-01", "province": "Đắk Lắk"},
        {"text": "Bộ TT&TT", "date": "2024"},
        {"text": "Sở Tài chính", "province": "Tỉnh Không Có"},
        {"text": "Công ty Sao Mai", "province": "Đắk Lắk"},
        {"text": "các Sở: Y tế, Tư pháp", "province": "Đắk Lắk"},
    ]
    done = units(
        "find", "--jsonl", "-", text="\n".join(json.dumps(x, ensure_ascii=False) for x in lines) + "\nnot json\n"
    )
    head, group, old, nowhere, unknown, several, broken = map(json.loads, done.stdout.splitlines())
    assert (head["id"], head["head"], head["score"]) == ("dak-lak/so-y-te", True, 1.0)
    assert group["id"] == "collective:ubnd-cac-xa-phuong" and group["members"] == 102
    assert old["id"] == "bo-thong-tin-va-truyen-thong" and old["current"] == ["bo-khoa-hoc-va-cong-nghe"]
    assert nowhere["id"] == "tinh/so-tai-chinh" and "Tỉnh Không Có" in nowhere["warning"]
    assert unknown["id"] is None and unknown["name"] == "Công ty Sao Mai" and unknown["score"] < 0.5
    assert several["id"] == "dak-lak/so-y-te" and [o["id"] for o in several["others"]] == ["dak-lak/so-tu-phap"]
    assert broken["line"] == 7 and done.exit_code == 1


@pytest.mark.parametrize(
    ("date", "province", "unit_id"),
    [
        ("05/03/2020", "Dak Nong", "dak-nong/so-y-te"),
        ("2020-3", "Huế", "thua-thien-hue/so-y-te"),
        ("2026", "Huế", "hue/so-y-te"),
        ("1.1.2026", "TP.HCM", "ho-chi-minh/so-y-te"),
    ],
)
def test_find_takes_days_and_provinces_as_people_write_them(date: str, province: str, unit_id: str) -> None:
    done = units("find", "Sở Y tế", "--date", date, "--province", province, "--json")
    assert json.loads(done.stdout)["id"] == unit_id


@pytest.mark.parametrize(
    "line", ["not json", "[]", '{"text": null}', '{"text": "Sở Y tế", "date": "2019-13-01"}', '{"date": "2019"}']
)
def test_a_line_that_asks_nothing_is_told_in_vietnamese(line: str) -> None:
    answer = json.loads(units("find", "--jsonl", "-", text=line).stdout)
    assert answer["line"] == 1 and answer["error"].startswith(("dòng không phải", "không đọc được ngày"))


@pytest.mark.parametrize(
    "arguments",
    [
        ["find"],
        ["find", "Sở Y tế", "--province", "Không Có"],
        ["find", "Sở Y tế", "--date", "hôm qua"],
        ["find", "--jsonl", "/khong/co"],
    ],
)
def test_wrong_use_is_told_plainly(arguments: list[str]) -> None:
    done = units(*arguments)
    assert done.exit_code == 2 and "Traceback" not in done.output


def test_check_passes_on_the_shipped_data() -> None:
    assert units("check").exit_code == 0


def test_add_then_find(tmp_path: Path) -> None:
    own = str(tmp_path / "units.csv")
    assert (
        units("add", "Trung tâm Ảo hóa", "--level", "province", "--alias", "TT Ảo hóa", GIAOVIEC_UNITS=own).exit_code
        == 0
    )
    assert units("add", "Viện Mây", GIAOVIEC_UNITS=own).exit_code == 0
    done = units("find", "TT Ảo hóa", "--province", "Đắk Lắk", "--json", GIAOVIEC_UNITS=own)
    assert json.loads(done.stdout)["id"] == "dak-lak/trung-tam-ao-hoa"
    assert units("check", GIAOVIEC_UNITS=own).exit_code == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ["Viện Mây", "--valid-from", "2025-02-30"],
        ["Viện Mây", "--level", "planet"],
        ["Viện Mây", "--successor", "khong-co"],
        ["Viện  Mây"],
    ],
)
def test_a_wrong_row_is_not_added(tmp_path: Path, arguments: list[str]) -> None:
    own = tmp_path / "units.csv"
    done = units("add", *arguments, GIAOVIEC_UNITS=str(own))
    assert done.exit_code == 2 and not own.exists() and list(tmp_path.iterdir()) == []


def test_propose_counts_unknown_names(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    folder = tmp_path / "task_units"
    folder.mkdir()
    table = pa.table(
        {"name": ["Viện A", "Sở Y tế", "Viện A", "Viện B"], "unit_id": [None, "dak-lak/so-y-te", None, None]}
    )
    pq.write_table(table, folder / "part.parquet")
    done = units("propose", "--data", str(tmp_path))
    assert done.stdout.splitlines()[:3] == ["count,name,nearest", "2,Viện A,", "1,Viện B,"]
    assert units("propose", "--data", str(tmp_path / "none")).exit_code == 2
