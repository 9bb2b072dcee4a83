"""What can go wrong between the bot and Telegram, on demand."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

from simulator.errors import Refused, flood


class Reply(NamedTuple):
    """What goes back: the HTTP status, the body, and for 429 the wait in seconds."""

    status: int
    body: bytes
    retry_after: int | None = None


NOTHING = Reply(0, b"")
"""What is answered while it is not known yet."""


class ConnectionCut(Exception):
    """No answer comes. `reached` says whether the connection had come about at all, `is_reset` whether it is torn."""

    def __init__(self, *, reached: bool, is_reset: bool = False) -> None:
        super().__init__("reset" if is_reset else "cut" if reached else "unreachable")
        self.reached = reached
        self.is_reset = is_reset


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
class Reset(Fault):
    """The same, not closed but torn: the other end is told so (a TCP reset)."""

    takes: ClassVar[bool] = False

    def instead(self, reply: Reply) -> Reply:
        """Nothing."""
        raise ConnectionCut(reached=True, is_reset=True)


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


@dataclass(frozen=True, slots=True)
class Doubled(Fault):
    """Every update of a poll's answer comes twice."""

    def instead(self, reply: Reply) -> Reply:
        """The same, twice."""
        return _rearranged(reply, lambda updates: [one for one in updates for _ in range(2)])


@dataclass(frozen=True, slots=True)
class Shuffled(Fault):
    """The updates of a poll's answer come out of order: the newest is the first."""

    def instead(self, reply: Reply) -> Reply:
        """The same, backwards."""
        return _rearranged(reply, lambda updates: updates[::-1])


@dataclass(frozen=True, slots=True)
class Blocks(Fault):
    """The person blocks the bot a moment before. The bot is answered 403, and told of it in an update."""


KINDS: dict[str, type[Fault]] = {
    "flood": Flood,
    "fails": Fails,
    "taken_but_fails": TakenButFails,
    "refuses": Refuses,
    "garbled": Garbled,
    "lost": Lost,
    "cut": Cut,
    "taken_but_cut": TakenButCut,
    "reset": Reset,
    "unreachable": Unreachable,
    "late": Late,
    "doubled": Doubled,
    "shuffled": Shuffled,
    "blocks": Blocks,
}
"""By the names of the control API."""

ANY = "*"
"""In place of a method: whichever comes, save getUpdates."""


def refusal(refused: Refused) -> Reply:
    """An error as the Bot API writes it."""
    facts = {"ok": False, "error_code": refused.status, "description": refused.description}
    if refused.retry_after is not None:
        facts["parameters"] = {"retry_after": refused.retry_after}
    return Reply(refused.status, json.dumps(facts).encode(), refused.retry_after)


def _rearranged(reply: Reply, change: Callable[[list[Any]], list[Any]]) -> Reply:
    """An answer with other updates in it."""
    facts = json.loads(reply.body)
    if not isinstance(facts.get("result"), list):
        return reply
    return Reply(reply.status, json.dumps({**facts, "result": change(facts["result"])}).encode())
