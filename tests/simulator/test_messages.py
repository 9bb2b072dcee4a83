"""Messages sent, answered, edited and deleted, and what is refused in Telegram's own words."""

from typing import Any

import pytest

from simulator import people
from simulator.chats import Bond, Chat, ChatType
from simulator.clock import START, VirtualClock
from simulator.editing import NOT_MODIFIED
from simulator.engine import Engine
from tests.simulator.asking import Answered, Bot

UNPARSED = "can't parse inline keyboard button"
BUTTON = {"text": "Yes", "callback_data": "y"}


def keyboard(*buttons: dict[str, Any]) -> dict[str, Any]:
    """One row of inline buttons."""
    return {"inline_keyboard": [list(buttons)]}


async def sent(bot: Bot, ana: Chat, **fields: Any) -> int:
    """The id of a new message."""
    return int((await bot.ask("sendMessage", chat_id=ana.id, text="one", **fields)).result["message_id"])


def refused(answer: Answered) -> tuple[int, str]:
    """The error, without its class."""
    return answer.status, answer.error.removeprefix("Bad Request: ")


@pytest.mark.asyncio
async def test_a_message_is_as_the_bot_api_writes_it(bot: Bot, ana: Chat) -> None:
    answer = await bot.ask("sendMessage", chat_id=ana.id, text="<b>é</b>", parse_mode="HTML", protect_content=True)

    assert answer.result == {
        "message_id": 1,
        "from": {"id": 7000000001, "is_bot": True, "first_name": "Avisa", "username": "avisa_bot"},
        "chat": {"id": ana.id, "first_name": "Ana", "type": "private"},
        "date": int(START.timestamp()),
        "has_protected_content": True,
        "text": "é",
        "entities": [{"type": "bold", "offset": 0, "length": 1}],
    }


@pytest.mark.asyncio
async def test_numbers_of_messages_grow(bot: Bot, ana: Chat) -> None:
    assert [await sent(bot, ana) for _ in range(3)] == [1, 2, 3]


@pytest.mark.asyncio
@pytest.mark.parametrize("text", [" \n ", "<b> </b>", "<b></b>", "\r"])
async def test_a_text_of_which_nothing_is_left_is_refused(bot: Bot, ana: Chat, text: str) -> None:
    answer = await bot.ask("sendMessage", chat_id=ana.id, text=text, parse_mode="HTML")

    assert refused(answer) == (400, "text must be non-empty")


@pytest.mark.asyncio
async def test_a_text_is_4096_units_long_at_most(bot: Bot, ana: Chat) -> None:
    fits = await bot.ask("sendMessage", chat_id=ana.id, text="<i>" + "😀" * 2048 + "</i>", parse_mode="HTML")
    too_long = await bot.ask("sendMessage", chat_id=ana.id, text="😀" * 2048 + "a")

    assert fits.status == 200
    assert refused(too_long) == (400, "message is too long")


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("bond", "why"),
    [
        (Bond.STRANGER, "Forbidden: bot can't initiate conversation with a user"),
        (Bond.KICKED, "Forbidden: bot was blocked by the user"),
        (Bond.DEACTIVATED, "Forbidden: user is deactivated"),
    ],
)
@pytest.mark.parametrize("method", ["sendMessage", "editMessageText"])
async def test_nothing_reaches_someone_who_does_not_want_it(
    bot: Bot, ana: Chat, bond: Bond, why: str, method: str
) -> None:
    message = await sent(bot, ana)
    ana.bond = bond

    answer = await bot.ask(method, chat_id=ana.id, text="two", **({"message_id": message} if "edit" in method else {}))

    assert refused(answer) == (403, why)
    assert [one.content.text for one in ana.messages.values()] == ["one"]


@pytest.mark.asyncio
@pytest.mark.parametrize("kind", [ChatType.GROUP, ChatType.SUPERGROUP, ChatType.CHANNEL])
async def test_nothing_reaches_a_group_that_the_bot_has_left(bot: Bot, ana: Chat, kind: ChatType) -> None:
    left = people.add_group(bot.engine, "Neighbors", by=ana, kind=kind)
    kicked = people.add_group(bot.engine, "Others", by=ana, kind=kind)
    before = await bot.ask("sendMessage", chat_id=left.id, text="bye")
    await bot.ask("leaveChat", chat_id=left.id)
    people.remove_bot(bot.engine, kicked, by=ana)

    errors = [(await bot.ask("sendMessage", chat_id=group.id, text="hello?")).error for group in (left, kicked)]

    assert before.result["chat"] == {"id": left.id, "title": "Neighbors", "type": kind.value}
    assert errors == [
        f"Forbidden: bot is not a member of the {kind.value} chat",
        f"Forbidden: bot was kicked from the {kind.value} chat",
    ]


@pytest.mark.asyncio
async def test_an_answer_shows_what_it_answers(bot: Bot, ana: Chat) -> None:
    first = await sent(bot, ana)

    answer = await bot.ask("sendMessage", chat_id=ana.id, text="two", reply_parameters={"message_id": first})

    assert answer.result["reply_to_message"]["message_id"] == first
    assert answer.result["reply_to_message"]["text"] == "one"


@pytest.mark.asyncio
async def test_an_answer_to_nothing_is_refused_unless_it_may_go_alone(bot: Bot, ana: Chat) -> None:
    strict = await bot.ask("sendMessage", chat_id=ana.id, text="a", reply_parameters={"message_id": 9})
    lenient = await bot.ask(
        "sendMessage",
        chat_id=ana.id,
        text="a",
        reply_parameters={"message_id": 9, "allow_sending_without_reply": True},
    )

    assert refused(strict) == (400, "message to be replied not found")
    assert "reply_to_message" not in lenient.result


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("markup", "why"),
    [
        ({"inline_keyboard": {}}, 'field "inline_keyboard" must be of type Array'),
        (
            {"inline_keyboard": [BUTTON]},
            'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
        ),
        (keyboard({"text": "a"}), f"{UNPARSED}: Text buttons are unallowed in the inline keyboard"),
        (keyboard({"callback_data": "a"}), UNPARSED + ': Can\'t find field "text"'),
        (keyboard({"text": "a", "callback_data": "é" * 33}), "BUTTON_DATA_INVALID"),
        (
            keyboard({"text": "a", "callback_data": ""}),
            f"{UNPARSED}: Text buttons are unallowed in the inline keyboard",
        ),
        (keyboard({"text": "a", "url": "javascript:x"}), "BUTTON_URL_INVALID"),
        (keyboard({"text": " ", "callback_data": "a"}), "button text must be non-empty"),
        (keyboard(*[BUTTON] * 9), "reply markup is too long"),
        ({"inline_keyboard": [[BUTTON]] * 101}, "reply markup is too long"),
        ({"keyboard": [["a"], 1]}, 'field "keyboard" must be an Array of Arrays'),
    ],
)
async def test_a_keyboard_that_is_none_is_refused(bot: Bot, ana: Chat, markup: dict[str, Any], why: str) -> None:
    answer = await bot.ask("sendMessage", chat_id=ana.id, text="a", reply_markup=markup)

    assert refused(answer) == (400, why)


@pytest.mark.asyncio
async def test_a_button_carries_64_bytes(bot: Bot, ana: Chat) -> None:
    answer = await bot.ask(
        "sendMessage", chat_id=ana.id, text="a", reply_markup=keyboard({"text": "a", "callback_data": "é" * 32})
    )

    assert answer.status == 200


@pytest.mark.asyncio
async def test_an_edit_shows_something_else_and_the_old_text_is_remembered(
    bot: Bot, ana: Chat, clock: VirtualClock
) -> None:
    message = await sent(bot, ana, reply_markup=keyboard(BUTTON))
    await clock.advance(5)

    answer = await bot.ask("editMessageText", chat_id=ana.id, message_id=message, text="two")

    kept = ana.messages[message]
    assert answer.result["edit_date"] == answer.result["date"] + 5
    assert "reply_markup" not in answer.result
    assert (kept.content.text, kept.markup.rows, kept.at) == ("two", (), 5)
    assert [(one.content.text, len(one.markup.rows), one.at) for one in kept.earlier] == [("one", 1, 0)]


@pytest.mark.asyncio
async def test_buttons_are_edited_alone(bot: Bot, ana: Chat) -> None:
    message = await sent(bot, ana, reply_markup=keyboard(BUTTON))

    answer = await bot.ask("editMessageReplyMarkup", chat_id=ana.id, message_id=message)

    assert answer.result["text"] == "one"
    assert "reply_markup" not in answer.result


@pytest.mark.asyncio
async def test_an_edit_that_changes_nothing_is_refused(bot: Bot, ana: Chat) -> None:
    message = await sent(bot, ana, reply_markup=keyboard(BUTTON))
    same = {"chat_id": ana.id, "message_id": message, "reply_markup": keyboard(BUTTON)}

    text = await bot.ask("editMessageText", text=" one ", **same)
    markup = await bot.ask("editMessageReplyMarkup", **same)
    formatting = await bot.ask("editMessageText", text="<b>one</b>", parse_mode="HTML", **same)

    assert refused(text) == refused(markup) == (400, NOT_MODIFIED)
    assert formatting.status == 200


@pytest.mark.asyncio
async def test_only_what_the_bot_has_sent_can_be_edited(bot: Bot, ana: Chat) -> None:
    hers = people.say(bot.engine, ana, "/start")
    gone = await sent(bot, ana)
    await bot.ask("deleteMessage", chat_id=ana.id, message_id=gone)

    errors = [
        refused(await bot.ask("editMessageText", chat_id=ana.id, message_id=number, text="x"))
        for number in (hers.id, gone, 99)
    ]

    assert errors == [
        (400, "message can't be edited"),
        (400, "message to edit not found"),
        (400, "message to edit not found"),
    ]


@pytest.mark.asyncio
async def test_messages_can_be_deleted_for_48_hours(bot: Bot, ana: Chat, clock: VirtualClock) -> None:
    hers = people.say(bot.engine, ana, "my address")
    old = await sent(bot, ana)
    first = await bot.ask("deleteMessage", chat_id=ana.id, message_id=hers.id)
    again = await bot.ask("deleteMessage", chat_id=ana.id, message_id=hers.id)
    await clock.advance(48 * 3600)
    late = await bot.ask("deleteMessage", chat_id=ana.id, message_id=old)

    assert first.result is True
    assert refused(again) == (400, "message to delete not found")
    assert refused(late) == (400, "message can't be deleted")
    assert list(ana.messages) == [old]


@pytest.mark.asyncio
async def test_several_are_deleted_at_once_and_missing_ones_passed_over(bot: Bot, ana: Chat) -> None:
    numbers = [await sent(bot, ana) for _ in range(3)]

    answer = await bot.ask("deleteMessages", chat_id=ana.id, message_ids=[*numbers[:2], 99])

    assert answer.result is True
    assert list(ana.messages) == numbers[2:]


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("numbers", "why"),
    [
        ([], "message identifiers are not specified"),
        (list(range(1, 102)), "too many message identifiers specified"),
        (["x"], "message identifier must be a Number"),
        ([0], "invalid message identifier specified"),
    ],
)
async def test_a_list_of_messages_that_is_none_is_refused(bot: Bot, ana: Chat, numbers: list[Any], why: str) -> None:
    assert refused(await bot.ask("deleteMessages", chat_id=ana.id, message_ids=numbers)) == (400, why)


@pytest.mark.asyncio
async def test_a_file_can_be_sent_again_by_its_id_but_nothing_is_fetched(bot: Bot, ana: Chat) -> None:
    body = b'--x\r\nContent-Disposition: form-data; name="document"; filename="a.csv"\r\n\r\n1,2\r\n'
    body += b'--x\r\nContent-Disposition: form-data; name="chat_id"\r\n\r\n%d\r\n--x--\r\n' % ana.id
    first = await bot.ask_raw("sendDocument", body, "multipart/form-data; boundary=x")
    file = first.result["document"]

    again = await bot.ask(
        "sendDocument", chat_id=ana.id, document=file["file_id"], caption="<b>c</b>", parse_mode="HTML"
    )
    unknown = await bot.ask("sendDocument", chat_id=ana.id, document="nothing")
    fetched = await bot.ask("sendPhoto", chat_id=ana.id, photo="https://example.org/a.jpg")
    talkative = await bot.ask("sendDocument", chat_id=ana.id, document=file["file_id"], caption="a" * 1025)

    assert (file["file_name"], file["file_size"]) == ("a.csv", 3)
    assert again.result["document"] == file
    assert (again.result["caption"], again.result["caption_entities"][0]["type"]) == ("c", "bold")
    assert refused(unknown) == (400, "wrong file identifier/HTTP URL specified")
    assert refused(fetched) == (400, "failed to get HTTP URL content")
    assert refused(talkative) == (400, "message caption is too long")


@pytest.mark.asyncio
async def test_a_photo_has_no_text_to_edit(bot: Bot, ana: Chat) -> None:
    body = b'--x\r\nContent-Disposition: form-data; name="photo"; filename="a"\r\n\r\nx\r\n'
    body += b'--x\r\nContent-Disposition: form-data; name="chat_id"\r\n\r\n%d\r\n--x--\r\n' % ana.id
    photo = await bot.ask_raw("sendPhoto", body, "multipart/form-data; boundary=x")

    answer = await bot.ask("editMessageText", chat_id=ana.id, message_id=photo.result["message_id"], text="x")

    assert refused(answer) == (400, "there is no text in the message to edit")


@pytest.mark.asyncio
async def test_an_engine_that_keeps_few_messages_forgets_the_oldest(clock: VirtualClock) -> None:
    engine = Engine(clock, keep=2)
    ana = people.add_person(engine, "Ana", has_started=True)

    numbers = [await sent(Bot(engine), ana) for _ in range(5)]

    assert list(ana.messages) == numbers[-2:]
