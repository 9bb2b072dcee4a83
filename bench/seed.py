"""A city full of people, written straight into the tables: a million of them in under a minute."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ids import EVERYWHERE, IncidentId, Language, NeighborhoodId
from bot.domain.incident import Activity, Number, Status
from bot.domain.people import Role
from cities import City, Place
from db import postgres, tables
from db.engine import Database, Transaction
from db.keys import Keys
from db.people import CHAT
from db.types import EPOCH, MICROSECOND

FIRST_CHAT = 1_000_000
"""Telegram's number for the first of them; the others' follow."""

CHUNK = 100_000
"""Rows in one transaction."""

CACHE_KIB = 200_000
"""The handles come in no order, and their index is fastest when it stays in memory."""

PERSON = ("number", "handle", "chat", "language", "role", "joined")
AREA = ("neighborhood", "person", "since")
ADD_PERSON = f"INSERT INTO people ({', '.join(PERSON)}) VALUES (?, ?, ?, ?, ?, ?)"  # noqa: S608
ADD_AREA = f"INSERT INTO areas ({', '.join(AREA)}) VALUES (?, ?, 0)"  # noqa: S608

Row = tuple[int | bytes | str, ...]


@dataclass(frozen=True, slots=True)
class Crowd:
    """So many subscribers, every one of them in the audience of an alert at `place`."""

    size: int
    place: Place
    home: Sequence[NeighborhoodId]
    """By turns: the place's own neighborhood, one nearby, the whole city."""
    languages: Sequence[Language]
    """By turns."""

    @property
    def chats(self) -> range:
        """Telegram's numbers for them."""
        return range(FIRST_CHAT, FIRST_CHAT + self.size)

    def language(self, chat: int) -> Language:
        """What the person behind this chat reads."""
        return self.languages[(chat - FIRST_CHAT) % len(self.languages)]

    def chosen(self, number: int) -> tuple[NeighborhoodId, ...]:
        """Where the person with this number listens: every tenth in two places, and is told once all the same."""
        own = self.home[number % len(self.home)]
        return (own, EVERYWHERE) if number % 10 == 0 and own != EVERYWHERE else (own,)


def crowd(city: City, size: int) -> Crowd:
    """A crowd around the first place that has neighborhoods nearby. Its three rings are of about the same size."""
    place = next(one for one in city.places.values() if city.nearby(one.neighborhood))
    home = (place.neighborhood, city.nearby(place.neighborhood)[0], EVERYWHERE)
    return Crowd(size, place, home, city.languages)


async def people(database: Database, wanted: Crowd, *, now: datetime) -> None:
    """Write them down, their numbers sealed as the bot seals them. Past SQLAlchemy, which would take twice as long."""
    numbers = enumerate(wanted.chats, start=1)
    joined = (now - EPOCH) // MICROSECOND
    is_shared = database.engine.dialect.name == postgres.NAME
    if not is_shared:
        async with database.reading() as tx:
            await tx.connection.exec_driver_sql(f"PRAGMA cache_size = -{CACHE_KIB}")
    while chunk := list(islice(numbers, CHUNK)):
        async with database.transaction() as tx:
            rows = [_person(tx.keys, number, chat, wanted.language(chat), joined) for number, chat in chunk]
            places = [(place, number) for number, _ in chunk for place in wanted.chosen(number)]
            if is_shared:
                await _copy(tx, rows, [(*one, 0) for one in places])
            else:
                await tx.connection.exec_driver_sql(ADD_PERSON, rows)
                await tx.connection.exec_driver_sql(ADD_AREA, places)
    if is_shared:
        async with database.transaction() as tx:
            await tx.connection.exec_driver_sql("ANALYZE people, areas")  # as its autovacuum would before long


async def _copy(tx: Transaction, persons: Sequence[Row], places: Sequence[Row]) -> None:
    """The same by PostgreSQL's COPY. The numbers that it gives out itself go on behind theirs."""
    assert isinstance(tx.connection, AsyncConnection)  # noqa: S101  a block's is one
    driver: Any = (await tx.connection.get_raw_connection()).driver_connection
    await driver.copy_records_to_table("people", records=persons, columns=PERSON)
    await driver.copy_records_to_table("areas", records=places, columns=AREA)
    await driver.execute("SELECT setval(pg_get_serial_sequence('people', 'number'), max(number)) FROM people")


def _person(keys: Keys, number: int, chat: int, language: Language, joined: int) -> Row:
    handle = keys.handle(chat)
    return number, handle, keys.seal_id(CHAT, handle, chat), language, Role.RESIDENT.value, joined


async def incidents(database: Database, wanted: Crowd, count: int, *, now: datetime) -> list[IncidentId]:
    """So many incidents at the crowd's place that nobody has looked at yet."""
    facts = {
        "place": wanted.place.id,
        "neighborhood": wanted.place.neighborhood,
        "activity": Activity.PATROL,
        "number": Number.FEW,
        "status": Status.UNVERIFIED,
        "observed": now - timedelta(minutes=5),
        "opened": now,
        "changed": now,
        "version": 1,
    }
    async with database.transaction() as tx:
        statement = tables.incidents.insert().values(**facts).returning(tables.incidents.c.id)
        return [IncidentId((await tx.run(statement)).scalar_one()) for _ in range(count)]
