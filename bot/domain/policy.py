"""A city's numbers. Defaults are the project's; a city file may change any of them."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Scope(StrEnum):
    CITY_PROPERTY = "city_property"
    EVERYWHERE = "everywhere"


@dataclass(frozen=True, slots=True)
class Policy:
    """How many, how near, how long.

    Published networks name no number of confirmations; practice is one trained person on the spot, or pictures and a
    witness. Two people, one of them on the spot, or three from afar is our cautious reading of that practice.
    """

    findings_with_one_on_scene: int = 2
    findings_remote: int = 3
    findings_to_dismiss: int = 2
    claim: timedelta = timedelta(minutes=10)
    join_within: timedelta = timedelta(minutes=90)
    confirm_within: timedelta = timedelta(hours=2)
    """After that it is no news: an alert names an hour and no day."""
    alert_expires: timedelta = timedelta(hours=2)
    draft_expires: timedelta = timedelta(hours=1)
    invitation_expires: timedelta = timedelta(hours=24)
    duty: timedelta = timedelta(hours=4)
    reports_open: int = 3
    reports_apart: timedelta = timedelta(minutes=10)
    reports_a_day: int = 10
    notices_apart: timedelta = timedelta(minutes=30)
    """Even two organizers together cannot send more. Counts for at most as long as notices are kept."""
    snap_m: float = 75.0
    offer_m: float = 250.0
    border_m: float = 300.0
    scope: Scope = Scope.CITY_PROPERTY
