"""The head and the foot of a document: number, kind, issuer, date, subject, addressees, signer, recipients."""
from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from extractors.appendices import find_appendices
from extractors.closing import find_closing
from extractors.head_lines import Line, read_lines
from extractors.head_number import Issued, Number, read_issued, read_number
from extractors.issuer import (
    Issuer,
    area_of_place,
    code_name,
    is_issuer_line,
    own_name,
    province_of,
    read_issuer,
    symbol_code,
)
from extractors.models import Document, Head, Span
from extractors.normal_case import is_capitals, words_of
from extractors.signature import read_recipients, read_signer
from gazetteers.fold import bare, fold
from gazetteers.lexicon import load_lexicon

if TYPE_CHECKING:
    from gazetteers.units import Gazetteer

_ZONE = 45         # blocks in which the head must stand
_LONG = 220        # a longer line that is not bold is no line of the head
_ABOUT = re.compile(r"\s*(?:v\s?/\s?v|về việc|v[ề/]?\s*v)\s*[:.]?\s*(?=\S)")
_TO = re.compile(r"\W*k[íi]nh\s+g[ửưu]i\s*[:.]?\s*(?P<rest>.*)", re.S)
_WIRE = re.compile(r"(?P<who>(?:[A-ZĐÀ-Ỹ]+[ ,–-]+){2,})(?:ĐIỆN|điện|Điện)\s*:?\s*$")
_BASIS = re.compile(r"\W*(?:căn cứ|xét đề nghị|theo đề nghị)\b")
_ITEM = re.compile(r"\s*[-–+•]\s*")
_MARKER = re.compile(r"(?:[IVX]{1,5}|\d{1,2}|[a-zđ])\s*[.)\-/]\s|(?:Điều|Phần|Chương|Mục)\s+[\dIVX]+")
_ENCLOSED = re.compile(r"k[eè]m theo (?P<type>[^\d:\n]{2,60}?) (?=s[oố]\s)")


@dataclass(slots=True)
class Zone:
    """The lines of the head and where its parts were found (line numbers, None where missing)."""

    lines: list[Line]
    number: Number | None = None
    number_at: int | None = None
    issued: Issued | None = None
    issued_at: int | None = None
    kind: str | None = None
    kind_at: int | None = None
    kind_rest: str = ""
    to_at: int | None = None
    end: int = 0            # the first line of the body


@cache
def _types() -> tuple[tuple[tuple[str, str, str], ...], dict[str, tuple[str, str]]]:
    """(folded words, type, code), longest first; code -> (type, code)."""
    words: list[tuple[str, str, str]] = []
    by_code: dict[str, tuple[str, str]] = {}
    for row in load_lexicon("document_types", ("type", "code")):
        codes = row["code"].split("|")
        by_code.update({c: (row["type"], codes[0]) for c in codes if c not in by_code})
        words += [(fold(w), row["type"], codes[0]) for w in (row["type"], *filter(None, row["written"].split("|")))]
    return tuple(sorted(words, key=lambda w: -len(w[0]))), by_code


def type_of_code(code: str) -> tuple[str, str] | None:
    """The kind of document that a code in a symbol stands for: 'KH' -> ('Kế hoạch', 'KH')."""
    return _types()[1].get(code)


def read_head(document: Document, gazetteer: Gazetteer | None = None) -> Head:
    """Reads the first and last blocks of a document; writes its head. What is blank or missing is None; nothing is
    guessed. With a gazetteer the issuer is linked to its unit."""
    appendices = find_appendices(document)
    lines = read_lines(document, 0, _ZONE)
    zone = find_zone(lines)
    start = zone.lines[zone.end].block if zone.end < len(zone.lines) else min(_ZONE, len(document.blocks))
    limit = next((a.block for a in appendices if a.block > start), len(document.blocks))
    closing = find_closing(document, start, limit)
    foot = read_lines(document, closing, min(limit, closing + 60))
    signer, title = read_signer(foot)
    number, issued = _completed(zone, document.text[_offset(document, limit):][:20000])
    kind, code = _kind(zone, number)
    issuer = _issuer(zone, number, issued, code, document.text)
    unit = _unit(issuer, issued, gazetteer)
    return Head(
        doc_type=kind, type_code=code, number=number.number if number else None,
        symbol=number.symbol if number else None, number_symbol=number.joined if number else None,
        issuer_id=unit, issuer=issuer.name if issuer else None,
        issued_date=issued.date if issued else None, issued=issued.issued if issued else None,
        place=issued.place if issued else None, province=issuer.province if issuer else None,
        subject=_subject(zone), signer=signer, signer_title=title,
        party=_is_party(zone, number), addressed_to=_addressees(zone), recipients=read_recipients(foot),
        body=Span(_offset(document, start), _offset(document, closing)))


def _offset(document: Document, block: int) -> int:
    return document.blocks[block].start if block < len(document.blocks) else len(document.text)


# --- where the parts stand ----------------------------------------------------------------------------------------


def find_zone(lines: list[Line]) -> Zone:
    """Finds the parts of the head among the first lines."""
    zone = Zone(lines)
    for i, line in enumerate(lines):
        if len(line.text) > _LONG and not line.bold:
            break
        _find_number(zone, i, line.text)
        if zone.issued is None and len(line.text) < 160 and (found := read_issued(line.text)) and (
                found.place or found.start == 0):
            zone.issued, zone.issued_at = found, i
        if zone.to_at is None and _TO.match(fold(line.text)):
            zone.to_at = i
        if zone.kind is None and zone.to_at is None:
            _find_kind(zone, i, line.text)
        if _MARKER.match(line.text) and (zone.number or zone.kind) and zone.issued:
            break
    zone.end = _body_line(zone)
    return zone


def _find_number(zone: Zone, i: int, text: str) -> None:
    found = read_number(text) if len(text) < 200 and zone.kind is None else None
    if found and zone.number is None and found.start < 25 and not _inside_words(text[:found.start]):
        zone.number, zone.number_at = found, i


def _inside_words(before: str) -> bool:
    """Whether words before "số" show that it cites another document: "Kế hoạch số 12/KH-UBND"."""
    low = fold(before).rstrip()
    return low.endswith(tuple(w for w, _, _ in _types()[0])) or low.endswith(("đến", "theo"))


def _find_kind(zone: Zone, i: int, text: str) -> None:
    """A line that begins with the kind of document in capitals ("KẾ HOẠCH", "C H Ỉ T H Ị", "KẾ HOẠCH Triển khai …")."""
    words = text.strip(" *:").split()
    if len(words) > 3 and all(len(w) == 1 for w in words):
        joined = "".join(words)
        zone_text, low = joined, fold(joined)
        known = {w.replace(" ", ""): (w, t) for w, t, _ in _types()[0]}
        if low in known:
            zone.kind, zone.kind_at = known[low][1], i
        return
    zone_text = text.strip(" *")
    low = fold(zone_text)
    for phrase, kind, _ in _types()[0]:
        if low.startswith(phrase) and not low[len(phrase):len(phrase) + 1].isalnum():
            if is_capitals(zone_text[:len(phrase)]) and zone.number_at != i:
                zone.kind, zone.kind_at, zone.kind_rest = kind, i, _rest_of_kind(zone_text, phrase, kind)
            return


def _rest_of_kind(text: str, phrase: str, kind: str) -> str:
    """What stands after the kind on its line: the beginning of the subject ("KẾT LUẬN của …" after THÔNG BÁO)."""
    rest = text[len(fold(kind)):] if phrase.startswith(fold(kind)) else text[len(phrase):]
    return rest.strip(" :.-–*")


def _body_line(zone: Zone) -> int:
    """The first line below everything that belongs to the head."""
    at = max((i for i in (zone.number_at, zone.issued_at, zone.kind_at) if i is not None), default=-1) + 1
    if zone.kind_at is not None and zone.kind_at + 1 >= at:
        at = zone.kind_at + 1 + len(_subject_lines(zone))
    elif (about := _about_line(zone)) is not None:
        at = max(at, about + 1 + len(_lower_lines(zone.lines, about + 1)))
    while at < len(zone.lines) and _is_authority(zone.lines[at].text):
        at += 1
    if zone.to_at is not None and zone.to_at >= at - 1:
        at = max(at, zone.to_at + 1 + len(_address_lines(zone, zone.to_at)))
    elif at and at <= len(zone.lines) and _WIRE.search(zone.lines[at - 1].text):
        at += len(_address_lines(zone, at - 1))
    return at


# --- kind, number, date -------------------------------------------------------------------------------------------


def _kind(zone: Zone, number: Number | None) -> tuple[str | None, str | None]:
    """The kind as printed, else by the symbol's code; a letter (Công văn) has no code and an addressee or a "V/v"."""
    first = re.split(r"[-/]", re.sub(r"^20\d\d/", "", number.symbol))[0] if number else ""
    by_symbol = type_of_code(first)
    if zone.kind:
        code = next(c for _, t, c in _types()[0] if t == zone.kind)
        return zone.kind, code
    if by_symbol:
        return by_symbol
    if number and (zone.to_at is not None or _about_line(zone) is not None):
        return "Công văn", "CV"
    return (None, None)


def _completed(zone: Zone, after: str) -> tuple[Number | None, Issued | None]:
    """A number or day blank in the head, from the line "(Kèm theo Kế hoạch số 15/KH-BCĐ ngày …)" of an appendix."""
    number, issued = zone.number, zone.issued
    if number and number.number and issued and issued.date:
        return number, issued
    for found in _ENCLOSED.finditer(fold(after)):
        line = after[found.end():found.end() + 120].split("\n")[0]
        cited = read_number(line)
        if not cited or cited.start > 3 or not cited.number or (number and _plain(cited) != _plain(number)):
            continue
        when = read_issued(line[cited.end:cited.end + 60])
        number = cited if not number else Number(
            number.number or cited.number, number.symbol, (number.number or cited.number) + number.joined[
                len(number.number or ""):], number.party, 0, 0)
        if when and when.date and (not issued or (not issued.date and when.issued.startswith(issued.issued))):
            issued = Issued(when.issued, when.date, issued.place if issued else None, 0)
        break
    return number, issued


def _plain(number: Number) -> str:
    return bare(fold(number.symbol))


def _is_party(zone: Zone, number: Number | None) -> bool:
    marked = any(line.party for line in zone.lines[:20])
    return marked or bool(number and number.party)


# --- subject, addressees ------------------------------------------------------------------------------------------


def _about_line(zone: Zone) -> int | None:
    """The "V/v …" line of a letter."""
    last = zone.to_at if zone.to_at is not None else 12
    return next((i for i, line in enumerate(zone.lines[:last]) if _ABOUT.match(fold(line.text))), None)


def _lower_lines(lines: Sequence[Line], at: int) -> list[str]:
    """The lines from `at` on that go on with the sentence above them."""
    out: list[str] = []
    while at < len(lines) and lines[at].text[:1].islower() and not _TO.match(fold(lines[at].text)):
        out.append(lines[at].text)
        at += 1
    return out


def _subject_lines(zone: Zone) -> list[str]:
    """The lines of the subject below the kind of document."""
    out: list[str] = []
    for line in zone.lines[(zone.kind_at or 0) + 1:]:
        low = fold(line.text)
        if _TO.match(low) or _BASIS.match(low) or line.text.startswith("(") or line.party or read_issued(
                line.text) and len(line.text) < 60 or _is_authority(line.text) or read_number(line.text):
            break
        first = not out and not zone.kind_rest
        if not first and not _goes_on(line, out[-1] if out else zone.kind_rest):
            break
        if _MARKER.match(line.text) or (first and len(line.text) > 700):
            break
        out.append(line.text)
        if _WIRE.search(line.text):
            break
    return out


def _goes_on(line: Line, before: str) -> bool:
    """Whether a line goes on with the subject: set as a title, or in the middle of the sentence."""
    title = line.bold and (line.centered or not _MARKER.match(line.text)) and len(line.text) < 300
    return title or line.text[:1].islower() or (is_capitals(line.text) and len(line.text) < 200) or before.endswith(",")


def _is_authority(line: str) -> bool:
    """Whether a line in capitals names who decides or wires: "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH ĐẮK LẮK"."""
    text = re.sub(r"(?:ĐIỆN|QUYẾT ĐỊNH|QUYẾT NGHỊ|CHỈ THỊ)?\s*:?\s*$", "", line.strip(" *"))
    low = fold(text)
    heads = (*words_of("type"), *words_of("abbreviation"), "chủ tịch", "bộ trưởng", "giám đốc", "thủ tướng", "ban thường vụ",
             "ủy ban nhân dân", "hội đồng nhân dân", "ban chấp hành", "thống đốc", "tổng giám đốc", "cục trưởng")
    return is_capitals(text) and len(low) < 120 and any(low.startswith(h + " ") or low == h for h in heads)


def _subject(zone: Zone) -> str | None:
    if zone.kind_at is not None:
        words = " ".join([zone.kind_rest, *_subject_lines(zone)])
    elif (at := _about_line(zone)) is not None:
        words = " ".join([zone.lines[at].text, *_lower_lines(zone.lines, at + 1)])
    else:
        return None
    wire = _WIRE.search(words)
    words = words[:wire.start()] if wire else words
    words = words[m.end():] if (m := _ABOUT.match(fold(words))) else words
    return " ".join(words.split()).strip(" *.:;/_-–") or None


def _address_lines(zone: Zone, at: int) -> list[str]:
    """The addressees' lines below "Kính gửi:" or "… ĐIỆN:"."""
    out: list[str] = []
    below = zone.lines[at + 1:]
    empty = _WIRE.search(zone.lines[at].text) is not None or not _TO.sub(r"\g<rest>", fold(zone.lines[at].text)).strip(
        " :-*")
    for k, line in enumerate(below):
        listed = _ITEM.match(line.text) and len(line.text) < 400
        inline = empty and k == 0 and len(line.text) < 250 and not line.text.endswith(":") and not _MARKER.match(line.text)
        more = out and out[-1].endswith(";") and len(line.text) < 250 and not _MARKER.match(line.text)
        if not (listed or inline or more):
            break
        if out and listed and not _ITEM.match(out[0]):
            break
        out.append(line.text)
        if line.text.endswith(".") and listed:
            break
    return out


def _addressees(zone: Zone) -> tuple[str, ...]:
    at = zone.to_at
    if at is None:
        at = next((i for i, line in enumerate(zone.lines[:zone.end]) if _WIRE.search(line.text)), None)
        if at is None:
            return ()
        inline = ""
    else:
        found = _TO.match(fold(zone.lines[at].text))
        inline = zone.lines[at].text[found.start("rest"):] if found else ""
    parts = [p for text in (inline, *_address_lines(zone, at)) for p in re.split(r";\s*", text)]
    return tuple(t for p in parts if (t := _ITEM.sub("", p, count=1).strip(" ;.,*:")))


# --- issuer -------------------------------------------------------------------------------------------------------


def _issuer(zone: Zone, number: Number | None, issued: Issued | None, code: str | None, text: str) -> Issuer | None:
    """The issuer by its printed lines, else by the symbol's code, the place and what the text calls it."""
    ends = [i for i in (zone.kind_at, zone.to_at, _about_line(zone)) if i is not None]
    names = []
    for i, line in enumerate(zone.lines[:min([*ends, 14])]):
        words = line.text
        if i == zone.number_at and zone.number:
            words = words[:zone.number.start]
        if i == zone.issued_at or line.party or not is_issuer_line(words):
            continue
        names.append(words)
    printed = read_issuer(names) if names else None
    if printed and not printed.short:
        return _placed(printed, issued)
    unit = symbol_code(number.symbol, code == "CV") if number else ""
    called = own_name(text, unit) if unit else None
    area = area_of_place(issued.place, text) if issued and issued.place else None
    if printed:
        return Issuer(called or printed.name, printed.province)
    name = called or code_name(unit, area)
    province = province_of([area]) if area else None
    return Issuer(name, province) if name else None


def _placed(printed: Issuer, issued: Issued | None) -> Issuer:
    """'… tỉnh' with the province's name from the place of issue, where the lines leave it out."""
    if printed.province or not issued or not issued.place or not re.search(r"(?:^|\s)tỉnh$", printed.name, re.I):
        return printed
    return Issuer(f"{printed.name} {issued.place}", issued.place)


def _unit(issuer: Issuer | None, issued: Issued | None, gazetteer: Gazetteer | None) -> str | None:
    """The issuer's unit, where the gazetteer knows exactly one of that name."""
    if issuer is None or gazetteer is None:
        return None
    from extractors.unit_lists import read_unit_list
    from extractors.units import Place

    found = read_unit_list(issuer.name, gazetteer, Place(issuer.province, issued.date if issued else None))
    return found[0].unit_id if len(found) == 1 else None
