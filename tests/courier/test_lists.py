"""The list of what waits: one message, which says by itself what is so."""

from datetime import timedelta

import pytest

from bot.domain.dealing import Crowded, Listed
from bot.domain.ids import NeighborhoodId
from bot.domain.people import Person, Role
from bot.services import dealing
from db import lists
from tests.courier.conftest import HARBOR, Night

BEN = 2


def waits(many: int) -> Listed:
    return Listed(crowded=(Crowded(NeighborhoodId(HARBOR), many),))


async def says(night: Night, ben: Person, listed: Listed, *, anew: bool = False) -> None:
    """Ben's list says this now, and everything is carried."""
    async with night.town.database.transaction() as tx:
        if anew:
            await lists.send(tx, ben.number, listed, now=night.clock.now())
        else:
            await lists.change(tx, ben.number, listed)
    await night.carried()


def requests(night: Night) -> list[tuple[str, str | None]]:
    return [(one.method, one.text) for one in night.engine.log if one.taken and one.chat == BEN]


@pytest.mark.asyncio
async def test_a_list_is_one_message_that_changes_in_place(night: Night) -> None:
    ben = await night.joins(BEN, role=Role.VOLUNTEER)
    await says(night, ben, waits(12), anew=True)

    await says(night, ben, waits(13))
    await says(night, ben, Listed())

    assert requests(night) == [
        ("sendMessage", "12 reports wait in Harbor"),
        ("editMessageText", "13 reports wait in Harbor"),
        ("editMessageText", "Nothing waits right now."),
    ]


@pytest.mark.asyncio
async def test_a_list_that_somebody_deleted_comes_back_after_an_hour_and_not_before(night: Night) -> None:
    ben = await night.joins(BEN, role=Role.VOLUNTEER)
    await says(night, ben, waits(12), anew=True)
    night.phone(BEN).messages.clear()
    await says(night, ben, waits(13))
    sent = []
    for _ in range(2):
        async with night.town.database.reading() as tx:
            held = (await lists.held(tx))[ben.number]
        async with night.town.database.transaction() as tx:
            await dealing.bring_up(tx, ben.number, waits(14), held, now=night.clock.now())
        await night.carried()
        sent.append([method for method, _ in requests(night)].count("sendMessage"))
        night.clock.jump(timedelta(hours=1).total_seconds())

    assert sent == [1, 2]


@pytest.mark.asyncio
@pytest.mark.parametrize(("hours", "silent"), [(0, False), (14, True)])
async def test_at_night_a_list_makes_no_sound(night: Night, hours: int, silent: bool) -> None:
    night.clock.jump(hours * 3600)
    ben = await night.joins(BEN, role=Role.VOLUNTEER)

    await says(night, ben, waits(12), anew=True)

    [message] = night.phone(BEN).messages.values()
    assert message.silent is silent
