"""Organizers write what subscribers are to be told. What becomes of it, `bot.services.approving` says."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.authority import May
from bot.domain.buttons import (
    NoticeAt,
    NoticeFor,
    NoticeIn,
    NoticeMark,
    NoticePropose,
    NoticeShow,
    NoticeTo,
)
from bot.domain.ids import EVERYWHERE, NoticeId
from bot.domain.letter import Says
from bot.domain.notice import Choice, Notice, NoticeState
from bot.domain.people import Person
from bot.domain.refusals import Expired, IllegalStep, NobodyToApprove, NotAllowed
from bot.domain.scheduling import choices
from bot.services import meeting
from bot.services.acting import act
from cities import City
from db import letters, notices, people
from db.engine import Database, Transaction


async def own(tx: Transaction, notice: NoticeId, by: Person) -> Notice:
    """The notice, while its author still writes it."""
    await meeting.demand(tx, by, May.WRITE_NOTICES)
    found = await notices.get(tx, notice)
    if found.author != by.number:
        raise NotAllowed
    if found.state is not NoticeState.WRITING:
        raise IllegalStep
    return found


async def _new(tx: Transaction, notice: NoticeId, by: Person) -> Notice:
    """The same, unless it only changes the words of another: that one's readers and time stay."""
    found = await own(tx, notice, by)
    if found.amends is not None:
        raise IllegalStep
    return found


@act
async def begin(tx: Transaction, *, by: Person, now: datetime) -> Notice:
    """A new notice, empty."""
    await meeting.demand(tx, by, May.WRITE_NOTICES)
    await notices.ask_nothing(tx, by.number)
    return await notices.add(tx, by.number, now=now)


@act
async def aim(tx: Transaction, to: NoticeTo, *, by: Person, city: City, now: datetime) -> Notice:
    """Tell those who listen in one more neighborhood, or in one less. The whole city is everybody, and stands alone."""
    found = await _new(tx, to.notice, by)
    if to.neighborhood != EVERYWHERE and to.neighborhood not in city.neighborhoods:
        raise Expired
    chosen = set(found.facts.neighborhoods) ^ {to.neighborhood}
    if EVERYWHERE in chosen:
        chosen = {EVERYWHERE}
    facts = replace(found.facts, neighborhoods=tuple(sorted(chosen)))
    return await notices.change(tx, found, replace(found, facts=facts), now=now)


@act
async def choose(tx: Transaction, read: NoticeFor, *, by: Person, city: City, now: datetime) -> Notice:
    """It is for those who read one more language, or one less; with none, for everybody."""
    found = await _new(tx, read.notice, by)
    if read.language not in city.languages:
        raise Expired
    chosen = set(found.facts.languages) ^ {read.language}
    facts = replace(found.facts, languages=tuple(one for one in city.languages if one in chosen))
    return await notices.change(tx, found, replace(found, facts=facts), now=now)


@act
async def plan(tx: Transaction, planned: NoticeAt, *, by: Person, city: City, now: datetime) -> Notice:
    """When it goes out, at the earliest. Expired for a time that is not offered any more."""
    found = await _new(tx, planned.notice, by)
    at = next((one for one in choices(now, city.zone) if int(one.timestamp()) == planned.at), None)
    if at is None and planned.at != 0:
        raise Expired
    facts = replace(found.facts, at=at, weekly=found.facts.weekly and at is not None)
    return await notices.change(tx, found, replace(found, facts=facts), now=now)


@act
async def mark(tx: Transaction, marked: NoticeMark, *, by: Person, now: datetime) -> Notice:
    """It goes out every week, or is urgent; or not any more. Every week takes a time."""
    found = await _new(tx, marked.notice, by)
    facts = found.facts
    if marked.choice is Choice.URGENT:
        facts = replace(facts, urgent=not facts.urgent)
    elif facts.at is None:
        raise IllegalStep
    else:
        facts = replace(facts, weekly=not facts.weekly)
    return await notices.change(tx, found, replace(found, facts=facts), now=now)


@act
async def ask(tx: Transaction, wanted: NoticeIn, *, by: Person, city: City, now: datetime) -> Notice:
    """The author writes the text in this language next, and nothing else that they were asked for."""
    found = await own(tx, wanted.notice, by)
    if wanted.language not in city.languages:
        raise Expired
    await notices.ask_nothing(tx, by.number)
    return await notices.change(tx, found, replace(found, writing=wanted.language), now=now)


@act
async def propose(tx: Transaction, proposed: NoticePropose, *, by: Person, now: datetime) -> Notice:
    """It is written: every other organizer is asked to read it. From now on only translations are added to it."""
    found = await own(tx, proposed.notice, by)
    if not found.whole:
        raise IllegalStep
    others = [one for one in await people.organizers(tx) if one != by.number]
    if not others:
        raise NobodyToApprove
    await letters.write(tx, others, Says.NOTICE_PROPOSED, None, now=now)
    return await notices.change(tx, found, replace(found, state=NoticeState.PROPOSED, writing=None), now=now)


async def listed(database: Database, *, by: Person) -> Sequence[Notice]:
    """The notices that this organizer can do something about, newest first."""
    async with database.reading() as tx:
        await meeting.demand(tx, by, May.WRITE_NOTICES)
        return await notices.listed(tx, by.number)


async def preview(database: Database, notice: NoticeId, *, by: Person) -> Notice:
    """The notice as its author has it so far."""
    async with database.reading() as tx:
        return await own(tx, notice, by)


@act
async def show(tx: Transaction, shown: NoticeShow, *, by: Person, now: datetime) -> Notice:
    """How far a notice is. Until it is proposed it is its author's alone, who is asked for no text any more."""
    await meeting.demand(tx, by, May.WRITE_NOTICES)
    found = await notices.get(tx, shown.notice)
    if found.state is not NoticeState.WRITING:
        return found
    if found.author != by.number:
        raise NotAllowed
    return await notices.change(tx, found, replace(found, writing=None), now=now)
