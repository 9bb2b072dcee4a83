"""A card that nobody takes goes further, from minute to minute; and to nobody twice."""

from dataclasses import replace

import pytest
import pytest_asyncio

from bot.domain.buttons import HandBack, Resting
from bot.domain.duty import Rest
from bot.domain.ids import EVERYWHERE
from bot.domain.people import Person, Role
from bot.services import dealing, duty, verification
from bot.town import Town
from db.tables import cards
from simulator.clock import VirtualClock
from tests.services.acts import claims, goes_on_duty, joins, newest, rows, tells

MINUTE = 60


@pytest_asyncio.fixture
async def few(town: Town) -> Town:
    """Two are asked first."""
    return replace(town, policy=replace(town.policy, asked_first=2))


async def after(town: Town, clock: VirtualClock, minutes: float) -> None:
    """So much later, the clock has looked again at what waits."""
    await clock.advance(minutes * MINUTE)
    await dealing.look_again(town.database, city=town.city, policy=town.policy, now=town.clock.now())


async def holders(town: Town, incident: int = 1) -> set[int]:
    return {row.person for row in await rows(town.database, cards) if row.incident == incident}


async def rests(town: Town, by: Person, rest: Rest) -> None:
    await duty.rest(town.database, Resting(rest), by=by, now=town.clock.now())


def numbers(*people: Person) -> set[int]:
    return {int(one.number) for one in people}


@pytest.mark.asyncio
async def test_from_some_of_those_there_to_all_of_them_to_neighbors_to_organizers(
    few: Town, clock: VirtualClock
) -> None:
    owner = await joins(few, 100, role=Role.ORGANIZER)
    ben, cai, dee = [await goes_on_duty(few, number, "harbor") for number in (2, 3, 4)]
    next_door, far = await goes_on_duty(few, 5, "mill"), await goes_on_duty(few, 6, "quay")
    await tells(few, await joins(few, 1))
    steps = [await holders(few)]
    for minutes in (2.9, 0.2, 4.8, 0.2, 6.8, 0.2, 60):
        await after(few, clock, minutes)
        steps.append(await holders(few))

    first, there = numbers(ben, cai), numbers(ben, cai, dee)
    near, everyone = there | numbers(next_door), there | numbers(next_door, owner)
    assert steps == [first, first, there, there, near, near, everyone, everyone]
    assert far.number not in everyone


@pytest.mark.asyncio
async def test_whoever_was_asked_least_within_the_hour_is_asked_first(few: Town) -> None:
    volunteers = [await goes_on_duty(few, number, EVERYWHERE) for number in (2, 3, 4)]

    for number, place in enumerate(("pier_library", "mill_park", "quay_hall"), start=10):
        await tells(few, await joins(few, number), place)
    held = [[row.incident for row in await rows(few.database, cards) if row.person == one.number] for one in volunteers]

    assert held == [[1, 2], [1, 3], [2, 3]]


@pytest.mark.asyncio
async def test_while_somebody_looks_nobody_else_is_asked(few: Town, clock: VirtualClock) -> None:
    ben, cai, dee = [await goes_on_duty(few, number, "harbor") for number in (2, 3, 4)]
    await tells(few, await joins(few, 1))
    await claims(few, ben)
    await after(few, clock, 5)
    looked = await holders(few)

    await verification.hand_back(few.database, HandBack((await newest(few)).id), by=ben, now=clock.now())
    await after(few, clock, 0)

    assert (looked, await holders(few)) == (numbers(ben, cai), numbers(ben, cai, dee))


@pytest.mark.asyncio
async def test_a_claim_that_runs_out_lets_it_go_on_where_it_would_be_by_then(few: Town, clock: VirtualClock) -> None:
    ben, next_door = await goes_on_duty(few, 2, "harbor"), await goes_on_duty(few, 5, "mill")
    await tells(few, await joins(few, 1))
    await claims(few, ben)
    await after(few, clock, 9.9)
    looked = await holders(few)

    await after(few, clock, 0.1)

    assert (looked, await holders(few)) == (numbers(ben), numbers(ben, next_door))


@pytest.mark.asyncio
async def test_an_empty_roster_gives_organizers_the_card_at_once_and_neighbors_later(
    town: Town, clock: VirtualClock
) -> None:
    owner = await joins(town, 100, role=Role.ORGANIZER)
    next_door = await goes_on_duty(town, 5, "mill")
    await tells(town, await joins(town, 1))
    at_once = await holders(town)

    await after(town, clock, 8)

    assert (at_once, await holders(town)) == (numbers(owner), numbers(owner, next_door))


@pytest.mark.asyncio
async def test_nobody_is_asked_further_out_than_their_hour_has_room_for(town: Town, clock: VirtualClock) -> None:
    busy = replace(town, policy=replace(town.policy, cards_an_hour=4))
    await goes_on_duty(busy, 2, "harbor")
    next_door = await goes_on_duty(busy, 5, "mill", "quay")
    for number, place in enumerate(("quay_hall", "mill_park", "pier_library"), start=10):
        await tells(busy, await joins(busy, number), place)

    await after(busy, clock, 8)

    assert [next_door.number in await holders(busy, one) for one in (1, 2, 3)] == [True, True, False]


@pytest.mark.asyncio
async def test_whoever_wants_no_sound_is_asked_when_all_are_and_not_before(town: Town, clock: VirtualClock) -> None:
    ben, cai = [await goes_on_duty(town, number, "harbor") for number in (2, 3)]
    await rests(town, ben, Rest.MUTE)
    await tells(town, await joins(town, 1))
    at_once = await holders(town)

    await after(town, clock, 3)

    assert (at_once, await holders(town)) == (numbers(cai), numbers(ben, cai))


@pytest.mark.asyncio
@pytest.mark.parametrize("rest", [Rest.MUTE, Rest.BUSY])
async def test_where_everyone_wants_to_be_left_in_peace_organizers_are_asked_at_once(town: Town, rest: Rest) -> None:
    owner, ben = await joins(town, 100, role=Role.ORGANIZER), await goes_on_duty(town, 2, "harbor")
    await rests(town, ben, rest)

    await tells(town, await joins(town, 1))

    assert await holders(town) == numbers(owner)


@pytest.mark.asyncio
async def test_whoever_is_busy_is_asked_when_they_are_back(town: Town, clock: VirtualClock) -> None:
    ben, cai = [await goes_on_duty(town, number, "harbor") for number in (2, 3)]
    await rests(town, ben, Rest.BUSY)
    await tells(town, await joins(town, 1))
    await after(town, clock, 29.9)
    before = await holders(town)

    await after(town, clock, 0.1)

    assert (before, await holders(town)) == (numbers(cai), numbers(ben, cai))
