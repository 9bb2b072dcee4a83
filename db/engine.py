"""The database: transactions for those who change it, reads for those who look."""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Coroutine, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from copy import copy
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import CursorResult, Executable, Row
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.domain.ids import UpdateId
from db import postgres, sqlite
from db.disk import Disk, is_refusal
from db.failing import Unavailable, Unwritable
from db.keys import Keys
from db.postgres import Postgres
from db.sqlite import Sqlite
from db.visits import Hand

T = TypeVar("T")


class Wake(Enum):
    """Who is to be woken when a transaction has been committed."""

    COURIER = "courier"
    AUDIENCE = "audience"
    """The courier too: somebody does not want to hear any more what they may be about to be told."""
    INBOX = "inbox"
    """Whoever handles updates."""


@dataclass(slots=True)
class Transaction:
    """What one service does: all of it, or nothing. `db/` alone knows what to ask of it."""

    connection: AsyncConnection | Hand
    keys: Keys
    update: UpdateId | None = None
    """The update on whose behalf it is done, if any: see `bot.services.acting`."""
    woken: set[Wake] = field(default_factory=set)
    parts: set[int] = field(default_factory=set)
    """Whose updates it has brought: of which parts of all chats (`bot.domain.sharing`)."""
    left: list[bytes] = field(default_factory=list)
    """Who leaves with it, under `Keys.farewells`."""

    @property
    def kind(self) -> str:
        """What SQLAlchemy calls the kind of database it is done in."""
        return self.connection.dialect.name

    async def run(self, statement: Executable, rows: Any = None) -> CursorResult[Any]:
        """Execute one statement; with a list of rows, once for each."""
        return await self.connection.execute(statement, rows)

    async def all(self, statement: Executable, given: Mapping[str, Any] | None = None) -> Sequence[Row[Any]]:
        """Every row that the statement answers, with what is `given` in the place of its parameters."""
        return (await self.connection.execute(statement, given)).all()

    async def one(self, statement: Executable, given: Mapping[str, Any] | None = None) -> Row[Any] | None:
        """The row that the statement answers, or none."""
        return (await self.connection.execute(statement, given)).one_or_none()

    def wake(self, who: Wake) -> None:
        """Wake `who` once this transaction is committed, and not if it is not."""
        self.woken.add(who)


def connect(url: str, *, member: int | None = None, hurried: bool = True) -> AsyncEngine:
    """An engine for the database there: a SQLite file, or a PostgreSQL, where this process may be one of several, and a
    statement may take as long as it does unless it is `hurried`."""
    parsed = make_url(url)
    if parsed.get_backend_name() == postgres.NAME:
        return postgres.connect(parsed, member=member, hurried=hurried)
    return sqlite.connect(parsed)


def is_shared(url: str) -> bool:
    """Whether several processes may work with the database there at once."""
    return make_url(url).get_backend_name() == postgres.NAME


Does = Callable[[Transaction], Coroutine[Any, Any, T]]
"""A whole transaction. It awaits nothing but what the transaction answers, and may be begun anew if others spoil it."""


@dataclass(slots=True)
class Fence:
    """Under which number this process leads its city, if it does. Whoever leads after it has a higher one."""

    number: int | None = None


@dataclass(slots=True)
class Queue:
    """Who wants to change something, and whoever does at this moment."""

    long: int = 0
    is_held_up: bool = False
    """Something has its turn that takes long."""


def _told(tx: Transaction) -> Sequence[str]:
    """What the other processes are told of it: who is woken, and for which parts of the chats."""
    parts = f" {bytes(sorted(tx.parts)).hex()}" if tx.parts else ""
    return [f"{who.value}{parts}" if who is Wake.INBOX else who.value for who in tx.woken]


class Database:
    """One city's database, open."""

    def __init__(self, engine: AsyncEngine, keys: Keys, *, update: UpdateId | None = None) -> None:
        self.engine = engine
        self.keys = keys
        self.update = update
        """The update on whose behalf changes are made; see `bot.services.acting`."""
        self.farewells: Callable[[Sequence[bytes]], None] | None = None
        """Called after each commit with which somebody left."""
        self.disk = Disk()
        """What it is written to."""
        self.concerns: Callable[[Collection[int]], bool] = lambda _parts: True
        """Whether updates of any of these parts of all chats are this process's to handle."""
        self.fence: Fence | None = None
        """With it, nothing is committed but by the process that leads."""
        self._writing, self._queue = asyncio.Lock(), Queue()
        self._listeners: dict[Wake, list[Callable[[], None]]] = {who: [] for who in Wake}
        self._store: Sqlite | Postgres = (
            Postgres(engine) if engine.dialect.name == postgres.NAME else Sqlite(engine, self._writing)
        )

    @property
    def overwrites(self) -> bool:
        """What is deleted in it is overwritten. Where it is not, the keys must go with which it was sealed."""
        return self.engine.dialect.name == sqlite.NAME

    def on_behalf_of(self, update: UpdateId) -> "Database":
        """The same database, for what one update asks for."""
        same = copy(self)
        same.update = update
        return same

    def led(self, fence: Fence) -> "Database":
        """The same database, for what the process alone may change that leads."""
        same = copy(self)
        same.fence = fence
        return same

    def listen(self, who: Wake, wake: Callable[[], None]) -> None:
        """Call `wake` after each commit that woke `who`, here or in another process."""
        self._listeners[who].append(wake)

    def heard(self, who: Wake, parts: Collection[int] = ()) -> None:
        """Something was committed for them, here or in another process; for these parts of the chats, where it says so.
        Whoever hears it later than it changes hands looks again by themselves."""
        if not parts or self.concerns(parts):
            for wake in self._listeners[who]:
                wake()

    async def change(self, does: Does[T], *, apart: bool = False) -> T:
        """What `does` answers, once it is committed, perhaps together with others; whatever it raises rolls it back.
        What is done `apart` is right whatever is committed beside it: it decides nothing by what it has read, or nobody
        else can change that before it ends."""
        begun: list[Transaction] = []
        is_whole = False

        async def do(hand: Hand | AsyncConnection) -> T:
            nonlocal is_whole
            is_whole, tx = False, Transaction(hand, self.keys, self.update)
            begun.append(tx)
            if self.fence is not None:
                await self._store.check(tx.connection, self.fence.number)
            answer = await does(tx)
            await self._store.tell(tx.connection, _told(tx))
            is_whole = True
            return answer

        try:
            with self._writes():
                answer = await self._store.change(do, apart=apart)
        except Unavailable:
            if is_whole:  # it may be committed: the answer was lost, and whoever tries again finds it done
                self._committed(begun[-1])
            raise
        self._committed(begun[-1])
        return answer

    async def look(self, does: Does[T]) -> T:
        """What `does` answers, which changes nothing."""
        with self._store.unavailable():
            return await self._store.look(lambda hand: does(Transaction(hand, self.keys)))

    @contextmanager
    def _writes(self) -> Iterator[None]:
        self._queue.long += 1
        try:
            with self._store.unavailable():
                yield
        except OSError as error:  # a day's key could not be written
            if not is_refusal(error):
                raise
            self.disk.refuses = True
            raise Unwritable(error.strerror) from error
        except Unwritable:
            self.disk.refuses = True
            raise
        finally:
            self._queue.long -= 1

    def _committed(self, tx: Transaction) -> None:
        if tx.left and self.farewells is not None:
            self.farewells(tx.left)
        for who in tx.woken:
            self.heard(who, tx.parts if who is Wake.INBOX else ())

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        """One change, committed at the end of the block or rolled back by any exception. One at a time per process."""
        is_whole = False
        try:
            with self._writes():
                async with self._store.changing() as connection:
                    tx = Transaction(connection, self.keys, self.update)
                    if self.fence is not None:
                        await self._store.check(connection, self.fence.number)
                    yield tx
                    await self._store.tell(connection, _told(tx))
                    is_whole = True
        except Unavailable:
            if is_whole:  # as above
                self._committed(tx)
            raise
        self._committed(tx)

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[Callable[[], bool]]:
        """Nobody else changes anything while the block lasts. Its value tells on any thread whether somebody waits."""
        async with self._writing:
            self._queue.is_held_up = True
            try:
                yield lambda: self._queue.long > 0
            finally:
                self._queue.is_held_up = False

    @property
    def is_held_up(self) -> bool:
        """Something has its turn that takes long: it is given up for a person, and what can wait does not ask."""
        return self._queue.is_held_up

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Transaction]:
        """A look that blocks no one and changes nothing."""
        with self._store.unavailable():
            async with self._store.looking() as connection:
                yield Transaction(connection, self.keys)

    async def truncate_log(self) -> bool:
        """Empty the log in which SQLite keeps what was deleted; False while somebody who reads keeps it there."""
        return await self._store.truncate_log()

    async def rewrite_tables(self) -> bool:
        """Write every table anew, without what deleted rows have left; False when somebody is at one of them. What a
        database in a file does instead stands in `db.rewriting`."""
        with self._store.unavailable():
            return await self._store.rewrite_tables()

    async def outlast(self) -> None:
        """Wait until nobody is at anything any more that was begun before this; what is begun meanwhile is not waited
        for. Unavailable when that takes far too long."""
        with self._store.unavailable():
            await self._store.outlast()

    async def copy_to(self, file: Path) -> None:
        """Write what is committed at this moment into an empty file, as a SQLite database; nothing deleted is in it.
        Others may change the database meanwhile."""
        with self._store.unavailable():
            await self._store.copy_to(file)

    async def close(self) -> None:
        """Close every connection."""
        await self._store.close()
