"""Whose turn it is."""

from bot.intake.lanes import Lane, Lanes
from bot.intake.urgency import Urgency
from db.inbox import Arrival, Turn

ANA, BEN, CLEO = b"ana", b"ben", b"cleo"


def lanes(*turns: tuple[bytes, Urgency]) -> Lanes:
    """These wait, in this order."""
    made = Lanes()
    for arrival, (chat, urgency) in enumerate(turns, start=1):
        made.join(Turn(Arrival(arrival), chat, urgency))
    return made


def order(waiting: Lanes) -> list[tuple[bytes, int]]:
    """Who is served, and with what, until nobody waits."""
    served = list[tuple[bytes, int]]()
    while (lane := waiting.next()) is not None:
        assert isinstance(lane.chat, bytes)
        served.append((lane.chat, lane.turns[0].arrival))
        waiting.over(lane)
        waiting.back(lane)
    return served


def test_the_newest_goes_first() -> None:
    waiting = lanes((ANA, Urgency.LATER), (BEN, Urgency.LATER), (CLEO, Urgency.LATER))

    assert order(waiting) == [(CLEO, 3), (BEN, 2), (ANA, 1)]


def test_the_urgent_goes_before_the_newest() -> None:
    waiting = lanes((ANA, Urgency.NOW), (BEN, Urgency.SOON), (CLEO, Urgency.LATER))

    assert order(waiting) == [(ANA, 1), (BEN, 2), (CLEO, 3)]


def test_what_is_urgent_in_a_chat_takes_along_what_came_before_it() -> None:
    waiting = lanes((ANA, Urgency.LATER), (ANA, Urgency.NOW), (BEN, Urgency.SOON))

    assert order(waiting) == [(ANA, 1), (ANA, 2), (BEN, 3)]


def test_a_chat_is_never_served_twice_at_once() -> None:
    waiting = lanes((ANA, Urgency.LATER), (ANA, Urgency.LATER))
    first = waiting.next()
    waiting.join(Turn(Arrival(3), ANA, Urgency.NOW))

    assert (first is not None, waiting.next()) == (True, None)


def test_nothing_is_left_of_a_chat_that_was_served() -> None:
    waiting = lanes((ANA, Urgency.LATER), (BEN, Urgency.LATER))
    order(waiting)

    assert (waiting.waiting, len(waiting), waiting.next()) == (0, 0, None)


def test_what_is_tried_again_keeps_its_place() -> None:
    waiting = lanes((ANA, Urgency.LATER))
    lane = waiting.next()
    assert isinstance(lane, Lane)
    waiting.back(lane)

    assert order(waiting) == [(ANA, 1)]


def test_what_is_known_already_waits_once() -> None:
    waiting = lanes((ANA, Urgency.NOW), (ANA, Urgency.NOW))
    waiting.join(Turn(Arrival(1), ANA, Urgency.NOW))
    waiting.join(Turn(Arrival(2), ANA, Urgency.NOW))

    assert (waiting.waiting, order(waiting)) == (2, [(ANA, 1), (ANA, 2)])


def test_what_is_left_to_another_process_waits_no_more() -> None:
    waiting = lanes((ANA, Urgency.NOW), (BEN, Urgency.LATER), (ANA, Urgency.NOW))
    lane = waiting.next()
    assert lane is not None and lane.chat == ANA
    waiting.drop(lane)
    waiting.back(lane)

    assert (waiting.waiting, order(waiting)) == (1, [(BEN, 2)])
