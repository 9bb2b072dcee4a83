"""`/notice` and `/notices`: an organizer writes, another approves."""

from telegram import Update
from telegram.ext import ApplicationHandlerStop, MessageHandler, filters

from bot.domain.buttons import NoticeApprove, NoticeDrop, NoticeIn, NoticePropose, NoticeShow, NoticeTo
from bot.domain.notice import NoticeState
from bot.render import noticing as render
from bot.services import noticing
from handlers.buttons import pressed
from handlers.commands import command
from handlers.context import Context


async def begin(_update: Update, context: Context) -> None:
    """`/notice`: a new one."""
    being = await noticing.begin(context.database, by=context.person, now=context.now)
    await context.say(render.writing(context.reader, being))


async def aimed(to: NoticeTo, context: Context) -> None:
    """One more neighborhood, or one less."""
    being = await noticing.aim(context.database, to, by=context.person, city=context.town.city, now=context.now)
    await context.show(render.writing(context.reader, being))


async def asked(wanted: NoticeIn, context: Context) -> None:
    """A language was chosen to write in."""
    being = await noticing.ask(context.database, wanted, by=context.person, city=context.town.city, now=context.now)
    await context.show(render.asked(context.reader, being))


async def proposed(button: NoticePropose, context: Context) -> None:
    """It is written."""
    await noticing.propose(context.database, button, by=context.person, now=context.now)
    await context.show(render.proposed(context.reader))


async def waiting(_update: Update, context: Context) -> None:
    """`/notices`: which ones wait for a second organizer."""
    found = await noticing.waiting(context.town.database, by=context.person)
    await context.say(render.waiting(context.reader, found))


async def shown(button: NoticeShow, context: Context) -> None:
    """How far one is. What is still being written stands in place of what was pressed."""
    found = await noticing.show(context.database, button, by=context.person, now=context.now)
    if found.state is NoticeState.WRITING:
        await context.show(render.writing(context.reader, found))
        return
    await context.say(*render.reading(context.reader, found, context.person, context.town.reader))


async def approved(button: NoticeApprove, context: Context) -> None:
    """A second organizer says yes."""
    town = context.town
    await noticing.approve(
        context.database, button, by=context.person, city=town.city, policy=town.policy, now=context.now
    )
    await context.show(render.approved(context.reader))


async def dropped(button: NoticeDrop, context: Context) -> None:
    """It is not to be sent."""
    await noticing.drop(context.database, button, by=context.person, now=context.now)
    await context.show(render.dropped(context.reader))


async def worded(update: Update, context: Context) -> None:
    """Words of an organizer who was asked for some; from all others they are for the handlers after this."""
    text, town = update.message.text if update.message else None, context.town
    being = await noticing.offer(context.database, text or "", by=context.known, policy=town.policy, now=context.now)
    if being is not None:
        await context.say(render.writing(context.reader, being))
        raise ApplicationHandlerStop


WORDS = (MessageHandler(filters.UpdateType.MESSAGE & filters.TEXT & ~filters.COMMAND, worded),)
"""What is said otherwise than by buttons, before anyone else takes it."""

HANDLERS = (
    command("notice", begin),
    command("notices", waiting),
    pressed(aimed, NoticeTo),
    pressed(asked, NoticeIn),
    pressed(proposed, NoticePropose),
    pressed(shown, NoticeShow),
    pressed(approved, NoticeApprove),
    pressed(dropped, NoticeDrop),
)
