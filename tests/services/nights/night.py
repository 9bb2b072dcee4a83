"""A night on which everything goes wrong, and some of it on purpose: who is there, and how things stand.

What people do stands in the files beside this one, what the policy allows in all of them a second time, written from
its description, so that the two can be compared.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from sqlalchemy import Row, Table, select

from bot.domain.freezing import Wish
from bot.domain.ids import IncidentId, NeighborhoodId, PersonNumber
from bot.domain.incident import Incident
from bot.domain.people import Person, Role
from db import areas, incidents, people
from db.tables import incidents as incident_rows
from locales import ENGLISH
from tests.services.acts import OWNER
from tests.services.bystander import Story
from tests.services.evening import Evening
from tests.services.nights.aside import beside

OTHER = 101
"""Telegram's number for the second organizer."""

CAST = (OWNER, 1, 2, 3, 4, 5, OTHER)
"""An organizer, a resident, four volunteers and another organizer, at first."""

PLACES = ("pier_library", "mill_park")

WHO, PICK, NEAR = st.sampled_from(CAST), st.integers(0, 200), st.integers(0, 3)

ORGANIZER = st.sampled_from((OWNER, OTHER, OWNER, OTHER, OWNER, OTHER, *CAST))
"""Who presses what only organizers may: mostly one of them."""

Card = tuple[IncidentId, int]


class Night(Evening):
    """Everyone, and what a bystander wrote down."""

    def __init__(self) -> None:
        super().__init__(
            reports_apart=timedelta(0),
            reports_open=1000,
            reports_a_day=1000,
            broadcasts_an_hour=2,
            endings_an_hour=2,
        )
        self.aside = beside(self.town.database, self.does)
        """The bystander's own eyes."""
        self.version, self.rows = 0, dict[Table, Sequence[Row[Any]]]()
        """What was read there last."""
        self.stories: dict[IncidentId, Story] = {}
        self.exercises: set[IncidentId] = set()
        self.alerted: set[IncidentId] = set()
        self.cards: list[Card] = [(IncidentId(99), 1)]
        """Every card that anyone ever held; the first was never dealt."""
        self.now: dict[int, Person] = {}
        """Each person as they are, by Telegram's number; who was forgotten is not here."""
        self.read_as: dict[int, Person] = {}
        """Each person as they were when somebody last looked."""
        self.branches: dict[PersonNumber, PersonNumber] = {}
        """With whom the branch began of each volunteer whom another invited."""
        self.suspended: dict[PersonNumber, int] = {}
        """Which organizers may do nothing as one, and which suspension that is."""
        self.agreements: dict[tuple[Wish, int], dict[PersonNumber, datetime]] = {}
        """Who agreed to what, and when."""

    def teardown(self) -> None:
        self.aside.close()
        super().teardown()

    def everyone_comes(self) -> None:
        async def come() -> None:
            async with self.town.database.transaction() as tx:
                for one in CAST:
                    role = Role.ORGANIZER if one in (OWNER, OTHER) else Role.VOLUNTEER if one > 1 else Role.RESIDENT
                    made = await people.add(tx, one, language=ENGLISH, role=role, now=self.clock.now())
                    await areas.listen(tx, made.number, NeighborhoodId("harbor"))
                    self.now[one] = self.read_as[one] = made

        self.does(come())

    # what is so, without asking a service

    def role(self, by: Person) -> Role | None:
        return next((one.role for one in self.now.values() if one.number == by.number), None)

    @property
    def organizers(self) -> set[PersonNumber]:
        return {one.number for one in self.now.values() if one.role is Role.ORGANIZER}

    def organizes(self, who: PersonNumber | None) -> bool:
        """Whether this person may act as an organizer."""
        return who in self.organizers - self.suspended.keys()

    def agreed(self, wish: Wish, about: int) -> set[PersonNumber]:
        """Who has agreed to it within the hour and may."""
        said = self.agreements.get((wish, about), {})
        hour = timedelta(hours=1)
        return {who for who, at in said.items() if self.organizes(who) and self.clock.now() - at <= hour}

    def agrees(self, wish: Wish, about: int, by: Person) -> set[PersonNumber]:
        """Somebody did; who else has."""
        others = self.agreed(wish, about) - {by.number}
        self.agreements.setdefault((wish, about), {})[by.number] = self.clock.now()
        return others

    def all(self, table: Table) -> Sequence[Row[Any]]:
        """Every row of a table; read anew only when the bot has written anything."""
        version = self.aside.version()
        if version != self.version:
            self.version, self.rows = version, {}
        if table not in self.rows:
            self.rows[table] = self.aside.rows(select(table).order_by(*table.primary_key))
        return self.rows[table]

    def incident(self, number: IncidentId) -> Incident | None:
        row = next((row for row in self.all(incident_rows) if row.id == number), None)
        return None if row is None else incidents.incident_of(row)

    def remember(self, *numbers: IncidentId) -> None:
        for one in numbers:
            incident = self.incident(one)
            if incident is not None and (card := (one, incident.version)) not in self.cards:
                self.cards.append(card)

    def looks_again(self, who: int) -> Person:
        self.read_as[who] = self.now.get(who, self.read_as[who])
        return self.read_as[who]
