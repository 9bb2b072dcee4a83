"""A language more is one folder, and one line of a city's data: nothing else knows that it is new."""

import json
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot import menus
from bot.domain.ids import Language
from bot.domain.people import Role
from bot.render.joining import RESIDENT
from db.engine import Database
from locales import ENGLISH, Translator, guess, languages
from locales.catalog import Entry, read
from simulator.phones import EnginePhone
from tests.locales.conftest import header
from tests.services.acts import is_confirmed, joins, tells
from tests.stories import harborton
from tests.stories.harborton import Harborton

ITALIAN = Language("it")
KNOWN_OF_IT = """
own_name = "Italiano"
english_name = "Italian"
telegram = "it"
cldr = "it"
letters = "abcdefghijklmnopqrstuvwxyzàèéìîòóù"
clock = "HH:mm"
date = "d MMMM y"
"""


def translated(entry: Entry) -> str:
    """A text of the new file, as somebody has translated it: here its English, marked."""
    source = dict(zip(("msgid", "msgid_plural"), entry.source, strict=False))
    forms = [f"‹{one}›" for one in entry.source]
    said = {f"msgstr[{at}]": one for at, one in enumerate(forms)} if entry.is_plural else {"msgstr": forms[0]}
    lines = {"msgctxt": entry.key, **source, **said}
    return "\n".join(f"{name} {json.dumps(text, ensure_ascii=False)}" for name, text in lines.items())


@pytest.fixture
def italian(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder."""
    folder = tmp_path / "locales" / ITALIAN
    folder.mkdir(parents=True)
    (folder / languages.FILE).write_text(KNOWN_OF_IT, encoding="utf-8")
    texts = "\n\n".join([header(ITALIAN), *map(translated, read(ENGLISH).entries.values())])
    (folder / "messages.po").write_text(texts, encoding="utf-8")
    for code, tongue in languages.tongues(folder.parent).items():
        monkeypatch.setitem(languages.FOUND, code, tongue)


@pytest_asyncio.fixture
async def town(italian: None, database: Database, tmp_path: Path) -> AsyncIterator[Harborton]:
    """The line, and a city at work with it."""
    city = tmp_path / "harborton"
    shutil.copytree(harborton.CITY, city)
    lines = (city / "city.toml").read_text(encoding="utf-8")
    (city / "city.toml").write_text(lines.replace('"ar"]', '"ar", "it"]'), encoding="utf-8")
    async with harborton.at_work(database, city) as made:
        yield made


async def comes(town: Harborton) -> EnginePhone:
    """Someone who chose Italian, and alerts about the harbor."""
    gia = await town.stranger("Gia", "it-CH")
    await gia.says("/start")
    await gia.presses("Italiano")
    for tap in ("‹North›", "Harbor", "‹Done›"):
        await gia.presses(tap)
    return gia


def test_whoever_has_an_app_in_it_is_greeted_in_it(italian: None) -> None:
    assert guess("it-CH") == ITALIAN


@pytest.mark.asyncio
async def test_someone_chooses_it_and_reads_an_alert_in_it(town: Harborton) -> None:
    gia = await comes(town)
    await tells(town.town, await joins(town.town, 500))
    await is_confirmed(town.town, *[await joins(town.town, one, role=Role.VOLUNTEER) for one in (501, 502)])
    alert = await gia.hears("‹⚠️ Confirmed: ICE activity›")

    assert all(line.startswith("‹") and line.endswith("›") for line in alert.text.splitlines())


@pytest.mark.asyncio
async def test_commands_are_described_in_it(town: Harborton) -> None:
    await menus.show(town.avisa.application.bot, town.town)
    shown = town.engine.profile.commands['{"type": "default"}', ITALIAN]
    words = Translator(ITALIAN, strict=True)

    assert [one["description"] for one in shown] == [words.plain(f"command.{one}") for one in RESIDENT]
    assert shown[0]["description"].startswith("‹")
