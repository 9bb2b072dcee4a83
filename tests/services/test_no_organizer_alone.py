"""Whatever organizers press, in whatever order: nothing goes out that two of them have not agreed to, word for word.

What that means is written here a second time, from its description, so that the two can be compared.
"""

import os
from collections.abc import Coroutine
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import event, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule, run_state_machine_as_test

from bot.domain.broadcast import Kind
from bot.domain.ids import NoticeId
from bot.domain.notice import ALIVE, Choice, Notice, NoticeFacts, NoticeState
from bot.domain.people import Person, Role
from bot.domain.refusals import Expired, Refusal
from bot.domain.scheduling import choices, is_quiet
from bot.services import forgetting, noticing
from cities import City
from db import notices
from db.notices import FACTS
from db.tables import broadcasts
from tests.services.acts import is_made, joins, rows
from tests.services.evening import Evening
from tests.services.notices import (
    aims,
    amends,
    approves,
    asks,
    begins,
    clock_strikes,
    drops,
    is_proposed,
    looks,
    marks,
    plans,
    proposes,
    says,
    withdraws,
)

LONG = bool(os.environ.get("AVISA_TEST_LONG"))
SEQUENCES, STEPS = (1000, 50) if LONG else (15, 30)

CAST = (1, 2, 3)
"""Two organizers and a volunteer, at first."""

WHO, PICK = st.sampled_from(CAST), st.integers(0, 20)


class Hijacked(Evening):
    """Somebody has their phones, and tries everything."""

    def __init__(self) -> None:
        super().__init__()
        self.now: dict[int, Person] = {}
        """Each person as they are, by Telegram's number."""
        self.read_as: dict[int, Person] = {}
        """Each person as they were when somebody last looked."""
        self.wrote: dict[NoticeId, int] = {}
        """Who on the other side of the phone began each notice."""
        self.seen: list[Notice] = []
        """Every notice as it ever was shown to anyone."""
        self.agreed: list[NoticeFacts] = []

    def shows(self, act: Coroutine[Any, Any, Notice | None]) -> Notice | None:
        """What came of it, if anything did; it is remembered as it stood."""
        try:
            shown = self.does(act)
        except Refusal:
            return None
        if shown is not None:
            self.seen.append(shown)
        return shown

    def teardown(self) -> None:
        event(f"{len(self.agreed)} notices")
        super().teardown()

    @initialize()
    def the_evening_before(self) -> None:
        for one in CAST:
            role = Role.VOLUNTEER if one == CAST[-1] else Role.ORGANIZER
            self.now[one] = self.read_as[one] = self.does(joins(self.town, one, role=role))
        self.someone_proposes_all_at_once(CAST[0])
        self.someone_approves_whatever_waits(CAST[1])

    @rule(who=WHO)
    def someone_begins(self, who: int) -> None:
        if (being := self.shows(begins(self.town, self.read_as[who]))) is not None:
            self.wrote[being.id] = who

    @rule(who=WHO)
    def someone_proposes_all_at_once(self, who: int) -> None:
        self.someone_looks_again(who)
        if (being := self.shows(is_proposed(self.town, self.read_as[who]))) is not None:
            self.wrote[being.id] = who

    @rule(who=WHO, pick=PICK, does=st.sampled_from([proposes, drops, looks, withdraws]))
    def someone_presses(self, who: int, pick: int, does: Any) -> None:
        self.shows(does(self.town, self.read_as[who], self.seen[-1 - pick % len(self.seen)]))

    @rule(who=WHO, pick=PICK, where=st.sampled_from(["harbor", "city"]), text=st.sampled_from(["One.", "Two."]))
    def someone_changes_it(self, who: int, pick: int, where: str, text: str) -> None:
        by, being = self.read_as[who], self.seen[-1 - pick % len(self.seen)]
        self.shows(aims(self.town, by, being, where))
        self.shows(asks(self.town, by, being, "en"))
        self.shows(says(self.town, by, text))

    @rule(who=WHO, pick=PICK, when=st.integers(0, 5), choice=st.sampled_from([*Choice, None]))
    def someone_plans_it(self, who: int, pick: int, when: int, choice: Choice | None) -> None:
        by, being = self.read_as[who], self.seen[-1 - pick % len(self.seen)]
        self.shows(plans(self.town, by, being, choices(self.clock.now(), self.town.city.zone)[when]))
        if choice is not None:
            self.shows(marks(self.town, by, being, choice))

    @rule(who=WHO, pick=PICK, text=st.sampled_from(["Three.", "Four."]))
    def someone_wants_other_words(self, who: int, pick: int, text: str) -> None:
        by, alive = self.read_as[who], [one for one in self.seen if one.state in ALIVE]
        being = self.shows(amends(self.town, by, alive[-1 - pick % len(alive)]))
        if being is not None:
            self.wrote[being.id] = who
            self.shows(asks(self.town, by, being, "en"))
            self.shows(says(self.town, by, text))
            self.shows(proposes(self.town, by, being))

    @rule(who=WHO, pick=PICK)
    def someone_approves(self, who: int, pick: int) -> None:
        self.approves(who, self.seen[-1 - pick % len(self.seen)])

    @rule(who=WHO)
    def someone_approves_whatever_waits(self, who: int) -> None:
        self.someone_looks_again(who)
        try:
            listed = self.does(noticing.listed(self.town.database, by=self.read_as[who]))
        except Refusal:
            return
        self.seen += reversed(listed)
        for one in listed:
            self.approves(who, one)

    def approves(self, who: int, shown: Notice) -> None:
        by = self.read_as[who]
        before, role = self.notice(shown.id), self.now[who].role
        if self.shows(approves(self.town, by, shown)) is None:
            return
        author = self.wrote[shown.id]
        assert before is not None
        assert (author != who, role, self.now[author].role) == (True, Role.ORGANIZER, Role.ORGANIZER)
        assert (before.state, before.author) == (NoticeState.PROPOSED, self.now[author].number)
        assert before.facts == shown.facts
        self.agreed.append(before.facts)

    @rule(who=WHO, role=st.sampled_from([Role.VOLUNTEER, Role.ORGANIZER]))
    def a_role_changes(self, who: int, role: Role) -> None:
        self.now[who] = self.does(is_made(self.town, self.now[who], role))

    @rule(who=WHO)
    def someone_is_forgotten_and_comes_back(self, who: int) -> None:
        role = self.now[who].role
        self.does(forgetting.forget(self.town.database, by=self.now[who]))
        self.now[who] = self.read_as[who] = self.does(joins(self.town, who, role=role))

    @rule(who=WHO)
    def someone_looks_again(self, who: int) -> None:
        self.read_as[who] = self.now[who]

    @rule(minutes=st.sampled_from([1, 29, 31, 600]))
    def time_passes(self, minutes: int) -> None:
        self.does(self.clock.advance(minutes * 60))
        self.does(clock_strikes(self.town))

    def notice(self, number: NoticeId) -> Notice | None:
        async def read() -> Notice | None:
            async with self.town.database.reading() as tx:
                try:
                    return await notices.get(tx, number)
                except Expired:
                    return None

        return self.does(read())

    @invariant()
    def what_went_out_is_what_two_agreed_to(self) -> None:
        agreed = [(one.texts, one.neighborhoods, one.urgent) for one in self.agreed]
        for row in self.does(rows(self.town.database, broadcasts)):
            said = FACTS.validate_json(row.facts)
            assert row.kind is Kind.WITHDRAWAL or (said.texts, said.neighborhoods, said.urgent) in agreed
            assert row.kind is not Kind.NOTICE or said.urgent or not is_quiet(row.opened, self.town.city.zone)

    @invariant()
    def it_never_is_much(self) -> None:
        opened = [row.opened for row in self.does(rows(self.town.database, broadcasts)) if row.kind is Kind.NOTICE]
        policy = self.town.policy
        assert all(after - before >= policy.notices_apart for before, after in pairwise(opened))
        assert all(
            after - before >= timedelta(days=1)
            for before, after in zip(opened, opened[policy.notices_a_day :], strict=False)
        )


@pytest.fixture
def hijacked(empty: Path, city: City) -> type[Hijacked]:
    """An evening in Harborton."""
    return type("Hijacked", (Hijacked,), {"empty": empty, "city": city})


def test_no_sequence_of_presses_sends_what_two_organizers_have_not_agreed_to(hijacked: type[Hijacked]) -> None:
    run_state_machine_as_test(hijacked, settings=settings(max_examples=SEQUENCES, stateful_step_count=STEPS))
