"""A volunteer practises, and then is on duty."""

from dataclasses import replace

import pytest

from bot.domain.buttons import Rehearse
from bot.domain.ids import NeighborhoodId
from bot.domain.people import Person, Role
from bot.domain.refusals import Expired, NotAllowed, NotTrained
from bot.domain.training import Scene
from bot.services import training
from bot.town import Town
from db.tables import cards, incidents, ledger, letters, reports
from tests.services.acts import is_made, joins, rows, starts_duty

WHERE = frozenset({NeighborhoodId("harbor")})


def strict(town: Town) -> Town:
    """A city where practice comes first."""
    return replace(town, policy=replace(town.policy, training_first=True))


async def practises(town: Town, by: Person, *steps: str) -> None:
    for one in steps:
        await training.rehearse(town.database, Rehearse(Scene.EMPTY, one), by=by)


@pytest.mark.asyncio
async def test_duty_comes_after_a_rehearsal_and_nothing_else_comes_of_that(town: Town) -> None:
    town, ben = strict(town), await joins(town, 2, "harbor", role=Role.VOLUNTEER)
    with pytest.raises(NotTrained):
        await starts_duty(town, ben, 4)
    await practises(town, ben, "c", "l")
    with pytest.raises(NotTrained):
        await starts_duty(town, ben, 4)
    await practises(town, ben, "l0")

    duty = await starts_duty(town, ben, 4)

    assert duty is not None
    assert duty.where == WHERE
    for table in (incidents, reports, cards, letters, ledger):
        assert await rows(town.database, table) == []


@pytest.mark.asyncio
async def test_an_organizer_needs_no_rehearsal_and_nobody_does_where_the_city_says_so(town: Town) -> None:
    olga, ben = [await joins(town, at, "harbor", role=role) for at, role in ((1, Role.ORGANIZER), (2, Role.VOLUNTEER))]

    assert await starts_duty(strict(town), olga, 4) is not None
    assert await starts_duty(town, ben, 4) is not None


@pytest.mark.asyncio
async def test_who_was_removed_and_comes_back_practises_again(town: Town) -> None:
    town, ben = strict(town), await joins(town, 2, "harbor", role=Role.VOLUNTEER)
    await practises(town, ben, "l0")
    await is_made(town, ben, Role.RESIDENT)
    ben = await is_made(town, ben, Role.VOLUNTEER)

    with pytest.raises(NotTrained):
        await starts_duty(town, ben, 4)


@pytest.mark.asyncio
async def test_only_volunteers_practise(town: Town) -> None:
    ana = await joins(town, 1)

    with pytest.raises(NotAllowed):
        await training.begin(town.database, by=ana)
    with pytest.raises(NotAllowed):
        await practises(town, ana, "c")


@pytest.mark.asyncio
async def test_what_no_button_carries_is_no_step(town: Town) -> None:
    ben = await joins(town, 2, role=Role.VOLUNTEER)

    with pytest.raises(Expired):
        await practises(town, ben, "l99")
