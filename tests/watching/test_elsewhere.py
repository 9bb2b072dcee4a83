"""Somebody else has the token: it is seen, organizers are told, and what can be is set back."""

import asyncio
import logging

import pytest
import pytest_asyncio

from bot.domain.ids import Language
from bot.domain.people import Role
from bot.domain.trouble import Trouble
from bot.elsewhere import Elsewhere
from bot.listening import PATH, Way
from locales import Translator, plain
from simulator.faults import Flood, Refuses
from simulator.phones import EnginePhone
from simulator.thief import ADDRESS, COMMANDS, NAME, Thief
from simulator.updates import OTHER_POLLER
from tests.services.acts import joins
from tests.watching.conftest import Watched, until_settled


@pytest.fixture
def thief(watched: Watched) -> Thief:
    """Somebody with the same token."""
    return Thief(watched.engine)


def looks_at(watched: Watched, way: Way) -> Elsewhere:
    """Whoever looks whether somebody else has the token."""
    avisa = watched.avisa
    return Elsewhere(avisa.town, avisa.application.bot, avisa.intake, avisa.lookout, way)


@pytest_asyncio.fixture
async def looks(watched: Watched) -> Elsewhere:
    """Whoever looks, and has seen that all is as it should be."""
    bot = watched.avisa.application.bot
    made = looks_at(watched, Way("", bot.delete_webhook))
    for _ in range(20):
        await made.look()
    return made


@pytest_asyncio.fixture
async def olga(watched: Watched) -> EnginePhone:
    """An organizer, who reads Spanish."""
    phone = await watched.phones.phone("Olga", language="es", has_started=True)
    await joins(watched.town, phone.id, language="es", role=Role.ORGANIZER)
    return phone


async def told(watched: Watched, phone: EnginePhone) -> list[str]:
    """Which troubles this organizer was told of, in their language."""
    words = Translator(Language("es"))
    known = {plain(words(f"letter.trouble_{one}")): one for one in Trouble}
    await until_settled(watched)
    return [known[one.text] for one in phone.messages()]


@pytest.mark.asyncio
async def test_as_long_as_nobody_else_has_it_nothing_is_said_or_set(
    watched: Watched, looks: Elsewhere, olga: EnginePhone
) -> None:
    watched.engine.log.clear()
    await looks.look()
    await looks.look_at_polling()

    assert not [one.method for one in watched.engine.log if one.method.startswith(("set", "delete"))]
    assert await told(watched, olga) == []


@pytest.mark.asyncio
async def test_a_webhook_of_somebody_else_is_removed_and_told(
    watched: Watched, looks: Elsewhere, thief: Thief, olga: EnginePhone
) -> None:
    await thief.redirects()
    await looks.look_at_polling()
    await looks.look()

    assert watched.engine.updates.webhook is None
    assert await told(watched, olga) == [Trouble.WEBHOOK]


@pytest.mark.asyncio
async def test_where_telegram_posts_the_address_is_set_again(watched: Watched, thief: Thief, olga: EnginePhone) -> None:
    bot = watched.avisa.application.bot
    url = f"https://avisa.example{PATH}"
    looks = looks_at(watched, Way(url, lambda: bot.set_webhook(url)))
    await looks._way.agree()
    await looks.look()
    await thief.redirects()
    await looks.look()

    assert watched.engine.updates.webhook is not None
    assert watched.engine.updates.webhook["url"] == url != ADDRESS
    assert await told(watched, olga) == [Trouble.WEBHOOK]


@pytest.mark.asyncio
async def test_an_address_of_ours_that_telegram_never_took_is_nobodys_doing(
    watched: Watched, olga: EnginePhone
) -> None:
    bot = watched.avisa.application.bot
    looks = looks_at(watched, Way("https://avisa.example", bot.delete_webhook))
    for _ in range(2):
        await looks.look()

    assert await told(watched, olga) == []


@pytest.mark.asyncio
async def test_another_name_is_set_back_and_told(
    watched: Watched, looks: Elsewhere, thief: Thief, olga: EnginePhone
) -> None:
    await thief.renames()
    await looks.look()

    assert watched.engine.profile.names[""] == "Avisa"
    assert await told(watched, olga) == [Trouble.NAME]


@pytest.mark.asyncio
async def test_a_name_that_was_changed_while_the_bot_stood_still_is_told_and_stays(
    watched: Watched, looks: Elsewhere, thief: Thief, olga: EnginePhone
) -> None:
    await thief.renames()
    again = looks_at(watched, looks._way)
    for _ in range(2):
        await again.look()

    assert watched.engine.profile.names[""] == NAME
    assert await told(watched, olga) == [Trouble.NAME]


@pytest.mark.asyncio
async def test_commands_and_a_page_of_somebody_else_are_removed_and_told(
    watched: Watched, looks: Elsewhere, thief: Thief, olga: EnginePhone
) -> None:
    before = dict(watched.engine.profile.commands)
    await thief.offers()
    await looks.look()

    shown = watched.engine.profile
    assert COMMANDS not in shown.commands.values()
    assert shown.commands == before
    assert shown.get_menu_button({})["type"] != "web_app"
    assert await told(watched, olga) == [Trouble.MENU]


@pytest.mark.asyncio
async def test_somebody_else_who_polls_is_told_once(watched: Watched, looks: Elsewhere, olga: EnginePhone) -> None:
    watched.engine.faults.next("getUpdates", Refuses(409, f"Conflict: {OTHER_POLLER}"))
    watched.engine.updates.let_go()
    async with asyncio.timeout(10):
        while not watched.avisa.intake.polled_elsewhere:  # noqa: ASYNC110  nobody says when that is so
            await asyncio.sleep(0)
    for _ in range(3):
        await looks.look_at_polling()

    assert await told(watched, olga) == [Trouble.POLL]


@pytest.mark.asyncio
@pytest.mark.parametrize("fault", [Flood(3600), Refuses(400, "Bad Request: no")])
async def test_what_cannot_be_looked_at_is_one_line_and_hides_nothing_else(
    watched: Watched, looks: Elsewhere, fault: Flood | Refuses, caplog: pytest.LogCaptureFixture
) -> None:
    watched.engine.faults.next("getWebhookInfo", fault)
    watched.engine.profile.names[""] = NAME
    with caplog.at_level(logging.WARNING):
        await looks.look()

    assert [one.name for one in caplog.records if one.name.startswith("bot")] == ["bot.elsewhere", "bot.lookout"]
    assert watched.engine.profile.names[""] == "Avisa"
