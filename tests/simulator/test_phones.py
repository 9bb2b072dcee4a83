"""Phones do the same over the engine and over HTTP."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from simulator import people
from simulator.clock import VirtualClock
from simulator.engine import Engine
from simulator.http import Served
from simulator.http_phones import HttpPhones, SimulatorGone
from simulator.keyboards import Button
from simulator.phones import EnginePhones, NoSuchButton, NotHeard, Phones
from tests.simulator.asking import Bot

YES_NO = {
    "inline_keyboard": [
        [{"text": "✅ Yes", "callback_data": "y"}, {"text": "No", "callback_data": "n"}],
        [{"text": "Not now", "callback_data": "later"}, {"text": "Read more", "url": "https://example.org"}],
    ]
}


@pytest_asyncio.fixture(params=["engine", "http"])
async def phones(request: pytest.FixtureRequest, engine: Engine) -> AsyncIterator[Phones]:
    """Both kinds."""
    if request.param == "engine":
        yield EnginePhones(engine)
        return
    async with Served(engine) as served, HttpPhones(served.url) as over_http:
        yield over_http


async def updates(bot: Bot) -> list[dict[str, object]]:
    """What the bot is told of, as payloads."""
    found = (await bot.ask("getUpdates", offset=-1)).result
    return [payload for update in found for kind, payload in update.items() if kind != "update_id"]


@pytest.mark.asyncio
async def test_what_is_said_reaches_the_bot_and_its_answer_is_heard(phones: Phones, bot: Bot) -> None:
    ana = await phones.phone("Ana", language="es")
    await ana.says("/start")
    sent = (await bot.ask("sendMessage", chat_id=ana.id, text="<b>Hola</b>", parse_mode="HTML")).result

    heard = await ana.hears("Hola")

    assert (await updates(bot))[0]["text"] == "/start"
    assert (heard.id, heard.text, heard.entities[0]["type"]) == (sent["message_id"], "Hola", "bold")
    assert (ana.heard(), ana.screen(), heard.edits) == (["Hola"], heard, ())


@pytest.mark.asyncio
async def test_hearing_waits_and_by_a_question_too(phones: Phones, bot: Bot) -> None:
    ana = await phones.phone("Ana", has_started=True)
    waiting = asyncio.ensure_future(ana.hears(lambda message: "✅ Yes" in message.labels))
    await bot.ask("sendMessage", chat_id=ana.id, text="One moment")
    await bot.ask("sendMessage", chat_id=ana.id, text="Sure?", reply_markup=YES_NO)

    assert (await waiting).text == "Sure?"


@pytest.mark.asyncio
async def test_a_button_is_pressed_by_its_text_or_how_it_begins(phones: Phones, bot: Bot) -> None:
    ana = await phones.phone("Ana", has_started=True)
    await bot.ask("sendMessage", chat_id=ana.id, text="Sure?", reply_markup=YES_NO)
    await bot.ask("sendMessage", chat_id=ana.id, text="By the way")
    pressed = []
    for label in ("No", "Not", "✅"):
        await ana.presses(label)
        pressed.append((await updates(bot))[0]["data"])

    assert pressed == ["n", "later", "y"]


@pytest.mark.asyncio
async def test_the_newest_message_with_such_a_button_counts(phones: Phones, bot: Bot) -> None:
    ana = await phones.phone("Ana", has_started=True)
    for data in ("old", "new"):
        buttons = {"inline_keyboard": [[{"text": "Go", "callback_data": data}]]}
        await bot.ask("sendMessage", chat_id=ana.id, text=data, reply_markup=buttons)
    await ana.hears("new")
    await ana.presses("Go")

    assert (await updates(bot))[0]["data"] == "new"


@pytest.mark.asyncio
async def test_a_button_that_is_not_there_is_named_beside_those_that_are(phones: Phones, bot: Bot) -> None:
    ana = await phones.phone("Ana", has_started=True)
    await bot.ask("sendMessage", chat_id=ana.id, text="Sure?", reply_markup=YES_NO)
    await ana.hears("Sure?")

    with pytest.raises(
        NoSuchButton, match=r"no button 'Read more'(.|\n)*✅ Yes, No, Not now, Read more  under 'Sure\?'"
    ):
        await ana.presses("Read more", within=0)


@pytest.mark.asyncio
async def test_a_button_of_a_reply_keyboard_says_its_text(phones: Phones, bot: Bot) -> None:
    ana = await phones.phone("Ana", has_started=True)
    await bot.ask("sendMessage", chat_id=ana.id, text="Where?", reply_markup={"keyboard": [["Fenway"]]})
    await ana.presses("Fenway")

    assert (await updates(bot))[0]["text"] == "Fenway"


@pytest.mark.asyncio
async def test_the_short_notice_after_a_press_is_seen(phones: Phones, bot: Bot) -> None:
    ana = await phones.phone("Ana", has_started=True)
    await bot.ask("sendMessage", chat_id=ana.id, text="Sure?", reply_markup=YES_NO)
    for label, notice in (("No", "Pity"), ("✅", "Thanks")):
        await ana.presses(label)
        [query] = await updates(bot)
        await bot.ask("answerCallbackQuery", callback_query_id=query["id"], text=notice)
        assert await ana.is_told(notice) == notice

    with pytest.raises(NotHeard, match=r"was not told 'Pity' in time, but \['Thanks'\]"):
        await ana.is_told("Pity", within=0)
    assert ana.told() == ["Pity", "Thanks"]


@pytest.mark.asyncio
async def test_an_edit_is_heard_and_what_was_there_is_kept(phones: Phones, bot: Bot, clock: VirtualClock) -> None:
    ana = await phones.phone("Ana", has_started=True)
    sent = (await bot.ask("sendMessage", chat_id=ana.id, text="Alert", reply_markup=YES_NO)).result
    await ana.hears("Alert")
    await clock.advance(3)
    await bot.ask("editMessageText", chat_id=ana.id, message_id=sent["message_id"], text="Alert withdrawn")

    edited = await ana.hears("Alert")

    assert (edited.text, edited.at, edited.buttons) == ("Alert withdrawn", 3, ())
    assert [(one.text, one.at, one.buttons[0][0]) for one in edited.edits] == [("Alert", 0, Button("✅ Yes", "y"))]
    assert ana.heard() == ["Alert withdrawn"]


@pytest.mark.asyncio
async def test_each_thing_is_heard_once_and_only_after_what_one_did_last(phones: Phones, bot: Bot) -> None:
    ana = await phones.phone("Ana", has_started=True)
    for text in ("Step 1", "Step 1"):
        await bot.ask("sendMessage", chat_id=ana.id, text=text)
    first, second = await ana.hears("Step"), await ana.hears("Step")
    await bot.ask("sendMessage", chat_id=ana.id, text="Step 1")
    await ana.says("/again")

    assert first.id != second.id
    with pytest.raises(NotHeard, match=r"did not hear 'Step' in time, but:\n  nothing"):
        await ana.hears("Step", within=0)


@pytest.mark.asyncio
async def test_who_has_heard_nothing_has_no_screen(phones: Phones) -> None:
    ana = await phones.phone("Ana")

    with pytest.raises(NotHeard, match="Ana has not heard anything"):
        ana.screen()


@pytest.mark.asyncio
async def test_a_deleted_message_is_seen_no_more(phones: Phones, bot: Bot) -> None:
    ana = await phones.phone("Ana", has_started=True)
    sent = (await bot.ask("sendMessage", chat_id=ana.id, text="one")).result
    await ana.hears("one")
    await bot.ask("deleteMessage", chat_id=ana.id, message_id=sent["message_id"])
    await bot.ask("sendMessage", chat_id=ana.id, text="two")
    await ana.hears("two")

    assert ana.heard() == ["two"]


@pytest.mark.asyncio
async def test_everything_else_that_a_person_does_reaches_the_bot(phones: Phones, bot: Bot) -> None:
    ana = await phones.phone("Ana", has_started=True)
    told = []
    for act in (
        ana.shares_location(42.35, -71.06),
        ana.sends(contact={"phone_number": "1", "first_name": "A"}),
        ana.forges(99, "forged"),
        ana.blocks(),
        ana.unblocks(),
    ):
        await act
        told += await updates(bot)

    assert [next(key for key in ("location", "contact", "data", "new_chat_member") if key in one) for one in told] == [
        "location",
        "contact",
        "data",
        "new_chat_member",
        "new_chat_member",
    ]


@pytest.mark.asyncio
async def test_a_phone_can_be_picked_up_later_with_all_that_is_in_it(phones: Phones, engine: Engine, bot: Bot) -> None:
    people.add_people(engine, 10, first_id=100, name="Rosa")
    await bot.ask("sendMessage", chat_id=104, text="Alert")

    rosa = await phones.phone_of(104)

    assert (rosa.id, rosa.name, rosa.heard()) == (104, "Rosa", ["Alert"])


@pytest.mark.asyncio
async def test_phones_over_http_catch_up_and_have_the_log(engine: Engine, bot: Bot) -> None:
    async with Served(engine) as served, HttpPhones(served.url) as phones:
        ana = await phones.phone("Ana", has_started=True)
        for number in range(50):
            await bot.ask("sendMessage", chat_id=ana.id, text=str(number))
        await phones.catch_up()

        assert ana.heard() == [str(number) for number in range(50)]
        assert (await phones.log()).per_chat() == {ana.id: 50}


@pytest.mark.asyncio
async def test_a_simulator_that_is_gone_is_said_and_not_waited_for(engine: Engine) -> None:
    async with Served(engine) as served:
        phones = HttpPhones(served.url)
        await phones.__aenter__()
        ana = await phones.phone("Ana")
        waiting = asyncio.ensure_future(ana.hears("anything", within=60))
        await asyncio.wait([waiting], timeout=0)

    with pytest.raises(SimulatorGone):
        await waiting
    await phones.__aexit__()
