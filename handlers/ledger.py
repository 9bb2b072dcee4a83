"""`/ledger`: organizers see what was done, and whether anybody has changed it since."""

from telegram import Update

from bot.domain.buttons import Acts
from bot.render import ledger as render
from bot.services import auditing
from handlers.buttons import pressed
from handlers.commands import command
from handlers.context import Context


async def ledger(_update: Update, context: Context) -> None:
    """`/ledger`: the newest acts."""
    page = await auditing.acts(context.town.database, 0, by=context.person)
    await context.say(render.acts(context.reader, page))


async def turned(button: Acts, context: Context) -> None:
    """Earlier ones, or later ones."""
    page = await auditing.acts(context.town.database, button.page, by=context.person)
    await context.show(render.acts(context.reader, page))


HANDLERS = (command("ledger", ledger), pressed(turned, Acts))
