"""Photos, albums, points, forwards and copies, over HTTP."""

import json
from typing import Any

import aiohttp
import pytest

from simulator import people
from simulator.acts import ACTS
from simulator.chats import Chat, ChatType
from tests.simulator.asking import HttpBot

LINK = {"inline_keyboard": [[{"text": "Rights", "url": "https://example.org"}]]}
BUTTON = {"inline_keyboard": [[{"text": "Claim", "callback_data": "c:1"}]]}


async def album(bot: HttpBot, chat: Chat, *kinds: str) -> Any:
    """So many files as one album, each in a part of its own."""
    form = aiohttp.FormData({"chat_id": str(chat.id)})
    media = [
        {"type": kind, "media": f"attach://part{number}", "caption": f"<i>{number}</i>", "parse_mode": "HTML"}
        for number, kind in enumerate(kinds)
    ]
    form.add_field("media", json.dumps(media))
    for number in range(len(kinds)):
        form.add_field(f"part{number}", b"x" * (number + 1), filename=f"{number}.jpg")
    return await bot.post("sendMediaGroup", data=form)


@pytest.mark.asyncio
async def test_an_album_is_as_many_messages_with_one_number(far_bot: HttpBot, ana: Chat) -> None:
    sent = (await album(far_bot, ana, "photo", "photo")).result

    assert [one["photo"][0]["file_size"] for one in sent] == [1, 2]
    assert [(one["caption"], one["caption_entities"][0]["type"]) for one in sent] == [("0", "italic"), ("1", "italic")]
    assert len({one["media_group_id"] for one in sent}) == 1
    assert len(ana.messages) == 2


@pytest.mark.asyncio
async def test_an_album_is_of_one_kind_and_ten_at_most(far_bot: HttpBot, ana: Chat) -> None:
    mixed = await album(far_bot, ana, "photo", "document")
    long = await album(far_bot, ana, *["photo"] * 11)
    empty = await far_bot.ask("sendMediaGroup", chat_id=ana.id, media=[])
    unknown = await far_bot.ask("sendMediaGroup", chat_id=ana.id, media=[{"type": "moon", "media": "x"}])

    assert mixed.error == "Bad Request: document can't be mixed with other media types"
    assert long.error == "Bad Request: too many messages to send as an album"
    assert empty.error == "Bad Request: there are no messages to send"
    assert unknown.error == "Bad Request: can't parse InputMedia: unsupported type specified"
    assert ana.messages == {}


@pytest.mark.asyncio
async def test_a_point_is_sent_and_its_accuracy_is_kept(far_bot: HttpBot, ana: Chat) -> None:
    sent = await far_bot.ask("sendLocation", chat_id=ana.id, latitude=42.36, longitude=-71.06, horizontal_accuracy=25)
    wrong = await far_bot.ask("sendLocation", chat_id=ana.id, latitude=99, longitude=0)

    assert sent.result["location"] == {"latitude": 42.36, "longitude": -71.06, "horizontal_accuracy": 25.0}
    assert wrong.error == "Bad Request: wrong location specified"


@pytest.mark.asyncio
async def test_what_the_bot_is_doing_is_one_of_a_list(far_bot: HttpBot, ana: Chat) -> None:
    assert (await far_bot.ask("sendChatAction", chat_id=ana.id, action="find_location")).result is True
    assert (await far_bot.ask("sendChatAction", chat_id=ana.id, action="dancing")).status == 400
    assert far_bot.engine.log.most_in_any_second() == 0


@pytest.mark.asyncio
async def test_a_photo_from_someone_can_be_sent_on_and_looked_up_by_its_id(far_bot: HttpBot, ana: Chat) -> None:
    size = {"file_id": "from-ana", "file_unique_id": "u", "width": 1, "height": 1, "file_size": 7}
    people.send(far_bot.engine, ana, {"photo": [size], "caption": "look"})

    sent = await far_bot.ask("sendPhoto", chat_id=ana.id, photo="from-ana")
    as_file = await far_bot.ask("sendDocument", chat_id=ana.id, document="from-ana")
    about = await far_bot.ask("getFile", file_id="from-ana")

    assert sent.result["photo"] == [size]
    assert as_file.error == "Bad Request: can't use file of type Photo as Document"
    assert about.result == {"file_id": "from-ana", "file_unique_id": "u", "file_size": 7, "file_path": "photos/u"}
    assert (await far_bot.ask("getFile", file_id="nobody's")).error == "Bad Request: invalid file_id"


@pytest.mark.asyncio
async def test_a_forward_says_where_it_comes_from_and_keeps_links_alone(far_bot: HttpBot, ana: Chat) -> None:
    ben = people.add_person(far_bot.engine, "Ben", has_started=True)
    heard = people.say(far_bot.engine, ana, "I saw it")
    ids = [
        (await far_bot.ask("sendMessage", chat_id=ana.id, text="a", reply_markup=keyboard)).result["message_id"]
        for keyboard in (LINK, BUTTON)
    ]

    sent = [
        (await far_bot.ask("forwardMessage", chat_id=ben.id, from_chat_id=ana.id, message_id=one)).result
        for one in (heard.id, *ids)
    ]
    again = await far_bot.ask("forwardMessage", chat_id=ana.id, from_chat_id=ben.id, message_id=sent[0]["message_id"])
    edited = await far_bot.ask("editMessageText", chat_id=ben.id, message_id=sent[1]["message_id"], text="b")

    assert sent[0]["text"] == "I saw it"
    assert [one["forward_origin"]["sender_user"]["id"] for one in sent] == [ana.id, *[far_bot.engine.bot["id"]] * 2]
    assert ["reply_markup" in one for one in sent] == [False, True, False]
    assert again.result["forward_origin"] == sent[0]["forward_origin"]
    assert edited.error == "Bad Request: message can't be edited"


@pytest.mark.asyncio
async def test_a_copy_is_the_bots_own(far_bot: HttpBot, ana: Chat) -> None:
    ben = people.add_person(far_bot.engine, "Ben", has_started=True)
    size = {"file_id": "from-ana", "file_unique_id": "u", "width": 1, "height": 1}
    photo = people.send(far_bot.engine, ana, {"photo": [size], "caption": "look"})
    word = people.say(far_bot.engine, ana, "a word")

    same = await far_bot.ask("copyMessage", chat_id=ben.id, from_chat_id=ana.id, message_id=word.id)
    other = await far_bot.ask("copyMessage", chat_id=ben.id, from_chat_id=ana.id, message_id=photo.id, caption="seen")
    many = await far_bot.ask(
        "copyMessages", chat_id=ben.id, from_chat_id=ana.id, message_ids=[photo.id, word.id], remove_caption=True
    )

    assert [*same.result] == [*other.result] == ["message_id"]
    assert len(many.result) == 2
    assert [one.content.text for one in ben.messages.values()] == ["a word", "seen", "", "a word"]
    assert all(b"forward_origin" not in one.content.json for one in ben.messages.values())


@pytest.mark.asyncio
async def test_what_cannot_be_sent_on_is_refused(far_bot: HttpBot, ana: Chat) -> None:
    guarded = (await far_bot.ask("sendMessage", chat_id=ana.id, text="a", protect_content=True)).result["message_id"]
    where = {"chat_id": ana.id, "from_chat_id": ana.id}

    answers = [
        await far_bot.ask("forwardMessage", **where, message_id=guarded),
        await far_bot.ask("copyMessage", **where, message_id=guarded),
        await far_bot.ask("forwardMessage", **where, message_id=99),
        await far_bot.ask("copyMessage", **where, message_id=99),
        await far_bot.ask("forwardMessages", **where, message_ids=[99]),
        await far_bot.ask("forwardMessages", **where, message_ids=[2, 1]),
        await far_bot.ask("copyMessages", **where, message_ids=[]),
        await far_bot.ask("forwardMessage", chat_id=ana.id, from_chat_id=7, message_id=1),
    ]

    assert [one.error.removeprefix("Bad Request: ") for one in answers] == [
        "message can't be forwarded",
        "message can't be copied",
        "message to forward not found",
        "message to copy not found",
        "there are no messages to forward",
        "message identifiers must be in a strictly increasing order",
        "message identifiers are not specified",
        "chat not found",
    ]


@pytest.mark.asyncio
async def test_people_forward_and_answer(far_bot: HttpBot, ana: Chat) -> None:
    sent = (await far_bot.ask("sendMessage", chat_id=ana.id, text="Alert")).result
    ACTS["forwards"](far_bot.engine, ana, {"message": sent["message_id"]})
    ACTS["says"](far_bot.engine, ana, {"text": "really?", "reply_to": sent["message_id"]})

    forward, answer = (update["message"] for update in (await far_bot.ask("getUpdates")).result)
    assert (forward["text"], forward["forward_origin"]["sender_user"]) == ("Alert", far_bot.engine.bot)
    assert answer["reply_to_message"]["message_id"] == sent["message_id"]


@pytest.mark.asyncio
async def test_a_caption_and_a_photo_can_be_edited_and_a_text_has_no_caption(far_bot: HttpBot, ana: Chat) -> None:
    form = aiohttp.FormData({"chat_id": str(ana.id), "caption": "one"})
    form.add_field("photo", b"x", filename="a.jpg")
    photo = (await far_bot.post("sendPhoto", data=form)).result
    text = (await far_bot.ask("sendMessage", chat_id=ana.id, text="a")).result["message_id"]
    place = (await far_bot.ask("sendLocation", chat_id=ana.id, latitude=1, longitude=1)).result["message_id"]
    number, file = photo["message_id"], photo["photo"][0]["file_id"]
    media = {"type": "photo", "media": file, "caption": "three"}

    captioned = await far_bot.ask("editMessageCaption", chat_id=ana.id, message_id=number, caption="two")
    bare = await far_bot.ask("editMessageCaption", chat_id=ana.id, message_id=number)
    same = await far_bot.ask("editMessageCaption", chat_id=ana.id, message_id=number)
    changed = await far_bot.ask("editMessageMedia", chat_id=ana.id, message_id=text, media=media)
    no_caption = await far_bot.ask("editMessageCaption", chat_id=ana.id, message_id=place, caption="a")
    no_media = await far_bot.ask("editMessageMedia", chat_id=ana.id, message_id=place, media=media)

    assert captioned.result["caption"] == "two"
    assert captioned.result["photo"] == photo["photo"]
    assert "caption" not in bare.result
    assert same.error.startswith("Bad Request: message is not modified")
    assert (changed.result["photo"], changed.result["caption"]) == (photo["photo"], "three")
    assert no_caption.error == "Bad Request: there is no caption in the message to edit"
    assert no_media.error == "Bad Request: message can't be edited"


@pytest.mark.asyncio
async def test_a_message_is_pinned_and_unpinned(far_bot: HttpBot, ana: Chat) -> None:
    ids = [(await far_bot.ask("sendMessage", chat_id=ana.id, text=one)).result["message_id"] for one in "ab"]
    for one in ids:
        await far_bot.ask("pinChatMessage", chat_id=ana.id, message_id=one)
    newest = (await far_bot.ask("getChat", chat_id=ana.id)).result["pinned_message"]["text"]
    await far_bot.ask("unpinChatMessage", chat_id=ana.id)
    older = (await far_bot.ask("getChat", chat_id=ana.id)).result["pinned_message"]["text"]
    await far_bot.ask("unpinAllChatMessages", chat_id=ana.id)

    assert (newest, older) == ("b", "a")
    assert "pinned_message" not in (await far_bot.ask("getChat", chat_id=ana.id)).result
    assert (await far_bot.ask("pinChatMessage", chat_id=ana.id, message_id=99)).error.endswith("pin not found")
    assert (await far_bot.ask("unpinChatMessage", chat_id=ana.id)).error.endswith("unpin not found")


@pytest.mark.asyncio
async def test_a_reaction_is_one_emoji_of_those_that_there_are(far_bot: HttpBot, ana: Chat) -> None:
    said = people.say(far_bot.engine, ana, "I saw it")

    async def react(*emoji: str, message: int = said.id) -> Any:
        reaction = [{"type": "emoji", "emoji": one} for one in emoji]
        return await far_bot.ask("setMessageReaction", chat_id=ana.id, message_id=message, reaction=reaction)

    assert (await react("👀")).result is True
    assert said.reaction == "👀"
    assert (await react("🥑")).error == "Bad Request: REACTION_INVALID"
    assert (await react("👀", "👍")).error == "Bad Request: REACTIONS_TOO_MANY"
    assert (await react("👀", message=99)).error == "Bad Request: message to react not found"
    assert ((await react()).result, said.reaction) == (True, "")


@pytest.mark.asyncio
async def test_who_is_in_a_chat(far_bot: HttpBot, ana: Chat) -> None:
    ben = people.add_person(far_bot.engine, "Ben")
    group = people.add_group(far_bot.engine, "Neighbors", by=ana, kind=ChatType.SUPERGROUP)
    people.say(far_bot.engine, ben, "hello", to=group)

    async def status(chat: Chat, user: object) -> str:
        return str((await far_bot.ask("getChatMember", chat_id=chat.id, user_id=user)).result["status"])

    assert [await status(group, one) for one in (ana.id, ben.id, far_bot.engine.bot["id"])] == [
        "creator",
        "member",
        "member",
    ]
    assert await status(ana, ana.id) == "member"
    assert (await far_bot.ask("getChatMember", chat_id=ana.id, user_id=ben.id)).status == 400
    assert (await far_bot.ask("getChatMemberCount", chat_id=group.id)).result == 3
    makers = (await far_bot.ask("getChatAdministrators", chat_id=group.id)).result
    assert [one["user"]["id"] for one in makers] == [ana.id]
    assert (await far_bot.ask("getChatAdministrators", chat_id=ana.id)).status == 400
    assert (await far_bot.ask("pinChatMessage", chat_id=group.id, message_id=1)).error.startswith(
        "Bad Request: not enough rights"
    )


@pytest.mark.asyncio
async def test_a_bot_cannot_close_at_once_and_after_it_has_logged_out_nothing_goes(far_bot: HttpBot) -> None:
    closed = await far_bot.ask("close")
    left = await far_bot.ask("logOut")
    after = await far_bot.ask("getMe")

    assert (closed.status, closed.facts["parameters"]) == (429, {"retry_after": 600})
    assert left.result is True
    assert after.error == "Logged out"
