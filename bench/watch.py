"""What volunteers hold, read from what was sent to them: the judge of `flood`."""

import asyncio
import json
import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field

from bot.domain.clock import Clock
from bot.domain.ids import IncidentId
from bot.wire import JSON, TIMEOUT, Answer

ROUND_TRIP = 0.06
"""Seconds from a request to its answer, as to Telegram's servers."""

ON_A_CARD = re.compile(r"(?:f|iw):(\d+)(?::|$)")
"""A button that only a card, or a list's line, of that incident has."""


@dataclass(slots=True)
class Shown:
    """One genuine report, and when it was on a card or a list that a volunteer on duty holds."""

    incident: IncidentId
    since: float
    at: float | None = None


@dataclass(slots=True)
class Watch:
    """A wire to nobody, which remembers what everybody holds."""

    clock: Clock
    volunteers: Collection[int]
    organizers: Collection[int]
    times: list[float] = field(default_factory=list)
    """When each request was answered."""
    sent: Counter[int] = field(default_factory=Counter)
    """New messages, by chat."""
    edits: int = 0
    holds: dict[tuple[int, int], frozenset[int]] = field(default_factory=dict)
    """By chat and message, which incidents it shows to a volunteer."""
    _showing: Counter[int] = field(default_factory=Counter)
    _waiting: dict[int, list[Shown]] = field(default_factory=dict)
    _messages: int = 0

    async def post(
        self,
        method: str,
        body: bytes,
        *,
        content_type: str = JSON,
        timeout: float = TIMEOUT,  # noqa: ASYNC109
    ) -> Answer:
        """Taken, after a while."""
        await self.clock.wait(asyncio.Event(), ROUND_TRIP)
        self.times.append(self.clock.monotonic())
        said = json.loads(body)
        chat = said.get("chat_id")
        is_new = method == "sendMessage"
        if is_new:
            self._messages += 1
            self.sent[chat] += 1
        else:
            self.edits += 1
        message = self._messages if is_new else said.get("message_id")
        if chat in self.volunteers:
            buttons = [key for row in said.get("reply_markup", {}).get("inline_keyboard", ()) for key in row]
            found = (ON_A_CARD.match(key.get("callback_data", "")) for key in buttons)
            self._holds((chat, message), frozenset(int(one[1]) for one in found if one))
        return Answer(200, json.dumps({"ok": True, "result": {"message_id": message}}).encode())

    async def close(self) -> None:
        """There is nothing to close."""

    def told(self, shown: Shown) -> None:
        """A genuine report has arrived: is it there to be seen already?"""
        if self._showing[shown.incident]:
            shown.at = shown.since
        else:
            self._waiting.setdefault(shown.incident, []).append(shown)

    def _holds(self, message: tuple[int, int], incidents: frozenset[int]) -> None:
        before = self.holds.get(message, frozenset())
        self.holds[message] = incidents
        self._showing.subtract(before - incidents)
        self._showing.update(incidents - before)
        for one in incidents - before:
            for shown in self._waiting.pop(one, ()):
                shown.at = self.clock.monotonic()
