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
    invitations_open: int = 5
    """Of one person, that can be used at the same time: whoever has their phone cannot let in a crowd."""
    volunteers_invite: bool = True
    """Volunteers let in volunteers for their own neighborhoods. All below one of them are one voice in a verdict."""
    training_first: bool = True
    """Nobody is on duty who has not finished a rehearsal."""
    duty: timedelta = timedelta(hours=4)
    reports_open: int = 3
    reports_apart: timedelta = timedelta(minutes=10)
    reports_a_day: int = 10
    cards_an_hour: int = 6
    """New messages to one volunteer, and incidents of one neighborhood that get cards: what does not fit waits on a
    list. Ten minutes for each, as long as a claim."""
    asked_first: int = 6
    """So many of those on duty there, twice the three who are enough from afar. Whoever is on duty beside them is left
    in peace unless nobody takes it."""
    everyone_after: timedelta = timedelta(minutes=3)
    """While nobody looks, everyone on duty there is asked; then those on duty next to it, and the organizers."""
    neighbors_after: timedelta = timedelta(minutes=8)
    organizers_after: timedelta = timedelta(minutes=15)
    notices_apart: timedelta = timedelta(minutes=30)
    """Even two organizers together cannot send more. Counts for at most as long as notices are kept."""
    notices_a_day: int = 3
    """To everyone together, whatever the neighborhood: people leave because of how often, more than of what."""
    broadcasts_an_hour: int = 12
    """More alerts and notices than one in five minutes are no news but a flood, or someone else at the keys."""
    endings_an_hour: int = 3
    """Alerts that one person ends or takes back before what they do as an organizer is frozen."""
    stale: timedelta = timedelta(minutes=30)
    """So long after an alert, or the last that was heard of it, volunteers are asked whether they are still there."""
    snap_m: float = 75.0
    offer_m: float = 250.0
    border_m: float = 300.0
    scope: Scope = Scope.CITY_PROPERTY
