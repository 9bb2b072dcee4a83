"""A resident says where it was, by a pin or in words."""

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.buttons import Back, What
from bot.domain.ids import NeighborhoodId, PlaceId
from bot.domain.incident import Activity
from bot.domain.people import Person
from bot.domain.policy import Scope
from bot.domain.refusals import DraftGone, NotCityPlace, OutsideCity, TooLong
from bot.domain.report import Blank, Draft, OpenDraft, Remark
from bot.domain.spot import rounded
from bot.domain.where import Pin
from bot.render.reporting import kinds
from bot.services import drafting, placing, reporting
from bot.town import Town
from db.drafts import PURPOSE
from db.tables import drafts, reports
from simulator.clock import VirtualClock
from tests.services.acts import fills_in, joins, rows, sends

LIBRARY = PlaceId("pier_library")
AT_THE_LIBRARY = Pin(42.51234, -70.91234)
METRE = 1 / 111_195
"""Degrees of latitude."""


def north_of_the_library(metres: float) -> Pin:
    return replace(AT_THE_LIBRARY, lat=AT_THE_LIBRARY.lat + metres * METRE)


async def begins(town: Town, by: Person, activity: Activity | None = Activity.PATROL) -> Draft:
    """Someone is asked where it was, or, without an activity, what."""
    asked = await reporting.begin(town.database, by=by, policy=town.policy, now=town.clock.now())
    if activity is None:
        return asked.draft
    asked = await reporting.answer(
        town.database,
        What(asked.draft.tag, activity),
        by=by,
        city=town.city,
        policy=town.policy,
        now=town.clock.now(),
    )
    return asked.draft


async def points(town: Town, by: Person, pin: Pin) -> OpenDraft:
    return await placing.point(town.database, pin, by=by, city=town.city, policy=town.policy, now=town.clock.now())


async def types(town: Town, by: Person, text: str) -> OpenDraft:
    return await placing.words(
        town.database, text, kinds(), by=by, city=town.city, policy=town.policy, now=town.clock.now()
    )


async def kept(town: Town, by: Person) -> tuple[str, str]:
    """What is kept of a draft, as it is sealed: once opened, and the seal itself."""
    [row] = await rows(town.database, drafts)
    opened = town.database.keys.open(date.fromisoformat(row.day), PURPOSE, str(by.number).encode(), row.sealed)
    return opened.decode(), row.sealed.hex()


@pytest.mark.asyncio
@pytest.mark.parametrize("metres", [0, 30, 74])
async def test_a_pin_at_a_place_or_next_to_it_is_taken(town: Town, metres: int) -> None:
    ana = await joins(town, 1)
    await begins(town, ana)

    asked = await points(town, ana, north_of_the_library(metres))

    assert (asked.draft.place, asked.draft.neighborhood) == (LIBRARY, "harbor")
    assert (asked.draft.blank, asked.remark, asked.offered) == (Blank.WHEN, None, ())


@pytest.mark.asyncio
@pytest.mark.parametrize("metres", [76, 200, 249])
async def test_a_pin_near_a_place_offers_it(town: Town, metres: int) -> None:
    ana = await joins(town, 1)
    await begins(town, ana)

    asked = await points(town, ana, north_of_the_library(metres))

    assert (asked.draft.place, asked.remark, asked.offered) == (None, Remark.DID_YOU_MEAN, (LIBRARY,))


@pytest.mark.asyncio
async def test_a_pin_near_no_city_place_is_refused_and_changes_nothing(town: Town) -> None:
    ana = await joins(town, 1)
    await begins(town, ana)
    before = await kept(town, ana)

    with pytest.raises(NotCityPlace):
        await points(town, ana, north_of_the_library(260))
    assert await kept(town, ana) == before


@pytest.mark.asyncio
async def test_where_every_spot_is_covered_the_city_places_within_a_kilometre_are_offered(town: Town) -> None:
    everywhere = replace(town, policy=replace(town.policy, scope=Scope.EVERYWHERE))
    ana = await joins(town, 1)
    await begins(town, ana)

    asked = await points(everywhere, ana, north_of_the_library(780))

    assert (asked.remark, asked.offered) == (Remark.DID_YOU_MEAN, (LIBRARY,))
    with pytest.raises(NotCityPlace):
        await points(everywhere, ana, north_of_the_library(2500))


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "pin",
    [
        Pin(0.0, 0.0),
        Pin(float("nan"), -70.9),
        Pin(42.5, float("nan")),
        Pin(float("inf"), -70.9),
        Pin(91.0, -70.9),
        Pin(42.5, 290.0),
        Pin(42.3601, -71.0589),
    ],
    ids=["null island", "no latitude", "no longitude", "infinite", "beyond the pole", "around the world", "next city"],
)
async def test_a_pin_outside_the_city_is_refused_and_not_stored(town: Town, pin: Pin) -> None:
    ana = await joins(town, 1)
    await begins(town, ana)
    before = await kept(town, ana)

    with pytest.raises(OutsideCity):
        await points(town, ana, pin)
    assert await kept(town, ana) == before


@pytest.mark.asyncio
async def test_of_a_pin_the_place_is_kept_and_the_point_as_coarse_as_a_block(town: Town) -> None:
    ana = await joins(town, 1)
    await begins(town, ana)

    asked = await points(town, ana, Pin(42.512377, -70.912388, accuracy_m=17.4))

    opened, _ = await kept(town, ana)
    assert asked.draft.spot == rounded(42.512377, -70.912388, 17.4)
    assert "pier_library" in opened
    assert not [part for part in ("42.512377", "70.912388", "17.4") if part in opened]


@pytest.mark.asyncio
async def test_a_pin_before_anything_else_is_remembered_while_what_is_asked(town: Town) -> None:
    ana = await joins(town, 1)
    await begins(town, ana, activity=None)

    asked = await points(town, ana, AT_THE_LIBRARY)

    assert (asked.draft.blank, asked.draft.place) == (Blank.WHAT, LIBRARY)


@pytest.mark.asyncio
async def test_another_pin_puts_the_first_one_right_and_keeps_the_other_answers(town: Town) -> None:
    ana = await joins(town, 1)
    await fills_in(town, ana, "mill_park")

    asked = await points(town, ana, AT_THE_LIBRARY)

    assert (asked.draft.blank, asked.draft.place, asked.draft.neighborhood) == (Blank.SEND, LIBRARY, "harbor")


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("pier libary", "pier_library"),
        ("biblioteca", "pier_library"),
        ("77 Wharf St", "pier_library"),
        ("the park at the mill", "mill_park"),
        ("المكتبة", "pier_library"),
    ],
)
async def test_words_offer_places_and_never_take_one(town: Town, text: str, first: str) -> None:
    ana = await joins(town, 1)
    await begins(town, ana)

    asked = await types(town, ana, text)

    assert (asked.remark, asked.offered[:1], asked.draft.place) == (Remark.DID_YOU_MEAN, (first,), None)


@pytest.mark.asyncio
async def test_words_mean_first_what_is_in_the_neighborhood_that_was_chosen(town: Town) -> None:
    ana, ben = await joins(town, 1, "mill"), await joins(town, 2, "harbor")
    await begins(town, ana)
    await begins(town, ben)

    assert (await types(town, ana, "park")).offered[0] == "mill_park"
    assert (await types(town, ben, "park")).offered[0] == "harbor_park"


@pytest.mark.asyncio
async def test_a_neighborhood_alone_shows_its_places(town: Town) -> None:
    ana = await joins(town, 1)
    await begins(town, ana)

    asked = await types(town, ana, "Quay")

    assert (asked.draft.neighborhood, asked.draft.blank, asked.offered) == ("quay", Blank.WHERE, ())


@pytest.mark.asyncio
async def test_words_that_fit_nothing_say_so_and_ask_again(town: Town) -> None:
    ana = await joins(town, 1)
    await begins(town, ana)

    asked = await types(town, ana, "the supermarket")

    assert (asked.remark, asked.offered, asked.draft.blank) == (Remark.NOT_FOUND, (), Blank.WHERE)


@pytest.mark.asyncio
@pytest.mark.parametrize("text", ["", "   ", "\u200b\u2060", "\u202e", "\x00"])
async def test_text_that_nobody_can_see_asks_the_same_again(town: Town, text: str) -> None:
    ana = await joins(town, 1)
    draft = await begins(town, ana)

    asked = await types(town, ana, text)

    assert (asked.draft, asked.remark, asked.offered) == (draft, None, ())


async def goes_back(town: Town, by: Person, draft: Draft) -> Draft:
    """Someone takes their last answer back."""
    back = Back(draft.tag)
    asked = await reporting.answer(town.database, back, by=by, city=town.city, policy=town.policy, now=town.clock.now())
    return asked.draft


@pytest.mark.asyncio
@pytest.mark.parametrize("is_first", [True, False])
async def test_words_at_another_question_lose_nothing(town: Town, *, is_first: bool) -> None:
    ana = await joins(town, 1)
    draft = (
        await begins(town, ana, activity=None) if is_first else await goes_back(town, ana, await fills_in(town, ana))
    )

    asked = await types(town, ana, "Mill Park")

    assert (asked.draft, asked.remark, asked.offered) == (draft, None, ())


@pytest.mark.asyncio
@pytest.mark.parametrize("at_where", [True, False])
async def test_too_many_words_are_refused_and_not_stored(town: Town, *, at_where: bool) -> None:
    ana = await joins(town, 1)
    await (begins if at_where else fills_in)(town, ana)
    before = await kept(town, ana)

    with pytest.raises(TooLong):
        await types(town, ana, "library " * 63)
    assert await kept(town, ana) == before


@pytest.mark.asyncio
async def test_what_was_typed_is_kept_nowhere(town: Town) -> None:
    ana = await joins(town, 1)
    await begins(town, ana)
    await types(town, ana, "canary the library with the blue door")

    opened, _ = await kept(town, ana)

    assert "canary" not in opened
    assert "blue" not in opened


@pytest.mark.asyncio
async def test_without_a_draft_neither_pin_nor_words_are_a_report(town: Town, clock: VirtualClock) -> None:
    ana = await joins(town, 1)
    await begins(town, ana)
    await clock.advance(3600)

    assert not await drafting.is_open(town.database, by=ana, policy=town.policy, now=clock.now())
    for said in (points(town, ana, AT_THE_LIBRARY), types(town, ana, "library")):
        with pytest.raises(DraftGone):
            await said


@pytest.mark.asyncio
async def test_a_draft_is_open_for_whoever_began_it_until_it_is_sent(town: Town) -> None:
    ana, ben = await joins(town, 1), await joins(town, 2)
    draft = await fills_in(town, ana)

    async def is_open(by: Person | None) -> bool:
        return await drafting.is_open(town.database, by=by, policy=town.policy, now=town.clock.now())

    before = [await is_open(by) for by in (ana, ben, None)]
    await sends(town, ana, draft)

    assert (before, await is_open(ana)) == ([True, False, False], False)
    assert len(await rows(town.database, reports)) == 1


@pytest.mark.asyncio
async def test_where_there_is_no_place_the_neighborhood_is_chosen_all_the_same(town: Town) -> None:
    bare = replace(town, city=replace(town.city, places={LIBRARY: town.city.places[LIBRARY]}))
    ana = await joins(town, 1)
    await begins(town, ana)

    asked = await types(bare, ana, "Mill")

    assert (asked.draft.neighborhood, asked.draft.place) == (NeighborhoodId("mill"), None)
