"""`/check`: is it true? By buttons; for some minutes after them by a pin or in words; at any time by passing it on."""

from collections.abc import Callable, Coroutine
from typing import Any

from telegram import Update
from telegram.ext import ApplicationHandlerStop, MessageHandler, TypeHandler, filters

from bot.domain.buttons import Check, CheckAt, CheckPart, CheckPlace
from bot.domain.checked import Checked
from bot.domain.where import Pin
from bot.render import checking as render
from bot.render import reporting
from bot.services import checking
from handlers.buttons import pressed
from handlers.commands import command
from handlers.context import Context

Handle = Callable[[Update, Context], Coroutine[Any, Any, None]]

SECONDS = 600.0
"""So long after someone asked is what they write or send about it, unless they do something else first."""

ASKING = "asking"
"""Where the application's bot_data keeps who has just asked."""


class Asking:
    """Who has just asked whether something is true. In memory alone: nobody should find written down who asks, and all
    that a restart costs is to ask again."""

    def __init__(self) -> None:
        """Nobody."""
        self._asked: dict[int, float] = {}

    def begin(self, who: int, now: float) -> None:
        """They ask; `now` is the clock's monotonic time."""
        self._asked = {one: at for one, at in self._asked.items() if now - at < SECONDS}
        self._asked[who] = now

    def end(self, who: int) -> None:
        """They do something else."""
        self._asked.pop(who, None)

    def asks(self, who: int, now: float) -> bool:
        """Whether what they send now is about it."""
        at = self._asked.get(who)
        return at is not None and now - at < SECONDS


async def check(_update: Update, context: Context) -> None:
    """`/check`: what is known where one listens."""
    known = await _known(context)
    _begin(context)
    await context.say(render.known(context.reader, known))


async def checked(_button: Check, context: Context) -> None:
    """The same, in the message whose button was pressed."""
    known = await _known(context)
    _begin(context)
    await context.show(render.known(context.reader, known))


async def checked_at(button: CheckAt, context: Context) -> None:
    """What is known in one neighborhood, or in the whole city."""
    town = context.town
    known = await checking.check_at(
        town.database, button.neighborhood, by=context.person, city=town.city, policy=town.policy, now=context.now
    )
    _begin(context)
    await context.show(render.known(context.reader, known))


async def checked_place(button: CheckPlace, context: Context) -> None:
    """What is known of one place."""
    town = context.town
    found = await checking.check_place(town.database, button.place, city=town.city, policy=town.policy, now=context.now)
    _begin(context)
    await context.show(render.answer(context.reader, found))


async def part(button: CheckPart, context: Context) -> None:
    """Which neighborhood? First the parts of the city, then one part's."""
    is_known = button.part in context.town.city.parts
    _begin(context)
    await context.show(render.neighborhoods(context.reader, button.part) if is_known else render.parts(context.reader))


async def pointed(update: Update, context: Context) -> None:
    """A pin. It does not stay in the chat, whatever comes of it."""
    location, town = update.message.location if update.message else None, context.town
    assert location is not None  # noqa: S101  the filter saw it
    await context.erase()
    if location.live_period is not None:
        await context.say(reporting.stop_sharing(context.reader))
    found = await checking.check_point(
        town.database,
        Pin(location.latitude, location.longitude),
        by=context.person,
        city=town.city,
        policy=town.policy,
        now=context.now,
    )
    await context.say(render.answer(context.reader, found))


async def told(update: Update, context: Context) -> None:
    """Words, typed or passed on: whoever wrote them, they are searched for places, and mean nothing else."""
    message, town = update.message, context.town
    assert message is not None  # noqa: S101  the filter saw it
    found = await checking.check_words(
        town.database,
        message.text or message.caption or "",
        reporting.kinds(),
        passed_on=message.forward_origin is not None,
        by=context.person,
        city=town.city,
        policy=town.policy,
        now=context.now,
    )
    _begin(context)
    await context.say(render.answer(context.reader, found))


async def else_done(_update: Update, context: Context) -> None:
    """A command or a button: what comes next is no answer to what was asked before."""
    if context.incoming.effective_user is not None:
        _asking(context).end(context.telegram_id)


async def _known(context: Context) -> Checked:
    town = context.town
    return await checking.check(town.database, by=context.person, city=town.city, policy=town.policy, now=context.now)


def _asking(context: Context) -> Asking:
    asking: Asking = context.bot_data[ASKING]
    return asking


def _begin(context: Context) -> None:
    _asking(context).begin(context.telegram_id, context.town.clock.monotonic())


def while_asking(handle: Handle, wanted: filters.BaseFilter) -> "MessageHandler[Context, None]":
    """A handler for what someone sends who has just asked; from all others it is for the handlers after this."""

    async def offered(update: Update, context: Context) -> None:
        if _asking(context).asks(context.telegram_id, context.town.clock.monotonic()):
            await handle(update, context)
            raise ApplicationHandlerStop

    return MessageHandler(filters.UpdateType.MESSAGE & wanted, offered)


WORDS = (filters.TEXT & (~filters.COMMAND | filters.FORWARDED)) | filters.CAPTION

WHILE_ASKING = (
    while_asking(pointed, filters.LOCATION),
    while_asking(told, WORDS),
    TypeHandler(Update, else_done),
)
"""What is sent to be checked, before anyone else takes it."""

HANDLERS = (
    command("check", check),
    pressed(checked, Check),
    pressed(checked_at, CheckAt),
    pressed(checked_place, CheckPlace),
    pressed(part, CheckPart),
    MessageHandler(filters.UpdateType.MESSAGE & filters.FORWARDED & WORDS, told),
)
