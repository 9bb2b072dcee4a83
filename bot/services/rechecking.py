"""An alert grows old: those who looked after it are asked whether they are still there."""

from collections.abc import Mapping
from datetime import datetime

from bot.domain.authority import May
from bot.domain.buttons import Rechecked
from bot.domain.details import Still
from bot.domain.echo import Echo
from bot.domain.incident import Status
from bot.domain.letter import LetterFacts, Says
from bot.domain.people import Person
from bot.domain.policy import Policy
from bot.domain.refusals import AlreadyFound, IllegalStep, NotAllowed
from bot.services.acting import act
from bot.services.meeting import demand
from db import echoes, incidents, letters, people, rechecks
from db.engine import Database, Transaction

ECHOES: Mapping[Still, Echo] = {Still.THERE: Echo.STILL_THERE, Still.GONE: Echo.GONE}
TELLS: Mapping[Still, Says] = {Still.THERE: Says.ALERT_STILL_SEEN, Still.GONE: Says.ALERT_SEEMS_OVER}
"""What the organizers hear of the first who says so: a follow-up can be sent, or it is to be ended."""


async def ask_again(database: Database, *, policy: Policy, now: datetime) -> None:
    """Ask once about each alert of which nothing was heard for so long, and once more after each follow-up."""

    async def look(tx: Transaction) -> None:
        for incident in await rechecks.stale(tx, now=now, until=now + policy.alert_expires - policy.stale):
            await rechecks.begin(tx, incident.id, now=now)
            about = LetterFacts(incident.id, incident.place, incident.observed, exercise=incident.exercise)
            await letters.write(tx, await rechecks.looked_after(tx, incident.id), Says.ALERT_STALE, about, now=now)

    await database.change(look)


@act
async def answer(tx: Transaction, pressed: Rechecked, *, by: Person, now: datetime) -> None:
    """Someone who looked after it says whether they are still there; the other answer, if they gave it, counts no more.
    It changes nothing that the public is told: an organizer does."""
    await demand(tx, by, May.LOOK)
    incident = await incidents.get(tx, pressed.incident)
    if by.number not in await rechecks.looked_after(tx, incident.id):
        raise NotAllowed
    if incident.status is not Status.ACTIVE:
        raise IllegalStep
    echo = ECHOES[pressed.still]
    count = await echoes.add(tx, incident.id, echo, by=by.number, now=now)
    if count is None:
        raise AlreadyFound
    await rechecks.take_back(tx, incident.id, by.number, but=echo)
    if count == 1:
        about = LetterFacts(incident.id, incident.place, incident.observed, exercise=incident.exercise)
        organizers = set(await people.organizers(tx, exercise=incident.exercise)) - {by.number}
        await letters.write(tx, organizers, TELLS[pressed.still], about, now=now)
    await incidents.redraw(tx, incident.id)
