"""What people do who tell more than they must, a line each."""

from bot.domain.buttons import Back, ShowPhotos
from bot.domain.card import Card
from bot.domain.details import Photo
from bot.domain.ids import IncidentId
from bot.domain.masking import HIDDEN
from bot.domain.people import Person
from bot.domain.report import Draft, OpenDraft
from bot.render.reporting import kinds
from bot.services import asking, describing, picturing, placing, reporting
from bot.town import Town
from tests.services.acts import fills_in

VAN = "a white van, 617-555-0100"
MASKED = f"a white van, {HIDDEN}"


async def presses(town: Town, by: Person, detail: describing.Detail | Back) -> OpenDraft:
    """Someone presses a button of the optional screen, or under the whole report."""
    return await reporting.answer(
        town.database, detail, by=by, city=town.city, policy=town.policy, now=town.clock.now()
    )


async def types(town: Town, by: Person, text: str) -> OpenDraft:
    """Someone types something into their report."""
    return await placing.words(
        town.database, text, kinds(), by=by, city=town.city, policy=town.policy, now=town.clock.now()
    )


async def shows(town: Town, by: Person, photo: Photo, caption: str = "") -> OpenDraft | None:
    """Someone sends a photo into their report."""
    return await describing.photo(town.database, photo, caption, by=by, policy=town.policy, now=town.clock.now())


async def sees(town: Town, by: Person) -> Card:
    """The card of the first incident, as this volunteer holds it."""
    return await asking.card(town.database, IncidentId(1), by=by)


async def looks_at(town: Town, by: Person) -> list[str]:
    """This volunteer wants to see the photos."""
    return list(await picturing.photos(town.database, ShowPhotos(IncidentId(1)), by=by, now=town.clock.now()))


async def describes(town: Town, by: Person, note: str = VAN, photo: str = "A1") -> Draft:
    """A whole draft with a note and a photo."""
    draft = await fills_in(town, by)
    await types(town, by, note)
    await shows(town, by, Photo(photo))
    return draft
