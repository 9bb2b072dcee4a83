"""What goes wrong for a while, by the buttons of the page. `simulator.faults` has what goes wrong once."""

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from simulator.clock import Jumped
from simulator.engine import Engine
from simulator.faults import ANY, Blocks, Cut, Doubled, Fails, Fault, Garbled, Shuffled, TakenButCut
from simulator.thief import Thief

SLOW = 2.0
"""Seconds by which every answer comes late."""

AHEAD = timedelta(hours=1)
"""How far Telegram's clock jumps, and back again at the end."""

BLOCKING = 3
"""How many of the next who are told something have blocked the bot."""

MALFORMED: tuple[Mapping[str, Any], ...] = (
    {"message": {"message_id": "not a number", "text": 7}},
    {"callback_query": None},
    {"nobody_knows_this": {"id": 1}},
)


class UnknownTrouble(ValueError):
    """There is no trouble of this kind."""


SHARED: Mapping[str, tuple[Fault, float, tuple[str, ...]]] = {
    "down": (Fails(502), 1.0, (ANY, "getUpdates")),
    "errors": (Fails(500), 0.5, (ANY,)),
    "cut": (Cut(), 0.5, (ANY,)),
    "lost_answers": (TakenButCut(), 0.5, (ANY,)),
    "garbled": (Garbled(), 0.5, (ANY,)),
    "doubled": (Doubled(), 1.0, ("getUpdates",)),
    "shuffled": (Shuffled(), 1.0, ("getUpdates",)),
}
"""What goes wrong with which share of the requests for which methods. An outage is one for the poll too."""

ONCE = frozenset({"malformed", "blocks", "thief"})
KINDS = frozenset({"flood", "slow", "clock", *SHARED, *ONCE})


class Troubles:
    """At most one of each kind at a time; asked again, it begins anew. One ends another of the same requests."""

    def __init__(self, engine: Engine) -> None:
        """They happen in this engine, in seconds of its clock."""
        self._engine = engine
        self._until: dict[str, float] = {}
        self._ends: dict[str, asyncio.Task[None]] = {}
        self._theft: asyncio.Task[None] | None = None

    def begin(self, kind: str, seconds: float) -> None:
        """Let it go wrong for so long. UnknownTrouble for what is none of KINDS."""
        if kind not in KINDS:
            raise UnknownTrouble(f"there is no trouble {kind!r}")
        if kind == "malformed":
            for update in MALFORMED:
                self._engine.updates.inject(dict(update))
        elif kind == "blocks":
            self._engine.faults.next("sendMessage", Blocks(), BLOCKING)
        elif kind == "thief":
            self._theft = asyncio.create_task(Thief(self._engine).does_all(), name="thief")
        elif kind == "flood":
            self._engine.pace.hold(int(seconds), self._engine.clock.monotonic())
            self._until[kind] = self._engine.pace.hold_until
        else:
            self._end(kind)
            self._make(kind)
            self._until[kind] = self._engine.clock.monotonic() + seconds
            self._ends[kind] = asyncio.create_task(self._end_later(kind, seconds), name=f"end of {kind}")

    def left(self) -> dict[str, float]:
        """Seconds that each has still to go."""
        now = self._engine.clock.monotonic()
        return {kind: round(until - now, 1) for kind, until in self._until.items() if until > now}

    def end(self) -> None:
        """Everything goes right again, but for what Telegram has told the bot already: how long to wait."""
        for kind in [*self._ends]:
            self._end(kind)

    def close(self) -> None:
        """Wait for no end any more."""
        for task in self._ends.values():
            task.cancel()

    def _make(self, kind: str) -> None:
        engine = self._engine
        if kind == "slow":
            engine.faults.delay = SLOW
        elif kind == "clock":
            engine.clock = Jumped(engine.clock, AHEAD)
        else:
            fault, share, methods = SHARED[kind]
            for other in [one for one in self._ends if one in SHARED and set(SHARED[one][2]) & set(methods)]:
                self._end(other)
            for method in methods:
                engine.faults.share(method, fault, share)
            if "getUpdates" in methods:
                engine.updates.let_go()

    def _end(self, kind: str) -> None:
        """At once, if it is on."""
        task = self._ends.pop(kind, None)
        if task is None:
            return
        task.cancel()
        self._until.pop(kind)
        if kind == "slow":
            self._engine.faults.delay = 0.0
        elif kind == "clock" and isinstance(self._engine.clock, Jumped):
            self._engine.clock = self._engine.clock.clock
        elif kind in SHARED:
            for method in SHARED[kind][2]:
                self._engine.faults.share(method, SHARED[kind][0], 0.0)

    async def _end_later(self, kind: str, seconds: float) -> None:
        await self._engine.clock.wait(asyncio.Event(), seconds)
        self._end(kind)
