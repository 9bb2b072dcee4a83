"""Notices go out when their time has come: once for each time, never at night, never too many."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.broadcast import Kind
from bot.domain.buttons import NoticeAt
from bot.domain.letter import Says
from bot.domain.notice import Choice, Notice, NoticeState
from bot.domain.people import Person
from bot.domain.refusals import Expired, IllegalStep, NoticeTooSoon, Stale
from bot.services import noticing
from bot.town import Town
from db.tables import broadcasts, ledger, letters
from simulator.clock import VirtualClock
from tests.services.acts import going_out, rows
from tests.services.notices import (
    amends,
    approves,
    clock_strikes,
    drops,
    is_written,
    kept,
    marks,
    organizers,
    plans,
    proposes,
)

DAY = timedelta(days=1)
EIGHT, NOON, SIX = (datetime(2026, 3, 2, hour, tzinfo=UTC) for hour in (13, 17, 23))
"""Eight in the morning, noon and six in the evening of the Monday on which the clock stands at nine."""


async def planned(town: Town, olga: Person, omar: Person, at: datetime | None, *choices: Choice) -> Notice:
    """A notice that two organizers want to go out then."""
    being = await is_written(town, olga)
    being = await plans(town, olga, being, at)
    for one in choices:
        being = await marks(town, olga, being, one)
    return await approves(town, omar, await proposes(town, olga, being))


async def is_then(clock: VirtualClock, at: datetime) -> None:
    await clock.advance((at - clock.now()).total_seconds())


async def opened(town: Town) -> list[datetime]:
    """When notices began to go out."""
    return [one.opened for one in await rows(town.database, broadcasts) if one.kind is Kind.NOTICE]


@pytest.mark.asyncio
async def test_a_planned_notice_goes_out_at_its_time_and_not_before(town: Town, clock: VirtualClock) -> None:
    olga, omar = await organizers(town, 1, 2)
    being = await planned(town, olga, omar, NOON)
    await is_then(clock, NOON - timedelta(seconds=1))
    await clock_strikes(town)
    before = await opened(town)
    await is_then(clock, NOON)

    await clock_strikes(town)

    assert (being.state, being.next, before) == (NoticeState.PLANNED, NOON, [])
    assert await opened(town) == [NOON]
    assert (await kept(town, being)).state is NoticeState.APPROVED
    assert [one.act for one in await rows(town.database, ledger)] == ["notice_planned", "notice"]


@pytest.mark.asyncio
async def test_however_often_and_by_how_many_it_is_asked_it_goes_out_once(town: Town, clock: VirtualClock) -> None:
    olga, omar = await organizers(town, 1, 2)
    await planned(town, olga, omar, NOON)
    await is_then(clock, NOON)

    await asyncio.gather(*(clock_strikes(town) for _ in range(5)))
    clock.jump(-3600)
    await clock_strikes(town)
    clock.jump(7200)
    await clock_strikes(town)

    assert await opened(town) == [NOON]


@pytest.mark.asyncio
async def test_every_week_it_goes_out_again_until_someone_stops_it(town: Town, clock: VirtualClock) -> None:
    olga, omar = await organizers(town, 1, 2)
    being = await planned(town, olga, omar, SIX, Choice.WEEKLY)
    for _ in range(22):
        await clock_strikes(town)
        await clock.advance(DAY.total_seconds())
    went = await opened(town)

    await drops(town, omar, await kept(town, being))
    await clock.advance(7 * DAY.total_seconds())
    await clock_strikes(town)

    assert went == [clock.now() - one * DAY for one in (28, 21, 14)]
    assert await opened(town) == went
    assert (await kept(town, being)).state is NoticeState.APPROVED
    assert [row.says for row in await rows(town.database, letters)][-1] == Says.NOTICE_DROPPED


@pytest.mark.asyncio
async def test_a_clock_that_leaps_over_weeks_sends_none_of_them(town: Town, clock: VirtualClock) -> None:
    olga, omar = await organizers(town, 1, 2)
    being = await planned(town, olga, omar, NOON, Choice.WEEKLY)
    clock.jump((22 * DAY).total_seconds())

    for _ in range(3):
        await clock_strikes(town)

    found = await kept(town, being)
    assert await opened(town) == []
    assert found.next is not None
    assert clock.now() < found.next <= clock.now() + 7 * DAY


@pytest.mark.asyncio
async def test_what_is_approved_in_the_evening_goes_out_in_the_morning_unless_it_is_urgent(
    town: Town, clock: VirtualClock
) -> None:
    olga, omar = await organizers(town, 1, 2)
    await clock.advance(timedelta(hours=13).total_seconds())

    calm = await planned(town, olga, omar, None)
    urgent = await planned(town, olga, omar, None, Choice.URGENT)

    assert (calm.state, calm.next) == (NoticeState.PLANNED, EIGHT + DAY)
    assert (urgent.state, urgent.next) == (NoticeState.APPROVED, None)
    assert len(await going_out(town)) == 1


@pytest.mark.asyncio
async def test_at_most_three_go_out_within_a_day_and_what_is_planned_waits(town: Town, clock: VirtualClock) -> None:
    olga, omar = await organizers(town, 1, 2)
    await planned(town, olga, omar, EIGHT + DAY)
    for _ in range(town.policy.notices_a_day):
        await planned(town, olga, omar, None)
        await clock.advance(town.policy.notices_apart.total_seconds())
    with pytest.raises(NoticeTooSoon) as refused:
        await planned(town, olga, omar, None)
    await is_then(clock, EIGHT + DAY)
    await clock_strikes(town)
    waits = len(await opened(town))
    await clock.advance(timedelta(hours=1).total_seconds())

    await clock_strikes(town)

    assert refused.value.wait == DAY - 3 * town.policy.notices_apart
    assert (waits, len(await opened(town))) == (3, 4)


@pytest.mark.asyncio
async def test_what_could_not_go_out_for_a_day_is_not_sent_and_organizers_are_told(
    town: Town, clock: VirtualClock
) -> None:
    olga, omar = await organizers(town, 1, 2)
    once, weekly = await planned(town, olga, omar, NOON), await planned(town, olga, omar, NOON, Choice.WEEKLY)
    await is_then(clock, NOON + DAY + timedelta(seconds=1))

    await clock_strikes(town)

    assert await opened(town) == []
    assert (await kept(town, once)).state is NoticeState.DROPPED
    assert (await kept(town, weekly)).next == NOON + 7 * DAY - timedelta(hours=1)
    told = [row.says for row in await rows(town.database, letters)]
    assert told.count(Says.NOTICE_MISSED) == 4


@pytest.mark.asyncio
async def test_only_times_that_are_offered_and_ahead_are_taken_and_every_week_takes_a_time(town: Town) -> None:
    olga, _omar = await organizers(town, 1, 2)
    being = await is_written(town, olga)

    for at in (EIGHT, NOON + timedelta(minutes=1), NOON + 30 * DAY):
        with pytest.raises(Expired):
            await plans(town, olga, being, at)
    with pytest.raises(Expired):
        await noticing.plan(town.database, NoticeAt(being.id, 10**17), by=olga, city=town.city, now=town.clock.now())
    with pytest.raises(IllegalStep):
        await marks(town, olga, being, Choice.WEEKLY)


@pytest.mark.asyncio
async def test_who_reads_it_for_another_time_has_not_approved_it(town: Town) -> None:
    olga, omar = await organizers(town, 1, 2)
    being = await is_written(town, olga)
    seen = being.facts.digest
    being = await proposes(town, olga, await plans(town, olga, being, NOON))

    with pytest.raises(Stale):
        await approves(town, omar, being, seen)


@pytest.mark.asyncio
async def test_a_weekly_notice_with_other_words_goes_out_with_the_approved_ones(
    town: Town, clock: VirtualClock
) -> None:
    olga, omar = await organizers(town, 1, 2)
    being = await planned(town, olga, omar, NOON, Choice.WEEKLY)
    await amends(town, omar, being)
    await is_then(clock, NOON)

    await clock_strikes(town)

    [sent] = await going_out(town)
    assert sent.facts == being.facts
