"""Ten minutes in which Telegram fails, or takes what it says that it did not; clocks that jump, disks that are full."""

import asyncio

import pytest

from bot.courier.breaker import IN_A_ROW, LONGEST_WAIT
from bot.courier.courier import FREE_SEATS, Courier
from bot.courier.pacing import Pace
from bot.domain.incident import Step
from simulator.faults import Fails, Late, TakenButFails, Unreachable
from simulator.in_process import InProcess
from tests.courier.conftest import Night
from tests.fresh import written_by_nobody

ALERT, WRONG = "alert.confirmed", "alert.retracted"
OUTAGE = 600.0
TAKEN = 0.3
"""Of what is answered with an error, so much arrives all the same."""

HOUR, EPOCH, FAR = 3600.0, -56.2 * 365.25 * 86_400, 73.8 * 365.25 * 86_400
"""Seconds: an hour; from the clock's beginning back to 1970, and on to 2100."""


@pytest.mark.asyncio
@pytest.mark.parametrize("seed", [1, 2])
async def test_after_ten_minutes_of_errors_everyone_is_told_and_few_are_told_twice(night: Night, seed: int) -> None:
    crowd = await night.crowd(40)
    await night.is_confirmed()
    night.engine.faults.share("*", Fails(502))
    night.engine.faults.share("sendMessage", TakenButFails(502), TAKEN, seed=seed)
    night.carry()
    await night.passes(lambda: night.clock.monotonic() >= OUTAGE, step=2.0)
    asked = sum(entry.method == "getMe" for entry in night.engine.log)
    night.engine.faults.clear()
    back = night.clock.monotonic()
    await night.carried_in_time(step=0.5)
    told, taken = night.chats(ALERT), [one.at for one in night.engine.log if one.taken and one.chat and one.at >= back]

    assert set(told) == set(crowd)
    assert len(told) - len(crowd) <= FREE_SEATS + asked
    assert min(taken) - back <= LONGEST_WAIT


@pytest.mark.asyncio
@pytest.mark.parametrize("seed", [1, 2])
async def test_when_sends_alone_fail_for_ten_minutes_nobody_loses_their_alert_to_a_probe(
    night: Night, seed: int
) -> None:
    crowd = await night.crowd(40)
    await night.is_confirmed()
    night.engine.faults.share("*", Fails(502))
    night.engine.faults.share("getMe", Late(0.0))
    night.engine.faults.share("sendMessage", TakenButFails(502), TAKEN, seed=seed)
    night.carry()
    await night.passes(lambda: night.clock.monotonic() >= OUTAGE, step=2.0)
    night.engine.faults.clear()
    back = night.clock.monotonic()
    await night.carried_in_time(step=0.5)
    told, taken = night.chats(ALERT), [one.at for one in night.engine.log if one.taken and one.chat and one.at >= back]

    assert set(told) == set(crowd)
    assert len(told) - len(crowd) <= FREE_SEATS + OUTAGE / LONGEST_WAIT + IN_A_ROW
    assert min(taken) - back <= LONGEST_WAIT


@pytest.mark.asyncio
async def test_after_an_error_those_who_had_no_try_come_before_anybodys_last_one(night: Night) -> None:
    night.courier = Courier(night.town, InProcess(night.engine), Pace(None, night.clock), seats=1)
    crowd = await night.crowd(6)
    await night.is_confirmed()
    for _ in range(3):
        night.engine.faults.next("sendMessage", Fails(502))
    await night.carried()

    assert [entry.chat for entry in night.engine.log if entry.chat in crowd][:4] == crowd[:4]
    assert sorted(night.chats(ALERT)) == crowd


@pytest.mark.asyncio
async def test_after_minutes_without_an_address_for_telegram_everyone_is_told_once(night: Night) -> None:
    crowd = await night.crowd(40)
    await night.is_confirmed()
    night.engine.faults.share("*", Unreachable())
    night.carry()
    await night.passes(lambda: night.clock.monotonic() >= OUTAGE, step=2.0)
    night.engine.faults.clear()
    await night.carried_in_time(step=0.5)

    assert sorted(night.chats(ALERT)) == crowd


@pytest.mark.asyncio
@pytest.mark.parametrize("jump", [HOUR, -HOUR, 25 * HOUR, -25 * HOUR, EPOCH, FAR])
async def test_when_the_clock_jumps_while_an_alert_goes_out_everyone_is_told_once_and_corrected(
    night: Night, jump: float
) -> None:
    pace = Pace(20, night.clock)
    night.courier = Courier(night.town, InProcess(night.engine), pace)
    crowd = await night.crowd(40)
    await night.is_confirmed()
    night.carry()
    await night.passes(lambda: len(night.chats(ALERT)) >= 10)
    pace.hold(5.0, replies=True)
    night.clock.jump(jump)
    waits = asyncio.create_task(pace.reply(7))
    await night.carried_in_time()
    await night.decides(Step.RETRACT)
    await night.carried_in_time()

    assert sorted(night.chats(ALERT)) == sorted(night.chats(WRONG)) == crowd
    assert waits.done()


@pytest.mark.asyncio
async def test_when_the_disk_takes_nothing_while_an_alert_goes_out_it_rests_and_everyone_is_told_once(
    night: Night,
) -> None:
    crowd = await night.crowd(24)
    await night.is_confirmed()
    night.engine.faults.share("sendMessage", Late(1.0))
    night.carry()
    await night.passes(lambda: len(night.chats(ALERT)) > 0)
    async with written_by_nobody(night.town.database):
        await night.passes_for(5)
        meanwhile = len(night.chats(ALERT))
        await night.passes_for(20)
        rested = len(night.chats(ALERT)) == meanwhile
    await night.carried_in_time()

    assert rested
    assert meanwhile <= 2 * FREE_SEATS
    assert sorted(night.chats(ALERT)) == crowd
