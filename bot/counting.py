"""What is counted while the bot runs: numbers alone, under few names. Nothing here tells one person from another."""

from bisect import bisect_left
from collections import Counter

from bot.domain.clock import Clock
from bot.wire import JSON, TIMEOUT, Answer, NotSent, Unanswered, Wire

BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
"""Seconds."""

METHODS = frozenset({"sendMessage", "editMessageText", "answerCallbackQuery", "deleteMessage", "getUpdates", "getMe"})
"""What is counted by its name; all else is `other`."""

ANSWERS = {200: "ok", 400: "refused", 403: "gone", 429: "flooded", 401: "bad_token", 404: "bad_token", 409: "conflict"}


class Timings:
    """How long something took, as counts within bounds: enough for quantiles, without keeping any of it."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.counts = [0] * (len(BOUNDS) + 1)
        """How many took at most so long, and longer than the bound before; last of all those beyond every bound."""
        self.sum = 0.0

    def add(self, seconds: float) -> None:
        """One more."""
        self.counts[bisect_left(BOUNDS, seconds)] += 1
        self.sum += seconds


class CountedWire:
    """A wire that counts how its requests were answered, and how fast."""

    def __init__(self, wire: Wire, clock: Clock) -> None:
        """Nothing was asked yet."""
        self.answers: Counter[tuple[str, str]] = Counter()
        """By method and kind of answer."""
        self.timings: dict[str, Timings] = {}
        """By method, until the answer came. Empty polls wait for as long as they may."""
        self._wire = wire
        self._clock = clock
        self._last: float | None = None

    @property
    def silent(self) -> float | None:
        """For how many seconds Telegram has answered nothing; none when it never has."""
        return None if self._last is None else self._clock.monotonic() - self._last

    async def post(
        self,
        method: str,
        body: bytes,
        *,
        content_type: str = JSON,
        timeout: float = TIMEOUT,  # noqa: ASYNC109
    ) -> Answer:
        """The same request, counted."""
        name = method if method in METHODS else "other"
        began = self._clock.monotonic()
        try:
            answer = await self._wire.post(method, body, content_type=content_type, timeout=timeout)
        except (NotSent, Unanswered) as error:
            self.answers[name, "not_sent" if isinstance(error, NotSent) else "unanswered"] += 1
            raise
        self._last = self._clock.monotonic()
        self.answers[name, ANSWERS.get(answer.status, "failed")] += 1
        timings = self.timings.get(name)
        if timings is None:
            timings = self.timings[name] = Timings()
        timings.add(self._last - began)
        return answer

    async def close(self) -> None:
        """Close every connection."""
        await self._wire.close()
