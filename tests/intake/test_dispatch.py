"""From the inbox to the handlers: order, forgetting, stopping."""

import asyncio

import pytest
from sqlalchemy import select
from telegram import Update

from bot.domain.ids import UpdateId
from db import inbox as letters
from db.engine import Database
from db.inbox import Raw
from db.tables import inbox
from tests.intake.house import NOON, House, house, reply, said
from tests.intake.telegram import Telegram, message, press, raw


def text_of(update: Update) -> str:
    assert update.message is not None and update.message.text is not None
    return update.message.text


def chat_of(update: Update) -> int:
    assert update.effective_chat is not None
    return update.effective_chat.id


@pytest.mark.asyncio
async def test_an_update_takes_effect_is_answered_and_leaves_its_number(database: Database) -> None:
    telegram = Telegram()
    await telegram.has(message(7))
    async with house(database, telegram, reply) as here:
        here.start()
        await telegram.until(lambda: telegram.posted and not telegram.queue)
        await here.all_answered()
        left = await here.rows(select(inbox.c.update_id, inbox.c.sealed, inbox.c.chat, inbox.c.applied))

    assert said(telegram) == ["7: 1"]
    assert left == [(7, None, None, None)]
    assert here.intake.counted.handled == 1


@pytest.mark.asyncio
async def test_the_same_update_again_has_no_effect_and_no_reply(database: Database) -> None:
    telegram = Telegram()
    async with house(database, telegram, reply) as here:
        here.start()
        for _ in range(3):
            await telegram.has(message(7))
            await telegram.until(lambda: not telegram.queue)
        await telegram.has(message(6))
        await telegram.until(lambda: len(telegram.posted) == 2)

    assert said(telegram) == ["7: 1", "6: 2"]


@pytest.mark.asyncio
async def test_each_chat_is_served_in_order_and_many_at_once(database: Database) -> None:
    telegram, seven = Telegram(), asyncio.Barrier(7)
    seen: dict[int, list[int]] = {}

    async def handle(update: Update, here: House) -> None:
        await seven.wait()
        await reply(update, here)
        seen.setdefault(chat_of(update), []).append(update.update_id)

    await telegram.has(*(message(number, chat=1 + number % 7) for number in range(210)))
    async with house(database, telegram, handle) as here:
        here.start()
        await here.handled(210)

    assert seen == {chat: [number for number in range(210) if 1 + number % 7 == chat] for chat in range(1, 8)}


@pytest.mark.asyncio
async def test_one_slow_chat_blocks_no_other(database: Database) -> None:
    telegram, free = Telegram(), asyncio.Event()

    async def handle(update: Update, here: House) -> None:
        if chat_of(update) == 1:
            await free.wait()
        await reply(update, here)

    slow = [message(number, chat=1, date=1_772_460_000 + number) for number in range(120)]
    await telegram.has(*slow, *(message(number, chat=2 + number % 3) for number in range(120, 150)))
    async with house(database, telegram, handle, at_once=3) as here:
        here.start()
        await telegram.until(lambda: len(telegram.posted) == 30)
        before = said(telegram)
        free.set()
        await telegram.until(lambda: len(telegram.posted) == 150)

    assert {one.split(":")[0] for one in before} == {str(number) for number in range(120, 150)}


@pytest.mark.asyncio
async def test_chats_beyond_the_bound_wait_for_their_turn(database: Database) -> None:
    telegram, together, most = Telegram(), set[int](), list[int]()
    five = asyncio.Barrier(5)

    async def handle(update: Update, here: House) -> None:
        together.add(update.update_id)
        most.append(len(together))
        await five.wait()
        await here.application.bot.send_message(chat_of(update), str(update.update_id))
        together.remove(update.update_id)

    async with database.transaction() as tx:
        backlog = [Raw(UpdateId(n), n, raw(message(n, chat=n))) for n in range(1, 151)]
        await letters.write(tx, backlog, now=NOON)
    async with house(database, telegram, handle, at_once=5) as here:
        here.start()
        await telegram.until(lambda: len(telegram.posted) == 150)

    assert max(most) == 5
    assert sorted(map(int, said(telegram))) == list(range(1, 151))


@pytest.mark.asyncio
async def test_who_is_forgotten_is_answered_and_what_else_they_sent_is_not_handled(database: Database) -> None:
    telegram, begun, forgotten = Telegram(), asyncio.Event(), asyncio.Event()

    async def handle(update: Update, here: House) -> None:
        if update.callback_query is None:
            await reply(update, here)
            return
        begun.set()
        await forgotten.wait()
        async with here.acting(update).transaction() as tx:
            await letters.forget(tx, here.database.keys.handle(42))
        await here.application.bot.send_message(42, "forgotten")

    await telegram.has(press(7), message(8), message(9))
    async with house(database, telegram, handle) as here:
        here.start()
        await begun.wait()
        await telegram.until(lambda: not telegram.queue)
        forgotten.set()
        await here.all_answered()
        await telegram.has(message(10))
        await telegram.until(lambda: len(telegram.posted) == 2)

    assert said(telegram) == ["forgotten", "10: 1"]


@pytest.mark.asyncio
async def test_asked_to_stop_it_ends_what_it_handles_and_leaves_the_rest(database: Database) -> None:
    telegram, begun, free = Telegram(), asyncio.Event(), asyncio.Event()

    async def handle(update: Update, here: House) -> None:
        begun.set()
        await free.wait()
        await reply(update, here)

    await telegram.has(message(7), message(8), message(9))
    async with house(database, telegram, handle) as here:
        here.start()
        await begun.wait()
        stopping = asyncio.create_task(here.intake.stop(seconds=20))
        free.set()
        await stopping
        left = await here.rows(select(inbox.c.update_id).where(inbox.c.answered.is_(None)))

    assert said(telegram) == ["7: 1"]
    assert left == [(8,), (9,)]


@pytest.mark.asyncio
async def test_what_does_not_end_in_time_stays_in_the_inbox(database: Database) -> None:
    telegram, begun = Telegram(), asyncio.Event()

    async def handle(update: Update, here: House) -> None:
        begun.set()
        await asyncio.Event().wait()

    await telegram.has(message(7))
    async with house(database, telegram, handle) as here:
        here.start()
        await begun.wait()
        await here.intake.stop(seconds=0)
        assert here.running is not None
        await here.running

        assert await here.rows(select(inbox.c.update_id).where(inbox.c.answered.is_(None))) == [(7,)]
