"""What the bot uploads can be looked at on the page, for a while."""

import aiohttp
import pytest

from simulator import people
from simulator.chats import Chat, message_facts
from simulator.files import MOST_KEPT, Files, Upload
from tests.simulator.asking import HttpBot


@pytest.mark.asyncio
async def test_the_page_is_given_what_the_bot_uploaded_as_what_it_is(far_bot: HttpBot, ana: Chat) -> None:
    form = aiohttp.FormData({"chat_id": str(ana.id)})
    form.add_field("photo", b"a card", filename="card.png")
    number = (await far_bot.post("sendPhoto", data=form)).result["message_id"]
    file = message_facts(ana.messages[number])["file"]
    async with far_bot.session.get(f"{far_bot.served.url}/sim/files/{file}") as response:
        given = response.content_type, await response.read()

    assert given == ("image/png", b"a card")


@pytest.mark.asyncio
async def test_of_what_people_send_there_is_nothing_to_be_looked_at(far_bot: HttpBot, ana: Chat) -> None:
    photo = people.send(far_bot.engine, ana, {"photo": [{"file_id": "from-ana", "file_unique_id": "u"}]})
    async with far_bot.session.get(f"{far_bot.served.url}/sim/files/from-ana") as response:
        status = response.status

    assert message_facts(photo)["file"] is None
    assert status == 400


def test_the_oldest_upload_is_dropped_when_there_is_too_much_of_them() -> None:
    files = Files()
    first, second = (files.sent("document", Upload(name, bytes(MOST_KEPT // 2 + 1)))["file_id"] for name in "ab")

    assert files.upload(first) is None
    assert files.upload(second) is not None
    assert files.about(first)["file_size"] > 0
