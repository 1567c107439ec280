"""`giaoviec units`: look units up, check their data, add one's own, see which names are still unknown."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline.console import OK, SOME_FAILED, USAGE, complain, console, give_up

if TYPE_CHECKING:
    from gazetteers.units import Gazetteer

app = typer.Typer(no_args_is_help=True, rich_markup_mode="rich", help="Look up and check the units of the gazetteer.")

_COLUMNS = (
    "id",
    "name",
    "aliases",
    "abbreviation",
    "code",
    "levels",
    "parent",
    "valid_from",
    "valid_to",
    "successors",
    "group",
    "source",
    "examples",
    "counter_examples",
)
_Own = Annotated[
    Path | None,
    typer.Option(
        "--own", envvar="GIAOVIEC_UNITS", show_default=False, help="Your own rows, laid over the shipped ones."
    ),
]


@app.callback()
def _units() -> None:
    """Look up and check the units of the gazetteer."""


@app.command()
def find(
    name: Annotated[str, typer.Argument(help="A unit's name as written.", show_default=False)] = "",
    date: Annotated[str, typer.Option(help="The document's date: 2026-01-30.", show_default=False)] = "",
    province: Annotated[str, typer.Option(help="Its province, by name or id.", show_default=False)] = "",
    jsonl: Annotated[
        str,
        typer.Option(
            metavar="FILE", show_default=False, help="Many: JSON lines with text, date, province; - for stdin."
        ),
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    own: _Own = None,
) -> None:
    """Say which unit a name means at a date and in a province, and what it is today.

    [bold]Examples[/]

      giaoviec units find "Sở TT&TT" --date 2019-05-01 --province "Đắk Lắk"

      giaoviec units find --jsonl ten.jsonl > ket-qua.jsonl
    """
    gazetteer = _load(own)
    if jsonl:
        raise SystemExit(_many(gazetteer, jsonl))
    if not name.strip():
        give_up('Cần một tên đơn vị, ví dụ: giaoviec units find "Sở Y tế" --province "Đắk Lắk"', USAGE)
    try:
        found = _answer(gazetteer, name, date, province)
    except ValueError as error:
        give_up(f"Câu hỏi sai: {error}.", USAGE)
    if as_json:
        print(json.dumps(found, ensure_ascii=False))
    else:
        _show(gazetteer, found)
    raise SystemExit(OK if found["id"] else SOME_FAILED)


@app.command()
def check(own: _Own = None) -> None:
    """Check the unit data: examples match, dates are in order, successors exist, no name has two owners."""
    from gazetteers.checks import check as run_checks
    from gazetteers.lexicon import LexiconError

    try:
        problems = run_checks(overlay=own)
    except (LexiconError, OSError) as error:
        give_up(str(error), SOME_FAILED)
    for problem in problems:
        print(problem)
    complain(f"{len(problems)} lỗi trong dữ liệu đơn vị." if problems else "Dữ liệu đơn vị không có lỗi.")
    raise SystemExit(SOME_FAILED if problems else OK)


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="Official name, in full.")],
    level: Annotated[str, typer.Option(help="central, province, district, commune; several divided by |.")] = "central",
    alias: Annotated[list[str] | None, typer.Option(help="Another way to write it; may be repeated.")] = None,
    unit_id: Annotated[str, typer.Option("--id", help="Id; made from the name where not given.")] = "",
    abbreviation: Annotated[str, typer.Option(help="Abbreviation in capitals.")] = "",
    code: Annotated[str, typer.Option(help="Code in document numbers.")] = "",
    valid_from: Annotated[str, typer.Option(help="First day, 2025-03-01.")] = "",
    valid_to: Annotated[str, typer.Option(help="Last day.")] = "",
    successor: Annotated[list[str] | None, typer.Option(help="Id of what it went into; may be repeated.")] = None,
    counter_example: Annotated[str, typer.Option(help="A name that must not be taken for it.")] = "",
    own: _Own = None,
) -> None:
    """Add a unit of your own, in your own file; the shipped files stay as they are.

    [bold]Example[/]

      giaoviec units add "Trung tâm Chuyển đổi số" --level province --alias "Trung tâm CĐS"
    """
    from gazetteers.records import slug
    from gazetteers.units import overlay_path

    path = own or overlay_path(must_exist=False) or Path("units.csv")
    row = dict.fromkeys(_COLUMNS, "") | {
        "id": unit_id or slug(name.split("{")[0]),
        "name": name,
        "aliases": "|".join(alias or []),
        "levels": level,
        "abbreviation": abbreviation,
        "code": code,
        "valid_from": valid_from,
        "valid_to": valid_to,
        "successors": "|".join(successor or []),
        "source": "own",
        "examples": _example(name, level),
        "counter_examples": counter_example or "Chính phủ",
    }
    _write_own(path, row)
    complain(f"Đã thêm {row['id']} vào {path}.")
    raise SystemExit(OK)


@app.command()
def propose(
    data: Annotated[Path, typer.Option(help="Folder of the published tables.")] = Path("data/processed"),
    least: Annotated[int, typer.Option(min=1, help="Leave out names met fewer times.")] = 1,
    province: Annotated[str, typer.Option(help="Province for the nearest known units.", show_default=False)] = "",
    own: _Own = None,
) -> None:
    """List names in the published tables that no unit has, most frequent first, with the nearest known units."""
    from pipeline.unit_answers import place_of, unknown_names

    if not (data / "task_units").exists():
        give_up(f"Không có bảng task_units trong {data}. Hãy chạy giaoviec run trước.", USAGE)
    gazetteer = _load(own)
    place = place_of(gazetteer, None, province or None)
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(("count", "name", "nearest"))
    for name, count in unknown_names(data).most_common():
        if count >= least:
            near = "|".join(c.unit_id for c in gazetteer.find(name, None, place.province)[:3])
            writer.writerow((count, name, near))


def _load(own: Path | None) -> Gazetteer:
    from gazetteers.lexicon import LexiconError
    from gazetteers.units import load

    try:
        return load(own)
    except (LexiconError, OSError) as error:
        give_up(str(error), USAGE)


def _answer(gazetteer: Gazetteer, text: str, on: str, province: str) -> dict[str, Any]:
    from pipeline.unit_answers import answer, place_of

    return answer(gazetteer, text, place_of(gazetteer, on or None, province or None))


def _many(gazetteer: Gazetteer, source: str) -> int:
    """One JSON answer a line, in the order of the questions; a bad line gets an answer with `error`."""
    code = OK
    for number, line in enumerate(_lines(source), 1):
        if not line.strip():
            continue
        try:
            found = _answered(gazetteer, line)
        except ValueError as error:
            found = {"line": number, "id": None, "name": None, "candidates": [], "score": 0.0, "error": str(error)}
            code = SOME_FAILED
        print(json.dumps(found, ensure_ascii=False))
    return code


def _answered(gazetteer: Gazetteer, line: str) -> dict[str, Any]:
    """The answer to one line; a province that is none is left out with a `warning`.

    ValueError says in Vietnamese what is wrong with the line.
    """
    from pipeline.unit_answers import UnknownProvince

    try:
        asked = json.loads(line)
    except ValueError:
        raise ValueError("dòng không phải JSON") from None
    if not isinstance(asked, dict) or not isinstance(asked.get("text"), str):
        raise ValueError('dòng không phải một đối tượng có "text" là chữ')
    text, on, province = (str(asked.get(key) or "") for key in ("text", "date", "province"))
    try:
        return {"text": text, **_answer(gazetteer, text, on, province)}
    except UnknownProvince as error:
        return {"text": text, **_answer(gazetteer, text, on, ""), "warning": str(error)}


def _lines(source: str) -> Iterator[str]:
    if source == "-":
        yield from sys.stdin
        return
    try:
        yield from Path(source).read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        give_up(f"Không đọc được {source}: {error}", USAGE)


def _show(gazetteer: Gazetteer, found: dict[str, Any]) -> None:
    """Prints one answer, and the others of a list, for a person."""
    out = console()
    for item in [found, *found.get("others", [])]:
        unit = gazetteer.get(item["id"]) if item["id"] else None
        out.print(f"[bold]{item['name']}[/]  {item['id'] or 'chưa xác định'}  ({item['score']:.2f}, {item['rule']})")
        if unit and (unit.valid_from or unit.valid_to):
            out.print(f"  hiệu lực: {unit.valid_from or '…'} đến {unit.valid_to or '…'}")
        if item["current"] and item["current"] != [item["id"]]:
            out.print("  nay là: " + ", ".join(_called(gazetteer, i) for i in item["current"]))
        if item.get("members"):
            out.print(f"  gồm {item['members']} đơn vị")
        if not item["id"] and item["candidates"]:
            out.print("  có thể là: " + ", ".join(_called(gazetteer, i) for i in item["candidates"][:8]))


def _called(gazetteer: Gazetteer, unit_id: str) -> str:
    unit = gazetteer.get(unit_id)
    if unit is None:
        return unit_id
    place = gazetteer.area(unit_id.rpartition("/")[0])
    above = [gazetteer.area(i) for i in (place.district if place else "", unit.province or "") if i]
    where = "".join(f", {a.full}" for a in above if a and a.name not in unit.name)
    return f"{unit.name}{where} ({unit_id})"


def _example(name: str, level: str) -> str:
    first = level.split("|")[0]
    place = {"province": "tỉnh Lâm Đồng", "district": "huyện Củ Chi", "commune": "xã Ea Kar"}.get(first, "")
    return name.replace("{P}", place).replace("{N}", "Lâm Đồng").replace("{C}", "Tỉnh ủy").strip()


def _write_own(path: Path, row: dict[str, str]) -> None:
    """Adds or replaces a row in the clerk's file, checked as a whole before it takes the old one's place."""
    from gazetteers.checks import canonical, check
    from gazetteers.lexicon import LexiconError, load_lexicon

    load_lexicon.cache_clear()
    rows = {r["id"]: r for r in load_lexicon(path.stem, ("id", "name"), path.parent)} if path.exists() else {}
    rows[row["id"]] = row
    trial = path.with_name(f"{path.stem}.new.csv")
    path.parent.mkdir(parents=True, exist_ok=True)
    trial.write_text(canonical(list(rows.values())), encoding="utf-8")
    try:
        problems = [p for p in check(overlay=trial) if p.file == trial.name]
    except LexiconError as error:
        trial.unlink()
        give_up(str(error), USAGE)
    if problems:
        trial.unlink()
        give_up("\n".join(p.text for p in problems), USAGE)
    trial.replace(path)
