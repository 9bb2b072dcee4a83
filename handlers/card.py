"""The buttons under an incident's card. The courier draws the card again; here the press gets its short answer."""

from bot.domain.buttons import Claimed, Decide, Found
from bot.render import volunteering as render
from bot.services import verification
from handlers.buttons import pressed
from handlers.context import Context


async def claimed(button: Claimed, context: Context) -> None:
    """A volunteer takes the incident to look at."""
    until = await verification.claim(
        context.database, button, by=context.person, policy=context.town.policy, now=context.now
    )
    await context.tell(render.claimed(context.reader, until))


async def answered(button: Found, context: Context) -> None:
    """A volunteer says what they found."""
    town = context.town
    outcome = await verification.find(
        context.database, button, by=context.person, city=town.city, policy=town.policy, now=context.now
    )
    await context.tell(render.counted(context.reader, outcome))


async def decided(button: Decide, context: Context) -> None:
    """An organizer settles a dispute, or ends or takes back an alert."""
    town = context.town
    await verification.decide(
        context.database, button, by=context.person, city=town.city, policy=town.policy, now=context.now
    )
    await context.tell(render.decided(context.reader))


HANDLERS = (pressed(claimed, Claimed), pressed(answered, Found), pressed(decided, Decide))
