"""Harborton with two organizers who write notices: the whole bot in one process, at ten in the morning."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, time
from pathlib import Path

import cities
from bot import app
from bot.clock import SystemClock
from bot.courier.pacing import Pace
from bot.domain.ids import Language
from bot.domain.people import Role
from bot.town import Town
from db.engine import Database
from db.tables import broadcasts
from simulator.clock import Jumped
from simulator.engine import Engine
from simulator.in_process import InProcess
from simulator.phones import EnginePhone, EnginePhones
from simulator.screens import Message
from tests.services.acts import joins, rows

CITY = Path(__file__).parents[1] / "services" / "city"
ENGLISH, SPANISH, ARABIC = "We meet on Friday & bring food.", "Nos vemos el viernes.", "نلتقي يوم الجمعة."
ASKED, WAITS, READ = "Send me the text in", "It goes out when one of them says yes.", "Above is exactly what goes out"
HEADING = "From your neighborhood network"


class Harborton:
    """The small city with its bot at work at ten in the morning, and two organizers."""

    olga: EnginePhone
    omar: EnginePhone

    def __init__(self, database: Database) -> None:
        city = cities.load(str(CITY))
        here = datetime.now(city.zone)
        clock = Jumped(SystemClock(), datetime.combine(here, time(10), city.zone) - here)
        self.engine = Engine(clock)
        self.town = Town(city, city.policy, database, clock)
        self.avisa = app.build(self.town, InProcess(self.engine), Pace(None, clock), token=self.engine.token)
        self._phones = EnginePhones(self.engine)

    async def comes(self, name: str, *where: str, role: Role = Role.RESIDENT, language: str = "en") -> EnginePhone:
        """Someone with a phone listens there."""
        phone = await self._phones.phone(name, language=language, has_started=True)
        await joins(self.town, phone.id, *where, role=role, language=language)
        return phone

    async def is_written(self, by: EnginePhone, where: str = "The whole city") -> None:
        """An organizer writes a notice in Spanish and English."""
        await by.says("/notice")
        await by.hears("Choose who gets it")
        await by.presses(where)
        await by.hears(f"To: {where}")
        for language, text in (("Español", SPANISH), ("English", ENGLISH)):
            await by.presses(language)
            await by.hears(ASKED)
            await by.says(text.replace("Friday", "<b>Friday</b>"))
            await by.hears("Written in: Español")

    async def is_proposed(self, by: EnginePhone, where: str = "The whole city") -> None:
        """An organizer writes one, and asks the others."""
        await self.is_written(by, where)
        await by.presses("Ask another organizer")
        await by.hears(WAITS)

    async def is_read(self, by: EnginePhone) -> Message:
        """An organizer opens what waits; the last message, with the buttons."""
        await by.says("/notices")
        await by.hears("waiting for a second organizer")
        await by.presses("Read notice")
        return await by.hears(READ)

    @property
    def day(self) -> str:
        """How today is written."""
        return self.town.reader(Language("en")).day(self.town.clock.now().astimezone(self.town.city.zone).date())

    async def sent(self) -> int:
        """How many notices have gone out."""
        return len(await rows(self.town.database, broadcasts))


@asynccontextmanager
async def at_work(database: Database) -> AsyncIterator[Harborton]:
    """The bot at work, with both of them."""
    made = Harborton(database)
    async with made.avisa.at_work() as tasks:
        made.olga, made.omar = [await made.comes(one, role=Role.ORGANIZER) for one in ("Olga", "Omar")]
        yield made
        assert not [task for task in tasks if task.done()]
