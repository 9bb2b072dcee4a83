"""What the page shows of the bot is read from the log of its requests."""

import pytest

from bot.domain.ids import Language, PlaceId
from bot.domain.incident import Status
from locales import Translator
from simulator import people
from simulator.chats import Chat
from simulator.clock import VirtualClock
from simulator.engine import Engine
from simulator.watching import APART, SECONDS, Watch
from tests.simulator.asking import Bot

LIBRARY, PARK = PlaceId("library"), PlaceId("park")
ENGLISH, SPANISH, ARABIC = (Translator(Language(one)) for one in ("en", "es", "ar"))


@pytest.fixture
def watch(engine: Engine) -> Watch:
    """Follows the engine's log."""
    return Watch(engine.log, {LIBRARY: "City Library", PARK: "City Library Park"})


@pytest.fixture
def ben(engine: Engine) -> Chat:
    """Someone else who has started the bot."""
    return people.add_person(engine, "Ben", has_started=True)


async def tell(bot: Bot, chat: Chat, words: Translator, key: str, place: str, **slots: str) -> int:
    """The bot sends a text that begins like one of the catalogs; its number."""
    text = f"{words(key, **slots)}\n{words('label.place', place=place)}"
    answer = await bot.ask("sendMessage", chat_id=chat.id, text=text, parse_mode="HTML")
    number: int = answer.result["message_id"]
    return number


@pytest.mark.asyncio
async def test_an_alert_is_one_broadcast_in_whatever_language(bot: Bot, watch: Watch, ana: Chat, ben: Chat) -> None:
    await tell(bot, ana, SPANISH, "alert.confirmed", "City Library")
    await tell(bot, ben, ARABIC, "alert.confirmed", "City Library")
    watch.catch_up()

    [broadcast] = watch.broadcasts
    assert (broadcast.status, broadcast.place, broadcast.told) == (Status.ACTIVE, LIBRARY, {ana.id, ben.id})
    assert watch.incidents == {LIBRARY: Status.ACTIVE}


@pytest.mark.asyncio
async def test_who_is_told_twice_counts_once_and_is_said(bot: Bot, watch: Watch, ana: Chat) -> None:
    await tell(bot, ana, SPANISH, "alert.confirmed", "City Library")
    await tell(bot, ana, SPANISH, "alert.confirmed", "City Library")
    watch.catch_up()

    [broadcast] = watch.broadcasts
    assert (len(broadcast.told), broadcast.repeats) == (1, 1)


@pytest.mark.asyncio
async def test_the_longer_of_two_names_is_meant(bot: Bot, watch: Watch, ana: Chat) -> None:
    await tell(bot, ana, ENGLISH, "alert.confirmed", "City Library Park")
    watch.catch_up()

    assert watch.incidents == {PARK: Status.ACTIVE}


@pytest.mark.asyncio
async def test_the_same_heading_much_later_is_another_broadcast(
    bot: Bot, watch: Watch, ana: Chat, clock: VirtualClock
) -> None:
    await tell(bot, ana, ENGLISH, "alert.confirmed", "City Library")
    await clock.advance(APART + 1)
    await tell(bot, ana, ENGLISH, "alert.confirmed", "City Library")
    watch.catch_up()

    assert [one.repeats for one in watch.broadcasts] == [0, 0]


@pytest.mark.asyncio
async def test_a_correction_is_expected_by_those_who_had_the_alert(
    bot: Bot, watch: Watch, ana: Chat, ben: Chat
) -> None:
    for one in (ana, ben):
        await tell(bot, one, ENGLISH, "alert.confirmed", "City Library")
    await tell(bot, ana, ENGLISH, "alert.retracted", "City Library")
    watch.catch_up()

    correction = watch.broadcasts[-1]
    assert (correction.status, len(correction.told), correction.expected) == (Status.RETRACTED, 1, 2)


@pytest.mark.asyncio
async def test_a_card_says_how_the_incident_stands(bot: Bot, watch: Watch, ana: Chat) -> None:
    await tell(bot, ana, SPANISH, "card.dismissed", "City Library", reference="7")
    watch.catch_up()

    assert watch.incidents == {LIBRARY: Status.DISMISSED}
    assert not watch.broadcasts


@pytest.mark.asyncio
async def test_who_signs_up_listens_until_they_leave_or_block_the_bot(
    bot: Bot, watch: Watch, ana: Chat, ben: Chat, engine: Engine
) -> None:
    for one in (ana, ben):
        await bot.ask("sendMessage", chat_id=one.id, text=ENGLISH("join.settled", places="the park"))
    watch.catch_up()
    listened = set(watch.listening)
    people.block(engine, ben)
    await bot.ask("sendMessage", chat_id=ben.id, text="Hello?")
    await bot.ask("sendMessage", chat_id=ana.id, text=ENGLISH("forget.done"))
    watch.catch_up()

    assert listened == {ana.id, ben.id}
    assert not watch.listening


@pytest.mark.asyncio
async def test_the_same_failure_again_is_counted(bot: Bot, watch: Watch) -> None:
    for _ in range(3):
        await bot.ask("sendMessage", chat_id=1, text="Hello?")
    await bot.ask("editMessageText", chat_id=1, message_id=1, text="Hello?")
    watch.catch_up()

    assert [(one.method, one.code, one.times) for one in watch.failures] == [
        ("sendMessage", 400, 3),
        ("editMessageText", 400, 1),
    ]


@pytest.mark.asyncio
async def test_messages_are_counted_by_the_second(bot: Bot, watch: Watch, ana: Chat, clock: VirtualClock) -> None:
    await bot.ask("sendMessage", chat_id=ana.id, text="one")
    await clock.advance(2)
    await bot.ask("sendMessage", chat_id=ana.id, text="two")
    await bot.ask("sendMessage", chat_id=ana.id, text="three")
    await bot.ask("getMe")
    watch.catch_up()

    assert watch.seconds(clock.monotonic())[-3:] == [1, 0, 2]
    assert len(watch.seconds(clock.monotonic())) == SECONDS
    assert sum(watch.seconds(clock.monotonic() + SECONDS)) == 0


@pytest.mark.asyncio
async def test_a_log_that_begins_anew_is_followed_anew(bot: Bot, watch: Watch, ana: Chat, engine: Engine) -> None:
    await tell(bot, ana, ENGLISH, "alert.confirmed", "City Library")
    await bot.ask("getMe")
    watch.catch_up()
    engine.log.clear()
    await tell(bot, ana, ENGLISH, "alert.over", "City Library")
    watch.catch_up()

    assert watch.incidents == {LIBRARY: Status.OVER}
