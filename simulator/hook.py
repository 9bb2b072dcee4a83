"""The bot's webhook: updates are posted there, as Telegram does it, for as long as there is one."""

import asyncio
import json
import random
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

import aiohttp
from yarl import URL

from simulator.engine import Engine
from simulator.faults import ConnectionCut
from simulator.requests import JSON
from simulator.updates import Update

OFTEN = 0.5
"""Seconds after which is looked whether an outage is over."""

SECRET = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  the name of a header
PATIENCE = 60.0
"""Seconds until an answer counts as none."""

TAKES_WITHIN = 5.0
"""The same where there is another to be asked."""

FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0
"""Seconds until what was not taken is posted again: more each time."""


class Hook:
    """Posts updates: of one chat one after the other, of many chats side by side. What is not taken comes again."""

    def __init__(self, engine: Engine, fronts: Sequence[str] = ()) -> None:
        """`fronts` stand in for the proxy in front of the bot: where that takes what is meant for the webhook's host,
        to any of them and to the next one when it does not take it.

        Telegram posts to https alone. Here a bot listens without TLS, as it does behind its proxy.
        """
        self._engine, self._fronts = engine, fronts
        self._posting: dict[int, asyncio.Task[None]] = {}
        """By chat."""

    async def run(self) -> None:
        """For ever."""
        updates = self._engine.updates
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=PATIENCE)) as session:
            try:
                while True:
                    news = updates.news
                    if self._engine.faults.is_down("getUpdates"):
                        await self._engine.clock.wait(news, OFTEN)
                        continue
                    for update in updates.to_post(self._posting):
                        task = asyncio.create_task(self._post(session, update), name="webhook")
                        self._posting[update.chat or -update.id] = task
                    await news.wait()
            finally:
                for task in self._posting.values():
                    task.cancel()

    async def _post(self, session: aiohttp.ClientSession, update: Update) -> None:
        """Until it is taken, or there is no such webhook any more."""
        updates, wait = self._engine.updates, FIRST_WAIT
        hook = updates.webhook
        try:
            while hook is not None and updates.webhook is hook and not self._engine.faults.is_down("getUpdates"):
                why = await self._posted(session, hook, update)
                if why is None:
                    updates.is_posted(update)
                    return
                hook["error"] = int(self._engine.clock.now().timestamp()), why
                await self._engine.clock.wait(asyncio.Event(), wait)
                wait = min(2 * wait, LONGEST_WAIT)
        finally:
            self._posting.pop(update.chat or -update.id, None)
            updates.wake()

    async def _posted(self, session: aiohttp.ClientSession, hook: dict[str, Any], update: Update) -> str | None:
        """Post it once, to each of the bot's processes until one takes it; why none did."""
        url, why = URL(hook["url"]), None
        within = PATIENCE if len(self._fronts) < 2 else TAKES_WITHIN
        for one in [URL(front).join(url.relative()) for front in random.sample(self._fronts, len(self._fronts))] or [
            url
        ]:
            why = await self._posted_to(session, one, hook, update, within)
            if why is None:
                return None
        return why

    async def _posted_to(
        self, session: aiohttp.ClientSession, url: URL, hook: dict[str, Any], update: Update, within: float
    ) -> str | None:
        headers = {"Content-Type": JSON} | ({SECRET: hook["secret_token"]} if hook.get("secret_token") else {})
        try:
            patience = aiohttp.ClientTimeout(total=within)
            async with session.post(
                url, data=update.json, headers=headers, allow_redirects=False, timeout=patience
            ) as answer:
                said = await answer.read()
        except aiohttp.ClientConnectorError:
            return "Connection refused"
        except TimeoutError:
            return "Read timeout expired"
        except (aiohttp.ClientError, OSError):
            return "Connection reset by peer"
        if not 200 <= answer.status < 300:
            return f"Wrong response from the webhook: {answer.status} {HTTPStatus(answer.status).phrase}"
        await self._obey(said)
        return None

    async def _obey(self, said: bytes) -> None:
        """An answer may be a request to a method. Nobody hears what came of it."""
        try:
            fields = json.loads(said or b"{}")
        except ValueError:
            return
        if isinstance(fields, dict) and isinstance(method := fields.pop("method", None), str):
            try:
                await self._engine.serve(method, JSON, json.dumps(fields).encode())
            except ConnectionCut:
                return
