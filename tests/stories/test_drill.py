"""Practice: a scene that the bot plays with a volunteer, and an exercise from report to all-clear. The whole bot at
work."""

import pytest

from bot.domain.buttons import Claimed, Decide, Exercises, Taking
from bot.domain.ids import IncidentId, Language
from bot.domain.incident import Step
from bot.domain.people import Role
from bot.services import drilling
from db import suspensions
from locales import LANGUAGES, Translator
from simulator.phones import EnginePhone
from tests.services.acts import joins
from tests.stories.harborton import Harborton

NOT_REAL = "EXERCISE: this is not real"
DRILL, NEVER_DRAWN = IncidentId(1), 10**6
PART = Exercises(Taking.PART)


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
    await drilling.take_part(harborton.town.database, PART, by=await joins(harborton.town, ana.id, language="es"))
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
    assert all(told.startswith(NOT_REAL) for one in (olga, ben, cai) for told in one.told())
    assert "Alerts delivered:" in end.text
    assert over.text.startswith(Translator(Language("es")).plain("status.exercise"))
    assert dan.heard() == eva.heard() == []


async def begins(harborton: Harborton) -> None:
    """Two organizers begin an exercise."""
    town = harborton.town
    for phone in (await harborton.organizer(), await second_organizer(harborton)):
        by = await joins(town, phone.id, role=Role.ORGANIZER)
        await drilling.agree(town.database, by=by, city=town.city, now=town.clock.now())


async def who_takes_part(harborton: Harborton, language: str, role: Role) -> EnginePhone:
    phone = await harborton.resident(language, language)
    by = await joins(harborton.town, phone.id, role=role, language=language)
    await drilling.take_part(harborton.town.database, PART, by=by)
    return phone


@pytest.mark.asyncio
async def test_a_no_in_an_exercise_says_that_nothing_is_real(harborton: Harborton) -> None:
    words = Translator(Language("ar"))
    phone = await who_takes_part(harborton, "ar", Role.VOLUNTEER)
    await begins(harborton)
    card = await phone.hears(words.plain("status.exercise"))
    await phone.forges(card.id, Claimed(DRILL, NEVER_DRAWN).pack())
    told = await phone.is_told(words.plain("refusal.stale"))

    assert told == f"{words.plain('status.exercise')}\n{words.plain('refusal.stale')}"


@pytest.mark.asyncio
async def test_a_no_that_is_longer_than_a_notice_is_a_message(harborton: Harborton) -> None:
    town, words = harborton.town, max(map(Translator, LANGUAGES), key=lambda one: len(one.plain("refusal.suspended")))
    phone = await who_takes_part(harborton, words.language, Role.ORGANIZER)
    await begins(harborton)
    card = await phone.hears(words.plain("status.exercise"))
    person = await joins(town, phone.id, role=Role.ORGANIZER, language=words.language)
    async with town.database.transaction() as tx:
        await suspensions.suspend(tx, person.number, now=town.clock.now())
    await phone.forges(card.id, Decide(DRILL, NEVER_DRAWN, Step.ALL_CLEAR).pack())
    said = await phone.hears(words.plain("refusal.suspended"))

    assert said.text == f"{words.plain('status.exercise')}\n{words.plain('refusal.suspended')}"
    assert phone.told() == []


@pytest.mark.asyncio
async def test_what_is_shown_in_place_of_a_card_and_the_card_again_say_so_once(harborton: Harborton) -> None:
    phone = await who_takes_part(harborton, "en", Role.ORGANIZER)
    await begins(harborton)
    await phone.hears(NOT_REAL)
    await phone.presses("Same as another")
    asked = await phone.hears("Nothing else is open nearby")
    await phone.presses("Back")
    card = await phone.hears("not confirmed")

    assert [one.text.count(NOT_REAL) for one in (asked, card)] == [1, 1]
