"""An intake at work: a real database, PTB's real Application with a handler or two, and Telegram's side of the wire."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from telegram import Update
from telegram.ext import Application, ApplicationHandlerStop, CallbackContext, TypeHandler

from bot.clock import SystemClock
from bot.courier.pacing import Pace
from bot.courier.request import WireRequest
from bot.domain.clock import Clock
from bot.domain.ids import UpdateId
from bot.intake import Intake
from bot.services.acting import act
from db.engine import Database, Transaction
from db.tables import facts, inbox, quarantine
from tests.intake.telegram import PATIENCE, TOKEN, Telegram

App = Application[Any, Any, Any, Any, Any, Any]
Handle = Callable[[Update, "House"], Coroutine[Any, Any, None]]


class Hurried(SystemClock):
    """A clock on which every wait is over at once, and remembered."""

    def __init__(self) -> None:
        self.waited: list[float] = []

    async def wait(self, event: asyncio.Event, seconds: float | None = None) -> bool:
        """No time passes, but everybody else has their turn."""
        if seconds is None:
            return await event.wait()
        self.waited.append(seconds)
        await asyncio.sleep(0)
        return event.is_set()


@act
async def count(tx: Transaction, name: str) -> int:
    """The smallest service there is: one more of something; how many there are now."""
    found = await tx.one(select(facts.c.value).where(facts.c.name == name))
    value = 1 + (int.from_bytes(found.value, "big") if found else 0)
    kept = {"value": value.to_bytes(8, "big")}
    statement = insert(facts).values(name=name, **kept)
    await tx.run(statement.on_conflict_do_update(index_elements=[facts.c.name], set_=kept))
    return value


async def counted(database: Database, name: str) -> int:
    """How many there are."""
    async with database.reading() as tx:
        found = await tx.one(select(facts.c.value).where(facts.c.name == name))
    return int.from_bytes(found.value, "big") if found else 0


@dataclass
class House:
    """What a test looks at."""

    database: Database
    telegram: Telegram
    application: App
    intake: Intake
    told: list[tuple[int, str]] = field(default_factory=list)
    """Whom a fault was admitted to, and with which reference."""
    running: "asyncio.Task[None] | None" = None

    def acting(self, update: Update) -> Database:
        """The database on behalf of an update, as handlers have it."""
        return self.database.on_behalf_of(UpdateId(update.update_id))

    def start(self) -> None:
        """Take in and handle."""
        self.running = asyncio.create_task(self.intake.run())

    async def all_answered(self) -> None:
        """Wait until nothing in the inbox waits."""
        async with asyncio.timeout(PATIENCE):
            while await self.rows(select(func.count()).where(inbox.c.answered.is_(None))) != [(0,)]:
                pass

    async def handled(self, number: int) -> None:
        """Wait until so many replies are out, and everything is answered."""
        await self.telegram.until(lambda: len(self.telegram.posted) >= number)
        await self.all_answered()

    async def rows(self, statement: Any) -> list[tuple[Any, ...]]:
        """What the database answers."""
        async with self.database.reading() as tx:
            return [tuple(row) for row in await tx.all(statement)]

    async def faults(self) -> list[tuple[Any, ...]]:
        """Kind, error and size of what is in quarantine."""
        return await self.rows(select(quarantine.c.kind, quarantine.c.error, quarantine.c.size))


@asynccontextmanager
async def house(
    database: Database,
    telegram: Telegram,
    handle: Handle,
    *,
    clock: Clock | None = None,
    polls: bool = True,
    **options: Any,
) -> AsyncIterator[House]:
    """An intake that hands every update to `handle`; not started yet, and stopped at the end."""
    clock = clock or SystemClock()
    request = WireRequest(telegram, Pace(None, clock))
    builder = Application.builder().token(TOKEN).request(request).get_updates_request(request).updater(None)
    application: App = builder.job_queue(None).build()
    told: list[tuple[int, str]] = []

    async def tell(update: Update, reference: str) -> None:
        assert update.effective_user is not None
        told.append((update.effective_user.id, reference))

    intake = Intake(database, application, clock, tell=tell, wire=telegram if polls else None, **options)
    made = House(database, telegram, application, intake, told)

    async def call(update: Update, _context: CallbackContext[Any, Any, Any, Any]) -> None:
        await handle(update, made)

    async def failed(update: object, context: CallbackContext[Any, Any, Any, Any]) -> None:
        assert isinstance(update, Update) and isinstance(context.error, Exception)
        intake.note(UpdateId(update.update_id), context.error)
        raise ApplicationHandlerStop

    application.add_handler(TypeHandler(Update, call))
    application.add_error_handler(failed)
    await application.initialize()
    try:
        yield made
    finally:
        if made.running is not None:
            await intake.stop()
            await asyncio.wait([made.running])
        await application.shutdown()


async def reply(update: Update, here: House) -> None:
    """Count the update, and say how many there were."""
    assert update.effective_user is not None
    number = await count(here.acting(update), f"chat {update.effective_user.id}")
    await here.application.bot.send_message(update.effective_user.id, f"{update.update_id}: {number}")


def said(telegram: Telegram) -> list[str]:
    """What was sent, in order."""
    return [asked["text"] for method, asked in telegram.posted if method == "sendMessage"]


NOON = datetime.fromisoformat("2026-03-02T12:00:00+00:00")
