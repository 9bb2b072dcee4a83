"""Whoever asks the engine in a test, and what they are answered."""

import json
from dataclasses import dataclass
from typing import Any

import aiohttp

from simulator.engine import Engine
from simulator.http import Served


@dataclass(frozen=True, slots=True)
class Answered:
    """What the Bot API answered."""

    status: int
    facts: dict[str, Any]

    @property
    def result(self) -> Any:
        """The result of a request that was taken."""
        assert self.status == 200, self.facts
        return self.facts["result"]

    @property
    def error(self) -> str:
        """The words of one that was not."""
        assert self.status != 200, self.facts
        return str(self.facts["description"])


@dataclass(frozen=True, slots=True)
class Bot:
    """Whoever asks the engine."""

    engine: Engine

    async def ask(self, method: str, **fields: Any) -> Answered:
        """One request with a JSON body."""
        return await self.ask_raw(method, json.dumps(fields).encode())

    async def ask_raw(self, method: str, body: bytes, content_type: str = "application/json") -> Answered:
        """One request with any body."""
        reply = await self.engine.serve(method, content_type, body)
        return Answered(reply.status, json.loads(reply.body))


@dataclass(frozen=True, slots=True)
class HttpBot:
    """Whoever asks over HTTP."""

    served: Served
    session: aiohttp.ClientSession

    @property
    def engine(self) -> Engine:
        """Behind the door."""
        return self.served.engine

    async def ask(self, method: str, **fields: Any) -> Answered:
        """One request with a JSON body."""
        return await self.post(method, json=fields)

    async def post(self, method: str, **body: Any) -> Answered:
        """One request with any body that aiohttp can make."""
        async with self.session.post(f"{self.served.url}/bot{self.engine.token}/{method}", **body) as response:
            return Answered(response.status, await response.json())
