"""Moving a city to another database: how far it is while it goes on, and what to do when it is done."""

import asyncio
import sys
from typing import TextIO

from bot.commands.tending import there
from bot.settings import Settings
from db import moving
from db.engine import Database, connect
from db.failing import Unavailable
from db.keys import Keys
from db.lock import alone
from db.moving import CannotMove, Moved, Step
from db.opening import check_folder, entered, examine, open_database
from db.sqlite import sqlite_file

WIDTH = 30
"""Of the bar, in letters."""


class Progress:
    """How far it is: on a terminal one line that is drawn again, elsewhere a line for each tenth."""

    def __init__(self, out: TextIO) -> None:
        self._out, self._is_drawn = out, out.isatty()
        self._said: tuple[object, ...] = ()

    def __call__(self, step: Step, table: str, done: int, total: int) -> None:
        """So many rows of all are done in this step, the last of them in this table."""
        part = done / total if total else 1.0
        line = f"{step} {part:4.0%}, {done:,} of {total:,} rows"
        if not self._is_drawn:
            self._say((step, int(part * 10)), f"{line}\n")
            return
        bar = "#" * int(part * WIDTH)
        self._say((step, table, int(part * 100)), f"\r[{bar:.<{WIDTH}}] {line}: {table}\x1b[K")

    def _say(self, where: tuple[object, ...], line: str) -> None:
        """Say it unless it was said when it stood there."""
        if where != self._said:
            self._said = where
            print(line, end="", file=self._out, flush=True)

    def end(self) -> None:
        """What comes next begins on a line of its own."""
        if self._is_drawn and self._said:
            print(file=self._out)


async def move(settings: Settings, to: str, *, destroy: bool) -> None:
    """Copy the city to where `to` says, see that it is the same there, and say what to do then. The old database opens
    no more, or with `destroy` is destroyed."""
    url = Settings(database_url=to).database_url
    if _place(url) == _place(settings.database_url):
        raise CannotMove("the city is there already: name the place where it is to be")
    check_folder(url)
    await (await there(settings, also_left=True)).close()
    async with alone(settings.database_url), alone(url):
        await (await open_database(settings.database_url, settings.keys, print, also_left=True)).close()
        async with entered(url):
            pass  # a server's schema is there now
        keys = Keys(settings.keys)
        source, target = (Database(connect(one, hurried=False), keys) for one in (settings.database_url, url))
        try:
            done, acts = await _moved(source, target)
            await moving.hand_over(source, target)
            if destroy:
                await moving.remove(source)
        except asyncio.CancelledError:  # Ctrl-C
            raise CannotMove("stopped: the same command goes on where it was") from None
        except Unavailable as error:
            raise CannotMove(f"a database cannot be used, and the same command goes on where it was: {error}") from None
        finally:
            await target.close()
            await source.close()
    print(f"{'moved before' if done.was_there else 'moved'}: all {done.rows:,} rows are the same on both sides")
    print(f"the ledger ({acts} entries) is whole. From now on: AVISA_DATABASE_URL={moving.shown(target)}")
    print(_rest(source, is_destroyed=destroy))


def _place(url: str) -> str:
    file = sqlite_file(url)
    return url if file is None else str(file.resolve())


async def _moved(source: Database, target: Database) -> tuple[Moved, int]:
    """Move it; what was done, and how many acts are in the ledger there."""
    await examine(source)
    progress = Progress(sys.stdout)
    try:
        done = await moving.move(source, target, progress)
    finally:
        progress.end()
    return done, (await examine(target)).acts


def _rest(source: Database, *, is_destroyed: bool) -> str:
    """What to do with what is left of the old database, in two lines."""
    file, where = sqlite_file(str(source.engine.url)), moving.shown(source)
    if is_destroyed:
        old = f"the old database {where} is destroyed"
    elif file is not None:
        old = f"everybody is in the old one too: once the new one is at work, `shred -u {file.resolve()}*` destroys it"
    else:
        old = f"everybody is in the old one too, {where}: once the new one is at work, drop its schema"
    return f"{old}\nthen `python -m bot keys rotate`: what is left of it on a disk opens with the old key alone"
