"""`/stats`: organizers see at a glance what was reported and what came of it."""

from telegram import Update

from bot import drawing
from bot.render import stats as render
from bot.services import auditing
from handlers.commands import command
from handlers.context import Context


async def stats(_update: Update, context: Context) -> None:
    """`/stats`: a picture, and what it says in words."""
    picture = await auditing.counted(context.town.database, by=context.person, now=context.now)
    if not picture.rows:
        await context.say(render.none(context.reader))
        return
    await context.chart(await drawing.draw(picture), caption=render.caption(context.reader, picture))


HANDLERS = (command("stats", stats),)
