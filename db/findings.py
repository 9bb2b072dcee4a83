"""Findings: what each volunteer saw of an incident."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import TypeVar

from sqlalchemy import bindparam, delete, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from bot.domain.card import Told
from bot.domain.ids import IncidentId, PersonNumber
from bot.domain.incident import Activity, Number, Status
from bot.domain.refusals import AlreadyFound
from bot.domain.verification import Agency, Answer, Finding, Where
from db.engine import Transaction
from db.tables import findings, incidents, people

T = TypeVar("T", bound=StrEnum)


# Made once: to make one takes longer than to run it, and each press of a button asks for them.
OF = (
    select(findings, people.c.branch)
    .join(people, people.c.number == findings.c.person)
    .where(findings.c.incident == bindparam("about"))
    .order_by(findings.c.at, findings.c.id)
)
BRANCH = select(people.c.branch).where(people.c.number == bindparam("by")).scalar_subquery()
ADD = insert(findings).on_conflict_do_nothing().returning(BRANCH.label("branch"))


async def add(tx: Transaction, incident: IncidentId, finding: Finding) -> Finding:
    """Store a finding; the same with its volunteer's branch. AlreadyFound for a second one by the same volunteer."""
    told = {"person": finding.by, "answer": finding.answer, "looked": finding.where, "at": finding.at}
    row = await tx.one(ADD, {"incident": incident, **told, "by": finding.by})
    if row is None:
        raise AlreadyFound
    return replace(finding, branch=row.branch)


async def of(tx: Transaction, incident: IncidentId) -> Sequence[Finding]:
    """The findings about an incident whose volunteers are still known, oldest first."""
    rows = await tx.all(OF, {"about": incident})
    return [
        Finding(
            PersonNumber(row.person),
            Answer(row.answer),
            Where(row.looked),
            row.at,
            agency=row.agency,
            activity=row.activity,
            number=row.number,
            branch=row.branch,
        )
        for row in rows
    ]


async def amend(tx: Transaction, incident: IncidentId, finding: Finding) -> None:
    """Store what a volunteer has told more about what they saw."""
    await tx.run(
        update(findings)
        .where(findings.c.incident == incident, findings.c.person == finding.by)
        .values(agency=finding.agency, activity=finding.activity, number=finding.number)
    )


async def move(tx: Transaction, source: IncidentId, target: IncidentId) -> tuple[int, ...]:
    """Let the findings about one incident be about another; which ones. Who has found something about both is counted
    there once: what they found about `source` stays where it is."""
    there = select(findings.c.person).where(findings.c.incident == target, findings.c.person.is_not(None))
    rows = await tx.all(
        update(findings)
        .where(findings.c.incident == source, or_(findings.c.person.is_(None), findings.c.person.not_in(there)))
        .values(incident=target)
        .returning(findings.c.id)
    )
    return tuple(sorted(row.id for row in rows))


async def take_back(tx: Transaction, which: Collection[int], source: IncidentId, target: IncidentId) -> None:
    """Let those of these findings that are about `source` be about `target` again."""
    await tx.run(
        update(findings).where(findings.c.id.in_(which), findings.c.incident == source).values(incident=target)
    )


async def about_unverified(tx: Transaction, person: PersonNumber) -> Sequence[IncidentId]:
    """The incidents, still unverified, that this person has found something about."""
    rows = await tx.all(
        select(incidents.c.id)
        .join(findings, findings.c.incident == incidents.c.id)
        .where(findings.c.person == person, incidents.c.status == Status.UNVERIFIED)
        .order_by(incidents.c.id)
    )
    return [IncidentId(row.id) for row in rows]


async def withdraw(tx: Transaction, incident: IncidentId, person: PersonNumber) -> None:
    """Remove what this person found about an incident."""
    await tx.run(delete(findings).where(findings.c.incident == incident, findings.c.person == person))


async def told(tx: Transaction, about: Collection[IncidentId]) -> Mapping[IncidentId, Told]:
    """What those who saw it told more about each of these incidents, as counts: without who told it."""
    columns = (findings.c.incident, findings.c.agency, findings.c.activity, findings.c.number)
    rows = await tx.all(select(*columns).where(findings.c.incident.in_(about), findings.c.agency.is_not(None)))
    return {
        one: Told(
            agencies=_counts(Agency, (row.agency for row in rows if row.incident == one)),
            activities=_counts(Activity, (row.activity for row in rows if row.incident == one)),
            numbers=_counts(Number, (row.number for row in rows if row.incident == one)),
        )
        for one in about
    }


def _counts(family: type[T], said: Iterable[T | None]) -> tuple[tuple[T, int], ...]:
    """How often each was said, in the family's order."""
    often = Counter(said)
    return tuple((one, often[one]) for one in family if often[one])
