"""Writes a sample as plain text, in the two ways such files come: the dump of a page's text layer, and markdown."""

from __future__ import annotations

import textwrap

from samples.markup import Break, Columns, Para, Sample, Table, plain, runs

PAGE = 34  # printed lines a page of a dump


def write(sample: Sample) -> bytes:
    """The file's bytes (UTF-8, line feeds)."""
    return (_dump(sample) if sample.style == "dump" else _markdown(sample)).encode()


def _dump(sample: Sample) -> str:
    out: list[str] = []
    pending: list[str] = []
    lines = (row for block in sample.blocks for row in _printed(block))
    for printed, line in enumerate(lines, 1):
        pending += [mark for mark in sample.notes if f"[^{mark}]" in line]
        out.append(_noted(line))
        if printed % PAGE == 0:
            out += [*_notes(sample, pending), str(printed // PAGE + 1)]
            pending = []
    out += _notes(sample, pending)
    return "".join(f"{line} \n\n" for line in out)


def _noted(line: str) -> str:
    """A footnote's mark stands on a line of its own in a text layer."""
    before, mark, after = line.partition("[^")
    number, _, rest = after.partition("]")
    return f"{before}\n{number}\n{rest}" if mark else line


def _notes(sample: Sample, marks: list[str]) -> list[str]:
    """The rule above a footnote is a line of spaces in a text layer, its mark a line of its own."""
    out: list[str] = []
    for mark in marks:
        first, *rest = textwrap.wrap(plain(sample.notes[mark]), 76)
        out += [f"{' ' * 48}\n{mark}\n {first}", *rest]
    return out


def _printed(block: Para | Columns | Table | Break) -> list[str]:
    if isinstance(block, Columns):
        return [row for text in block.left + block.right for row in textwrap.wrap(plain(text), 36)]
    if isinstance(block, Para):
        text = "".join(f"[^{r.text}]" if r.note else r.text for r in runs(block.source))
        return textwrap.wrap(text, 78, break_on_hyphens=False)
    if isinstance(block, Table):
        return ["\t".join(row.cells) for row in block.rows]
    return []


def _markdown(sample: Sample) -> str:
    return "\n\n".join(_marked(block) for block in sample.blocks) + "\n"


def _marked(block: Para | Columns | Table | Break) -> str:
    if isinstance(block, Columns):
        return "\n\n".join(text for text in block.left + block.right if text)
    if isinstance(block, Para):
        return {"title": "## {}", "subtitle": "**{}**", "caption": "*{}*"}.get(block.look, "{}").format(block.source)
    if isinstance(block, Table):
        rows = [[*row.cells, *[""] * (len(block.widths) - len(row.cells))] for row in block.rows]
        return "\n".join(f"| {' | '.join(row)} |" for row in [rows[0], ["---"] * len(block.widths), *rows[1:]])
    return "---"
