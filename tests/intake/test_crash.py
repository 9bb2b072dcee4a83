"""A crash at any moment: nothing is lost, nothing takes effect twice, and who was not answered yet is."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from telegram import Update

from bot.domain.ids import UpdateId
from bot.wire import Answer
from db import inbox as letters
from db.engine import Database
from db.inbox import Raw
from db.opening import open_database
from db.tables import inbox
from tests.fresh import after_a_crash
from tests.intake.house import NOON, House, counted, house, reply, said
from tests.intake.telegram import Telegram, message, raw

UPDATES, CHATS = 40, 4


def left_of(telegram: Telegram) -> Telegram:
    """Telegram after our crash: what was not confirmed is still there."""
    again = Telegram()
    again.queue = dict(telegram.queue)
    return again


@asynccontextmanager
async def opened(left: str, keys: Path) -> AsyncIterator[Database]:
    """The database after the crash."""
    database = await open_database(left, keys)
    try:
        yield database
    finally:
        await database.close()


async def effects(database: Database) -> list[int]:
    return [await counted(database, f"chat {chat}") for chat in range(1, CHATS + 1)]


def answers(telegram: Telegram) -> set[tuple[int, str]]:
    return {(int(asked["chat_id"]), asked["text"]) for method, asked in telegram.posted if method == "sendMessage"}


@pytest.mark.parametrize("replies", [0, 1, 2, 5, 13, 29, 38, 40])
@pytest.mark.asyncio
async def test_a_crash_loses_nothing_and_doubles_nothing(database: Database, tmp_path: Path, replies: int) -> None:
    telegram = Telegram()
    await telegram.has(*(message(number, chat=1 + number % CHATS) for number in range(UPDATES)))
    async with house(database, telegram, reply) as here:
        here.start()
        await telegram.until(lambda: len(telegram.posted) >= replies)
        left = after_a_crash(database, tmp_path / "crashed")
        after_it, before = left_of(telegram), answers(telegram)

    async with opened(left, tmp_path / "crashed" / "keys") as again, house(again, after_it, reply) as here:
        here.start()
        await after_it.until(lambda: not after_it.queue)
        await here.all_answered()

        assert await effects(again) == [UPDATES // CHATS] * CHATS
        assert await here.rows(select(func.count()).select_from(inbox)) == [(UPDATES,)]
    # an answer tells how many came before it in its chat: so each was given, and a repeat said the same
    expected = {(1 + number % CHATS, f"{number}: {1 + number // CHATS}") for number in range(UPDATES)}
    assert before | answers(after_it) == expected


class Confirmed(Telegram):
    """Looks, whenever updates are confirmed to it, whether they are committed."""

    def __init__(self, database: Database) -> None:
        super().__init__()
        self.missing = list[set[int]]()
        self._database = database

    async def post(self, method: str, body: bytes, **more: Any) -> Answer:
        """Look, then answer."""
        if method == "getUpdates":
            confirmed = {number for number in self.queue if number < json.loads(body).get("offset", 0)}
            async with self._database.reading() as tx:
                committed = {row.update_id for row in await tx.all(select(inbox.c.update_id))}
            self.missing.append(confirmed - committed)
        return await super().post(method, body, **more)


@pytest.mark.asyncio
async def test_at_the_moment_they_are_confirmed_updates_are_committed(database: Database) -> None:
    telegram = Confirmed(database)
    await telegram.has(*(message(number, chat=number) for number in range(1, 121)))
    async with house(database, telegram, reply) as here:
        here.start()
        await telegram.until(lambda: not telegram.queue)

    assert len(telegram.missing) >= 2
    assert not any(telegram.missing)


@pytest.mark.asyncio
async def test_what_took_effect_and_was_not_answered_is_shown_again(database: Database, tmp_path: Path) -> None:
    telegram, shown, free = Telegram(), asyncio.Event(), asyncio.Event()

    async def handle(update: Update, here: House) -> None:
        await reply(update, here)
        shown.set()
        await free.wait()

    await telegram.has(message(7))
    async with house(database, telegram, handle) as here:
        here.start()
        await shown.wait()
        left = after_a_crash(database, tmp_path / "crashed")
        free.set()
    after_it = Telegram()
    async with opened(left, tmp_path / "crashed" / "keys") as again, house(again, after_it, reply) as here:
        here.start()
        await after_it.until(lambda: after_it.posted)
        await here.all_answered()

        assert said(after_it) == ["7: 1"]
        assert await counted(again, "chat 42") == 1


@pytest.mark.asyncio
async def test_a_failure_before_the_crash_counts_after_it(database: Database) -> None:
    tries = list[int]()

    async def fails(update: Update, here: House) -> None:
        tries.append(update.update_id)
        raise KeyError

    async with database.transaction() as tx:
        await letters.write(tx, [Raw(UpdateId(7), 42, raw(message(7)))], now=NOON)
        await letters.failed(tx, UpdateId(7))
    async with house(database, Telegram(), fails) as here:
        here.start()
        await here.all_answered()

    assert (tries, [chat for chat, _ in here.told]) == ([7], [42])
