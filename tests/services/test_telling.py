"""What is kept about someone, as they are told: all of it, and nothing of anyone else."""

from collections.abc import Iterable

import pytest
from sqlalchemy import Table

from bot.domain.ids import NeighborhoodId, PersonNumber
from bot.domain.kept import AboutYou, Trace
from bot.domain.people import Hearing, Person
from bot.services import telling
from bot.town import Town
from db.kept import COUNTS
from db.tables import areas, drafts, duties, metadata, receipts
from tests.services.acts import claims, fills_in, finds, goes_on_duty, joins, tells


async def kept(town: Town, by: Person) -> AboutYou:
    return await telling.about(town.database, by, now=town.clock.now())


@pytest.mark.asyncio
async def test_of_whoever_only_joined_hardly_anything_is_kept(town: Town) -> None:
    ana = await joins(town, 1, "harbor")

    areas, nothing = frozenset({NeighborhoodId("harbor")}), dict.fromkeys(Trace, 0)

    assert await kept(town, ana) == AboutYou(ana, areas, None, Hearing(None, quiet=False), False, False, nothing)


@pytest.mark.asyncio
async def test_a_draft_and_a_report_are_told(town: Town) -> None:
    ana = await joins(town, 1)
    await fills_in(town, ana)
    begun = await kept(town, ana)
    await tells(town, ana)
    sent = await kept(town, ana)

    assert (sent.draft, sent.traces[Trace.REPORTS]) == (False, 1)
    assert begun.draft


@pytest.mark.asyncio
async def test_a_volunteer_is_told_of_duty_cards_claims_and_findings(town: Town) -> None:
    ana, ben = await joins(town, 1), await goes_on_duty(town, 2, "harbor")
    await tells(town, ana)
    await claims(town, ben)
    looking = await kept(town, ben)
    await finds(town, ben)
    found = await kept(town, ben)

    assert looking.duty_until is not None
    assert (looking.traces[Trace.CARDS], looking.traces[Trace.CLAIMS], looking.traces[Trace.FINDINGS]) == (1, 1, 0)
    assert (found.traces[Trace.CLAIMS], found.traces[Trace.FINDINGS]) == (0, 1)


@pytest.mark.asyncio
async def test_nothing_of_one_is_told_to_another(town: Town) -> None:
    ana, ben = await joins(town, 1), await joins(town, 2)
    before = await kept(town, ben)
    await tells(town, ana)

    assert await kept(town, ben) == before


def of_people(tables: Iterable[Table]) -> set[str]:
    """The tables that point at a person."""
    pointing = {
        key.parent.table.name for one in tables for key in one.foreign_keys if key.target_fullname == "people.number"
    }
    return {*pointing, receipts.name}


def test_every_table_that_leads_to_a_person_is_told() -> None:
    counted = {
        table.name
        for count in COUNTS.values()
        for table in count(PersonNumber(1)).get_final_froms()
        if isinstance(table, Table)
    }

    assert set(COUNTS) == set(Trace)
    assert counted | {areas.name, duties.name, drafts.name} == of_people(metadata.sorted_tables)
