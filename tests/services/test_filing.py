"""What becomes of a report at once: it joins an incident or opens one, and the right people get its card."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.ids import EVERYWHERE
from bot.domain.incident import Activity, Number, Status, Step
from bot.domain.people import Person, Role
from bot.domain.refusals import NotJoined
from bot.domain.report import When
from bot.services import meeting
from bot.town import Town
from db import cards
from db.tables import cards as card_rows
from db.tables import incidents, reports
from simulator.clock import VirtualClock
from tests.services.acts import (
    LIBRARY,
    decides,
    fills_in,
    finds,
    goes_on_duty,
    is_confirmed,
    joins,
    newest,
    rows,
    sends,
    tells,
)


async def holders(town: Town) -> set[int]:
    """Who holds a card of the newest incident."""
    incident = await newest(town)
    return {row.person for row in await rows(town.database, card_rows) if row.incident == incident.id}


@pytest.mark.asyncio
async def test_a_report_of_something_new_opens_an_incident(town: Town, clock: VirtualClock) -> None:
    ana = await joins(town, 1)

    outcome = await tells(town, ana, activity=Activity.ENTRY, number=Number.MANY, when=When.QUARTER)

    incident = await newest(town)
    seen = clock.now() - timedelta(minutes=15)
    assert (outcome.known, outcome.status) == (False, Status.UNVERIFIED)
    assert (incident.place, incident.neighborhood, incident.activity) == (LIBRARY, "harbor", Activity.ENTRY)
    assert (incident.number, incident.observed, incident.status) == (Number.MANY, seen, Status.UNVERIFIED)


@pytest.mark.asyncio
async def test_a_report_of_the_same_joins_and_says_so(town: Town, clock: VirtualClock) -> None:
    await tells(town, await joins(town, 1))
    before = await newest(town)
    await clock.advance(60)

    outcome = await tells(town, await joins(town, 2), activity=Activity.DETENTION)

    assert outcome.known
    assert len(await rows(town.database, incidents)) == 1
    assert [row.incident for row in await rows(town.database, reports)] == [before.id, before.id]
    assert (await newest(town)).version == before.version + 1


@pytest.mark.asyncio
async def test_at_another_place_it_is_something_new(town: Town) -> None:
    await tells(town, await joins(town, 1), "pier_library")

    outcome = await tells(town, await joins(town, 2), "harbor_park")

    assert not outcome.known
    assert len(await rows(town.database, incidents)) == 2


@pytest.mark.asyncio
async def test_what_was_seen_too_long_ago_is_not_the_same(town: Town, clock: VirtualClock) -> None:
    await tells(town, await joins(town, 1))
    await clock.advance(91 * 60)

    outcome = await tells(town, await joins(town, 2))

    assert not outcome.known


@pytest.mark.asyncio
async def test_a_report_joins_an_alert_that_holds(town: Town) -> None:
    await tells(town, await joins(town, 1))
    await is_confirmed(town, await joins(town, 2, role=Role.VOLUNTEER), await joins(town, 3, role=Role.VOLUNTEER))

    outcome = await tells(town, await joins(town, 4))

    assert (outcome.known, outcome.status) == (True, Status.ACTIVE)


@pytest.mark.asyncio
async def test_after_the_end_it_is_something_new(town: Town) -> None:
    owner = await joins(town, 100, role=Role.ORGANIZER)
    await tells(town, await joins(town, 1))
    await decides(town, owner, Step.DISMISS)

    assert not (await tells(town, await joins(town, 2))).known


@pytest.mark.asyncio
async def test_many_reports_at_once_are_one_incident(town: Town) -> None:
    people = [await joins(town, one) for one in range(1, 21)]
    drafts = [await fills_in(town, one) for one in people]

    outcomes = await asyncio.gather(*(sends(town, one, draft) for one, draft in zip(people, drafts, strict=True)))

    assert [one.known for one in outcomes].count(False) == 1
    assert len(await rows(town.database, incidents)) == 1
    assert len(await rows(town.database, reports)) == 20


@pytest.mark.asyncio
async def test_one_draft_sent_many_times_at_once_is_one_report(town: Town) -> None:
    ana = await joins(town, 1)
    draft = await fills_in(town, ana)

    await asyncio.gather(*(sends(town, ana, draft) for _ in range(20)), return_exceptions=True)

    assert len(await rows(town.database, reports)) == 1


@pytest.mark.asyncio
async def test_those_on_duty_there_and_everywhere_get_the_card_and_no_others(town: Town) -> None:
    there, everywhere = await goes_on_duty(town, 2, "harbor"), await goes_on_duty(town, 3, EVERYWHERE)
    await goes_on_duty(town, 4, "mill")
    await joins(town, 5, "harbor", role=Role.VOLUNTEER)
    await joins(town, 100, "harbor", role=Role.ORGANIZER)

    await tells(town, await joins(town, 1, "harbor"))

    assert await holders(town) == {there.number, everywhere.number}


@pytest.mark.asyncio
async def test_whose_duty_is_over_gets_no_card(town: Town, clock: VirtualClock) -> None:
    await goes_on_duty(town, 2, "harbor")
    await clock.advance(3 * 3600)
    ben = await goes_on_duty(town, 3, "harbor")
    await clock.advance(3600)

    await tells(town, await joins(town, 1))

    assert await holders(town) == {ben.number}


@pytest.mark.asyncio
async def test_when_nobody_is_on_duty_the_organizers_get_the_card(town: Town) -> None:
    owner = await joins(town, 100, role=Role.ORGANIZER)
    await joins(town, 2, "harbor", role=Role.VOLUNTEER)

    await tells(town, await joins(town, 1))

    assert await holders(town) == {owner.number}


@pytest.mark.asyncio
async def test_the_only_one_on_duty_is_not_asked_about_their_own_report(town: Town) -> None:
    owner, ben = await joins(town, 100, role=Role.ORGANIZER), await goes_on_duty(town, 2, "harbor")

    await tells(town, ben)

    assert await holders(town) == {owner.number}


@pytest.mark.asyncio
async def test_a_card_is_due_once_it_is_dealt_and_again_when_something_is_new(town: Town) -> None:
    ben = await goes_on_duty(town, 2, "harbor")
    await tells(town, await joins(town, 1))

    async def due() -> list[tuple[int, int]]:
        async with town.database.reading() as tx:
            return [(one.person, one.card.reports) for one in await cards.due(tx, limit=10)]

    async def drawn() -> None:
        incident = await newest(town)
        async with town.database.transaction() as tx:
            await cards.drawn(tx, incident.id, ben.number, edition=incident.edition, message=None)

    first = await due()
    await drawn()
    nothing = await due()
    await tells(town, await joins(town, 3))

    assert (first, nothing, await due()) == ([(ben.number, 1)], [], [(ben.number, 2)])


@pytest.mark.asyncio
async def test_a_card_tells_the_same_whoever_reported(town: Town, clock: VirtualClock) -> None:
    ben = await goes_on_duty(town, 2, "harbor", "mill", role=Role.VOLUNTEER)

    async def card_after(reporter: Person, place: str) -> tuple[object, ...]:
        await tells(town, reporter, place)
        await finds(town, ben)
        async with town.database.reading() as tx:
            due = [one for one in await cards.due(tx, limit=10) if one.incident == (await newest(town)).id]
        [one] = due
        shown = one.card
        return (shown.reports, shown.seen_on_scene, shown.mine, shown.answered, shown.organizer)

    ana, cai = await joins(town, 1), await joins(town, 3, "harbor", language="ar")

    assert await card_after(ana, "pier_library") == await card_after(cai, "harbor_park")


@pytest.mark.asyncio
async def test_a_draft_that_was_begun_before_the_person_was_forgotten_is_no_report(town: Town) -> None:
    ana = await joins(town, 1)
    draft = await fills_in(town, ana)
    await meeting.gone(town.database, 1)

    with pytest.raises(NotJoined):
        await sends(town, ana, draft)
    assert await rows(town.database, reports) == []
