"""The legal hold that is in force, if any."""

from datetime import datetime

from pydantic import TypeAdapter

from bot.domain.hold import Hold
from db import facts
from db.engine import Transaction

FACT = "legal_hold"
HOLD = TypeAdapter(Hold)


async def put(tx: Transaction, hold: Hold | None) -> None:
    """From now on this one is in force, in place of any other; or none."""
    await facts.put(tx, FACT, None if hold is None else HOLD.dump_json(hold))


async def at(tx: Transaction, now: datetime) -> Hold | None:
    """The one that is in force now."""
    kept = await facts.get(tx, FACT)
    found = None if kept is None else HOLD.validate_json(kept)
    return found if found is not None and now < found.until else None
