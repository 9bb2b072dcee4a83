"""Volunteers look, and what they found becomes an alert, a dismissal, or an organizer's decision."""

from datetime import datetime

from bot.services.acting import act

from bot.domain.broadcast import AlertFacts, Audience, Kind
from bot.domain.buttons import Claimed, Decide, Found
from bot.domain.ids import EVERYWHERE, IncidentId
from bot.domain.incident import Incident, Status, Step, advance
from bot.domain.letter import LetterFacts, Says
from bot.domain.people import Person, Role
from bot.domain.policy import Policy
from bot.domain.refusals import ClaimedByOther, IllegalStep, NotAllowed, OwnReport, Stale
from bot.domain.verification import Finding, Verdict, enough, verdict
from cities import City
from db import broadcasts, cards, findings, incidents, letters, people, reports
from db.engine import Transaction

CORRECTION = {Step.ALL_CLEAR: Kind.ALL_CLEAR, Step.RETRACT: Kind.RETRACTION}
NEWS = {
    Status.ACTIVE: Says.REPORT_CONFIRMED,
    Status.DISMISSED: Says.REPORT_DISMISSED,
    Status.OVER: Says.REPORT_OVER,
    Status.RETRACTED: Says.REPORT_RETRACTED,
}
"""What those who reported it hear when an incident moves."""


@act
async def claim(tx: Transaction, claimed: Claimed, *, by: Person, policy: Policy, now: datetime) -> datetime:
    """A volunteer takes the incident to look at; until when they have it."""
    incident = await _drawn(tx, claimed.incident, claimed.version, by=by)
    held = incident.claimed_at(now)
    if incident.status is not Status.UNVERIFIED:
        raise IllegalStep
    if held is not None and held.by != by.number:
        raise ClaimedByOther
    until = now + policy.claim
    await incidents.claim(tx, incident, by=by.number, until=until, now=now)
    return until


@act
async def find(tx: Transaction, found: Found, *, by: Person, city: City, policy: Policy, now: datetime) -> Verdict:
    """One volunteer's finding, and what all of them add up to now. A verdict takes effect in this transaction."""
    incident = await _drawn(tx, found.incident, found.version, by=by)
    if incident.status is not Status.UNVERIFIED:
        raise IllegalStep
    reporters = await reports.reporters(tx, incident.id)
    if by.number in reporters:
        raise OwnReport
    await findings.add(tx, incident.id, Finding(by.number, found.answer, found.where, now))
    outcome = verdict(await findings.of(tx, incident.id), policy, reporters=reporters)
    match outcome:
        case Verdict.CONFIRMED:
            await _confirm(tx, incident, city=city, policy=policy, now=now)
        case Verdict.DISMISSED:
            await _move(tx, incident, Step.DISMISS, now=now)
        case Verdict.DISPUTED:
            await incidents.release(tx, incident, now=now)
            await _ask_organizers(tx, incident, now=now)
        case Verdict.OPEN:
            await incidents.release(tx, incident, now=now)
    return outcome


@act
async def decide(tx: Transaction, decision: Decide, *, by: Person, city: City, policy: Policy, now: datetime) -> Status:
    """An organizer settles a dispute, or ends or takes back an alert.

    No organizer alone makes an alert: a dispute is confirmed only when those who saw it would have been enough by
    themselves.
    """
    incident = await _drawn(tx, decision.incident, decision.version, by=by, role=Role.ORGANIZER)
    if decision.step is Step.CONFIRM:
        found = await findings.of(tx, incident.id)
        if not enough(found, policy, reporters=await reports.reporters(tx, incident.id)):
            raise NotAllowed
        return (await _confirm(tx, incident, city=city, policy=policy, now=now)).status
    moved = await _move(tx, incident, decision.step, now=now)
    if decision.step in CORRECTION:
        facts = _facts(moved, policy, confirmed=incident.opened, corrected=now)
        await broadcasts.correct(tx, incident=incident.id, kind=CORRECTION[decision.step], facts=facts, now=now)
    return moved.status


async def _drawn(
    tx: Transaction, incident: IncidentId, version: int, *, by: Person, role: Role = Role.VOLUNTEER
) -> Incident:
    """The incident, when it still is what the pressed card showed, and the person's role reaches so far."""
    if not by.may_act_as(role):
        raise NotAllowed
    found = await incidents.get(tx, incident)
    if found.version != version:
        raise Stale
    return found


async def _confirm(tx: Transaction, incident: Incident, *, city: City, policy: Policy, now: datetime) -> Incident:
    """Move the incident and open its alert: one row, whatever the size of the audience."""
    moved = await _move(tx, incident, Step.CONFIRM, now=now)
    audience = Audience(((moved.neighborhood,), city.nearby(moved.neighborhood), (EVERYWHERE,)))
    await broadcasts.open_alert(
        tx, incident=moved.id, facts=_facts(moved, policy, confirmed=now), audience=audience, now=now
    )
    await cards.deal(tx, moved.id, await people.organizers(tx))
    return moved


def _facts(incident: Incident, policy: Policy, *, confirmed: datetime, corrected: datetime | None = None) -> AlertFacts:
    return AlertFacts(
        incident=incident.id,
        place=incident.place,
        neighborhood=incident.neighborhood,
        activity=incident.activity,
        number=incident.number,
        observed=incident.observed,
        confirmed=confirmed,
        expires=confirmed + policy.alert_expires,
        corrected=corrected,
    )


async def _move(tx: Transaction, incident: Incident, step: Step, *, now: datetime) -> Incident:
    """Take one step, and tell those who reported it."""
    moved = await incidents.move(tx, incident, advance(incident.status, step), now=now)
    reporters = await reports.reporters(tx, incident.id)
    await letters.write(tx, reporters, NEWS[moved.status], _slots(incident), now=now)
    return moved


async def _ask_organizers(tx: Transaction, incident: Incident, *, now: datetime) -> None:
    organizers = await people.organizers(tx)
    await cards.deal(tx, incident.id, organizers)
    await letters.write(tx, organizers, Says.DISPUTED, _slots(incident), now=now)


def _slots(incident: Incident) -> LetterFacts:
    return LetterFacts(incident.id, incident.place, incident.observed)
