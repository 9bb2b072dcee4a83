"""Whole transactions in one visit, and many in one commit."""

import asyncio
import errno
import sqlite3
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from bot.domain.refusals import Expired
from db import sqlite
from db.engine import Database, Transaction, Wake
from db.failing import Damaged, Unavailable, Unwritable
from db.tables import facts
from tests.fresh import writer

pytestmark = pytest.mark.sqlite


async def put(tx: Transaction, name: str) -> str:
    await tx.run(facts.insert().values(name=name, value=b"x"))
    return name


async def names(database: Database) -> set[str]:
    return {row.name for row in await database.look(lambda tx: tx.all(select(facts.c.name)))} - {
        "key_check",
        "ledger_head",
    }


def counting(database: Database, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many share each commit."""
    together, commit = list[int](), writer(database)._commit

    def counted(does: object) -> object:
        together.append(len(does))  # type: ignore[arg-type]
        return commit(does)  # type: ignore[arg-type]

    monkeypatch.setattr(writer(database), "_commit", counted)
    return together


@pytest.mark.asyncio
async def test_what_is_asked_for_during_a_commit_shares_the_next(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    together = counting(database, monkeypatch)
    wanted = [f"fact {number}" for number in range(20)]

    assert await asyncio.gather(*(database.change(partial(put, name=one)) for one in wanted)) == wanted
    assert await names(database) == set(wanted)
    assert sum(together) == 20 and len(together) <= 2


@pytest.mark.asyncio
async def test_a_refusal_takes_back_its_own_changes_and_nobody_elses(database: Database) -> None:
    async def refuse(tx: Transaction) -> str:
        await put(tx, "refused")
        raise Expired

    found = await asyncio.gather(
        database.change(lambda tx: put(tx, "first")),
        database.change(refuse),
        database.change(lambda tx: put(tx, "first")),
        database.change(lambda tx: put(tx, "last")),
        return_exceptions=True,
    )

    assert [type(one) for one in found] == [str, Expired, IntegrityError, str]
    assert await names(database) == {"first", "last"}


@pytest.mark.asyncio
async def test_when_the_database_fails_one_the_others_are_done_without_it(database: Database) -> None:
    async def fails(tx: Transaction) -> str:
        await put(tx, "failed")
        raise sqlite3.OperationalError("disk I/O error")

    found = await asyncio.gather(
        database.change(lambda tx: put(tx, "first")),
        database.change(fails),
        database.change(lambda tx: put(tx, "last")),
        return_exceptions=True,
    )

    assert [type(one) for one in found] == [str, Unavailable, str]
    assert await names(database) == {"first", "last"}


@pytest.mark.asyncio
async def test_a_disk_that_is_full_changes_nothing_and_later_takes_everything(database: Database) -> None:
    async def limit(tx: Transaction, pages: int) -> None:
        await tx.connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    async def much(tx: Transaction) -> None:
        await tx.run(facts.insert().values(name="much", value=b"x" * 1_000_000))

    await database.change(lambda tx: limit(tx, 1))
    with pytest.raises(Unwritable, match="full"):
        await database.change(much)
    assert await names(database) == set()
    await database.change(lambda tx: limit(tx, 1_000_000))
    await database.change(much)

    assert await names(database) == {"much"}


@pytest.mark.asyncio
async def test_a_database_that_another_locks_is_unavailable_until_it_lets_go(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sqlite.PRAGMAS, "busy_timeout", 1)
    other = sqlite3.connect(tmp_path / "data" / "avisa.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Unavailable, match="locked"):
        await database.change(lambda tx: put(tx, "locked out"))
    assert not database.disk.refuses
    other.execute("ROLLBACK")
    other.close()

    assert await database.change(lambda tx: put(tx, "let in")) == "let in"


@pytest.mark.asyncio
async def test_a_database_that_may_only_be_read_is_unavailable(database: Database) -> None:
    async def only_reads(tx: Transaction) -> None:
        await tx.connection.exec_driver_sql("PRAGMA query_only = 1")

    await database.change(only_reads)
    with pytest.raises(Unwritable, match="readonly"):
        await database.change(lambda tx: put(tx, "x"))

    assert await names(database) == set()
    assert database.disk.refuses


@pytest.mark.asyncio
async def test_a_key_that_cannot_be_written_is_a_disk_that_takes_nothing(database: Database) -> None:
    async def seals(_tx: Transaction) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "/a/path")

    with pytest.raises(Unwritable, match=r"^No space left on device$"):
        await database.change(seals)
    assert database.disk.refuses


@pytest.mark.asyncio
async def test_the_old_way_says_the_same_of_a_disk_that_takes_nothing(database: Database) -> None:
    with pytest.raises(Unwritable, match="readonly"):
        async with database.transaction() as tx:
            await tx.connection.exec_driver_sql("PRAGMA query_only = 1")
            await put(tx, "x")
    assert database.disk.refuses


@pytest.mark.asyncio
async def test_a_file_that_is_no_database_any_more_is_damaged(database: Database, tmp_path: Path) -> None:
    await database.close()
    file = tmp_path / "data" / "avisa.db"
    file.write_bytes(b"not a database at all" * 1000)

    with pytest.raises(Damaged, match="put a backup in its place"):
        await database.look(lambda tx: tx.one(select(func.count()).select_from(facts)))


@pytest.mark.asyncio
async def test_a_transaction_that_waits_for_something_else_is_a_bug(database: Database) -> None:
    async def waits(tx: Transaction) -> None:
        await put(tx, "x")
        await asyncio.sleep(0)

    with pytest.raises(RuntimeError, match="may wait for nothing"):
        await database.change(waits)
    assert await names(database) == set()


@pytest.mark.asyncio
async def test_whoever_is_to_be_woken_is_woken_after_the_commit_only(database: Database) -> None:
    woken = list[str]()
    database.listen(Wake.COURIER, lambda: woken.append("woken"))

    async def wakes(tx: Transaction, name: str) -> None:
        await put(tx, name)
        tx.wake(Wake.COURIER)

    await database.change(lambda tx: wakes(tx, "a"))
    with pytest.raises(IntegrityError):
        await database.change(lambda tx: wakes(tx, "a"))

    assert woken == ["woken"]


@pytest.mark.asyncio
async def test_a_transaction_of_the_old_way_and_a_visit_wait_for_each_other(database: Database) -> None:
    async with database.transaction() as tx:
        waits = asyncio.create_task(database.change(lambda other: put(other, "second")))
        await put(tx, "first")
    await waits

    assert await names(database) == {"first", "second"}
