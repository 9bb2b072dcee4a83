"""Roles, and how far they reach."""

import pytest

from bot.domain.authority import ALLOWED, May, Who, is_allowed
from bot.domain.ids import Language, PersonNumber
from bot.domain.people import RANK, Person, Role


def someone(role: Role, *, suspended: bool = False) -> Person:
    return Person(PersonNumber(1), Language("en"), role, suspended=suspended)


@pytest.mark.parametrize("may", May)
def test_whoever_has_a_higher_role_may_do_what_those_below_may(may: May) -> None:
    can = [is_allowed(one, may) for one in (None, *(someone(role) for role in sorted(Role, key=RANK.__getitem__)))]

    assert can == sorted(can)
    assert can[-1]


def test_who_is_suspended_may_never_do_more_than_a_volunteer() -> None:
    olga = someone(Role.ORGANIZER, suspended=True)

    assert {may for may in May if is_allowed(olga, may)} < {may for may in May if Who.VOLUNTEER in ALLOWED[may]}


def test_every_role_has_a_rank_of_its_own() -> None:
    assert set(RANK) == set(Role)
    assert len(set(RANK.values())) == len(Role)
