"""Compiles the unit files into one index of keys, and keeps the compiled index in the user's cache."""

from __future__ import annotations

import contextlib
import gc
import hashlib
import os
import pickle
import tempfile
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from sys import intern
from typing import NamedTuple

from gazetteers.areas import Areas, place_keys
from gazetteers.fold import bare
from gazetteers.lexicon import LexiconError, load_lexicon
from gazetteers.ministries import bodies
from gazetteers.places import UNITS, parts, read_areas, read_day
from gazetteers.records import LEVELS, Row, slot_of
from gazetteers.shorten import shortened
from gazetteers.tokens import key_of

FORMAT = 18  # raise when the compiled form changes
ROW_FILES = ("central", "party_central", "departments", "local", "party", "organisations", "companies")
SHAPE_FILES = ("kinds", "shortenings", "collectives", "titles", "tails", "words")
_PARTY = ("đảng ủy", "dang uy")
_REQUIRED = ("id", "name", "levels", "source", "examples")


# first word -> second word ("" for keys of one word) -> the lengths to try, longest first
Lengths = dict[str, dict[str, tuple[int, ...]]]


class Name(NamedTuple):  # there are ten thousand: a tuple is loaded faster than a dataclass
    """One way to write a row's name: which row, whether official, whether letters only, and what follows it."""

    row: int
    official: bool
    letters: bool  # an abbreviation, read only when written in capitals
    slot: str  # {P}, {N}, {C} or "" where a place may follow
    form: str = ""  # the name to publish where it is not the row's own: "Hội Nông dân Việt Nam"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of place: its word in full, the levels it may name."""

    kind: str
    levels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Collective:
    """A group addressed as one. `opens`: what may begin it, `joins`: what may follow inside it (keys)."""

    id: str
    name: str
    opens: frozenset[str]
    joins: frozenset[str]
    members: str
    alone: frozenset[str]  # openers that need no "các" before them
    head: str  # the word that names after a colon lack, "" where none
    doubtful: frozenset[str] = frozenset()  # openers that count near the council they belong to only


@dataclass(frozen=True, slots=True)
class Index:
    """All keys, by number of row or area.

    `tables`: per table of keys the lengths (in tokens) to try, and the keys themselves.
    `openings`: word that may begin a mention -> the words that must follow it, None for any. `heads`: per row the
    word a list may leave out ("sở"), "" where none.
    """

    rows: list[Row]
    areas: Areas
    names: dict[str, tuple[Name, ...]]
    places: dict[str, tuple[int, ...]]
    kinds: dict[str, Kind]
    committees: dict[str, str]  # "huyện ủy" -> "huyện"
    collectives: list[Collective]
    titles: dict[str, str]  # key -> head, deputy, person
    tails: frozenset[str]
    words: dict[str, frozenset[str]]  # class -> keys of the small words of lists
    tables: dict[str, tuple[Lengths, Collection[str]]]
    openings: dict[str, frozenset[str] | None]
    heads: list[str]
    version: str


def version_of(folder: Path = UNITS, overlay: Path | None = None) -> str:
    """The hash of all data the index is made of."""
    digest = hashlib.sha256(str(FORMAT).encode())
    for path in [*sorted(folder.glob("*.csv")), *([overlay] if overlay else [])]:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def load_index(folder: Path = UNITS, overlay: Path | None = None) -> Index:
    """The compiled index, from the cache where the data has not changed. Raises LexiconError for malformed data."""
    version = version_of(folder, overlay)
    path = _cache_folder() / f"units-{version}.pickle"
    with contextlib.suppress(OSError, pickle.PickleError, EOFError, AttributeError, ImportError, TypeError):
        found = _unpickled(path.read_bytes())
        if isinstance(found, Index) and found.version == version:
            return found
    index = compile_index(folder, overlay, version)
    _keep(index, path)
    return index


def _unpickled(data: bytes) -> object:
    """The kept object; nothing of it is garbage, so nobody looks for any while it is made."""
    collects = gc.isenabled()
    gc.disable()
    try:
        return pickle.loads(data)
    finally:
        if collects:
            gc.enable()


def _cache_folder() -> Path:
    base = os.environ.get("GIAOVIEC_CACHE") or os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "giaoviec"


def _keep(index: Index, path: Path) -> None:
    """Writes the cache under a temporary name and moves it into place; a folder that cannot be written is no error."""
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            pickle.dump(index, file, protocol=pickle.HIGHEST_PROTOCOL)
        Path(file.name).replace(path)
        for old in path.parent.glob("units-*.pickle"):
            if old != path and old.stat().st_mtime < path.stat().st_mtime - 86400:
                old.unlink(missing_ok=True)


def read_rows(folder: Path = UNITS, overlay: Path | None = None) -> list[Row]:
    """The unit rows of all files; a clerk's own rows (overlay) replace shipped ones of the same id."""
    shipped = [r for name in ROW_FILES for r in _rows_of(folder / f"{name}.csv")]
    rows = {r.id: r for r in (*bodies(_rows_of(folder / "ministry_bodies.csv"), shipped), *shipped)}
    if overlay:
        rows.update((r.id, r) for r in _rows_of(overlay))
    return list(rows.values())


def _rows_of(path: Path) -> list[Row]:
    lines = (
        [
            i
            for i, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), 1)
            if line.strip() and not line.startswith("#")
        ]
        if path.exists()
        else []
    )
    rows = load_lexicon(path.stem, _REQUIRED, path.parent)
    return [_row(raw, path, line) for raw, line in zip(rows, lines[1:], strict=True)]


def _row(raw: dict[str, str], path: Path, line: int) -> Row:
    levels = parts(raw["levels"])
    if not levels or set(levels) - LEVELS.keys():
        raise LexiconError(path, line, f"cấp không hợp lệ: {raw['levels']}")
    return Row(
        raw["id"],
        raw["name"],
        parts(raw.get("aliases", "")),
        raw.get("abbreviation", ""),
        raw.get("code", ""),
        tuple(LEVELS[p] for p in levels),
        raw.get("parent", ""),
        read_day(raw.get("valid_from", ""), path, line),
        read_day(raw.get("valid_to", ""), path, line),
        parts(raw.get("successors", "")),
        raw.get("group", ""),
        raw["source"],
        parts(raw["examples"]),
        parts(raw.get("counter_examples", "")),
        path.name,
        line,
    )


def compile_index(folder: Path = UNITS, overlay: Path | None = None, version: str = "") -> Index:
    """Builds the index from the files. Reads every unit file; raises LexiconError with file and line."""
    rows, areas = read_rows(folder, overlay), read_areas(folder)
    kinds = load_lexicon("kinds", ("word", "kind", "levels"), folder)
    names = _names(rows, [(r["full"], r["short"]) for r in load_lexicon("shortenings", ("full", "short"), folder)])
    groups = [_collective(r) for r in load_lexicon("collectives", ("id", "name"), folder)]
    titles = {key_of(r["title"]): r["class"] for r in load_lexicon("titles", ("title", "class"), folder)}
    words: dict[str, set[str]] = {}
    for r in load_lexicon("words", ("class", "words"), folder):
        words.setdefault(r["class"], set()).add(key_of(r["words"]))
    places = {key_of(r["word"]): Kind(r["kind"], parts(r["levels"])) for r in kinds}
    committees = {key_of(r["committee"]): r["kind"] for r in kinds if r["committee"]}
    tails = frozenset(key_of(r["tail"]) for r in load_lexicon("tails", ("tail",), folder))
    frozen = {k: frozenset(v) for k, v in words.items()}
    return _assembled(
        Index(
            rows,
            Areas(areas),
            names,
            place_keys(areas),
            places,
            committees,
            groups,
            titles,
            tails,
            frozen,
            {},
            {},
            [],
            version,
        )
    )


def _assembled(index: Index) -> Index:
    """Fills the derived parts of an index whose keys are complete."""
    atoms = frozenset(k for c in index.collectives for k in c.opens | c.joins)
    tables: dict[str, Collection[str]] = {
        "names": index.names,
        "places": index.places,
        "kinds": index.kinds,
        "committees": index.committees,
        "titles": index.titles,
        "tails": index.tails,
        "atoms": atoms,
        "alone": frozenset(k for c in index.collectives for k in c.alone),
        **{f"words:{name}": keys for name, keys in index.words.items()},
    }
    index.tables.update((name, (_first(keys), keys)) for name, keys in tables.items())
    index.tables["party"] = _first([*index.committees, *_PARTY]), ()
    index.openings.update(_openings(index))
    plain_text = "sở" not in index.words["head"]
    heads = sorted(index.words["head"], key=len, reverse=True)
    keys = [key_of(row.name, plain_text) for row in index.rows]
    index.heads.extend(next((h for h in heads if key.startswith(h + " ")), "") for key in keys)
    return index


def _first(keys: Collection[str]) -> Lengths:
    """The lengths to try by the first two words; where a key of one word exists, 1 is among them all."""
    found: dict[str, dict[str, set[int]]] = {}
    for key in filter(None, keys):
        words = [intern(word) for word in key.split(" ", 2)[:2]]  # one string a word: smaller, and loaded faster
        found.setdefault(words[0], {}).setdefault(words[1] if len(words) > 1 else "", set()).add(key.count(" ") + 1)
    kept: dict[tuple[int, ...], tuple[int, ...]] = {}
    out: Lengths = {}
    for word, seconds in found.items():
        alone = seconds.get("", set())
        lengths = {second: tuple(sorted(ns | alone, reverse=True)) for second, ns in seconds.items()}
        out[word] = {second: kept.setdefault(ns, ns) for second, ns in lengths.items()}
    return out


def _openings(index: Index) -> dict[str, frozenset[str] | None]:
    """The words at which a mention may begin, with what must follow: one look decides for nearly all words."""
    follow: dict[str, set[str] | None] = {"cấp": None, "cap": None, "đảng": {"ủy"}, "dang": {"uy"}}
    alone = {k for c in index.collectives for k in c.alone}
    for key in [*filter(None, index.names), *index.titles, *index.committees, *alone]:
        _allow(follow, key.split(" "))
    for key in index.words["open"] | index.words.get("prefix", frozenset()):
        for second in key.split(" ")[1:2] or index.words["small_second"]:
            _allow(follow, [key.split(" ")[0], second])
    for head in index.words["head"]:
        _allow(follow, [*head.split(" "), ":"])
    for kind in index.kinds:
        _allow(follow, [*kind.split(" "), ","])
        _allow(follow, [*kind.split(" "), "và"])
        _allow(follow, [*kind.split(" "), "-"])
        _allow(follow, [*kind.split(" "), "/"])
    seconds = {word for table in ("atoms", "kinds", "titles", "names") for word in index.tables[table][0]}
    for key in index.words["plural"]:
        for second in seconds | index.words["head"]:
            _allow(follow, [*key.split(" "), second.split(" ")[0]])
    return {word: frozenset(ws) if ws is not None else None for word, ws in follow.items()}


def _allow(follow: dict[str, set[str] | None], words: list[str]) -> None:
    if len(words) == 1:
        follow[words[0]] = None
        return
    known = follow.setdefault(words[0], set())
    if known is not None:
        known.add(words[1])


def _collective(r: dict[str, str]) -> Collective:
    doubtful = frozenset(key_of(p.removesuffix("?")) for p in parts(r["opens"]) if p.endswith("?"))
    opens, joins = (frozenset(key_of(p.removesuffix("?")) for p in parts(r[c])) for c in ("opens", "joins"))
    alone = frozenset(key_of(p) for p in parts(r["alone"]))
    return Collective(r["id"], r["name"], opens | alone, joins, r["members"], alone, key_of(r["head"]), doubtful)


def _names(rows: list[Row], shortenings: list[tuple[str, str]]) -> dict[str, tuple[Name, ...]]:
    found: dict[str, list[Name]] = {}
    officials = {key_of(row.name) for row in rows}
    forms: dict[str, list[str]] = {}
    for number, row, first in [(n, r, f) for f in (True, False) for n, r in enumerate(rows)]:
        written = [(row.name, True), *((a, False) for a in row.aliases)]
        if row.abbreviation:
            written.append((row.abbreviation, False))
        for text, official in written:
            slot = slot_of(text)
            form = text.removeprefix("=") if text.startswith("=") else ""
            stem = (text.split(slot)[0] if slot else text).removeprefix("=").strip()
            if stem not in forms:
                written_so = shortened(stem, shortenings)
                forms[stem] = [v for v in written_so if v == stem or not _two_names(v, stem, officials)]
            variants = forms[stem]
            for variant in variants[:1] if first else variants[1:]:  # as written before as shortened
                letters = variant == row.abbreviation or (" " not in variant and variant.isupper())
                entry = Name(number, official and variant == stem, letters, slot, form)
                kept = found.setdefault(key_of(variant), [])
                if all((n.row, n.slot) != (entry.row, entry.slot) for n in kept):
                    kept.append(entry)
    return {k: tuple(v) for k, v in found.items()}


def _two_names(form: str, stem: str, officials: set[str]) -> bool:
    """Whether a form is a list of two other names, or one with a verb: "Sở Giao thông vận tải, Xây dựng"."""
    head = form.partition(" ")[0]
    pairs = [form.partition(mark) for mark in (", ", " và ")] + ([] if "-" in form else [stem.partition(" - ")])
    return any(key_of(a) in officials and key_of(f"{head} {b}") in officials for a, mark, b in pairs if mark)


@cache
def _bare(key: str) -> str:
    return bare(key)


def plain(index: Index) -> Index:
    """The same index for texts typed without diacritics."""
    names: dict[str, tuple[Name, ...]] = {}
    for key, entries in index.names.items():
        names[_bare(key)] = names.get(_bare(key), ()) + entries
    places: dict[str, tuple[int, ...]] = {}
    for key, numbers in index.places.items():
        places[_bare(key)] = tuple(dict.fromkeys(places.get(_bare(key), ()) + numbers))
    groups = [
        Collective(
            c.id,
            c.name,
            frozenset(map(_bare, c.opens)),
            frozenset(map(_bare, c.joins)),
            c.members,
            frozenset(map(_bare, c.alone)),
            _bare(c.head),
            frozenset(map(_bare, c.doubtful)),
        )
        for c in index.collectives
    ]
    return _assembled(
        Index(
            index.rows,
            index.areas,
            names,
            places,
            {_bare(k): v for k, v in index.kinds.items()},
            {_bare(k): v for k, v in index.committees.items()},
            groups,
            {_bare(k): v for k, v in index.titles.items()},
            frozenset(map(_bare, index.tails)),
            {c: frozenset(map(_bare, v)) for c, v in index.words.items()},
            {},
            {},
            [],
            index.version,
        )
    )
