"""`/duty` for volunteers, `/invite` for organizers."""

from telegram import Update
from telegram.helpers import create_deep_linked_url

from bot.domain.buttons import OnDuty
from bot.domain.people import Role
from bot.domain.refusals import NotAllowed
from bot.render import volunteering as render
from bot.services import duty, inviting
from handlers.buttons import pressed
from handlers.commands import command
from handlers.context import Context


async def ask(_update: Update, context: Context) -> None:
    """`/duty`: for how long?"""
    if not context.person.may_act_as(Role.VOLUNTEER):
        raise NotAllowed
    await context.say(render.duty(context.reader))


async def started(button: OnDuty, context: Context) -> None:
    """Duty begins or ends."""
    until = await duty.start(context.database, button, by=context.person, now=context.now)
    await context.show(render.on_duty(context.reader, until))


async def invite(_update: Update, context: Context) -> None:
    """`/invite`: a link that makes one person a volunteer."""
    secret = await inviting.invite(
        context.database, Role.VOLUNTEER, by=context.person, policy=context.town.policy, now=context.now
    )
    await context.say(render.invitation(context.reader, create_deep_linked_url(context.bot.username, secret)))


HANDLERS = (command("duty", ask), command("invite", invite), pressed(started, OnDuty))
