"""`/help`, `/privacy`, `/forget`."""

from telegram import Update

from bot.domain.buttons import Forget
from bot.domain.people import Role
from bot.render import joining as render
from bot.services import forgetting
from handlers.buttons import pressed
from handlers.commands import command
from handlers.context import Context


async def commands(_update: Update, context: Context) -> None:
    """`/help`: what this person can do here."""
    await context.say(render.commands(context.reader, context.known.role if context.known else Role.RESIDENT))


async def privacy(_update: Update, context: Context) -> None:
    """`/privacy`: what is kept, for how long, and how to have it removed."""
    await context.say(render.privacy(context.reader))


async def forget(_update: Update, context: Context) -> None:
    """`/forget` asks once more."""
    await context.say(render.forget(context.reader))


async def forgotten(_button: Forget, context: Context) -> None:
    """Everything about this person is removed; for someone unknown there is nothing to remove."""
    if context.known is not None:
        await forgetting.forget(context.database, by=context.known)
    await context.show(render.forgotten(context.reader))


HANDLERS = (
    command("help", commands),
    command("privacy", privacy),
    command("forget", forget),
    pressed(forgotten, Forget),
)
