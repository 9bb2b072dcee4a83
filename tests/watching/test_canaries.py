"""The watch itself: what is sealed and then logged is noticed, however it came into the line."""

import logging
from datetime import date

import pytest

from db.engine import Database
from simulator.engine import TOKEN
from tests.canaries import Watch, leaked, plant

ANA = 7_316_498_025
SAYS = "two vans at the bridge"


def heard(name: str, says: str, *given: object) -> list[str]:
    """What the watch notes of one record."""
    watch = Watch()
    watch.emit(logging.LogRecord(name, logging.DEBUG, "/a/place.py", 1, says, given, None))
    return watch.leaks


@pytest.mark.asyncio
async def test_what_was_sealed_is_noticed_in_any_line(database: Database) -> None:
    database.keys.handle(ANA)
    update = f'{{"message":{{"text":"{SAYS}"}}}}'.encode()
    database.keys.seal(date(2026, 3, 2), "inbox", b"1", update)
    database.keys.seal(date(2026, 3, 2), "note", b"2", b"behind the school")

    for says in (str(ANA), SAYS, "behind the school", TOKEN.partition(":")[2]):
        assert heard("bot.intake", "failed at %s", says) != []
    assert heard("bot.intake", "failed at %s", "ValueError") == []


def test_what_stands_only_in_an_errors_own_words_is_not_logged() -> None:
    plant(SAYS)
    try:
        raise KeyError(SAYS)
    except KeyError as error:
        record = logging.LogRecord("bot", 40, "/a.py", 1, "a fault", (), (KeyError, error, error.__traceback__))
    watch = Watch()
    watch.emit(record)

    assert watch.leaks == []
    assert leaked(repr(record.exc_info)) == [SAYS]


def test_only_the_newest_canaries_are_remembered() -> None:
    for number in range(2000):
        plant(f"canary number {number}")

    assert leaked("canary number 1999") == ["canary number 1999"]
    assert leaked("canary number 19") == []
