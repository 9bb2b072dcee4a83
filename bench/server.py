"""The simulator as a process of its own, on a core of its own, and its log: what every benchmark is judged by."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp

from bench import cores
from bench.seed import Crowd
from simulator.engine import TOKEN
from simulator.log import Log

KEPT = 1
"""Messages kept in each chat: enough to be judged by the log, and a million of them fit."""

STARTS_WITHIN = 30.0
STOPS_WITHIN = 10.0


class ServerFailed(Exception):
    """The simulator did not start, or does not answer."""


@dataclass(frozen=True, slots=True)
class Server:
    """A simulator that answers at `url`."""

    url: str
    process: int
    _session: aiohttp.ClientSession
    token: str = TOKEN
    doors: Sequence[str] = ()
    """The same for those whom the log is to tell apart: there they are numbered from 1 on."""

    async def let_in(self, crowd: Crowd) -> None:
        """Everyone in the crowd has talked to the bot."""
        await self._ask("POST", "phones", {"id": crowd.chats.start, "count": crowd.size})

    async def log(self) -> Log:
        """Every request so far."""
        return Log.unpack(await self._ask("GET", "log"))

    async def forget_log(self) -> None:
        """Begin a new log."""
        await self._ask("DELETE", "log")

    async def let_in_from(self, first: int, size: int) -> None:
        """So many more, with numbers from `first` on."""
        await self._ask("POST", "phones", {"id": first, "count": size})

    async def inject(self, update: dict[str, Any]) -> None:
        """An update as it stands, however malformed."""
        await self._ask("POST", "updates", update)

    async def pending(self) -> int:
        """How many updates the bot has not confirmed yet."""
        return int(json.loads(await self._ask("GET", ""))["pending_updates"])

    async def fault(self, name: str, **numbers: Any) -> None:
        """The next request that counts goes wrong: one of `simulator.faults`."""
        await self._ask("POST", "faults", {"fault": name, "method": "sendMessage", **numbers})

    async def acts(self, chat: int, act: str, **facts: Any) -> None:
        """The person of this chat does something with their phone: one of `simulator.acts`."""
        await self._ask("POST", f"phones/{chat}/{act}", facts)

    async def changes(self) -> int:
        """How much has changed in the chats so far. It grows whenever somebody is sent something."""
        return int(json.loads(await self._ask("GET", ""))["change"])

    async def _ask(self, verb: str, what: str, given: dict[str, Any] | None = None) -> bytes:
        async with self._session.request(verb, f"{self.url}/sim/{what}", json=given) as answer:
            said = await answer.read()
            if answer.status != 200:
                raise ServerFailed(f"the simulator answers {answer.status} to {verb} {what}: {said[:200]!r}")
            return said


@asynccontextmanager
async def serving(
    *,
    limits: bool,
    keep: int | None = KEPT,
    fronts: Sequence[str] = (),
    doors: int = 0,
    first_update: int | None = None,
) -> AsyncIterator[Server]:
    """A simulator for as long as the block lasts, with Telegram's limits or none. It keeps so many messages, or all.
    `fronts` and `doors` are those of `simulator.http`; its updates are numbered from `first_update` on."""
    arguments = ["--port", "0", "--pays", *([] if limits else ["--no-limits"])]
    arguments += [] if keep is None else ["--keep", str(keep)]
    arguments += [] if first_update is None else ["--first-update", str(first_update)]
    arguments += ["--doors", str(doors), *(["--front", *fronts] if fronts else [])]
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "simulator", "serve", *arguments, stdout=asyncio.subprocess.PIPE
    )
    cores.pin(cores.server_core(), process.pid)
    try:
        async with aiohttp.ClientSession() as session:
            url = await _address(process, 1)
            told = [await _address(process, 3) for _ in range(doors)]
            yield Server(url, process.pid, session, doors=told)
    finally:
        if process.returncode is None:
            process.terminate()
        try:
            async with asyncio.timeout(STOPS_WITHIN):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()


async def _address(process: asyncio.subprocess.Process, word: int) -> str:
    """What the simulator says first, `simulator: <url> (…)`, and then for each door, `simulator: door 1: <url>`: the
    word with that number, from 0 on."""
    assert process.stdout is not None  # noqa: S101  piped above
    try:
        async with asyncio.timeout(STARTS_WITHIN):
            said = (await process.stdout.readline()).decode().split()
    except TimeoutError:
        raise ServerFailed("the simulator did not start in time") from None
    if len(said) <= word:
        raise ServerFailed("the simulator did not start")
    return said[word]
