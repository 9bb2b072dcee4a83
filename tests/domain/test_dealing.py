"""What is shown first, and that no crowd can push out what weighs more, or what weighs less."""

from datetime import timedelta

import pytest

from bot.domain.dealing import MOST_LINES, SHARES, Crowded, Waiting, crowded, in_order, lines, listed, room
from bot.domain.ids import IncidentId, NeighborhoodId, PlaceId
from bot.domain.incident import Activity
from bot.domain.standing import Rank
from simulator.clock import START as NOW


def waits(
    number: int, rank: Rank = Rank.ALONE, *, ago: float = 0, dealt: bool = False, area: str = "harbor"
) -> Waiting:
    return Waiting(
        incident=IncidentId(number),
        place=PlaceId("pier_library"),
        neighborhood=NeighborhoodId(area),
        activity=Activity.PATROL,
        observed=NOW,
        reports=2,
        rank=rank,
        since=NOW - timedelta(seconds=ago),
        dealt=dealt,
        opened=NOW,
    )


@pytest.mark.parametrize("an_hour", range(1, 13))
def test_one_message_of_the_hour_is_always_left_for_the_list(an_hour: int) -> None:
    assert max(room(rank, an_hour) for rank in Rank) <= an_hour - 1 or an_hour == 1


def test_who_weighs_more_has_more_room() -> None:
    assert [room(rank, 6) for rank in Rank] == [3, 4, 4, 5, 5]


def test_the_weightiest_come_first_and_of_equals_the_newest() -> None:
    ordered = in_order([waits(1, ago=9), waits(2, Rank.PAIR, ago=60), waits(3, ago=1), waits(4, Rank.PROVEN, ago=99)])

    assert [one.incident for one in ordered] == [4, 2, 3, 1]


@pytest.mark.parametrize("crowd", Rank)
def test_a_crowd_of_one_rank_takes_no_line_that_is_anothers(crowd: Rank) -> None:
    others = [waits(number, rank, ago=500) for number, rank in enumerate(Rank) if rank is not crowd]

    shown = lines([*others, *(waits(number, crowd) for number in range(100, 400))])

    assert len(shown) == MOST_LINES
    assert {one.incident for one in others} < {one.incident for one in shown}


def test_all_shares_together_are_one_list() -> None:
    assert sum(SHARES.values()) == MOST_LINES


def test_a_list_says_how_many_have_no_line() -> None:
    assert listed([waits(number) for number in range(MOST_LINES + 5)]).more == 5


def test_organizers_are_told_where_reports_wait_that_nobody_has_a_card_of() -> None:
    some = [waits(1), waits(2), waits(3, dealt=True), waits(4, area="mill")]

    assert crowded(some, least=3) == (Crowded(NeighborhoodId("harbor"), 4),)
