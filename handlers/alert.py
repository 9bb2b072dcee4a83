"""The buttons under an alert: where it is, *I see it too*, *is it over?*"""

from bot.domain.buttons import Echoed, ShowMap
from bot.render import alerts as render
from bot.services import echoing
from handlers.buttons import pressed
from handlers.context import Context


async def located(button: ShowMap, context: Context) -> None:
    """Where is it?"""
    incident = await echoing.find(context.town.database, button, by=context.person, city=context.town.city)
    await context.point(render.venue(context.reader, incident))


async def echoed(button: Echoed, context: Context) -> None:
    """Someone tells the volunteers something about it."""
    status = await echoing.echo(context.database, button, by=context.person, now=context.now)
    await context.tell(render.echoed(context.reader, status))


HANDLERS = (pressed(located, ShowMap), pressed(echoed, Echoed))
