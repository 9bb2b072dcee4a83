"""People: found by keyed hash, reached by a sealed number, forgotten completely."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Column, Table, func, select
from sqlalchemy.exc import IntegrityError

from bot.domain.broadcast import Receipt
from bot.domain.dealing import Listed
from bot.domain.echo import Echo
from bot.domain.freezing import Wish
from bot.domain.ids import EVERYWHERE, Language, MessageId, PersonNumber, UpdateId
from bot.domain.letter import LetterFacts, Says
from bot.domain.people import Person, Role
from bot.domain.report import Draft
from bot.domain.spot import Spot
from bot.domain.verification import Answer, Finding, Where
from db import (
    areas,
    broadcasts,
    cards,
    drafts,
    duties,
    echoes,
    findings,
    freezes,
    inbox,
    incidents,
    invitations,
    letters,
    lines,
    lists,
    notices,
    people,
    progress,
    reports,
    translators,
)
from db.engine import Database
from db.inbox import Raw
from db.invitations import MARK_BYTES
from db.people import CHAT
from db.tables import findings as finding_rows
from db.tables import inbox as inbox_rows
from db.tables import metadata, receipts
from db.tables import people as people_rows
from db.tables import reports as report_rows
from tests.db.crowd import HARBOR, NOW, REPORT, alert, incident, someone

HOUR = timedelta(hours=1)


async def add(database: Database, telegram_id: int, role: Role = Role.RESIDENT) -> Person:
    async with database.transaction() as tx:
        return await people.add(tx, telegram_id, language=Language("en"), role=role, now=NOW)


async def find(database: Database, telegram_id: int) -> Person | None:
    async with database.reading() as tx:
        return await people.find(tx, telegram_id)


@pytest.mark.asyncio
async def test_a_person_is_found_by_telegrams_number_and_by_our_own(database: Database) -> None:
    ana = await add(database, 7_000_000_001, Role.VOLUNTEER)

    async with database.reading() as tx:
        assert await people.find(tx, 7_000_000_001) == await people.get(tx, ana.number) == ana
        assert await people.find(tx, 7_000_000_002) is None
        assert await people.get(tx, PersonNumber(99)) is None


@pytest.mark.asyncio
async def test_nobody_is_remembered_twice(database: Database) -> None:
    await add(database, 1)

    with pytest.raises(IntegrityError):
        await add(database, 1)


@pytest.mark.asyncio
async def test_a_row_does_not_hold_telegrams_number_and_opens_with_the_key_alone(database: Database) -> None:
    await add(database, 7_000_000_001)

    async with database.reading() as tx:
        [row] = await tx.all(select(people_rows))
    assert (7_000_000_001).to_bytes(5, "big") not in row.handle + row.chat
    assert database.keys.open_id(CHAT, row.handle, row.chat) == 7_000_000_001


@pytest.mark.asyncio
async def test_a_sealed_number_moved_to_another_row_does_not_open(database: Database) -> None:
    await add(database, 1)
    await add(database, 2)
    async with database.reading() as tx:
        first, second = await tx.all(select(people_rows).order_by(people_rows.c.number))

    with pytest.raises(Exception, match="does not open"):
        database.keys.open_id(CHAT, second.handle, first.chat)


@pytest.mark.asyncio
async def test_a_language_and_a_role_can_change(database: Database) -> None:
    ana = await add(database, 1)
    async with database.transaction() as tx:
        await people.speak(tx, ana.number, Language("ar"))
        await people.appoint(tx, ana.number, Role.ORGANIZER)

    assert await find(database, 1) == Person(ana.number, Language("ar"), Role.ORGANIZER)


@pytest.mark.asyncio
async def test_every_organizer_and_nobody_else_is_one(database: Database) -> None:
    made = [(await add(database, at, role)) for at, role in enumerate([*Role, *Role])]

    async with database.reading() as tx:
        assert sorted(await people.organizers(tx)) == [one.number for one in made if one.role is Role.ORGANIZER]


async def misses(database: Database, person: PersonNumber, *, now: datetime) -> None:
    async with database.transaction() as tx:
        await people.missed(tx, person, now=now)


@pytest.mark.asyncio
async def test_a_chat_not_found_twice_an_hour_apart_is_no_more(database: Database) -> None:
    ana = await add(database, 1)
    await misses(database, ana.number, now=NOW)
    await misses(database, ana.number, now=NOW + HOUR - timedelta(seconds=1))
    doubted = await find(database, 1)

    await misses(database, ana.number, now=NOW + HOUR)

    assert (doubted, await find(database, 1)) == (ana, None)


@pytest.mark.asyncio
async def test_a_chat_that_is_found_again_is_doubted_no_more(database: Database) -> None:
    ana = await add(database, 1)
    await misses(database, ana.number, now=NOW)
    async with database.transaction() as tx:
        await people.there(tx, ana.number)

    await misses(database, ana.number, now=NOW + HOUR)

    assert await find(database, 1) == ana


@pytest.mark.asyncio
async def test_what_happens_to_someone_forgotten_is_nothing(database: Database) -> None:
    async with database.transaction() as tx:
        for acts in (people.forget, people.there):
            await acts(tx, PersonNumber(9))
        await people.missed(tx, PersonNumber(9), now=NOW)


def of_people(table: Table) -> list[Column[Any]]:
    """The columns of a table that point at a person. Receipts do so without saying it to the database."""
    pointing = [
        column for column in table.columns if any(key.target_fullname == "people.number" for key in column.foreign_keys)
    ]
    return [*pointing, receipts.c.person] if table is receipts else pointing


async def a_full_life(database: Database, telegram_id: int) -> PersonNumber:
    """Someone of whom there is something in every table that can hold any of it."""
    person = (await add(database, telegram_id, Role.ORGANIZER)).number
    going_out = await alert(database, ((HARBOR,),))
    async with database.transaction() as tx:
        about = await incident(tx)
        await areas.listen(tx, person, HARBOR)
        await areas.listen(tx, person, EVERYWHERE)
        await areas.leave(tx, person, EVERYWHERE)
        await duties.start(tx, person, [HARBOR], until=NOW + HOUR)
        await drafts.save(tx, person, Draft(tag=1), now=NOW)
        report = replace(REPORT, spot=Spot(42.5, -70.9, 10), note="a white van", photo="A1")
        await reports.add(tx, report, incident=about, by=person, now=NOW)
        await findings.add(tx, about, Finding(person, Answer.SEEN, Where.REMOTE, NOW))
        await incidents.claim(tx, await incidents.get(tx, about), by=person, until=NOW + HOUR, now=NOW)
        await cards.deal(tx, about, [person])
        await lists.send(tx, person, Listed(more=1), now=NOW)
        await echoes.add(tx, about, Echo.SEEN_TOO, by=person, now=NOW)
        await lines.begin(tx, person, about, question=None, now=NOW)
        await letters.write(tx, [person], Says.DISPUTED, LetterFacts(about, REPORT.place, NOW), now=NOW)
        await invitations.add(tx, bytes([telegram_id]) * 32, role=Role.VOLUNTEER, inviter=person, expires=NOW + HOUR)
        other = await people.add(tx, 100 + telegram_id, language=Language("en"), role=Role.ORGANIZER, now=NOW)
        await people.sponsor(tx, other.number, by=person)
        second = bytes([100 + telegram_id]) * 32
        await invitations.add(tx, second, role=Role.ORGANIZER, inviter=other.number, expires=NOW + HOUR)
        await invitations.agree(tx, second[:MARK_BYTES].hex(), by=person, now=NOW)
        await notices.add(tx, person, now=NOW)
        await translators.offer(tx, person, Language("es"))
        await freezes.agree(tx, Wish.RESUME, 7, person, now=NOW)
        await broadcasts.settle(tx, [Receipt(going_out.id, person, MessageId(5))], [])
        await progress.keep(tx, progress.Shown(going_out.id, person, MessageId(6), told=1, total=2, at=NOW))
        await inbox.write(tx, [Raw(UpdateId(telegram_id), telegram_id, b"{}")], now=NOW)
    return person


async def traces(database: Database, person: PersonNumber, telegram_id: int) -> dict[str, int]:
    """In how many rows of which columns this person is found."""
    found = {}
    async with database.reading() as tx:
        for table in metadata.sorted_tables:
            for column in of_people(table):
                rows = await tx.one(select(func.count()).select_from(table).where(column == person))
                found[str(column)] = rows[0] if rows else 0
        here = select(func.count()).select_from(inbox_rows)
        rows = await tx.one(here.where(inbox_rows.c.chat == database.keys.handle(telegram_id)))
        found["inbox.chat"] = rows[0] if rows else 0
    return found


@pytest.mark.asyncio
async def test_after_forgetting_no_row_anywhere_has_the_person(database: Database) -> None:
    ana, ben = await a_full_life(database, 1), await a_full_life(database, 2)
    before = await traces(database, ana, 1)

    async with database.transaction() as tx:
        await people.forget(tx, ana)

    assert all(before.values()), before
    assert not any((await traces(database, ana, 1)).values())
    assert await traces(database, ben, 2) == before
    assert await find(database, 1) is None


@pytest.mark.asyncio
async def test_what_someone_forgotten_helped_to_find_out_stays(database: Database) -> None:
    ana = await a_full_life(database, 1)
    await someone(database, 2, HARBOR)

    async with database.transaction() as tx:
        await people.forget(tx, ana)

    async with database.reading() as tx:
        told, looked = [await tx.all(select(one)) for one in (report_rows, finding_rows)]
    assert [row.person for row in (*told, *looked)] == [None, None]
    assert [row.point for row in told] == [None]
