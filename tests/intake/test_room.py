"""Back-pressure."""

import asyncio
import logging

import pytest
from sqlalchemy import select
from telegram import Update

from bot.intake.room import Room
from db.engine import Database
from db.tables import inbox
from tests.intake.house import House, house, reply, said
from tests.intake.telegram import PATIENCE, Telegram, message, raw


def test_there_is_room_until_too_many_wait_and_again_when_half_are_answered(caplog: pytest.LogCaptureFixture) -> None:
    room, found = Room(10), list[bool]()
    with caplog.at_level(logging.INFO):
        for waiting in (0, 9, 10, 12, 6, 5, 9):
            room.told(waiting)
            found.append(bool(room))

    assert found == [True, True, False, False, False, True, True]
    assert len(caplog.records) == 2


@pytest.mark.asyncio
async def test_while_too_many_wait_telegram_keeps_the_rest(database: Database) -> None:
    telegram, free = Telegram(), asyncio.Event()

    async def handle(update: Update, here: House) -> None:
        await free.wait()
        await reply(update, here)

    await telegram.has(*(message(number, chat=number) for number in range(1, 351)))
    async with house(database, telegram, handle, at_once=5, most=100) as here:
        here.start()
        await telegram.until(lambda: len(telegram.queue) < 350)
        async with asyncio.timeout(PATIENCE):
            while here.intake._room:
                await here.rows(select(inbox.c.arrival).limit(1))
        before = len(telegram.queue)
        free.set()
        await telegram.until(lambda: not telegram.queue)
        await here.handled(350)

    assert before >= 50
    assert len(set(said(telegram))) == 350


@pytest.mark.asyncio
async def test_a_backlog_is_worked_off_from_the_newest_on(database: Database) -> None:
    telegram = Telegram()
    async with house(database, telegram, reply, at_once=1, polls=False) as here:
        await here.intake._receiving.write([raw(message(number, chat=number)) for number in range(1, 31)])
        here.start()
        await here.handled(30)

    assert [one.split(":")[0] for one in said(telegram)] == [str(number) for number in range(30, 0, -1)]
