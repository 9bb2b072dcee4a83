"""A courier between a small town and the simulator, in one process."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import pytest_asyncio

from bot.courier.courier import Courier
from bot.courier.pacing import Pace
from bot.domain.ids import IncidentId
from bot.domain.incident import Step
from bot.domain.people import Person, Role
from bot.town import Town
from bot.wire import TokenRefused
from cities import City, load
from db.engine import Database
from locales import Translator
from simulator import people
from simulator.chats import Chat, message_facts
from simulator.clock import VirtualClock
from simulator.engine import Engine
from simulator.in_process import InProcess
from tests.fresh import AtRest
from tests.services import acts

HARBOR = "harbor"


@dataclass
class Night:
    """A town, its people's phones, and the courier that carries between them."""

    town: Town
    engine: Engine
    clock: VirtualClock
    courier: Courier
    volunteers: list[Person] = field(default_factory=list)
    organizer: Person | None = None
    running: asyncio.Task[None] | None = None

    async def joins(self, number: int, *where: str, role: Role = Role.RESIDENT, language: str = "en") -> Person:
        """Someone joins, with a phone that the bot may write to."""
        people.add_person(self.engine, f"Person {number}", person_id=number, language=language, has_started=True)
        return await acts.joins(self.town, number, *where, role=role, language=language)

    async def crowd(self, size: int, *where: str) -> list[int]:
        """Residents who listen there, in three languages; their numbers."""
        numbers = list(range(1_000, 1_000 + size))
        for number in numbers:
            await self.joins(number, *(where or (HARBOR,)), language=("en", "es", "ar")[number % 3])
        return numbers

    async def is_confirmed(self) -> IncidentId:
        """Somebody reports, and two volunteers confirm it. None of them listens anywhere."""
        reporter = await self.joins(1)
        self.volunteers = [await self.joins(number, role=Role.VOLUNTEER) for number in (2, 3)]
        self.organizer = await self.joins(4, role=Role.ORGANIZER)
        await acts.tells(self.town, reporter)
        return await acts.is_confirmed(self.town, *self.volunteers)

    async def decides(self, step: Step) -> None:
        """The organizer decides."""
        assert self.organizer is not None
        await acts.decides(self.town, self.organizer, step)

    def carry(self) -> None:
        """The courier begins."""
        self.running = asyncio.create_task(self.courier.run())

    async def carried(self) -> None:
        """Wait until everything is carried."""
        if self.running is None:
            self.carry()
        assert self.running is not None
        idle = asyncio.ensure_future(self.courier.idle())
        async with asyncio.timeout(20):
            await asyncio.wait([idle, self.running], return_when=asyncio.FIRST_COMPLETED)
        if self.running.done():
            idle.cancel()
            self.running.result()

    async def passes(self, until: Callable[[], bool], *, step: float = 0.1) -> float:
        """Let time pass until that is so; how many seconds it took."""
        start = self.clock.monotonic()
        async with asyncio.timeout(20):
            while not until():
                await self.clock.advance(step)
                await asyncio.to_thread(lambda: None)
        return self.clock.monotonic() - start

    async def passes_for(self, seconds: float) -> None:
        """Let so many seconds pass."""
        end = self.clock.monotonic() + seconds
        await self.passes(lambda: self.clock.monotonic() >= end)

    async def carried_in_time(self, *, step: float = 0.1) -> None:
        """The same, where what is carried takes time."""
        idle = asyncio.ensure_future(self.courier.idle())
        await self.passes(idle.done, step=step)

    async def ends(self) -> None:
        """The courier stops, and nothing is wanted of it any more."""
        if self.running is not None:
            self.running.cancel()
            await asyncio.wait([self.running])

    async def dies(self) -> None:
        """The courier stops in the middle of whatever it does; another one takes over over the same database."""
        assert self.running is not None
        self.running.cancel()
        with suppress(asyncio.CancelledError, TokenRefused):
            await self.running
        self.courier = Courier(self.town, InProcess(self.engine), Pace(None, self.clock))
        self.running = None

    def chats(self, heading: str, method: str = "sendMessage") -> list[int]:
        """Which chats were sent such a message, in order, as often as they were."""
        headings = tuple(Translator(one).plain(heading) for one in self.town.city.languages)
        return [
            entry.chat
            for entry in self.engine.log
            if entry.taken and entry.method == method and (entry.text or "").startswith(headings)
        ]

    def phone(self, number: int) -> Chat:
        """Somebody's chat."""
        return self.engine.chats[number]

    def text(self, number: int) -> str:
        """What the last message says that somebody got."""
        return str(message_facts(list(self.phone(number).messages.values())[-1])["text"])


@pytest.fixture(scope="session")
def city() -> City:
    """The small town of the services' tests."""
    return load(str(Path(__file__).parent.parent / "services" / "city"))


@pytest_asyncio.fixture
async def night(database: Database, city: City) -> AsyncIterator[Night]:
    """Nobody is there yet, and the courier has not begun."""
    clock = VirtualClock(settle=AtRest(database))
    town, engine = Town(city, city.policy, database, clock), Engine(clock)
    made = Night(town, engine, clock, Courier(town, InProcess(engine), Pace(None, clock)))
    yield made
    await made.ends()
