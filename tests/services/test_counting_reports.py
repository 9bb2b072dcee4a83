"""What is counted of reports and verdicts: the same before and after those without an alert are removed."""

from datetime import timedelta

import pytest

from bot.domain.incident import Step
from bot.domain.people import Person, Role
from bot.domain.refusals import NotAllowed
from bot.domain.stats import Tally, first_week
from bot.domain.verification import Answer
from bot.services import auditing, keeping
from bot.town import Town
from db import tallies
from db.tables import incidents
from simulator.clock import VirtualClock
from tests.services.acts import OWNER, PARK, decides, finds, is_confirmed, joins, rows, tells


async def counted(town: Town) -> dict[str, tuple[int, int, int, int]]:
    """By neighborhood: reports, confirmed, dismissed, minutes."""
    async with town.database.reading() as tx:
        found = await tallies.since(tx, first_week(town.clock.now()))
    summed: dict[str, tuple[int, int, int, int]] = {}
    for one in found:
        before = summed.get(one.neighborhood, (0, 0, 0, 0))
        more = (one.reports, one.confirmed, one.dismissed, one.minutes)
        summed[one.neighborhood] = tuple(map(sum, zip(before, more, strict=True)))  # type: ignore[assignment]
    return summed


async def a_week(town: Town, clock: VirtualClock) -> Person:
    """One is confirmed after ten minutes, one dismissed after twenty, one taken back, one left open. An organizer."""
    olga = await joins(town, OWNER, role=Role.ORGANIZER)
    ben, carla = [await joins(town, number, role=Role.VOLUNTEER) for number in (21, 22)]
    await tells(town, await joins(town, 1))
    await clock.advance(600)
    await is_confirmed(town, ben, carla)
    await decides(town, olga, Step.ALL_CLEAR)
    await tells(town, await joins(town, 2), PARK)
    await clock.advance(1200)
    for one in (ben, carla):
        await finds(town, one, Answer.NOTHING_THERE)
    await clock.advance(3600)
    await tells(town, await joins(town, 3))
    await is_confirmed(town, ben, carla)
    await decides(town, olga, Step.RETRACT)
    await clock.advance(3600)
    await tells(town, await joins(town, 4), PARK)
    return olga


@pytest.mark.asyncio
async def test_what_is_removed_is_counted_once_and_stays_counted(town: Town, clock: VirtualClock) -> None:
    await a_week(town, clock)
    before = await counted(town)
    for _ in range(2):
        await clock.advance(timedelta(days=8).total_seconds())
        await keeping.sweep(town.database, now=clock.now())

    assert before == {"harbor": (2, 1, 1, 10), "mill": (2, 0, 1, 20)}
    assert await counted(town) == before
    assert len(await rows(town.database, incidents)) == 2


@pytest.mark.asyncio
async def test_organizers_see_it_and_nobody_else(town: Town, clock: VirtualClock) -> None:
    olga = await a_week(town, clock)
    ben = await joins(town, 21, role=Role.VOLUNTEER)

    drawn = await auditing.counted(town.database, by=olga, now=clock.now())

    assert [row.cells[-1] for row in drawn.rows] == ["<3", "<3"]
    with pytest.raises(NotAllowed):
        await auditing.counted(town.database, by=ben, now=clock.now())
    assert Tally.__slots__ == ("week", "neighborhood", "reports", "confirmed", "dismissed", "minutes")
