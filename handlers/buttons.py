"""Pressed buttons, read strictly: what no button of ours could have carried reaches no handler."""

from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from telegram import Update
from telegram.ext import CallbackQueryHandler

from bot.domain.buttons import Button, read
from bot.domain.refusals import Expired
from handlers.context import Context
from locales import LANGUAGES

B = TypeVar("B", bound=Button)
Handle = Callable[[B, Context], Coroutine[Any, Any, None]]


def pressed(handle: Handle[B], *kinds: type[B]) -> "CallbackQueryHandler[Context, None]":
    """A handler for buttons of these kinds, given the record that the button carried."""

    def ours(payload: object) -> bool:
        return isinstance(payload, str) and isinstance(read(payload), kinds)

    async def answer(update: Update, context: Context) -> None:
        assert update.callback_query is not None  # noqa: S101  the handler saw it
        button = read(update.callback_query.data or "")
        if not isinstance(button, kinds):  # it carries nothing at all, which PTB takes for any button
            raise Expired
        named = getattr(button, "language", None)
        if named is not None and named not in LANGUAGES:
            raise Expired
        await handle(button, context)

    return CallbackQueryHandler(answer, pattern=ours)
