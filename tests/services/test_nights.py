"""After a night nobody can read what was deleted, in whatever file it lies: it was overwritten, or sealed with a key
that is gone."""

from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.domain.ids import UpdateId
from bot.services import forgetting, keeping, renewing, tidying
from bot.town import Town
from db import inbox, postgres, rewriting, rotating
from db.inbox import Raw
from db.keys import Keys, KeysError
from db.people import CHAT
from db.postgres import Postgres
from db.tables import people
from simulator.clock import VirtualClock
from simulator.residue import encodings, hits
from tests.fresh import ON, SERVED
from tests.services.acts import goes_on_duty, joins, rows, tells

ANA = 7_316_498_025
LINK = 8_421_365_107
"""Our own number for somebody, so large that chance finds it nowhere."""

HOUR = 3600.0


def folder(town: Town) -> Path:
    """All files of the database: of the whole server, if it has one."""
    if SERVED:
        SERVED[-1].does("postgres", "CHECKPOINT")
        return SERVED[-1].folder / "data"
    return town.database.keys.folder.parent / "data"


async def sealed(town: Town, telegram_id: int) -> dict[str, bytes]:
    """By what somebody is found, and reached."""
    handle = town.database.keys.handle(telegram_id)
    return next({"handle": handle, "chat": bytes(row.chat)} for row in await rows(town.database, people))


def opens(town: Town, known: dict[str, bytes]) -> bool:
    """Whether whoever has that and the keys folder could read it."""
    keys = Keys(town.database.keys.folder)
    if known["handle"] in keys.handles(ANA):
        return True
    try:
        return keys.open_id(CHAT, known["handle"], known["chat"]) == ANA
    except KeysError:
        return False


async def night(town: Town, clock: VirtualClock) -> None:
    """The clock does what it does in a night."""
    await town.database.change(partial(rotating.note, now=clock.now()))
    await clock.advance((27 - clock.now().astimezone(town.city.zone).hour) % 24 * HOUR + 24 * HOUR)
    now = clock.now()
    await keeping.sweep(town.database, now=now)
    if town.database.overwrites:
        await keeping.erase(town.database, now=now)
    else:
        await renewing.renew(town.database, city=town.city, now=now)
        await rotating.go_on(town.database, now=now)
    await tidying.tidy(town.database, city=town.city, now=now)


@pytest.mark.asyncio
async def test_what_was_sealed_of_somebody_who_has_left_opens_no_more(town: Town, clock: VirtualClock) -> None:
    person = await joins(town, ANA, "harbor")
    async with town.database.transaction() as tx:
        await inbox.write(tx, [Raw(UpdateId(1), ANA, b"{}")], now=clock.now())
    known = await sealed(town, ANA)
    await forgetting.forget(town.database, by=person)
    lies_there, could_be_read = {one.needle for one in hits(folder(town), known)}, opens(town, known)
    await night(town, clock)
    lies = {one.needle for one in hits(folder(town), {**known, **encodings(ANA)})}

    assert (lies_there, could_be_read) == ({"handle", "chat"}, True)
    assert lies == (set() if town.database.overwrites else {"handle", "chat"})
    assert town.database.overwrites or not opens(town, known)


on_a_server = pytest.mark.skipif(ON != postgres.NAME, reason="SQLite overwrites each row: test_residue, test_rewriting")


@on_a_server
@pytest.mark.asyncio
async def test_no_row_says_any_more_what_somebody_did_whose_link_to_it_was_cut(town: Town, clock: VirtualClock) -> None:
    database = town.database
    async with database.transaction() as tx:
        await tx.connection.exec_driver_sql(f"ALTER SEQUENCE people_number_seq RESTART {LINK}")
    ana = await goes_on_duty(town, ANA, "harbor")
    await tells(town, ana)
    async with database.reading() as tx:
        found = await tx.connection.exec_driver_sql("SELECT pg_relation_filepath('reports')")
        before = folder(town) / found.scalar_one()
    link = LINK.to_bytes(8, "little")
    was_there = link in before.read_bytes()
    await clock.advance(timedelta(days=4).total_seconds())
    await night(town, clock)
    async with database.reading() as tx:
        found = await tx.connection.exec_driver_sql("SELECT pg_relation_filepath('reports')")
        after = folder(town) / found.scalar_one()

    assert ana.number == LINK
    assert was_there
    assert not before.exists() or before.stat().st_size == 0
    assert link not in after.read_bytes()


@on_a_server
@pytest.mark.asyncio
async def test_a_table_that_somebody_is_at_is_left_for_the_next_look(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def outlast(_store: Postgres) -> None:
        """They came after that."""

    monkeypatch.setattr(Postgres, "outlast", outlast)
    async with town.database.transaction() as tx:
        await tx.run(people.delete())
        while_at_it = await rewriting.rewrite(town.database)

    assert not while_at_it
    assert await rewriting.rewrite(town.database)
