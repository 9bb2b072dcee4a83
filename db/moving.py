"""A whole city from one database into another, of the same kind or not: what moves it to PostgreSQL and back.

Some rows in each transaction, so that one that was interrupted goes on after the last row that is there. Then both
sides are read from the first row to the last and must be the same. The single values are written at the very end, with
the key check among them: until then a mark stands in their place, and nothing opens what is there.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from enum import Enum, StrEnum

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from db import copying, numbering, reaching, sqlite
from db import keys as key_folder
from db.copying import FACTS, POINTING, REST, STORED
from db.engine import Database
from db.failing import Damaged
from db.keys import Keys
from db.opening import CHECK, CHECKED, LEFT
from db.sqlite import beside, sqlite_file

MARK = "moving"
"""Under what a database says that it is one in part, and of which keys."""

facts = STORED[FACTS]


class CannotMove(Exception):
    """It is not moved: the other place is not empty, or both sides are not the same. The message says which and why."""


class _Differs(Exception):
    """The two sides are not the same: what of them."""


class Step(StrEnum):
    """What is done with the rows."""

    COPYING = "copying"
    COMPARING = "comparing"


Told = Callable[[Step, str, int, int], None]
"""Called with a step, the table it is at, how many rows of all are done, and how many there are."""


def silent(_step: Step, _table: str, _done: int, _total: int) -> None:
    """Nobody is told."""


class Found(Enum):
    """What is at a place where something may be put."""

    NOTHING = "nothing"
    PART = "part"
    """What a move with these keys has left that did not come to its end."""
    WHOLE = "whole"
    """A city with these keys."""
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Moved:
    """What is on both sides now."""

    rows: int
    was_there: bool
    """It was moved before, and has only been compared."""


async def move(source: Database, target: Database, told: Told) -> Moved:
    """Put all of a city where nothing is, or a part of the same move. Nobody else works with either meanwhile, and both
    have the same keys.

    Raises CannotMove: where anything else is, and nothing is changed; or when the two are not the same afterwards, and
    then the copy is removed.
    """
    if key_folder.is_under_way(source.keys.folder):
        raise CannotMove("a new main key is being put in place: a city can be moved when that is done")
    there, where = await found(target), shown(target)
    if there is Found.OTHER:
        raise CannotMove(f"something is there already in {where}: a city is moved into an empty place alone")
    async with seen(source) as one:
        total = sum([await copying.count(one, name) for name in REST])
        if there is Found.NOTHING:
            async with changed(target) as other:
                await copying.make(other, await copying.revision(one) or "")
                await other.execute(insert(facts).values(name=MARK, value=_mark(target.keys)))
        try:
            if there is not Found.WHOLE:
                await _copy(one, target, total, told)
            await _compare(one, target, total, told)
            await _end(one, target, is_whole=there is Found.WHOLE)
        except _Differs as what:
            if there is Found.WHOLE:
                raise CannotMove(f"this city is there already in {where}, and not the same any more: {what}") from None
            await remove(target)
            raise CannotMove(f"the copy was not the same and was removed, so try again: {what}") from None
    await _settle(target)
    return Moved(total, there is Found.WHOLE)


async def found(database: Database) -> Found:
    """What is there. Changes nothing, and makes no file."""
    file = sqlite_file(str(database.engine.url))
    if file is None:
        async with seen(database) as connection:
            return await _found(connection, database.keys)
    if not file.exists():
        return Found.NOTHING
    looks = create_async_engine(f"sqlite+aiosqlite:///{file.resolve().as_uri()}?mode=ro&uri=true")
    try:
        with sqlite.unavailable():
            async with looks.connect() as connection:
                return await _found(connection, database.keys)
    except Damaged:  # it is no database
        return Found.OTHER
    finally:
        await looks.dispose()


async def _found(connection: AsyncConnection, keys: Keys) -> Found:
    if await copying.is_empty(connection):
        return Found.NOTHING
    if await copying.revision(connection) is None:
        return Found.OTHER
    single = {row.name: row.value for row in await connection.execute(select(facts))}
    if single.get(CHECK) == keys.seal_id(CHECK, b"", CHECKED):
        return Found.WHOLE
    return Found.PART if single.get(MARK) == _mark(keys) else Found.OTHER


async def is_there(database: Database) -> bool:
    """Whether Avisa has written anything there."""
    async with seen(database) as connection:
        return await copying.revision(connection) is not None


def _mark(keys: Keys) -> bytes:
    """The same for the same keys, and for no others."""
    return keys.seal_id(MARK, b"", CHECKED)


def shown(database: Database) -> str:
    """Where a database is, as the settings say it, without its password."""
    url = database.engine.url
    said = url if sqlite_file(str(url)) is None else url.set(drivername="sqlite+aiosqlite")
    return reaching.shown(said)


@asynccontextmanager
async def seen(database: Database) -> AsyncIterator[AsyncConnection]:
    """A connection that sees one moment."""
    async with database.reading() as tx:
        assert isinstance(tx.connection, AsyncConnection)  # noqa: S101  `reading` is no visit
        yield tx.connection


@asynccontextmanager
async def changed(database: Database) -> AsyncIterator[AsyncConnection]:
    """A connection whose changes are committed at the end of the block."""
    async with database.transaction() as tx:
        assert isinstance(tx.connection, AsyncConnection)  # noqa: S101  `transaction` is no visit
        yield tx.connection


async def _copy(one: AsyncConnection, target: Database, total: int, told: Told) -> None:
    """Copy every row that is not there yet but the single values. Raises _Differs for a part of what has changed."""
    done = 0
    for name in REST:
        async with seen(target) as other:
            done, after = done + await copying.count(other, name), await copying.last(other, name)
        told(Step.COPYING, name, done, total)
        try:
            async with aclosing(copying.rows(one, name, after)) as pages:
                async for some in pages:
                    async with changed(target) as other:
                        await copying.add(other, name, some)
                    done += len(some)
                    told(Step.COPYING, name, done, total)
            if name in POINTING:
                async with changed(target) as other:
                    await copying.point(one, other, name)
        except IntegrityError:
            raise _Differs(name) from None


async def _compare(one: AsyncConnection, target: Database, total: int, told: Told) -> None:
    """Read both sides. Raises _Differs."""
    done = 0
    async with seen(target) as other:
        for name in REST:

            def read(more: int, name: str = name) -> None:
                nonlocal done
                done += more
                told(Step.COMPARING, name, done, total)

            row = await copying.difference(one, other, name, read)
            if row is not None:
                raise _Differs(f"row {row} of {name}")


async def _end(one: AsyncConnection, target: Database, *, is_whole: bool) -> None:
    """Make a city of what was copied, unless it is one. Raises _Differs, and has changed nothing then."""
    async with changed(target) as other:
        if not is_whole:
            await other.execute(delete(facts))
            await other.execute(
                insert(facts), [{"name": name, "value": it} for name, it in (await _single(one)).items()]
            )
            await numbering.go_on(other, await numbering.given(one))
        for what, ask in ("the single values", _single), ("the numbers that are given once", numbering.given):
            if await ask(one) != await ask(other):
                raise _Differs(what)


async def _single(connection: AsyncConnection) -> dict[str, bytes]:
    """What does not say where the city is."""
    return {row.name: row.value for row in await connection.execute(select(facts).where(facts.c.name != LEFT))}


async def _settle(target: Database) -> None:
    """All of it is on the disk, and nowhere twice."""
    await target.truncate_log()
    file = sqlite_file(str(target.engine.url))
    if file is not None:
        key_folder.sync(file.resolve().parent)


async def hand_over(source: Database, target: Database) -> None:
    """The city is in the target from now on: nothing but this opens the source any more, unless it is moved back."""
    async with changed(target) as other:
        await other.execute(delete(facts).where(facts.c.name == LEFT))
    async with changed(source) as one:
        if (await one.execute(select(facts).where(facts.c.name == LEFT))).one_or_none() is None:
            await one.execute(insert(facts).values(name=LEFT, value=b""))
    await _settle(target)
    await _settle(source)


async def remove(database: Database) -> None:
    """Remove all that is there: overwritten where it is a file."""
    file = sqlite_file(str(database.engine.url))
    if file is None:
        async with changed(database) as connection:
            await copying.remove(connection)
        return
    await database.close()
    for one in (file, *beside(file)):
        if one.exists():
            key_folder.destroy(one)
