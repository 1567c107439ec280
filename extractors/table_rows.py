"""The logical rows of a joined table: groups above them, continued and merged cells mended, "as above" resolved."""

from __future__ import annotations

from extractors.models import Cell, Document, Span, TableRow
from extractors.table_columns import LABEL
from extractors.table_contents import looks_like
from extractors.table_groups import (
    Group,
    clean_label,
    first_number,
    fused_title,
    is_group,
    label_kind,
    lift_heading,
    push_group,
    roman_number,
    split_label,
    to_roman,
)
from extractors.table_join import Joined, Printed
from extractors.table_mend import Draft, is_ditto, is_total, mend_numbers, mend_shift

_TERMINAL = (".", ";", ":", "!", "?", "…", ")", "”", '"')
_AHEAD = 200  # rows in which the next group is looked for
_INHERITED = ("lead", "coordinator", "deadline", "responsible", "monitor")


def build_rows(table: Joined, document: Document) -> tuple[TableRow, ...]:
    """The rows of one table. Reads the printed rows; writes ranges of the document's text."""
    reader = RowReader(table, document)
    for i, row in enumerate(table.rows):
        reader.take(i, row)
    return reader.finish()


class RowReader:
    """Goes down the printed rows, keeping the groups above and the row being written."""

    def __init__(self, table: Joined, document: Document) -> None:
        self.rows, self.text = table.rows, document.text
        self.roles = table.columns.roles
        self.guessed = table.columns.guessed
        self.merges = not document.media_type.startswith("text/")
        self.stack: list[Group] = []
        self.drafts: list[Draft] = []
        self.last: Draft | None = None  # None right below a group row
        self.above: dict[str, list[Span]] = {}  # the cells that a merged-away cell below belongs to
        self.waiting: list[Span] = []  # group titles without a row below them yet
        self.dashes: dict[str, int] = {}  # how many rows of each dash stand below the last number
        self.lower = _lower_shares(table.rows)
        labelled = sum(bool(r.texts.get("label")) for r in table.rows)
        self.labelled = "label" in self.roles and labelled >= 0.3 * len(table.rows)

    def take(self, i: int, row: Printed) -> None:
        """Reads one printed row."""
        row, mended = mend_shift(row, self.roles)
        if is_total(row):
            self.last = None
            return
        following = self.rows[i + 1] if i + 1 < len(self.rows) else None
        inherited = bool(self._merged(row))
        row = row if inherited else lift_heading(row)
        if is_group(row, following, len(self.roles), inherited):
            self._group(i, row)
        elif self._continues(row):
            self._extend(row)
        else:
            self._start(i, row, mended)

    # --- groups ---

    def _group(self, i: int, row: Printed) -> None:
        label, title, where = self._group_words(row)
        self._push(i, label, title)
        self.waiting.append(where)

    def _push(self, i: int, label: str, title: str) -> None:
        label = self._mended_group(i, label)
        push_group(self.stack, label, title, adjacent=bool(self.waiting))
        self.last, self.above = None, {}

    def _group_words(self, row: Printed) -> tuple[str, str, Span]:
        if row.heading:
            return row.heading
        label = clean_label(row.texts.get("label", "")) if len(row.texts) > 1 else ""
        role = next((r for r in row.texts if r != "label"), "label") if label or "label" not in row.texts else "label"
        title = row.texts[role]
        cells = row.cells[role]
        if not label:
            label, cut = split_label(title)
            title = title[cut:]
        return label, title, Span(cells[0].start, cells[-1].end)

    def _mended_group(self, i: int, label: str) -> str:
        """'1' or a lost label before a group II is I."""
        if label_kind(label) not in ("n1", ""):
            return label
        number = next((n for r in self.rows[i + 1 : i + _AHEAD] if (n := _group_number(r))), None)
        before = [n for g in self.stack if (n := roman_number(g.label))]
        if number is None or number < 2 or (label and first_number(label) != number - 1):
            return label
        return to_roman(number - 1) if not before or before[-1] == number - 2 else label

    # --- rows ---

    def _merged(self, row: Printed) -> dict[str, list[Span]]:
        """The cells above that reach into this row: role -> ranges."""
        if not self.above or row.heading:
            return {}
        absent = {r for r in self.above if r not in row.present} if self.merges else set()
        if row.top and self.last is not None:
            absent |= {r for r in row.tall if r in self.above}
        return {r: self.above[r] for r in absent}

    def _continues(self, row: Printed) -> bool:
        """Whether a row without a number goes on with the row before it."""
        if self.last is None or row.texts.get("label"):
            return False
        task = row.texts.get("task", "")
        if not row.top:
            only = next(iter(row.texts.values()), "") if len(row.texts) == 1 else ""
            return _starts_low(only) and not self._merged(row)
        if not task:
            return self._cut_cells(row)
        if _starts_low(task):
            return True
        both = {"lead", "deadline"} & set(row.texts)
        if both and all(self.last.cells.get(r) for r in both):
            return False
        return not self._words("task").endswith((".", ";", "./.")) or not both

    def _cut_cells(self, row: Printed) -> bool:
        """Whether the cells of a row without task words are the ends of the cells above, not a sub-row of its own."""
        assert self.last is not None
        if any(_starts_low(t) for t in row.texts.values()):
            return True
        ends = {r: self._words(r) for r in row.texts}
        if "deadline" in row.texts and looks_like(row.texts["deadline"]) == looks_like(ends["deadline"]) == "deadline":
            return False
        return any(ends.values())

    def _words(self, role: str) -> str:
        spans = self.last.cells.get(role, []) if self.last else []
        return " ".join(self.text[s.start : s.end] for s in spans).strip()

    def _extend(self, row: Printed) -> None:
        assert self.last is not None
        for role, cells in row.cells.items():
            spans = self._spans(cells)
            self.last.cells[role] = [*self.last.cells.get(role, []), *spans]
        self.last.repaired.append("continued")
        self._page(self.last, row)
        self.above.update({r: self.last.cells[r] for r in row.cells})

    def _start(self, i: int, row: Printed, mended: list[str]) -> None:
        label = clean_label(row.texts.get("label", ""))
        merged = self._merged(row)
        cells = {role: self._spans(group) for role, group in row.cells.items() if role != "label"}
        repaired = [*mended, *(f"merged:{r}" for r in merged if r != "label"), *(["columns_guessed"] * self.guessed)]
        label = self._inline_label(label, cells, repaired)
        if row.top and label:
            self._move_up(cells, repaired)
        self._leave_number(label)
        self._cut_title(i, cells, repaired)
        for role, spans in merged.items():
            if role != "label":
                cells.setdefault(role, spans)
        if not label and self.last is not None and self.labelled and self._is_part(row, merged):
            label = self._part_of(cells, repaired)
        self._add(Draft(self._numbered(label), self._groups(label), cells, [], repaired), row, label)

    def _leave_number(self, label: str) -> None:
        """A row 2 stands beside the group 1 above it, not in it, where that one's own rows are 1.1 or dashes."""
        number, last = first_number(label), self.last
        if number is None or last is None or label_kind(label) == label_kind(last.label):
            return
        for k, group in enumerate(self.stack):
            above = first_number(group.label)
            if group.kind == label_kind(label) and above is not None and above < number:
                del self.stack[k:]
                return

    def _add(self, draft: Draft, row: Printed, label: str) -> None:
        self._page(draft, row)
        self.above = {r: s for r, s in draft.cells.items() if s}
        if label:
            self.above["label"] = []
        self.drafts.append(draft)
        self.last = draft
        self.waiting = []

    def _is_part(self, row: Printed, merged: dict[str, list[Span]]) -> bool:
        """Whether a row without a number is a sub-row of the one above: its number is merged with it, or it has no
        task or no lead of its own."""
        return "label" in merged or not row.texts.get("task") or not row.texts.get("lead")

    def _part_of(self, cells: dict[str, list[Span]], repaired: list[str]) -> str:
        assert self.last is not None
        for role in ("task", *_INHERITED):
            if not cells.get(role) and self.last.cells.get(role):
                cells[role] = self.last.cells[role]
        repaired.append("subrow")
        return self.last.label

    def _inline_label(self, label: str, cells: dict[str, list[Span]], repaired: list[str]) -> str:
        """Takes the number off the task's words where it has no cell of its own."""
        if label or not cells.get("task") or (self.labelled and self.last is None):
            return label
        first = cells["task"][0]
        found, cut = split_label(self.text[first.start : first.end])
        number = first_number(found)
        before = first_number(self.last.label) if self.last else None
        if number is None or (self.labelled and number != (before or 0) + 1):
            return label
        cells["task"] = [Span(first.start + cut, first.end), *cells["task"][1:]]
        repaired.append("inline_label")
        return found

    def _move_up(self, cells: dict[str, list[Span]], repaired: list[str]) -> None:
        """Gives the end of a cell that was printed at the top of a page, in the next row, back to the row before."""
        if self.last is None:
            return
        for role in ("product", "note", "document"):
            words = " ".join(self.text[s.start : s.end] for s in cells.get(role, []))
            above = self._words(role)
            if above and _starts_low(words) and self.lower[role] <= 0.1 and not above.endswith(_TERMINAL):
                self.last.cells[role] = [*self.last.cells[role], *cells.pop(role)]
                self.last.repaired.append(f"moved_up:{role}")
                repaired.append(f"moved_away:{role}")

    def _cut_title(self, i: int, cells: dict[str, list[Span]], repaired: list[str]) -> None:
        """Takes a group title in capitals off the start of a task, as a group of its own."""
        if not cells.get("task"):
            return
        first = cells["task"][0]
        cut = fused_title(self.text[first.start : first.end])
        if cut:
            self._push(i, "", " ".join(self.text[first.start : first.start + cut].split()))
            cells["task"] = [Span(first.start + cut, first.end), *cells["task"][1:]]
            repaired.append("fused_group")

    def _numbered(self, label: str) -> str:
        """A dash as its place among the dashes: '-' -> '-3'."""
        if label_kind(label) != "dash" or len(label) > 1:
            return label
        if self.last is None or self.last.label[:1] not in "-+*•":
            self.dashes.clear()
        self.dashes[label] = self.dashes.get(label, 0) + 1
        return f"{label}{self.dashes[label]}"

    def _groups(self, label: str) -> list[Group]:
        """The groups above, and the numbered row that dashes or letters stand under."""
        out = list(self.stack)
        if label_kind(label) not in ("dash", "small") or self.last is None:
            return out
        if label_kind(self.last.label) in ("dash", "small") or self.last.label[:1] in "-+*•":
            return list(self.last.groups)
        if label_kind(self.last.label).startswith("n"):
            out.append(Group(self.last.label, self._words("task"), label_kind(self.last.label)))
        return out

    def _spans(self, cells: tuple[Cell, ...]) -> list[Span]:
        out = []
        for c in cells:
            words = self.text[c.start : c.end]
            out.append(Span(c.start + len(words) - len(words.lstrip()), c.start + len(words.rstrip())))
        return out

    def _page(self, draft: Draft, row: Printed) -> None:
        if row.page is not None and row.page not in draft.pages:
            draft.pages.append(row.page)

    # --- the end ---

    def finish(self) -> tuple[TableRow, ...]:
        """The rows, with numbers mended from their neighbours and "as above" resolved."""
        if self.waiting and self.drafts:
            self.drafts[-1].cells.setdefault(f"other:{len(self.roles)}", []).extend(self.waiting)
            self.drafts[-1].repaired.append("trailing")
        mend_numbers(self.drafts)
        for before, draft in zip(self.drafts, self.drafts[1:], strict=False):
            self._resolve_dittos(before, draft)
        return tuple(
            TableRow(
                n,
                d.label,
                tuple((g.label, g.title) for g in d.groups),
                {r: tuple(s) for r, s in d.cells.items() if s},
                tuple(d.pages),
                tuple(dict.fromkeys(d.repaired)),
            )
            for n, d in enumerate(self.drafts, 1)
        )

    def _resolve_dittos(self, before: Draft, draft: Draft) -> None:
        for role, spans in list(draft.cells.items()):
            if is_ditto(" ".join(self.text[s.start : s.end] for s in spans)):
                draft.cells[role] = before.cells.get(role, spans)
                draft.repaired.append(f"ditto:{role}")


def _group_number(row: Printed) -> int | None:
    """The Roman number of a bare row, None for any other row."""
    if row.heading:
        return roman_number(row.heading[0])
    if len(row.texts) > 2 or {"lead", "deadline", "product"} & set(row.texts):
        return None
    label = row.texts.get("label", "")
    return roman_number(clean_label(label) if LABEL.fullmatch(label) else split_label(" ".join(row.texts.values()))[0])


def _starts_low(value: str) -> bool:
    """Whether words begin in the middle of a sentence."""
    head = value.lstrip(' "“(,;.')
    return bool(head) and (head[0].islower() or value[0] in ",;")


def _lower_shares(rows: list[Printed]) -> dict[str, float]:
    """How often the cells of a column begin with a small letter, by role."""
    texts: dict[str, list[str]] = {}
    for row in rows:
        for role, words in row.texts.items():
            texts.setdefault(role, []).append(words)
    return {role: sum(map(_starts_low, column)) / len(column) for role, column in texts.items()}
