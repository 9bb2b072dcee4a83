"""A volunteer on duty is asked whether they stay, and is left in peace for a while when they want that."""

from datetime import timedelta

import pytest

from bot.domain.buttons import Resting
from bot.domain.duty import Duty, Rest
from bot.domain.ids import EVERYWHERE
from bot.domain.letter import DutyEnds, Says
from bot.domain.people import Role
from bot.domain.refusals import NotAllowed
from bot.services import duty
from bot.town import Town
from db import letters
from simulator.clock import VirtualClock
from tests.services.acts import claims, goes_on_duty, joins, newest, starts_duty, tells

HOUR = timedelta(hours=1)


async def reminded(town: Town) -> list[tuple[int, object]]:
    """Who is being told that their duty ends, and of which."""
    await duty.remind(town.database, now=town.clock.now())
    async with town.database.reading() as tx:
        return [(one.person, one.facts) for one in await letters.due(tx, limit=10) if one.says is Says.DUTY_ENDS]


@pytest.mark.asyncio
async def test_a_quarter_of_an_hour_before_the_end_one_is_asked_whether_one_stays_once(
    town: Town, clock: VirtualClock
) -> None:
    ben = await goes_on_duty(town, 2, "mill", "harbor")
    ends = clock.now() + 4 * HOUR
    await clock.advance(3.75 * 3600 - 1)
    before = await reminded(town)
    await clock.advance(1)
    await reminded(town)

    told = await reminded(town)

    assert (before, told) == ([], [(ben.number, DutyEnds(("harbor", "mill"), ends))])  # type: ignore[arg-type]


@pytest.mark.asyncio
async def test_whoever_stays_is_asked_again_before_the_new_end(town: Town, clock: VirtualClock) -> None:
    ben = await goes_on_duty(town, 2, "harbor")
    await clock.advance(3.9 * 3600)
    await reminded(town)
    await starts_duty(town, ben, 2)
    early = await reminded(town)

    await clock.advance(1.9 * 3600)

    assert (len(early), len(await reminded(town))) == (1, 2)


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("rest", "muted", "busy"),
    [(Rest.MUTE, HOUR, None), (Rest.BUSY, None, HOUR / 2), (Rest.BACK, None, None)],
)
async def test_one_rests_for_a_while_in_one_way_or_the_other(
    town: Town, clock: VirtualClock, rest: Rest, muted: timedelta | None, busy: timedelta | None
) -> None:
    ben = await goes_on_duty(town, 2, "harbor")
    await duty.rest(town.database, Resting(Rest.MUTE), by=ben, now=clock.now() - HOUR / 4)

    holds = await duty.rest(town.database, Resting(rest), by=ben, now=clock.now())

    until = [None if one is None else clock.now() + one for one in (muted, busy)]
    assert holds is not None
    assert [holds.muted_until, holds.busy_until] == until


@pytest.mark.asyncio
async def test_whoever_is_busy_looks_at_nothing_any_longer_and_another_takes_it_at_once(town: Town) -> None:
    ben, cai = [await goes_on_duty(town, number, "harbor") for number in (2, 3)]
    await tells(town, await joins(town, 1))
    await claims(town, ben)
    await duty.rest(town.database, Resting(Rest.BUSY), by=ben, now=town.clock.now())

    await claims(town, cai)

    held = (await newest(town)).claim
    assert held is not None
    assert held.by == cai.number


@pytest.mark.asyncio
async def test_whoever_begins_duty_anew_rests_no_more(town: Town) -> None:
    ben = await goes_on_duty(town, 2, "harbor")
    await duty.rest(town.database, Resting(Rest.BUSY), by=ben, now=town.clock.now())

    assert await starts_duty(town, ben, 2) == Duty(frozenset({"harbor"}), town.clock.now() + 2 * HOUR)  # type: ignore[arg-type]


@pytest.mark.asyncio
async def test_whoever_is_not_on_duty_has_nothing_to_rest_from(town: Town) -> None:
    ben, ana = await joins(town, 2, "harbor", role=Role.VOLUNTEER), await joins(town, 1, "harbor")

    assert await duty.rest(town.database, Resting(Rest.MUTE), by=ben, now=town.clock.now()) is None
    with pytest.raises(NotAllowed):
        await duty.rest(town.database, Resting(Rest.MUTE), by=ana, now=town.clock.now())


@pytest.mark.asyncio
async def test_who_covers_what_is_shown_as_counts_without_those_who_are_busy(town: Town) -> None:
    ben = await goes_on_duty(town, 2, "harbor", "mill")
    cai = await goes_on_duty(town, 3, "harbor")
    await goes_on_duty(town, 4, EVERYWHERE)
    await duty.rest(town.database, Resting(Rest.BUSY), by=cai, now=town.clock.now())

    choice = await duty.choice(town.database, by=ben, city=town.city, now=town.clock.now())

    assert (choice.covered, choice.on_duty) == ({"harbor": 1, "mill": 1, EVERYWHERE: 1}, 2)
