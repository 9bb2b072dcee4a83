"""Corrections: in one transaction with the end of the alert, and to exactly those who hold it."""

from dataclasses import replace

import pytest

from bot.domain.broadcast import Broadcast, Cursor, Kind, Lane, State, Way
from bot.domain.ids import EVERYWHERE, IncidentId, PersonNumber
from db import audience, broadcasts
from db.engine import Database
from db.tables import broadcasts as broadcast_rows
from tests.db.crowd import (
    HARBOR,
    HILL,
    MILL,
    NOW,
    alert,
    correct,
    facts,
    held,
    many,
    next_after,
    read,
    someone,
    told,
    walk,
)
from tests.services.acts import alert_of

RINGS = ((HARBOR,), (MILL, HILL), (EVERYWHERE,))


@pytest.mark.asyncio
@pytest.mark.parametrize("kind", [Kind.ALL_CLEAR, Kind.RETRACTION, Kind.EXPIRY])
async def test_a_correction_ends_the_alert_in_the_same_transaction(database: Database, kind: Kind) -> None:
    opened = await alert(database, RINGS)
    seen_by_others = []

    async with database.transaction() as tx:
        await broadcasts.correct(tx, incident=alert_of(opened).incident, kind=kind, facts=alert_of(opened), now=NOW)
        seen_by_others.append((await read(database, opened)).state)

    assert seen_by_others == [State.OPEN]
    assert (await read(database, opened)).state is State.ENDED


@pytest.mark.asyncio
async def test_an_alert_that_is_followed_up_goes_on_and_an_earlier_follow_up_does_not(database: Database) -> None:
    opened = await alert(database, RINGS)
    earlier = await correct(database, opened, Kind.FOLLOW_UP)
    known = {one.id for one in earlier}
    later = [one for one in await correct(database, opened, Kind.FOLLOW_UP) if one.id not in known]

    states = [(await read(database, one)).state for one in (opened, *earlier, *later)]
    assert states == [State.OPEN, State.ENDED, State.ENDED, State.OPEN, State.OPEN]


@pytest.mark.asyncio
async def test_what_was_told_is_what_the_last_follow_up_said(database: Database) -> None:
    opened = await alert(database, RINGS)
    followed = replace(alert_of(opened), corrected=NOW)
    async with database.transaction() as tx:
        for kind, facts in ((Kind.FOLLOW_UP, followed), (Kind.ALL_CLEAR, alert_of(opened))):
            await broadcasts.correct(tx, incident=followed.incident, kind=kind, facts=facts, now=NOW)
        told_now = await broadcasts.told(tx, followed.incident)

    assert told_now == followed


@pytest.mark.asyncio
async def test_a_correction_that_fails_ends_nothing(database: Database) -> None:
    opened = await alert(database, RINGS)

    with pytest.raises(ZeroDivisionError):
        async with database.transaction() as tx:
            await broadcasts.correct(
                tx, incident=alert_of(opened).incident, kind=Kind.RETRACTION, facts=alert_of(opened), now=NOW
            )
            raise ZeroDivisionError

    assert await read(database, opened) == opened


@pytest.mark.asyncio
async def test_a_correction_goes_to_exactly_those_who_hold_the_alert(database: Database) -> None:
    ana, ben, cai, dee = [await someone(database, one, HARBOR, MILL, EVERYWHERE) for one in (1, 2, 3, 4)]
    opened, other = await alert(database, RINGS), await alert(database, RINGS)
    await told(database, opened, ana, cai, message=71)
    await told(database, opened, dee, message=None)
    await told(database, other, ben)

    sound, edit = await correct(database, opened, Kind.RETRACTION)

    sounded = await next_after(database, sound, Cursor(), 10)
    edited = await next_after(database, edit, Cursor(), 10)
    assert [(one.place.number, one.message) for one in sounded] == [(ana, 71), (cai, 72), (dee, None)]
    assert [(one.place.number, one.message) for one in edited] == [(ana, 71), (cai, 72)]
    assert ben not in {one.place.number for one in sounded}


@pytest.mark.asyncio
@pytest.mark.parametrize("limit", [1, 2, 100])
async def test_the_holders_come_in_pages_too_and_once(database: Database, limit: int) -> None:
    await many(database, 20, HARBOR, MILL)
    opened = await alert(database, RINGS)
    await told(database, opened, *(PersonNumber(one) for one in range(1, 21, 2)))
    sound, _ = await correct(database, opened, Kind.RETRACTION)
    await told(database, sound, PersonNumber(3), PersonNumber(7))

    assert [number for _, number in await walk(database, sound, limit)] == [1, 5, 9, 11, 13, 15, 17, 19]


@pytest.mark.asyncio
async def test_a_later_correction_ends_an_earlier_one(database: Database) -> None:
    opened = await alert(database, RINGS)
    [clear] = await correct(database, opened, Kind.ALL_CLEAR)
    sound, edit = await correct(database, opened, Kind.RETRACTION)

    states = [(await read(database, one)).state for one in (opened, clear, sound, edit)]
    assert states == [State.ENDED, State.ENDED, State.OPEN, State.OPEN]


@pytest.mark.asyncio
async def test_one_alert_is_corrected_and_no_other(database: Database) -> None:
    opened, other = await alert(database, RINGS), await alert(database, RINGS)

    await correct(database, opened, Kind.ALL_CLEAR)

    assert (await read(database, other)).state is State.OPEN


@pytest.mark.asyncio
async def test_what_was_never_alerted_is_not_corrected(database: Database) -> None:
    async with database.transaction() as tx:
        await broadcasts.correct(tx, incident=IncidentId(7), kind=Kind.RETRACTION, facts=facts(IncidentId(7)), now=NOW)
        assert await tx.all(broadcast_rows.select()) == []


async def recovered(database: Database, broadcast: Broadcast, in_flight: int) -> dict[int, int | None]:
    async with database.transaction() as tx:
        await audience.recover(tx, broadcast, in_flight=in_flight)
    return await held(database, broadcast)


@pytest.mark.asyncio
async def test_after_a_crash_those_who_were_in_flight_count_as_told(database: Database) -> None:
    await many(database, 8, HARBOR)
    opened = await alert(database, RINGS)
    await told(database, opened, PersonNumber(1), PersonNumber(2), PersonNumber(4), message=11)
    async with database.transaction() as tx:
        await broadcasts.settle(tx, [], [(opened.id, Cursor(0, PersonNumber(2)))])
    sound, _ = await correct(database, opened, Kind.RETRACTION)

    got = await recovered(database, await read(database, opened), in_flight=3)

    assert got == {1: 11, 2: 12, 4: 13, 3: None, 5: None, 6: None}
    assert (await read(database, opened)).state is State.DONE
    assert [number for _, number in await walk(database, sound)] == [1, 2, 3, 4, 5, 6]


@pytest.mark.asyncio
async def test_those_in_flight_may_have_been_of_several_rings(database: Database) -> None:
    harbor = [await someone(database, one, HARBOR) for one in (1, 2)]
    mill = await someone(database, 3, MILL)
    city = [await someone(database, one, EVERYWHERE) for one in (4, 5)]
    opened = await alert(database, RINGS)
    await correct(database, opened, Kind.RETRACTION)

    got = await recovered(database, await read(database, opened), in_flight=4)

    assert set(got) == {*harbor, mill, city[0]}


@pytest.mark.asyncio
async def test_when_fewer_are_left_than_were_in_flight_all_of_them_count(database: Database) -> None:
    await many(database, 3, HARBOR, MILL, EVERYWHERE)
    opened = await alert(database, RINGS)
    await correct(database, opened, Kind.RETRACTION)

    assert set(await recovered(database, await read(database, opened), in_flight=160)) == {1, 2, 3}


@pytest.mark.asyncio
async def test_lanes_and_ways_come_back_as_they_were(database: Database) -> None:
    opened = await alert(database, RINGS)
    reply, edit = await correct(database, opened, Kind.FOLLOW_UP)

    assert [(one.lane, one.way) for one in (reply, edit)] == [(Lane.FOLLOW_UP, Way.SILENT_REPLY), (Lane.EDIT, Way.EDIT)]
