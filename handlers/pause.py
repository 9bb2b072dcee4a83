"""`/pause` and `/night`: someone wants to be left alone."""

from telegram import Update

from bot.domain.buttons import AtNight, Nights, Pause, Resume
from bot.render import pausing as render
from bot.services import pausing
from handlers.buttons import pressed
from handlers.commands import command
from handlers.context import Context


async def pause(_update: Update, context: Context) -> None:
    """`/pause`: for how long? Or until when, and an end to it."""
    hearing = await pausing.hearing(context.town.database, context.person)
    await context.say(render.pause(context.reader, hearing))


async def paused(button: Pause, context: Context) -> None:
    """No alerts for so long."""
    hearing = await pausing.pause(
        context.database, button.length, by=context.person, zone=context.town.city.zone, now=context.now
    )
    await context.show(render.pause(context.reader, hearing))


async def resumed(_button: Resume, context: Context) -> None:
    """Alerts again."""
    await pausing.resume(context.database, by=context.person)
    await context.show(render.resumed(context.reader))


async def night(_update: Update, context: Context) -> None:
    """`/night`: with or without a sound at night."""
    hearing = await pausing.hearing(context.town.database, context.person)
    await context.say(render.night(context.reader, hearing))


async def at_night(button: AtNight, context: Context) -> None:
    """With a sound at night, or without."""
    hearing = await pausing.hush(context.database, quiet=button.nights is Nights.SILENT, by=context.person)
    await context.show(render.night(context.reader, hearing))


HANDLERS = (
    command("pause", pause),
    command("night", night),
    pressed(paused, Pause),
    pressed(resumed, Resume),
    pressed(at_night, AtNight),
)
