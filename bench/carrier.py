"""The process that is killed: a courier at work, which opens another alert whenever it is told to.

It reads lines from its parent, `open` or nothing more, and writes two: `answered` when the first request of a life or
of an alert has come back, and `idle` when everything is carried.
"""

import argparse
import asyncio
import random
import sys
from pathlib import Path

import cities
from bench import house, seed
from bench.house import House
from bot.courier import load
from bot.courier.courier import FREE_SEATS, PAID_SEATS, Courier
from bot.courier.pacing import Pace
from bot.courier.walk import Delivery, Walk
from bot.domain.clock import Clock
from bot.town import Town
from bot.wire import JSON, TIMEOUT, Answer, HttpWire, Wire
from db.lock import locked

OPEN, ANSWERED, IDLE = "open", "answered", "idle"
LOW, HIGHEST = "low", "highest"

FREE_RATE = 30
"""Messages a second for bots that do not pay."""

ASTRAY, ASTRAY_TAKES = 0.1, 8
"""This share of the ways takes so many times as long as the others."""


def seats(rate: int) -> int:
    """How many are in flight at once at this rate: as many as the bot would have."""
    return FREE_SEATS if 0 < rate <= FREE_RATE else PAID_SEATS


def pace_of(rate: int, clock: Clock) -> Pace:
    """The pace at this rate, as the bot would keep it; none for 0."""
    return Pace(rate or None, clock, unpaid=FREE_RATE if rate > FREE_RATE else None)


class FarWire:
    """A wire as long as the one to Telegram. What is under way when the process dies never arrives, as when a machine
    dies; and answers come back in quite another order than requests went out, because some packets go astray first."""

    def __init__(self, wire: Wire, delay: float) -> None:
        """`delay` is the mean of there and back, in seconds."""
        self._wire = wire
        self._delay = delay
        self.listening = True
        """Tell of the next answer."""

    async def post(
        self,
        method: str,
        body: bytes,
        *,
        content_type: str = JSON,
        timeout: float = TIMEOUT,  # noqa: ASYNC109
    ) -> Answer:
        """There, and back."""
        await self._way()
        answer = await self._wire.post(method, body, content_type=content_type, timeout=timeout)
        await self._way()
        if self.listening:
            self.listening = False
            say(ANSWERED)
        return answer

    async def close(self) -> None:
        """Close the wire."""
        await self._wire.close()

    async def _way(self) -> None:
        if self._delay > 0:
            mean = self._delay / 2 / (1 + (ASTRAY_TAKES - 1) * ASTRAY)
            takes = ASTRAY_TAKES if random.random() < ASTRAY else 1
            await asyncio.sleep(random.expovariate(1 / (mean * takes)))


class HighestWalk(Walk):
    """The wrong mark, at the highest answer: a crash loses whoever was in flight below it. The control of this test."""

    __slots__ = ()

    def answered(self, delivery: Delivery) -> None:
        """One person has been answered for, and everyone below is taken to be."""
        self._in_flight.remove(delivery)
        self.mark = max(self.mark, delivery.recipient.place)


def say(word: str) -> None:
    """Tell the parent."""
    print(word, flush=True)


async def carry(given: argparse.Namespace) -> None:
    """Carry what is there, then what is asked for."""
    here = House(given.folder)
    with locked(here.url):
        async with here.opened() as town:
            plain = HttpWire(given.url, given.token)
            await plain.post("getMe", b"{}")  # by this the log shows where a life begins
            wire, paid = FarWire(plain, given.delay), given.rate > FREE_RATE
            courier = Courier(town, wire, pace_of(given.rate, town.clock), seats=seats(given.rate), paid=paid)
            running = asyncio.create_task(courier.run())
            obeying = asyncio.create_task(_obey(town, courier, wire))
            await asyncio.wait((running, obeying), return_when=asyncio.FIRST_COMPLETED)
            for task in (running, obeying):
                if task.done():
                    task.result()
                task.cancel()
            await asyncio.wait((running, obeying))
            await wire.close()


async def _obey(town: Town, courier: Courier, wire: FarWire) -> None:
    crowd = seed.crowd(cities.load(house.CITY), 1)
    while True:
        await courier.idle()
        say(IDLE)
        if (await asyncio.to_thread(sys.stdin.readline)).strip() != OPEN:
            return
        wire.listening = True
        [incident] = await seed.incidents(town.database, crowd, 1, now=town.clock.now())
        await house.confirm(town, incident)


def main(arguments: list[str]) -> None:
    """Carry as told."""
    parser = argparse.ArgumentParser(prog="python -m bench.carrier")
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--url", required=True)
    parser.add_argument("--token", required=True)
    parser.add_argument("--rate", type=int, required=True)
    parser.add_argument("--delay", type=float, required=True)
    parser.add_argument("--cursor", choices=(LOW, HIGHEST), required=True)
    given = parser.parse_args(arguments)
    if given.cursor == HIGHEST:
        setattr(load, "Walk", HighestWalk)  # noqa: B010  mypy would not let it be another
    asyncio.run(carry(given))


if __name__ == "__main__":
    main(sys.argv[1:])
