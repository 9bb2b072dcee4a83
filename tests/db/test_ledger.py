"""The ledger in the database: bound row by row, vouched for at both ends, and whole after a sweep."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.domain.broadcast import Kind
from bot.domain.ids import Language, PersonNumber
from bot.domain.ledger import ROTATES, Act
from bot.domain.ledger import people as tagged
from bot.domain.people import Person, Role
from bot.domain.retention import RETENTION, Kept
from db import broadcasts, facts, ledger, postgres, sqlite, sweeps
from db.engine import Database
from db.tables import ledger as rows_of_it
from tests.db.crowd import HARBOR, NOW, alert, correct
from tests.services.acts import rows

OLGA = Person(PersonNumber(7), Language("en"), Role.ORGANIZER)
OMAR = Person(PersonNumber(8), Language("en"), Role.ORGANIZER)
DAY = timedelta(days=1)


async def acts(database: Database, *days: int) -> None:
    """Something is done on each of these days."""
    for day in days:
        async with database.transaction() as tx:
            await ledger.write(tx, Act.FROZEN, by=OLGA, now=NOW + day * DAY, subject=day)


async def sweep(database: Database, day: int) -> None:
    async with database.transaction() as tx:
        await sweeps.sweep(tx, now=NOW + day * DAY)


async def checked(database: Database) -> tuple[int, int | None]:
    """How many rows there are, and the first that is not what it was."""
    async with database.reading() as tx:
        found = await ledger.check(tx)
    return len(found.entries), found.broken


FORGED = {
    sqlite.NAME: "(SELECT CAST(x'{0:016x}' || hash || zeroblob(32) AS BLOB) FROM ledger WHERE number = {0})",
    postgres.NAME: "(SELECT decode('{0:016x}', 'hex') || hash || decode(repeat('00', 32), 'hex') "
    "FROM ledger WHERE number = {0})",
}
"""An end of the ledger at this row, as somebody makes it who has no keys, by kind of database."""


async def tampers(database: Database, *statements: str) -> None:
    async with database.transaction() as tx:
        first, second = [FORGED[tx.kind].format(number) for number in (1, 2)]
        for one in statements:
            await tx.run(text(one.format(first=first, second=second)))


@pytest.mark.asyncio
async def test_what_was_never_written_and_what_was_is_whole(database: Database) -> None:
    before = await checked(database)
    await acts(database, 0, 1, 2)

    assert (before, await checked(database)) == ((0, None), (3, None))


TAMPERING = {
    "edited": ["UPDATE ledger SET act = 'resumed' WHERE number = 2"],
    "edited with its hash": ["UPDATE ledger SET hash = (SELECT hash FROM ledger WHERE number = 2) WHERE number = 3"],
    "first deleted": ["DELETE FROM ledger WHERE number = 1"],
    "one between deleted": ["DELETE FROM ledger WHERE number = 2"],
    "last deleted": ["DELETE FROM ledger WHERE number = 3"],
    "all deleted": ["DELETE FROM ledger"],
    "reordered": [
        "UPDATE ledger SET number = 9 WHERE number = 1",
        "UPDATE ledger SET number = 1 WHERE number = 2",
        "UPDATE ledger SET number = 2 WHERE number = 9",
    ],
    "added": [
        "INSERT INTO ledger SELECT 4, at, act, subject, role, tag, before, first, last, hash FROM ledger LIMIT 1"
    ],
    "everything gone, both ends too": ["DELETE FROM ledger", "DELETE FROM facts WHERE name = 'ledger_head'"],
    "the head moved back": [
        "DELETE FROM ledger WHERE number = 3",
        "UPDATE facts SET value = {second} WHERE name = 'ledger_head'",
    ],
    "the anchor moved on": [
        "INSERT INTO facts VALUES ('ledger_anchor', {first})",
        "DELETE FROM ledger WHERE number = 1",
    ],
}


@pytest.mark.asyncio
@pytest.mark.parametrize("how", TAMPERING)
async def test_whatever_is_done_to_it_without_the_keys_shows(database: Database, how: str) -> None:
    await acts(database, 0, 1, 2)

    await tampers(database, *TAMPERING[how])

    assert (await checked(database))[1] is not None


@pytest.mark.asyncio
async def test_the_last_that_was_dropped_stays_as_the_anchor(database: Database) -> None:
    await acts(database, 0, 10, 20)
    keep = RETENTION[Kept.LEDGER].keep // DAY
    states = []
    for day in (keep, keep + 1, keep + 11, keep + 21):
        await sweep(database, day)
        states.append(await checked(database))
    await acts(database, 60)
    whole = await checked(database)

    assert states == [(3, None), (2, None), (1, None), (0, None)]
    assert whole == (1, None)
    await tampers(database, "UPDATE ledger SET subject = 1")
    assert (await checked(database))[1] == 4


@pytest.mark.asyncio
async def test_what_is_dropped_before_its_time_shows(database: Database) -> None:
    await acts(database, 0, 40)
    await sweep(database, 31)
    await tampers(database, "DELETE FROM ledger")

    assert (await checked(database))[1] == 2


@pytest.mark.asyncio
async def test_an_act_that_is_rolled_back_leaves_no_row_and_a_whole_chain(database: Database) -> None:
    await acts(database, 0)
    with pytest.raises(ZeroDivisionError):
        async with database.transaction() as tx:
            await ledger.write(tx, Act.RESUMED, by=OLGA, now=NOW)
            raise ZeroDivisionError
    await acts(database, 1)

    assert await checked(database) == (2, None)


@pytest.mark.asyncio
async def test_two_acts_of_one_person_within_the_window_have_one_tag_and_nobody_elses(database: Database) -> None:
    days = ROTATES // DAY - 1
    await acts(database, 0, days)
    async with database.transaction() as tx:
        await ledger.write(tx, Act.RESUMED, by=OMAR, now=NOW + days * DAY)
        await ledger.write(tx, Act.EXPIRY, by=None, now=NOW + days * DAY)
        found = tagged((await ledger.check(tx)).entries)

    kept = {row.tag for row in await rows(database, rows_of_it)}
    assert (found[1] == found[2], found[3] == found[1], 4 in found) == (True, False, False)
    assert len(kept) == 4


@pytest.mark.asyncio
async def test_a_tag_changes_with_time_and_with_the_keys(database: Database) -> None:
    keys = database.keys

    assert keys.pseudonym(1, 7) == keys.pseudonym(1, 7)
    assert len({keys.pseudonym(1, 7), keys.pseudonym(2, 7), keys.pseudonym(1, 8), keys.alias(1, 7)}) == 4


@pytest.mark.asyncio
async def test_every_broadcast_is_explained_by_a_row_of_the_same_transaction(database: Database) -> None:
    opened = await alert(database, ((HARBOR,),))
    await correct(database, opened, Kind.RETRACTION)
    async with database.reading() as tx:
        explained = [one.explained for one in await broadcasts.under_way(tx)]
    entries = [(row.act, row.first, row.last) for row in await rows(database, rows_of_it)]

    assert explained == [True] * 3
    assert entries == [(Act.ALERT, 1, 1), (Act.RETRACTION, 2, 3)]


@pytest.mark.asyncio
async def test_a_broadcast_without_a_row_is_seen(database: Database) -> None:
    await alert(database, ((HARBOR,),))
    await tampers(database, "DELETE FROM ledger")
    async with database.reading() as tx:
        [found] = await broadcasts.under_way(tx)

    assert not found.explained


@pytest.mark.asyncio
async def test_the_ends_of_the_chain_hold_no_more_than_a_number_a_hash_and_what_vouches_for_them(
    database: Database,
) -> None:
    await acts(database, 0)
    async with database.reading() as tx:
        head = await facts.get(tx, ledger.HEAD)

    assert head is not None
    assert len(head) == 8 + 32 + 32
