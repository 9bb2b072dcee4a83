"""Our own long poll: an update is confirmed to Telegram only when it is committed here.

PTB's Updater confirms what it has merely fetched: measured, one `kill -9` lost 761 of 1,000 updates for ever.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable

from bot.domain.answer import BadToken, Flooded, read
from bot.domain.clock import Clock
from bot.intake.batch import Broken, entries
from bot.intake.patience import Patience, wait_after
from bot.intake.position import Position
from bot.intake.reading import KINDS
from bot.intake.receiving import Write
from bot.wire import Answer, NotSent, TokenRefused, Unanswered, Wire
from db.failing import Unavailable

LIMIT = 100
SECONDS = 50
"""The longest that Telegram lets a poll wait."""

MARGIN = 15.0
"""So many seconds more than the server waits until we take the poll for lost."""

LARGE = 256 * 1024
"""An answer of more bytes than this is cut on another thread."""


BY_ANOTHER = b"other getUpdates"
"""What stands in the 409 of a poll that ended because someone else polls; other words stand there for a webhook."""

STALE = 3
"""So many batches in a row may bring nothing new, after a crash for instance, before we ask less often."""


class Polling:
    """Asks Telegram for updates, one poll after the other."""

    def __init__(
        self,
        wire: Wire,
        write: Write,
        clock: Clock,
        *,
        seconds: int = SECONDS,
        room: Callable[[], Awaitable[None]] | None = None,
        conflicted: Callable[[], None] | None = None,
    ) -> None:
        """`seconds` is how long the server lets an empty poll wait; `room` waits until more can be taken in;
        `conflicted` is called when the server says that someone else uses the token, once until that is over."""
        self.conflict = False
        """Someone else polls with our token, or a webhook is set, at this moment."""
        self.polled_elsewhere = False
        """It is that someone else polls."""
        self.position = Position()
        self._wire = wire
        self._write = write
        self._clock = clock
        self._seconds = seconds
        self._room = room
        self._conflicted = conflicted
        self._patience = Patience()
        self._stale = 0
        """How many batches in a row brought nothing new."""
        self._never = asyncio.Event()

    async def run(self) -> None:
        """Poll until cancelled. Raises TokenRefused; an unreachable server is waited for."""
        while True:
            if self._room is not None:
                await self._room()
            wait = await self._poll()
            if wait:
                await self._clock.wait(self._never, wait)

    async def _poll(self) -> float:
        """One poll; the seconds to wait before the next."""
        try:
            answer = await self._wire.post("getUpdates", self._question(), timeout=self._seconds + MARGIN)
        except NotSent as error:
            return self._patience.failed(f"Telegram cannot be reached ({error})")
        except Unanswered as error:
            # a connection that idled away behind some router is no news
            return self._patience.failed(f"Telegram does not answer ({error})", told_from=2)
        if answer.status != 200:
            return self._no(answer)
        try:
            found = await _cut(answer.body)
        except Broken:
            return self._patience.failed("what answers is not Telegram, or breaks off", told_from=2)
        try:
            written = await self._write(found)
        except (Unavailable, OSError) as error:
            return self._patience.failed(f"updates cannot be written down ({error})")
        self.position = self.position.after(written.numbers, [hash(text) for text in found])
        self.conflict = self.polled_elsewhere = False
        self._patience.worked()
        self._stale = 0 if written.new or not found else self._stale + 1
        return wait_after(self._stale - STALE) if self._stale > STALE else 0.0

    def _question(self) -> bytes:
        question: dict[str, object] = {"limit": LIMIT, "timeout": self._seconds, "allowed_updates": KINDS}
        if self.position.offset is not None:
            question["offset"] = self.position.offset
        return json.dumps(question).encode()

    def _no(self, answer: Answer) -> float:
        """What to do about a no; the seconds to wait."""
        if answer.status == 409:
            if not self.conflict and self._conflicted is not None:
                self._conflicted()
            self.conflict = True
            self.polled_elsewhere = BY_ANOTHER in answer.body
            return self._patience.failed("someone else polls with this token, or a webhook is set for it (409)")
        match read(answer.status, answer.body):
            case BadToken():
                raise TokenRefused(f"Telegram refuses the token ({answer.status}; AVISA_TOKEN)")
            case Flooded(wait=wait) if wait is not None:
                return max(wait.total_seconds(), self._patience.failed("Telegram wants us to ask less often (429)"))
            case _:
                return self._patience.failed(f"Telegram answers with {answer.status}")


async def _cut(body: bytes) -> list[bytes]:
    return await asyncio.to_thread(entries, body) if len(body) > LARGE else entries(body)
