"""What volunteers do on their phones: duty, cards, findings, questions to the reporter. The whole bot at work."""

import pytest

from bot.domain.ids import EVERYWHERE
from bot.domain.people import Role
from bot.services import dealing
from tests.services.acts import going_out, is_made, joins
from tests.stories.harborton import Harborton

NOT_CONFIRMED = "No. 1: not confirmed"


@pytest.mark.asyncio
async def test_from_the_claim_to_the_last_detail_each_is_one_tap_on_the_same_card(harborton: Harborton) -> None:
    ana, ben = await harborton.resident("Ana"), await harborton.volunteer("Ben", "harbor")
    await harborton.reports(ana)
    card = await ben.hears(NOT_CONFIRMED)
    await ben.presses("I will look")
    await ben.hears("You are looking")
    await ben.presses("I cannot go")
    await ben.is_told("Others can look now")
    await ben.hears(lambda message: "You are looking" not in message.text)
    await ben.presses("I will look")
    await ben.hears("You are looking")
    await ben.presses("I see it, I am here")
    await ben.hears("Which agency?")
    await ben.presses("ICE")
    await ben.hears("What are they doing?")
    await ben.presses("💬 Questioning people")
    await ben.hears("How many officers")
    await ben.presses("Several")
    last = await ben.hears("Volunteers saw officers: Several (1)")

    assert (last.id, [one.id for one in ben.messages()]) == (card.id, [card.id])
    assert "Agency: ICE (1)" in last.text
    assert "Volunteers saw: 💬 Questioning people (1)" in last.text
    assert "Which agency?" not in last.text


@pytest.mark.asyncio
async def test_two_who_see_the_local_police_alert_nobody_and_the_reporter_hears_that_it_was_checked(
    harborton: Harborton,
) -> None:
    ana = await harborton.resident("Ana")
    volunteers = [await harborton.volunteer(name, "harbor") for name in ("Ben", "Cai")]
    await harborton.reports(ana)
    for one in volunteers:
        await one.hears(NOT_CONFIRMED)
    ben, cai = volunteers
    await ben.presses("I see it, I am here")
    await ben.hears("Which agency?")
    await ben.presses("Local police")
    await cai.hears("local police, not ICE")
    await cai.presses("Nothing here")
    await cai.is_told("Closed: nothing there.")
    await ana.hears("found nothing there")

    assert await going_out(harborton.town) == []


@pytest.mark.asyncio
async def test_a_question_finds_the_reporter_and_the_answer_finds_every_card(harborton: Harborton) -> None:
    ana = await harborton.resident("Ana")
    ben, cai = [await harborton.volunteer(name, "harbor") for name in ("Ben", "Cai")]
    await harborton.reports(ana)
    await ben.hears(NOT_CONFIRMED)
    await cai.hears(NOT_CONFIRMED)
    await ben.presses("Ask the reporter")
    await ben.hears("What do you want to ask?")
    await ben.presses("What do their vests say?")
    await ben.hears("Asked the reporter: What do their vests say?")
    asked = await ana.hears("What do their vests say?")
    await ana.presses("Police")
    await ana.hears("Thank you. Volunteers see your answer")
    answers = [await one.hears("What do their vests say? – Police") for one in (ben, cai)]

    assert "Pier Library" in asked.text
    assert not [one for one in answers if "Ana" in one.text]
    assert not {str(ana.id), "Ana"} & {button.data for one in answers for row in one.buttons for button in row}


@pytest.mark.asyncio
async def test_from_the_questions_there_is_a_way_back_to_the_card(harborton: Harborton) -> None:
    ana, ben = await harborton.resident("Ana"), await harborton.volunteer("Ben", "harbor")
    await harborton.reports(ana)
    before = await ben.hears(NOT_CONFIRMED)
    await ben.presses("Ask the reporter")
    await ben.hears("What do you want to ask?")
    await ben.presses("Back")
    after = await ben.hears(NOT_CONFIRMED)

    assert (after.id, after.text, after.buttons) == (before.id, before.text, before.buttons)


@pytest.mark.asyncio
async def test_an_answer_after_the_end_is_refused_in_words(harborton: Harborton) -> None:
    ana = await harborton.resident("Ana")
    ben, cai = [await harborton.volunteer(name, "harbor") for name in ("Ben", "Cai")]
    await harborton.reports(ana)
    await ben.hears(NOT_CONFIRMED)
    await ben.presses("Ask the reporter")
    await ben.presses("Are they still there?")
    await ana.hears("Are they still there?")
    await cai.hears("Asked the reporter")
    await cai.presses("Nothing here")
    await ben.hears("1 volunteer: nothing there")
    await ben.presses("Nothing here")
    await ana.hears("found nothing there")
    await ana.presses("Yes")

    await ana.is_told("That is already closed.")


@pytest.mark.asyncio
async def test_duty_is_chosen_begun_changed_and_ended(harborton: Harborton) -> None:
    ben = await harborton.volunteer("Ben", "harbor", "mill", on_duty=False)
    await ben.says("/duty")
    asked = await ben.hears("Chosen: Harbor, Mill")
    await ben.presses("✅ Mill")
    await ben.hears("Chosen: Harbor")
    await ben.presses("4 hours")
    begun = await ben.hears("You are on duty until")
    await ben.says("/duty")
    again = await ben.hears("You are on duty until")
    await ben.presses("Change")
    await ben.hears("Chosen: Harbor")
    await ben.presses("The whole city")
    await ben.hears("Chosen: The whole city")
    await ben.presses("Back")
    back = await ben.hears("You are on duty until")
    await ben.presses("End duty")
    await ben.hears("You are not on duty.")

    assert asked.labels == ["✅ Harbor", "✅ Mill", "The whole city", "2 hours", "4 hours", "8 hours"]
    assert "For: Harbor" in begun.text
    assert (back.text, back.buttons) == (again.text, again.buttons)


@pytest.mark.asyncio
async def test_with_nothing_chosen_duty_cannot_be_begun(harborton: Harborton) -> None:
    ben = await harborton.volunteer("Ben", "harbor", on_duty=False)
    await ben.says("/duty")
    await ben.presses("✅ Harbor")
    bare = await ben.hears(lambda message: "Chosen" not in message.text)
    await ben.forges(bare.id, "du:4:0")

    assert bare.labels == ["Harbor", "The whole city"]
    await ben.is_told("Please choose at least one neighborhood.")


@pytest.mark.asyncio
async def test_whoever_begins_duty_gets_the_card_of_what_is_open_there(harborton: Harborton) -> None:
    ana, ben = await harborton.resident("Ana"), await harborton.volunteer("Ben", "harbor", on_duty=False)
    await harborton.reports(ana)
    await ben.says("/duty")
    await ben.presses("2 hours")

    await ben.hears(NOT_CONFIRMED)


@pytest.mark.asyncio
async def test_residents_have_no_duty(harborton: Harborton) -> None:
    ana = await harborton.resident("Ana")
    await ana.says("/duty")

    await ana.hears("That was not understood.")


@pytest.mark.asyncio
async def test_a_role_taken_away_while_the_card_is_held_answers_every_button_with_no(harborton: Harborton) -> None:
    ana, ben = await harborton.resident("Ana"), await harborton.volunteer("Ben", "harbor")
    await harborton.reports(ana)
    card = await ben.hears(NOT_CONFIRMED)
    carried = [button.data for row in card.buttons for button in row if button.data is not None]
    await is_made(harborton.town, await joins(harborton.town, ben.id), Role.RESIDENT)
    for data in carried:
        await ben.forges(card.id, data)
        await ben.is_told("That is not open to you.")

    assert len(carried) == 8


@pytest.mark.asyncio
async def test_in_a_flood_a_volunteer_takes_the_card_that_they_want_from_a_list(harborton: Harborton) -> None:
    ben, town = await harborton.volunteer("Ben", EVERYWHERE), harborton.town
    for place in ("pier_library", "harbor_park", "mill_park", "hill_school"):
        await harborton.reports(await harborton.resident(f"Ana {place}"), place)
    await dealing.look_again(town.database, city=town.city, policy=town.policy, now=town.clock.now())
    listed = await ben.hears("These wait for someone to look")

    await ben.presses("1")
    card = await ben.hears("No. 4: not confirmed")

    assert "Hill School" in listed.text
    assert "Hill School" in card.text
