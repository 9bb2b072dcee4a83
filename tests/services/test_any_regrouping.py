"""However incidents are merged, split and put back, nothing is lost, and no alert comes of too little; what is undone
at once lies as it lay."""

import os
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import event, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import Row, select

from bot.domain.buttons import Found, Merge, Split, Undo
from bot.domain.ids import IncidentId
from bot.domain.incident import Incident, Status
from bot.domain.people import Person, Role
from bot.domain.verification import Answer, Where, enough
from bot.services import merging, verification
from cities import City
from db import findings, incidents, reports
from db.tables import findings as finding_rows
from db.tables import incidents as incident_rows
from db.tables import reports as report_rows
from db.tables import weights as weight_rows
from tests.services.acts import OWNER, joins, rows, tells
from tests.services.evening import Evening

LONG = bool(os.environ.get("AVISA_TEST_LONG"))
SEQUENCES, STEPS = (500, 50) if LONG else (5, 20)

PLACES = ("pier_library", "harbor_park", "mill_park")


class Muddle(Evening):
    """An evening on which nobody knows what is the same."""

    def __init__(self) -> None:
        super().__init__(reports_apart=timedelta(0), reports_open=1000, reports_a_day=1000)
        self.told = self.found = self.regrouped = 0
        self.alerted = set[IncidentId]()

    def teardown(self) -> None:
        event(f"{self.regrouped} regrouped")
        super().teardown()

    @initialize()
    def everyone_comes(self) -> None:
        self.owner = self.does(joins(self.town, OWNER, role=Role.ORGANIZER))
        self.looking = [self.does(joins(self.town, one, role=Role.VOLUNTEER)) for one in range(2, 6)]
        self.residents = [self.does(joins(self.town, one)) for one in range(10, 13)]
        for place in PLACES:
            self.someone_tells(self.residents[0], place)

    def incident(self, pick: int) -> Incident:
        everything = self.does(rows(self.town.database, incident_rows))
        return incidents.incident_of(everything[pick % len(everything)])

    @property
    def given(self) -> dict[str, Any]:
        """What a service is given beside the button, when the organizer sorts."""
        town = self.town
        return {"by": self.owner, "city": town.city, "policy": town.policy, "now": self.clock.now()}

    def someone_tells(self, by: Person, place: str) -> None:
        self.told += self.tries(tells(self.town, by, place))

    @rule(who=st.integers(0, 6), place=st.sampled_from(PLACES))
    def there_is_a_report(self, who: int, place: str) -> None:
        self.someone_tells([*self.residents, *self.looking][who], place)

    @rule(who=st.integers(0, 3), pick=st.integers(0, 9), answer=st.sampled_from(Answer), where=st.sampled_from(Where))
    def someone_finds(self, who: int, pick: int, answer: Answer, where: Where) -> None:
        one = self.incident(pick)
        button, given = Found(one.id, one.version, answer, where), {**self.given, "by": self.looking[who]}
        self.found += self.tries(verification.find(self.town.database, button, **given))

    @rule(pick=st.integers(0, 9), into=st.integers(0, 9))
    def two_are_one(self, pick: int, into: int) -> None:
        one = self.incident(pick)
        button = Merge(one.id, one.version, self.incident(into).id)
        self.regrouped += self.tries(merging.merge(self.town.database, button, **self.given))

    @rule(pick=st.integers(0, 9), newest=st.integers(0, 4))
    def one_is_two(self, pick: int, newest: int) -> None:
        one = self.incident(pick)
        self.regrouped += self.tries(
            merging.split(self.town.database, Split(one.id, one.version, newest), **self.given)
        )

    @rule(pick=st.integers(0, 9))
    def that_is_undone(self, pick: int) -> None:
        one = self.incident(pick)
        self.regrouped += self.tries(merging.undo(self.town.database, Undo(one.id, one.version), **self.given))

    def everything(self) -> list[Sequence[Row[Any]]]:
        """Every report, finding, incident and weight."""

        async def all_rows() -> list[Sequence[Row[Any]]]:
            async with self.town.database.reading() as tx:
                tables = report_rows, finding_rows, incident_rows, weight_rows
                return [await tx.all(select(one).order_by(*one.primary_key)) for one in tables]

        return self.does(all_rows())

    def lies(self) -> tuple[dict[int, int], dict[int, int], set[int]]:
        """Which incident each report and each finding belongs to, and what is alerted."""
        told, found, known, _ = self.everything()
        where = [{row.id: row.incident for row in each} for each in (told, found)]
        return where[0], where[1], {row.id for row in known if row.status is Status.ACTIVE}

    def undoes(self, number: IncidentId) -> bool:
        button = Undo(number, self.incident(number - 1).version)
        return self.tries(merging.undo(self.town.database, button, **self.given))

    @rule(pick=st.integers(0, 9), into=st.integers(0, 9))
    def two_are_one_and_two_again(self, pick: int, into: int) -> None:
        one, before = self.incident(pick), self.lies()
        button = Merge(one.id, one.version, self.incident(into).id)
        if self.tries(merging.merge(self.town.database, button, **self.given)):
            alerted = self.lies()[2]

            assert self.undoes(one.id)
            assert self.lies() == (*before[:2], alerted | before[2])

    @rule(pick=st.integers(0, 9), newest=st.integers(1, 3))
    def one_is_two_and_one_again(self, pick: int, newest: int) -> None:
        one, before = self.incident(pick), self.lies()
        if self.tries(merging.split(self.town.database, Split(one.id, one.version, newest), **self.given)):
            opened = len(self.does(rows(self.town.database, incident_rows)))

            assert self.undoes(IncidentId(opened))
            assert self.lies()[:2] == before[:2]

    @rule(minutes=st.sampled_from([1, 9]))
    def time_passes(self, minutes: int) -> None:
        self.does(self.clock.advance(minutes * 60))

    @invariant()
    def nothing_is_lost_and_nothing_lies_where_nobody_looks(self) -> None:
        told, found, known, weighed = self.everything()
        everything = {row.id: row for row in known}
        merged = {number for number, row in everything.items() if row.status is Status.MERGED}

        assert len(told) == self.told
        assert len(found) == self.found
        assert not merged & {row.incident for row in told}
        told_of = Counter(row.incident for row in told)
        assert all(row.reports == told_of[row.incident] for row in weighed if row.incident not in merged)
        assert all((everything[number].merged_into is None) == (number not in merged) for number in everything)

    @invariant()
    def an_alert_is_sent_when_enough_have_seen_it_and_stays(self) -> None:
        everything = [incidents.incident_of(row) for row in self.does(rows(self.town.database, incident_rows))]
        active = {one.id for one in everything if one.status is Status.ACTIVE}

        assert self.alerted <= active
        for number in active - self.alerted:
            assert self.does(self.has_enough(number))
        self.alerted = active

    async def has_enough(self, number: IncidentId) -> bool:
        async with self.town.database.reading() as tx:
            found = await findings.of(tx, number)
            return enough(found, self.town.policy, reporters=await reports.reporters(tx, number))


@pytest.fixture
def muddle(empty: Path, city: City) -> type[Muddle]:
    """An evening in Harborton."""
    return type("Muddle", (Muddle,), {"empty": empty, "city": city})


def test_no_merge_split_or_undo_loses_anything_or_makes_an_alert_of_too_little(muddle: type[Muddle]) -> None:
    run_state_machine_as_test(muddle, settings=settings(max_examples=SEQUENCES, stateful_step_count=STEPS))
