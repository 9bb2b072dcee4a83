"""Volunteers ask whoever reported it, and neither learns who the other is."""

from dataclasses import replace
from datetime import datetime

from bot.domain.asking import AN_HOUR, ANSWERS, may_ask
from bot.domain.buttons import Ask, Replied
from bot.domain.card import Card
from bot.domain.ids import IncidentId
from bot.domain.incident import Status
from bot.domain.letter import Says
from bot.domain.people import Person, Role
from bot.domain.refusals import AlreadyFound, AskedEnough, Expired, IllegalStep, NobodyToAsk, NotAllowed, OwnReport
from bot.services.acting import act
from bot.services.meeting import demand
from db import cards, incidents, letters, questions, reports
from db.engine import Database, Transaction


@act
async def ask(tx: Transaction, ask: Ask, *, by: Person, now: datetime) -> None:
    """Ask whoever reported it last, in their language, as long as the incident is unverified and they are known.

    Only who holds the card can ask, and nobody asks themselves.
    """
    await demand(tx, by, Role.VOLUNTEER)
    incident = (await cards.one(tx, ask.incident, by.number)).incident
    if incident.status is not Status.UNVERIFIED:
        raise IllegalStep
    if by.number in await reports.reporters(tx, incident.id):
        raise OwnReport
    newest = await reports.to_ask(tx, incident.id)
    if newest is None:
        raise NobodyToAsk
    if not may_ask(ask.asked, await questions.asked_since(tx, incident.id, now - AN_HOUR)):
        raise AskedEnough
    report, reporter, about = newest
    question = await questions.add(tx, report, ask.asked, now=now)
    await letters.write(tx, [reporter], Says.QUESTION, replace(about, question=question, asked=ask.asked), now=now)
    await incidents.redraw(tx, incident.id)


@act
async def reply(tx: Transaction, reply: Replied, *, by: Person, now: datetime) -> None:
    """The reporter answers, once, while the incident is unverified; all who hold its card see what, and not who."""
    question = await questions.get(tx, reply.question)
    if question is None or reply.said not in ANSWERS[question.asked]:
        raise Expired
    if question.reporter != by.number:
        raise NotAllowed
    if question.answered:
        raise AlreadyFound
    if (await incidents.get(tx, question.incident)).status is not Status.UNVERIFIED:
        raise IllegalStep
    await questions.answer(tx, reply.question, reply.said, now=now)
    await incidents.redraw(tx, question.incident)


async def card(database: Database, incident: IncidentId, *, by: Person) -> Card:
    """The incident's card as this volunteer holds it."""
    async with database.reading() as tx:
        await demand(tx, by, Role.VOLUNTEER)
        return await cards.one(tx, incident, by.number)
