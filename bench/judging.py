"""What the simulator's log says of alerts that went out while one blow after the other fell on those who sent them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

from bench.seed import Crowd
from simulator.fields import COUNTED
from simulator.log import Entry

EARLY = 1.0
"""Seconds by which the first message of a new leader may come before we have heard that it leads."""


class Kind(Enum):
    """What befalls a process."""

    KILL = "kill"
    HANG = "hang"
    CUT = "cut"
    STOP = "stop"
    """It is asked to stop, as for a new version."""


@dataclass(slots=True)
class Blow:
    """Something that befell a process."""

    at: float
    kind: Kind
    number: int
    led: bool
    """Whether it was the one that led."""
    again: float | None = None
    """When it went on."""


@dataclass(frozen=True, slots=True)
class Lead:
    """A process said that it leads from then on."""

    at: float
    door: int
    fence: int


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen from outside, in order of time."""

    crowd: Crowd
    """Who is told every alert."""
    led: list[Lead] = field(default_factory=list)
    blows: list[Blow] = field(default_factory=list)
    opened: list[float] = field(default_factory=list)
    """When each alert was."""


@dataclass(slots=True)
class Told:
    """What the simulator's log says of the alerts."""

    lost: int = 0
    duplicates: int = 0
    most_duplicates_per_kill: int = 0
    two_leaders: int = 0
    """Messages of an alert that came from a process after another had taken over."""
    sent_after_waking: int = 0
    """What a process sent that had been held or cut off, before it began anew."""
    takeovers: list[float] = field(default_factory=list)
    """Seconds from what befell the leader to the first message of the next."""
    handovers: list[float] = field(default_factory=list)
    """The same where the leader was asked to stop."""


def told(seen: Seen, log: Sequence[Entry]) -> Told:
    """Read the log, which is in order of time."""
    found = Told()
    bulk = [one for one in log if one.method == "sendMessage" and one.chat in seen.crowd.chats and one.taken]
    _repeats(seen, bulk, found)
    _leaders(seen, bulk, found)
    for blow in seen.blows:
        if blow.again is not None:
            for one in log:
                if one.door == blow.number and one.at > blow.again:
                    if one.method == "getMe":
                        break
                    found.sent_after_waking += one.method in COUNTED
    return found


def _repeats(seen: Seen, bulk: Sequence[Entry], found: Told) -> None:
    """Each alert has from when it was opened until the next is."""
    told, alert, by_blow = set[int](), 0, Counter[int]()
    for one in bulk:
        while alert + 1 < len(seen.opened) and seen.opened[alert + 1] <= one.at:
            alert += 1
            found.lost += seen.crowd.size - len(told)
            told.clear()
        if one.chat in told:
            found.duplicates += 1
            by_blow[sum(blow.at <= one.at for blow in seen.blows)] += 1
        told.add(one.chat)
    found.lost += seen.crowd.size - len(told) + seen.crowd.size * (len(seen.opened) - 1 - alert)
    found.most_duplicates_per_kill = max(by_blow.values(), default=0)


def _leaders(seen: Seen, bulk: Sequence[Entry], found: Told) -> None:
    """Who leads is who has said so last; the first message may be faster than its saying so."""
    led, now, first = seen.led, 0, dict[int, float]()
    for one in bulk:
        if one.door != led[now].door or (now + 1 < len(led) and led[now + 1].door == one.door):
            later = range(now + 1, len(led))
            turn = next((at for at in later if led[at].door == one.door and led[at].at - EARLY <= one.at), None)
            found.two_leaders += turn is None and one.door != led[now].door
            now = now if turn is None else turn
        if one.door == led[now].door:
            first.setdefault(now, one.at)
    for blow in seen.blows:
        turn = next((at for at, lead in enumerate(led) if lead.at > blow.at), None)
        if blow.led and turn is not None and turn in first:
            (found.handovers if blow.kind is Kind.STOP else found.takeovers).append(first[turn] - blow.at)
