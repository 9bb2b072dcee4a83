"""Volunteers ask whoever reported it, and neither learns who the other is."""

import pytest

from bot.domain.asking import Asked, Question, Said
from bot.domain.buttons import Ask, Replied
from bot.domain.ids import IncidentId
from bot.domain.incident import Step
from bot.domain.letter import Letter, LetterFacts, Says
from bot.domain.people import Person, Role
from bot.domain.refusals import (
    AlreadyFound,
    AskedEnough,
    Expired,
    IllegalStep,
    NobodyToAsk,
    NotAllowed,
    OwnReport,
    Refusal,
)
from bot.domain.retention import RETENTION, Kept
from bot.services import asking, keeping, meeting
from bot.town import Town
from db import cards, letters
from db.tables import cards as card_rows
from db.tables import questions as question_rows
from simulator.clock import VirtualClock
from tests.services.acts import decides, goes_on_duty, is_made, joins, newest, rows, tells

STILL_THERE, VESTS = Asked.STILL_THERE, Asked.VESTS


async def asks(town: Town, by: Person, asked: Asked = STILL_THERE, incident: int = 1) -> None:
    """A volunteer presses a question."""
    await asking.ask(town.database, Ask(IncidentId(incident), asked), by=by, now=town.clock.now())


async def replies(town: Town, by: Person, said: Said = Said.YES, question: int = 1) -> None:
    """Someone presses an answer."""
    await asking.reply(town.database, Replied(question, said), by=by, now=town.clock.now())


async def reported(town: Town) -> tuple[Person, Person, Person]:
    """Ana has reported something, and Ben and Cai hold its card."""
    ben, cai = await goes_on_duty(town, 2, "harbor"), await goes_on_duty(town, 3, "harbor")
    ana = await joins(town, 1, language="es")
    await tells(town, ana)
    return ana, ben, cai


async def asked_of(town: Town) -> list[Letter]:
    """The questions that are on their way."""
    async with town.database.reading() as tx:
        return [one for one in await letters.due(tx, limit=100) if one.says is Says.QUESTION]


async def seen_by(town: Town, by: Person) -> tuple[Question, ...]:
    return (await asking.card(town.database, IncidentId(1), by=by)).questions


@pytest.mark.asyncio
async def test_a_question_goes_to_the_reporter_in_their_language_and_says_what_they_told(town: Town) -> None:
    ana, ben, _ = await reported(town)
    await asks(town, ben)

    [letter] = await asked_of(town)
    assert (letter.person, letter.language) == (ana.number, "es")
    assert isinstance(letter.facts, LetterFacts)
    assert (letter.facts.asked, letter.facts.question, letter.facts.place) == (STILL_THERE, 1, "pier_library")


@pytest.mark.asyncio
async def test_the_answer_is_on_the_card_of_all_who_hold_it(town: Town, clock: VirtualClock) -> None:
    ana, ben, cai = await reported(town)
    await asks(town, ben)
    asked = clock.now()
    before = await seen_by(town, cai)
    await clock.advance(60)
    await replies(town, ana, Said.NO)

    assert before == (Question(STILL_THERE, None, asked),)
    assert await seen_by(town, ben) == await seen_by(town, cai) == (Question(STILL_THERE, Said.NO, clock.now()),)


@pytest.mark.asyncio
async def test_with_the_question_and_with_the_answer_cards_are_drawn_again_and_buttons_hold(town: Town) -> None:
    ana, ben, cai = await reported(town)
    before = await newest(town)
    again = []
    for act in (asks(town, ben), replies(town, ana)):
        async with town.database.transaction() as tx:
            for one in await cards.due(tx, limit=10):
                await cards.drawn(tx, one.incident, one.person, edition=one.card.incident.edition, message=None)
        await act
        async with town.database.reading() as tx:
            again.append({one.person for one in await cards.due(tx, limit=10)})

    assert again == [{ben.number, cai.number}] * 2
    assert (await newest(town)).version == before.version


@pytest.mark.asyncio
async def test_neither_is_kept_with_the_other(town: Town) -> None:
    ana, ben, _ = await reported(town)
    await asks(town, ben)
    await replies(town, ana)

    [row] = await rows(town.database, question_rows)
    assert set(row._mapping) == {"id", "report", "asked", "said", "at", "answered", "words", "reply"}


@pytest.mark.asyncio
async def test_the_newest_report_is_asked_about(town: Town, clock: VirtualClock) -> None:
    _, ben, _ = await reported(town)
    await clock.advance(300)
    eva = await joins(town, 5)
    await tells(town, eva)
    await asks(town, ben, VESTS)

    assert [one.person for one in await asked_of(town)] == [eva.number]


@pytest.mark.asyncio
async def test_two_questions_an_hour_and_none_of_them_twice(town: Town, clock: VirtualClock) -> None:
    _, ben, cai = await reported(town)
    await asks(town, ben)
    with pytest.raises(AskedEnough):
        await asks(town, cai)
    await asks(town, cai, VESTS)
    with pytest.raises(AskedEnough):
        await asks(town, ben, Asked.SEE_IT)
    await clock.advance(3600)
    await asks(town, ben, Asked.SEE_IT)

    assert len(await asked_of(town)) == 3


@pytest.mark.asyncio
async def test_nobody_is_asked_who_was_forgotten(town: Town) -> None:
    _, ben, _ = await reported(town)
    await meeting.gone(town.database, 1)

    with pytest.raises(NobodyToAsk):
        await asks(town, ben)


@pytest.mark.asyncio
async def test_nobody_is_asked_whose_report_is_theirs_no_more(town: Town, clock: VirtualClock) -> None:
    _, ben, _ = await reported(town)
    await clock.advance(RETENTION[Kept.REPORTER_LINKS].keep.total_seconds() + 1)
    await keeping.sweep(town.database, now=clock.now())
    async with town.database.transaction() as tx:
        await cards.deal(tx, IncidentId(1), [ben.number])

    with pytest.raises(NobodyToAsk):
        await asks(town, ben)


@pytest.mark.asyncio
async def test_a_question_waits_for_nobody_who_was_forgotten(town: Town) -> None:
    _, ben, cai = await reported(town)
    await asks(town, ben)
    await meeting.gone(town.database, 1)

    assert await asked_of(town) == []
    with pytest.raises(NotAllowed):
        await replies(town, cai)


async def refused(act: object) -> type[Refusal]:
    with pytest.raises(Refusal) as no:
        await act  # type: ignore[misc]
    return no.type


@pytest.mark.asyncio
async def test_every_no_to_a_question(town: Town) -> None:
    _, ben, cai = await reported(town)
    dee, eva = await joins(town, 4, role=Role.VOLUNTEER), await joins(town, 5, role=Role.VOLUNTEER)

    assert await refused(asks(town, await joins(town, 1))) is NotAllowed
    assert await refused(asks(town, dee)) is Expired
    assert await refused(asks(town, ben, incident=10**15)) is Expired
    await tells(town, eva)
    async with town.database.transaction() as tx:
        await cards.deal(tx, IncidentId(1), [eva.number])
    assert await refused(asks(town, eva)) is OwnReport
    await is_made(town, ben, Role.RESIDENT)
    assert await refused(asks(town, ben)) is NotAllowed
    await decides(town, await joins(town, 100, role=Role.ORGANIZER), Step.DISMISS)
    assert await refused(asks(town, cai)) is IllegalStep
    assert [one.asked for one in await rows(town.database, question_rows)] == [Asked.STILL_THERE]
    assert len(await rows(town.database, card_rows)) == 3


@pytest.mark.asyncio
async def test_every_no_to_an_answer(town: Town) -> None:
    ana, ben, cai = await reported(town)
    await asks(town, ben)
    await asks(town, ben, VESTS)

    assert await refused(replies(town, cai)) is NotAllowed
    assert await refused(replies(town, ben)) is NotAllowed
    assert await refused(replies(town, ana, question=10**15)) is Expired
    assert await refused(replies(town, ana, Said.ICE)) is Expired
    await replies(town, ana)
    assert await refused(replies(town, ana, Said.NO)) is AlreadyFound
    await decides(town, await joins(town, 100, role=Role.ORGANIZER), Step.DISMISS)
    assert await refused(replies(town, ana, Said.ICE, question=2)) is IllegalStep
    assert [row.said for row in await rows(town.database, question_rows)] == [Said.YES, None]
