"""The first door: what only HTTP has, and the way in beside it."""

from collections.abc import AsyncIterator
from io import BytesIO

import aiohttp
import pytest
import pytest_asyncio

from simulator import people
from simulator.chats import Chat
from simulator.clock import VirtualClock
from simulator.engine import Engine
from simulator.faults import Flood
from simulator.http import Served
from simulator.log import Log


@pytest_asyncio.fixture
async def served(engine: Engine) -> AsyncIterator[Served]:
    """The engine on some port."""
    async with Served(engine) as opened:
        yield opened


@pytest_asyncio.fixture
async def client() -> AsyncIterator[aiohttp.ClientSession]:
    """Anyone with HTTP."""
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("path", "status", "why"),
    [
        ("/bot1:wrong/getMe", 401, "Unauthorized"),
        ("/bot{token}x/getMe", 401, "Unauthorized"),
        ("/bot{token}/getMoon", 404, "Not Found: method not found"),
        ("/bot{token}", 404, "Not Found"),
        ("/", 404, "Not Found"),
    ],
)
async def test_a_wrong_address_is_refused(
    served: Served, client: aiohttp.ClientSession, path: str, status: int, why: str
) -> None:
    async with client.post(served.url + path.format(token=served.engine.token)) as response:
        answer = await response.json()

    assert (response.status, answer) == (status, {"ok": False, "error_code": status, "description": why})


@pytest.mark.asyncio
async def test_a_request_may_stand_in_the_address(served: Served, client: aiohttp.ClientSession, ana: Chat) -> None:
    address = f"{served.url}/bot{served.engine.token}/sendMessage"
    async with client.get(address, params={"chat_id": ana.id, "text": "¿é & ü?"}) as response:
        answer = await response.json()

    assert answer["result"]["text"] == "¿é & ü?"


@pytest.mark.asyncio
async def test_a_429_has_its_wait_in_a_header_too(served: Served, client: aiohttp.ClientSession) -> None:
    served.engine.faults.next("getMe", Flood(retry_after=9))
    async with client.post(f"{served.url}/bot{served.engine.token}/getMe") as response:
        assert (response.status, response.headers["Retry-After"]) == (429, "9")


@pytest.mark.asyncio
async def test_a_photo_of_many_megabytes_is_taken(served: Served, client: aiohttp.ClientSession, ana: Chat) -> None:
    form = aiohttp.FormData({"chat_id": str(ana.id)})
    form.add_field("photo", BytesIO(b"x" * 3_000_000), filename="a.jpg")
    async with client.post(f"{served.url}/bot{served.engine.token}/sendPhoto", data=form) as response:
        answer = await response.json()

    assert answer["result"]["photo"][0]["file_size"] == 3_000_000


@pytest.mark.asyncio
async def test_the_log_comes_in_one_answer(served: Served, client: aiohttp.ClientSession, ana: Chat) -> None:
    await served.engine.serve("getMe", "", b"")
    async with client.get(f"{served.url}/sim/log") as response:
        log = Log.unpack(await response.read())
    async with client.get(f"{served.url}/sim/summary") as response:
        summary = await response.json()
    async with client.delete(f"{served.url}/sim/log") as response:
        assert response.status == 200

    assert [entry.method for entry in log] == ["getMe"]
    assert (summary["requests"], summary["taken"], summary["codes"]) == (1, 1, {"200": 1})
    assert len(served.engine.log) == 0


@pytest.mark.asyncio
async def test_faults_are_asked_for_by_name(served: Served, client: aiohttp.ClientSession) -> None:
    wanted = {"method": "getMe", "fault": "fails", "status": 503, "times": 2, "delay": 0.5}
    async with client.post(f"{served.url}/sim/faults", json=wanted) as response:
        assert response.status == 200
    delay, served.engine.faults.delay = served.engine.faults.delay, 0.0
    broken = (await served.engine.serve("getMe", "", b"")).status
    async with client.delete(f"{served.url}/sim/faults") as response:
        assert response.status == 200

    assert (delay, broken, (await served.engine.serve("getMe", "", b"")).status) == (0.5, 503, 200)


@pytest.mark.asyncio
async def test_many_people_come_at_once(served: Served, client: aiohttp.ClientSession) -> None:
    async with client.post(f"{served.url}/sim/phones", json={"count": 1000, "id": 500}) as response:
        assert response.status == 200
    async with client.get(f"{served.url}/sim") as response:
        state = await response.json()

    assert (state["chats"], state["bot"]["username"]) == (1000, "avisa_bot")


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/sim/moon", "{}", 404),
        ("/sim/phones/77/says", '{"text": "a"}', 400),
        ("/sim/phones/77/says", "{}", 400),
        ("/sim/faults", '{"fault": "moon"}', 400),
        ("/sim/faults", "{", 400),
        ("/sim/faults", "[1]", 400),
    ],
)
async def test_what_cannot_be_done_is_said(
    served: Served, client: aiohttp.ClientSession, path: str, body: str, status: int
) -> None:
    async with client.post(served.url + path, data=body) as response:
        assert (response.status, "error" in await response.json()) == (status, True)


@pytest.mark.asyncio
async def test_a_group_and_a_raw_update_reach_the_bot(served: Served, client: aiohttp.ClientSession, ana: Chat) -> None:
    async with client.post(f"{served.url}/sim/groups", json={"title": "Neighbors", "by": ana.id}) as response:
        group = (await response.json())["id"]
    async with client.post(f"{served.url}/sim/updates", json={"moon": 1}) as response:
        assert response.status == 200

    assert served.engine.chats[group].name == "Neighbors"
    assert len(served.engine.updates) == 2


@pytest.mark.asyncio
async def test_the_time_of_day_jumps_and_no_time_passes(
    served: Served, client: aiohttp.ClientSession, ana: Chat, clock: VirtualClock
) -> None:
    for seconds in (7200, -600):
        async with client.post(f"{served.url}/sim/clock", json={"seconds": seconds}) as response:
            assert response.status == 200
    people.say(served.engine, ana, "later")

    [message] = ana.messages.values()
    assert (message.date, message.at) == (clock.now().timestamp() + 6600, 0)


@pytest.mark.asyncio
async def test_in_an_outage_no_connection_comes_about_and_then_one_does(client: aiohttp.ClientSession) -> None:
    clock = VirtualClock()
    async with Served(Engine(clock)) as served:
        address = f"{served.url}/bot{served.engine.token}/getMe"
        async with client.post(address) as response:
            assert response.status == 200
        async with client.post(f"{served.url}/sim/outage", json={"seconds": 120}) as response:
            assert response.status == 200
        await clock.advance(119)
        with pytest.raises(aiohttp.ClientConnectorError):
            await client.post(address)
        await clock.advance(1)
        await served.back.wait()

        async with client.post(address) as response:
            assert response.status == 200


@pytest.mark.asyncio
async def test_a_fault_is_asked_for_a_while(served: Served, client: aiohttp.ClientSession, clock: VirtualClock) -> None:
    wanted = {"method": "getMe", "fault": "flood", "retry_after": 2, "share": 1, "span": 60}
    async with client.post(f"{served.url}/sim/faults", json=wanted) as response:
        assert response.status == 200
    during = await served.engine.serve("getMe", "", b"")
    await clock.advance(60)

    assert (during.status, during.retry_after) == (429, 2)
    assert (await served.engine.serve("getMe", "", b"")).status == 200


@pytest.mark.asyncio
async def test_confirmed_updates_come_again_and_numbers_begin_anew_when_asked(
    served: Served, client: aiohttp.ClientSession, ana: Chat
) -> None:
    updates = served.engine.updates
    people.say(served.engine, ana, "a")
    [first] = await updates.poll(0, 100, 0)
    await updates.poll(first.id + 1, 100, 0)
    statuses = []
    for path, facts in (("again", {"count": 1}), ("renumber", {"first": 77}), ("moon", {})):
        async with client.post(f"{served.url}/sim/updates/{path}", json=facts) as response:
            statuses.append(response.status)
        if path == "again":
            again = await updates.poll(first.id + 1, 100, 0)
    people.say(served.engine, ana, "b")

    assert statuses == [200, 200, 400]
    assert again == [first]
    assert [update.id for update in await updates.poll(0, 100, 0)] == [77]


@pytest.mark.asyncio
async def test_the_log_tells_by_which_door_somebody_came(engine: Engine, client: aiohttp.ClientSession) -> None:
    async with Served(engine, doors=2) as served:
        for url in (served.doors[1], served.url, served.doors[0]):
            async with client.post(f"{url}/bot{engine.token}/getMe") as response:
                assert response.status == 200

    assert [one.door for one in Log.unpack(engine.log.pack())] == [2, 0, 1]
