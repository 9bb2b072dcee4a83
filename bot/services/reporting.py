"""A resident tells what they saw: a draft, a few answers, a report."""

from dataclasses import replace
from datetime import datetime

from bot.domain.asking import AN_HOUR, Asked, may_ask
from bot.domain.authority import May
from bot.domain.buttons import Among, Around, At, Back, Cancel, Elsewhere, HowMany, Seen, Send, What
from bot.domain.duplicates import Join, Suggest
from bot.domain.ids import EVERYWHERE, IncidentId, NeighborhoodId
from bot.domain.incident import Incident, Status
from bot.domain.people import Person
from bot.domain.policy import Policy
from bot.domain.refusals import Expired
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
from bot.domain.standing import Voice
from bot.services import dealing, describing, limiting, recognizing, sounding
from bot.services.acting import act
from bot.services.drafting import ask, pressed
from bot.services.meeting import demand
from cities import City, PlaceKind
from db import areas, drafts, incidents, likenesses, questions, reports
from db.engine import Transaction

Answered = What | Around | Elsewhere | Among | At | Seen | HowMany | Back | describing.Detail


@act
async def begin(
    tx: Transaction, *, by: Person, policy: Policy, now: datetime, said_at: datetime | None = None
) -> OpenDraft:
    """A new draft, in place of any earlier one. Who asked for it long ago is asked whether it is still so. TooMany for
    whoever could not send it soon: five answers for nothing are five messages too many."""
    await demand(tx, by, May.REPORT)
    await limiting.demand_room(tx, by=by, policy=policy, now=now)
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
    if isinstance(answered, describing.Detail):
        return await describing.tell(tx, draft, answered, by=by, now=now)
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
    voice = await limiting.admit(tx, by=by, policy=policy, now=now)
    await drafts.drop(tx, by.number)
    return await _file(tx, report, voice, by=by, city=city, policy=policy, now=now)


async def _file(
    tx: Transaction, report: WholeReport, voice: Voice, *, by: Person, city: City, policy: Policy, now: datetime
) -> Submitted:
    report = recognizing.belonging(report, city=city, policy=policy)
    decision = await recognizing.recognize(tx, report, language=by.language, city=city, policy=policy, now=now)
    if isinstance(decision, Join):
        known = await incidents.get(tx, IncidentId(decision.incident))
        return await _joins(tx, report, await dealing.hear(tx, known, voice, now=now), by=by, city=city, now=now)
    incident = await incidents.add(tx, report, now=now)
    where = city.neighborhoods_of(report.place)
    waits = await dealing.deal(tx, incident, voice, where, by=by, policy=policy, now=now)
    await reports.add(tx, report, incident=incident.id, by=by.number, now=now)
    if isinstance(decision, Suggest):
        await likenesses.add(tx, incident.id, IncidentId(decision.incident), decision.reasons)
    return Submitted(report, status=incident.status, known=False, waits=waits)


async def _joins(
    tx: Transaction, report: WholeReport, incident: Incident, *, by: Person, city: City, now: datetime
) -> Submitted:
    """The report belongs to a known incident. Whoever made it knows best whether it is still so: one of them an hour is
    asked, for every answer stands on the card. The first who has seen it gives it a sound."""
    is_news = await sounding.is_news(tx, report, incident, now=now)
    number = await reports.add(tx, report, incident=incident.id, by=by.number, now=now)
    if is_news:
        await sounding.tell(tx, report, incident, by=by, city=city, now=now)
    question = None
    if incident.status is Status.UNVERIFIED:
        lately = await questions.asked_since(tx, incident.id, now - AN_HOUR)
        if may_ask(Asked.STILL_THERE, lately):
            question = await questions.add(tx, number, Asked.STILL_THERE, now=now)
    return Submitted(report, status=incident.status, known=True, still_there=question)
