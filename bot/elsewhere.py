"""Whether somebody else has the token: what Telegram shows of the bot, and where it sends updates, is what we set.

What is not ours is set back where that is ours to do, and organizers are told. A thief can do the same again until the
token is replaced: `docs/operations.md` says how.
"""

import logging
from dataclasses import replace
from datetime import timedelta
from itertools import cycle
from typing import Any

from telegram import BotCommandScopeAllPrivateChats, MenuButton, MenuButtonDefault
from telegram.error import BadRequest, NetworkError, TelegramError
from telegram.ext import Application, ExtBot

from bot import jobs, menus
from bot.domain.trouble import Trouble
from bot.intake.intake import Intake
from bot.listening import Way
from bot.lookout import Lookout
from bot.services import naming
from bot.services.naming import Called
from bot.town import Town

log = logging.getLogger(__name__)

EVERY = timedelta(seconds=60)
POLL_EVERY = timedelta(seconds=10)
"""How often is looked at what polling itself has noticed: nothing is asked for that."""

PRIVATE = BotCommandScopeAllPrivateChats()
"""Commands for it would hide ours in every chat; we set none."""

OURS = (MenuButton.DEFAULT, MenuButton.COMMANDS)
"""The button beside the text may show the commands, and never open somebody's page."""


class Elsewhere:
    """Looks again and again."""

    def __init__(self, town: Town, bot: ExtBot[Any], intake: Intake, lookout: Lookout, way: Way) -> None:
        """`way` is how updates are to come."""
        self._town, self._bot, self._intake, self._lookout, self._way = town, bot, intake, lookout, way
        self._is_agreed = False
        """Telegram has taken our address once: as long as it refuses that, nobody else need have set another."""
        self._called: Called | None = None
        """As it was at the last look."""
        self._codes = cycle(menus.codes(town))
        self._set = set[str | None]()
        """The languages in which all was as it should be once: what differs before that is nobody's doing."""

    async def look_at_polling(self) -> None:
        """Whether somebody else polls."""
        await self._lookout.note(Trouble.POLL, is_there=self._intake.polled_elsewhere)

    async def look(self) -> None:
        """Everything else: each time in one more language. A refusal is one line in the log."""
        for trouble, is_there in (
            (Trouble.WEBHOOK, self._another_webhook),
            (Trouble.NAME, self._another_name),
            (Trouble.MENU, self._another_menu),
        ):
            try:
                found = await is_there()
            except TelegramError as error:
                if isinstance(error, NetworkError) and not isinstance(error, BadRequest):
                    return  # polling has said so already
                log.warning("the %s could not be looked at or set back: %s", trouble, type(error).__name__)
            else:
                await self._lookout.note(trouble, is_there=found)

    async def _another_webhook(self) -> bool:
        info = await self._bot.get_webhook_info()
        if info.url == self._way.url:
            self._is_agreed = True
            return False
        if is_foreign := self._is_agreed or not self._way.url:
            await self._lookout.note(Trouble.WEBHOOK, is_there=True)
        await self._way.agree()
        return is_foreign

    async def _another_name(self) -> bool:
        """Whether it is called something else. What was changed while we stood still was perhaps its owner, and stays;
        what is changed while we look is set back, but for the username, which its owner alone can change."""
        me, name = await self._bot.get_me(), (await self._bot.get_my_name()).name
        called = Called(me.id, me.username or "", name)
        known = self._called or await naming.known(self._town.database)
        is_another = known is not None and known.id == called.id and known != called
        if is_another:
            await self._lookout.note(Trouble.NAME, is_there=True)
        if self._called is not None and name != self._called.name:
            await self._bot.set_my_name(self._called.name)
            called = replace(called, name=self._called.name)
        if called != known:
            await naming.note(self._town.database, called)
        self._called = called
        return is_another

    async def _another_menu(self) -> bool:
        """Whether the menu is another for those who read English, or one language more each time."""
        found = await self._another_button()
        for code in {None, next(self._codes)}:
            is_other = await self._another_menu_in(code)
            found = found or (is_other and code in self._set)
            self._set.add(code)
        return found

    async def _another_button(self) -> bool:
        if (await self._bot.get_chat_menu_button()).type in OURS:
            return False
        await self._bot.set_chat_menu_button(menu_button=MenuButtonDefault())
        return True

    async def _another_menu_in(self, code: str | None) -> bool:
        hides_ours = bool(await self._bot.get_my_commands(PRIVATE, language_code=code))
        if hides_ours:
            await self._bot.delete_my_commands(PRIVATE, language_code=code)
        return await menus.set_in(self._bot, self._town, code) or hides_ours


def keep_looking(application: "Application[Any, Any, Any, Any, Any, Any]", looks: Elsewhere) -> None:
    """Have this looked at again and again, for as long as the application runs."""
    clock = application.job_queue
    assert clock is not None  # noqa: S101  every application of ours has one
    clock.run_repeating(jobs.guarded(looks.look, "the look at the token"), EVERY, name="elsewhere")
    clock.run_repeating(jobs.guarded(looks.look_at_polling, "the look at polling"), POLL_EVERY, name="polling")
