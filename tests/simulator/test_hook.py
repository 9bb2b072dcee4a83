"""Updates are posted to the bot's webhook, with its secret, until they are taken."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from aiohttp import web

from bot.clock import SystemClock
from simulator import people
from simulator.chats import Chat
from simulator.clock import VirtualClock
from simulator.engine import Engine
from simulator.faults import Fails
from simulator.http import Served
from tests.simulator.asking import HttpBot

URL = "https://avisa.example.org/hook"


class Listener:
    """A bot's end: keeps what is posted, and answers as it is told."""

    def __init__(self) -> None:
        self.posts: list[tuple[str, str, dict[str, Any]]] = []
        self.status = 200
        self.says = b""
        self.goes_on = asyncio.Event()
        self.goes_on.set()
        self._moved = asyncio.Event()

    async def answer(self, request: web.BaseRequest) -> web.Response:
        """One post."""
        secret = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        self.posts.append((request.path, secret, json.loads(await request.read())))
        self._moved.set()
        await self.goes_on.wait()
        return web.Response(status=self.status, body=self.says)

    async def got(self, count: int) -> list[str]:
        """The texts, once there are so many."""
        async with asyncio.timeout(10):
            while len(self.posts) < count:
                self._moved.clear()
                await self._moved.wait()
        return [update["message"]["text"] for _, _, update in self.posts]


@pytest.fixture
def listener() -> Listener:
    """Takes everything."""
    return Listener()


@pytest_asyncio.fixture
async def hooked(engine: Engine, listener: Listener) -> AsyncIterator[HttpBot]:
    """A bot whose proxy leads to the listener."""
    server = web.Server(listener.answer)
    runner = web.ServerRunner(server, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    async with Served(engine, front=f"http://{host}:{port}") as served, aiohttp.ClientSession() as session:
        yield HttpBot(served, session)
    await runner.cleanup()


async def until(right: Any) -> None:
    """Wait until it is so."""
    async with asyncio.timeout(10):
        while not right():  # noqa: ASYNC110  no event tells of it
            await asyncio.sleep(0)


@pytest.mark.asyncio
async def test_updates_are_posted_with_the_secret_and_are_gone_then(
    hooked: HttpBot, listener: Listener, ana: Chat
) -> None:
    people.say(hooked.engine, ana, "before")
    await hooked.ask("setWebhook", url=URL, secret_token="s3cret")
    people.say(hooked.engine, ana, "after")

    assert await listener.got(2) == ["before", "after"]
    assert {post[:2] for post in listener.posts} == {("/hook", "s3cret")}
    await until(lambda: len(hooked.engine.updates) == 0)


@pytest.mark.asyncio
async def test_what_is_not_taken_comes_again_and_the_error_is_told(
    hooked: HttpBot, listener: Listener, ana: Chat, clock: VirtualClock
) -> None:
    listener.status = 503
    await hooked.ask("setWebhook", url=URL)
    people.say(hooked.engine, ana, "a")
    await listener.got(1)
    await until(lambda: "error" in (hooked.engine.updates.webhook or {}))
    told = (await hooked.ask("getWebhookInfo")).result
    listener.status = 200
    await clock.advance(1)

    assert await listener.got(2) == ["a", "a"]
    assert told["last_error_message"] == "Wrong response from the webhook: 503 Service Unavailable"
    assert told["last_error_date"] == int(hooked.engine.clock.now().timestamp()) - 1


@pytest.mark.asyncio
async def test_one_chat_is_told_in_order_and_many_side_by_side(hooked: HttpBot, listener: Listener, ana: Chat) -> None:
    ben, cai = (people.add_person(hooked.engine, name, has_started=True) for name in ("Ben", "Cai"))
    listener.goes_on.clear()
    await hooked.ask("setWebhook", url=URL, max_connections=2)
    for person in (ana, ana, ben, cai):
        people.say(hooked.engine, person, person.name)
    at_first = sorted(await listener.got(2))
    listener.goes_on.set()

    assert at_first == ["Ana", "Ben"]
    assert sorted(await listener.got(4)) == ["Ana", "Ana", "Ben", "Cai"]


@pytest.mark.asyncio
async def test_an_answer_may_be_a_request(hooked: HttpBot, listener: Listener, ana: Chat) -> None:
    listener.says = json.dumps({"method": "sendMessage", "chat_id": ana.id, "text": "heard"}).encode()
    await hooked.ask("setWebhook", url=URL)
    people.say(hooked.engine, ana, "a")

    await until(lambda: len(ana.messages) == 2)
    assert [one.content.text for one in ana.messages.values()] == ["a", "heard"]


@pytest.mark.asyncio
async def test_nothing_is_posted_in_an_outage_and_all_of_it_after(
    hooked: HttpBot, listener: Listener, ana: Chat, clock: VirtualClock
) -> None:
    await hooked.ask("setWebhook", url=URL)
    hooked.engine.faults.share("getUpdates", Fails(502), seconds=120)
    for text in ("a", "b"):
        people.say(hooked.engine, ana, text)
    await clock.advance(119)
    during = len(listener.posts)
    await clock.advance(2)

    assert during == 0
    assert await listener.got(2) == ["a", "b"]


@pytest.mark.asyncio
async def test_what_was_taken_comes_once_more_when_it_is_asked_to(
    hooked: HttpBot, listener: Listener, ana: Chat
) -> None:
    await hooked.ask("setWebhook", url=URL)
    people.say(hooked.engine, ana, "a")
    await until(lambda: len(listener.posts) == 1 and len(hooked.engine.updates) == 0)
    hooked.engine.updates.again(1)

    assert await listener.got(2) == ["a", "a"]
    assert listener.posts[0] == listener.posts[1]


@pytest.mark.asyncio
async def test_without_a_webhook_nothing_is_posted_any_more(hooked: HttpBot, listener: Listener, ana: Chat) -> None:
    await hooked.ask("setWebhook", url=URL)
    await hooked.ask("deleteWebhook")
    people.say(hooked.engine, ana, "a")

    assert [one["message"]["text"] for one in (await hooked.ask("getUpdates")).result] == ["a"]
    assert listener.posts == []


@pytest.mark.asyncio
async def test_a_bot_that_does_not_listen_is_told_so() -> None:
    engine = Engine(SystemClock())
    async with Served(engine, front="http://127.0.0.1:9") as served, aiohttp.ClientSession() as session:
        bot = HttpBot(served, session)
        await bot.ask("setWebhook", url=URL)
        people.say(engine, people.add_person(engine, "Ana"), "a")
        await until(lambda: "error" in (engine.updates.webhook or {}))

        assert (await bot.ask("getWebhookInfo")).result["last_error_message"] == "Connection refused"


@pytest.mark.asyncio
async def test_of_several_processes_another_takes_what_one_does_not(listener: Listener) -> None:
    runner = web.ServerRunner(web.Server(listener.answer), shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    engine = Engine(SystemClock())
    async with (
        Served(engine, front=["http://127.0.0.1:9", f"http://{host}:{port}"]) as served,
        aiohttp.ClientSession() as session,
    ):
        await HttpBot(served, session).ask("setWebhook", url=URL)
        for text in "abcdef":
            people.say(engine, people.add_person(engine, "Ana"), text)

        assert sorted(await listener.got(6)) == list("abcdef")
        assert "error" not in (engine.updates.webhook or {})
    await runner.cleanup()
