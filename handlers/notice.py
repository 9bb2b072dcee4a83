"""`/notice` and `/notices`: an organizer writes, another approves."""

from telegram import Message, Update
from telegram.ext import ApplicationHandlerStop, MessageHandler, filters

from bot.domain.buttons import (
    NoticeAmend,
    NoticeApprove,
    NoticeAt,
    NoticeDrop,
    NoticeFor,
    NoticeIn,
    NoticeMark,
    NoticePropose,
    NoticeSee,
    NoticeShow,
    NoticeTo,
    NoticeWithdraw,
)
from bot.domain.buttons.noticing import NoticePage
from bot.domain.marked import Mark
from bot.domain.notice import NoticeState
from bot.render import noticing as render
from bot.render import translating as helping
from bot.services import approving, noticing, wording
from handlers.buttons import pressed
from handlers.commands import command
from handlers.context import Context

PAGES = {NoticePage.READERS: render.readers, NoticePage.WHEN: render.when}


async def begin(_update: Update, context: Context) -> None:
    """`/notice`: a new one."""
    being = await noticing.begin(context.database, by=context.person, now=context.now)
    await context.say(render.writing(context.reader, being))


async def aimed(to: NoticeTo, context: Context) -> None:
    """One more neighborhood, or one less."""
    being = await noticing.aim(context.database, to, by=context.person, city=context.town.city, now=context.now)
    await context.show(render.writing(context.reader, being))


async def chosen(read: NoticeFor, context: Context) -> None:
    """Readers of one more language, or of one less."""
    being = await noticing.choose(context.database, read, by=context.person, city=context.town.city, now=context.now)
    await context.show(render.readers(context.reader, being))


async def planned(at: NoticeAt, context: Context) -> None:
    """When it goes out."""
    being = await noticing.plan(context.database, at, by=context.person, city=context.town.city, now=context.now)
    await context.show(render.when(context.reader, being))


async def marked(button: NoticeMark, context: Context) -> None:
    """Every week, or urgent; or not any more."""
    being = await noticing.mark(context.database, button, by=context.person, now=context.now)
    await context.show(render.when(context.reader, being))


async def seen(button: NoticeSee, context: Context) -> None:
    """Its readers or its time, to choose; or all of it as they will see it, and then how it stands."""
    being = await noticing.preview(context.town.database, button.notice, by=context.person)
    if button.page in PAGES:
        await context.show(PAGES[button.page](context.reader, being))
        return
    shown = render.preview(context.reader, being.facts, context.town.reader)
    await context.say(*shown, render.writing(context.reader, being))


async def asked(wanted: NoticeIn, context: Context) -> None:
    """A language was chosen to write in."""
    being = await noticing.ask(context.database, wanted, by=context.person, city=context.town.city, now=context.now)
    await context.show(render.asked(context.reader, being))


async def proposed(button: NoticePropose, context: Context) -> None:
    """It is written."""
    await noticing.propose(context.database, button, by=context.person, now=context.now)
    await context.show(render.proposed(context.reader))


async def listed(_update: Update, context: Context) -> None:
    """`/notices`: which ones there are."""
    found = await noticing.listed(context.town.database, by=context.person)
    await context.say(render.listed(context.reader, found))


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
    found = await approving.approve(
        context.database, button, by=context.person, city=town.city, policy=town.policy, now=context.now
    )
    await context.show(render.approved(context.reader, found))


async def dropped(button: NoticeDrop, context: Context) -> None:
    """It is not to be sent, or not again."""
    await approving.drop(context.database, button, by=context.person, now=context.now)
    await context.show(render.dropped(context.reader))


async def amended(button: NoticeAmend, context: Context) -> None:
    """Other words for one."""
    being = await approving.amend(context.database, button, by=context.person, now=context.now)
    await context.say(render.writing(context.reader, being))


async def withdrawn(button: NoticeWithdraw, context: Context) -> None:
    """It does not hold any more."""
    await approving.withdraw(context.database, button, by=context.person, now=context.now)
    await context.show(render.taken_back(context.reader))


async def worded(update: Update, context: Context) -> None:
    """Words of someone who was asked for some; from all others they are for the handlers after this."""
    assert update.message is not None  # noqa: S101  the filter saw it
    town, text = context.town, update.message.text or ""
    outcome = await wording.offer(
        context.database, text, _marks(update.message), by=context.known, policy=town.policy, now=context.now
    )
    if outcome is not None:
        reader = context.reader
        await context.say(helping.translated(reader) if outcome.translated else render.writing(reader, outcome.being))
        raise ApplicationHandlerStop


def _marks(message: Message) -> list[Mark]:
    return [Mark(str(one.type), one.offset, one.length, one.url) for one in message.entities]


WORDS = (MessageHandler(filters.UpdateType.MESSAGE & filters.TEXT & ~filters.COMMAND, worded),)
"""What is said otherwise than by buttons, before anyone else takes it."""

HANDLERS = (
    command("notice", begin),
    command("notices", listed),
    pressed(aimed, NoticeTo),
    pressed(chosen, NoticeFor),
    pressed(planned, NoticeAt),
    pressed(marked, NoticeMark),
    pressed(seen, NoticeSee),
    pressed(asked, NoticeIn),
    pressed(proposed, NoticePropose),
    pressed(shown, NoticeShow),
    pressed(approved, NoticeApprove),
    pressed(dropped, NoticeDrop),
    pressed(amended, NoticeAmend),
    pressed(withdrawn, NoticeWithdraw),
)
