"""Volunteers look, and what they found becomes an alert, a dismissal, or an organizer's decision."""

from dataclasses import replace
from datetime import datetime

from bot.domain.broadcast import AlertFacts, Audience, Kind
from bot.domain.buttons import Claimed, Decide, Found
from bot.domain.ids import EVERYWHERE, IncidentId
from bot.domain.incident import Incident, Status, Step, advance
from bot.domain.letter import LetterFacts, Says
from bot.domain.people import Person, Role
from bot.domain.policy import Policy
from bot.domain.refusals import (
    AlreadyFound,
    ClaimedByOther,
    Expired,
    IllegalStep,
    NotAllowed,
    OwnReport,
    Stale,
)
from bot.domain.verification import Finding, Verdict, enough, verdict
from bot.services.acting import act
from bot.services.meeting import demand
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
    await incidents.claim(tx, incident, by=by.number, until=until, now=now)
    return until


@act
async def find(tx: Transaction, found: Found, *, by: Person, city: City, policy: Policy, now: datetime) -> Verdict:
    """One volunteer's finding, and what all of them add up to now. A verdict takes effect in this transaction."""
    incident = await _unverified(tx, found.incident, found.version, by=by)
    reporters = await reports.reporters(tx, incident.id)
    if by.number in reporters:
        raise OwnReport
    before = await findings.of(tx, incident.id)
    finding = Finding(by.number, found.answer, found.where, now)
    await findings.add(tx, incident.id, finding)
    outcome = verdict([*before, finding], policy, reporters=reporters)
    match outcome:
        case Verdict.CONFIRMED:
            await _confirm(tx, incident, city=city, policy=policy, now=now)
        case Verdict.DISMISSED:
            await _move(tx, incident, Step.DISMISS, now=now)
        case Verdict.DISPUTED:
            await _note(tx, incident, by=by, now=now)
            if verdict(before, policy, reporters=reporters) is not Verdict.DISPUTED:
                await _ask_organizers(tx, incident, now=now)
        case Verdict.OPEN:
            await _note(tx, incident, by=by, now=now)
    return outcome


async def _note(tx: Transaction, incident: Incident, *, by: Person, now: datetime) -> None:
    """There is one more finding: whoever gave it looks no more, and someone else who is looking goes on."""
    held = incident.claimed_at(now)
    if held is not None and held.by != by.number:
        await incidents.touch(tx, incident, now=now)
    else:
        await incidents.release(tx, incident, now=now)


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
        await _correct(tx, moved, CORRECTION[decision.step], now=now)
    return moved.status


async def _correct(tx: Transaction, incident: Incident, kind: Kind, *, now: datetime) -> None:
    """Tell those who hold the alert, in the alert's own words for where and when."""
    told = await broadcasts.told(tx, incident.id)
    if told is not None:
        await broadcasts.correct(tx, incident=incident.id, kind=kind, facts=replace(told, corrected=now), now=now)


async def _unverified(tx: Transaction, incident: IncidentId, version: int, *, by: Person) -> Incident:
    """The incident, when it still is what the card showed and there is something to find out."""
    found = await _drawn(tx, incident, version, by=by)
    if found.status is not Status.UNVERIFIED:
        raise IllegalStep
    return found


async def _drawn(
    tx: Transaction, incident: IncidentId, version: int, *, by: Person, role: Role = Role.VOLUNTEER
) -> Incident:
    """The incident, when it still is what the pressed card showed, and the person's role reaches so far."""
    await demand(tx, by, role)
    found = await incidents.get(tx, incident)
    if found.version != version:
        raise Stale
    return found


async def _confirm(tx: Transaction, incident: Incident, *, city: City, policy: Policy, now: datetime) -> Incident:
    """Move the incident and open its alert: one row, whatever the size of the audience. Expired when it is too late."""
    if now - incident.observed > policy.confirm_within:
        raise Expired
    moved = await _move(tx, incident, Step.CONFIRM, now=now)
    audience = Audience(((moved.neighborhood,), city.nearby(moved.neighborhood), (EVERYWHERE,)))
    await broadcasts.open_alert(
        tx, incident=moved.id, facts=_facts(moved, policy, confirmed=now), audience=audience, now=now
    )
    await cards.deal(tx, moved.id, await people.organizers(tx))
    return moved


def _facts(incident: Incident, policy: Policy, *, confirmed: datetime) -> AlertFacts:
    return AlertFacts(
        incident=incident.id,
        place=incident.place,
        neighborhood=incident.neighborhood,
        activity=incident.activity,
        number=incident.number,
        observed=incident.observed,
        confirmed=confirmed,
        expires=confirmed + policy.alert_expires,
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
