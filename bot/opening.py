"""A city, opened: its folder, and its database, brought up to this version."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

import cities
import locales
from bot.clock import SystemClock
from bot.services import joining
from bot.settings import TELEGRAM, Settings
from bot.town import Town
from db import departures
from db.engine import Database
from db.lock import locked, locked_in_time
from db.opening import Told, check_folder, open_database, silent


def whole_city(settings: Settings) -> cities.City:
    """The city, when Avisa speaks its languages and, with the real Telegram, somebody has agreed to its contacts."""
    city = cities.load(settings.city)
    if settings.telegram_url == TELEGRAM and city.examples:
        named = ", ".join(f"{one.id} ({one.name})" for one in city.examples)
        raise cities.CityError(f"city {settings.city}: nobody has agreed that people are given {named}: set agreed_on")
    if unknown := [one for one in city.languages if one not in locales.LANGUAGES]:
        raise cities.CityError(f"city {settings.city}: Avisa does not speak {', '.join(unknown)}")
    return city


@asynccontextmanager
async def held(settings: Settings, stop: asyncio.Event) -> AsyncIterator[bool]:
    """Whether the database is ours alone for as long as the block lasts. Another that has it is left to it, or, where
    the settings say so, waited for; then it is not ours when we are told to stop first."""
    check_folder(settings.database_url)
    if settings.standby:
        async with locked_in_time(settings.database_url, SystemClock(), stop) as is_ours:
            yield is_ours
    else:
        with locked(settings.database_url):
            yield True


@asynccontextmanager
async def opened(
    settings: Settings, city: cities.City, told: Told = silent, member: int | None = None
) -> AsyncIterator[Town]:
    """The city, with its database, brought up to this version. The lock must be held, or this be a member."""
    locales.load()
    database: Database = await open_database(settings.database_url, settings.keys, told, member=member)
    try:
        if settings.backups is not None:
            database.farewells = partial(departures.note, settings.backups)
        if settings.owner_id is not None:
            await joining.appoint_owner(database, settings.owner_id, now=SystemClock().now())
        backup, signed = (None if one is None else str(one) for one in (settings.backup_link, settings.addresses_link))
        yield Town(
            city,
            city.policy,
            database,
            SystemClock(),
            owner=settings.owner_id,
            backup_link=backup,
            addresses_link=signed,
            backups=settings.backups,
        )
    finally:
        await database.close()
