"""Last of all: what nothing else understood."""

from telegram import Update
from telegram.ext import CallbackQueryHandler, MessageHandler, filters

from bot.domain.refusals import Expired
from bot.render import refusing as render
from handlers.context import Context


async def old_button(_update: Update, _context: Context) -> None:
    """A payload that no button of ours carries."""
    raise Expired


async def unknown(_update: Update, context: Context) -> None:
    """Words, pictures and commands that nobody asked for."""
    await context.say(render.unknown(context.reader))


HANDLERS = (CallbackQueryHandler(old_button), MessageHandler(filters.UpdateType.MESSAGE, unknown))
