"""The draft of a report that someone is filling in: whose it is, and what is asked next."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.authority import May
from bot.domain.ids import EVERYWHERE, NeighborhoodId, PlaceId
from bot.domain.masking import Mask
from bot.domain.people import Person
from bot.domain.policy import Policy
from bot.domain.refusals import AlreadySent, DraftGone, Expired
from bot.domain.report import Blank, Draft, OpenDraft, Remark
from bot.domain.where import MOST_NEAR
from bot.services.meeting import demand
from db import areas, drafts, incidents, reports
from db.engine import Database, Transaction

DAY = timedelta(days=1)


async def is_open(database: Database, *, by: Person | None, policy: Policy, now: datetime) -> bool:
    """Whether this person is filling in a draft: then what they write or send is about it."""
    if by is None:
        return False
    async with database.reading() as tx:
        return await drafts.load(tx, by.number, after=now - policy.draft_expires) is not None


async def current(tx: Transaction, *, by: Person, policy: Policy, now: datetime) -> Draft:
    """This person's draft; DraftGone without one."""
    await demand(tx, by, May.REPORT)
    draft = await drafts.load(tx, by.number, after=now - policy.draft_expires)
    if draft is None:
        raise DraftGone
    return draft


async def pressed(tx: Transaction, tag: int, *, by: Person, policy: Policy, now: datetime) -> Draft:
    """The draft whose button was pressed. Otherwise AlreadySent when that one has arrived, as after a double tap;
    DraftGone when there is none; Expired when another has taken its place."""
    await demand(tx, by, May.REPORT)
    draft = await drafts.load(tx, by.number, after=now - policy.draft_expires)
    if draft is not None and draft.tag == tag:
        return draft
    told = await reports.recent(tx, by.number, since=now - DAY)
    if any(int(at.timestamp()) >= tag for at, *_ in told):
        raise AlreadySent
    raise DraftGone if draft is None else Expired


async def ask(
    tx: Transaction,
    draft: Draft,
    *,
    by: Person,
    now: datetime,
    remark: Remark | None = None,
    offered: tuple[PlaceId, ...] = (),
    since: datetime | None = None,
    details: bool = False,
    masked: tuple[Mask, ...] = (),
) -> OpenDraft:
    """Keep the draft, and ask for its open blank."""
    asked = replace(draft, asked=now)
    await drafts.save(tx, by.number, asked, now=now)
    near = await areas.chosen(tx, by.number)
    return OpenDraft(asked, near, remark, offered, since, await _alerted(tx, asked, near), details, masked)


async def _alerted(tx: Transaction, draft: Draft, near: frozenset[NeighborhoodId]) -> tuple[PlaceId, ...]:
    """The places where this person listens that alerts were about, when they are about to choose one."""
    where = near - {EVERYWHERE}
    if draft.blank is not Blank.WHERE or draft.neighborhood is not None or draft.anywhere or not where:
        return ()
    return tuple(await incidents.alerted(tx, where, limit=MOST_NEAR))
