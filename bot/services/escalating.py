"""Who is asked to look at what: those on duty there, then those next to it, then the organizers."""

from collections.abc import Collection, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime

from bot.domain.dealing import Waiting
from bot.domain.duty import Available
from bot.domain.escalating import Circle, widest
from bot.domain.ids import EVERYWHERE, IncidentId, NeighborhoodId, PersonNumber
from bot.domain.policy import Policy
from cities import City


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an incident is, and how far the question goes."""

    homes: AbstractSet[NeighborhoodId]
    around: AbstractSet[NeighborhoodId]
    bare: bool
    """Nobody is on duty there who wants to hear of it."""
    reach: Circle


@dataclass(frozen=True, slots=True)
class Roster:
    """Everyone who can be asked, and about what."""

    available: Mapping[PersonNumber, Available]
    organizers: AbstractSet[PersonNumber]
    spots: Mapping[IncidentId, Spot]

    @property
    def everyone(self) -> AbstractSet[PersonNumber]:
        """Who can be asked at all."""
        return self.available.keys() | self.organizers

    def circle(self, person: PersonNumber, incident: IncidentId) -> Circle | None:
        """To which circle someone belongs, the nearest that fits; none for who is never asked about it."""
        here, spot = self.available.get(person), self.spots[incident]
        is_organizer = person in self.organizers
        if is_organizer and spot.bare:
            return Circle.FIRST
        if here is not None and _covers(here.where, spot.homes):
            return Circle.THERE if here.muted else Circle.FIRST
        if here is not None and _covers(here.where, spot.around):
            return Circle.NEIGHBORS
        return Circle.ORGANIZERS if is_organizer else None


def roster(
    waiting: Collection[Waiting],
    available: Mapping[PersonNumber, Available],
    organizers: Collection[PersonNumber],
    *,
    city: City,
    policy: Policy,
    now: datetime,
) -> Roster:
    """Who can be asked about all of this, now."""
    awake = frozenset(area for one in available.values() if not one.muted for area in one.where)
    spots = {}
    for one in waiting:
        homes = city.homes(one.place, one.neighborhood)
        spots[one.incident] = Spot(
            frozenset(homes),
            frozenset(city.around(homes)),
            bare=not _covers(awake, frozenset(homes)),
            reach=widest(now - one.opened, policy),
        )
    return Roster(available, frozenset(organizers), spots)


def _covers(where: AbstractSet[NeighborhoodId], homes: AbstractSet[NeighborhoodId]) -> bool:
    return EVERYWHERE in where or not where.isdisjoint(homes)
