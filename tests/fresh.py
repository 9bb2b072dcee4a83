"""Fresh databases in some milliseconds: copies of one that was made the real way."""

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from db.engine import Database, connect
from db.keys import Keys
from db.opening import open_database


def _url(data: Path) -> str:
    return f"sqlite+aiosqlite:///{data / 'avisa.db'}"


def model(folder: Path) -> Path:
    """Make an empty database in `folder/data` and its keys in `folder/keys`. To be called where no event loop runs."""

    async def make() -> None:
        made = await open_database(_url(folder / "data"), folder / "keys")
        await made.close()

    (folder / "data").mkdir()
    loop = asyncio.new_event_loop()
    loop.run_until_complete(make())
    loop.close()
    return folder


def copied(model: Path, folder: Path) -> Database:
    """The same in another folder, open; whoever asked for it closes it."""
    shutil.copytree(model, folder, dirs_exist_ok=True)
    return Database(connect(_url(folder / "data")), Keys(folder / "keys"))


@asynccontextmanager
async def copy_of(model: Path) -> AsyncIterator[Database]:
    """The same in a folder of its own, which is gone at the end of the block."""
    with tempfile.TemporaryDirectory() as folder:
        database = copied(model, Path(folder))
        try:
            yield database
        finally:
            await database.close()
