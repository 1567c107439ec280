"""What is printed around the text: page numbers, running heads, stamps of signing programs and registries.

Reads the words of some pages in order; writes which rows or words are furniture, and of which kind.
"""
from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from extractors.models import Furniture, PageRead, Word
from gazetteers.fold import fold
from gazetteers.lexicon import load_lexicon

_NUMBER = re.compile(
    r"(?i)[-–—~|]?\s*(?:(?:trang|page|tr\.?)\s*)?\d{1,4}(?:\s*(?:/|of|trên)\s*\d{1,4})?\s*[-–—~|]?")
_ROMAN = re.compile(r"[-–—]?\s*[ivxl]{1,7}\s*[-–—]?")
_LINK = re.compile(r"(?:https?://|www\.)\S+")
_MARGIN = 0.13     # part of the page's height in which heads, feet and numbers stand
_REPEATS = 3       # pages on which a running head stands at least


@dataclass(slots=True)
class PageRows:
    """A page with its rows of words outside grids, top down; what is taken out goes to `furniture`."""

    page: PageRead
    rows: list[list[Word]]
    furniture: list[Furniture]

    def take(self, index: int, kind: str) -> None:
        """Moves one row out of the text."""
        row = self.rows.pop(index)
        self.furniture.append(Furniture(kind, _text(row), self.page.number))


def _text(row: Sequence[Word]) -> str:
    return " ".join(w.text for w in row)


def take_furniture(pages: Sequence[PageRows]) -> None:
    """Takes page numbers, running heads and feet, and dumped links out of the rows of neighbouring pages."""
    _take_numbers(pages)
    repeated = _repeated(pages)
    for page in pages:
        for i in [i for i in _edge_rows(page) if _key(page, i) in repeated][::-1]:
            kind = "header" if page.rows[i][0].y0 < page.page.height / 2 else "footer"
            page.take(i, kind)
        while page.rows and _LINK.fullmatch(_text(page.rows[-1])):
            page.take(len(page.rows) - 1, "link")
    _take_numbers(pages)


def _take_numbers(pages: Sequence[PageRows]) -> None:
    for page in pages:
        if page.rows and _is_number(page, 0, top=True):
            page.take(0, "page_number")
        if page.rows and _is_number(page, len(page.rows) - 1, top=False):
            page.take(len(page.rows) - 1, "page_number")


def _is_number(page: PageRows, index: int, top: bool) -> bool:
    """A row that holds a page number alone, near the page's top or bottom edge."""
    row = page.rows[index]
    text = _text(row)
    if not (_NUMBER.fullmatch(text) or _ROMAN.fullmatch(text) or _is_misread(page, row)):
        return False
    middle = (row[0].y0 + row[0].y1) / 2 / page.page.height
    return middle < 0.15 if top else middle > 0.85


def _is_misread(page: PageRows, row: Sequence[Word]) -> bool:
    """A lone sign read by OCR where page numbers stand, in the middle between the edges."""
    if len(row) > 1 or row[0].confidence is None or len(row[0].text) > 2:
        return False
    return abs(row[0].x0 + row[0].x1 - page.page.width) < 0.08 * page.page.width


def _edge_rows(page: PageRows) -> list[int]:
    """The indexes of rows that may be running heads or feet."""
    high, count = page.page.height, len(page.rows)
    near = sorted({*range(min(3, count)), *range(max(0, count - 3), count)})
    return [i for i in near if page.rows[i][0].y1 < _MARGIN * high or page.rows[i][0].y0 > (1 - _MARGIN) * high]


def _key(page: PageRows, index: int) -> tuple[str, int]:
    row = page.rows[index]
    return re.sub(r"\d+", "#", fold(_text(row))), round(row[0].y0 / page.page.height * 40)


def _repeated(pages: Sequence[PageRows]) -> set[tuple[str, int]]:
    """What stands in the same place on several of the pages."""
    seen: dict[tuple[str, int], set[int]] = defaultdict(set)
    for page in pages:
        for i in _edge_rows(page):
            seen[_key(page, i)].add(page.page.number)
    least = max(_REPEATS, len(pages) // 5)
    outer = (0.06 * 40, 0.93 * 40)  # so near the edge two pages are proof enough
    return {key for key, numbers in seen.items() if len(key[0]) > 2 and (
        len(numbers) >= least or (1 < len(numbers) >= len(pages) - 1 and not outer[0] < key[1] < outer[1]))}


@cache
def _stamps() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    rows = load_lexicon("page_stamps", ("kind", "role", "pattern"))
    return tuple((row["kind"], row["role"], re.compile(row["pattern"])) for row in rows)


def _stamp_role(text: str) -> tuple[str, str] | None:
    return next(((kind, role) for kind, role, pattern in _stamps() if pattern.match(text)), None)


def take_stamps(words: Sequence[Word], rows: Sequence[Sequence[Word]], page: int) -> tuple[list[Word], list[Furniture]]:
    """The words without the stamps, and the stamps: a piece of a line with a stamp's opening words, and the pieces
    right above and below it that stand on its left edge and belong to it."""
    pieces = [piece for row in rows for piece in _pieces(row)]
    roles = [_stamp_role(_text(p)) for p in pieces]
    gone: set[int] = set()
    out: list[Furniture] = []
    for i, role in enumerate(roles):
        if role is None or role[1] != "open" or i in gone:
            continue
        block = _stamp_block(pieces, roles, i, role[0])
        gone |= set(block)
        out.append(Furniture("other", " ".join(_text(pieces[k]) for k in sorted(block)), page))
    if not gone:
        return list(words), []
    dropped = {id(w) for i in gone for w in pieces[i]}
    return [w for w in words if id(w) not in dropped], out


def _pieces(row: Sequence[Word]) -> list[list[Word]]:
    """A row in the parts that white of more than a letter or two leaves together."""
    out = [[row[0]]]
    for word in row[1:]:
        if word.x0 - out[-1][-1].x1 > 1.4 * word.size:
            out.append([])
        out[-1].append(word)
    return out


def _stamp_block(pieces: Sequence[Sequence[Word]], roles: Sequence[tuple[str, str] | None], i: int,
                 kind: str) -> list[int]:
    """The pieces of one stamp; of a signature's also a wrapped line between two of its labels."""
    size, left = pieces[i][0].size, pieces[i][0].x0
    block = [i]
    bottom = pieces[i][0].y1
    waiting: list[int] = []
    for k in range(i + 1, len(pieces)):
        first = pieces[k][0]
        if first.y0 - bottom > 1.2 * size:
            break
        if abs(first.x0 - left) > 2.5 * size or first.size > 1.15 * size:
            continue
        bottom = first.y1
        if roles[k] is not None and roles[k][0] == kind:  # type: ignore[index]
            block += [*waiting, k]
            waiting = []
        else:
            waiting.append(k)
            if len(waiting) > 2:
                break
    return block
