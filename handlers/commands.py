"""Commands: only as they are sent. Neither editing an old `/report` or `/forget` does it again, nor passing one on."""

from collections.abc import Callable, Coroutine
from typing import Any

from telegram import Update
from telegram.ext import CommandHandler, filters

from bot.domain.authority import ALLOWED, Who
from bot.domain.people import Role
from bot.render.menus import TAKES
from handlers.context import Context
from handlers.unknown import unknown

Handle = Callable[[Update, Context], Coroutine[Any, Any, None]]


def command(name: str, handle: Handle) -> "CommandHandler[Context, None]":
    """A handler for `/name`. To whom it is not open it answers like a command that does not exist."""
    allowed = ALLOWED[TAKES[name]]

    async def answer(update: Update, context: Context) -> None:
        role = context.known.role if context.known else Role.RESIDENT
        await (handle if Who(role) in allowed else unknown)(update, context)

    return CommandHandler(name, answer, filters=filters.UpdateType.MESSAGE & ~filters.FORWARDED)
