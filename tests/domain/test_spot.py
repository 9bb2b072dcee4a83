"""A pin is kept as coarse as it is promised."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.spot import GRID_M, rounded
from cities import metres

CITIES = st.floats(-70, 70)


@given(CITIES, st.floats(-179, 179))
def test_no_pin_is_moved_farther_than_across_half_a_square(lat: float, lon: float) -> None:
    spot = rounded(lat, lon)

    assert metres(lat, lon, spot.lat, spot.lon) <= 0.75 * GRID_M


@given(CITIES, st.floats(-179, 179))
def test_what_was_rounded_stays_where_it_is(lat: float, lon: float) -> None:
    spot = rounded(lat, lon)
    again = rounded(spot.lat, spot.lon)

    assert (abs(again.lat - spot.lat), abs(again.lon - spot.lon)) <= (2e-6, 2e-6)


def test_those_who_stand_in_one_square_are_not_told_apart() -> None:
    step = GRID_M / 111_195
    middle = 1_700_000 // 100 * step

    assert len({rounded(middle + north * step, -70.9) for north in (-0.45, -0.2, 0, 0.2, 0.45)}) == 1
    assert rounded(middle + step, -70.9) != rounded(middle, -70.9)


@pytest.mark.parametrize(
    ("told", "kept"),
    [(None, None), (0.0, 0), (17.4, 17), (1500.0, 1500), (1e9, None), (-1.0, None), (float("nan"), None)],
)
def test_an_accuracy_that_no_phone_tells_is_none(told: float | None, kept: int | None) -> None:
    assert rounded(42.3, -71.1, told).accuracy_m == kept
