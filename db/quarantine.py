"""Updates that could not be handled: which kind, which class of error, how large. Never their text."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert

from bot.domain.ids import UpdateId
from db import inbox
from db.engine import Transaction
from db.tables import quarantine


@dataclass(frozen=True, slots=True)
class Fault:
    """What is known of an update that could not be handled, and may be kept."""

    update: UpdateId
    reference: str
    """Six letters by which the person who saw them and the log speak of the same thing."""
    kind: str
    """`message`, `callback_query`, …; `unknown` when not even that could be read."""
    error: str
    """The class of the error."""
    size: int
    """How many bytes it had."""


async def put(tx: Transaction, fault: Fault, *, now: datetime) -> None:
    """Put an update into quarantine; in the inbox it is answered."""
    await tx.run(
        insert(quarantine).values(
            update_id=fault.update,
            reference=fault.reference,
            kind=fault.kind,
            error=fault.error,
            size=fault.size,
            at=now,
        )
    )
    await inbox.answer(tx, [fault.update], now=now)
