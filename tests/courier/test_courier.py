"""Alerts and corrections, cards and letters: who is told, how often, and in which order."""

import pytest

from bot.courier.breaker import LONGEST_WAIT
from bot.courier.courier import FREE_SEATS
from bot.domain.incident import Step
from bot.wire import TokenRefused
from db.tables import people, receipts
from simulator.faults import Fails, Flood, Garbled, Late, Refuses, TakenButCut, TakenButFails, Unreachable
from simulator.people import block
from tests.courier.conftest import Night
from tests.services import acts

ALERT, OVER, WRONG = "alert.confirmed", "alert.over", "alert.retracted"


@pytest.mark.asyncio
async def test_everyone_who_listens_is_told_once_in_their_own_language(night: Night) -> None:
    crowd = await night.crowd(60)
    await night.joins(5_000, "quay")
    await night.is_confirmed()
    await night.carried()

    assert sorted(night.chats(ALERT)) == crowd
    assert len({night.text(number) for number in crowd}) == 3


@pytest.mark.asyncio
async def test_a_retraction_reaches_exactly_those_who_got_the_alert(night: Night) -> None:
    crowd = await night.crowd(30)
    await night.is_confirmed()
    await night.carried()
    await night.joins(5_000, "harbor")
    await night.decides(Step.RETRACT)
    await night.carried()

    assert sorted(night.chats(WRONG)) == crowd
    assert sorted(night.chats(WRONG, "editMessageText")) == crowd
    for number in crowd:
        alert, correction = list(night.phone(number).messages.values())[-2:]
        assert correction.reply_to == alert.id


@pytest.mark.asyncio
async def test_an_all_clear_edits_and_makes_no_sound(night: Night) -> None:
    crowd = await night.crowd(30)
    await night.is_confirmed()
    await night.carried()
    await night.decides(Step.ALL_CLEAR)
    await night.carried()

    assert sorted(night.chats(OVER, "editMessageText")) == crowd
    assert night.chats(OVER) == []


@pytest.mark.asyncio
async def test_a_correction_ends_its_alert_and_those_in_flight_hear_it_too(night: Night) -> None:
    crowd = await night.crowd(30)
    night.engine.faults.delay = 5.0
    await night.is_confirmed()
    night.carry()
    await night.passes(lambda: len(night.chats(ALERT)) > 0)
    await night.decides(Step.RETRACT)
    night.engine.faults.delay = 0.0
    await night.passes(lambda: len(night.chats(WRONG, "editMessageText")) >= len(night.chats(ALERT)))
    await night.carried()
    told = night.chats(ALERT)

    assert 0 < len(told) <= FREE_SEATS < len(crowd)
    assert sorted(night.chats(WRONG)) == sorted(told)


@pytest.mark.asyncio
async def test_when_the_machine_dies_with_a_correction_waiting_who_was_in_flight_hears_it(night: Night) -> None:
    crowd = await night.crowd(30)
    night.engine.faults.delay = 5.0
    await night.is_confirmed()
    night.carry()
    await night.passes(lambda: len(night.chats(ALERT)) > 0)
    await night.decides(Step.RETRACT)
    await night.dies()
    told = set(night.chats(ALERT))
    night.engine.faults.delay = 0.0
    await night.carried()

    assert 0 < len(told) <= FREE_SEATS
    assert told <= set(night.chats(WRONG))
    assert len(night.chats(WRONG)) <= FREE_SEATS < len(crowd)
    assert set(night.chats(ALERT)) == told


@pytest.mark.asyncio
async def test_when_the_machine_dies_in_the_middle_everyone_is_told_all_the_same(night: Night) -> None:
    crowd = await night.crowd(40)
    await night.is_confirmed()
    night.engine.faults.next("sendMessage", Late(3.0), times=100)
    night.carry()
    await night.passes(lambda: len(night.chats(ALERT)) > 20)
    before = len(night.chats(ALERT))
    await night.dies()
    night.engine.faults.clear()
    await night.carried()
    got = night.chats(ALERT)

    assert set(got) == set(crowd)
    assert before < len(crowd)
    assert len(got) - len(crowd) <= FREE_SEATS


@pytest.mark.asyncio
async def test_who_has_blocked_the_bot_is_forgotten_and_the_others_are_told(night: Night) -> None:
    crowd = await night.crowd(9)
    block(night.engine, night.phone(crowd[4]))
    await night.is_confirmed()
    await night.carried()
    left = await acts.rows(night.town.database, people)

    assert sorted(night.chats(ALERT)) == [one for one in crowd if one != crowd[4]]
    assert len(left) == len(crowd) + 4 - 1


@pytest.mark.asyncio
async def test_a_chat_that_is_not_found_twice_an_hour_apart_is_forgotten(night: Night) -> None:
    [lost] = await night.crowd(1)
    del night.engine.chats[lost]
    await night.is_confirmed()
    await night.carried()
    before = len(await acts.rows(night.town.database, people))
    await night.clock.advance(3 * 3600)
    await acts.tells(night.town, await night.joins(5), acts.PARK.replace("mill_park", "pier_library"))
    await acts.is_confirmed(night.town, *night.volunteers)
    await night.carried()

    assert len(await acts.rows(night.town.database, people)) == before


@pytest.mark.asyncio
async def test_text_that_telegram_refuses_halts_the_broadcast_at_the_first_and_tells_the_organizers(
    night: Night,
) -> None:
    await night.crowd(30)
    night.engine.faults.next("sendMessage", Refuses(400, "Bad Request: can't parse entities: x"), times=1)
    await night.is_confirmed()
    await night.carried()

    assert len(night.chats(ALERT)) < 30
    assert len(await acts.rows(night.town.database, receipts)) == len(night.chats(ALERT))


@pytest.mark.asyncio
async def test_a_flood_holds_everything_for_as_long_as_telegram_says(night: Night) -> None:
    crowd = await night.crowd(12)
    await night.is_confirmed()
    night.engine.faults.next("sendMessage", Flood(20))
    night.carry()
    await night.passes(lambda: len(night.chats(ALERT)) == len(crowd))
    await night.carried()

    assert night.engine.log.sent_during_hold() <= FREE_SEATS
    assert sorted(night.chats(ALERT)) == crowd
    assert night.clock.monotonic() >= 20


@pytest.mark.asyncio
async def test_a_hold_survives_a_restart(night: Night) -> None:
    crowd = await night.crowd(3)
    await night.is_confirmed()
    night.engine.faults.next("*", Flood(600), times=8)
    night.carry()
    await night.passes(lambda: night.clock.monotonic() > 30, step=1.0)
    await night.dies()
    night.carry()
    await night.passes(lambda: len(night.chats(ALERT)) == len(crowd), step=5.0)

    assert night.clock.monotonic() >= 600


@pytest.mark.asyncio
@pytest.mark.parametrize("fault", [TakenButFails(502), TakenButCut(), Garbled()])
async def test_an_answer_that_leaves_it_open_makes_one_more_try_and_no_third(
    night: Night, fault: TakenButFails
) -> None:
    [lone] = await night.crowd(1)
    await night.is_confirmed()
    night.engine.faults.next("sendMessage", fault, times=10)
    night.carry()
    await night.passes(lambda: len(night.chats(ALERT)) >= 2, step=1.0)
    await night.passes(lambda: night.clock.monotonic() > 60, step=1.0)

    assert night.chats(ALERT) == [lone, lone]


@pytest.mark.asyncio
@pytest.mark.parametrize("fault", [Fails(502), Unreachable()])
async def test_while_telegram_is_gone_nothing_is_lost(night: Night, fault: Fails) -> None:
    crowd = await night.crowd(20)
    await night.is_confirmed()
    night.engine.faults.share("*", fault, 1.0)
    night.carry()
    await night.passes(lambda: night.clock.monotonic() > 120, step=1.0)
    tried = len(night.engine.log)
    night.engine.faults.clear()
    back = night.clock.monotonic()
    await night.passes(lambda: len(set(night.chats(ALERT))) >= 10, step=0.5)

    assert tried < 60
    assert min(entry.at for entry in night.engine.log if entry.at >= back) - back <= LONGEST_WAIT
    if isinstance(fault, Unreachable):
        await night.carried()
        assert sorted(night.chats(ALERT)) == crowd


@pytest.mark.asyncio
@pytest.mark.parametrize(("status", "said"), [(401, "Unauthorized"), (404, "Not Found")])
async def test_a_token_that_is_refused_stops_everything_and_loses_nothing(night: Night, status: int, said: str) -> None:
    crowd = await night.crowd(20)
    await night.is_confirmed()
    night.engine.faults.next("*", Refuses(status, said), times=8)
    with pytest.raises(TokenRefused):
        await night.carried()
    await night.dies()
    night.engine.faults.clear()
    await night.carried()

    assert sorted(night.chats(ALERT)) == crowd


@pytest.mark.asyncio
async def test_an_urgent_broadcast_overtakes_within_one_message(night: Night) -> None:
    """While edits of an all-clear go out slowly, a retraction of the same alert goes first."""
    crowd = await night.crowd(40)
    await night.is_confirmed()
    await night.carried()
    night.engine.faults.share("editMessageText", Late(1.0), 1.0)
    await night.decides(Step.ALL_CLEAR)
    await night.passes(lambda: len(night.chats(OVER, "editMessageText")) > 0)
    edited = len(night.chats(OVER, "editMessageText"))
    await night.decides(Step.RETRACT)
    await night.passes(lambda: len(night.chats(WRONG)) == len(crowd))

    assert len(night.chats(OVER, "editMessageText")) <= edited + FREE_SEATS
