"""The intake, joined: what the application starts and stops."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from telegram.ext import Application

from bot.domain.clock import Clock
from bot.domain.ids import UpdateId
from bot.intake.dispatch import AT_ONCE, Counted, Dispatch, Tell
from bot.intake.polling import SECONDS, Polling
from bot.intake.receiving import Receiving
from bot.intake.room import MOST, Room
from bot.intake.turns import Turns
from bot.intake.webhook import Webhook
from bot.wire import Wire
from db.engine import Database, Wake

log = logging.getLogger(__name__)

TellChat = Callable[[int], Awaitable[None]]
"""Tells a chat something, beside everything else."""

STOP_SECONDS = 10.0
"""What is being handled when we are asked to stop has so long to end."""


class Intake:
    """Takes updates in and has them handled."""

    def __init__(
        self,
        database: Database,
        application: "Application[Any, Any, Any, Any, Any, Any]",
        clock: Clock,
        *,
        tell: Tell,
        wire: Wire | None,
        slow: TellChat | None = None,
        put_off: TellChat | None = None,
        seconds: int = SECONDS,
        at_once: int = AT_ONCE,
        most: int = MOST,
        conflicted: Callable[[], None] | None = None,
        turns: Turns | None = None,
    ) -> None:
        """`wire` is where to poll; none when Telegram posts to the webhook. `tell` tells a person that their update
        failed, `slow` one who sends too much that not all of it is read, `put_off` one whose updates cannot be written
        down that they wait. `seconds` is how long the server lets an empty poll wait. No more is taken in while `most`
        updates wait. `conflicted` is called when the server says that someone else uses our token.
        `turns` says which chats are ours, where several processes handle updates."""
        self._room = Room(most)
        self._dispatch = Dispatch(
            database, application, clock, tell=tell, at_once=at_once, room=self._room, turns=turns
        )
        database.listen(Wake.INBOX, self._dispatch.wake)
        self._receiving = Receiving(
            database,
            clock,
            flooding=lambda chat: self._tell_beside(slow, chat),
            waits=lambda chat: self._tell_beside(put_off, chat),
        )
        self._polling = (
            Polling(wire, self._receiving.write, clock, seconds=seconds, room=self._room.wait, conflicted=conflicted)
            if wire
            else None
        )
        self._telling: set[asyncio.Task[None]] = set()
        self._running: set[asyncio.Task[None]] = set()
        self._poll: asyncio.Task[None] | None = None
        self.may_poll = asyncio.Event()
        """Set: Telegram is asked for updates. Of several processes one alone does so."""
        if turns is None:
            self.may_poll.set()

    @property
    def counted(self) -> Counted:
        """What became of updates since the start."""
        return self._dispatch.counted

    @property
    def malformed(self) -> int:
        """How many entries from Telegram had no number and were passed over."""
        return self._receiving.malformed

    @property
    def taken(self) -> int:
        """How many updates were written down that had not been known."""
        return self._receiving.taken

    @property
    def waiting(self) -> int:
        """How many updates wait to be answered."""
        return self._dispatch.waiting

    @property
    def flooded(self) -> int:
        """How many updates were dropped because their chat sends too much."""
        return self._receiving.flooded

    @property
    def conflict(self) -> bool:
        """Someone else polls with our token, or a webhook is set for it, at this moment."""
        return self._polling is not None and self._polling.conflict

    @property
    def polled_elsewhere(self) -> bool:
        """Someone else polls with our token at this moment."""
        return self._polling is not None and self._polling.polled_elsewhere

    def note(self, update: UpdateId, fault: Exception) -> None:
        """A handler failed: for `handlers.register`."""
        self._dispatch.note(update, fault)

    def webhook(self, secret: str) -> Webhook:
        """What answers Telegram's posts, to be put under the webhook's path."""
        return Webhook(self._receiving.write, secret, self._room)

    async def run(self) -> None:
        """Take in and handle until stopped. What a crash left unanswered comes first. Raises TokenRefused when
        Telegram does not know our token (any more); what was taken in by then stays in the inbox."""
        dispatch = asyncio.create_task(self._dispatch.run())
        self._running = {dispatch}
        if self._polling is not None:
            self._poll = asyncio.create_task(self._poll_in_turn(self._polling))
            self._running.add(self._poll)
        try:
            done, _ = await asyncio.wait(self._running, return_when=asyncio.FIRST_COMPLETED)
            for one in done:
                if not one.cancelled():
                    one.result()
            await dispatch
        finally:
            await self.stop()
            for one in self._telling:
                one.cancel()
            await asyncio.gather(*self._running, *self._telling, return_exceptions=True)

    def look_again(self) -> None:
        """What was another process's turn may be ours."""
        self._dispatch.look_again()

    async def _poll_in_turn(self, polling: Polling) -> None:
        await self.may_poll.wait()
        await polling.run()

    async def stop(self, seconds: float = STOP_SECONDS) -> None:
        """Stop polling at once, give what is being handled so many seconds, and leave the rest in the inbox."""
        if self._poll is not None:
            self._poll.cancel()
        await self._dispatch.stop(seconds)

    def _tell_beside(self, tells: TellChat | None, chat: int) -> None:
        """Tell this chat. Nobody waits for it, and nothing hangs on it."""
        if tells is not None:
            task = asyncio.create_task(self._try_to_tell(tells, chat))
            self._telling.add(task)
            task.add_done_callback(self._telling.discard)

    async def _try_to_tell(self, tells: TellChat, chat: int) -> None:
        try:
            await tells(chat)
        except Exception as error:  # noqa: BLE001  told or not, what becomes of its updates is the same
            log.warning("a chat that sends too much, or in vain, could not be told: %s", type(error).__name__)
