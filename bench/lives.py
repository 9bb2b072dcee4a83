"""The lives of a carrier, as its parent sees them: started, heard, told, killed."""

import asyncio
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

from bench.benchmark import Failed
from bench.carrier import OPEN

STOPS_WITHIN = 5.0
"""Seconds until a carrier that is to stop is killed."""


@dataclass(slots=True)
class Life:
    """One process, from its start to its death."""

    process: asyncio.subprocess.Process
    patience: float
    """Seconds after which a silent one is given up."""

    @classmethod
    async def begin(cls, arguments: Sequence[str], patience: float) -> "Life":
        """Start one. It lives on the same core as its parent."""
        pipe = asyncio.subprocess.PIPE
        command = (sys.executable, "-m", "bench.carrier", *arguments)
        return cls(await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe), patience)

    async def says(self) -> str:
        """Its next word. Failed when it dies by itself, or says nothing for too long."""
        word = await self.says_within(self.patience)
        if word is None:
            raise Failed(f"the carrier says nothing for {self.patience:.0f} s")
        return word

    async def says_within(self, seconds: float) -> str | None:
        """Its next word, or none when that does not come within so many seconds. Failed when it dies by itself."""
        try:
            async with asyncio.timeout(seconds):
                word = await self._next()
        except TimeoutError:
            return None
        if not word:
            raise Failed(f"the carrier stopped by itself, with exit code {await self.process.wait()}")
        return word

    async def opens(self) -> None:
        """Tell it to open another alert."""
        assert self.process.stdin is not None  # noqa: S101  piped above
        self.process.stdin.write(f"{OPEN}\n".encode())
        await self.process.stdin.drain()

    async def is_killed(self) -> float:
        """Kill it; when that was, in seconds of CLOCK_MONOTONIC."""
        at = time.monotonic()
        self.process.kill()
        await self.process.wait()
        return at

    async def ends(self) -> None:
        """Let it stop, or kill it if it does not."""
        if self.process.returncode is None and self.process.stdin is not None:
            self.process.stdin.close()
            try:
                async with asyncio.timeout(STOPS_WITHIN):
                    await self.process.wait()
            except TimeoutError:
                await self.is_killed()

    async def _next(self) -> str:
        assert self.process.stdout is not None  # noqa: S101  piped above
        return (await self.process.stdout.readline()).decode().strip()
