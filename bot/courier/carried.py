"""What the courier has carried since the start, as numbers."""

from collections import Counter
from dataclasses import dataclass, field

from bot.counting import Timings
from bot.courier.settling import Item
from bot.courier.walk import URGENT, Delivery
from bot.domain.answer import Outcome
from bot.domain.broadcast import Cursor, Lane
from bot.domain.clock import Clock
from bot.domain.ids import BroadcastId


@dataclass(slots=True)
class Carried:
    """How many of what, and how quickly the first of those that cannot wait."""

    outcomes: Counter[tuple[Lane, type[Outcome]]] = field(default_factory=Counter)
    """By lane, and what Telegram's answer meant."""
    first: Timings = field(default_factory=Timings)
    """From the commit that opened an alert or a retraction to the answer for the first person."""
    _begun: set[BroadcastId] = field(default_factory=set)

    def count(self, item: Item, outcome: Outcome, clock: Clock) -> None:
        """One more was answered, or given up."""
        self.outcomes[item.lane, type(outcome)] += 1
        if item.lane not in URGENT or not isinstance(item, Delivery) or item.walk.broadcast.id in self._begun:
            return
        broadcast = item.walk.broadcast
        self._begun.add(broadcast.id)
        if broadcast.cursor == Cursor():  # otherwise an earlier courier has begun it
            self.first.add((clock.now() - broadcast.opened).total_seconds())
