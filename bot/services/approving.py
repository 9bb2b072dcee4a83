"""What becomes of a notice: a second organizer says yes to exactly that, or no; later its words change, or it does not
hold any more."""

from dataclasses import replace
from datetime import datetime

from bot.domain.authority import May, is_allowed
from bot.domain.broadcast import Kind
from bot.domain.buttons import NoticeAmend, NoticeApprove, NoticeDrop, NoticeWithdraw
from bot.domain.ids import NoticeId
from bot.domain.ledger import Act
from bot.domain.letter import Says
from bot.domain.notice import ALIVE, Notice, NoticeState
from bot.domain.people import Person
from bot.domain.policy import Policy
from bot.domain.refusals import Expired, IllegalStep, NotAllowed, NoticeTooSoon, OwnNotice, Stale
from bot.domain.scheduling import goes_out
from bot.services import scheduling
from bot.services.acting import act
from bot.services.meeting import demand
from cities import City
from db import broadcasts, ledger, letters, notices, people
from db.engine import Transaction


@act
async def approve(
    tx: Transaction, approval: NoticeApprove, *, by: Person, city: City, policy: Policy, now: datetime
) -> Notice:
    """A second organizer says yes to exactly these words, readers and times, and it goes out when its time has come.

    Stale for any others. Expired once its author was forgotten, removed or suspended: then nobody can tell any more
    that two organizers agree.
    """
    await demand(tx, by, May.APPROVE_NOTICES)
    found = await notices.get(tx, approval.notice)
    if found.state is not NoticeState.PROPOSED:
        raise IllegalStep
    if found.author == by.number:
        raise OwnNotice
    author = None if found.author is None else await people.get(tx, found.author)
    if author is None or not is_allowed(author, May.WRITE_NOTICES):
        raise Expired
    if found.facts.digest != approval.digest:
        raise Stale
    if found.amends is not None:
        await letters.write(tx, [author.number], Says.NOTICE_APPROVED, None, now=now)
        return await _reword(tx, found, found.amends, by=by, now=now)
    at = goes_out(found.facts, now=now, zone=city.zone)
    if at > now:
        await ledger.write(tx, Act.NOTICE_PLANNED, by=by, now=now, subject=found.id)
        await letters.write(tx, [author.number], Says.NOTICE_PLANNED, None, now=now)
        return await notices.change(tx, found, replace(found, state=NoticeState.PLANNED, next=at), now=now)
    wait = await scheduling.wait(tx, policy=policy, now=now)
    if wait:
        raise NoticeTooSoon(wait)
    await letters.write(tx, [author.number], Says.NOTICE_APPROVED, None, now=now)
    return await scheduling.send(tx, found, by=by, city=city, policy=policy, now=now)


async def _reword(tx: Transaction, words: Notice, amended: NoticeId, *, by: Person, now: datetime) -> Notice:
    """A notice has these words from now on, where people hold it and whenever it goes out again."""
    found = await notices.get(tx, amended)
    if found.state not in ALIVE:
        raise Expired
    facts = replace(found.facts, texts=words.facts.texts)
    if found.broadcast is not None:
        await broadcasts.amend_notice(tx, found.broadcast, Kind.NOTICE_EDIT, facts, by=by, now=now)
    else:
        await ledger.write(tx, Act.NOTICE_PLANNED, by=by, now=now, subject=found.id)
    await notices.drop_amending(tx, found.id)
    return await notices.change(tx, found, replace(found, facts=facts), now=now)


@act
async def amend(tx: Transaction, amended: NoticeAmend, *, by: Person, now: datetime) -> Notice:
    """An organizer writes other words for a notice: as with the first, a second one has to say yes to them."""
    await demand(tx, by, May.WRITE_NOTICES)
    found = await notices.get(tx, amended.notice)
    if found.state not in ALIVE or (found.next is None and found.broadcast is None):
        raise Expired
    await notices.ask_nothing(tx, by.number)
    return await notices.add(tx, by.number, now=now, facts=found.facts, amends=found.id)


@act
async def drop(tx: Transaction, dropped: NoticeDrop, *, by: Person, now: datetime) -> Notice:
    """It is not to be sent, or not again: its author, or any organizer who was asked, says so; the author hears it from
    others. Of what was approved already every other organizer hears."""
    await demand(tx, by, May.WRITE_NOTICES)
    found = await notices.get(tx, dropped.notice)
    if found.state not in (NoticeState.WRITING, NoticeState.PROPOSED, NoticeState.PLANNED):
        raise IllegalStep
    if found.state is NoticeState.WRITING and found.author != by.number:
        raise NotAllowed
    hears = await people.organizers(tx) if found.state is NoticeState.PLANNED else [found.author]
    others = [one for one in hears if one is not None and one != by.number]
    await letters.write(tx, others, Says.NOTICE_DROPPED, None, now=now)
    if found.state is not NoticeState.WRITING:
        await ledger.write(tx, Act.NOTICE_DROPPED, by=by, now=now, subject=found.id)
    ends = NoticeState.DROPPED if found.broadcast is None else NoticeState.APPROVED
    return await notices.change(tx, found, replace(found, state=ends, writing=None, next=None), now=now)


@act
async def withdraw(tx: Transaction, withdrawn: NoticeWithdraw, *, by: Person, now: datetime) -> Notice:
    """One organizer takes it back: nobody else gets it, whoever holds it reads that, and every other organizer is told.

    Expired when nobody holds it that is known, or any more.
    """
    await demand(tx, by, May.WRITE_NOTICES)
    found = await notices.get(tx, withdrawn.notice)
    if found.state not in ALIVE or found.broadcast is None:
        raise Expired
    await broadcasts.amend_notice(tx, found.broadcast, Kind.WITHDRAWAL, found.facts, by=by, now=now)
    others = [one for one in await people.organizers(tx) if one != by.number]
    await letters.write(tx, others, Says.NOTICE_WITHDRAWN, None, now=now)
    return await notices.change(tx, found, replace(found, state=NoticeState.WITHDRAWN, next=None), now=now)
