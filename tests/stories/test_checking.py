"""Is it true? Someone asks the whole bot, on a phone: by a pin, in words, or by passing on what they were sent."""

from collections.abc import Mapping
from typing import Any

import pytest

from bot.domain.people import Role
from bot.domain.verification import Answer
from db.tables import areas, drafts, inbox, people
from simulator.phones import EnginePhone, EnginePhones
from tests.services.acts import finds, joins, rows
from tests.stories.harborton import Harborton

AT_THE_LIBRARY = (42.51234, -70.91234)
RUMOR = (
    "Canary!! Everybody says that they were at the Pier Library at Harbor this morning with two vans and took a man "
    "away. Please be careful, and send this to all the people whom you know!"
)
NOTHING_FOUND = "No place was found by these words."
FROM_A_CHANNEL: Mapping[str, Any] = {
    "type": "channel",
    "date": 1,
    "chat": {"id": -1001234567890, "type": "channel", "title": "Organizers of Harborton"},
    "message_id": 5,
}
FROM_A_BOT: Mapping[str, Any] = {
    "type": "user",
    "date": 1,
    "sender_user": {"id": 777001, "is_bot": True, "first_name": "Avisa"},
}


def passes_on(harborton: Harborton, by: EnginePhone, text: str, origin: Mapping[str, Any] = FROM_A_CHANNEL) -> None:
    """Someone passes on what somebody else wrote; a command in it looks like one of theirs."""
    who = {"id": by.id, "is_bot": False, "first_name": by.name}
    command = {"entities": [{"type": "bot_command", "offset": 0, "length": len(text)}]} if text.startswith("/") else {}
    chat = {"id": by.id, "type": "private", "first_name": by.name}
    said = {"message_id": 900, "date": 1_772_460_000, "text": text, "forward_origin": origin, **command}
    harborton.engine.updates.inject({"message": {"from": who, "chat": chat, **said}})


@pytest.mark.asyncio
@pytest.mark.parametrize("origin", [FROM_A_CHANNEL, FROM_A_BOT], ids=["a channel", "a bot"])
async def test_a_rumor_that_is_passed_on_is_answered_with_what_is_known_of_its_place(
    harborton: Harborton, origin: Mapping[str, Any]
) -> None:
    ana, ben = await harborton.resident("Ana"), await harborton.resident("Ben")
    await harborton.reports(ben)
    for number in (601, 602):
        await finds(harborton.town, await joins(harborton.town, number, role=Role.VOLUNTEER), Answer.NOTHING_THERE)
    passes_on(harborton, ana, RUMOR, origin)

    told = await ana.hears("Is it true?")

    assert "Pier Library, Harbor" in told.text
    assert "Checked: nothing found" in told.text
    assert "Canary" not in told.text


@pytest.mark.asyncio
async def test_of_a_rumor_without_a_place_it_is_said_that_none_was_found_and_how_else_to_ask(
    harborton: Harborton,
) -> None:
    ana = await harborton.resident("Ana")
    passes_on(harborton, ana, "They are taking everyone. Stay home and send this to all the people whom you know!")

    told = await ana.hears(NOTHING_FOUND)

    assert "send its name, a location" in told.text
    assert told.labels == ["Another neighborhood"]


@pytest.mark.asyncio
async def test_of_several_places_each_can_be_looked_at(harborton: Harborton) -> None:
    ana = await harborton.resident("Ana")
    await harborton.reports(ana, "mill_park")
    passes_on(harborton, ana, f"{RUMOR} And at the Mill Park too, the park in Mill, they say")
    found = await ana.hears("Is it true?")
    await ana.presses("Mill Park, Mill")
    told = await ana.hears("Being checked")

    assert {"Pier Library, Harbor", "Mill Park, Mill"} <= set(found.labels)
    assert "Pier Library" not in told.text
    assert told.labels == ["Mill", "Another neighborhood"]


@pytest.mark.asyncio
async def test_a_command_that_is_passed_on_is_not_obeyed(harborton: Harborton) -> None:
    olga = await harborton.organizer()
    for command in ("/forget", "/invite", "/stop", "/report"):
        passes_on(harborton, olga, command, FROM_A_BOT)
        await olga.hears(NOTHING_FOUND)

    assert [row.role for row in await rows(harborton.town.database, people)] == [Role.ORGANIZER]
    assert [row.neighborhood for row in await rows(harborton.town.database, areas)] == ["harbor"]
    assert await rows(harborton.town.database, drafts) == []


@pytest.mark.asyncio
async def test_a_pin_after_the_question_asks_about_its_place_and_does_not_stay(harborton: Harborton) -> None:
    ana = await harborton.resident("Ana")
    await ana.says("/check")
    await ana.hears("send its name, a location")
    await ana.shares_location(*AT_THE_LIBRARY)
    told = await ana.hears("Pier Library, Harbor: nobody has told us anything")
    mine = [one.content.kind for one in ana.chat.messages.values() if one.sender is not None and not one.is_deleted]

    assert told.labels == ["Harbor", "Another neighborhood"]
    assert mine == ["text"]
    assert [row.neighborhood for row in await rows(harborton.town.database, areas)] == ["harbor"]


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("typed", "heard"),
    [
        ("pier libary", "Pier Library, Harbor: nobody has told us anything"),
        ("biblioteca", "Pier Library, Harbor: nobody has told us anything"),
        ("المكتبة", "Pier Library, Harbor: nobody has told us anything"),
        ("Quay", "About Quay"),
        (RUMOR, "Pier Library, Harbor: nobody has told us anything"),
        ("the supermarket", NOTHING_FOUND),
    ],
)
async def test_words_after_the_question_ask_about_what_they_name(harborton: Harborton, typed: str, heard: str) -> None:
    ana = await harborton.resident("Ana")
    await ana.says("/check")
    await ana.hears("Is it true?")
    await ana.says(typed)

    assert "Another neighborhood" in (await ana.hears(heard)).labels


@pytest.mark.asyncio
async def test_after_something_else_words_and_pins_are_what_they_were(harborton: Harborton) -> None:
    ana = await harborton.resident("Ana")
    await ana.says("/check")
    await ana.hears("Is it true?")
    await ana.says("/report")
    await ana.presses("🚶 Patrol")
    await ana.hears("Where was it?")
    await ana.says("pier library")
    await ana.hears("Did you mean one of these places?")
    await ana.presses("Cancel")
    await ana.hears("nothing of it is kept")
    await ana.shares_location(*AT_THE_LIBRARY)

    await ana.hears("Chosen: Harbor")


@pytest.mark.asyncio
async def test_the_question_is_asked_before_an_open_report_goes_on(harborton: Harborton) -> None:
    ana = await harborton.resident("Ana")
    await ana.says("/report")
    await ana.presses("🚶 Patrol")
    await ana.hears("Where was it?")
    await ana.says("/check")
    await ana.hears("Is it true?")
    await ana.says("mill park")
    told = await ana.hears("Is it true?")

    assert "Mill Park, Mill: nobody has told us anything" in told.text
    assert len(await rows(harborton.town.database, drafts)) == 1


@pytest.mark.asyncio
async def test_of_what_was_passed_on_nothing_is_kept(harborton: Harborton) -> None:
    ana = await harborton.resident("Ana")
    passes_on(harborton, ana, RUMOR)
    await ana.hears("Is it true?")
    await ana.says("/help")
    await ana.hears("/report")

    [first, *_] = await rows(harborton.town.database, inbox)
    assert first.sealed is None


@pytest.mark.asyncio
async def test_a_stranger_who_passes_something_on_is_asked_for_a_language_first(harborton: Harborton) -> None:
    ana = await EnginePhones(harborton.engine).phone("Ana", has_started=True)
    passes_on(harborton, ana, RUMOR)

    assert (await ana.hears("Choose your language")).labels == ["English", "Español", "العربية"]
