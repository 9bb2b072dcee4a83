"""What is reported, and what volunteers find, one by one and at once."""

import asyncio
from collections.abc import Sequence

from hypothesis import strategies as st
from hypothesis.stateful import rule

from bot.domain.buttons import Claimed, Found, OfAgency
from bot.domain.ids import IncidentId, PlaceId
from bot.domain.incident import Activity, Number, Status
from bot.domain.people import Person, Role
from bot.domain.refusals import Refusal
from bot.domain.report import Draft
from bot.domain.verification import Agency, Answer, Verdict, Where
from bot.services import keeping, lapsing, reporting, verification
from cities import Place
from db import drafts, people
from db.tables import incidents as incident_rows
from tests.services.acts import sends
from tests.services.bystander import Story
from tests.services.nights.night import CAST, OTHER, PICK, PLACES, WHO, Card, Night

LOOK = (Role.VOLUNTEER, Role.ORGANIZER)


class Looking(Night):
    """Reports, claims and findings."""

    def the_night_before(self, seen: Sequence[Where], invited: int) -> None:
        self.everyone_comes()
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

    @rule(who=WHO, place=st.sampled_from(PLACES))
    def someone_tells(self, who: int, place: str) -> None:
        by = self.read_as[who]
        if self.role(by) is None:
            return
        before = {row.id for row in self.all(incident_rows)}
        self.does(self.tell(by, self.city.places[PlaceId(place)]))
        after = [row for row in self.all(incident_rows) if not row.exercise]
        new = [row for row in after if row.id not in before]
        told_of = new or [row for row in after if row.place == place and row.status in ("unverified", "active")]
        for row in told_of[-1:]:
            story = self.stories.setdefault(row.id, Story(row.observed, branches=self.branches))
            story.reporters.add(by.number)
            self.remember(row.id)

    async def tell(self, by: Person, at: Place) -> None:
        """A whole report, without its questions one by one."""
        town, now = self.town, self.clock.now()
        opened = await reporting.begin(town.database, by=by, policy=town.policy, now=now)
        what = Draft(opened.draft.tag, Activity.PATROL, at.neighborhood, at.id, observed=now, number=Number.FEW)
        async with town.database.transaction() as tx:
            await drafts.save(tx, by.number, what, now=now)
        await sends(town, by, what)

    @rule(who=WHO, pick=PICK, answer=st.sampled_from(Answer), where=st.sampled_from(Where))
    def someone_finds(self, who: int, pick: int, answer: Answer, where: Where) -> None:
        self.find(self.read_as[who], self.cards[-1 - pick % len(self.cards)], answer, where)

    @rule(who=st.sampled_from(CAST[2:]), where=st.sampled_from(Where))
    def a_volunteer_sees_it(self, who: int, where: Where) -> None:
        self.find(self.looks_again(who), self.cards[-1], Answer.SEEN, where)

    @rule(who=st.sampled_from(CAST[2:]), answer=st.sampled_from(Answer))
    def a_volunteer_answers(self, who: int, answer: Answer) -> None:
        self.find(self.looks_again(who), self.cards[-1], answer, Where.ON_SCENE)

    @rule(place=st.sampled_from(PLACES), pair=st.sampled_from([(2, 5), (3, 4), (2, OTHER)]))
    def it_is_reported_and_two_see_it(self, place: str, pair: tuple[int, int]) -> None:
        self.someone_tells(1, place)
        for who in pair:
            self.a_volunteer_sees_it(who, Where.ON_SCENE)

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
        assert role in LOOK
        assert by.number not in story.reporters
        assert by.number not in story.found
        story.found[by.number] = (answer, where)
        self.remember(number)

    async def press(self, by: Person, card: Card, answer: Answer, where: Where) -> Verdict:
        town, button = self.town, Found(*card, answer, where)
        return await verification.find(
            town.database, button, by=by, city=town.city, policy=town.policy, now=self.clock.now()
        )

    @rule(who=WHO, pick=PICK, agency=st.sampled_from(Agency))
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
        assert role in LOOK
        story = self.stories[number]
        assert story.found[by.number][0] is Answer.SEEN
        if agency is Agency.LOCAL_POLICE:
            story.police.add(by.number)
        assert outcome is story.outcome
        self.remember(number)

    @rule(
        pick=st.integers(0, 3),
        presses=st.lists(st.tuples(WHO, st.sampled_from(Answer), st.sampled_from(Where)), min_size=2, max_size=6),
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

    @rule(who=WHO, pick=PICK)
    def someone_claims(self, who: int, pick: int) -> None:
        by, card = self.read_as[who], self.cards[-1 - pick % len(self.cards)]
        town, role = self.town, self.role(by)
        claim = verification.claim(town.database, Claimed(*card), by=by, policy=town.policy, now=self.clock.now())
        if self.tries(claim):
            assert role in LOOK
            self.remember(card[0])

    @rule(minutes=st.sampled_from([1, 11, 61, 95, 24 * 60, 7 * 24 * 60]))
    def time_passes(self, minutes: int) -> None:
        database, policy = self.town.database, self.town.policy
        self.does(self.clock.advance(minutes * 60))
        self.does(keeping.lapse(database, now=self.clock.now()))
        self.does(keeping.expire(database, now=self.clock.now()))
        self.does(lapsing.lapse(database, policy=policy, now=self.clock.now()))
        self.remember(*self.stories)
