"""A town to measure in: a new database full of people, in a folder that goes when the measuring is done."""

import shutil
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import cities
import locales
from bench import seed
from bench.seed import Crowd
from bot.clock import SystemClock
from bot.domain.broadcast import AlertFacts, Audience
from bot.domain.ids import EVERYWHERE, BroadcastId, IncidentId
from bot.domain.incident import Status
from bot.town import Town
from db import broadcasts, incidents
from db.engine import Transaction
from db.opening import open_database

CITY = "boston"


@dataclass(frozen=True, slots=True)
class House:
    """Where the database and its keys lie."""

    folder: Path

    @property
    def file(self) -> Path:
        """The database's file."""
        return self.folder / "data" / "avisa.db"

    @property
    def url(self) -> str:
        """The database."""
        return f"sqlite+aiosqlite:///{self.file}"

    @property
    def keys(self) -> Path:
        """The keys, apart from it."""
        return self.folder / "keys"

    @property
    def city(self) -> Path:
        """A copy of the city to which no number of alerts, or of their ends, is too many: a benchmark has hundreds of
        them within an hour."""
        made = self.folder / CITY
        if not made.exists():
            shutil.copytree(Path(cities.__file__).parent / CITY, made)
            told = (made / "city.toml").read_text()
            many = "[policy]\nbroadcasts_an_hour = 1000000\nendings_an_hour = 1000000"
            (made / "city.toml").write_text(told.replace("[policy]", many, 1))
        return made

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[Town]:
        """The town at work, for as long as the block lasts."""
        city = cities.load(CITY)
        locales.load()
        database = await open_database(self.url, self.keys)
        try:
            yield Town(city, city.policy, database, SystemClock())
        finally:
            await database.close()


@dataclass(frozen=True, slots=True)
class Rented(House):
    """A house whose database is a PostgreSQL's."""

    address: str

    @property
    def url(self) -> str:
        """The database."""
        return self.address


@asynccontextmanager
async def built(size: int, shared: str | None = None) -> AsyncIterator[tuple[House, Crowd]]:
    """A house with so many subscribers, in a file or in the PostgreSQL there; it is gone after the block."""
    crowd = seed.crowd(cities.load(CITY), size)
    with TemporaryDirectory(prefix="avisa-bench-") as folder:
        house = House(Path(folder)) if shared is None else Rented(Path(folder), shared)
        (house.folder / "data").mkdir()
        async with house.opened() as town:
            await seed.people(town.database, crowd, now=town.clock.now())
        yield house, crowd


async def forget_areas(built: House) -> None:
    """Nobody in it listens anywhere any more."""
    async with built.opened() as town, town.database.transaction() as tx:
        await tx.connection.exec_driver_sql("DELETE FROM areas")


@dataclass(frozen=True, slots=True)
class Press:
    """The verdict was committed."""

    broadcast: BroadcastId
    facts: AlertFacts
    at: float
    """When, in seconds of CLOCK_MONOTONIC, which every process of this machine shares."""


async def confirm(town: Town, incident: IncidentId) -> Press:
    """The incident is confirmed, and in the same transaction its alert is opened: to the crowd, in three rings."""
    now = datetime.now(UTC)

    async def verdict(tx: Transaction) -> tuple[BroadcastId, AlertFacts]:
        moved = await incidents.move(tx, await incidents.get(tx, incident), Status.ACTIVE, now=now)
        facts = AlertFacts(
            incident=moved.id,
            place=moved.place,
            neighborhood=moved.neighborhood,
            activity=moved.activity,
            number=moved.number,
            observed=moved.observed,
            confirmed=now,
            expires=now + town.policy.alert_expires,
        )
        audience = Audience(((moved.neighborhood,), town.city.nearby(moved.neighborhood), (EVERYWHERE,)))
        opened = await broadcasts.open_alert(tx, incident=moved.id, facts=facts, audience=audience, now=now)
        return opened, facts

    opened, facts = await town.database.change(verdict)
    return Press(opened, facts, time.monotonic())
