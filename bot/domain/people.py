"""Who someone is to the bot: a number, a language, a role. Never a name."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.ids import Language, NeighborhoodId, PersonNumber


class Role(StrEnum):
    RESIDENT = "resident"
    VOLUNTEER = "volunteer"
    ORGANIZER = "organizer"


RANK = {Role.RESIDENT: 0, Role.VOLUNTEER: 1, Role.ORGANIZER: 2}
"""An organizer may do what a volunteer may, and a volunteer what a resident may."""


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who has talked to the bot and was not forgotten."""

    number: PersonNumber
    language: Language
    role: Role

    def may_act_as(self, role: Role) -> bool:
        """Whether this person's role reaches as far as `role`."""
        return RANK[self.role] >= RANK[role]


@dataclass(frozen=True, slots=True)
class Listening:
    """Where a person listens."""

    person: Person
    neighborhoods: frozenset[NeighborhoodId]
