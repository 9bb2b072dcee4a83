"""A place that is in two neighborhoods: whoever looks in either of them is asked."""

from dataclasses import replace

import pytest

from bot.domain.buttons import Split
from bot.domain.ids import NeighborhoodId, PlaceId
from bot.domain.people import Role
from bot.services import merging
from bot.town import Town
from db.tables import cards
from tests.services.acts import OWNER, goes_on_duty, joins, newest, rows, starts_duty, tells

PARK = "mill_park"


@pytest.fixture
def town(town: Town) -> Town:
    """Harborton, where people say that the Mill's park is in the harbor too."""
    place = PlaceId(PARK)
    shared = replace(town.city.places[place], also=NeighborhoodId("harbor"))
    return replace(town, city=replace(town.city, places={**town.city.places, place: shared}))


async def holders(town: Town) -> list[int]:
    """Who holds a card of the newest incident."""
    incident = (await newest(town)).id
    return [row.person for row in await rows(town.database, cards) if row.incident == incident]


@pytest.mark.asyncio
async def test_those_on_duty_in_either_neighborhood_get_the_card_and_no_others(town: Town) -> None:
    ben, cai = await goes_on_duty(town, 2, "harbor"), await goes_on_duty(town, 3, "mill")
    await goes_on_duty(town, 4, "hill")

    await tells(town, await joins(town, 1), PARK)

    assert await holders(town) == [ben.number, cai.number]


@pytest.mark.asyncio
async def test_whoever_begins_duty_in_the_second_neighborhood_gets_what_is_not_checked_there(town: Town) -> None:
    await joins(town, OWNER, role=Role.ORGANIZER)
    await tells(town, await joins(town, 1), PARK)
    ben, cai = [await joins(town, at, where, role=Role.VOLUNTEER) for at, where in ((2, "harbor"), (3, "quay"))]

    for one in (ben, cai):
        await starts_duty(town, one, 4)

    assert ben.number in await holders(town)
    assert cai.number not in await holders(town)


@pytest.mark.asyncio
async def test_what_is_taken_out_of_an_incident_there_is_dealt_to_both(town: Town) -> None:
    olga = await joins(town, OWNER, role=Role.ORGANIZER)
    for one in (1, 2):
        await tells(town, await joins(town, one), PARK)
    ben, cai = await goes_on_duty(town, 3, "harbor"), await goes_on_duty(town, 4, "mill")
    there = await newest(town)

    wish = Split(there.id, there.version, 1)
    await merging.split(town.database, wish, by=olga, city=town.city, policy=town.policy, now=town.clock.now())

    assert await holders(town) == [olga.number, ben.number, cai.number]
