"""Opening a city's database: the folder, the keys, the schema, in an order that overwrites nothing."""

import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import insert, select
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from db import holds, ledger, postgres, reaching, rewriting, server, sqlite
from db import keys as key_folder
from db.engine import Database, Transaction, connect
from db.failing import Refused, Unavailable
from db.keys import MAIN, Keys, KeysError
from db.sqlite import BEGIN, sqlite_file
from db.tables import facts

MIGRATIONS = Path(__file__).parent / "migrations"
CHECK = "key_check"
CHECKED = 8_675_309
"""Any number: what matters is that it opens again with the same keys."""

LEFT = "left"
"""Under what a database says that its city was moved away: it is at work in another one, with the same keys."""


Told = Callable[[str], None]
"""Called with a line that says what is done next."""


def silent(_line: str) -> None:
    """Nobody is told."""


class CannotOpen(Exception):
    """The database cannot be opened where the settings say. The message says what and where."""


class Away(CannotOpen):
    """Its server does not answer, or not yet: whoever has patience tries again."""


async def open_database(
    url: str, keys: Path, told: Told = silent, *, member: int | None = None, also_left: bool = False
) -> Database:
    """Open the database at `url` with the keys in `keys`, brought up to the newest schema. `told` is called before each
    step of the way there. `member` is the number of this process where others share it. `also_left` opens one whose
    city was moved away.

    Keys are made only when there is no database yet. Of a rotation of the main key that is under way, or was
    interrupted, both keys are taken: `db.rotating` goes on with it. Raises CannotOpen (folder, file, schema), Away or
    KeysError, and has then written nothing. Of several processes that open a server's database at once, one does what
    is to be done; where nothing is, nobody waits for another, who may hang. A member has opened it before as nobody
    yet: it does nothing of this, as it has to give a sign of life soon.
    """
    check_folder(url)
    if member is not None:
        return await _open_again(url, keys, member)
    if sqlite_file(url) is None and not also_left:
        with plainly(url):
            if await _is_current(url):
                return await _open_again(url, keys, None)
    async with entered(url):
        return await _open(url, keys, told, also_left=also_left)


async def _open_again(url: str, keys: Path, member: int | None) -> Database:
    database = Database(connect(url, member=member), Keys(keys))
    try:
        await check_keys(database)
        await check_city(database)
    except BaseException:
        await database.close()
        raise
    return database


async def _open(url: str, keys: Path, told: Told, *, also_left: bool) -> Database:
    file = sqlite_file(url)
    new = await _is_empty(url) if file is None else not file.exists()
    if new and not (keys / MAIN).exists():
        _make_keys(keys)
    opened = Keys(keys)
    engine = connect(url)
    database = Database(engine, opened)
    try:
        async with engine.connect() as connection:
            found = await connection.run_sync(_revision)
        if found is not None:
            await check_keys(database)
            if not also_left:
                await check_city(database)
        async with _unhurried(database, url) as connection:
            if found is not None:
                await connection.run_sync(_check_file)
            await connection.run_sync(_migrate, told)
            if found is None:
                sealed = opened.seal_id(CHECK, b"", CHECKED)
                await connection.execute(insert(facts).values(name=CHECK, value=sealed))
                await ledger.begin(Transaction(connection, opened))
            await connection.commit()
        if file is not None:
            rewriting.remove(rewriting.copy_of(file))  # a crash has left it
        opened.follow()  # the way here may have been long
    except DatabaseError as error:
        await database.close()
        if file is None:
            raise  # what a server says is told apart by `entered`
        raise CannotOpen(f"the database {file} cannot be opened: {error.orig}") from None
    except BaseException:
        await database.close()
        raise
    return database


async def _is_empty(url: str) -> bool:
    """Whether nothing is there yet that Avisa has written."""
    return await _found(url) is None


async def _is_current(url: str) -> bool:
    """Whether all is there as this version writes it: it comes to be in one transaction."""
    return await _found(url) == ScriptDirectory.from_config(_config()).get_current_head()


async def _found(url: str) -> str | None:
    """Which schema is there."""
    engine = connect(url)
    try:
        async with engine.connect() as connection:
            return await connection.run_sync(_revision)
    finally:
        await engine.dispose()


@asynccontextmanager
async def _unhurried(database: Database, url: str) -> AsyncIterator[AsyncConnection]:
    """A connection on which a step to another schema may take as long as it does."""
    engine = database.engine if sqlite_file(url) is not None else connect(url, hurried=False)
    try:
        async with engine.connect() as connection:
            yield connection
    finally:
        if engine is not database.engine:
            await engine.dispose()


@asynccontextmanager
async def entered(url: str, *, makes: bool = True) -> AsyncIterator[None]:
    """A server's database while the block lasts: see `db.server.entered`; what goes wrong there is said in one line."""
    if make_url(url).get_backend_name() != postgres.NAME:
        yield
        return
    with plainly(url):
        async with server.entered(url, makes=makes):
            yield


@contextmanager
def plainly(url: str) -> Iterator[None]:
    """Say of a server's database in one line, without its password, why it cannot be opened."""
    try:
        yield
    except Refused as error:
        raise CannotOpen(f"the database {_shown(url)} refuses: {error} (AVISA_DATABASE_URL)") from None
    except Unavailable as error:
        raise Away(f"the database {_shown(url)} does not answer: {error} (AVISA_DATABASE_URL)") from None
    except DBAPIError as error:
        raise CannotOpen(f"the database {_shown(url)} cannot be used: {error.orig}") from None


def _shown(url: str) -> str:
    """The URL without its password."""
    return reaching.shown(make_url(url))


async def inspect(url: str, keys: Path) -> str:
    """What is there, in words, or what `open_database` would raise, or CannotOpen for a ledger that somebody changed.
    Writes nothing, and takes no lock."""
    check_folder(url)
    async with entered(url, makes=False):
        return await _inspect(url, keys)


async def _inspect(url: str, keys: Path) -> str:
    file = sqlite_file(url)
    if await _is_empty(url) if file is None else not file.exists():
        return "there is no database yet: the first start makes it, and its keys if there are none"
    database = Database(connect(url), Keys(keys))
    between = ""
    try:
        if key_folder.is_under_way(keys):
            between = "; a rotation of the main key is under way, and a running bot brings it to its end"
        found = await examine(database)
        await check_city(database)
    finally:
        await database.close()
    return (
        f"the database (schema {found.schema}) opens with its keys; the ledger ({found.acts} entries) is whole"
        + found.held
        + between
    )


@dataclass(frozen=True, slots=True)
class Examined:
    """A database that is whole, and opens with its keys."""

    schema: str | None
    acts: int
    """Rows of the ledger."""
    held: str
    """Until when a legal hold is in force, and why; nothing when there is none."""


async def examine(database: Database) -> Examined:
    """Look at all of it: the schema, the keys, the file, the ledger. Raises CannotOpen or KeysError."""
    where = database.engine.url.database
    try:
        async with database.engine.connect() as connection:
            schema = await connection.run_sync(_revision)
        await check_keys(database)
        async with database.engine.connect() as connection:
            await connection.execution_options(**{BEGIN: "BEGIN"})
            await connection.run_sync(_check_file)
        async with database.reading() as tx:
            acts, hold = await check_ledger(tx), await holds.at(tx, datetime.now(UTC))
    except DatabaseError as error:
        raise CannotOpen(f"the database {where} cannot be opened: {error.orig}") from None
    except Unavailable as error:
        raise CannotOpen(f"the database {where} cannot be opened: {error}") from None
    held = "" if hold is None else f"; a legal hold is in force until {hold.until:%Y-%m-%d %H:%M} UTC ({hold.reason})"
    return Examined(schema, acts, held)


async def check_ledger(tx: Transaction) -> int:
    """How many acts the ledger holds. Raises CannotOpen when somebody changed it."""
    chain = await ledger.check(tx)
    if chain.broken is not None:
        raise CannotOpen(f"the ledger is broken at entry {chain.broken}: it was changed or removed")
    return len(chain.entries)


def _check_file(connection: Connection) -> None:
    """Raise CannotOpen unless the file is whole. SQLite works on in one that is not, and finds out late."""
    if connection.dialect.name != sqlite.NAME:
        return
    wrong = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
    if wrong != "ok":
        raise CannotOpen(
            f"the database {connection.engine.url.database} is damaged ({wrong}): put a backup in its place"
        )


def check_folder(url: str) -> None:
    """Raise CannotOpen when there is no folder for the database, or one that cannot be written to; or when the address
    of a server can be none."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise CannotOpen("it is no address of a database (AVISA_DATABASE_URL)") from None
    file = sqlite_file(url)
    if file is None:
        if parsed.get_backend_name() == postgres.NAME:
            with plainly(url):
                reaching.schema_of(parsed)
        return
    folder = file.resolve().parent
    if not folder.is_dir():
        raise CannotOpen(f"the data folder {folder} does not exist (AVISA_DATABASE_URL)")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise CannotOpen(f"the data folder {folder} cannot be written to (AVISA_DATABASE_URL)")


def _make_keys(folder: Path) -> None:
    try:
        with suppress(FileExistsError):  # another process opens the same new database
            key_folder.make(folder)
    except OSError as error:
        raise KeysError(f"{folder} cannot be made: {error.strerror} (AVISA_KEYS)") from None


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def _revision(connection: Connection) -> str | None:
    """The schema the database has, or none when it is empty. Refuse one that a newer Avisa has written."""
    found = MigrationContext.configure(connection).get_current_revision()
    known = {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
    if found is not None and found not in known:
        raise CannotOpen(f"the database has schema {found}, which this Avisa does not know: a newer one wrote it")
    return found


def _migrate(connection: Connection, told: Told) -> None:
    config = _config()
    steps = ScriptDirectory.from_config(config)
    current = MigrationContext.configure(connection).get_current_revision()
    ahead = [one for one in steps.iterate_revisions("head", current) if one.revision != current][::-1]
    config.attributes["connection"] = connection
    for number, one in enumerate(ahead, start=1):
        told(f"step {number} of {len(ahead)}, to schema {one.revision}: {one.doc}")
        command.upgrade(config, one.revision)


async def check_keys(database: Database) -> None:
    """Raise KeysError unless these keys open what the database's own keys have sealed: as the folder is now, if another
    process is putting a new one in place."""
    database.keys.follow()
    async with database.reading() as tx:
        row = await tx.one(select(facts.c.value).where(facts.c.name == CHECK))
    if row is None:
        raise KeysError("the database has no key check: it is none of Avisa's, or was moved or restored in part")
    database.keys.open_id(CHECK, b"", row.value)


async def check_city(database: Database) -> None:
    """Raise CannotOpen when its city was moved away: two at work with the same token and keys would be two cities."""
    async with database.reading() as tx:
        row = await tx.one(select(facts.c.name).where(facts.c.name == LEFT))
    if row is not None:
        raise CannotOpen(f"the city was moved away from {reaching.shown(database.engine.url)} (AVISA_DATABASE_URL)")
