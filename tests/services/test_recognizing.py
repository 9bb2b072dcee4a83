"""A new report joins what is known, is suggested, or opens an incident; and what volunteers do with a suggestion."""

from dataclasses import replace
from types import MappingProxyType

import pytest

from bot.domain.asking import Asked, Said
from bot.domain.buttons import KeepApart, Merge, Replied, Undo
from bot.domain.card import Card
from bot.domain.duplicates import Alike
from bot.domain.ids import IncidentId, PlaceId
from bot.domain.incident import Activity, Incident, Status
from bot.domain.letter import Says
from bot.domain.people import Person, Role
from bot.domain.refusals import Expired, NotAllowed
from bot.domain.report import When
from bot.services import asking, merging
from bot.town import Town
from cities import City
from db import cards, incidents, letters, questions
from db.engine import Database
from simulator.clock import VirtualClock
from tests.services.acts import LIBRARY, OWNER, claims, finds, goes_on_duty, joins, newest, tells

NEXT_DOOR = "harbor_park"


@pytest.fixture
def town(database: Database, city: City, clock: VirtualClock) -> Town:
    """Harborton, with a park that begins 80 m from the library."""
    library = city.places[PlaceId(LIBRARY)]
    park = replace(city.places[PlaceId(NEXT_DOOR)], lat=library.lat + 0.00072, lon=library.lon)
    moved = replace(city, places=MappingProxyType({**city.places, park.id: park}))
    return Town(moved, city.policy, database, clock, owner=OWNER)


async def card_of(town: Town, by: Person, number: int) -> Card:
    async with town.database.reading() as tx:
        return await cards.one(tx, IncidentId(number), by.number)


async def next_door(town: Town, clock: VirtualClock) -> Person:
    """Two reports of one thing from two places, six minutes apart; the organizer who holds both cards."""
    owner = await joins(town, OWNER, role=Role.ORGANIZER)
    await tells(town, await joins(town, 1))
    await clock.advance(360)
    await tells(town, await joins(town, 2), NEXT_DOOR)
    return owner


async def keeps_apart(town: Town, by: Person, number: int, other: int) -> None:
    async with town.database.reading() as tx:
        version = (await incidents.get(tx, IncidentId(number))).version
    button = KeepApart(IncidentId(number), version, IncidentId(other))
    await merging.keep_apart(town.database, button, by=by, now=town.clock.now())


@pytest.mark.asyncio
async def test_the_same_place_soon_after_joins_whatever_it_is_called(town: Town, clock: VirtualClock) -> None:
    await tells(town, await joins(town, 1))
    await clock.advance(360)

    assert (await tells(town, await joins(town, 2), activity=Activity.DETENTION)).known
    assert (await newest(town)).id == 1


@pytest.mark.asyncio
async def test_next_door_is_suggested_with_its_reasons_and_joins_nothing(town: Town, clock: VirtualClock) -> None:
    owner = await next_door(town, clock)
    card = await card_of(town, owner, 2)

    assert [(one.incident, one.metres, one.minutes, one.activity) for one in card.likenesses] == [
        (1, 80, 6, Alike.SAME)
    ]
    assert (await card_of(town, owner, 1)).likenesses == ()


@pytest.mark.asyncio
async def test_much_later_at_the_same_place_something_else_is_a_suggestion(town: Town, clock: VirtualClock) -> None:
    owner = await joins(town, OWNER, role=Role.ORGANIZER)
    await tells(town, await joins(town, 1))
    await clock.advance(75 * 60)
    await tells(town, await joins(town, 2), activity=Activity.ENTRY)

    assert [one.incident for one in (await card_of(town, owner, 2)).likenesses] == [1]


@pytest.mark.asyncio
async def test_a_tap_merges_what_was_suggested(town: Town, clock: VirtualClock) -> None:
    owner = await next_door(town, clock)
    button = Merge(IncidentId(2), (await newest(town)).version, IncidentId(1))
    await merging.merge(town.database, button, by=owner, city=town.city, policy=town.policy, now=clock.now())

    assert (await newest(town)).status is Status.MERGED
    assert (await card_of(town, owner, 2)).likenesses == ()


@pytest.mark.asyncio
async def test_a_tap_keeps_them_apart_for_good(town: Town, clock: VirtualClock) -> None:
    owner = await next_door(town, clock)
    edition = (await newest(town)).edition
    await keeps_apart(town, owner, 2, 1)

    assert (await card_of(town, owner, 2)).likenesses == ()
    assert (await newest(town)).edition == edition + 1


@pytest.mark.asyncio
async def test_only_who_looks_or_an_organizer_keeps_apart_and_only_what_was_suggested(
    town: Town, clock: VirtualClock
) -> None:
    owner = await next_door(town, clock)
    ben, cai = await goes_on_duty(town, 5, "harbor"), await joins(town, 6, role=Role.VOLUNTEER)
    await claims(town, ben)

    with pytest.raises(NotAllowed):
        await keeps_apart(town, cai, 2, 1)
    with pytest.raises(Expired):
        await keeps_apart(town, owner, 2, 99)
    await keeps_apart(town, ben, 2, 1)


@pytest.mark.asyncio
async def test_what_is_closed_is_suggested_no_more(town: Town, clock: VirtualClock) -> None:
    owner = await next_door(town, clock)
    async with town.database.transaction() as tx:
        one = await incidents.get(tx, IncidentId(1))
        await incidents.move(tx, one, Status.DISMISSED, now=clock.now())

    assert (await card_of(town, owner, 2)).likenesses == ()


@pytest.mark.asyncio
async def test_who_tells_of_what_is_known_is_asked_whether_it_still_is_and_the_card_says_so(town: Town) -> None:
    owner, ana = await joins(town, OWNER, role=Role.ORGANIZER), await joins(town, 2)
    first = await tells(town, await joins(town, 1))
    second = await tells(town, ana)
    third = await tells(town, await joins(town, 3))
    assert second.still_there is not None
    await asking.reply(town.database, Replied(second.still_there, Said.YES), by=ana, now=town.clock.now())

    assert (first.still_there, third.still_there) == (None, None)
    assert [(one.asked, one.said) for one in (await card_of(town, owner, 1)).questions] == [
        (Asked.STILL_THERE, Said.YES)
    ]


@pytest.mark.asyncio
async def test_an_hour_later_the_next_one_is_asked_again(town: Town, clock: VirtualClock) -> None:
    await tells(town, await joins(town, 1))
    await tells(town, await joins(town, 2))
    await clock.advance(3600 + 1)

    assert (await tells(town, await joins(town, 3), when=When.HALF)).still_there is not None
    async with town.database.reading() as tx:
        assert len((await questions.about(tx, [IncidentId(1)]))[IncidentId(1)]) == 2


@pytest.mark.asyncio
async def test_whose_report_is_taken_out_of_an_alert_hears_that_it_is_checked_by_itself(
    town: Town, clock: VirtualClock
) -> None:
    owner = await next_door(town, clock)
    await claims(town, owner, await _one(town, 2))
    button = Merge(IncidentId(2), (await newest(town)).version, IncidentId(1))
    await merging.merge(town.database, button, by=owner, city=town.city, policy=town.policy, now=clock.now())
    for number in (5, 6):
        await finds(town, await joins(town, number, role=Role.VOLUNTEER), card=await _one(town, 1))
    before = await _written(town)
    undo = Undo(IncidentId(2), (await newest(town)).version)
    await merging.undo(town.database, undo, by=owner, city=town.city, policy=town.policy, now=clock.now())

    assert {Says.REPORT_CONFIRMED} == {says for _, says in before if says is not Says.REPORT_CLAIMED}
    assert await _written(town) - before == {(3, Says.REPORT_APART)}


async def _one(town: Town, number: int) -> Incident:
    async with town.database.reading() as tx:
        return await incidents.get(tx, IncidentId(number))


async def _written(town: Town) -> set[tuple[int, Says]]:
    async with town.database.reading() as tx:
        return {(one.person, one.says) for one in await letters.due(tx, limit=100)}
