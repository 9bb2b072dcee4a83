"""Organizers tell subscribers something. No one of them can do it alone: another sees exactly those words first."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.broadcast import Audience
from bot.domain.buttons import NoticeApprove, NoticeDrop, NoticeIn, NoticePropose, NoticeShow, NoticeTo
from bot.domain.ids import EVERYWHERE, NoticeId
from bot.domain.letter import Says
from bot.domain.notice import Notice, NoticeState, words
from bot.domain.people import Person, Role
from bot.domain.policy import Policy
from bot.domain.refusals import (
    Expired,
    IllegalStep,
    NobodyToApprove,
    NotAllowed,
    NoticeTooSoon,
    OwnNotice,
    Stale,
)
from bot.services import meeting
from bot.services.acting import act
from cities import City
from db import broadcasts, drafts, letters, notices, people
from db.engine import Database, Transaction


async def _own(tx: Transaction, notice: NoticeId, by: Person) -> Notice:
    """The notice, while its author still writes it."""
    await meeting.demand(tx, by, Role.ORGANIZER)
    found = await notices.get(tx, notice)
    if found.author != by.number:
        raise NotAllowed
    if found.state is not NoticeState.WRITING:
        raise IllegalStep
    return found


@act
async def begin(tx: Transaction, *, by: Person, now: datetime) -> Notice:
    """A new notice, empty."""
    await meeting.demand(tx, by, Role.ORGANIZER)
    await notices.ask_nothing(tx, by.number)
    return await notices.add(tx, by.number, now=now)


@act
async def aim(tx: Transaction, to: NoticeTo, *, by: Person, city: City, now: datetime) -> Notice:
    """Tell those who listen in one more neighborhood, or in one less. The whole city is everybody, and stands alone."""
    found = await _own(tx, to.notice, by)
    if to.neighborhood != EVERYWHERE and to.neighborhood not in city.neighborhoods:
        raise Expired
    chosen = set(found.facts.neighborhoods) ^ {to.neighborhood}
    if EVERYWHERE in chosen:
        chosen = {EVERYWHERE}
    facts = replace(found.facts, neighborhoods=tuple(sorted(chosen)))
    return await notices.change(tx, found, replace(found, facts=facts), now=now)


@act
async def ask(tx: Transaction, wanted: NoticeIn, *, by: Person, city: City, now: datetime) -> Notice:
    """The author writes the text in this language next, and nothing else that they were asked for."""
    found = await _own(tx, wanted.notice, by)
    if wanted.language not in city.languages:
        raise Expired
    await notices.ask_nothing(tx, by.number)
    return await notices.change(tx, found, replace(found, writing=wanted.language), now=now)


async def offer(database: Database, raw: str, *, by: Person | None, policy: Policy, now: datetime) -> Notice | None:
    """What someone wrote is a notice's text if they were asked for one within the hour; None for everyone else."""
    if by is None or not by.may_act_as(Role.ORGANIZER):
        return None
    return await write(database, raw, by=by, policy=policy, now=now)


@act
async def write(tx: Transaction, raw: str, *, by: Person, policy: Policy, now: datetime) -> Notice | None:
    """The text in the language that was asked for, in place of any earlier one; None when none was asked for.

    Whoever has gone on with a draft of a report since then means that.
    """
    await meeting.demand(tx, by, Role.ORGANIZER)
    within, drafted = now - policy.draft_expires, await drafts.touched(tx, by.number)
    found = await notices.being_written(tx, by.number, since=within if drafted is None else max(within, drafted))
    if found is None or found.writing is None:
        return None
    facts = replace(found.facts, texts={**found.facts.texts, found.writing: words(raw)})
    return await notices.change(tx, found, replace(found, facts=facts, writing=None), now=now)


@act
async def propose(tx: Transaction, proposed: NoticePropose, *, by: Person, now: datetime) -> Notice:
    """It is written: every other organizer is asked to read it. From now on its words are fixed."""
    found = await _own(tx, proposed.notice, by)
    if not found.whole:
        raise IllegalStep
    others = [one for one in await people.organizers(tx) if one != by.number]
    if not others:
        raise NobodyToApprove
    await letters.write(tx, others, Says.NOTICE_PROPOSED, None, now=now)
    return await notices.change(tx, found, replace(found, state=NoticeState.PROPOSED, writing=None), now=now)


async def waiting(database: Database, *, by: Person) -> Sequence[Notice]:
    """The notices that wait for a second organizer, newest first."""
    async with database.reading() as tx:
        await meeting.demand(tx, by, Role.ORGANIZER)
        return await notices.proposed(tx)


@act
async def show(tx: Transaction, shown: NoticeShow, *, by: Person, now: datetime) -> Notice:
    """How far a notice is. Until it is proposed it is its author's alone, who is asked for no text any more."""
    await meeting.demand(tx, by, Role.ORGANIZER)
    found = await notices.get(tx, shown.notice)
    if found.state is not NoticeState.WRITING:
        return found
    if found.author != by.number:
        raise NotAllowed
    return await notices.change(tx, found, replace(found, writing=None), now=now)


@act
async def approve(
    tx: Transaction, approval: NoticeApprove, *, by: Person, city: City, policy: Policy, now: datetime
) -> Notice:
    """A second organizer says yes to exactly these words, and it goes out. Stale for any other words.

    Expired once its author was forgotten or removed: then nobody can tell any more that two organizers agree.
    """
    await meeting.demand(tx, by, Role.ORGANIZER)
    found = await notices.get(tx, approval.notice)
    if found.state is not NoticeState.PROPOSED:
        raise IllegalStep
    if found.author == by.number:
        raise OwnNotice
    author = None if found.author is None else await people.get(tx, found.author)
    if author is None or not author.may_act_as(Role.ORGANIZER):
        raise Expired
    if found.facts.digest != approval.digest:
        raise Stale
    await _not_too_soon(tx, policy, now)
    chosen = found.facts.neighborhoods
    where = tuple(city.neighborhoods) if EVERYWHERE in chosen else chosen
    await broadcasts.open_notice(tx, found.facts, Audience(((*where, EVERYWHERE),)), now=now)
    await letters.write(tx, [author.number], Says.NOTICE_APPROVED, None, now=now)
    return await notices.change(tx, found, replace(found, state=NoticeState.APPROVED), now=now)


async def _not_too_soon(tx: Transaction, policy: Policy, now: datetime) -> None:
    last = await notices.last_approved(tx)
    if last is not None and now - last < policy.notices_apart:
        raise NoticeTooSoon(last + policy.notices_apart - now)


@act
async def drop(tx: Transaction, dropped: NoticeDrop, *, by: Person, now: datetime) -> Notice:
    """It is not to be sent: its author, or any organizer who was asked, says so. Its author hears of it from others."""
    await meeting.demand(tx, by, Role.ORGANIZER)
    found = await notices.get(tx, dropped.notice)
    if found.state not in (NoticeState.WRITING, NoticeState.PROPOSED):
        raise IllegalStep
    if found.state is NoticeState.WRITING and found.author != by.number:
        raise NotAllowed
    if found.author is not None and found.author != by.number:
        await letters.write(tx, [found.author], Says.NOTICE_DROPPED, None, now=now)
    return await notices.change(tx, found, replace(found, state=NoticeState.DROPPED, writing=None), now=now)
