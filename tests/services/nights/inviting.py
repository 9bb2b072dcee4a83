"""Who is let in, made something else, removed or forgotten; and links that are used once, however many try."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from hypothesis import strategies as st
from hypothesis.stateful import rule

from bot.domain.buttons import Remove, Revoke, Vouch
from bot.domain.ids import Language, PersonNumber
from bot.domain.incident import Status
from bot.domain.people import RANK, Person, Role
from bot.domain.refusals import InvitationClosed, Refusal
from bot.services import appointing, inviting, meeting
from db.invitations import MARK_BYTES
from tests.services.acts import OWNER, is_made, joins
from tests.services.bystander import Story
from tests.services.nights.night import CAST, NEAR, ORGANIZER, PICK, WHO, Night

STRANGERS = 10_000
"""Telegram's numbers from here on belong to people who come by a link."""

RACES: list[int] = []
"""How many tried each link that several tried at once, over all nights."""


@dataclass
class Link:
    """An invitation, as a bystander wrote it down."""

    secret: str
    role: Role
    inviter: PersonNumber
    made: datetime
    agreed: PersonNumber | None = None
    gone: bool = False
    """It was used or revoked."""

    @property
    def mark(self) -> str:
        return sha256(self.secret.encode()).digest()[:MARK_BYTES].hex()


class Inviting(Night):
    """Invitations, roles, removals."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[Link] = []
        self.removed: datetime | None = None
        """When an organizer was last removed by another."""
        self.strangers = STRANGERS

    def is_open(self, link: Link) -> bool:
        is_young = self.clock.now() - link.made < timedelta(hours=24)
        return is_young and not link.gone and self.lets_in(link.inviter, link.role)

    def lets_in(self, who: PersonNumber, role: Role) -> bool:
        """Organizers anyone, volunteers volunteers."""
        looks = any(one.number == who and one.role is Role.VOLUNTEER for one in self.now.values())
        return self.organizes(who) or (looks and role is Role.VOLUNTEER)

    def works(self, link: Link) -> bool:
        """Two organizers stand behind one that makes an organizer; one where there is no second, if he was not removed
        within the week."""
        week = timedelta(days=7)
        alone = len(self.organizers) <= 1 and (self.removed is None or self.clock.now() - self.removed >= week)
        return self.is_open(link) and (link.role is not Role.ORGANIZER or alone or self.organizes(link.agreed))

    @rule(who=ORGANIZER, role=st.sampled_from([Role.VOLUNTEER, Role.ORGANIZER]))
    def someone_invites(self, who: int, role: Role) -> None:
        by, town, now = self.read_as[who], self.town, self.clock.now()
        mine = [one for one in self.links if one.inviter == by.number and self.is_open(one)]
        may = self.lets_in(by.number, role) and len(mine) < town.policy.invitations_open
        try:
            made = self.does(inviting.invite(town.database, role, by=by, policy=town.policy, now=now))
        except Refusal:
            assert not may
            return
        assert may
        self.links.append(Link(made.secret, role, by.number, now))
        assert made.works is self.works(self.links[-1])

    def link(self, pick: int) -> Link:
        """One of them; the last that was made, for nought."""
        return self.links[-1 - pick % len(self.links)]

    @rule(who=ORGANIZER, pick=NEAR)
    def someone_agrees_to_a_link(self, who: int, pick: int) -> None:
        if not self.links:
            return
        by, link = self.read_as[who], self.link(pick)
        is_another = link.role is Role.ORGANIZER and link.inviter != by.number
        may = self.organizes(by.number) and self.is_open(link) and is_another
        vouch = inviting.vouch(self.town.database, Vouch(link.mark), by=by, now=self.clock.now())
        assert self.tries(vouch) is may
        if may:
            link.agreed = by.number

    @rule(who=ORGANIZER, pick=PICK)
    def someone_revokes_a_link(self, who: int, pick: int) -> None:
        if not self.links:
            return
        by, link = self.read_as[who], self.link(pick)
        may = self.organizes(by.number) and self.is_open(link)
        assert self.tries(inviting.revoke(self.town.database, Revoke(link.mark), by=by, now=self.clock.now())) is may
        link.gone = link.gone or may

    async def accepts(self, link: Link, telegram_id: int) -> Person:
        return await inviting.accept(
            self.town.database,
            link.secret,
            telegram_id=telegram_id,
            language=Language("es"),
            now=self.clock.now(),
        )

    @rule(who=WHO, pick=NEAR)
    def someone_uses_a_link(self, who: int, pick: int) -> None:
        if not self.links:
            return
        link, before = self.link(pick), self.now.get(who)
        works = self.works(link)
        try:
            made = self.does(self.accepts(link, who))
        except Refusal:
            assert not works
            return
        assert works
        link.gone = True
        self.is_let_in(who, made, before, link)

    def is_let_in(self, who: int, made: Person, before: Person | None, link: Link) -> None:
        was = Role.RESIDENT if before is None else before.role
        assert made.role is max(link.role, was, key=RANK.__getitem__)
        self.now[who] = made
        if before is None:
            self.read_as[who] = made
        if made.role is not was and link.inviter in self.organizers:
            self.branches.pop(made.number, None)
        elif made.role is not was:
            self.branches[made.number] = self.branches.get(link.inviter, link.inviter)

    @rule(pick=NEAR, many=st.integers(2, 4))
    def many_use_a_link_at_once(self, pick: int, many: int) -> None:
        if not self.links:
            return
        link, first = self.link(pick), self.strangers
        works = self.works(link)
        self.strangers += many
        RACES.append(many)

        async def at_once() -> list[Person | BaseException]:
            tries = [self.accepts(link, first + one) for one in range(many)]
            return await asyncio.gather(*tries, return_exceptions=True)

        answers = self.does(at_once())
        assert all(isinstance(one, Person | InvitationClosed) for one in answers), answers
        assert sum(isinstance(one, Person) for one in answers) == works
        for who, made in enumerate(answers, start=first):
            if isinstance(made, Person):
                link.gone = True
                self.is_let_in(who, made, None, link)

    @rule(who=WHO, role=st.sampled_from([Role.VOLUNTEER, Role.ORGANIZER]))
    def someone_is_given_a_role_and_nobody_looks(self, who: int, role: Role) -> None:
        if who in self.now:
            self.now[who] = self.does(is_made(self.town, self.now[who], role))

    @rule(who=WHO)
    def someone_looks_again(self, who: int) -> None:
        self.looks_again(who)

    @rule(who=ORGANIZER, whom=WHO)
    def someone_removes_another(self, who: int, whom: int) -> None:
        by, town = self.read_as[who], self.town
        if whom not in self.now:
            return
        other, unverified = self.now[whom], self.unverified()
        removable = whom != OWNER and other.role is not Role.RESIDENT and other.number != by.number
        may = removable and self.organizes(by.number)
        tag = Remove(town.database.keys.alias(by.number, other.number))
        removal = appointing.remove(
            town.database, tag, by=by, owner=OWNER, city=town.city, policy=town.policy, now=self.clock.now()
        )
        for story in unverified if may else ():
            story.found.pop(other.number, None)
            story.police.discard(other.number)
        assert self.tries(removal) is may
        if may:
            self.is_no_more(whom)

    def unverified(self) -> list[Story]:
        found = ((self.incident(number), story) for number, story in self.stories.items())
        return [story for one, story in found if one is not None and one.status is Status.UNVERIFIED]

    def is_no_more(self, whom: int) -> None:
        """They are a resident again."""
        other = self.now[whom]
        if other.role is Role.ORGANIZER:
            self.removed = self.clock.now()
        self.now[whom] = Person(other.number, other.language, Role.RESIDENT)
        self.branches.pop(other.number, None)
        self.suspended.pop(other.number, None)
        self.remember(*self.stories)

    @rule(who=st.sampled_from(CAST[1:]), back=st.sampled_from([None, *Role]))
    def someone_is_forgotten_and_perhaps_comes_back(self, who: int, back: Role | None) -> None:
        self.does(meeting.gone(self.town.database, who))
        gone = self.now.pop(who, None)
        if gone is not None:
            self.suspended.pop(gone.number, None)
        for story in self.stories.values():
            if gone is not None:
                story.found.pop(gone.number, None)
                story.reporters.discard(gone.number)
        if back is not None:
            self.now[who] = self.read_as[who] = self.does(joins(self.town, who, "harbor", role=back))
