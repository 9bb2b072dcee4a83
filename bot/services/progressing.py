"""Organizers are shown how far broadcasts have come."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.broadcast import Broadcast, Way
from bot.domain.ids import BroadcastId, MessageId, PersonNumber
from bot.domain.notice import NoticeFacts
from bot.domain.progress import SOON, DueProgress, Progress, is_due, to_go
from db import broadcasts, progress
from db.engine import Database, Transaction
from db.progress import Organizer, Shown


@dataclass(frozen=True, slots=True)
class Looked:
    """What is to be shown now."""

    due: Sequence[DueProgress]
    over: Collection[BroadcastId]
    """Of these the end is shown, and then nothing more."""


async def look(database: Database, *, now: datetime) -> Looked:
    """What is to be shown now, and to whom. Edits of what people hold already are left out: nobody waits for them. So
    are exercises, of which not every organizer hears."""
    async with database.reading() as tx:
        shown = await progress.shown(tx)
        under_way = [one for one in await broadcasts.under_way(tx) if one.way is not Way.EDIT and not one.exercise]
        going_out = {one.id for one in under_way}
        over = {one.broadcast for one in shown} - going_out
        told_of = [one for one in under_way if now - one.opened >= SOON] + list(await broadcasts.these(tx, over))
        if not told_of:
            return Looked([], over)
        organizers = await progress.organizers(tx, now=now)
        due: list[DueProgress] = []
        for one in told_of:
            before = [was for was in shown if was.broadcast == one.id]
            state = await _state(tx, one, before, len(organizers), over=one.id in over, now=now)
            if state is not None:
                due.extend(_due(state, organizers, {was.person: was.message for was in before}))
        return Looked(due, over)


async def _state(
    tx: Transaction, broadcast: Broadcast, before: Sequence[Shown], organizers: int, *, over: bool, now: datetime
) -> Progress | None:
    """How far it has come; none when that was shown a moment ago."""
    last = max(before, key=lambda was: was.at, default=None)
    if last is not None and not over and not is_due(now - last.at, organizers):
        return None
    told = await progress.told(tx, broadcast.id)
    total = await progress.concerned(tx, broadcast, now=now) if last is None else last.total
    left, facts = max(total - told, 0), broadcast.facts
    at, told_then = (broadcast.opened, 0) if last is None else (last.at, last.told)
    return Progress(
        broadcast.id,
        broadcast.kind,
        facts.notice if isinstance(facts, NoticeFacts) else facts.incident,
        told,
        left,
        None if over else to_go(left, told - told_then, now - at),
        over,
    )


def _due(
    state: Progress, organizers: Sequence[Organizer], stands: Mapping[PersonNumber, MessageId | None]
) -> Iterator[DueProgress]:
    """Who is shown it: whoever sees it already and, as long as it goes out, whoever does not yet."""
    for one in organizers:
        message = stands.get(one.person)
        if message is not None or (one.person not in stands and not state.over):
            yield DueProgress(one.person, one.chat, one.language, message, state)


async def show(database: Database, due: DueProgress, message: MessageId | None, *, now: datetime) -> None:
    """Note what someone is shown, and where; in no message once they have deleted it."""
    state = due.progress
    shown = Shown(state.broadcast, due.person, message, state.told, state.told + state.left, now)
    await database.change(lambda tx: progress.keep(tx, shown))


async def finish(database: Database, broadcast: BroadcastId, *, but: Collection[PersonNumber]) -> None:
    """The end was shown to everyone who could be shown it, but not to these."""
    await database.change(lambda tx: progress.drop(tx, broadcast, but=but))
