"""The only way an incident changes."""

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.ids import IncidentId, NeighborhoodId, PersonNumber, PlaceId
from bot.domain.incident import NEXT, OPEN, Activity, Claim, Incident, Number, Status, Step, advance
from bot.domain.refusals import IllegalStep


@pytest.mark.parametrize(("status", "step"), list(itertools.product(Status, Step)))
def test_what_is_not_in_the_table_is_refused(status: Status, step: Step) -> None:
    if (status, step) in NEXT:
        assert advance(status, step) is NEXT[status, step]
    else:
        with pytest.raises(IllegalStep):
            advance(status, step)


def test_nothing_but_the_undoing_of_its_end_leads_back_to_an_alert() -> None:
    ended = {Status.DISMISSED, Status.OVER, Status.RETRACTED, Status.EXPIRED, Status.LAPSED}

    back = {(start, step) for (start, step), end in NEXT.items() if end is Status.ACTIVE and start in ended}
    assert back == {(Status.OVER, Step.REINSTATE), (Status.RETRACTED, Step.REINSTATE)}


@pytest.mark.parametrize("status", [Status.OVER, Status.EXPIRED])
def test_an_alert_that_stands_no_more_can_still_be_taken_back(status: Status) -> None:
    assert advance(status, Step.RETRACT) is Status.RETRACTED


def test_a_follow_up_leaves_the_alert_standing() -> None:
    assert advance(Status.ACTIVE, Step.FOLLOW_UP) is Status.ACTIVE


@pytest.mark.parametrize("status", [Status.EXPIRED, Status.LAPSED])
def test_what_has_run_out_takes_no_more_reports(status: Status) -> None:
    assert status not in OPEN


NOON = datetime(2026, 3, 2, 17, tzinfo=UTC)
CLAIM = Claim(PersonNumber(1), NOON)
CLAIMED = Incident(
    IncidentId(1),
    PlaceId("pier-library"),
    NeighborhoodId("harbor"),
    Activity.PATROL,
    Number.FEW,
    Status.UNVERIFIED,
    NOON,
    NOON,
    version=1,
    claim=CLAIM,
)


@pytest.mark.parametrize(("late", "held"), [(-1, CLAIM), (0, None), (1, None)])
def test_a_claim_holds_until_its_time_and_no_longer(late: int, held: Claim | None) -> None:
    assert CLAIMED.claimed_at(NOON + timedelta(microseconds=late)) == held


def test_what_nobody_claimed_is_not_claimed() -> None:
    assert replace(CLAIMED, claim=None).claimed_at(NOON) is None
