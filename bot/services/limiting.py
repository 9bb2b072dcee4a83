"""How much one person may report, also when they leave and come back."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.domain.people import Person
from bot.domain.policy import Policy
from bot.domain.refusals import TooMany
from bot.domain.standing import Voice, voice
from db import reports, standings
from db.engine import Transaction
from db.standings import Standing

DAY = timedelta(days=1)


SOON = timedelta(minutes=2)
"""Whoever may report by then begins now: to fill in a report takes some of that."""


async def demand_room(tx: Transaction, *, by: Person, policy: Policy, now: datetime) -> None:
    """Raise TooMany, with the wait, when this person has to wait for longer than a report takes."""
    standing = await standings.of(tx, by.number, now=now)
    wait = until_more(await reports.recent(tx, by.number, since=now - DAY), standing, policy, now=now)
    if wait > SOON:
        raise TooMany(wait)


async def admit(tx: Transaction, *, by: Person, policy: Policy, now: datetime) -> Voice:
    """Count one report more of this person; what it adds to what others tell. TooMany, with the wait, when they have
    reported as much as the policy takes for now."""
    standing = await standings.of(tx, by.number, now=now)
    wait = until_more(await reports.recent(tx, by.number, since=now - DAY), standing, policy, now=now)
    if wait:
        raise TooMany(wait)
    await standings.count(tx, standing, now=now)
    return voice(standing.past, now)


def until_more(
    recent: Sequence[tuple[datetime, bool]], standing: Standing, policy: Policy, *, now: datetime
) -> timedelta:
    """How long until the policy takes one report more. What somebody reported today who left since then counts as open:
    nobody can tell any more what came of it."""
    began, last = standing.began, standing.last
    known = [at for at, _ in recent if began is None or at >= began]
    left = [] if began is None else [(began, True)] * (standing.today - len(known))
    every = sorted([*left, *recent])
    if not every:
        return timedelta(0)
    told = [at for at, _ in every]
    still_open = [at for at, is_open in every if is_open]
    again = [now, max(told[-1], last or told[-1]) + policy.reports_apart]
    if len(told) >= policy.reports_a_day:
        again.append(told[-policy.reports_a_day] + DAY)
    if len(still_open) >= policy.reports_open:
        again.append(still_open[-policy.reports_open] + DAY)
    return max(again) - now
