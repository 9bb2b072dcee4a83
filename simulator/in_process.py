"""The second door: the bot's wire, straight into the engine. The same checks and the same bytes, without a socket."""

import asyncio

from bot.wire import JSON, TIMEOUT, Answer, NotSent, Unanswered
from simulator.engine import Engine
from simulator.faults import ConnectionCut


class InProcess:
    """A `bot.wire.Wire` to an engine. Waits go by the engine's clock."""

    def __init__(self, engine: Engine) -> None:
        """Whoever holds it is the bot: no token is asked for."""
        self.engine = engine

    async def post(
        self,
        method: str,
        body: bytes,
        *,
        content_type: str = JSON,
        timeout: float = TIMEOUT,  # noqa: ASYNC109
    ) -> Answer:
        """The answer, or NotSent, or Unanswered."""
        answered = asyncio.Event()
        asked = asyncio.ensure_future(self.engine.serve(method, content_type, body))
        asked.add_done_callback(lambda _: answered.set())
        try:
            if not await self.engine.clock.wait(answered, timeout):
                raise Unanswered("TimeoutError")
            reply = asked.result()
        except ConnectionCut as cut:
            raise (Unanswered if cut.reached else NotSent)(str(cut)) from None
        finally:
            asked.cancel()
        return Answer(reply.status, reply.body)

    async def close(self) -> None:
        """Nothing is open."""
