"""One organizer follows an alert up, ends it or takes it back. The others see it at once, and someone else may undo it.

Whoever ends too many within an hour does nothing as an organizer until others say so: a stolen phone must not silence a
city.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.domain.authority import May
from bot.domain.broadcast import Kind
from bot.domain.buttons import Readmit, Reinstate, Retract, TakeBack
from bot.domain.correcting import ENDS, UNDO_FOR, WITHIN, may_act_again, undoable
from bot.domain.freezing import Wish
from bot.domain.ids import PersonNumber
from bot.domain.incident import Incident, Reason, Status, Step
from bot.domain.ledger import Act
from bot.domain.letter import LetterFacts, Says, Suspension
from bot.domain.people import Person
from bot.domain.policy import Policy
from bot.domain.refusals import Expired, IllegalStep, NotAllowed, OwnEnding
from bot.domain.retention import RETENTION, Kept
from bot.services import judging
from bot.services.acting import act
from bot.services.meeting import demand
from cities import City
from db import broadcasts, findings, freezes, incidents, ledger, letters, people, suspensions, undoing
from db.engine import Database, Transaction

SAYS: Mapping[Kind, Says] = {
    Kind.FOLLOW_UP: Says.ALERT_FOLLOWED_UP,
    Kind.ALL_CLEAR: Says.ALERT_ENDED,
    Kind.RETRACTION: Says.ALERT_TAKEN_BACK,
}
"""What the others hear of it."""


async def reasons(database: Database, pressed: TakeBack, *, by: Person) -> Incident:
    """The incident whose alert an organizer wants to take back: they are asked why."""
    async with database.reading() as tx:
        return await judging.drawn(tx, pressed.incident, pressed.version, by=by, may=May.TAKE_BACK)


@act
async def retract(tx: Transaction, pressed: Retract, *, by: Person, policy: Policy, now: datetime) -> Status:
    """An organizer takes an alert back, and says why."""
    incident = await judging.drawn(tx, pressed.incident, pressed.version, by=by, may=May.TAKE_BACK)
    moved = await judging.move(tx, incident, Step.RETRACT, now=now)
    stood = incident.status is Status.ACTIVE
    await tell(tx, moved, Kind.RETRACTION, by=by, policy=policy, now=now, stood=stood, reason=pressed.reason)
    return moved.status


async def tell(
    tx: Transaction,
    incident: Incident,
    kind: Kind,
    *,
    by: Person,
    policy: Policy,
    now: datetime,
    stood: bool,
    reason: Reason | None = None,
) -> None:
    """Tell those who hold the alert, in its own words for where and when, and the others who looked after it. `stood`
    is whether the alert stood until now: only then there is something to undo."""
    told = await broadcasts.told(tx, incident.id)
    if told is None:
        return
    facts = replace(told, corrected=now, expires=incident.expires or told.expires, reason=reason)
    await broadcasts.correct(tx, incident=incident.id, kind=kind, facts=facts, by=by, now=now)
    undo = stood and kind in ENDS
    about = LetterFacts(incident.id, told.place, told.observed, reason=reason, undo=undo, exercise=incident.exercise)
    await letters.write(tx, await _concerned(tx, incident) - {by.number}, SAYS[kind], about, now=now)
    if kind in ENDS:
        await _watch(tx, by, policy=policy, now=now)


async def _concerned(tx: Transaction, incident: Incident) -> set[PersonNumber]:
    """The organizers, of an exercise those who take part, and the volunteers who confirmed it."""
    confirmed = {one.by for one in await findings.of(tx, incident.id) if one.saw_it}
    return {*await people.organizers(tx, exercise=incident.exercise), *confirmed}


async def _watch(tx: Transaction, by: Person, *, policy: Policy, now: datetime) -> None:
    """Suspend who has ended too many alerts within the hour, where another organizer can say that it was right: not
    the last who may act as one."""
    organizers = await people.organizers(tx)
    others = {*organizers} - {by.number, *await suspensions.suspended(tx)}
    ended = await undoing.ended_by(tx, by.number, since=now - WITHIN, now=now)
    if not others or ended < policy.endings_an_hour:
        return
    await suspensions.suspend(tx, by.number, now=now)
    await ledger.write(tx, Act.SUSPENDED, by=None, now=now)
    about = Suspension(suspensions.mark(now))
    await letters.write(tx, organizers, Says.ORGANIZER_SUSPENDED, about, now=now)


@act
async def reinstate(
    tx: Transaction, pressed: Reinstate, *, by: Person, city: City, policy: Policy, now: datetime
) -> Status:
    """Someone else says that an alert stands which was ended or taken back just now: an organizer, or a volunteer who
    confirmed it. It needs what it needed to go out. Those who hold the correction hear so, and nobody else."""
    await demand(tx, by, May.UNDO_AN_ENDING)
    incident = await incidents.get(tx, pressed.incident)
    concerned = await _concerned(tx, incident)
    if by.number not in concerned:
        raise NotAllowed
    told = await undoing.told(tx, incident.id)
    ended = undoable(told)
    if not ended or incident.status not in (Status.OVER, Status.RETRACTED):
        raise IllegalStep
    ending = await undoing.ending(tx, ended[0].id, by=by.number, now=now)
    facts = await broadcasts.told(tx, incident.id)
    if ending is None or facts is None or now - ending.at > UNDO_FOR or facts.expires <= now:
        raise Expired
    if ending.own:
        raise OwnEnding
    if not (await judging.judge(tx, incident, city=city, policy=policy)).enough:
        raise NotAllowed
    alert = next(one for one in reversed(told) if one.kind is Kind.ALERT)
    moved = await judging.move(tx, incident, Step.REINSTATE, now=now, expires=facts.expires)
    await undoing.stand(tx, incident.id, alert, ended, facts, by=by, now=now)
    about = LetterFacts(incident.id, facts.place, facts.observed, exercise=incident.exercise)
    await letters.write(tx, concerned - {by.number}, Says.ALERT_STANDS, about, now=now)
    return moved.status


@act
async def readmit(tx: Transaction, pressed: Readmit, *, by: Person, now: datetime) -> bool:
    """An organizer says that one who was suspended may act again; whether they may now. Expired when they could
    already."""
    await demand(tx, by, May.READMIT)
    suspended = await suspensions.suspended(tx)
    whom = next((person for person, mark in suspended.items() if mark == pressed.mark), None)
    if whom is None:
        raise Expired
    since = now - RETENTION[Kept.AGREEMENTS].keep
    before = await freezes.agreed(tx, Wish.READMIT, pressed.mark, since=since)
    await freezes.agree(tx, Wish.READMIT, pressed.mark, by.number, now=now)
    organizers = await people.organizers(tx)
    if not may_act_again(len({*before, by.number}), len(set(organizers) - set(suspended))):
        return False
    await suspensions.end(tx, whom)
    await ledger.write(tx, Act.READMITTED, by=by, now=now)
    await letters.write(tx, organizers, Says.ORGANIZER_READMITTED, None, now=now)
    return True
