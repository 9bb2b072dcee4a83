"""Shows organizers how far broadcasts have come: one message for each, sent without a sound and edited now and then.

Each counts as a message, and takes its turn in bulk, after every answer to someone who waits. There are few of them
(`bot.domain.progress.apart`), none while Telegram holds us, and whatever becomes of one, no broadcast waits for it.
In the courier's lowest lane, behind the very broadcast that it tells of, it would be shown when that is over.
"""

import asyncio
import logging
from datetime import datetime

from bot.courier.hearing import heard
from bot.courier.pacing import Pace, Turn
from bot.courier.prepared import prepare
from bot.domain.answer import Again, BadToken, Flooded, NotSent, Outcome, Taken, Uncertain, Unchanged, after
from bot.domain.broadcast import Way
from bot.domain.ids import BroadcastId, PersonNumber
from bot.domain.progress import DueProgress
from bot.render.progress import progress
from bot.services import progressing
from bot.town import Town
from bot.wire import NotSent as NoConnection
from bot.wire import Unanswered, Wire
from db.failing import Unavailable

log = logging.getLogger(__name__)

EVERY = 5.0
"""Seconds between two looks; and so long one waits for its turn at most, then the next look shows more."""


class Showing:
    """Shows it."""

    def __init__(self, town: Town, wire: Wire, pace: Pace) -> None:
        """Nothing is shown yet."""
        self._town = town
        self._wire = wire
        self._pace = pace

    async def show(self) -> None:
        """Show what is to be shown now."""
        held = self._pace.held()
        if held.bulk or held.replies:
            return
        database, failed = self._town.database, set[tuple[BroadcastId, PersonNumber]]()
        now = self._town.clock.now()
        try:
            looked = await progressing.look(database, now=now)
            for due in looked.due:
                if not await self._show(due, now):
                    failed.add((due.progress.broadcast, due.person))
            for one in looked.over:
                await progressing.finish(database, one, but={who for of, who in failed if of == one})
        except Unavailable:
            log.warning("how far broadcasts have come is not shown: the database cannot be used")

    async def _show(self, due: DueProgress, now: datetime) -> bool:
        """Show it to one organizer; whether that is settled, one way or the other."""
        outcome, where = await self._say(due), due.message
        match outcome:
            case Taken(message=message):
                where = where or message
            case Unchanged():
                pass
            case Flooded() | NotSent() | Uncertain() | BadToken():
                log.warning("how far a broadcast has come was not shown: %s", type(outcome).__name__)
                self._hold(outcome)
                return False
            case _:
                log.warning(
                    "an organizer is not shown any more how far a broadcast has come: %s", type(outcome).__name__
                )
                where = None  # they have deleted it, or left
        await progressing.show(self._town.database, due, where, now=now)
        return True

    def _hold(self, outcome: Outcome) -> None:
        decision = after(outcome, kind=None, tries=1)
        if isinstance(decision, Again) and decision.hold is not None:
            self._pace.hold(decision.hold.total_seconds(), replies=False)

    async def _say(self, due: DueProgress) -> Outcome:
        screen = progress(self._town.reader(due.language), due.progress)
        prepared = prepare(screen, Way.SEND if due.message is None else Way.EDIT)
        turn = await self._turn()
        if turn is None:
            return NotSent()
        try:
            await self._pace.chat(due.chat)
            answer = await self._wire.post(prepared.method, prepared.body(due.chat, due.message, silent=True))
        except NoConnection:
            return NotSent()
        except Unanswered:
            return Uncertain()
        finally:
            turn.answered()
        return heard(answer)

    async def _turn(self) -> Turn | None:
        """A turn, if one comes in time."""
        try:
            async with asyncio.timeout(EVERY):
                turn = await self._pace.bulk()
        except TimeoutError:
            return None
        if self._pace.until_unpaid() != 0:
            turn.unused()
            return None
        turn.unpaid()
        return turn
