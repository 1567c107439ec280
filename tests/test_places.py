"""The whole country at its date: the places of every era, what became of them, and which one a name means."""

from __future__ import annotations

import pickle
import shutil
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from extractors.extract import extract
from extractors.models import Role
from gazetteers.areas import Areas, place_keys
from gazetteers.lexicon import load_lexicon
from gazetteers.lineage import Change, Facts, Stage, history
from gazetteers.narrow import narrow
from gazetteers.place_checks import check_places
from gazetteers.places import UNITS, number_ids, read_areas
from gazetteers.records import Area, Level
from gazetteers.registers import Seat, district_slug, kind_and_name, name_key
from gazetteers.units import Place, load
from pipeline.unit_answers import answer

P, D, C = Level.PROVINCE, Level.DISTRICT, Level.COMMUNE


@pytest.mark.parametrize(
    ("on", "provinces", "districts", "communes"),
    [
        ("2019-10-06", 63, 713, 11159),  # the register has 11,160: two became one under one name
        ("2021-12-31", 63, 705, 10599),
        ("2025-06-30", 63, 696, 10035),
        ("2025-07-01", 34, 0, 3321),
        ("2026-01-01", 34, 0, 3321),
    ],
)
def test_the_country_is_whole_in_every_era(on: str, provinces: int, districts: int, communes: int) -> None:
    day = date.fromisoformat(on)
    found = Counter(a.level for a in load().index.areas if a.valid(day))
    assert (found[P], found[D], found[C]) == (provinces, districts, communes)


def test_every_province_had_districts_and_every_district_communes() -> None:
    areas, last = load().index.areas, date(2025, 6, 30)
    there = {a.district for a in areas if a.valid(last)}
    empty = {a.id for a in areas if a.level == D and a.valid(last) and a.id not in there}
    assert empty == {  # islands without communes
        "ba-ria-vung-tau/huyen-con-dao",
        "da-nang/huyen-hoang-sa",
        "hai-phong/huyen-bach-long-vi",
        "quang-ngai/huyen-ly-son",
        "quang-tri/huyen-con-co",
    }
    assert len({a.province for a in areas if a.level == D and a.valid(last)}) == 63


def test_what_a_place_became_lies_in_what_its_province_became() -> None:
    areas = load().index.areas
    for area in areas:
        province = areas[areas.numbers[area.province]] if area.province else area
        near = {province.id, *province.successors}
        near |= {s for p in province.successors for s in areas[areas.numbers[p]].successors}
        assert all(s.partition("/")[0] in near for s in area.successors), area.id


@pytest.mark.parametrize(
    ("place", "on", "today"),
    [
        ("bac-kan/huyen-cho-don/xa-tan-lap", None, {"thai-nguyen/xa-quang-bach"}),
        ("an-giang/huyen-an-phu/xa-phu-hoi", None, {"an-giang/xa-an-phu", "an-giang/xa-nhon-hoi"}),  # divided
        ("thanh-hoa/huyen-tinh-gia/xa-tan-dan", date(2022, 1, 1), {"thanh-hoa/thi-xa-nghi-son/phuong-tan-dan"}),
        ("hung-yen/huyen-my-hao", date(2020, 1, 1), {"hung-yen/thi-xa-my-hao"}),
        ("hai-phong/huyen-bach-long-vi", None, {"hai-phong/dac-khu-bach-long-vi"}),
        ("quang-ngai/huyen-ly-son/xa-an-hai", None, {"quang-ngai/dac-khu-ly-son"}),
        ("thua-thien-hue/thanh-pho-hue", date(2025, 2, 1), {"hue/quan-phu-xuan", "hue/quan-thuan-hoa"}),
        ("ho-chi-minh/quan-9", date(2024, 1, 1), {"ho-chi-minh/thanh-pho-thu-duc"}),
        ("cao-bang/huyen-tra-linh", date(2021, 1, 1), {"cao-bang/huyen-trung-khanh", "cao-bang/huyen-quang-hoa"}),
        ("ha-noi/quan-hai-ba-trung/phuong-bach-mai", date(2025, 6, 1), {"ha-noi/quan-hai-ba-trung/phuong-bach-mai"}),
        ("dak-lak/xa-ea-kar", None, {"dak-lak/xa-ea-kar"}),
    ],
)
def test_what_became_of_a_place(place: str, on: date | None, today: set[str]) -> None:
    assert set(load().current(f"{place}/ubnd", on)) == {f"{t}/ubnd" for t in today}


@pytest.mark.parametrize(
    ("unit", "today"),
    [
        ("dak-lak/huyen-ea-kar/chi-cuc-thong-ke", {"dak-lak/thong-ke-tinh"}),  # the district's went into the province's
        ("bac-kan/huyen-cho-don/xa-tan-lap/cap-uy", {"thai-nguyen/xa-quang-bach/cap-uy"}),
        ("hung-yen/huyen-my-hao/hdnd", {f"hung-yen/phuong-{n}/hdnd" for n in ("my-hao", "thuong-hong", "duong-hao")}),
        ("dak-lak/huyen-ea-kar/toa-an-nhan-dan", {"dak-lak/huyen-ea-kar/toa-an-nhan-dan"}),  # no heir is known
    ],
)
def test_what_became_of_units_at_former_places(unit: str, today: set[str]) -> None:
    assert set(load().current(unit)) == today


def test_every_former_place_leads_to_one_of_today() -> None:
    gazetteer, lost = load(), set()
    for area in gazetteer.index.areas:
        now = gazetteer.current(f"{area.id}/ubnd")
        if not now or any((gazetteer.area(u.rpartition("/")[0]) or area).valid_to for u in now):
            lost.add(area.id)
    assert lost == {"ben-tre/huyen-chau-thanh/xa-phu-an-hoa", "hai-duong/huyen-kim-thanh/xa-phuc-thanh-a"}


def test_a_district_of_the_last_day_became_the_communes_of_its_communes() -> None:
    district = load().area("dak-lak/huyen-ea-kar")
    assert district and {"dak-lak/xa-ea-kar", "dak-lak/xa-ea-knop"} <= set(district.successors)
    assert all(s.startswith("dak-lak/xa-") for s in district.successors)


CASES = [
    # name, date, province, id of the place ("" where more than one is left)
    ("UBND xã Tân Lập, huyện Chợ Đồn, tỉnh Bắc Kạn", "2019-05-01", None, "bac-kan/huyen-cho-don/xa-tan-lap"),
    ("UBND xã Tân Lập (huyện Chợ Đồn)", "2019-05-01", "bac-kan", "bac-kan/huyen-cho-don/xa-tan-lap"),
    ("UBND xã Tân Lập thuộc huyện Chợ Đồn", "2019-05-01", "bac-kan", "bac-kan/huyen-cho-don/xa-tan-lap"),
    ("UBND xa Tan Lap, huyen Cho Don", "2019-05-01", "bac-kan", "bac-kan/huyen-cho-don/xa-tan-lap"),
    ("UBND xã Tân Lập", "2019-05-01", None, ""),
    ("UBND xã Chiến Thắng", "2019-05-01", "lang-son", ""),
    ("UBND xã Chiến Thắng, huyện Chi Lăng", "2019-05-01", "lang-son", "lang-son/huyen-chi-lang/xa-chien-thang"),
    ("UBND xã Tân Lập, huyện Chợ Đồn (cũ)", "2026-01-05", "thai-nguyen", "bac-kan/huyen-cho-don/xa-tan-lap"),
    ("UBND xã Hòa Phong", "2024-01-01", "dak-lak", "dak-lak/huyen-krong-bong/xa-hoa-phong"),
    ("UBND xã Hòa Phong", "2024-01-01", "phu-yen", "phu-yen/huyen-tay-hoa/xa-hoa-phong"),
    ("UBND xã Hòa Phong", "2026-01-01", "dak-lak", ""),  # two communes of the merged province had the name
    ("UBND phường Tân Lợi", "2022-05-01", "dak-lak", "dak-lak/thanh-pho-buon-ma-thuot/phuong-tan-loi"),
    ("UBND xã Ea Kar", "2026-01-01", "dak-lak", "dak-lak/xa-ea-kar"),
    ("UBND xã Ea Kar", None, "dak-lak", "dak-lak/xa-ea-kar"),
    ("UBND xã Ea Kar, huyện Ea Kar", "2026-01-01", "dak-lak", "dak-lak/xa-ea-kar"),
    ("UBND thị trấn Ea Kar", "2024-01-01", "dak-lak", "dak-lak/huyen-ea-kar/thi-tran-ea-kar"),
    ("UBND phường An Khánh, quận 2", "2019-05-01", "ho-chi-minh", "ho-chi-minh/quan-2/phuong-an-khanh"),
    ("UBND phường An Khánh", "2026-01-01", "ho-chi-minh", "ho-chi-minh/phuong-an-khanh"),
    ("UBND phường 01, quận 3", "2019-05-01", "ho-chi-minh", "ho-chi-minh/quan-3/phuong-1"),
    ("UBND phường 1", "2019-05-01", "ho-chi-minh", ""),
    ("UBND xã Tân Lập (cũ)", "2026-01-05", "thai-nguyen", "bac-kan/huyen-cho-don/xa-tan-lap"),
    ("UBND xã Ea Kar cũ", "2026-01-05", "dak-lak", "dak-lak/xa-ea-kar"),
    ("UBND phường Thành Nhất cũ", None, "dak-lak", "dak-lak/thanh-pho-buon-ma-thuot/phuong-thanh-nhat"),
    ("UBND xã Yên Nhuận", "2026-01-05", "thai-nguyen", "bac-kan/huyen-cho-don/xa-yen-nhuan"),
    ("UBND thị trấn NT Liên Sơn", "2019-01-01", "yen-bai", "yen-bai/huyen-van-chan/thi-tran-nong-truong-lien-son"),
    ("UBND huyện Châu Thành, tỉnh Bến Tre", "2022-01-05", None, "ben-tre/huyen-chau-thanh"),
    ("UBND huyện Châu Thành", "2026-01-05", "vinh-long", ""),  # two of the merged provinces had one
    ("UBND xã Nhân Hòa, huyện Mỹ Hào", "2018-05-01", "hung-yen", "hung-yen/thi-xa-my-hao/phuong-nhan-hoa"),
    ("UBND phường Vĩ Dạ", "2023-01-01", "thua-thien-hue", "thua-thien-hue/thanh-pho-hue/phuong-vy-da"),
    ("UBND phường Vĩ Dạ", "2025-03-01", "hue", "hue/quan-thuan-hoa/phuong-vy-da"),
    ("UBND huyện Phong Điền", "2024-03-01", "thua-thien-hue", "thua-thien-hue/huyen-phong-dien"),
    ("UBND thị xã Phong Điền", "2025-03-01", "hue", "hue/thi-xa-phong-dien"),
    ("UBND huyện Thủy Nguyên", "2024-12-31", "hai-phong", "hai-phong/huyen-thuy-nguyen"),
    ("UBND thành phố Thủy Nguyên", "2025-01-01", "hai-phong", "hai-phong/thanh-pho-thuy-nguyen"),
    ("UBND xã Văn Lang", "2026-01-01", "thai-nguyen", "thai-nguyen/xa-van-lang"),
    ("UBND xã Văn Lăng", "2026-01-01", "thai-nguyen", "thai-nguyen/xa-van-lang-2"),
]


@pytest.mark.parametrize(("name", "on", "province", "place"), CASES)
def test_which_place_a_name_means(name: str, on: str | None, province: str | None, place: str) -> None:
    found = answer(load(), name, Place(province, date.fromisoformat(on) if on else None))
    assert found["id"] == (f"{place}/ubnd" if place else None)
    assert place or len(found["candidates"]) > 1
    assert "others" not in found


def test_before_the_reform_no_neighbour_province_is_meant() -> None:
    found = answer(load(), "UBND xã Yên Nhuận", Place("thai-nguyen", date(2019, 5, 1)))
    assert found["id"] is None and found["candidates"] == ["bac-kan/huyen-cho-don/xa-yen-nhuan/ubnd"]
    assert load().kin("hue", date(2025, 3, 1)) == {"hue", "thua-thien-hue"}
    assert load().kin("bac-kan", date(2026, 1, 1)) >= {"bac-kan", "thai-nguyen"}
    assert load().kin("thai-nguyen", date(2024, 1, 1)) == {"thai-nguyen"}


@pytest.mark.parametrize(
    ("district", "place"),
    [
        ("lang-son/huyen-chi-lang", "lang-son/huyen-chi-lang/xa-chien-thang"),
        ("lang-son/huyen-bac-son", "lang-son/huyen-bac-son/xa-chien-thang"),
    ],
)
def test_a_district_means_its_own_communes(district: str, place: str) -> None:
    found = answer(load(), "UBND xã Chiến Thắng", Place("lang-son", date(2019, 5, 1), district))
    assert found["id"] == f"{place}/ubnd"


@pytest.mark.parametrize(
    ("group", "on", "district", "count"),
    [
        ("ubnd-cac-xa-phuong", "2024-01-01", None, 184),
        ("ubnd-cac-xa-phuong", "2024-01-01", "dak-lak/huyen-ea-kar", 16),
        ("ubnd-cac-xa-phuong", "2026-01-01", "dak-lak/huyen-ea-kar", 102),  # there are no districts any more
        ("ubnd-cac-huyen-thi-xa-thanh-pho", "2024-01-01", None, 15),
        ("cac-huyen-uy", "2024-01-01", None, 15),
        ("cac-tinh-uy", "2024-01-01", None, 63),
        ("cac-tinh-uy", "2026-01-01", None, 34),
    ],
)
def test_members_are_those_of_the_day_and_the_district(group: str, on: str, district: str | None, count: int) -> None:
    place = Place("dak-lak", date.fromisoformat(on), district)
    found = load().members(f"collective:{group}", place)
    assert len(found) == count and all(load().get(u) for u in found)


def area(own: str, first: str = "", last: str = "", into: tuple[str, ...] = ()) -> Area:
    """A made-up place by its id."""
    level = (P, D, C)[own.count("/")]
    days = [date.fromisoformat(d) if d else None for d in (first, last)]
    return Area(own, "Tân An", "xã", level, own.split("/")[0] if "/" in own else "", *days, into, (), "made up")


def test_narrowing_takes_the_near_the_valid_and_the_last() -> None:
    old, new = area("x/h/a", last="2019-12-31", into=("x/t/a",)), area("x/t/a", "2020-01-01", "2025-06-30")
    far, here = area("y/h/a"), area("x")
    kin = frozenset({"x"})
    assert narrow((old, new, far), kin, here, None, date(2019, 1, 1)) == (old,)
    assert narrow((old, new, far), kin, here, None, date(2021, 1, 1)) == (new,)
    assert narrow((old, new, far), kin, here, None, date(2026, 1, 1)) == (new,)  # both ended: the one that lasted
    assert narrow((old, new, far), kin, here, "x/h", date(2021, 1, 1)) == (old,)  # its own district first
    assert narrow((far,), kin, here, None, None) == (far,)
    assert narrow((old, new), frozenset(), None, None, date(2026, 1, 1)) == (new,)


def test_areas_are_made_when_asked_for_and_survive_pickling() -> None:
    known = read_areas()
    areas = Areas(known)
    again = pickle.loads(pickle.dumps(areas))
    assert again == areas and len(again) == len(known)
    for made, area_ in zip(again, known, strict=True):
        assert replace(made) is not made and (made.id, made.successors, made.aliases) == (
            area_.id,
            area_.successors,
            area_.aliases,
        )
    assert again.get("dak-lak") is again[again.numbers["dak-lak"]] and again.get("atlantis") is None
    assert len(list(again.under())) == sum(a.level == P for a in known)
    assert again[:2] == [again[0], again[1]]


def test_names_come_with_their_usual_spellings() -> None:
    names = ("Mỹ Quý", "Vĩ Dạ", "5", "Phan Rang - Tháp Chàm", "Đắk Liêng")
    keys = place_keys([replace(area("x/h/a"), name=n) for n in names])
    assert {
        "đắk liêng",
        "đăk liêng",
        "đak liêng",
        "mỹ quý",
        "mĩ quí",
        "vĩ dạ",
        "vỹ dạ",
        "5",
        "05",
        "phan rang tháp chàm",
    } <= keys.keys()
    assert "tây ninh" not in place_keys([replace(area("x"), name="Tây Ninh")]).keys() - {"tây ninh"}


def test_ids_that_differ_only_in_their_tones_are_numbered() -> None:
    assert list(number_ids(["a/xa-van-lang", "b", "a/xa-van-lang"])) == ["a/xa-van-lang", "b", "a/xa-van-lang-2"]


@pytest.mark.parametrize(
    ("full", "kind", "name"),
    [
        ("Thị trấn  Bích Động", "thị trấn", "Bích Động"),
        ("Xã Hoà Bình", "xã", "Hòa Bình"),
        ("Phường 09", "phường", "9"),
        ("Thị trấn NT Liên Sơn", "thị trấn", "Nông trường Liên Sơn"),
        ("Huyện Ia H' Drai", "huyện", "Ia H'Drai"),
        ("Thành phố Phan Rang-Tháp Chàm", "thành phố", "Phan Rang - Tháp Chàm"),
    ],
)
def test_names_of_registers_are_spelt_in_one_way(full: str, kind: str, name: str) -> None:
    assert kind_and_name(full) == (kind, name)


def test_a_district_spelt_in_two_ways_is_one() -> None:
    assert district_slug("binh-dinh", "Thành phố Qui Nhơn") == "thanh-pho-quy-nhon"
    assert name_key("phường", "Bạch Mai") == "phuongbachmai"


def made_up() -> Facts:
    """Three registers of a made-up district: a merger, a new kind, a move, a new spelling."""
    first = {"1": "xã An", "2": "xã Bình", "3": "xã Chi", "4": "xã Đa Lí", "5": "xã Ê"}
    second = {"1": "xã An Bình", "3": "thị trấn Chi", "4": "xã Đa Lý", "5": "xã Ê"}
    third = {"1": "xã An Bình", "3": "thị trấn Chi", "5": "phường Ê"}
    registers = []
    for names in (first, second, third):
        seats = {c: Seat("x", "huyen-h", *kind_and_name(n)) for c, n in names.items()}
        registers.append(seats)
    registers[2]["5"] = Seat("x", "thi-xa-t", "phường", "Ê")
    districts = {"x/huyen-h": area("x/huyen-h"), "x/thi-xa-t": area("x/thi-xa-t", "2023-05-01")}
    changes = {
        ("2019-2021", "", ""): Change(date(2020, 1, 1), date(2020, 3, 1), ""),
        ("2022-2025", "x", ""): Change(date(2025, 1, 1), date(2025, 1, 1), "9/NQ"),
    }
    merged = {"1": {"xabinh"}, "3": {"xadali", "xadaly"}, "5": set()}
    reform = {c: (f"x/xa-{c}",) for c in third}
    return Facts((registers[0], registers[1], registers[2]), merged, reform, districts, changes)


def called(stage: Stage) -> str:
    """Kind and name of a made-up stage."""
    return f"{stage.seat.kind} {stage.seat.name}"


def test_lineage_follows_codes_through_mergers_new_kinds_and_moves() -> None:
    stages = {called(s): s for s in history(made_up())}
    into = {n: [called(i) if isinstance(i, Stage) else i for i in s.into] for n, s in stages.items()}
    assert into == {
        "xã An": ["xã An Bình"],
        "xã Bình": ["xã An Bình"],
        "xã An Bình": ["x/xa-1"],
        "xã Chi": ["thị trấn Chi"],
        "thị trấn Chi": ["x/xa-3"],
        "xã Đa Lý": ["thị trấn Chi"],
        "xã Ê": ["phường Ê"],
        "phường Ê": ["x/xa-5"],
    }
    assert stages["xã Đa Lý"].aliases == ["Đa Lí"] and stages["xã Đa Lý"].valid_to == date(2024, 12, 31)
    assert stages["xã Bình"].valid_to == date(2020, 2, 29)  # not known to the day: both stand in between
    assert stages["xã An Bình"].valid_from == date(2020, 1, 1)
    assert stages["phường Ê"].valid_from == date(2023, 5, 1)  # the day of its district
    assert stages["xã Ê"].valid_to == date(2023, 4, 30) and stages["xã An"].valid_from is None


@pytest.mark.parametrize(
    ("file", "old", "new", "problem"),
    [
        ("communes_former.csv", ",xa-quang-bach,", ",xa-quang-bachh,", "nơi kế thừa không có"),
        ("communes_former.csv", "Tân Lập,,,2025-06-30", "Tân Lập,,2025-07-01,2025-06-30", "ngày bắt đầu sau"),
        ("communes_former.csv", "Tân Lập,,,2025-06-30", "Tân Lập,,,2025-07-30", "kết thúc sau"),
        ("communes_former.csv", "huyen-cho-don,xã,Tân Lập", "huyen-cho-donn,xã,Tân Lập", "huyện không có"),
        ("communes_former.csv", "huyen-cho-don,xã,Tân Lập", "huyen-cho-don,xã,Quảng Bạch", "mã lặp|trùng tên"),
        ("districts.csv", "2024-08-31,thanh-pho-nam-dinh", "2024-08-31,", "không có nơi kế thừa"),
        ("districts.csv", "huyện,Ba Bể", "huyện,Ba Bể ", "khoảng trắng"),
        ("communes.csv", "dak-lak,xã,Ea Kar", "dak-lakk,xã,Ea Kar", "tỉnh không có"),
    ],
)
def test_checks_find_what_is_wrong_with_places(tmp_path: Path, file: str, old: str, new: str, problem: str) -> None:
    folder = tmp_path / "units"
    shutil.copytree(UNITS, folder)
    path = folder / file
    text = path.read_text(encoding="utf-8")
    at = text.index("bac-kan,huyen-cho-don,xã,Tân Lập") if "former" in file else 0
    start = text.index(old, at)
    path.write_text(text[:start] + new + text[start + len(old) :], encoding="utf-8")
    load_lexicon.cache_clear()
    try:
        found = [str(p) for p in check_places(Areas(read_areas(folder)), folder)]
    except ValueError as error:
        found = [str(error)]
    finally:
        load_lexicon.cache_clear()
    line = text[:start].count("\n") + 1
    wanted = problem.split("|")
    assert [p for p in found if any(w in p for w in wanted) and p.startswith(f"{file}, dòng {line}:")], found


DIRECTIVE = """{org}                    CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
                                        Độc lập - Tự do - Hạnh phúc
Số: 123/UBND-VP                         {at}, ngày 5 tháng 11 năm 2019
V/v rà soát công trình

Kính gửi: Các đơn vị liên quan.

Để chuẩn bị cho mùa mưa bão, cơ quan ban hành yêu cầu:

1. {units} rà soát các công trình trên địa bàn, hoàn thành trước ngày 15/12/2019.
"""


@pytest.mark.parametrize(
    ("org", "units", "issuer", "leads"),
    [
        (
            "ỦY BAN NHÂN DÂN\nHUYỆN CHI LĂNG",
            "UBND xã Chiến Thắng, UBND thị trấn Đồng Mỏ",
            "lang-son/huyen-chi-lang/ubnd",
            ["huyen-chi-lang/xa-chien-thang", "huyen-chi-lang/thi-tran-dong-mo"],
        ),
        (
            "ỦY BAN NHÂN DÂN\nTỈNH LẠNG SƠN",
            "UBND các xã Vân Thủy, Chiến Thắng, huyện Chi Lăng",
            "lang-son/ubnd",
            ["huyen-chi-lang/xa-van-thuy", "huyen-chi-lang/xa-chien-thang"],
        ),
        (
            "ỦY BAN NHÂN DÂN\nTỈNH LẠNG SƠN",
            "UBND các xã: Vũ Lăng, Chiến Thắng (huyện Bắc Sơn)",
            "lang-son/ubnd",
            ["huyen-bac-son/xa-vu-lang", "huyen-bac-son/xa-chien-thang"],
        ),
        (
            "UBND HUYỆN BẮC SƠN\nỦY BAN NHÂN DÂN XÃ CHIẾN THẮNG",
            "UBND xã",
            "lang-son/huyen-bac-son/xa-chien-thang/ubnd",
            ["huyen-bac-son/xa-chien-thang"],
        ),
    ],
)
def test_a_document_means_the_places_of_its_own_district(org: str, units: str, issuer: str, leads: list[str]) -> None:
    text = DIRECTIVE.format(org=org, units=units, at="Lạng Sơn" if "TỈNH" in org else "Chi Lăng")
    found = extract(text.encode(), "x.txt")
    assert found.head.issuer_id == issuer and found.head.province == "lang-son"
    ids = [u.mention.unit_id for u in found.tasks[0].units if u.role == Role.LEAD]
    assert ids == [f"lang-son/{lead}/ubnd" for lead in leads]


def test_the_province_a_text_names_decides_which_district_issued_it() -> None:
    org, units = "ỦY BAN NHÂN DÂN\nHUYỆN CHÂU THÀNH", "Theo chỉ đạo của UBND tỉnh Bến Tre, UBND xã Phú Túc"
    found = extract(DIRECTIVE.format(org=org, units=units, at="Châu Thành").encode(), "x.txt")
    assert (found.head.issuer_id, found.head.province) == ("ben-tre/huyen-chau-thanh/ubnd", "ben-tre")
    unnamed = extract(DIRECTIVE.format(org=org, units="UBND xã Phú Túc", at="Châu Thành").encode(), "x.txt")
    assert (unnamed.head.issuer_id, unnamed.head.province) == (None, None)


def test_two_communes_of_one_name_are_two_units_of_a_task() -> None:
    units = "UBND xã Chiến Thắng (huyện Chi Lăng) và UBND xã Chiến Thắng (huyện Bắc Sơn)"
    found = extract(DIRECTIVE.format(org="UBND TỈNH LẠNG SƠN", units=units, at="Lạng Sơn").encode(), "x.txt")
    ids = {u.mention.unit_id for u in found.tasks[0].units}
    assert {f"lang-son/huyen-{h}/xa-chien-thang/ubnd" for h in ("chi-lang", "bac-son")} <= ids


def found_by_name(areas: list[Area]) -> list[str]:
    """The ids that their own name with what they lie in, at a day of theirs, does not find."""
    gazetteer, lost = load(), []
    for place in areas:
        above = [a.full for p in (place.district, place.province) if p and (a := gazetteer.area(p))]
        on = place.valid_from or min(date(2019, 10, 6), place.valid_to or date.max)
        for name, province in (
            (f"{place.full}, {', '.join(above)}", None),
            (f"{place.full} ({above[0]})", place.province),
        ):
            found = answer(gazetteer, f"UBND {name}", Place(province, on))
            if found["id"] != f"{place.id}/ubnd" or "others" in found:
                lost.append(f"{name}: {found['id']}")
    return lost


def test_places_are_found_by_their_names() -> None:
    assert found_by_name([a for a in load().index.areas if a.province][::29]) == []


@pytest.mark.slow
def test_every_place_is_found_by_its_name() -> None:
    assert found_by_name([a for a in load().index.areas if a.province]) == []
