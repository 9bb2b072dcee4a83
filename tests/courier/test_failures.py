"""What goes wrong between the courier and Telegram: what is held, halted, tried once more, and who is told."""

import asyncio
from dataclasses import dataclass

import pytest
from telegram import Bot
from telegram.error import RetryAfter

from bot.courier.breaker import FIRST_WAIT, IN_A_ROW, Breaker
from bot.courier.courier import FREE_SEATS, Courier
from bot.courier.pacing import Pace
from bot.courier.request import WireRequest
from bot.domain.answer import ODD_IN_A_ROW, NotSent, Taken, Uncertain
from bot.domain.broadcast import State
from bot.domain.ids import MessageId
from bot.domain.incident import Step
from bot.wire import JSON, TIMEOUT, Answer
from db.tables import broadcasts, letters, people
from simulator.chats import message_facts
from simulator.faults import Fails, Flood, Refuses, TakenButFails
from simulator.in_process import InProcess
from simulator.people import block
from tests.courier.conftest import Night
from tests.services import acts

ALERT, WRONG = "alert.confirmed", "alert.retracted"


@pytest.mark.asyncio
async def test_a_no_that_nobody_knows_halts_a_broadcast_once_it_is_about_everyone(night: Night) -> None:
    await night.crowd(30)
    await night.is_confirmed()
    night.engine.faults.next("sendMessage", Refuses(400, "Bad Request: something new"), times=30)
    night.carry()
    await night.passes(lambda: len(night.engine.log) >= ODD_IN_A_ROW)
    night.engine.faults.clear()
    await night.carried()
    [row] = await acts.rows(night.town.database, broadcasts)

    assert row.state is State.HALTED
    assert night.chats(ALERT) == []
    assert len(await acts.rows(night.town.database, people)) == 34


@pytest.mark.asyncio
async def test_a_no_that_nobody_knows_stops_nothing_as_long_as_others_are_told(night: Night) -> None:
    crowd = await night.crowd(30)
    await night.is_confirmed()
    night.engine.faults.next("sendMessage", Refuses(403, "Forbidden: something new"), times=ODD_IN_A_ROW - 1)
    await night.carried()

    assert len(night.chats(ALERT)) == len(crowd) - (ODD_IN_A_ROW - 1)
    assert len(await acts.rows(night.town.database, people)) == len(crowd) + 4


@pytest.mark.asyncio
async def test_when_an_alert_is_halted_every_organizer_is_told(night: Night) -> None:
    crowd = await night.crowd(30)
    await night.is_confirmed()
    night.engine.faults.next("sendMessage", Refuses(400, "Bad Request: message is too long"), times=1)
    await night.carried()

    assert len(night.chats(ALERT)) < FREE_SEATS < len(crowd)
    heard = [str(message_facts(one)["text"]) for one in night.phone(4).messages.values()]
    assert [text.startswith("Telegram refused the text") for text in heard].count(True) == 1
    assert await acts.rows(night.town.database, letters) == []


@pytest.mark.asyncio
async def test_a_retraction_whose_alert_is_gone_from_the_chat_comes_alone(night: Night) -> None:
    [lone] = await night.crowd(1)
    await night.is_confirmed()
    await night.carried()
    night.engine.faults.next("sendMessage", Refuses(400, "Bad Request: message to be replied not found"), times=1)
    await night.decides(Step.RETRACT)
    await night.carried()

    assert night.chats(WRONG) == [lone]
    assert [message.reply_to for message in night.phone(lone).messages.values()] == [0, 0]


@pytest.mark.asyncio
async def test_a_hold_begins_with_the_answer_that_asks_for_it_and_not_when_it_is_written_down(night: Night) -> None:
    await night.crowd(12)
    await night.is_confirmed()
    night.engine.faults.next("sendMessage", Flood(20), times=1)
    async with night.town.database.transaction():
        night.carry()
        await night.passes_for(10)
        sent = len(night.engine.log)
    await night.carried_in_time()

    assert sent <= FREE_SEATS
    assert night.engine.log.sent_during_hold() <= FREE_SEATS


@pytest.mark.asyncio
async def test_a_flood_without_a_number_holds_alerts_for_half_a_minute(night: Night) -> None:
    crowd = await night.crowd(20)
    await night.is_confirmed()
    night.engine.faults.next("sendMessage", Flood(), times=1)
    night.carry()
    await night.carried_in_time(step=2.0)
    refused = next(one.at for one in night.engine.log if one.code == 429)
    alerts = [one.at for one in night.engine.log if one.chat in crowd and one.at > refused]

    assert alerts
    assert min(alerts) >= refused + 30


@pytest.mark.asyncio
async def test_a_hold_that_a_reply_was_asked_for_survives_a_restart_for_replies_too(night: Night) -> None:
    pace = Pace(30, night.clock)
    night.courier = Courier(night.town, InProcess(night.engine), pace)
    night.carry()
    await night.carried_in_time()
    pace.hold(600, replies=True)
    until = night.clock.monotonic() + 600
    await night.carried_in_time()
    await night.dies()
    after = Pace(30, night.clock)
    night.courier = Courier(night.town, InProcess(night.engine), after)
    night.carry()
    await night.passes(lambda: after.held().bulk > 0)

    left = pytest.approx(until - night.clock.monotonic(), abs=1)
    assert after.held().bulk == left
    assert after.held().replies == left


@dataclass
class OneAnswer:
    """A wire on which always the same comes back."""

    answer: Answer
    asked: int = 0

    async def post(
        self,
        method: str,
        body: bytes,
        *,
        content_type: str = JSON,
        timeout: float = TIMEOUT,  # noqa: ASYNC109
    ) -> Answer:
        """That answer."""
        self.asked += 1
        return self.answer

    async def close(self) -> None:
        """Nothing is open."""


@pytest.mark.asyncio
async def test_a_flood_that_answers_a_reply_holds_replies_and_bulk(night: Night) -> None:
    flood = b'{"ok":false,"description":"Too Many Requests: retry after 9","parameters":{"retry_after":9}}'
    wire, pace = OneAnswer(Answer(429, flood)), Pace(None, night.clock)
    bot = Bot(night.engine.token, request=WireRequest(wire, pace))
    asked = asyncio.create_task(bot.send_message(7, "x"))
    await night.passes(lambda: wire.asked == 1)

    assert pace.held().replies > 8
    assert pace.held().bulk > 8
    await night.passes(asked.done)
    assert isinstance(asked.exception(), RetryAfter)
    assert wire.asked == 60 // 9 + 1


@pytest.mark.asyncio
async def test_while_sends_fail_and_only_the_question_is_answered_one_at_a_time_is_tried(night: Night) -> None:
    crowd = await night.crowd(20)
    await night.is_confirmed()
    night.engine.faults.share("sendMessage", TakenButFails(502), 1.0)
    night.carry()
    await night.passes_for(10 * FIRST_WAIT)
    tried = len(night.engine.log.per_chat("sendMessage"))
    night.engine.faults.clear()
    await night.carried_in_time()

    assert tried <= FREE_SEATS + 11
    assert set(night.chats(ALERT)) == set(crowd)
    assert max(night.chats(ALERT).count(one) for one in crowd) <= 2


@pytest.mark.asyncio
async def test_after_ten_minutes_without_telegram_every_alert_arrives_and_nobody_hears_it_three_times(
    night: Night,
) -> None:
    crowd = await night.crowd(20)
    await night.is_confirmed()
    night.engine.faults.share("*", Fails(502), 1.0)
    night.carry()
    await night.passes(lambda: night.clock.monotonic() > 600, step=5.0)
    night.engine.faults.clear()
    await night.carried_in_time()

    assert set(night.chats(ALERT)) == set(crowd)
    assert len(night.chats(ALERT)) == len(crowd)


@pytest.mark.asyncio
async def test_whoever_blocks_the_bot_while_a_letter_is_on_its_way_is_forgotten(night: Night) -> None:
    await night.is_confirmed()
    block(night.engine, night.phone(1))
    await night.carried()

    assert len(await acts.rows(night.town.database, people)) == 3


def test_a_breaker_opens_after_five_without_an_answer_and_is_careful_until_something_is_taken() -> None:
    breaker = Breaker()
    for _ in range(IN_A_ROW - 1):
        breaker.count(Uncertain())
    assert not breaker.open
    breaker.count(NotSent())
    assert breaker.open

    breaker.asked(answered=True)
    assert not breaker.open
    assert breaker.careful
    breaker.count(Uncertain())
    assert breaker.open

    breaker.asked(answered=True)
    breaker.count(Taken(MessageId(1)))
    assert not breaker.open
    assert not breaker.careful
