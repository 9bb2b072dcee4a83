"""Whether a report tells of something known."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.duplicates import best_match
from bot.domain.ids import IncidentId, NeighborhoodId, PlaceId
from bot.domain.incident import Activity, Incident, Number, Status
from bot.domain.policy import Policy
from bot.domain.report import WholeReport

NOON = datetime(2026, 3, 2, 17, tzinfo=UTC)
HARBOR, LIBRARY, PARK = NeighborhoodId("harbor"), PlaceId("pier-library"), PlaceId("mill-park")
REPORT = WholeReport(Activity.PATROL, LIBRARY, HARBOR, NOON, Number.FEW)


def incident(
    number: int, *, place: PlaceId = LIBRARY, minutes: int = 0, status: Status = Status.UNVERIFIED
) -> Incident:
    seen = NOON - timedelta(minutes=minutes)
    return Incident(IncidentId(number), place, HARBOR, Activity.DETENTION, Number.MANY, status, seen, seen, version=1)


@pytest.mark.parametrize(
    ("known", "joined"),
    [
        pytest.param([], None, id="nothing is known"),
        pytest.param([incident(1)], 1, id="same place, same time, told differently"),
        pytest.param([incident(1, place=PARK)], None, id="another place"),
        pytest.param([incident(1, minutes=90)], 1, id="just within the time"),
        pytest.param([incident(1, minutes=91)], None, id="too long ago"),
        pytest.param([incident(1, minutes=-20)], 1, id="seen earlier, told later"),
        pytest.param([incident(1, minutes=30), incident(2, minutes=5)], 2, id="the nearest in time"),
        pytest.param([incident(1, status=Status.ACTIVE)], 1, id="one that is already confirmed"),
        pytest.param([incident(1, status=Status.DISMISSED)], None, id="one that was dismissed"),
        pytest.param([incident(1, status=Status.OVER)], None, id="one that is over"),
    ],
)
def test_a_report_joins_the_open_incident_that_it_tells_of(known: list[Incident], joined: int | None) -> None:
    match = best_match(REPORT, known, Policy())

    assert (match.incident if match else None) == joined
