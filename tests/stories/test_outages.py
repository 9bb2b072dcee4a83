"""What the bot at work does when its database is damaged under it, its disk is full, or Telegram has no address."""

import asyncio
import random
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.domain.buttons import Found
from bot.domain.people import Role
from bot.domain.verification import Answer, Where
from bot.full_disk import FullDisk
from bot.services import inviting
from db.engine import Database
from db.failing import Damaged, Unavailable
from db.sqlite import sqlite_file
from handlers.start import Tries
from simulator.faults import Unreachable
from tests.fresh import FULL, READ_ONLY, written_by_nobody
from tests.intake.house import Hurried
from tests.services.acts import OWNER, finds, joins, newest
from tests.stories.harborton import Harborton

PAGE = 4096


def roots(file: Path, table: str) -> list[int]:
    """The first page of a table, or none, once all that was committed is in the file itself."""
    with closing(sqlite3.connect(file)) as known:
        [is_busy, *_] = known.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        assert not is_busy
        return [page for [page] in known.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,))]


async def is_damaged(harborton: Harborton, table: str) -> None:
    """The first page of a table turns to nonsense; with `*`, all pages but the first of the file."""
    await harborton.town.database.close()
    file = sqlite_file(str(harborton.town.database.engine.url))
    assert file is not None
    first = await asyncio.to_thread(roots, file, table)
    chance = random.Random(7)  # noqa: S311  chance, not secrecy
    with file.open("r+b") as pages:  # in place: nobody may find an empty file meanwhile
        for at in [(page - 1) * PAGE for page in first] or range(PAGE, file.stat().st_size, PAGE):
            pages.seek(at)
            pages.write(chance.randbytes(PAGE))
    await harborton.town.database.close()  # whoever has read it meanwhile reads it anew


@pytest.mark.asyncio
@pytest.mark.sqlite
@pytest.mark.parametrize("table", ["*", "people", "broadcasts"])
async def test_a_bot_whose_database_is_damaged_under_it_ends_and_publishes_nothing(
    database: Database, table: str
) -> None:
    harborton = Harborton(database)
    async with harborton.avisa.at_work() as tasks:
        ana, ben = await harborton.resident("Ana"), await harborton.volunteer("Ben", "harbor")
        await harborton.reports(ana)
        card = await ben.hears("No. 1: not confirmed")
        await finds(harborton.town, await joins(harborton.town, 601, role=Role.VOLUNTEER), Answer.SEEN)
        there = await newest(harborton.town)
        await ben.hears("1 volunteer on the spot: seen")

        await is_damaged(harborton, table)
        await ben.forges(card.id, Found(there.id, there.version, Answer.SEEN, Where.ON_SCENE).pack())
        async with asyncio.timeout(10):
            ended, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)

    assert {type(one.exception()) for one in ended} == {Damaged}
    assert ana.heard() == []


@pytest.mark.asyncio
async def test_while_telegram_has_no_address_nothing_is_lost_and_everyone_is_answered_afterwards(
    database: Database,
) -> None:
    clock = Hurried()
    harborton = Harborton(database, clock)
    async with harborton.avisa.at_work():
        ana, ben = await harborton.resident("Ana"), await harborton.resident("Ben")
        harborton.engine.faults.next("sendMessage", Unreachable(), times=8)
        await ana.says("/check")
        harborton.engine.faults.next("getUpdates", Unreachable(), times=8)
        await ben.says("/areas")
        await ben.hears("Chosen: Harbor")
        await ana.hears("Is it true?")

    assert [len(one.messages()) for one in (ana, ben)] == [1, 1]
    assert sum(clock.waited) > 100


@pytest.mark.asyncio
async def test_an_invitation_that_is_opened_while_the_database_is_locked_is_no_bad_try(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked, accept = iter(range(Tries.MOST + 1)), inviting.accept

    async def accepts(*given: Any, **named: Any) -> Any:
        if next(locked, None) is not None:
            raise Unavailable("database is locked")
        return await accept(*given, **named)

    monkeypatch.setattr(inviting, "accept", accepts)
    harborton = Harborton(database, Hurried())
    async with harborton.avisa.at_work():
        ana, olga = await harborton.resident("Ana"), await joins(harborton.town, OWNER, role=Role.ORGANIZER)
        made = await inviting.invite(
            database, Role.VOLUNTEER, by=olga, policy=harborton.town.policy, now=harborton.town.clock.now()
        )
        await ana.says(f"/start {made.secret}")

        await ana.hears("You are a volunteer now")


@pytest.mark.asyncio
@pytest.mark.parametrize("refuses", [pytest.param(FULL, marks=pytest.mark.sqlite), READ_ONLY])
async def test_while_the_disk_takes_nothing_organizers_know_people_are_told_to_wait_and_nothing_is_lost(
    database: Database, refuses: str
) -> None:
    harborton = Harborton(database, Hurried())
    async with harborton.avisa.at_work():
        ana, olga = await harborton.resident("Ana", "es"), await harborton.organizer()
        disk = FullDisk(harborton.town, harborton.avisa.application.bot, harborton.avisa.lookout)
        async with written_by_nobody(database, refuses):
            await ana.says("/check " + "x" * 4000)
            await ana.hears("617-555-0100")
            await disk.look()
            await olga.hears("its disk is full")
            before = [one.text for one in ana.messages()]
        await ana.hears("¿Es verdad?")
        await disk.look()

    assert len(before) == 1
    assert not database.disk.refuses
    assert [one.text[:2] for one in olga.messages()] == ["💽 "]
