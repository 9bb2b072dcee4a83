"""A PostgreSQL of our own, from the programs that are found here: in a folder, without a port, gone afterwards."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

WHOM = "postgres"
"""As whom its programs run where we are root, which they refuse to be. Debian's package makes that user."""

HURRIED = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
"""What a crash of the machine would do to it is nobody's loss."""

PLAIN = ("listen_addresses=", "max_connections=200", "shared_buffers=32MB", "jit=off")


def programs() -> Path | None:
    """The folder of PostgreSQL's programs, of the newest that is here; none where there is none."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda one: float(one.parent.parent.name))
    found = shutil.which("postgres")
    if debian:
        return debian[-1].parent
    return None if found is None else Path(found).resolve().parent


def url(folder: Path, database: str) -> str:
    """Where the settings say that a database of the server in this folder is."""
    return f"postgresql+asyncpg://avisa@/{database}?host={folder}"


@contextmanager
def running(programs: Path, settings: Sequence[str] = (*PLAIN, *HURRIED)) -> Iterator[Path]:
    """A server that ends with the block; the folder with its socket. It writes to `data` and `log` in it."""
    with tempfile.TemporaryDirectory(prefix="avisa-pg-") as name:
        folder = Path(name)
        if os.geteuid() == 0:
            shutil.chown(folder, WHOM, WHOM)
        initdb = ("-D", folder / "data", "-U", "avisa", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        does(programs / "initdb", *initdb)
        options = " ".join(f"-c {one}" for one in (f"unix_socket_directories={folder}", *settings))
        control = (programs / "pg_ctl", "-D", folder / "data", "-w")
        does(*control, "-l", folder / "log", "-o", options, "start")
        try:
            yield folder
        finally:
            if (folder / "data" / "postmaster.pid").exists():  # nobody has stopped it
                does(*control, "-m", "immediate", "stop")


def does(*command: str | Path) -> None:
    """Run one of its programs, as whom it wants to be run."""
    whom = {"user": WHOM, "group": WHOM, "extra_groups": []} if os.geteuid() == 0 else {}
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/", **whom)  # type: ignore[call-overload]
