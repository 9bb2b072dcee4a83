"""`/rights`: the rights cards, to read, to show, and to print."""

from telegram import Update

from bot.domain.buttons import Rights, RightsCard, RightsList, RightsPages, RightsPicture
from bot.domain.rights import pages_of, picture_of
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


async def picture(button: RightsPicture, context: Context) -> None:
    """The same card as a picture."""
    await context.printed(picture_of(button.situation, context.language))


async def pages(_button: RightsPages, context: Context) -> None:
    """All cards as pages, to print."""
    await context.printed(pages_of(context.language))


HANDLERS = (
    command("rights", rights),
    pressed(below, Rights),
    pressed(card, RightsCard),
    pressed(back, RightsList),
    pressed(picture, RightsPicture),
    pressed(pages, RightsPages),
)
