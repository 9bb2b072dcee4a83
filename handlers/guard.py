"""First of all: who asks, and whether we talk to them at all. Only people, and only in private chats."""

import re
from collections.abc import Callable, Coroutine
from typing import Any

from telegram import Chat, Update
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden
from telegram.ext import Application, ApplicationHandlerStop, TypeHandler

from bot.domain.screen import Screen
from bot.render import refusing
from bot.render.reader import Reader
from bot.services import duty, inviting, meeting
from bot.town import Town
from handlers.context import Context
from locales import guess

TellChat = Callable[[int], Coroutine[Any, Any, None]]

PLACEHOLDERS = frozenset({777000, 1087968824, 136817688})
"""Telegram's own accounts that stand for channels and anonymous admins (Bot API, `User`)."""

INVITATION = re.compile(r"/start(?:@\w+)?\s+([A-Za-z0-9_-]{1,64})\s*$")
"""What an invitation's link makes of itself when it is opened."""


async def know(update: Update, context: Context) -> None:
    """Find out who asks, and stop here for groups, channels, bots and placeholders."""
    chat = update.effective_chat
    if chat is not None and chat.type != Chat.PRIVATE:
        await _burn(update, context)
        await _leave(chat, context)
    if not is_person_in_private(update):
        raise ApplicationHandlerStop
    await context.meet()
    if context.known is not None:
        await duty.rouse(context.town.database, by=context.known, city=context.town.city, now=context.now)


def is_person_in_private(update: Update) -> bool:
    """Whether a person speaks for themselves here. Nobody else has any authority, whatever they are called."""
    person, chat, message = update.effective_user, update.effective_chat, update.message or update.edited_message
    return (
        (chat is None or chat.type == Chat.PRIVATE)
        and person is not None
        and not person.is_bot
        and person.id not in PLACEHOLDERS
        and (message is None or message.sender_chat is None)
    )


def slowing(application: "Application[Any, Any, Any, Any, Any, Any]", town: Town) -> TellChat:
    """What intake calls once for a chat that sends more than it reads: the person is told why nothing comes back."""
    return _telling(application, town, refusing.slow_down)


def putting_off(application: "Application[Any, Any, Any, Any, Any, Any]", town: Town) -> TellChat:
    """What intake calls once for a chat when it can write nothing down: the person is told that what they sent waits,
    and whom to call."""
    return _telling(application, town, refusing.not_now)


def _telling(
    application: "Application[Any, Any, Any, Any, Any, Any]", town: Town, says: Callable[[Reader], Screen]
) -> TellChat:
    async def tell(chat: int) -> None:
        if chat > 0:  # a person; in groups nothing is said
            person = await meeting.known(town.database, chat)
            reader = town.reader(person.language if person else guess(None))
            await application.bot.send_message(chat, says(reader).text, parse_mode=ParseMode.HTML)

    return tell


async def _burn(update: Update, context: Context) -> None:
    """An invitation that is opened in a group was seen by all who are there."""
    text = update.message.text if update.message else None
    shown = INVITATION.match(text or "")
    if shown is not None:
        await inviting.expose(context.database, shown[1], now=context.now)


async def _leave(chat: Chat, context: Context) -> None:
    """Say why in one line, and leave. Nothing there has authority."""
    if context.incoming.my_chat_member is None or context.incoming.my_chat_member.new_chat_member.status in (
        "left",
        "kicked",
    ):
        return
    try:
        if chat.type != Chat.CHANNEL:
            await context.bot.send_message(chat.id, refusing.not_here(context.reader).text)
        await context.bot.leave_chat(chat.id)
    except (Forbidden, BadRequest):
        return  # it is gone already


HANDLERS = (TypeHandler(Update, know),)
