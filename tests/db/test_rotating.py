"""A new main key: everybody is found all along, nobody with the old one at the end, and a crash only delays it."""

import asyncio
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from bot.domain.ids import Language, PersonNumber, UpdateId
from bot.domain.ledger import Act
from bot.domain.people import Role
from db import backups, inbox, ledger, people, rotating, sqlite, standings
from db import keys as key_folder
from db.backups import NoBackup
from db.engine import Database, connect
from db.inbox import Raw
from db.keys import MAIN, NEXT, KeysError
from db.opening import CannotOpen, open_database
from db.sqlite import PRAGMAS
from simulator.residue import hits
from tests.conftest import sqlite_url

NOW = datetime(2026, 3, 2, 21, 30, tzinfo=UTC)
ANA, EVE, BEN, CAI = 7_316_498_025, 7_316_498_026, 7_316_498_027, 7_316_498_028
ENGLISH = Language("en")


async def lives(database: Database) -> None:
    """Ana has reported twice today; she and a stranger have just written; the ledger has a row."""
    async with database.transaction() as tx:
        ana = await people.add(tx, ANA, language=ENGLISH, role=Role.RESIDENT, now=NOW)
        for _ in range(2):
            await standings.count(tx, await standings.of(tx, ana.number, now=NOW), now=NOW)
        await ledger.write(tx, Act.FROZEN, by=ana, now=NOW)
        await inbox.write(tx, [Raw(UpdateId(n), one, b"{}") for n, one in enumerate((ANA, EVE, EVE))], now=NOW)


async def is_as_before(database: Database) -> None:
    """Ana is known by her number, reached, and held to what she did; what came waits; the ledger is whole."""
    async with database.reading() as tx:
        ana = await people.find(tx, ANA)
        assert ana is not None
        assert await people.chat(tx, ana.number) == ANA
        assert (await standings.of(tx, ana.number, now=NOW)).today == 2
        assert (await ledger.check(tx)).broken is None
        first, second, third = await inbox.turns(tx, after=inbox.Arrival(0), limit=9)
    assert first.chat == database.keys.handle(ANA)
    assert second.chat == third.chat != first.chat


async def rotate(database: Database) -> int:
    """A new main key takes the place of the old one."""
    key_folder.prepare(database.keys.folder)
    return await rotating.rotate(database, now=NOW)


def begin(database: Database) -> None:
    """A rotation has begun, and nobody is sealed anew yet."""
    key_folder.prepare(database.keys.folder)
    key_folder.begin(database.keys.folder)
    database.keys.follow()


class Crash(Exception):
    """The machine stops."""


def crashes(*_: object, **__: object) -> None:
    raise Crash


@pytest.mark.asyncio
async def test_all_that_the_old_key_sealed_is_as_before_with_the_new_one_and_nothing_of_it_is_left(
    database: Database, tmp_path: Path
) -> None:
    await lives(database)
    was, handle = (tmp_path / "keys" / MAIN).read_bytes(), database.keys.handle(ANA)

    assert await rotate(database) == 1

    await is_as_before(database)
    assert (tmp_path / "keys" / MAIN).read_bytes() != was
    assert not key_folder.is_under_way(tmp_path / "keys")
    assert hits(tmp_path / "data", {"handle": handle}) == []
    assert not database.keys.is_rotating


@pytest.mark.asyncio
async def test_halfway_both_who_is_sealed_anew_and_who_is_not_are_known_and_whoever_joins_is_too(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await lives(database)
    async with database.transaction() as tx:
        await people.add(tx, BEN, language=ENGLISH, role=Role.RESIDENT, now=NOW)
    monkeypatch.setattr(rotating, "AT_ONCE", 1)
    begin(database)
    assert await database.change(partial(rotating._some, after=0)) == (1, 1)

    await is_as_before(database)
    async with database.transaction() as tx:
        ben, cai = await people.find(tx, BEN), await people.add(tx, CAI, language=ENGLISH, role=Role.RESIDENT, now=NOW)
        await ledger.write(tx, Act.RESUMED, by=ben, now=NOW)
    assert ben is not None

    assert await rotating.rotate(database, now=NOW) == 1
    await is_as_before(database)
    async with database.reading() as tx:
        found = [await people.find(tx, one) for one in (BEN, CAI)]
    assert found == [ben, cai]


@pytest.mark.asyncio
async def test_whoever_leaves_halfway_leaves_nothing(database: Database, tmp_path: Path) -> None:
    await lives(database)
    handles = {"old": database.keys.handle(ANA)}
    begin(database)
    handles["new"] = database.keys.handle(ANA)
    async with database.transaction() as tx:
        await inbox.write(tx, [Raw(UpdateId(9), ANA, b"{}")], now=NOW)
        ana = await people.find(tx, ANA)
        assert ana is not None
        await people.forget(tx, ana.number)
    await database.truncate_log()

    assert hits(tmp_path / "data", handles) == []


@pytest.mark.parametrize("at", ["before it begins", "halfway", "before the commit", "after it"])
@pytest.mark.asyncio
@pytest.mark.sqlite
async def test_after_a_crash_the_next_opening_knows_everyone_and_goes_on(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    await lives(database)
    was = (tmp_path / "keys" / MAIN).read_bytes()
    where = {
        "before it begins": (key_folder, "begin"),
        "halfway": (rotating, "_vouch"),
        "before the commit": (ledger, "vouch_anew"),
    }
    monkeypatch.setattr(*where.get(at, (key_folder, "put_in_place")), crashes)
    with pytest.raises(Crash):
        await rotate(database)
    await database.close()
    monkeypatch.undo()

    again = await open_database(sqlite_url(tmp_path / "data"), tmp_path / "keys")
    await is_as_before(again)
    assert await rotating.go_on(again, now=NOW)

    await is_as_before(again)
    await again.close()
    assert not key_folder.is_under_way(tmp_path / "keys")
    assert (tmp_path / "keys" / MAIN).read_bytes() != was


@pytest.mark.asyncio
async def test_whoever_was_about_to_join_with_the_old_key_when_it_began_is_known_at_the_end(database: Database) -> None:
    await lives(database)
    key_folder.prepare(database.keys.folder)
    steps, seals = list[bytes](), asyncio.Event()

    async def followed() -> None:
        steps.append(database.keys.follow())
        if len(steps) == len(("opens", "seals")):
            seals.set()

    async with database.transaction() as tx:
        ben = await people.add(tx, BEN, language=ENGLISH, role=Role.RESIDENT, now=NOW)
        rotation = asyncio.create_task(rotating.rotate(database, now=NOW, followed=followed))
        await seals.wait()
        for _ in range(9):
            await asyncio.sleep(0)  # it does not go on before this is committed
    count = await rotation

    assert count == 2
    async with database.reading() as tx:
        assert await people.find(tx, BEN) == ben
        assert await people.chat(tx, ben.number) == BEN
    assert len(set(steps)) == len(("opens", "seals", "alone"))


@pytest.mark.asyncio
async def test_when_the_others_do_not_follow_all_stays_as_it_is_and_the_next_one_goes_on(database: Database) -> None:
    await lives(database)
    was, handle = (database.keys.folder / MAIN).read_bytes(), database.keys.handle(ANA)
    key_folder.prepare(database.keys.folder)

    async def followed() -> None:
        raise Crash

    with pytest.raises(Crash):
        await rotating.rotate(database, now=NOW, followed=followed)
    still = (database.keys.folder / MAIN).read_bytes(), database.keys.handle(ANA)
    await is_as_before(database)

    assert still == (was, handle)
    assert await rotating.rotate(database, now=NOW) == 1
    await is_as_before(database)


@pytest.mark.asyncio
async def test_since_when_the_main_key_is_in_its_place_is_known(database: Database) -> None:
    async with database.reading() as tx:
        before = await rotating.last(tx)
    await rotate(database)

    assert before is None
    async with database.reading() as tx:
        assert await rotating.last(tx) == NOW


@pytest.mark.asyncio
async def test_where_no_new_key_is_wished_for_nothing_happens(database: Database, tmp_path: Path) -> None:
    was = (tmp_path / "keys" / MAIN).read_bytes()

    assert await rotating.go_on(database, now=NOW) is False
    assert (tmp_path / "keys" / MAIN).read_bytes() == was


@pytest.mark.asyncio
async def test_no_backup_is_made_on_the_way_as_it_would_open_with_neither_key_alone(
    database: Database, tmp_path: Path
) -> None:
    key_folder.prepare(database.keys.folder)

    with pytest.raises(NoBackup, match="new main key"):
        await backups.make(database, tmp_path, now=NOW)
    await backups.look_after(database, tmp_path, now=NOW)
    assert backups.all_in(tmp_path) == []


def test_a_new_key_that_is_wished_for_twice_is_one(tmp_path: Path) -> None:
    key_folder.make(tmp_path / "keys")
    key_folder.prepare(tmp_path / "keys")
    first = (tmp_path / "keys" / NEXT).read_bytes()
    key_folder.prepare(tmp_path / "keys")

    assert (tmp_path / "keys" / NEXT).read_bytes() == first
    assert {one.name for one in (tmp_path / "keys").iterdir()} == {MAIN, NEXT, "days"}


@pytest.mark.asyncio
@pytest.mark.sqlite
async def test_a_key_of_which_only_half_was_written_is_cleared_away(database: Database, tmp_path: Path) -> None:
    await lives(database)
    (tmp_path / "keys" / NEXT).write_text("00ff")

    again = await open_database(sqlite_url(tmp_path / "data"), tmp_path / "keys")
    with pytest.raises(KeysError, match="was no key"):
        await rotating.go_on(again, now=NOW)

    await is_as_before(again)
    await again.close()
    assert not key_folder.is_under_way(tmp_path / "keys")


@pytest.mark.asyncio
@pytest.mark.sqlite
async def test_two_keys_of_which_none_fits_are_left_as_they_are(database: Database, tmp_path: Path) -> None:
    for name in (MAIN, NEXT):
        (tmp_path / "keys" / name).write_text("ab" * 32)

    with pytest.raises(KeysError, match="does not open"):
        await open_database(sqlite_url(tmp_path / "data"), tmp_path / "keys")
    assert (tmp_path / "keys" / NEXT).exists()


@pytest.mark.asyncio
async def test_a_ledger_that_somebody_changed_is_not_vouched_for_anew(database: Database, tmp_path: Path) -> None:
    await lives(database)
    async with database.transaction() as tx:
        await tx.connection.exec_driver_sql("DELETE FROM ledger")

    was = (tmp_path / "keys" / MAIN).read_bytes()
    with pytest.raises(CannotOpen, match="ledger is broken"):
        await rotate(database)
    assert (tmp_path / "keys" / MAIN).read_bytes() == was
    assert not database.keys.is_rotating


@pytest.mark.asyncio
@pytest.mark.sqlite
async def test_a_copy_from_before_does_not_open_with_the_new_key(database: Database, tmp_path: Path) -> None:
    await lives(database)
    await database.truncate_log()
    (tmp_path / "copy").mkdir()
    (tmp_path / "copy" / "avisa.db").write_bytes((tmp_path / "data" / "avisa.db").read_bytes())
    await rotate(database)

    copy = Database(connect(sqlite_url(tmp_path / "copy")), database.keys)
    async with copy.reading() as tx:
        assert await people.find(tx, ANA) is None
    await copy.close()
    with pytest.raises(KeysError):
        await open_database(sqlite_url(tmp_path / "copy"), tmp_path / "keys")


@pytest.mark.asyncio
async def test_who_still_reads_what_the_old_key_sealed_can_open_it(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(PRAGMAS, "busy_timeout", 10)
    monkeypatch.setattr(sqlite, "SETTLES", 0.01)
    await lives(database)
    key_folder.prepare(database.keys.folder)
    has_begun, is_read, is_sealed_anew, outlast = asyncio.Event(), asyncio.Event(), asyncio.Event(), database.outlast

    async def outlasts() -> None:
        """At its first call somebody begins to read; at the second they are still at it."""
        if not has_begun.is_set():
            has_begun.set()
            await is_read.wait()
            return
        is_sealed_anew.set()
        await outlast()

    monkeypatch.setattr(database, "outlast", outlasts)
    rotation = asyncio.create_task(rotating.rotate(database, now=NOW))
    await has_begun.wait()
    async with database.reading() as tx:
        ana = await people.find(tx, ANA)
        is_read.set()
        await is_sealed_anew.wait()
        again, chat = await people.find(tx, ANA), await people.chat(tx, PersonNumber(1))
        has_two = database.keys.is_rotating
    await rotation

    assert again == ana is not None
    assert chat == ANA
    assert (has_two, database.keys.is_rotating) == (True, False)
