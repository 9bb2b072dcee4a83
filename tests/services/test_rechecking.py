"""An alert that has grown old: those who looked after it are asked once, and what they say goes to the organizers."""

import pytest

from bot.domain.buttons import Rechecked
from bot.domain.details import Still
from bot.domain.ids import IncidentId, MessageId
from bot.domain.incident import Step
from bot.domain.letter import Says
from bot.domain.people import Person, Role
from bot.domain.refusals import AlreadyFound, IllegalStep, NotAllowed
from bot.services import rechecking
from bot.town import Town
from db import cards
from simulator.clock import VirtualClock
from tests.services.acts import decides, going_out, is_confirmed, is_made, joins, tells
from tests.services.freezes import heard

MINUTE = 60.0


async def alerted(town: Town) -> tuple[Person, Person, Person]:
    """An alert that Ben and Cai have confirmed; Olga is an organizer, and her card has not arrived yet."""
    olga = await joins(town, 100, role=Role.ORGANIZER)
    await tells(town, await joins(town, 1))
    ben, cai = [await joins(town, one, role=Role.VOLUNTEER) for one in (21, 22)]
    await is_confirmed(town, ben, cai)
    return olga, ben, cai


async def clock_strikes(town: Town, clock: VirtualClock, minutes: float) -> None:
    """So many minutes pass, and the clock does what it does."""
    await clock.advance(minutes * MINUTE)
    await rechecking.ask_again(town.database, policy=town.policy, now=clock.now())


async def says(town: Town, by: Person, still: Still = Still.THERE) -> None:
    """Someone presses an answer."""
    await rechecking.answer(town.database, Rechecked(IncidentId(1), still), by=by, now=town.clock.now())


async def counts(town: Town) -> set[tuple[int, int]]:
    """What the cards say of it."""
    async with town.database.reading() as tx:
        return {(one.card.still_there, one.card.gone) for one in await cards.due(tx, limit=99)}


@pytest.mark.asyncio
async def test_after_half_an_hour_those_who_confirmed_it_are_asked_once(town: Town, clock: VirtualClock) -> None:
    _, ben, cai = await alerted(town)

    await clock_strikes(town, clock, 30 - 1 / MINUTE)
    early = await heard(town, Says.ALERT_STALE)
    await clock_strikes(town, clock, 1 / MINUTE)
    await clock_strikes(town, clock, 30)

    assert (early, set(await heard(town, Says.ALERT_STALE))) == ([], {ben.number, cai.number})
    assert len(await heard(town, Says.ALERT_STALE)) == 2


@pytest.mark.asyncio
async def test_who_holds_its_card_is_asked_too_and_who_is_a_volunteer_no_more_is_not(
    town: Town, clock: VirtualClock
) -> None:
    olga, ben, cai = await alerted(town)
    async with town.database.transaction() as tx:
        await cards.drawn(tx, IncidentId(1), olga.number, edition=1, message=MessageId(7))
    await is_made(town, ben, Role.RESIDENT)

    await clock_strikes(town, clock, 30)

    assert set(await heard(town, Says.ALERT_STALE)) == {olga.number, cai.number}


@pytest.mark.asyncio
async def test_after_a_follow_up_they_are_asked_anew(town: Town, clock: VirtualClock) -> None:
    olga, ben, _ = await alerted(town)
    await clock_strikes(town, clock, 30)
    await says(town, ben)
    await decides(town, olga, Step.FOLLOW_UP)
    asked = len(await heard(town, Says.ALERT_STALE))

    await clock_strikes(town, clock, 29)
    at_29 = len(await heard(town, Says.ALERT_STALE))
    await clock_strikes(town, clock, 1)

    assert (asked, at_29, len(await heard(town, Says.ALERT_STALE))) == (2, 2, 4)
    await says(town, ben)


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("still", "tells_them", "on_cards"),
    [(Still.THERE, Says.ALERT_STILL_SEEN, (2, 0)), (Still.GONE, Says.ALERT_SEEMS_OVER, (0, 2))],
)
async def test_the_first_answer_of_a_kind_is_told_to_organizers_and_all_stand_on_the_card(
    town: Town, clock: VirtualClock, still: Still, tells_them: Says, on_cards: tuple[int, int]
) -> None:
    olga, ben, cai = await alerted(town)
    await clock_strikes(town, clock, 30)
    before = await going_out(town)

    await says(town, ben, still)
    await says(town, cai, still)

    assert await heard(town, tells_them) == [olga.number]
    assert await counts(town) == {on_cards}
    assert await going_out(town) == before


@pytest.mark.asyncio
async def test_who_answers_otherwise_later_counts_once(town: Town, clock: VirtualClock) -> None:
    _, ben, _ = await alerted(town)
    await clock_strikes(town, clock, 30)

    await says(town, ben, Still.THERE)
    await says(town, ben, Still.GONE)

    assert await counts(town) == {(0, 1)}
    with pytest.raises(AlreadyFound):
        await says(town, ben, Still.GONE)


@pytest.mark.asyncio
async def test_only_who_looked_after_it_answers_and_only_while_it_stands(town: Town) -> None:
    olga, ben, _ = await alerted(town)

    with pytest.raises(NotAllowed):
        await says(town, await joins(town, 50, role=Role.VOLUNTEER))
    with pytest.raises(NotAllowed):
        await says(town, await is_made(town, await joins(town, 21), Role.RESIDENT))
    ben = await is_made(town, ben, Role.VOLUNTEER)
    await decides(town, olga, Step.ALL_CLEAR)
    with pytest.raises(IllegalStep):
        await says(town, ben)


@pytest.mark.asyncio
async def test_what_is_over_or_has_expired_is_not_asked_about(town: Town, clock: VirtualClock) -> None:
    await alerted(town)

    await clock_strikes(town, clock, 2 * 60)

    assert await heard(town, Says.ALERT_STALE) == []
