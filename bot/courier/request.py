"""python-telegram-bot over our wire: its handlers' replies keep to the same pace as everything else."""

from datetime import timedelta
from typing import Any

from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.courier.form import form
from bot.courier.pacing import Pace
from bot.domain.answer import Again, after, read
from bot.wire import JSON, TIMEOUT, Answer, NotSent, Unanswered, Wire

COUNTED = ("send", "edit", "copy", "forward")
"""Methods that count against Telegram's limits."""

UNCOUNTED = frozenset({"sendChatAction"})

OF_THE_PROFILE = ("getMy", "setMy", "deleteMy")
"""Methods with limits of their own: too many of them says nothing about messages, and nobody waits for them."""

PATIENCE = timedelta(minutes=1)
"""A reply waits at most so long for a flood to pass; after that it is a fault, and the update is tried again."""


class WireRequest(BaseRequest):
    """PTB's way out."""

    def __init__(self, wire: Wire, pace: Pace) -> None:
        super().__init__()
        self._wire = wire
        self._pace = pace

    @property
    def read_timeout(self) -> float:
        """Seconds until a request counts as unanswered."""
        return TIMEOUT

    async def initialize(self) -> None:
        """Nothing to do: the wire opens by itself."""

    async def shutdown(self) -> None:
        """Nothing to do: the wire is closed by whoever opened it."""

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_timeouts: Any, **_more: Any
    ) -> tuple[int, bytes]:
        """One request of PTB's. Too many at once waits here, for all replies, as Telegram asks."""
        name = url.rsplit("/", 1)[-1]
        body, content_type = _body(request_data)
        chat = _chat(request_data) if name.startswith(COUNTED) and name not in UNCOUNTED else None
        waited, tries = timedelta(0), 0
        while True:
            answer = await self._post(name, body, chat, content_type)
            if answer.status != 429 or name.startswith(OF_THE_PROFILE):
                return answer.status, answer.body
            tries += 1
            decision = after(read(answer.status, answer.body), kind=None, tries=tries)
            wait = decision.hold if isinstance(decision, Again) and decision.hold else timedelta(0)
            self._pace.hold(wait.total_seconds(), replies=True)
            waited += wait
            if waited > PATIENCE:
                return answer.status, answer.body

    async def _post(self, name: str, body: bytes, chat: int | None, content_type: str) -> Answer:
        turn = None if chat is None else await self._pace.reply(chat)
        try:
            return await self._wire.post(name, body, content_type=content_type)
        except NotSent as error:
            raise NetworkError(str(error)) from error
        except Unanswered as error:
            raise TimedOut(str(error)) from error
        finally:
            if turn is not None:
                turn.answered()


def _body(request_data: RequestData | None) -> tuple[bytes, str]:
    """What is posted, and as what: JSON, unless a file goes with it."""
    if request_data is None:
        return b"{}", JSON
    if not request_data.contains_files:
        return request_data.json_payload, JSON
    return form(request_data.json_parameters, request_data.multipart_data or {})


def _chat(request_data: RequestData | None) -> int:
    """Which chat a request goes to; 0 for none, which then waits with all the others that name none."""
    chat = request_data.parameters.get("chat_id", 0) if request_data else 0
    return chat if isinstance(chat, int) else 0
