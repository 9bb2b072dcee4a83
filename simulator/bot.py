"""A real bot beside the simulator: its own process, with data and keys in a folder of its own."""

import asyncio
import os
import signal
import sys
from pathlib import Path

from simulator.engine import TOKEN

HOUSE = Path(__file__).resolve().parents[1]
"""Where its code is. It works in a folder of its own, where no `.env` of anyone's lies."""

KEPT = ("PATH", "HOME", "LANG", "VIRTUAL_ENV", "TZ", "TMPDIR")
"""What it takes over from our environment: nobody's settings."""


class BotProcess:
    """`python -m bot run`, to be started, killed and started again over the same folder."""

    def __init__(self, folder: Path, url: str, *, owner: int, token: str = TOKEN, **settings: str) -> None:
        """`url` is the simulator's. More settings go by name, such as `rate="1000"`."""
        folder = folder.resolve()
        self.data, self.keys, self.log = folder / "data", folder / "keys", folder / "bot.log"
        self.data.mkdir(parents=True, exist_ok=True)
        self._settings = {
            "token": token,
            "telegram_url": url,
            "database_url": f"sqlite+aiosqlite:///{self.data / 'avisa.db'}",
            "keys": str(self.keys),
            "owner_id": str(owner),
            **settings,
        }
        self._process: asyncio.subprocess.Process | None = None

    @property
    def running(self) -> asyncio.subprocess.Process:
        """The process."""
        assert self._process is not None, "it was not started"  # noqa: S101  a slip of whoever calls
        return self._process

    async def start(self, **settings: str) -> None:
        """Start it, with other settings than before if any are given."""
        self._settings |= settings
        environment = {name: value for name, value in os.environ.items() if name in KEPT}
        environment["PYTHONPATH"] = os.pathsep.join([str(HOUSE), *filter(None, [os.environ.get("PYTHONPATH")])])
        environment |= {f"AVISA_{name.upper()}": value for name, value in self._settings.items()}
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", "run"),
                cwd=self.log.parent,
                env=environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    async def kill(self) -> None:
        """Stop it as a power cut would."""
        self.running.kill()
        await self.running.wait()

    async def stop(self) -> int:
        """Ask it to stop; its exit code."""
        if self.running.returncode is None:
            self.running.send_signal(signal.SIGTERM)
        return await self.running.wait()

    async def end(self) -> None:
        """Whatever state it is in: it runs no more."""
        if self._process is not None and self._process.returncode is None:
            await self.kill()
