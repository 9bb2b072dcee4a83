"""A new main key: everybody is found again with it, nobody with the old one, and a crash leaves one of the two."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.domain.ids import Language, UpdateId
from bot.domain.ledger import Act
from bot.domain.people import Role
from db import inbox, ledger, people, rotating, standings
from db import keys as key_folder
from db.engine import Database, connect
from db.inbox import Raw
from db.keys import MAIN, NEXT, Keys, KeysError
from db.opening import CannotOpen, open_database
from simulator.residue import hits
from tests.conftest import sqlite_url

NOW = datetime(2026, 3, 2, 21, 30, tzinfo=UTC)
ANA, EVE = 7_316_498_025, 7_316_498_026
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


@pytest.mark.asyncio
async def test_all_that_the_old_key_sealed_is_as_before_with_the_new_one_and_nothing_of_it_is_left(
    database: Database, tmp_path: Path
) -> None:
    await lives(database)
    was, handle = (tmp_path / "keys" / MAIN).read_bytes(), database.keys.handle(ANA)

    assert await rotating.rotate(database) == 1

    await is_as_before(database)
    assert (tmp_path / "keys" / MAIN).read_bytes() != was
    assert not (tmp_path / "keys" / NEXT).exists()
    assert hits(tmp_path / "data", {"handle": handle}) == []


@pytest.mark.parametrize("committed", [False, True])
@pytest.mark.asyncio
async def test_a_crash_on_the_way_leaves_one_key_that_opens_everything(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, committed: bool
) -> None:
    await lives(database)
    was = database.keys.handle(ANA)

    def crash(*_: object) -> None:
        raise SystemExit

    monkeypatch.setattr(key_folder, "put_in_place", crash) if committed else monkeypatch.setattr(
        ledger, "vouch_anew", crash
    )
    with pytest.raises(SystemExit):
        await rotating.rotate(database)
    await database.close()
    monkeypatch.undo()
    assert (tmp_path / "keys" / NEXT).exists()

    again = await open_database(sqlite_url(tmp_path / "data"), tmp_path / "keys")

    await is_as_before(again)
    await again.close()
    assert not (tmp_path / "keys" / NEXT).exists()
    assert (Keys(tmp_path / "keys").handle(ANA) == was) is not committed


@pytest.mark.asyncio
async def test_a_key_of_which_only_half_was_written_is_cleared_away(database: Database, tmp_path: Path) -> None:
    await lives(database)
    (tmp_path / "keys" / NEXT).write_text("00ff")

    again = await open_database(sqlite_url(tmp_path / "data"), tmp_path / "keys")

    await is_as_before(again)
    await again.close()
    assert not (tmp_path / "keys" / NEXT).exists()


@pytest.mark.asyncio
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

    with pytest.raises(CannotOpen, match="ledger is broken"):
        await rotating.rotate(database)
    assert not (tmp_path / "keys" / NEXT).exists()


@pytest.mark.asyncio
async def test_a_copy_from_before_does_not_open_with_the_new_key(database: Database, tmp_path: Path) -> None:
    await lives(database)
    await database.truncate_log()
    (tmp_path / "copy").mkdir()
    (tmp_path / "copy" / "avisa.db").write_bytes((tmp_path / "data" / "avisa.db").read_bytes())
    await rotating.rotate(database)

    copy = Database(connect(sqlite_url(tmp_path / "copy")), database.keys)
    async with copy.reading() as tx:
        assert await people.find(tx, ANA) is None
    await copy.close()
    with pytest.raises(KeysError):
        await open_database(sqlite_url(tmp_path / "copy"), tmp_path / "keys")
