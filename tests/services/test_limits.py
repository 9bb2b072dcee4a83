"""How much one person may report: one in ten minutes, three that are open, ten a day."""

from datetime import timedelta

import pytest

from bot.domain.incident import Step
from bot.domain.people import Person, Role
from bot.domain.refusals import TooMany
from bot.services import forgetting, keeping, reporting
from bot.services.drafting import DAY
from bot.town import Town
from db.tables import reports, standings
from simulator.clock import VirtualClock
from tests.services.acts import decides, fills_in, joins, rows, sends, tells

PLACES = ("pier_library", "harbor_park", "mill_park", "hill_school", "quay_hall")
TEN_MINUTES = timedelta(minutes=10)


async def wait(town: Town, by: Person, place: str) -> timedelta:
    """How long this person is told to wait."""
    with pytest.raises(TooMany) as refused:
        await sends(town, by, await fills_in(town, by, place))
    return refused.value.wait


async def comes_back(town: Town, by: Person, telegram_id: int) -> Person:
    """Someone is forgotten, and joins again at once."""
    await forgetting.forget(town.database, by=by)
    return await joins(town, telegram_id)


async def settled(town: Town, organizer: Person) -> None:
    """The incident of the newest report is no longer open."""
    await decides(town, organizer, Step.DISMISS)


@pytest.mark.asyncio
async def test_the_second_report_within_ten_minutes_waits_for_the_rest_of_them(town: Town, clock: VirtualClock) -> None:
    ana = await joins(town, 1)
    await tells(town, ana, PLACES[0])

    await clock.advance(599)

    assert await wait(town, ana, PLACES[1]) == timedelta(seconds=1)


@pytest.mark.asyncio
async def test_after_ten_minutes_the_next_report_is_taken(town: Town, clock: VirtualClock) -> None:
    ana = await joins(town, 1)
    await tells(town, ana, PLACES[0])

    await clock.advance(600)
    await tells(town, ana, PLACES[1])

    assert len(await rows(town.database, reports)) == 2


@pytest.mark.asyncio
async def test_what_was_refused_is_not_stored_and_can_be_sent_when_it_is_time(town: Town, clock: VirtualClock) -> None:
    ana = await joins(town, 1)
    await tells(town, ana, PLACES[0])
    await clock.advance(540)
    draft = await fills_in(town, ana, PLACES[1])
    with pytest.raises(TooMany):
        await sends(town, ana, draft)
    stored = len(await rows(town.database, reports))

    await clock.advance(60)
    await sends(town, ana, draft)

    assert stored == 1
    assert len(await rows(town.database, reports)) == 2


@pytest.mark.asyncio
async def test_with_three_open_reports_the_fourth_waits_for_the_first_to_be_a_day_old(
    town: Town, clock: VirtualClock
) -> None:
    ana = await joins(town, 1)
    for place in PLACES[:3]:
        await tells(town, ana, place)
        await clock.advance(600)

    assert await wait(town, ana, PLACES[3]) == DAY - 3 * TEN_MINUTES


@pytest.mark.asyncio
async def test_a_report_that_is_settled_makes_room_for_another(town: Town, clock: VirtualClock) -> None:
    ana, owner = await joins(town, 1), await joins(town, 100, role=Role.ORGANIZER)
    for place in PLACES[:3]:
        await tells(town, ana, place)
        await clock.advance(600)
    await settled(town, owner)

    await tells(town, ana, PLACES[3])

    assert len(await rows(town.database, reports)) == 4


@pytest.mark.asyncio
async def test_the_wait_counts_from_the_reports_that_are_in_the_way(town: Town, clock: VirtualClock) -> None:
    ana, owner = await joins(town, 1), await joins(town, 100, role=Role.ORGANIZER)
    await tells(town, ana, PLACES[0])
    await settled(town, owner)
    await clock.advance(6 * 3600)
    for place in PLACES[1:4]:
        await tells(town, ana, place)
        await clock.advance(600)

    waited = await wait(town, ana, PLACES[4])
    await clock.advance(waited.total_seconds() - 1)
    again = await wait(town, ana, PLACES[4])
    await clock.advance(1)
    await tells(town, ana, PLACES[4])

    assert (waited, again) == (DAY - 3 * TEN_MINUTES, timedelta(seconds=1))


@pytest.mark.asyncio
async def test_ten_reports_are_enough_for_a_day(town: Town, clock: VirtualClock) -> None:
    ana, owner = await joins(town, 1), await joins(town, 100, role=Role.ORGANIZER)
    for turn in range(10):
        await tells(town, ana, PLACES[turn % 5])
        await settled(town, owner)
        await clock.advance(600)

    waited = await wait(town, ana, PLACES[0])
    await clock.advance(waited.total_seconds())
    await tells(town, ana, PLACES[0])

    assert waited == DAY - 10 * TEN_MINUTES


@pytest.mark.asyncio
async def test_a_report_of_something_known_counts_too(town: Town, clock: VirtualClock) -> None:
    ana, ben = await joins(town, 1), await joins(town, 2)
    await tells(town, ben, PLACES[0])
    await tells(town, ana, PLACES[0])

    assert await wait(town, ana, PLACES[1]) == TEN_MINUTES


@pytest.mark.asyncio
async def test_one_persons_limit_is_not_anothers(town: Town) -> None:
    await tells(town, await joins(town, 1), PLACES[0])

    await tells(town, await joins(town, 2), PLACES[1])

    assert len(await rows(town.database, reports)) == 2


@pytest.mark.asyncio
async def test_whoever_cannot_send_soon_is_told_before_the_first_question(town: Town, clock: VirtualClock) -> None:
    ana = await joins(town, 1)
    await tells(town, ana, PLACES[0])
    await clock.advance(480 - 1)

    with pytest.raises(TooMany) as refused:
        await reporting.begin(town.database, by=ana, policy=town.policy, now=clock.now())
    await clock.advance(1)
    begun = await reporting.begin(town.database, by=ana, policy=town.policy, now=clock.now())

    assert refused.value.wait == timedelta(seconds=121)
    assert begun.draft.activity is None


@pytest.mark.asyncio
async def test_whoever_leaves_and_comes_back_is_held_to_what_they_reported(town: Town) -> None:
    ana = await joins(town, 1)
    await tells(town, ana, PLACES[0])

    again = await comes_back(town, ana, 1)

    assert again.number != ana.number
    assert await wait(town, again, PLACES[1]) == TEN_MINUTES


@pytest.mark.asyncio
async def test_three_reports_are_three_however_often_somebody_leaves_between_them(
    town: Town, clock: VirtualClock
) -> None:
    ana = await joins(town, 1)
    for place in PLACES[:3]:
        await tells(town, ana, place)
        ana = await comes_back(town, ana, 1)
        await clock.advance(600)

    assert await wait(town, ana, PLACES[3]) == DAY - 3 * TEN_MINUTES


@pytest.mark.asyncio
async def test_a_new_week_makes_nobody_new(town: Town, clock: VirtualClock) -> None:
    to_monday = 7 * DAY - timedelta(hours=14, minutes=1)
    await clock.advance(to_monday.total_seconds())
    ana = await joins(town, 1)
    await tells(town, ana, PLACES[0])
    again = await comes_back(town, ana, 1)

    await clock.advance(120)

    assert clock.now().weekday() == 0
    assert await wait(town, again, PLACES[1]) == TEN_MINUTES - timedelta(minutes=2)


@pytest.mark.asyncio
async def test_a_day_after_they_left_nobody_is_known_any_more(town: Town, clock: VirtualClock) -> None:
    ana = await joins(town, 1)
    await tells(town, ana, PLACES[0])
    await forgetting.forget(town.database, by=ana)

    await clock.advance((DAY + timedelta(seconds=1)).total_seconds())
    await keeping.sweep(town.database, now=clock.now())

    assert [(row.today, row.began, row.last) for row in await rows(town.database, standings)] == [(0, None, None)]
