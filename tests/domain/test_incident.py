"""The only way an incident changes."""

import itertools

import pytest

from bot.domain.incident import NEXT, Status, Step, advance
from bot.domain.refusals import IllegalStep


@pytest.mark.parametrize(("status", "step"), list(itertools.product(Status, Step)))
def test_what_is_not_in_the_table_is_refused(status: Status, step: Step) -> None:
    if (status, step) in NEXT:
        assert advance(status, step) is NEXT[status, step]
    else:
        with pytest.raises(IllegalStep):
            advance(status, step)


def test_nothing_leads_back_to_an_alert() -> None:
    ended = {Status.DISMISSED, Status.OVER, Status.RETRACTED}

    assert not {start for (start, _), end in NEXT.items() if end is Status.ACTIVE} & ended


def test_an_alert_that_is_over_can_still_be_taken_back() -> None:
    assert advance(Status.OVER, Step.RETRACT) is Status.RETRACTED
