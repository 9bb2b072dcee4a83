"""Phones far from the engine: they speak to a simulator over HTTP, and follow what changes there."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import aiohttp

from simulator.acts import Facts
from simulator.log import Log
from simulator.phones import Phone

WAIT = 20
"""Seconds for which the simulator is asked to wait for news."""


class SimulatorGone(Exception):
    """The simulator does not answer any more, or not as it should."""


class HttpPhones:
    """A simulator at some address, and the phones of its people. Keeps a copy of every chat, up to date by itself."""

    def __init__(self, url: str) -> None:
        """`url` without a slash at the end."""
        self._url = f"{url}/sim"
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=WAIT + 30))
        self._following: asyncio.Task[None] | None = None
        self._gone: Exception | None = None
        self._moved = asyncio.Event()
        self.messages: defaultdict[int, dict[int, Mapping[str, Any]]] = defaultdict(dict)
        self.toasts: dict[int, list[str]] = {}
        self.change = 0

    async def __aenter__(self) -> "HttpPhones":
        self.change = (await self.ask("GET", ""))["change"]
        self._following = asyncio.ensure_future(self._follow())
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._following is not None:
            self._following.cancel()
            await asyncio.wait([self._following])
        await self._session.close()

    async def phone(
        self, name: str, *, language: str = "en", person_id: int | None = None, has_started: bool = False
    ) -> "HttpPhone":
        """A phone for someone new."""
        wanted = {"name": name, "language": language, "id": person_id, "has_started": has_started}
        return HttpPhone(self, (await self.ask("POST", "/phones", wanted))["id"], name)

    async def phone_of(self, person_id: int) -> "HttpPhone":
        """The phone of someone who is there already, with everything in it."""
        facts = await self.ask("GET", f"/chats/{person_id}")
        for message in facts["messages"]:
            known = self.messages[person_id].get(message["id"])
            if known is None or known["change"] < message["change"]:
                self.messages[person_id][message["id"]] = message
        self.toasts.setdefault(person_id, facts["toasts"])
        return HttpPhone(self, person_id, facts["name"])

    async def log(self) -> Log:
        """Every request that came to the simulator."""
        async with self._session.get(f"{self._url}/log") as response:
            return Log.unpack(await response.read())

    async def ask(self, method: str, path: str, facts: Facts | None = None) -> Facts:
        """One request to the control API. SimulatorGone when it says no."""
        async with self._session.request(method, self._url + path, json=facts) as response:
            answer: Facts = await response.json()
            if response.status != 200:
                raise SimulatorGone(f"{method} {path}: {answer.get('error')}")
            return answer

    async def catch_up(self) -> None:
        """Return when everything that has happened so far is in the copy."""
        await self.reach((await self.ask("GET", ""))["change"])

    async def reach(self, change: int) -> None:
        """Return when the copy holds everything up to this change."""
        while self.change < change:
            await self.news().wait()

    def news(self) -> asyncio.Event:
        """Is set when the copy has changed."""
        if self._gone is not None:
            raise SimulatorGone(str(self._gone)) from self._gone
        return self._moved

    async def _follow(self) -> None:
        try:
            while True:
                facts = await self.ask("GET", f"/changes?since={self.change}&wait={WAIT}")
                for message in facts["messages"]:
                    self._put(message)
                self.toasts |= {int(chat): toasts for chat, toasts in facts["toasts"].items()}
                self.change = facts["change"]
                self._wake()
        except Exception as error:  # noqa: BLE001  told to whoever waits
            self._gone = error
            self._wake()

    def _put(self, message: Mapping[str, Any]) -> None:
        chat = self.messages[message["chat"]]
        if message["deleted"]:
            chat.pop(message["id"], None)
        else:
            chat[message["id"]] = message

    def _wake(self) -> None:
        self._moved.set()
        self._moved = asyncio.Event()


class HttpPhone(Phone):
    """A phone that speaks to a simulator over HTTP."""

    def __init__(self, phones: HttpPhones, number: int, name: str) -> None:
        """`phones` keeps the copy of its chat."""
        super().__init__(number, name)
        self._phones = phones

    async def _act(self, act: str, facts: Facts) -> int:
        change: int = (await self._phones.ask("POST", f"/phones/{self.id}/{act}", facts))["change"]
        await self._phones.reach(change)
        return change

    def _facts(self) -> Iterable[Mapping[str, Any]]:
        return [facts for _, facts in sorted(self._phones.messages[self.id].items())]

    def _news(self) -> asyncio.Event:
        return self._phones.news()

    def told(self) -> list[str]:
        return list(self._phones.toasts.get(self.id, []))
