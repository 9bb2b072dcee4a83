"""`/help`, `/about`, `/privacy`, `/forget`."""

from telegram import Update

from bot.domain.buttons import Forget, Keep
from bot.domain.people import Role
from bot.render import about as render
from bot.services import forgetting, telling
from handlers import menu
from handlers.buttons import pressed
from handlers.commands import command
from handlers.context import Context


async def commands(_update: Update, context: Context) -> None:
    """`/help`: what this person can do here. Their menu is shown anew: it may be from an earlier version."""
    await context.say(render.commands(context.reader, context.known.role if context.known else Role.RESIDENT))
    await menu.show(context.bot, context.telegram_id, context.known)


async def about(_update: Update, context: Context) -> None:
    """`/about`: what this is, who runs it, and by what it is told from others."""
    await context.say(render.about(context.reader, context.addresses))


async def privacy(_update: Update, context: Context) -> None:
    """`/privacy`: what is kept about this person, for how long, and how to have it removed."""
    told = await telling.asked(context.town.database, context.known, now=context.now)
    await context.say(render.privacy(context.reader, told.about, told.held_until))


async def forget(_update: Update, context: Context) -> None:
    """`/forget` asks once more."""
    await context.say(render.forget(context.reader))


async def forgotten(_button: Forget, context: Context) -> None:
    """Everything about this person is removed; for someone unknown there is nothing to remove."""
    if context.known is not None:
        await forgetting.forget(context.database, by=context.known)
    await context.show(render.forgotten(context.reader))
    await menu.show(context.bot, context.telegram_id, None, before=context.known)


async def kept(_button: Keep, context: Context) -> None:
    """Nothing is removed after all."""
    await context.show(render.kept(context.reader))


HANDLERS = (
    command("help", commands),
    command("about", about),
    command("privacy", privacy),
    command("forget", forget),
    pressed(forgotten, Forget),
    pressed(kept, Keep),
)
