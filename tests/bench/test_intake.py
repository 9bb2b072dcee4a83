"""The intake benchmark must see what goes wrong."""

import pytest

from bench.intake import Tally, broken, judged
from bench.whole import EARLY

ANA = 1
ONE, TWO, THREE = {0}, {0, 1}, {0, 1, 2}


@pytest.mark.parametrize(
    ("chosen", "shown", "expected"),
    [
        ({0, 1, 2}, [ONE, TWO, THREE], Tally()),
        ({0, 1, 2}, [ONE, TWO, TWO, THREE], Tally(repeated=1)),
        ({0, 2}, [ONE, {0, 2}], Tally(lost=1, unanswered=2)),
        ({0, 2}, [ONE, TWO, {0, 2}], Tally(doubled=1, unanswered=1)),
        ({0, 1, 2}, [ONE, TWO, ONE, THREE], Tally(doubled=1, repeated=1)),
        ({0, 1, 2}, [ONE, THREE], Tally(unanswered=1)),
        (set(), [], Tally(lost=3, unanswered=3)),
    ],
)
def test_a_press_is_lost_doubled_or_unanswered(chosen: set[int], shown: list[set[int]], expected: Tally) -> None:
    found = judged({ANA: 3}, {ANA: chosen}, {ANA: shown})

    assert found == expected
    assert (broken(found) is None) == (found.lost + found.doubled + found.unanswered == 0)


def test_the_control_has_to_lose_something() -> None:
    assert broken(Tally(), EARLY) is not None
    assert broken(Tally(lost=1, unanswered=1), EARLY) is None
