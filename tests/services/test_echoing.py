"""What those who got an alert tell back: counted once each, for volunteers alone, and only while the alert stands."""

from collections.abc import Sequence

import pytest

from bot.domain.broadcast import Receipt
from bot.domain.buttons import Echoed, ShowMap
from bot.domain.card import Card
from bot.domain.echo import BY_VOLUNTEERS, OFFERED, Echo
from bot.domain.ids import IncidentId, NeighborhoodId, PlaceId
from bot.domain.incident import Status, Step
from bot.domain.people import Person, Role
from bot.domain.refusals import Expired, NotJoined
from bot.services import echoing, forgetting, joining
from bot.town import Town
from db import broadcasts, cards
from db.tables import echoes
from simulator.clock import VirtualClock
from tests.services.acts import decides, going_out, is_confirmed, joins, newest, rows, tells

NOWHERE = IncidentId(10**17)


async def alerted(town: Town) -> IncidentId:
    """Something at the harbor's library is confirmed, and an organizer holds its card."""
    await joins(town, 100, role=Role.ORGANIZER)
    await tells(town, await joins(town, 1))
    return await is_confirmed(town, *[await joins(town, one, role=Role.VOLUNTEER) for one in (21, 22)])


async def echoes_back(town: Town, by: Person, echo: Echo = Echo.SEEN_TOO, about: IncidentId | None = None) -> Status:
    incident = (await newest(town)).id if about is None else about
    return await echoing.echo(town.database, Echoed(incident, echo), by=by, now=town.clock.now())


async def due(town: Town) -> Sequence[Card]:
    async with town.database.reading() as tx:
        return [one.card for one in await cards.due(tx, limit=100)]


async def drawn(town: Town) -> None:
    """Every card is drawn as things stand now."""
    async with town.database.transaction() as tx:
        for one in await cards.due(tx, limit=100):
            await cards.drawn(tx, one.incident, one.person, edition=one.card.incident.edition, message=None)


async def counts(town: Town) -> set[tuple[int, int]]:
    """What the cards that wait to be drawn say of echoes."""
    return {(one.seen_too, one.maybe_over) for one in await due(town)}


@pytest.mark.asyncio
async def test_what_is_told_back_stands_on_the_volunteers_cards_as_counts(town: Town) -> None:
    await alerted(town)
    await drawn(town)
    ana, ben = await joins(town, 31, "harbor"), await joins(town, 32, "harbor")

    assert await echoes_back(town, ana) is Status.ACTIVE
    await echoes_back(town, ben)
    await echoes_back(town, ben, Echo.MAYBE_OVER)

    assert await counts(town) == {(2, 1)}


@pytest.mark.asyncio
async def test_each_person_counts_once_for_each(town: Town) -> None:
    await alerted(town)
    ana = await joins(town, 31, "harbor")

    stands = [await echoes_back(town, ana, one) for one in (Echo.SEEN_TOO, Echo.SEEN_TOO, Echo.MAYBE_OVER)]

    assert stands == [Status.ACTIVE] * 3
    assert [row.echo for row in await rows(town.database, echoes)] == [Echo.MAYBE_OVER, Echo.SEEN_TOO]


@pytest.mark.asyncio
async def test_a_crowd_makes_nobodys_decision_late_and_few_cards_new(town: Town) -> None:
    await alerted(town)
    owner, before = await joins(town, 100, role=Role.ORGANIZER), await newest(town)
    times = 0
    for one in range(30):
        await drawn(town)
        await echoes_back(town, await joins(town, 1000 + one, "harbor"))
        times += bool(await due(town))

    assert times == len([1, 2, 3, 5, 10, 20, 30])
    assert await decides(town, owner, Step.RETRACT, before) is Status.RETRACTED


@pytest.mark.asyncio
async def test_nothing_that_is_told_back_reaches_the_public(town: Town) -> None:
    await alerted(town)
    before, ana = await going_out(town), await joins(town, 31, "harbor")

    for one in OFFERED:
        await echoes_back(town, ana, one)

    assert await going_out(town) == before


@pytest.mark.asyncio
@pytest.mark.parametrize("echo", BY_VOLUNTEERS)
async def test_nobody_can_tell_back_what_only_those_say_who_looked_after_it(town: Town, echo: Echo) -> None:
    await alerted(town)
    ana = await joins(town, 31, "harbor")

    with pytest.raises(Expired):
        await echoes_back(town, ana, echo)


@pytest.mark.asyncio
@pytest.mark.parametrize("where", ["harbor", "mill", "hill", "city"])
async def test_whoever_listens_where_the_alert_went_can_tell_something_back(town: Town, where: str) -> None:
    await alerted(town)

    assert await echoes_back(town, await joins(town, 31, where)) is Status.ACTIVE


@pytest.mark.asyncio
async def test_whoever_got_it_can_although_they_listen_there_no_more(town: Town) -> None:
    await alerted(town)
    ana, [alert] = await joins(town, 31, "harbor"), await going_out(town)
    async with town.database.transaction() as tx:
        await broadcasts.settle(tx, [Receipt(alert.id, ana.number, None)], [])
    await joining.toggle(town.database, NeighborhoodId("harbor"), by=ana, city=town.city)

    assert await echoes_back(town, ana) is Status.ACTIVE


@pytest.mark.asyncio
async def test_whoever_it_was_not_for_cannot_and_learns_nothing(town: Town) -> None:
    await alerted(town)
    stranger, about = await joins(town, 31, "quay"), (await newest(town)).id

    for one in (about, NOWHERE):
        with pytest.raises(Expired):
            await echoes_back(town, stranger, about=one)
        with pytest.raises(Expired):
            await echoing.find(town.database, ShowMap(one), by=stranger, city=town.city)
    assert await rows(town.database, echoes) == []


@pytest.mark.asyncio
async def test_what_was_never_alerted_takes_no_echoes(town: Town) -> None:
    ana = await joins(town, 31, "harbor")
    await tells(town, await joins(town, 1))

    with pytest.raises(Expired):
        await echoes_back(town, ana)


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("step", "status"),
    [(Step.ALL_CLEAR, Status.OVER), (Step.RETRACT, Status.RETRACTED), (Step.FOLLOW_UP, Status.ACTIVE)],
)
async def test_an_alert_that_stands_no_more_says_how_it_stands_and_counts_nothing(
    town: Town, step: Step, status: Status
) -> None:
    await alerted(town)
    ana = await joins(town, 31, "harbor")
    await decides(town, await joins(town, 100, role=Role.ORGANIZER), step)

    assert await echoes_back(town, ana) is status
    assert len(await rows(town.database, echoes)) == (status is Status.ACTIVE)


@pytest.mark.asyncio
async def test_the_map_is_of_the_alerts_place(town: Town) -> None:
    about = await alerted(town)

    found = await echoing.find(town.database, ShowMap(about), by=await joins(town, 31, "harbor"), city=town.city)

    assert found.place == PlaceId("pier_library")


@pytest.mark.asyncio
async def test_whoever_is_forgotten_leaves_no_echo(town: Town, clock: VirtualClock) -> None:
    await alerted(town)
    ana = await joins(town, 31, "harbor")
    await echoes_back(town, ana)

    await forgetting.forget(town.database, by=ana)

    assert await rows(town.database, echoes) == []
    with pytest.raises(NotJoined):
        await echoes_back(town, ana)
