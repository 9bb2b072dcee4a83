"""Being left alone: pauses, nights, and no alerts at all."""

from datetime import timedelta

import pytest

from bot.domain.ids import NeighborhoodId
from bot.domain.pausing import FURTHER_NOTICE, Length
from bot.domain.people import Hearing, Person, Role
from bot.services import joining, meeting, pausing
from bot.town import Town
from db import duties
from tests.services.acts import goes_on_duty, joins

HARBOR = NeighborhoodId("harbor")


async def pauses(town: Town, by: Person, length: Length) -> Hearing:
    return await pausing.pause(town.database, length, by=by, zone=town.city.zone, now=town.clock.now())


@pytest.mark.asyncio
async def test_whoever_joins_hears_everything(town: Town) -> None:
    ana = await joins(town, 1)

    assert await pausing.hearing(town.database, ana) == Hearing(None, quiet=False)


@pytest.mark.asyncio
async def test_a_pause_holds_until_its_end_and_a_later_one_replaces_it(town: Town) -> None:
    ana = await joins(town, 1)
    first = await pauses(town, ana, Length.HOUR)
    second = await pauses(town, ana, Length.FURTHER_NOTICE)

    assert first.paused_until == town.clock.now() + timedelta(hours=1)
    assert second.paused_until == FURTHER_NOTICE
    assert await pausing.hearing(town.database, ana) == second


@pytest.mark.asyncio
async def test_a_pause_can_be_ended(town: Town) -> None:
    ana = await joins(town, 1)
    await pauses(town, ana, Length.FURTHER_NOTICE)

    assert await pausing.resume(town.database, by=ana) == Hearing(None, quiet=False)


@pytest.mark.asyncio
async def test_the_night_is_silent_only_for_whoever_wants_it(town: Town) -> None:
    ana, ben = await joins(town, 1), await joins(town, 2)
    await pausing.hush(town.database, quiet=True, by=ana)

    assert (await pausing.hearing(town.database, ana)).quiet
    assert not (await pausing.hearing(town.database, ben)).quiet
    assert not (await pausing.hush(town.database, quiet=False, by=ana)).quiet


@pytest.mark.asyncio
async def test_whoever_stops_listens_nowhere_and_keeps_language_and_role(town: Town) -> None:
    ana = await goes_on_duty(town, 1, "harbor", "mill")
    await pauses(town, ana, Length.HOUR)

    await joining.stop(town.database, by=ana)

    async with town.database.reading() as tx:
        on_duty = await duties.on_duty(tx, HARBOR, now=town.clock.now())
    assert (await joining.listening(town.database, ana)).neighborhoods == frozenset()
    assert (await pausing.hearing(town.database, ana)).paused_until is None
    assert on_duty == []
    assert await meeting.known(town.database, 1) == Person(ana.number, ana.language, Role.VOLUNTEER)


@pytest.mark.asyncio
async def test_a_neighborhood_found_by_a_point_is_added_once(town: Town) -> None:
    ana = await joins(town, 1, "mill")

    for _ in range(2):
        listening = await joining.listen(town.database, HARBOR, by=ana)

    assert listening.neighborhoods == {"harbor", "mill"}
