"""An alert stands after all: who heard otherwise hears so, and who had heard nothing yet gets the alert."""

import pytest

from bot.domain.buttons import Reinstate
from bot.domain.incident import Step
from bot.services import correcting
from tests.courier.conftest import Night
from tests.services.acts import newest

ALERT, OVER, WRONG, STANDS = "alert.confirmed", "alert.over", "alert.retracted", "alert.stands"

DELAY = 5.0


async def stands(night: Night) -> None:
    """A volunteer who confirmed it says that the newest alert stands."""
    town, [ben, _] = night.town, night.volunteers
    pressed = Reinstate((await newest(town)).id)
    await correcting.reinstate(town.database, pressed, by=ben, city=town.city, policy=town.policy, now=town.clock.now())


@pytest.mark.asyncio
@pytest.mark.parametrize("step", [Step.RETRACT, Step.ALL_CLEAR])
async def test_those_who_hold_the_correction_hear_that_the_alert_stands_and_nobody_else(
    night: Night, step: Step
) -> None:
    crowd = await night.crowd(12)
    await night.is_confirmed()
    await night.carried()
    await night.decides(step)
    await night.carried()
    await night.joins(5_000, "harbor")
    await stands(night)
    await night.carried()

    assert sorted(night.chats(STANDS)) == crowd
    assert sorted(night.chats(ALERT)) == crowd
    assert sorted(night.chats(ALERT, "editMessageText")) == crowd


@pytest.mark.asyncio
async def test_a_stopped_alert_goes_on_and_what_ends_it_then_reaches_everyone(night: Night) -> None:
    crowd = await night.crowd(30)
    night.engine.faults.delay = DELAY
    await night.is_confirmed()
    night.carry()
    await night.passes(lambda: len(night.chats(ALERT)) > 0)
    await night.decides(Step.RETRACT)
    night.engine.faults.delay = 0.0
    await night.passes_for(DELAY)
    await night.carried()
    told = sorted(night.chats(ALERT))
    await stands(night)
    await night.carried()

    assert 0 < len(told) < len(crowd)
    assert sorted(night.chats(STANDS)) == told
    assert sorted(night.chats(ALERT)) == crowd
    await night.decides(Step.ALL_CLEAR)
    await night.carried()

    assert sorted(night.chats(OVER, "editMessageText")) == crowd
