"""What nobody should send, and everybody does some day: each gets the answer that makes sense, and changes nothing."""

from typing import Any

import pytest

from bot.domain.buttons import Found, Speak
from bot.domain.ids import IncidentId, Language
from bot.domain.people import Person, Role
from bot.domain.verification import Answer, Where
from db.tables import findings, invitations, people
from simulator.chats import Bond, Chat, ChatType
from simulator.people import say
from simulator.phones import EnginePhone
from simulator.screens import Message
from tests.services.acts import finds, joins, newest, rows, tells
from tests.stories.harborton import Harborton

NOT_CONFIRMED = "No. 1: not confirmed"
SEEN = Found(IncidentId(1), 1, Answer.SEEN, Where.ON_SCENE)


def pressed(by: EnginePhone, data: str | None, message: dict[str, Any] | None) -> dict[str, Any]:
    """A press as Telegram tells it, of a button under this message."""
    who = {"id": by.id, "is_bot": False, "first_name": by.name}
    query: dict[str, Any] = {"id": "1", "from": who, "chat_instance": "7"}
    if message is not None:
        query["message"] = {"chat": {"id": by.id, "type": "private", "first_name": by.name}, **message}
    return {"callback_query": query if data is None else {**query, "data": data}}


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "message",
    [None, {"message_id": 1, "date": 0}, {"message_id": 99, "date": 1_772_460_000, "text": "It is gone."}],
    ids=["no message", "a message too old to be shown", "a message that was deleted"],
)
async def test_a_button_under_a_message_that_cannot_be_reached_does_what_it_says(
    harborton: Harborton, message: dict[str, Any] | None
) -> None:
    ana = await harborton.resident("Ana")
    harborton.engine.updates.inject(pressed(ana, "a:hill", message))
    await ana.says("/areas")

    asked = await ana.hears("Chosen: Harbor, Hill")

    assert "✅ " in "".join(asked.labels)


@pytest.mark.asyncio
@pytest.mark.parametrize("data", [None, "", "a", "a:" + "b" * 70, "a:\udcff", "\x00", "a:harbor:harbor"])
async def test_a_button_that_carries_nothing_of_ours_changes_nothing(harborton: Harborton, data: str | None) -> None:
    ana = await harborton.resident("Ana")
    harborton.engine.updates.inject(pressed(ana, data, {"message_id": 1, "date": 0}))
    await ana.says("/areas")

    await ana.hears("Chosen: Harbor")


@pytest.mark.asyncio
async def test_a_language_that_nobody_speaks_is_not_chosen(harborton: Harborton) -> None:
    ana = await harborton.resident("Ana", language="es")
    harborton.engine.updates.inject(pressed(ana, Speak(Language("zz")).pack(), {"message_id": 1, "date": 0}))
    await ana.says("/areas")

    await ana.hears("Harbor")
    assert [one.language for one in await rows(harborton.town.database, people)] == ["es"]


@pytest.mark.asyncio
async def test_an_old_card_takes_no_finding_says_so_and_is_drawn_anew(harborton: Harborton) -> None:
    ana, ben = await harborton.resident("Ana"), await harborton.volunteer("Ben", "harbor")
    await harborton.reports(ana)
    card = await ben.hears(NOT_CONFIRMED)
    await ben.presses("I will look")
    await ben.is_told("It is yours until")

    await ben.forges(card.id, SEEN.pack())
    await ben.is_told("Something changed in the meantime")
    drawn = await ben.hears(lambda message: "You are looking" in message.text)

    assert drawn.id == card.id
    assert await rows(harborton.town.database, findings) == []


async def volunteer(harborton: Harborton, phone: EnginePhone) -> Person:
    """Who a volunteer is to the bot."""
    return await joins(harborton.town, phone.id, role=Role.VOLUNTEER)


async def whoever_reported_it(harborton: Harborton) -> tuple[EnginePhone, Message]:
    """A volunteer who holds the card of something, and then reports it too."""
    ben, cai = await harborton.volunteer("Ben", "harbor"), await harborton.resident("Cai")
    await harborton.reports(cai)
    card = await ben.hears(NOT_CONFIRMED)
    await tells(harborton.town, await volunteer(harborton, ben))
    return ben, await ben.hears(lambda message: message.id == card.id and "2 reports" in message.text)


async def whoever_answered(harborton: Harborton) -> tuple[EnginePhone, Message]:
    """A volunteer who has given their finding."""
    ana, ben = await harborton.resident("Ana"), await harborton.volunteer("Ben", "harbor")
    await harborton.reports(ana)
    await ben.hears(NOT_CONFIRMED)
    await finds(harborton.town, await volunteer(harborton, ben), Answer.CANNOT_TELL)
    return ben, await ben.hears("1 volunteer: cannot tell")


async def whoever_comes_late(harborton: Harborton) -> tuple[EnginePhone, Message]:
    """A volunteer with the card of what two others have dismissed."""
    ana, ben = await harborton.resident("Ana"), await harborton.volunteer("Ben", "harbor")
    others = [await harborton.volunteer(one, "harbor") for one in ("Cai", "Dee")]
    await harborton.reports(ana)
    await ben.hears(NOT_CONFIRMED)
    for one in others:
        await finds(harborton.town, await volunteer(harborton, one), Answer.NOTHING_THERE)
    return ben, await ben.hears("No. 1: checked, nothing found")


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("who", "told"),
    [
        (whoever_reported_it, "You reported this yourself"),
        (whoever_answered, "Your answer is already counted."),
        (whoever_comes_late, "That is already closed."),
    ],
)
async def test_a_finding_that_does_not_count_is_answered_with_the_reason(
    harborton: Harborton, who: Any, told: str
) -> None:
    ben, card = await who(harborton)
    before = len(await rows(harborton.town.database, findings))

    there = await newest(harborton.town)
    await ben.forges(card.id, Found(there.id, there.version, Answer.SEEN, Where.ON_SCENE).pack())
    await ben.is_told(told)

    assert len(await rows(harborton.town.database, findings)) == before


async def in_a_group(harborton: Harborton, by: EnginePhone, text: str) -> None:
    """Someone writes into a group where the bot is."""
    number = harborton.engine.new_group()
    group = harborton.engine.chats[number] = Chat(number, ChatType.GROUP, "Neighbors", bond=Bond.MEMBER)
    say(harborton.engine, by.chat, text, to=group)


@pytest.mark.asyncio
@pytest.mark.parametrize("command", ["/start", "/start@avisa_bot"])
async def test_an_invitation_that_is_opened_in_a_group_is_nobodys_any_more_and_the_organizers_hear_of_it(
    harborton: Harborton, command: str
) -> None:
    olga, ana = await harborton.organizer(), await harborton.resident("Ana")
    await olga.says("/invite")
    await olga.presses("A volunteer")
    secret = (await olga.hears("start=")).text.rpartition("start=")[2].split()[0]

    await in_a_group(harborton, ana, f"{command} {secret}")
    await olga.hears("An invitation was opened in a group")
    await ana.says(f"/start {secret}")
    await ana.hears("This invitation cannot be used.")

    assert await rows(harborton.town.database, invitations) == []
    assert {row.role for row in await rows(harborton.town.database, people)} == {Role.ORGANIZER, Role.RESIDENT}


@pytest.mark.asyncio
async def test_what_is_no_invitation_in_a_group_tells_nobody_anything(harborton: Harborton) -> None:
    olga, ana = await harborton.organizer(), await harborton.resident("Ana")
    for text in ("/start", "/start AAAA", f"/start {'A' * 65}", "hello"):
        await in_a_group(harborton, ana, text)
    await ana.says("/help")
    await ana.hears("/report")
    await harborton.avisa.courier.idle()

    assert olga.heard() == []
