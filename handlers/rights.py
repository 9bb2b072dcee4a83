"""`/rights`: the rights cards."""

from telegram import Update

from bot.domain.buttons import Rights, RightsCard, RightsList
from bot.render import rights as render
from handlers.buttons import pressed
from handlers.commands import command
from handlers.context import Context


async def rights(_update: Update, context: Context) -> None:
    """`/rights`: the cards there are."""
    await context.say(render.cards(context.reader))


async def below(_button: Rights, context: Context) -> None:
    """The same from under an alert, which stays as it is."""
    await context.say(render.cards(context.reader))


async def card(button: RightsCard, context: Context) -> None:
    """One card."""
    await context.show(render.card(context.reader, button.situation))


async def back(_button: RightsList, context: Context) -> None:
    """Back to the cards there are."""
    await context.show(render.cards(context.reader))


HANDLERS = (
    command("rights", rights),
    pressed(below, Rights),
    pressed(card, RightsCard),
    pressed(back, RightsList),
)
