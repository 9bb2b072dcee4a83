"""A resident tells what they saw: a draft, a few answers, a report."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.asking import AN_HOUR, Asked, may_ask
from bot.domain.buttons import Among, Around, At, Back, Cancel, Elsewhere, HowMany, Seen, Send, What
from bot.domain.duplicates import Join, Suggest
from bot.domain.ids import EVERYWHERE, IncidentId, NeighborhoodId, PersonNumber
from bot.domain.incident import Incident, Status
from bot.domain.people import Person
from bot.domain.policy import Policy
from bot.domain.refusals import Expired, TooMany
from bot.domain.report import (
    AGO,
    STILL_SO,
    Draft,
    OpenDraft,
    Remark,
    Submitted,
    WholeReport,
    at_place,
    back,
    in_neighborhood,
    is_late,
    whole,
)
from bot.services import recognizing
from bot.services.acting import act
from bot.services.drafting import DAY, ask, pressed
from cities import City, PlaceKind
from db import areas, cards, drafts, duties, incidents, likenesses, people, questions, reports
from db.engine import Transaction

Answered = What | Around | Elsewhere | Among | At | Seen | HowMany | Back


@act
async def begin(tx: Transaction, *, by: Person, now: datetime, said_at: datetime | None = None) -> OpenDraft:
    """A new draft, in place of any earlier one. Who asked for it long ago is asked whether it is still so."""
    draft = Draft(tag=int(now.timestamp()))
    if said_at is not None and now - said_at > STILL_SO:
        return await ask(tx, draft, by=by, now=now, remark=Remark.STILL_SO, since=said_at)
    return await ask(tx, draft, by=by, now=now)


@act
async def answer(
    tx: Transaction, answered: Answered, *, by: Person, city: City, policy: Policy, now: datetime
) -> OpenDraft:
    """One answer more, or one back."""
    draft = await pressed(tx, answered.draft, by=by, policy=policy, now=now)
    if isinstance(answered, Seen) and is_late(draft.asked, now):
        return await ask(tx, draft, by=by, now=now, remark=Remark.STILL_SO, since=draft.asked)
    taken = take(draft, answered, city=city, now=now)
    if taken.anywhere and not await areas.chosen(tx, by.number) - {EVERYWHERE}:
        taken = replace(taken, anywhere=False)  # there is nothing narrower to come back to
    return await ask(tx, taken, by=by, now=now)


def take(draft: Draft, answered: Answered, *, city: City, now: datetime) -> Draft:
    """The draft with this answer."""
    match answered:
        case What(activity=activity):
            return replace(draft, activity=activity)
        case Around(neighborhood=neighborhood):
            _known(neighborhood, city)
            return in_neighborhood(draft, neighborhood)
        case Elsewhere():
            return replace(in_neighborhood(draft, None), anywhere=True)
        case Among(kind=kind, page=page) if kind in list(PlaceKind):
            return replace(draft, place=None, kind=kind, page=page)
        case At(place=place) if place in city.places:
            return at_place(draft, place, city.places[place].neighborhood)
        case Seen(when=when):
            return replace(draft, observed=now - AGO[when])
        case HowMany(number=number):
            return replace(draft, number=number)
        case Back():
            return back(draft)
        case _:
            raise Expired


def _known(neighborhood: NeighborhoodId, city: City) -> None:
    if neighborhood not in city.neighborhoods:
        raise Expired


@act
async def cancel(tx: Transaction, cancelled: Cancel, *, by: Person, policy: Policy, now: datetime) -> None:
    """Throw the draft away."""
    await pressed(tx, cancelled.draft, by=by, policy=policy, now=now)
    await drafts.drop(tx, by.number)


@act
async def submit(tx: Transaction, sent: Send, *, by: Person, city: City, policy: Policy, now: datetime) -> Submitted:
    """Hand the report in: it joins the incident that it tells of, or opens one, and who is on duty gets its card."""
    report = whole(await pressed(tx, sent.draft, by=by, policy=policy, now=now))
    if report is None or report.place not in city.places:
        raise Expired
    _within_limits(await reports.recent(tx, by.number, since=now - DAY), policy, now=now)
    await drafts.drop(tx, by.number)
    return await _file(tx, report, by=by, city=city, policy=policy, now=now)


def _within_limits(recent: Sequence[tuple[datetime, bool]], policy: Policy, *, now: datetime) -> None:
    """Raise TooMany, with the wait, when this person has reported as much as the policy takes for now."""
    if not recent:
        return
    told = [at for at, _ in recent]
    still_open = [at for at, is_open in recent if is_open]
    again = [now, told[-1] + policy.reports_apart]
    if len(told) >= policy.reports_a_day:
        again.append(told[-policy.reports_a_day] + DAY)
    if len(still_open) >= policy.reports_open:
        again.append(still_open[-policy.reports_open] + DAY)
    if max(again) > now:
        raise TooMany(max(again) - now)


async def _file(
    tx: Transaction, report: WholeReport, *, by: Person, city: City, policy: Policy, now: datetime
) -> Submitted:
    decision = await recognizing.recognize(tx, report, city=city, policy=policy, now=now)
    if isinstance(decision, Join):
        known = await incidents.get(tx, IncidentId(decision.incident))
        return await _joins(tx, report, await incidents.touch(tx, known, now=now), by=by, now=now)
    incident = await incidents.add(tx, report, now=now)
    await cards.deal(tx, incident.id, await _who_looks(tx, city.neighborhoods_of(report.place), by=by, now=now))
    await reports.add(tx, report, incident=incident.id, by=by.number, now=now)
    if isinstance(decision, Suggest):
        await likenesses.add(tx, incident.id, IncidentId(decision.incident), decision.reasons)
    return Submitted(report, status=incident.status, known=False)


async def _joins(tx: Transaction, report: WholeReport, incident: Incident, *, by: Person, now: datetime) -> Submitted:
    """The report belongs to a known incident. Whoever made it knows best whether it is still so: one of them an hour is
    asked, for every answer stands on the card."""
    number = await reports.add(tx, report, incident=incident.id, by=by.number, now=now)
    question = None
    if incident.status is Status.UNVERIFIED:
        lately = await questions.asked_since(tx, incident.id, now - AN_HOUR)
        if may_ask(Asked.STILL_THERE, lately):
            question = await questions.add(tx, number, Asked.STILL_THERE, now=now)
    return Submitted(report, status=incident.status, known=True, still_there=question)


async def _who_looks(
    tx: Transaction, where: Sequence[NeighborhoodId], *, by: Person, now: datetime
) -> Sequence[PersonNumber]:
    """Who is asked to look: those on duty there, without the reporter; when there is nobody, the organizers."""
    on_duty = [one for one in await duties.on_duty(tx, *where, now=now) if one != by.number]
    return on_duty or await people.organizers(tx)
