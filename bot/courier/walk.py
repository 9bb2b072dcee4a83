"""One broadcast on its way: who is next, who is in flight, and up to where everyone has been answered for."""

from collections import deque
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace

from bot.courier.prepared import Prepared
from bot.domain.answer import Again, Decision, Halt, Odd, Outcome, Taken, after
from bot.domain.broadcast import Broadcast, Cursor, Kind, Lane, Receipt, Recipient, State
from bot.domain.ids import BroadcastId, Language, MessageId, PersonNumber

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
    is_answered: bool = False
    """There will be no other try."""

    @property
    def kind(self) -> Kind | None:
        """What it tells."""
        return self.walk.broadcast.kind

    @property
    def lane(self) -> Lane:
        """How urgent it is."""
        return self.walk.broadcast.lane

    @property
    def chat(self) -> int:
        """Where it goes."""
        return self.recipient.chat

    def request(self) -> tuple[str, bytes]:
        """Method and body."""
        return self.walk.body(self)

    def decide(self, outcome: Outcome) -> Decision:
        """What becomes of it. What concerns all the others of its broadcast holds at once."""
        walk = self.walk
        if isinstance(outcome, Taken):
            walk.odd = 0
        elif isinstance(outcome, Odd):
            walk.odd += 1
        decision = after(outcome, kind=walk.broadcast.kind, tries=self.tries, odd=walk.odd)
        match decision:
            case Again(told_perhaps=told_perhaps, alone=alone):
                self.told_perhaps = self.told_perhaps or told_perhaps
                if alone:
                    self.recipient = self.recipient._replace(message=None)
            case Halt():
                walk.halt()
        return decision

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
    odd: int = 0
    """So many people in a row for whom Telegram said a no that we do not know."""
    at: Cursor = field(init=False)
    """Up to whom it has looked people up."""
    out: Cursor = field(init=False)
    """Up to whom it has handed them out."""
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
    halted: bool = False
    """Telegram refuses its content, which is yet to be written down."""
    _written: Cursor = field(init=False)
    _in_flight: deque[Delivery] = field(default_factory=deque)
    """In the order in which they were handed out, from the first that is not answered."""
    _bodies: dict[Language, Prepared] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.at = self.out = self.mark = self._written = self.broadcast.cursor

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
        return not (self.ended or self.halted) and bool(self.again or self.ahead or not self.at_end)

    def wants_more(self, *, probing: bool = False) -> bool:
        """The next people have to be looked up."""
        return not (self.ended or self.halted or self.at_end or self.ahead or (self.again and not probing))

    def came(self, found: Sequence[Recipient]) -> None:
        """The next people, or nobody any more."""
        self.at_end, self.looked = not found, True
        self.ahead.extend(found)
        if found:
            self.at = found[-1].place

    def next(self, *, probing: bool = False) -> Delivery | None:
        """The next delivery, now in flight; none when nobody is at hand. Whoever had a try comes first; but last while
        nobody knows whether Telegram takes anything, because they have no third one."""
        if self.ended or self.halted:
            return None
        if self.again and not (probing and self.ahead):
            return self.again.popleft()
        if not self.ahead:
            return None
        delivery = Delivery(self, self.ahead.popleft())
        self._in_flight.append(delivery)
        self.out = delivery.recipient.place
        return delivery

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

    @property
    def waiting(self) -> set[PersonNumber]:
        """Who is to have another try."""
        return {one.recipient.place.number for one in self.again}

    def look_again(self, gone: Collection[PersonNumber]) -> list[Delivery]:
        """Somebody does not want to hear of it any more: look up once more who comes next. Who of `gone` waited for
        another try gets none."""
        self.ahead.clear()
        self.at, self.at_end = self.out, False
        stopped = [one for one in self.again if one.recipient.place.number in gone]
        self.again = deque(one for one in self.again if one.recipient.place.number not in gone)
        return stopped

    def halt(self) -> None:
        """Telegram refuses what it says: nobody else is tried."""
        self.halted = True

    def end(self) -> list[Delivery]:
        """A correction has stopped it. Those who waited for another try: they may have been told by the first."""
        self.broadcast = replace(self.broadcast, state=State.ENDED)
        self.ahead.clear()
        waited = list(self.again)
        self.again.clear()
        return waited

    def answered(self, delivery: Delivery) -> None:
        """One person has been answered for; the mark follows when nobody below is in flight."""
        delivery.is_answered = True
        while self._in_flight and self._in_flight[0].is_answered:
            self.mark = self._in_flight.popleft().recipient.place

    def to_write(self) -> Cursor | None:
        """The mark, when it has moved since it was last asked for and may be relied on."""
        if self.waits_for is not None or self.mark == self._written:
            return None
        self._written = self.mark
        return self.mark

    def rewind(self) -> None:
        """Look once more from the start: people have come to hold what this broadcast corrects. Only when drained."""
        self.at = self.out = self.mark = self._written = self.broadcast.cursor
        self.at_end = False
