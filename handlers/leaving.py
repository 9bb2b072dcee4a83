"""Someone blocks the bot: they are forgotten. Who unblocks it begins again with `/start`."""

from telegram import ChatMember, Update
from telegram.ext import ChatMemberHandler

from bot.services import meeting
from handlers.context import Context


async def blocked(update: Update, context: Context) -> None:
    """`my_chat_member` in a private chat: the bot was blocked, or unblocked."""
    change = update.my_chat_member
    if change is not None and change.new_chat_member.status == ChatMember.BANNED:
        await meeting.gone(context.database, context.telegram_id)


HANDLERS = (ChatMemberHandler(blocked, ChatMemberHandler.MY_CHAT_MEMBER),)
