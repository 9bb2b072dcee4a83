"""Whether a report tells of something that is already known."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.ids import IncidentId
from bot.domain.incident import OPEN, Incident
from bot.domain.policy import Policy
from bot.domain.report import WholeReport


@dataclass(frozen=True, slots=True)
class Join:
    """The report belongs to this incident, because it is the same place, so many minutes apart."""

    incident: IncidentId
    apart: timedelta


def best_match(report: WholeReport, incidents: Iterable[Incident], policy: Policy) -> Join | None:
    """The open incident that the report joins, or none when it tells of something new.

    The same place within the policy's time joins, the nearest in time first. What was seen does not divide: a patrol
    that stops to question someone is one incident, and two people name one scene differently.
    """
    near = [
        Join(one.id, apart)
        for one in incidents
        if one.status in OPEN
        and one.place == report.place
        and (apart := abs(report.observed - one.observed)) <= policy.join_within
    ]
    return min(near, key=lambda join: (join.apart, join.incident), default=None)
