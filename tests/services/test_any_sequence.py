"""Whatever people press, in whatever order: no alert that the policy does not allow, and every alert that it does."""

import os
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import event, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, run_state_machine_as_test
from sqlalchemy import Row

from bot.domain.broadcast import Kind
from bot.domain.ids import IncidentId
from bot.domain.incident import Status
from bot.domain.people import Role
from bot.domain.verification import Answer, Where
from cities import City
from db.tables import broadcasts
from db.tables import incidents as incident_rows
from tests.services.acts import OWNER
from tests.services.nights.deciding import Deciding
from tests.services.nights.exercising import Exercising
from tests.services.nights.inviting import RACES, Inviting
from tests.services.nights.looking import Looking
from tests.services.nights.stopping import Stopping

LONG = bool(os.environ.get("AVISA_TEST_LONG"))
SEQUENCES, STEPS = (2600, 50) if LONG else (10, 30)

AFTER_ALERT = (Status.ACTIVE, Status.OVER, Status.RETRACTED, Status.EXPIRED)

TAKEN: Counter[str] = Counter()
"""How many steps were taken, over all nights."""


class AnyNight(Looking, Deciding, Inviting, Stopping, Exercising):
    """Everything, in any order."""

    @initialize(seen=st.lists(st.sampled_from(Where), max_size=2), invited=st.integers(0, 3))
    def it_begins(self, seen: Sequence[Where], invited: int) -> None:
        self.the_night_before(seen, invited)
        for role in (Role.VOLUNTEER, Role.ORGANIZER):
            self.someone_invites(OWNER, role)

    def teardown(self) -> None:
        event(f"{len(self.alerted)} alerts")
        super().teardown()

    def alerts(self) -> tuple[Sequence[Row[Any]], set[IncidentId]]:
        """What was told of alerts, and the incidents which say that there was one."""
        told = [row for row in self.all(broadcasts) if row.incident is not None]
        return told, {row.id for row in self.all(incident_rows) if row.status in AFTER_ALERT}

    @invariant()
    def every_alert_is_allowed_and_no_incident_has_two(self) -> None:
        TAKEN["steps"] += 1
        told, ever = self.alerts()
        sent = {row.incident for row in told if row.kind is Kind.ALERT}
        for number in sent - self.alerted:
            story = self.stories[number]
            assert story.enough
            assert self.clock.now() - story.seen <= timedelta(hours=2)
            assert all(self.looks(who) for who, (what, _) in story.found.items() if what is Answer.SEEN)
        for number in sent:
            kinds = [row.kind for row in told if row.incident == number]
            again = [at for at, kind in enumerate(kinds) if kind is Kind.ALERT and at]
            assert all(kinds[at - 1] is Kind.STANDS for at in again)
        self.alerted = sent
        assert self.alerted == ever

    def looks(self, number: int) -> bool:
        """Whether somebody is no resident."""
        return any(one.number == number and one.role is not Role.RESIDENT for one in self.now.values())


@pytest.fixture
def night(empty: Path, city: City) -> type[AnyNight]:
    """A night in Harborton."""
    return type("Night", (AnyNight,), {"empty": empty, "city": city})


def test_no_sequence_of_acts_makes_an_alert_that_the_policy_does_not_allow(night: type[AnyNight]) -> None:
    TAKEN.clear()
    RACES.clear()

    run_state_machine_as_test(night, settings=settings(max_examples=SEQUENCES, stateful_step_count=STEPS))

    assert TAKEN["steps"] >= (100_000 if LONG else 200)
    assert len(RACES) >= (1000 if LONG else 1)
