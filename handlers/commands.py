"""Commands: only as they are sent. Editing an old `/report` or `/forget` does not do it again."""

from collections.abc import Callable, Coroutine
from typing import Any

from telegram import Update
from telegram.ext import CommandHandler, filters

from handlers.context import Context

Handle = Callable[[Update, Context], Coroutine[Any, Any, None]]


def command(name: str, handle: Handle) -> "CommandHandler[Context, None]":
    """A handler for `/name`."""
    return CommandHandler(name, handle, filters=filters.UpdateType.MESSAGE)
