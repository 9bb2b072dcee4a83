"""Volunteers ask whoever reported it, and neither learns who the other is."""

from dataclasses import replace
from datetime import datetime

from bot.domain.asking import AN_HOUR, ANSWERS, WAITS_FOR, Asked, Written, line, may_ask
from bot.domain.authority import May
from bot.domain.buttons import Ask, InWords, Replied, ReplyInWords
from bot.domain.card import Card
from bot.domain.ids import IncidentId, PersonNumber
from bot.domain.incident import Status
from bot.domain.letter import LetterFacts, Says
from bot.domain.people import Person
from bot.domain.refusals import AlreadyFound, AskedEnough, Expired, IllegalStep, NobodyToAsk, NotAllowed, OwnReport
from bot.services.acting import act
from bot.services.meeting import demand
from db import cards, drafts, incidents, letters, lines, notices, questions, reports, translators
from db.engine import Database, Transaction


@act
async def ask(tx: Transaction, ask: Ask, *, by: Person, now: datetime) -> None:
    """Ask whoever reported it last, in their language, as long as the incident is unverified and they are known.

    Only who holds the card can ask, and nobody asks themselves. Expired for what is asked in words: these come first.
    """
    if ask.asked is Asked.WORDS:
        raise Expired
    await _send(tx, await _whom(tx, ask.incident, ask.asked, by=by, now=now), ask.asked, now=now)


@act
async def begin(tx: Transaction, asked: InWords, *, by: Person, now: datetime) -> None:
    """What this volunteer writes next is a question to whoever reported it last."""
    await _whom(tx, asked.incident, Asked.WORDS, by=by, now=now)
    await lines.begin(tx, by.number, asked.incident, question=None, now=now)


Newest = tuple[int, PersonNumber, LetterFacts]
"""The newest report whose reporter is known, who that is, and what they told of."""


async def _whom(tx: Transaction, about: IncidentId, asked: Asked, *, by: Person, now: datetime) -> Newest:
    """Who is asked that."""
    await demand(tx, by, May.ASK_THE_REPORTER)
    incident = (await cards.one(tx, about, by.number)).incident
    if incident.status is not Status.UNVERIFIED:
        raise IllegalStep
    if by.number in await reports.reporters(tx, incident.id):
        raise OwnReport
    newest = await reports.to_ask(tx, incident.id)
    if newest is None:
        raise NobodyToAsk
    if not may_ask(asked, await questions.asked_since(tx, incident.id, now - AN_HOUR)):
        raise AskedEnough
    return newest


async def _send(tx: Transaction, newest: Newest, asked: Asked, *, now: datetime, words: str | None = None) -> None:
    report, reporter, about = newest
    question = await questions.add(tx, report, asked, now=now, words=words)
    await letters.write(tx, [reporter], Says.QUESTION, replace(about, question=question, asked=asked), now=now)
    await incidents.redraw(tx, about.incident)


@act
async def reply(tx: Transaction, reply: Replied, *, by: Person, now: datetime) -> None:
    """The reporter answers, once, while the incident is unverified; all who hold its card see what, and not who."""
    question = await _waiting(tx, reply.question, by=by)
    if reply.said not in ANSWERS[question.asked]:
        raise Expired
    await questions.answer(tx, reply.question, reply.said, now=now)
    await incidents.redraw(tx, question.incident)


@act
async def begin_reply(tx: Transaction, pressed: ReplyInWords, *, by: Person, now: datetime) -> None:
    """What this reporter writes next is their answer."""
    question = await _waiting(tx, pressed.question, by=by)
    if question.asked is not Asked.WORDS:
        raise Expired
    await lines.begin(tx, by.number, question.incident, question=pressed.question, now=now)


async def _waiting(tx: Transaction, number: int, *, by: Person) -> questions.Open:
    """The question, when it still waits for an answer of this person."""
    await demand(tx, by, May.REPLY)
    question = await questions.get(tx, number)
    if question is None:
        raise Expired
    if question.reporter != by.number:
        raise NotAllowed
    if question.answered:
        raise AlreadyFound
    if (await incidents.get(tx, question.incident)).status is not Status.UNVERIFIED:
        raise IllegalStep
    return question


async def offer(database: Database, raw: str, *, by: Person | None, now: datetime) -> Written | None:
    """What someone wrote is a question or an answer if they said so just now; None for everyone else."""
    if by is None:
        return None
    who, since = by.number, now - WAITS_FOR
    if await database.look(lambda tx: lines.begun(tx, who, since=since)) is None:
        return None
    return await write(database, raw, by=by, now=now)


@act
async def write(tx: Transaction, raw: str, *, by: Person, now: datetime) -> Written | None:
    """One line goes to the other side, who does not learn from whom: it is masked before it is kept. None for whoever
    has gone on with something else that is written since then: they mean that."""
    begun = await lines.begun(tx, by.number, since=now - WAITS_FOR)
    if begun is None or await _writes_else(tx, by, since=begun.since):
        return None
    masked = line(raw)
    await lines.drop(tx, by.number)
    if begun.question is None:
        newest = await _whom(tx, begun.incident, Asked.WORDS, by=by, now=now)
        await _send(tx, newest, Asked.WORDS, now=now, words=masked.text)
        return Written(answers=False, masked=masked.found)
    question = await _waiting(tx, begun.question, by=by)
    await questions.reply(tx, begun.question, masked.text, now=now)
    await incidents.redraw(tx, question.incident)
    return Written(answers=True, masked=masked.found)


async def _writes_else(tx: Transaction, by: Person, *, since: datetime) -> bool:
    """Whether this person has begun to write something else since then: a report, a notice, a translation of one."""
    drafted = await drafts.touched(tx, by.number)
    return (
        (drafted is not None and drafted > since)
        or await notices.being_written(tx, by.number, since=since) is not None
        or await translators.translating(tx, by.number, since=since) is not None
    )


async def card(database: Database, incident: IncidentId, *, by: Person) -> Card:
    """The incident's card as this volunteer holds it. They are not about to write about it any more."""

    async def back(tx: Transaction) -> Card:
        await demand(tx, by, May.LOOK)
        await lines.drop(tx, by.number)
        return await cards.one(tx, incident, by.number)

    return await database.change(back)
