"""Bodies in three forms, and fields that are what they should be."""

import json
from typing import Any
from urllib.parse import urlencode

import pytest

from simulator.chats import Chat
from tests.simulator.asking import Bot

KEYBOARD = {"inline_keyboard": [[{"text": "Send", "callback_data": "s:1"}]]}
WHOLE = {"text": "a", "chat_id": 1}
BOUNDARY = "b0und"
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"


def multipart(*parts: tuple[str, bytes]) -> bytes:
    """A body of parts: their headers after `form-data;`, and what they hold."""
    written = b"".join(
        b"--%b\r\nContent-Disposition: form-data; %b\r\n\r\n%b\r\n" % (BOUNDARY.encode(), head.encode(), content)
        for head, content in parts
    )
    return written + f"--{BOUNDARY}--\r\n".encode()


@pytest.mark.asyncio
async def test_json_form_and_multipart_say_the_same(bot: Bot, ana: Chat) -> None:
    fields = {"chat_id": ana.id, "text": "<b>é</b>", "parse_mode": "HTML", "disable_notification": True}
    as_text = {**fields, "disable_notification": "true", "reply_markup": json.dumps(KEYBOARD)}
    form = urlencode(as_text).encode()
    parts = multipart(*((f'name="{name}"', str(value).encode()) for name, value in as_text.items()))

    answers = [
        await bot.ask("sendMessage", **fields, reply_markup=KEYBOARD),
        await bot.ask_raw("sendMessage", form, "application/x-www-form-urlencoded"),
        await bot.ask_raw("sendMessage", parts, MULTIPART),
    ]

    for answer in answers:
        answer.result.pop("message_id")
    assert answers[0].result["reply_markup"] == KEYBOARD
    assert answers[0] == answers[1] == answers[2]
    assert all(message.silent for message in ana.messages.values())


@pytest.mark.asyncio
async def test_a_file_comes_in_its_own_part_or_by_the_name_of_another(bot: Bot, ana: Chat) -> None:
    chat = ('name="chat_id"', str(ana.id).encode())
    content = b"\xff\xd8\r\n--not the boundary\n\r\x00"
    direct = multipart(chat, ('name="photo"; filename="a.jpg"', content))
    attached = multipart(chat, ('name="photo"', b"attach://file0"), ('name="file0"; filename="a.jpg"', content))

    first = await bot.ask_raw("sendPhoto", direct, MULTIPART)
    second = await bot.ask_raw("sendPhoto", attached, MULTIPART)

    sizes = [answer.result["photo"][0]["file_size"] for answer in (first, second)]
    assert sizes == [len(content)] * 2
    assert first.result["photo"][0]["file_id"] != second.result["photo"][0]["file_id"]


@pytest.mark.asyncio
async def test_a_method_can_be_asked_without_fields_and_in_any_case(bot: Bot) -> None:
    assert (await bot.ask_raw("GETME", b"", "")).result["username"] == "avisa_bot"


@pytest.mark.asyncio
async def test_an_unknown_method_is_not_found(bot: Bot) -> None:
    answer = await bot.ask("sendTelepathy")

    assert answer.status == 404
    assert answer.error == "Not Found: method not found"


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"{", "can't parse JSON object"),
        (b"{} x", "can't parse JSON object"),
        (b'{"chat_id": NaN}', "can't parse JSON object"),
        (b"[" * 100_000, "can't parse JSON object"),
        (b"[]", "JSON object expected"),
        (b'{"text": "\xff"}', "strings must be encoded in UTF-8"),
        (b'{"chat_id": 1, "text": "\\ud83d"}', "strings must be encoded in UTF-8"),
    ],
    ids=lambda value: str(value)[:20],
)
async def test_a_body_that_is_none_is_refused(bot: Bot, body: bytes, why: str) -> None:
    answer = await bot.ask_raw("sendMessage", body)

    assert (400, f"Bad Request: {why}") == (answer.status, answer.error)


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("method", "fields", "why"),
    [
        ("sendMessage", {"chat_id": 1}, "message text is empty"),
        ("sendMessage", {"chat_id": 1, "text": ""}, "message text is empty"),
        ("sendMessage", {"text": "a"}, "chat_id is empty"),
        ("sendMessage", {"text": ["a"], "chat_id": 1}, 'field "text" must be of type String'),
        ("sendMessage", {"text": None, "chat_id": 1}, 'field "text" must be of type String'),
        ("sendMessage", {"text": "a", "chat_id": True}, 'field "chat_id" must be of type String'),
        ("sendMessage", {"text": "a", "chat_id": 7}, "chat not found"),
        ("sendMessage", {"text": "a", "chat_id": "@someone"}, "chat not found"),
        ("sendMessage", {**WHOLE, "protect_content": "maybe"}, 'field "protect_content" must be of type Boolean'),
        ("sendMessage", {**WHOLE, "reply_markup": "{"}, "can't parse reply keyboard markup JSON object"),
        ("sendMessage", {**WHOLE, "reply_markup": None}, "object expected as reply markup"),
        ("sendMessage", {**WHOLE, "reply_parameters": []}, "object expected as reply parameters"),
        ("sendMessage", {**WHOLE, "link_preview_options": 1}, "object expected as link preview options"),
        (
            "sendMessage",
            {**WHOLE, "link_preview_options": {"is_disabled": 1}},
            'field "is_disabled" must be of type Boolean',
        ),
        ("editMessageText", WHOLE, "message identifier is not specified"),
        ("editMessageText", {**WHOLE, "message_id": "x"}, 'field "message_id" must be of type Number'),
        ("deleteMessages", {"chat_id": 1}, "message identifiers are not specified"),
        ("sendPhoto", {"chat_id": 1}, "there is no photo in the request"),
        ("sendDocument", {"chat_id": 1}, "there is no document in the request"),
        ("getUpdates", {"limit": 1.5}, 'field "limit" must be of type Number'),
    ],
)
async def test_a_field_that_is_missing_or_wrong_is_refused(
    bot: Bot, method: str, fields: dict[str, Any], why: str
) -> None:
    answer = await bot.ask(method, **fields)

    assert (400, f"Bad Request: {why}") == (answer.status, answer.error)


@pytest.mark.asyncio
async def test_numbers_may_be_text_and_text_may_be_a_number(bot: Bot, ana: Chat) -> None:
    answer = await bot.ask("sendMessage", chat_id=str(ana.id), text=112)

    assert answer.result["text"] == "112"


@pytest.mark.asyncio
async def test_a_field_that_nobody_knows_is_passed_over_and_remembered(bot: Bot, ana: Chat) -> None:
    answer = await bot.ask("sendMessage", chat_id=ana.id, text="a", allow_payed_broadcast=True)

    assert answer.status == 200
    assert bot.engine.unknown_fields == {"sendMessage.allow_payed_broadcast"}


@pytest.mark.asyncio
async def test_a_multipart_body_without_parts_is_refused(bot: Bot) -> None:
    answer = await bot.ask_raw("sendMessage", b"nothing", MULTIPART)

    assert answer.error == "Bad Request: can't parse multipart form"
