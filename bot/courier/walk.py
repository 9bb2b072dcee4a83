"""One broadcast on its way: who is next, who is in flight, and up to where everyone has been answered for."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from bot.courier.prepared import Prepared
from bot.domain.broadcast import Broadcast, Cursor, Kind, Lane, Receipt, Recipient, State
from bot.domain.ids import BroadcastId, Language, MessageId

Prepare = Callable[[Broadcast, Language], Prepared]

URGENT = frozenset({Lane.RETRACTION, Lane.ALERT})


@dataclass(slots=True)
class Delivery:
    """One broadcast to one subscriber, in flight."""

    walk: "Walk"
    recipient: Recipient
    tries: int = 0
    told_perhaps: bool = False
    """An earlier try may have arrived."""

    @property
    def kind(self) -> Kind | None:
        """What it tells."""
        return self.walk.broadcast.kind

    @property
    def chat(self) -> int:
        """Where it goes."""
        return self.recipient.chat

    def request(self) -> tuple[str, bytes]:
        """Method and body."""
        return self.walk.body(self)

    def receipt(self, message: MessageId | None) -> Receipt:
        """They count as told, in this message if that is known."""
        return Receipt(self.walk.broadcast.id, self.recipient.place.number, message)


@dataclass(slots=True)
class Walk:
    """A broadcast that the courier carries. It hands people out in order; answers come back in any."""

    broadcast: Broadcast
    prepare: Prepare
    is_night: Callable[[], bool] = lambda: False
    """Whether those who want no sound at night are to hear none."""
    waits_for: BroadcastId | None = None
    """The alert that it corrects, while that is still in flight: those whose turn it was will hold it too."""
    at: Cursor = field(init=False)
    """Up to whom it has handed out."""
    mark: Cursor = field(init=False)
    """The low-water mark: everyone at or below has been answered for. A mark at the highest answer would lose people
    who were still in flight below it when the machine stopped."""
    ahead: deque[Recipient] = field(default_factory=deque)
    again: deque[Delivery] = field(default_factory=deque)
    """Deliveries for another try."""
    at_end: bool = False
    """The database knows of nobody after `at`."""
    looked: bool = False
    """The database was asked at least once."""
    _written: Cursor = field(init=False)
    _in_flight: dict[Cursor, bool] = field(default_factory=dict)
    """In the order in which they were handed out; true once answered."""
    _bodies: dict[Language, Prepared] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.at = self.mark = self._written = self.broadcast.cursor

    @property
    def ended(self) -> bool:
        """A correction has stopped it: nobody new is told."""
        return self.broadcast.state is not State.OPEN

    @property
    def drained(self) -> bool:
        """Nobody is in flight or waits for another try."""
        return not self._in_flight

    @property
    def over(self) -> bool:
        """Everyone has been answered for."""
        return self.drained and (self.ended or (self.at_end and not self.ahead))

    @property
    def waits(self) -> bool:
        """Someone's turn may come."""
        return not self.ended and bool(self.again or self.ahead or not self.at_end)

    @property
    def wants_more(self) -> bool:
        """The next people have to be looked up."""
        return not (self.ended or self.at_end or self.ahead or self.again)

    def came(self, found: Sequence[Recipient]) -> None:
        """The next people, or nobody any more."""
        self.at_end, self.looked = not found, True
        self.ahead.extend(one for one in found if one.place not in self._in_flight)
        if found:
            self.at = found[-1].place

    def next(self) -> Delivery | None:
        """The next delivery, now in flight; none when nobody is at hand."""
        if self.ended:
            return None
        if self.again:
            return self.again.popleft()
        if not self.ahead:
            return None
        recipient = self.ahead.popleft()
        self._in_flight[recipient.place] = False
        return Delivery(self, recipient)

    def put_back(self, delivery: Delivery) -> None:
        """It did not go out after all, or goes out once more."""
        self.again.append(delivery)

    def body(self, delivery: Delivery) -> tuple[str, bytes]:
        """Method and body of the request, rendered once per language."""
        language = delivery.recipient.language
        prepared = self._bodies.get(language)
        if prepared is None:
            prepared = self._bodies[language] = self.prepare(self.broadcast, language)
        recipient = delivery.recipient
        silent = recipient.quiet and self.is_night()
        return prepared.method, prepared.body(recipient.chat, recipient.message, silent=silent)

    def end(self) -> list[Delivery]:
        """A correction has stopped it. Those who waited for another try: they may have been told by the first."""
        self.broadcast = replace(self.broadcast, state=State.ENDED)
        self.ahead.clear()
        waited = list(self.again)
        self.again.clear()
        return waited

    def answered(self, place: Cursor) -> None:
        """One person has been answered for; the mark follows when nobody below is in flight."""
        self._in_flight[place] = True
        while self._in_flight:
            first = next(iter(self._in_flight))
            if not self._in_flight[first]:
                break
            del self._in_flight[first]
            self.mark = first

    def to_write(self) -> Cursor | None:
        """The mark, when it has moved since it was last asked for and may be relied on."""
        if self.waits_for is not None or self.mark == self._written:
            return None
        self._written = self.mark
        return self.mark

    def rewind(self) -> None:
        """Look once more from the start: people have come to hold what this broadcast corrects. Only when drained."""
        self.at = self.mark = self._written = self.broadcast.cursor
        self.at_end = False
