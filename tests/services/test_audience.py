"""Who is told of what happened at a place that is in two neighborhoods."""

from dataclasses import replace

import pytest

from bot.domain.broadcast import Audience
from bot.domain.ids import EVERYWHERE, NeighborhoodId, PlaceId
from bot.domain.people import Role
from bot.town import Town
from tests.services.acts import LIBRARY, going_out, is_confirmed, joins, tells

HARBOR, MILL, HILL, QUAY = (NeighborhoodId(one) for one in ("harbor", "mill", "hill", "quay"))


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("also", "first", "second"),
    [
        (None, (HARBOR,), (MILL, HILL)),
        (MILL, (HARBOR, MILL), (HILL,)),
        (QUAY, (HARBOR, QUAY), (MILL, HILL)),
    ],
)
async def test_both_neighborhoods_of_a_place_are_told_first(
    town: Town, also: NeighborhoodId | None, first: tuple[NeighborhoodId, ...], second: tuple[NeighborhoodId, ...]
) -> None:
    library = replace(town.city.places[PlaceId(LIBRARY)], also=also)
    city = replace(town.city, places={**town.city.places, library.id: library})
    town = replace(town, city=city)
    await tells(town, await joins(town, 1))

    await is_confirmed(town, *[await joins(town, number, role=Role.VOLUNTEER) for number in (20, 21)])

    [alert] = await going_out(town)
    assert alert.audience == Audience((first, second, (EVERYWHERE,)))
