"""Telegram posts updates here, where a city wants that instead of polling. 200 is said only after the commit."""

import hmac
import logging

from aiohttp import web

from bot.intake.reading import LARGEST
from bot.intake.receiving import Write
from bot.intake.room import Room
from db.failing import Unavailable

log = logging.getLogger(__name__)

HEADER = "X-Telegram-Bot-Api-Secret-Token"


class Webhook:
    """The handler for Telegram's posts."""

    def __init__(self, write: Write, secret: str, room: Room) -> None:
        """`secret` is what was given to Telegram with the address: whoever does not send it is not Telegram."""
        self._write = write
        self._room = room
        self._secret = secret.encode()

    async def post(self, request: web.Request) -> web.Response:
        """One update. Before its secret is right, nothing of a post is read."""
        sent = request.headers.get(HEADER, "").encode(errors="surrogateescape")
        if not hmac.compare_digest(sent, self._secret):
            return web.Response(status=401)
        if not self._room:
            return web.Response(status=503)
        text = await _body(request)
        if text is None:
            return web.Response(status=413)
        try:
            await self._write([text])
        except (Unavailable, OSError) as error:
            log.warning("an update cannot be written down (%s); Telegram will send it again", error)
            return web.Response(status=503)
        return web.Response()


async def _body(request: web.Request) -> bytes | None:
    """What was posted; none when it is larger than any update."""
    if request.content_length is not None and request.content_length > LARGEST:
        return None
    read = bytearray()
    async for chunk in request.content.iter_any():
        read += chunk
        if len(read) > LARGEST:
            return None
    return bytes(read)
