"""One organizer ends an alert or takes it back; the others see it, and may undo it. Who ends too many is stopped."""

from dataclasses import replace

import pytest

from bot.domain.broadcast import Kind
from bot.domain.buttons import Decide, OfAgency, Readmit, Reinstate, Retract, TakeBack
from bot.domain.ids import IncidentId
from bot.domain.incident import Reason, Status, Step
from bot.domain.ledger import Act
from bot.domain.letter import LetterFacts, Says, Suspension
from bot.domain.people import Person, Role
from bot.domain.refusals import Expired, IllegalStep, NotAllowed, OwnEnding, Refusal, Suspended
from bot.domain.verification import Agency
from bot.services import appointing, correcting, meeting, verification
from bot.town import Town
from db import letters
from db.tables import ledger
from db.tables import standings as standing_rows
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
    takes_back,
    tells,
)
from tests.services.freezes import heard

MINUTE = 60.0


async def organizers(town: Town, how_many: int = 3) -> list[Person]:
    """So many organizers."""
    return [await joins(town, 100 + one, role=Role.ORGANIZER) for one in range(how_many)]


async def alerted(town: Town, place: str = "pier_library", first: int = 20) -> list[Person]:
    """An alert goes out; the two volunteers who confirmed it."""
    await tells(town, await joins(town, first), place)
    seen = [await joins(town, first + 1 + one, role=Role.VOLUNTEER) for one in range(2)]
    await is_confirmed(town, *seen)
    return seen


async def ends_many(town: Town, by: Person, how_many: int = 3) -> None:
    """So many alerts, ended and taken back in turn by one person."""
    for one in range(how_many):
        await alerted(town, ("pier_library", "mill_park", "hill_school")[one], 20 + 10 * one)
        await decides(town, by, (Step.RETRACT, Step.ALL_CLEAR)[one % 2])


async def stands(town: Town, by: Person, incident: int | None = None) -> Status:
    """Someone presses *the alert stands*."""
    button = Reinstate((await newest(town)).id if incident is None else IncidentId(incident))
    return await correcting.reinstate(
        town.database, button, by=by, city=town.city, policy=town.policy, now=town.clock.now()
    )


async def refused(town: Town, by: Person) -> type[Refusal]:
    """Why someone is not let say that it stands."""
    with pytest.raises(Refusal) as no:
        await stands(town, by)
    return no.type


async def readmits(town: Town, by: Person, mark: int | None = None) -> bool:
    """An organizer says that the one who was stopped may act again."""
    button = Readmit(await suspension(town) if mark is None else mark)
    return await correcting.readmit(town.database, button, by=by, now=town.clock.now())


async def suspension(town: Town) -> int:
    """Which suspension the organizers hear of."""
    async with town.database.reading() as tx:
        [mark] = {one.facts.mark for one in await letters.due(tx, limit=999) if isinstance(one.facts, Suspension)}
    return mark


@pytest.mark.asyncio
async def test_an_alert_is_taken_back_for_a_reason_that_everyone_who_got_it_is_told(town: Town) -> None:
    [olga, *_] = await organizers(town)
    await alerted(town)

    await takes_back(town, olga, await newest(town), Reason.WRONG_PLACE)

    corrections = [one for one in await going_out(town) if one.kind is Kind.RETRACTION]
    assert {alert_of(one).reason for one in corrections} == {Reason.WRONG_PLACE}


@pytest.mark.asyncio
async def test_without_a_reason_nothing_is_taken_back(town: Town) -> None:
    [olga, *_] = await organizers(town)
    await alerted(town)
    card = await newest(town)
    button = Decide(card.id, card.version, Step.RETRACT)

    with pytest.raises(NotAllowed):
        await verification.decide(
            town.database, button, by=olga, city=town.city, policy=town.policy, now=town.clock.now()
        )


@pytest.mark.asyncio
async def test_only_an_organizer_is_asked_why_and_only_about_what_the_card_shows(town: Town) -> None:
    [olga, *_] = await organizers(town)
    [ben, _] = await alerted(town)
    card = await newest(town)

    asked = await correcting.reasons(town.database, TakeBack(card.id, card.version), by=olga)
    with pytest.raises(NotAllowed):
        await correcting.retract(
            town.database, Retract(card.id, card.version, Reason.HOAX), by=ben, policy=town.policy, now=town.clock.now()
        )

    assert asked.id == card.id


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("step", "says", "can_be_undone"),
    [
        (Step.FOLLOW_UP, Says.ALERT_FOLLOWED_UP, False),
        (Step.ALL_CLEAR, Says.ALERT_ENDED, True),
        (Step.RETRACT, Says.ALERT_TAKEN_BACK, True),
    ],
)
async def test_all_organizers_and_those_who_confirmed_it_see_at_once_what_another_did(
    town: Town, step: Step, says: Says, can_be_undone: bool
) -> None:
    [olga, *others] = await organizers(town)
    seen = await alerted(town)

    await decides(town, olga, step)

    async with town.database.reading() as tx:
        told = [one for one in await letters.due(tx, limit=99) if one.says is says]
    assert {one.person for one in told} == {one.number for one in (*others, *seen)}
    assert {one.facts.undo for one in told if isinstance(one.facts, LetterFacts)} == {can_be_undone}


@pytest.mark.asyncio
@pytest.mark.parametrize("step", [Step.ALL_CLEAR, Step.RETRACT])
@pytest.mark.parametrize("who", ["an organizer", "a volunteer"])
async def test_another_person_undoes_it_and_the_alert_stands_until_it_had_said(
    town: Town, clock: VirtualClock, step: Step, who: str
) -> None:
    [olga, eva, _] = await organizers(town)
    [ben, _] = await alerted(town)
    until = (await newest(town)).expires
    await decides(town, olga, step)
    await clock.advance(10 * MINUTE)

    assert await stands(town, eva if who == "an organizer" else ben) is Status.ACTIVE
    assert (await newest(town)).expires == until
    assert (await rows(town.database, ledger))[-1].act == Act.STANDS
    assert olga.number in await heard(town, Says.ALERT_STANDS)


@pytest.mark.asyncio
async def test_what_was_counted_against_its_reporter_is_counted_for_them_again(town: Town) -> None:
    [olga, eva, _] = await organizers(town)
    await alerted(town)
    before = await rows(town.database, standing_rows)

    await decides(town, olga, Step.RETRACT)
    await stands(town, eva)

    assert await rows(town.database, standing_rows) == before


@pytest.mark.asyncio
async def test_every_no_to_undoing(town: Town, clock: VirtualClock) -> None:
    [olga, eva, _] = await organizers(town)
    [ben, _] = await alerted(town)
    assert await refused(town, eva) is IllegalStep
    await decides(town, olga, Step.RETRACT)

    assert await refused(town, olga) is OwnEnding
    assert await refused(town, await joins(town, 50, role=Role.VOLUNTEER)) is NotAllowed
    assert await refused(town, await is_made(town, ben, Role.RESIDENT)) is NotAllowed
    await clock.advance(10 * MINUTE + 1)
    assert await refused(town, eva) is Expired


@pytest.mark.asyncio
async def test_what_was_over_before_it_was_taken_back_does_not_stand_again(town: Town) -> None:
    [olga, eva, _] = await organizers(town)
    await alerted(town)
    await decides(town, olga, Step.ALL_CLEAR)

    await decides(town, olga, Step.RETRACT)

    assert await refused(town, eva) is IllegalStep


@pytest.mark.asyncio
async def test_an_alert_that_would_not_go_out_today_does_not_stand_again(town: Town) -> None:
    [olga, eva, _] = await organizers(town)
    [ben, _] = await alerted(town)
    await verification.tell(
        town.database,
        OfAgency(IncidentId(1), Agency.LOCAL_POLICE),
        by=ben,
        city=town.city,
        policy=town.policy,
        now=town.clock.now(),
    )

    await decides(town, olga, Step.RETRACT)

    assert await refused(town, eva) is NotAllowed


@pytest.mark.asyncio
async def test_who_ends_three_within_an_hour_does_nothing_more_as_an_organizer(town: Town) -> None:
    [olga, eva, zoe] = await organizers(town)

    await ends_many(town, olga)
    await alerted(town, first=80)

    with pytest.raises(Suspended):
        await decides(town, olga, Step.RETRACT)
    with pytest.raises(Suspended):
        await appointing.counts(town.database, by=olga, now=town.clock.now())
    assert set(await heard(town, Says.ORGANIZER_SUSPENDED)) == {one.number for one in (olga, eva, zoe)}
    assert Act.SUSPENDED in {row.act for row in await rows(town.database, ledger)}


@pytest.mark.asyncio
async def test_their_role_stays_and_they_still_find_out_what_others_reported(town: Town) -> None:
    [olga, *_] = await organizers(town)
    await ends_many(town, olga)
    await tells(town, await joins(town, 90))

    await finds(town, olga)

    assert await meeting.known(town.database, 100) == replace(olga, suspended=True)


@pytest.mark.asyncio
async def test_three_within_more_than_an_hour_stop_nobody(town: Town, clock: VirtualClock) -> None:
    [olga, *_] = await organizers(town)
    await ends_many(town, olga, 2)
    await clock.advance(60 * MINUTE)

    await ends_many(town, olga, 2)

    assert await heard(town, Says.ORGANIZER_SUSPENDED) == []


@pytest.mark.asyncio
async def test_two_others_let_them_act_again_and_it_counts_anew(town: Town) -> None:
    [olga, eva, zoe] = await organizers(town)
    await ends_many(town, olga)
    with pytest.raises(Suspended):
        await readmits(town, olga)

    assert [await readmits(town, eva), await readmits(town, eva), await readmits(town, zoe)] == [False, False, True]
    await alerted(town, first=80)
    assert await decides(town, olga, Step.RETRACT) is Status.RETRACTED
    with pytest.raises(Expired):
        await readmits(town, eva, mark=7)


@pytest.mark.asyncio
async def test_where_there_is_one_other_it_takes_that_one(town: Town) -> None:
    [olga, eva] = await organizers(town, 2)
    await ends_many(town, olga)

    assert await readmits(town, eva)


@pytest.mark.asyncio
async def test_an_organizer_who_is_alone_is_not_stopped(town: Town) -> None:
    [olga] = await organizers(town, 1)

    await ends_many(town, olga)

    assert await heard(town, Says.ORGANIZER_SUSPENDED) == []


@pytest.mark.asyncio
async def test_the_last_who_may_act_is_not_stopped_and_lets_the_other_act_again(town: Town) -> None:
    few = replace(town, policy=replace(town.policy, endings_an_hour=1))
    [olga, eva] = await organizers(few, 2)
    for by, first in ((olga, 20), (eva, 40)):
        await alerted(few, first=first)
        await decides(few, by, Step.RETRACT)

    assert await readmits(few, eva)


@pytest.mark.asyncio
async def test_who_is_made_an_organizer_anew_may_act_as_one(town: Town) -> None:
    [olga, *_] = await organizers(town)
    await ends_many(town, olga)
    await is_made(town, olga, Role.RESIDENT)
    again = await is_made(town, olga, Role.ORGANIZER)
    await alerted(town, first=80)

    assert await decides(replace(town, policy=replace(town.policy, endings_an_hour=9)), again, Step.RETRACT)
