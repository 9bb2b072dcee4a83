"""Who offered to translate into which language, and who translates what at this moment."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete, insert, select, update

from bot.domain.ids import Language, NoticeId, PersonNumber
from bot.domain.people import Role
from db.engine import Transaction
from db.tables import people, translators


class Claim(NamedTuple):
    """Someone translates a notice."""

    notice: NoticeId
    language: Language


async def offered(tx: Transaction, person: PersonNumber) -> frozenset[Language]:
    """Into which languages someone can translate."""
    rows = await tx.all(select(translators.c.language).where(translators.c.person == person))
    return frozenset(Language(row.language) for row in rows)


async def offer(tx: Transaction, person: PersonNumber, language: Language) -> None:
    """They can translate into this language, too."""
    await tx.run(insert(translators).values(person=person, language=language))


async def take_back(tx: Transaction, person: PersonNumber, language: Language) -> None:
    """They do not want to translate into this language any more."""
    await tx.run(delete(translators).where(translators.c.person == person, translators.c.language == language))


async def able(tx: Transaction, languages: Collection[Language]) -> Mapping[Language, list[PersonNumber]]:
    """Who can translate into these languages, as far as anybody can; whoever is a resident again is asked no more."""
    rows = await tx.all(
        select(translators.c.language, translators.c.person)
        .join(people, people.c.number == translators.c.person)
        .where(translators.c.language.in_(languages), people.c.role != Role.RESIDENT)
        .order_by(translators.c.language, translators.c.person)
    )
    found: dict[Language, list[PersonNumber]] = {}
    for row in rows:
        found.setdefault(Language(row.language), []).append(PersonNumber(row.person))
    return found


async def taken(tx: Transaction, claim: Claim, *, since: datetime) -> PersonNumber | None:
    """Who has said after `since` that they translate this."""
    row = await tx.one(
        select(translators.c.person).where(
            translators.c.language == claim.language,
            translators.c.notice == claim.notice,
            translators.c.since > since,
        )
    )
    return None if row is None else PersonNumber(row.person)


async def take(tx: Transaction, person: PersonNumber, claim: Claim, *, now: datetime) -> None:
    """They translate this now, and nothing else."""
    await put_down(tx, person)
    await tx.run(
        update(translators)
        .where(translators.c.person == person, translators.c.language == claim.language)
        .values(notice=claim.notice, since=now)
    )


async def put_down(tx: Transaction, person: PersonNumber) -> None:
    """They translate nothing any more."""
    mine = update(translators).where(translators.c.person == person, translators.c.since.is_not(None))
    await tx.run(mine.values(notice=None, since=None))


async def translating(tx: Transaction, person: PersonNumber, *, since: datetime) -> Claim | None:
    """What they have said after `since` that they translate."""
    row = await tx.one(
        select(translators.c.notice, translators.c.language).where(
            translators.c.person == person, translators.c.since > since, translators.c.notice.is_not(None)
        )
    )
    return None if row is None else Claim(NoticeId(row.notice), Language(row.language))
