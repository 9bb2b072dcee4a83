"""Exercises: begun by two, for those who take part; and notices, which two agree to as well."""

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule
from sqlalchemy import Row

from bot.domain.broadcast import AlertFacts, Kind
from bot.domain.buttons import Exercises, Taking
from bot.domain.freezing import Wish
from bot.domain.ids import NoticeId
from bot.domain.notice import NoticeFacts
from bot.domain.refusals import Refusal
from bot.services import drilling, noticing
from db.broadcasts import ANY_FACTS, AUDIENCE
from db.tables import broadcasts
from db.tables import incidents as incident_rows
from tests.services.bystander import Story
from tests.services.nights.night import ORGANIZER, WHO, Night
from tests.services.notices import approves, is_proposed


class Exercising(Night):
    """What takes two organizers and is no alert."""

    def __init__(self) -> None:
        super().__init__()
        self.wrote: dict[NoticeId, int] = {}
        """Who on the other side of the phone wrote each notice."""
        self.approved: set[NoticeId] = set()
        self.checked: Sequence[Row[Any]] = ()

    @rule(who=WHO, taking=st.sampled_from(Taking))
    def someone_takes_part_in_exercises_or_no_more(self, who: int, taking: Taking) -> None:
        if who in self.now:
            self.does(drilling.take_part(self.town.database, Exercises(taking), by=self.now[who]))

    @rule(who=ORGANIZER)
    def someone_wants_an_exercise(self, who: int) -> None:
        by, town = self.read_as[who], self.town
        may = self.organizes(by.number)
        if not self.tries(drilling.agree(town.database, by=by, city=town.city, now=self.clock.now())):
            return
        assert may
        is_second = bool(self.agrees(Wish.EXERCISE, drilling.ABOUT, by))
        begun = [row for row in self.all(incident_rows) if row.exercise]
        new = [row for row in begun if row.id not in self.exercises]
        assert len(new) == is_second
        for row in new:
            self.agreements.pop((Wish.EXERCISE, drilling.ABOUT))
            self.exercises.add(row.id)
            self.stories[row.id] = Story(row.observed, branches=self.branches)
            self.remember(row.id)

    @rule(who=ORGANIZER)
    def someone_proposes_a_notice(self, who: int) -> None:
        by = self.looks_again(who)
        may = self.organizes(by.number)
        try:
            being = self.does(is_proposed(self.town, by))
        except Refusal:
            return
        assert may
        self.wrote[being.id] = who

    @rule(who=ORGANIZER)
    def someone_approves_whatever_waits(self, who: int) -> None:
        by = self.read_as[who]
        may = self.organizes(by.number)
        try:
            listed = self.does(noticing.listed(self.town.database, by=by))
        except Refusal:
            assert not may
            return
        for one in listed:
            if self.tries(approves(self.town, by, one)):
                author = self.now[self.wrote[one.id]]
                assert self.organizes(author.number)
                assert author.number != by.number
                self.approved.add(one.id)

    @invariant()
    def no_notice_goes_out_that_two_have_not_agreed_to(self) -> None:
        told = self.all(broadcasts)
        new, self.checked = [] if told is self.checked else told, told
        for row in new:
            facts = ANY_FACTS.validate_json(row.facts)
            if isinstance(facts, NoticeFacts):
                assert facts.notice in self.approved
            else:
                self.is_for_those_who_take_part(facts, row.kind, row.audience)

    def is_for_those_who_take_part(self, facts: AlertFacts, kind: Kind, audience: str | None) -> None:
        assert facts.exercise is (facts.incident in self.exercises)
        if kind is Kind.ALERT:
            assert audience is not None
            assert AUDIENCE.validate_json(audience).exercise is facts.exercise
