"""How much a report weighs: by whose it is, as numbers, and by who else tells of the same.

Nothing here makes an alert: it decides what volunteers are shown first when more comes in than they can look at.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import IntEnum


class Voice(IntEnum):
    """What one person's report adds."""

    REPEATED = 0
    """Not the first today of someone of whom nothing is known: it adds nothing. So two thousand accounts are two
    thousand voices a day, however often they speak."""
    NEW = 1
    """The first today of someone who came within the last day."""
    SETTLED = 2
    """The first today of someone who came before that: whoever makes accounts for a flood has to wait."""
    ESTABLISHED = 3
    """The first today of someone who has been here for a month, and told nothing false again and again."""
    PROVEN = 4
    """Someone whose report was confirmed."""


SETTLED_AFTER = timedelta(days=1)
ESTABLISHED_AFTER = timedelta(days=28)
"""Four weeks: a month's subscription, as people count."""

FALSE_AGAIN_AND_AGAIN = 3
"""So many dismissed reports and none confirmed take away what a month's subscription gives. Most honest reports are
never confirmed, so fewer say nothing."""

FALSE_FOR_EACH_TRUE = 10
"""More dismissed reports than that for each confirmed one take away what a true report gives. Public hotlines confirm
about one in forty."""


@dataclass(frozen=True, slots=True)
class Past:
    """What is known of someone who reports, as numbers."""

    joined: datetime
    confirmed: int = 0
    dismissed: int = 0
    today: int = 0
    """How many reports they made in the day before this one."""


def voice(past: Past, now: datetime) -> Voice:
    """What a report of this person adds now."""
    if past.confirmed and past.dismissed <= past.confirmed * FALSE_FOR_EACH_TRUE:
        return Voice.PROVEN
    if past.today:
        return Voice.REPEATED
    here_for = now - past.joined
    if here_for >= ESTABLISHED_AFTER and past.dismissed < FALSE_AGAIN_AND_AGAIN:
        return Voice.ESTABLISHED
    return Voice.SETTLED if here_for >= SETTLED_AFTER else Voice.NEW


class Rank(IntEnum):
    """What volunteers are shown first: a higher one before a lower one."""

    ALONE = 0
    """One voice, or none that counts."""
    NEW_PAIR = 1
    """Two voices at least, not two of them settled."""
    PAIR = 2
    """Two settled voices at least."""
    ESTABLISHED = 3
    PROVEN = 4


@dataclass(frozen=True, slots=True)
class Weight:
    """What all reports of one incident add up to. It grows, and holds nothing of a person."""

    since: datetime
    """When a voice was last added."""
    reports: int = 0
    new: int = 0
    settled: int = 0
    """Those who came before, also the established and the proven."""
    established: int = 0
    proven: int = 0

    @property
    def rank(self) -> Rank:
        """Where it stands among others."""
        if self.proven > 0:
            return Rank.PROVEN
        if self.established > 0:
            return Rank.ESTABLISHED
        if self.settled >= 2:
            return Rank.PAIR
        return Rank.NEW_PAIR if self.settled + self.new >= 2 else Rank.ALONE

    def heard(self, added: Voice, now: datetime) -> "Weight":
        """With one report more."""
        return replace(
            self,
            since=self.since if added is Voice.REPEATED else now,
            reports=self.reports + 1,
            new=self.new + (added is Voice.NEW),
            settled=self.settled + (added > Voice.NEW),
            established=self.established + (added is Voice.ESTABLISHED),
            proven=self.proven + (added is Voice.PROVEN),
        )

    def with_all_of(self, other: "Weight") -> "Weight":
        """What both add up to, when they are one."""
        return self._and(other, 1)

    def without(self, other: "Weight") -> "Weight":
        """What is left when the other is taken out again."""
        return self._and(other, -1)

    def _and(self, other: "Weight", times: int) -> "Weight":
        return Weight(
            max(self.since, other.since) if times > 0 else self.since,
            max(0, self.reports + times * other.reports),
            max(0, self.new + times * other.new),
            max(0, self.settled + times * other.settled),
            max(0, self.established + times * other.established),
            max(0, self.proven + times * other.proven),
        )


def vouched(now: datetime) -> Weight:
    """What an organizer's word adds who takes reports out of an incident, for whose voices they were is not known."""
    return Weight(now, settled=1, proven=1)
