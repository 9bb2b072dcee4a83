"""While all is frozen nothing goes to the public, and nothing of it is lost; answers and cards go."""

import pytest
import pytest_asyncio
from sqlalchemy import delete, insert, select

from bot.courier.courier import FREE_SEATS
from bot.domain.broadcast import State
from bot.domain.freezing import Why, Wish
from bot.domain.incident import Step
from bot.domain.people import Person, Role
from db.engine import Wake
from db.tables import broadcasts, ledger
from tests.courier.conftest import Night
from tests.services.acts import rows
from tests.services.freezes import agrees, freezes_all, frozen, resumes

ALERT, IGNORE, WRONG = "alert.confirmed", "alert.ignore", "alert.retracted"
STOPPED, UNEXPLAINED = "letter.sending_organizer", "letter.sending_unexplained"
SIZE = 30


@pytest_asyncio.fixture
async def omar(night: Night) -> Person:
    """A second organizer; the first is Olga, who is 5."""
    await night.joins(5, role=Role.ORGANIZER)
    return await night.joins(6, role=Role.ORGANIZER)


@pytest_asyncio.fixture
async def olga(night: Night, omar: Person) -> Person:
    return await night.joins(5, role=Role.ORGANIZER)


async def is_half_told(night: Night) -> list[int]:
    """An alert goes out slowly, and an organizer stops it when the first have it; everyone whom it concerns."""
    numbers = await night.crowd(SIZE)
    await night.is_confirmed()
    night.engine.faults.delay = 5.0
    night.carry()
    await night.passes(lambda: len(night.chats(ALERT)) > 0)
    await freezes_all(night.town, await night.joins(5, role=Role.ORGANIZER))
    night.engine.faults.delay = 0.0
    await night.carried_in_time()
    return numbers


@pytest.mark.asyncio
async def test_frozen_before_it_began_an_alert_reaches_nobody_and_letters_go(night: Night, olga: Person) -> None:
    await night.crowd(SIZE)
    await freezes_all(night.town, olga)
    await night.is_confirmed()
    await night.carried()

    assert night.chats(ALERT) == []
    assert sorted(night.chats(STOPPED)) == [5, 6]
    assert len(night.engine.chats[1].messages) == 1


@pytest.mark.asyncio
async def test_frozen_half_way_it_stops_with_who_is_in_flight_and_goes_on_with_nobody_twice(
    night: Night, olga: Person, omar: Person
) -> None:
    numbers = await is_half_told(night)
    told = night.chats(ALERT)
    await resumes(night.town, olga, omar)
    await night.carried_in_time()

    assert len(told) <= FREE_SEATS
    assert sorted(night.chats(ALERT)) == numbers


@pytest.mark.asyncio
async def test_it_stays_frozen_over_a_restart(night: Night, olga: Person, omar: Person) -> None:
    numbers = await is_half_told(night)
    told = night.chats(ALERT)
    await night.dies()
    await night.carried()
    assert night.chats(ALERT) == told

    await resumes(night.town, olga, omar)
    await night.carried()

    assert sorted(night.chats(ALERT)) == numbers


@pytest.mark.asyncio
async def test_taken_back_while_frozen_it_goes_to_nobody_new_and_those_who_hold_it_hear_so_afterwards(
    night: Night, olga: Person, omar: Person
) -> None:
    await is_half_told(night)
    told = night.chats(ALERT)
    await night.decides(Step.RETRACT)
    await night.carried_in_time()
    assert night.chats(WRONG) == []

    await resumes(night.town, olga, omar)
    await night.carried_in_time()

    assert (night.chats(ALERT), sorted(night.chats(WRONG))) == (told, sorted(told))


@pytest.mark.asyncio
async def test_while_frozen_two_can_ask_those_who_hold_the_last_to_ignore_it(
    night: Night, olga: Person, omar: Person
) -> None:
    await is_half_told(night)
    told = night.chats(ALERT)
    for by in (olga, omar):
        await agrees(night.town, by, Wish.IGNORE)
    await night.carried_in_time()
    asked = night.chats(IGNORE)
    await resumes(night.town, olga, omar)
    await night.carried_in_time()

    assert sorted(asked) == sorted(told)
    assert (night.chats(IGNORE), night.chats(ALERT)) == (asked, told)


async def somebody_adds_one(night: Night) -> None:
    """A broadcast that no act of anybody opened: a copy of the one that is there."""
    async with night.town.database.transaction() as tx:
        row = await tx.one(select(broadcasts))
        assert row is not None
        same = {name: value for name, value in row._mapping.items() if name != "id"}
        await tx.run(insert(broadcasts).values({**same, "state": State.OPEN, "number": 0}))
        tx.wake(Wake.COURIER)


@pytest.mark.asyncio
async def test_what_no_row_of_the_ledger_explains_goes_to_nobody_and_stops_everything(
    night: Night, olga: Person, omar: Person
) -> None:
    numbers = await night.crowd(SIZE)
    await night.is_confirmed()
    await night.carried()
    await somebody_adds_one(night)
    await night.carried()
    freeze = await frozen(night.town)
    await resumes(night.town, olga, omar)
    await night.carried()

    assert freeze is not None
    assert freeze.why is Why.UNEXPLAINED
    assert sorted(night.chats(ALERT)) == numbers
    assert sorted(night.chats(UNEXPLAINED)) == [4, 5, 6]
    assert await frozen(night.town) is None


@pytest.mark.asyncio
async def test_an_alert_whose_row_is_taken_out_half_way_reaches_nobody_new(
    night: Night, olga: Person, omar: Person
) -> None:
    await is_half_told(night)
    told = night.chats(ALERT)
    async with night.town.database.transaction() as tx:
        await tx.run(delete(ledger))
        tx.wake(Wake.COURIER)
    await night.carried_in_time()

    await resumes(night.town, olga, omar)
    await night.carried_in_time()

    assert night.chats(ALERT) == told
    assert [row.state for row in await rows(night.town.database, broadcasts)] == [State.HALTED]
