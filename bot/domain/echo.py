"""What those who got an alert tell back with one tap, or those who looked after it when they are asked once more.

It is counted for the volunteers, and told to nobody else."""

from enum import StrEnum


class Echo(StrEnum):
    """What is told back; `echo.<value>` in the catalogs."""

    SEEN_TOO = "seen_too"
    MAYBE_OVER = "maybe_over"
    """It looks over: can someone check?"""
    STILL_THERE = "still_there"
    GONE = "gone"


BY_VOLUNTEERS = (Echo.STILL_THERE, Echo.GONE)
"""What those answer who looked after it and are asked once more; nobody else can say so."""

OFFERED = tuple(one for one in Echo if one not in BY_VOLUNTEERS)
"""What everyone can tell back who got the alert."""


def is_news(count: int) -> bool:
    """Whether that many say more than one fewer: 1, 2, 3, 5, 10, 20, 30, 50, 100 and so on.

    Cards are drawn again for these alone: a crowd that presses at once must not keep the courier from its alerts.
    """
    while count and count % 10 == 0:
        count //= 10
    return count in (1, 2, 3, 5)
