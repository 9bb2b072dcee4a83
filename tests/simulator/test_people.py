"""What people do reaches the bot as Telegram tells it."""

from typing import Any

import pytest

from simulator import people
from simulator.chats import Bond, Chat, ChatType
from simulator.clock import VirtualClock
from simulator.queries import LASTS
from tests.simulator.asking import Bot

TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


async def updates(bot: Bot) -> list[tuple[str, Any]]:
    """What the bot is told: kind and payload."""
    found = (await bot.ask("getUpdates")).result
    return [(kind, payload) for update in found for kind, payload in update.items() if kind != "update_id"]


def statuses(change: dict[str, Any]) -> tuple[str, str]:
    """From what to what the bot's membership changed."""
    return change["old_chat_member"]["status"], change["new_chat_member"]["status"]


@pytest.mark.asyncio
async def test_a_stranger_begins_by_writing(bot: Bot) -> None:
    ben = people.add_person(bot.engine, "Ben")
    people.say(bot.engine, ben, "/start")

    assert [kind for kind, _ in await updates(bot)] == ["message"]
    assert (await bot.ask("sendMessage", chat_id=ben.id, text="a")).status == 200


@pytest.mark.asyncio
async def test_blocking_and_coming_back_are_told(bot: Bot, ana: Chat) -> None:
    people.block(bot.engine, ana)
    people.block(bot.engine, ana)
    people.say(bot.engine, ana, "/start")

    (kinds, payloads) = zip(*await updates(bot), strict=True)
    assert kinds == ("my_chat_member", "my_chat_member", "message")
    assert [statuses(one) for one in payloads[:2]] == [("member", "kicked"), ("kicked", "member")]
    assert payloads[0]["from"]["id"] == payloads[0]["chat"]["id"] == ana.id


@pytest.mark.asyncio
async def test_a_deleted_account_is_not_told(bot: Bot, ana: Chat) -> None:
    people.deactivate(ana)

    assert await updates(bot) == []
    assert (await bot.ask("sendMessage", chat_id=ana.id, text="a")).error == "Forbidden: user is deactivated"


@pytest.mark.asyncio
@pytest.mark.parametrize("kind", list(ChatType)[1:])
async def test_a_group_that_adds_the_bot_and_that_it_leaves(bot: Bot, ana: Chat, kind: ChatType) -> None:
    group = people.add_group(bot.engine, "Neighbors", by=ana, kind=kind)
    people.say(bot.engine, ana, "/start", to=group)
    await bot.ask("leaveChat", chat_id=group.id)

    added, said, left = [payload for _, payload in await updates(bot)]
    assert (statuses(added), statuses(left)) == (("left", "member"), ("member", "left"))
    assert said["chat"] == {"id": group.id, "title": "Neighbors", "type": kind.value}
    assert group.bond is Bond.LEFT


@pytest.mark.asyncio
async def test_a_bot_cannot_leave_a_person(bot: Bot, ana: Chat) -> None:
    assert (await bot.ask("leaveChat", chat_id=ana.id)).status == 400


@pytest.mark.asyncio
async def test_a_point_arrives_as_a_message(bot: Bot, ana: Chat) -> None:
    people.share_location(bot.engine, ana, 42.35, -71.06)

    [(_, message)] = await updates(bot)
    assert message["location"] == {"latitude": 42.35, "longitude": -71.06}


@pytest.mark.asyncio
async def test_what_is_rewritten_is_told(bot: Bot, ana: Chat) -> None:
    message = people.say(bot.engine, ana, "one")
    people.rewrite(bot.engine, message, "two")

    (_, before), (kind, after) = await updates(bot)
    assert (before["text"], kind, after["text"]) == ("one", "edited_message", "two")
    assert after["message_id"] == before["message_id"]


@pytest.mark.asyncio
async def test_a_pressed_button_shows_its_message_and_is_answered_once(bot: Bot, ana: Chat) -> None:
    buttons = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}
    sent = (await bot.ask("sendMessage", chat_id=ana.id, text="a?", reply_markup=buttons)).result
    people.press(bot.engine, ana, sent["message_id"], "y")

    [(kind, query)] = await updates(bot)
    first = await bot.ask("answerCallbackQuery", callback_query_id=query["id"], text="Thanks")
    second = await bot.ask("answerCallbackQuery", callback_query_id=query["id"])

    assert (kind, query["data"], query["from"]["id"]) == ("callback_query", "y", ana.id)
    assert query["message"] == sent
    assert (first.result, second.error) == (True, TOO_OLD)
    assert list(ana.toasts) == ["Thanks"]


@pytest.mark.asyncio
async def test_a_pressed_button_is_answered_in_time(bot: Bot, ana: Chat, clock: VirtualClock) -> None:
    early, late = (people.press(bot.engine, ana, 1, "x") for _ in range(2))
    await clock.advance(LASTS)
    in_time = await bot.ask("answerCallbackQuery", callback_query_id=early)
    await clock.advance(1)

    assert in_time.result is True
    assert (await bot.ask("answerCallbackQuery", callback_query_id=late)).error == TOO_OLD
    assert (await bot.ask("answerCallbackQuery", callback_query_id="nonsense")).error == TOO_OLD


@pytest.mark.asyncio
async def test_a_short_notice_has_200_characters_at_most(bot: Bot, ana: Chat) -> None:
    query = people.press(bot.engine, ana, 1, "x")

    too_long = await bot.ask("answerCallbackQuery", callback_query_id=query, text="a" * 201)
    fits = await bot.ask("answerCallbackQuery", callback_query_id=query, text="a" * 200)

    assert (too_long.status, fits.status) == (400, 200)


@pytest.mark.asyncio
async def test_a_press_under_a_message_that_is_gone_shows_none(bot: Bot, ana: Chat) -> None:
    people.press(bot.engine, ana, 77, "forged")

    [(_, query)] = await updates(bot)
    assert query["message"] == {
        "chat": {"id": ana.id, "first_name": "Ana", "type": "private"},
        "message_id": 77,
        "date": 0,
    }


def test_nobody_gets_a_number_twice(bot: Bot) -> None:
    taken = people.add_person(bot.engine, "Ana").id + 1
    people.add_people(bot.engine, 3, first_id=taken)

    added = [people.add_person(bot.engine, "Ben").id, people.add_person(bot.engine, "Cai", person_id=5).id]

    assert added == [taken + 3, 5]
    assert len(bot.engine.chats) == 6
