"""Is it true of this place? What is said to someone who names it: by a pin, in words, or by passing a rumor on."""

from dataclasses import replace

import pytest

from bot.domain.checked import Asked, AtPlace, Checked, Known
from bot.domain.ids import NeighborhoodId, PlaceId
from bot.domain.incident import Status, Step
from bot.domain.people import Person, Role
from bot.domain.refusals import Expired, OutsideCity
from bot.domain.verification import Answer
from bot.domain.where import Pin
from bot.render.reporting import kinds
from bot.services import checking
from bot.town import Town
from simulator.clock import VirtualClock
from tests.services.acts import LIBRARY, PARK, decides, finds, is_confirmed, joins, tells

HARBOR, HILL = NeighborhoodId("harbor"), NeighborhoodId("hill")
AT_THE_LIBRARY = Pin(42.51234, -70.91234)
METRE = 1 / 111_195
"""Degrees of latitude."""
RUMOR = (
    "Everybody is saying that they were at the Pier Library at Harbor this morning with two vans and took a man away. "
    "Please be careful, and send this to all the people whom you know!"
)


async def at(town: Town, place: str = LIBRARY) -> AtPlace:
    found = await checking.check_place(
        town.database, PlaceId(place), city=town.city, policy=town.policy, now=town.clock.now()
    )
    [known] = found.places
    return known


async def points(town: Town, by: Person, pin: Pin) -> Asked | Checked:
    return await checking.check_point(
        town.database, pin, by=by, city=town.city, policy=town.policy, now=town.clock.now()
    )


async def says(town: Town, by: Person, text: str, *, passed_on: bool = False) -> Asked | Checked:
    return await checking.check_words(
        town.database,
        text,
        kinds(),
        passed_on=passed_on,
        by=by,
        city=town.city,
        policy=town.policy,
        now=town.clock.now(),
    )


def places(found: Asked | Checked) -> list[str]:
    assert isinstance(found, Asked)
    return [one.place for one in found.places]


async def volunteers(town: Town) -> list[Person]:
    return [await joins(town, number, role=Role.VOLUNTEER) for number in (2, 3)]


@pytest.mark.asyncio
async def test_of_a_place_that_nobody_told_of_nothing_is_known(town: Town) -> None:
    assert await at(town) == AtPlace(PlaceId(LIBRARY), HARBOR, Known.NOTHING)


@pytest.mark.asyncio
async def test_of_a_place_that_someone_names_it_is_said_that_it_is_being_checked(town: Town) -> None:
    await tells(town, await joins(town, 1))

    known = await at(town)

    assert (known.known, known.observed, known.settled) == (Known.BEING_CHECKED, town.clock.now(), None)
    assert (await at(town, PARK)).known is Known.NOTHING


@pytest.mark.asyncio
async def test_a_confirmed_place_is_said_to_be_confirmed_and_since_when(town: Town) -> None:
    await tells(town, await joins(town, 1))
    await is_confirmed(town, *await volunteers(town))

    known = await at(town)

    assert (known.known, known.settled) == (Known.CONFIRMED, town.clock.now())


@pytest.mark.asyncio
async def test_where_volunteers_found_nothing_that_is_said(town: Town, clock: VirtualClock) -> None:
    await tells(town, await joins(town, 1))
    seen = town.clock.now()
    await clock.advance(120)
    for one in await volunteers(town):
        await finds(town, one, Answer.NOTHING_THERE)

    known = await at(town)

    assert (known.known, known.status) == (Known.CLOSED, Status.DISMISSED)
    assert (known.observed, known.settled) == (seen, town.clock.now())


@pytest.mark.asyncio
async def test_a_rumor_about_a_withdrawn_alert_hears_that_it_was_withdrawn(town: Town) -> None:
    ana, olga = await joins(town, 1), await joins(town, 5, role=Role.ORGANIZER)
    await tells(town, ana)
    await is_confirmed(town, *await volunteers(town))
    await decides(town, olga, Step.RETRACT)

    found = await says(town, ana, RUMOR, passed_on=True)

    assert isinstance(found, Asked)
    assert [(one.place, one.status) for one in found.places][:1] == [(LIBRARY, Status.RETRACTED)]


@pytest.mark.asyncio
async def test_a_place_that_nobody_could_look_at_in_time_is_not_said_to_be_being_checked(
    town: Town, clock: VirtualClock
) -> None:
    await tells(town, await joins(town, 1))
    await clock.advance(town.policy.confirm_within.total_seconds() + 1)

    assert (await at(town)).known is Known.NEVER_CHECKED


@pytest.mark.asyncio
async def test_what_is_new_at_a_place_counts_more_than_what_is_over(town: Town, clock: VirtualClock) -> None:
    await tells(town, await joins(town, 1))
    for one in await volunteers(town):
        await finds(town, one, Answer.NOTHING_THERE)
    await clock.advance(3600)
    await tells(town, await joins(town, 4))

    assert (await at(town)).known is Known.BEING_CHECKED


@pytest.mark.asyncio
async def test_another_place_in_the_same_building_is_the_same_place_to_whoever_asks(town: Town) -> None:
    there = {
        **town.city.places,
        PlaceId("pier_pool"): replace(
            town.city.places[PlaceId(LIBRARY)], id=PlaceId("pier_pool"), same_building_as=PlaceId(LIBRARY)
        ),
    }
    built = replace(town, city=replace(town.city, places=there))
    await tells(town, await joins(town, 1))

    assert (await at(built, "pier_pool")).known is Known.BEING_CHECKED


@pytest.mark.asyncio
async def test_a_pin_asks_about_the_place_that_it_is_at_or_those_near_it(town: Town) -> None:
    ana = await joins(town, 1)
    near = replace(AT_THE_LIBRARY, lat=AT_THE_LIBRARY.lat + 60 * METRE)
    off = replace(AT_THE_LIBRARY, lat=AT_THE_LIBRARY.lat + 200 * METRE)

    assert [places(await points(town, ana, one)) for one in (AT_THE_LIBRARY, near, off)] == [[LIBRARY]] * 3


@pytest.mark.asyncio
async def test_a_pin_at_no_city_place_asks_about_the_neighborhood(town: Town) -> None:
    ana = await joins(town, 1)

    found = await points(town, ana, Pin(42.5290, -70.9400))

    assert isinstance(found, Checked)
    assert found.asked == (HILL,)


@pytest.mark.asyncio
@pytest.mark.parametrize("pin", [Pin(0.0, 0.0), Pin(float("nan"), -70.9), Pin(42.3601, -71.0589)])
async def test_a_pin_outside_the_city_asks_about_nothing(town: Town, pin: Pin) -> None:
    ana = await joins(town, 1)

    with pytest.raises(OutsideCity):
        await points(town, ana, pin)


@pytest.mark.asyncio
@pytest.mark.parametrize("text", ["pier libary", "biblioteca", "77 Wharf St", "the library at the harbor", "المكتبة"])
async def test_typed_words_ask_about_the_places_that_they_may_mean(town: Town, text: str) -> None:
    assert places(await says(town, await joins(town, 1), text))[0] == LIBRARY


@pytest.mark.asyncio
@pytest.mark.parametrize("passed_on", [True, False])
async def test_a_neighborhood_alone_asks_about_all_of_it(town: Town, *, passed_on: bool) -> None:
    found = await says(town, await joins(town, 1), "Hill", passed_on=passed_on)

    assert isinstance(found, Checked)
    assert found.asked == (HILL,)


@pytest.mark.asyncio
@pytest.mark.parametrize("text", ["", "\u200b", "the supermarket", "hello?", "😀" * 2048])
@pytest.mark.parametrize("passed_on", [True, False])
async def test_words_without_a_place_ask_about_nothing(town: Town, text: str, *, passed_on: bool) -> None:
    assert await says(town, await joins(town, 1), text, passed_on=passed_on) == Asked()


@pytest.mark.asyncio
async def test_a_place_that_is_no_more_makes_an_old_button(town: Town) -> None:
    with pytest.raises(Expired):
        await at(town, "atlantis")
