"""One organizer stops all sending, two let it go on; it stops by itself when too much goes out."""

from dataclasses import replace
from datetime import timedelta

import pytest
import pytest_asyncio

from bot.domain.broadcast import Kind, State
from bot.domain.freezing import FRESH, Why, Wish
from bot.domain.incident import Status, Step
from bot.domain.ledger import Act
from bot.domain.letter import Says
from bot.domain.people import Person, Role
from bot.domain.refusals import Expired, NotAllowed
from bot.town import Town
from db import broadcasts
from db.tables import agreements
from db.tables import broadcasts as broadcast_rows
from db.tables import ledger as ledger_rows
from simulator.clock import VirtualClock
from tests.db.crowd import told
from tests.services.acts import decides, going_out, is_confirmed, is_made, joins, newest, rows, tells
from tests.services.freezes import agrees, freezes_all, frozen, heard, resumes, standing
from tests.services.notices import approves, is_proposed


@pytest_asyncio.fixture
async def olga(town: Town) -> Person:
    return await joins(town, 11, role=Role.ORGANIZER)


@pytest_asyncio.fixture
async def omar(town: Town) -> Person:
    return await joins(town, 12, role=Role.ORGANIZER)


async def alerts(town: Town) -> None:
    """Something is seen and confirmed."""
    many = len(await rows(town.database, broadcast_rows))
    await tells(town, await joins(town, 1000 + many), "pier_library")
    await is_confirmed(town, *[await joins(town, number, role=Role.VOLUNTEER) for number in (21, 22)])


@pytest.mark.asyncio
async def test_one_organizer_stops_it_at_once_and_every_organizer_is_told(
    town: Town, olga: Person, omar: Person
) -> None:
    sees = await freezes_all(town, olga)
    again = await freezes_all(town, omar)

    assert sees.freeze == again.freeze == await frozen(town)
    assert sees.freeze is not None
    assert sees.freeze.why is Why.ORGANIZER
    assert await heard(town, Says.SENDING_ORGANIZER) == [olga.number, omar.number]


@pytest.mark.asyncio
@pytest.mark.parametrize("does", [freezes_all, standing])
async def test_it_is_organizers_who_do_so(town: Town, does: object) -> None:
    ben = await joins(town, 1, role=Role.VOLUNTEER)

    with pytest.raises(NotAllowed):
        await does(town, replace(ben, role=Role.ORGANIZER))  # type: ignore[operator]
    assert await frozen(town) is None


@pytest.mark.asyncio
async def test_it_takes_two_to_resume_and_the_others_are_asked(town: Town, olga: Person, omar: Person) -> None:
    await freezes_all(town, olga)
    for _ in range(2):
        first = await agrees(town, olga)
    assert first.wished == (Wish.RESUME,)
    assert await heard(town, Says.SENDING_AGREE) == [omar.number]

    second = await agrees(town, omar)

    assert (second.freeze, await frozen(town)) == (None, None)
    assert await heard(town, Says.SENDING_RESUMED) == [olga.number, omar.number]
    assert await rows(town.database, agreements) == []


@pytest.mark.asyncio
async def test_who_is_an_organizer_no_more_has_not_agreed(town: Town, olga: Person, omar: Person) -> None:
    await freezes_all(town, olga)
    await agrees(town, olga)
    await is_made(town, olga, Role.VOLUNTEER)

    await agrees(town, omar)

    assert await frozen(town) is not None


@pytest.mark.asyncio
async def test_what_was_agreed_an_hour_ago_counts_no_more(
    town: Town, clock: VirtualClock, olga: Person, omar: Person
) -> None:
    await freezes_all(town, olga)
    await agrees(town, olga)
    await clock.advance(3601)
    await agrees(town, omar)
    assert await frozen(town) is not None

    await agrees(town, olga)

    assert await frozen(town) is None


@pytest.mark.asyncio
async def test_the_end_of_an_earlier_freeze_is_not_that_of_this_one(
    town: Town, clock: VirtualClock, olga: Person, omar: Person
) -> None:
    before = (await freezes_all(town, olga)).freeze
    assert before is not None
    await resumes(town, olga, omar)
    await clock.advance(60)
    await freezes_all(town, omar)

    with pytest.raises(Expired):
        await agrees(town, olga, about=before.mark)


@pytest.mark.asyncio
async def test_more_than_the_city_allows_within_an_hour_stops_it_and_says_why(
    town: Town, clock: VirtualClock, olga: Person, omar: Person
) -> None:
    few = replace(town, policy=replace(town.policy, broadcasts_an_hour=2, endings_an_hour=9, reports_open=99))
    for _ in range(2):
        await alerts(few)
        await clock.advance(600)
        await decides(few, olga, Step.ALL_CLEAR)
    assert await frozen(town) is None

    await alerts(few)
    stopped = await frozen(town)
    await decides(few, olga, Step.ALL_CLEAR)
    await resumes(few, olga, omar)
    await alerts(few)

    assert stopped is not None
    assert stopped.why is Why.CEILING
    assert await heard(town, Says.SENDING_CEILING) == [olga.number, omar.number]
    assert await frozen(town) is None


@pytest.mark.asyncio
async def test_an_hour_later_it_counts_anew(town: Town, clock: VirtualClock, olga: Person) -> None:
    one = replace(town, policy=replace(town.policy, broadcasts_an_hour=1))
    await alerts(one)
    await decides(one, olga, Step.ALL_CLEAR)
    await clock.advance(3601)

    await alerts(one)

    assert await frozen(town) is None


@pytest.mark.asyncio
async def test_an_alert_that_expired_meanwhile_goes_to_nobody_new_and_one_that_holds_does(
    town: Town, clock: VirtualClock, olga: Person, omar: Person
) -> None:
    await freezes_all(town, olga)
    await alerts(town)
    expires = (await newest(town)).expires
    assert expires is not None
    await clock.advance((expires - clock.now()).total_seconds())
    await alerts(town)

    await resumes(town, olga, omar)

    found = [row.state for row in await rows(town.database, broadcast_rows) if row.kind is Kind.ALERT]
    assert found == [State.ENDED, State.OPEN]


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("waited", "state"), [(FRESH, State.OPEN), (FRESH + timedelta(seconds=1), State.ENDED)], ids=["fresh", "stale"]
)
async def test_a_notice_of_another_day_is_not_sent_any_more(
    town: Town, olga: Person, omar: Person, *, clock: VirtualClock, waited: timedelta, state: State
) -> None:
    await freezes_all(town, olga)
    await approves(town, omar, await is_proposed(town, olga))
    await clock.advance(waited.total_seconds())

    await resumes(town, olga, omar)

    assert [row.state for row in await rows(town.database, broadcast_rows)] == [state]


async def is_held(town: Town) -> None:
    """The alert that goes out has reached one person."""
    [alert] = await going_out(town)
    await told(town.database, alert, (await joins(town, 31, "harbor")).number)


@pytest.mark.asyncio
async def test_two_ask_those_who_got_the_last_message_to_ignore_it_and_it_goes_to_nobody_else(
    town: Town, olga: Person, omar: Person
) -> None:
    await alerts(town)
    await is_held(town)
    await freezes_all(town, olga)
    await agrees(town, olga, Wish.IGNORE)
    assert [one.kind for one in await going_out(town)] == [Kind.ALERT]

    sees = await agrees(town, omar, Wish.IGNORE)

    alert, asking = await going_out(town)
    assert (alert.state, asking.kind, asking.basis) == (State.ENDED, Kind.IGNORE, alert.id)
    assert (sees.last, sees.freeze is None) == (None, False)
    assert await heard(town, Says.SENDING_IGNORED) == [olga.number, omar.number]
    assert (await newest(town)).status is Status.ACTIVE


@pytest.mark.asyncio
async def test_two_who_mean_different_messages_have_not_agreed(town: Town, olga: Person, omar: Person) -> None:
    await alerts(town)
    await is_held(town)
    await freezes_all(town, olga)
    await agrees(town, olga, Wish.IGNORE)

    with pytest.raises(Expired):
        await agrees(town, omar, Wish.IGNORE, about=99)
    assert [one.kind for one in await going_out(town)] == [Kind.ALERT]


@pytest.mark.asyncio
async def test_what_nobody_got_cannot_be_ignored_and_nothing_can_unless_it_is_frozen(
    town: Town, olga: Person, omar: Person
) -> None:
    await alerts(town)
    with pytest.raises(Expired):
        await agrees(town, olga, Wish.IGNORE, about=1)
    await freezes_all(town, olga)

    with pytest.raises(Expired):
        await agrees(town, omar, Wish.IGNORE, about=1)
    assert (await standing(town, olga)).last is None


@pytest.mark.asyncio
async def test_all_of_it_stands_in_the_ledger(town: Town, olga: Person, omar: Person) -> None:
    await alerts(town)
    await is_held(town)
    await freezes_all(town, olga)
    for by in (olga, omar):
        await agrees(town, by, Wish.IGNORE)
    await resumes(town, olga, omar)

    acts = [(row.act, row.role) for row in await rows(town.database, ledger_rows)]
    assert acts == [
        (Act.ALERT, Role.VOLUNTEER),
        *((one, Role.ORGANIZER) for one in (Act.FROZEN, Act.IGNORE, Act.RESUMED)),
    ]


@pytest.mark.asyncio
async def test_the_last_message_is_the_newest_that_somebody_holds(town: Town, olga: Person) -> None:
    await alerts(town)
    await is_held(town)
    await decides(town, olga, Step.FOLLOW_UP)
    async with town.database.reading() as tx:
        last = await broadcasts.last_told(tx)

    assert last is not None
    assert last.kind is Kind.ALERT
