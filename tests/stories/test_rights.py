"""The rights cards as files: a picture to keep and pages to print, on phones."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from shutil import copytree

import pytest
import pytest_asyncio

from bot.domain.ids import Language
from bot.domain.rights import Situation, pages_of, picture_of
from cities import load
from cities.cards import CARDS, MADE, facts
from db.engine import Database
from simulator.faults import Refuses
from simulator.files import uploaded
from simulator.phones import EnginePhone
from tests.stories.harborton import CITY, Harborton, at_work

SPANISH = Language("es")
PICTURE = picture_of(Situation.HOME, SPANISH)
UNKNOWN = "Bad Request: wrong file identifier/HTTP URL specified"
TITLE, AS_A_PICTURE, TO_PRINT = "En casa", "rights.picture", "rights.pages"


@pytest.fixture
def cards(tmp_path: Path) -> Path:
    """Harborton, with one card and the pages in Spanish: where these lie."""
    folder = tmp_path / "harborton"
    copytree(CITY, folder)
    (folder / CARDS).mkdir()
    files = {PICTURE: b"a picture", pages_of(SPANISH): b"pages"}
    for name, content in files.items():
        (folder / CARDS / name).write_bytes(content)
    city = load(str(folder))
    listed = {"facts": facts(city.order, city.contacts), "files": list(files)}
    (folder / CARDS / MADE).write_text(json.dumps(listed))
    return folder / CARDS


@pytest_asyncio.fixture
async def harborton(database: Database, cards: Path) -> AsyncIterator[Harborton]:
    """The bot at work there."""
    async with at_work(database, cards.parent) as made:
        yield made


async def reads_a_card(harborton: Harborton, name: str) -> EnginePhone:
    """Someone who has opened the first card in Spanish."""
    phone = await harborton.resident(name, "es")
    await phone.says("/rights")
    await phone.presses(TITLE)
    return phone


def says(harborton: Harborton, text: str) -> str:
    return harborton.town.reader(SPANISH).words.plain(text)


def sent(phone: EnginePhone, kind: str) -> list[str | None]:
    """The bot's names for the files of this kind that were sent."""
    return [uploaded(one.content.media) for one in phone.chat.messages.values() if one.content.kind == kind]


@pytest.mark.asyncio
async def test_a_card_comes_as_a_picture_too_and_its_text_stays(harborton: Harborton) -> None:
    ana = await reads_a_card(harborton, "Ana")
    await ana.presses(says(harborton, AS_A_PICTURE))
    await ana.hears(lambda message: message.kind == "photo")
    [file] = sent(ana, "photo")
    kept = harborton.engine.contents.files.upload(file or "")

    assert kept is not None
    assert (kept.name, kept.content) == (PICTURE, b"a picture")
    assert [one.kind for one in ana.messages()] == ["text", "photo"]
    assert ana.messages()[0].text.startswith(TITLE)


@pytest.mark.asyncio
async def test_all_cards_come_as_one_file_to_print(harborton: Harborton) -> None:
    ana = await reads_a_card(harborton, "Ana")
    await ana.presses(says(harborton, TO_PRINT))
    await ana.hears(lambda message: message.kind == "document")

    assert [harborton.engine.contents.files.upload(file or "") is None for file in sent(ana, "document")] == [False]


@pytest.mark.asyncio
async def test_telegram_is_given_a_file_once_and_again_when_it_does_not_know_it_any_more(harborton: Harborton) -> None:
    files = []
    for name in ("Ana", "Ben", "Cai"):
        phone = await reads_a_card(harborton, name)
        if name == "Cai":
            harborton.engine.faults.next("sendPhoto", Refuses(400, UNKNOWN))
        await phone.presses(says(harborton, AS_A_PICTURE))
        await phone.hears(lambda message: message.kind == "photo")
        files += sent(phone, "photo")

    assert files[0] == files[1] != files[2]


@pytest.mark.asyncio
async def test_who_asks_for_a_file_that_is_gone_is_told_so(harborton: Harborton, cards: Path) -> None:
    ana = await reads_a_card(harborton, "Ana")
    (cards / PICTURE).unlink()
    await ana.presses(says(harborton, AS_A_PICTURE))

    await ana.is_told(says(harborton, "refusal.expired"))
    assert [one.text.startswith(TITLE) for one in ana.messages()] == [True]


@pytest.mark.asyncio
async def test_what_a_city_does_not_have_is_not_offered_and_cannot_be_had(harborton: Harborton) -> None:
    ana = await reads_a_card(harborton, "Ana")
    await ana.presses(says(harborton, "button.back"))
    await ana.presses(says(harborton, "rights.title_work"))
    card = await ana.hears("617-555-0100")
    await ana.forges(card.id, "kp:work")
    await ana.is_told(says(harborton, "refusal.expired"))

    assert says(harborton, AS_A_PICTURE) not in card.labels
    assert sent(ana, "photo") == []
