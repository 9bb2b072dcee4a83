"""What was checked once is not checked again, and nobody can tell."""

import asyncio
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator import people
from simulator.chats import Chat
from simulator.clock import VirtualClock
from simulator.engine import Engine
from simulator.remembered import without_chat
from tests.simulator.asking import Bot

FIRST = 6_000_000_001


def body(chat: object, **more: Any) -> bytes:
    """A message as the courier writes it."""
    facts = {"text": "<b>a</b>", "parse_mode": "HTML", "chat_id": chat, **more}
    return json.dumps(facts, separators=(",", ":")).encode()


async def answers(bodies: list[bytes], *, forgets: bool) -> list[Any]:
    """What a new engine answers to all of them, and what it writes down; with or without a memory."""
    engine = Engine(VirtualClock())
    people.add_people(engine, 3, first_id=FIRST)
    people.block(engine, engine.chats[FIRST + 1])
    found: list[Any] = []
    for one in bodies:
        if forgets:
            engine.remembered = type(engine.remembered)()
        found.append(await engine.serve("sendMessage", "application/json", one))
    return [*found, *engine.log, sorted(engine.unknown_fields)]


MORE: tuple[dict[str, Any], ...] = (
    {},
    {"disable_notification": True},
    {"reply_markup": {"inline_keyboard": [[{"text": "b", "callback_data": "c"}]]}},
    {"reply_parameters": {"message_id": 1, "allow_sending_without_reply": True}},
    {"reply_parameters": {"chat_id": FIRST, "message_id": 1}},
    {"text": '","chat_id":6000000003,"'},
    {"parse_mode": "nonsense"},
    {"nobody_knows": {"chat_id": 7}},
)


@given(
    st.lists(
        st.tuples(
            st.sampled_from([FIRST, FIRST + 1, FIRST + 2, 7, -5, 0, "6000000001", "x", None, 1.5, True, 10**30]),
            st.sampled_from(MORE),
        ),
        max_size=8,
    )
)
def test_what_is_remembered_is_answered_as_what_is_new(asked: list[tuple[object, dict[str, Any]]]) -> None:
    bodies = [body(chat, **more) for chat, more in asked] * 2

    assert asyncio.run(answers(bodies, forgets=False)) == asyncio.run(answers(bodies, forgets=True))


@pytest.mark.asyncio
async def test_the_second_chat_is_not_checked_again(bot: Bot, ana: Chat) -> None:
    ben = people.add_person(bot.engine, "Ben", has_started=True)
    await bot.ask_raw("sendMessage", body(ana.id))
    await bot.ask_raw("sendMessage", body(ben.id))

    first, second = (next(iter(chat.messages.values())) for chat in (ana, ben))
    assert first.content is second.content
    assert bot.engine.remembered.get(without_chat(body(5))[0]) is not None


@pytest.mark.parametrize(
    "whole",
    [
        b'{"text":"a"}',
        b'{"text":"a","chat_id":"5"}',
        b'{"text":"a","chat_id":05}',
        b'{"text":"a","chat_id":5.0}',
        b'{"text":"a","chat_id":5e3}',
        b'{"text":"a","chat_id":12345678901234567890}',
    ],
)
def test_what_is_not_plainly_a_number_is_not_cut_out(whole: bytes) -> None:
    assert without_chat(whole) == (b"", 0)


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "whole",
    [
        b'{"text":"a","reply_parameters":{"chat_id":%d,"message_id":1,"allow_sending_without_reply":true},"chat_id":%d}',
        b'{"text":"a","chat_id":%d,"chat_id" :%d}',
    ],
)
async def test_a_number_that_is_not_the_chat_is_not_remembered(bot: Bot, ana: Chat, whole: bytes) -> None:
    await bot.ask_raw("sendMessage", whole % (ana.id, ana.id))
    skeleton, _ = without_chat(whole % (ana.id, ana.id))

    assert skeleton
    assert bot.engine.remembered.get(skeleton) is None
