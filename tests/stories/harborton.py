"""The small city with its whole bot at work in one process, for those who look and those who look after them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import cities
from bot import app
from bot.clock import SystemClock
from bot.courier.pacing import Pace
from bot.domain.clock import Clock
from bot.domain.people import Role
from bot.town import Town
from db.engine import Database
from simulator.engine import Engine
from simulator.in_process import InProcess
from simulator.phones import EnginePhone, EnginePhones
from tests.services.acts import OWNER, goes_on_duty, joins, tells

CITY = Path(__file__).parents[1] / "services" / "city"


class Harborton:
    """The bot, and people on phones."""

    def __init__(self, database: Database, clock: Clock | None = None, folder: Path = CITY) -> None:
        clock, city = clock or SystemClock(), cities.load(str(folder))
        self.engine = Engine(SystemClock())
        self.town = Town(city, city.policy, database, clock, owner=OWNER)
        self.avisa = app.build(self.town, InProcess(self.engine), Pace(None, clock), token=self.engine.token)
        self._phones = EnginePhones(self.engine)

    async def resident(self, name: str, language: str = "en") -> EnginePhone:
        """Someone with a phone, who listens at the harbor."""
        phone = await self._phones.phone(name, language=language, has_started=True)
        await joins(self.town, phone.id, "harbor", language=language)
        return phone

    async def stranger(self, name: str, language: str) -> EnginePhone:
        """Someone with a phone in that language, whom the bot does not know."""
        return await self._phones.phone(name, language=language)

    async def volunteer(self, name: str, *where: str, on_duty: bool = True) -> EnginePhone:
        """A volunteer with a phone, who listens there and is on duty unless said otherwise."""
        phone = await self._phones.phone(name, has_started=True)
        if on_duty:
            await goes_on_duty(self.town, phone.id, *where)
        else:
            await joins(self.town, phone.id, *where, role=Role.VOLUNTEER)
        return phone

    async def organizer(self) -> EnginePhone:
        """The first organizer."""
        phone = await self._phones.phone("Olga", person_id=OWNER, has_started=True)
        await joins(self.town, OWNER, "harbor", role=Role.ORGANIZER)
        return phone

    async def other_organizer(self, name: str) -> EnginePhone:
        """Another organizer."""
        phone = await self._phones.phone(name, has_started=True)
        await joins(self.town, phone.id, role=Role.ORGANIZER)
        return phone

    async def reports(self, by: EnginePhone, place: str = "pier_library") -> None:
        """Someone has seen something."""
        await tells(self.town, await joins(self.town, by.id), place)


@asynccontextmanager
async def at_work(database: Database, folder: Path = CITY) -> AsyncIterator[Harborton]:
    """The bot at work while the block lasts, and at its end still."""
    made = Harborton(database, folder=folder)
    async with made.avisa.at_work() as tasks:
        yield made
        assert not [task for task in tasks if task.done()]
