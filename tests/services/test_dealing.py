"""More comes in than can be looked at: what gets a card, what stands on a list, and what organizers hear."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import pytest_asyncio
from sqlalchemy import update

from bot.domain.buttons import ShowWaiting
from bot.domain.dealing import Crowded, Listed
from bot.domain.ids import EVERYWHERE, IncidentId, NeighborhoodId
from bot.domain.incident import Step
from bot.domain.people import Person, Role
from bot.domain.refusals import Expired, OwnReport
from bot.domain.standing import Rank
from bot.services import dealing, forgetting
from bot.town import Town
from db import lists, standings, weights
from db.tables import cards, people
from simulator.clock import VirtualClock
from tests.services.acts import decides, goes_on_duty, is_confirmed, joins, newest, rows, starts_duty, tells

PLACES = ("pier_library", "harbor_park", "mill_park", "hill_school", "quay_hall")
HOUR = 3600
MONTH = timedelta(days=28)


@pytest_asyncio.fixture
async def busy(town: Town) -> Town:
    """Room for four messages an hour: two cards for lone strangers, three for whoever is known, and the list."""
    return replace(town, policy=replace(town.policy, cards_an_hour=4))


async def looks_again(town: Town) -> None:
    await dealing.look_again(town.database, city=town.city, policy=town.policy, now=town.clock.now())


async def has_joined(town: Town, by: Person, at: datetime) -> None:
    """Someone has been here since then."""
    async with town.database.transaction() as tx:
        await tx.run(update(people).where(people.c.number == by.number).values(joined=at))


async def listed(town: Town, by: Person) -> Listed | None:
    """What stands on someone's list."""
    async with town.database.reading() as tx:
        held = (await lists.held(tx)).get(by.number)
    return None if held is None else held.listed


async def on_list(town: Town, by: Person) -> list[int]:
    found = await listed(town, by)
    return [] if found is None else [one.incident for one in found.lines]


async def on_cards(town: Town, by: Person) -> list[int]:
    return [row.incident for row in await rows(town.database, cards) if row.person == by.number]


async def rank_of(town: Town, number: int) -> Rank:
    async with town.database.reading() as tx:
        return (await weights.of(tx, [IncidentId(number)]))[IncidentId(number)]


async def numbers(town: Town, by: Person) -> tuple[int, int]:
    """How many reports of someone were confirmed and dismissed."""
    async with town.database.reading() as tx:
        found = await standings.of(tx, by.number, now=town.clock.now())
    return found.confirmed, found.dismissed


async def strangers_tell(town: Town, many: int, *, first: int = 10) -> list[bool]:
    """So many strangers tell of as many places; whose report waits."""
    told = [await tells(town, await joins(town, first + one), PLACES[one]) for one in range(many)]
    return [one.waits for one in told]


@pytest.mark.asyncio
async def test_what_has_no_room_stands_on_a_list_and_its_reporter_is_told_that_it_waits(busy: Town) -> None:
    ben = await goes_on_duty(busy, 2, EVERYWHERE)

    waits = await strangers_tell(busy, 4)
    await looks_again(busy)

    assert waits == [False, False, True, True]
    assert await on_cards(busy, ben) == [1, 2]
    assert await on_list(busy, ben) == [4, 3]


@pytest.mark.asyncio
async def test_strangers_leave_room_for_whoever_has_been_here_for_a_month(busy: Town, clock: VirtualClock) -> None:
    ben, ana = await goes_on_duty(busy, 2, EVERYWHERE), await joins(busy, 1)
    await has_joined(busy, ana, clock.now() - MONTH)
    await strangers_tell(busy, 3)

    told = await tells(busy, ana, PLACES[4])

    assert not told.waits
    assert await on_cards(busy, ben) == [1, 2, 4]


@pytest.mark.asyncio
async def test_what_waits_gets_its_card_when_there_is_room_again(busy: Town, clock: VirtualClock) -> None:
    ben = await goes_on_duty(busy, 2, EVERYWHERE)
    await strangers_tell(busy, 3)
    await looks_again(busy)

    await clock.advance(HOUR)
    await looks_again(busy)

    assert await on_cards(busy, ben) == [1, 2, 3]
    assert await listed(busy, ben) == Listed()


@pytest.mark.asyncio
async def test_a_known_reporter_who_tells_the_same_brings_it_a_card(busy: Town, clock: VirtualClock) -> None:
    ben, ana = await goes_on_duty(busy, 2, EVERYWHERE), await joins(busy, 1)
    await has_joined(busy, ana, clock.now() - MONTH)
    await strangers_tell(busy, 3)

    await tells(busy, ana, PLACES[2])
    await looks_again(busy)

    assert await on_cards(busy, ben) == [1, 2, 3]


@pytest.mark.asyncio
async def test_nobody_gets_more_messages_than_an_hour_has_room_for(busy: Town, clock: VirtualClock) -> None:
    ben = await goes_on_duty(busy, 2, EVERYWHERE)
    for number, place in enumerate(PLACES, start=10):
        ana = await joins(busy, number)
        await has_joined(busy, ana, clock.now() - MONTH)
        await tells(busy, ana, place)
        await looks_again(busy)
        await starts_duty(busy, ben, 4, EVERYWHERE)

    assert len(await on_cards(busy, ben)) == 3
    assert len(await on_list(busy, ben)) == 2


@pytest.mark.asyncio
async def test_nobody_is_shown_what_they_reported(busy: Town) -> None:
    ben = await goes_on_duty(busy, 2, EVERYWHERE)
    await strangers_tell(busy, 3)

    await tells(busy, ben, PLACES[2])
    await looks_again(busy)

    assert await on_list(busy, ben) == []
    with pytest.raises(OwnReport):
        await dealing.show(busy.database, ShowWaiting(IncidentId(3)), by=ben)


@pytest.mark.asyncio
async def test_a_line_of_the_list_gives_its_card_until_it_is_closed(busy: Town) -> None:
    ben, owner = await goes_on_duty(busy, 2, EVERYWHERE), await joins(busy, 100, role=Role.ORGANIZER)
    await strangers_tell(busy, 4)
    await decides(busy, owner, Step.DISMISS)

    await dealing.show(busy.database, ShowWaiting(IncidentId(3)), by=ben)
    await looks_again(busy)

    assert await on_cards(busy, ben) == [1, 2, 3]
    assert await on_list(busy, ben) == []
    with pytest.raises(Expired):
        await dealing.show(busy.database, ShowWaiting(IncidentId(4)), by=ben)


@pytest.mark.asyncio
async def test_where_nobody_is_on_duty_organizers_hold_the_cards_and_the_list(busy: Town) -> None:
    owner = await joins(busy, 100, role=Role.ORGANIZER)
    await goes_on_duty(busy, 2, "harbor")

    await strangers_tell(busy, 5)
    await looks_again(busy)

    assert await on_cards(busy, owner) == [3, 4]
    assert await on_list(busy, owner) == [5]


@pytest.mark.asyncio
async def test_organizers_are_told_where_many_wait_and_once(busy: Town, clock: VirtualClock) -> None:
    owner = await joins(busy, 100, role=Role.ORGANIZER)
    await goes_on_duty(busy, 2, EVERYWHERE)
    await strangers_tell(busy, 3)
    for number in range(20, 24):
        await tells(busy, await joins(busy, number), PLACES[2])
        await looks_again(busy)
        await clock.advance(10)

    async with busy.database.reading() as tx:
        held = (await lists.held(tx))[owner.number]
    assert held.listed.crowded == (Crowded(NeighborhoodId("mill"), 5),)
    assert held.sent < clock.now() - timedelta(seconds=10)


@pytest.mark.asyncio
async def test_whoever_leaves_and_comes_back_is_not_a_second_voice(busy: Town, clock: VirtualClock) -> None:
    ana = await joins(busy, 1)
    await tells(busy, ana)
    await forgetting.forget(busy.database, by=ana)
    await clock.advance(600)

    told = await tells(busy, await joins(busy, 1))

    assert told.known
    assert await rank_of(busy, 1) is Rank.ALONE


@pytest.mark.asyncio
async def test_a_crowd_that_tells_the_same_makes_no_button_old(busy: Town) -> None:
    for number in range(10, 14):
        await tells(busy, await joins(busy, number))
    before = await newest(busy)

    for number in range(20, 29):
        await tells(busy, await joins(busy, number))

    after = await newest(busy)
    assert after.version == before.version
    assert after.edition - before.edition == 2


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("steps", "kept"),
    [((), (1, 0)), ((Step.RETRACT,), (0, 1)), ((Step.ALL_CLEAR, Step.RETRACT), (0, 1)), ((Step.ALL_CLEAR,), (1, 0))],
)
async def test_what_came_of_a_report_is_kept_as_numbers(
    town: Town, steps: tuple[Step, ...], kept: tuple[int, int]
) -> None:
    ana, owner = await joins(town, 1), await joins(town, 100, role=Role.ORGANIZER)
    await tells(town, ana)
    await is_confirmed(town, await joins(town, 2, role=Role.VOLUNTEER), await joins(town, 3, role=Role.VOLUNTEER))

    for step in steps:
        await decides(town, owner, step)

    assert await numbers(town, ana) == kept


@pytest.mark.asyncio
async def test_after_a_confirmed_report_the_next_is_shown_before_all_others(town: Town, clock: VirtualClock) -> None:
    ana = await joins(town, 1)
    await tells(town, ana)
    await is_confirmed(town, await joins(town, 2, role=Role.VOLUNTEER), await joins(town, 3, role=Role.VOLUNTEER))
    await clock.advance(600)

    await tells(town, ana, PLACES[2])

    assert await rank_of(town, 2) is Rank.PROVEN


@pytest.mark.asyncio
async def test_only_the_first_who_told_of_it_are_credited(town: Town) -> None:
    crowd = [await joins(town, number) for number in range(10, 17)]
    for one in crowd:
        await tells(town, one)

    await is_confirmed(town, await joins(town, 2, role=Role.VOLUNTEER), await joins(town, 3, role=Role.VOLUNTEER))

    assert [await numbers(town, one) for one in crowd] == [(1, 0)] * standings.MOST_CREDITED + [(0, 0)] * 2


@pytest.mark.asyncio
async def test_who_is_forgotten_takes_what_came_of_their_reports_along(town: Town, clock: VirtualClock) -> None:
    ana, owner = await joins(town, 1), await joins(town, 100, role=Role.ORGANIZER)
    await tells(town, ana)
    await decides(town, owner, Step.DISMISS)
    await forgetting.forget(town.database, by=ana)
    await clock.advance(24 * HOUR)

    again = await joins(town, 1)

    assert await numbers(town, again) == (0, 0)
