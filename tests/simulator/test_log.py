"""What came is written down, in little space, and can be asked."""

import sys
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.chats import Chat
from simulator.clock import VirtualClock
from simulator.log import Log
from tests.simulator.asking import Bot


def sent_at(*times: float) -> Log:
    """A log of messages at these times."""
    log = Log()
    for at in times:
        log.add(at, "sendMessage", 200, taken=True, held=False, chat=1, message=1, text=-1)
    return log


@pytest.mark.asyncio
async def test_each_request_is_written_down(bot: Bot, ana: Chat, clock: VirtualClock) -> None:
    await clock.advance(2)
    await bot.ask("sendMessage", chat_id=ana.id, text="<b>one</b>", parse_mode="HTML")
    await bot.ask("sendMessage", chat_id=7, text="two")
    await bot.ask("unheardOf")

    taken, refused, unknown = bot.engine.log
    assert (taken.at, taken.method, taken.code, taken.taken, taken.held) == (2, "sendMessage", 200, True, False)
    assert (taken.chat, taken.message, taken.text) == (ana.id, 1, "one")
    assert (refused.code, refused.taken, refused.chat, refused.message, refused.text) == (400, False, 7, 0, None)
    assert (unknown.method, unknown.code) == ("unheardOf", 404)


@pytest.mark.asyncio
async def test_repeats_show_in_the_counts_per_chat(bot: Bot, ana: Chat) -> None:
    for text in ("one", "one", "two"):
        await bot.ask("sendMessage", chat_id=ana.id, text=text)
    await bot.ask("sendMessage", chat_id=ana.id)
    await bot.ask("editMessageText", chat_id=ana.id, message_id=1, text="two")

    log = bot.engine.log
    assert log.per_chat("sendMessage", text="one") == {ana.id: 2}
    assert log.per_chat("sendMessage") == {ana.id: 3}
    assert log.per_chat(text="two") == {ana.id: 2}
    assert log.per_chat(taken=False) == {ana.id: 1}
    assert log.per_chat(text="never said") == {}


@pytest.mark.parametrize(
    ("times", "most"),
    [((), 0), ((1.0,), 1), ((0.0, 1.0, 2.0), 1), ((0.0, 0.5, 0.999, 1.0, 1.4), 4), ((3.0, 2.5, 2.2), 3)],
)
def test_the_most_in_any_second(times: tuple[float, ...], most: int) -> None:
    assert sent_at(*times).most_in_any_second() == most


@given(st.lists(st.integers(0, 500).map(lambda hundredths: hundredths / 100), max_size=60))
def test_the_most_in_any_second_is_what_counting_by_hand_gives(times: list[float]) -> None:
    by_hand = max((sum(0 <= round((other - at) * 100) < 100 for other in times) for at in times), default=0)

    assert sent_at(*times).most_in_any_second() == by_hand


def test_only_what_telegram_limits_is_counted() -> None:
    log = sent_at(0.0)
    log.add(0.1, "answerCallbackQuery", 200, taken=True, held=False, chat=1, message=0, text=-1)
    log.add(0.2, "editMessageText", 429, taken=False, held=True, chat=1, message=0, text=-1)

    assert (log.most_in_any_second(), log.most_in_any_second(taken_only=True), log.sent_during_hold()) == (2, 1, 1)


def test_a_log_is_packed_and_unpacked() -> None:
    log = sent_at(0.0, 0.1)
    log.add(0.2, "getMe", 0, taken=False, held=True, chat=-5, message=1 << 40, text=log.text_number("é"))

    unpacked = Log.unpack(log.pack())
    unpacked.add(3, "getMe", 200, taken=True, held=False, chat=0, message=0, text=unpacked.text_number("é"))

    assert list(unpacked)[:3] == list(log)
    assert list(unpacked)[3].text == "é"
    assert unpacked.summary()["methods"] == {"sendMessage": 2, "getMe": 2}


def test_a_request_takes_few_bytes() -> None:
    log = sent_at(*range(1000))

    assert sys.getsizeof(log._rows) < 60_000


def test_it_can_begin_anew() -> None:
    log = sent_at(1.0)
    log.clear()

    assert (len(log), log.per_chat()) == (0, Counter())
