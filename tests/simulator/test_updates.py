"""Updates reach the bot once it asks, until it has confirmed them."""

import asyncio
import json
from typing import Any

import pytest

from simulator import people
from simulator.chats import Chat
from simulator.clock import VirtualClock
from simulator.engine import Engine
from simulator.serve import number_by_the_time
from simulator.updates import BY_WEBHOOK, FIRST, OTHER_POLLER, WEBHOOK_ACTIVE
from tests.simulator.asking import Answered, Bot

URL = "https://example.org/hook"


async def numbers(bot: Bot, clock: VirtualClock, **fields: Any) -> list[int]:
    """The ids of the updates that are given now, counted from the first."""
    await clock.advance(1)
    return [update["update_id"] - FIRST for update in (await bot.ask("getUpdates", **fields)).result]


async def poll(bot: Bot, clock: VirtualClock, seconds: int = 50, **fields: Any) -> "asyncio.Task[Answered]":
    """A long poll that waits already."""
    waiting = asyncio.ensure_future(bot.ask("getUpdates", timeout=seconds, **fields))
    await clock.advance(0)
    return waiting


@pytest.mark.asyncio
async def test_a_message_arrives_as_the_bot_api_writes_it(bot: Bot, ana: Chat) -> None:
    people.say(bot.engine, ana, "😀 /start abc")

    [update] = (await bot.ask("getUpdates")).result

    assert update == {
        "update_id": FIRST,
        "message": {
            "message_id": 1,
            "from": {"id": ana.id, "is_bot": False, "first_name": "Ana", "language_code": "es"},
            "chat": {"id": ana.id, "first_name": "Ana", "type": "private"},
            "date": int(bot.engine.clock.now().timestamp()),
            "text": "😀 /start abc",
            "entities": [{"type": "bot_command", "offset": 3, "length": 6}],
        },
    }


@pytest.mark.asyncio
async def test_updates_come_again_until_a_higher_offset_confirms_them(bot: Bot, ana: Chat, clock: VirtualClock) -> None:
    for _ in range(3):
        people.say(bot.engine, ana, "a")

    assert await numbers(bot, clock) == [0, 1, 2]
    assert await numbers(bot, clock, offset=FIRST) == [0, 1, 2]
    assert await numbers(bot, clock, offset=FIRST + 2) == [2]
    assert await numbers(bot, clock, offset=FIRST) == [2]
    assert await numbers(bot, clock, offset=FIRST + 3) == []


@pytest.mark.asyncio
async def test_at_most_100_come_at_once(bot: Bot, ana: Chat, clock: VirtualClock) -> None:
    for _ in range(120):
        people.say(bot.engine, ana, "a")

    assert await numbers(bot, clock, limit=500) == list(range(100))
    assert await numbers(bot, clock, limit=7) == list(range(7))
    assert await numbers(bot, clock, offset=-2) == [118, 119]
    assert await numbers(bot, clock, offset=0) == [118, 119]


@pytest.mark.asyncio
async def test_who_asks_the_same_again_at_once_gets_one_at_a_time(bot: Bot, ana: Chat, clock: VirtualClock) -> None:
    people.say(bot.engine, ana, "a")
    people.say(bot.engine, ana, "b")
    await bot.ask("getUpdates", offset=FIRST)

    at_once = (await bot.ask("getUpdates", offset=FIRST)).result

    assert len(at_once) == 1
    assert await numbers(bot, clock, offset=FIRST) == [0, 1]


@pytest.mark.asyncio
async def test_a_long_poll_is_woken_at_once(bot: Bot, ana: Chat, clock: VirtualClock) -> None:
    waiting = await poll(bot, clock)
    await clock.advance(7)
    people.say(bot.engine, ana, "a")

    assert len((await waiting).result) == 1
    assert clock.monotonic() == 7


@pytest.mark.asyncio
@pytest.mark.parametrize(("asked", "waits"), [(5, 5), (600, 50)])
async def test_a_long_poll_ends_empty(bot: Bot, clock: VirtualClock, asked: int, waits: int) -> None:
    waiting = await poll(bot, clock, asked)
    await clock.advance(waits - 1)
    still = not waiting.done()
    await clock.advance(1)

    assert still
    assert (await waiting).result == []


@pytest.mark.asyncio
async def test_a_second_poller_ends_the_first(bot: Bot, ana: Chat, clock: VirtualClock) -> None:
    first = await poll(bot, clock)
    second = await poll(bot, clock)
    people.say(bot.engine, ana, "a")

    assert (await first).facts == {"ok": False, "error_code": 409, "description": f"Conflict: {OTHER_POLLER}"}
    assert len((await second).result) == 1


@pytest.mark.asyncio
async def test_the_second_conflict_within_three_seconds_is_slow(bot: Bot, clock: VirtualClock) -> None:
    first, second, third = [await poll(bot, clock, 5) for _ in range(3)]
    slow = not second.done()
    await clock.advance(5)

    assert slow
    assert [(await one).status for one in (first, second, third)] == [409, 409, 200]


@pytest.mark.asyncio
async def test_polling_and_a_webhook_exclude_each_other(bot: Bot, ana: Chat, clock: VirtualClock) -> None:
    waiting = await poll(bot, clock)
    await bot.ask("setWebhook", url=URL, secret_token="s3cret", allowed_updates=["message"], max_connections=7)
    people.say(bot.engine, ana, "a")
    info = (await bot.ask("getWebhookInfo")).result
    ended = await waiting
    await clock.advance(5)
    refused = await bot.ask("getUpdates")
    await bot.ask("deleteWebhook")

    assert ended.error == f"Conflict: {BY_WEBHOOK}"
    assert (refused.status, refused.error) == (409, f"Conflict: {WEBHOOK_ACTIVE}")
    assert info == {
        "url": URL,
        "has_custom_certificate": False,
        "pending_update_count": 1,
        "max_connections": 7,
        "allowed_updates": ["message"],
    }
    assert await numbers(bot, clock) == [0]


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"url": "http://example.org"}, "bad webhook: An HTTPS URL must be provided for webhook"),
        ({"url": URL, "secret_token": "with space"}, "secret token contains unallowed characters"),
    ],
)
async def test_a_webhook_that_is_none_is_refused(bot: Bot, fields: dict[str, str], why: str) -> None:
    assert (await bot.ask("setWebhook", **fields)).error == f"Bad Request: {why}"


@pytest.mark.asyncio
async def test_pending_updates_are_dropped_when_asked(bot: Bot, ana: Chat, clock: VirtualClock) -> None:
    people.say(bot.engine, ana, "a")
    await bot.ask("deleteWebhook", drop_pending_updates=True)

    assert await numbers(bot, clock) == []


@pytest.mark.asyncio
async def test_only_the_kinds_that_the_bot_asked_for_arrive(bot: Bot, ana: Chat, clock: VirtualClock) -> None:
    await bot.ask("getUpdates", allowed_updates=["callback_query"])
    message = people.say(bot.engine, ana, "a")
    people.press(bot.engine, ana, message.id, "x")
    some = await numbers(bot, clock)
    await bot.ask("getUpdates", allowed_updates=[])
    people.say(bot.engine, ana, "b")

    assert (some, await numbers(bot, clock)) == ([0], [0, 1])


@pytest.mark.asyncio
async def test_updates_are_kept_for_a_day(bot: Bot, ana: Chat, clock: VirtualClock) -> None:
    people.say(bot.engine, ana, "old")
    await clock.advance(86_400 - 10)
    people.say(bot.engine, ana, "new")
    await clock.advance(20)

    assert await numbers(bot, clock) == [1]


@pytest.mark.asyncio
async def test_after_an_idle_week_the_numbers_may_begin_anywhere(bot: Bot, ana: Chat, clock: VirtualClock) -> None:
    bot.engine.updates.renumber(FIRST - 1000)
    people.say(bot.engine, ana, "a")

    assert await numbers(bot, clock, offset=FIRST) == [-1000]


@pytest.mark.asyncio
async def test_a_simulator_that_is_begun_again_repeats_no_number(clock: VirtualClock) -> None:
    given: list[int] = []
    for _ in range(2):
        again = Bot(Engine(clock))
        number_by_the_time(again.engine)
        people.say(again.engine, people.add_person(again.engine, "Ana"), "a")
        given += [update["update_id"] for update in (await again.ask("getUpdates")).result]
        await clock.advance(60)

    assert given == sorted(set(given))
    assert len(given) == 2


@pytest.mark.asyncio
async def test_an_update_can_be_as_malformed_as_one_likes(bot: Bot) -> None:
    bot.engine.updates.inject({"message": "nonsense"})
    bot.engine.updates.inject({"update_id": "x"})

    assert (await bot.ask("getUpdates")).result == [{"update_id": FIRST, "message": "nonsense"}, {"update_id": "x"}]


@pytest.mark.asyncio
async def test_the_answer_is_json_whatever_people_write(bot: Bot, ana: Chat) -> None:
    people.say(bot.engine, ana, '"\\\n\u2028\x00\ud83d')

    reply = await bot.engine.serve("getUpdates", "", b"")

    assert json.loads(reply.body)["result"][0]["message"]["text"] == '"\\\n\u2028\x00\ud83d'
