"""What is logged: what happened, never to whom. Libraries that write addresses or texts are kept quiet."""

import logging
import re
import sys

QUIET = ("httpx", "httpcore", "telegram", "aiohttp", "apscheduler", "aiosqlite", "sqlalchemy", "alembic", "asyncio")
"""These may write a URL (and in it the token), a text, or a statement with its values."""

TOKEN = re.compile(r"\d{5,}:[A-Za-z0-9_-]{20,}")


class Redacted(logging.Formatter):
    """Takes the token out of whatever is written, tracebacks too."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without anything that looks like a bot's token."""
        return TOKEN.sub("[token]", super().format(record))


def configure(level: str) -> None:
    """Write to stderr at this level; for libraries, warnings and what is worse."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Redacted("%(asctime)s %(levelname)-7s %(name)s: %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
