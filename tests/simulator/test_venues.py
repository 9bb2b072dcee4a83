"""Places on the map, sent and refused as by the real API."""

from typing import Any

import pytest

from simulator.chats import Chat
from simulator.phones import EnginePhone
from tests.simulator.asking import Bot

LIBRARY = {"latitude": 42.37923, "longitude": -71.02854, "title": "East Boston Library", "address": "365 Bremen Street"}


@pytest.mark.asyncio
async def test_a_venue_is_as_the_bot_api_writes_it(bot: Bot, ana: Chat) -> None:
    result = (await bot.ask("sendVenue", chat_id=ana.id, **LIBRARY)).result

    point = {"latitude": 42.37923, "longitude": -71.02854}
    assert result["venue"] == {"location": point, "title": LIBRARY["title"], "address": LIBRARY["address"]}
    assert result["location"] == point
    assert "text" not in result


@pytest.mark.asyncio
async def test_a_person_reads_its_title_and_address(bot: Bot, ana: Chat) -> None:
    await bot.ask("sendVenue", chat_id=ana.id, **LIBRARY)

    [seen] = EnginePhone(bot.engine, ana).messages()
    assert (seen.kind, seen.text) == ("venue", "East Boston Library\n365 Bremen Street")


@pytest.mark.asyncio
async def test_it_can_answer_a_message_and_is_counted_like_any_other(bot: Bot, ana: Chat) -> None:
    first = (await bot.ask("sendMessage", chat_id=ana.id, text="Where?")).result["message_id"]
    answer = await bot.ask("sendVenue", chat_id=ana.id, reply_parameters={"message_id": first}, **LIBRARY)

    assert answer.result["reply_to_message"]["message_id"] == first
    assert [entry.method for entry in bot.engine.log if entry.taken] == ["sendMessage", "sendVenue"]


@pytest.mark.asyncio
async def test_degrees_may_be_text(bot: Bot, ana: Chat) -> None:
    answer = await bot.ask("sendVenue", chat_id=ana.id, **LIBRARY | {"latitude": "42.5", "longitude": "-71"})

    assert answer.result["location"] == {"latitude": 42.5, "longitude": -71.0}


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"latitude": ""}, "latitude is empty"),
        ({"latitude": "north"}, 'field "latitude" must be of type Number'),
        ({"latitude": True}, 'field "latitude" must be of type Number'),
        ({"longitude": "nan"}, 'field "longitude" must be of type Number'),
        ({"longitude": 10**400}, 'field "longitude" must be of type Number'),
        ({"latitude": 90.1}, "wrong venue location specified"),
        ({"longitude": -180.1}, "wrong venue location specified"),
        ({"title": ""}, 'parameter "title" is required'),
        ({"address": ""}, 'parameter "address" is required'),
        ({"chat_id": 7}, "chat not found"),
    ],
)
async def test_a_venue_that_is_none_is_refused(bot: Bot, ana: Chat, changes: dict[str, Any], why: str) -> None:
    answer = await bot.ask("sendVenue", **{"chat_id": ana.id, **LIBRARY, **changes})

    assert (answer.status, answer.error) == (400, f"Bad Request: {why}")


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("lacking", "why"),
    [
        ("latitude", "latitude is empty"),
        ("longitude", "longitude is empty"),
        ("title", 'parameter "title" is required'),
        ("address", 'parameter "address" is required'),
        ("chat_id", "chat_id is empty"),
    ],
)
async def test_a_venue_needs_all_of_it(bot: Bot, ana: Chat, lacking: str, why: str) -> None:
    fields: dict[str, Any] = {"chat_id": ana.id, **LIBRARY}
    del fields[lacking]

    assert (await bot.ask("sendVenue", **fields)).error == f"Bad Request: {why}"
