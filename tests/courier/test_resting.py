"""Those who want to be left alone, while an alert goes out: at night on the city's clock, and during a pause."""

from datetime import timedelta

import pytest

from bot.domain.incident import Step
from bot.domain.pausing import Length
from bot.domain.people import Person
from bot.services import pausing
from simulator.chats import Message
from tests.courier.conftest import HARBOR, Night
from tests.services import acts

UNTIL_NIGHT = timedelta(hours=13)
"""The clock begins at nine in the morning in the city."""


def last(night: Night, number: int) -> Message:
    return list(night.phone(number).messages.values())[-1]


async def wants_a_quiet_night(night: Night, number: int) -> Person:
    person = await night.joins(number, HARBOR)
    await pausing.hush(night.town.database, quiet=True, by=person)
    return person


@pytest.mark.asyncio
async def test_by_day_an_alert_sounds_for_everyone(night: Night) -> None:
    await wants_a_quiet_night(night, 11)
    await night.is_confirmed()
    await night.carried()

    assert not last(night, 11).silent


@pytest.mark.asyncio
async def test_at_night_an_alert_sounds_only_for_those_who_did_not_ask_for_silence(night: Night) -> None:
    await night.clock.advance(UNTIL_NIGHT.total_seconds())
    await wants_a_quiet_night(night, 11)
    await night.joins(12, HARBOR)
    await night.is_confirmed()
    await night.carried()

    assert [last(night, number).silent for number in (11, 12)] == [True, False]


@pytest.mark.asyncio
async def test_at_night_a_correction_is_silent_too(night: Night) -> None:
    await night.clock.advance(UNTIL_NIGHT.total_seconds())
    await wants_a_quiet_night(night, 11)
    await night.is_confirmed()
    await night.carried()
    await night.decides(Step.RETRACT)
    await night.carried()

    assert night.chats("alert.retracted").count(11) == 1
    assert last(night, 11).silent


@pytest.mark.asyncio
async def test_a_pause_is_looked_at_when_ones_turn_comes(night: Night) -> None:
    resting, awake = await night.joins(11, HARBOR), await night.joins(12, HARBOR)
    zone, now = night.town.city.zone, night.clock.now()
    for one in (resting, awake):
        await pausing.pause(night.town.database, Length.HOUR, by=one, zone=zone, now=now)
    await night.is_confirmed()
    await pausing.resume(night.town.database, by=awake)
    await night.carried()

    assert night.chats("alert.confirmed").count(12) == 1
    assert night.chats("alert.confirmed").count(11) == 0


@pytest.mark.asyncio
async def test_whoever_paused_holds_up_nobody_and_hears_the_next_alert(night: Night) -> None:
    resting = await night.joins(11, HARBOR)
    crowd = await night.crowd(30)
    await pausing.pause(night.town.database, Length.HOUR, by=resting, zone=night.town.city.zone, now=night.clock.now())
    await night.is_confirmed()
    await night.carried()
    first = night.chats("alert.confirmed")
    await night.clock.advance(timedelta(hours=2).total_seconds())
    await acts.tells(night.town, await night.joins(5), acts.LIBRARY)
    await acts.is_confirmed(night.town, *night.volunteers)
    await night.carried()

    assert set(first) == set(crowd)
    assert set(night.chats("alert.confirmed")) == {11, *crowd}
