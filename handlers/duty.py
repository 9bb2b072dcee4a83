"""`/duty`: a volunteer says where and for how long they can be reached."""

from telegram import Update

from bot.domain.buttons import Covering, OnDuty, Resting, Standing
from bot.domain.screen import Screen
from bot.render import duty as render
from bot.services import duty
from handlers.buttons import pressed
from handlers.commands import command
from handlers.context import Context


async def ask(_update: Update, context: Context) -> None:
    """`/duty`: where and until when, or where and for how long from now."""
    await context.say(await _standing(context))


async def stood(_button: Standing, context: Context) -> None:
    """The same, in place of the choice."""
    await context.show(await _standing(context))


async def covering(button: Covering, context: Context) -> None:
    """A neighborhood was chosen or given up, or duty is to be changed."""
    choice = await duty.choice(
        context.town.database, by=context.person, city=context.town.city, now=context.now, letters=button.where
    )
    await context.show(render.choosing(context.reader, choice))


async def started(button: OnDuty, context: Context) -> None:
    """Duty begins, changes or ends."""
    town = context.town
    until = await duty.start(
        context.database, button, by=context.person, city=town.city, policy=town.policy, now=context.now
    )
    await context.show(render.standing(context.reader, until))


async def rested(button: Resting, context: Context) -> None:
    """A volunteer wants no sound for a while, is busy, or is back."""
    holds = await duty.rest(context.database, button, by=context.person, now=context.now)
    await context.show(render.standing(context.reader, holds))


async def _standing(context: Context) -> Screen:
    choice = await duty.choice(context.town.database, by=context.person, city=context.town.city, now=context.now)
    return render.current(context.reader, choice)


HANDLERS = (
    command("duty", ask),
    pressed(stood, Standing),
    pressed(covering, Covering),
    pressed(started, OnDuty),
    pressed(rested, Resting),
)
