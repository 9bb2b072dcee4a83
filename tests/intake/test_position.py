"""Where the next poll begins."""

from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intake.position import Position

FIRST, LIMIT, FUTURE = 310_000_000, 5, 10


@pytest.mark.parametrize(
    ("offset", "numbers", "after"),
    [
        (None, [], None),
        (None, [7, 8], 9),
        (9, [], 9),
        (9, [9, 10, 11], 12),
        (9, [9, 15], 16),
        (9, [9, None], 11),
        (9, [None], 10),
        (None, [None], None),
        (None, [7, 310, 311], 312),
        (9, [9, 800_000_000, 11], 12),
        (9, [9, 3, 11], 12),
        (9, [800_000_000], 10),
        (9, [3], 10),
    ],
)
def test_what_was_written_down_is_confirmed_and_nothing_else(
    offset: int | None, numbers: list[int | None], after: int | None
) -> None:
    assert Position(offset).after(numbers, [hash(number) for number in numbers]).offset == after


@pytest.mark.parametrize("start", [800_000_000, 3])
def test_a_count_that_starts_elsewhere_is_believed_the_second_time(start: int) -> None:
    first, second = [start, start + 1], [start, start + 1, start + 2]

    doubted = Position(100).after(first, first)
    believed = doubted.after(second, second)

    assert (doubted.offset, believed.offset) == (102, start + 3)
    assert believed.after([start + 3], [0]) == Position(start + 4)


NUMBERS = st.none() | st.integers(0, 2**53) | st.sampled_from([0, 7, FIRST + 1_000, 2**31])


@given(st.integers(1, 20), st.lists(st.tuples(NUMBERS, st.integers(0, 2)), max_size=30), st.integers(1, 20))
def test_whatever_numbers_updates_tell_all_of_them_are_fetched_and_confirmed(
    good_before: int, wrong: list[tuple[int | None, int]], good_after: int
) -> None:
    good = [(number, number) for number in range(FIRST, FIRST + good_before + len(wrong) + good_after)]
    bad = [(number, hash((number, mark))) for number, mark in wrong]
    told = [*good[:good_before], *bad, *good[good_before + len(wrong) :]]
    queue, position, fetched = dict(enumerate(told, FIRST)), Position(), set[int]()
    for polls in count():
        asked = position.offset or 0
        if asked <= max(queue, default=FIRST) + FUTURE:
            assert {one for one in queue if one < asked} <= fetched
            queue = {one: it for one, it in queue.items() if one >= asked}
        batch = list(queue.items())[:LIMIT]
        if not batch:
            break
        fetched.update(one for one, _ in batch)
        position = position.after([number for _, (number, _) in batch], [mark for _, (_, mark) in batch])

        assert polls < 100
