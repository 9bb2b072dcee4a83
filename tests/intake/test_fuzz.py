"""The whole bot, given what somebody wants to see it fail on: nothing of it is a fault of ours, and the good are heard.

`corpus.jsonl` is made by hand: each line an update from the person with number 0, and why it is interesting. What once
broke something belongs there.
"""

import asyncio
import json
import logging
import os
import random
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bench.hostility import hostile
from bot.domain.ids import Language
from bot.domain.people import Role
from db import people
from db.engine import Database
from tests.intake.house import NOON
from tests.intake.telegram import message
from tests.intake.test_whole import Bot

FIRST = 5_200_000_000
PEOPLE = 64
"""Every second one is known, in all roles: of those who say too much at once the rest is dropped."""

AT_ONCE = 200
UPDATES = 20_000 if os.environ.get("AVISA_TEST_LONG") else 300

CORPUS = [json.loads(line) for line in (Path(__file__).parent / "corpus.jsonl").read_text().splitlines()]


@pytest_asyncio.fixture
async def bot(database: Database) -> AsyncIterator[Bot]:
    """The bot at work, and people of every role."""
    made = Bot(database)
    async with database.transaction() as tx:
        for one in range(0, PEOPLE, 2):
            role = tuple(Role)[one // 2 % len(Role)]
            await people.add(tx, FIRST + one, language=Language("en"), role=role, now=NOON)
    for one in range(PEOPLE + 1):
        await made.phones.phone("Eve", person_id=FIRST + one, has_started=True)
    await made.avisa.application.initialize()
    running = asyncio.create_task(made.avisa.intake.run())
    yield made
    await made.avisa.intake.stop()
    await running
    await made.avisa.application.shutdown()


def by(chat: int, value: Any) -> Any:
    """The same, from this person."""
    if isinstance(value, dict):
        return {key: chat if key == "id" and one == 0 else by(chat, one) for key, one in value.items()}
    return [by(chat, one) for one in value] if isinstance(value, list) else value


def faults(heard: list[logging.LogRecord]) -> Iterator[str]:
    """What handlers raised, where; what could not be read at all is no fault of ours."""
    for record in heard:
        line = record.getMessage()
        if line.startswith("fault ") and not line.endswith("at its text"):
            yield line


def pressed(update: Any) -> Any:
    """The same; a press has a number that Telegram itself knows, or could not be answered at all."""
    query = update.get("callback_query")
    return {**update, "callback_query": {**query, "id": "1"}} if isinstance(query, dict) else update


async def is_heard(bot: Bot) -> bool:
    """Whether somebody who only wants to be heard still is."""
    before = bot.sent().count("sendMessage")
    await bot.takes(message(0, "/about", chat=FIRST + PEOPLE))
    return bot.sent().count("sendMessage") > before


@pytest.mark.asyncio
async def test_nothing_of_the_corpus_is_a_fault_of_ours(bot: Bot, caplog: pytest.LogCaptureFixture) -> None:
    updates = [by(FIRST + at % PEOPLE, {**one, "why": None}) for at, one in enumerate(CORPUS)]
    await bot.takes(*updates)

    assert list(faults(caplog.records)) == []
    assert await is_heard(bot)


@pytest.mark.asyncio
async def test_no_update_that_is_wrong_anywhere_is_a_fault_of_ours(bot: Bot, caplog: pytest.LogCaptureFixture) -> None:
    chance = random.Random(UPDATES)  # noqa: S311  the same every time
    for _ in range(0, UPDATES, AT_ONCE):
        await bot.takes(*(pressed(hostile(chance, FIRST + chance.randrange(PEOPLE))) for _ in range(AT_ONCE)))

    assert list(faults(caplog.records)) == []
    assert await is_heard(bot)
