"""The inbox: what is written down, marked, and gone."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.domain.ids import UpdateId
from db import inbox, quarantine
from db.engine import Database
from db.inbox import Arrival, Raw, Turn, Waiting
from db.tables import inbox as rows
from db.tables import quarantine as faults
from tests.intake.house import NOON

START = Arrival(0)
ANA, BEN = 42, 43


async def comes(database: Database, *raws: Raw) -> int:
    async with database.transaction() as tx:
        return await inbox.write(tx, raws, now=NOON)


def raw(number: int, chat: int | None = ANA, text: bytes = b"two vans") -> Raw:
    return Raw(UpdateId(number), chat, text)


async def waiting(database: Database, *, after: Arrival = START, limit: int = 9) -> list[Turn]:
    async with database.reading() as tx:
        return list(await inbox.turns(tx, after=after, limit=limit))


async def take(database: Database, arrival: int) -> Waiting | None:
    return await database.look(lambda tx: inbox.take(tx, Arrival(arrival)))


@pytest.mark.asyncio
async def test_a_repeat_changes_nothing(database: Database) -> None:
    assert await comes(database, raw(7), raw(8)) == 2
    assert await comes(database, raw(8, text=b"other"), raw(9)) == 1
    taken = await take(database, 2)

    assert taken is not None and (taken.update, taken.text) == (8, b"two vans")


@pytest.mark.asyncio
async def test_a_number_lower_than_the_last_is_new(database: Database) -> None:
    await comes(database, raw(900))

    assert await comes(database, raw(7)) == 1


@pytest.mark.asyncio
async def test_updates_wait_in_the_order_in_which_they_came_a_page_at_a_time(database: Database) -> None:
    await comes(database, raw(9), raw(7, BEN), raw(8))
    first = await waiting(database, limit=2)
    rest = await waiting(database, after=first[-1].arrival, limit=2)

    ana, ben = database.keys.handle(ANA), database.keys.handle(BEN)
    assert [(one.arrival, one.chat) for one in [*first, *rest]] == [(1, ana), (2, ben), (3, ana)]


@pytest.mark.asyncio
async def test_an_update_of_no_chat_waits_for_nobody(database: Database) -> None:
    await comes(database, raw(7, None), raw(8, None))
    found = await waiting(database)

    assert [one.chat for one in found] == [1, 2]


@pytest.mark.asyncio
async def test_how_urgent_it_is_can_be_told_without_reading_it(database: Database) -> None:
    await comes(database, Raw(UpdateId(7), ANA, b"two vans", urgency=2), raw(8))

    assert [one.urgency for one in await waiting(database)] == [2, 0]


@pytest.mark.asyncio
async def test_nothing_of_what_was_said_can_be_read_in_the_row(database: Database) -> None:
    await comes(database, raw(7))
    async with database.reading() as tx:
        [row] = await tx.all(rows.select())

    assert b"vans" not in row.sealed
    assert row.chat == database.keys.handle(ANA)


@pytest.mark.asyncio
async def test_what_was_sealed_for_one_update_does_not_open_as_another(database: Database) -> None:
    await comes(database, raw(7))
    async with database.transaction() as tx:
        await tx.run(rows.update().values(update_id=8))

    with pytest.raises(Exception, match="does not open"):
        await take(database, 1)


@pytest.mark.asyncio
async def test_an_answered_update_leaves_its_number_and_nothing_else(database: Database) -> None:
    await comes(database, raw(7))
    async with database.transaction() as tx:
        mark = await inbox.mark(tx, UpdateId(7))
        assert mark is not None
        await inbox.apply(tx, mark, "service", '"secret"')
        await inbox.answer(tx, [UpdateId(7)], now=NOON + timedelta(seconds=1))
        [row] = await tx.all(select(rows.c.sealed, rows.c.chat, rows.c.applied, rows.c.answered))

    assert tuple(row) == (None, None, None, NOON + timedelta(seconds=1))
    assert await waiting(database) == []
    assert await comes(database, raw(7)) == 0


@pytest.mark.asyncio
async def test_what_a_chat_said_goes_when_it_is_forgotten(database: Database) -> None:
    await comes(database, raw(7), raw(8, BEN), raw(9))
    async with database.transaction() as tx:
        await inbox.forget(tx, database.keys.handle(ANA))
        found = await tx.all(
            select(rows.c.update_id, rows.c.sealed.is_not(None), rows.c.chat.is_not(None)).order_by(rows.c.arrival)
        )

    assert [tuple(row) for row in found] == [(7, 0, 0), (8, 1, 1), (9, 0, 0)]
    assert [one.chat for one in await waiting(database)] == [database.keys.handle(BEN)]
    assert await comes(database, raw(9)) == 0


@pytest.mark.asyncio
async def test_the_update_that_asks_to_be_forgotten_can_still_be_answered(database: Database) -> None:
    await comes(database, raw(7), raw(8), raw(9))
    async with database.on_behalf_of(UpdateId(8)).transaction() as tx:
        await inbox.forget(tx, database.keys.handle(ANA))

    taken = await take(database, 2)
    assert taken is not None and (taken.update, taken.text) == (8, b"two vans")
    assert [await take(database, 1), await take(database, 3)] == [None, None]


@pytest.mark.asyncio
async def test_an_update_whose_day_is_over_has_nothing_to_say(database: Database) -> None:
    await comes(database, raw(7))
    database.keys.destroy_before(NOON.date() + timedelta(days=1))
    taken = await take(database, 1)

    assert taken is not None and taken.text is None


@pytest.mark.asyncio
async def test_failures_are_counted_for_each_update(database: Database) -> None:
    await comes(database, raw(7), raw(8, BEN))
    async with database.transaction() as tx:
        await inbox.failed(tx, UpdateId(7))
    found = [await take(database, 1), await take(database, 2)]

    assert [one and one.failures for one in found] == [1, 0]


@pytest.mark.asyncio
async def test_quarantine_keeps_the_kind_the_error_and_the_size(database: Database) -> None:
    await comes(database, raw(7))
    async with database.transaction() as tx:
        await quarantine.put(tx, quarantine.Fault(UpdateId(7), "ABCDEF", "message", "KeyError", 8), now=NOON)
        [row] = await tx.all(faults.select())

    assert tuple(row) == (1, 7, "ABCDEF", "message", "KeyError", 8, NOON)
    assert await waiting(database) == []
