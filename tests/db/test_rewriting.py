"""The whole database is written anew, and nobody is held up by that or loses anything."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import pytest
import pytest_asyncio

from db import facts, rewriting
from db.engine import Database, Transaction
from db.opening import open_database
from db.sqlite import log_of
from db.tables import quarantine
from tests.conftest import sqlite_url

pytestmark = pytest.mark.sqlite

NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
DELETED = "deleted words "


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the database lies."""
    return tmp_path / "data" / "avisa.db"


def size(file: Path) -> int:
    """Its bytes."""
    return file.stat().st_size


@pytest_asyncio.fixture
async def worn(database: Database, monkeypatch: pytest.MonkeyPatch) -> Database:
    """A database of some hundred pages, a third of them room where rows were; put back a few at a time."""
    monkeypatch.setattr(rewriting, "STEP", 8)
    long = {"reference": "abcdef", "kind": DELETED * 1000, "error": "KeyError", "size": 9, "at": NOW}
    async with database.transaction() as tx:
        await tx.run(quarantine.insert(), [long] * 30)
    async with database.transaction() as tx:
        await tx.run(quarantine.delete())
    await database.truncate_log()
    return database


async def keeps(tx: Transaction) -> None:
    """Change something."""
    await facts.put(tx, "kept", b"yes")


async def looks(tx: Transaction) -> None:
    """Ask for the right to change something, and change nothing."""
    await facts.get(tx, "kept")


async def kept(database: Database) -> bytes | None:
    """What `keeps` has left."""
    async with database.reading() as tx:
        return await facts.get(tx, "kept")


Does = Callable[[], Coroutine[None, None, None]]


def at_the_first_step(monkeypatch: pytest.MonkeyPatch, does: Does) -> list[int]:
    """When the first pages have been put back, `does` is begun; the second step comes when it waits. A list that grows
    with each step."""
    loop, steps, sync = asyncio.get_running_loop(), list[int](), os.fdatasync
    begun: set[asyncio.Task[None]] = set()

    def begins(waits: Event) -> None:
        begun.add(asyncio.create_task(does()))
        loop.call_later(0, waits.set)

    def flushed(log: int) -> None:
        steps.append(log)
        if not begun:
            waits = Event()
            loop.call_soon_threadsafe(begins, waits)
            assert waits.wait(10)
        sync(log)

    monkeypatch.setattr(os, "fdatasync", flushed)
    return steps


@pytest.mark.asyncio
async def test_what_was_deleted_leaves_no_room_and_what_is_kept_stays(worn: Database, file: Path) -> None:
    await worn.change(keeps)
    before = size(file)

    assert await rewriting.rewrite(worn)
    assert size(file) < before - 300_000
    assert await kept(worn) == b"yes"
    assert size(log_of(file)) == 0
    assert not rewriting.copy_of(file).exists()


@pytest.mark.asyncio
async def test_whoever_wants_to_change_something_waits_for_one_step_and_it_is_given_up(
    worn: Database, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = size(file)
    steps = at_the_first_step(monkeypatch, lambda: worn.change(keeps))

    assert not await rewriting.rewrite(worn)
    assert len(steps) == 1
    assert await kept(worn) == b"yes"
    assert size(file) == before
    assert await rewriting.rewrite(worn)
    assert await kept(worn) == b"yes"


@pytest.mark.asyncio
async def test_whoever_changes_nothing_only_puts_it_off(
    worn: Database, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = size(file)
    steps = at_the_first_step(monkeypatch, lambda: worn.change(looks))

    assert await rewriting.rewrite(worn)
    assert len(steps) > 10
    assert size(file) < before


@pytest.mark.asyncio
async def test_what_was_changed_since_the_copy_was_made_is_not_lost(
    worn: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    turn = worn.turn

    @asynccontextmanager
    async def later() -> AsyncIterator[Callable[[], bool]]:
        await worn.change(keeps)
        async with turn() as somebody_waits:
            yield somebody_waits

    monkeypatch.setattr(worn, "turn", later)

    assert not await rewriting.rewrite(worn)
    assert await kept(worn) == b"yes"


@pytest.mark.asyncio
async def test_a_copy_is_not_made_to_its_end_once_something_was_changed(
    worn: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rewriting, "LOOKS_EVERY", 1)
    versions = iter([1, 1, 1, 2])
    monkeypatch.setattr(rewriting, "_version", lambda _watch: next(versions))
    steps = at_the_first_step(monkeypatch, lambda: worn.change(looks))

    assert not await rewriting.rewrite(worn)
    assert steps == []


@pytest.mark.asyncio
async def test_one_that_is_ended_leaves_a_whole_database_and_no_copy(
    worn: Database, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await worn.change(keeps)
    going = asyncio.create_task(rewriting.rewrite(worn))

    async def ends() -> None:
        going.cancel()

    steps = at_the_first_step(monkeypatch, ends)

    with pytest.raises(asyncio.CancelledError):
        await going
    assert len(steps) == 1
    assert not rewriting.copy_of(file).exists()
    assert await kept(worn) == b"yes"


@pytest.mark.asyncio
async def test_a_copy_that_a_crash_has_left_is_gone_at_the_next_start(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    left = rewriting.copy_of(tmp_path / "data" / "avisa.db")
    left.write_bytes(b"what a crash has left")
    again = await open_database(sqlite_url(tmp_path / "data"), tmp_path / "keys")
    await again.close()

    assert not left.exists()
