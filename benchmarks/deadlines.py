"""Deadline phrases side by side: this program, dateparser (`parse`, `search_dates`) and chrono-node.

    python -m benchmarks.deadlines [--install-peers] [--markdown]

Reads `benchmarks/data/deadline_phrases.jsonl`, written for this project; writes `benchmarks/results/deadlines.json`.
The peers are judged gently: a date is right when it is the day named, or any day of the month, quarter or period named;
that "trước ngày 15/5" means the 14th is asked only in the column "last day".
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.machine import facts, write

HERE = Path(__file__).parent
PHRASES = HERE / "data" / "deadline_phrases.jsonl"
PEERS = HERE.parent / "build" / "peers"
PASSES = 5
Phrase = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Answers:
    """What one program says of each phrase (the days it gives, its main one first), and its phrases a second."""

    name: str
    days: list[list[date]]
    rate: float


def load() -> list[Phrase]:
    """The phrases, each with its issue date in full (the first of the month where only the month is known)."""
    rows = [json.loads(line) for line in PHRASES.read_text(encoding="utf8").splitlines()]
    for row in rows:
        row["full"] = row["issued"] if len(row["issued"]) == 10 else f"{row['issued']}-01"
    return rows


def timed(
    read: Callable[[Phrase], object],
    phrases: list[Phrase],
    passes: int = PASSES,
    forget: Callable[[], None] = lambda: None,
) -> float:
    """Phrases a second of this process's own time, the median of several passes after a first one.

    `forget` is called before each pass: what a program remembers of texts it has read must not speed up the next pass.
    """
    for phrase in phrases:
        read(phrase)
    seconds = []
    for _ in range(passes):
        forget()
        start = time.process_time()
        for phrase in phrases:
            read(phrase)
        seconds.append(time.process_time() - start)
    return len(phrases) / statistics.median(seconds)


def ours(phrases: list[Phrase]) -> tuple[Answers, dict[str, float]]:
    """This program; besides, how many phrases of all kinds are right in kind, last day, time and recurrence."""
    from extractors.deadlines import find_deadlines, main_first
    from gazetteers.fold import fold

    found = [main_first(find_deadlines(p["text"], p["issued"])) for p in phrases]
    right = [_right(p, d[0] if d else None) for p, d in zip(phrases, found, strict=True)]
    deadlines = [r for p, r in zip(phrases, right, strict=True) if p["kind"] != "none"]
    traps = [r for p, r in zip(phrases, right, strict=True) if p["kind"] == "none"]
    whole = {"deadlines_right": sum(deadlines) / len(deadlines), "traps_refused": sum(traps) / len(traps)}
    rate = timed(lambda p: find_deadlines(p["text"], p["issued"]), phrases, forget=fold.cache_clear)
    return Answers("giaoviec", [[d.due_date for d in f if d.due_date] for f in found], rate), whole


def _right(phrase: Phrase, found: Any) -> bool:
    if found is None:
        return bool(phrase["kind"] == "none")
    due = found.due_date.isoformat() if found.due_date else None
    return (str(found.kind), due, found.due_time, found.rrule) == tuple(
        phrase[name] for name in ("kind", "due_date", "due_time", "rrule")
    )


def dateparser_parse(phrases: list[Phrase]) -> Answers:
    """dateparser.parse on the phrase, Vietnamese, based on the issue date."""
    import dateparser

    def read(phrase: Phrase) -> list[date]:
        found = dateparser.parse(phrase["text"], languages=["vi"], settings=_settings(phrase))
        return [found.date()] if found else []

    return Answers("dateparser parse", [read(p) for p in phrases], timed(read, phrases, 2))


def dateparser_search(phrases: list[Phrase]) -> Answers:
    """dateparser.search.search_dates on the phrase."""
    from dateparser.search import search_dates

    def read(phrase: Phrase) -> list[date]:
        found = search_dates(phrase["text"], languages=["vi"], settings=_settings(phrase))
        return [moment.date() for _, moment, *_ in found or []]

    return Answers("dateparser search_dates", [read(p) for p in phrases], timed(read, phrases, 1))


def _settings(phrase: Phrase) -> Any:
    return {"RELATIVE_BASE": datetime.fromisoformat(phrase["full"]), "DATE_ORDER": "DMY"}


def chrono(phrases: list[Phrase]) -> Answers | str:
    """chrono-node's Vietnamese; a reason where it is not here."""
    node = shutil.which("node")
    if node is None:
        return "node is not installed"
    if not (PEERS / "node_modules" / "chrono-node").exists():
        return "chrono-node is not installed; run: python -m benchmarks.deadlines --install-peers"
    asked = "\n".join(json.dumps({"text": p["text"], "issued": p["full"]}) for p in phrases)
    done = subprocess.run(
        [node, str(HERE / "chrono_peer.mjs")],
        input=asked,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        env=os.environ | {"CHRONO_HOME": str(PEERS)},
    )
    lines = done.stdout.splitlines()
    if done.returncode or len(lines) != len(phrases) + 1:
        return f"chrono-node failed: {done.stderr.strip()[:200]}"
    days = [[day for text in json.loads(line) if (day := _day(text))] for line in lines[:-1]]
    return Answers("chrono-node vi", days, len(phrases) / float(lines[-1]))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def judge(phrases: list[Phrase], answers: Answers) -> dict[str, Any]:
    """Shares of the dated phrases whose day or window is right and whose last day is right; dates made up elsewhere."""
    dated = [i for i, p in enumerate(phrases) if p["due_date"] and not p["rrule"]]
    undated = [i for i, p in enumerate(phrases) if not p["due_date"] and p["kind"] != "none"]
    traps = [i for i, p in enumerate(phrases) if p["kind"] == "none"]
    first = [days[0] if days else None for days in answers.days]
    return {
        "named_right": sum(_named(phrases[i], first[i]) for i in dated) / len(dated),
        "last_day_right": sum(str(first[i]) == phrases[i]["due_date"] for i in dated) / len(dated),
        "invented_on_undated": sum(bool(answers.days[i]) for i in undated),
        "invented_on_traps": sum(bool(answers.days[i]) for i in traps),
        "dated": len(dated),
        "undated": len(undated),
        "traps": len(traps),
        "phrases_per_second": round(answers.rate),
    }


def _named(phrase: Phrase, day: date | None) -> bool:
    """Whether the day is the last that complies, the day named, or a day of the month, quarter, year … named."""
    if day is None:
        return False
    due = date.fromisoformat(phrase["due_date"])
    if day == due or (phrase["bound"] == "before" and day == due + timedelta(1)):
        return True
    months = {"month": 1, "quarter": 3, "half_year": 6, "year": 12, "period": 12}.get(phrase["kind"], 0)
    return months > 0 and due - timedelta(31 * months) < day <= due + timedelta(31 * (phrase["bound"] == "before"))


def install_peers() -> None:
    """Puts chrono-node under build/peers, by npm."""
    npm = shutil.which("npm")
    if npm is None:
        print("npm is not installed; chrono-node is left out", file=sys.stderr)
        return
    PEERS.mkdir(parents=True, exist_ok=True)
    subprocess.run([npm, "install", "--silent", "--prefix", str(PEERS), "chrono-node"], check=False, timeout=300)


def _chrono_version() -> str | None:
    package = PEERS / "node_modules" / "chrono-node" / "package.json"
    return str(json.loads(package.read_text(encoding="utf8"))["version"]) if package.exists() else None


def measure() -> dict[str, Any]:
    """Runs all programs over the phrases; the record that is written."""
    phrases = load()
    mine, whole = ours(phrases)
    rows = {}
    skipped = {}
    for answers in (mine, dateparser_parse(phrases), dateparser_search(phrases), chrono(phrases)):
        if isinstance(answers, str):
            skipped["chrono-node vi"] = answers
            print(f"chrono-node vi: left out: {answers}", file=sys.stderr)
        else:
            rows[answers.name] = judge(phrases, answers)
    record = facts("python -m benchmarks.deadlines")
    record["versions"] |= {"dateparser": version("dateparser"), "chrono-node": _chrono_version()}
    return record | {"phrases": len(phrases), "giaoviec": whole, "programs": rows, "skipped": skipped}


def markdown(record: dict[str, Any]) -> str:
    """The table of the README."""
    any_row = next(iter(record["programs"].values()))
    lines = [
        f"| program | day or window named ({any_row['dated']}) | last day that complies "
        f"| dates invented where there is none ({any_row['undated']} undated + {any_row['traps']} traps) | phrases/s |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {name} | {row['named_right']:.1%} | {row['last_day_right']:.1%} "
        f"| {row['invented_on_undated']} + {row['invented_on_traps']} | {row['phrases_per_second']:,} |"
        for name, row in record["programs"].items()
    ]
    return "\n".join(lines)


def main() -> None:
    """Measures, writes the result file, prints the table."""
    if "--install-peers" in sys.argv:
        install_peers()
    record = measure()
    write("deadlines", record)
    print(markdown(record))
    whole = record["giaoviec"]
    print(
        f"giaoviec: {whole['deadlines_right']:.1%} of all deadline phrases right in kind, last day, time, recurrence; "
        f"{whole['traps_refused']:.1%} of the traps refused"
    )


if __name__ == "__main__":
    main()
