"""What someone wrote who was asked for the text of a notice, or who said that they translate one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.authority import May, is_allowed
from bot.domain.marked import Mark
from bot.domain.notice import Notice, words
from bot.domain.people import Person
from bot.domain.policy import Policy
from bot.services import meeting, translating
from bot.services.acting import act
from db import drafts, notices
from db.engine import Database, Transaction


@dataclass(frozen=True, slots=True)
class Worded:
    """What someone wrote has become a text of this notice."""

    being: Notice
    translated: bool
    """They were asked to translate it, and it is not theirs."""


async def offer(
    database: Database, raw: str, marks: Sequence[Mark] = (), *, by: Person | None, policy: Policy, now: datetime
) -> Worded | None:
    """What someone wrote is a notice's text if they were asked for one within the hour; None for everyone else."""
    if by is None or not is_allowed(by, May.TRANSLATE):
        return None
    return await write(database, raw, marks, by=by, policy=policy, now=now)


@act
async def write(
    tx: Transaction, raw: str, marks: Sequence[Mark], *, by: Person, policy: Policy, now: datetime
) -> Worded | None:
    """The text in the language that was asked for, in place of any earlier one; None when none was asked for. An
    organizer's own notice comes before one that they translate.

    Whoever has gone on with a draft of a report since then means that.
    """
    stands = await meeting.demand(tx, by, May.TRANSLATE)
    within, drafted = now - policy.draft_expires, await drafts.touched(tx, by.number)
    since = within if drafted is None else max(within, drafted)
    may_write = is_allowed(stands, May.WRITE_NOTICES)
    found = await notices.being_written(tx, by.number, since=since) if may_write else None
    if found is None or found.writing is None:
        translated = await translating.write(tx, raw, marks, by=by, since=since, now=now)
        return None if translated is None else Worded(translated, translated=True)
    written = found.with_text(found.writing, words(raw, marks))
    return Worded(await notices.change(tx, found, replace(written, writing=None), now=now), translated=False)
