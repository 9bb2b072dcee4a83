"""Updates are written down: the one way in, for the poll and for the webhook."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from bot.domain.clock import Clock
from bot.intake.reading import glance
from db import inbox
from db.engine import Database

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Written:
    """What was written down."""

    numbers: Sequence[int | None]
    """Of each entry, in order; none where it tells none."""
    new: int
    """How many had not been known."""


Write = Callable[[Sequence[bytes]], Awaitable[Written]]
"""Writes entries down, and returns once that is committed."""


class Receiving:
    """What came from Telegram becomes rows of the inbox."""

    def __init__(self, database: Database, clock: Clock, *, wake: Callable[[], None]) -> None:
        """`wake` is called after each commit that wrote something new."""
        self.malformed = 0
        """How many entries had no number and were passed over."""
        self._database = database
        self._clock = clock
        self._wake = wake

    async def write(self, entries: Sequence[bytes]) -> Written:
        """Write updates down in one transaction; what they were, once that is committed. Whatever has no number is
        counted and passed over. Raises Unavailable or OSError when nothing could be written."""
        found = [glance(one) for one in entries]
        raws = [one for one in found if one is not None]
        new = 0
        if raws:
            async with self._database.transaction() as tx:
                new = await inbox.write(tx, raws, now=self._clock.now())
        if len(raws) < len(found):
            self.malformed += len(found) - len(raws)
            log.warning("%d entries from Telegram had no number and were passed over", len(found) - len(raws))
        if new:
            self._wake()
        return Written([None if one is None else one.update for one in found], new)
