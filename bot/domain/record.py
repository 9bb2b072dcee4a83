"""The record: what was confirmed on city property, for those who have to show it to someone. Nobody is in it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.ids import IncidentId, NeighborhoodId, PlaceId
from bot.domain.incident import Activity, Number, Status


class Span(StrEnum):
    """Of what time."""

    MONTH = "month"
    YEAR = "year"


LENGTH = {Span.MONTH: timedelta(days=30), Span.YEAR: timedelta(days=365)}


@dataclass(frozen=True, slots=True)
class Recorded:
    """One confirmed incident. An alert that was taken back is none."""

    incident: IncidentId
    place: PlaceId
    neighborhood: NeighborhoodId
    activity: Activity
    number: Number
    status: Status
    observed: datetime
    confirmed: datetime
    ended: datetime | None
    """When volunteers saw it no more, or when its alert expired; none while the alert stands."""
