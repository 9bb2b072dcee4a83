"""A chat that sends more than anyone can mean is dropped before it costs anything, and told so once."""

from collections import OrderedDict
from dataclasses import dataclass
from enum import Enum

BURST = 30
"""So many at once are a person in a hurry: a whole report, with every answer taken back once."""

PER_SECOND = 1.0
"""And then so many."""

CHATS_KEPT = 10_000
"""Of the chats that sent last. A flood from more chats than that is none that chats can be held to."""


class Admits(Enum):
    """What becomes of an update."""

    YES = "yes"
    NO = "no"
    NO_AND_SAY_SO = "say so"
    """It is the first that is dropped since this chat was last at rest."""


@dataclass(slots=True)
class _Bucket:
    full: float
    """How many of a burst are used up."""
    at: float
    told: bool = False


class Floods:
    """How much each chat has sent of late."""

    def __init__(self) -> None:
        """Nobody has sent anything yet."""
        self._buckets: OrderedDict[tuple[int, bool], _Bucket] = OrderedDict()

    def admits(self, chat: int, at: float, *, dated: bool) -> Admits:
        """Whether one more is taken. `at` is in seconds: when Telegram says that it was written, for what is `dated`,
        so that a day's messages are no flood when they come all at once after an outage; else when it came. The two
        clocks are never compared."""
        key = (chat, dated)
        bucket = self._buckets.pop(key, None) or _Bucket(0.0, at)
        self._buckets[key] = bucket
        if len(self._buckets) > CHATS_KEPT:
            self._buckets.popitem(last=False)
        bucket.full = max(0.0, bucket.full - max(0.0, at - bucket.at) * PER_SECOND)
        bucket.at = max(bucket.at, at)
        if bucket.full == 0.0:
            bucket.told = False
        if bucket.full + 1 <= BURST:
            bucket.full += 1
            return Admits.YES
        if bucket.told:
            return Admits.NO
        bucket.told = True
        return Admits.NO_AND_SAY_SO
