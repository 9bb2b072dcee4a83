"""Everything that waits to be carried, and which of it goes next."""

from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from typing import Any

from bot.courier.mail import Mail, Parcel
from bot.courier.prepared import Prepared, prepare
from bot.courier.settling import Item, Settling
from bot.courier.walk import URGENT, Delivery, Walk
from bot.domain.broadcast import Broadcast, Cursor, Kind, Lane, Recipient, State
from bot.domain.freezing import Freeze
from bot.domain.ids import BroadcastId, Language, PersonNumber
from bot.domain.notice import NoticeFacts
from bot.domain.pausing import is_night
from bot.render import alerts, noticing
from bot.services import freezing
from bot.town import Town
from db import audience, broadcasts, freezes
from db.engine import Transaction
from db.failing import Unavailable

FIRST_LOOK, LOOK = 40, 500
"""People looked up at a time: few for the first, so that nobody waits for the others' names."""

Firsts = Mapping[BroadcastId, Sequence[Recipient]]
"""By new alert, the first people whom it concerns."""

Gone = Sequence[tuple[Walk, set[PersonNumber]]]
"""By broadcast, who was to have another try and wants none any more."""

MAIL = (Lane.REPLY, Lane.CARD)

UNPAID = frozenset({*MAIL, Lane.EDIT})
"""Lanes of what goes out without `allow_paid_broadcast`, at the lower rate, also when we pay for the others."""

BESIDE_URGENT = 5
"""While an alert goes out, after so many of it one letter or card does: others wait for theirs too."""


class Load:
    """The broadcasts under way, and the mail."""

    def __init__(self, town: Town, *, paid: bool) -> None:
        self._town = town
        self._database = town.database
        self._paid = paid
        self._walks: dict[BroadcastId, Walk] = {}
        self._in_order: list[Walk] = []
        """Those that may go on, the most urgent lane first."""
        self._frozen = False
        """Nothing goes out to the public, but what asks people to ignore the last."""
        self._finishing: set[BroadcastId] = set()
        """Taken out, while the last receipts are still being written down."""
        self._taken_out: set[BroadcastId] = set()
        """They never come back, whatever a look that began earlier still sees."""
        self._mail = Mail(town)
        self._beside = 0
        self.committed = True
        """Something may have been committed that was not looked at yet."""
        self.left = False
        """Somebody may have left, paused or been forgotten whose turn is near."""
        self.probing = False
        """Nobody knows whether Telegram takes what is sent: whoever has no other try left comes last."""
        self.at_end = False
        """A broadcast has nobody left to be told, and waits to be finished."""

    @property
    def urgent(self) -> bool:
        """An alert or a retraction is among it."""
        return bool(self._in_order) and self._in_order[0].broadcast.lane in URGENT

    @property
    def waits(self) -> bool:
        """Something can go out."""
        return self._mail.waits or any(walk.waits for walk in self._in_order)

    @property
    def empty(self) -> bool:
        """Nothing waits, and nothing is in flight."""
        return not (self.committed or self._in_order or self.at_end) and self._mail.empty

    async def look(self) -> list[Delivery]:
        """See what has been committed; what a correction has stopped while it waited for another try."""
        left, self.committed, self.left = self.left, False, False
        self._mail.stale = True
        waiting = [(one, one.waiting) for one in self._walks.values()] if left else []

        async def see(tx: Transaction) -> tuple[Sequence[Broadcast], Firsts, Gone, Freeze | None]:
            found = await broadcasts.under_way(tx)
            first = {one.id: await self._first(tx, one) for one in found if self._is_new_alert(one)}
            gone = [(one, await self._gone(tx, one, who)) for one, who in waiting]
            return found, first, gone, await freezes.frozen(tx)

        try:
            found, first, gone, freeze = await self._database.look(see)
            if unexplained := [one.id for one in found if not one.explained]:
                await freezing.refuse(self._database, unexplained, now=self._town.clock.now())
        except Unavailable:
            self.committed, self.left = True, left
            raise
        if first:
            self._beside = 0
        stopped = [stopped for walk, persons in gone for stopped in walk.look_again(persons)]
        self._frozen = freeze is not None or bool(unexplained)
        for broadcast in found:
            walk = self._walks.get(broadcast.id)
            if broadcast.id in self._taken_out or (walk is None and not broadcast.explained):
                continue
            if walk is None:
                basis = broadcast.basis if broadcast.basis in {*self._walks, *self._finishing} else None
                walk = Walk(broadcast, self._prepare, is_night=self._is_night, waits_for=basis)
                self._walks[broadcast.id] = walk
                if broadcast.id in first:
                    walk.came(first[broadcast.id])
            if (broadcast.state is State.ENDED or not broadcast.explained) and not walk.ended:
                stopped.extend(walk.end())
                self.at_end = True
        self._put_in_order()
        return stopped

    async def _gone(self, tx: Transaction, walk: Walk, waiting: set[PersonNumber]) -> set[PersonNumber]:
        """Who of those that wait for another try has left, paused or been forgotten."""
        if not waiting:
            return waiting
        return waiting - await audience.still(tx, walk.broadcast, waiting, now=self._town.clock.now())

    def _is_new_alert(self, broadcast: Broadcast) -> bool:
        return (
            broadcast.lane is Lane.ALERT
            and broadcast.state is State.OPEN
            and broadcast.id not in self._walks
            and broadcast.id not in self._taken_out
        )

    async def _first(self, tx: Transaction, broadcast: Broadcast) -> Sequence[Recipient]:
        """The first people of an alert, in the same look in which it is found."""
        return await audience.recipients(
            tx, broadcast, after=broadcast.cursor, limit=FIRST_LOOK, now=self._town.clock.now()
        )

    def _put_in_order(self) -> None:
        may = (walk for walk in self._walks.values() if not self._frozen or walk.broadcast.kind is Kind.IGNORE)
        self._in_order = sorted(may, key=lambda walk: walk.broadcast.lane)

    def _is_night(self) -> bool:
        return is_night(self._town.clock.now(), self._town.city.zone)

    def _prepare(self, broadcast: Broadcast, language: Language) -> Prepared:
        reader, facts = self._town.reader(language), broadcast.facts
        if broadcast.kind is Kind.IGNORE:
            screen = alerts.ignore(reader, exercise=broadcast.exercise)
        elif isinstance(facts, NoticeFacts):
            holds = broadcast.kind is not Kind.WITHDRAWAL
            screen = noticing.notice(reader, facts) if holds else noticing.withdrawn(reader)
        else:
            screen = alerts.broadcast(reader, broadcast.kind, broadcast.way, facts)
        return prepare(screen, broadcast.way, paid=self._paid)

    def at_hand(self, *, unpaid: bool = True) -> Item | None:
        """What `most_urgent` would answer, when that is known without asking the database."""
        if not unpaid or self.committed or (self._mail.waits and self._beside >= BESIDE_URGENT):
            return None
        for walk in self._in_order:
            if walk.wants_more(probing=self.probing) or (self._mail.waits and walk.broadcast.lane not in URGENT):
                return None
            delivery = walk.next(probing=self.probing)
            if delivery is not None:
                self._beside += 1
                return delivery
        return None

    async def most_urgent(self, *, unpaid: bool = True) -> Item | None:
        """What goes next, now in flight; none when nothing does. Without `unpaid`, only what we pay for."""
        lanes: Iterable[Lane] = (*MAIL, *Lane) if self.urgent and self._beside >= BESIDE_URGENT else Lane
        for lane in lanes:
            if not unpaid and lane in UNPAID:
                continue
            item = await self._from_mail(lane) if lane in MAIL else await self._from_walks(lane)
            if item is not None:
                self._beside = 0 if lane in MAIL else self._beside + 1
                return item
        return None

    async def _from_mail(self, lane: Lane) -> Parcel | None:
        if self._mail.stale:
            await self._mail.look(self._database)
        return self._mail.next(lane)

    async def _from_walks(self, lane: Lane) -> Delivery | None:
        for walk in [one for one in self._in_order if one.broadcast.lane is lane]:
            if walk.wants_more(probing=self.probing):
                walk.came(await self._database.look(self._page(walk)))
            delivery = walk.next(probing=self.probing)
            if delivery is not None:
                return delivery
            if walk.over and walk.waits_for not in self._walks:
                self.at_end = True
        return None

    def _page(self, walk: Walk) -> Callable[[Transaction], Coroutine[Any, Any, Sequence[Recipient]]]:
        """How to look up who comes next."""
        limit = LOOK if walk.looked else FIRST_LOOK
        after, now = walk.at, self._town.clock.now()

        async def see(tx: Transaction) -> Sequence[Recipient]:
            return await audience.recipients(tx, walk.broadcast, after=after, limit=limit, now=now)

        return see

    def over(self, halted: Iterable[BroadcastId]) -> list[Walk]:
        """Take out the broadcasts that are at their end, and those that Telegram refuses; the former."""
        self.at_end = False
        gone = set(halted)
        over = [
            walk
            for walk in self._walks.values()
            if walk.over and walk.waits_for is None and walk.broadcast.id not in gone
        ]
        for one in (*gone, *(walk.broadcast.id for walk in over)):
            self._walks.pop(one, None)
            self._finishing.add(one)
        self._taken_out |= self._finishing
        self._put_in_order()
        return over

    def cursors(self) -> list[tuple[BroadcastId, Cursor]]:
        """The low-water marks that have moved."""
        return [(one, mark) for one, walk in self._walks.items() if (mark := walk.to_write()) is not None]

    def settled(self, settling: Settling) -> None:
        """What came back is written down; some of it goes out once more."""
        self._finishing.clear()
        for walk in self._walks.values():
            if walk.over and walk.waits_for is not None and walk.waits_for not in self._walks:
                walk.waits_for = None
                walk.rewind()
        for parcel, _, _ in settling.parcels:
            self._mail.settled(parcel)
        for item in settling.again:
            if isinstance(item, Parcel):
                self._mail.put_back(item)
            else:
                item.walk.put_back(item)
