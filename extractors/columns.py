"""Which parts of a page stand side by side: the two-column head, Nơi nhận beside the signature.

Reads the rows of words of a page; writes `Zone`s from the top down: one column, or a left and a right one parted by
white that runs through all of the zone's rows.
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.models import Word
from extractors.readers.line_kinds import start_kind

_NARROW = 0.9   # of the size: white in a row that may be part of a gutter
_CLEAR = 0.5    # of the size: what must be left of it over all rows
_WIDE = 1.7     # of the size: at least one row's white is as wide
_REACH = 2.6    # line heights: a row without a partner further away than this is no part of the zone
_SIGNED = 14.0  # line heights: so far below the titles a signer's name may stand
_BODY = 24      # rows with both columns: so long a zone is text in two columns, no head

Row = Sequence[Word]
Gap = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Zone:
    """Rows of words in one column (`right` empty), or words in two columns, read left first."""

    rows: Sequence[Row] = ()
    left: tuple[Word, ...] = ()
    right: tuple[Word, ...] = ()
    aside: bool = False


def split_columns(rows: list[Row], depth: int = 0) -> list[Zone]:
    """The page's zones; all words of `rows` are in exactly one of them."""
    groups = _side_by_side(rows)
    bands: list[Row] = [sorted((w for row in group for w in row), key=lambda w: w.x0) for group in groups]
    zones: list[Zone] = []
    start = i = 0
    while i < len(bands):
        found = _zone_at(bands, i, start) if depth < 3 else None
        if found is None:
            i += 1
            continue
        first, last, gutter = found
        if first > start:
            zones.append(_single(groups[start:first]))
        words = [w for band in bands[first:last + 1] for w in band]
        left = tuple(w for w in words if w.x0 + w.x1 < 2 * gutter)
        right = tuple(w for w in words if w.x0 + w.x1 >= 2 * gutter)
        zones.append(Zone((), left, right, last - first < _BODY))
        start = i = last + 1
    if start < len(bands):
        zones.append(_single(groups[start:]))
    return zones


def _single(groups: Sequence[Sequence[Row]]) -> Zone:
    return Zone([row for group in groups for row in group])


def _side_by_side(rows: Sequence[Row]) -> list[list[Row]]:
    """Rows in groups: one that overlaps the row above in height and stands wholly beside it is the other column's,
    whose lines need not be level with this one's."""
    groups: list[list[Row]] = []
    for row in rows:
        above = groups[-1][-1] if groups else None
        if above is not None and len(groups[-1]) == 1 and _beside(above, row):
            groups[-1].append(row)
        else:
            groups.append([row])
    return groups


def _beside(above: Row, row: Row) -> bool:
    overlap = max(w.y1 for w in above) - min(w.y0 for w in row)
    white = max(row[0].x0 - max(w.x1 for w in above), above[0].x0 - max(w.x1 for w in row))
    return overlap > 0.12 * _size(row) and white > _WIDE * _size(row)


def _size(row: Row) -> float:
    sizes = sorted(w.size for w in row)
    return sizes[len(sizes) // 2]


def _gaps(row: Row) -> list[Gap]:
    """The white within a row that is wide enough for a gutter."""
    least = _NARROW * _size(row)
    out = []
    reach = row[0].x1
    for word in row[1:]:
        if word.x0 - reach >= least:
            out.append((reach, word.x0))
        reach = max(reach, word.x1)
    return out


def _white(row: Row) -> list[Gap]:
    """Where a gutter could pass a row: its gaps and both sides of it."""
    return [(float("-inf"), row[0].x0), *_gaps(row), (max(w.x1 for w in row), float("inf"))]


def _zone_at(rows: list[Row], i: int, start: int) -> tuple[int, int, float] | None:
    """The zone that the row i opens or stands in: its first and last row and the place of its gutter."""
    best: tuple[int, int, float] | None = None
    score = 0.0
    for gap in _gaps(rows[i]):
        last, gutter, both = _grow(rows, i, gap)
        if gutter[1] - gutter[0] < _CLEAR * _size(rows[i]) or not _is_zone(rows, i, last, gutter, both):
            continue
        middle = (max(gutter[0], gap[0]) + min(gutter[1], gap[1])) / 2
        last = _trim(rows, i, last, middle)
        value = both + min(1.0, (gap[1] - gap[0]) / 1000)
        if value > score:
            first, middle = _above(rows, i, start, (max(gutter[0], gap[0]), min(gutter[1], gap[1])))
            best, score = (first, last, middle), value
    return best


def _grow(rows: list[Row], i: int, gap: Gap) -> tuple[int, Gap, int]:
    """Down from row i as long as white is left: the last row, the white, and how many rows have both columns."""
    gutter, last, both = gap, i, 1
    for k in range(i + 1, len(rows)):
        least = _CLEAR * _size(rows[k])
        meets = [(max(gutter[0], a), min(gutter[1], b)) for a, b in _white(rows[k])]
        widest = max(meets, key=lambda g: g[1] - g[0])
        if widest[1] - widest[0] < least:
            break
        gutter, last = widest, k
        both += _both(rows[k], (gutter[0] + gutter[1]) / 2)
    return last, gutter, both


def _both(row: Row, x: float) -> bool:
    return row[0].x1 <= x <= row[-1].x0 or (any(w.x1 <= x for w in row) and any(w.x0 >= x for w in row))


def _is_zone(rows: list[Row], i: int, last: int, gutter: Gap, both: int) -> bool:
    """Two real columns, and not the marks of a list, the labels of a form or a stretched line beside their text."""
    x = (gutter[0] + gutter[1]) / 2
    sides = [([w for w in row if w.x1 <= x], [w for w in row if w.x0 >= x]) for row in rows[i:last + 1]]
    paired = [(a, b) for a, b in sides if a and b]
    widest = max(b[0].x0 - max(w.x1 for w in a) for a, b in paired)
    size = _size(rows[i])
    if widest < (_WIDE if both > 1 else 2.4) * size:
        return False
    if sum(_stretched(a, b) for a, b in paired) > 0.5 * len(paired):
        return False
    lefts = [" ".join(w.text for w in a) for a, _ in paired]
    rights = [b for _, b in paired]
    if sum(len(t) <= 4 for t in lefts) > 0.6 * len(lefts):  # "1.", "a)", "-" and a tabulator
        return False
    labels = sum(t.endswith(":") for t in lefts)
    if labels > 0.6 * len(lefts) and not (len(lefts) == 1 and _is_title(rights[0])):
        return False
    if both == 1:
        return _alone_is_zone(paired[0], gutter, size)
    return True


def _stretched(left: Row, right: Row) -> bool:
    """Whether the white between two parts of a row is no wider than that between its words: a justified line."""
    within = sorted(b.x0 - a.x1 for part in (left, right) for a, b in pairwise(part))
    return bool(within) and right[0].x0 - left[-1].x1 < 1.6 * within[len(within) // 2]


def _is_title(words: Row) -> bool:
    """Whether words are set in capitals, as a signer's title is."""
    text = "".join(w.text for w in words)
    return text.isupper() and sum(map(str.isalpha, text)) > 3


def _alone_is_zone(pair: tuple[Row, Row], gutter: Gap, size: float) -> bool:
    """A single row with both columns: only with much white between them."""
    left, right = pair
    return right[0].x0 - max(w.x1 for w in left) > 3.0 * size and len(right) > 1


def _trim(rows: list[Row], first: int, last: int, x: float) -> int:
    """The last row of the zone: behind the last row with both columns only rows that go on one of them."""
    end = max(k for k in range(first, last + 1) if _both(rows[k], x))
    spans = [_span(rows[first:end + 1], x, side) for side in (0, 1)]
    height = 1.25 * _size(rows[first])
    bottoms = [max((w.y1 for row in rows[first:end + 1] for w in row if (w.x0 >= x) == bool(side)), default=0.0)
               for side in (0, 1)]
    flush = [_flush(rows[first:end + 1], x, side) for side in (0, 1)]
    page = (min(row[0].x0 for row in rows), max(w.x1 for row in rows for w in row))
    for k in range(end + 1, last + 1):
        side = int(rows[k][0].x0 >= x)
        top = min(w.y0 for w in rows[k])
        reach = _SIGNED if side else _REACH
        if not _aligned(rows[k], spans[side], flush[side], page) or top - bottoms[side] > reach * height:
            break
        bottoms[side] = max(w.y1 for w in rows[k])
        end = k
    return end


def _span(rows: Sequence[Row], x: float, side: int) -> Gap:
    words = [w for row in rows for w in row if (w.x0 >= x) == bool(side)]
    return min(w.x0 for w in words), max(w.x1 for w in words)


def _flush(rows: Sequence[Row], x: float, side: int) -> bool:
    """Whether a column's rows share their left edge."""
    edges = [own[0].x0 for row in rows if (own := [w for w in row if (w.x0 >= x) == bool(side)])]
    near = sum(abs(e - min(edges)) < 0.5 * _size(rows[0]) for e in edges)
    return not side or (near > 1 and near > 0.6 * len(edges))


def _aligned(row: Row, span: Gap, flush: bool, page: Gap) -> bool:
    """Whether a row stands in a column as its rows do, on its left edge or on its middle, and not on the page's."""
    size = _size(row)
    x0, x1 = row[0].x0, max(w.x1 for w in row)
    if x0 < span[0] - 4 * size:
        return False
    off_middle = abs((x0 + x1) - (span[0] + span[1])) / 2
    if abs((x0 + x1) - (page[0] + page[1])) / 2 < min(size, off_middle) and x0 - page[0] > 3 * size:
        return False
    return (flush and abs(x0 - span[0]) < 0.8 * size) or off_middle < max(0.9 * size, 0.06 * (span[1] - span[0]))


def _above(rows: list[Row], i: int, start: int, gutter: Gap) -> tuple[int, float]:
    """The first row of the zone, and where its gutter stands: rows above in the right column, all rows from the
    page's top, and rows of capitals on both sides that come near to each other ("ỦY BAN … HUẾ CỘNG HÒA XÃ HỘI …")."""
    first, size = i, _size(rows[i])
    middle = (gutter[0] + gutter[1]) / 2
    for k in range(i - 1, start - 1, -1):
        row = rows[k]
        if min(w.y0 for w in rows[k + 1]) - max(w.y1 for w in row) >= 1.5 * size:
            break
        narrow = _narrow_gap(row, gutter)
        if narrow is not None:
            gutter, first, middle = narrow, k, (narrow[0] + narrow[1]) / 2
            continue
        slack = 0.1 * size
        if row[0].x0 >= gutter[0] - slack and row[0].x0 > middle:
            first = k
        elif max(w.x1 for w in row) > gutter[1] + slack or max(w.x1 for w in row) > middle:
            break
        elif k == 0:
            first = k
        elif start_kind(" ".join(w.text for w in row)) == "recipients":
            return k, middle
    return first, middle


def _narrow_gap(row: Row, gutter: Gap) -> Gap | None:
    """The white between two parts in capitals where a gutter could pass, wider than the row's other white."""
    gaps = [(b.x0 - a.x1, a.x1, b.x0, n) for n, (a, b) in enumerate(pairwise(row), 1)
            if min(b.x0, gutter[1]) - max(a.x1, gutter[0]) > 0.3 * b.size]
    if not gaps or not (_is_title(row) or _is_title(row[max(gaps)[3]:])):
        return None
    wide, a, b, _ = max(gaps)
    others = [y.x0 - x.x1 for x, y in pairwise(row) if y.x0 != b]
    if others and wide < 1.6 * max(others):
        return None
    return max(a, gutter[0]), min(b, gutter[1])
