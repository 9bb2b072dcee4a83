"""A place that was taken out of the city's file while a draft and an incident name it."""

from dataclasses import replace

import pytest

from bot.domain.broadcast import Audience
from bot.domain.buttons import ShowMap
from bot.domain.ids import EVERYWHERE, NeighborhoodId, PlaceId
from bot.domain.people import Role
from bot.domain.refusals import Expired
from bot.services import echoing
from bot.town import Town
from db.tables import incidents
from tests.services.acts import LIBRARY, fills_in, going_out, is_confirmed, joins, newest, rows, sends, tells

HARBOR, MILL, HILL = NeighborhoodId("harbor"), NeighborhoodId("mill"), NeighborhoodId("hill")


def tidied(town: Town) -> Town:
    """The same town, started again without the library."""
    left = {one: kept for one, kept in town.city.places.items() if one != PlaceId(LIBRARY)}
    return replace(town, city=replace(town.city, places=left))


@pytest.mark.asyncio
async def test_its_alert_goes_to_the_neighborhood_that_the_incident_was_in(town: Town) -> None:
    await tells(town, await joins(town, 1))

    await is_confirmed(tidied(town), *[await joins(town, number, role=Role.VOLUNTEER) for number in (20, 21)])

    [alert] = await going_out(town)
    assert alert.audience == Audience(((HARBOR,), (MILL, HILL), (EVERYWHERE,)))


@pytest.mark.asyncio
async def test_it_has_no_point_on_the_map(town: Town) -> None:
    await tells(town, await joins(town, 1))
    ana = await joins(town, 31, "harbor")
    await is_confirmed(town, *[await joins(town, number, role=Role.VOLUNTEER) for number in (20, 21)])
    about = ShowMap((await newest(town)).id)

    found = await echoing.find(town.database, about, by=ana, city=town.city)
    assert found.place == PlaceId(LIBRARY)

    with pytest.raises(Expired):
        await echoing.find(town.database, about, by=ana, city=tidied(town).city)


@pytest.mark.asyncio
async def test_a_draft_that_names_it_is_not_filed(town: Town) -> None:
    ana = await joins(town, 1)
    draft = await fills_in(town, ana)

    with pytest.raises(Expired):
        await sends(tidied(town), ana, draft)
    assert await rows(town.database, incidents) == []
