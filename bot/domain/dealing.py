"""What volunteers are shown when more comes in than they can look at: cards of their own, and one list of the rest."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.ids import IncidentId, Language, MessageId, NeighborhoodId, PersonNumber, PlaceId
from bot.domain.incident import Activity
from bot.domain.standing import Rank

HOUR = timedelta(hours=1)

MOST_LINES = 30
"""Of a list. With the longest names it stays below Telegram's 4096 characters and 100 buttons."""

SHARES = {Rank.PROVEN: 7, Rank.ESTABLISHED: 7, Rank.PAIR: 6, Rank.NEW_PAIR: 6, Rank.ALONE: 4}
"""Lines that the others cannot take away from a rank, whatever floods them. What one does not use goes to the rest."""


def room(rank: Rank, an_hour: int) -> int:
    """How many cards at most were dealt within the hour when one of this rank is, of `an_hour` messages in all.

    One of them is the list's. Half are left to what nobody else tells of, so that two thousand strangers cannot use up
    what those need whose word has weight.
    """
    match rank:
        case Rank.ALONE:
            return an_hour // 2
        case Rank.NEW_PAIR | Rank.PAIR:
            return max(an_hour - 2, 0)
        case _:
            return an_hour - 1


@dataclass(frozen=True, slots=True)
class Waiting:
    """An unverified incident that is still news, and what its reports weigh."""

    incident: IncidentId
    place: PlaceId
    neighborhood: NeighborhoodId
    activity: Activity
    observed: datetime
    reports: int
    rank: Rank
    since: datetime
    dealt: bool
    """Somebody was given its card."""
    opened: datetime
    claimed: bool = False
    """Somebody is looking."""


@dataclass(frozen=True, slots=True)
class Line:
    """One incident on a list."""

    incident: IncidentId
    place: PlaceId
    neighborhood: NeighborhoodId
    activity: Activity
    observed: datetime
    reports: int


@dataclass(frozen=True, slots=True)
class Crowded:
    """An area in which reports wait, as organizers are told."""

    neighborhood: NeighborhoodId
    reports: int


@dataclass(frozen=True, slots=True)
class Listed:
    """What one list says: the lines of a volunteer, the areas of an organizer."""

    lines: tuple[Line, ...] = ()
    more: int = 0
    """So many wait that have no line."""
    crowded: tuple[Crowded, ...] = ()


EMPTY = Listed()


@dataclass(frozen=True, slots=True)
class DueList:
    """A list to be sent, or drawn again in the message that holds it."""

    person: PersonNumber
    language: Language
    chat: int
    message: MessageId | None
    edition: int
    listed: Listed
    muted_until: datetime | None = None
    """Whoever holds it wants to hear no sound before that."""


def in_order(waiting: Collection[Waiting]) -> list[Waiting]:
    """The weightiest first; among equals those to whom a voice was added last, because old news is none."""
    return sorted(waiting, key=lambda one: (-one.rank, -one.since.timestamp(), -one.incident))


def lines(waiting: Collection[Waiting]) -> Sequence[Waiting]:
    """Those that have a place on a list, in their order."""
    ordered = in_order(waiting)
    if len(ordered) <= MOST_LINES:
        return ordered
    chosen: set[IncidentId] = set()
    for rank, share in SHARES.items():
        chosen.update([one.incident for one in ordered if one.rank is rank][:share])
    for one in ordered:
        if len(chosen) >= MOST_LINES:
            break
        chosen.add(one.incident)
    return [one for one in ordered if one.incident in chosen]


def listed(waiting: Collection[Waiting]) -> Listed:
    """A volunteer's list of them."""
    shown = lines(waiting)
    said = tuple(
        Line(one.incident, one.place, one.neighborhood, one.activity, one.observed, one.reports) for one in shown
    )
    return Listed(said, more=len(waiting) - len(said))


def crowded(waiting: Collection[Waiting], *, least: int) -> tuple[Crowded, ...]:
    """The areas in which at least so many reports wait whose incident has no card, the fullest first."""
    found: dict[NeighborhoodId, int] = {}
    for one in waiting:
        if not one.dealt:
            found[one.neighborhood] = found.get(one.neighborhood, 0) + one.reports
    full = [Crowded(where, many) for where, many in found.items() if many >= least]
    return tuple(sorted(full, key=lambda one: (-one.reports, one.neighborhood)))
