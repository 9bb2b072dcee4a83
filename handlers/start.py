"""`/start`, `/language`, `/areas`: someone begins to listen."""

from telegram import Update

from bot.domain.buttons import Listen, Part, Settled, Speak
from bot.domain.people import Listening
from bot.render import joining as render
from bot.render import volunteering
from bot.services import inviting, joining
from handlers.buttons import pressed
from handlers.commands import command
from handlers.context import Context


async def start(_update: Update, context: Context) -> None:
    """`/start` alone asks for a language; with an invitation's secret it accepts the invitation."""
    if not context.args:
        await context.say(render.languages(context.reader))
        return
    person = await inviting.accept(
        context.database,
        context.args[0],
        telegram_id=context.telegram_id,
        language=context.language,
        now=context.now,
    )
    await context.say(volunteering.welcome(context.reader, person.role))


async def language(_update: Update, context: Context) -> None:
    """`/language`: choose again."""
    await context.say(render.languages(context.reader))


async def spoke(chosen: Speak, context: Context) -> None:
    """A language was chosen; neighborhoods come next."""
    listening = await joining.speak(
        context.database, context.telegram_id, chosen.language, owner=context.town.owner, now=context.now
    )
    context.known = listening.person
    await context.show(render.parts(context.reader, listening))


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


async def settled(_chosen: Settled, context: Context) -> None:
    """The neighborhoods are chosen: what to expect now."""
    await context.show(render.settled(context.reader, await _listening(context)))


async def _listening(context: Context) -> Listening:
    return await joining.listening(context.town.database, context.person)


HANDLERS = (
    command("start", start),
    command("language", language),
    command("areas", areas),
    pressed(spoke, Speak),
    pressed(part, Part),
    pressed(listened, Listen),
    pressed(settled, Settled),
)
