"""What the bot is called, as it was when it was last looked at: so that a change while it stood still is seen too."""

from dataclasses import dataclass

from pydantic import TypeAdapter

from db import facts
from db.engine import Database, Transaction

FACT = "called"


@dataclass(frozen=True, slots=True)
class Called:
    """Which bot it is, and how Telegram shows it."""

    id: int
    username: str
    name: str


CALLED = TypeAdapter(Called)


async def known(database: Database) -> Called | None:
    """What it was called; none before the first look."""
    async with database.reading() as tx:
        kept = await facts.get(tx, FACT)
    return None if kept is None else CALLED.validate_json(kept)


async def note(database: Database, called: Called) -> None:
    """From now on it is called so."""

    async def put(tx: Transaction) -> None:
        await facts.put(tx, FACT, CALLED.dump_json(called))

    await database.change(put)
