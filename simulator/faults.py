"""What can go wrong between the bot and Telegram, on demand."""

import json
import random
from collections import defaultdict, deque
from dataclasses import dataclass
from typing import ClassVar

from simulator.errors import Refused, flood


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back: the HTTP status, the body, and for 429 the wait in seconds."""

    status: int
    body: bytes
    retry_after: int | None = None


class ConnectionCut(Exception):
    """No answer comes. `reached` says whether the connection had come about at all."""

    def __init__(self, *, reached: bool) -> None:
        super().__init__("cut" if reached else "unreachable")
        self.reached = reached


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that goes wrong. By itself it does nothing."""

    takes: ClassVar[bool] = True
    """Whether the request takes effect before it goes wrong."""

    def instead(self, reply: Reply) -> Reply:
        """What is answered in place of the true answer, or ConnectionCut."""
        return reply


@dataclass(frozen=True, slots=True)
class Flood(Fault):
    """429: as Telegram says it, or without `retry_after` as a proxy says it. The wait then holds for everything."""

    takes: ClassVar[bool] = False
    retry_after: int | None = None

    def instead(self, reply: Reply) -> Reply:
        """The 429."""
        if self.retry_after is None:
            return Reply(429, b"<html>429 Too Many Requests</html>")
        return refusal(flood(self.retry_after))


@dataclass(frozen=True, slots=True)
class Fails(Fault):
    """An error of the server's: 500, 502 and such, before it took the request."""

    takes: ClassVar[bool] = False
    status: int = 502

    def instead(self, reply: Reply) -> Reply:
        """The error, as the proxy in front words it."""
        if self.status == 500:
            return refusal(Refused(500, "Internal Server Error: restart"))
        return Reply(self.status, b"<html>%d</html>" % self.status)


@dataclass(frozen=True, slots=True)
class TakenButFails(Fault):
    """The same after it took the request."""

    status: int = 502

    def instead(self, reply: Reply) -> Reply:
        """The error."""
        return Fails(self.status).instead(reply)


@dataclass(frozen=True, slots=True)
class Refuses(Fault):
    """Any error that Telegram itself may word: 400, 401, 403, 409."""

    takes: ClassVar[bool] = False
    status: int = 401
    description: str = "Unauthorized"

    def instead(self, reply: Reply) -> Reply:
        """The error."""
        return refusal(Refused(self.status, self.description))


@dataclass(frozen=True, slots=True)
class Garbled(Fault):
    """200, and half of the JSON. The request was taken."""

    def instead(self, reply: Reply) -> Reply:
        """What came of it."""
        return Reply(200, reply.body[: len(reply.body) // 2])


@dataclass(frozen=True, slots=True)
class Lost(Fault):
    """A true 200 with a message id, and nobody gets the message."""


@dataclass(frozen=True, slots=True)
class Cut(Fault):
    """The connection breaks before the request is taken."""

    takes: ClassVar[bool] = False

    def instead(self, reply: Reply) -> Reply:
        """Nothing."""
        raise ConnectionCut(reached=True)


@dataclass(frozen=True, slots=True)
class TakenButCut(Fault):
    """The connection breaks after the request was taken."""

    def instead(self, reply: Reply) -> Reply:
        """Nothing."""
        raise ConnectionCut(reached=True)


@dataclass(frozen=True, slots=True)
class Unreachable(Fault):
    """No connection comes about. Over HTTP this cannot be had for one request alone: there it is a `Cut`."""

    takes: ClassVar[bool] = False

    def instead(self, reply: Reply) -> Reply:
        """Nothing."""
        raise ConnectionCut(reached=False)


@dataclass(frozen=True, slots=True)
class Late(Fault):
    """The true answer, so many seconds late, on the engine's clock."""

    seconds: float = 1.0


KINDS: dict[str, type[Fault]] = {
    "flood": Flood,
    "fails": Fails,
    "taken_but_fails": TakenButFails,
    "refuses": Refuses,
    "garbled": Garbled,
    "lost": Lost,
    "cut": Cut,
    "taken_but_cut": TakenButCut,
    "unreachable": Unreachable,
    "late": Late,
}
"""By the names of the control API."""

ANY = "*"
"""In place of a method: whichever comes, save getUpdates."""


class Faults:
    """What is to go wrong next."""

    def __init__(self) -> None:
        self.delay = 0.0
        """Seconds by which every answer is late, on the engine's clock."""
        self._next: defaultdict[str, deque[Fault]] = defaultdict(deque)
        self._share: dict[str, tuple[Fault, float, random.Random]] = {}

    def next(self, method: str, fault: Fault, times: int = 1) -> None:
        """Let the next requests for this method go wrong; `*` for any but getUpdates. Faults queue up in order."""
        self._next[method].extend([fault] * times)

    def share(self, method: str, fault: Fault, share: float, *, seed: int = 0) -> None:
        """From now on let this share of them go wrong, 0 to 1; the same ones for the same seed. 0 ends it."""
        if share <= 0:
            self._share.pop(method, None)
            return
        self._share[method] = (fault, share, random.Random(seed))  # noqa: S311  chance, not secrecy

    def clear(self) -> None:
        """Everything goes right again."""
        self._next.clear()
        self._share.clear()
        self.delay = 0.0

    def take(self, method: str) -> Fault | None:
        """What goes wrong with this request."""
        if not self._next and not self._share:
            return None
        for name in (method, ANY) if method != "getUpdates" else (method,):
            if waiting := self._next.get(name):
                return waiting.popleft()
            if name in self._share:
                fault, share, chance = self._share[name]
                return fault if chance.random() < share else None
        return None


def refusal(refused: Refused) -> Reply:
    """An error as the Bot API writes it."""
    facts = {"ok": False, "error_code": refused.status, "description": refused.description}
    if refused.retry_after is not None:
        facts["parameters"] = {"retry_after": refused.retry_after}
    return Reply(refused.status, json.dumps(facts).encode(), refused.retry_after)
