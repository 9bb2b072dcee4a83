"""Between a process and PostgreSQL: a cable that can be cut, as if the network between two machines were."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

SOCKET = ".s.PGSQL.5432"
"""What PostgreSQL's own programs look for in a folder."""


class Cable:
    """While it is cut nothing goes through, in either direction, and neither end is told."""

    def __init__(self, server: Path) -> None:
        """`server` is the folder with the socket of the real one."""
        self._server = str(server / SOCKET)
        self._whole = asyncio.Event()
        self._whole.set()

    def cut(self) -> None:
        """Nothing goes through from now on."""
        self._whole.clear()

    def mend(self) -> None:
        """What was on its way arrives."""
        self._whole.set()

    async def plugged(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Somebody has connected here."""
        await self._whole.wait()
        try:
            there, back = await asyncio.open_unix_connection(self._server)
        except OSError:
            writer.close()
            return
        await asyncio.gather(self._carry(reader, back), self._carry(there, writer), return_exceptions=True)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while data := await reader.read(1 << 16):
                await self._whole.wait()
                writer.write(data)
                await writer.drain()
            await self._whole.wait()
        finally:
            writer.close()


@asynccontextmanager
async def laid(folder: Path, server: Path) -> AsyncIterator[Cable]:
    """A cable from this folder to the server's, as long as the block lasts."""
    await asyncio.to_thread(folder.mkdir)
    cable = Cable(server)
    listening = await asyncio.start_unix_server(cable.plugged, folder / SOCKET)
    try:
        yield cable
    finally:
        listening.close()
        cable.mend()
