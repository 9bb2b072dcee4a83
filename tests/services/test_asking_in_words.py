"""A volunteer asks the reporter in words of their own, who answers in theirs: masked, sealed, and from nobody."""

import pytest

from bot.domain.asking import Asked, Said, Written
from bot.domain.buttons import InWords, ReplyInWords
from bot.domain.ids import IncidentId
from bot.domain.letter import LetterFacts
from bot.domain.masking import Mask
from bot.domain.people import Person
from bot.domain.refusals import AlreadyFound, Expired, NotAllowed, TooLong
from bot.domain.verification import Answer
from bot.services import asking, forgetting, reporting
from bot.town import Town
from db.tables import metadata
from db.tables import questions as question_rows
from simulator.clock import VirtualClock
from tests.services.acts import finds, rows
from tests.services.test_asking import STILL_THERE, asked_of, asks, replies, reported, seen_by


async def wants_words(town: Town, by: Person, incident: int = 1) -> None:
    """A volunteer presses *in my own words*."""
    await asking.begin(town.database, InWords(IncidentId(incident)), by=by, now=town.clock.now())


async def writes(town: Town, by: Person | None, raw: str) -> Written | None:
    """Someone writes something."""
    return await asking.offer(town.database, raw, by=by, now=town.clock.now())


async def wants_to_answer(town: Town, by: Person, question: int = 1) -> None:
    """A reporter presses *answer in my own words*."""
    await asking.begin_reply(town.database, ReplyInWords(question), by=by, now=town.clock.now())


async def asks_in_words(town: Town) -> tuple[Person, Person, Person]:
    """Ben has asked in words what Ana reported."""
    ana, ben, cai = await reported(town)
    await wants_words(town, ben)
    await writes(town, ben, "Is it the van with 123 ABC?")
    return ana, ben, cai


@pytest.mark.asyncio
async def test_a_line_goes_to_the_reporter_and_one_comes_back_without_what_it_must_not_hold(town: Town) -> None:
    ana, _, cai = await asks_in_words(town)
    [letter] = await asked_of(town)
    await wants_to_answer(town, ana)
    outcome = await writes(town, ana, "No, ask @rosa_m")

    assert isinstance(letter.facts, LetterFacts)
    assert (letter.person, letter.facts.words) == (ana.number, "Is it the van with •••?")
    assert outcome == Written(answers=True, masked=(Mask.NAME,))
    assert [(one.words, one.reply) for one in await seen_by(town, cai)] == [("Is it the van with •••?", "No, ask •••")]


@pytest.mark.asyncio
async def test_words_lie_sealed_and_nowhere_else(town: Town) -> None:
    ana, *_ = await asks_in_words(town)
    await wants_to_answer(town, ana)
    await writes(town, ana, "Behind the garage")

    for table in metadata.sorted_tables:
        kept = repr([tuple(row) for row in await rows(town.database, table)])
        assert not any(words in kept for words in ("the van", "the garage"))


@pytest.mark.asyncio
async def test_when_the_incident_closes_the_words_go_and_the_set_questions_stay(town: Town) -> None:
    _, ben, cai = await asks_in_words(town)
    await asks(town, ben)

    for one in (ben, cai):
        await finds(town, one, Answer.NOTHING_THERE)

    assert [row.asked for row in await rows(town.database, question_rows)] == [STILL_THERE]


@pytest.mark.asyncio
async def test_with_the_reporter_goes_what_was_asked_and_answered_in_words(town: Town) -> None:
    ana, *_ = await asks_in_words(town)

    await forgetting.forget(town.database, by=ana)

    assert await rows(town.database, question_rows) == []


@pytest.mark.asyncio
async def test_what_someone_writes_otherwise_goes_to_nobody(town: Town, clock: VirtualClock) -> None:
    ana, ben, _ = await reported(town)
    said = [await writes(town, one, "hello") for one in (None, ana, ben)]
    await wants_words(town, ben)
    await clock.advance(1)
    await reporting.begin(town.database, by=ben, policy=town.policy, now=clock.now())
    said.append(await writes(town, ben, "at the library"))
    await wants_words(town, ben)
    await seen_by(town, ben)
    said.append(await writes(town, ben, "after going back"))
    await wants_words(town, ben)
    await clock.advance(15 * 60)
    said.append(await writes(town, ben, "too late"))

    assert said == [None] * 6
    assert await asked_of(town) == []


@pytest.mark.asyncio
async def test_every_no_to_words(town: Town) -> None:
    ana, ben, _ = await asks_in_words(town)
    with pytest.raises(Expired):
        await asks(town, ben, Asked.WORDS)
    with pytest.raises(Expired):
        await replies(town, ana, Said.YES)
    with pytest.raises(NotAllowed):
        await wants_words(town, ana)
    with pytest.raises(NotAllowed):
        await wants_to_answer(town, ben)
    await wants_to_answer(town, ana)
    with pytest.raises(TooLong):
        await writes(town, ana, "x" * 201)
    assert await writes(town, ana, "yes") == Written(answers=True, masked=())
    with pytest.raises(AlreadyFound):
        await wants_to_answer(town, ana)
