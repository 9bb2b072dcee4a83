"""A pin says where it was more exactly than its place: reports are compared by it, and it is kept no longer."""

import pytest

from bot.domain.buttons import At
from bot.domain.ids import IncidentId, PlaceId
from bot.domain.incident import Activity, Step
from bot.domain.people import Role
from bot.domain.spot import Spot, rounded
from bot.services import forgetting, reporting
from bot.town import Town
from db import incidents, reports
from db.tables import reports as report_rows
from simulator.clock import VirtualClock
from tests.services.acts import LIBRARY, decides, joins, rows, sends, tells
from tests.services.pinned import everywhere, pin, pins, points

PARK = "mill_park"


@pytest.fixture
def town(town: Town) -> Town:
    return everywhere(town)


async def spots(town: Town) -> list[Spot | None]:
    """Where the pins of all reports of open incidents were, the newest first."""
    async with town.database.reading() as tx:
        [first, *_] = [row.observed for row in await tx.all(report_rows.select())]
        found = await reports.of_open(
            tx, list(town.city.neighborhoods), at=PlaceId(LIBRARY), seen=(first, town.clock.now()), limit=9
        )
    return [one.report.spot for one in sorted(found, key=lambda one: one.id, reverse=True)]


@pytest.mark.asyncio
@pytest.mark.parametrize(("apart", "known"), [(120, True), (600, False)])
async def test_pins_at_one_place_are_one_thing_only_as_far_as_they_are_near(
    town: Town, clock: VirtualClock, apart: int, *, known: bool
) -> None:
    await pins(town, await joins(town, 1), pin(-apart / 2))
    await clock.advance(300)

    assert (await pins(town, await joins(town, 2), pin(apart / 2))).known is known
    assert {row.place for row in await rows(town.database, report_rows)} == {LIBRARY}


@pytest.mark.asyncio
@pytest.mark.parametrize(("accuracy", "known"), [(5, False), (150, True)])
async def test_what_a_phone_knows_less_exactly_may_be_farther_off(
    town: Town, clock: VirtualClock, accuracy: float, *, known: bool
) -> None:
    await pins(town, await joins(town, 1), pin(0))
    await clock.advance(300)

    assert (await pins(town, await joins(town, 2), pin(320, accuracy_m=accuracy))).known is known


@pytest.mark.asyncio
@pytest.mark.parametrize("pin_first", [True, False])
async def test_who_chose_the_place_and_who_sent_a_pin_in_it_tell_of_one_thing(town: Town, *, pin_first: bool) -> None:
    ana, ben = await joins(town, 1), await joins(town, 2)
    if pin_first:
        await pins(town, ana, pin(200))
        outcome = await tells(town, ben, LIBRARY, activity=Activity.CHECKPOINT)
    else:
        await tells(town, ana, LIBRARY, activity=Activity.CHECKPOINT)
        outcome = await pins(town, ben, pin(200))

    assert outcome.known


@pytest.mark.asyncio
async def test_a_patrol_is_followed_from_pin_to_pin_and_each_hears_that_it_is_known(
    town: Town, clock: VirtualClock
) -> None:
    outcomes = []
    for step in range(8):
        outcomes.append(await pins(town, await joins(town, step + 1), pin(-220 * step), activity=Activity.PATROL))
        await clock.advance(300)

    assert [one.known for one in outcomes] == [False] + [True] * 7
    assert [one.still_there is not None for one in outcomes] == [False, True] + [False] * 6


@pytest.mark.asyncio
async def test_where_it_came_from_and_stands_no_more_is_something_new(town: Town, clock: VirtualClock) -> None:
    for step in range(8):
        await pins(town, await joins(town, step + 1), pin(-220 * step), activity=Activity.PATROL)
        await clock.advance(300)

    assert not (await pins(town, await joins(town, 20), pin(0), activity=Activity.CHECKPOINT)).known


@pytest.mark.asyncio
async def test_the_point_of_a_report_is_sealed_and_as_coarse_as_promised(town: Town) -> None:
    await pins(town, await joins(town, 1), pin(30, accuracy_m=17.4))

    [row] = await rows(town.database, report_rows)
    at = pin(30)
    assert await spots(town) == [rounded(at.lat, at.lon, 17.4)]
    assert len(row.point) == 16 + reports.POINT.size
    assert reports.POINT.pack(round(at.lat * 1e6), round(at.lon * 1e6), 17)[:4] not in row.point


@pytest.mark.asyncio
async def test_once_the_key_of_its_day_is_destroyed_a_report_has_no_point(town: Town, clock: VirtualClock) -> None:
    await pins(town, await joins(town, 1), pin(30))
    town.database.keys.destroy_before(clock.now().date().replace(year=2099))

    assert await spots(town) == [None]


@pytest.mark.asyncio
async def test_the_point_goes_when_the_incident_closes(town: Town) -> None:
    owner = await joins(town, 100, role=Role.ORGANIZER)
    await pins(town, await joins(town, 1), pin(30))
    await tells(town, await joins(town, 2), PARK)
    await pins(town, await joins(town, 3), pin(40))
    async with town.database.reading() as tx:
        before = [one.id for one in await tx.all(report_rows.select()) if one.point is not None]
        first = await incidents.get(tx, IncidentId(1))
    await decides(town, owner, Step.DISMISS, first)

    assert before == [1, 3]
    assert [row.point for row in await rows(town.database, report_rows)] == [None] * 3


@pytest.mark.asyncio
async def test_whoever_is_forgotten_leaves_no_point(town: Town) -> None:
    ana = await joins(town, 1)
    await pins(town, ana, pin(30))
    await forgetting.forget(town.database, by=ana)

    assert [(row.person, row.point) for row in await rows(town.database, report_rows)] == [(None, None)]


@pytest.mark.asyncio
async def test_a_pin_does_not_follow_its_sender_to_a_place_that_is_out_of_reach(town: Town) -> None:
    ana, ben = await joins(town, 1), await joins(town, 2)
    for by, place in ((ana, PARK), (ben, LIBRARY)):
        draft = (await points(town, by, pin(30))).draft
        chosen = At(draft.tag, PlaceId(place))
        asked = await reporting.answer(
            town.database, chosen, by=by, city=town.city, policy=town.policy, now=town.clock.now()
        )
        await sends(town, by, asked.draft)

    assert [row.point is None for row in await rows(town.database, report_rows)] == [True, False]


@pytest.mark.asyncio
@pytest.mark.parametrize(("told", "known"), [("la migra en Elm Street 12", True), ("la migra en Ash Lane 3", False)])
async def test_a_note_tells_whether_what_is_not_quite_near_is_the_same_in_whatever_language(
    town: Town, clock: VirtualClock, told: str, *, known: bool
) -> None:
    await pins(town, await joins(town, 1), pin(0), note="ICE at Elm Street 12")
    await clock.advance(300)

    assert (await pins(town, await joins(town, 2, language="es"), pin(250), note=told)).known is known
