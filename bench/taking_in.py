"""A city over one PostgreSQL, and how many updates a second so many processes take in."""

import argparse
import asyncio
import os
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import cities
from bench import cores, house, intake
from bench.benchmark import Failed
from bench.group import Group, Shared, Used, free_ports
from bench.house import CITY, House
from bench.seed import Crowd, crowd
from bench.server import Server, serving
from bot.domain.buttons import Listen
from bot.domain.ids import NeighborhoodId

PRESSES = 5
"""By each person while it is measured how many updates a second are taken in."""

APART = 100
"""So many numbers of updates are there for each person."""

ANSWERED_WITHIN = 300.0


@dataclass(slots=True)
class Counts:
    """What is added up over everything."""

    presses: Counter[int] = field(default_factory=Counter)
    shown: dict[int, Sequence[frozenset[int]]] = field(default_factory=dict)
    together: list[float] = field(default_factory=list)
    alone: list[float] = field(default_factory=list)
    """Updates answered in a second, in each round."""
    used: list[Used] = field(default_factory=list)
    """In the rounds, from when all were at work."""

    def each(self, of: str) -> float:
        """So much of it for each update."""
        used: float = sum(getattr(one, of) for one in self.used)
        return used / max(1, sum(one.updates for one in self.used))


@dataclass(frozen=True, slots=True)
class Place:
    """Where all of it happens."""

    house: House
    shared: Shared
    told: Crowd
    """Who is told every alert, and presses nothing."""
    areas: Sequence[NeighborhoodId]
    """What the others press: nothing in which they would be told."""
    ports: Sequence[int]
    """Where the processes listen."""

    @property
    def names(self) -> list[str]:
        """What the areas are called."""
        known = cities.load(CITY).neighborhoods
        return [known[one].name for one in self.areas]


@asynccontextmanager
async def built(given: argparse.Namespace, pressing: int, shared: Shared) -> AsyncIterator[Place]:
    """A place with people who are told, and so many others who press."""
    recipients, ports = given.recipients, free_ports(given.processes)
    async with house.built(recipients + pressing, shared.url) as (built, _):
        async with built.opened() as town, town.database.transaction() as tx:
            await tx.connection.exec_driver_sql(f"DELETE FROM areas WHERE person > {recipients}")  # noqa: S608
        city = cities.load(CITY)
        told = crowd(city, recipients)
        alerted = {told.place.neighborhood, *city.nearby(told.place.neighborhood)}
        areas = [one for one in intake.wanted(city) if one not in alerted]
        yield Place(built, shared, told, areas, ports)


@asynccontextmanager
async def served(place: Place, processes: int, chats: range) -> AsyncIterator[Server]:
    """A simulator with a door for each of so many processes, and with these chats besides those who are told. Its
    updates have numbers that none before it has given: what the database knows it passes over."""
    fronts = [f"http://127.0.0.1:{port}" for port in place.ports[:processes]]
    async with serving(limits=False, fronts=fronts, doors=processes, first_update=APART * chats.start) as server:
        os.sched_setaffinity(server.process, cores.CORES)
        await server.let_in(place.told)
        await server.let_in_from(chats.start, len(chats))
        yield server


async def timed(place: Place, processes: int, chats: range, counts: Counts) -> float:
    """How many presses a second so many processes answer, from when all of them are at work; all were made before."""
    async with served(place, processes, chats) as server:
        group = Group(place.house, place.shared, server, place.ports)
        turns = [(chat, Listen(area).pack()) for area in place.areas[:PRESSES] for chat in chats]
        await intake.pressing(server, turns)
        async with group.ending():
            starting = (group.start(number, paced=False) for number in range(1, processes + 1))
            for failed in filter(None, await asyncio.gather(*starting, return_exceptions=True)):
                raise failed
            await group.is_whole()
            before = await group.used()
            if not await group.quiet(ANSWERED_WITHIN):
                raise Failed("not every update is answered")
            used = await group.used() - before
        log = await server.log()
    counts.used.append(used)
    counts.presses.update(chat for chat, _ in turns)
    counts.shown.update(intake.answers(log, place.names))
    return used.updates / used.at
