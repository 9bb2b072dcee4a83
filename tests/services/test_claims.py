"""Claims: one volunteer looks at a time, for ten minutes."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.domain.buttons import HandBack
from bot.domain.ids import IncidentId
from bot.domain.incident import Step
from bot.domain.letter import Says
from bot.domain.people import Person, Role
from bot.domain.refusals import (
    AlreadyFound,
    ClaimedByOther,
    Expired,
    IllegalStep,
    NotAllowed,
    OwnReport,
    Refusal,
    Stale,
)
from bot.domain.verification import Answer
from bot.services import keeping, meeting, verification
from bot.town import Town
from db import cards
from db.tables import letters
from simulator.clock import VirtualClock
from tests.services.acts import claims, decides, finds, goes_on_duty, is_made, joins, newest, rows, tells

TEN_MINUTES = timedelta(minutes=10)


async def reported(town: Town) -> tuple[Person, Person]:
    """Ana has reported something; Ben and Cai are on duty."""
    ben, cai = await goes_on_duty(town, 2, "harbor"), await goes_on_duty(town, 3, "harbor")
    await tells(town, await joins(town, 1))
    return ben, cai


async def due(town: Town) -> set[int]:
    """Whose cards are to be drawn again."""
    async with town.database.reading() as tx:
        return {one.person for one in await cards.due(tx, limit=10)}


async def drawn(town: Town) -> None:
    """Everyone has seen the card as it is."""
    async with town.database.transaction() as tx:
        for one in await cards.due(tx, limit=10):
            await cards.drawn(tx, one.incident, one.person, edition=one.card.incident.edition, message=None)


@pytest.mark.asyncio
async def test_a_claim_holds_for_ten_minutes(town: Town, clock: VirtualClock) -> None:
    ben, _ = await reported(town)

    until = await claims(town, ben)

    incident = await newest(town)
    assert until == clock.now() + TEN_MINUTES
    assert incident.claim is not None
    assert (incident.claim.by, incident.claim.until) == (ben.number, until)


@pytest.mark.asyncio
async def test_nobody_else_can_claim_meanwhile(town: Town, clock: VirtualClock) -> None:
    ben, cai = await reported(town)
    await claims(town, ben)
    await clock.advance(599)

    with pytest.raises(ClaimedByOther):
        await claims(town, cai)


@pytest.mark.asyncio
async def test_a_claim_that_ran_out_can_be_taken_by_another(town: Town, clock: VirtualClock) -> None:
    ben, cai = await reported(town)
    await claims(town, ben)
    await clock.advance(600)

    assert await claims(town, cai) == clock.now() + TEN_MINUTES


@pytest.mark.asyncio
async def test_claiming_again_does_not_make_it_longer(town: Town, clock: VirtualClock) -> None:
    ben, _ = await reported(town)
    until = await claims(town, ben)
    before = await newest(town)
    await clock.advance(300)

    assert await claims(town, ben) == until
    assert await newest(town) == before


@pytest.mark.asyncio
async def test_of_many_who_claim_at_once_exactly_one_has_it(town: Town) -> None:
    await tells(town, await joins(town, 1))
    volunteers = [await joins(town, 10 + one, role=Role.VOLUNTEER) for one in range(20)]
    card = await newest(town)

    answers = await asyncio.gather(*(claims(town, one, card) for one in volunteers), return_exceptions=True)

    assert sum(isinstance(one, datetime) for one in answers) == 1
    assert sum(isinstance(one, Stale) for one in answers) == 19


@pytest.mark.asyncio
async def test_a_claim_lapses_by_itself_and_every_card_says_so(town: Town, clock: VirtualClock) -> None:
    ben, cai = await reported(town)
    await claims(town, ben)
    await drawn(town)
    await clock.advance(600)

    await keeping.lapse(town.database, now=clock.now())

    assert (await newest(town)).claim is None
    assert await due(town) == {ben.number, cai.number}


@pytest.mark.asyncio
async def test_a_claim_does_not_lapse_early_and_nothing_is_drawn_again(town: Town, clock: VirtualClock) -> None:
    ben, _ = await reported(town)
    await claims(town, ben)
    await drawn(town)
    await clock.advance(599)

    await keeping.lapse(town.database, now=clock.now())

    assert (await newest(town)).claim is not None
    assert await due(town) == set()


@pytest.mark.asyncio
async def test_the_claim_of_someone_forgotten_lapses_too(town: Town, clock: VirtualClock) -> None:
    ben, cai = await reported(town)
    await claims(town, ben)
    await meeting.gone(town.database, 2)

    assert await claims(town, cai) == clock.now() + TEN_MINUTES


@pytest.mark.asyncio
async def test_the_claim_ends_with_the_finding_of_whoever_holds_it(town: Town) -> None:
    ben, _ = await reported(town)
    await claims(town, ben)

    await finds(town, ben)

    assert (await newest(town)).claim is None


@pytest.mark.asyncio
@pytest.mark.parametrize("answer", list(Answer))
async def test_the_finding_of_another_leaves_the_claim_alone(town: Town, answer: Answer) -> None:
    ben, cai = await reported(town)
    await claims(town, ben)
    before = await newest(town)

    await finds(town, cai, answer)

    after = await newest(town)
    assert after.claim == before.claim
    assert after.version > before.version


@pytest.mark.asyncio
async def test_a_verdict_ends_the_claim(town: Town) -> None:
    ben, cai = await reported(town)
    await claims(town, ben)

    await finds(town, cai)
    await finds(town, await joins(town, 4, role=Role.VOLUNTEER))

    assert (await newest(town)).claim is None


@pytest.mark.asyncio
async def test_every_no_to_a_claim(town: Town) -> None:
    ben, cai = await reported(town)
    ana, dee = await joins(town, 1), await joins(town, 4, role=Role.VOLUNTEER)
    old = await newest(town)
    await finds(town, cai, Answer.CANNOT_TELL)
    now = await newest(town)
    forged = replace(now, id=IncidentId(10**17))

    async def no(by: Person, card: object = None) -> type[Refusal]:
        with pytest.raises(Refusal) as refused:
            await claims(town, by, card)  # type: ignore[arg-type]
        return refused.type

    assert await no(ana) is NotAllowed
    assert await no(ben, old) is Stale
    assert await no(ben, replace(now, version=now.version + 1)) is Stale
    assert await no(ben, forged) is Expired
    assert await no(cai) is AlreadyFound
    assert await no(await is_made(town, ana, Role.VOLUNTEER)) is OwnReport
    await is_made(town, dee, Role.RESIDENT)
    assert await no(dee) is NotAllowed
    await decides(town, await joins(town, 100, role=Role.ORGANIZER), Step.DISMISS)
    assert await no(ben) is IllegalStep
    assert (await newest(town)).claim is None


async def hands_back(town: Town, by: Person, incident: int = 1) -> None:
    await verification.hand_back(town.database, HandBack(IncidentId(incident)), by=by, now=town.clock.now())


@pytest.mark.asyncio
async def test_who_cannot_go_hands_it_back_and_another_takes_it_at_once(town: Town, clock: VirtualClock) -> None:
    ben, cai = await reported(town)
    await claims(town, ben)
    await hands_back(town, ben)

    assert (await newest(town)).claim is None
    assert await claims(town, cai) == clock.now() + TEN_MINUTES


@pytest.mark.asyncio
async def test_who_handed_it_back_may_claim_it_again(town: Town, clock: VirtualClock) -> None:
    ben, _ = await reported(town)
    await claims(town, ben)
    await hands_back(town, ben)

    assert await claims(town, ben) == clock.now() + TEN_MINUTES


@pytest.mark.asyncio
async def test_only_a_claim_of_ones_own_that_holds_is_handed_back(town: Town, clock: VirtualClock) -> None:
    ben, cai = await reported(town)
    await claims(town, ben)
    before = await newest(town)
    for by, incident, no in ((cai, 1, Expired), (ben, 99, Expired), (await joins(town, 1), 1, NotAllowed)):
        with pytest.raises(no):
            await hands_back(town, by, incident)
    await clock.advance(600)
    with pytest.raises(Expired):
        await hands_back(town, ben)

    assert await newest(town) == before


async def letters_of(town: Town) -> list[str]:
    """What is on its way to reporters."""
    return [row.says for row in await rows(town.database, letters)]


@pytest.mark.asyncio
async def test_the_reporter_hears_the_first_time_that_somebody_looks_and_only_then(
    town: Town, clock: VirtualClock
) -> None:
    ben, cai = await reported(town)
    await claims(town, ben)
    first = await letters_of(town)
    await clock.advance(600)
    await claims(town, cai)

    assert (first, await letters_of(town)) == ([Says.REPORT_CLAIMED], [Says.REPORT_CLAIMED])


@pytest.mark.asyncio
async def test_nobody_hears_of_a_claim_that_was_refused(town: Town) -> None:
    await reported(town)
    reporter = await meeting.known(town.database, 1)
    assert reporter is not None
    volunteer = await is_made(town, reporter, Role.VOLUNTEER)

    with pytest.raises(OwnReport):
        await claims(town, volunteer)
    assert await letters_of(town) == []
