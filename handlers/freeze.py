"""`/freeze`: one organizer stops all sending to the public, two let it go on."""

from telegram import Update

from bot.domain.buttons import Agree, Standstill, Stop
from bot.render import freezing as render
from bot.services import freezing
from handlers.buttons import pressed
from handlers.commands import command
from handlers.context import Context


async def freeze(_update: Update, context: Context) -> None:
    """`/freeze`: how it stands, and what can be done."""
    standing = await freezing.standing(context.town.database, by=context.person, now=context.now)
    await context.say(render.standing(context.reader, standing))


async def shown(_button: Standstill, context: Context) -> None:
    """The same, in a message of its own: what it was pressed under stays."""
    standing = await freezing.standing(context.town.database, by=context.person, now=context.now)
    await context.say(render.standing(context.reader, standing))


async def stopped(_button: Stop, context: Context) -> None:
    """Nothing goes out to the public from now on."""
    standing = await freezing.freeze(context.database, by=context.person, now=context.now)
    await context.show(render.standing(context.reader, standing))


async def agreed(button: Agree, context: Context) -> None:
    """One organizer wants it; with the second one it is done."""
    standing = await freezing.agree(context.database, button, by=context.person, now=context.now)
    await context.show(render.agreed(context.reader, button.wish, standing))


HANDLERS = (
    command("freeze", freeze),
    pressed(shown, Standstill),
    pressed(stopped, Stop),
    pressed(agreed, Agree),
)
