"""Whether the disk takes what is written. Organizers hear of one that is full although nothing can be written down."""

import asyncio
import logging
from datetime import timedelta
from typing import Any

from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden, TelegramError
from telegram.ext import ExtBot

from bot.domain.letter import Letter
from bot.domain.trouble import Trouble
from bot.lookout import Lookout
from bot.render import alerts
from bot.services import troubling
from bot.town import Town
from db.disk import LEAST, free
from db.sqlite import sqlite_file

log = logging.getLogger(__name__)

EVERY = timedelta(seconds=10)
"""How often; and so soon whoever was not reached is tried again."""


class FullDisk:
    """Looks again and again."""

    def __init__(self, town: Town, bot: ExtBot[Any], lookout: Lookout) -> None:
        self._town, self._bot, self._lookout = town, bot, lookout

    async def look(self) -> None:
        """Note how it stands, and tell what could not be written down: what Telegram does not take now, at the next
        look."""
        takes = await troubling.can_write(self._town.database)
        await self._lookout.note(Trouble.DISK, is_there=not takes)
        if takes:
            await self._lookout.note(Trouble.ROOM, is_there=await self._is_nearly_full())
        waiting, self._lookout.by_heart = self._lookout.by_heart, []
        self._lookout.by_heart += [one for one in waiting if not await self._tell(one)]

    async def _is_nearly_full(self) -> bool:
        file = sqlite_file(str(self._town.database.engine.url))
        return file is not None and await asyncio.to_thread(free, file.resolve().parent) < LEAST

    async def _tell(self, letter: Letter) -> bool:
        """Whether it is told, or never can be."""
        screen = alerts.letter(self._town.reader(letter.language), letter)
        try:
            await self._bot.send_message(letter.chat, screen.text, parse_mode=ParseMode.HTML)
        except (Forbidden, BadRequest) as error:
            log.warning("an organizer cannot be told: %s", type(error).__name__)
        except TelegramError:
            return False
        return True
