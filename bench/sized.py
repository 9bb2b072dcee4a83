"""The process that `scale` measures: a courier beside everything that the bot loads, in a house that others have built.

Its presses come first, each ended after a few messages; then whole broadcasts. It writes one line of JSON.
"""

import argparse
import asyncio
import json
import sys
import time
from pathlib import Path

import cities
from bench import house, seed, ways
from bench.benchmark import Failed
from bench.house import House, Rented
from bench.latency import CountingWire, press
from bot import app
from bot.wire import HttpWire


async def measured(given: argparse.Namespace) -> dict[str, float | list[float]]:
    """What this process used, and when each verdict was committed."""
    crowd = seed.crowd(cities.load(house.CITY), given.subscribers)
    broadcasts = -(-given.messages // given.subscribers)
    here = House(given.folder) if given.database is None else Rented(given.folder, given.database)
    async with here.opened() as town:
        wire = CountingWire(HttpWire(given.url, given.token))
        async with ways.unhurried(town, wire).at_work() as carrying:
            now = town.clock.now()
            incidents = await seed.incidents(town.database, crowd, given.presses + broadcasts, now=now)
            presses = [await press(town, one, carrying, wire, crowd) for one in incidents[: given.presses]]
            pressed_until = time.monotonic()
            app.settle_memory()
            used = time.process_time()
            for one in incidents[given.presses :]:
                await carrying.send(one)
            used = time.process_time() - used
        await wire.close()
    messages = broadcasts * given.subscribers
    return {
        "cpu_ms_per_message": 1000 * used / messages,
        "rss_mb": peak_mb(),
        "messages": messages,
        "pressed": [one.at for one in presses],
        "pressed_until": pressed_until,
    }


def peak_mb() -> float:
    """The most memory that this process has had, in MiB."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    raise Failed("this machine does not tell how much memory a process has")


def main(arguments: list[str]) -> None:
    """Measure as told."""
    parser = argparse.ArgumentParser(prog="python -m bench.sized")
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--database", help="the address of a PostgreSQL; a file in the folder without it")
    parser.add_argument("--url", required=True)
    parser.add_argument("--token", required=True)
    parser.add_argument("--subscribers", type=int, required=True)
    parser.add_argument("--presses", type=int, required=True)
    parser.add_argument("--messages", type=int, required=True)
    print(json.dumps(asyncio.run(measured(parser.parse_args(arguments)))))


if __name__ == "__main__":
    main(sys.argv[1:])
