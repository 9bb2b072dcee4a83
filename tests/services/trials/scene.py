"""An evening in Harborton on which everything can be done, and the ways to try it all as anyone, with nothing kept."""

import inspect
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast

from sqlalchemy import text

from bot.domain.authority import May, Who
from bot.domain.buttons import Remove
from bot.domain.details import Photo
from bot.domain.incident import Incident
from bot.domain.people import Person, Role
from bot.domain.refusals import NotAllowed, NotJoined, Suspended
from bot.services import appointing, describing
from bot.town import Town
from db import incidents, people, postgres, sqlite, suspensions
from db.engine import Database, Does, T, Transaction
from tests.services.acts import OWNER, fills_in, finds, is_made, joins, sends, tells


@dataclass(frozen=True, slots=True)
class Inside:
    """One open transaction in the place of the database: whoever changes it or looks does so in there."""

    tx: Transaction

    async def change(self, does: Does[T], *, apart: bool = False) -> T:
        """What `does` answers."""
        return await does(self.tx)

    look = change

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        """The same one."""
        yield self.tx

    reading = transaction


@dataclass(frozen=True, slots=True)
class Cast:
    """Who is there. Ana is an organizer who has confirmed an alert, until she is made something else."""

    ana: Person
    omar: Person
    """Organizers, as is Otto."""
    otto: Person
    vera: Person
    """A volunteer."""


@dataclass(frozen=True, slots=True)
class Scene:
    """The evening, in one transaction."""

    town: Town
    tx: Transaction
    cast: Cast

    @property
    def ana(self) -> Person:
        """Who tries it."""
        return self.cast.ana

    @property
    def now(self) -> datetime:
        """The time."""
        return self.town.clock.now()

    async def at(self, place: str) -> Incident:
        """The incident there."""
        return next(
            one for one in await incidents.open_in(self.tx, list(self.town.city.neighborhoods)) if one.place == place
        )


Prepare = Callable[[Scene], Coroutine[Any, Any, tuple[Any, ...]]]
"""Does what comes before, as an organizer may; what the service is given then."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One service, and what one must be allowed for it."""

    does: Callable[..., Coroutine[Any, Any, Any]]
    may: May
    before: Prepare

    @property
    def writes(self) -> bool:
        """Whether it changes something, rather than tells."""
        return hasattr(self.does, "__wrapped__")


TRIALS: dict[str, Trial] = {}


def trial(does: Callable[..., Coroutine[Any, Any, Any]], may: May) -> Callable[[Prepare], Prepare]:
    """`before` it, as this says, the service is tried."""

    def note(before: Prepare) -> Prepare:
        name = f"{does.__module__.rpartition('.')[2]}.{does.__name__}"
        TRIALS[name if name not in TRIALS else f"{name}: {before.__name__}"] = Trial(does, may, before)
        return before

    return note


def plain(does: Callable[..., Coroutine[Any, Any, Any]], may: May, *given: Any) -> None:
    """Nothing has to come before."""

    async def as_it_is(_scene: Scene) -> tuple[Any, ...]:
        return given

    trial(does, may)(as_it_is)


async def evening(town: Town) -> Cast:
    """Two reports of one thing with a photo, a third of another, and an alert that Ana and Vera have confirmed."""
    ana, omar, otto = [await joins(town, OWNER + one, "harbor", role=Role.ORGANIZER) for one in range(3)]
    vera = await joins(town, 200, "harbor", role=Role.VOLUNTEER)
    rita, ray, rosa, rui = [await joins(town, 300 + one, "harbor") for one in range(4)]
    await tells(town, rui, "harbor_park")
    await finds(town, ana)
    await finds(town, vera)
    draft = await fills_in(town, rita)
    photo = Photo("AgACphoto")
    await describing.photo(town.database, photo, "", by=rita, policy=town.policy, now=town.clock.now())
    await sends(town, rita, draft)
    await tells(town, ray)
    await tells(town, rosa, "mill_park")
    return Cast(ana, omar, otto, vera)


async def _forgotten(scene: Scene) -> None:
    await people.forget(scene.tx, scene.ana.number)


async def _resident(scene: Scene) -> None:
    await is_made(scene.town, scene.ana, Role.RESIDENT)


async def _removed(scene: Scene) -> None:
    town, by = scene.town, scene.cast.omar
    tag = (await people.colleagues(scene.tx, by.number))[scene.ana.number].tag
    given: dict[str, Any] = {"by": by, "owner": None, "city": town.city, "policy": town.policy, "now": scene.now}
    await appointing.remove(town.database, Remove(tag), **given)


async def _volunteer(scene: Scene) -> None:
    await is_made(scene.town, scene.ana, Role.VOLUNTEER)


async def _suspended(scene: Scene) -> None:
    await suspensions.suspend(scene.tx, scene.ana.number, now=scene.now)


async def _organizer(_scene: Scene) -> None: ...


BECOMES: Mapping[str, tuple[Who, Callable[[Scene], Coroutine[Any, Any, None]]]] = {
    "forgotten": (Who.STRANGER, _forgotten),
    "resident": (Who.RESIDENT, _resident),
    "removed": (Who.RESIDENT, _removed),
    "volunteer": (Who.VOLUNTEER, _volunteer),
    "suspended": (Who.SUSPENDED, _suspended),
    "organizer": (Who.ORGANIZER, _organizer),
}
"""What Ana is made, and as what she then stands before the bot."""


class Undone(Exception):
    """Nothing of it is kept."""


async def effective(town: Town, cast: Cast, name: str) -> frozenset[str]:
    """As what Ana gets something done, who says each time that she is an organizer, and was made that when all was
    ready."""
    found: set[str] = set()

    async def tries(tx: Transaction) -> None:
        scene = Scene(replace(town, database=_database(tx)), tx, cast)
        given = await TRIALS[name].before(scene)
        for one, (_, becomes) in BECOMES.items():
            await tx.run(text("SAVEPOINT ready"))
            await becomes(scene)
            if await _does(scene, TRIALS[name], given):
                found.add(one)
            await tx.run(text("ROLLBACK TO ready"))
        raise Undone

    with suppress(Undone):
        await town.database.change(tries)
    return frozenset(found)


def _database(tx: Transaction) -> Database:
    return cast(Database, Inside(tx))


async def _does(scene: Scene, tried: Trial, given: tuple[Any, ...]) -> bool:
    town = scene.town
    has = {"by": scene.ana, "city": town.city, "policy": town.policy, "now": scene.now, "zone": town.city.zone}
    wants = inspect.signature(tried.does).parameters
    named = {one: value for one, value in {**has, "owner": None, "quiet": True}.items() if one in wants}
    before = await _changes(scene.tx)
    try:
        await tried.does(town.database, *given, **named)
    except (NotAllowed, NotJoined, Suspended):
        return False  # and all that was done is rolled back
    return not tried.writes or await _changes(scene.tx) > before


CHANGES = {
    sqlite.NAME: text("SELECT total_changes()"),
    postgres.NAME: text("SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_xact_user_tables"),
}
"""How many rows were changed so far, by kind of database; what is rolled back to a savepoint counts too."""


async def _changes(tx: Transaction) -> int:
    row = await tx.one(CHANGES[tx.kind])
    assert row is not None
    return int(row[0])
