"""Which unit of the gazetteer issued a document, and in which province."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from extractors.head_number import Issued
from extractors.issuer import Issuer
from gazetteers.fold import fold

if TYPE_CHECKING:
    from extractors.models import Head
    from gazetteers.units import Gazetteer, Place

_LOOKED = 30_000  # characters of the text that may name its province


def link_issuer(
    issuer: Issuer | None, issued: Issued | None, gazetteer: Gazetteer | None, text: str = ""
) -> tuple[str | None, str | None]:
    """The ids of the issuer and of its province, None where the gazetteer does not know exactly one. Without a
    gazetteer no unit, and the province's name as printed. `text` decides between provinces that have a place of the
    issuer's name."""
    if gazetteer is None:
        return None, issuer.province if issuer else None
    from extractors.unit_lists import read_unit_list
    from gazetteers.units import Place

    on = issued.date if issued else None
    if issuer is None:
        return None, gazetteer.province(issued.place, on) if issued and issued.place else None
    province = gazetteer.province(issuer.province, on) if issuer.province else None
    names = [f"{issuer.name}, {issuer.above}"] if issuer.above and fold(issuer.above) not in fold(issuer.name) else []
    found = [read_unit_list(n, gazetteer, Place(province, on)) for n in (*names, issuer.name)]
    if not province and any(len(f) == 1 and len(f[0].candidates) > 1 for f in found):  # which "huyện Châu Thành"?
        near = _named_provinces(text, gazetteer, on)
        found += [read_unit_list(n, gazetteer, Place(p, on)) for p in near for n in (*names, issuer.name)]
    unit_id = next((f[0].unit_id for f in found if len(f) == 1 and f[0].unit_id), None)
    unit = gazetteer.get(unit_id) if unit_id and not issuer.province else None
    if province is None and unit_id is None and issued and issued.place and not _is_own(issued.place, issuer.name):
        province = gazetteer.province(issued.place, on) if fold(issued.place) != "hà nội" else None
    return unit_id, province or (unit.province if unit else None)


def _named_provinces(text: str, gazetteer: Gazetteer, on: date | None) -> list[str]:
    """The provinces that a text names as such, the most often named first: "tỉnh Bến Tre", "Tỉnh ủy Bến Tre"."""
    low = fold(text[:_LOOKED])
    counts = {
        p.id: sum(low.count(f"{word} {fold(p.name)}") for word in (p.kind, "tỉnh ủy", "thành ủy"))
        for p in gazetteer.index.areas.under()
        if p.valid(on)
    }
    return sorted((p for p, n in counts.items() if n), key=lambda p: -counts[p])[:3]


def place_of(head: Head, gazetteer: Gazetteer) -> Place:
    """Where and when a document was written: its province, its day, the district or commune that issued it."""
    from gazetteers.units import Place

    own = (head.issuer_id or "").rpartition("/")[0]
    area = gazetteer.area(own) if "/" in own else None
    return Place(head.province, head.issued_date, area.id if area else None)


def _is_own(place: str, name: str) -> bool:
    """Whether the place of issue is the area of the issuer itself: a ward may be called like a province."""
    return fold(name).endswith(fold(place))
