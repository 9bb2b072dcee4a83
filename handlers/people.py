"""`/people` and `/invite`: organizers look after volunteers, whom they see as numbers and under tags; both let in
others."""

from dataclasses import replace

from telegram import Update
from telegram.helpers import create_deep_linked_url

from bot.domain.buttons import (
    Colleague,
    Colleagues,
    Everyone,
    Invitations,
    Invite,
    InviteTo,
    Inviting,
    InvitingTo,
    Remove,
    Revoke,
    Vouch,
)
from bot.domain.duty import Neighborhoods, unpacked
from bot.domain.people import Role
from bot.domain.refusals import Expired
from bot.domain.screen import Screen
from bot.render import organizing as render
from bot.services import appointing, inviting
from handlers import menu
from handlers.buttons import pressed
from handlers.commands import command
from handlers.context import Context


async def people(_update: Update, context: Context) -> None:
    """`/people`: how many there are, and who covers what, as numbers."""
    await context.say(await _everyone(context))


async def everyone(_button: Everyone, context: Context) -> None:
    """The same, in place of what was shown."""
    await context.show(await _everyone(context))


async def _everyone(context: Context) -> Screen:
    counts = await appointing.counts(context.town.database, by=context.person, now=context.now)
    return render.everyone(context.reader, counts)


async def colleagues(button: Colleagues, context: Context) -> None:
    """The volunteers and organizers, by tag."""
    found = await appointing.colleagues(context.town.database, by=context.person, owner=context.town.owner)
    await context.show(render.colleagues(context.reader, found, button.page))


async def colleague(button: Colleague, context: Context) -> None:
    """One of them."""
    found = await appointing.colleague(context.town.database, button, by=context.person, owner=context.town.owner)
    await context.show(render.colleague(context.reader, found))


async def removed(button: Remove, context: Context) -> None:
    """One of them is a resident from now on, and is offered what residents are."""
    town = context.town
    whom = await appointing.remove(
        context.database,
        button,
        by=context.person,
        owner=town.owner,
        city=town.city,
        policy=town.policy,
        now=context.now,
    )
    await context.show(render.removed(context.reader, whom.alias))
    reached = await appointing.reached(town.database, whom, by=context.person)
    if reached is not None:
        chat, person = reached
        await menu.show(context.bot, chat, person, before=replace(person, role=whom.alias.role))


async def invite(_update: Update, context: Context) -> None:
    """`/invite`: whom?"""
    await context.say(await _inviting(context))


async def asked(_button: Inviting, context: Context) -> None:
    """The same, in place of what was shown."""
    await context.show(await _inviting(context))


async def _inviting(context: Context) -> Screen:
    roles = await inviting.whom(context.town.database, by=context.person, policy=context.town.policy)
    return render.inviting(context.reader, roles)


async def invited(button: Invite, context: Context) -> None:
    """A link that makes one person a volunteer, or an organizer for who is sure."""
    if button.role is Role.ORGANIZER and button.sure != 1:
        await context.show(render.inviting_organizer(context.reader))
        return
    await _make(context, button.role)


async def inviting_to(button: InvitingTo, context: Context) -> None:
    """Where is a new volunteer to listen at first?"""
    await context.show(render.inviting_to(context.reader, _chosen(context, button.where)))


async def invited_to(button: InviteTo, context: Context) -> None:
    """A link that makes one person a volunteer who listens there."""
    await _make(context, Role.VOLUNTEER, _chosen(context, button.where))


def _chosen(context: Context, letters: str) -> Neighborhoods:
    """The neighborhoods that a button carries; Expired for what no button of ours does."""
    where = unpacked(letters, tuple(context.town.city.neighborhoods))
    if where is None:
        raise Expired
    return where


async def _make(context: Context, role: Role, where: Neighborhoods = frozenset()) -> None:
    made = await inviting.invite(
        context.database, role, by=context.person, policy=context.town.policy, now=context.now, where=where
    )
    link = create_deep_linked_url(context.bot.username, made.secret)
    await context.show(render.invitation(context.reader, role, link, works=made.works))


async def waiting(_button: Invitations, context: Context) -> None:
    """The invitations that can still be used."""
    await context.show(await _waiting(context))


async def revoked(button: Revoke, context: Context) -> None:
    """One of them can be used no more."""
    await inviting.revoke(context.database, button, by=context.person, now=context.now)
    await context.show(await _waiting(context))


async def vouched(button: Vouch, context: Context) -> None:
    """A second organizer agrees to one of them."""
    await inviting.vouch(context.database, button, by=context.person, now=context.now)
    await context.show(await _waiting(context))


async def _waiting(context: Context) -> Screen:
    found = await inviting.waiting(context.town.database, by=context.person, now=context.now)
    return render.invitations(context.reader, found)


HANDLERS = (
    command("people", people),
    command("invite", invite),
    pressed(everyone, Everyone),
    pressed(colleagues, Colleagues),
    pressed(colleague, Colleague),
    pressed(removed, Remove),
    pressed(asked, Inviting),
    pressed(invited, Invite),
    pressed(inviting_to, InvitingTo),
    pressed(invited_to, InviteTo),
    pressed(vouched, Vouch),
    pressed(waiting, Invitations),
    pressed(revoked, Revoke),
)
