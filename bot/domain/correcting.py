"""An alert is ended or taken back by one organizer, and stands again when someone else says so in time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile

from bot.domain.broadcast import Broadcast, Kind

ENDS = frozenset({Kind.ALL_CLEAR, Kind.RETRACTION})
"""What takes an alert away from those who got it."""

STANDING = frozenset({Kind.ALERT, Kind.FOLLOW_UP, Kind.STANDS})
"""After these it stands."""

UNDO_FOR = timedelta(minutes=10)
"""As long as a claim: time to go and look, or to call someone who is there."""

WITHIN = timedelta(hours=1)
"""Within so long, what one person ends and takes back is counted against the policy's number."""

TRUSTING = 2
"""So many others have to say that someone may act as an organizer again; one where there is only one other."""


def undoable(told: Sequence[Broadcast]) -> Sequence[Broadcast]:
    """Of all that was told of an incident, the oldest first: by what its alert was ended last. None while it stands,
    and none when it had ended before that."""
    if not told or told[-1].kind not in ENDS:
        return ()
    ended = list(takewhile(lambda one: one.kind is told[-1].kind, reversed(told)))
    before = told[: len(told) - len(ended)]
    return ended[::-1] if before and before[-1].kind in STANDING else ()


@dataclass(frozen=True, slots=True)
class Ending:
    """An alert was ended or taken back."""

    at: datetime
    own: bool
    """By the person who asks."""


def may_act_again(agreed: int, others: int) -> bool:
    """Whether it is enough that so many agree, of so many other organizers who are not frozen themselves."""
    return agreed >= max(1, min(TRUSTING, others))
