"""The buttons under an incident's card. The courier draws the card again; here the press gets its short answer."""

from bot.domain.buttons import (
    Claimed,
    Decide,
    Found,
    HandBack,
    OfActivity,
    OfAgency,
    OfNumber,
    ShowCard,
    ShowPhotos,
    ShowWaiting,
)
from bot.render import volunteering as render
from bot.services import asking, dealing, picturing, verification
from handlers.buttons import pressed
from handlers.context import Context


async def claimed(button: Claimed, context: Context) -> None:
    """A volunteer takes the incident to look at."""
    until = await verification.claim(
        context.database, button, by=context.person, policy=context.town.policy, now=context.now
    )
    await context.tell(render.claimed(context.reader, until))


async def handed_back(button: HandBack, context: Context) -> None:
    """The volunteer who is looking cannot go."""
    await verification.hand_back(context.database, button, by=context.person, now=context.now)
    await context.tell(render.handed_back(context.reader))


async def shown(button: ShowCard, context: Context) -> None:
    """The card again, in place of what was asked."""
    card = await asking.card(context.town.database, button.incident, by=context.person)
    await context.show(render.card(context.reader, card))


async def wanted(button: ShowWaiting, context: Context) -> None:
    """A volunteer wants the card of what stands on their list."""
    await dealing.show(context.database, button, by=context.person)
    await context.tell()


async def pictured(button: ShowPhotos, context: Context) -> None:
    """Whoever looks wants to see the photos."""
    photos = await picturing.photos(context.town.database, button, by=context.person, now=context.now)
    await context.photos(photos)


async def answered(button: Found, context: Context) -> None:
    """A volunteer says what they found."""
    town = context.town
    outcome = await verification.find(
        context.database, button, by=context.person, city=town.city, policy=town.policy, now=context.now
    )
    await context.tell(render.counted(context.reader, outcome))


async def told(button: verification.Told, context: Context) -> None:
    """A volunteer who saw it tells more."""
    town = context.town
    outcome = await verification.tell(
        context.database, button, by=context.person, city=town.city, policy=town.policy, now=context.now
    )
    await context.tell(render.told(context.reader, outcome))


async def decided(button: Decide, context: Context) -> None:
    """An organizer settles a dispute, or ends or takes back an alert."""
    town = context.town
    await verification.decide(
        context.database, button, by=context.person, city=town.city, policy=town.policy, now=context.now
    )
    await context.tell(render.decided(context.reader))


TOLD: tuple[type[verification.Told], ...] = (OfAgency, OfActivity, OfNumber)

HANDLERS = (
    pressed(claimed, Claimed),
    pressed(handed_back, HandBack),
    pressed(shown, ShowCard),
    pressed(wanted, ShowWaiting),
    pressed(pictured, ShowPhotos),
    pressed(answered, Found),
    pressed(told, *TOLD),
    pressed(decided, Decide),
)
