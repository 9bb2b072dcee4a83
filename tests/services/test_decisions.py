"""What an organizer decides: a dispute, the end of an alert, its withdrawal. Never an alert of their own."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.broadcast import Kind, Lane, State, Way
from bot.domain.ids import IncidentId
from bot.domain.incident import Incident, Reason, Status, Step
from bot.domain.letter import Says
from bot.domain.people import Person, Role
from bot.domain.refusals import Expired, IllegalStep, NotAllowed, Refusal, Stale
from bot.domain.verification import Answer, Verdict, Where
from bot.town import Town
from db import broadcasts, cards, letters
from db.tables import broadcasts as broadcast_rows
from simulator.clock import VirtualClock
from tests.services.acts import (
    alert_of,
    decides,
    finds,
    going_out,
    is_confirmed,
    is_made,
    joins,
    newest,
    rows,
    tells,
)


async def volunteer(town: Town, number: int) -> Person:
    return await joins(town, 20 + number, role=Role.VOLUNTEER)


async def organizer(town: Town) -> Person:
    return await joins(town, 100, role=Role.ORGANIZER)


async def reported(town: Town) -> Person:
    ana = await joins(town, 1)
    await tells(town, ana)
    return ana


async def disputed(town: Town, *answers: tuple[Answer, Where]) -> None:
    """The newest incident is disputed; `answers` are those of volunteers who saw it, and one saw nothing."""
    await finds(town, await volunteer(town, 9), Answer.NOTHING_THERE)
    for number, (answer, where) in enumerate(answers):
        await finds(town, await volunteer(town, number), answer, where)


async def alerted(town: Town) -> IncidentId:
    await reported(town)
    return await is_confirmed(town, await volunteer(town, 1), await volunteer(town, 2))


async def letters_waiting(town: Town, says: Says) -> list[int]:
    async with town.database.reading() as tx:
        return [one.person for one in await letters.due(tx, limit=100) if one.says is says]


ON_SCENE, REMOTE = (Answer.SEEN, Where.ON_SCENE), (Answer.SEEN, Where.REMOTE)


@pytest.mark.asyncio
async def test_a_dispute_asks_every_organizer_once(town: Town) -> None:
    owner, eva = await organizer(town), await joins(town, 101, role=Role.ORGANIZER)
    await reported(town)
    await disputed(town, ON_SCENE, ON_SCENE, REMOTE)

    assert sorted(await letters_waiting(town, Says.DISPUTED)) == [owner.number, eva.number]
    async with town.database.reading() as tx:
        assert {owner.number, eva.number} <= {one.person for one in await cards.due(tx, limit=100)}
    assert await going_out(town) == []


@pytest.mark.asyncio
@pytest.mark.parametrize("seen", [[ON_SCENE, REMOTE], [ON_SCENE, ON_SCENE], [REMOTE, REMOTE, REMOTE]])
async def test_an_organizer_confirms_what_enough_have_seen(town: Town, seen: list[tuple[Answer, Where]]) -> None:
    owner = await organizer(town)
    await reported(town)
    await disputed(town, *seen)

    assert await decides(town, owner, Step.CONFIRM) is Status.ACTIVE
    assert [one.kind for one in await going_out(town)] == [Kind.ALERT]


@pytest.mark.asyncio
@pytest.mark.parametrize("seen", [[], [ON_SCENE], [REMOTE, REMOTE]])
async def test_no_organizer_alone_makes_an_alert(town: Town, seen: list[tuple[Answer, Where]]) -> None:
    owner = await organizer(town)
    await reported(town)
    await disputed(town, *seen)

    with pytest.raises(NotAllowed):
        await decides(town, owner, Step.CONFIRM)
    assert await going_out(town) == []


@pytest.mark.asyncio
async def test_an_organizers_own_finding_counts_as_one(town: Town) -> None:
    owner = await organizer(town)
    await reported(town)
    await finds(town, owner)

    with pytest.raises(NotAllowed):
        await decides(town, owner, Step.CONFIRM)
    assert await finds(town, await volunteer(town, 1)) is Verdict.CONFIRMED


@pytest.mark.asyncio
async def test_a_dispute_that_is_no_news_any_more_is_not_confirmed(town: Town, clock: VirtualClock) -> None:
    owner = await organizer(town)
    await reported(town)
    await disputed(town, ON_SCENE, ON_SCENE)
    await clock.advance(2 * 3600 + 1)

    with pytest.raises(Expired):
        await decides(town, owner, Step.CONFIRM)


@pytest.mark.asyncio
async def test_a_dismissed_dispute_alerts_nobody_and_the_reporter_hears_it(town: Town) -> None:
    owner = await organizer(town)
    ana = await reported(town)
    await disputed(town, ON_SCENE)

    assert await decides(town, owner, Step.DISMISS) is Status.DISMISSED
    assert await going_out(town) == []
    assert await letters_waiting(town, Says.REPORT_DISMISSED) == [ana.number]


@pytest.mark.asyncio
async def test_an_all_clear_ends_the_alert_and_edits_what_people_hold(town: Town, clock: VirtualClock) -> None:
    owner, incident = await organizer(town), await alerted(town)
    [alert] = await going_out(town)
    await clock.advance(900)

    status = await decides(town, owner, Step.ALL_CLEAR)

    async with town.database.reading() as tx:
        ended, clear = await broadcasts.under_way(tx)
    assert status is Status.OVER
    assert (ended.id, ended.state) == (alert.id, State.ENDED)
    assert (clear.kind, clear.lane, clear.way, clear.basis) == (Kind.ALL_CLEAR, Lane.EDIT, Way.EDIT, alert.id)
    assert clear.facts == replace(alert_of(alert), corrected=clock.now())
    assert alert_of(clear).incident == incident


@pytest.mark.asyncio
async def test_a_correction_repeats_what_the_alert_said_whatever_was_reported_since(
    town: Town, clock: VirtualClock
) -> None:
    owner = await organizer(town)
    await alerted(town)
    [alert] = await going_out(town)
    await clock.advance(600)
    await tells(town, await joins(town, 7))

    await decides(town, owner, Step.RETRACT)

    facts = {one.facts for one in await going_out(town) if one.kind is Kind.RETRACTION}
    assert facts == {replace(alert_of(alert), corrected=clock.now(), reason=Reason.NOT_ICE)}
    assert alert_of(alert).expires == clock.now() - timedelta(seconds=600) + town.policy.alert_expires


@pytest.mark.asyncio
async def test_a_retraction_sounds_first_and_then_edits(town: Town) -> None:
    owner = await organizer(town)
    await alerted(town)

    assert await decides(town, owner, Step.RETRACT) is Status.RETRACTED

    corrections = [one for one in await going_out(town) if one.kind is Kind.RETRACTION]
    assert [(one.lane, one.way) for one in corrections] == [(Lane.RETRACTION, Way.REPLY), (Lane.EDIT, Way.EDIT)]
    assert len({one.basis for one in corrections}) == 1


@pytest.mark.asyncio
async def test_an_alert_that_is_over_can_still_be_taken_back(town: Town) -> None:
    owner = await organizer(town)
    await alerted(town)
    await decides(town, owner, Step.ALL_CLEAR)

    await decides(town, owner, Step.RETRACT)

    states = {(row.kind, row.way): row.state for row in await rows(town.database, broadcast_rows)}
    assert states[Kind.ALL_CLEAR, Way.EDIT] is State.ENDED
    assert states[Kind.RETRACTION, Way.REPLY] is State.OPEN


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("steps", "says"),
    [([Step.ALL_CLEAR], Says.REPORT_OVER), ([Step.ALL_CLEAR, Step.RETRACT], Says.REPORT_RETRACTED)],
)
async def test_the_reporter_hears_the_end(town: Town, steps: list[Step], says: Says) -> None:
    owner = await organizer(town)
    await alerted(town)
    ana = await joins(town, 1)

    for step in steps:
        await decides(town, owner, step)

    assert await letters_waiting(town, says) == [ana.number]


async def refused(town: Town, by: Person, step: Step, card: Incident | None = None) -> type[Refusal]:
    with pytest.raises(Refusal) as no:
        await decides(town, by, step, card)
    return no.type


@pytest.mark.asyncio
async def test_every_no_to_a_decision(town: Town) -> None:
    owner, eva = await organizer(town), await joins(town, 101, role=Role.ORGANIZER)
    await reported(town)
    assert await refused(town, owner, Step.ALL_CLEAR) is IllegalStep
    assert await refused(town, owner, Step.RETRACT) is IllegalStep
    await is_confirmed(town, await volunteer(town, 1), await volunteer(town, 2))
    now = await newest(town)
    await is_made(town, eva, Role.VOLUNTEER)

    assert await refused(town, await volunteer(town, 1), Step.RETRACT) is NotAllowed
    assert await refused(town, await joins(town, 1), Step.RETRACT) is NotAllowed
    assert await refused(town, eva, Step.RETRACT) is NotAllowed
    assert await refused(town, owner, Step.RETRACT, replace(now, version=now.version - 1)) is Stale
    assert await refused(town, owner, Step.RETRACT, replace(now, id=IncidentId(10**17))) is Expired
    assert await refused(town, owner, Step.DISMISS) is IllegalStep
    assert await refused(town, owner, Step.CONFIRM) is IllegalStep
    assert await newest(town) == now
    await decides(town, owner, Step.RETRACT)
    assert await refused(town, owner, Step.RETRACT) is IllegalStep
    assert await refused(town, owner, Step.ALL_CLEAR) is IllegalStep
