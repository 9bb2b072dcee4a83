"""Updates whose handling fails: tried again, waited out, or given up and admitted."""

import asyncio
import logging

import pytest
from telegram import Update
from telegram.error import TimedOut

from bot.domain.ids import UpdateId
from bot.wire import Unanswered
from db import inbox as letters
from db.engine import Database
from db.failing import Unavailable
from db.inbox import Raw
from db.tables import quarantine
from tests.intake.house import NOON, House, Hurried, counted, house, reply, said
from tests.intake.telegram import PATIENCE, Telegram, message, no, raw


def text_of(update: Update) -> str:
    assert update.message is not None and update.message.text is not None
    return update.message.text


@pytest.mark.asyncio
async def test_a_handler_that_fails_once_is_tried_again(database: Database) -> None:
    telegram, tries = Telegram(), list[int]()

    async def handle(update: Update, here: House) -> None:
        tries.append(update.update_id)
        if len(tries) == 1:
            raise KeyError("two vans")
        await reply(update, here)

    await telegram.has(message(7))
    async with house(database, telegram, handle) as here:
        here.start()
        await telegram.until(lambda: telegram.posted)
        await here.all_answered()

    assert (tries, said(telegram), here.told) == ([7, 7], ["7: 1"], [])


@pytest.mark.asyncio
async def test_a_reply_that_fails_after_the_effect_is_given_again_and_the_effect_is_not(database: Database) -> None:
    telegram = Telegram()
    telegram.refuses = [no(400, "Bad Request: something new")]
    await telegram.has(message(7))
    async with house(database, telegram, reply) as here:
        here.start()
        await telegram.until(lambda: len(telegram.posted) == 2)
        await here.all_answered()

    assert said(telegram) == ["7: 1", "7: 1"]
    assert await counted(database, "chat 42") == 1


async def always_fails(update: Update, here: House) -> None:
    if text_of(update) == "two vans":
        raise KeyError(text_of(update))
    await reply(update, here)


@pytest.mark.asyncio
async def test_a_handler_that_fails_twice_is_admitted_and_the_next_update_is_handled(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    telegram = Telegram()
    await telegram.has(message(7, "two vans"), message(8, "/help"))
    with caplog.at_level(logging.INFO):
        async with house(database, telegram, always_fails) as here:
            here.start()
            await telegram.until(lambda: telegram.posted)
            await here.all_answered()
            [kept] = await here.rows(quarantine.select())

    [(chat, reference)] = here.told
    assert (chat, said(telegram)) == (42, ["8: 1"])
    assert kept[1:6] == (7, reference, "message", "KeyError", len(raw(message(7, "two vans"))))
    [told] = [record.getMessage() for record in caplog.records if record.levelno == logging.ERROR]
    assert told.startswith(f"fault {reference}: KeyError in message, at ") and "test_failing.py" in told
    assert "two vans" not in "".join(record.getMessage() for record in caplog.records if record.name.startswith("bot."))


@pytest.mark.asyncio
async def test_a_person_who_cannot_even_be_told_holds_up_nobody(database: Database) -> None:
    telegram = Telegram()
    await telegram.has(message(7, "two vans"), message(8, "/help"))

    async def tell(update: Update, reference: str) -> None:
        raise TimedOut

    async with house(database, telegram, always_fails) as here:
        here.intake._dispatch._tell = tell
        here.start()
        await telegram.until(lambda: telegram.posted)
        await here.all_answered()

        assert await here.faults() == [("message", "KeyError", len(raw(message(7, "two vans"))))]


@pytest.mark.asyncio
async def test_an_update_that_cannot_be_read_is_in_quarantine_without_its_text(database: Database) -> None:
    telegram, bad = Telegram(), {"update_id": 7, "message": {"text": "two vans", "chat": {"id": 42}}}
    await telegram.has(bad, message(8))
    async with house(database, telegram, reply) as here:
        here.start()
        await telegram.until(lambda: telegram.posted)
        await here.all_answered()
        kept = await here.faults()
        [everything] = await here.rows(quarantine.select())

    assert kept == [("message", "KeyError", len(raw(bad)))]
    assert "vans" not in str(everything)
    assert (said(telegram), here.told) == (["8: 1"], [])


@pytest.mark.asyncio
async def test_a_kind_that_we_did_not_ask_for_is_confirmed_and_counted(database: Database) -> None:
    telegram = Telegram()
    await telegram.has({"update_id": 7, "poll": {"id": "1"}}, message(8))
    async with house(database, telegram, reply) as here:
        here.start()
        await telegram.until(lambda: telegram.posted and not telegram.queue)
        await here.all_answered()

    assert (here.intake.counted.unknown, await here.faults()) == (1, [])


@pytest.mark.asyncio
async def test_while_telegram_takes_no_replies_an_update_waits_and_is_no_fault(database: Database) -> None:
    telegram = Telegram()
    telegram.refuses = [Unanswered("TimeoutError")] * 8
    await telegram.has(message(7))
    async with house(database, telegram, reply, clock=Hurried()) as here:
        here.start()
        await telegram.until(lambda: len(telegram.posted) == 9)
        await here.all_answered()

        assert (await here.faults(), here.told, set(said(telegram))) == ([], [], {"7: 1"})


@pytest.mark.asyncio
async def test_a_reply_that_never_gets_out_ends_in_quarantine(database: Database) -> None:
    telegram = Telegram()
    telegram.refuses = [Unanswered("TimeoutError")] * 10
    await telegram.has(message(7), message(8))
    async with house(database, telegram, reply, clock=Hurried()) as here:
        here.start()
        await telegram.until(lambda: len(telegram.posted) == 11)
        await here.all_answered()

        assert await here.faults() == [("message", "TimedOut", len(raw(message(7))))]


@pytest.mark.asyncio
async def test_while_one_chat_is_waited_for_others_are_served(database: Database) -> None:
    telegram = Telegram()

    async def handle(update: Update, here: House) -> None:
        if update.update_id == 7:
            raise TimedOut
        await reply(update, here)

    await telegram.has(message(7, chat=1), message(8, chat=2))
    async with house(database, telegram, handle, at_once=1) as here:
        here.start()
        await telegram.until(lambda: telegram.posted)

    assert said(telegram) == ["8: 1"]


@pytest.mark.asyncio
async def test_an_update_whose_day_key_is_gone_is_given_up(database: Database) -> None:
    telegram = Telegram()
    async with database.transaction() as tx:
        await letters.write(tx, [Raw(UpdateId(7), 42, raw(message(7)))], now=NOON)
    database.keys.destroy_before(NOON.date().replace(day=9))
    async with house(database, telegram, reply) as here:
        here.start()
        await here.all_answered()

        assert await here.faults() == [("unknown", "KeyGone", 0)]


@pytest.mark.asyncio
async def test_while_the_database_takes_no_mark_an_update_is_handled_once_and_marked_later(
    database: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    telegram, answer, tries = Telegram(), letters.answer, list[int]()

    async def locked(*given: object, **named: object) -> None:
        tries.append(1)
        if len(tries) < 5:
            raise Unavailable("database is locked")
        await answer(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(letters, "answer", locked)
    await telegram.has(message(7))
    async with house(database, telegram, reply, clock=Hurried()) as here:
        here.start()
        await telegram.until(lambda: telegram.posted)
        await here.all_answered()
        async with asyncio.timeout(PATIENCE):
            while len(caplog.records) < 2:
                await here.all_answered()

    assert (len(tries), said(telegram)) == (5, ["7: 1"])
    assert [record.getMessage().split(" ")[0] for record in caplog.records] == ["the", "over:"]
