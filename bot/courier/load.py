"""Everything that waits to be carried, and which of it goes next."""

from collections.abc import Iterable

from bot.courier.mail import Mail, Parcel
from bot.courier.prepared import Prepared, prepare
from bot.courier.settling import Item, Settling
from bot.courier.walk import URGENT, Delivery, Walk
from bot.domain.broadcast import Broadcast, Cursor, Lane, State
from bot.domain.ids import BroadcastId, Language
from bot.render import alerts
from bot.town import Town
from db import broadcasts
from db.engine import Unavailable

FIRST_LOOK, LOOK = 40, 500
"""People looked up at a time: few for the first, so that nobody waits for the others' names."""

MAIL = (Lane.REPLY, Lane.CARD)

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
        """The same, the most urgent lane first."""
        self._finishing: set[BroadcastId] = set()
        """Taken out, while the database does not know it yet."""
        self._mail = Mail(town)
        self._beside = 0
        self.committed = True
        """Something may have been committed that was not looked at yet."""
        self.at_end = False
        """A broadcast has nobody left to be told, and waits to be finished."""

    @property
    def urgent(self) -> bool:
        """An alert or a retraction is among it."""
        return bool(self._in_order) and self._in_order[0].broadcast.lane in URGENT

    @property
    def waits(self) -> bool:
        """Something can go out."""
        return self._mail.waits or any(walk.waits for walk in self._walks.values())

    @property
    def empty(self) -> bool:
        """Nothing waits, and nothing is in flight."""
        return not (self.committed or self._walks) and self._mail.empty

    async def look(self) -> list[Delivery]:
        """See what has been committed; what a correction has stopped while it waited for another try."""
        self.committed = False
        self._mail.stale = True
        try:
            async with self._database.reading() as tx:
                found = await broadcasts.under_way(tx)
        except Unavailable:
            self.committed = True
            raise
        stopped: list[Delivery] = []
        for broadcast in found:
            if broadcast.id in self._finishing:
                continue
            walk = self._walks.get(broadcast.id)
            if walk is None:
                basis = broadcast.basis if broadcast.basis in {*self._walks, *self._finishing} else None
                self._walks[broadcast.id] = walk = Walk(broadcast, self._prepare, waits_for=basis)
            if broadcast.state is State.ENDED and not walk.ended:
                stopped.extend(walk.end())
                self.at_end = True
        self._put_in_order()
        return stopped

    def _put_in_order(self) -> None:
        self._in_order = sorted(self._walks.values(), key=lambda walk: walk.broadcast.lane)

    def _prepare(self, broadcast: Broadcast, language: Language) -> Prepared:
        screen = alerts.broadcast(self._town.reader(language), broadcast.kind, broadcast.way, broadcast.facts)
        return prepare(screen, broadcast.way, paid=self._paid)

    def at_hand(self) -> Delivery | None:
        """What `most_urgent` would answer, when that is known without asking the database."""
        if self.committed or (self._mail.waits and self._beside >= BESIDE_URGENT):
            return None
        for walk in self._in_order:
            if walk.wants_more or (self._mail.waits and walk.broadcast.lane not in URGENT):
                return None
            delivery = walk.next()
            if delivery is not None:
                self._beside += 1
                return delivery
        return None

    async def most_urgent(self) -> Item | None:
        """What goes next, now in flight; none when nothing does."""
        lanes: Iterable[Lane] = (*MAIL, *Lane) if self.urgent and self._beside >= BESIDE_URGENT else Lane
        for lane in lanes:
            item = await self._from_mail(lane) if lane in MAIL else await self._from_walks(lane)
            if item is not None:
                self._beside = 0 if lane in MAIL else self._beside + 1
                return item
        return None

    async def _from_mail(self, lane: Lane) -> Parcel | None:
        if self._mail.stale:
            async with self._database.reading() as tx:
                await self._mail.look(tx)
        return self._mail.next(lane)

    async def _from_walks(self, lane: Lane) -> Delivery | None:
        for walk in [one for one in self._in_order if one.broadcast.lane is lane]:
            if walk.wants_more:
                limit = LOOK if walk.looked else FIRST_LOOK
                async with self._database.reading() as tx:
                    walk.came(await broadcasts.recipients(tx, walk.broadcast, after=walk.at, limit=limit))
            delivery = walk.next()
            if delivery is not None:
                return delivery
            if walk.over:
                self.at_end = True
        return None

    def over(self, halted: Iterable[BroadcastId]) -> list[Walk]:
        """Take out the broadcasts that are at their end, and those that Telegram refuses; the former."""
        self.at_end = False
        over = []
        for one in halted:
            self._walks.pop(one, None)
            self._finishing.add(one)
        for walk in list(self._walks.values()):
            if not walk.over or walk.waits_for in self._walks:
                continue
            if walk.waits_for is not None:
                walk.waits_for = None
                walk.rewind()
            else:
                over.append(walk)
                del self._walks[walk.broadcast.id]
                self._finishing.add(walk.broadcast.id)
        self._put_in_order()
        return over

    def cursors(self) -> list[tuple[BroadcastId, Cursor]]:
        """The low-water marks that have moved."""
        return [(one, mark) for one, walk in self._walks.items() if (mark := walk.to_write()) is not None]

    def settled(self, settling: Settling) -> None:
        """What came back is written down; some of it goes out once more."""
        self._finishing.clear()
        for parcel, _, _ in settling.parcels:
            self._mail.settled(parcel)
        for item in settling.again:
            if isinstance(item, Parcel):
                self._mail.put_back(item)
            else:
                item.walk.put_back(item)
