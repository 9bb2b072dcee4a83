"""A detention where children are: volunteers find it out, and only an organizer publishes it."""

from dataclasses import replace

import pytest

from bot.domain.broadcast import Kind
from bot.domain.ids import PlaceId
from bot.domain.incident import Activity, Status, Step
from bot.domain.letter import Says
from bot.domain.people import Person, Role
from bot.domain.refusals import NotAllowed
from bot.domain.verification import Answer, Verdict
from bot.town import Town
from cities import PlaceKind
from db import cards, letters
from tests.services.acts import decides, finds, going_out, joins, newest, tells

SCHOOL, LIBRARY = "hill_school", "pier_library"


async def detained(town: Town, place: str = SCHOOL, activity: Activity = Activity.DETENTION) -> Person:
    """Someone reports it; an organizer."""
    owner = await joins(town, 100, role=Role.ORGANIZER)
    await tells(town, await joins(town, 1), place, activity=activity)
    return owner


async def looks(town: Town, *answers: Answer) -> list[Verdict]:
    """So many volunteers look, one after the other, and answer so."""
    found = enumerate(answers, start=21)
    return [await finds(town, await joins(town, one, role=Role.VOLUNTEER), answer) for one, answer in found]


async def asked(town: Town, says: Says = Says.NEEDS_CONSENT) -> list[int]:
    async with town.database.reading() as tx:
        return [one.person for one in await letters.due(tx, limit=100) if one.says is says]


@pytest.mark.asyncio
async def test_enough_volunteers_do_not_publish_it_by_themselves(town: Town) -> None:
    owner = await detained(town)

    assert await looks(town, Answer.SEEN, Answer.SEEN) == [Verdict.OPEN, Verdict.NEEDS_CONSENT]

    assert ((await newest(town)).status, await going_out(town)) == (Status.UNVERIFIED, [])
    assert await asked(town) == [owner.number]
    async with town.database.reading() as tx:
        assert owner.number in {one.person for one in await cards.due(tx, limit=100)}


@pytest.mark.asyncio
async def test_with_an_organizer_it_goes_out(town: Town) -> None:
    owner = await detained(town)
    await looks(town, Answer.SEEN, Answer.SEEN)

    assert await decides(town, owner, Step.CONFIRM) is Status.ACTIVE
    assert [one.kind for one in await going_out(town)] == [Kind.ALERT]


@pytest.mark.asyncio
async def test_an_organizer_may_also_say_no(town: Town) -> None:
    owner = await detained(town)
    await looks(town, Answer.SEEN, Answer.SEEN)

    assert await decides(town, owner, Step.DISMISS) is Status.DISMISSED
    assert await going_out(town) == []


@pytest.mark.asyncio
async def test_an_organizer_cannot_agree_to_what_too_few_have_seen(town: Town) -> None:
    owner = await detained(town)
    await looks(town, Answer.SEEN)

    with pytest.raises(NotAllowed):
        await decides(town, owner, Step.CONFIRM)


@pytest.mark.asyncio
async def test_organizers_are_asked_once_and_once_more_when_it_is_disputed(town: Town) -> None:
    owner = await detained(town)
    await looks(town, Answer.SEEN, Answer.SEEN, Answer.SEEN, Answer.NOTHING_THERE)

    assert await asked(town) == [owner.number]
    assert await asked(town, Says.DISPUTED) == [owner.number]


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("place", "activity"), [(LIBRARY, Activity.DETENTION), (SCHOOL, Activity.PATROL), (SCHOOL, Activity.ENTRY)]
)
async def test_anything_else_goes_out_at_once(town: Town, place: str, activity: Activity) -> None:
    await detained(town, place, activity)

    assert (await looks(town, Answer.SEEN, Answer.SEEN))[-1] is Verdict.CONFIRMED
    assert await asked(town) == []


def beside_a_school(town: Town) -> Town:
    """The same town, with the library in the school's building."""
    places, school = dict(town.city.places), PlaceId(SCHOOL)
    places[PlaceId(LIBRARY)] = replace(places[PlaceId(LIBRARY)], same_building_as=school)
    return replace(town, city=replace(town.city, places=places))


@pytest.mark.asyncio
async def test_a_place_in_one_building_with_a_school_is_one_where_children_are(town: Town) -> None:
    shared = beside_a_school(town)
    await detained(shared, LIBRARY)

    assert (await looks(shared, Answer.SEEN, Answer.SEEN))[-1] is Verdict.NEEDS_CONSENT


def test_where_children_are_is_told_from_the_kind_of_place(town: Town) -> None:
    there = {one.id for one in town.city.places.values() if town.city.has_children(one.id)}

    assert there == {one.id for one in town.city.places.values() if one.kind is PlaceKind.SCHOOL}
