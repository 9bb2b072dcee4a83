"""What can go wrong on the way, seen through the bot's own wire."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.wire import Answer, HttpWire, NotSent, Unanswered, Wire
from simulator import people
from simulator.chats import Bond, Chat
from simulator.clock import VirtualClock
from simulator.engine import Engine
from simulator.faults import (
    ANY,
    Blocks,
    Cut,
    Doubled,
    Fails,
    Fault,
    Flood,
    Garbled,
    Late,
    Lost,
    Refuses,
    Reset,
    Shuffled,
    TakenButCut,
    TakenButFails,
    Unreachable,
)
from simulator.http import Served
from simulator.in_process import InProcess


@pytest_asyncio.fixture(params=["in process", "over HTTP"])
async def wire(request: pytest.FixtureRequest, engine: Engine) -> AsyncIterator[Wire]:
    """The bot's wire to either door."""
    if request.param == "in process":
        yield InProcess(engine)
        return
    async with Served(engine) as served:
        over_http = HttpWire(served.url, engine.token)
        yield over_http
        await over_http.close()


async def send(wire: Wire, chat: Chat, timeout: float = 15) -> Answer:  # noqa: ASYNC109
    """One message."""
    return await wire.post("sendMessage", json.dumps({"chat_id": chat.id, "text": "a"}).encode(), timeout=timeout)


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        (Flood(retry_after=3), (429, 0)),
        (Flood(), (429, 0)),
        (Fails(502), (502, 0)),
        (Fails(500), (500, 0)),
        (TakenButFails(502), (502, 1)),
        (Refuses(401, "Unauthorized"), (401, 0)),
        (Garbled(), (200, 1)),
        (Lost(), (200, 0)),
    ],
)
async def test_an_answer_may_say_something_else_than_what_happened(
    wire: Wire, engine: Engine, ana: Chat, fault: Fault, outcome: tuple[int, int]
) -> None:
    engine.faults.next("sendMessage", fault)

    went_wrong = await send(wire, ana)

    assert (went_wrong.status, len(ana.messages)) == outcome


@pytest.mark.asyncio
async def test_a_429_says_how_long_to_wait_unless_a_proxy_says_it(wire: Wire, engine: Engine, ana: Chat) -> None:
    engine.faults.next("sendMessage", Flood())
    proxy = await send(wire, ana)
    engine.faults.next("sendMessage", Flood(retry_after=7))
    telegram = await send(wire, ana)

    assert b"retry_after" not in proxy.body
    assert json.loads(telegram.body)["parameters"] == {"retry_after": 7}


@pytest.mark.asyncio
@pytest.mark.parametrize(("fault", "heard"), [(Cut(), 0), (Reset(), 0), (TakenButCut(), 1)])
async def test_a_connection_that_breaks_leaves_the_bot_without_an_answer(
    wire: Wire, engine: Engine, ana: Chat, fault: Fault, heard: int
) -> None:
    engine.faults.next("sendMessage", fault)
    with pytest.raises(Unanswered):
        await send(wire, ana)

    assert len(ana.messages) == heard
    assert [(one.code, one.taken) for one in engine.log] == [(0, bool(heard))]


@pytest.mark.asyncio
async def test_what_does_not_even_connect_was_certainly_not_sent(engine: Engine, ana: Chat) -> None:
    engine.faults.next("sendMessage", Unreachable())
    with pytest.raises(NotSent):
        await send(InProcess(engine), ana)

    assert ana.messages == {}


@pytest.mark.asyncio
async def test_an_answer_later_than_the_bot_waits_is_none(engine: Engine, ana: Chat, clock: VirtualClock) -> None:
    engine.faults.next("sendMessage", Late(20))
    asked = asyncio.ensure_future(send(InProcess(engine), ana))
    await clock.advance(16)

    with pytest.raises(Unanswered):
        await asked
    assert len(ana.messages) == 1


@pytest.mark.asyncio
async def test_every_answer_can_be_late(engine: Engine, ana: Chat, clock: VirtualClock) -> None:
    engine.faults.delay = 0.08
    asked = asyncio.ensure_future(send(InProcess(engine), ana))
    await clock.advance(0.07)
    early = asked.done()
    await clock.advance(0.01)

    assert not early
    assert (await asked).status == 200


@pytest.mark.asyncio
async def test_faults_come_in_order_and_only_to_their_method(engine: Engine, ana: Chat) -> None:
    engine.faults.next("sendMessage", Fails(502), times=2)
    engine.faults.next("sendMessage", Fails(503))
    engine.faults.next(ANY, Fails(504))
    wire = InProcess(engine)

    statuses = [(await send(wire, ana)).status for _ in range(5)]
    other = await wire.post("getMe", b"")
    polled = await wire.post("getUpdates", b"")

    assert statuses == [502, 502, 503, 504, 200]
    assert (other.status, polled.status) == (200, 200)


@pytest.mark.asyncio
async def test_a_share_of_all_goes_wrong_until_it_is_cleared(engine: Engine, ana: Chat) -> None:
    engine.faults.share("sendMessage", Fails(502), 0.3, seed=1)
    wire = InProcess(engine)
    statuses = [(await send(wire, ana)).status for _ in range(200)]
    engine.faults.clear()
    after = {(await send(wire, ana)).status for _ in range(50)}

    assert 30 < statuses.count(502) < 90
    assert after == {200}


@pytest.mark.asyncio
async def test_a_storm_of_429_has_any_wait_and_ends_by_itself(
    wire: Wire, engine: Engine, ana: Chat, clock: VirtualClock
) -> None:
    engine.faults.share("sendMessage", Flood(retry_after=1), seconds=30)
    during = []
    for _ in range(3):
        during.append((await send(wire, ana)).status)
        await clock.advance(9)
    await clock.advance(5)

    assert during == [429, 429, 429]
    assert (await send(wire, ana)).status == 200


@pytest.mark.asyncio
async def test_someone_blocks_the_bot_in_the_middle(wire: Wire, engine: Engine, ana: Chat) -> None:
    ben = people.add_person(engine, "Ben", has_started=True)
    await send(wire, ana)
    engine.faults.next("sendMessage", Blocks())
    refused = await send(wire, ana)
    other = await send(wire, ben)
    [update] = json.loads((await wire.post("getUpdates", b"")).body)["result"]

    assert json.loads(refused.body)["description"] == "Forbidden: bot was blocked by the user"
    assert (ana.bond, len(ana.messages), other.status) == (Bond.KICKED, 1, 200)
    assert update["my_chat_member"]["new_chat_member"]["status"] == "kicked"


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("fault", "order"), [(Doubled(), ["a", "a", "b", "b", "c", "c"]), (Shuffled(), ["c", "b", "a"])]
)
async def test_updates_come_twice_or_out_of_order(
    wire: Wire, engine: Engine, ana: Chat, fault: Fault, order: list[str]
) -> None:
    for text in "abc":
        people.say(engine, ana, text)
    engine.faults.next("getUpdates", fault)
    found = json.loads((await wire.post("getUpdates", b"")).body)["result"]

    assert [update["message"]["text"] for update in found] == order


@pytest.mark.asyncio
async def test_what_was_confirmed_comes_once_more(wire: Wire, engine: Engine, ana: Chat, clock: VirtualClock) -> None:
    for text in "abc":
        people.say(engine, ana, text)

    async def polled(offset: int) -> list[str]:
        await clock.advance(1)
        answer = await wire.post("getUpdates", b'{"offset":%d}' % offset)
        return [update["message"]["text"] for update in json.loads(answer.body)["result"]]

    first = json.loads((await wire.post("getUpdates", b"")).body)["result"][0]["update_id"]
    confirmed = await polled(first + 2)
    engine.updates.again(2)

    assert confirmed == ["c"]
    assert await polled(first + 2) == ["a", "b", "c"]
    assert await polled(first + 2) == ["c"]


@pytest.mark.asyncio
async def test_after_an_outage_of_minutes_everything_that_was_said_arrives(
    wire: Wire, engine: Engine, ana: Chat, clock: VirtualClock
) -> None:
    for method in (ANY, "getUpdates"):
        engine.faults.share(method, Fails(502), seconds=300)
    during = []
    for number in range(150):
        people.say(engine, ana, str(number))
        during.append((await wire.post("getUpdates", b"")).status)
        await clock.advance(1)
    await clock.advance(150)

    found = json.loads((await wire.post("getUpdates", b"")).body)["result"]
    more = json.loads((await wire.post("getUpdates", b'{"offset":%d}' % (found[-1]["update_id"] + 1))).body)["result"]
    assert set(during) == {502}
    assert [one["message"]["text"] for one in found + more] == [str(number) for number in range(150)]
