"""First of all: who asks, and whether we talk to them at all. Only people, and only in private chats."""

from telegram import Chat, Update
from telegram.error import BadRequest, Forbidden
from telegram.ext import ApplicationHandlerStop, TypeHandler

from bot.render import refusing
from bot.services import meeting
from handlers.context import Context

PLACEHOLDERS = frozenset({777000, 1087968824, 136817688})
"""Telegram's own accounts that stand for channels and anonymous admins (Bot API, `User`)."""


async def know(update: Update, context: Context) -> None:
    """Find out who asks, and stop here for groups, channels, bots and placeholders."""
    chat = update.effective_chat
    if chat is not None and chat.type != Chat.PRIVATE:
        await _leave(chat, context)
    if not is_person_in_private(update):
        raise ApplicationHandlerStop
    context.known = await meeting.known(context.town.database, context.telegram_id)


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
