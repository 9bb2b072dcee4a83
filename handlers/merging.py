"""Two incidents are one, or one is two. Lists stand in place of the card; the courier draws the card again."""

from bot.domain.buttons import KeepApart, Merge, SameAs, Split, TakeOut, Undo
from bot.render import merging as render
from bot.render import volunteering
from bot.services import merging
from handlers.buttons import pressed
from handlers.context import Context


async def same(button: SameAs, context: Context) -> None:
    """Which others may it be?"""
    town = context.town
    found = await merging.suggest(town.database, button, by=context.person, city=town.city, now=context.now)
    await context.show(render.suggestions(context.reader, button, found))


async def merged(button: Merge, context: Context) -> None:
    """It is that one."""
    town = context.town
    into = await merging.merge(
        context.database, button, by=context.person, city=town.city, policy=town.policy, now=context.now
    )
    await context.tell(render.merged(context.reader, into))


async def kept_apart(button: KeepApart, context: Context) -> None:
    """It is not that one."""
    await merging.keep_apart(context.database, button, by=context.person, now=context.now)
    await context.tell(volunteering.decided(context.reader))


async def taking_out(button: TakeOut, context: Context) -> None:
    """Which reports tell of something else?"""
    newest = await merging.newest(context.town.database, button, by=context.person)
    alerted = await merging.is_alerted(context.town.database, button)
    await context.show(render.taking_out(context.reader, button, newest, alerted=alerted))


async def split(button: Split, context: Context) -> None:
    """These do."""
    town = context.town
    opened = await merging.split(
        context.database, button, by=context.person, city=town.city, policy=town.policy, now=context.now
    )
    await context.tell(render.split(context.reader, opened))


async def undone(button: Undo, context: Context) -> None:
    """A merge or a split is undone."""
    town = context.town
    await merging.undo(context.database, button, by=context.person, city=town.city, policy=town.policy, now=context.now)
    await context.tell(volunteering.decided(context.reader))


HANDLERS = (
    pressed(same, SameAs),
    pressed(merged, Merge),
    pressed(kept_apart, KeepApart),
    pressed(taking_out, TakeOut),
    pressed(split, Split),
    pressed(undone, Undo),
)
