"""`/report`: a resident tells what they saw, a question at a time: by buttons, and where also by a pin or in words."""

from collections.abc import Callable, Coroutine
from typing import Any

from telegram import Update
from telegram.ext import ApplicationHandlerStop, MessageHandler, filters

from bot.domain.buttons import (
    Among,
    AreStill,
    Around,
    At,
    Back,
    Bare,
    Cancel,
    Elsewhere,
    Enough,
    HasVehicles,
    HowMany,
    KnownBy,
    More,
    OnVests,
    Seen,
    Send,
    What,
)
from bot.domain.details import Photo
from bot.domain.refusals import WordsOnly
from bot.domain.where import Pin
from bot.render import reporting as render
from bot.services import describing, drafting, placing, reporting
from handlers.buttons import pressed
from handlers.commands import command
from handlers.context import Context
from handlers.unknown import sparingly

Handle = Callable[[Update, Context], Coroutine[Any, Any, None]]


async def report(_update: Update, context: Context) -> None:
    """`/report`: a new draft."""
    asked = await reporting.begin(
        context.database, by=context.person, policy=context.town.policy, said_at=context.said_at, now=context.now
    )
    await context.say(render.question(context.reader, asked))


async def answered(answer: reporting.Answered, context: Context) -> None:
    """One question was answered, or taken back."""
    town = context.town
    asked = await reporting.answer(
        context.database, answer, by=context.person, city=town.city, policy=town.policy, now=context.now
    )
    await context.show(render.question(context.reader, asked))


async def pointed(update: Update, context: Context) -> None:
    """A pin. It does not stay in the chat, whatever comes of it."""
    pin, town = _pin(update), context.town
    await _take_away(pin, context)
    asked = await placing.point(
        context.database, pin, by=context.person, city=town.city, policy=town.policy, now=context.now
    )
    await context.say(render.question(context.reader, asked))


async def typed(update: Update, context: Context) -> None:
    """Words."""
    text, town = update.message.text if update.message else None, context.town
    asked = await placing.words(
        context.database,
        text or "",
        render.kinds(),
        by=context.person,
        city=town.city,
        policy=town.policy,
        now=context.now,
    )
    await context.say(render.question(context.reader, asked))


async def pictured(update: Update, context: Context) -> None:
    """A photo: of an album, what comes after the first is said once and then passed over."""
    photo, caption = _photo(update)
    policy, now = context.town.policy, context.now
    asked = await describing.photo(context.database, photo, caption, by=context.person, policy=policy, now=now)
    if asked is not None:
        await context.say(render.question(context.reader, asked))


async def too_early(_update: Update, context: Context) -> None:
    """A photo of someone who is not reporting."""
    await sparingly(context, render.photo_later(context.reader))


async def attached(_update: Update, context: Context) -> None:
    """A file, a video, a voice, a sticker, a contact: not in a report."""
    await context.erase()
    raise WordsOnly


async def cancelled(button: Cancel, context: Context) -> None:
    """The draft is thrown away."""
    await reporting.cancel(context.database, button, by=context.person, policy=context.town.policy, now=context.now)
    await context.show(render.cancelled(context.reader))


async def sent(button: Send, context: Context) -> None:
    """The report is handed in."""
    town = context.town
    outcome = await reporting.submit(
        context.database, button, by=context.person, city=town.city, policy=town.policy, now=context.now
    )
    await context.show(render.submitted(context.reader, outcome))


def _pin(update: Update) -> Pin:
    location = update.message.location if update.message else None
    assert location is not None  # noqa: S101  the filter saw it
    is_live = location.live_period is not None
    return Pin(location.latitude, location.longitude, is_live=is_live, accuracy_m=location.horizontal_accuracy)


def _photo(update: Update) -> tuple[Photo, str]:
    """The largest of a photo's sizes, and what is written under it."""
    message = update.message
    assert message is not None and message.photo  # noqa: S101  the filter saw it
    return Photo(message.photo[-1].file_id, message.media_group_id), message.caption or ""


async def _take_away(pin: Pin, context: Context) -> None:
    """Delete the pin from the chat; whoever shares a live one is told to stop."""
    await context.erase()
    if pin.is_live:
        await context.say(render.stop_sharing(context.reader))


def while_open(handle: Handle, wanted: filters.BaseFilter) -> "MessageHandler[Context, None]":
    """A handler for what someone sends who is filling in a draft; from all others it is for the handlers after this."""

    async def offered(update: Update, context: Context) -> None:
        policy, now = context.town.policy, context.now
        if await drafting.is_open(context.town.database, by=context.known, policy=policy, now=now):
            await handle(update, context)
            raise ApplicationHandlerStop

    return MessageHandler(filters.UpdateType.MESSAGE & wanted, offered)


ANSWERS: tuple[type[reporting.Answered], ...] = (
    *(What, Around, Elsewhere, Among, At, Seen, HowMany, Back),
    *(More, HasVehicles, OnVests, KnownBy, AreStill, Enough, Bare),
)

HANDLERS = (
    command("report", report),
    pressed(answered, *ANSWERS),
    pressed(cancelled, Cancel),
    pressed(sent, Send),
    MessageHandler(filters.UpdateType.MESSAGE & filters.PHOTO, too_early),
)

IN_A_DRAFT = (
    while_open(pointed, filters.LOCATION),
    while_open(typed, filters.TEXT & ~filters.COMMAND),
    while_open(pictured, filters.PHOTO),
    while_open(attached, ~filters.LOCATION & ~filters.TEXT & ~filters.PHOTO & ~filters.StatusUpdate.ALL),
)
"""What is said otherwise than by buttons, before anyone else takes it."""
