"""A volunteer asks whoever reported it, and they answer; neither learns who the other is."""

from bot.domain.buttons import Ask, Questions, Replied
from bot.render import asking as render
from bot.services import asking
from handlers.buttons import pressed
from handlers.context import Context


async def choosing(button: Questions, context: Context) -> None:
    """What can be asked, in place of the card."""
    card = await asking.card(context.town.database, button.incident, by=context.person)
    await context.show(render.questions(context.reader, card.incident.id))


async def asked(button: Ask, context: Context) -> None:
    """A question is on its way. The courier draws the card again."""
    await asking.ask(context.database, button, by=context.person, now=context.now)
    await context.tell(render.asked(context.reader))


async def replied(button: Replied, context: Context) -> None:
    """The reporter's answer."""
    await asking.reply(context.database, button, by=context.person, now=context.now)
    await context.show(render.replied(context.reader))


HANDLERS = (pressed(choosing, Questions), pressed(asked, Ask), pressed(replied, Replied))
