"""`/drill`: two organizers begin an exercise; whoever wants takes part."""

from telegram import Update

from bot.domain.buttons import Drill, Exercises
from bot.render import drilling as render
from bot.render import pausing
from bot.services import drilling
from handlers.buttons import pressed
from handlers.commands import command
from handlers.context import Context


async def drill(_update: Update, context: Context) -> None:
    """`/drill`: how it stands, and what can be done."""
    standing = await drilling.standing(context.town.database, by=context.person, now=context.now)
    await context.say(render.standing(context.reader, standing))


async def agreed(_button: Drill, context: Context) -> None:
    """One organizer wants it; with the second one it begins."""
    standing = await drilling.agree(context.database, by=context.person, city=context.town.city, now=context.now)
    await context.show(render.standing(context.reader, standing))


async def taken(button: Exercises, context: Context) -> None:
    """Someone takes part from now on, or no more."""
    hearing = await drilling.take_part(context.database, button, by=context.person)
    await context.show(pausing.pause(context.reader, hearing))


HANDLERS = (command("drill", drill), pressed(agreed, Drill), pressed(taken, Exercises))
