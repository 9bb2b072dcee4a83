"""Whatever comes in is confirmed, stops nobody, and the next good update is handled."""

import asyncio
import os
import random
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Update
from telegram.ext import CommandHandler

from db.opening import open_database
from tests.conftest import sqlite_url
from tests.intake.house import House, house, reply
from tests.intake.telegram import KINDS, Telegram, message, raw
from tests.intake.test_reading import EVERYWHERE, VALUES, Kind, changed, without

DEEP = b'{"update_id":%d,"message":' + b'{"a":[' * 10_000 + b"]}" * 10_000 + b"}"
LARGE = b'{"update_id":%d,"message":{"text":"' + b"x" * 5_000_000 + b'"}}'
BRACKETS = b'{"update_id":%d,"message":' + b"[[]," * 300_000 + b"[]" + b"]" * 300_000 + b"}"


Text = Callable[[int], bytes]
"""The bytes of an update, given the number that Telegram gives it."""

LIMIT = None if os.environ.get("AVISA_TEST_LONG") else 150


@dataclass
class Besieged:
    """One house for all examples, with a person in it who only wants to be heard."""

    runner: asyncio.Runner
    telegram: Telegram
    here: House
    numbers: Iterator[int] = field(default_factory=lambda: count(1000))

    def hears(self, texts: list[Text]) -> bool:
        """Whether Ana is heard after all of these."""
        return self.runner.run(self._hears(texts))

    async def _hears(self, texts: list[Text]) -> bool:
        await self.telegram.holds({number: text(number) for text, number in zip(texts, self.numbers, strict=False)})
        number, before = next(self.numbers), len(self.telegram.posted)
        await self.telegram.has(message(number, chat=7_000_000_000, date=1_772_460_000 + number))
        await self.telegram.until(lambda: any(_is_answer(one, number) for one in self.telegram.posted[before:]))
        await self.telegram.until(lambda: not self.telegram.queue)
        await self.here.all_answered()
        return True


def _is_answer(posted: tuple[str, dict[str, Any]], number: int) -> bool:
    return posted[0] == "sendMessage" and posted[1]["text"].startswith(f"{number}:")


async def _nothing(_update: Update, _context: object) -> None: ...


COMMAND: "CommandHandler[Any, None]" = CommandHandler("start", _nothing)


async def look(update: Update, here: House) -> None:
    """What handlers do: look at everything, then act and reply."""
    assert update.effective_user is not None
    if update.message is not None:
        COMMAND.check_update(update)
    if update.callback_query is not None:
        await update.callback_query.answer()
    if update.my_chat_member is not None:
        update.my_chat_member.difference()
    await reply(update, here)


@asynccontextmanager
async def _besieged(folder: Path) -> AsyncIterator[tuple[Telegram, House]]:
    (folder / "data").mkdir()
    database, telegram = await open_database(sqlite_url(folder / "data"), folder / "keys"), Telegram()
    async with house(database, telegram, look) as here:
        here.start()
        yield telegram, here
    await database.close()


@pytest.fixture(scope="module")
def besieged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Besieged]:
    """A house that stands through all of this file."""
    with asyncio.Runner() as runner:
        made = _besieged(tmp_path_factory.mktemp("besieged"))
        telegram, here = runner.run(made.__aenter__())
        yield Besieged(runner, telegram, here)
        runner.run(made.__aexit__(None, None, None))


def mutated(kind: Kind, path: tuple[Any, ...], value: Any) -> Text:
    """An update of this kind with another value in one place."""
    return lambda number: raw(changed(kind(number), path, value))


def shortened(kind: Kind, path: tuple[Any, ...]) -> Text:
    """An update of this kind with nothing in one place."""
    return lambda number: raw(without(kind(number), path))


def constant(text: bytes) -> Text:
    """The same whatever its number is."""
    return lambda _number: text


ANY = st.sampled_from(EVERYWHERE).flatmap(
    lambda one: st.sampled_from(VALUES).map(lambda value: mutated(*one, value)) | st.just(shortened(*one))
)
NO_UPDATES = st.sampled_from([constant(text) for text in (b"null", b"[]", b'""', b"7", b"{}", b'{"update_id":7}')])


@given(st.lists(ANY | NO_UPDATES, min_size=1, max_size=12))
def test_after_any_updates_the_next_good_one_is_handled(besieged: Besieged, texts: list[Text]) -> None:
    assert besieged.hears(texts)


def test_every_field_with_every_value_stops_nobody(besieged: Besieged) -> None:
    everything = [mutated(*one, value) for one in EVERYWHERE for value in VALUES]
    random.Random(1).shuffle(everything)  # noqa: S311  the same every time

    assert besieged.hears(everything[:LIMIT])


@pytest.mark.parametrize("text", [DEEP, LARGE, BRACKETS], ids=["deep", "large", "brackets"])
def test_an_update_made_to_hurt_goes_into_quarantine_and_stops_nobody(besieged: Besieged, text: bytes) -> None:
    before = besieged.here.intake.counted.quarantined
    heard = besieged.hears([lambda number: text % number, lambda number: raw(KINDS[1](number))])

    assert heard
    assert besieged.here.intake.counted.quarantined == before + 1
