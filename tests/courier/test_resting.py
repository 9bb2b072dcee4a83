"""Those who want to be left alone, while an alert goes out: at night on the city's clock, and during a pause."""

from datetime import timedelta

import pytest

from bot.domain.buttons import Resting
from bot.domain.details import Source
from bot.domain.duty import RESTS, Rest
from bot.domain.incident import Step
from bot.domain.pausing import Length
from bot.domain.people import Person, Role
from bot.services import dealing, duty, keeping, pausing
from simulator.chats import Message
from tests.courier.conftest import HARBOR, Night
from tests.services import acts

UNTIL_NIGHT, UNTIL_MORNING = timedelta(hours=13), timedelta(hours=9)
"""The clock begins at nine in the morning in the city."""

MUTED = RESTS[Rest.MUTE].total_seconds()


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
async def test_what_was_only_heard_waits_for_the_morning_and_comes_without_a_sound(night: Night) -> None:
    await night.joins(4, role=Role.ORGANIZER)
    await night.clock.advance(UNTIL_NIGHT.total_seconds())
    await acts.tells(night.town, await night.joins(1), source=Source.HEARD)
    await night.carried()
    at_night = len(night.phone(4).messages)

    await night.clock.advance(UNTIL_MORNING.total_seconds())
    await keeping.morning(night.town.database, now=night.clock.now())
    await night.carried()

    assert (at_night, len(night.phone(4).messages), last(night, 4).silent) == (0, 1, True)


@pytest.mark.asyncio
async def test_what_was_just_seen_sounds_at_night(night: Night) -> None:
    await night.joins(4, role=Role.ORGANIZER)
    await night.clock.advance(UNTIL_NIGHT.total_seconds())
    await acts.tells(night.town, await night.joins(1))
    await night.carried()

    assert not last(night, 4).silent


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


@pytest.mark.asyncio
async def test_whoever_wants_no_sound_gets_cards_in_silence_for_an_hour(night: Night) -> None:
    ben = await night.joins(4, HARBOR, role=Role.VOLUNTEER)
    await acts.starts_duty(night.town, ben, 4, HARBOR, "mill")
    await duty.rest(night.town.database, Resting(Rest.MUTE), by=ben, now=night.clock.now())
    silent = []
    for number, place in ((1, acts.LIBRARY), (2, acts.PARK)):
        await acts.tells(night.town, await night.joins(number), place)
        await night.clock.advance(MUTED / 2)
        await dealing.look_again(
            night.town.database, city=night.town.city, policy=night.town.policy, now=night.clock.now()
        )
        await night.carried()
        silent.append(last(night, 4).silent)

    assert silent == [True, False]
