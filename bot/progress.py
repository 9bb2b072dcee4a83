"""Shows organizers how far broadcasts have come: one message for each, sent without a sound and edited now and then.

Each counts as a message, and takes its turn like an answer to someone who waits. There are few of them by rule
(`bot.domain.progress.apart`), none while Telegram holds us, and whatever becomes of one, no broadcast waits for it.
"""

import logging
from datetime import datetime
from typing import Any

from telegram import LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden, TelegramError
from telegram.ext import ExtBot

from bot.courier.pacing import Pace
from bot.domain.ids import BroadcastId, MessageId, PersonNumber
from bot.domain.progress import DueProgress
from bot.render.progress import progress
from bot.services import progressing
from bot.town import Town
from db.engine import Unavailable

log = logging.getLogger(__name__)

EVERY = 5.0
"""Seconds between two looks."""


class Showing:
    """Shows it."""

    def __init__(self, town: Town, bot: ExtBot[Any], pace: Pace) -> None:
        """Nothing is shown yet."""
        self._town = town
        self._bot = bot
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
        try:
            message: MessageId | None = await self._say(due)
        except (BadRequest, Forbidden) as error:
            log.warning("an organizer is not shown any more how far a broadcast has come: %s", type(error).__name__)
            message = None  # they have deleted it, or left
        except TelegramError as error:
            log.warning("how far a broadcast has come was not shown: %s", type(error).__name__)
            return False
        await progressing.show(self._town.database, due, message, now=now)
        return True

    async def _say(self, due: DueProgress) -> MessageId:
        text = progress(self._town.reader(due.language), due.progress).text
        preview = LinkPreviewOptions(is_disabled=True)
        if due.message is None:
            sent = await self._bot.send_message(
                due.chat, text, parse_mode=ParseMode.HTML, disable_notification=True, link_preview_options=preview
            )
            return MessageId(sent.message_id)
        try:
            await self._bot.edit_message_text(
                text, due.chat, due.message, parse_mode=ParseMode.HTML, link_preview_options=preview
            )
        except BadRequest as error:
            if "message is not modified" not in error.message.casefold():
                raise
        return due.message
