"""Is it true? What is said to someone who asks, and what is not."""

from datetime import timedelta

import pytest

from bot.domain.checked import Checked
from bot.domain.ids import EVERYWHERE, NeighborhoodId
from bot.domain.incident import Status, Step
from bot.domain.people import Person, Role
from bot.domain.refusals import Expired
from bot.domain.verification import Answer
from bot.services import checking
from bot.town import Town
from simulator.clock import VirtualClock
from tests.services.acts import LIBRARY, PARK, decides, finds, is_confirmed, joins, tells

HARBOR, MILL, QUAY = (NeighborhoodId(one) for one in ("harbor", "mill", "quay"))


async def asks(town: Town, by: Person) -> Checked:
    return await checking.check(town.database, by=by, city=town.city, policy=town.policy, now=town.clock.now())


async def asks_at(town: Town, by: Person, neighborhood: NeighborhoodId) -> Checked:
    return await checking.check_at(
        town.database, neighborhood, by=by, city=town.city, policy=town.policy, now=town.clock.now()
    )


async def volunteers(town: Town) -> list[Person]:
    return [await joins(town, number, role=Role.VOLUNTEER) for number in (2, 3)]


@pytest.mark.asyncio
async def test_where_nothing_was_told_nothing_is_known(town: Town) -> None:
    ana = await joins(town, 1, "harbor")

    assert await asks(town, ana) == Checked((HARBOR,), (HARBOR,), (), being_checked=0, never_checked=0, closed=())


@pytest.mark.asyncio
async def test_what_nobody_has_confirmed_is_a_number_and_no_place(town: Town) -> None:
    ana = await joins(town, 1, "harbor")
    await tells(town, ana)

    known = await asks(town, ana)

    assert (known.being_checked, known.confirmed, known.closed) == (1, (), ())


@pytest.mark.asyncio
async def test_what_is_confirmed_is_said_as_its_alert_says_it(town: Town) -> None:
    ana, ben = await joins(town, 1, "harbor"), await joins(town, 4)
    await tells(town, ben)
    about = await is_confirmed(town, *await volunteers(town))

    known = await asks(town, ana)

    assert [(one.incident, one.place) for one in known.confirmed] == [(about, LIBRARY)]
    assert known.being_checked == 0


@pytest.mark.asyncio
async def test_what_was_checked_and_not_found_is_said_with_its_place_for_a_day(town: Town, clock: VirtualClock) -> None:
    ana, ben = await joins(town, 1, "harbor"), await joins(town, 4)
    await tells(town, ben)
    for one in await volunteers(town):
        await finds(town, one, Answer.NOTHING_THERE)

    at_once = await asks(town, ana)
    await clock.advance(timedelta(hours=24, seconds=1).total_seconds())
    later = await asks(town, ana)

    assert [(one.place, one.status) for one in at_once.closed] == [(LIBRARY, Status.DISMISSED)]
    assert later.closed == ()


@pytest.mark.asyncio
@pytest.mark.parametrize(("step", "status"), [(Step.ALL_CLEAR, Status.OVER), (Step.RETRACT, Status.RETRACTED)])
async def test_what_is_over_or_was_taken_back_is_said_so(town: Town, step: Step, status: Status) -> None:
    ana, ben = await joins(town, 1, "harbor"), await joins(town, 4)
    olga = await joins(town, 5, role=Role.ORGANIZER)
    await tells(town, ben)
    await is_confirmed(town, *await volunteers(town))
    await decides(town, olga, step)

    known = await asks(town, ana)

    assert [(one.status, one.closed) for one in known.closed] == [(status, town.clock.now())]
    assert known.confirmed == ()


@pytest.mark.asyncio
async def test_what_nobody_could_look_at_in_time_is_not_said_to_be_being_checked(
    town: Town, clock: VirtualClock
) -> None:
    ana = await joins(town, 1, "harbor")
    await tells(town, ana)
    await clock.advance(town.policy.confirm_within.total_seconds() + 1)

    known = await asks(town, ana)

    assert (known.being_checked, known.never_checked) == (0, 1)


@pytest.mark.asyncio
async def test_what_happens_next_door_is_said_and_what_is_far_is_not(town: Town) -> None:
    near, far = await joins(town, 1, "harbor"), await joins(town, 4, "quay")
    await tells(town, await joins(town, 5), PARK)

    assert (await asks(town, near)).being_checked == 1
    assert (await asks(town, far)).being_checked == 0


@pytest.mark.asyncio
@pytest.mark.parametrize("where", [[], ["city"], ["city", "quay"]])
async def test_for_whoever_chose_the_whole_city_or_nothing_it_is_about_the_whole_city(
    town: Town, where: list[str]
) -> None:
    ana = await joins(town, 1, *where)
    await tells(town, await joins(town, 5), PARK)

    known = await asks(town, ana)

    assert (known.asked, known.being_checked) == ((), 1)


@pytest.mark.asyncio
async def test_one_neighborhood_can_be_asked_about_alone(town: Town) -> None:
    ana = await joins(town, 1, "harbor")
    await tells(town, await joins(town, 5))

    at_quay, at_mill, in_city = [await asks_at(town, ana, one) for one in (QUAY, MILL, EVERYWHERE)]

    assert (at_quay.asked, at_quay.being_checked) == ((QUAY,), 0)
    assert (at_mill.asked, at_mill.being_checked) == ((MILL,), 1)
    assert (in_city.asked, in_city.being_checked, in_city.listens) == ((), 1, (HARBOR,))


@pytest.mark.asyncio
async def test_a_neighborhood_that_is_no_more_makes_an_old_button(town: Town) -> None:
    ana = await joins(town, 1)

    with pytest.raises(Expired):
        await asks_at(town, ana, NeighborhoodId("atlantis"))
