"""`/check`: is it true?"""

from telegram import Update

from bot.domain.buttons import Check, CheckAt, CheckPart
from bot.domain.checked import Checked
from bot.render import checking as render
from bot.services import checking
from handlers.buttons import pressed
from handlers.commands import command
from handlers.context import Context


async def check(_update: Update, context: Context) -> None:
    """`/check`: what is known where one listens."""
    await context.say(render.known(context.reader, await _known(context)))


async def checked(_button: Check, context: Context) -> None:
    """The same, in the message whose button was pressed."""
    await context.show(render.known(context.reader, await _known(context)))


async def checked_at(button: CheckAt, context: Context) -> None:
    """What is known in one neighborhood, or in the whole city."""
    town = context.town
    known = await checking.check_at(
        town.database, button.neighborhood, by=context.person, city=town.city, policy=town.policy, now=context.now
    )
    await context.show(render.known(context.reader, known))


async def part(button: CheckPart, context: Context) -> None:
    """Which neighborhood? First the parts of the city, then one part's."""
    is_known = button.part in context.town.city.parts
    await context.show(render.neighborhoods(context.reader, button.part) if is_known else render.parts(context.reader))


async def _known(context: Context) -> Checked:
    town = context.town
    return await checking.check(town.database, by=context.person, city=town.city, policy=town.policy, now=context.now)


HANDLERS = (
    command("check", check),
    pressed(checked, Check),
    pressed(checked_at, CheckAt),
    pressed(part, CheckPart),
)
