"""The menu of commands in one chat: for roles, and for languages that Telegram has no code for."""

import logging
from typing import Any

from telegram import BotCommand, BotCommandScopeChat
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.domain.people import Person, Role
from bot.render import menus as render
from locales import LANGUAGES, Translator

log = logging.getLogger(__name__)


def lines(words: Translator, role: Role) -> tuple[BotCommand, ...]:
    """The menu as Telegram takes it."""
    return tuple(BotCommand(one.name, one.does) for one in render.menu(words, role))


def of(person: Person) -> tuple[BotCommand, ...]:
    """This person's menu."""
    return lines(Translator(person.language), person.role)


def is_own(person: Person) -> bool:
    """Whether this person's menu is another than what Telegram shows everyone who reads their language."""
    return person.role is not Role.RESIDENT or LANGUAGES[person.language].telegram is None


async def show(bot: ExtBot[Any], chat: int, person: Person | None, *, before: Person | None = None) -> None:
    """Show this person's menu in their chat; none for someone who is forgotten. `before` is who they were until now.

    Whatever Telegram says to that: a menu is only a convenience, and every command works without it.
    """
    try:
        if person is not None and is_own(person):
            await bot.set_my_commands(of(person), BotCommandScopeChat(chat))
        elif before is not None and is_own(before):
            await bot.delete_my_commands(BotCommandScopeChat(chat))
    except TelegramError as error:
        log.warning("a menu is as it was: Telegram answered %s", type(error).__name__)
