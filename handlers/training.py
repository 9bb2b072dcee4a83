"""`/training`: a volunteer practises with a scene that the bot plays."""

from telegram import Update

from bot.domain.buttons import Rehearse
from bot.render import training as render
from bot.services import training
from handlers.buttons import pressed
from handlers.commands import command
from handlers.context import Context


async def begin(_update: Update, context: Context) -> None:
    """`/training`: the card of the first scene."""
    at = await training.begin(context.town.database, by=context.person)
    await context.say(render.step(context.reader, at))


async def rehearsed(button: Rehearse, context: Context) -> None:
    """One step further, or another scene."""
    at = await training.rehearse(context.database, button, by=context.person)
    await context.show(render.step(context.reader, at))


HANDLERS = (command("training", begin), pressed(rehearsed, Rehearse))
