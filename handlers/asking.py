"""A volunteer asks whoever reported it, and they answer; neither learns who the other is."""

from telegram import Update
from telegram.ext import ApplicationHandlerStop, MessageHandler, filters

from bot.domain.buttons import Ask, InWords, Questions, Replied, ReplyInWords
from bot.render import asking as render
from bot.services import asking
from handlers.buttons import pressed
from handlers.context import Context


async def choosing(button: Questions, context: Context) -> None:
    """What can be asked, in place of the card."""
    card = await asking.card(context.town.database, button.incident, by=context.person)
    await context.show(render.questions(context.reader, card.incident.id))


async def asked(button: Ask, context: Context) -> None:
    """A question is on its way. The courier draws the card again."""
    await asking.ask(context.database, button, by=context.person, now=context.now)
    await context.tell(render.asked(context.reader))


async def replied(button: Replied, context: Context) -> None:
    """The reporter's answer."""
    await asking.reply(context.database, button, by=context.person, now=context.now)
    await context.show(render.replied(context.reader))


async def in_words(button: InWords, context: Context) -> None:
    """A volunteer wants to write the question."""
    await asking.begin(context.database, button, by=context.person, now=context.now)
    await context.show(render.in_words(context.reader, button.incident))


async def reply_in_words(button: ReplyInWords, context: Context) -> None:
    """The reporter wants to write the answer: below the question, which stays."""
    await asking.begin_reply(context.database, button, by=context.person, now=context.now)
    await context.say(render.reply_in_words(context.reader))


async def written(update: Update, context: Context) -> None:
    """Words of someone who is about to ask or to answer; from all others they are for the handlers after this."""
    text = update.message.text if update.message else None
    outcome = await asking.offer(context.database, text or "", by=context.known, now=context.now)
    if outcome is not None:
        await context.say(render.written(context.reader, outcome))
        raise ApplicationHandlerStop


WORDS = (MessageHandler(filters.UpdateType.MESSAGE & filters.TEXT & ~filters.COMMAND, written),)
"""What is said otherwise than by buttons, before anyone else takes it."""

HANDLERS = (
    pressed(choosing, Questions),
    pressed(asked, Ask),
    pressed(replied, Replied),
    pressed(in_words, InWords),
    pressed(reply_in_words, ReplyInWords),
)
