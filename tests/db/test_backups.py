"""Backups: whole, sealed, of a day's life; and put back where nothing is."""

import os
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.domain.ids import Language
from bot.domain.people import Role
from db import backups, departures, people, rotating
from db import keys as key_folder
from db.backups import PIECE, NoBackup
from db.engine import Database
from db.keys import KeyGone, Keys, KeysError
from db.opening import CannotOpen, open_database
from db.restoring import restore
from simulator.residue import encodings, hits
from tests.conftest import sqlite_url
from tests.db.crowd import alert, someone
from tests.db.kept import RINGS

NOW = datetime(2026, 3, 2, 21, 30, tzinfo=UTC)
ANA = 7_316_498_025
ENGLISH = Language("en")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where backups go."""
    made = tmp_path / "backups"
    made.mkdir(mode=0o700)
    return made


@pytest.fixture
def empty_place(tmp_path: Path) -> str:
    """Where nothing is yet, on another machine."""
    (tmp_path / "there").mkdir()
    return sqlite_url(tmp_path / "there")


def named(folder: Path) -> list[str]:
    """What lies in a folder."""
    return sorted(path.name for path in folder.iterdir())


async def ana_joins(database: Database) -> None:
    async with database.transaction() as tx:
        await people.add(tx, ANA, language=ENGLISH, role=Role.RESIDENT, now=NOW)


@pytest.mark.asyncio
async def test_what_was_backed_up_is_there_again_and_what_came_later_is_not(
    database: Database, folder: Path, empty_place: str
) -> None:
    await ana_joins(database)
    made = await backups.make(database, folder, now=NOW)
    async with database.transaction() as tx:
        await people.add(tx, ANA + 1, language=ENGLISH, role=Role.RESIDENT, now=NOW)

    done = await restore(empty_place, database.keys.folder, made)
    again = await open_database(empty_place, database.keys.folder)
    async with again.reading() as tx:
        found = await people.find(tx, ANA), await people.find(tx, ANA + 1)
    await again.close()

    assert (done.made, done.people) == (NOW, 1)
    assert found[0] is not None
    assert found[1] is None


@pytest.mark.asyncio
async def test_a_backup_tells_nothing_and_is_the_only_file_that_is_left(database: Database, folder: Path) -> None:
    await ana_joins(database)
    handle = database.keys.handle(ANA)

    made = await backups.make(database, folder, now=NOW)

    assert named(folder) == ["avisa-20260302T213000Z.backup"]
    assert made.stat().st_mode & 0o777 == 0o600
    assert hits(folder, {**encodings(ANA), "handle": handle, "a database": b"SQLite format 3"}) == []


@pytest.mark.asyncio
async def test_no_backup_is_written_over(database: Database, folder: Path) -> None:
    made = await backups.make(database, folder, now=NOW)
    before = made.read_bytes()

    with pytest.raises(NoBackup, match="is there already"):
        await backups.make(database, folder, now=NOW)
    assert made.read_bytes() == before


@pytest.mark.asyncio
async def test_in_a_running_bot_they_are_made_in_time_and_none_gets_older_than_a_day(
    database: Database, folder: Path
) -> None:
    (folder / ".avisa-20260301T000000Z.backup.copy").write_bytes(b"what a crash has left")
    (folder / "avisa-of-my-own.backup").write_bytes(b"none of ours")
    oldest, at = [], NOW
    while at < NOW + timedelta(days=2):
        await backups.look_after(database, folder, now=at)
        oldest.append(at - backups.all_in(folder)[0][0])
        newest = at - backups.all_in(folder)[-1][0]
        assert newest < timedelta(hours=6)
        at += timedelta(hours=2)

    assert timedelta(hours=16) < max(oldest) < timedelta(days=1)
    assert not [name for name in named(folder) if name.startswith(".")]


@pytest.mark.asyncio
async def test_after_a_new_main_key_the_next_look_makes_one_that_opens(database: Database, folder: Path) -> None:
    await backups.look_after(database, folder, now=NOW)
    later = NOW + timedelta(minutes=30, microseconds=7)
    key_folder.prepare(database.keys.folder)
    assert await rotating.go_on(database, now=later)  # whoever did it was ended before a backup was made

    await backups.look_after(database, folder, now=later + timedelta(minutes=10))
    await backups.look_after(database, folder, now=later + timedelta(minutes=20))

    (_, old), (_, new) = backups.all_in(folder)
    with pytest.raises(NoBackup, match="does not open"):
        backups.open_into(old, folder / "target", database.keys)
    assert backups.open_into(new, folder / "target", database.keys) == later + timedelta(minutes=10)


@pytest.mark.parametrize("spoil", ["cut", "bit", "cut to a piece", "head", "nothing"])
def test_a_backup_that_was_changed_in_any_place_does_not_open(tmp_path: Path, folder: Path, spoil: str) -> None:
    key_folder.make(tmp_path / "keys")
    keys = Keys(tmp_path / "keys")
    copy, made, target = tmp_path / "copy", folder / "x.backup", tmp_path / "target"
    copy.write_bytes(os.urandom(2 * PIECE))
    backups.seal(copy, made, keys, NOW)
    whole = bytearray(made.read_bytes())
    head = len(whole) - 2 * (PIECE + 16)
    match spoil:
        case "cut":
            whole = whole[:-1]
        case "cut to a piece":
            whole = whole[: head + PIECE + 16]
        case "bit":
            whole[head + PIECE // 2] ^= 1
        case "head":
            whole[head - 1] ^= 1
    made.write_bytes(whole)

    if spoil == "nothing":
        assert backups.open_into(made, target, keys) == NOW
        assert target.read_bytes() == copy.read_bytes()
    else:
        with pytest.raises(NoBackup, match="does not open"):
            backups.open_into(made, target, keys)
        assert not target.exists()


@pytest.mark.asyncio
async def test_with_another_main_key_nothing_is_restored(
    database: Database, folder: Path, empty_place: str, tmp_path: Path
) -> None:
    made = await backups.make(database, folder, now=NOW)
    key_folder.make(tmp_path / "others")

    with pytest.raises(NoBackup, match="another key made it"):
        await restore(empty_place, tmp_path / "others", made)
    with pytest.raises(KeysError, match="is missing"):
        await restore(empty_place, tmp_path / "none", made)
    assert named(tmp_path / "there") == []


@pytest.mark.parametrize("there", ["avisa.db", "avisa.db-wal"])
@pytest.mark.asyncio
async def test_a_place_where_something_is_stays_as_it_is(
    database: Database, folder: Path, empty_place: str, tmp_path: Path, there: str
) -> None:
    made = await backups.make(database, folder, now=NOW)
    (tmp_path / "there" / there).write_text("mine")

    with pytest.raises(CannotOpen, match="empty place"):
        await restore(empty_place, database.keys.folder, made)
    assert (tmp_path / "there" / there).read_text() == "mine"
    assert named(tmp_path / "there") == [there]


@pytest.mark.asyncio
async def test_a_ledger_that_somebody_changed_is_not_restored(
    database: Database, folder: Path, empty_place: str, tmp_path: Path
) -> None:
    async with database.transaction() as tx:
        await tx.connection.exec_driver_sql("DELETE FROM facts WHERE name = 'ledger_head'")
    made = await backups.make(database, folder, now=NOW)

    with pytest.raises(CannotOpen, match="ledger is broken"):
        await restore(empty_place, database.keys.folder, made)
    assert named(tmp_path / "there") == []


@pytest.mark.asyncio
async def test_words_whose_day_is_over_are_unreadable_in_a_backup_too(
    database: Database, folder: Path, empty_place: str
) -> None:
    keys, old, today = database.keys, (NOW - timedelta(days=4)).date(), NOW.date()
    sealed = {day: keys.seal(day, "reports", b"1", b"two vans") for day in (old, today)}
    made = await backups.make(database, folder, now=NOW)
    keys.destroy_before(today)

    done = await restore(empty_place, keys.folder, made)

    assert done.days == [today]
    with pytest.raises(KeyGone):
        Keys(keys.folder).open(old, "reports", b"1", sealed[old])
    assert Keys(keys.folder).open(today, "reports", b"1", sealed[today]) == b"two vans"


@pytest.mark.asyncio
async def test_an_alert_that_was_on_its_way_then_is_sent_to_nobody_now(
    database: Database, folder: Path, empty_place: str
) -> None:
    await someone(database, 1)
    await alert(database, RINGS)
    made = await backups.make(database, folder, now=NOW)

    assert (await restore(empty_place, database.keys.folder, made)).ended == 1
    again = await open_database(empty_place, database.keys.folder)
    async with again.reading() as tx:
        under_way = (
            await tx.connection.exec_driver_sql("SELECT count(*) FROM broadcasts WHERE state = 'open'")
        ).scalar()
    await again.close()
    assert under_way == 0


async def leaves(database: Database, telegram_id: int) -> None:
    async with database.transaction() as tx:
        person = await people.find(tx, telegram_id)
        assert person is not None
        await people.forget(tx, person.number)


@pytest.mark.asyncio
async def test_whoever_left_after_the_backup_is_not_in_what_is_restored(
    database: Database, folder: Path, empty_place: str
) -> None:
    database.farewells = partial(departures.note, folder)
    async with database.transaction() as tx:
        for one in (ANA, ANA + 1):
            await people.add(tx, one, language=ENGLISH, role=Role.RESIDENT, now=NOW)
    await leaves(database, ANA + 1)
    async with database.transaction() as tx:
        await people.add(tx, ANA + 1, language=ENGLISH, role=Role.RESIDENT, now=NOW)
    made = await backups.make(database, folder, now=datetime.now(UTC))
    await leaves(database, ANA)

    done = await restore(empty_place, database.keys.folder, made)
    again = await open_database(empty_place, database.keys.folder)
    async with again.reading() as tx:
        found = [await people.find(tx, one) for one in (ANA, ANA + 1)]
    await again.close()

    assert (done.people, done.left) == (1, 1)
    assert found[0] is None
    assert found[1] is not None


@pytest.mark.asyncio
async def test_who_has_left_is_noted_for_a_day_and_tells_nothing(database: Database, folder: Path) -> None:
    await ana_joins(database)
    database.farewells = partial(departures.note, folder)
    handle = database.keys.handle(ANA)
    await leaves(database, ANA)
    found = hits(folder, {**encodings(ANA), "handle": handle})
    noted = (folder / departures.NAME).read_text()
    now = datetime.now(UTC)
    backups.expire(folder, now=now)
    after_an_hour = departures.since(folder, NOW)
    backups.expire(folder, now=now + timedelta(days=1))

    assert found == []
    assert len(noted.split("\n")) - 1 == len(after_an_hour) == 1
    assert departures.since(folder, NOW) == set()
    assert named(folder) == [departures.NAME]


@pytest.mark.asyncio
async def test_whoever_leaves_where_it_cannot_be_noted_leaves_all_the_same(database: Database, folder: Path) -> None:
    await ana_joins(database)
    database.farewells = partial(departures.note, folder / "nowhere")
    await leaves(database, ANA)

    async with database.reading() as tx:
        assert await people.find(tx, ANA) is None


def test_a_line_that_a_crash_cut_off_hides_no_other(folder: Path) -> None:
    departures.note(folder, [b"1" * 16])
    with (folder / departures.NAME).open("a") as file:
        file.write("\n2026-")
    departures.note(folder, [b"2" * 16])

    assert departures.since(folder, NOW) == {b"1" * 16, b"2" * 16}
