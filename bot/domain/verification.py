"""What the findings of volunteers add up to."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.ids import PersonNumber
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


@dataclass(frozen=True, slots=True)
class Finding:
    """One volunteer's answer about one incident."""

    by: PersonNumber
    answer: Answer
    where: Where
    at: datetime


class Verdict(StrEnum):
    OPEN = "open"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    DISPUTED = "disputed"
    """Some saw it and some saw nothing: an organizer decides."""


def verdict(findings: Collection[Finding], policy: Policy, *, reporters: Collection[PersonNumber] = ()) -> Verdict:
    """What the findings add up to under the city's policy, in whatever order they came.

    Only the first finding of each volunteer counts, and none of a person who reported the incident. *Cannot tell*
    counts for neither side.
    """
    counted = _counted(findings, reporters)
    seen = [one for one in counted if one.answer is Answer.SEEN]
    nothing = [one for one in counted if one.answer is Answer.NOTHING_THERE]
    if seen and nothing:
        return Verdict.DISPUTED
    if _suffice(seen, policy):
        return Verdict.CONFIRMED
    if len(nothing) >= policy.findings_to_dismiss:
        return Verdict.DISMISSED
    return Verdict.OPEN


def enough(findings: Collection[Finding], policy: Policy, *, reporters: Collection[PersonNumber] = ()) -> bool:
    """Whether those who saw it would be enough by themselves, whatever others found."""
    return _suffice([one for one in _counted(findings, reporters) if one.answer is Answer.SEEN], policy)


def _counted(findings: Collection[Finding], reporters: Collection[PersonNumber]) -> Collection[Finding]:
    first: dict[PersonNumber, Finding] = {}
    for finding in sorted(findings, key=lambda one: one.at):
        if finding.by not in reporters:
            first.setdefault(finding.by, finding)
    return first.values()


def _suffice(seen: Collection[Finding], policy: Policy) -> bool:
    on_scene = any(one.where is Where.ON_SCENE for one in seen)
    needed = policy.findings_with_one_on_scene if on_scene else policy.findings_remote
    return len(seen) >= needed
