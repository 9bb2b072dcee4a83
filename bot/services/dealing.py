"""Volunteers are shown what came in: a card of its own while there is room, and otherwise a line on a list.

A report is dealt when it comes, to a few; what did not fit is looked at again every few seconds, and what nobody takes
goes to others. Nothing is confirmed here, and nothing is left out: only the order is decided.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.domain import dealing
from bot.domain.authority import May
from bot.domain.buttons import ShowWaiting
from bot.domain.dealing import EMPTY, HOUR, Listed, Waiting, room
from bot.domain.escalating import is_asked, is_listed
from bot.domain.ids import IncidentId, NeighborhoodId, PersonNumber
from bot.domain.incident import Incident, Status
from bot.domain.people import Person
from bot.domain.policy import Policy
from bot.domain.refusals import Expired, OwnReport
from bot.domain.standing import Rank, Voice, Weight
from bot.services import escalating
from bot.services.acting import act
from bot.services.escalating import Roster
from bot.services.meeting import demand
from cities import City
from db import cards, duties, incidents, lists, people, reports, weights
from db.engine import Database, Transaction

DRAWN_FOR = frozenset({2, 3, 5, 10, 20, 50, 100, 200, 500, 1000})
"""With so many reports an incident's cards are drawn again, and when its rank rises: a crowd that tells the same over
and over must not keep the courier busy, nor make every button old before it can be pressed."""

FEW_REPORTS = 3
"""Up to so many, a new report makes the buttons old, so that whoever decides has seen it."""


async def deal(
    tx: Transaction,
    incident: Incident,
    voice: Voice,
    where: Sequence[NeighborhoodId],
    *,
    by: Person,
    policy: Policy,
    now: datetime,
) -> bool:
    """Give the card of a new incident to those who are asked to look first and have room for it, of these to whoever
    was asked least within the hour; whether it waits."""
    weight = Weight(now).heard(voice, now)
    looks = await _who_looks(tx, where, by=by, now=now)
    free = room(weight.rank, policy.cards_an_hour)
    here = (await weights.dealt_lately(tx, now=now)).get(incident.neighborhood, 0)
    lately = await cards.lately(tx, looks, now=now)
    have_room = [one for one in looks if here < free and lately[one] < free]
    given = sorted(have_room, key=lambda one: lately[one])[: policy.asked_first]
    await cards.deal(tx, incident.id, given, counted=now)
    await weights.add(tx, incident.id, weight, dealt=now if given else None)
    return bool(looks) and not given


async def _who_looks(
    tx: Transaction, where: Sequence[NeighborhoodId], *, by: Person, now: datetime
) -> Sequence[PersonNumber]:
    """Who is asked to look: those on duty there who want to hear of it, without the reporter; when there is nobody, the
    organizers."""
    on_duty = [one for one in await duties.on_duty(tx, *where, now=now, awake=True) if one != by.number]
    return on_duty or await people.organizers(tx)


async def hear(tx: Transaction, incident: Incident, voice: Voice, *, now: datetime) -> Incident:
    """Add one report to a known incident, and have its cards drawn again where that says something."""
    before, after = await weights.hear(tx, incident.id, voice, now=now)
    if after.reports <= FEW_REPORTS:
        return await incidents.touch(tx, incident, now=now)
    if after.reports in DRAWN_FOR or after.rank > before.rank:
        await incidents.redraw(tx, incident.id)
    return incident


async def catch_up(
    tx: Transaction, person: PersonNumber, about: Sequence[IncidentId], *, policy: Policy, now: datetime
) -> None:
    """Give someone who has just come on duty as many of these cards as there is room for, the weightiest first."""
    ranks = await weights.of(tx, about)
    lately = (await cards.lately(tx, [person], now=now))[person]
    given: list[IncidentId] = []
    for one in sorted(about, key=lambda one: -ranks.get(one, Rank.PROVEN)):
        if lately + len(given) < room(ranks.get(one, Rank.PROVEN), policy.cards_an_hour):
            given.append(one)
    await cards.give(tx, person, given, counted=now)
    await weights.deal(tx, given, now=now)


@act
async def show(tx: Transaction, asked: ShowWaiting, *, by: Person) -> None:
    """Give a volunteer the card of what stands on their list. Whoever asks for one is not held to so many an hour."""
    await demand(tx, by, May.LOOK)
    incident = await incidents.get(tx, asked.incident)
    if incident.status is not Status.UNVERIFIED:
        raise Expired
    if by.number in await reports.reporters(tx, incident.id):
        raise OwnReport
    await cards.give(tx, by.number, [incident.id])
    await cards.rouse(tx, by.number)


async def look_again(database: Database, *, city: City, policy: Policy, now: datetime) -> None:
    """Deal what waits where there is room by now, and bring every list up to what is so."""
    await database.change(lambda tx: _look_again(tx, city=city, policy=policy, now=now))


@dataclass(slots=True)
class Room:
    """How much room there is for cards, while they are being dealt."""

    policy: Policy
    lately: dict[PersonNumber, int]
    """By person, how many cards they were given within the hour."""
    dealt: dict[NeighborhoodId, int]
    """By neighborhood, of how many incidents the first card was dealt within the hour."""
    asked: Counter[IncidentId]
    """How many of those who can be asked hold its card."""
    begun: set[IncidentId] = field(default_factory=set)
    """Of these it is dealt now."""

    def takes(self, person: PersonNumber, one: Waiting) -> bool:
        """Whether this person can be given this card; then it counts."""
        free = room(one.rank, self.policy.cards_an_hour)
        is_first = not one.dealt and one.incident not in self.begun
        if self.lately[person] >= free or (is_first and self.dealt[one.neighborhood] >= free):
            return False
        self.lately[person] += 1
        self.asked[one.incident] += 1
        if is_first:
            self.dealt[one.neighborhood] += 1
            self.begun.add(one.incident)
        return True


async def _look_again(tx: Transaction, *, city: City, policy: Policy, now: datetime) -> None:
    waiting = await weights.waiting(tx, after=now - policy.confirm_within, now=now)
    before = await lists.held(tx)
    if not waiting and not before:
        return
    organizers = await people.organizers(tx)
    available = await duties.everyone(tx, now=now)
    roster = escalating.roster(waiting, available, organizers, city=city, policy=policy, now=now)
    held = await cards.held(tx, roster.everyone)
    never = {*held, *await reports.made_by(tx, roster.everyone)}
    free = Room(
        policy,
        dict(await cards.lately(tx, roster.everyone, now=now)),
        dict.fromkeys([one.neighborhood for one in waiting], 0) | dict(await weights.dealt_lately(tx, now=now)),
        Counter(incident for incident, _ in held),
    )
    open_ones = [one for one in dealing.in_order(waiting) if not one.claimed]
    full = dealing.crowded(waiting, least=policy.cards_an_hour)
    for person in sorted(roster.everyone | before.keys(), key=lambda one: free.lately.get(one, 0)):
        given, rest = _share(person, [one for one in open_ones if (one.incident, person) not in never], roster, free)
        await cards.give(tx, person, given, counted=now)
        await weights.deal(tx, given, now=now)
        listed = dealing.listed(rest)
        if person in roster.organizers:
            listed = replace(listed, crowded=full)
        await bring_up(tx, person, listed, before.get(person), now=now)


def _share(
    person: PersonNumber, waiting: Sequence[Waiting], roster: Roster, free: Room
) -> tuple[Sequence[IncidentId], Sequence[Waiting]]:
    """What this person is given as cards now, and what stands on their list."""
    given: list[IncidentId] = []
    rest: list[Waiting] = []
    for one in waiting:
        circle, asked = roster.circle(person, one.incident), free.asked[one.incident]
        if circle is None or not is_asked(circle, roster.spots[one.incident].reach, asked=asked, policy=free.policy):
            continue
        if free.takes(person, one):
            given.append(one.incident)
        elif is_listed(circle, asked=asked):
            rest.append(one)
    return given, rest


async def bring_up(
    tx: Transaction, person: PersonNumber, listed: Listed, held: lists.Held | None, *, now: datetime
) -> None:
    """Bring one list up to what is so: in the message that holds it, or once an hour at most in a new one when there
    was nothing on it, so that whoever holds it hears of it."""
    if held is None or held.gone or held.listed == EMPTY:
        may_send = held is None or now - held.sent >= HOUR
        if listed != EMPTY and may_send:
            await lists.send(tx, person, listed, now=now)
        elif held is not None and not held.gone and listed != held.listed:
            await lists.change(tx, person, listed)
    elif listed != held.listed:
        await lists.change(tx, person, listed)
