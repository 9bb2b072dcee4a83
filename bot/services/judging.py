"""What findings lead to, in the transaction in which they come, change or go.

An alert, a dismissal, or a question to the organizers.
"""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.authority import May
from bot.domain.broadcast import AlertFacts, Audience
from bot.domain.ids import EVERYWHERE, IncidentId, PersonNumber
from bot.domain.incident import Activity, Incident, Status, Step, advance
from bot.domain.letter import LetterFacts, Says
from bot.domain.people import Person
from bot.domain.policy import Policy
from bot.domain.refusals import Expired, Stale
from bot.domain.verification import Verdict, enough, verdict
from bot.services import drilling, freezing
from bot.services.meeting import demand
from cities import City
from db import broadcasts, cards, findings, incidents, letters, people, reports, standings
from db.engine import Transaction

NEWS = {
    Status.ACTIVE: Says.REPORT_CONFIRMED,
    Status.DISMISSED: Says.REPORT_DISMISSED,
    Status.OVER: Says.REPORT_OVER,
    Status.RETRACTED: Says.REPORT_RETRACTED,
    Status.LAPSED: Says.REPORT_LAPSED,
}
"""What those who reported it hear when an incident moves."""

WORTH = {
    Status.ACTIVE: (1, 0),
    Status.OVER: (1, 0),
    Status.EXPIRED: (1, 0),
    Status.DISMISSED: (0, 1),
    Status.RETRACTED: (0, 1),
}
"""How it counts among the confirmed and the dismissed reports of those who reported it; else not at all."""

ASKS = {Verdict.DISPUTED: Says.DISPUTED, Verdict.NEEDS_CONSENT: Says.NEEDS_CONSENT}
"""Why an organizer is asked to decide."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What the findings about an incident add up to."""

    verdict: Verdict
    enough: bool
    """Those who saw it would be enough by themselves."""


async def judge(tx: Transaction, incident: Incident, *, city: City, policy: Policy) -> Judged:
    """What the findings add up to at this moment."""
    found, reporters = await findings.of(tx, incident.id), await reports.reporters(tx, incident.id)
    consent = needs_consent(incident, city)
    return Judged(
        verdict(found, policy, reporters=reporters, needs_consent=consent),
        enough=enough(found, policy, reporters=reporters),
    )


def needs_consent(incident: Incident, city: City) -> bool:
    """Whether an alert about it goes out only if an organizer agrees: a detention where children are."""
    return incident.activity is Activity.DETENTION and city.has_children(incident.place)


async def weigh(
    tx: Transaction,
    incident: Incident,
    was: Judged,
    *,
    by: Person,
    city: City,
    policy: Policy,
    now: datetime,
    quietly: bool = False,
) -> Verdict:
    """Let what the findings add up to take effect, after some of them came, changed or went; `was` is from before.

    `by` is whose act it was: if an alert comes of it, the ledger says so. Its cards are drawn again in any case,
    `quietly` with buttons that hold as before unless the verdict moved it. An alert that would not be sent today stands
    until an organizer takes it back: they are asked. What is no news any more is not alerted.
    """
    judged = await judge(tx, incident, city=city, policy=policy)
    late = judged.verdict is Verdict.CONFIRMED and now - incident.observed > policy.confirm_within
    if incident.status is Status.ACTIVE and was.enough and not judged.enough:
        await ask_organizers(tx, incident, Says.DISPUTED, now=now)
    if incident.status is Status.UNVERIFIED and judged.verdict is not was.verdict and not late:
        await take_effect(
            tx, incident, judged.verdict, was.verdict, by=by, looked=None, city=city, policy=policy, now=now
        )
    elif quietly:
        await incidents.redraw(tx, incident.id)
    else:
        await incidents.touch(tx, incident, now=now)
    return judged.verdict


async def take_effect(
    tx: Transaction,
    incident: Incident,
    outcome: Verdict,
    was: Verdict,
    *,
    by: Person,
    looked: PersonNumber | None,
    city: City,
    policy: Policy,
    now: datetime,
) -> None:
    """Do what the verdict asks for, after an act of `by`. Who has just `looked` looks no more."""
    match outcome:
        case Verdict.CONFIRMED:
            await confirm(tx, incident, by=by, city=city, policy=policy, now=now)
        case Verdict.DISMISSED:
            await move(tx, incident, Step.DISMISS, now=now)
        case Verdict.DISPUTED | Verdict.NEEDS_CONSENT:
            await _note(tx, incident, by=looked, now=now)
            if was is not outcome:
                await ask_organizers(tx, incident, ASKS[outcome], now=now)
        case Verdict.OPEN:
            await _note(tx, incident, by=looked, now=now)


async def _note(tx: Transaction, incident: Incident, *, by: PersonNumber | None, now: datetime) -> None:
    """There is something new: whoever told it looks no more, and someone else who is looking goes on."""
    held = incident.claimed_at(now)
    if held is not None and held.by != by:
        await incidents.touch(tx, incident, now=now)
    else:
        await incidents.release(tx, incident, now=now)


async def confirm(
    tx: Transaction, incident: Incident, *, by: Person, city: City, policy: Policy, now: datetime
) -> Incident:
    """Move the incident and open its alert: one row, whatever the size of the audience. Expired when it is too late."""
    if now - incident.observed > policy.confirm_within:
        raise Expired
    moved = await move(tx, incident, Step.CONFIRM, expires=now + policy.alert_expires, now=now)
    homes = city.homes(moved.place, moved.neighborhood)
    everyone = Audience((homes, city.around(homes), (EVERYWHERE,)))
    audience = Audience((), exercise=True) if moved.exercise else everyone
    await broadcasts.open_alert(
        tx, incident=moved.id, facts=_facts(moved, policy, confirmed=now), audience=audience, by=by, now=now
    )
    await freezing.watch(tx, policy=policy, now=now)
    await cards.deal(tx, moved.id, await people.organizers(tx, exercise=moved.exercise))
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
        exercise=incident.exercise,
    )


async def move(
    tx: Transaction, incident: Incident, step: Step, *, now: datetime, expires: datetime | None = None
) -> Incident:
    """Take one step, and tell those who reported it, each of the place and time that they told."""
    moved = await incidents.move(tx, incident, advance(incident.status, step), expires=expires, now=now)
    await letters.write_each(tx, await reports.told_of(tx, incident.id), NEWS[moved.status], now=now)
    before, after = WORTH.get(incident.status, (0, 0)), WORTH.get(moved.status, (0, 0))
    if before != after:
        confirmed, dismissed = after[0] - before[0], after[1] - before[1]
        await standings.credit(tx, incident.id, confirmed=confirmed, dismissed=dismissed, now=now)
    await drilling.moved(tx, moved, incident.status, now=now)
    return moved


async def drawn(tx: Transaction, incident: IncidentId, version: int, *, by: Person, may: May = May.LOOK) -> Incident:
    """The incident, when it still is what the pressed card showed, and the person may do that."""
    await demand(tx, by, may)
    found = await incidents.get(tx, incident)
    if found.version != version:
        raise Stale
    return found


async def ask_organizers(tx: Transaction, incident: Incident, why: Says, *, now: datetime) -> None:
    """Give every organizer the card, and a letter that says why; of an exercise only those who take part."""
    organizers = await people.organizers(tx, exercise=incident.exercise)
    await cards.deal(tx, incident.id, organizers)
    about = LetterFacts(incident.id, incident.place, incident.observed)
    await letters.write(tx, organizers, why, about, now=now)
