"""The same lives on a PostgreSQL, which overwrites nothing: what they left lies about in its files, and in a copy of
these that somebody took. What opens it must be gone."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from bench.benchmark import Failed
from bench.canaries import Canary, Net
from bench.house import House
from bench.lifetimes import LATER, Life, Step, leaves
from bench.postgres import HURRIED, PLAIN, does, programs, running, url
from bot.services import keeping
from db import keys as key_folder
from db import rewriting, rotating
from db.keys import Keys, KeysError
from db.people import CHAT
from db.tables import people
from simulator.residue import Hit

LOUD = ("log_statement=mod", "log_min_messages=debug1", "full_page_writes=on")
"""It logs all that is changed, and keeps whole pages in its write-ahead log as well."""

CITY, COPY = "city", "copy"

EVERY = 10_000_000
"""More hits than there can be."""

NIGHT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Served(House):
    """A house whose database is a server's."""

    server: Path

    @property
    def url(self) -> str:
        """The database."""
        return url(self.server, CITY)


@contextmanager
def served(folder: Path) -> Iterator[Served]:
    """One with a server of its own, at its loudest, for as long as the block lasts. Failed where there is none."""
    if (found := programs()) is None:
        raise Failed("no PostgreSQL is installed here")
    settings = (*PLAIN, *(one for one in HURRIED if not one.startswith("full_page_writes")), *LOUD)
    with running(found, settings) as server:
        _does("createdb", "-h", server, "-U", "avisa", CITY)
        yield Served(folder, server)


@dataclass(slots=True)
class Sealed:
    """What the database knew of somebody who has left since."""

    at: int
    handle: bytes
    chat: bytes


@dataclass(slots=True)
class Nights(Life):
    """A town and its canaries on such a server."""

    house: Served = field(kw_only=True)
    gone: list[Sealed] = field(default_factory=list)

    async def remember(self, canaries: int) -> None:
        """The same; and by what each of those was known who will leave."""
        await Life.remember(self, canaries)
        keys = self.town.database.keys
        leave = {keys.handle(Canary(at).chat): at for at in range(canaries) if leaves(at)}
        async with self.town.database.reading() as tx:
            for row in await tx.all(select(people.c.handle, people.c.chat)):
                if row.handle in leave:
                    self.gone.append(Sealed(leave[row.handle], bytes(row.handle), bytes(row.chat)))

    async def keep_a_copy(self) -> None:
        """As of all files of the server: in an archive, on a disk that was put away, on a replica."""
        server = self.house.server
        command = ("pg_basebackup", "-h", server, "-U", "avisa", "-D", server / COPY, "--checkpoint=fast")
        await asyncio.to_thread(_does, *command)

    async def age(self) -> bool:
        """The windows pass, and a night; whether anything could be read of those who left before it."""
        database, now = self.town.database, self.now + LATER
        if self.left_out is not Step.SWEEP:
            await keeping.sweep(database, now=now)
        before = self.readable()
        if self.left_out is not Step.ROTATION:
            key_folder.prepare(database.keys.folder, keeps_tags=True)
            await rotating.rotate(database, now=now + NIGHT)
        await rewriting.rewrite(database)
        stopped = ("pg_ctl", "-D", self.house.server / "data", "-m", "fast", "-w", "stop")
        await asyncio.to_thread(_does, *stopped)  # what it had in memory is in its files
        return before > 0

    def in_files(self) -> list[Hit]:
        """What of them lies in any file in plain, in whatever spelling: of the server's, as they were copied."""
        return Life.in_files(self) + self.plain.hits(self.house.server / COPY)

    def left(self) -> list[Hit]:
        """The same, in all files of the server, its log as well. What was sealed may lie there, if nothing opens it."""
        return Life.in_files(self) + self.plain.hits(self.house.server)

    def files(self) -> int:
        """How many files are searched."""
        return Life.files(self) + sum(path.is_file() for path in self.house.server.rglob("*"))

    def there(self) -> int:
        """How many of those who left are in the server's files yet, sealed."""
        net = Net()
        net.add({str(one.at): one.chat for one in self.gone})
        return len({one.needle for one in net.hits(self.house.server, most=EVERY)})

    def readable(self) -> int:
        """How many notes could be read with the keys that there are, and who could still be told to have been here."""
        keys = Keys(self.town.database.keys.folder)
        return Life.readable(self) + sum(_is_known(keys, one) for one in self.gone)


def _does(program: str, *rest: str | Path) -> None:
    if (found := programs()) is None:
        raise Failed("no PostgreSQL is installed here")
    does(found / program, *rest)


def _is_known(keys: Keys, one: Sealed) -> bool:
    """Whether these keys open the number of somebody's chat, or find it by its hash."""
    if one.handle in keys.handles(Canary(one.at).chat):
        return True
    try:
        keys.open_id(CHAT, one.handle, one.chat)
    except KeysError:
        return False
    return True
