"""An alert is taken back, stands again, or is asked about once more; an organizer may act again."""

from bot.domain.buttons import Readmit, Rechecked, Reinstate, Retract, TakeBack
from bot.render import correcting as render
from bot.render import volunteering
from bot.services import correcting, rechecking
from handlers.buttons import pressed
from handlers.context import Context


async def wanted(button: TakeBack, context: Context) -> None:
    """Why was it wrong?"""
    incident = await correcting.reasons(context.town.database, button, by=context.person)
    await context.show(render.reasons(context.reader, incident))


async def taken_back(button: Retract, context: Context) -> None:
    """For this reason. The courier draws the card again."""
    policy, now = context.town.policy, context.now
    await correcting.retract(context.database, button, by=context.person, policy=policy, now=now)
    await context.tell(volunteering.decided(context.reader))


async def stands(button: Reinstate, context: Context) -> None:
    """That was a mistake: it stands."""
    town = context.town
    await correcting.reinstate(
        context.database, button, by=context.person, city=town.city, policy=town.policy, now=context.now
    )
    await context.show(render.stands(context.reader))


async def readmitted(button: Readmit, context: Context) -> None:
    """An organizer who was suspended may act again."""
    done = await correcting.readmit(context.database, button, by=context.person, now=context.now)
    await context.show(render.readmitted(context.reader, done=done))


async def rechecked(button: Rechecked, context: Context) -> None:
    """Are they still there?"""
    await rechecking.answer(context.database, button, by=context.person, now=context.now)
    await context.show(render.rechecked(context.reader))


HANDLERS = (
    pressed(wanted, TakeBack),
    pressed(taken_back, Retract),
    pressed(stands, Reinstate),
    pressed(readmitted, Readmit),
    pressed(rechecked, Rechecked),
)
