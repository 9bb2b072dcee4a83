"""What organizers do with notices, a line each, and whom a notice reaches."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.broadcast import Cursor
from bot.domain.buttons import (
    NoticeAmend,
    NoticeApprove,
    NoticeAt,
    NoticeDrop,
    NoticeFor,
    NoticeIn,
    NoticeMark,
    NoticePropose,
    NoticeRequest,
    NoticeShow,
    NoticeTo,
    NoticeWithdraw,
    Translate,
    TranslateInto,
)
from bot.domain.ids import Language, NeighborhoodId, PersonNumber
from bot.domain.notice import Choice, Notice
from bot.domain.pausing import Length
from bot.domain.people import Person, Role
from bot.services import approving, noticing, pausing, scheduling, translating, wording
from bot.town import Town
from db import audience, notices
from db.engine import Database
from tests.services.acts import going_out, joins

HARBOR, HILL = NeighborhoodId("harbor"), NeighborhoodId("hill")
TEXTS = {"en": "We meet on Friday.", "es": "Nos vemos el viernes."}


async def organizers(town: Town, *numbers: int) -> list[Person]:
    return [await joins(town, one, role=Role.ORGANIZER) for one in numbers]


async def begins(town: Town, by: Person) -> Notice:
    return await noticing.begin(town.database, by=by, now=town.clock.now())


async def aims(town: Town, by: Person, being: Notice, where: str) -> Notice:
    to = NoticeTo(being.id, NeighborhoodId(where))
    return await noticing.aim(town.database, to, by=by, city=town.city, now=town.clock.now())


async def asks(town: Town, by: Person, being: Notice, language: str) -> Notice:
    wanted = NoticeIn(being.id, Language(language))
    return await noticing.ask(town.database, wanted, by=by, city=town.city, now=town.clock.now())


async def says(town: Town, by: Person | None, text: str, database: Database | None = None) -> Notice | None:
    worded = await wording.offer(database or town.database, text, by=by, policy=town.policy, now=town.clock.now())
    return None if worded is None else worded.being


async def writes(town: Town, by: Person, being: Notice, language: str, text: str) -> Notice:
    await asks(town, by, being, language)
    written = await says(town, by, text)
    assert written is not None
    return written


async def proposes(town: Town, by: Person, being: Notice) -> Notice:
    return await noticing.propose(town.database, NoticePropose(being.id), by=by, now=town.clock.now())


async def approves(town: Town, by: Person, being: Notice, digest: str | None = None) -> Notice:
    button = NoticeApprove(being.id, being.facts.digest if digest is None else digest)
    return await approving.approve(
        town.database, button, by=by, city=town.city, policy=town.policy, now=town.clock.now()
    )


async def drops(town: Town, by: Person, being: Notice) -> Notice:
    return await approving.drop(town.database, NoticeDrop(being.id), by=by, now=town.clock.now())


async def looks(town: Town, by: Person, being: Notice) -> Notice:
    return await noticing.show(town.database, NoticeShow(being.id), by=by, now=town.clock.now())


async def reads(town: Town, by: Person, being: Notice, language: str) -> Notice:
    read = NoticeFor(being.id, Language(language))
    return await noticing.choose(town.database, read, by=by, city=town.city, now=town.clock.now())


async def plans(town: Town, by: Person, being: Notice, at: datetime | None) -> Notice:
    button = NoticeAt(being.id, 0 if at is None else int(at.timestamp()))
    return await noticing.plan(town.database, button, by=by, city=town.city, now=town.clock.now())


async def marks(town: Town, by: Person, being: Notice, choice: Choice) -> Notice:
    return await noticing.mark(town.database, NoticeMark(being.id, choice), by=by, now=town.clock.now())


async def amends(town: Town, by: Person, found: Notice) -> Notice:
    return await approving.amend(town.database, NoticeAmend(found.id), by=by, now=town.clock.now())


async def withdraws(town: Town, by: Person, found: Notice) -> Notice:
    return await approving.withdraw(town.database, NoticeWithdraw(found.id), by=by, now=town.clock.now())


async def asks_translators(town: Town, by: Person, being: Notice) -> Notice:
    button = NoticeRequest(being.id)
    return await translating.request(town.database, button, by=by, city=town.city, now=town.clock.now())


async def can_translate(town: Town, by: Person, *languages: str) -> None:
    for one in languages:
        await translating.toggle(town.database, TranslateInto(Language(one)), by=by, city=town.city)


async def translates(town: Town, by: Person, being: Notice, language: str) -> Notice:
    """A volunteer says that they do it."""
    taken = Translate(being.id, Language(language))
    return await translating.take(town.database, taken, by=by, now=town.clock.now())


async def clock_strikes(town: Town) -> None:
    """What is due goes out."""
    await scheduling.send_due(town.database, city=town.city, policy=town.policy, now=town.clock.now())


async def kept(town: Town, being: Notice) -> Notice:
    """The notice as it is now."""
    async with town.database.reading() as tx:
        return await notices.get(tx, being.id)


async def is_written(town: Town, by: Person, *where: str) -> Notice:
    """A notice in English and Spanish to those who listen there."""
    being = await begins(town, by)
    for one in where or (HARBOR,):
        being = await aims(town, by, being, one)
    for language, text in TEXTS.items():
        being = await writes(town, by, being, language, text)
    return being


async def is_proposed(town: Town, by: Person, *where: str) -> Notice:
    return await proposes(town, by, await is_written(town, by, *where))


async def is_paused(town: Town, by: Person) -> None:
    """Someone wants to hear nothing for an hour."""
    await pausing.pause(town.database, Length.HOUR, by=by, zone=town.city.zone, now=town.clock.now())


async def reached(town: Town) -> Sequence[PersonNumber]:
    """Everyone whom the one notice that is going out reaches, page by page, in that order."""
    [sent] = await going_out(town)
    found: list[PersonNumber] = []
    at = Cursor()
    async with town.database.reading() as tx:
        while page := await audience.recipients(tx, sent, after=at, limit=2, now=town.clock.now()):
            found.extend(one.place.number for one in page)
            at = page[-1].place
    return found
