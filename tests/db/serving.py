"""A PostgreSQL that a test may stop, hang, kill, copy and promote: with a port, a password and a certificate."""

import asyncio
import contextlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

import asyncpg  # type: ignore[import-untyped]
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bench.postgres import HURRIED, WHOM
from tests.postgres import required

PASSWORD = "never-a-real-password"
RULES = """
local all all trust
local replication all trust
host all all 127.0.0.1/32 scram-sha-256
"""


class Server:
    """One of them, in a folder of its own. `admin` may do anything there, by its socket alone."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self.programs, self.folder = programs, folder
        self.data = folder / "data"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]

    def url(self, name: str = "avisa", **query: str) -> str:
        """Where the settings say that a database of it is."""
        behind = f"?{urlencode(query)}" if query else ""
        return f"postgresql+asyncpg://avisa:{PASSWORD}@127.0.0.1:{self.port}/{name}{behind}"

    def make(self) -> None:
        """Make it, and start it. Nobody else than `admin` is there."""
        initdb = ("-D", self.data, "-U", "admin", "-E", "UTF8", "--locale=C", "--no-sync")
        self._run("initdb", *initdb)
        (self.data / "pg_hba.conf").write_text(RULES)
        self.start()

    def furnish(self) -> None:
        """Make a database `avisa`, for a role that is no superuser."""
        self.does("postgres", f"CREATE ROLE avisa LOGIN PASSWORD '{PASSWORD}'")
        self.does("postgres", "CREATE DATABASE avisa OWNER avisa")

    def start(self, *settings: str) -> None:
        """Start it, and wait until it answers."""
        mine = (f"unix_socket_directories={self.folder}", f"port={self.port}", "listen_addresses=127.0.0.1")
        options = " ".join(f"-c {one}" for one in (*mine, "shared_buffers=16MB", *HURRIED, *settings))
        self._run("pg_ctl", "-D", self.data, "-w", "-l", self.folder / "log", "-o", options, "start")

    def stop(self, how: str = "immediate") -> None:
        """Stop it: `fast`, or `immediate` as a crash does."""
        self._run("pg_ctl", "-D", self.data, "-w", "-m", how, "stop")

    def promote(self) -> None:
        """It is a standby, and may be written to from now on."""
        self._run("pg_ctl", "-D", self.data, "-w", "promote")

    def signal(self, what: signal.Signals) -> None:
        """Give it to each of its processes."""
        [first, *_] = (self.data / "postmaster.pid").read_text().splitlines()
        for one in (int(first), *map(int, Path(f"/proc/{first}/task/{first}/children").read_text().split())):
            with contextlib.suppress(ProcessLookupError):
                os.kill(one, what)

    def does(self, name: str, *statements: str) -> list[asyncpg.Record]:
        """What it answers to the last of these, said as SQL: beside whatever loop runs here."""

        async def do() -> list[asyncpg.Record]:
            connection = await asyncpg.connect(host=str(self.folder), port=self.port, user="admin", database=name)
            try:
                answers: list[list[asyncpg.Record]] = [await connection.fetch(one) for one in statements]
                return answers[-1]
            finally:
                await connection.close()

        with ThreadPoolExecutor(1) as thread:
            answered: list[asyncpg.Record] = thread.submit(asyncio.run, do()).result()
            return answered

    def copy_to(self, other: "Server") -> None:
        """Make the other one a standby of this one."""
        self._run(
            *("pg_basebackup", "-D", other.data, "-h", self.folder, "-p", self.port, "-U", "admin"),
            *("-R", "-c", "fast", "--no-sync"),
        )

    def certify(self) -> Path:
        """Give it a certificate for `localhost`; the file by which others know it. It must be started anew."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
        now = datetime.now(UTC)
        made = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(1)
            .not_valid_before(now - timedelta(hours=1))
            .not_valid_after(now + timedelta(hours=1))
            .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
            .sign(key, hashes.SHA256())
        )
        private = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        for file, what in (("server.crt", made.public_bytes(serialization.Encoding.PEM)), ("server.key", private)):
            (self.data / file).write_bytes(what)
            (self.data / file).chmod(0o600)
            _give(self.data / file)
        return self.data / "server.crt"

    def _run(self, program: str, *given: str | int | Path) -> None:
        whom = {"user": WHOM, "group": WHOM, "extra_groups": []} if os.geteuid() == 0 else {}
        command = [str(self.programs / program), *map(str, given)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/", **whom)  # type: ignore[call-overload]


def _give(what: Path) -> None:
    if os.geteuid() == 0:
        shutil.chown(what, WHOM, WHOM)


@contextmanager
def place() -> Iterator[Server]:
    """A folder for one that is not made yet, gone at the end of the block, and whatever runs in it. Skips the test
    where there is no PostgreSQL."""
    found = required()
    with tempfile.TemporaryDirectory(prefix="avisa-pg-") as name:
        _give(Path(name))
        server = Server(found, Path(name))
        try:
            yield server
        finally:
            if (server.data / "postmaster.pid").exists():
                server.signal(signal.SIGCONT)
                server.stop()


@contextmanager
def serving() -> Iterator[Server]:
    """One that runs while the block lasts."""
    with place() as server:
        server.make()
        server.furnish()
        yield server
