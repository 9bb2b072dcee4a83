"""What becomes of what handlers raise: a refusal gets its words, a blocked bot forgets, what another process has
answered meanwhile ends here, the rest is a fault.

Whatever was raised, no further handler sees the update: what failed may have been the guard.
"""

from collections.abc import Callable, Coroutine
from typing import Any

from telegram import Update
from telegram.error import Forbidden
from telegram.ext import Application, ApplicationHandlerStop

from bot.domain.ids import UpdateId
from bot.domain.refusals import NotJoined, Refusal
from bot.domain.screen import Screen
from bot.render import joining, refusing
from bot.services import meeting
from db.inbox import Answered
from handlers.context import Context
from handlers.guard import is_person_in_private
from locales import plain

Note = Callable[[UpdateId, Exception], None]
"""What intake is told of a fault: it tries again, and in the end puts the update into quarantine."""

Tell = Callable[[Update, str], Coroutine[Any, Any, None]]
"""Tells the person behind an update that it failed, with a reference."""


def handler(note: Note) -> Callable[[object, Context], Coroutine[Any, Any, None]]:
    """An error handler that notes faults with `note`."""

    async def failed(update: object, context: Context) -> None:
        if not isinstance(update, Update) or not isinstance(context.error, Exception):
            return
        try:
            await _answer(context.error, context)
        except Exception as fault:  # noqa: BLE001  noted, and judged by intake
            note(UpdateId(update.update_id), fault)
        raise ApplicationHandlerStop

    return failed


def admitting(application: "Application[Any, Any, Any, Any, Any, Any]") -> Tell:
    """What intake calls when it gives an update up: the person is told, with a reference for those who can help."""

    async def admit(update: Update, reference: str) -> None:
        if not is_person_in_private(update):
            return
        context = Context.from_update(update, application)
        await context.meet()
        await context.say(refusing.fault(context.reader, reference))

    return admit


async def _answer(error: Exception, context: Context) -> None:
    """Say no in the person's language, or raise what is no refusal."""
    if isinstance(error, Forbidden):
        await meeting.gone(context.town.database, context.telegram_id)
        return
    if isinstance(error, Answered):
        return
    if not isinstance(error, Refusal):
        raise error
    await context.meet()
    if isinstance(error, NotJoined):
        await context.say(joining.languages(context.reader))
        return
    words = refusing.refusal(context.reader, error)
    if not await context.tell(plain(words), insist=True):
        await context.say(Screen(words))
