"""How many are in flight at once: from the request until its answer is written down."""

import asyncio


class Seats:
    """Taken by the one who feeds, given back by whoever writes down."""

    def __init__(self, in_all: int) -> None:
        """All of them are free."""
        self.in_all = in_all
        self.free = in_all
        self._some = asyncio.Event()

    async def one(self) -> None:
        """Wait until there is one. It is taken only by `take`."""
        while not self.free:
            self._some.clear()
            await self._some.wait()

    def take(self) -> None:
        """It is taken."""
        self.free -= 1

    def give(self, back: int) -> None:
        """So many are free again."""
        self.free += back
        self._some.set()
