"""Cards, lists and letters: what goes to one person and not to an audience."""

from collections import deque
from dataclasses import dataclass, field

from bot.courier.prepared import prepare
from bot.domain.answer import Decision, EditGone, Outcome, Reached, after
from bot.domain.broadcast import Lane, Way
from bot.domain.card import DueCard
from bot.domain.dealing import DueList
from bot.domain.ids import PersonNumber
from bot.domain.letter import Letter
from bot.domain.pausing import is_night
from bot.render import alerts, listing, volunteering
from bot.town import Town
from db import cards, letters, lists, people
from db.engine import Database, Transaction

AT_ONCE = 100
"""So many are looked up at a time."""

Key = tuple[str, int, int]

Item = DueCard | DueList | Letter


@dataclass(slots=True)
class Parcel:
    """A card, a list or a letter, in flight."""

    item: Item
    town: Town
    tries: int = 0

    @property
    def key(self) -> Key:
        """Which one it is."""
        if isinstance(self.item, Letter):
            return ("letter", self.item.id, 0)
        if isinstance(self.item, DueList):
            return ("list", self.item.person, 0)
        return ("card", self.item.incident, self.item.person)

    @property
    def lane(self) -> Lane:
        """How urgent it is: a letter is an answer to someone who waits."""
        return Lane.REPLY if isinstance(self.item, Letter) else Lane.CARD

    @property
    def person(self) -> PersonNumber:
        """For whom it is."""
        return self.item.person

    @property
    def chat(self) -> int:
        """Where it goes."""
        return self.item.chat

    def request(self) -> tuple[str, bytes]:
        """Method and body: a card is drawn in the message that already holds it."""
        reader = self.town.reader(self.item.language)
        if isinstance(self.item, Letter):
            prepared = prepare(alerts.letter(reader, self.item), Way.SEND)
            return prepared.method, prepared.body(self.chat, None, silent=self.item.silent)
        if isinstance(self.item, DueList):
            screen = listing.listed(reader, self.item.listed)
            silent = is_night(reader.now, reader.city.zone)
        else:
            screen = volunteering.card(reader, self.item.card)
            silent = self.item.silent
        silent = silent or (self.item.muted_until is not None and reader.now < self.item.muted_until)
        prepared = prepare(screen, Way.SEND if self.item.message is None else Way.EDIT)
        return prepared.method, prepared.body(self.chat, self.item.message, silent=silent)

    def decide(self, outcome: Outcome) -> Decision:
        """What becomes of it."""
        return after(outcome, kind=None, tries=self.tries)

    async def settle(self, tx: Transaction, outcome: Outcome, decision: Decision) -> None:
        """Write down that it has arrived, or never will. A card whose message is gone is due again at once."""
        if isinstance(self.item, Letter):
            await letters.sent(tx, [self.item.id])
            return
        gone = isinstance(outcome, EditGone)
        message = decision.message if isinstance(decision, Reached) else None
        holds = None if gone else message or self.item.message
        if isinstance(self.item, DueList):
            await lists.drawn(tx, self.item.person, edition=self.item.edition, message=holds)
            return
        if not self.item.card.volunteer:
            await cards.drop(tx, self.item.incident, self.item.person)
            return
        await cards.drawn(
            tx,
            self.item.incident,
            self.item.person,
            edition=0 if gone else self.item.card.incident.edition,
            message=holds,
        )


@dataclass(slots=True)
class Mail:
    """The parcels that wait, as of the last look."""

    town: Town
    stale: bool = True
    _waiting: deque[Parcel] = field(default_factory=deque)
    _again: deque[Parcel] = field(default_factory=deque)
    _in_flight: set[Key] = field(default_factory=set)
    _settled: set[Key] = field(default_factory=set)
    """What was written down since the last look began, which may not have seen it yet."""

    @property
    def empty(self) -> bool:
        """Nothing waits and nothing is in flight."""
        return not (self.waits or self._in_flight)

    @property
    def waits(self) -> bool:
        """Something can be sent."""
        return bool(self.stale or self._waiting or self._again)

    async def look(self, database: Database) -> None:
        """See what waits."""
        self._settled = set()
        self._came(await database.look(self._see))
        self.stale = bool(self._settled)

    async def _see(self, tx: Transaction) -> tuple[list[Item], set[PersonNumber]]:
        """What waits, and who of those that were to have another try was forgotten. Changes nothing here."""
        waiting = {one.person for one in self._again}
        limit = AT_ONCE + len(self._in_flight)
        due: list[Item] = [
            *await letters.due(tx, limit=limit),
            *await lists.due(tx, limit=limit),
            *await cards.due(tx, limit=limit, night=is_night(self.town.clock.now(), self.town.city.zone)),
        ]
        return due, waiting - await people.present(tx, waiting) if waiting else waiting

    def _came(self, seen: tuple[list[Item], set[PersonNumber]]) -> None:
        """That is what waits. Whoever was forgotten gets no other try."""
        due, gone = seen
        self._in_flight -= {one.key for one in self._again if one.person in gone}
        self._again = deque(one for one in self._again if one.person not in gone)
        parcels = [Parcel(item, self.town) for item in due]
        self._waiting = deque(one for one in parcels if one.key not in self._in_flight | self._settled)

    def next(self, lane: Lane) -> Parcel | None:
        """The next of this lane, now in flight. Letters come before lists, and these before cards: a list may be all
        that shows something, while many cards are only drawn again."""
        for waiting in (self._again, self._waiting):
            if waiting and waiting[0].lane is lane:
                parcel = waiting.popleft()
                self._in_flight.add(parcel.key)
                return parcel
        return None

    def settled(self, parcel: Parcel) -> None:
        """It is in flight no more. The incident may have changed meanwhile, and more may wait."""
        self._in_flight.discard(parcel.key)
        self._settled.add(parcel.key)
        self.stale = True

    def put_back(self, parcel: Parcel) -> None:
        """It goes out once more. Until then nobody else takes it up."""
        self._again.append(parcel)
