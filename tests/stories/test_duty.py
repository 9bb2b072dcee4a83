"""A volunteer's time on duty, and what comes of a report when nobody has any. The whole bot at work."""

from datetime import timedelta

import pytest

from bot.services import duty, lapsing
from tests.services.acts import going_out
from tests.stories.harborton import Harborton


@pytest.mark.asyncio
async def test_before_duty_ends_one_tap_is_enough_to_stay(harborton: Harborton) -> None:
    ben, town = await harborton.volunteer("Ben", "harbor"), harborton.town
    await duty.remind(town.database, now=town.clock.now() + timedelta(hours=3, minutes=50))
    asked = await ben.hears("If you can stay on")
    await ben.presses("2 hours")
    stays = await ben.hears("You are on duty until")

    assert (asked.labels, stays.id) == (["2 hours", "4 hours"], asked.id)


@pytest.mark.asyncio
async def test_a_volunteer_rests_and_is_back_and_sees_how_many_others_there_are(harborton: Harborton) -> None:
    ben = await harborton.volunteer("Ben", "harbor")
    await harborton.volunteer("Cai", "harbor")
    await ben.says("/duty")
    both = await ben.hears("Harbor: 2")
    await ben.presses("No sound for 1 hour")
    await ben.hears("Cards make no sound until")
    await ben.presses("I am back")
    await ben.hears(lambda message: "Cards make" not in message.text)
    await ben.presses("Busy for 30 minutes")
    await ben.hears("No cards come until")
    await ben.says("/duty")
    await ben.hears("Harbor: 1")

    assert "2 people on duty now" in both.text
    assert "Cai" not in both.text


@pytest.mark.asyncio
async def test_with_nobody_on_duty_organizers_get_the_card_and_in_the_end_the_reporter_hears_the_truth(
    harborton: Harborton,
) -> None:
    olga, ana, town = await harborton.organizer(), await harborton.resident("Ana"), harborton.town
    await harborton.reports(ana)
    card = await olga.hears("No. 1: not confirmed")
    await lapsing.lapse(town.database, policy=town.policy, now=town.clock.now() + timedelta(hours=2, minutes=1))
    await ana.hears("Nobody could check your report about Pier Library")
    closed = await olga.hears("No. 1: not checked in time, no alert sent")

    assert (closed.id, closed.labels, await going_out(town)) == (card.id, [], [])
