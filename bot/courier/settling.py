"""What a batch of answers changes: gathered from their outcomes, then written in one transaction."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from bot.courier.mail import Parcel
from bot.courier.walk import Delivery, Walk
from bot.domain.answer import Again, Decision, Forget, Halt, Odd, Outcome, Passed, Reached, Stop, Taken
from bot.domain.broadcast import Cursor, Receipt, State
from bot.domain.ids import BroadcastId, PersonNumber
from bot.domain.letter import LetterFacts, Says
from bot.domain.notice import NoticeFacts
from db import broadcasts, letters, people
from db.engine import Transaction, Wake

log = logging.getLogger(__name__)

Item = Delivery | Parcel


@dataclass(slots=True)
class Settling:
    """One batch."""

    receipts: list[Receipt] = field(default_factory=list)
    parcels: list[tuple[Parcel, Outcome, Decision]] = field(default_factory=list)
    again: list[Item] = field(default_factory=list)
    forgotten: set[PersonNumber] = field(default_factory=set)
    missed: set[PersonNumber] = field(default_factory=set)
    there: set[PersonNumber] = field(default_factory=set)
    halted: dict[BroadcastId, Walk] = field(default_factory=dict)

    def gather(self, item: Item, outcome: Outcome, decision: Decision) -> None:
        """What was decided about this delivery, card or letter."""
        if isinstance(decision, Again | Stop):
            if not (isinstance(item, Delivery) and item.walk.ended):
                self.again.append(item)
                return
            decision = Passed()
        if isinstance(item, Parcel):
            self._parcel(item, outcome, decision)
        else:
            self._delivery(item, outcome, decision)

    def give_up(self, item: Delivery) -> None:
        """There is no second try after all."""
        self._delivery(item, None, Passed())

    def _parcel(self, parcel: Parcel, outcome: Outcome, decision: Decision) -> None:
        self.parcels.append((parcel, outcome, decision))
        self._person(parcel.person, decision)
        if isinstance(decision, Halt):
            log.error("Telegram refuses a %s: %s", parcel.key[0], decision.said)
        elif isinstance(outcome, Odd):
            log.warning("Telegram refuses a %s: %s", parcel.key[0], outcome.said)

    def _delivery(self, delivery: Delivery, outcome: Outcome | None, decision: Decision) -> None:
        walk, recipient = delivery.walk, delivery.recipient
        walk.answered(delivery)
        if isinstance(decision, Reached):
            self.receipts.append(delivery.receipt(decision.message))
        else:
            self._person(recipient.place.number, decision)
            self._nobody(delivery, outcome, decision)
        if recipient.doubted and isinstance(outcome, Taken):
            self.there.add(recipient.place.number)

    def _nobody(self, delivery: Delivery, outcome: Outcome | None, decision: Decision) -> None:
        """Nobody was told, as far as is known."""
        walk = delivery.walk
        if delivery.told_perhaps:
            self.receipts.append(delivery.receipt(None))
        if isinstance(decision, Halt):
            log.error("Telegram refuses broadcast %s: %s", walk.broadcast.id, decision.said)
            self.halted[walk.broadcast.id] = walk
        elif isinstance(outcome, Odd):
            log.warning("Telegram refuses one message of broadcast %s: %s", walk.broadcast.id, outcome.said)

    def _person(self, person: PersonNumber, decision: Decision) -> None:
        match decision:
            case Forget():
                self.forgotten.add(person)
            case Passed(doubt=True):
                self.missed.add(person)

    async def write(self, tx: Transaction, cursors: Iterable[tuple[BroadcastId, Cursor]], *, now: datetime) -> None:
        """All of it, in this transaction."""
        await broadcasts.settle(tx, self.receipts, cursors)
        for parcel, outcome, decision in self.parcels:
            await parcel.settle(tx, outcome, decision)
        for person in self.forgotten:
            await people.forget(tx, person)
        for person in self.missed:
            await people.missed(tx, person, now=now)
        for person in self.there:
            await people.there(tx, person)
        tx.woken.discard(Wake.AUDIENCE)  # they had their turn
        for walk in self.halted.values():
            await self._halt(tx, walk, now=now)

    async def _halt(self, tx: Transaction, walk: Walk, *, now: datetime) -> None:
        """Nobody else is tried, and every organizer is told."""
        facts = walk.broadcast.facts
        if not await broadcasts.finish(tx, walk.broadcast.id, State.HALTED):
            return  # another answer of the same batch, or an earlier one, has said so
        organizers = await people.organizers(tx)
        if isinstance(facts, NoticeFacts):
            await letters.write(tx, organizers, Says.NOTICE_HALTED, None, now=now)
            return
        about = LetterFacts(facts.incident, facts.place, facts.observed)
        await letters.write(tx, organizers, Says.BROADCAST_HALTED, about, now=now)
