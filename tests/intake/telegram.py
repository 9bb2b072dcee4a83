"""Telegram's side as the intake sees it: a queue that the next poll confirms, and a server that takes every message."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

from bot.wire import JSON, TIMEOUT, Answer

TOKEN = "1000:intake"
ME = {"id": 1000, "is_bot": True, "first_name": "Avisa", "username": "avisa_bot"}
PATIENCE = 60.0
"""Seconds after which a test stops waiting, and fails."""

FUTURE = 10
"""An offset further than this beyond the newest update is taken as none, as Telegram's server does."""

Update = dict[str, Any]


def message(number: int, text: str = "/start", *, chat: int = 42, **more: Any) -> Update:
    """A message in a private chat, as Telegram tells it."""
    return {
        "update_id": number,
        "message": {
            "message_id": number,
            "from": {"id": chat, "is_bot": False, "first_name": "Ana", "language_code": "es"},
            "chat": {"id": chat, "type": "private", "first_name": "Ana"},
            "date": 1_772_460_000,
            "text": text,
            "entities": [{"type": "bot_command", "offset": 0, "length": len(text)}] if text.startswith("/") else [],
            **more,
        },
    }


def press(number: int, data: str = "f:yes", *, chat: int = 42) -> Update:
    """A pressed button under a message of the bot's."""
    shown = message(number, "What do you see?", chat=chat)["message"]
    return {
        "update_id": number,
        "callback_query": {
            "id": str(number * 7),
            "from": shown["from"],
            "message": {**shown, "from": ME},
            "chat_instance": "-777",
            "data": data,
        },
    }


def edited(number: int, *, chat: int = 42) -> Update:
    """An edited message."""
    return {
        "update_id": number,
        "edited_message": {**message(number, chat=chat)["message"], "edit_date": 1_772_460_060},
    }


def blocked(number: int, *, chat: int = 42) -> Update:
    """The bot was blocked."""
    told = message(number, chat=chat)["message"]
    return {
        "update_id": number,
        "my_chat_member": {
            "chat": told["chat"],
            "from": told["from"],
            "date": told["date"],
            "old_chat_member": {"user": ME, "status": "member"},
            "new_chat_member": {"user": ME, "status": "kicked", "until_date": 0},
        },
    }


KINDS: tuple[Callable[[int], Update], ...] = (message, press, edited, blocked)


def raw(update: Any) -> bytes:
    """As it goes over the wire."""
    return json.dumps(update).encode()


class Telegram:
    """The wire to such a server."""

    def __init__(self) -> None:
        self.queue: dict[int, bytes] = {}
        """What waits to be fetched, by Telegram's own count; an update may claim another number."""
        self.scripted: list[Answer | Exception] = []
        """What the next polls get instead."""
        self.refuses: list[Answer | Exception] = []
        """What the next messages get instead."""
        self.polls: list[dict[str, Any]] = []
        self.posted: list[tuple[str, dict[str, Any]]] = []
        self._changed = asyncio.Condition()

    async def has(self, *updates: Update) -> None:
        """These wait to be fetched, under the numbers that they tell."""
        await self.holds({one["update_id"]: raw(one) for one in updates})

    async def holds(self, texts: dict[int, bytes]) -> None:
        """These texts wait to be fetched."""
        self.queue.update(texts)
        await self._change()

    async def post(
        self,
        method: str,
        body: bytes,
        *,
        content_type: str = JSON,
        timeout: float = TIMEOUT,  # noqa: ASYNC109
    ) -> Answer:
        """What the server answers."""
        asked = json.loads(body)
        if method == "getUpdates":
            return await self._updates(asked)
        if method == "getMe":
            return _ok(ME)
        self.posted.append((method, asked))
        await self._change()
        refused = self.refuses.pop(0) if self.refuses else None
        if isinstance(refused, Exception):
            raise refused
        return refused or _ok({**message(1, chat=int(asked.get("chat_id", 42)))["message"], "from": ME})

    async def _updates(self, asked: dict[str, Any]) -> Answer:
        self.polls.append(asked)
        offset = asked.get("offset", 0)
        if offset <= max(self.queue, default=offset) + FUTURE:
            self.queue = {number: text for number, text in self.queue.items() if number >= offset}
        await self._change()
        if self.scripted:
            scripted = self.scripted.pop(0)
            if isinstance(scripted, Exception):
                raise scripted
            return scripted
        async with self._changed:
            await self._changed.wait_for(lambda: self.queue)
        texts = [text for _, text in sorted(self.queue.items())[: asked["limit"]]]
        return Answer(200, b'{"ok":true,"result":[' + b",\n".join(texts) + b"]}")

    async def until(self, happened: Callable[[], object]) -> None:
        """Wait until something has happened here."""
        async with asyncio.timeout(PATIENCE), self._changed:
            await self._changed.wait_for(happened)

    async def close(self) -> None:
        """Nothing is open."""

    async def _change(self) -> None:
        async with self._changed:
            self._changed.notify_all()


def _ok(result: Any) -> Answer:
    return Answer(200, raw({"ok": True, "result": result}))


def no(status: int, description: str, **parameters: Any) -> Answer:
    """A no of the Bot API's."""
    told = {"ok": False, "error_code": status, "description": description}
    return Answer(status, raw({**told, "parameters": parameters} if parameters else told))
