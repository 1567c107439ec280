"""The unit data itself: what its files promise, and that a broken file is refused with file and line."""

from __future__ import annotations

import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from gazetteers import index as index_module
from gazetteers.checks import check
from gazetteers.index import compile_index, load_index
from gazetteers.lexicon import LexiconError, load_lexicon
from gazetteers.places import UNITS
from gazetteers.records import Level
from gazetteers.units import Gazetteer, Place, load

BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)


def test_the_shipped_data_has_no_problem() -> None:
    assert [str(p) for p in check()] == []


@pytest.mark.parametrize(
    ("on", "level", "count"),
    [
        (BEFORE, Level.PROVINCE, 63),
        (AFTER, Level.PROVINCE, 34),
        (BEFORE, Level.DISTRICT, 696),
        (AFTER, Level.DISTRICT, 0),
        (AFTER, Level.COMMUNE, 3321),
    ],
)
def test_the_country_at_its_date(on: date, level: str, count: int) -> None:
    assert sum(a.level == level and a.valid(on) for a in load().index.areas) == count


def test_communes_are_those_of_the_package_they_come_from() -> None:
    from gazetteers.build import communes

    shipped = [
        (r["province"], r["kind"], r["name"]) for r in load_lexicon("communes", ("province", "kind", "name"), UNITS)
    ]
    assert shipped == communes()


@pytest.mark.parametrize(
    ("unit_id", "today"),
    [
        ("bo-ke-hoach-va-dau-tu", {"bo-tai-chinh"}),
        ("bo-giao-thong-van-tai", {"bo-xay-dung"}),
        ("bo-thong-tin-va-truyen-thong", {"bo-khoa-hoc-va-cong-nghe"}),
        ("uy-ban-dan-toc", {"bo-dan-toc-va-ton-giao"}),
        ("bo-tai-nguyen-va-moi-truong", {"bo-nong-nghiep-va-moi-truong"}),
        (
            "bo-lao-dong-thuong-binh-va-xa-hoi",
            {"bo-noi-vu", "bo-y-te", "bo-giao-duc-va-dao-tao", "bo-cong-an", "bo-dan-toc-va-ton-giao"},
        ),
        ("phu-yen/so-ke-hoach-va-dau-tu", {"dak-lak/so-tai-chinh"}),
        ("dak-lak/ban-dan-toc", {"dak-lak/so-dan-toc-va-ton-giao"}),
        ("binh-duong/ubnd", {"ho-chi-minh/ubnd"}),
        ("thua-thien-hue/so-y-te", {"hue/so-y-te"}),
        ("ban-tuyen-giao-trung-uong", {"ban-tuyen-giao-va-dan-van-trung-uong"}),
        ("tong-cuc-thue", {"cuc-thue"}),
        ("hai-giang/cuc-thue-tinh", set()),
        ("ha-giang/cuc-thue-tinh", {"tuyen-quang/thue-tinh"}),
        ("ban-kinh-te-trung-uong", {"ban-chinh-sach-chien-luoc-trung-uong"}),
        ("bo-y-te", {"bo-y-te"}),
    ],
)
def test_what_an_old_unit_has_become(unit_id: str, today: set[str]) -> None:
    assert set(load().current(unit_id, date(2026, 1, 1))) == today


def test_an_old_unit_is_itself_at_its_own_date() -> None:
    assert load().current("bo-giao-thong-van-tai", date(2020, 1, 1)) == ("bo-giao-thong-van-tai",)


def test_a_unit_knows_its_place() -> None:
    unit = load().get("dak-lak/so-khoa-hoc-va-cong-nghe")
    assert unit and unit.name == "Sở Khoa học và Công nghệ tỉnh Đắk Lắk" and unit.code == "SKHCN"
    assert (unit.province, unit.parent, unit.level) == ("dak-lak", "dak-lak/ubnd", Level.PROVINCE)
    assert load().get("dak-lak/xa-ea-kar/so-y-te") is None and load().get("nowhere/ubnd") is None


@pytest.mark.parametrize(
    ("group", "place", "count"),
    [
        ("collective:ubnd-cac-xa-phuong", Place("dak-lak", AFTER), 102),
        ("collective:ubnd-cac-tinh-thanh-pho", Place(None, AFTER), 34),
        ("collective:ubnd-cac-tinh-thanh-pho", Place(None, BEFORE), 63),
        ("collective:ubnd-cac-huyen-thi-xa-thanh-pho", Place("dak-lak", BEFORE), 15),
        ("collective:cac-doanh-nghiep", Place("dak-lak", AFTER), 0),
    ],
)
def test_members_of_a_group_where_they_can_be_counted(group: str, place: Place, count: int) -> None:
    assert len(load().members(group, place)) == count


@pytest.mark.parametrize(
    ("name", "province", "on", "unit_id"),
    [
        ("Sở Khoa học và Công nghệ", "dak-lak", AFTER, "dak-lak/so-khoa-hoc-va-cong-nghe"),
        ("So Khoa hoc va Cong nghe", "dak-lak", AFTER, "dak-lak/so-khoa-hoc-va-cong-nghe"),
        ("Sở Khoa hoc và Công nghê", "dak-lak", AFTER, "dak-lak/so-khoa-hoc-va-cong-nghe"),
        ("Sờ Tài chính", "dak-lak", AFTER, "dak-lak/so-tai-chinh"),
        ("UBND phường Buôn Ma Thuôt", None, AFTER, "dak-lak/phuong-buon-ma-thuot/ubnd"),
        ("Bộ Giáo dục & Đào tạo", None, AFTER, "bo-giao-duc-va-dao-tao"),
        ("BKHCN", None, AFTER, "bo-khoa-hoc-va-cong-nghe"),
        ("Thành ủy Đà Nẵng", None, AFTER, "da-nang/cap-uy"),
    ],
)
def test_names_looked_up_by_themselves(name: str, province: str | None, on: date, unit_id: str) -> None:
    found = load().find(name, on, province)
    assert found[0].unit_id == unit_id and 0.7 < found[0].score <= 1


def test_a_name_that_means_nothing_finds_nothing() -> None:
    assert load().find("Kế hoạch năm 2026") == [] and load().find("") == []


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    folder = tmp_path / "units"
    shutil.copytree(UNITS, folder)
    load_lexicon.cache_clear()
    return folder


@pytest.mark.parametrize(
    ("file", "old", "new", "problem"),
    [
        ("central.csv", "Bộ Y tế", "Bộ  Y tế", "khoảng trắng thừa"),
        ("departments.csv", ",department,", ",department,,", "ô, cần"),
        ("central.csv", "2025-02-28", "2025-02-30", "ngày không hợp lệ"),
    ],
)
def test_a_malformed_file_is_refused_with_file_and_line(
    copy: Path, file: str, old: str, new: str, problem: str
) -> None:
    path = copy / file
    text = path.read_text(encoding="utf-8")
    line = text[: text.index(old)].count("\n") + 1
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(LexiconError, match=problem) as caught:
        compile_index(copy)
    assert str(caught.value).startswith(f"{file}, dòng {line}:")


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("bo-tai-chinh", "bo-tai-chinhh", "kế thừa không có"),
        (",Bộ Tài chính,", ",Bộ Y tế,", "ví dụ không khớp"),
    ],
)
def test_checks_see_what_a_schema_cannot(copy: Path, old: str, new: str, problem: str) -> None:
    path = copy / "central.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    at = next(i for i, line in enumerate(lines) if line.startswith("bo-ke-hoach" if "chinh" in old else "bo-tai-chinh"))
    lines[at] = new.join(lines[at].rsplit(old, 1))
    path.write_text("".join(lines), encoding="utf-8")
    found = [p for p in check(copy) if problem in p.text]
    assert found and found[0].file == "central.csv" and found[0].line == at + 1


def test_ones_own_rows_lie_over_the_shipped_ones(tmp_path: Path) -> None:
    own = tmp_path / "own.csv"
    header = (UNITS / "companies.csv").read_text(encoding="utf-8").splitlines()[0]
    own.write_text(f"{header}\nso-ao-hoa,Sở Ảo hóa,Sở AH,,,province,,,,,,own,Sở Ảo hóa,Sở Y tế\n", encoding="utf-8")
    gazetteer = Gazetteer(compile_index(overlay=own))
    assert gazetteer.find("Sở AH", None, "dak-lak")[0].unit_id == "dak-lak/so-ao-hoa"
    assert load().find("Sở AH", None, "dak-lak") == []


def test_the_compiled_index_is_kept_and_survives_a_damaged_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIAOVIEC_CACHE", str(tmp_path))
    with ThreadPoolExecutor(4) as pool:
        assert len({i.version for i in pool.map(lambda _: load_index(), range(4))}) == 1
    kept = list(tmp_path.rglob("units-*.pickle"))
    assert len(kept) == 1 and not list(tmp_path.rglob("tmp*"))
    kept[0].write_bytes(b"broken")
    assert load_index().names == compile_index().names


@pytest.mark.skipif(os.geteuid() == 0 if hasattr(os, "geteuid") else True, reason="root writes everywhere")
def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tmp_path.chmod(0o500)
    monkeypatch.setenv("GIAOVIEC_CACHE", str(tmp_path / "x"))
    assert load_index().rows


def test_a_cache_path_that_is_a_file_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("x")
    monkeypatch.setenv("GIAOVIEC_CACHE", str(blocked))
    assert load_index().rows and index_module.version_of()
