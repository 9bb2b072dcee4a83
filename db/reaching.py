"""How a PostgreSQL is reached: a city's schema, several hosts, TLS, and nothing that hangs for ever."""

import asyncio
import os
import re
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import asyncpg  # type: ignore[import-untyped]
from asyncpg.exceptions import InterfaceError, TargetServerAttributeNotMatched  # type: ignore[import-untyped]
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from db.failing import Refused, Unavailable

DEFAULT = "public"
"""The schema where the URL names none."""

NAMES = r"[a-z_][a-z0-9_]{0,39}"
"""Of schemas. PostgreSQL takes 63 letters, and what else the processes of a city are known by has to find room."""

TLS = ("sslmode", "sslrootcert", "sslcert", "sslkey", "sslcrl")
KNOWN = frozenset({"schema", "host", "port", "target_session_attrs", "passfile", "ssl", *TLS})
"""What may stand behind the `?` of a URL: libpq's words, but for `schema`, which is ours, and SQLAlchemy's `ssl`."""

REACHES = 3.0
"""Seconds that one host has to let us in, before the next is tried."""

ANSWERS = 40.0
"""Seconds within which a statement has to be answered. PostgreSQL itself ends it after HURRIED's."""

CLOSES = 0.3
"""Seconds for a good-bye."""

HURRIED = {"statement_timeout": "30s", "lock_timeout": "10s", "idle_in_transaction_session_timeout": "60s"}
"""How long a statement takes at most, waits for another's lock, and a transaction whose process is stopped stays."""

ALWAYS = {
    "synchronous_commit": "on",
    "client_connection_check_interval": "5s",
    "tcp_keepalives_idle": "10",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "3",
    "tcp_user_timeout": "25s",
}
"""A commit is on the disk, and on the standby where one must have it; what a process that is cut off held is let go."""

WATCHED = {"SO_KEEPALIVE": 1, "TCP_KEEPIDLE": 10, "TCP_KEEPINTVL": 5, "TCP_KEEPCNT": 3, "TCP_USER_TIMEOUT": 25_000}
"""The same on our side, where no answer is asked for in time: a machine that is gone answers no more."""

MENDED = ("28", "3D", "3F", "42501")
"""States and classes of errors that stay until somebody mends them: who asks, which database, which schema, what one
may (PostgreSQL's documentation, appendix A)."""

OF_ASYNCPG = (asyncpg.PostgresError, InterfaceError, TargetServerAttributeNotMatched)
"""What it raises while it connects."""

OLDEST = 14
"""The oldest PostgreSQL that knows every setting in ALWAYS."""

UNKNOWN_SETTING = "42704"


class Line(asyncpg.Connection):  # type: ignore[misc]
    """A connection that is closed in time, also while the server hangs."""

    __slots__ = ()

    async def close(self, *, timeout: float | None = None) -> None:  # noqa: ASYNC109  asyncpg's own way
        """Say good-bye, or hang up."""
        try:
            await super().close(timeout=min(timeout or CLOSES, CLOSES))
        except TimeoutError:
            self.terminate()

    def watch(self) -> None:
        """Have the kernel see whether the other machine is there; what it cannot do on this one is left out."""
        line: socket.socket = self._transport.get_extra_info("socket")
        for name, value in WATCHED.items() if line.family != socket.AF_UNIX else ():
            if (option := getattr(socket, name, None)) is not None:
                level = socket.SOL_SOCKET if name.startswith("SO_") else socket.IPPROTO_TCP
                line.setsockopt(level, option, value)


def schema_of(url: URL) -> str:
    """The schema that the URL names. Refused when it cannot be one, or when the URL says what nobody understands."""
    named = url.query.get("schema", DEFAULT)
    if not isinstance(named, str) or not re.fullmatch(NAMES, named) or named.startswith("pg_"):
        raise Refused("a schema has a name of at most 40 small letters, digits and _, and does not begin with pg_")
    if unknown := sorted(set(url.query) - KNOWN):
        raise Refused(f"nothing is known of {', '.join(unknown)} in the address")
    return named


def shown(url: URL) -> str:
    """The URL without a password, wherever it stands."""
    return url.difference_update_query(set(url.query) - KNOWN).render_as_string(hide_password=True)


def secret_of(url: str) -> str | None:
    """The password in it, if one is."""
    try:
        return make_url(url).password
    except (ArgumentError, ValueError):  # whoever opens it says so
        return None


@dataclass(frozen=True, slots=True)
class Address:
    """Where a city's schema is."""

    schema: str
    hosts: tuple[tuple[str | None, int | None], ...]
    """Each with its port; none of both is left to the environment, as libpq does."""
    driver: Mapping[str, Any]
    """What else the driver is told."""


def address(url: URL) -> Address:
    """What the URL says. Raises Refused when it can be none."""
    schema = schema_of(url)
    dialect = PGDialect_asyncpg()  # type: ignore[no-untyped-call]
    _, told = dialect.create_connect_args(url.difference_update_query(["schema", *TLS]))  # type: ignore[no-untyped-call]
    host, port = told.pop("host", None), told.pop("port", None)
    hosts = tuple(zip(host, port, strict=True)) if isinstance(host, list) else ((host, port),)
    if tls := {one: url.query[one] for one in TLS if one in url.query}:
        told["dsn"] = f"postgresql:///?{urlencode(tls)}"
    return Address(schema, hosts, {"target_session_attrs": "read-write", **told})


async def reach(there: Address, name: str, *, hurried: bool = True) -> Line:
    """A connection to the first host that lets us in and can be written to; the server knows it by its `name`. A
    statement on it may take as long as it does, unless it is `hurried`. Raises Refused when each host answers and none
    will ever let us in, else Unavailable."""
    settings = {**ALWAYS, "search_path": f'"{there.schema}"', "application_name": name}
    told = {**there.driver, "connection_class": Line, "server_settings": settings, "timeout": None}
    if hurried:
        told |= {"server_settings": {**settings, **HURRIED}, "command_timeout": ANSWERS}
    failed: list[Unavailable] = []
    for host, port in there.hosts:
        try:
            async with asyncio.timeout(REACHES):
                made: Line = await asyncpg.connect(host=host, port=port, **told)
                made.watch()
                return made
        except (OSError, ValueError, *OF_ASYNCPG) as error:
            failed.append(_meaning(error, f"{host}:{port}" if port else host))
    raise (Refused if all(isinstance(one, Refused) for one in failed) else Unavailable)("; ".join(map(str, failed)))


def _meaning(error: Exception, where: str | None) -> Unavailable:
    """What a host said, or that it said nothing."""
    at = f"{where}: " if where else ""
    if isinstance(error, TargetServerAttributeNotMatched):
        return Unavailable(f"{at}it can only be read (a standby, or default_transaction_read_only)")
    if isinstance(error, asyncpg.PostgresError):
        if error.sqlstate == UNKNOWN_SETTING:
            return Refused(f"{at}it is older than PostgreSQL {OLDEST} ({error.args[0]})")
        return (Refused if (error.sqlstate or "").startswith(MENDED) else Unavailable)(f"{at}{error.args[0]}")
    if isinstance(error, (ssl.SSLError, InterfaceError, ValueError)):
        return Refused(f"{at}{error.args[-1]}")
    if isinstance(error, TimeoutError):
        return Unavailable(f"{at}no answer within {REACHES:g} s")
    said = os.strerror(error.errno) if isinstance(error, ConnectionError) and error.errno else None
    return Unavailable(f"{at}{said or getattr(error, 'strerror', None) or error}")
