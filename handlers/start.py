"""`/start`, `/language`, `/areas`, `/stop`: someone begins to listen, and stops."""

import re

from telegram import Update
from telegram.ext import MessageHandler, filters

from bot.domain.buttons import Languages, Listen, Part, Settled, Speak
from bot.domain.people import Listening
from bot.domain.refusals import InvitationClosed
from bot.render import about as leaving
from bot.render import joining as render
from bot.render import reporting, volunteering
from bot.services import inviting, joining
from handlers import menu
from handlers.buttons import pressed
from handlers.commands import command
from handlers.context import Context

PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")
"""What Telegram takes after `?start=`; anything else that someone writes after /start is no invitation."""


TRIES = "tries"
"""Where the application's bot_data keeps who has tried invitations that cannot be used."""


class Tries:
    """Who has tried how often, within the hour. In memory alone: of whoever only tries, nothing is written down."""

    MOST = 5
    SECONDS = 3600.0

    def __init__(self) -> None:
        """Nobody."""
        self._tried: dict[int, list[float]] = {}

    def spent(self, who: int, now: float) -> bool:
        """Whether they have none left; `now` is the clock's monotonic time."""
        lately = {one: [at for at in tried if now - at < self.SECONDS] for one, tried in self._tried.items()}
        self._tried = {one: tried for one, tried in lately.items() if tried}
        return len(self._tried.get(who, ())) >= self.MOST

    def note(self, who: int, now: float) -> None:
        """They tried a bad one."""
        self._tried.setdefault(who, []).append(now)

    def clear(self, who: int) -> None:
        """It was a good one."""
        self._tried.pop(who, None)


async def start(_update: Update, context: Context) -> None:
    """`/start` alone asks for a language; with an invitation's secret it accepts the invitation. After too many bad
    tries the answer is the same as to a bad one."""
    payload = " ".join(context.args or ())
    if not PAYLOAD.fullmatch(payload):
        await context.say(render.languages(context.reader))
        return
    tries: Tries = context.bot_data[TRIES]
    at = context.town.clock.monotonic()
    if tries.spent(context.telegram_id, at):
        raise InvitationClosed
    try:
        person = await inviting.accept(
            context.database,
            payload,
            telegram_id=context.telegram_id,
            language=context.language,
            now=context.now,
        )
    except InvitationClosed:  # and nothing else: an outage is no try of theirs
        tries.note(context.telegram_id, at)
        raise
    tries.clear(context.telegram_id)
    await context.say(volunteering.welcome(context.reader, person.role))
    await menu.show(context.bot, context.telegram_id, person, before=context.known)


async def language(_update: Update, context: Context) -> None:
    """`/language`: choose again."""
    await context.say(render.other_language(context.reader, context.known))


async def languages(_button: Languages, context: Context) -> None:
    """Back to the languages."""
    await context.show(render.other_language(context.reader, context.known))


async def spoke(chosen: Speak, context: Context) -> None:
    """A language was chosen; neighborhoods come next."""
    before = context.known
    listening = await joining.speak(
        context.database, context.telegram_id, chosen.language, owner=context.town.owner, now=context.now
    )
    context.known = listening.person
    await context.show(render.parts(context.reader, listening))
    await menu.show(context.bot, context.telegram_id, listening.person, before=before)


async def areas(_update: Update, context: Context) -> None:
    """`/areas`: choose neighborhoods again."""
    await context.say(render.parts(context.reader, await _listening(context)))


async def part(chosen: Part, context: Context) -> None:
    """Show the neighborhoods of one part of the city, or all parts."""
    listening = await _listening(context)
    known = chosen.part in context.town.city.parts
    screen = (
        render.neighborhoods(context.reader, listening, chosen.part)
        if known
        else render.parts(context.reader, listening)
    )
    await context.show(screen)


async def listened(chosen: Listen, context: Context) -> None:
    """A neighborhood was chosen or given up."""
    listening = await joining.toggle(context.database, chosen.neighborhood, by=context.person, city=context.town.city)
    await context.show(render.around(context.reader, listening, chosen.neighborhood))


async def located(update: Update, context: Context) -> None:
    """A point was shared: it becomes the neighborhood that it lies in, and is deleted."""
    assert update.message is not None and update.message.location is not None  # noqa: S101  the filter saw it
    point = update.message.location
    await context.erase()
    if point.live_period:
        await context.say(reporting.stop_sharing(context.reader))
    there = context.town.city.neighborhood_at(point.latitude, point.longitude)
    if there is None:
        await context.say(render.elsewhere(context.reader, await _listening(context)))
        return
    listening = await joining.listen(context.database, there, by=context.person)
    await context.say(render.around(context.reader, listening, there))


async def settled(_chosen: Settled, context: Context) -> None:
    """The neighborhoods are chosen: what to expect now."""
    listening = await _listening(context)
    await context.show(render.settled(context.reader, listening, context.addresses))


async def stop(_update: Update, context: Context) -> None:
    """`/stop`: no alerts any more, and how to have them again."""
    await joining.stop(context.database, by=context.person)
    await context.say(leaving.stopped(context.reader))


async def _listening(context: Context) -> Listening:
    return await joining.listening(context.town.database, context.person)


HANDLERS = (
    command("start", start),
    command("language", language),
    command("areas", areas),
    command("stop", stop),
    pressed(languages, Languages),
    pressed(spoke, Speak),
    pressed(part, Part),
    pressed(listened, Listen),
    pressed(settled, Settled),
)
LOCATION = (MessageHandler(filters.LOCATION & filters.UpdateType.MESSAGE, located),)
"""Last of those who take a point: whoever asked for one comes before."""
