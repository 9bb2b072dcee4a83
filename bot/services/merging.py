"""Two incidents are found to be one, or one is found to be two; and either is undone again."""

from collections.abc import Collection, Sequence
from datetime import datetime

from bot.domain import merging
from bot.domain.authority import May
from bot.domain.buttons import KeepApart, Merge, SameAs, Split, TakeOut, Undo
from bot.domain.ids import IncidentId, PersonNumber
from bot.domain.incident import OPEN, Incident, Status, Step, advance
from bot.domain.ledger import Act
from bot.domain.letter import Says
from bot.domain.merging import MOST, Moved, Suggestion
from bot.domain.people import Person
from bot.domain.policy import Policy
from bot.domain.refusals import Expired, IllegalStep, NotAllowed, Stale
from bot.domain.verification import Verdict
from bot.services import judging, reweighing
from bot.services.acting import act
from bot.services.judging import Judged
from bot.services.meeting import demand
from cities import City, metres
from db import cards, duties, findings, incidents, ledger, letters, likenesses, people, reports
from db.engine import Database, Transaction

FAR = 1e9
"""Metres to a place that the city does not know: after all others."""


async def suggest(database: Database, asked: SameAs, *, by: Person, city: City, now: datetime) -> Sequence[Suggestion]:
    """Which open incidents in the same or a nearby neighborhood this one may be, the nearest first."""
    async with database.reading() as tx:
        incident = await _in_hand(tx, asked.incident, asked.version, by=by, now=now)
        return await _suggestions(tx, incident, city=city)


async def _suggestions(tx: Transaction, incident: Incident, *, city: City) -> Sequence[Suggestion]:
    around = (incident.neighborhood, *city.nearby(incident.neighborhood))
    others = await incidents.open_in(tx, around)
    return merging.suggestions(incident, [(one, _apart(incident, one, city)) for one in others])


def _apart(one: Incident, other: Incident, city: City) -> float:
    here, there = city.places.get(one.place), city.places.get(other.place)
    if one.place == other.place:
        return 0.0
    return FAR if here is None or there is None else metres(here.lat, here.lon, there.lat, there.lon)


@act
async def keep_apart(tx: Transaction, wish: KeepApart, *, by: Person, now: datetime) -> None:
    """Note that two incidents are not the same: it is not suggested again, though the list under the card has both."""
    incident = await _in_hand(tx, wish.incident, wish.version, by=by, now=now)
    if not await likenesses.keep_apart(tx, incident.id, wish.other):
        raise Expired
    await incidents.redraw(tx, incident.id)


@act
async def merge(tx: Transaction, wish: Merge, *, by: Person, city: City, policy: Policy, now: datetime) -> IncidentId:
    """Let one incident be the same as another: its reports and findings go there, and a verdict may follow at once.

    Who reported it hears of that only when it went into an alert: theirs is confirmed. Only what was suggested is
    merged, so nothing that was published disappears.
    """
    incident = await _in_hand(tx, wish.incident, wish.version, by=by, now=now)
    into = await incidents.get(tx, wish.into)
    offered = await _suggestions(tx, incident, city=city)
    alike = (await likenesses.about(tx, [incident.id]))[incident.id]
    if into.id not in {one.incident for one in offered} | {one.incident for one in alike} or not merging.may_merge(
        incident, into
    ):
        raise Expired
    await _join(tx, incident, into, Act.MERGED, by=by, city=city, policy=policy, now=now)
    return into.id


async def _join(
    tx: Transaction,
    incident: Incident,
    into: Incident,
    act: Act,
    *,
    by: Person,
    city: City,
    policy: Policy,
    now: datetime,
) -> None:
    """Move everything, and judge what it adds up to. The volunteers of both hold the card of what it is now, and who
    reported the one hears what they have not heard yet of the other: that it is confirmed, or that somebody looks."""
    was = await judging.judge(tx, into, city=city, policy=policy)
    if into.status is Status.ACTIVE:
        await ledger.write(tx, act, by=by, now=now, subject=into.id)
        await _tell(tx, incident.id, Says.REPORT_CONFIRMED, now=now, but=await reports.reporters(tx, into.id))
    elif into.claimed_at(now) is not None and not await incidents.was_claimed(tx, incident.id):
        await _tell(tx, incident.id, Says.REPORT_CLAIMED, now=now, but=await reports.reporters(tx, into.id))
    moved = Moved(
        await reports.move(tx, incident.id, into.id),
        await findings.move(tx, incident.id, into.id),
    )
    await incidents.merge(tx, incident, into.id, moved, now=now)
    await reweighing.together(tx, incident.id, into.id, back=act is Act.UNDONE, now=now)
    await likenesses.follow(tx, incident.id, into.id)
    await cards.deal(tx, into.id, set(await cards.holders(tx, incident.id)) - await reports.reporters(tx, into.id))
    await cards.deal(tx, incident.id, await people.organizers(tx))
    await judging.weigh(tx, into, was, by=by, city=city, policy=policy, now=now)


async def _tell(
    tx: Transaction, incident: IncidentId, says: Says, *, now: datetime, but: Collection[PersonNumber] = ()
) -> None:
    """Write to those who reported it, each of the place and time that they told, without those who know already."""
    told = await reports.told_of(tx, incident)
    await letters.write_each(tx, {one: facts for one, facts in told.items() if one not in but}, says, now=now)


async def _in_hand(tx: Transaction, number: IncidentId, version: int, *, by: Person, now: datetime) -> Incident:
    """The incident as its card showed it, for an organizer or for the volunteer who has claimed it."""
    await demand(tx, by, May.LOOK)
    incident = await incidents.get(tx, number)
    if incident.version != version:
        raise Stale
    held = incident.claimed_at(now)
    if held is None or held.by != by.number:
        await demand(tx, by, May.REGROUP)
    advance(incident.status, Step.MERGE)
    return incident


async def newest(database: Database, asked: TakeOut, *, by: Person) -> Sequence[datetime]:
    """When the newest reports of an incident were seen that can be taken out of it, the newest first."""
    async with database.reading() as tx:
        incident = await _open(tx, asked.incident, asked.version, by=by)
        found = await reports.newest(tx, incident.id, limit=MOST + 1)
    return [report.observed for _, report in found[: min(MOST, len(found) - 1)]]


async def is_alerted(database: Database, asked: TakeOut) -> bool:
    """Whether an alert about the incident stands."""
    async with database.reading() as tx:
        return (await incidents.get(tx, asked.incident)).status is Status.ACTIVE


@act
async def split(tx: Transaction, wish: Split, *, by: Person, city: City, policy: Policy, now: datetime) -> IncidentId:
    """Take the newest reports out of an incident: they tell of something else, which volunteers are asked to look at.

    Findings stay with what they were given about, and an alert stands: whoever was told that theirs was confirmed hears
    that it is looked at by itself, and who holds the alerted card gets the new one, which says so. The two are not
    suggested to be one again. The number of the new incident.
    """
    incident = await _open(tx, wish.incident, wish.version, by=by)
    found = await reports.newest(tx, incident.id, limit=MOST + 1)
    if not 0 < wish.newest < len(found) or wish.newest > MOST:
        raise Expired
    taken = found[: wish.newest]
    _, first = taken[-1]
    was = await judging.judge(tx, incident, city=city, policy=policy)
    opened = await incidents.split_off(tx, first, incident.id, now=now)
    await reports.move(tx, incident.id, opened.id, [number for number, _ in taken])
    await reweighing.taken_out(tx, incident.id, opened.id, now=now)
    if incident.status is Status.ACTIVE:
        await ledger.write(tx, Act.SPLIT, by=by, now=now, subject=incident.id)
        stay = await reports.reporters(tx, incident.id)
        await _tell(tx, opened.id, Says.REPORT_APART, now=now, but=stay)
    looks = {
        *await duties.on_duty(tx, *city.homes(opened.place, opened.neighborhood), now=now),
        *await people.organizers(tx),
        *(await cards.holders(tx, incident.id) if incident.status is Status.ACTIVE else ()),
    }
    await likenesses.are_two(tx, opened.id, incident.id)
    await cards.deal(tx, opened.id, looks - await reports.reporters(tx, opened.id))
    await judging.weigh(tx, incident, was, by=by, city=city, policy=policy, now=now)
    return opened.id


async def _open(tx: Transaction, number: IncidentId, version: int, *, by: Person) -> Incident:
    """The incident as its card showed it, for an organizer, while reports can still join it."""
    await demand(tx, by, May.REGROUP)
    incident = await incidents.get(tx, number)
    if incident.version != version:
        raise Stale
    if incident.status not in OPEN:
        raise IllegalStep
    return incident


@act
async def undo(tx: Transaction, wish: Undo, *, by: Person, city: City, policy: Policy, now: datetime) -> None:
    """Undo a merge or a split within ten minutes; Expired after that. What has come since stays where it came."""
    await demand(tx, by, May.REGROUP)
    incident = await incidents.get(tx, wish.incident)
    if incident.version != wish.version:
        raise Stale
    if not merging.may_undo(incident, now):
        raise Expired
    if incident.status is Status.MERGED:
        await _take_apart(tx, incident, by=by, city=city, policy=policy, now=now)
        return
    if incident.split_from is None:
        raise NotAllowed
    source = await incidents.root(tx, await incidents.get(tx, incident.split_from))
    if source.status not in OPEN:
        raise IllegalStep
    await _join(tx, incident, source, Act.UNDONE, by=by, city=city, policy=policy, now=now)


async def _take_apart(
    tx: Transaction, incident: Incident, *, by: Person, city: City, policy: Policy, now: datetime
) -> None:
    """Give back what the merged incident brought into the other, and judge both. Whoever was told what came of the
    other hears that theirs is looked at by itself. The two are not suggested to be one again."""
    advance(incident.status, Step.UNMERGE)
    holds = await incidents.root(tx, incident)
    was = await judging.judge(tx, holds, city=city, policy=policy)
    moved = await incidents.moved(tx, incident.id)
    await reports.move(tx, holds.id, incident.id, moved.reports)
    await findings.take_back(tx, moved.findings, holds.id, incident.id)
    if holds.status is Status.ACTIVE:
        await ledger.write(tx, Act.UNDONE, by=by, now=now, subject=holds.id)
    if holds.status is not Status.UNVERIFIED:
        await _tell(tx, incident.id, Says.REPORT_APART, now=now, but=await reports.reporters(tx, holds.id))
    for other in {holds.id, incident.merged_into or holds.id}:
        await likenesses.are_two(tx, incident.id, other)
    back = await incidents.unmerge(tx, incident, now=now)
    await reweighing.apart(tx, incident, now=now)
    await judging.weigh(tx, holds, was, by=by, city=city, policy=policy, now=now)
    await judging.weigh(tx, back, NOTHING_YET, by=by, city=city, policy=policy, now=now)


NOTHING_YET = Judged(verdict=Verdict.OPEN, enough=False)
"""What a merged incident's findings add up to: they are elsewhere."""
