"""Volunteers say into which languages they can translate, and put notices into them."""

from bot.domain.buttons import NoticeRequest, Translate, TranslateInto, Translators
from bot.render import noticing
from bot.render import translating as render
from bot.services import translating
from handlers.buttons import pressed
from handlers.context import Context


async def asked(_button: Translators, context: Context) -> None:
    """Into which languages?"""
    chosen = await translating.offered(context.town.database, by=context.person)
    await context.show(render.offered(context.reader, chosen))


async def chosen(into: TranslateInto, context: Context) -> None:
    """One language more, or one less."""
    offered = await translating.toggle(context.database, into, by=context.person, city=context.town.city)
    await context.show(render.offered(context.reader, offered))


async def requested(button: NoticeRequest, context: Context) -> None:
    """An organizer asks for translations."""
    being = await translating.request(
        context.database, button, by=context.person, city=context.town.city, now=context.now
    )
    await context.show(noticing.writing(context.reader, being))


async def taken(button: Translate, context: Context) -> None:
    """A volunteer does it."""
    found = await translating.take(context.database, button, by=context.person, now=context.now)
    await context.show(render.taken(context.reader, found, button.language))


HANDLERS = (
    pressed(asked, Translators),
    pressed(chosen, TranslateInto),
    pressed(requested, NoticeRequest),
    pressed(taken, Translate),
)
