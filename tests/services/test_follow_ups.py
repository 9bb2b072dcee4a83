"""An alert goes on, or runs out: a follow-up gives it more time, and the clock never calls it over."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.domain.broadcast import AlertFacts, Broadcast, Kind, Lane, State, Way
from bot.domain.incident import Status, Step
from bot.domain.people import Person, Role
from bot.domain.refusals import IllegalStep, NotAllowed
from bot.services import keeping
from bot.town import Town
from db import letters
from db.tables import broadcasts as broadcast_rows
from simulator.clock import VirtualClock
from tests.services.acts import decides, going_out, is_confirmed, joins, newest, rows, tells

HOUR = 3600.0


async def alerted(town: Town) -> Person:
    """An alert goes out; an organizer."""
    owner = await joins(town, 100, role=Role.ORGANIZER)
    await tells(town, await joins(town, 1))
    await is_confirmed(town, *[await joins(town, one, role=Role.VOLUNTEER) for one in (21, 22)])
    return owner


async def of_kind(town: Town, kind: Kind) -> list[Broadcast]:
    return [one for one in await going_out(town) if one.kind is kind]


def says(broadcast: Broadcast) -> AlertFacts:
    """What an alert, or what follows one, says."""
    assert isinstance(broadcast.facts, AlertFacts)
    return broadcast.facts


async def waiting_letters(town: Town, person: Person) -> int:
    """How many letters to this person wait."""
    async with town.database.reading() as tx:
        return sum(one.person == person.number for one in await letters.due(tx, limit=100))


async def stands_until(town: Town) -> datetime | None:
    return (await newest(town)).expires


async def clock_strikes(town: Town, clock: VirtualClock, hours: float) -> Status:
    """So much time passes, and the clock does what it does; how the incident stands."""
    await clock.advance(hours * HOUR)
    await keeping.expire(town.database, now=clock.now())
    return (await newest(town)).status


@pytest.mark.asyncio
async def test_a_follow_up_tells_those_who_hold_the_alert_and_gives_it_more_time(
    town: Town, clock: VirtualClock
) -> None:
    owner = await alerted(town)
    [alert], before = await going_out(town), await newest(town)
    await clock.advance(HOUR)

    assert await decides(town, owner, Step.FOLLOW_UP) is Status.ACTIVE

    after, told = await newest(town), await of_kind(town, Kind.FOLLOW_UP)
    until = clock.now() + town.policy.alert_expires
    assert (after.expires, after.version) == (until, before.version + 1)
    assert [(one.lane, one.way) for one in told] == [(Lane.FOLLOW_UP, Way.SILENT_REPLY), (Lane.EDIT, Way.EDIT)]
    assert {says(one) for one in told} == {replace(says(alert), corrected=clock.now(), expires=until)}
    assert {one.basis for one in told} == {alert.id}


@pytest.mark.asyncio
async def test_an_alert_that_is_followed_up_still_reaches_those_it_has_yet_to_reach(town: Town) -> None:
    owner = await alerted(town)
    [alert] = await going_out(town)

    await decides(town, owner, Step.FOLLOW_UP)

    assert [one.state for one in await going_out(town) if one.id == alert.id] == [State.OPEN]


@pytest.mark.asyncio
async def test_a_follow_up_writes_to_no_reporter(town: Town) -> None:
    owner, ana = await alerted(town), await joins(town, 1)
    before = await waiting_letters(town, ana)

    await decides(town, owner, Step.FOLLOW_UP)

    assert await waiting_letters(town, ana) == before


@pytest.mark.asyncio
@pytest.mark.parametrize("step", [Step.ALL_CLEAR, Step.RETRACT])
async def test_what_has_ended_is_not_followed_up(town: Town, step: Step) -> None:
    owner = await alerted(town)
    await decides(town, owner, step)

    with pytest.raises(IllegalStep):
        await decides(town, owner, Step.FOLLOW_UP)


@pytest.mark.asyncio
async def test_an_alert_expires_when_it_said_it_would_and_not_before(town: Town, clock: VirtualClock) -> None:
    await alerted(town)
    [alert] = await going_out(town)
    until = await stands_until(town)

    assert until == says(alert).expires == clock.now() + timedelta(hours=2)
    assert await clock_strikes(town, clock, 2 - 1 / HOUR) is Status.ACTIVE
    assert await clock_strikes(town, clock, 1 / HOUR) is Status.EXPIRED
    assert await stands_until(town) is None


@pytest.mark.asyncio
async def test_an_expiry_is_an_edit_alone_that_says_what_the_alert_said(town: Town, clock: VirtualClock) -> None:
    await alerted(town)
    [alert] = await going_out(town)

    await clock_strikes(town, clock, 2)

    [expiry] = await of_kind(town, Kind.EXPIRY)
    assert (expiry.lane, expiry.way, expiry.basis) == (Lane.EDIT, Way.EDIT, alert.id)
    assert expiry.facts == alert.facts
    assert [row.kind for row in await rows(town.database, broadcast_rows)] == [Kind.ALERT, Kind.EXPIRY]


@pytest.mark.asyncio
async def test_after_a_follow_up_it_expires_later_and_says_since_then(town: Town, clock: VirtualClock) -> None:
    owner = await alerted(town)
    await clock.advance(HOUR)
    followed = clock.now()
    await decides(town, owner, Step.FOLLOW_UP)

    assert await clock_strikes(town, clock, 1.5) is Status.ACTIVE
    assert await clock_strikes(town, clock, 0.5) is Status.EXPIRED
    assert [says(one).corrected for one in await of_kind(town, Kind.EXPIRY)] == [followed]


@pytest.mark.asyncio
async def test_an_expiry_writes_to_no_reporter_and_comes_once(town: Town, clock: VirtualClock) -> None:
    await alerted(town)
    ana = await joins(town, 1)
    before = await waiting_letters(town, ana)

    await clock_strikes(town, clock, 2)
    await clock_strikes(town, clock, 1)

    assert await waiting_letters(town, ana) == before
    assert len(await of_kind(town, Kind.EXPIRY)) == 1


@pytest.mark.asyncio
async def test_what_was_never_an_alert_or_is_over_does_not_expire(town: Town, clock: VirtualClock) -> None:
    owner = await alerted(town)
    await decides(town, owner, Step.ALL_CLEAR)
    await tells(town, await joins(town, 2), "mill_park")

    assert await clock_strikes(town, clock, 3) is Status.UNVERIFIED
    assert await of_kind(town, Kind.EXPIRY) == []


@pytest.mark.asyncio
async def test_what_has_expired_can_be_taken_back_and_not_revived(town: Town, clock: VirtualClock) -> None:
    owner = await alerted(town)
    await clock_strikes(town, clock, 2)

    for step in (Step.FOLLOW_UP, Step.ALL_CLEAR):
        with pytest.raises(IllegalStep):
            await decides(town, owner, step)
    assert await decides(town, owner, Step.RETRACT) is Status.RETRACTED
    assert [one.way for one in await of_kind(town, Kind.RETRACTION)] == [Way.REPLY, Way.EDIT]


@pytest.mark.asyncio
async def test_a_report_after_that_is_of_something_new(town: Town, clock: VirtualClock) -> None:
    await alerted(town)
    expired = await newest(town)
    await clock_strikes(town, clock, 2)

    outcome = await tells(town, await joins(town, 1))

    assert not outcome.known
    assert (await newest(town)).id != expired.id


@pytest.mark.asyncio
async def test_only_the_clock_lets_an_alert_expire(town: Town) -> None:
    owner = await alerted(town)

    with pytest.raises(NotAllowed):
        await decides(town, owner, Step.EXPIRE)
    assert (await newest(town)).status is Status.ACTIVE
