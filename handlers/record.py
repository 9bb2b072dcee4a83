"""`/record`: organizers get what was confirmed, as files."""

from telegram import Update

from bot.domain.buttons import Record
from bot.render import record as render
from bot.services import auditing
from handlers.buttons import pressed
from handlers.commands import command
from handlers.context import Context


async def record(_update: Update, context: Context) -> None:
    """`/record`: for how long back?"""
    await context.say(render.asking(context.reader))


async def handed(button: Record, context: Context) -> None:
    """A table, and a map."""
    found = await auditing.recorded(context.town.database, button.span, by=context.person, now=context.now)
    await context.hand(*render.files(context.reader, found), caption=render.caption(context.reader, found))


HANDLERS = (command("record", record), pressed(handed, Record))
