"""What the findings of volunteers add up to."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.ids import PersonNumber
from bot.domain.incident import Activity, Number
from bot.domain.policy import Policy


class Answer(StrEnum):
    """What one volunteer found."""

    SEEN = "seen"
    NOTHING_THERE = "nothing_there"
    CANNOT_TELL = "cannot_tell"


class Where(StrEnum):
    """How they looked."""

    ON_SCENE = "on_scene"
    REMOTE = "remote"


class Agency(StrEnum):
    """Who the officers are, as far as a volunteer can tell."""

    ICE = "ice"
    FEDERAL = "federal"
    LOCAL_POLICE = "local_police"
    UNSURE = "unsure"


NOT_ICE = frozenset({Agency.LOCAL_POLICE})
"""Whoever saw these has seen that it is no immigration operation."""


class Detail(StrEnum):
    """What a volunteer who saw it is asked next, in this order."""

    AGENCY = "agency"
    ACTIVITY = "activity"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Finding:
    """One volunteer's answer about one incident. The verdict rests on its presence; agency, activity and number are
    told after that, each if they can tell."""

    by: PersonNumber
    answer: Answer
    where: Where
    at: datetime
    agency: Agency | None = None
    activity: Activity | None = None
    number: Number | None = None
    branch: int | None = None
    """The number of the first of those who, one by another, invited this volunteer; none when an organizer did."""

    @property
    def begins(self) -> int:
        """With whom their branch begins: with themselves when an organizer invited them."""
        return self.by if self.branch is None else self.branch

    @property
    def saw_it(self) -> bool:
        """Whether it speaks for an alert."""
        return self.answer is Answer.SEEN and self.agency not in NOT_ICE

    @property
    def saw_none(self) -> bool:
        """Whether it speaks against an alert: nothing there, or officers who are not ICE."""
        return self.answer is Answer.NOTHING_THERE or (self.answer is Answer.SEEN and self.agency in NOT_ICE)

    @property
    def asks(self) -> Detail | None:
        """What is to be told next; none when all of it is told, or nothing was seen."""
        if self.answer is not Answer.SEEN:
            return None
        return next((one for one in Detail if getattr(self, one.value) is None), None)


class Verdict(StrEnum):
    OPEN = "open"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    DISPUTED = "disputed"
    """Some saw it and some saw nothing: an organizer decides."""
    NEEDS_CONSENT = "needs_consent"
    """Enough saw it, and it is published only if an organizer agrees."""


def verdict(
    findings: Collection[Finding],
    policy: Policy,
    *,
    reporters: Collection[PersonNumber] = (),
    needs_consent: bool = False,
) -> Verdict:
    """What the findings add up to under the city's policy, in whatever order they came.

    Only the first finding of each volunteer counts, none of a person who reported the incident, and on either side one
    of each branch. *Cannot tell* counts for neither side. Who saw the local police saw no ICE: that counts like nothing
    there, and never for an alert. With `needs_consent` nothing is confirmed by volunteers alone.
    """
    counted = _counted(findings, reporters)
    seen = [one for one in counted if one.saw_it]
    nothing = [one for one in counted if one.saw_none]
    if seen and nothing:
        return Verdict.DISPUTED
    if _suffice(seen, policy):
        return Verdict.NEEDS_CONSENT if needs_consent else Verdict.CONFIRMED
    if _suffice_against(nothing, policy):
        return Verdict.DISMISSED
    return Verdict.OPEN


def enough(findings: Collection[Finding], policy: Policy, *, reporters: Collection[PersonNumber] = ()) -> bool:
    """Whether those who saw it would be enough by themselves, whatever others found."""
    return _suffice([one for one in _counted(findings, reporters) if one.saw_it], policy)


def _counted(findings: Collection[Finding], reporters: Collection[PersonNumber]) -> Collection[Finding]:
    first: dict[PersonNumber, Finding] = {}
    for finding in sorted(findings, key=lambda one: one.at):
        if finding.by not in reporters:
            first.setdefault(finding.by, finding)
    return first.values()


def independent(findings: Collection[Finding]) -> Collection[Finding]:
    """Those of the findings that count beside one another: never two by volunteers of whom one invited the other,
    directly or through others, or whom the same volunteer invited. Organizers' invitations begin a branch each.

    One of each branch: what was seen on the spot before what was seen from afar, then what came first.
    """
    best: dict[int, Finding] = {}
    for finding in sorted(findings, key=lambda one: (one.where is not Where.ON_SCENE, one.at, one.by)):
        best.setdefault(finding.begins, finding)
    return best.values()


def _suffice(seen: Collection[Finding], policy: Policy) -> bool:
    counted = independent(seen)
    on_scene = sum(one.where is Where.ON_SCENE for one in counted)
    return suffice(on_scene, len(counted) - on_scene, policy)


def _suffice_against(nothing: Collection[Finding], policy: Policy) -> bool:
    """Pictures show less of what is not there than of what is: from afar it takes as many as for an alert."""
    nothing = independent(nothing)
    on_scene = any(one.where is Where.ON_SCENE for one in nothing)
    least = policy.findings_to_dismiss
    return len(nothing) >= (least if on_scene else max(least, policy.findings_remote))


def suffice(on_scene: int, remote: int, policy: Policy) -> bool:
    """Whether it is enough that so many saw it on the spot, and so many from afar."""
    needed = policy.findings_with_one_on_scene if on_scene else policy.findings_remote
    return on_scene + remote >= needed
