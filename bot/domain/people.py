"""Who someone is to the bot: a number, a language, a role. Never a name."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.ids import Language, NeighborhoodId, PersonNumber


class Role(StrEnum):
    RESIDENT = "resident"
    VOLUNTEER = "volunteer"
    ORGANIZER = "organizer"


RANK = {Role.RESIDENT: 0, Role.VOLUNTEER: 1, Role.ORGANIZER: 2}
"""Nobody who accepts an invitation is made less than they are."""


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who has talked to the bot and was not forgotten."""

    number: PersonNumber
    language: Language
    role: Role
    suspended: bool = False
    """Does nothing as an organizer until others say so."""


@dataclass(frozen=True, slots=True)
class Listening:
    """Where a person listens."""

    person: Person
    neighborhoods: frozenset[NeighborhoodId]


@dataclass(frozen=True, slots=True)
class Hearing:
    """When a person wants to be left alone."""

    paused_until: datetime | None
    """No alerts before that; none for no pause."""
    quiet: bool
    """At night, alerts come without a sound."""
    exercises: bool = False
    """They take part in exercises."""

    def paused_at(self, now: datetime) -> bool:
        """Whether the pause still holds at `now`."""
        return self.paused_until is not None and self.paused_until > now


@dataclass(frozen=True, slots=True)
class Counts:
    """Everyone, as numbers: organizers see how many there are and where someone is on duty, and never who."""

    roles: Mapping[Role, int]
    on_duty: int
    covered: Mapping[NeighborhoodId, int]
    """How many are on duty for each neighborhood that someone is on duty for."""
    invitations: int
    """How many of them can still be used."""


@dataclass(frozen=True, slots=True)
class Alias:
    """A volunteer or organizer as one organizer sees them: under a tag that says nothing to anyone else."""

    tag: str
    role: Role
    joined: datetime
    findings: int
    """How many they gave in the last days, as far as that is kept."""


LONE_AFTER = timedelta(days=7)
"""Whoever removed every other organizer can make one alone after so long: with a stolen phone nobody waits that long
unnoticed."""


def may_stand_alone(organizers: int, removed: datetime | None, now: datetime) -> bool:
    """Whether one organizer is enough to make another: only while there is no second, and not by having just `removed`
    them."""
    return organizers <= 1 and (removed is None or now - removed >= LONE_AFTER)


def invites(role: Role, *, volunteers: bool) -> tuple[Role, ...]:
    """Whom someone of this role lets in; volunteers only where the city lets `volunteers` do so."""
    if role is Role.ORGANIZER:
        return Role.VOLUNTEER, Role.ORGANIZER
    return (Role.VOLUNTEER,) if role is Role.VOLUNTEER and volunteers else ()


@dataclass(frozen=True, slots=True)
class Invitation:
    """What an invitation gives to whoever accepts it."""

    role: Role
    inviter: PersonNumber
    where: frozenset[NeighborhoodId]
    """Where they listen from then on; nowhere new for none."""


@dataclass(frozen=True, slots=True)
class OpenInvitation:
    """An invitation that can still be used, under a mark of its own."""

    mark: str
    role: Role
    expires: datetime
    works: bool = True
    """As many organizers have agreed to it as it needs."""
    mine: bool = False
    """The reader made it."""
