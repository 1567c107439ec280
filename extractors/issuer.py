"""Who issued a document: the lines above its number, else the code in its symbol."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from extractors.normal_case import UPPER, expand, is_capitals, normal_case, words_of
from gazetteers.fold import bare, fold
from gazetteers.lexicon import load_lexicon

_PROVINCE = re.compile(
    rf"\b(?:tỉnh|thành phố|tp\.?) (?P<name>[{UPPER}][^\W\d_'’-]*(?:[ '’-][{UPPER}][^\W\d_]*){{0,3}})"
)
_PARTY_PROVINCE = re.compile(rf"(?:^|\s)(?i:tỉnh ủy|thành ủy|đảng bộ tỉnh|đảng bộ thành phố) (?P<name>[{UPPER}].*)")
_AREA = re.compile(rf"(?:^|\s)((?:tỉnh|thành phố|huyện|quận|thị xã|thị trấn|xã|phường|đặc khu) [{UPPER}].*)$")
_PARTY_AREA = re.compile(rf"(?i:(?:tỉnh|thành|huyện|thị|quận) ủy) [{UPPER}].*$")
_INNER = re.compile(
    r"\s(?=(?:VĂN PHÒNG|SỞ|BAN CHỈ ĐẠO|BAN CHỈ HUY|TỔ CÔNG TÁC|BAN QUẢN LÝ|(?<!HẢI )PHÒNG(?=\s)|THANH TRA"
    r"|TRUNG TÂM|CHI CỤC)\s?)"
)
_JOINT = re.compile(
    r"\W*liên (?P<kind>ngành|sở|bộ|tịch|cơ quan)(?!\w)(?:\s+(?:cấp )?(?:tỉnh|thành phố|huyện))?[\s:–-]*"
)
_JOINT_BREAK = re.compile(r"\s*[;–]\s*|\s+-\s+|\s*,\s*(?=(?:SỞ|BỘ|BAN|CÔNG AN|BẢO HIỂM|HỘI|LIÊN ĐOÀN|NGÂN HÀNG)\s)")


@dataclass(frozen=True, slots=True)
class Issuer:
    """The issuing body's full name, the province it works in, and whether its name was printed in short; the area of
    the body printed above it ("huyện Lam Khê" above a commune's committee)."""

    name: str
    province: str | None
    short: bool = False
    above: str = ""


@cache
def _heads() -> tuple[str, ...]:
    kinds = ("type", "inner", "committee", "body", "abbreviation")
    return (*(w for k in kinds for w in words_of(k)), "ủy ban nhân dân", "tỉnh ủy")


def _starts(low: str, words: Sequence[str] | frozenset[str]) -> bool:
    return any(low == w or low.startswith(w + " ") for w in words)


def is_body(name: str) -> bool:
    """Whether a name begins as names of bodies do: "ỦY BAN …", "SỞ …", "CÔNG TY …"."""
    return _starts(fold(name.strip(" *")), _heads())


def join_names(lines: Sequence[str]) -> list[str]:
    """The lines as names of bodies, the one above first: lines that begin no body go on with the one before."""
    names: list[str] = []
    for line in (part for raw in lines for part in _split(raw)):
        low = fold(line)
        goes_on = names and (not _starts(low, _heads()) or fold(names[-1]).endswith((" và", ",", "-", " của", " về")))
        if goes_on:
            names[-1] = f"{names[-1]} {line}"
        else:
            names.append(line)
    return names


def _split(line: str) -> list[str]:
    """'UBND TỈNH X SỞ Y TẾ' on one line -> two names."""
    places = words_of("place")
    for found in _INNER.finditer(line):
        before = fold(line[: found.start()])
        if any(f" {p} " in f" {before} " for p in places) and not before.endswith((" và", ",")):
            return [line[: found.start()], line[found.end() :]]
    return [line]


def read_issuer(lines: Sequence[str]) -> Issuer | None:
    """The issuer printed in the head's lines: its own name, with that of the body above it where it needs one."""
    joint = _read_joint(lines)
    if joint:
        return joint
    names = [normal_case(n.strip(" *-–.,;:")) for n in join_names(lines)]
    names = [n for n in names if n]
    if not names:
        return None
    own, above = names[-1], names[:-1]
    parent = expand(above[-1]) if above else ""
    short = any(_is_short(w) for w in own.split())
    name = _with_parent(expand(own), parent)
    return Issuer(name, province_of([name, *map(expand, above)]), short, _area(parent))


def _read_joint(lines: Sequence[str]) -> Issuer | None:
    """Several bodies that issue together: "LIÊN NGÀNH: SỞ A - SỞ B - BẢO HIỂM XÃ HỘI TỈNH" below their province's
    committee, or "SỞ A - SỞ B" on lines of their own. Their names are joined by semicolons."""
    at = next((i for i, line in enumerate(lines) if _JOINT.match(fold(line))), None)
    if at is None:
        return None
    words = " ".join(lines[at:])
    found = _JOINT.match(fold(words))
    kind = f"{found['kind']} ".upper() if found and found["kind"] in ("sở", "bộ") else ""
    words = words[found.end() :] if found else words
    parent = read_issuer(lines[:at]) if at else None
    area = _area(parent.name) if parent else ""
    parts = [p for raw in _JOINT_BREAK.split(words) if (p := raw.strip(" *.,;:-–"))]
    own = [normal_case(p if _starts(fold(p), _heads()) else kind + p) for p in parts]
    names = [_with_parent(expand(n), parent.name if area and parent else "") for n in own]
    if not names:
        return None
    province = (parent.province if parent else None) or province_of(names)
    return Issuer("; ".join(names), province, any(_is_short(w) for n in own for w in n.split()))


def _is_short(word: str) -> bool:
    return len(word) > 2 and word.strip(",;").isupper() and fold(word.strip(",;")) not in words_of("abbreviation")


def _with_parent(own: str, parent: str) -> str:
    low = fold(own)
    if not parent:
        return own
    area = _area(parent)
    if _starts(low, words_of("inner")) and not _area(own):
        return f"{own} {re.sub('^Ban Chấp hành (?=Trung ương)', '', parent)}"
    last = low.split()[-1]
    if area and (last in words_of("place") or low.endswith("thành phố")):
        return own + area[len(last) :] if fold(area).startswith(last + " ") else own
    if area and not _area(own) and not _starts(low, words_of("body")) and not fold(parent).startswith("bộ "):
        return f"{own} {area}"
    return own


def _area(name: str) -> str:
    """'Ủy ban nhân dân tỉnh Đắk Lắk' -> 'tỉnh Đắk Lắk', 'Tỉnh ủy Đắk Lắk' -> 'Tỉnh ủy Đắk Lắk', '' for no place."""
    found = _AREA.search(name)
    if found:
        return found.group(1)
    party = _PARTY_AREA.search(name)
    return party.group() if party else ""


def province_of(names: Sequence[str]) -> str | None:
    """The province that names of bodies speak of: 'tỉnh Đắk Lắk' -> 'Đắk Lắk', 'thành phố Huế' -> 'Huế'."""
    for name in names:
        for pattern in (_PROVINCE, _PARTY_PROVINCE):
            found = pattern.search(name)
            if not found:
                continue
            kind = fold(found.group())
            if kind.startswith(("tỉnh", "đảng bộ tỉnh")) or fold(found["name"]) in words_of("city"):
                return found["name"].strip()
    return None


# --- from the symbol ----------------------------------------------------------------------------------------------


@cache
def _codes() -> dict[str, tuple[str, str]]:
    return {r["code"]: (r["level"], r["name"]) for r in load_lexicon("issuer_codes", ("code", "level", "name"))}


def code_name(code: str, area: str | None = None) -> str | None:
    """The body that a code names; a province's body only with `area` ("tỉnh Đắk Lắk"), else without the place."""
    found = _codes().get(code)
    if not found:
        return None
    level, name = found
    if level != "province":
        return name
    party = {"tỉnh": "Tỉnh ủy", "thành": "Thành ủy"}
    committee = f"{party[area.split()[0]]} {place_name(area)}" if area and area.split()[0] in party else "Tỉnh ủy"
    return name.replace("{tỉnh}", area or "tỉnh").replace("{Tỉnh ủy}", committee)


def place_name(area: str) -> str:
    """'thành phố Đà Nẵng' -> 'Đà Nẵng'."""
    return re.sub(r"^(?:tỉnh|thành phố|huyện|xã|phường|thị xã|quận|đặc khu) ", "", area)


def symbol_code(symbol: str, letter: bool) -> str:
    """The issuer's code in a symbol: 'TB-VPUBND' -> 'VPUBND', 'UBND-KGVX' (a letter) -> 'UBND', 'TB/TU' -> 'TU'."""
    parts = [p for p in re.split(r"[-/]", symbol) if p and not re.fullmatch(r"20\d\d", p)]
    if not parts:
        return ""
    if letter and parts[0] != "CV":
        return parts[0]
    return parts[-1 if len(parts) < 3 else 1]


def area_of_place(place: str, text: str) -> str | None:
    """'Đắk Lắk' -> 'tỉnh Đắk Lắk', 'TP. Hồ Chí Minh' -> 'thành phố Hồ Chí Minh'; None where the text speaks of no
    province of its own (a commune's document)."""
    name = re.sub(r"^(?:tp\.?|thành phố)\s*", "", place, flags=re.I).strip()
    if fold(name) in words_of("city"):
        return f"thành phố {name}"
    low = bare(fold(text[:30000]))
    province = low.count("ubnd tinh") + low.count("uy ban nhan dan tinh") + low.count("tinh uy")
    commune = low.count("ubnd xa ") + low.count("ubnd phuong") + low.count("dang uy xa")
    return f"tỉnh {name}" if province > commune or f"tinh {bare(fold(name))}" in low else None


def own_name(text: str, code: str) -> str | None:
    """How a committee calls itself where it issues the document: "Ban Chỉ đạo của UBND tỉnh ban hành Kế hoạch"."""
    start = code_name(code)
    if not start:
        return None
    pattern = re.compile(
        rf"(?<!\w)(?P<name>{re.escape(start)}(?: [^.,;:()\n]{{0,80}}?)?) (?:ban hành|xây dựng|thông báo|yêu cầu)", re.I
    )
    found = pattern.search(text, 0, 30000)
    return _tidy(expand(found["name"])) if found else None


def _tidy(name: str) -> str:
    return " ".join(name.split())


def is_issuer_line(line: str) -> bool:
    """Whether a line may belong to the issuer's name."""
    low = fold(line).strip(" *-_.:")
    return is_capitals(line) and len(line) < 120 and low not in words_of("stamp") and not re.match(r"đến\b", low)
