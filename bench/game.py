"""A town in the hour that `flood` plays: everyone who reports, looks and organizes, with the real services and courier.

The clock is virtual. What people are answered with takes its turns of the thirty messages a second, as in life.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from random import Random
from typing import TypeVar

from sqlalchemy import func, select

from bench.attack import HOUR, Account, Hour, Telling
from bench.seed import FIRST_CHAT
from bench.watch import ROUND_TRIP, Shown, Watch
from bot.courier.courier import Courier
from bot.courier.pacing import Pace
from bot.domain.buttons import Found, Send
from bot.domain.ids import EVERYWHERE, IncidentId, NeighborhoodId
from bot.domain.people import Person, Role
from bot.domain.refusals import Refusal, TooMany
from bot.domain.report import Draft
from bot.domain.verification import Answer, Where
from bot.jobs import DEALS
from bot.services import dealing, reporting, verification
from bot.town import Town
from db import drafts, duties, incidents, people, standings
from db.engine import Database, Does, Transaction
from db.tables import broadcasts, reports
from simulator.clock import VirtualClock

T = TypeVar("T")

RATE = 30
"""Messages a second."""

PER_NEIGHBORHOOD, WHOLE_CITY, ORGANIZERS = 2, 4, 3
"""Volunteers on duty for each neighborhood, for the whole city, and organizers."""

STAFF = 1000
"""Telegram's numbers that are kept for them, from the first on."""

LOOKS_EVERY = 20.0
"""Seconds after which one of the volunteers says that there is nothing."""

AT_WORK = 24
"""So many people are answered at a time: at thirty messages a second more of them would only wait, and each of them is
woken by every message that goes out."""

QUESTIONS = 5
"""Screens that the bot answers with before the last one of a report."""


class Watched(Database):
    """A database that says whether it has anything to do."""

    busy = 0

    async def change(self, does: Does[T], *, apart: bool = False) -> T:
        """As ever, counted."""
        self.busy += 1
        try:
            return await super().change(does, apart=apart)
        finally:
            self.busy -= 1

    async def look(self, does: Does[T]) -> T:
        """As ever, counted."""
        self.busy += 1
        try:
            return await super().look(does)
        finally:
            self.busy -= 1


async def settled(database: Watched) -> None:
    """Wait until the database has nothing to do, and nobody asks it anything more."""
    while database.busy:
        await asyncio.sleep(0.0002)
        if not database.busy:
            for _ in range(10):
                await asyncio.sleep(0)


@dataclass(slots=True)
class Played:
    """What came of the hour."""

    taken: int = 0
    refused: int = 0
    looked: int = 0
    known: list[Shown] = field(default_factory=list)
    new: list[Shown] = field(default_factory=list)
    true: set[int] = field(default_factory=set)
    """The incidents that something true was told of."""


@dataclass(slots=True)
class Game:
    """A town in that hour."""

    town: Town
    clock: VirtualClock
    dice: Random
    played: Played = field(default_factory=Played)
    persons: dict[int, Person] = field(default_factory=dict)
    volunteers: list[int] = field(default_factory=list)
    organizers: list[int] = field(default_factory=list)
    answering: set[asyncio.Task[None]] = field(default_factory=set)
    at_work: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_WORK))

    pace: Pace = field(init=False)
    watch: Watch = field(init=False)
    courier: Courier = field(init=False)
    carrying: asyncio.Task[None] | None = None
    firsts: dict[int, Shown] = field(default_factory=dict)
    """By pair of new people, the report of the first."""

    def __post_init__(self) -> None:
        """Nobody is there yet."""
        self.pace = Pace(RATE, self.clock)
        self.watch = Watch(self.clock, self.volunteers, self.organizers)
        self.courier = Courier(self.town, self.watch, self.pace)

    async def begin(self, plays: Hour) -> None:
        """Everyone joins, the volunteers go on duty, the courier begins."""
        now, city = self.town.clock.now(), self.town.city
        chats = iter(range(FIRST_CHAT + 1, FIRST_CHAT + STAFF))
        beats = [(one,) for one in city.neighborhoods for _ in range(PER_NEIGHBORHOOD)] + [(EVERYWHERE,)] * WHOLE_CITY
        async with self.town.database.transaction() as tx:
            for where in beats:
                self.volunteers.append(await self._joins(tx, next(chats), Role.VOLUNTEER))
                await duties.start(
                    tx,
                    self.persons[self.volunteers[-1]].number,
                    [NeighborhoodId(one) for one in where],
                    until=now + timedelta(hours=12),
                )
            for _ in range(ORGANIZERS):
                self.organizers.append(await self._joins(tx, next(chats), Role.ORGANIZER))
            for one in plays.accounts:
                await self._account(tx, one)
        self.carrying = asyncio.create_task(self.courier.run())
        await self.clock.advance(2)

    async def _joins(self, tx: Transaction, chat: int, role: Role, ago: timedelta = timedelta(days=90)) -> int:
        languages = self.town.city.languages
        person = await people.add(
            tx, chat, language=languages[chat % len(languages)], role=role, now=self.town.clock.now() - ago
        )
        self.persons[chat] = person
        return chat

    async def _account(self, tx: Transaction, account: Account) -> None:
        await self._joins(tx, account.chat, Role.RESIDENT, account.joined)
        if account.proven:
            now = self.town.clock.now()
            standing = await standings.of(tx, self.persons[account.chat].number, now=now)
            await standings.keep(tx, replace(standing, confirmed=1), now=now)

    async def play(self, tellings: Sequence[Telling], *, lasts: float = HOUR) -> None:
        """All that is told, and what goes on beside it, for so many seconds."""
        start = self.clock.monotonic()
        deals, looks = DEALS.total_seconds(), LOOKS_EVERY
        for one in [*tellings, None]:
            end = lasts if one is None else one.at
            while min(deals, looks) <= end:
                await self._until(start + min(deals, looks))
                if deals <= looks:
                    deals += DEALS.total_seconds()
                    await dealing.look_again(
                        self.town.database, city=self.town.city, policy=self.town.policy, now=self.clock.now()
                    )
                else:
                    looks += LOOKS_EVERY
                    await self._look()
            await self._until(start + end)
            if one is not None:
                await self._tell(one)

    async def _until(self, at: float) -> None:
        await self.clock.advance(max(0.0, at - self.clock.monotonic()))

    async def _tell(self, told: Telling) -> None:
        """Someone fills in a report and sends it. Whoever is refused at the beginning has seen one screen."""
        town, by, now = self.town, self.persons[told.account.chat], self.clock.now()
        self._reply(told.account.chat, 1)
        try:
            opened = await reporting.begin(town.database, by=by, policy=town.policy, now=now)
            place = town.city.places[told.place]
            whole = Draft(
                opened.draft.tag, told.activity, place.neighborhood, place.id, observed=now, number=told.number
            )
            async with town.database.transaction() as tx:
                await drafts.save(tx, by.number, whole, now=now)
            await reporting.submit(town.database, Send(whole.tag), by=by, city=town.city, policy=town.policy, now=now)
        except TooMany:
            self.played.refused += 1
            return
        self._reply(told.account.chat, QUESTIONS)
        self.played.taken += 1
        if told.is_true:
            await self._is_true(told)

    async def _is_true(self, told: Telling) -> None:
        """Whether a volunteer can see it already, or when they will."""
        async with self.town.database.reading() as tx:
            row = await tx.one(select(reports.c.incident).order_by(reports.c.id.desc()).limit(1))
        assert row is not None  # noqa: S101  it was just told
        shown = Shown(IncidentId(row.incident), self.clock.monotonic())
        self.played.true.add(shown.incident)
        if told.pair is None:
            self.played.known.append(shown)
            self.watch.told(shown)
        elif told.pair not in self.firsts:
            self.firsts[told.pair] = shown
        else:
            first = self.firsts[told.pair]
            first.since = shown.since
            for one in (first, shown):
                self.played.new.append(one)
                self.watch.told(one)

    def _reply(self, chat: int, screens: int) -> None:
        """So many answers to a person, which take their turns before cards and lists."""

        async def answer() -> None:
            for _ in range(screens):
                async with self.at_work:
                    turn = await self.pace.reply(chat)
                    await self.clock.wait(asyncio.Event(), ROUND_TRIP)
                    self.watch.times.append(self.clock.monotonic())
                    turn.answered()

        task = asyncio.create_task(answer())
        self.answering.add(task)
        task.add_done_callback(self.answering.discard)

    async def _look(self) -> None:
        """A volunteer has looked at something that they hold."""
        held = [(chat, one) for (chat, _), shown in self.watch.holds.items() if len(shown) == 1 for one in shown]
        false = [(chat, one) for chat, one in held if one not in self.played.true]
        if not false:
            return
        chat, number = self.dice.choice(false)
        town = self.town
        async with town.database.reading() as tx:
            incident = await incidents.get(tx, IncidentId(number))
        answer = self.dice.choice((Where.ON_SCENE, Where.REMOTE))
        button = Found(incident.id, incident.version, Answer.NOTHING_THERE, answer)
        try:
            await verification.find(
                town.database, button, by=self.persons[chat], city=town.city, policy=town.policy, now=self.clock.now()
            )
        except Refusal:
            return
        self.played.looked += 1

    async def alerts(self) -> int:
        """How many went out."""
        async with self.town.database.reading() as tx:
            row = await tx.one(select(func.count()).select_from(broadcasts))
        return int(row[0]) if row else 0

    async def end(self) -> None:
        """Nobody waits any more."""
        tasks = [*self.answering, *([self.carrying] if self.carrying else [])]
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)
