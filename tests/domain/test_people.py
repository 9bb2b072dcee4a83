"""Roles, and how far they reach."""

import itertools

import pytest

from bot.domain.ids import Language, PersonNumber
from bot.domain.people import RANK, Person, Role

REACHES = {
    Role.RESIDENT: {Role.RESIDENT},
    Role.VOLUNTEER: {Role.RESIDENT, Role.VOLUNTEER},
    Role.ORGANIZER: {Role.RESIDENT, Role.VOLUNTEER, Role.ORGANIZER},
}


@pytest.mark.parametrize(("has", "needs"), list(itertools.product(Role, Role)))
def test_a_role_reaches_as_far_as_its_rank(has: Role, needs: Role) -> None:
    person = Person(PersonNumber(1), Language("en"), has)

    assert person.may_act_as(needs) is (needs in REACHES[has])


def test_every_role_has_a_rank_of_its_own() -> None:
    assert set(RANK) == set(Role)
    assert len(set(RANK.values())) == len(Role)
