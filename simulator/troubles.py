"""What goes wrong for a while, by the buttons of the page. `simulator.faults` has what goes wrong once."""

import asyncio

from simulator.engine import Engine
from simulator.faults import ANY, Fails, Fault

DOWN = (ANY, "getUpdates")
"""An outage is one for everything, the long poll included."""


class Troubles:
    """At most one of each kind at a time; asked again, it begins anew."""

    def __init__(self, engine: Engine) -> None:
        """They happen in this engine, in seconds of its clock."""
        self._engine = engine
        self._until: dict[str, float] = {}
        self._ends: dict[str, asyncio.Task[None]] = {}

    def flood(self, seconds: int) -> None:
        """429 for every message, with what is left of these seconds as `retry_after`."""
        self._engine.pace.hold(seconds, self._engine.clock.monotonic())
        self._until["flood"] = self._engine.pace.hold_until

    def down(self, seconds: float) -> None:
        """502 for every request, and a long poll that waits comes back empty."""
        fault: Fault = Fails(502)
        for method in DOWN:
            self._engine.faults.share(method, fault, 1.0)
        self._engine.updates.let_go()
        self._end_later("down", seconds)

    def slow(self, seconds: float, delay: float = 2.0) -> None:
        """Every answer comes so much later."""
        self._engine.faults.delay = delay
        self._end_later("slow", seconds)

    def left(self) -> dict[str, float]:
        """Seconds that each has still to go."""
        now = self._engine.clock.monotonic()
        return {kind: round(until - now, 1) for kind, until in self._until.items() if until > now}

    def close(self) -> None:
        """Wait for no end any more."""
        for task in self._ends.values():
            task.cancel()

    def _end_later(self, kind: str, seconds: float) -> None:
        self._until[kind] = self._engine.clock.monotonic() + seconds
        if kind in self._ends:
            self._ends[kind].cancel()
        self._ends[kind] = asyncio.create_task(self._end(kind, seconds), name=f"end of {kind}")

    async def _end(self, kind: str, seconds: float) -> None:
        await self._engine.clock.wait(asyncio.Event(), seconds)
        if kind == "slow":
            self._engine.faults.delay = 0.0
        else:
            for method in DOWN:
                self._engine.faults.share(method, Fails(502), 0.0)
