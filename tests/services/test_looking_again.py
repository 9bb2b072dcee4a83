"""What lies together is looked at once more when there is anything new about it; a volunteer says whether it is one."""

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.buttons import KeepApart, Merge, Split, Undo
from bot.domain.ids import IncidentId
from bot.domain.incident import Activity, Incident, Status, Step
from bot.domain.letter import Says
from bot.domain.people import Person, Role
from bot.domain.verification import Answer, Where
from bot.services import merging, recognizing
from bot.town import Town
from db import incidents
from db.tables import likenesses
from simulator.clock import VirtualClock
from tests.services.acts import OWNER, decides, finds, joins, rows
from tests.services.freezes import heard
from tests.services.pinned import everywhere, pin, pins


@pytest.fixture
def town(town: Town) -> Town:
    return everywhere(town)


async def one(town: Town, number: int) -> Incident:
    async with town.database.reading() as tx:
        return await incidents.get(tx, IncidentId(number))


async def suggested(town: Town) -> list[tuple[int, int, bool]]:
    """Which incident may be which other, and whether somebody has said that it is not."""
    return [(row.incident, row.other, row.apart) for row in await rows(town.database, likenesses)]


async def a_patrol_comes_from_a_checkpoint(town: Town, clock: VirtualClock, *, seen: int = 2) -> None:
    """A checkpoint, five minutes later a patrol 350 m off, and perhaps that patrol again, which was nearer then."""
    there = ((0, Activity.CHECKPOINT), (350, Activity.PATROL), (200, Activity.PATROL))
    for number, (east, activity) in enumerate(there[:seen], start=1):
        await pins(town, await joins(town, number), pin(-east), activity=activity)
        await clock.advance(300)


async def patrol_again(town: Town, number: int) -> None:
    await pins(town, await joins(town, number), pin(-200), activity=Activity.PATROL)


@pytest.mark.asyncio
async def test_another_report_shows_that_what_was_opened_apart_may_be_one(town: Town, clock: VirtualClock) -> None:
    await a_patrol_comes_from_a_checkpoint(town, clock)
    before, edition = await suggested(town), (await one(town, 2)).edition
    await patrol_again(town, 3)

    assert (before, await suggested(town)) == ([], [(2, 1, False)])
    assert (await one(town, 2)).edition == edition + 2
    assert [(await one(town, number)).status for number in (1, 2)] == [Status.UNVERIFIED] * 2


@pytest.mark.asyncio
async def test_a_pair_is_suggested_once_and_never_when_it_was_kept_apart(town: Town, clock: VirtualClock) -> None:
    owner = await joins(town, OWNER, role=Role.ORGANIZER)
    await a_patrol_comes_from_a_checkpoint(town, clock, seen=3)
    first = await suggested(town)
    await patrol_again(town, 4)
    again = await suggested(town)
    button = KeepApart(IncidentId(2), (await one(town, 2)).version, IncidentId(1))
    await merging.keep_apart(town.database, button, by=owner, now=clock.now())
    await patrol_again(town, 5)
    await pins(town, await joins(town, 6), pin(0))

    assert first == again == [(2, 1, False)]
    assert await suggested(town) == [(2, 1, True)]


@pytest.mark.asyncio
async def test_a_finding_has_the_next_likely_one_looked_at(town: Town, clock: VirtualClock) -> None:
    for number, (east, activity) in enumerate(
        ((0, Activity.CHECKPOINT), (-620, Activity.CHECKPOINT), (-310, Activity.CHECKPOINT)), start=1
    ):
        await pins(town, await joins(town, number), pin(east), activity=activity)
    before = await suggested(town)
    await finds(town, await joins(town, 9, role=Role.VOLUNTEER), Answer.CANNOT_TELL, card=await one(town, 3))

    assert [pair[0] for pair in before] == [3]
    assert {pair[:2] for pair in await suggested(town)} == {(3, 1), (3, 2)}


@pytest.mark.asyncio
async def test_no_more_than_three_wait_for_an_answer(town: Town) -> None:
    ring = [(620, 0), (-620, 0), (0, 620), (0, -620)]
    for number, (east, north) in enumerate([*ring, (0, 0)], start=1):
        await pins(town, await joins(town, number), pin(east / 2, north / 2))
    for number in (20, 21, 22, 23, 24):
        await finds(town, await joins(town, number, role=Role.VOLUNTEER), Answer.CANNOT_TELL, card=await one(town, 5))

    assert len([pair for pair in await suggested(town) if pair[0] == 5]) == 3


@pytest.mark.asyncio
async def test_the_clock_looks_again_when_no_report_comes_and_only_at_what_there_was_news_of(
    town: Town, clock: VirtualClock
) -> None:
    owner = await joins(town, OWNER, role=Role.ORGANIZER)
    for number, (east, north) in enumerate([(310, 0), (-310, 0), (0, 310), (0, -310), (0, 0)], start=1):
        await pins(town, await joins(town, number), pin(east, north))
    for number in (20, 21, 22, 23):
        await finds(town, await joins(town, number, role=Role.VOLUNTEER), Answer.CANNOT_TELL, card=await one(town, 5))
    before = {pair[1] for pair in await suggested(town) if pair[0] == 5}
    button = KeepApart(IncidentId(5), (await one(town, 5)).version, IncidentId(min(before)))
    await merging.keep_apart(town.database, button, by=owner, now=clock.now())

    await recognizing.look_around(town.database, city=town.city, now=clock.now() + timedelta(hours=1))
    later = await suggested(town)
    await recognizing.look_around(town.database, city=town.city, now=clock.now())

    assert {pair[1] for pair in later if pair[0] == 5} == before
    assert {pair[1] for pair in await suggested(town) if pair[0] == 5} == {1, 2, 3, 4}


@pytest.mark.asyncio
async def test_what_is_alerted_is_offered_to_merge_into_and_two_alerts_are_never_joined(
    town: Town, clock: VirtualClock
) -> None:
    looking = [await joins(town, number, role=Role.VOLUNTEER) for number in (20, 21)]
    await a_patrol_comes_from_a_checkpoint(town, clock)
    await confirmed(town, looking, 2)
    await patrol_again(town, 3)
    offered = await suggested(town)
    await confirmed(town, looking, 1)
    await patrol_again(town, 4)

    assert offered == await suggested(town) == [(1, 2, False)]
    assert [(await one(town, number)).status for number in (1, 2)] == [Status.ACTIVE] * 2


@pytest.mark.asyncio
async def test_between_two_alerts_nothing_is_suggested(town: Town, clock: VirtualClock) -> None:
    looking = [await joins(town, number, role=Role.VOLUNTEER) for number in (20, 21)]
    await a_patrol_comes_from_a_checkpoint(town, clock)
    for number in (1, 2):
        await confirmed(town, looking, number)
    await patrol_again(town, 3)

    assert await suggested(town) == []


@pytest.mark.asyncio
@pytest.mark.parametrize("apart", [False, True])
async def test_when_one_of_two_alerts_ends_organizers_hear_that_the_other_stands_unless_it_is_known_to_be_two(
    town: Town, clock: VirtualClock, apart: bool
) -> None:
    owner = await joins(town, OWNER, role=Role.ORGANIZER)
    looking = [await joins(town, number, role=Role.VOLUNTEER) for number in (20, 21)]
    await a_patrol_comes_from_a_checkpoint(town, clock)
    await confirmed(town, looking, 2)
    await patrol_again(town, 3)
    if apart:
        button = KeepApart(IncidentId(1), (await one(town, 1)).version, IncidentId(2))
        await merging.keep_apart(town.database, button, by=owner, now=clock.now())
    await confirmed(town, looking, 1)

    await decides(town, owner, Step.ALL_CLEAR, await one(town, 2))

    assert await heard(town, Says.ALERT_ALIKE) == ([] if apart else [owner.number])
    assert (await one(town, 1)).status is Status.ACTIVE


async def confirmed(town: Town, looking: list[Person], number: int) -> None:
    for each in looking:
        await finds(town, each, Answer.SEEN, Where.ON_SCENE, card=await one(town, number))


@pytest.mark.asyncio
async def test_what_was_taken_apart_is_not_suggested_again(town: Town, clock: VirtualClock) -> None:
    owner = await joins(town, OWNER, role=Role.ORGANIZER)
    for number in (1, 2):
        await pins(town, await joins(town, number), pin(0))
    button = Split(IncidentId(1), (await one(town, 1)).version, 1)
    await merging.split(town.database, button, by=owner, city=town.city, policy=town.policy, now=clock.now())
    await clock.advance(60)
    await pins(town, await joins(town, 3), pin(0))

    assert await suggested(town) == [(2, 1, True)]


@pytest.mark.asyncio
async def test_whose_merge_was_undone_is_not_suggested_again_either(town: Town, clock: VirtualClock) -> None:
    owner = await joins(town, OWNER, role=Role.ORGANIZER)
    await a_patrol_comes_from_a_checkpoint(town, clock, seen=3)
    given: dict[str, Any] = {"by": owner, "city": town.city, "policy": town.policy, "now": clock.now()}
    await merging.merge(town.database, Merge(IncidentId(2), (await one(town, 2)).version, IncidentId(1)), **given)
    await merging.undo(town.database, Undo(IncidentId(2), (await one(town, 2)).version), **given)
    await patrol_again(town, 4)

    assert await suggested(town) == [(2, 1, True)]


@pytest.mark.asyncio
async def test_what_was_kept_apart_from_one_is_kept_apart_from_what_that_becomes(
    town: Town, clock: VirtualClock
) -> None:
    owner = await joins(town, OWNER, role=Role.ORGANIZER)
    await a_patrol_comes_from_a_checkpoint(town, clock, seen=3)
    await pins(town, await joins(town, 4), pin(0, 700))
    given: dict[str, Any] = {"by": owner, "now": clock.now()}
    apart = KeepApart(IncidentId(2), (await one(town, 2)).version, IncidentId(1))
    await merging.keep_apart(town.database, apart, **given)
    same = Merge(IncidentId(1), (await one(town, 1)).version, IncidentId(3))
    await merging.merge(town.database, same, city=town.city, policy=town.policy, **given)

    assert set(await suggested(town)) == {(2, 1, True), (3, 2, True)}
