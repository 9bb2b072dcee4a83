"""Broadcasts: one row opens one, receipts and a cursor say who has been told."""

import asyncio

import pytest
from sqlalchemy import event

from bot.domain.broadcast import AlertFacts, Audience, Cursor, Receipt, State
from bot.domain.ids import EVERYWHERE, BroadcastId, IncidentId, MessageId, PersonNumber
from db import broadcasts, people
from db.engine import Database, Wake
from db.tables import broadcasts as broadcast_rows
from tests.db.crowd import (
    HARBOR,
    HILL,
    MILL,
    NOW,
    alert,
    held,
    many,
    read,
    someone,
    told,
)

RINGS = ((HARBOR,), (MILL, HILL), (EVERYWHERE,))


@pytest.mark.asyncio
@pytest.mark.parametrize("listeners", [0, 300])
async def test_an_alert_is_one_row_however_many_listen(database: Database, listeners: int) -> None:
    await many(database, listeners or 1, HARBOR)
    written = []
    opened = await alert(database, RINGS)
    event.listen(database.engine.sync_engine, "before_cursor_execute", lambda *given: written.append(given[2]))

    async with database.transaction() as tx:
        about = opened.facts
        assert isinstance(about, AlertFacts)
        await broadcasts.open_alert(tx, incident=about.incident, facts=about, audience=Audience(RINGS), now=NOW)

    inserted = [one.split()[2] for one in written if one.startswith("INSERT")]
    assert inserted == ["broadcasts", "ledger", "facts"]
    assert (opened.state, opened.cursor) == (State.OPEN, Cursor())


@pytest.mark.asyncio
async def test_the_courier_is_woken_by_the_commit_and_by_nothing_less(database: Database) -> None:
    woken: list[str] = []
    database.listen(Wake.COURIER, lambda: woken.append("now"))
    with pytest.raises(ZeroDivisionError):
        async with database.transaction() as tx:
            tx.wake(Wake.COURIER)
            raise ZeroDivisionError
    nothing = list(woken)

    await alert(database, RINGS)

    assert (nothing, woken) == ([], ["now"])


@pytest.mark.asyncio
async def test_what_was_opened_comes_back_whole(database: Database) -> None:
    opened = await alert(database, RINGS)

    async with database.reading() as tx:
        assert await broadcasts.under_way(tx) == [opened]
        assert isinstance(opened.facts, AlertFacts)
        assert await broadcasts.told(tx, opened.facts.incident) == opened.facts
        assert await broadcasts.told(tx, IncidentId(99)) is None


@pytest.mark.asyncio
async def test_a_repeat_keeps_the_first_message_that_is_known(database: Database) -> None:
    ana = await someone(database, 1, HARBOR)
    opened = await alert(database, RINGS)
    kept = []
    for message in (None, 5, None, 9):
        await told(database, opened, ana, message=message)
        kept.append(await held(database, opened))

    assert kept == [{ana: None}, {ana: 5}, {ana: 5}, {ana: 5}]


@pytest.mark.asyncio
async def test_nothing_is_written_for_someone_forgotten_in_flight(database: Database) -> None:
    ana, ben = await someone(database, 1, HARBOR), await someone(database, 2, HARBOR)
    opened = await alert(database, RINGS)
    async with database.transaction() as tx:
        await people.forget(tx, ana)

    await told(database, opened, ana, ben)

    assert await held(database, opened) == {ben: 2}


@pytest.mark.asyncio
async def test_receipts_and_cursors_are_written_together(database: Database) -> None:
    ana = await someone(database, 1, HARBOR)
    first, second = await alert(database, RINGS), await alert(database, RINGS)
    mark = Cursor(1, ana)

    async with database.transaction() as tx:
        await broadcasts.settle(tx, [Receipt(first.id, ana, MessageId(3))], [(first.id, mark), (second.id, mark)])

    assert [(await read(database, one)).cursor for one in (first, second)] == [mark, mark]
    assert await held(database, first) == {ana: 3}


async def size(database: Database) -> int:
    """The bytes of all pages in use."""
    async with database.reading() as tx:
        pages = [
            (await tx.connection.exec_driver_sql(f"PRAGMA {name}")).scalar_one()
            for name in ("page_count", "freelist_count", "page_size")
        ]
    return int((pages[0] - pages[1]) * pages[2])


@pytest.mark.asyncio
@pytest.mark.sqlite
async def test_a_receipt_is_as_small_as_promised(database: Database) -> None:
    await many(database, 5000, HARBOR)
    opened = await alert(database, RINGS)
    before = await size(database)

    await told(database, opened, *(PersonNumber(one) for one in range(1, 5001)), message=100_000)

    assert len(await held(database, opened)) == 5000
    assert 0 < (await size(database) - before) / 5000 < 20


@pytest.mark.asyncio
@pytest.mark.parametrize("state", [State.DONE, State.HALTED, State.ENDED])
async def test_what_is_finished_is_not_under_way(database: Database, state: State) -> None:
    opened = await alert(database, RINGS)
    async with database.transaction() as tx:
        finished = await broadcasts.finish(tx, opened.id, state)
        left = await broadcasts.under_way(tx)

    assert finished
    assert [one.id for one in left] == ([opened.id] if state is State.ENDED else [])


@pytest.mark.asyncio
async def test_finishing_twice_says_so_once(database: Database) -> None:
    opened = await alert(database, RINGS)
    async with database.transaction() as tx:
        said = [await broadcasts.finish(tx, opened.id, State.HALTED) for _ in range(2)]
        said.append(await broadcasts.finish(tx, BroadcastId(99)))

    assert said == [True, False, False]


@pytest.mark.asyncio
async def test_numbers_of_broadcasts_only_grow(database: Database) -> None:
    opened = await asyncio.gather(*(alert(database, RINGS) for _ in range(10)))

    numbers = sorted(one.id for one in opened)
    async with database.transaction() as tx:
        await tx.run(broadcast_rows.delete())
    assert (await alert(database, RINGS)).id > numbers[-1]
    assert len(set(numbers)) == 10
