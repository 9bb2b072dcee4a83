"""Last of all: what nothing else understood."""

from telegram import Update
from telegram.ext import CallbackQueryHandler, MessageHandler, filters

from bot.domain.people import Role
from bot.domain.refusals import Expired
from bot.domain.screen import Screen
from bot.render import about as render
from handlers.context import Context

SECONDS_APART = 10.0
"""So far apart one person hears that they were not understood; what comes between is passed over in silence."""

SPARING = "sparing"
"""Where the application's bot_data keeps whom it was said to last."""


class Sparing:
    """Whom something was said to a moment ago. It remembers nobody longer than that."""

    def __init__(self) -> None:
        """Nobody yet."""
        self._said: dict[int, float] = {}

    def said_lately(self, who: int, now: float) -> bool:
        """Whether it was said to them a moment ago; `now` is the clock's monotonic time."""
        self._said = {one: at for one, at in self._said.items() if now - at < SECONDS_APART}
        return who in self._said

    def note(self, who: int, now: float) -> None:
        """It is said to them now."""
        self._said[who] = now


async def old_button(_update: Update, _context: Context) -> None:
    """A payload that no button of ours carries."""
    raise Expired


async def unknown(_update: Update, context: Context) -> None:
    """Words, pictures and commands that nobody asked for, or that are not this person's to use."""
    await sparingly(context, render.unknown(context.reader, context.known.role if context.known else Role.RESIDENT))


async def sparingly(context: Context, screen: Screen) -> None:
    """Say this, unless something of the kind was said a moment ago."""
    sparing: Sparing = context.bot_data[SPARING]
    now = context.town.clock.monotonic()
    if sparing.said_lately(context.telegram_id, now):
        return
    await context.say(screen)
    sparing.note(context.telegram_id, now)


HANDLERS = (CallbackQueryHandler(old_button), MessageHandler(filters.UpdateType.MESSAGE, unknown))
