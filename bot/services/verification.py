"""Volunteers look, and what they found becomes an alert, a dismissal, or an organizer's decision."""

from dataclasses import replace
from datetime import datetime

from bot.domain.authority import May
from bot.domain.broadcast import Kind
from bot.domain.buttons import Claimed, Decide, Found, HandBack, OfActivity, OfAgency, OfNumber
from bot.domain.ids import IncidentId
from bot.domain.incident import OPEN, Incident, Status, Step, advance
from bot.domain.letter import LetterFacts, Says
from bot.domain.people import Person
from bot.domain.policy import Policy
from bot.domain.refusals import (
    AlreadyFound,
    ClaimedByOther,
    Expired,
    IllegalStep,
    NotAllowed,
    OwnReport,
)
from bot.domain.verification import Answer, Finding, Verdict, enough, verdict
from bot.services import correcting, judging, recognizing
from bot.services.acting import act
from bot.services.meeting import demand
from cities import City
from db import findings, incidents, letters, people, reports
from db.engine import Transaction

Told = OfAgency | OfActivity | OfNumber

CORRECTION = {Step.FOLLOW_UP: Kind.FOLLOW_UP, Step.ALL_CLEAR: Kind.ALL_CLEAR}

BY_HAND = frozenset({Step.CONFIRM, Step.DISMISS, *CORRECTION})
"""What an organizer decides on a card. Other steps have ways of their own."""

SETTLED = frozenset({Verdict.CONFIRMED, Verdict.DISMISSED})


@act
async def claim(tx: Transaction, claimed: Claimed, *, by: Person, policy: Policy, now: datetime) -> datetime:
    """A volunteer takes the incident to look at; until when they have it."""
    incident = await _unverified(tx, claimed.incident, claimed.version, by=by)
    held = incident.claimed_at(now)
    if held is not None and held.by == by.number:
        return held.until
    if held is not None:
        raise ClaimedByOther
    if by.number in await reports.reporters(tx, incident.id):
        raise OwnReport
    if any(one.by == by.number for one in await findings.of(tx, incident.id)):
        raise AlreadyFound
    until = now + policy.claim
    if not await incidents.was_claimed(tx, incident.id):
        await letters.write_each(tx, await reports.told_of(tx, incident.id), Says.REPORT_CLAIMED, now=now)
    await incidents.claim(tx, incident, by=by.number, until=until, now=now)
    return until


@act
async def hand_back(tx: Transaction, handed: HandBack, *, by: Person, now: datetime) -> None:
    """A volunteer who claimed an incident cannot go: others can claim it at once. Expired for a claim that is gone."""
    await demand(tx, by, May.LOOK)
    incident = await incidents.get(tx, handed.incident)
    held = incident.claimed_at(now)
    if held is None or held.by != by.number:
        raise Expired
    await incidents.release(tx, incident, now=now)


@act
async def find(tx: Transaction, found: Found, *, by: Person, city: City, policy: Policy, now: datetime) -> Verdict:
    """One volunteer's finding, and what all of them add up to now. A verdict takes effect in this transaction. While
    there is none, what else is open nearby is compared once more: it may be the same. No alert waits for that."""
    incident = await _unverified(tx, found.incident, found.version, by=by)
    reporters = await reports.reporters(tx, incident.id)
    if by.number in reporters:
        raise OwnReport
    before = await findings.of(tx, incident.id)
    finding = await findings.add(tx, incident.id, Finding(by.number, found.answer, found.where, now))
    consent = judging.needs_consent(incident, city)
    was = verdict(before, policy, reporters=reporters, needs_consent=consent)
    outcome = verdict([*before, finding], policy, reporters=reporters, needs_consent=consent)
    await judging.take_effect(tx, incident, outcome, was, by=by, looked=by.number, city=city, policy=policy, now=now)
    if outcome not in SETTLED:
        await recognizing.look_once_more(tx, incident, city=city, now=now)
    return outcome


@act
async def tell(tx: Transaction, told: Told, *, by: Person, city: City, policy: Policy, now: datetime) -> Verdict:
    """A volunteer who saw it tells more: which agency, doing what, how many; each once. What all findings add up to.

    Local police is no ICE: an incident may be disputed or dismissed by that, and for an alert that is out already the
    organizers are asked.
    """
    await demand(tx, by, May.LOOK)
    incident = await incidents.get(tx, told.incident)
    if incident.status not in OPEN:
        raise IllegalStep
    found = await findings.of(tx, incident.id)
    mine = next((one for one in found if one.by == by.number and one.answer is Answer.SEEN), None)
    if mine is None:
        raise Expired
    was = await judging.judge(tx, incident, city=city, policy=policy)
    await findings.amend(tx, incident.id, _amended(mine, told))
    return await judging.weigh(tx, incident, was, by=by, city=city, policy=policy, now=now, quietly=True)


def _amended(mine: Finding, told: Told) -> Finding:
    """The finding with what is told now; AlreadyFound when that was told before."""
    match told:
        case OfAgency(agency=agency) if mine.agency is None:
            return replace(mine, agency=agency)
        case OfActivity(activity=activity) if mine.activity is None:
            return replace(mine, activity=activity)
        case OfNumber(number=number) if mine.number is None:
            return replace(mine, number=number)
        case _:
            raise AlreadyFound


@act
async def decide(tx: Transaction, decision: Decide, *, by: Person, city: City, policy: Policy, now: datetime) -> Status:
    """An organizer settles a dispute, agrees to an alert, or follows one up or ends it. When one ends beside another
    that may be about the same, the organizers hear that this one still stands.

    No organizer alone makes an alert: one is confirmed only when those who saw it would have been enough by themselves.
    """
    incident = await judging.drawn(tx, decision.incident, decision.version, by=by, may=May.DECIDE)
    if decision.step not in BY_HAND:
        raise NotAllowed
    if decision.step is Step.CONFIRM:
        found = await findings.of(tx, incident.id)
        if not enough(found, policy, reporters=await reports.reporters(tx, incident.id)):
            raise NotAllowed
        return (await judging.confirm(tx, incident, by=by, city=city, policy=policy, now=now)).status
    other = None
    if decision.step is Step.ALL_CLEAR:
        other = await recognizing.alike(tx, incident, city=city, now=now)  # while its reports still have their points
    if decision.step is Step.FOLLOW_UP:
        stands = advance(incident.status, decision.step)
        moved = await incidents.move(tx, incident, stands, expires=now + policy.alert_expires, now=now)
    else:
        moved = await judging.move(tx, incident, decision.step, now=now)
    if decision.step in CORRECTION:
        kind = CORRECTION[decision.step]
        await correcting.tell(tx, moved, kind, by=by, policy=policy, now=now, stood=True)
    if other is not None:
        about = LetterFacts(other.id, other.place, other.observed)
        await letters.write(tx, await people.organizers(tx), Says.ALERT_ALIKE, about, now=now)
    return moved.status


async def _unverified(tx: Transaction, incident: IncidentId, version: int, *, by: Person) -> Incident:
    """The incident, when it still is what the card showed and there is something to find out."""
    found = await judging.drawn(tx, incident, version, by=by)
    if found.status is not Status.UNVERIFIED:
        raise IllegalStep
    return found
