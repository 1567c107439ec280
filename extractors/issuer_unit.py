"""Which unit of the gazetteer issued a document, and in which province."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.head_number import Issued
from extractors.issuer import Issuer
from gazetteers.fold import fold

if TYPE_CHECKING:
    from extractors.models import Head
    from gazetteers.units import Gazetteer, Place


def link_issuer(
    issuer: Issuer | None, issued: Issued | None, gazetteer: Gazetteer | None
) -> tuple[str | None, str | None]:
    """The ids of the issuer and of its province, None where the gazetteer does not know exactly one. Without a
    gazetteer no unit, and the province's name as printed."""
    if gazetteer is None:
        return None, issuer.province if issuer else None
    from extractors.unit_lists import read_unit_list
    from gazetteers.units import Place

    on = issued.date if issued else None
    if issuer is None:
        return None, gazetteer.province(issued.place, on) if issued and issued.place else None
    province = gazetteer.province(issuer.province, on) if issuer.province else None
    names = [f"{issuer.name}, {issuer.above}"] if issuer.above and fold(issuer.above) not in fold(issuer.name) else []
    found = [read_unit_list(name, gazetteer, Place(province, on)) for name in (*names, issuer.name)]
    unit_id = next((f[0].unit_id for f in found if len(f) == 1 and f[0].unit_id), None)
    unit = gazetteer.get(unit_id) if unit_id and not issuer.province else None
    if province is None and unit_id is None and issued and issued.place and not _is_own(issued.place, issuer.name):
        province = gazetteer.province(issued.place, on) if fold(issued.place) != "hà nội" else None
    return unit_id, province or (unit.province if unit else None)


def place_of(head: Head, gazetteer: Gazetteer) -> Place:
    """Where and when a document was written: its province, its day, the district or commune that issued it."""
    from gazetteers.units import Place

    own = (head.issuer_id or "").rpartition("/")[0]
    area = gazetteer.area(own) if "/" in own else None
    return Place(head.province, head.issued_date, area.id if area else None)


def _is_own(place: str, name: str) -> bool:
    """Whether the place of issue is the area of the issuer itself: a ward may be called like a province."""
    return fold(name).endswith(fold(place))
