"""`python -m simulator serve`: the simulator alone, for benchmarks, pages and a bot of one's own."""

import argparse
import asyncio
import errno
import signal
import sys
from collections.abc import Sequence

from bot.clock import SystemClock
from simulator.engine import TOKEN, USERNAME, Engine
from simulator.http import Served
from simulator.limits import Limits

PORT = 8081


def serve(arguments: list[str]) -> int:
    """Serve until it is told to stop. A port that is taken is one line, and 2."""
    parser = argparse.ArgumentParser(prog="python -m simulator serve", description="A local Telegram, over HTTP.")
    parser.add_argument("--port", type=int, default=PORT, help=f"where it answers; 0 for any free one (default {PORT})")
    parser.add_argument("--host", default="127.0.0.1", help="for whom; this machine alone by default")
    parser.add_argument("--token", default=TOKEN, help="the bot's token")
    parser.add_argument("--username", default=USERNAME, help="the bot's username")
    parser.add_argument("--no-limits", action="store_true", help="as fast as it can, not as fast as Telegram allows")
    parser.add_argument("--pays", action="store_true", help="the bot pays for broadcasts: 1000 a second")
    parser.add_argument(
        "--keep",
        type=int,
        help="messages kept in each chat, older ones can be edited and answered no more; all by default",
    )
    parser.add_argument(
        "--front",
        metavar="URL",
        nargs="+",
        default=[],
        help="where the bot listens for its webhook, behind its proxy; several where it is several processes",
    )
    parser.add_argument(
        "--doors", type=int, default=0, help="so many ports more: the log tells who came in by which of them"
    )
    parser.add_argument("--first-update", type=int, help="the number of its first update; by the time without it")
    given = parser.parse_args(arguments)
    engine = Engine(
        SystemClock(),
        None if given.no_limits else Limits(),
        token=given.token,
        username=given.username,
        pays=given.pays,
        keep=given.keep,
    )
    if given.first_update is None:
        number_by_the_time(engine)
    else:
        engine.updates.renumber(given.first_update)
    try:
        asyncio.run(_serve(engine, given.host, given.port, given.front, given.doors))
    except OSError as error:
        why = "is taken" if error.errno == errno.EADDRINUSE else f"cannot be had: {error.strerror or error}"
        print(f"simulator: port {given.port} on {given.host} {why}", file=sys.stderr)
        return 2
    return 0


def number_by_the_time(engine: Engine) -> None:
    """Number its updates from now on by the time: a bot that kept its data knows those of the simulator before this
    one, and passes over what it knows."""
    engine.updates.renumber(int(engine.clock.now().timestamp()))


async def _serve(engine: Engine, host: str, port: int, front: Sequence[str], doors: int) -> None:
    stopped = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stopped.set)
    async with Served(engine, host=host, port=port, front=front, doors=doors) as served:
        first = engine.new_person()
        print(f"simulator: {served.url} (token {engine.token}, the first phone's number {first})", flush=True)
        for number, url in enumerate(served.doors, start=1):
            print(f"simulator: door {number}: {url}", flush=True)
        await stopped.wait()
