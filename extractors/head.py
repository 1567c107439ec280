"""The head and the foot of a document: number, kind, issuer, date, subject, addressees, signer, recipients."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extractors.appendices import find_appendices
from extractors.closing import find_closing
from extractors.context import section_class
from extractors.head_lines import read_lines
from extractors.head_number import Issued, Number, read_issued, read_number
from extractors.head_subject import body_line, read_addressees, read_subject
from extractors.head_zone import MARKER, Zone, about_line, find_zone, read_kind
from extractors.issuer import (
    Issuer,
    area_of_place,
    code_name,
    is_body,
    is_issuer_line,
    own_name,
    province_of,
    read_issuer,
    symbol_code,
)
from extractors.issuer_unit import link_issuer
from extractors.models import Document, Head, Span
from extractors.signature import read_recipients, read_signer
from gazetteers.fold import bare, fold

if TYPE_CHECKING:
    from gazetteers.units import Gazetteer

_ZONE = 45  # blocks in which the head must stand
_ENCLOSED = re.compile(r"k[eè]m theo (?P<type>[^\d:\n]{2,60}?) (?=s[oố]\s)")


def read_head(document: Document, gazetteer: Gazetteer | None = None) -> Head:
    """Reads the first and last blocks of a document; writes its head. What is blank or missing is None; nothing is
    guessed. With a gazetteer the issuer is linked to its unit, and `province` is the province's id (None where the
    gazetteer knows none of that name); without one it is the name as printed."""
    appendices = find_appendices(document)
    lines = read_lines(document, 0, _ZONE)
    zone = find_zone(lines)
    first = body_line(zone)
    start = zone.lines[first].block if first < len(zone.lines) else min(_ZONE, len(document.blocks))
    limit = next((a.block for a in appendices if a.block > start), len(document.blocks))
    closing = find_closing(document, start, limit)
    foot = read_lines(document, closing, min(limit, closing + 60))
    signer, title = read_signer(foot)
    number, issued = _completed(zone, document.text[_offset(document, limit) :][:20000])
    kind, code = read_kind(zone, number)
    issuer = _issuer(zone, number, issued, code, document.text)
    unit, province = link_issuer(issuer, issued, gazetteer, document.text)
    return Head(
        doc_type=kind,
        type_code=code,
        number=number.number if number else None,
        symbol=number.symbol if number else None,
        number_symbol=number.joined if number else None,
        issuer_id=unit,
        issuer=issuer.name if issuer else None,
        issued_date=issued.date if issued else None,
        issued=issued.issued if issued else None,
        place=issued.place if issued else None,
        province=province,
        subject=read_subject(zone),
        signer=signer,
        signer_title=title,
        party=_is_party(zone, number),
        addressed_to=read_addressees(zone),
        recipients=read_recipients(foot),
        body=Span(_offset(document, start), _offset(document, closing)),
    )


def _offset(document: Document, block: int) -> int:
    return document.blocks[block].start if block < len(document.blocks) else len(document.text)


def _completed(zone: Zone, after: str) -> tuple[Number | None, Issued | None]:
    """A number or day blank in the head, from the line "(Kèm theo Kế hoạch số 15/KH-BCĐ ngày …)" of an appendix."""
    number, issued = zone.number, zone.issued
    if number and number.number and issued and issued.date:
        return number, issued
    for found in _ENCLOSED.finditer(fold(after)):
        line = after[found.end() : found.end() + 120].split("\n")[0]
        cited = read_number(line)
        if not cited or cited.start > 3 or not cited.number or (number and _plain(cited) != _plain(number)):
            continue
        when = read_issued(line[cited.end : cited.end + 60])  # more words follow: "… của Ban Chỉ đạo)"
        number = (
            cited
            if not number
            else Number(
                number.number or cited.number,
                number.symbol,
                (number.number or cited.number) + number.joined[len(number.number or "") :],
                number.party,
                0,
                0,
            )
        )
        if when and when.date and (not issued or (not issued.date and when.issued.startswith(issued.issued))):
            issued = Issued(when.issued, when.date, issued.place if issued else None, True)
        break
    return number, issued


def _plain(number: Number) -> str:
    return bare(fold(number.symbol))


def _is_party(zone: Zone, number: Number | None) -> bool:
    marked = any(line.party for line in zone.lines[:20])
    return marked or bool(number and number.party)


# --- issuer -------------------------------------------------------------------------------------------------------


def _issuer(zone: Zone, number: Number | None, issued: Issued | None, code: str | None, text: str) -> Issuer | None:
    """The issuer by its printed lines, else by the symbol's code, the place and what the text calls it."""
    ends = [i for i in (zone.kind_at, zone.to_at, about_line(zone)) if i is not None]
    names = []
    for i, line in enumerate(zone.lines[: min([*ends, 14])]):
        words = line.text
        if i == zone.number_at and zone.number:
            words = words[: zone.number.start]
        if MARKER.match(words) or (section_class(words) and not is_body(words)):
            break  # the body has begun
        if i == zone.issued_at or line.party or not is_issuer_line(words):
            continue
        names.append(words)
    printed = read_issuer(names) if names else None
    if printed and not (zone.number or zone.issued or zone.kind) and not is_body(printed.name):
        return None  # a part of a document: nothing says that these words are a head
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
