"""The long poll: what is confirmed, and what an answer that is none does."""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest

from bot.intake.polling import Polling
from bot.intake.reading import glance
from bot.intake.receiving import Written
from bot.wire import Answer, NotSent, TokenRefused, Unanswered
from db.failing import Unavailable
from tests.intake.house import Hurried
from tests.intake.telegram import Telegram, message, no, raw

CONFLICT = no(409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running")
UNREACHABLE = NotSent("ClientConnectorError")


class Inbox:
    """What was written down."""

    def __init__(self, fails: Sequence[Exception] = ()) -> None:
        self.texts: list[bytes] = []
        self._fails = list(fails)

    async def __call__(self, found: Sequence[bytes]) -> Written:
        if self._fails and found:
            raise self._fails.pop(0)
        new = len(set(found) - set(self.texts))
        self.texts += found
        return Written([None if seen is None else seen.update for seen in map(glance, found)], new)


@asynccontextmanager
async def polling(telegram: Telegram, written: Inbox, **more: object) -> AsyncIterator[Polling]:
    """A poll at work."""
    poll = Polling(telegram, written, Hurried(), **more)  # type: ignore[arg-type]
    task = asyncio.create_task(poll.run())
    yield poll
    task.cancel()
    await asyncio.wait([task])


def offsets(telegram: Telegram) -> list[int | None]:
    return [poll.get("offset") for poll in telegram.polls]


@pytest.mark.asyncio
async def test_it_asks_for_four_kinds_and_for_all_that_is_unconfirmed() -> None:
    telegram = Telegram()
    async with polling(telegram, Inbox(), seconds=20):
        await telegram.until(lambda: telegram.polls)

    kinds = ["message", "edited_message", "callback_query", "my_chat_member"]
    assert telegram.polls == [{"limit": 100, "timeout": 20, "allowed_updates": kinds}]


@pytest.mark.asyncio
async def test_updates_are_confirmed_once_they_are_written_down() -> None:
    telegram, written = Telegram(), Inbox()
    await telegram.has(message(7), message(8))
    async with polling(telegram, written):
        await telegram.until(lambda: not telegram.queue)

    assert written.texts == [raw(message(7)), raw(message(8))]
    assert offsets(telegram) == [None, 9]


@pytest.mark.parametrize("failure", [Unavailable("database is locked"), OSError(28, "No space left on device")])
@pytest.mark.asyncio
async def test_what_cannot_be_written_down_is_not_confirmed(failure: Exception) -> None:
    telegram, written = Telegram(), Inbox(fails=[failure] * 3)
    await telegram.has(message(7))
    async with polling(telegram, written):
        await telegram.until(lambda: not telegram.queue)

    assert offsets(telegram) == [None, None, None, None, 8]


@pytest.mark.parametrize(
    "trouble",
    [
        UNREACHABLE,
        Unanswered("TimeoutError"),
        no(500, "Internal Server Error: restart"),
        Answer(502, b"<html>Bad Gateway</html>"),
        Answer(200, b"<html>Log in</html>"),
        Answer(200, b'{"ok":true,"result":[{"update_id":7,'),
        Answer(404, b"<html>Not here</html>"),
        no(429, "Too Many Requests: retry after 5", retry_after=5),
        Answer(429, b""),
        CONFLICT,
    ],
    ids=str,
)
@pytest.mark.asyncio
async def test_any_trouble_is_told_once_and_waited_out(
    trouble: Answer | Exception, caplog: pytest.LogCaptureFixture
) -> None:
    telegram, written = Telegram(), Inbox()
    telegram.scripted = [trouble] * 5
    await telegram.has(message(7))
    with caplog.at_level(logging.INFO):
        async with polling(telegram, written):
            await telegram.until(lambda: not telegram.queue)

    begun, over = [record.getMessage() for record in caplog.records]
    assert over == f"over: {begun.removesuffix('; trying again until it works')}"
    assert offsets(telegram) == [None] * 6 + [8]
    assert written.texts == [raw(message(7))]


@pytest.mark.asyncio
async def test_patience_grows_to_half_a_minute() -> None:
    telegram = Telegram()
    telegram.scripted = [UNREACHABLE] * 12
    clock = Hurried()
    task = asyncio.create_task(Polling(telegram, Inbox(), clock).run())
    await telegram.until(lambda: len(telegram.polls) == 13)
    task.cancel()
    await asyncio.wait([task])

    assert all(0.75 * 2**tries <= wait <= 2**tries for tries, wait in enumerate(clock.waited[:5]))
    assert all(22 <= wait <= 30 for wait in clock.waited[5:])


@pytest.mark.asyncio
async def test_telegram_says_how_long_to_wait() -> None:
    telegram = Telegram()
    telegram.scripted = [no(429, "Too Many Requests: retry after 77", retry_after=77)]
    clock = Hurried()
    task = asyncio.create_task(Polling(telegram, Inbox(), clock).run())
    await telegram.until(lambda: len(telegram.polls) == 2)
    task.cancel()
    await asyncio.wait([task])

    assert clock.waited == [77]


@pytest.mark.asyncio
async def test_one_connection_that_idled_away_is_no_news(caplog: pytest.LogCaptureFixture) -> None:
    telegram = Telegram()
    telegram.scripted = [Unanswered("ServerDisconnectedError")]
    await telegram.has(message(7))
    async with polling(telegram, Inbox()):
        await telegram.until(lambda: not telegram.queue)

    assert not caplog.records


@pytest.mark.parametrize("answer", [no(401, "Unauthorized"), no(404, "Not Found")])
@pytest.mark.asyncio
async def test_a_refused_token_is_raised(answer: Answer) -> None:
    telegram = Telegram()
    telegram.scripted = [answer]

    with pytest.raises(TokenRefused, match=r"Telegram refuses the token \(40[14]; AVISA_TOKEN\)"):
        await Polling(telegram, Inbox(), Hurried()).run()


@pytest.mark.asyncio
async def test_someone_elses_use_of_the_token_is_passed_on_once_and_ends() -> None:
    telegram, called = Telegram(), list[bool]()
    telegram.scripted = [CONFLICT, CONFLICT]
    async with polling(telegram, Inbox(), conflicted=lambda: called.append(True)) as poll:
        await telegram.until(lambda: len(telegram.polls) == 3)
        during = poll.conflict
        await telegram.has(message(7))
        await telegram.until(lambda: not telegram.queue)

        assert (during, poll.conflict, called) == (True, False, [True])


@pytest.mark.asyncio
async def test_an_entry_without_a_number_is_passed_and_its_neighbors_are_not() -> None:
    telegram, written = Telegram(), Inbox()
    await telegram.holds({6: raw(message(6)), 7: b"null", 8: raw(message(8)), 9: b'{"update_id":"x"}'})
    async with polling(telegram, written):
        await telegram.until(lambda: not telegram.queue)

    assert raw(message(8)) in written.texts
    assert offsets(telegram) == [None, 10]


@pytest.mark.asyncio
async def test_a_server_that_sends_the_same_for_ever_is_asked_less_often() -> None:
    telegram, clock = Telegram(), Hurried()
    telegram.scripted = [Answer(200, b'{"ok":true,"result":[' + raw(message(7)) + b"]}")] * 8
    task = asyncio.create_task(Polling(telegram, Inbox(), clock).run())
    await telegram.until(lambda: len(telegram.polls) == 9)
    task.cancel()
    await asyncio.wait([task])

    assert [round(wait / 2**tries) for tries, wait in enumerate(clock.waited)] == [1, 1, 1, 1]


@pytest.mark.asyncio
async def test_a_large_answer_is_cut_on_another_thread() -> None:
    telegram, written = Telegram(), Inbox()
    await telegram.has(message(7, "a" * 300_000))
    async with polling(telegram, written):
        await telegram.until(lambda: not telegram.queue)

    assert [len(text) for text in written.texts] == [len(raw(message(7, "a" * 300_000)))]
