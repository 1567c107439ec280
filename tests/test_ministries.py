"""What every ministry has, laid over the ministries."""

from __future__ import annotations

from datetime import date

import pytest

from gazetteers.search import search
from gazetteers.units import Place, load


@pytest.mark.parametrize(
    ("name", "on", "unit_id"),
    [
        ("Thanh tra Bộ Y tế", "2023-01-01", "thanh-tra-bo-y-te"),
        ("VP Bộ TT&TT", "2020-01-01", "van-phong-bo-thong-tin-va-truyen-thong"),
        ("Vụ Pháp chế - Bộ Tài chính", "2020-01-01", "vu-phap-che-bo-tai-chinh"),
        ("Đảng ủy Bộ Nông nghiệp và Môi trường", "2026-01-01", "dang-uy-bo-nong-nghiep-va-moi-truong"),
        ("Văn phòng Chính phủ", "2026-01-01", "van-phong-chinh-phu"),
        ("Vụ Pháp chế", "2026-01-01", "vu-phap-che"),
    ],
)
def test_a_ministrys_body(name: str, on: str, unit_id: str) -> None:
    assert search(load(), name, Place(None, date.fromisoformat(on)))[0].unit_id == unit_id


def test_a_body_ends_with_its_ministry_and_goes_where_it_goes() -> None:
    unit = load().get("van-phong-bo-giao-thong-van-tai")
    assert unit and unit.valid_to == date(2025, 2, 28) and unit.parent == "bo-giao-thong-van-tai"
    assert unit.successors == ("van-phong-bo-xay-dung",)


def test_no_body_is_of_a_time_that_never_was() -> None:
    assert load().get("ban-can-su-dang-bo-dan-toc-va-ton-giao") is None
    assert load().get("ban-can-su-dang-bo-y-te") is not None
