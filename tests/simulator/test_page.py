"""The page's files, what it is told to begin with, and the news that follow."""

import json
import re
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

import cities
from bot.clock import SystemClock
from simulator import people
from simulator.engine import Engine
from simulator.http import Served
from simulator.journal import LENGTH
from simulator.page import FOLDER
from simulator.view import MOST_PHONES, View

FILES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*") if path.is_file())
NAMESPACE = "http://www.w3.org/2000/svg"


@pytest.fixture
def engine() -> Engine:
    """On the machine's clock: it is asked over HTTP."""
    return Engine(SystemClock())


@pytest_asyncio.fixture
async def served(engine: Engine) -> AsyncIterator[Served]:
    """With Boston."""
    async with Served(engine, view=View(engine, cities.load("boston"))) as opened:
        yield opened


@pytest_asyncio.fixture
async def session(served: Served) -> AsyncIterator[aiohttp.ClientSession]:
    """Whoever asks it."""
    async with aiohttp.ClientSession(served.url) as opened:
        yield opened


async def ask(session: aiohttp.ClientSession, act: str, **facts: Any) -> tuple[int, dict[str, Any]]:
    """Ask for one of the page's acts."""
    async with session.post(f"/sim/page/{act}", json=facts) as response:
        return response.status, await response.json()


async def events(response: aiohttp.ClientResponse) -> AsyncIterator[tuple[str, Any]]:
    """Name and content of each."""
    name = ""
    async for line in response.content:
        field, _, value = line.decode().rstrip("\n").partition(": ")
        if field == "event":
            name = value
        elif field == "data":
            yield name, json.loads(value)


async def first(response: aiohttp.ClientResponse, wanted: str) -> Any:
    """The first with this name."""
    async for name, content in events(response):
        if name == wanted:
            return content
    raise AssertionError(f"no {wanted} came")


@pytest.mark.asyncio
@pytest.mark.parametrize("path", ["", *FILES])
async def test_every_file_is_served_and_may_load_nothing_from_elsewhere(
    session: aiohttp.ClientSession, path: str
) -> None:
    async with session.get(f"/{path}") as response:
        assert response.status == 200
        assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")


@pytest.mark.asyncio
@pytest.mark.parametrize("path", ["/js", "/js/none.js", "/../page.py", "/%2e%2e/page.py"])
async def test_nothing_else_is(session: aiohttp.ClientSession, path: str) -> None:
    async with session.get(path) as response:
        assert response.status == 404


@pytest.mark.parametrize("path", FILES)
def test_no_file_names_another_machine(path: str) -> None:
    text = (FOLDER / path).read_text().replace(NAMESPACE, "")

    assert not re.search(r"(https?:)?//[a-z0-9-]+\.[a-z]", text)


@pytest.mark.parametrize("path", [path for path in FILES if path.endswith(".js")])
def test_nothing_that_anyone_wrote_is_read_as_markup(path: str) -> None:
    text = (FOLDER / path).read_text()

    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", text)


@pytest.mark.asyncio
async def test_a_phone_is_added_with_a_name_and_a_language(session: aiohttp.ClientSession, served: Served) -> None:
    status, added = await ask(session, "phone", name="  Sam ", language="ar")
    [phone] = served.view.facts()["phones"]

    assert status == 200
    assert (phone["id"], phone["name"], phone["direction"], phone["bond"]) == (added["id"], "Sam", "rtl", "stranger")


@pytest.mark.asyncio
@pytest.mark.parametrize("facts", [{"name": " ", "language": "en"}, {"name": "Sam", "language": "tlh"}, {}])
async def test_a_phone_without_one_of_them_is_not(session: aiohttp.ClientSession, facts: dict[str, str]) -> None:
    status, said = await ask(session, "phone", **facts)

    assert status == 400
    assert said["error"]


@pytest.mark.asyncio
async def test_a_page_has_an_end(session: aiohttp.ClientSession) -> None:
    statuses = [(await ask(session, "phone", name="Sam", language="en"))[0] for _ in range(MOST_PHONES + 1)]

    assert statuses == [200] * MOST_PHONES + [400]


@pytest.mark.asyncio
@pytest.mark.parametrize("facts", [{"kind": "rain", "seconds": 1}, {"kind": "flood"}])
async def test_an_unknown_trouble_is_said(session: aiohttp.ClientSession, facts: dict[str, Any]) -> None:
    status, _ = await ask(session, "trouble", **facts)

    assert status == 400


@pytest.mark.asyncio
async def test_what_goes_wrong_is_ended_by_hand(session: aiohttp.ClientSession, served: Served) -> None:
    await ask(session, "trouble", kind="slow", seconds=600)
    begun = served.view.facts()["troubles"]
    await ask(session, "well")

    assert begun.keys() == {"slow"}
    assert served.view.facts()["troubles"] == {}


@pytest.mark.asyncio
async def test_the_page_begins_with_what_stays(session: aiohttp.ClientSession) -> None:
    async with session.get("/sim/page") as response:
        opening = await response.json()

    assert opening["city"]["name"] == "Boston"
    assert opening["city"]["outlines"].keys() == opening["city"]["neighborhoods"].keys()
    assert opening["buttons"]["speak"] == "l"
    assert len(opening["languages"]) == len(opening["headings"]["active"]) == 12
    assert opening["acts"] == ["phone", "trouble", "well"]


@pytest.mark.asyncio
async def test_news_are_of_phones_on_the_page_alone(session: aiohttp.ClientSession, served: Served) -> None:
    shown, hidden = (people.add_person(served.engine, name, has_started=True) for name in ("Ana", "Ben"))
    served.view.show(shown)
    async with session.get("/sim/stream?since=0") as response:
        people.say(served.engine, hidden, "not on the page")
        people.say(served.engine, shown, "on the page")
        news = await first(response, "chats")

    assert [one["text"] for one in news["messages"]] == ["on the page"]


@pytest.mark.asyncio
async def test_a_page_that_comes_back_goes_on_where_it_was(session: aiohttp.ClientSession, served: Served) -> None:
    ana = people.add_person(served.engine, "Ana", has_started=True)
    served.view.show(ana)
    for text in ("one", "two"):
        people.say(served.engine, ana, text)
    async with session.get("/sim/stream?since=0", headers={"Last-Event-ID": "1"}) as response:
        news = await first(response, "chats")

    assert [one["text"] for one in news["messages"]] == ["two"]


@pytest.mark.asyncio
@pytest.mark.parametrize("since", ["0", str(LENGTH * 2)])
async def test_a_page_that_missed_too_much_is_told_to_begin_anew(
    session: aiohttp.ClientSession, served: Served, since: str
) -> None:
    ana = people.add_person(served.engine, "Ana", has_started=True)
    for _ in range(LENGTH + 1):
        served.engine.journal.note_toast(ana)
    async with session.get(f"/sim/stream?since={since}") as response:
        assert await first(response, "behind") == {}


@pytest.mark.asyncio
async def test_the_news_end_with_the_simulator(engine: Engine) -> None:
    async with aiohttp.ClientSession() as session:
        async with Served(engine) as served:
            response = await session.get(f"{served.url}/sim/stream")
            await first(response, "view")
        rest = await response.content.read()

    assert rest.count(b"event: chats") == 0
