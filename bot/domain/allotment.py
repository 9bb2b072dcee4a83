"""How many messages a second whoever leads gives to the others, and what it may send itself meanwhile."""

from collections.abc import Mapping
from dataclasses import dataclass, field

OWN = 1.5
"""Seconds for which what whoever leads may have sent itself counts: a second, and some more."""

REMEMBERED = 4.5
"""Seconds for which a member may still use a larger share than it has: until it hears of it or stops sending (3 s,
`db.members`), until what it sent before counts no more (1 s), and some more."""


@dataclass(slots=True)
class Allotment:
    """What was given, when. Nothing that was taken back is given to another before it cannot be in use any more."""

    rate: int
    since: float
    """When this process began to lead: what another gave before that is unknown."""
    _given: dict[int, list[tuple[float, int]]] = field(default_factory=dict)
    """By member, what it had until when."""
    _own: list[tuple[float, int]] = field(default_factory=list)
    """What whoever leads had itself until when, and last of all what it has."""
    _before: int = 0
    """What it had before that: it may have kept to that for most of the time since."""

    def settle(self, now: float, wished: Mapping[int, int], has: Mapping[int, int]) -> dict[int, int]:
        """What each has from now on, of what is `wished` for it, when it `has` so much."""
        for one, share in has.items():
            self._given.setdefault(one, []).append((now, share))
        spoken_for = {one: self._most(one, now) for one in set(self._given)}
        self._given = {one: self._given[one] for one, most in spoken_for.items() if most or one in has}
        taken = sum(spoken_for.values())
        own = max(1, self.rate - max(taken, sum(wished.values())))
        had = max(self._before, self.own)
        self._before = self.own
        self._own = [(at, most) for at, most in [*self._own, (now, had)] if at > now - OWN] + [(now, own)]
        free = max(0, self.rate - taken - max(most for _, most in self._own))
        if now - self.since < REMEMBERED:
            free = 0
        settled = {}
        for one, wish in wished.items():
            most = spoken_for.get(one, 0)
            more = min(max(0, wish - most), free)
            free -= more
            settled[one] = min(wish, most) + more
            self._given.setdefault(one, []).append((now, settled[one]))
        return settled

    @property
    def own(self) -> int:
        """What whoever leads may send itself from then on: what is wished for others is not used any more before they
        have it."""
        return self._own[-1][1] if self._own else 1

    def _most(self, one: int, now: float) -> int:
        """The largest share that this member may be using."""
        self._given[one] = [(at, share) for at, share in self._given[one] if at > now - REMEMBERED]
        return max((share for _, share in self._given[one]), default=0)
