"""What incidents weigh goes along when they are merged, split and put back; what was split off waits like others."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from bot.domain.ids import IncidentId
from bot.domain.people import Role
from bot.domain.standing import Rank
from bot.services import dealing
from bot.town import Town
from db import standings, weights
from db.tables import cards
from db.tables import weights as weight_rows
from simulator.clock import VirtualClock
from tests.services.acts import claims, goes_on_duty, joins, rows, tells
from tests.services.test_merging import HERE, PARK, merges, one, owner_of, splits, undoes


async def ranks(town: Town) -> Mapping[IncidentId, Rank]:
    async with town.database.reading() as tx:
        return await weights.of(tx, [IncidentId(one) for one in (1, 2, 3)])


async def counted(town: Town) -> list[int]:
    """How many reports each incident weighs."""
    return [row.reports for row in await rows(town.database, weight_rows)]


async def proven(town: Town, number: int) -> None:
    """Somebody whose report was confirmed tells of the park."""
    one = await joins(town, number)
    async with town.database.transaction() as tx:
        standing = await standings.of(tx, one.number, now=town.clock.now())
        await standings.keep(tx, replace(standing, confirmed=1), now=town.clock.now())
    await tells(town, one, PARK)


@pytest.mark.asyncio
async def test_what_is_merged_weighs_as_much_as_both_and_undone_as_before(town: Town) -> None:
    owner = await owner_of(town)
    await tells(town, await joins(town, 1), HERE)
    await proven(town, 2)
    before = await ranks(town), await counted(town)

    await merges(town, owner, 2, 1)
    together = (await ranks(town))[IncidentId(1)], (await counted(town))[0]
    await undoes(town, owner, 2)

    assert together == (Rank.PROVEN, 2)
    assert (await ranks(town), await counted(town)) == before


@pytest.mark.asyncio
async def test_of_two_merges_in_a_row_each_takes_back_what_it_brought(town: Town) -> None:
    owner = await owner_of(town)
    await tells(town, await joins(town, 1), HERE)
    await proven(town, 2)
    await tells(town, await joins(town, 3), "mill_park")
    before = await ranks(town), await counted(town)
    await merges(town, owner, 2, 1)
    await merges(town, owner, 1, 3)

    await undoes(town, owner, 2)
    await undoes(town, owner, 1)

    assert (await ranks(town), await counted(town)) == before


@pytest.mark.asyncio
async def test_what_was_split_off_has_an_organizers_word_and_back_again_nothing_of_it_stays(town: Town) -> None:
    owner = await owner_of(town)
    for number in (1, 2, 3):
        await tells(town, await joins(town, number), HERE)
    before = await ranks(town)

    await splits(town, owner, 1)
    apart = await counted(town), await ranks(town)
    await undoes(town, owner, 2)

    assert apart == ([2, 1], {1: Rank.NEW_PAIR, 2: Rank.PROVEN})
    assert ((await counted(town))[0], (await ranks(town))[IncidentId(1)]) == (3, before[IncidentId(1)])


@pytest.mark.asyncio
async def test_what_was_split_off_goes_further_like_any_other_while_nobody_takes_it(
    town: Town, clock: VirtualClock
) -> None:
    owner, next_door = await owner_of(town), await goes_on_duty(town, 5, "mill")
    for number in (1, 2):
        await tells(town, await joins(town, number), HERE)
    await splits(town, owner, 1)
    await claims(town, await joins(town, 9, role=Role.VOLUNTEER), await one(town, 1))

    await clock.advance(8 * 60)
    await dealing.look_again(town.database, city=town.city, policy=town.policy, now=clock.now())

    assert [row.incident for row in await rows(town.database, cards) if row.person == next_door.number] == [2]
