"""How fast a bot may send."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator import people
from simulator.chats import Chat, ChatType
from simulator.clock import VirtualClock
from simulator.engine import Engine
from simulator.faults import Flood
from simulator.limits import Limits
from tests.simulator.asking import Answered, Bot

FIRST = 1_000_000


@pytest.fixture
def limited(clock: VirtualClock) -> Bot:
    """Asks an engine with Telegram's limits, in which a hundred people have started the bot."""
    engine = Engine(clock, Limits())
    people.add_people(engine, 100, first_id=FIRST)
    return Bot(engine)


async def send(bot: Bot, chat: int = FIRST, **fields: object) -> Answered:
    """One message."""
    return await bot.ask("sendMessage", chat_id=chat, text="a", **fields)


async def flood(bot: Bot, count: int, **fields: object) -> list[int]:
    """The answers to as many messages at once, each to another chat."""
    return [(await send(bot, FIRST + number, **fields)).status for number in range(count)]


@pytest.mark.asyncio
async def test_the_31st_message_in_a_second_is_refused_with_a_wait(limited: Bot) -> None:
    taken = await flood(limited, 30)

    answer = await send(limited, FIRST + 99)

    assert taken == [200] * 30
    assert answer.facts == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 1",
        "parameters": {"retry_after": 1},
    }


@pytest.mark.asyncio
async def test_the_second_slides(limited: Bot, clock: VirtualClock) -> None:
    await flood(limited, 15)
    await clock.advance(0.6)
    await flood(limited, 15)
    await clock.advance(0.4)

    assert await flood(limited, 15) == [200] * 15
    assert (await send(limited, FIRST + 99)).status == 429


@pytest.mark.asyncio
async def test_one_chat_takes_three_at_once_and_one_more_each_second(limited: Bot, clock: VirtualClock) -> None:
    at_once = [(await send(limited)).status for _ in range(4)]
    await clock.advance(1)
    then = [(await send(limited)).status for _ in range(2)]
    await clock.advance(60)
    later = [(await send(limited)).status for _ in range(4)]

    assert at_once == [200, 200, 200, 429]
    assert then == [200, 429]
    assert later == [200, 200, 200, 429]


@pytest.mark.asyncio
async def test_edits_count_and_other_requests_do_not(limited: Bot) -> None:
    message = (await send(limited)).result["message_id"]
    edits = [
        (await limited.ask("editMessageText", chat_id=FIRST, message_id=message, text=text)).status for text in "bcd"
    ]

    assert edits == [200, 200, 429]
    assert (await limited.ask("deleteMessage", chat_id=FIRST, message_id=message)).status == 200
    assert (await limited.ask("getMe")).status == 200


@pytest.mark.asyncio
async def test_a_group_takes_20_a_minute(limited: Bot, clock: VirtualClock) -> None:
    ana = people.add_person(limited.engine, "Ana")
    group = people.add_group(limited.engine, "Neighbors", by=ana, kind=ChatType.SUPERGROUP)
    taken = []
    for _ in range(20):
        taken.append((await send(limited, group.id)).status)
        await clock.advance(1)
    refused = await send(limited, group.id)
    await clock.advance(40)

    assert taken == [200] * 20
    assert refused.facts["parameters"] == {"retry_after": 40}
    assert (await send(limited, group.id)).status == 200


@pytest.mark.asyncio
async def test_whoever_does_not_wait_is_refused_everywhere_and_seen(limited: Bot, clock: VirtualClock) -> None:
    limited.engine.faults.next("sendMessage", Flood(retry_after=3))
    first = await send(limited)
    await clock.advance(0.5)
    other_chat = await send(limited, FIRST + 1)
    not_a_message = await limited.ask("getMe")
    await clock.advance(2.5)
    after = await send(limited)

    assert [first.facts["parameters"]["retry_after"], other_chat.facts["parameters"]["retry_after"]] == [3, 3]
    assert (not_a_message.status, after.status) == (200, 200)
    assert limited.engine.log.sent_during_hold() == 1


@pytest.mark.asyncio
async def test_what_was_refused_uses_nothing_up(limited: Bot) -> None:
    for _ in range(5):
        await send(limited, FIRST, parse_mode="nonsense")
        await send(limited, 7)

    assert await flood(limited, 30) == [200] * 30


@pytest.mark.asyncio
async def test_a_bot_that_pays_sends_1000_a_second_beside_its_30(clock: VirtualClock) -> None:
    engine = Engine(clock, Limits(), pays=True)
    people.add_people(engine, 1200, first_id=FIRST)
    bot = Bot(engine)

    paid = await flood(bot, 970, allow_paid_broadcast=True)
    free = [(await send(bot, FIRST + 1000 + number)).status for number in range(30)]
    one_more = await send(bot, FIRST + 1100, allow_paid_broadcast=True)

    assert (paid, free) == ([200] * 970, [200] * 30)
    assert one_more.status == 429


@pytest.mark.asyncio
async def test_who_does_not_pay_gains_nothing_by_saying_so(limited: Bot) -> None:
    assert (await flood(limited, 31, allow_paid_broadcast=True))[-1] == 429


@pytest.mark.asyncio
async def test_without_limits_everything_is_taken(bot: Bot, ana: Chat) -> None:
    assert {(await send(bot, ana.id)).status for _ in range(100)} == {200}


@given(st.lists(st.sampled_from([0.0, 0.01, 0.03, 0.2, 0.9, 1.0, 3.0]), min_size=1, max_size=150))
def test_never_are_more_than_30_taken_in_any_second(waits: list[float]) -> None:
    async def play() -> Engine:
        clock = VirtualClock()
        engine = Engine(clock, Limits())
        people.add_people(engine, len(waits), first_id=FIRST)
        for number, wait in enumerate(waits):
            await clock.advance(wait)
            await send(Bot(engine), FIRST + number)
        return engine

    log = asyncio.run(play()).log

    assert log.most_in_any_second(taken_only=True) == min(30, log.most_in_any_second())
