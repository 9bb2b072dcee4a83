"""Being on duty: for some neighborhoods, until a time."""

from datetime import timedelta

import pytest

from bot.domain.buttons import OnDuty
from bot.domain.ids import EVERYWHERE, NeighborhoodId
from bot.domain.people import Person, Role
from bot.domain.refusals import NotAllowed
from bot.services import duty
from bot.town import Town
from db import duties
from db.tables import duties as duty_rows
from simulator.clock import VirtualClock
from tests.services.acts import goes_on_duty, is_made, joins, rows


async def on_duty(town: Town, neighborhood: str) -> list[int]:
    async with town.database.reading() as tx:
        return list(await duties.on_duty(tx, NeighborhoodId(neighborhood), now=town.clock.now()))


async def starts(town: Town, by: Person, hours: int) -> object:
    return await duty.start(town.database, OnDuty(hours), by=by, now=town.clock.now())


@pytest.mark.asyncio
async def test_a_volunteer_is_on_duty_where_they_listen_until_they_said(town: Town, clock: VirtualClock) -> None:
    ben = await joins(town, 2, "harbor", "mill", role=Role.VOLUNTEER)

    assert await starts(town, ben, 2) == clock.now() + timedelta(hours=2)
    assert [await on_duty(town, one) for one in ("harbor", "mill", "hill")] == [[ben.number], [ben.number], []]


@pytest.mark.asyncio
async def test_duty_is_over_when_its_time_is(town: Town, clock: VirtualClock) -> None:
    ben = await joins(town, 2, "harbor", role=Role.VOLUNTEER)
    await starts(town, ben, 2)

    await clock.advance(2 * 3600 - 1)
    before = await on_duty(town, "harbor")
    await clock.advance(1)

    assert (before, await on_duty(town, "harbor")) == ([ben.number], [])


@pytest.mark.asyncio
async def test_whoever_listens_to_the_whole_city_is_on_duty_everywhere(town: Town) -> None:
    ben = await goes_on_duty(town, 2, EVERYWHERE, "harbor")

    assert await on_duty(town, "quay") == await on_duty(town, "harbor") == [ben.number]


@pytest.mark.asyncio
async def test_no_hours_end_duty(town: Town) -> None:
    ben = await goes_on_duty(town, 2, "harbor")

    assert await starts(town, ben, 0) is None
    assert await rows(town.database, duty_rows) == []


@pytest.mark.asyncio
async def test_starting_again_replaces_what_was(town: Town) -> None:
    ben = await goes_on_duty(town, 2, "harbor")

    until = await starts(town, ben, 8)

    assert [row.until for row in await rows(town.database, duty_rows)] == [until]


@pytest.mark.asyncio
@pytest.mark.parametrize("hours", [13, 10**17])
async def test_nobody_is_on_duty_for_more_than_twelve_hours(town: Town, clock: VirtualClock, hours: int) -> None:
    ben = await joins(town, 2, "harbor", role=Role.VOLUNTEER)

    assert await starts(town, ben, hours) == clock.now() + timedelta(hours=12)


@pytest.mark.asyncio
async def test_whoever_listens_nowhere_is_not_told_that_they_are_on_duty(town: Town) -> None:
    ben = await joins(town, 2, role=Role.VOLUNTEER)

    assert await starts(town, ben, 4) is None


@pytest.mark.asyncio
async def test_residents_are_not_on_duty(town: Town) -> None:
    ana = await joins(town, 1, "harbor")

    with pytest.raises(NotAllowed):
        await starts(town, ana, 4)


@pytest.mark.asyncio
async def test_a_role_that_was_taken_away_counts_no_more(town: Town) -> None:
    ben = await joins(town, 2, "harbor", role=Role.VOLUNTEER)
    await is_made(town, ben, Role.RESIDENT)

    with pytest.raises(NotAllowed):
        await starts(town, ben, 4)
    assert await rows(town.database, duty_rows) == []
