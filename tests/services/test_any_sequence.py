"""Whatever people press, in whatever order: no alert that the policy does not allow, and every alert that it does.

What the policy allows is written here a second time, from its description, so that the two can be compared.
"""

import asyncio
import os
from collections.abc import Coroutine, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import event, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from bot.domain.broadcast import Kind
from bot.domain.buttons import Claimed, Decide, Found, OfAgency, Reinstate, Retract
from bot.domain.ids import IncidentId, PersonNumber
from bot.domain.incident import Incident, Reason, Status, Step
from bot.domain.people import Person, Role
from bot.domain.refusals import Refusal
from bot.domain.verification import Agency, Answer, Verdict, Where
from bot.services import correcting, keeping, meeting, verification
from bot.town import Town
from cities import City
from db import incidents, people
from db.tables import broadcasts
from db.tables import incidents as incident_rows
from simulator.clock import VirtualClock
from tests.fresh import copy_of
from tests.services.acts import OWNER, is_made, joins, rows, tells
from tests.services.bystander import Story

LONG = bool(os.environ.get("AVISA_TEST_LONG"))
SEQUENCES, STEPS = (1000, 50) if LONG else (15, 30)

CAST = (OWNER, 1, 2, 3, 4, 5)
PLACES = ("pier_library", "mill_park")
T = TypeVar("T")

Card = tuple[IncidentId, int]


class Night(RuleBasedStateMachine):
    """A night on which everything goes wrong, and some of it on purpose."""

    empty: Path
    city: City

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.open = AsyncExitStack()
        database = self.does(self.open.enter_async_context(copy_of(self.empty)))
        self.clock = VirtualClock()
        eager = replace(self.city.policy, reports_apart=timedelta(0), reports_open=1000, reports_a_day=1000)
        self.town = Town(self.city, eager, database, self.clock, owner=OWNER)
        self.stories: dict[IncidentId, Story] = {}
        self.alerted: set[IncidentId] = set()
        self.cards: list[Card] = [(IncidentId(99), 1)]
        """Every card that anyone ever held; the first was never dealt."""
        self.now: dict[int, Person] = {}
        """Each person as they are, by Telegram's number; who was forgotten is not here."""
        self.read_as: dict[int, Person] = {}
        """Each person as they were when somebody last looked."""
        self.branches: dict[PersonNumber, PersonNumber] = {}
        """With whom the branch began of each volunteer whom another invited."""

    def does(self, act: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(act)

    def teardown(self) -> None:
        event(f"{len(self.alerted)} alerts")
        self.does(self.open.aclose())
        self.runner.close()

    @initialize(seen=st.lists(st.sampled_from(Where), max_size=2), invited=st.integers(0, 3))
    def the_evening_before(self, seen: list[Where], invited: int) -> None:
        for one in CAST:
            role = Role.ORGANIZER if one == OWNER else Role.VOLUNTEER if one > 1 else Role.RESIDENT
            self.now[one] = self.read_as[one] = self.does(joins(self.town, one, role=role))
        for who in CAST[3 : 3 + invited]:
            self.a_volunteer_has_invited(who, by=who - 1)
        self.someone_tells(1, PLACES[0])
        for who, where in zip(CAST[2:], seen, strict=False):
            self.a_volunteer_sees_it(who, where)

    def a_volunteer_has_invited(self, who: int, *, by: int) -> None:
        one, other = self.now[who].number, self.now[by].number

        async def invite() -> None:
            async with self.town.database.transaction() as tx:
                await people.sponsor(tx, one, by=other)

        self.does(invite())
        self.branches[one] = self.branches.get(other, other)

    # what is so, without asking a service

    def role(self, by: Person) -> Role | None:
        return next((one.role for one in self.now.values() if one.number == by.number), None)

    def incident(self, number: IncidentId) -> Incident | None:
        async def read() -> Incident | None:
            async with self.town.database.reading() as tx:
                row = await tx.one(select(incident_rows).where(incident_rows.c.id == number))
                return None if row is None else incidents.incident_of(row)

        return self.does(read())

    def alerts(self) -> tuple[list[IncidentId], set[IncidentId]]:
        """The incidents of all alerts, and those which say that there was one."""

        async def read() -> tuple[list[IncidentId], set[IncidentId]]:
            async with self.town.database.reading() as tx:
                sent = await tx.all(select(broadcasts.c.incident).where(broadcasts.c.kind == Kind.ALERT))
                ever = await tx.all(select(incident_rows.c.id).where(incident_rows.c.status.in_(AFTER_ALERT)))
            return [row.incident for row in sent], {row.id for row in ever}

        return self.does(read())

    def remember(self, *numbers: IncidentId) -> None:
        for one in numbers:
            incident = self.incident(one)
            if incident is not None and (card := (one, incident.version)) not in self.cards:
                self.cards.append(card)

    # what people do

    @rule(who=st.sampled_from(CAST), place=st.sampled_from(PLACES))
    def someone_tells(self, who: int, place: str) -> None:
        by = self.read_as[who]
        if self.role(by) is None:
            return
        before = {row.id for row in self.does(rows(self.town.database, incident_rows))}
        self.does(tells(self.town, by, place))
        after = self.does(rows(self.town.database, incident_rows))
        new = [row for row in after if row.id not in before]
        told_of = new or [row for row in after if row.place == place and row.status in ("unverified", "active")]
        for row in told_of[-1:]:
            story = self.stories.setdefault(row.id, Story(row.observed, branches=self.branches))
            story.reporters.add(by.number)
            self.remember(row.id)

    @rule(
        who=st.sampled_from(CAST),
        pick=st.integers(0, 200),
        answer=st.sampled_from(Answer),
        where=st.sampled_from(Where),
    )
    def someone_finds(self, who: int, pick: int, answer: Answer, where: Where) -> None:
        self.find(self.read_as[who], self.cards[-1 - pick % len(self.cards)], answer, where)

    @rule(who=st.sampled_from(CAST[2:]), where=st.sampled_from(Where))
    def a_volunteer_sees_it(self, who: int, where: Where) -> None:
        self.someone_looks_again(who)
        self.find(self.read_as[who], self.cards[-1], Answer.SEEN, where)

    @rule(who=st.sampled_from(CAST[2:]), answer=st.sampled_from(Answer))
    def a_volunteer_answers(self, who: int, answer: Answer) -> None:
        self.someone_looks_again(who)
        self.find(self.read_as[who], self.cards[-1], answer, Where.ON_SCENE)

    def find(self, by: Person, card: Card, answer: Answer, where: Where) -> None:
        number, version = card
        role, before = self.role(by), self.incident(number)
        try:
            outcome = self.does(self.press(by, card, answer, where))
        except Refusal:
            assert self.incident(number) == before
            return
        self.counted(by, number, answer, where, role=role)
        assert before is not None
        assert (before.version, before.status) == (version, Status.UNVERIFIED)
        assert outcome is self.stories[number].outcome

    def counted(self, by: Person, number: IncidentId, answer: Answer, where: Where, *, role: Role | None) -> None:
        """A finding was taken: was that right?"""
        story = self.stories[number]
        assert role in (Role.VOLUNTEER, Role.ORGANIZER)
        assert by.number not in story.reporters
        assert by.number not in story.found
        story.found[by.number] = (answer, where)
        self.remember(number)

    async def press(self, by: Person, card: Card, answer: Answer, where: Where) -> Verdict:
        town, button = self.town, Found(*card, answer, where)
        return await verification.find(
            town.database, button, by=by, city=town.city, policy=town.policy, now=self.clock.now()
        )

    @rule(who=st.sampled_from(CAST), pick=st.integers(0, 200), agency=st.sampled_from(Agency))
    def someone_tells_the_agency(self, who: int, pick: int, agency: Agency) -> None:
        by, (number, _) = self.read_as[who], self.cards[-1 - pick % len(self.cards)]
        role, before, town = self.role(by), self.incident(number), self.town
        button = OfAgency(number, agency)
        try:
            told = verification.tell(
                town.database, button, by=by, city=town.city, policy=town.policy, now=self.clock.now()
            )
            outcome = self.does(told)
        except Refusal:
            assert self.incident(number) == before
            return
        assert role in (Role.VOLUNTEER, Role.ORGANIZER)
        story = self.stories[number]
        assert story.found[by.number][0] is Answer.SEEN
        if agency is Agency.LOCAL_POLICE:
            story.police.add(by.number)
        assert outcome is story.outcome
        self.remember(number)

    @rule(
        pick=st.integers(0, 3),
        presses=st.lists(
            st.tuples(st.sampled_from(CAST), st.sampled_from(Answer), st.sampled_from(Where)), min_size=2, max_size=6
        ),
    )
    def many_press_at_once(self, pick: int, presses: Sequence[tuple[int, Answer, Where]]) -> None:
        card = self.cards[-1 - pick % len(self.cards)]
        by = [self.read_as[who] for who, _, _ in presses]
        roles = [self.role(one) for one in by]

        async def at_once() -> list[Verdict | BaseException]:
            wanted = [self.press(one, card, *press[1:]) for one, press in zip(by, presses, strict=True)]
            return await asyncio.gather(*wanted, return_exceptions=True)

        answers = self.does(at_once())
        assert all(isinstance(one, Verdict | Refusal) for one in answers), answers
        assert sum(isinstance(one, Verdict) for one in answers) <= 1
        for one, (_, answer, where), role, said in zip(by, presses, roles, answers, strict=True):
            if isinstance(said, Verdict):
                self.counted(one, card[0], answer, where, role=role)
                assert said is self.stories[card[0]].outcome

    @rule(who=st.sampled_from(CAST), pick=st.integers(0, 200))
    def someone_claims(self, who: int, pick: int) -> None:
        by, (number, version) = self.read_as[who], self.cards[-1 - pick % len(self.cards)]
        role = self.role(by)
        button = Claimed(number, version)
        try:
            self.does(
                verification.claim(self.town.database, button, by=by, policy=self.town.policy, now=self.clock.now())
            )
        except Refusal:
            return
        assert role in (Role.VOLUNTEER, Role.ORGANIZER)
        self.remember(number)

    @rule(who=st.sampled_from(CAST), pick=st.integers(0, 200), step=st.sampled_from(Step))
    def someone_decides(self, who: int, pick: int, step: Step) -> None:
        self.decide(self.read_as[who], self.cards[-1 - pick % len(self.cards)], step)

    @rule(step=st.sampled_from(Step))
    def the_organizer_decides(self, step: Step) -> None:
        self.someone_looks_again(OWNER)
        self.decide(self.read_as[OWNER], self.cards[-1], step)

    def decide(self, by: Person, card: Card, step: Step) -> None:
        town, role, before = self.town, self.role(by), self.incident(card[0])
        try:
            self.does(
                verification.decide(
                    town.database, Decide(*card, step), by=by, city=town.city, policy=town.policy, now=self.clock.now()
                )
            )
        except Refusal:
            assert self.incident(card[0]) == before
            return
        assert role is Role.ORGANIZER
        assert before is not None
        assert before.version == card[1]
        self.remember(card[0])

    @rule(pick=st.integers(0, 3), reason=st.sampled_from(Reason))
    def the_organizer_takes_one_back(self, pick: int, reason: Reason) -> None:
        town, by, card = self.town, self.read_as[OWNER], self.cards[-1 - pick % len(self.cards)]
        before, button = self.incident(card[0]), Retract(*card, reason)
        try:
            self.does(correcting.retract(town.database, button, by=by, policy=town.policy, now=self.clock.now()))
        except Refusal:
            assert self.incident(card[0]) == before
            return
        assert self.role(by) is Role.ORGANIZER
        assert card[0] in self.alerted
        self.remember(card[0])

    @rule(who=st.sampled_from(CAST), pick=st.integers(0, 3))
    def someone_says_that_it_stands(self, who: int, pick: int) -> None:
        town, by, (number, _) = self.town, self.read_as[who], self.cards[-1 - pick % len(self.cards)]
        before, now = self.incident(number), self.clock.now()
        button = Reinstate(number)
        try:
            self.does(correcting.reinstate(town.database, button, by=by, city=town.city, policy=town.policy, now=now))
        except Refusal:
            assert self.incident(number) == before
            return
        assert before is not None
        assert before.status in (Status.OVER, Status.RETRACTED)
        assert self.role(by) in (Role.VOLUNTEER, Role.ORGANIZER)
        assert self.stories[number].enough
        self.remember(number)

    # what happens to people, and with time

    @rule(who=st.sampled_from(CAST), role=st.sampled_from(Role))
    def someone_is_given_a_role_and_nobody_looks(self, who: int, role: Role) -> None:
        if who in self.now:
            self.now[who] = self.does(is_made(self.town, self.now[who], role))
            if role is Role.RESIDENT:
                self.branches.pop(self.now[who].number, None)

    @rule(who=st.sampled_from(CAST))
    def someone_looks_again(self, who: int) -> None:
        self.read_as[who] = self.now.get(who, self.read_as[who])

    @rule(who=st.sampled_from(CAST[1:]), back=st.sampled_from([None, *Role]))
    def someone_is_forgotten_and_perhaps_comes_back(self, who: int, back: Role | None) -> None:
        self.does(meeting.gone(self.town.database, who))
        gone = self.now.pop(who, None)
        for story in self.stories.values():
            if gone is not None:
                story.found.pop(gone.number, None)
                story.reporters.discard(gone.number)
        if back is not None:
            self.now[who] = self.read_as[who] = self.does(joins(self.town, who, role=back))

    @rule(minutes=st.sampled_from([1, 11, 61, 95]))
    def time_passes(self, minutes: int) -> None:
        self.does(self.clock.advance(minutes * 60))
        self.does(keeping.lapse(self.town.database, now=self.clock.now()))
        self.remember(*self.stories)

    @invariant()
    def every_alert_is_allowed_and_no_incident_has_two(self) -> None:
        sent, ever = self.alerts()
        assert len(sent) == len(set(sent))
        for number in set(sent) - self.alerted:
            story = self.stories[number]
            assert story.enough
            assert self.clock.now() - story.seen <= timedelta(hours=2)
        self.alerted = set(sent)
        assert self.alerted == ever


AFTER_ALERT = (Status.ACTIVE, Status.OVER, Status.RETRACTED)


@pytest.fixture
def night(empty: Path, city: City) -> type[Night]:
    """A night in Harborton."""
    return type("Night", (Night,), {"empty": empty, "city": city})


def test_no_sequence_of_acts_makes_an_alert_that_the_policy_does_not_allow(night: type[Night]) -> None:
    run_state_machine_as_test(night, settings=settings(max_examples=SEQUENCES, stateful_step_count=STEPS))
