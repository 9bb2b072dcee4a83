"""What organizers decide, who undoes it, and who is stopped for having ended too much."""

from datetime import datetime, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from bot.domain.buttons import Decide, Readmit, Reinstate, Retract
from bot.domain.freezing import Wish
from bot.domain.ids import IncidentId, PersonNumber
from bot.domain.incident import Reason, Status, Step
from bot.domain.people import Person, Role
from bot.domain.refusals import Refusal
from bot.services import correcting, verification
from db import suspensions
from tests.services.nights.night import NEAR, ORGANIZER, PICK, WHO, Card, Night


class Deciding(Night):
    """Follow-ups, all-clears, retractions, and who says that an alert stands."""

    def __init__(self) -> None:
        super().__init__()
        self.ended: list[tuple[PersonNumber, datetime]] = []
        """Who ended an alert, and when, since anyone was last let act again."""
        self.ended_by: dict[IncidentId, PersonNumber] = {}

    @rule(who=WHO, pick=PICK, step=st.sampled_from(Step))
    def someone_decides(self, who: int, pick: int, step: Step) -> None:
        self.decide(self.read_as[who], self.cards[-1 - pick % len(self.cards)], step)

    @rule(who=ORGANIZER, step=st.sampled_from([Step.CONFIRM, Step.DISMISS, Step.FOLLOW_UP, Step.ALL_CLEAR]))
    def an_organizer_decides(self, who: int, step: Step) -> None:
        self.decide(self.looks_again(who), self.cards[-1], step)

    def decide(self, by: Person, card: Card, step: Step) -> None:
        town, may, before = self.town, self.organizes(by.number), self.incident(card[0])
        decision = verification.decide(
            town.database, Decide(*card, step), by=by, city=town.city, policy=town.policy, now=self.clock.now()
        )
        if not self.tries(decision):
            assert self.incident(card[0]) == before
            return
        assert may
        assert before is not None
        assert before.version == card[1]
        if step is Step.ALL_CLEAR:
            self.has_ended(by, card[0])
        self.remember(card[0])

    @rule(who=WHO, pick=NEAR, reason=st.sampled_from(Reason))
    def someone_takes_one_back(self, who: int, pick: int, reason: Reason) -> None:
        self.take_back(self.read_as[who], self.cards[-1 - pick % len(self.cards)], reason)

    @rule(who=ORGANIZER, pick=st.integers(0, 1))
    def an_organizer_takes_an_alert_back(self, who: int, pick: int) -> None:
        alerts = [card for card in self.cards if card[0] in self.alerted]
        if alerts:
            self.take_back(self.looks_again(who), alerts[-1 - pick % len(alerts)], Reason.HOAX)

    def take_back(self, by: Person, card: Card, reason: Reason) -> None:
        town, may, before = self.town, self.organizes(by.number), self.incident(card[0])
        button = Retract(*card, reason)
        retract = correcting.retract(town.database, button, by=by, policy=town.policy, now=self.clock.now())
        if not self.tries(retract):
            assert self.incident(card[0]) == before
            return
        assert may
        assert card[0] in self.alerted
        self.has_ended(by, card[0])
        self.remember(card[0])

    def has_ended(self, by: Person, number: IncidentId) -> None:
        """Whoever ends two within an hour is stopped, where somebody else may say that it was right."""
        now = self.clock.now()
        self.ended_by[number] = by.number
        if number not in self.exercises:
            self.ended.append((by.number, now))
        lately = sum(who == by.number and now - at < timedelta(hours=1) for who, at in self.ended)
        others = self.organizers - {by.number} - self.suspended.keys()
        if others and lately >= self.town.policy.endings_an_hour:
            self.suspended[by.number] = suspensions.mark(now)
            self.does(self.clock.advance(1))

    @rule(who=WHO, pick=NEAR)
    def someone_says_that_it_stands(self, who: int, pick: int) -> None:
        ended = [*self.ended_by] or [self.cards[-1][0]]
        town, by, number = self.town, self.looks_again(who), ended[-1 - pick % len(ended)]
        before, role, now = self.incident(number), self.role(by), self.clock.now()
        button = Reinstate(number)
        try:
            self.does(correcting.reinstate(town.database, button, by=by, city=town.city, policy=town.policy, now=now))
        except Refusal:
            assert self.incident(number) == before
            return
        assert before is not None
        assert before.status in (Status.OVER, Status.RETRACTED)
        assert role is Role.VOLUNTEER or self.organizes(by.number)
        assert self.ended_by[number] != by.number
        assert self.stories[number].enough
        self.remember(number)

    @rule(who=ORGANIZER, pick=NEAR)
    def someone_lets_another_act_again(self, who: int, pick: int) -> None:
        by, stopped = self.read_as[who], list(self.suspended.items())
        if not stopped:
            return
        whom, mark = stopped[pick % len(stopped)]
        may, others = self.organizes(by.number), self.organizers - self.suspended.keys()
        readmitted = correcting.readmit(self.town.database, Readmit(mark), by=by, now=self.clock.now())
        try:
            acts_again = self.does(readmitted)
        except Refusal:
            assert not may
            return
        assert may
        agreed = {*self.agrees(Wish.READMIT, mark, by), by.number}
        assert acts_again is (len(agreed) >= min(2, len(others)))
        if acts_again:
            del self.suspended[whom]
            self.ended.clear()
