"""Updates are written down: the one way in, for the poll and for the webhook."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from bot.domain.clock import Clock
from bot.domain.ids import UpdateId
from bot.intake.floods import Admits, Floods
from bot.intake.putting_off import PutsOff
from bot.intake.reading import glance
from db import inbox
from db.engine import Database
from db.failing import Unavailable, Unwritable
from db.inbox import Raw

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Written:
    """What was written down."""

    numbers: Sequence[int | None]
    """Of each entry, in order; none where it tells none."""
    new: int
    """How many had not been known, of these and of those that were written down with them."""


@dataclass(slots=True)
class Commit:
    """What is written down together."""

    raws: list[Raw] = field(default_factory=list)
    new: int | None = None
    """How many of them had not been known, once they are committed."""
    error: Unavailable | OSError | None = None
    """Why they could not be."""


Write = Callable[[Sequence[bytes]], Awaitable[Written]]
"""Writes entries down, and returns once that is committed."""


class Receiving:
    """What came from Telegram becomes rows of the inbox."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        *,
        flooding: Callable[[int], None],
        waits: Callable[[int], None],
    ) -> None:
        """`flooding` is called once for each chat that sends too much; `waits` for each chat whose updates stay with
        Telegram, because the disk takes nothing."""
        self.malformed = 0
        """How many entries had no number and were passed over."""
        self.flooded = 0
        """How many were dropped because their chat sends too much."""
        self._floods = Floods()
        self._flooding = flooding
        self._waits = waits
        self._puts_off = PutsOff()
        self._tried = set[UpdateId]()
        """What was admitted and could not be written down yet."""
        self.taken = 0
        """How many updates were written down that had not been known."""
        self._database = database
        self._clock = clock
        self._next, self._writing = Commit(), asyncio.Lock()

    async def write(self, entries: Sequence[bytes]) -> Written:
        """Write updates down in one transaction; what they were, once that is committed. All that come while one commit
        is under way share the next. Whatever has no number is counted and passed over. Raises Unavailable or OSError
        when nothing could be written."""
        found = [glance(one) for one in entries]
        numbered = [one for one in found if one is not None]
        raws = [one for one in numbered if one.update in self._tried or self._admits(one)]
        new = await self._put(raws) if raws else 0
        if len(numbered) < len(found):
            self.malformed += len(found) - len(numbered)
            log.warning("%d entries from Telegram had no number and were passed over", len(found) - len(numbered))
        return Written([None if one is None else one.update for one in found], new)

    async def _put(self, raws: Sequence[Raw]) -> int:
        """How many are new. Those that cannot be written down come again, and are no flood by that."""
        mine, numbers = self._next, {one.update for one in raws}
        mine.raws.extend(raws)
        async with self._writing:
            if mine is self._next:
                self._next = Commit()
            if mine.new is None and mine.error is None:
                await self._commit(mine)
        if mine.error is not None:
            self._tried |= numbers
            if isinstance(mine.error, Unwritable):
                self._put_off(raws)
            raise mine.error
        self._tried -= numbers
        return mine.new or 0

    async def _commit(self, one: Commit) -> None:
        now = self._clock.now()
        try:
            one.new = await self._database.change(lambda tx: inbox.write(tx, one.raws, now=now), apart=True)
        except (Unavailable, OSError) as error:
            one.error = error
        else:
            self.taken += one.new

    def _put_off(self, raws: Sequence[Raw]) -> None:
        """Their chats are told, each once: Telegram brings the same updates again and again."""
        at = self._clock.monotonic()
        for one in raws:
            if one.chat is not None and one.counts and self._puts_off.says_so(one.chat, one.update, at):
                self._waits(one.chat)

    def _admits(self, one: Raw) -> bool:
        """Whether it is taken, or one too many of its chat's."""
        if one.chat is None or not one.counts:
            return True
        dated = one.written is not None
        at = self._clock.monotonic() if one.written is None else float(one.written)
        admits = self._floods.admits(one.chat, at, dated=dated)
        if admits is Admits.YES:
            return True
        self.flooded += 1
        if admits is Admits.NO_AND_SAY_SO:
            self._flooding(one.chat)
        return False
