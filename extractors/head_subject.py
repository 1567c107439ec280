"""The subject of a document, whom it addresses, and where its head ends."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.head_lines import Line
from extractors.head_number import read_issued, read_number
from extractors.head_zone import ABOUT, MARKER, TO, Zone, about_line
from extractors.normal_case import UPPER, is_capitals, words_of
from gazetteers.fold import fold

_WIRE = re.compile(rf"(?P<who>(?:[{UPPER}]+[ ,–-]+){{2,}})(?:ĐIỆN|điện|Điện)\s*:?\s*$")
_BASIS = re.compile(r"\W*(?:căn cứ|xét đề nghị|theo đề nghị)\b")
_HANGS = re.compile(r"(?:[,–-]|(?<!\w)(?:của|do|và|với|cho|giữa|tại|thuộc|về|đối với|theo))\s*$")
_STATE = re.compile(r"\W*(?:cộng hòa xã hội chủ nghĩa|độc lập\b|đảng cộng sản việt nam\W*$)")
_ITEM = re.compile(r"\s*[-–+•]\s*")


def body_line(zone: Zone) -> int:
    """The first line below everything that belongs to the head."""
    at = max((i for i in (zone.number_at, zone.issued_at, zone.kind_at) if i is not None), default=-1) + 1
    if zone.kind_at is not None and zone.kind_at + 1 >= at:
        at = zone.kind_at + 1 + len(_subject_lines(zone))
    elif (about := about_line(zone)) is not None:
        at = max(at, about + 1 + len(_lower_lines(zone.lines, about + 1)))
    while at < len(zone.lines) and _is_authority(zone.lines[at].text):
        at += 1
    if zone.to_at is not None:
        addressed = _address_lines(zone, zone.to_at)
        skipped = _beside(zone, zone.to_at + 1)
        if zone.to_at >= at - 1 or (skipped and addressed):
            at = max(at, zone.to_at + 1 + skipped + len(addressed))
    elif at and at <= len(zone.lines) and _WIRE.search(zone.lines[at - 1].text):
        at += len(_address_lines(zone, at - 1))
    return at


def _lower_lines(lines: Sequence[Line], at: int) -> list[str]:
    """The lines from `at` on that go on with the sentence above them."""
    out: list[str] = []
    while at < len(lines) and lines[at].text[:1].islower() and not TO.match(fold(lines[at].text)):
        out.append(lines[at].text)
        at += 1
    return out


def _subject_lines(zone: Zone) -> list[str]:
    """The lines of the subject below the kind of document."""
    out: list[str] = []
    for line in zone.lines[(zone.kind_at or 0) + 1 :]:
        first = not out and not zone.kind_rest
        hangs = bool(out) and _HANGS.search(fold(out[-1])) is not None and _is_authority(line.text)
        if (_ends_subject(line) and not hangs) or (first and len(line.text) > 700):
            break
        if not first and not _goes_on(line, out[-1] if out else zone.kind_rest):
            break
        out.append(line.text)
        if _WIRE.search(line.text):
            break
    return out


def _ends_subject(line: Line) -> bool:
    """Whether a line is of another part of the head, or of the body."""
    low = fold(line.text)
    dated = len(line.text) < 60 and read_issued(line.text) is not None
    return bool(
        TO.match(low)
        or _BASIS.match(low)
        or MARKER.match(line.text)
        or line.text.startswith("(")
        or dated
        or line.party
        or _is_authority(line.text)
        or ((number := read_number(line.text)) and number.start < 3)
    )


def _goes_on(line: Line, before: str) -> bool:
    """Whether a line goes on with the subject: set as a title, or in the middle of the sentence."""
    title = line.bold and len(line.text) < 300 and not line.text.endswith(":")
    return title or line.text[:1].islower() or (is_capitals(line.text) and len(line.text) < 200) or before.endswith(",")


def _is_authority(line: str) -> bool:
    """Whether a line in capitals names who decides or wires: "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH ĐẮK LẮK"."""
    text = re.sub(r"(?:ĐIỆN|QUYẾT ĐỊNH|QUYẾT NGHỊ|CHỈ THỊ)?\s*:?\s*$", "", line.strip(" *"))
    low = fold(text)
    heads = (*words_of("type"), *words_of("abbreviation"), *words_of("authority"), "ủy ban nhân dân")
    return is_capitals(text) and len(low) < 120 and any(low.startswith(h + " ") or low == h for h in heads)


def read_subject(zone: Zone) -> str | None:
    if zone.kind_at is not None:
        words = " ".join([zone.kind_rest, *_subject_lines(zone)])
    elif (at := about_line(zone)) is not None:
        words = " ".join([zone.lines[at].text, *_lower_lines(zone.lines, at + 1)])
    else:
        return None
    wire = _WIRE.search(words)
    words = words[: wire.start()] if wire else words
    words = words[m.end() :] if (m := ABOUT.match(fold(words))) else words
    return " ".join(words.split()).strip(" *.:;/_-–") or None


def _beside(zone: Zone, at: int) -> int:
    """How many lines from `at` on belong to the head's right column, printed beside "Kính gửi:"."""
    n = 0
    while at + n < len(zone.lines):
        line = zone.lines[at + n].text
        dated = len(line) < 60 and read_issued(line) is not None
        if not (dated or _STATE.match(fold(line))):
            break
        n += 1
    return n


def _address_lines(zone: Zone, at: int) -> list[str]:
    """The addressees' lines below "Kính gửi:" or "… ĐIỆN:"."""
    out: list[str] = []
    below = zone.lines[at + 1 + _beside(zone, at + 1) :]
    empty = _WIRE.search(zone.lines[at].text) is not None or not TO.sub(r"\g<rest>", fold(zone.lines[at].text)).strip(
        " :-*"
    )
    for k, line in enumerate(below):
        listed = _ITEM.match(line.text) and len(line.text) < 400
        plain = len(line.text) < 250 and not MARKER.match(line.text)
        inline = empty and k == 0 and plain and not line.text.endswith(":")
        more = out and out[-1].endswith(";") and plain
        if not (listed or inline or more):
            break
        if out and listed and not _ITEM.match(out[0]):
            break
        out.append(line.text)
        if line.text.endswith(".") and listed:
            break
    return out


def read_addressees(zone: Zone) -> tuple[str, ...]:
    at = zone.to_at
    if at is None:
        at = next((i for i, line in enumerate(zone.lines[:16]) if _WIRE.search(line.text)), None)
        if at is None:
            return ()
        inline = ""
    else:
        found = TO.match(fold(zone.lines[at].text))
        inline = zone.lines[at].text[found.start("rest") :] if found else ""
    parts = [p for text in (inline, *_address_lines(zone, at)) for p in re.split(r";\s*", text)]
    return tuple(t for p in parts if (t := _ITEM.sub("", p, count=1).strip(" ;.,*:")))
