"""The menu of commands and the descriptions, set at Telegram for every language that it has a code for.

It happens beside everything else: Telegram may refuse or be slow, and the bot is at work all the same. What Telegram
shows already is not set again. Roles, and languages without a code of two letters, are set chat by chat, by
`handlers.menu`.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

from telegram import BotCommandScopeChat
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.domain.ids import Language
from bot.domain.people import Role
from bot.render import menus as render
from bot.services import meeting
from bot.town import Town
from db.failing import Unavailable
from handlers import menu
from locales import ENGLISH, LANGUAGES, Translator

log = logging.getLogger(__name__)


@asynccontextmanager
async def shown(bot: ExtBot[Any], town: Town) -> AsyncIterator[None]:
    """Set them while the block lasts, however long Telegram takes."""
    setting = asyncio.create_task(show(bot, town), name="menus")
    try:
        yield
    finally:
        setting.cancel()
        with suppress(asyncio.CancelledError):
            await setting


async def show(bot: ExtBot[Any], town: Town) -> None:
    """Set what Telegram does not show yet. A refusal is one line in the log, as is a database that does not say who the
    owner is: the next start tries again."""
    try:
        for code in codes(town):
            await set_in(bot, town, code)
        await _owners_menu(bot, town)
    except TelegramError as error:
        log.warning("the menus are as they were: Telegram answered %s", type(error).__name__)
    except Unavailable as error:
        log.warning("the owner's menu is as it was: %s", error)


async def set_in(bot: ExtBot[Any], town: Town, code: str | None) -> bool:
    """Set what Telegram does not show yet under one of its codes; whether there was anything to set."""
    words = Translator(codes(town)[code])
    commands = await _commands(bot, code, words)
    return await _descriptions(bot, town, code, words) or commands


def codes(town: Town) -> dict[str | None, Language]:
    """Telegram's codes and our languages. What stands under no code is for everyone else, and in English."""
    spoken = [LANGUAGES[one] for one in town.city.languages if one != ENGLISH]
    return {None: ENGLISH, **{one.telegram: one.code for one in spoken if one.telegram is not None}}


async def _commands(bot: ExtBot[Any], code: str | None, words: Translator) -> bool:
    wanted = menu.lines(words, Role.RESIDENT)
    if await bot.get_my_commands(language_code=code) == wanted:
        return False
    return await bot.set_my_commands(wanted, language_code=code)


async def _descriptions(bot: ExtBot[Any], town: Town, code: str | None, words: Translator) -> bool:
    long, short = render.description(words, town.city), render.short_description(words, town.city)
    others = (await bot.get_my_description(code)).description != long
    if others:
        await bot.set_my_description(long, code)
    if (await bot.get_my_short_description(code)).short_description != short:
        return await bot.set_my_short_description(short, code)
    return others


async def _owners_menu(bot: ExtBot[Any], town: Town) -> None:
    """Whoever was made the first organizer by a setting has pressed nothing that would have brought their menu."""
    owner = None if town.owner is None else await meeting.known(town.database, town.owner)
    if town.owner is None or owner is None or not menu.is_own(owner):
        return
    if await bot.get_my_commands(BotCommandScopeChat(town.owner)) != menu.of(owner):
        await menu.show(bot, town.owner, owner)
