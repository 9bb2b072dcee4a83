"""`/report`: a resident tells what they saw, one question at a time."""

from telegram import Update

from bot.domain.buttons import Around, At, Back, Cancel, HowMany, Seen, Send, What
from bot.domain.report import Draft
from bot.render import reporting as render
from bot.services import joining, reporting
from handlers.buttons import pressed
from handlers.commands import command
from handlers.context import Context


async def report(_update: Update, context: Context) -> None:
    """`/report`: a new draft."""
    draft = await reporting.begin(context.database, by=context.person, now=context.now)
    listening = await joining.listening(context.town.database, context.person)
    await context.say(render.question(context.reader, draft, listening.neighborhoods))


async def answered(answer: reporting.Answered, context: Context) -> None:
    """One question was answered, or taken back."""
    draft: Draft = await reporting.answer(
        context.database,
        answer,
        by=context.person,
        city=context.town.city,
        policy=context.town.policy,
        now=context.now,
    )
    listening = await joining.listening(context.town.database, context.person)
    await context.show(render.question(context.reader, draft, listening.neighborhoods))


async def cancelled(button: Cancel, context: Context) -> None:
    """The draft is thrown away."""
    await reporting.cancel(context.database, button, by=context.person, policy=context.town.policy, now=context.now)
    await context.show(render.cancelled(context.reader))


async def sent(button: Send, context: Context) -> None:
    """The report is handed in."""
    outcome = await reporting.submit(
        context.database, button, by=context.person, policy=context.town.policy, now=context.now
    )
    await context.show(render.submitted(context.reader, outcome))


ANSWERS: tuple[type[reporting.Answered], ...] = (What, Around, At, Seen, HowMany, Back)

HANDLERS = (
    command("report", report),
    pressed(answered, *ANSWERS),
    pressed(cancelled, Cancel),
    pressed(sent, Send),
)
