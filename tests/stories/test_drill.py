"""Practice: a scene that the bot plays with a volunteer, and an exercise from report to all-clear. The whole bot at
work."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.domain.buttons import Exercises, Taking
from bot.domain.ids import Language
from bot.domain.people import Role
from bot.services import drilling
from db.engine import Database
from locales import Translator
from simulator.phones import EnginePhone
from tests.services.acts import joins
from tests.stories.harborton import Harborton, at_work

NOT_REAL = "EXERCISE: this is not real"


@pytest_asyncio.fixture
async def harborton(database: Database) -> AsyncIterator[Harborton]:
    """The bot at work."""
    async with at_work(database) as made:
        yield made


async def second_organizer(harborton: Harborton) -> EnginePhone:
    phone = await harborton.resident("Omar")
    await joins(harborton.town, phone.id, role=Role.ORGANIZER)
    return phone


async def takes_part(phone: EnginePhone) -> None:
    await phone.says("/pause")
    await phone.presses("Take part in exercises")
    await phone.hears(lambda message: "No more exercises" in message.labels)


@pytest.mark.asyncio
async def test_a_volunteer_practises_and_reads_what_was_right(harborton: Harborton) -> None:
    ben = await harborton.volunteer("Ben", "harbor", on_duty=False)
    await ben.says("/training")
    card = await ben.hears("No. 0: not confirmed")
    await ben.presses("I will look")
    scene = await ben.hears("You stand across the street")
    await ben.presses("I see it, I am here")
    await ben.presses("Local police")
    await ben.presses("💬 Questioning people")
    await ben.presses("A few")
    read = await ben.hears("You have practised")

    assert all(one.text.startswith(NOT_REAL) for one in (card, scene, read))
    assert "Right: I see it, I am here" in read.text
    assert "You said: Local police. Better here: ICE" in read.text


@pytest.mark.asyncio
async def test_an_exercise_says_so_in_every_message_and_nobody_else_hears_of_it(harborton: Harborton) -> None:
    olga, omar = await harborton.organizer(), await second_organizer(harborton)
    ben, cai, dan = [await harborton.volunteer(one, "harbor") for one in ("Ben", "Cai", "Dan")]
    ana, eva = await harborton.resident("Ana", "es"), await harborton.resident("Eva")
    for one in (ben, cai):
        await takes_part(one)
    part = Exercises(Taking.PART)
    await drilling.take_part(harborton.town.database, part, by=await joins(harborton.town, ana.id, language="es"))
    before = {one.name: len(one.heard()) for one in (olga, omar, ben, cai)}

    await olga.says("/drill")
    await olga.presses("Begin an exercise")
    await olga.hears("You agreed.")
    await omar.hears("An organizer wants to begin an exercise")
    await omar.says("/drill")
    await omar.presses("Agree")
    await omar.hears("An exercise is under way")
    await ben.presses("I see it, I am here", under="not confirmed")
    await cai.hears("1 volunteer on the spot: seen")
    await cai.presses("I see it, I am here", under="not confirmed")
    alert = await ana.hears(Translator(Language("es")).plain("status.exercise"))
    await cai.hears("Confirmed: ICE activity")
    await olga.presses("It is over", under="EXERCISE")
    end = await olga.hears("Exercise No. 1 is over.")
    over = await ana.hears(lambda message: message.id == alert.id and message.text != alert.text)

    spoken = [text for one in (olga, omar, ben, cai) for text in one.heard()[before[one.name] :]]
    assert all(text.startswith(NOT_REAL) or "exercise" in text.lower() for text in spoken)
    assert all(told.startswith(NOT_REAL) for one in (olga, ben, cai) for told in one.told()[-1:])
    assert "Alerts delivered:" in end.text
    assert over.text.startswith(Translator(Language("es")).plain("status.exercise"))
    assert dan.heard() == eva.heard() == []
