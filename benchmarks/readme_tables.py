"""Writes the measured parts of README.md between their markers: `python -m benchmarks.readme_tables [--examples]`.

Reads `benchmarks/results/*.json`; with `--examples` also runs the program on the samples and shows what it printed.
Writes `README.md`. A part whose result file is missing says so.
"""

from __future__ import annotations

import argparse
import os
import re
import shlex
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks import machine

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
MISSING = "*Not measured yet.*"
TARGETS = {
    "task_f1": 0.98,
    "text_similarity": 0.98,
    "lead_exact": 0.98,
    "coordinators_exact": 0.96,
    "deadline_exact": 0.98,
    "product_exact": 0.96,
    "path_exact": 0.98,
    "all_fields_right": 0.93,
}
ROWS = ["tasks", "found", "spurious", "task_f1", "text_similarity", "lead_exact", "coordinators_exact"]
ROWS += ["deadline_exact", "deadline_given_exact", "product_exact", "path_exact", "kind_exact", "all_fields_right"]
ROWS += ["head_exact", "review_share", "errors_in_review"]
EXAMPLES = {
    "run": "giaoviec run data/raw --out OUT",
    "extract": "giaoviec extract data/raw/cong-dien.txt",
    "explain": "giaoviec explain data/raw/thong-bao-ket-luan.docx",
}
LINES = {"run": 60, "extract": 40, "explain": 40}


def quality() -> str:
    """The quality table: a row a measure, a column a set of files."""
    result = machine.read("quality")
    if not result:
        return MISSING
    sets = result["sets"]
    head = ["measure", "target", *sets]
    rows = [[name, _target(name), *(_share(sets[s].get(name)) for s in sets)] for name in ROWS]
    return f"{_table(head, rows)}\n\n{_measured(result)}"


def _target(name: str) -> str:
    return f"≥ {TARGETS[name]:.2f}" if name in TARGETS else ""


def _share(value: float | int | None) -> str:
    return "–" if value is None else str(value) if isinstance(value, int) else f"{value:.3f}"


def speed() -> str:
    """The speed table: value beside target."""
    result = machine.read("speed")
    if not result:
        return MISSING
    rows = [[f["name"], f"{f['value']:.2f} {f['unit']}", _speed_target(f), f["note"]] for f in result["figures"]]
    return f"{_table(['measure', 'median', 'target', ''], rows)}\n\n{_measured(result)}"


def deadlines() -> str:
    """The deadline reader beside other date parsers, on this project's own phrases."""
    result = machine.read("deadlines")
    if not result:
        return MISSING
    head = ["", "named day right", "last complying day right", "invented without a date", "invented in traps"]
    rows = [
        [
            name,
            f"{100 * p['named_right']:.0f} % of {p['dated']}",
            f"{100 * p['last_day_right']:.0f} %",
            f"{p['invented_on_undated']} of {p['undated']}",
            f"{p['invented_on_traps']} of {p['traps']}",
            f"{p['phrases_per_second']}",
        ]
        for name, p in result["programs"].items()
    ]
    return f"{_table([*head, 'phrases/s'], rows)}\n\n{_measured(result)}"


def _speed_target(figure: dict[str, Any]) -> str:
    if figure["target"] is None:
        return ""
    return f"{'≤' if figure['most'] else '≥'} {figure['target']:g}{'' if figure['met'] else ' (missed)'}"


def _measured(result: dict[str, Any]) -> str:
    host = result["machine"]
    return (
        f"Measured {result['measured']} with `{result['command']}` on {host['cores']} cores of {host['processor']}, "
        f"Python {result['versions']['python']}."
    )


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def first_sight() -> str:
    """What was measured once on new directives, before anything was mended for them."""
    result = machine.read("first_sight")
    if not result:
        return MISSING
    names = ["tasks", "task_f1", "lead_exact", "coordinators_exact", "deadline_given_exact", "path_exact"]
    names += ["all_fields_right", "head_exact"]
    row = [_share(result["figures"][name]) for name in names]
    note = f"{len(result['documents'])} directives, at commit {result['commit']}. {_measured(result)}"
    return f"{_table(names, [row])}\n\n{note}"


def baseline() -> str:
    """The program beside a script of an afternoon."""
    result = machine.read("quality")
    if not result.get("baseline"):
        return MISSING
    names = ["task_f1", "lead_exact", "coordinators_exact", "deadline_given_exact", "path_exact", "all_fields_right"]
    rows = [
        [one, who, *(_share(result[part][one].get(name)) for name in names)]
        for one in result["baseline"]
        for who, part in (("giaoviec", "sets"), ("script", "baseline"))
    ]
    return _table(["files", "", *names], rows)


PARTS: dict[str, Callable[[], str]] = {
    "quality": quality,
    "first-sight": first_sight,
    "baseline": baseline,
    "speed": speed,
    "deadlines": deadlines,
}


def example(name: str) -> str:
    """What one command printed, at most so many lines of it."""
    command = EXAMPLES[name]
    with tempfile.TemporaryDirectory() as out:
        words = shlex.split(command.replace("giaoviec", machine.command_line(), 1).replace("OUT", out))
        environment = os.environ | {"COLUMNS": "110", "GIAOVIEC_PREFECT": "false", "NO_COLOR": "1"}
        done = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True)
        lines = [line.rstrip() for line in done.stdout.replace(out, "OUT").splitlines()]
    shown = lines[: LINES[name]] + (["…"] if len(lines) > LINES[name] else [])
    return "\n".join(["```console", f"$ {command}", *shown, "```"])


def fill(text: str, name: str, content: str) -> str:
    """A text with what stands between `<!-- name:start -->` and `<!-- name:end -->` replaced."""
    pattern = re.compile(rf"(<!-- {name}:start -->\n).*?(<!-- {name}:end -->)", re.DOTALL)
    return pattern.sub(lambda m: f"{m[1]}{content}\n{m[2]}", text)


def update(examples: bool = False) -> None:
    """Writes README.md again where a part has changed."""
    text = old = README.read_text(encoding="utf8")
    for name, make in PARTS.items():
        text = fill(text, name, make())
    for name in EXAMPLES if examples else ():
        text = fill(text, f"example-{name}", example(name))
    if text != old:
        README.write_text(text, encoding="utf8")


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--examples", action="store_true", help="run the examples again too")
    update(parser.parse_args().examples)


if __name__ == "__main__":
    main()
