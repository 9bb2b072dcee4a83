"""Being on duty: for some neighborhoods, until a time."""

from datetime import timedelta

import pytest

from bot.domain.buttons import OnDuty
from bot.domain.duty import Choice, Duty
from bot.domain.ids import EVERYWHERE, NeighborhoodId
from bot.domain.people import Person, Role
from bot.domain.refusals import Expired, NotAllowed, NowhereChosen
from bot.services import duty, joining
from bot.town import Town
from db import cards, duties
from db.tables import duties as duty_rows
from simulator.clock import VirtualClock
from tests.services.acts import finds, goes_on_duty, is_made, joins, rows, starts_duty, tells


async def on_duty(town: Town, neighborhood: str) -> list[int]:
    async with town.database.reading() as tx:
        return list(await duties.on_duty(tx, NeighborhoodId(neighborhood), now=town.clock.now()))


async def dealt(town: Town) -> set[tuple[int, int]]:
    """Which cards wait to be sent: incident and person."""
    async with town.database.reading() as tx:
        return {(one.incident, one.person) for one in await cards.due(tx, limit=100)}


async def chooses(town: Town, by: Person, letters: str | None = None) -> Choice:
    return await duty.choice(town.database, by=by, city=town.city, now=town.clock.now(), letters=letters)


@pytest.mark.asyncio
async def test_a_volunteer_is_on_duty_where_they_listen_until_they_said(town: Town, clock: VirtualClock) -> None:
    ben = await joins(town, 2, "harbor", "mill", role=Role.VOLUNTEER)

    began = await starts_duty(town, ben, 2)

    assert began == Duty(
        frozenset({NeighborhoodId("harbor"), NeighborhoodId("mill")}), clock.now() + timedelta(hours=2)
    )
    assert [await on_duty(town, one) for one in ("harbor", "mill", "hill")] == [[ben.number], [ben.number], []]


@pytest.mark.asyncio
async def test_duty_is_over_when_its_time_is(town: Town, clock: VirtualClock) -> None:
    ben = await joins(town, 2, "harbor", role=Role.VOLUNTEER)
    await starts_duty(town, ben, 2)

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

    assert await starts_duty(town, ben, 0) is None
    assert await rows(town.database, duty_rows) == []


@pytest.mark.asyncio
async def test_starting_again_replaces_what_was(town: Town) -> None:
    ben = await goes_on_duty(town, 2, "harbor")

    began = await starts_duty(town, ben, 8)

    assert began is not None
    assert [row.until for row in await rows(town.database, duty_rows)] == [began.until]


@pytest.mark.asyncio
@pytest.mark.parametrize("hours", [13, 10**17])
async def test_nobody_is_on_duty_for_more_than_twelve_hours(town: Town, clock: VirtualClock, hours: int) -> None:
    ben = await joins(town, 2, "harbor", role=Role.VOLUNTEER)

    began = await starts_duty(town, ben, hours)

    assert began is not None
    assert began.until == clock.now() + timedelta(hours=12)


@pytest.mark.asyncio
async def test_nobody_is_on_duty_for_nowhere(town: Town) -> None:
    ben = await joins(town, 2, role=Role.VOLUNTEER)

    with pytest.raises(NowhereChosen):
        await starts_duty(town, ben, 4)
    assert await rows(town.database, duty_rows) == []


@pytest.mark.asyncio
async def test_duty_is_for_what_is_chosen_of_what_one_listens_to(town: Town) -> None:
    ben = await joins(town, 2, "harbor", "mill", role=Role.VOLUNTEER)

    began = await starts_duty(town, ben, 4, "mill", "hill")

    assert began is not None
    assert began.where == {"mill"}


@pytest.mark.asyncio
async def test_the_whole_city_stands_alone_and_is_open_to_everyone(town: Town) -> None:
    ben = await joins(town, 2, "harbor", role=Role.VOLUNTEER)

    began = await starts_duty(town, ben, 4, "harbor", EVERYWHERE)

    assert began is not None
    assert began.where == {EVERYWHERE}
    assert await on_duty(town, "quay") == [ben.number]


@pytest.mark.asyncio
async def test_whoever_listens_to_the_whole_city_may_narrow_it_down(town: Town) -> None:
    ben = await joins(town, 2, EVERYWHERE, role=Role.VOLUNTEER)

    began = await starts_duty(town, ben, 4, "quay")

    assert began is not None
    assert began.where == {"quay"}


@pytest.mark.asyncio
@pytest.mark.parametrize("letters", ["", "zz", "-1", "fff", "1_1"])
async def test_a_choice_that_no_button_carries_is_refused(town: Town, letters: str) -> None:
    ben = await joins(town, 2, "harbor", role=Role.VOLUNTEER)

    with pytest.raises(Expired):
        await duty.start(
            town.database, OnDuty(4, letters), by=ben, city=town.city, policy=town.policy, now=town.clock.now()
        )


@pytest.mark.asyncio
async def test_everything_one_listens_to_is_chosen_at_first(town: Town) -> None:
    ben = await joins(town, 2, "harbor", "hill", role=Role.VOLUNTEER)

    choice = await chooses(town, ben)

    assert choice.offered == ("harbor", "hill", EVERYWHERE)
    assert choice.chosen == {"harbor", "hill"}
    assert choice.now is None


@pytest.mark.asyncio
async def test_on_duty_one_sees_where_and_until_when(town: Town) -> None:
    ben = await joins(town, 2, "harbor", "hill", role=Role.VOLUNTEER)
    began = await starts_duty(town, ben, 4, "hill")

    choice = await chooses(town, ben)

    assert choice.chosen == {"hill"}
    assert choice.now == began


@pytest.mark.asyncio
async def test_what_one_is_on_duty_for_can_be_given_up_also_when_one_listens_there_no_more(town: Town) -> None:
    ben = await goes_on_duty(town, 2, "harbor", "hill")
    await joining.toggle(town.database, NeighborhoodId("hill"), by=ben, city=town.city)

    choice = await chooses(town, ben)

    assert choice.offered == ("harbor", "hill", EVERYWHERE)
    assert choice.chosen == {"harbor", "hill"}


@pytest.mark.asyncio
async def test_residents_choose_no_duty(town: Town) -> None:
    ana = await joins(town, 1, "harbor")

    with pytest.raises(NotAllowed):
        await chooses(town, ana)


@pytest.mark.asyncio
async def test_whoever_begins_duty_gets_what_is_unverified_there_at_once(town: Town) -> None:
    cai = await goes_on_duty(town, 3, EVERYWHERE)
    here, there = await tells(town, await joins(town, 1)), await tells(town, await joins(town, 4), "quay_hall")
    before = await dealt(town)

    ben = await goes_on_duty(town, 2, "harbor")

    assert before == {(1, cai.number), (2, cai.number)}
    assert await dealt(town) - before == {(1, ben.number)}
    assert (here.report.neighborhood, there.report.neighborhood) == ("harbor", "quay")


@pytest.mark.asyncio
async def test_whoever_begins_duty_for_the_whole_city_gets_all_of_it(town: Town) -> None:
    await tells(town, await joins(town, 1))
    await tells(town, await joins(town, 4), "quay_hall")

    ben = await goes_on_duty(town, 2, EVERYWHERE)

    assert await dealt(town) == {(1, ben.number), (2, ben.number)}


@pytest.mark.asyncio
async def test_no_card_of_what_one_reported_of_what_is_decided_or_of_what_is_no_news(
    town: Town, clock: VirtualClock
) -> None:
    await tells(town, await joins(town, 1), "mill_park")
    await clock.advance(2 * 3600)
    ben = await joins(town, 2, "harbor", "mill", role=Role.VOLUNTEER)
    await tells(town, ben)
    await tells(town, await joins(town, 1), "harbor_park")
    for one in (20, 21):
        await finds(town, await joins(town, one, role=Role.VOLUNTEER))

    await starts_duty(town, ben, 4)

    assert await dealt(town) == set()


@pytest.mark.asyncio
async def test_residents_are_not_on_duty(town: Town) -> None:
    ana = await joins(town, 1, "harbor")

    with pytest.raises(NotAllowed):
        await starts_duty(town, ana, 4)


@pytest.mark.asyncio
async def test_a_role_that_was_taken_away_counts_no_more(town: Town) -> None:
    ben = await joins(town, 2, "harbor", role=Role.VOLUNTEER)
    await is_made(town, ben, Role.RESIDENT)

    with pytest.raises(NotAllowed):
        await starts_duty(town, ben, 4)
    assert await rows(town.database, duty_rows) == []
