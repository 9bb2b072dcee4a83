"""What is done to the processes of a group while alerts go out and buttons are pressed, and what came of it."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from bench import house, seed
from bench.group import LOOKS, UNDONE, Group
from bench.judging import Blow, Kind, Seen
from bench.server import Server
from bot.domain.buttons import Listen
from bot.domain.ids import NeighborhoodId
from bot.town import Town
from db.failing import Unavailable

HELD = 20.0
"""Seconds for which a process is stopped."""

LONGEST_CUT = 8.0
"""Seconds at most for which one is cut off after another has taken over."""

FIRST, LAST = 0.3, 2.5
"""Seconds between which all goes well before the next blow."""

QUIET_WITHIN = 60.0
PRESSES_A_SECOND = 5
AT_ONCE = 10
"""So many people press at the same time, one button after the other."""

KINDS = (Kind.KILL, Kind.KILL, Kind.HANG, Kind.KILL, Kind.CUT)


@dataclass(slots=True)
class Drill:
    """Blows one after the other, in the middle of everything."""

    group: Group
    town: Town
    pressers: range
    areas: Sequence[NeighborhoodId]
    """What each of them presses, one after the other."""
    seen: Seen
    presses: Counter[int] = field(default_factory=Counter)
    is_over: asyncio.Event = field(default_factory=asyncio.Event)
    is_quiet: bool = False

    async def run(self, kills: int, held: float) -> None:
        """So many blows, then each process is stopped and started again, and then all comes to an end."""
        await self.group.is_whole()
        async with self._busy():
            for at in range(kills):
                await self._blow(KINDS[at % len(KINDS)], held, at=at)
                await self.group.is_whole()
            for number in sorted(self.group.running):
                await self._blow(Kind.STOP, held, number=number)
                await self.group.is_whole()
        self.is_quiet = await self.group.quiet(QUIET_WITHIN)

    @asynccontextmanager
    async def _busy(self) -> AsyncIterator[None]:
        """Alerts go out and buttons are pressed while the block lasts."""
        tasks = [asyncio.create_task(self._alerts()), asyncio.create_task(self._presses())]
        try:
            while not self.seen.opened:  # noqa: ASYNC110
                await asyncio.sleep(LOOKS)
            yield
            self.is_over.set()
            await asyncio.gather(*tasks)
        finally:
            for task in tasks:
                task.cancel()

    async def _blow(self, kind: Kind, held: float, *, at: int = 0, number: int | None = None) -> None:
        await asyncio.sleep(random.uniform(FIRST, LAST))
        group, leader = self.group, self.group.leader
        if number is None:
            number = random.choice(sorted(group.running)) if kind is Kind.KILL and at % len(KINDS) == 3 else leader
        led = number == leader
        match kind:
            case Kind.KILL:
                self.seen.blows.append(Blow(await group.kill(number), kind, number, led))
                await group.start(number, paced=True)
            case Kind.STOP:
                self.seen.blows.append(Blow(await group.stop(number), kind, number, led))
                await group.start(number, paced=True)
            case Kind.HANG:
                self.seen.blows.append(Blow(group.hold(number), kind, number, led))
                await asyncio.sleep(held)
                self.seen.blows[-1].again = group.wake(number)
            case Kind.CUT:
                self.seen.blows.append(Blow(time.monotonic(), kind, number, led))
                group.cables[number - 1].cut()
                await group.another_leads(self.seen.blows[-1].at)
                await asyncio.sleep(random.uniform(0, LONGEST_CUT))
                self.seen.blows[-1].again = time.monotonic()
                group.cables[number - 1].mend()
        if led:
            await group.another_leads(self.seen.blows[-1].at)

    async def _alerts(self) -> None:
        """One alert after the other."""
        while not self.is_over.is_set():
            [incident] = await seed.incidents(self.town.database, self.seen.crowd, 1, now=self.town.clock.now())
            self.seen.opened.append(time.monotonic())
            confirmed = False
            while not confirmed:
                with suppress(Unavailable):  # the courier has changed what this changes
                    await house.confirm(self.town, incident)
                    confirmed = True
            while (await self.group.shared.count(UNDONE))[0]:  # noqa: ASYNC110
                await asyncio.sleep(LOOKS)

    async def _presses(self) -> None:
        """Some people press one button after the other, then others do."""
        for first in self.pressers[::AT_ONCE]:
            some = range(first, min(first + AT_ONCE, self.pressers.stop))
            for area in self.areas:
                for chat in some:
                    if self.is_over.is_set():
                        return
                    await press(self.group.server, chat, area)
                    self.presses[chat] += 1
                    await asyncio.sleep(1 / PRESSES_A_SECOND)


async def press(server: Server, chat: int, area: NeighborhoodId) -> None:
    """Somebody chooses a neighborhood, under a message that is too old to be changed: the answer is a new one."""
    await server.acts(chat, "presses", message=1, data=Listen(area).pack())
