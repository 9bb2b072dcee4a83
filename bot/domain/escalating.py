"""Who is asked to look while nobody does: first a few, and others from minute to minute."""

from datetime import timedelta
from enum import IntEnum

from bot.domain.policy import Policy


class Circle(IntEnum):
    """People, the nearest first. Each is asked beside those before it."""

    FIRST = 0
    """Those on duty there who want to hear of it; of these so many as the policy asks first, who were asked least."""
    THERE = 1
    """Everyone on duty there."""
    NEIGHBORS = 2
    """Those on duty next to it."""
    ORGANIZERS = 3


def widest(age: timedelta, policy: Policy) -> Circle:
    """How far the question goes about something that was opened so long ago."""
    after = {
        Circle.THERE: policy.everyone_after,
        Circle.NEIGHBORS: policy.neighbors_after,
        Circle.ORGANIZERS: policy.organizers_after,
    }
    return max((one for one, wait in after.items() if age >= wait), default=Circle.FIRST)


def is_asked(circle: Circle, reach: Circle, *, asked: int, policy: Policy) -> bool:
    """Whether someone of this circle is asked, when the question goes so far and so many hold the card already."""
    if reach is Circle.FIRST:
        return circle is Circle.FIRST and asked < policy.asked_first
    return circle <= reach


def is_listed(circle: Circle, *, asked: int) -> bool:
    """Whether what they are asked stands on their list while there is no room for a card. Neighbors have lists of their
    own to look through; organizers see there what others hold and nobody takes."""
    return circle <= Circle.THERE or (circle is Circle.ORGANIZERS and asked > 0)
